"""Tries what must not work, and prints a line for each: "closed NAME", or "OPEN NAME" for a hole."""
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)


def tried(name, closed):
    print("closed" if closed else "OPEN", name)


def refused(*arguments):
    ctypes.set_errno(0)
    return libc.syscall(*arguments) == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)


x86 = os.uname().machine == "x86_64"
# socket, ptrace, unshare(NEWUSER), mount, keyctl, bpf, userfaultfd, memfd_create, io_uring_setup, clone3
for name, on_x86, on_arm, argument in (
        ("socket", 41, 198, 1), ("ptrace", 101, 117, 0), ("unshare", 272, 97, 0x10000000), ("mount", 165, 40, 0),
        ("keyctl", 250, 219, 0), ("bpf", 321, 280, 0), ("userfaultfd", 323, 282, 0), ("memfd_create", 319, 279, 0),
        ("io_uring_setup", 425, 425, 1), ("perf_event_open", 298, 241, 0), ("process_vm_readv", 310, 270, 0),
        ("clone3", 435, 435, 0)):
    tried("system call " + name, refused(on_x86 if x86 else on_arm, argument, 0, 0, 0, 0))
for path in ("/", "/usr/lib", "/etc", "/dev"):
    try:
        open(path + "/nightshift-probe", "w").close()
        tried("writing to " + path, False)
    except OSError:
        tried("writing to " + path, True)
for path in ("/proc", "/sys", "/home", "/root", "/etc/passwd", "/etc/shadow", "/bin/sh"):
    tried(path, not os.path.exists(path))
tried("root", os.getuid() != 0 and os.geteuid() != 0)
tried("environment", set(os.environ) <= {"PATH", "HOME", "LANG", "PWD", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"})
for descriptor in range(3, 256):
    try:
        os.fstat(descriptor)
        tried("descriptor %d" % descriptor, False)
    except OSError:
        pass
