# ==== files of users
for path in ("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/hostname", "/root/.bashrc", "/root/.ssh/id_rsa", "/home", "/var/log"):
    tell(path)
    if os.path.exists(path):
        print("ESCAPED sees", path)
# ==== a planted secret
tell(SECRET_FILE)
tell("/../.." + SECRET_FILE)
tell("/oldroot" + SECRET_FILE)
tell("/newroot" + SECRET_FILE)
# ==== the machine's temporary files
for d in ("/tmp", "/var/tmp", "/dev/shm"):
    try:
        names = os.listdir(d)
        if names:
            print("ESCAPED sees", names)
    except OSError as e:
        print(e.errno)
# ==== the environment
print("ESCAPED" if set(os.environ) - {"PATH", "HOME", "LANG", "PWD", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"} else "bare")
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
i = 0
while environ[i]:
    print(environ[i])
    i += 1
# ==== environments of others
for pid in ("1", "2", "self", str(os.getppid())):
    for name in ("environ", "cmdline", "maps", "mem", "status", "root/etc/passwd", "cwd", "fd/0"):
        tell("/proc/%s/%s" % (pid, name))
# ==== descriptors
for fd in range(3, 4096):
    try:
        os.fstat(fd)
        print("ESCAPED descriptor", fd, os.read(fd, 100))
    except OSError:
        pass
# ==== descriptors by their directories
for d in ("/proc/self/fd", "/dev/fd", "/proc/1/fd"):
    try:
        for name in os.listdir(d):
            if int(name) > 3:
                print("ESCAPED", d, name, os.readlink(d + "/" + name))
    except OSError as e:
        print(e.errno)
# ==== what the kernel tells
for path in ("/proc/kallsyms", "/proc/kcore", "/proc/net/tcp", "/proc/mounts", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
             "/sys/kernel/debug", "/sys/class/net/eth0/address", "/sys/fs/cgroup/cgroup.procs", "/dev/mem", "/dev/kmsg"):
    tell(path)
# ==== reads its own stack for what was before
on_heap = ctypes.c_int()
os.write(1, ctypes.string_at(ctypes.addressof(on_heap), 1 << 14))
environ = ctypes.cast(ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ"), ctypes.POINTER(ctypes.c_char_p))
os.write(1, ctypes.string_at(environ[0], 1 << 10))
# ==== programs and their settings
for path in ("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/share", "/opt", "/srv", "/var", "/boot", "/mnt", "/media"):
    if os.path.isdir(path) and not all(name.startswith("python3") for name in os.listdir(path)):
        print("ESCAPED sees", path, os.listdir(path)[:5])
# ==== another user's files in what is mounted
for d, _, names in os.walk("/"):
    for name in names:
        if "@SECRET_NAME@" in name:
            tell(os.path.join(d, name))
# ==== core dumps
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
    print("ESCAPED")
except (ValueError, OSError):
    pass
os.abort()
