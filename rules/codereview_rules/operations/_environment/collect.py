"""Which environment keys a file reads, and what its settings classes declare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts import module as m
from codereview.facts.deployment.keys import KEY
from codereview.facts.names import own_name

from ..._syntax.spelled import spells
from .declared import settings

_READS = frozenset(
    {"os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.environ.__getitem__"}
)
_ENVIRON = frozenset({"os.environ", "os.environb"})
_CALLED = re.compile(
    r"(?:\w*env(?:ironment|iron)?(?:_?vars?)?|\w*config|get_\w*(?:env|setting|config|secret)\w*)$",
    re.IGNORECASE,
)
_TYPED = frozenset(
    "str bool int float json list tuple dict url db db_url cache cache_url email email_url search_url path bytes "
    "decimal date datetime timedelta uuid log_level enum get get_value prefixed channels_url".split()
)
_HINTS = {
    "environ": (),
    "env": ("getenv", "envvar", "env("),
    "secrets": ("st.secrets", "import secrets"),
    "Settings)": (),
    "decouple": (),
    "ynaconf": (),
    "starlette.config": (),
}
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_MOST = 400
_METHODS = frozenset({"get", "to_dict", "items", "keys", "values", "load_if_toml_exists"})
_ATTRIBUTE = re.compile(r"(?<![\w.])st\.secrets\.(\w+)")
"""Attributes are too many to be looked at one by one for this."""
_EXPECTED = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})


class EnvironmentKeys(Collector):
    """Notes of environment keys; no value of a literal but the name of a key is kept.

    ``read``: key, how (``required``, ``optional``, ``default``). ``called``: path of what is called, key, whether a
    default is given: wrappers and libraries, told apart when the project is known. ``dynamic``: the name that
    stands for the key, and the beginning that is literal. ``constant``: a module-level name and the key that it holds.
    ``bound``: a variable of a module or class, and the key of another name that is read into it.
    ``option``: a key of click or typer. ``prefix``: what all keys of a source begin with. ``secret``: a name in
    Streamlit's secrets. ``tried``: the last line of a ``try`` body that expects a
    missing key. ``settings`` and ``field``: see `.declared`.
    """

    nodes = (ast.Call, ast.Subscript, ast.Compare, ast.ClassDef, ast.Try)

    def wants(self, file: ModuleContext) -> bool:
        """Whether any of the words stands there that all ways of reading have."""
        return file.zone is not Zone.TESTS and spells(file.text, _HINTS)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """Notes of one node."""
        if isinstance(node, ast.Call):
            return self._call(node, file)
        if isinstance(node, ast.Subscript):
            return self._subscript(node, file)
        if isinstance(node, ast.Try):
            return self._tried(node, file)
        if isinstance(node, ast.Compare):
            return self._compared(node, file)
        assert isinstance(node, ast.ClassDef)
        return settings(node, file, self.noted)

    def finish(self, file: ModuleContext, facts: m.FileFacts) -> Iterable[Note]:
        """The constants of the module that look like keys."""
        found = []
        for item in file.tree.body:
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                key = _text(item.value)
                if key and _CONSTANT.match(key):
                    found.append(
                        Note("constant", item.lineno, 1, item.lineno, 1, -1, -1, (item.targets[0].id, key))
                    )
            for part in item.body if isinstance(item, ast.ClassDef) else (item,):
                found += _bound(part, file)
        if "st.secrets." in file.text:
            found += [
                Note("secret", number, 1, number, 1, -1, -1, (name, "required"))
                for number, line in enumerate(file.lines, 1)
                for name in _ATTRIBUTE.findall(line.partition("#")[0])
                if name not in _METHODS
            ]
        return found[:_MOST]

    def _tried(self, node: ast.Try, file: ModuleContext) -> Iterator[Note]:
        caught = [_last(part) for handler in node.handlers for part in _parts(handler.type)]
        if _EXPECTED.intersection(caught) or any(handler.type is None for handler in node.handlers):
            yield self.noted(node, file, "tried", node.body[-1].end_lineno or node.body[-1].lineno)

    def _call(self, node: ast.Call, file: ModuleContext) -> Iterator[Note]:
        for keyword in node.keywords:
            if keyword.arg == "envvar":
                items = (
                    keyword.value.elts
                    if isinstance(keyword.value, (ast.List, ast.Tuple))
                    else [keyword.value]
                )
                yield from (self.noted(node, file, "option", key) for item in items if (key := _text(item)))
            elif keyword.arg == "auto_envvar_prefix" and (prefix := _text(keyword.value)):
                yield self.noted(node, file, "prefix", f"{prefix}_")
        name = _last(node.func)
        if name in ("Dynaconf", "FlaskDynaconf", "LazySettings", "from_prefixed_env"):
            given = next(
                (k.value for k in node.keywords if k.arg in ("envvar_prefix", "ENVVAR_PREFIX", "prefix")),
                None,
            )
            default = "FLASK" if name == "from_prefixed_env" else "DYNACONF"
            prefix = _text(given) if given is not None else default
            yield self.noted(node, file, "prefix", f"{prefix}_" if prefix else "")
        if not node.args:
            if name in ("db", "db_url", "cache", "cache_url", "email", "email_url"):
                yield self.noted(node, file, "called", file.resolve(node.func), "", "optional")
            return
        if (
            name not in ("getenv", "get", "pop", "setdefault")
            and name not in _TYPED
            and not _CALLED.match(name)
        ):
            return
        path = file.resolve(node.func)
        first = node.args[0]
        given_default = len(node.args) > 1 or any(
            k.arg in ("default", "fallback") or k.arg is None for k in node.keywords
        )
        key = _key(first)
        if path in _READS:
            if key:
                how = "default" if given_default else "required" if name == "__getitem__" else "optional"
                yield self.noted(node, file, "read", key, how)
            else:
                yield self.noted(node, file, "dynamic", *_dynamic(first, file))
        elif path == "streamlit.secrets.get":
            if key:
                yield self.noted(node, file, "secret", key, "default")
        elif key and (_CALLED.match(name) or name in _TYPED) and name not in ("get", "pop"):
            yield self.noted(node, file, "called", path, key, "default" if given_default else "required")
        elif name == "prefixed" and (prefix := _text(first)):
            yield self.noted(node, file, "prefix", prefix)

    def _subscript(self, node: ast.Subscript, file: ModuleContext) -> Iterator[Note]:
        if not isinstance(node.ctx, ast.Load):
            return
        if _spells(node.value, "environ") and file.resolve(node.value) in _ENVIRON:
            key = _key(node.slice)
            if key:
                yield self.noted(node, file, "read", key, "required")
            else:
                yield self.noted(node, file, "dynamic", *_dynamic(node.slice, file))
        elif _spells(node.value, "secrets") and file.resolve(node.value) == "streamlit.secrets":
            key = _key(node.slice)
            yield self.noted(node, file, "secret", key or "", "required")

    def _compared(self, node: ast.Compare, file: ModuleContext) -> Iterator[Note]:
        if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return
        holder = node.comparators[0]
        key = _key(node.left)
        if not key:
            return
        if _spells(holder, "environ") and file.resolve(holder) in _ENVIRON:
            yield self.noted(node, file, "read", key, "default")
        elif _spells(holder, "secrets") and file.resolve(holder) == "streamlit.secrets":
            yield self.noted(node, file, "secret", key, "default")


def _bound(item: ast.stmt, file: ModuleContext) -> Iterator[Note]:
    """The variable of a statement into which a key of another name is read."""
    target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
    value = getattr(item, "value", None)
    if not isinstance(target, ast.Name) or value is None or not _CONSTANT.match(target.id):
        return
    node = value
    while True:  # int(os.getenv("A", "1")), os.getenv("A").lower() == "true", os.environ["A"] or "b"
        if isinstance(node, ast.BoolOp):
            node = node.values[0]
        elif isinstance(node, ast.Compare):
            node = node.left
        elif isinstance(node, ast.Call) and file.resolve(node.func) in _READS and node.args:
            key = _key(node.args[0])
            break
        elif isinstance(node, ast.Subscript) and file.resolve(node.value) in _ENVIRON:
            key = _key(node.slice)
            break
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Call) and node.args:
            node = node.args[0]
        else:
            return
    if key and key != target.id:
        yield Note("bound", item.lineno, 1, item.lineno, 1, -1, -1, (target.id, key))


def _parts(node: ast.expr | None) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [] if node is None else [node]


def _spells(node: ast.expr, name: str) -> bool:
    """Whether an expression ends in a name, or is a plain name that an import could have given it."""
    return node.attr == name if isinstance(node, ast.Attribute) else isinstance(node, ast.Name)


def _last(node: ast.expr) -> str:
    return own_name(node)


def _text(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and KEY.fullmatch(value) else ""


def _key(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        text = node.value.decode("ascii", "replace")
        return text if KEY.fullmatch(text) else ""
    return _text(node)


def _dynamic(node: ast.expr, file: ModuleContext) -> tuple[str, str]:
    """The name that stands for a key (``%`` before that of a parameter), and the text that it begins with."""
    start = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    start = node.left if isinstance(node, ast.BinOp) else start
    name = _last(node)
    return (f"%{name}" if file.resolve(node).startswith("%") else name), _text(start)
