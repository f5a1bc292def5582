# ==== walks to the module os
for c in ().__class__.__base__.__subclasses__():
    if c.__name__ == "_wrap_close":
        c.__init__.__globals__["system"]("echo ESC''APED; touch @MARK@")
        print(c.__init__.__globals__["listdir"]("/"))
# ==== hides its words
o = __builtins__.__dict__["__imp" + "ort__"]("o" + "s") if not isinstance(__builtins__, dict) else __builtins__["__imp" + "ort__"]("o" + "s")
try:
    o.open("@MARK@", o.O_CREAT | o.O_WRONLY)
except OSError as e:
    print(e)
o.system("echo ESC''APED")
# ==== walks by formats
class A:
    def __init__(self):
        pass


print("{0.__init__.__globals__}".format(A()))
print("{0.__init__.__globals__[__builtins__].__dict__}".format(A()))
# ==== climbs frames
import sys

f = sys._getframe()
while f.f_back:
    f = f.f_back
    print(sorted(f.f_globals)[:3])
    f.f_globals["report"] = print
    print(f.f_locals)
sys.modules["os"].system("echo ESC''APED")
# ==== by an exception's frames
try:
    1 / 0
except ZeroDivisionError as e:
    t = e.__traceback__.tb_frame
    while t:
        g = t.f_globals
        t = t.f_back
    g["os"].system("echo ESC''APED")
# ==== code that it makes itself
import types

code = (lambda: 0).__code__
types.FunctionType(code.replace(co_code=bytes([100, 255] * 50), co_consts=()), {})()
# ==== an object of no type
import ctypes

ctypes.memset(id(type(None)), 0x41, 64)
print(None)
# ==== takes away what reports
import builtins, json, os, sys, traceback

json.dumps = os.write = traceback.print_exception = lambda *a, **k: 1 / 0
sys.stdout = sys.stderr = None
os._exit = sys.exit = print
builtins.exec = builtins.compile = None
raise SystemError("@MARK@")
# ==== closes everything
import os

os.closerange(0, 4096)
while True:
    pass
# ==== an exception that cannot be printed
class E(Exception):
    def __str__(self):
        raise E()

    __repr__ = __str__


E.__name__ = "\x1e\n" * 1000
raise E()
# ==== exits from a thread
import os, threading

threading.Thread(target=lambda: os._exit(0)).start()
while True:
    pass
# ==== unpickles
import pickle

pickle.loads(b"cos\nsystem\n(S'echo ESCAPED'\ntR.")
# ==== loads a library
import ctypes

for name in ("libc.so.6", None, "/lib/x86_64-linux-gnu/libc.so.6"):
    try:
        ctypes.CDLL(name).system(b"echo ESCAPED")
    except OSError as e:
        print(e)
# ==== waits in finalizers
class W:
    def __del__(self):
        import time

        while True:
            time.sleep(1)


w = W()
