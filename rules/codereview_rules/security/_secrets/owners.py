"""Who reports what: a literal default is SEC003's, any other value SEC001's. Judges defaults and finds
them in a file."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence

from codereview.api import Confidence, Severity
from codereview.model import Zone

from .defaults import NODES, Default, find
from .entropy import looks_random
from .languages import language
from .names import Kind, words
from .nodes import is_enumeration, is_testing
from .providers import is_structured
from .values import believable, is_default_word, is_placeholder, is_prose, is_public, is_reference, is_textual

_STAND_IN = re.compile(r"your|change|replace|secret|key|insecure|dev|default|here|placeholder|super|my", re.I)
_SPEAKS = re.compile(r"secret|token|dev|admin|test|local|key|pass")
_URL_PASSWORD = re.compile(r"://[^\s/@:]*:[^\s/@]+@|-----BEGIN ")


def judge(item: Default, path: str, zone: Zone, lines: Sequence[str]) -> tuple[Severity, Confidence] | None:
    """Severity and confidence of a literal default, or None if it is no secret or is reported as a
    structured one."""
    value = item.value
    if (
        len(value) < 3
        or is_public(value)
        or is_reference(value)
        or _URL_PASSWORD.search(value)
        or is_structured(value)
    ):
        return None
    how = language(path, zone)
    if how.tests or zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}:
        return None
    if not _credible(item):
        return None
    if _guarded(item, lines):
        return None
    random = looks_random(value)
    if item.kind is Kind.SALT:
        return Severity.MEDIUM, Confidence.MEDIUM
    confidence = (
        Confidence.LOW
        if zone in {Zone.EXAMPLES, Zone.DOCS}
        else Confidence.HIGH
        if random
        else Confidence.MEDIUM
    )
    if "django-insecure-" in value:
        return Severity.MEDIUM, confidence
    if item.kind is Kind.SIGNING and not random and zone is Zone.SCRIPTS:
        return Severity.LOW, Confidence.LOW  # a script that runs by itself signs for no one
    high = item.kind is Kind.SIGNING or (random and len(value) >= 16)
    return (Severity.HIGH if high else Severity.MEDIUM), confidence


def _credible(item: Default) -> bool:
    """Whether the value works as a secret."""
    value, kind = item.value, item.kind
    if value.istitle() and value.lower() == item.name.lower():
        return False  # a label
    if " of " in item.name:  # handed to a cryptographic call: any literal is known to all
        return not is_textual(value)
    if is_default_word(value) and (
        kind is Kind.PASSWORD or (item.forced and kind in {Kind.TOKEN, Kind.SECRET})
    ):
        return True
    if kind is Kind.SIGNING and _signs(item):
        return True
    if kind is Kind.SALT:
        return _salts(item)
    if kind in {Kind.TOKEN, Kind.SECRET, Kind.KEY} and item.forced and item.name.isupper():
        return _opens(item)
    return believable(value, kind, item.name, settled=item.forced and kind is Kind.PASSWORD)


def _signs(item: Default) -> bool:
    """Whether a stand-in is in force: it signs tokens as well as any other key, and everyone knows it."""
    value = item.value
    if is_textual(value):
        return False
    stands_in = item.forced and bool(_STAND_IN.search(value)) and not _pointer(value, item.name)
    return stands_in or is_default_word(value)


def _salts(item: Default) -> bool:
    """Whether a literal is a salt, and not what the salt is for, as in ``CONFIRM_EMAIL_SALT``."""
    value, name = item.value, item.name
    named = item.forced or name.isupper()
    telling = any(c.isdigit() for c in value) or not re.fullmatch(r"[a-z_.\- ]+", value)
    if not (named or telling) or set(words(value)) <= set(words(name)):
        return False
    return not (is_placeholder(value) or is_prose(value) or is_textual(value) or _pointer(value, name))


def _opens(item: Default) -> bool:
    """Whether the default of an upper-case setting is a value that works, such as ``dev-token``."""
    value = item.value
    if is_placeholder(value) or is_textual(value) or is_prose(value):
        return False
    if any(c.isdigit() for c in value):
        return True
    return bool(_SPEAKS.search(value.lower())) and not _pointer(value, item.name)


def _pointer(value: str, name: str) -> bool:
    """Whether the value only names something, as ``SECRET_KEY = "secret_key_name"`` does."""
    return bool(re.fullmatch(r"[A-Z]+(?:_[A-Z0-9]+)+|_\w+", value)) or (
        value.lower() == name.lower() and "_" in name and not name.isupper()
    )


def _guarded(item: Default, lines: Sequence[str]) -> bool:
    """Whether the program refuses to run with the literal: it compares it and raises or exits."""
    for index, line in enumerate(lines):
        if item.value not in line or index + 1 == item.node.lineno or not _COMPARED.search(line):
            continue
        if _REFUSES.search("\n".join(lines[index : index + 5])):
            return True
    return False


_COMPARED = re.compile(r"\b(?:if|assert)\b.{0,200}?(?:==|!=|\bin\b|startswith)")
_REFUSES = re.compile(r"\braise\b|exit\(|abort\(|assert\b")


class Imports:
    """Symbolic paths from the imports of a file, for texts that are read outside the one walk."""

    def __init__(self, tree: ast.AST) -> None:
        self._names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self._names[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    self._names[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def resolve(self, node: ast.expr) -> str:
        """The dotted path of a name or attribute; ``?`` before what is not imported."""
        if isinstance(node, ast.Attribute):
            return f"{self.resolve(node.value)}.{node.attr}"
        if isinstance(node, ast.Name):
            return self._names.get(node.id, "?" + node.id)
        return "?"


class PythonText:
    """What the syntax of a Python file says of its literals; a file that does not parse says nothing.

    ``owned`` are the spans (start and end offsets) of literals that SEC003 looks at, reported or not;
    ``literals`` are the spans of all string literals, ``prose`` those that are documentation, ``members`` the
    statements in enumerations, and ``tested`` those in classes of tests.
    """

    def __init__(self, text: str) -> None:
        self.owned: list[tuple[int, int]] = []
        self.literals: list[tuple[int, int]] = []
        self.prose: list[tuple[int, int]] = []
        self.members: list[tuple[int, int]] = []
        self.tested: list[tuple[int, int]] = []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._lines = text.split("\n")
        self._starts = _line_starts(text)
        resolve = Imports(tree).resolve
        for node in ast.walk(tree):
            if isinstance(node, NODES):
                self.owned += [self._span(item.node) for item in find(node, resolve)]
                if isinstance(node, ast.ClassDef) and is_enumeration(node):
                    self.members += [self._span(item) for item in node.body]
                if isinstance(node, ast.ClassDef) and is_testing(node.name):
                    self.tested += [self._span(item) for item in node.body]
            elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
                self.literals.append(self._span(node))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self.prose.append(self._span(node.value))

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        last, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return (
            self._starts[node.lineno - 1] + characters(self._lines[node.lineno - 1], node.col_offset),
            self._starts[last - 1] + characters(self._lines[last - 1], column),
        )

    def owns(self, start: int, end: int) -> bool:
        """Whether SEC003 looks at a literal that overlaps the span."""
        return any(a < end and start < b for a, b in self.owned)

    def documented(self, start: int) -> bool:
        """Whether the offset is in a docstring."""
        return any(a <= start < b for a, b in self.prose)

    def in_tests(self, start: int) -> bool:
        """Whether the offset is in a class that only tests use."""
        return any(a <= start < b for a, b in self.tested)

    def is_text(self, start: int) -> bool:
        """Whether the offset is in documentation, deep inside a literal that is more than this value, or in an
        enumeration, whose members name things."""
        return (
            self.documented(start)
            or any(a + 5 < start < b for a, b in self.literals)
            or any(a <= start < b for a, b in self.members)
        )


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def characters(line: str, offset: int) -> int:
    """A UTF-8 byte offset of a line as a count of characters."""
    return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))
