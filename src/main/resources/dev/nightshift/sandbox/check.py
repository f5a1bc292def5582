"""Looks at a program before it runs. A courtesy to whoever wrote it, not the boundary: it says early, with a line,
what would fail or does not belong into a program. Runs inside the sandbox, before anything of the program does."""
import ast
import re

# Reflection that leads out of what a program was given. __class__, __name__, __dict__ and __doc__ are ordinary.
_WALKS = frozenset(
    "__base__ __bases__ __mro__ __subclasses__ __globals__ __code__ __closure__ __builtins__ __loader__ __spec__ "
    "__import__ __getattribute__ __reduce__ __reduce_ex__ __self__ f_globals f_locals f_builtins f_back "
    "f_code gi_frame gi_code cr_frame cr_code ag_frame ag_code tb_frame tb_next func_globals func_code mro".split())
_WALK_IN_TEXT = re.compile(r"__(?:bases?|mro|subclasses|globals|code|closure|builtins|loader|spec|import|self)__")
_BUILTINS = frozenset(("eval", "exec", "compile", "__import__", "breakpoint", "__builtins__", "__loader__", "__spec__"))
_REFLECTION = frozenset(("getattr", "setattr", "delattr", "hasattr", "vars"))
_OF_SYS = frozenset(
    "modules _getframe _current_frames settrace setprofile gettrace getprofile meta_path path_hooks "
    "path_importer_cache addaudithook _current_exceptions call_tracing breakpointhook".split())
_EXCERPT = 160


class _Checker(ast.NodeVisitor):
    def __init__(self, source, allowed):
        self.lines = source.split("\n")
        self.allowed = allowed
        self.findings = []
        self.bound = set()

    def found(self, code, node, message):
        self.findings.append(finding(code, self.lines, node.lineno, node.col_offset + 1, message))

    def imports(self, node, module):
        top = module.split(".")[0]
        if top not in self.allowed:
            self.found("FORBIDDEN_IMPORT", node, "the module %s may not be imported" % top)

    def visit_Import(self, node):
        for alias in node.names:
            self.imports(node, alias.name)

    def visit_ImportFrom(self, node):
        if node.level:
            self.found("FORBIDDEN_IMPORT", node, "there is no package to import from relatively")
        else:
            self.imports(node, node.module or "")
            for alias in node.names:
                if alias.name in _WALKS or (node.module == "sys" and alias.name in _OF_SYS):
                    self.found("DANGEROUS_ATTRIBUTE", node, "%s leads out of the program" % alias.name)

    def visit_Name(self, node):
        allowed = node.id in self.bound or "builtins." + node.id in self.allowed
        if isinstance(node.ctx, ast.Load) and node.id in _BUILTINS and not allowed:
            self.found("DANGEROUS_BUILTIN", node, "%s may not be used" % node.id)

    def visit_Attribute(self, node):
        if node.attr in _WALKS:
            if not self._own(node):
                self.found("DANGEROUS_ATTRIBUTE", node, "%s leads out of the program" % node.attr)
        elif isinstance(node.value, ast.Name) and node.value.id == "sys" and node.attr in _OF_SYS:
            self.found("DANGEROUS_ATTRIBUTE", node, "sys.%s leads out of the program" % node.attr)
        self.generic_visit(node)

    @staticmethod
    def _own(node):
        """super().__reduce__() and the like, in a class that has its own, and words without dunders on self."""
        value = node.value
        of_super = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super"
        plain = not node.attr.startswith("__") and isinstance(value, ast.Name) and value.id == "self"
        return (of_super and node.attr in ("__reduce__", "__reduce_ex__", "__getattribute__")) or plain

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _REFLECTION:
            for argument in node.args[1:2]:
                self._text(argument)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map"):
            self._text(node.func.value)
        self.generic_visit(node)

    def visit_Subscript(self, node):
        self._text(node.slice)
        self.generic_visit(node)

    def _text(self, node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WALK_IN_TEXT.search(node.value):
            self.found("DANGEROUS_ATTRIBUTE", node, "%r leads out of the program" % node.value[:60])


def _bound(tree):
    """Names that the program gives a meaning of its own: def compile(…) makes compile an ordinary name."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return names


def finding(code, lines, line, column, message):
    excerpt = lines[line - 1].strip()[:_EXCERPT] if 0 < line <= len(lines) else ""
    return {"code": code, "line": line, "column": column, "message": message, "excerpt": excerpt}


def _defines(tree, name):
    for node in ast.walk(ast.Module(body=tree.body, type_ignores=[])):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
            return True
        if isinstance(node, ast.alias) and (node.asname or node.name) == name:
            return True
    return False


def parsed(source):
    """The tree, and what is wrong if there is none."""
    lines = source.split("\n")
    try:
        return ast.parse(source, "program.py"), []
    except SyntaxError as e:
        message = "%s: %s" % (type(e).__name__, e.msg)
        return None, [finding("SYNTAX_ERROR", lines, e.lineno or 1, e.offset or 1, message)]
    except (ValueError, RecursionError, MemoryError, OverflowError) as e:
        message = "cannot be parsed: %s: %s" % (type(e).__name__, e)
        return None, [finding("SYNTAX_ERROR", lines, 1, 1, message)]


def check(source, tree, allowed, function):
    """What does not belong into the program, in the order of its lines."""
    checker = _Checker(source, frozenset(allowed))
    checker.bound = _bound(tree)
    try:
        checker.visit(tree)
    except RecursionError:
        checker.findings.append(finding("TOO_DEEP", checker.lines, 1, 1, "the program is nested too deeply"))
    if function and not _defines(tree, function):
        message = "the program defines no function %s" % function
        checker.findings.append(finding("MISSING_FUNCTION", checker.lines, 1, 1, message))
    return sorted(checker.findings, key=lambda f: (f["line"], f["column"]))
