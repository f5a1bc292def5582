# ==== connects to this machine
import socket

try:
    s = socket.create_connection(("127.0.0.1", PORT), 0.5)
    s.send(b"ESCAPED")
    print("ESCAPED")
except OSError as e:
    print(e)
# ==== sends a datagram
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"ESCAPED", ("127.0.0.1", PORT))
    print("ESCAPED")
except OSError as e:
    print(e)
# ==== every family and type of sockets
for family in range(0, 46):
    for kind in (1, 2, 3, 5):
        call(41, 198, family, kind, 0)
# ==== a pair of sockets
fds = (ctypes.c_int * 2)()
call(53, 199, 1, 1, 0, ctypes.byref(fds))
# ==== listens
import socket

try:
    socket.create_server(("", 8080))
    print("ESCAPED")
except OSError as e:
    print(e)
# ==== asks for a name
import socket

try:
    print("ESCAPED", socket.getaddrinfo("localhost", PORT), socket.gethostbyname("example.org"))
except OSError as e:
    print(e)
# ==== fetches a page
import urllib.request

try:
    print("ESCAPED", urllib.request.urlopen("http://127.0.0.1:%d/" % PORT, timeout=0.5).read())
except OSError as e:
    print(e)
# ==== talks to daemons
import socket

for path in ("/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "\0abstract"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print("ESCAPED")
    except OSError as e:
        print(e)
# ==== sockets by io_uring
params = (ctypes.c_char * 120)()
call(425, 425, 8, ctypes.byref(params))
# ==== takes a socket over
for fd in range(0, 256):
    call(43, 202, fd, 0, 0)
    call(44, 206, fd, b"ESCAPED", 7, 0, 0, 0)
