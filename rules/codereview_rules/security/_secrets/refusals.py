"""Which settings a program refuses to run with, wherever it asks: ``if settings.SECRET_KEY in WEAK: raise``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name
from codereview.facts.project import ProjectFacts

from . import refused_in_turn
from .names import kind_of
from .nodes import constant, key_of
from .places import secret_words

_EXITS = frozenset({"exit", "abort", "_exit", "SystemExit"})
_GATHERS = frozenset({"append", "add", "extend"})
_FAULTS = (
    "error",
    "problem",
    "violation",
    "failure",
    "issue",
    "missing",
    "insecure",
    "weak",
    "unsafe",
    "default",
)
_NAMED_SO = ("secret", "passw", "jwt")
_KEYS = frozenset({"api_", "ing_", "ion_"})  # of an interface, for signing, for encryption
# Functions in which a plain name is a setting too: elsewhere it is what somebody typed.
_CHECKS = re.compile(
    r"(?i)(?:assert|check|validate|ensure|verify|require|guard|refuse).*(?:prod|secret|config|env|setting|secur)"
)
# ``secret = os.getenv("SECRET_KEY")``, ``secret = config.get("SECRET_KEY", "")``, ``secret = config["SECRET_KEY"]``
_READ = (
    r"\b{}\s{{0,4}}(?::\s?[\w |]{{1,30}})?=\s{{0,4}}[\w.]{{0,60}}"
    r"(?:getenv\(|environ\.get\(|(?:config|settings|conf|env|environ)(?:\.get\(|\[))\s{{0,40}}[\"'](\w+)"
)
# ``key = settings.secret_key``
_HELD = r"(?m)\b{} = (?:\w{{1,40}}\.)?(?:settings|config|conf|cfg)(?:\(\))?\.(\w{{1,80}})$"
_HOLDS = re.compile(r"^\w{1,40} = (?:\w{1,40}\.)?(?:settings|config|conf|cfg)(?:\(\))?\.\w{0,40}$")
_RAISED = re.compile(r"\s{0,80}(?:raise\b|(?:sys\.|os\.)?_?exit\(|abort\()")
_STAND_INS = re.compile(r"(?i)default|insecure|weak|placeholder|delivered|unsafe")
# How words begin or end that stand in for a secret: ``if "insecure" in settings.SECRET_KEY: raise``
_STOOD_IN = re.compile(
    r"(?i)insecure|change|default|unsafe|dev|local|your|placeholder|secret|example|replace"
)
# What a program asks for a setting by its name: ``app.config.get("SECRET_KEY")``.
_CONFIGURATIONS = frozenset({"config", "settings", "conf", "environ", "env"})
_ANY = -1


class Refusals(Collector):
    """Comparisons of a secret that end in an exception, an exit or a gathered error.

    The notes are of kind ``refused``, with the setting's name in lower case, and how long what is refused is: the
    length of the literal, the least length that is asked for, or -1 for a set of words; and which of the three it is.
    """

    nodes = (ast.If, ast.Assert)

    def wants(self, file: ModuleContext) -> bool:
        """Whether a condition of the file has a secret's name in its first line."""
        if "validator(" in file.text or "validates(" in file.text:
            return True  # what it looks at has the name of a parameter
        if refused_in_turn.may_look(file.text) and secret_words(file.text).offsets:
            return True  # a loop gives it
        low, offsets, _ = secret_words(file.text)
        for offset in offsets:
            if not (low.startswith(_NAMED_SO, offset) or low[max(0, offset - 4) : offset] in _KEYS):
                continue
            start = low.rfind("\n", max(0, offset - 160), offset) + 1
            before = low[start:offset].lstrip(" \t")
            if start and (before.startswith(("if ", "elif ", "if(", "assert ")) or _HOLDS.search(before)):
                return True
        return False

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each setting that the condition compares."""
        if isinstance(node, ast.Assert):
            for given, size, how in _compared(refused_in_turn.turned(node.test)):
                if name := _setting(given, file):
                    yield self.noted(node, file, "refused", name, size, how)
        elif isinstance(node, ast.If) and _refuses(node.body, file):
            for given, size, how in _compared(node.test):
                for name in _settings(given, node, file):
                    yield self.noted(node, file, "refused", name, size, how)
            for name in _looped(node, file):
                yield self.noted(node, file, "refused", name, _ANY, "in")
            for name, size, how in refused_in_turn.in_turn(node, file):
                yield self.noted(node, file, "in turn", name, size, how)
            if name := _lacking(node.test, file):
                yield self.noted(node, file, "refused", name, 0, "none")


def _refuses(body: list[ast.stmt], file: ModuleContext) -> bool:
    for statement in body:
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, ast.If) and _refuses([*statement.body, *statement.orelse], file):
            return True
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call):
            last = own_name(call.func)
            if last in _EXITS:
                return True
            if last in _GATHERS and isinstance(call.func, ast.Attribute):
                gathered = own_name(call.func.value)
                if any(word in gathered.lower() for word in _FAULTS):
                    return True
                return bool(gathered) and _raised_later(gathered, statement.lineno, file.lines)
    return False


def _raised_later(gathered: str, place: int, lines: Sequence[str]) -> bool:
    """Whether a line further down asks if a list holds anything, and raises or exits then."""
    asked = re.compile(rf"\s{{0,80}}if\s{{1,4}}(?:len\(|bool\()?(?:self\.)?{re.escape(gathered)}\b")
    for index in range(place, min(len(lines), place + 80)):
        if asked.match(lines[index]):
            return any(_RAISED.match(line) for line in lines[index + 1 : index + 12])
    return False


def _compared(test: ast.expr) -> Iterator[tuple[ast.expr, int, str]]:
    """What a condition compares with a literal, a stand-in, a list of them, or a least length."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, op, right = node.left, node.ops[0], node.comparators[0]
            if isinstance(op, ast.In) and (listed := _literals(right)):
                yield from ((left, len(value), "is") for value in listed)
            elif isinstance(op, ast.In):
                yield left, _ANY, "in"
                if isinstance(left, ast.Name) or _STOOD_IN.search(
                    constant(left)
                ):  # a loop gives what must not be part of the setting
                    yield right, _ANY, "in"
            elif isinstance(op, ast.Eq):
                for one, other in ((left, right), (right, left)):
                    if node is test and _may_be_unset(one):
                        continue
                    if isinstance(other, ast.Constant) and isinstance(other.value, str):
                        yield one, len(other.value), "is"
                    elif _STAND_INS.search(own_name(other)):
                        yield one, _ANY, "in"
            elif isinstance(op, ast.Lt) and isinstance(left, ast.Call) and own_name(left.func) == "len":
                least = right.value if isinstance(right, ast.Constant) else 32
                if left.args and isinstance(least, int):
                    yield left.args[0], least, "short"
        elif isinstance(node, ast.Call) and _STAND_INS.search(own_name(node.func)):  # ``is_weak(secret_key)``
            yield from ((given, _ANY, "in") for given in node.args)
        elif isinstance(node, ast.Call) and own_name(node.func) == "startswith":
            yield (node.func.value if isinstance(node.func, ast.Attribute) else node.func), _ANY, "in"


def _may_be_unset(node: ast.expr) -> bool:
    """Whether an expression is None where the variable is missing, and so no default: ``os.environ.get("KEY")``."""
    return (
        isinstance(node, ast.Call)
        and own_name(node.func) == "get"
        and len(node.args) == 1
        and (isinstance(node.func, ast.Attribute) and own_name(node.func.value) == "environ")
    )


def _literals(node: ast.expr) -> list[str]:
    """The texts of a list that holds nothing but literals: ``(None, "", "change-it")``."""
    if not isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return []
    if not all(isinstance(item, ast.Constant) for item in node.elts):
        return []
    return [text for item in node.elts if (text := constant(item))]


# Fields that a method of their class looks at: https://docs.pydantic.dev/latest/concepts/validators/
_VALIDATES = re.compile(r"\s{0,40}@(?:\w{1,40}\.)?(?:field_)?validat(?:or|es)\((?P<fields>[^)\n]{1,300})")
_FIELD_NAMES = re.compile(r"[\"'](\w{1,80})[\"']")


def _settings(given: ast.expr, node: ast.If, file: ModuleContext) -> Iterator[str]:
    """The settings that an expression of a condition is the value of."""
    if name := _setting(given, file):
        yield name
        return
    while isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute):
        given = given.func.value
    if isinstance(given, ast.Name):
        yield from (name.lower() for name in _validated(node, file) if kind_of(name) is not None)


def _validated(node: ast.If, file: ModuleContext) -> list[str]:
    """The fields that the decorators of the function around a condition name."""
    lines = file.lines
    depth = node.col_offset
    for index in range(node.lineno - 2, max(-1, node.lineno - 60), -1):
        line = lines[index]
        if re.match(r"\s{0,80}(?:async )?def \w", line) and len(line) - len(line.lstrip()) < depth:
            above = (_VALIDATES.match(lines[i]) for i in range(index - 1, max(-1, index - 5), -1))
            return next((_FIELD_NAMES.findall(found["fields"]) for found in above if found), [])
    return []


_LOOP = re.compile(r"\s{0,80}for\s{1,4}\w{1,40}\s{0,2},\s{0,2}\w{1,40}\s{1,4}in\b")
_LOOPED = re.compile(r"\b(?:self|settings|config|cfg|app\.config)\.(\w{1,80})")


def _looped(node: ast.If, file: ModuleContext) -> Iterator[str]:
    """The settings that a loop around a condition looks at in turn, where the condition calls them weak."""
    if not any(isinstance(part, ast.Name) and _STAND_INS.search(part.id) for part in ast.walk(node.test)):
        return
    lines = file.lines
    for index in range(node.lineno - 2, max(-1, node.lineno - 60), -1):
        line = lines[index]
        if _LOOP.match(line) and len(line) - len(line.lstrip()) < node.col_offset:
            for below in lines[index : index + 12]:
                yield from (name.lower() for name in _LOOPED.findall(below) if kind_of(name) is not None)
                if below.rstrip().endswith(":"):
                    return


# Functions that run when the program starts.
_STARTS = re.compile(
    r"(?i)^$|^[A-Z]|create_app|make_app|main|lifespan|start|init|setup|configure|load|from_env|validat|check|ensure|require|assert"
)


def _lacking(test: ast.expr, file: ModuleContext) -> str:
    """The variable of the environment without which the program does not start, in lower case."""
    if not isinstance(test, ast.UnaryOp) or not isinstance(test.op, ast.Not):
        return ""
    node = test.operand
    if not isinstance(node, ast.Name) or not _STARTS.search(file.scope.rpartition(".")[2]):
        return ""
    read = re.search(
        rf"\b{node.id}\s{{0,4}}(?::\s?[\w |]{{1,30}})?=\s{{0,4}}(?:os\.)?(?:getenv|environ\.get)\(\s{{0,40}}"
        r"[\"'](\w{1,80})[\"'](?:,\s?(?:[\"']{2}|None))?\s{0,4}\)",
        file.text,
    )
    return read.group(1).lower() if read and kind_of(read.group(1)) is not None else ""


def _setting(node: ast.expr, file: ModuleContext) -> str:
    """The setting that an expression reads, in lower case, empty if it reads none; what a call makes of it counts."""
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "str" and len(node.args) == 1:
            node = node.args[0]
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            asked = constant(node.args[0]) if own_name(node.func.value) in _CONFIGURATIONS else ""
            return asked.lower() if kind_of(asked) is not None else ""
        if not isinstance(node.func, ast.Attribute) or node.args:
            return ""
        node = node.func.value
    name = key_of(node) or own_name(node)
    if isinstance(node, ast.Name) and not name.isupper():
        given = re.search(_READ.format(name), file.text) or re.search(_HELD.format(name), file.text)
        if given:
            name = given.group(1)
        elif not _CHECKS.search(file.scope.rpartition(".")[2]):
            return ""  # what somebody typed
    return name.lower() if name and kind_of(name) is not None else ""


def _is_called(project: ProjectFacts, path: str, note: Note) -> bool:
    """Whether something calls the function in which a condition stands, hands it on, or a decorator takes it."""
    if note.function < 0:
        return True
    function = project.files[path].functions[note.function]
    if function.decorators or function.name.startswith(("__", "model_post_init")):
        return True
    return any(
        given.rpartition(".")[2] == function.name
        for other, facts in project.files.items()
        if project.zone(other) is not Zone.TESTS
        for call in facts.calls
        for given in (call.path, call.written.partition("(")[0], *call.given)
    )


def refused(project: ProjectFacts, name: str, size: int, *, behind: bool = False) -> str:
    """The file in which the program refuses a default of this name and length, empty if none does.

    Args:
        project: the project.
        name: the setting.
        size: how long the default is.
        behind: the default stands behind a setting that another module reads, where its own absence stops the program.
    """
    low = name.lower()
    wanted = {low, low.removeprefix("default_")}  # what stands in for a setting has its value
    for path, notes in project.noted(Refusals):
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        for note in notes:
            given, limit, how = note.values
            if given not in wanted or not isinstance(limit, int):
                continue
            if note.kind == "in turn" and not _is_called(project, path, note):
                continue
            if how == "none" and behind:
                return path
            if how == "in" or (how == "is" and limit == size) or (how == "short" and size < limit):
                return path
    return ""
