# ==== prints for ever
while True:
    print("x" * 1000)
# ==== complains for ever
while True:
    os.write(2, b"x" * 65536)
# ==== prints what is no text
while True:
    os.write(1, os.urandom(65536))
# ==== one big file
with open("/tmp/big", "wb") as f:
    while True:
        f.write(b"x" * (1 << 20))
# ==== big files until the memory is full
n = 0
while True:
    n += 1
    try:
        with open("/tmp/f%d" % n, "wb") as f:
            f.write(b"x" * (1 << 20))
    except OSError:
        if n > 2000:
            break
print("ESCAPED" if sum(os.path.getsize("/tmp/" + f) for f in os.listdir("/tmp")) > 64 << 20 else "held")
# ==== many files
n = made = 0
while n < 20000:
    n += 1
    try:
        open("/tmp/f%d" % n, "w").close()
        made += 1
    except OSError:
        pass
print("ESCAPED" if made > 2000 else "held", made)
# ==== deep directories
n = 0
try:
    while n < 20000:
        os.mkdir("d")
        os.chdir("d")
        n += 1
except OSError:
    pass
print("ESCAPED" if n > 2000 else "held", n)
# ==== a file with a hole
try:
    with open("/tmp/hole", "wb") as f:
        f.truncate(1 << 44)
    print("ESCAPED")
except OSError as e:
    print(e)
# ==== writes where it must not
for d in ("/", "/usr", "/usr/lib", "/usr/lib/python3", "/usr/local/lib", "/etc", "/dev", "/dev/shm", "/var/tmp", "/run",
          "/home", "/root", "/lib", "/opt", "/srv", "/mnt", "/sys", "/proc"):
    leave(d + "/" + os.path.basename(MARK))
leave(MARK)
# ==== writes through a link
os.symlink("/usr/lib", "/tmp/link")
leave("/tmp/link/" + os.path.basename(MARK))
os.symlink("/../../../../../tmp", "/tmp/up")
leave("/tmp/up/../../../../.." + MARK)
# ==== changes what is read-only
for path in ("/usr/lib", "/usr/lib/os-release", "/etc/ld.so.cache", sys.executable, os.__file__):
    for change in (lambda p: os.chmod(p, 0o777), lambda p: os.rename(p, p + "x"), lambda p: os.remove(p),
                   lambda p: os.utime(p), lambda p: os.truncate(p, 0), lambda p: os.link(p, "/tmp/hard")):
        try:
            change(path)
            print("ESCAPED changed", path)
        except OSError:
            pass
# ==== types into a terminal
import fcntl

for fd in range(3):
    try:
        fcntl.ioctl(fd, 0x5412, b"x")
        print("ESCAPED")
    except OSError as e:
        print(e.errno)
try:
    os.write(os.open("/dev/tty", os.O_RDWR), b"ESCAPED")
except OSError as e:
    print(e.errno)
# ==== forges what is reported
import gc, json

for o in gc.get_objects():
    if isinstance(o, dict) and isinstance(o.get("mark"), str):
        os.write(1, b"\x1e" + o["mark"].encode() + b' {"findings":[{"code":"X"}],"result":{"row":' + b"9" * 5000 + b"}}\n")
        os.write(1, (b"\x1e" + o["mark"].encode() + b" " + b"[" * 100000 + b"\n"))
os.write(1, b"ready\n\x1e\x00\xff\n")
# ==== devices
for name, major, minor in (("sda", 8, 0), ("mem", 1, 1), ("vda", 254, 0), ("kmsg", 1, 11)):
    try:
        os.mknod("/tmp/" + name, 0o60666 if name != "mem" else 0o20666, os.makedev(major, minor))
        print("ESCAPED made", name)
    except OSError:
        pass
    tell("/dev/" + name)
# ==== pipes that hold memory of the kernel
import fcntl

held = []
try:
    while True:
        r, w = os.pipe()
        held.append((r, w))
        fcntl.fcntl(w, 1031, 1 << 20)
        os.set_blocking(w, False)
        os.write(w, b"x" * (1 << 20))
except OSError as e:
    print(len(held), e.errno)
print("ESCAPED" if len(held) > 64 else "held")
