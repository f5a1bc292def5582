"""Reads problems of HumanEval and MBPP: what a model may be told, what decides, and what it takes. Their Python is
parsed and never run. One JSON array on standard input, one JSON object a problem on standard output."""
import ast
import json
import sys

_MOST = 10 ** 300
_DANGEROUS = ("eval", "exec", "compile")


class Unusable(Exception):
    """Why a problem cannot become a task."""


def _parsed(text, what):
    try:
        return ast.parse(text)
    except SyntaxError as e:
        raise Unusable("%s is no Python: line %s: %s" % (what, e.lineno, e.msg))
    except (ValueError, RecursionError, MemoryError) as e:
        raise Unusable("%s cannot be parsed: %s" % (what, e or type(e).__name__))


def _exact(value):
    """Whether JSON says the same: a tuple would be a list, the key 1 would be "1"."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < _MOST
    if isinstance(value, float):
        return abs(value) < float("inf")
    if isinstance(value, str):
        return not any("\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, list):
        return all(map(_exact, value))
    if isinstance(value, dict):
        return all(isinstance(k, str) and _exact(k) and _exact(v) for k, v in value.items())
    return False


class Case:
    """assert function(literals) == literal, and nothing else."""

    def __init__(self, arguments, expected):
        self.arguments, self.expected = arguments, expected

    def row(self):
        return {"args": self.arguments, "expected": self.expected}

    def exact(self):
        return _exact(self.arguments) and _exact(self.expected)


def _case(statement, function):
    """What a statement asserts, or None where that is not certain."""
    if not isinstance(statement, ast.Assert) or not isinstance(statement.test, ast.Compare):
        return None
    compare = statement.test
    if len(compare.ops) != 1 or not isinstance(compare.ops[0], ast.Eq):
        return None
    for call, expected in ((compare.left, compare.comparators[0]), (compare.comparators[0], compare.left)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function:
            break
    else:
        return None
    if call.keywords and (call.args or any(word.arg is None for word in call.keywords)):
        return None
    try:
        arguments = {word.arg: ast.literal_eval(word.value) for word in call.keywords} if call.keywords else [
            ast.literal_eval(argument) for argument in call.args]
        return Case(arguments, ast.literal_eval(expected))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _merged(types):
    types = sorted(set(types))
    if types == ["float", "int"]:
        return "float"
    if len(types) == 2 and "None" in types:
        other = types[0] if types[1] == "None" else types[1]
        return other and other + " | None"
    return types[0] if len(types) == 1 else ""


def _type(value):
    """As an annotation; empty where values of it differ."""
    if value is None:
        return "None"
    if isinstance(value, (list, set)):
        inner = _merged(map(_type, value)) if value else ""
        return "%s[%s]" % (type(value).__name__, inner) if inner else type(value).__name__
    if isinstance(value, dict):
        key, of = _merged(map(_type, value)), _merged(map(_type, value.values()))
        return "dict[%s, %s]" % (key, of) if key and of else "dict"
    return type(value).__name__


def _common(values):
    types = set(map(_type, values))
    # An empty list says nothing of what is in others.
    types = {t for t in types if not any(o.startswith(t + "[") for o in types)}
    return _merged(types) if values else ""


def _default(node):
    try:
        ast.literal_eval(node)
        return node
    except (ValueError, TypeError):
        return ast.Constant(...)


def _annotated(argument, values):
    kind = "" if argument.annotation else _common(values)
    if kind:
        argument.annotation = ast.parse(kind, mode="eval").body


def _signature(name, node, cases):
    """With the types of the tests' values where the reference has none."""
    arguments = node.args
    places = arguments.posonlyargs + arguments.args
    for place, argument in enumerate(places):
        values = []
        for case in cases:
            given = case.arguments
            if isinstance(given, dict) and argument.arg in given:
                values.append(given[argument.arg])
            elif isinstance(given, list) and place < len(given):
                values.append(given[place])
        _annotated(argument, values)
    arguments.defaults = list(map(_default, arguments.defaults))
    arguments.kw_defaults = [d and _default(d) for d in arguments.kw_defaults]
    returns = getattr(node, "returns", None)
    result = ast.unparse(returns) if returns else _common([case.expected for case in cases])
    return "%s(%s)%s" % (name, ast.unparse(arguments), " -> " + result if result else "")


def _definitions(tree):
    """Functions and classes by name, in their order."""
    found = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            found.update((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    return found


def _names(trees):
    return {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _needs(tree):
    """Modules, and built-in functions that the look at a program refuses."""
    needed, bound = set(), set(_definitions(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            needed.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            needed.add(node.module.split(".")[0])
        elif isinstance(node, ast.Name) and node.id in _DANGEROUS and node.id not in bound:
            needed.add("builtins." + node.id)
    return sorted(needed)


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(problem, name, needed=True):
    value = problem.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise Unusable("%s must be a text" % name)
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise Unusable("%s has half a character" % name)
    return _lines(value)


def _texts(problem, name):
    value = problem.get(name) or []
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise Unusable("%s must be a list of texts" % name)
    return list(map(_lines, value))


def _tested(definitions, tests):
    """The function that tests call: the one in all of them, of several the one that is compared."""
    called = [{node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)
               and isinstance(node.func, ast.Name) and node.func.id in definitions} for tree in tests]
    counts = {name: sum(name in names for names in called) for name in definitions}
    most = max(counts.values(), default=0)
    if not most:
        raise Unusable("no test calls a function that its code defines")
    names = [name for name, count in counts.items() if count == most]
    compared = [name for name in names if any(_case(s, name) for tree in tests for s in tree.body)]
    name = (compared or names)[-1]
    if isinstance(definitions[name], ast.ClassDef):
        raise Unusable("its tests call the class %s and no function" % name)
    return name


def _class(name, node):
    """How it is made and what its objects have."""
    made = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
    if made is None:
        return "the class %s" % name
    made.args.args = made.args.args[1:]
    has = [n.attr for n in ast.walk(made) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)]
    return "the class %s%s" % (_signature(name, ast.Lambda(args=made.args, body=made.body), []),
                               " with " + ", ".join(dict.fromkeys(has)) if has else "")


def _also(definitions, name, trees):
    """What else the tests take from a program, in words without its code."""
    used = [other for other in definitions if other != name and other in _names(trees)]
    said = [_class(other, definitions[other]) if isinstance(definitions[other], ast.ClassDef)
            else "the function " + _signature(other, definitions[other], []) for other in used]
    return "\n\nThe program must also define %s." % " and ".join(said) if said else ""


def _mbpp(problem):
    words = _text(problem, "text" if "text" in problem else "prompt")
    code = _text(problem, "code")
    setup = "\n".join(_texts(problem, "test_imports") + [_text(problem, "test_setup_code", False)]).strip("\n")
    tests, challenges = _texts(problem, "test_list"), _texts(problem, "challenge_test_list")
    if not tests and not challenges:
        raise Unusable("it has no tests")
    tree = _parsed(code, "code")
    trees = [_parsed(test.strip(), "the test %r" % test[:60]) for test in tests + challenges]
    before = _parsed(setup, "test_setup_code")
    definitions = _definitions(tree)
    function = _tested(definitions, trees)
    prepared = any(not isinstance(node, (ast.Import, ast.ImportFrom)) for node in before.body)
    rows, others, cases = [], [], []
    for number, (text, test) in enumerate(zip(tests + challenges, trees)):
        found = [_case(statement, function) for statement in test.body]
        cases.extend(case for case in found if case)
        if found and not prepared and all(case and case.exact() for case in found):
            challenge = number >= len(tests)
            rows.extend(dict(case.row(), challenge=challenge) for case in found)
        else:
            others.append(text.strip())
    also = _also(definitions, function, trees + [before])
    return {
        "prompt": words.strip() + also, "name": function,
        "signature": _signature(function, definitions[function], cases), "rows": rows,
        "tests": "\n".join(([setup] if setup else []) + others) + "\n" if others else "",
        "needs": _needs(_parsed(code, "code")), "solution": code.rstrip() + "\n"}


class _Renamed(ast.NodeTransformer):
    """Names of the tests' own, so that they replace none of the program's."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node):
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    visit_ClassDef = visit_FunctionDef

    def visit_Global(self, node):
        node.names = [self.names.get(name, name) for name in node.names]
        return node

    visit_Nonlocal = visit_Global


def _own(tree):
    """The names that the tests define, with others; none where one of them is also a parameter."""
    names = set(_definitions(tree))
    names.update(target.id for node in tree.body if isinstance(node, ast.Assign)
                 for target in node.targets if isinstance(target, ast.Name))
    words = {node.arg for node in ast.walk(tree) if isinstance(node, (ast.arg, ast.keyword))}
    return {name: "tests_" + name.lstrip("_") for name in names if name not in words}


def _humaneval(problem):
    prompt = _text(problem, "prompt")
    solution = _text(problem, "canonical_solution", False)
    entry, test = _text(problem, "entry_point"), _text(problem, "test")
    whole = prompt + (solution if solution.strip() else "\n    pass\n")
    tree = _parsed(whole, "prompt with canonical_solution")
    definitions = _definitions(tree)
    if not isinstance(definitions.get(entry), (ast.FunctionDef, ast.Lambda)):
        raise Unusable("prompt defines no function %s, its entry_point" % entry)
    checks = _parsed(test, "test")
    check = _definitions(checks).get("check")
    if not isinstance(check, ast.FunctionDef) or not check.args.args:
        raise Unusable("test defines no function check(candidate)")
    found = [_case(statement, check.args.args[0].arg) for statement in check.body]
    rows = [case.row() for case in found if case and case.exact()]
    # What the prompt defines beside the function belongs to the tests that use it.
    used = _names([checks])
    given = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))
             or (isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name != entry and node.name in used)]
    body = given + checks.body
    body.append(ast.parse("check(%s)" % entry).body[0])
    tests = ast.fix_missing_locations(_Renamed(_own(ast.Module(body, []))).visit(ast.Module(body, [])))
    return {
        "prompt": "Write this function whole, with the imports that it needs:\n\n```python\n%s\n```" % prompt.strip("\n"),
        "name": entry, "signature": _signature(entry, definitions[entry], []), "rows": rows,
        "tests": ast.unparse(tests) + "\n", "needs": _needs(_parsed(whole, "prompt with canonical_solution")),
        "solution": whole.rstrip() + "\n" if solution.strip() else ""}


def _read(one):
    try:
        return {"HUMANEVAL": _humaneval, "MBPP": _mbpp}[one["format"]](one["problem"])
    except Unusable as e:
        return {"problem": str(e)}
    except (RecursionError, MemoryError) as e:
        return {"problem": "its Python is nested too deeply: %s" % type(e).__name__}


for one in json.loads(sys.stdin.buffer.read()):
    sys.stdout.write(json.dumps(_read(one)) + "\n")
