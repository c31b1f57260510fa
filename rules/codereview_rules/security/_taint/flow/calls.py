"""Calls: sources, sinks, what cleans, what passes on, and what the project itself has to tell."""

from __future__ import annotations

import ast
import re

from codereview.facts.names import own_name

from .. import cleaners as c
from .. import sinks as s
from ..sources import ATTRIBUTE_NAMES
from .expressions import Expressions
from .values import ALL, CLEAN, PATH, SQL, Value, join, joined, keys, killed, marked, origins
from .written import shown, taken

# what hands a function over, and where its arguments begin
_HANDS = {"to_thread": 0, "run_in_threadpool": 0, "run_in_executor": 1, "run_sync": 0, "sync_to_async": 0, "submit": 0,
          "partial": 0, "apply_async": 0}  # fmt: skip
_LOGS = frozenset(
    "debug info warning error exception critical log print flash warn send send_message reply".split()
)
_KNOWN = (
    "builtins.",
    "re.",
    "os.",
    "datetime.",
    "time.",
    "hashlib.",
    "math.",
    "random.",
    "secrets.",
    "bleach.",
    "nh3.",
    "regex.",
)
_STDLIB = (
    "logging.",
    "builtins.",
    "typing.",
    "re.",
    "time.",
    "datetime.",
    "math.",
    "random.",
    "collections.",
    "json.",
)

_SIGNERS = re.compile(r"serializer$|signer$|^signing$", re.IGNORECASE)
_FIELD = re.compile(r"\w+")
"""The name of what stands in a place of a format."""


class Calls(Expressions):
    """The part of the walk that deals with calls."""

    def _call(self, node: ast.Call) -> Value:
        func = node.func
        if isinstance(func, ast.Attribute):
            name = func.attr
            if name in ATTRIBUTE_NAMES:
                found = self._source(func)
                if found is not None:
                    self.met = True
                    self._arguments(node)
                    return CLEAN if self._typed(node) else found
            if name in ("unescape", "striptags") and taken(func.value) == "Markup":
                assert isinstance(func.value, ast.Call)
                return joined([value for _, value in self._arguments(func.value)])
            receiver = self.ev(func.value)
        elif isinstance(func, ast.Name):
            name, receiver = func.id, CLEAN
            if name == "input" and self.resolve(func) == "builtins.input":
                return {self.seen.source(node, "console", "input()"): ALL & ~(SQL | 6)}
            if name == "getattr" and node.args:
                return self.ev(node.args[0])
        else:
            self.ev(func)
            name, receiver = "", CLEAN
        args = self._arguments(node)
        if name in s.SINKS:
            done = self._sink(node, name, receiver, args)
            if done is not None:
                return done
        return self._result(node, name, receiver, args)

    def _arguments(self, node: ast.Call) -> list[tuple[str, Value]]:
        """What the arguments hold, by position or keyword; ``*1`` and ``**`` for spreads."""
        found: list[tuple[str, Value]] = []
        for index, arg in enumerate(node.args):
            found.append((f"*{index}" if type(arg) is ast.Starred else str(index), self.ev(arg)))
        found += [(keyword.arg or "**", self.ev(keyword.value)) for keyword in node.keywords]
        return found

    def _typed(self, node: ast.Call) -> bool:
        """``args.get("page", 1, type=int)`` gives a number."""
        given = s.keyword(node, "type") or (node.args[2] if len(node.args) > 2 else None)
        return isinstance(given, ast.Name) and given.id in ("int", "float", "bool", "UUID")

    def _sink(
        self, node: ast.Call, name: str, receiver: Value, args: list[tuple[str, Value]]
    ) -> Value | None:
        """Notes what reaches a sink; what the sink gives back, or None where the call is none."""
        if not receiver and not any(value for _, value in args):
            return None
        path = self.resolve(node.func)
        base = self.resolve(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        hit = False
        for sink in s.SINKS[name]:
            value = self._reaching(sink, receiver, args)
            if not value or not origins(value):
                continue
            verdict = s.holds(sink, node, path, base)
            if sink.kind == SQL and verdict is None and "~sql" in value:
                verdict = True
            if sink.kind == SQL and sink.needs == "manager" and "~sql" in value:
                verdict = True
            if name in ("import_module", "__import__") and "~text" in value:
                continue  # within a package that is fixed
            if verdict is False or not self._shaped(sink, node, value, receiver):
                continue
            hit = hit or bool(verdict)
            self.seen.sink(node, sink.kind, self._named(node), value, "" if verdict else path)
        if not hit:
            return None
        return CLEAN if name != "text" else {"~bound": 0}

    def _named(self, node: ast.Call) -> str:
        shell = s.keyword(node, "shell")
        return shown(node.func) + ("(shell=True)" if shell is not None else "")

    def _reaching(self, sink: s.Sink, receiver: Value, args: list[tuple[str, Value]]) -> Value:
        found = CLEAN
        for at in sink.at:
            if at == "self":
                found = join(found, receiver)
            for name, value in args:
                if value and (name == str(at) or (name == "*0" and at == 0)):
                    found = join(found, value)
        return found

    def _shaped(self, sink: s.Sink, node: ast.Call, value: Value, receiver: Value) -> bool:
        """Whether the value has the form that makes a doubtful name a sink."""
        if sink.needs == "path":
            return "~path" in value
        if sink.needs.endswith(" built"):
            return "~html" in value  # what else it makes of the text is told by what it is given, or later
        if sink.needs == "saved":
            if len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
                return False  # a field of Django takes the name and the content, and cleans the name
            return "~path" in value or (origins(receiver) and ("~text" in value))
        return True

    def _result(self, node: ast.Call, name: str, receiver: Value, args: list[tuple[str, Value]]) -> Value:
        values = [value for _, value in args if value]
        if name in _HANDS and len(node.args) > _HANDS[name]:
            return self._handed(node, _HANDS[name], args)
        if name in c.MUTATES and isinstance(node.func, ast.Attribute) and values:
            self._mutate(node.func.value, joined(values))
        if not receiver and not values:
            return self._unknown(node, name, args) if name else CLEAN
        if self._typed(node) and name in ("get", "getlist", "pop"):
            return CLEAN
        if name in ("loads", "unsign", "unsign_object") and self._is_signed(node.func):
            return CLEAN
        mask = self._mask(node, name, receiver)
        if mask == ALL:
            return CLEAN
        if name == "sub" and self.resolve(node.func) == "re.sub" and len(node.args) > 2:
            return CLEAN if _strips(node.args[0]) else self.ev(node.args[2])
        if name == "format" and values and isinstance(node.func, ast.Attribute):
            return self._formatted_with(node.func.value, receiver, args)
        if receiver and name in c.PASSES_RECEIVER:
            return self._passed(node, name, receiver, values, mask)
        if mask is not None:
            return killed(join(joined(values), receiver), mask)
        return self._of_values(node, name, args, values)

    def _is_signed(self, func: ast.expr) -> bool:
        """Whether a text is read by what refuses all that it has not signed itself: itsdangerous, Django's signing."""
        if not isinstance(func, ast.Attribute):
            return False
        name = own_name(func.value)
        return bool(_SIGNERS.search(name)) or self.resolve(func).startswith(
            ("itsdangerous.", "django.core.signing.")
        )

    def _mask(self, node: ast.Call, name: str, receiver: Value) -> int | None:
        """What a call of that name cleans; None where it is no cleaner."""
        if name in c.OF_TEXT and not receiver and not self.resolve(node.func).startswith(_KNOWN):
            return None  # a function of the project, or one that is not known
        return c.CLEANERS.get(name)

    def _of_values(
        self, node: ast.Call, name: str, args: list[tuple[str, Value]], values: list[Value]
    ) -> Value:
        """What a call makes of its arguments."""
        if name == "join" and isinstance(node.func, ast.Attribute):
            return self._joined(node, values)
        if name in ("get", "pop", "setdefault", "getattr"):  # looked up by the value; a default is passed on
            if name == "get" and node.args and _is_class(node.args[0]):
                return CLEAN  # the row of a table: ``session.get(Order, key)``
            return joined([value for key, value in args if key in ("1", "default")])
        bare = isinstance(node.func, ast.Name)
        if (name in c.PASSES and (bare or name not in c.BUILTIN)) or name in c.TAKES_ARGUMENTS:
            found = joined(values)
            if name in ("BytesIO", "StringIO"):
                return killed(found, PATH)
            return marked(found, "~path") if name in c.PATHS and origins(found) else found
        return CLEAN if c.cleans(name) else self._unknown(node, name, args)

    def _passed(
        self, node: ast.Call, name: str, receiver: Value, values: list[Value], mask: int | None
    ) -> Value:
        found = receiver
        if name in ("get", "pop", "getlist", "getall") and node.args:
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                found = self._keyed(receiver, key.value, node)
        if name in ("read", "readlines", "readline", "getvalue"):
            found = killed(found, PATH)
        if name == "keys" and not node.args:
            assert isinstance(node.func, ast.Attribute)
            own = self.mappings.of(self.state, node.func.value)
            return keys(receiver) if own is None else own
        if name in ("dict", "model_dump", "asdict"):
            found = {f"{k}.{name}" if k[:2] == "p:" and "." not in k else k: m for k, m in receiver.items()}
        if name in c.TAKES_ARGUMENTS and name not in ("get", "pop"):
            found = join(receiver, joined(values))
        if name in ("joinpath", "with_name"):
            found = marked(found, "~path")
        return killed(found, mask) if mask else found

    def _formatted_with(self, text: ast.expr, receiver: Value, args: list[tuple[str, Value]]) -> Value:
        """``"{}/items/{}".format(host, name)``: only what stands first can be a host."""
        literal = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
        start, _, rest = literal.partition("{") if literal is not None else ("", "", "")
        leader = "" if literal is None else (_FIELD.match(rest) or [""])[0] or "0"
        found = receiver
        for name, value in args:
            if value:
                leads = name == leader
                found = join(
                    found, value if leads and not start else self.prefixed(value, start if leads else None)
                )
        return marked(found, "~text") if origins(found) else found

    def _joined(self, node: ast.Call, values: list[Value]) -> Value:
        """``", ".join(parts)`` and ``os.path.join(a, b)``."""
        own = self.mappings.of(self.state, node.args[0]) if len(node.args) == 1 else None
        found = joined(values) if own is None else own
        assert isinstance(node.func, ast.Attribute)
        path = self.resolve(node.func)
        if "path" in path.rpartition(".")[0]:
            return killed(marked(found, "~path"), 511 & ~(PATH | 2 | 16)) if origins(found) else found
        return join(self.ev(node.func.value), found)

    def _mutate(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self.mappings.added(self.state, target, value)
            before = self.state.names.get(target.id, CLEAN)
            self.state.names[target.id] = marked(join(before, value), "~in")
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            name = f"{target.value.id}.{target.attr}"
            self.state.names[name] = join(self.state.names.get(name, CLEAN), value)

    def _handed(self, node: ast.Call, at: int, args: list[tuple[str, Value]]) -> Value:
        """``asyncio.to_thread(f, x)`` is ``f(x)``."""
        func = node.args[at]
        rest = list(node.args[at + 1 :])
        call = ast.Call(func=func, args=rest, keywords=node.keywords)
        ast.copy_location(call, node)
        given = [(str(int(name) - at - 1) if name.isdigit() else name, value) for name, value in args]
        given = [(name, value) for name, value in given if not name.startswith("-")]
        name = own_name(func)
        receiver = self.ev(func.value) if isinstance(func, ast.Attribute) else CLEAN
        if name in s.SINKS:
            done = self._sink(call, name, receiver, given)
            if done is not None:
                return done
        return self._result(call, name, receiver, given) if name and name not in _HANDS else CLEAN

    def _unknown(self, node: ast.Call, name: str, args: list[tuple[str, Value]]) -> Value:
        """A call of the project, as far as can be told: its result is known when the project is."""
        if name in _LOGS:
            return CLEAN
        path = self.resolve(node.func)
        if path[0] in "?=" or path.startswith(_STDLIB):
            return CLEAN
        given = tuple((key, self.state.seen(value)) for key, value in args if value)
        return {self.seen.call(node, path, given): 0}


def _strips(pattern: ast.expr) -> bool:
    """Whether a pattern takes out all but some characters: ``[^a-z]``."""
    return (
        isinstance(pattern, ast.Constant)
        and isinstance(pattern.value, str)
        and pattern.value.startswith("[^")
    )


def _is_class(node: ast.expr) -> bool:
    """Whether an expression is called as classes are: ``Order``, ``models.Order``."""
    name = own_name(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
    return name[:1].isupper() and not name.isupper()
