"""What runs in a sandboxed interpreter before the program: says that it is ready, reads one request from standard
input, lowers the limits, looks at the program, runs it, and is gone. Of a series it reads one request after the other
and does that for each in a process of its own. Kept below check.py in one text."""
import atexit, bisect, collections, copy, dataclasses, datetime, faulthandler, functools, gc, heapq, io  # noqa: E401
import itertools, json, linecache, math, operator, os, random, resource, string, sys, time, traceback, types, typing  # noqa: E401

_NAME = "program.py"

_PROGRAM = types.ModuleType("__main__")


def _read(count):
    """Exactly so many bytes of standard input, unbuffered: what follows is the program's."""
    parts = []
    while count:
        part = os.read(0, min(count, 65536))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _request():
    return json.loads(_read(int(_read(10))))


def _limit(limits, others):
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(math.ceil(used.ru_utime + used.ru_stime + limits["cpuSeconds"]))
    for name, value in (
            ("RLIMIT_AS", limits["memoryBytes"]), ("RLIMIT_FSIZE", limits["diskBytes"]), ("RLIMIT_CORE", 0),
            ("RLIMIT_NOFILE", limits["files"]), ("RLIMIT_NPROC", limits["processes"] + others), ("RLIMIT_MEMLOCK", 0),
            ("RLIMIT_MSGQUEUE", 0), ("RLIMIT_SIGPENDING", 64), ("RLIMIT_STACK", 8 << 20)):
        kind = getattr(resource, name, None)
        if kind is not None and (name != "RLIMIT_NPROC" or limits["processes"]):
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))


def _line(trace):
    """The last line of the program itself in a traceback."""
    line = 0
    for frame, number in traceback.walk_tb(trace):
        if frame.f_code.co_filename == _NAME:
            line = number
    return line


def _failure(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != _NAME:
        trace = trace.tb_next
    line = _line(trace)
    try:
        message = str(error)
    except Exception:
        message = ""
    # Printed here and not by the interpreter, whose traceback would begin with our own lines.
    try:
        traceback.print_exception(type(error), error, trace)
    except Exception:
        sys.stderr.write(type(error).__name__ + "\n")
    return {"type": type(error).__name__, "message": message[:2000], "line": line}


def _value(value):
    described = {"type": type(value).__name__}
    try:
        described["json"] = json.dumps(value, allow_nan=False)
    except Exception:
        described["json"] = None
    try:
        described["text"] = repr(value)
    except Exception as e:
        described["text"] = "<%s while it was printed>" % type(e).__name__
    return described


def _call(function, row, arguments, report):
    started, spent = time.perf_counter(), time.process_time()
    result = {"row": row}
    try:
        value = function(**arguments) if isinstance(arguments, dict) else function(*arguments)
        result["seconds"], result["cpuSeconds"] = time.perf_counter() - started, time.process_time() - spent
        result["value"] = _value(value)
    except BaseException as e:
        result["seconds"], result["cpuSeconds"] = time.perf_counter() - started, time.process_time() - spent
        result["failure"] = _failure(e)
    result["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.flush()
    report({"result": result})


def _run(source, code, request, report):
    lines = source.splitlines(True)
    linecache.cache[_NAME] = (len(source), None, lines, _NAME)
    module = _PROGRAM
    module.__dict__["__file__"] = _NAME
    sys.modules["__main__"] = module
    sys.argv = [_NAME]
    exec(code, module.__dict__)
    if request["function"]:
        function = module.__dict__.get(request["function"])
        if not callable(function):
            message = "the program defines no function %s" % request["function"]
            report({"findings": [finding("MISSING_FUNCTION", lines or [""], 1, 1, message)]})
            return
        for row, arguments in enumerate(request["rows"]):
            _call(function, row, arguments, report)


def _fed(data):
    """A pipe to read some bytes from, and the process that writes what does not fit into it at once, or 0."""
    out, into = os.pipe()
    os.set_blocking(into, False)
    written = 0
    try:
        while written < len(data):
            written += os.write(into, data[written:])
    except BlockingIOError:
        pass
    feeder = os.fork() if written < len(data) else 0
    if feeder or written == len(data):
        os.close(into)
        return out, feeder
    os.close(out)
    os.set_blocking(into, True)
    try:
        while written < len(data):
            written += os.write(into, data[written:])
    except OSError:
        pass  # it is not read to the end
    os._exit(0)


def _emptied(feeder):
    """Ends what a run left behind; whether nothing was."""
    if feeder:
        os.kill(feeder, 9)
        os.waitpid(feeder, 0)
    try:
        os.kill(-1, 9)  # all but this process and the first, in its namespace
        return False
    except ProcessLookupError:
        return not os.listdir("/tmp")


def _series(request):
    """Runs each request in a process of its own and tells how it ended. The word that goes with it is read when the
    process is over: no program can have known it, so none can pretend an end."""
    while True:
        out, feeder = _fed(request["input"].encode())
        request["others"] = 4 if feeder else 3
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os.dup2(out, 0)
            os.close(out)
            return _one(request)
        os.close(out)
        status = os.waitpid(child, 0)[1]
        empty = _emptied(feeder)
        exit = 128 + (status & 127) if status & 127 else status >> 8
        word = b"\x1f" + _read(32)
        for stream, rest in ((2, b""), (1, b" %03d %d" % (exit, empty))):
            os.set_blocking(stream, True)  # shared with the program, which may have changed it
            os.write(stream, word + rest + b"\n")
        request = _request()


def _serve():
    os.closerange(3, 65536)
    gc.collect()
    gc.freeze()  # what is here now need not be looked through again
    os.write(1, b"ready\n")
    request = _request()
    return _series(request) if request["series"] else _one(request)


def _one(request):
    mark = b"\x1e" + request["mark"].encode() + b" "
    write, me, getpid = os.write, os.getpid(), os.getpid

    def report(what):
        if getpid() != me:
            return  # forked by the program, and come to its end
        data = mark + json.dumps(what).encode() + b"\n"
        while data:
            data = data[write(1, data):]

    # Beside the program: bubblewrap's first process and the thread that tells where a late program was; in a series
    # also who waits for it and who feeds it.
    _limit(request["limits"], request.get("others", 2))
    source = request["source"]
    tree, findings = parsed(source)
    if tree is not None and request["check"]:
        findings = check(source, tree, request["allowed"], request["function"])
    if request["tail"] and not findings:
        source += request["tail"]
        tree, findings = parsed(source)
    code = None
    if not findings:
        try:
            code = compile(tree, _NAME, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError) as e:
            at = getattr(e, "lineno", None) or 1
            findings = [finding("SYNTAX_ERROR", source.split("\n"), at, 1, "%s: %s" % (type(e).__name__, e))]
    if findings:
        report({"findings": findings})
        return 0
    del tree
    # Tells where the program is shortly before it has to be ended from outside.
    late = min(request["limits"]["wallSeconds"], request["limits"]["cpuSeconds"]) * 0.95
    try:
        faulthandler.dump_traceback_later(late, file=sys.__stderr__)
    except RuntimeError:
        pass  # no thread to be had: where it was will not be known
    try:
        _run(source, code, request, report)
        sys.stdout.flush()
    except SystemExit as e:
        if e.code is None or isinstance(e.code, int):
            return e.code
        sys.stderr.write(str(e.code) + "\n")
        return 1
    except BaseException as e:
        failure = _failure(e)
        try:
            sys.stdout.flush()
        except Exception:
            pass
        report({"failure": failure})
        return 1
    return 0


def _leave(code):
    """Ends as an interpreter does: waits for threads, does what was registered, forgets what the program made. But the
    modules that were here before it are not taken apart, which takes longer than most programs."""
    code = 0 if code is None else code & 255
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        atexit._run_exitfuncs()
        for first in (True, False):
            for name in list(_PROGRAM.__dict__):
                if name.startswith("_") == first and name != "__builtins__":
                    _PROGRAM.__dict__[name] = None
        gc.collect()
    except BaseException:
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except BaseException:
            code = 120  # as Python does
    os._exit(code)


_leave(_serve())
