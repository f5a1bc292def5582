# ==== fork bomb
while True:
    try:
        os.fork()
    except OSError:
        pass
# ==== fork bomb of sessions
while True:
    try:
        if os.fork() == 0:
            os.setsid()
    except OSError:
        pass
# ==== thread bomb
import threading

while True:
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        time.sleep(0.01)
# ==== a daemon stays
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in range(3):
            os.close(fd)
        while True:
            time.sleep(0.01)
            leave(MARK)
    os._exit(0)
os.wait()
# ==== kills everybody
os.kill(-1, 9)
# ==== kills its first process
for s in (9, 15, 19, 2, 11):
    try:
        os.kill(1, s)
    except OSError:
        pass
time.sleep(0.2)
# ==== kills by number
for pid in range(1, 70000):
    if pid != os.getpid():
        try:
            os.kill(pid, 9)
            if pid != 1:
                print("ESCAPED killed", pid)
        except OSError:
            pass
# ==== stops its parent
os.kill(os.getppid(), 19)
time.sleep(0.2)
# ==== runs a shell
for shell in ("/bin/sh", "/usr/bin/sh", "/bin/bash", "/usr/bin/env", "/usr/bin/bwrap", "/usr/bin/su", "/bin/mount"):
    try:
        if os.fork() == 0:
            os.execv(shell, [shell, "-c", "echo ESCAPED; touch " + MARK])
    except OSError:
        os._exit(1)
    os.wait()
# ==== runs the loader and a copy of the interpreter
import shutil

for name in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"):
    if os.path.exists(name):
        shutil.copy(os.path.realpath(sys.executable), "/tmp/p")
        os.execv(name, [name, "/tmp/p", "-c", "import socket; socket.socket(); print('ESCAPED')"])
# ==== a set-uid copy of the interpreter
import shutil

shutil.copy(os.path.realpath(sys.executable), "/tmp/p")
try:
    os.chmod("/tmp/p", 0o6777)
    os.execv("/tmp/p", ["/tmp/p", "-I", "-c", "import os; print('ESCAPED' if 0 in (os.geteuid(), os.getegid()) else 'no')"])
except OSError as e:
    print(e)
# ==== becomes more important
call(144, 119, 0, 1, ctypes.byref(ctypes.c_int(50)))
call(141, 140, 0, 0, -20)
# ==== raises its limits
import resource

for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
    hard = resource.getrlimit(kind)[1]
    try:
        resource.setrlimit(kind, (hard * 2, hard * 2))
        print("ESCAPED raised", kind)
    except (ValueError, OSError):
        pass
