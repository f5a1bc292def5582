# ==== one block
x = bytearray(1 << 34)
x[::4096] = b"x" * len(x[::4096])
# ==== grows
x = []
while True:
    x.append(bytearray(1 << 20))
# ==== doubles
s = "x"
while True:
    s += s
# ==== maps anonymous memory
maps = []
while True:
    m = mmap.mmap(-1, 1 << 22)
    m[::4096] = b"x" * len(m[::4096])
    maps.append(m)
# ==== many processes, each below the limit
for _ in range(10):
    if os.fork() == 0:
        x = bytearray(os.urandom(1 << 16) * (16 * 60))
        time.sleep(60)
time.sleep(60)
# ==== shared anonymous memory over forks
m = mmap.mmap(-1, 1 << 26, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
for _ in range(8):
    if os.fork() == 0:
        more = [mmap.mmap(-1, 1 << 24) for _ in range(30)]
        for n in more:
            n[::4096] = b"x" * len(n[::4096])
        time.sleep(60)
time.sleep(60)
# ==== catches what memory errors there are
kept = []
while True:
    try:
        kept.append(bytearray(1 << 16))
    except MemoryError:
        kept.append(None)
# ==== System V shared memory, which no limit counts
call(29, 194, 0, 1 << 26, 0o1600)
# ==== locks memory
call(151, 230, 3)
# ==== a memory file, which no limit counts
call(319, 279, b"m", 0)
# ==== recursion until the stack is over
sys.setrecursionlimit(10**9)


def f(n):
    return f(n + 1) + 1


f(0)
