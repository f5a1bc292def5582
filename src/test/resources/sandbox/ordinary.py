# Ordinary programs, as people and models write them. Each begins with a line of dashes and what it prints.
# ---- 4
print(sum([2, 2]))
# ---- 55
from functools import lru_cache


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


if __name__ == "__main__":
    print(fib(10))
# ---- Point(x=1, y=2)
from dataclasses import dataclass, field
from typing import List, Optional


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 2


print(Point(1))
# ---- {'a': 2, 'b': 1}
from collections import Counter, defaultdict, deque, namedtuple, OrderedDict

print(dict(Counter("aab")))
# ---- Dog Dog __main__.Dog
class Dog:
    """Has a __class__ and a __dict__, as all have; this text names __globals__ and __subclasses__."""

    def __init__(self):
        self.code = 1
        self.path = []

    def __repr__(self):
        return f"{self.__class__.__name__} {type(self).__name__} {type(self).__module__}.{type(self).__qualname__}"


print(Dog())
# ---- 7
def evaluate(tokens):
    def compile(tokens):
        return [t for t in tokens if t != " "]

    return sum(int(t) for t in compile(tokens) if t.isdigit())


print(evaluate("3 + 4"))
# ---- ['ab', 'c']
import re

pattern = re.compile(r"[a-z]+")
print(pattern.findall("ab c"))
# ---- 2024-02-29 True
import datetime as dt
from calendar import isleap

print(dt.date(2024, 2, 28) + dt.timedelta(days=1), isleap(2024))
# ---- 0.3
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 10
assert Fraction(1, 3) + Fraction(1, 6) == Fraction(1, 2)
print(Decimal("0.1") + Decimal("0.2"))
# ---- 3 1
import heapq, bisect

heap = []
for x in (3, 1, 2):
    heapq.heappush(heap, x)
a = [1, 3, 5]
bisect.insort(a, 2)
print(len(heap), heapq.heappop(heap))
# ---- caught
try:
    {}["missing"]
except (KeyError, IndexError) as error:
    print("caught" if error.args else "no")
finally:
    pass
# ---- [0, 1, 4]
print([i * i for i in range(3)])
# ---- [(1, 'a'), (2, 'b')]
import itertools

print(list(zip(itertools.count(1), "ab")))
# ---- {"a": [1, null, true]}
import json

print(json.dumps(json.loads('{"a": [1, null, true]}')))
# ---- hello world
import io
import sys

buffer = io.StringIO()
print("hello", end=" ", file=buffer)
buffer.write("world")
sys.stdout.write(buffer.getvalue())
sys.stdout.flush()
# ---- 120
import sys

sys.setrecursionlimit(5000)


def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)


print(factorial(5))
# ---- Color.RED 1
from enum import Enum, auto, IntEnum, Flag


class Color(Enum):
    RED = auto()
    BLUE = auto()


print(Color.RED, Color.RED.value)
# ---- 12.5
from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self) -> float: ...


class Triangle(Shape):
    def __init__(self, b, h):
        super().__init__()
        self.b, self.h = b, h

    def area(self):
        return self.b * self.h / 2


print(Triangle(5, 5).area())
# ---- aGVsbG8= 5d41402abc4b2a76b9719d911017c592
import base64
import hashlib

print(base64.b64encode(b"hello").decode(), hashlib.md5(b"hello").hexdigest())
# ---- True
import random
import statistics
import string

random.seed(7)
print(statistics.mean(random.choices([1], k=9)) == 1 and "a" in string.ascii_lowercase)
# ---- a-b
from operator import itemgetter, attrgetter
import struct

assert struct.unpack("<I", struct.pack("<I", 7)) == (7,)
print("-".join(sorted([("b", 1), ("a", 2)], key=itemgetter(0))[i][0] for i in range(2)))
# ---- 10 20
import copy
import textwrap

x = {"k": [10]}
y = copy.deepcopy(x)
y["k"][0] = 20
print(x["k"][0], y["k"][0])
# ---- started 1
from contextlib import contextmanager


@contextmanager
def session():
    print("started", end=" ")
    yield 1


with session() as s:
    print(s)
# ---- 3
from __future__ import annotations


def depth(node: dict | None) -> int:
    match node:
        case None:
            return 0
        case {"next": rest}:
            return 1 + depth(rest)
    return -1


print(depth({"next": {"next": {"next": None}}}))
# ---- 6
nonlocal_free = 0


def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n

    return step


c = counter()
c(1), c(2)
print(c(3))
# ---- [1, 2, 3]
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def __iter__(self):
        node = self
        while node:
            yield node.value
            node = node.next

    def __eq__(self, other):
        return isinstance(other, Node) and list(self) == list(other)

    def __hash__(self):
        return hash(tuple(self))

    def __reduce__(self):
        return (Node, (self.value, self.next))


print(list(Node(1, Node(2, Node(3)))))
# ---- x=1 y=02 1,000 0x10 'q'
x = 1
print(f"x={x} y={2:02d} {1000:,} {16:#x} {'q'!r}")
# ---- 1 b
print("{0} {1[k]}".format(1, {"k": "b"}))
# ---- bound Greeter
class Greeter:
    name = "bound"

    def get(self, what):
        return getattr(self, what)

    def __getattr__(self, missing):
        return self.__class__.__name__


g = Greeter()
setattr(g, "extra", 1)
print(g.get("name"), g.nothing)
# ---- 25
square = lambda n: n**2
print((lambda f, *a, **k: f(*a, **k))(square, 5))
# ---- {1, 2} frozenset({3})
print({1, 2, 2}, frozenset([3]))
# ---- wrapped f docs
import functools


def traced(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return "wrapped " + f(*args, **kwargs)

    return wrapper


@traced
def f():
    "docs"
    return f.__name__ + " " + f.__doc__


print(f())
# ---- 2
import typing as t

T = t.TypeVar("T")


class Stack(t.Generic[T]):
    def __init__(self) -> None:
        self.items: t.List[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self

    def __len__(self) -> int:
        return len(self.items)


print(len(Stack().push(1).push(2)))
# ---- 1 passed
import unittest


class AddTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(1 + 1, 2)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(AddTest)
print(unittest.TextTestRunner(verbosity=0).run(suite).testsRun, "passed")
# ---- abc True
with open("note.txt", "w") as out:
    out.write("abc")
with open("note.txt") as f:
    text = f.read()
print(text, callable(open))
# ---- 2.0 (1+2j)
import cmath
import math

print(math.sqrt(4), complex(1, 2))
# ---- [[1, 4], [2, 5], [3, 6]]
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*matrix)])
# ---- True False
def is_prime(n: int) -> bool:
    if n < 2:
        return False
    return all(n % d for d in range(2, int(n**0.5) + 1))


print(is_prime(97), is_prime(91))
# ---- ok 1
import time

start = time.perf_counter()
elapsed = time.time() - time.time()
print("ok", round(abs(elapsed) + 1))
# ---- b'\x00\x01' 3 bytearray(b'ab')
print(bytes([0, 1]), int("11", 2), bytearray(b"ab"))
# ---- threads 4
import threading
import queue

q = queue.Queue()
workers = [threading.Thread(target=q.put, args=(i,)) for i in range(4)]
for w in workers:
    w.start()
for w in workers:
    w.join()
print("threads", q.qsize())
# ---- 1 {'a': 1}
class Config:
    def __init__(self, **kw):
        self.__dict__.update(kw)


c = Config(a=1)
print(c.a, vars(c))
# ---- True [1, 1]
import weakref, array, types

print(isinstance(print, types.BuiltinFunctionType), list(array.array("i", [1, 1])))
# ---- Warning: careful
class Careful(Exception):
    def __init__(self, message):
        super().__init__(message)
        self.message = message


try:
    raise Careful("careful") from ValueError("cause")
except Careful as e:
    print("Warning:", e.message)
# ---- 15
import sys

total = 0
for line in sys.stdin.read().split():
    total += int(line)
print(total or 15)
# ---- c;a "q"
import csv, io

rows = list(csv.reader(io.StringIO('c;a "q"')))
print(rows[0][0])
# ---- 3.14
π = 3.14
print(π)
# ---- [3, 5]
def walrus(data):
    return [y for x in data if (y := x + 1) > 2]


print(walrus([1, 2, 4]))
# ---- ['__add__', True]
class Vector:
    def __init__(self, *xs):
        self.xs = xs

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.xs, other.xs)))

    def __getattribute__(self, name):
        return super().__getattribute__(name)


print([Vector.__add__.__name__, hasattr(Vector, "__add__")])
