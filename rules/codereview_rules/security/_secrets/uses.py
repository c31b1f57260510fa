"""What a Python program does with its literals: which it hands on as credentials, and which names it reads for that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from codereview.facts.names import own_name

from .names import kind_of
from .nodes import constant, key_of, parsed
from .owners import Offsets
from .wordsets import word_set

# Calls that only show, compare or measure what they are given.
_LOOKS = word_set("""
    print pprint debug info warning warn error exception critical log echo secho write_message len isinstance type repr
    id bool any all hasattr getattr hash md5 sha1 sha256 assertEqual assertIn compare_digest startswith endswith
    namedtuple Field TypeVar add_argument help_text
""")
# Calls that make an account or a record of their own, rather than open something elsewhere.
_MAKES = re.compile(
    r"(?i)create|register|sign_?up|user$|account$|customer$|mock|fake|fixture|patch|dummy|override"
)
# What carries a credential with a request or a connection.
_CARRIERS = re.compile(
    r"(?i)headers?$|params?$|^(?:auth|data|json|payload|body|query|proxies|config|options|kwargs)$|_auth$"
)
_HEADER = re.compile(
    r"(?i)authorization|(?:api|auth|access|subscription)[-_]?(?:key|token)|[-_](?:key|token|secret)$|^cookie$"
)
_SESSIONS = re.compile(r"(?i)cookie|session|csrf|nonce|postman|correlation|request[-_]?id|trace")
_OF_TEXTS = frozenset({"encode", "strip", "format", "get_secret_value", "join"})


@dataclass(frozen=True)
class Uses:
    """What a program hands on.

    Args:
        names: variables and attributes that are read into a call, a request or another object, with the lines.
        keys: keys of mappings that are read so.
        spans: start and end offsets of literals that are handed on themselves, as a credential.
        functions: the first and last lines of all functions, the outer ones first.
    """

    names: Mapping[str, frozenset[int]] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()
    functions: tuple[tuple[int, int], ...] = ()

    def hands_on(self, start: int, line: int, name: str, entry: bool) -> bool:
        """Whether the program hands on the literal at an offset, or what has its name.

        Args:
            start: the offset.
            line: its line, from 1.
            name: what the literal is assigned to, empty if nothing.
            entry: whether the name is the key of a mapping.
        """
        if any(first <= start < last for first, last in self.spans):
            return True
        last_part = name.rpartition(".")[2]
        if entry or not last_part:
            return bool(last_part) and last_part in self.keys
        lines = self.names.get(last_part, frozenset())
        if "." in name or last_part.isupper():
            return bool(lines) or last_part in self.keys
        within = [span for span in self.functions if span[0] <= line <= span[1]]
        first, end = within[-1] if within else (0, 1 << 30)
        return any(first <= number <= end for number in lines)


@lru_cache(maxsize=4)
def of_text(text: str) -> Uses:
    """What a program does with its literals; a text that does not parse hands nothing on."""
    tree = parsed(text)
    if tree is None:
        return Uses()
    seen = _Reader()
    seen.visit(tree)
    offsets = Offsets(text)
    held = [node for name, node in seen.held if not name or name in seen.names]
    return Uses(
        {name: frozenset(lines) for name, lines in seen.names.items()},
        frozenset(seen.keys),
        tuple(offsets.span(node) for node in (*seen.literals, *held)),
        tuple(sorted(seen.functions)),
    )


class _Reader(ast.NodeVisitor):
    """Walks a program and notes what it hands on.

    ``held`` are literals in a mapping, each with the variable that the mapping was assigned to: they are handed on
    where that variable is.
    """

    def __init__(self) -> None:
        self.names: dict[str, set[int]] = {}
        self.keys: set[str] = set()
        self.functions: list[tuple[int, int]] = []
        self.literals: list[ast.expr] = []
        self.held: list[tuple[str, ast.expr]] = []

    def visit_Call(self, node: ast.Call) -> None:
        """Arguments are handed on, and so is a text that one of its own methods turns into another."""
        last = own_name(node.func)
        if last in _LOOKS:
            return
        if last in _OF_TEXTS and isinstance(node.func, ast.Attribute):
            self._read(node.func.value)
        if last == "get" and node.args:
            self.keys.add(constant(node.args[0]))
        for argument in node.args:
            self._read(argument)
            self.literals += [argument] if _is_address(argument) else []
        for keyword in node.keywords:
            self._read(keyword.value)
            self.literals += [keyword.value] if _is_address(keyword.value) else []
            if not _MAKES.search(last):
                self.literals += _given(keyword.arg or "", keyword.value)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Headers and settings in a mapping, ``client.api_key = "..."``, ``os.environ["TOKEN"] = "..."``."""
        target, value = node.targets[0], node.value
        if isinstance(value, ast.Dict):
            self._read(value)
            self.held += ((own_name(target) or key_of(target), item) for item in _in_mapping(value))
        elif _is_address(value):
            self.held.append((own_name(target), value))
        if isinstance(value, (ast.JoinedStr, ast.BinOp)) or isinstance(
            target, (ast.Attribute, ast.Subscript)
        ):
            self._read(value)
        if isinstance(target, ast.Attribute) and own_name(target.value) not in {"self", "cls", ""}:
            self.literals += _given(target.attr, value)
        elif isinstance(target, ast.Subscript) and _is_open(own_name(target.value)):
            self.literals += _given(key_of(target), value)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """What a function gives back, its caller has asked for."""
        if node.value is not None:
            self._read(node.value)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A plain name is of the function that it stands in."""
        self.functions.append((node.lineno, node.end_lineno or node.lineno))
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_arguments(self, node: ast.arguments) -> None:
        """What a parameter has where nothing is given."""
        for default in (*node.defaults, *(item for item in node.kw_defaults if item)):
            self._read(default)
        self.generic_visit(node)

    def _read(self, node: ast.expr) -> None:
        """The names that an expression hands on with its value."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            self.names.setdefault(own_name(node), set()).add(node.lineno)
        elif isinstance(node, ast.Subscript):
            self.keys.add(key_of(node))
        else:
            for part in _parts(node):
                self._read(part)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions whose values become part of another one's."""
    if isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    elif isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    elif isinstance(node, (ast.Tuple, ast.List)):
        yield from node.elts
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif isinstance(node, (ast.Starred, ast.Await)):
        yield node.value
    elif isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def _is_text(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))) or isinstance(
        node, ast.JoinedStr
    )


def _is_address(node: ast.expr) -> bool:
    """Whether a literal is a URL with what opens it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    first = parts[0] if parts else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and "://" in first.value[:20]


def _given(name: str, node: ast.expr) -> Iterator[ast.expr]:
    """The literals that a parameter, an attribute or an entry of this name gets as credentials."""
    if isinstance(node, ast.Call) and node.args and own_name(node.func) in {"SecretStr", "str", "bytes"}:
        node = node.args[0]
    if isinstance(node, ast.Dict):
        if not name or _CARRIERS.search(name):
            yield from _in_mapping(node)
    elif isinstance(node, (ast.Tuple, ast.List)):
        if name.endswith("auth") and len(node.elts) == 2:
            yield node.elts[1]
    elif isinstance(node, ast.Call):
        return
    elif (
        _is_text(node)
        and not _SESSIONS.search(name)
        and (kind_of(name) or name in {"auth", "url", "uri", "dsn"})
    ):
        yield node


def _in_mapping(node: ast.Dict) -> Iterator[ast.expr]:
    """The literals of a mapping that stand under the name of a credential or of a header that carries one."""
    for key, value in zip(node.keys, node.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
        if isinstance(value, ast.Dict):
            yield from _in_mapping(value)
        elif _is_text(value) and (kind_of(name) or _HEADER.search(name)) and not _SESSIONS.search(name):
            yield value


def _is_open(name: str) -> bool:
    """Whether entries of a variable reach a library or a request: the environment, headers, parameters."""
    return name in {"environ", "config"} or _CARRIERS.search(name) is not None
