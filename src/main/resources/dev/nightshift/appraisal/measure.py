"""Measures how the time and memory of calls grow with their input. Runs in the sandbox, with the program. One JSON object
on standard input (source, function or "" for a script, arguments of rows or sizes, seconds, word), one line a size on standard
output, each behind the word: the program prints too."""
import copy
import gc
import io
import json
import math
import os
import random
import signal
import sys
import time
import tracemalloc
import types

_FIRST, _MOST, _MOST_ELEMENTS = 4, 1 << 17, 200_000
_MOST_NUMBER = 1 << 20
_MOST_TEXT = 4_000_000
_LONG, _LATE, _MAKING = 0.1, 0.3, 1
_STEEP, _ENOUGH = 4, 6
_LOOP, _MOST_CALLS = 500_000, 2000
_REPEATS = 5


class Late(BaseException):
    """A call takes too long to be measured."""


def _late(_signal, _frame):
    raise Late()


def _elements(value, level=0):
    if isinstance(value, str):
        return len(value) + 1
    if isinstance(value, dict):
        return 1 + sum(_elements(k) + _elements(v) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return 1 + sum(map(_elements, value))
    return 1


def _number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _square(rows):
    return len(rows) > 1 and all(isinstance(r, list) and len(r) == len(rows) for r in rows)


def _list(values, n, dice):
    """As many of the same kind, in order where they are in order, all different where they are."""
    if not values:
        return [dice.randrange(4 * n) for _ in range(n)]
    if _square(values):
        cells = [cell for row in values for cell in row]
        return [[copy.deepcopy(dice.choice(cells)) for _ in range(n)] for _ in range(n)]
    if all(map(_number, values)):
        low, high = min(values), max(values)
        if len(set(values)) == len(values):
            made = dice.sample(range(low, max(high, low + 4 * n) + 1), n)
        else:
            made = [dice.randint(low, high) for _ in range(n)]
    elif all(isinstance(v, float) for v in values):
        made = [dice.uniform(min(values), max(values)) for _ in range(n)]
    else:
        made = [copy.deepcopy(dice.choice(values)) for _ in range(n)]
    try:
        ordered = len(values) > 1 and values == sorted(values)
        return sorted(made) if ordered else made
    except TypeError:
        return made


def _larger(value, n, dice):
    if isinstance(value, list):
        return _list(value, n, dice)
    if isinstance(value, str):
        return (value * (n // len(value) + 1))[:n] if value else "a" * n
    pairs = list(value.items()) or [("key", 1)]
    return {pairs[i % len(pairs)][0] + (str(i) if i >= len(pairs) else ""): copy.deepcopy(pairs[i % len(pairs)][1])
            for i in range(n)}


class Grown:
    """Arguments like those of a row, of any size."""

    def __init__(self, arguments):
        self.arguments, self.first = arguments, _FIRST
        values = list(arguments.values() if isinstance(arguments, dict) else arguments)
        self.containers = [v for v in values if isinstance(v, (list, str, dict))]
        self.numbers = [v for v in values if _number(v) and v > 0]
        if self.containers:
            self.most, self.n = _MOST, "the length of %s" % (
                "its argument" if len(self.containers) == 1 else "its arguments")
        elif self.numbers:
            self.most, self.n = _MOST_NUMBER, "its argument" if len(self.numbers) == 1 else "its largest argument"
        else:
            self.most, self.n = 0, ""

    def _one(self, value, n, dice):
        if isinstance(value, (list, str, dict)):
            return _larger(value, n, dice)
        if _number(value) and value > 0:
            if not self.containers:
                return max(1, value * n // max(self.numbers))
            # An argument that says how long another is.
            if any(value == len(other) for other in self.containers):
                return n
        return value

    def make(self, n):
        dice = random.Random(n)
        if isinstance(self.arguments, dict):
            return {name: self._one(value, n, dice) for name, value in self.arguments.items()}
        return [self._one(value, n, dice) for value in self.arguments]


def _grown(rows):
    """Inputs like those of the first row of which something can be made larger, otherwise of the first."""
    grown = [Grown(arguments) for arguments in rows]
    return next((one for one in grown if one.most), grown[0])


class Unmade(Exception):
    """The task's own inputs cannot be made; the message says why."""


class Made:
    """Inputs as the task makes them: the text that a script reads, or the arguments of a call."""

    def __init__(self, sizes, script):
        self.script, self.first, self.most, self.n = script, sizes["from"], sizes["to"], "the number of " + sizes["counts"]
        names = {"random": random, "__name__": "sizes"}
        try:
            exec(compile(sizes["make"], "sizes.make", "exec"), names)
            self.function = names["make"]
        except Exception as e:
            raise Unmade("the task's sizes.make is no program: %s: %s" % (type(e).__name__, e)) from e

    def make(self, n):
        random.seed(n)
        signal.setitimer(signal.ITIMER_REAL, _MAKING)
        try:
            made = self.function(n)
        except Late:
            raise Unmade("the task's make(%d) takes longer than %d s" % (n, _MAKING)) from None
        except Exception as e:
            raise Unmade("the task's make(%d) fails: %s: %s" % (n, type(e).__name__, e)) from e
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if not isinstance(made, str if self.script else (list, dict)):
            wanted = "the text that is read" if self.script else "a list or a map of arguments"
            raise Unmade("the task's make(%d) must return %s, not %s" % (n, wanted, type(made).__name__))
        return made


class Script:
    """A program that reads its input from descriptor 0, however it does that, and prints to where nobody looks."""

    def __init__(self, source):
        self.code = compile(source, "program.py", "exec")
        self.text, self.place = None, os.path.abspath("input")

    def call(self, text):
        if text is not self.text:
            with open(self.place, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            self.text = text
        opened = os.open(self.place, os.O_RDONLY)
        if opened != 0:
            os.dup2(opened, 0)
            os.close(opened)
        sys.stdin = open(0, encoding="utf-8", closefd=False)
        sys.stdout = _nowhere()
        module = types.ModuleType("__main__")
        module.__dict__["__file__"] = "program.py"
        sys.modules["__main__"] = module
        try:
            exec(self.code, module.__dict__)
            sys.stdout.flush()
        except SystemExit as e:
            if e.code not in (None, 0):
                raise
        finally:
            # What the program has opened for itself on descriptor 0 is closed now, not in the next call.
            module.__dict__.clear()


def _nowhere():
    return io.TextIOWrapper(open(os.devnull, "wb"))


class Function:
    def __init__(self, source, name):
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        exec(compile(source, "program.py", "exec"), module.__dict__)
        self.function = module.__dict__[name]

    def call(self, arguments):
        if isinstance(arguments, dict):
            self.function(**arguments)
        else:
            self.function(*arguments)


def _timed(call, inputs):
    gc.disable()
    started = time.thread_time_ns()
    for one in inputs:
        call(one)
    spent = time.thread_time_ns() - started
    gc.enable()
    return spent


def _seconds(call, arguments):
    """The least of several times, each of as many calls as the clock needs to see."""
    before = copy.deepcopy(arguments)
    # The first call says whether there is time for more.
    signal.setitimer(signal.ITIMER_REAL, _LATE)
    first = _timed(call, [arguments])
    signal.setitimer(signal.ITIMER_REAL, 20 * _LATE)
    if first > _LONG * 1e9:
        return first / 1e9
    changed = arguments != before
    most = max(1, min(_MOST_CALLS, _MOST_ELEMENTS // _elements(before))) if changed else _MOST_CALLS
    calls, least = 1, first
    for _ in range(_REPEATS if first < _LONG * 1e9 / 4 else 2):
        while True:
            inputs = [copy.deepcopy(before) for _ in range(calls)] if changed else [before] * calls
            spent = _timed(call, inputs)
            if spent >= _LOOP or calls >= most:
                break
            calls = min(most, calls * 4)
            least = None
        least = spent / calls if least is None else min(least, spent / calls)
    return least / 1e9


def _bytes(call, arguments):
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        held = tracemalloc.get_traced_memory()[0]
        call(arguments)
        return tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()


def _measured(program, inputs, n):
    arguments = inputs.make(n)
    if _elements(arguments) > (_MOST_TEXT if isinstance(arguments, str) else _MOST_ELEMENTS):
        return None
    seconds = _seconds(program.call, copy.deepcopy(arguments))
    held = _bytes(program.call, copy.deepcopy(arguments)) if seconds < _LONG / 5 else -1
    return {"n": n, "seconds": seconds, "bytes": held}


def _try(program, inputs, n, say):
    """The time that it took; None when this size and larger ones cannot be measured."""
    try:
        sample = _measured(program, inputs, n)
    except Late:
        return None
    except Unmade as e:
        say({"unmade": str(e)[:300]})
        return None
    except BaseException as e:
        say({"stopped": "%s: %s" % (type(e).__name__, str(e)[:200]), "n": n})
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.enable()
    if sample is None:
        return None
    say(sample)
    return sample["seconds"]


def _main():
    request = json.loads(sys.stdin.buffer.read())
    word, begun = request["word"], time.perf_counter()

    def say(what):
        os.write(1, (word + json.dumps(what) + "\n").encode())

    signal.signal(signal.SIGALRM, _late)
    sys.stdout = _nowhere()
    sizes, function = request.get("sizes"), request["function"]
    try:
        inputs = Made(sizes, not function) if sizes else _grown(request["arguments"])
    except Unmade as e:
        say({"unmade": str(e)[:300]})
        return
    say({"about": inputs.n})
    if not inputs.most:
        return
    program = Function(request["source"], function) if function else Script(request["source"])
    n, last, before, steep, count = inputs.first, 0, None, False, 0
    while n <= inputs.most and time.perf_counter() - begun < request["seconds"]:
        seconds = _try(program, inputs, n, say)
        if seconds is None:
            # Growth that is steep is seen between the last size and this one.
            for part in range(1, 6 if last and count < _ENOUGH else 0):
                between = last + (n - last) * part // 6
                if between <= last or _try(program, inputs, between, say) is None:
                    break
            return
        if seconds > _LONG:
            return
        steep = steep or (before is not None and seconds > 2e-5 and seconds > before * (n / last) ** _STEEP)
        n, last, before, count = _next(n, steep), n, seconds, count + 1


def _next(n, steep):
    if steep:
        return n + max(1, n // 8)
    return max(n + 1, round(n * (math.sqrt(2) if n < 64 else 2)))


_main()
