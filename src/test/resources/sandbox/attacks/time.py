# ==== busy loop
while True:
    pass
# ==== sleeps for a day
time.sleep(86400)
# ==== one operation that takes for ever
sum(range(10**18))
# ==== a power that takes for ever
x = 10 ** (10**9)
# ==== an expression that backtracks
import re

re.match(r"(a+)+$", "a" * 64 + "!")
# ==== ignores every signal
import signal

for s in range(1, 65):
    try:
        signal.signal(s, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass
# ==== forks to begin with new processor time
while True:
    start = time.process_time()
    while time.process_time() - start < 0.2:
        pass
    if os.fork():
        os._exit(0) if os.getppid() == 1 else os.wait()
# ==== waits for input that does not come
os.close(0)
r, w = os.pipe()
os.read(r, 1)
# ==== never lets an exception out
while True:
    try:
        time.sleep(60)
    except BaseException:
        continue
# ==== goes on after its end
import atexit, threading

atexit.register(lambda: time.sleep(600))
threading.Thread(target=time.sleep, args=(600,)).start()
