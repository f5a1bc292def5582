# ==== traces processes
call(101, 117, 16, 1, 0, 0)
call(101, 117, 0, 0, 0, 0)
# ==== reads another's memory
call(310, 270, 1, 0, 0, 0, 0, 0)
call(311, 271, 1, 0, 0, 0, 0, 0)
# ==== mounts
call(165, 40, b"proc", b"/tmp", b"proc", 0, 0)
call(165, 40, b"none", b"/", b"", 32, 0)
call(166, 39, b"/usr/lib", 2)
# ==== mounts in the new way
call(430, 430, b"tmpfs", 0)
call(428, 428, -100, b"/", 1)
call(429, 429, -100, b"/usr", -100, b"/tmp", 0)
call(442, 442, -100, b"/", 0, 0, 0)
# ==== changes its root
call(155, 41, b"/tmp", b"/tmp")
call(161, 51, b"/tmp")
# ==== new namespaces
for flags in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000, 0x02000000, 0x80, 0x7E020000):
    call(272, 97, flags)
# ==== new namespaces by clone
for flags in (0x10000000, 0x10020000, 0x20000000, 0x7E020000):
    call(56, 220, flags | 17, 0, 0, 0, 0)
# ==== new namespaces by clone3
arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
call(435, 435, ctypes.byref(arguments), 88)
# ==== joins namespaces
call(308, 268, 0, 0)
# ==== keys
call(248, 217, b"user", b"ESCAPED", b"x", 1, -3)
call(249, 218, b"user", b"x", 0, -3)
call(250, 219, 0, -3, 1)
# ==== programs in the kernel
attributes = (ctypes.c_char * 128)()
call(321, 280, 0, ctypes.byref(attributes), 128)
# ==== faults of users
call(323, 282, 0)
call(323, 282, 1)
# ==== counters of performance
attributes = (ctypes.c_char * 128)()
call(298, 241, ctypes.byref(attributes), 0, -1, -1, 0)
# ==== asynchronous input and output
context = ctypes.c_long()
call(206, 0, 8, ctypes.byref(context))
call(425, 425, 8, ctypes.byref((ctypes.c_char * 120)()))
# ==== another kernel, modules
call(246, 104, 0, 0, 0, 0)
call(320, 294, 0, 0, 0, 0, 0)
call(175, 105, 0, 0, b"")
call(313, 273, 0, b"", 0)
call(176, 106, b"x", 0)
# ==== files by handles
handle = (ctypes.c_char * 136)()
call(303, 264, -100, b"/", ctypes.byref(handle), ctypes.byref(ctypes.c_int()), 0)
call(304, 265, 0, ctypes.byref(handle), 0)
# ==== watches files
call(300, 262, 0, 0)
call(294, 26, 0)
# ==== becomes another user
for number in ((105, 146), (106, 144), (113, 145), (117, 147), (116, 159), (126, 91)):
    call(*number, 0, 0, 0)
# ==== the machine's name, time and life
call(170, 161, b"escaped", 7)
call(171, 162, b"escaped", 7)
call(164, 170, ctypes.byref((ctypes.c_long * 2)(0, 0)), 0)
call(227, 112, 0, ctypes.byref((ctypes.c_long * 2)(0, 0)))
call(169, 142, 0xFEE1DEAD, 672274793, 0x89ABCDEF, 0)
call(167, 224, b"/tmp/x", 0)
call(163, 89, b"/tmp/x")
call(103, 116, 3, ctypes.byref((ctypes.c_char * 100)()), 100)
# ==== ports and segments of the processor
call(172, None, 3)
call(173, None, 0x70, 8, 1)
call(154, None, 1, ctypes.byref((ctypes.c_char * 16)()), 16)
# ==== personality and other modes
call(135, 92, 0x0040000)
call(317, 277, 0, 0, 0)
call(157, 167, 4, 1, 0, 0, 0)
call(157, 167, 22, 0, 0, 0, 0)
call(157, 167, 35, 1, 0, 0, 0)
# ==== calls with pointers of 32 bits
if X86:
    for number in (41, 101, 272, 165, 512, 521, 544, 545, 547):
        call(0x40000000 + number, None, 2, 1, 0)
# ==== calls of another architecture
if X86:
    # mov eax, 359 (socket); mov ebx, 2; mov ecx, 1; xor edx, edx; int 0x80; ret
    code = b"\xb8\x67\x01\x00\x00\xbb\x02\x00\x00\x00\xb9\x01\x00\x00\x00\x31\xd2\xcd\x80\xc3"
    m = mmap.mmap(-1, 4096, prot=7)
    m.write(code)
    f = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))
    print("ESCAPED" if f() >= 0 else "refused")
# ==== descriptors of processes
call(434, 434, 1, 0)
call(434, 434, os.getpid(), 0)
call(438, 438, 0, 0, 0)
call(424, 424, 0, 9, 0, 0)
# ==== runs what has no name
call(322, 281, 0, b"", 0, 0, 0x1000)
# ==== splices
r, w = os.pipe()
call(275, 76, 0, 0, w, 0, 10, 0)
call(276, 77, 0, w, 10, 0)
call(278, 75, w, 0, 0, 0)
call(40, 71, w, os.open(os.__file__, os.O_RDONLY), 0, 10)
# ==== queues and semaphores of System V and POSIX
call(68, 186, 0, 0o1600)
call(64, 190, 0, 1, 0o1600)
call(240, 180, b"escaped", 0o102, 0o600, 0)
# ==== every call by its number, from 0
skip = {0, 22, 34, 56, 57, 58, 59, 60, 61, 63, 7, 15, 23, 35, 93, 94, 95, 219, 220, 221, 230, 231, 270, 271, 128, 130, 133, 137, 139,
        202, 232, 281, 72, 73, 98, 260, 241, 247, 13, 14, 62, 200, 234, 129, 131, 38, 37}
for number in range(0, 150):
    if number in skip:
        continue
    if os.fork() == 0:
        os.closerange(0, 3)
        libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
        os._exit(0)
    try:
        os.wait()
    except OSError:
        pass
leave(MARK)
# ==== every call by its number, from 150
skip = {0, 22, 34, 56, 57, 58, 59, 60, 61, 63, 7, 15, 23, 35, 93, 94, 95, 219, 220, 221, 230, 231, 270, 271, 128, 130, 133, 137, 139,
        202, 232, 281, 72, 73, 98, 260, 241, 247, 13, 14, 62, 200, 234, 129, 131, 38, 37}
for number in range(150, 300):
    if number in skip:
        continue
    if os.fork() == 0:
        os.closerange(0, 3)
        libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
        os._exit(0)
    try:
        os.wait()
    except OSError:
        pass
leave(MARK)
# ==== every call by its number, from 300
skip = {0, 22, 34, 56, 57, 58, 59, 60, 61, 63, 7, 15, 23, 35, 93, 94, 95, 219, 220, 221, 230, 231, 270, 271, 128, 130, 133, 137, 139,
        202, 232, 281, 72, 73, 98, 260, 241, 247, 13, 14, 62, 200, 234, 129, 131, 38, 37}
for number in range(300, 470):
    if number in skip:
        continue
    if os.fork() == 0:
        os.closerange(0, 3)
        libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
        os._exit(0)
    try:
        os.wait()
    except OSError:
        pass
leave(MARK)
