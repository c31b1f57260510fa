"""Text that is put together: sums, formats, f-strings."""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod

from .values import (
    CLEAN,
    LOAD,
    NAME,
    NAMED_PLACE,
    PATH,
    REDIRECT,
    URL,
    Value,
    join,
    joined,
    killed,
    marked,
    marks,
    origins,
)

_HOST = re.compile(r"(?i)\s*(?:https?|wss?|ftp)?:?//[^/?#]+[/?#]")
_DOMAIN = re.compile(r"\.[a-z][\w-]*(?:\.[a-z]|[:/])")
_SCHEME = re.compile(r"(?i)\s*(?:(?:https?|wss?|ftp):)?/?/?\Z")
_NUMBER = re.compile(r"[0-9,.+ -]*[dfeEgGnxXb%]\Z")
_PLACED = re.compile(r"%(?:\(\w+\))?[-#0-9 +]*(?:\.\d+)?([a-zA-Z])|%%")


_SLASHES = "/\\"


class Texts(ABC):
    """The part of the walk that deals with text."""

    @abstractmethod
    def ev(self, node: ast.expr) -> Value:
        """What an expression holds."""

    def _operation(self, node: ast.BinOp) -> Value:
        left, right = self.ev(node.left), self.ev(node.right)
        if not left and not right:
            return CLEAN
        op = type(node.op)
        if op is ast.Add:
            return self.glued([(node.left, left), (node.right, right)])
        if op is ast.Mod:
            return self._percent(node, left, right)
        if op is ast.Mult:
            return join(left, right) if "~sql" in left or "~sql" in right else left
        if op is ast.Div:
            both = join(left, right)
            return killed(marked(both, "~path"), ~(PATH | LOAD) & 511) if origins(both) else both
        return join(left, right) if op in (ast.BitOr, ast.BitAnd) else CLEAN

    def _percent(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        text = node.left.value if isinstance(node.left, ast.Constant) else None
        if isinstance(text, str):
            if "~sql" not in left and not origins(right):
                return left
            letters = [m.group(1) for m in _PLACED.finditer(text) if m.group(1)]
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            if letters and len(letters) == len(values):
                before = text[: next(m.start() for m in _PLACED.finditer(text) if m.group(1))]
                first, *others = map(self.ev, values)
                parts = [self.prefixed(first, before) if before else first]
                parts += [self.prefixed(other, None) for other in others]
                right = joined([p for p, letter in zip(parts, letters, strict=True) if letter in "sra"])
            elif not text.startswith("%"):
                right = self.prefixed(right, text)
        elif not origins(left):
            right = self.prefixed(right, None)  # a template that is kept elsewhere
        return marked(join(left, right), "~text") if origins(right) else join(left, right)

    def prefixed(self, value: Value, before: str | None) -> Value:
        """A value behind other text: the host of an address is not its to say any more."""
        if not value:
            return value
        fixed = before is None or _HOST.match(before) or (before and not _SCHEME.match(before))
        return killed(value, URL | REDIRECT) if fixed else value

    def glued(self, parts: list[tuple[ast.expr, Value]]) -> Value:
        """Text that is put together from parts."""
        found: Value = {}
        before: str | None = ""
        last = ""
        for at, (node, value) in enumerate(parts):
            literal = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
            if value and literal is None:
                if before and NAMED_PLACE.search(before):
                    value = killed(value, NAME)
                if last and last not in _SLASHES:
                    value = killed(
                        value, PATH
                    )  # no name of a folder of its own: ``avatar_../x`` leads nowhere
                value = self.prefixed(value, before) if before != "" else value
                if before and before.endswith("//") and at + 1 < len(parts) and _is_domain(parts[at + 1][0]):
                    value = marked(value, "~within")
            found = join(found, value) if value else found
            if literal is not None:
                before = before + literal if before is not None else None
            elif not isinstance(node, ast.Constant):
                before = None if before is None or not NAMED_PLACE.search(before) else before + "x"
            last = literal[-1:] if literal else ""
        return marked(found, "~text") if origins(found) else found

    def _fstring(self, node: ast.JoinedStr) -> Value:
        parts = [(part, self.ev(part)) for part in node.values]
        if not any(value for _, value in parts):
            return CLEAN
        text = "".join(
            part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "x"
            for part in node.values
        )
        found = self.glued(parts)
        return join(found, marks(text)) if "~sql" not in found or "~html" not in found else found

    def _formatted(self, node: ast.FormattedValue) -> Value:
        value = self.ev(node.value)
        spec = node.format_spec
        if value and isinstance(spec, ast.JoinedStr) and len(spec.values) == 1:
            only = spec.values[0]
            if isinstance(only, ast.Constant) and _NUMBER.match(str(only.value)):
                return CLEAN
        return {label: mask for label, mask in value.items() if label != "~text"}


def _is_domain(node: ast.expr) -> bool:
    """Whether text goes on a host with the domain that it is of: a value before it is meant to name a part of it."""
    return isinstance(node, ast.Constant) and _DOMAIN.match(str(node.value)) is not None
