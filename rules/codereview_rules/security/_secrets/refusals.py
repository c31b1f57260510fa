"""Which settings a program refuses to run with, wherever it asks: ``if settings.SECRET_KEY in WEAK: raise``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.project import ProjectFacts

from .names import kind_of
from .nodes import key_of, last_name
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
_STAND_INS = re.compile(r"(?i)default|insecure|weak|placeholder|delivered|unsafe")
_ANY = -1


class Refusals(Collector):
    """Comparisons of a secret that end in an exception, an exit or a gathered error.

    The notes are of kind ``refused``, with the setting's name in lower case, and how long what is refused is: the
    length of the literal, the least length that is asked for, or -1 for a set of words; and which of the three it is.
    """

    nodes = (ast.If,)

    def wants(self, file: ModuleContext) -> bool:
        """Whether a condition of the file has a secret's name in its first line."""
        low, offsets, _ = secret_words(file.text)
        for offset in offsets:
            if not (low.startswith(_NAMED_SO, offset) or low[max(0, offset - 4) : offset] in _KEYS):
                continue
            start = low.rfind("\n", max(0, offset - 160), offset) + 1
            if start and low[start:offset].lstrip(" \t").startswith(("if ", "elif ", "if(")):
                return True
        return False

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each setting that the condition compares."""
        if isinstance(node, ast.If) and _refuses(node.body):
            for given, size, how in _compared(node.test):
                if name := _setting(given, file):
                    yield self.noted(node, file, "refused", name, size, how)


def _refuses(body: list[ast.stmt]) -> bool:
    for statement in body:
        if isinstance(statement, ast.Raise):
            return True
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call):
            last = last_name(call.func)
            if last in _EXITS:
                return True
            if last in _GATHERS and isinstance(call.func, ast.Attribute):
                return any(word in last_name(call.func.value).lower() for word in _FAULTS)
    return False


def _compared(test: ast.expr) -> Iterator[tuple[ast.expr, int, str]]:
    """What a condition compares with a literal, a stand-in, a list of them, or a least length."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, op, right = node.left, node.ops[0], node.comparators[0]
            if isinstance(op, ast.In):
                yield left, _ANY, "in"
            elif isinstance(op, ast.Eq):
                for one, other in ((left, right), (right, left)):
                    if isinstance(other, ast.Constant) and isinstance(other.value, str):
                        yield one, len(other.value), "is"
                    elif _STAND_INS.search(last_name(other)):
                        yield one, _ANY, "in"
            elif isinstance(op, ast.Lt) and isinstance(left, ast.Call) and last_name(left.func) == "len":
                least = right.value if isinstance(right, ast.Constant) else 32
                if left.args and isinstance(least, int):
                    yield left.args[0], least, "short"
        elif isinstance(node, ast.Call) and _STAND_INS.search(
            last_name(node.func)
        ):  # ``is_weak(secret_key)``
            yield from ((given, _ANY, "in") for given in node.args)
        elif isinstance(node, ast.Call) and last_name(node.func) == "startswith":
            yield (node.func.value if isinstance(node.func, ast.Attribute) else node.func), _ANY, "in"


def _setting(node: ast.expr, file: ModuleContext) -> str:
    """The setting that an expression reads, in lower case, empty if it reads none; what a call makes of it counts."""
    while isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Attribute) or node.args:
            return ""
        node = node.func.value
    name = key_of(node) or last_name(node)
    if isinstance(node, ast.Name) and not name.isupper():
        given = re.search(
            rf"\b{name}\s{{0,4}}=\s{{0,4}}(?:os\.)?(?:getenv|environ\.get)\(\s{{0,40}}[\"'](\w+)", file.text
        )
        if given:
            name = given.group(1)
        elif not _CHECKS.search(file.scope.rpartition(".")[2]):
            return ""  # what somebody typed
    return name.lower() if name and kind_of(name) is not None else ""


def refused(project: ProjectFacts, name: str, size: int) -> str:
    """The file in which the program refuses a default of this name and length, empty if none does."""
    wanted = name.lower()
    for path, notes in project.noted(Refusals):
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        for note in notes:
            given, limit, how = note.values
            if given != wanted or not isinstance(limit, int):
                continue
            if how == "in" or (how == "is" and limit == size) or (how == "short" and size < limit):
                return path
    return ""
