"""Looks at a program's text for what is dangerous, a trap, or untidy. Runs in the sandbox and runs nothing of the
program. One JSON object on standard input (source, function), one JSON object a remark on standard output."""
import ast
import builtins
import json
import sys

_LONGEST_FUNCTION = 60
_MOST_PATHS = 10
_FAR_TOO_MANY_PATHS = 20
_DEEPEST = 4
_DANGEROUS = {
    "eval": "runs a text as Python", "exec": "runs a text as Python", "compile": "makes a program of a text",
    "os.system": "runs a command", "os.popen": "runs a command", "pickle.loads": "runs what a text says",
    "pickle.load": "runs what a file says", "marshal.loads": "trusts bytes", "yaml.load": "can make any object"}
_SHADOWED = frozenset(name for name in dir(builtins) if name.islower() and not name.startswith("_"))
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.Assert)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.Try)
_ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)

remarks = []


def say(severity, node, rule, message):
    remarks.append({"severity": severity, "line": getattr(node, "lineno", 1), "rule": rule, "message": message})


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return dotted(node.value) + "." + node.attr
    return "?"


def within(function):
    """What belongs to a function and to no function in it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _FUNCTIONS + (ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))


def paths(function):
    """McCabe's number: one, and one for each branch and each further part of a condition."""
    count = 1
    for node in within(function):
        if isinstance(node, _BRANCHES):
            count += 1 + (len(node.ifs) if isinstance(node, ast.comprehension) else 0)
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, getattr(ast, "match_case", ())):
            count += 1
    return count


def depth(body, level=0):
    deepest = level
    for node in body:
        if isinstance(node, _BLOCKS):
            for name in ("body", "orelse", "finalbody"):
                inner = getattr(node, name, [])
                chain = name == "orelse" and len(inner) == 1 and isinstance(inner[0], ast.If)
                deepest = max(deepest, depth(inner, level if chain else level + 1) if inner else level)
            for handler in getattr(node, "handlers", []):
                deepest = max(deepest, depth(handler.body, level + 1))
    return deepest


def calls(node):
    name = dotted(node.func)
    if name in _DANGEROUS and name not in defined:
        say("HIGH", node, "dangerous-call", "%s %s" % (name, _DANGEROUS[name]))
    if name.startswith("subprocess.") and any(
            word.arg == "shell" and isinstance(word.value, ast.Constant) and word.value.value for word in node.keywords):
        say("HIGH", node, "shell", "%s has a shell read a text" % name)


def handlers(node):
    if node.type is None:
        say("MEDIUM", node, "bare-except", "except without a class catches everything, also an interrupt")
    elif dotted(node.type) == "BaseException":
        say("MEDIUM", node, "broad-except", "BaseException is also an interrupt or an exit")
    if all(isinstance(part, ast.Pass) for part in node.body):
        say("LOW", node, "swallowed-exception", "an exception is caught and nothing is done about it")


def compares(node):
    for operator, right in zip(node.ops, node.comparators):
        if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(right, ast.Constant):
            if right.value is None:
                say("LOW", node, "none-comparison", "None is compared with is")
        if isinstance(operator, (ast.Is, ast.IsNot)) and isinstance(right, ast.Constant) and not (
                right.value is None or isinstance(right.value, bool) or right.value is ...):
            say("MEDIUM", node, "is-literal", "is compares objects, not values; use ==")


def keys(node):
    seen = set()
    for key in node.keys:
        if isinstance(key, ast.Constant):
            if (type(key.value), key.value) in seen:
                say("MEDIUM", key, "repeated-key", "the key %r is there before" % (key.value,))
            seen.add((type(key.value), key.value))


def functions(function):
    arguments = function.args
    for default in arguments.defaults + [d for d in arguments.kw_defaults if d]:
        if isinstance(default, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)) or (
                isinstance(default, ast.Call) and dotted(default.func) in ("list", "dict", "set", "bytearray")):
            say("MEDIUM", default, "mutable-default", "the default of %s is made once and shared by all calls"
                % function.name)
    count = paths(function)
    if count > _MOST_PATHS:
        say("MEDIUM" if count <= _FAR_TOO_MANY_PATHS else "HIGH", function, "complex",
            "%s has a cyclomatic complexity of %d; %d is much" % (function.name, count, _MOST_PATHS))
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if lines > _LONGEST_FUNCTION:
        say("LOW", function, "long-function", "%s has %d lines" % (function.name, lines))
    deep = depth(function.body)
    if deep > _DEEPEST:
        say("LOW", function, "deep-nesting", "%s has %d blocks in each other" % (function.name, deep))
    if ast.get_docstring(function) is None and not function.name.startswith("_") and function in tree.body:
        say("HINT", function, "missing-docstring", "%s does not say what it does" % function.name)
    variables(function)


def variables(function):
    """Assigned and never read, here or in a function in it."""
    whole = list(ast.walk(function))
    read = {n.id for n in whole if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)}
    read.update(name for n in whole if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names)
    if any(isinstance(n, ast.Call) and dotted(n.func) in ("locals", "eval", "exec", "vars") for n in whole):
        return
    told = set()
    for node in sorted((n for n in within(function) if isinstance(n, ast.Assign)), key=lambda n: n.lineno):
        for target in node.targets:
            name = target.id if isinstance(target, ast.Name) else ""
            if name and name not in read and not name.startswith("_") and name not in told:
                told.add(name)
                say("LOW", node, "unused-variable", "%s is assigned and never read" % name)


def shadows(node):
    if isinstance(node, _FUNCTIONS + (ast.ClassDef,)):
        names = [(node.name, node)] if node in tree.body and node.name != wanted else []
    elif isinstance(node, ast.arg):
        names = [(node.arg, node)]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        names = [(node.id, node)]
    else:
        return
    for name, at in names:
        if name in _SHADOWED and name not in shadowed:
            shadowed.add(name)
            say("LOW", at, "shadowed-builtin", "%s hides the built-in of that name" % name)


def imports():
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    exported = {c.value for n in tree.body if isinstance(n, ast.Assign) and any(
        dotted(t) == "__all__" for t in n.targets) for c in ast.walk(n.value) if isinstance(c, ast.Constant)}
    # An annotation may be a text.
    used.update(word for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                and len(n.value) < 200 for word in [n.value.split("[")[0].split(".")[0].strip()])
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            say("MEDIUM", node, "star-import", "nobody sees which names come from %s" % node.module)
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                if name not in used and name not in exported:
                    say("LOW", node, "unused-import", "%s is imported and not used" % name)


def blocks(node):
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list):
            for one, following in zip(body, body[1:]):
                if isinstance(one, _ENDS):
                    say("LOW", following, "unreachable", "nothing comes to this line")
                    break


request = json.loads(sys.stdin.buffer.read())
wanted, shadowed = request["function"], set()
try:
    tree = ast.parse(request["source"])
except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
    tree = ast.Module(body=[], type_ignores=[])
    say("HIGH", e, "syntax-error", "%s: %s" % (type(e).__name__, getattr(e, "msg", e)))
    remarks[-1]["line"] = getattr(e, "lineno", None) or 1
defined = {node.name for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)}
for node in ast.walk(tree):
    shadows(node)
    blocks(node)
    if isinstance(node, ast.Call):
        calls(node)
    elif isinstance(node, ast.ExceptHandler):
        handlers(node)
    elif isinstance(node, ast.Compare):
        compares(node)
    elif isinstance(node, ast.Dict):
        keys(node)
    elif isinstance(node, ast.Global):
        say("LOW", node, "global", "%s is changed from inside a function" % ", ".join(node.names))
    elif isinstance(node, _FUNCTIONS):
        functions(node)
imports()
for remark in sorted(remarks, key=lambda r: r["line"]):
    sys.stdout.write(json.dumps(remark) + "\n")
