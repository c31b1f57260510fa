"""What expressions hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from ..cleaners import NUMBERS
from ..sources import ATTRIBUTE_NAMES, METHODS, Sources
from .mappings import DUMPS, Mappings
from .state import Resolver, Seen, State
from .texts import Texts
from .values import ALL, CLEAN, PATH, Value, attribute, join, joined, keys, killed, marks, origins
from .written import index_of, shown, taken

_KEY = re.compile(r"[A-Za-z_][\w .-]{0,30}\Z")


class Expressions(Texts):
    """The part of the walk that deals with expressions. ``params`` are names of parameters that can hold text,
    ``mapped`` those that are annotated as mappings."""

    def __init__(
        self,
        resolve: Resolver,
        sources: Sources,
        params: frozenset[str],
        own: str,
        mapped: frozenset[str] = frozenset(),
    ) -> None:
        self.resolve = resolve
        self.sources = sources
        self.params = params
        self.own = own  # the name of the first parameter of a method
        self.seen = Seen()
        self.mappings = Mappings(mapped)
        self.looked: dict[str, ast.Call] = {}  # names and the calls that they were assigned from
        self.met = False  # whether the last condition looks at anything that is followed
        self.state = State()
        self._how: dict[type[ast.AST], Callable[[Any], Value]] = {
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.BinOp: self._operation,
            ast.JoinedStr: self._fstring,
            ast.FormattedValue: self._formatted,
            ast.BoolOp: self._either,
            ast.IfExp: self._conditional,
            ast.Call: self._call,
            ast.List: self._items,
            ast.Tuple: self._items,
            ast.Set: self._items,
            ast.Dict: self._dict,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.GeneratorExp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.Await: self._inner,
            ast.Starred: self._inner,
            ast.NamedExpr: self._bound,
            ast.Compare: self._compared,
            ast.UnaryOp: self._negated,
            ast.Yield: self._yielded,
            ast.YieldFrom: self._yielded,
        }

    def ev(self, node: ast.expr) -> Value:
        """What an expression holds; calls in it are written down."""
        if type(node) is ast.Constant:
            return marks(node.value) if type(node.value) is str else CLEAN
        how = self._how.get(type(node))
        return how(node) if how is not None else CLEAN

    def _name(self, node: ast.Name) -> Value:
        value = self.state.names.get(node.id)
        if value or node.id in self.params or node.id in self.looked or node.id == self.own:
            self.met = True
        if value is not None:
            return self.state.seen(value) if self.state.guarded else value
        if node.id in self.params:
            return self.state.seen({f"p:{node.id}": 0})
        return CLEAN

    def _attribute(self, node: ast.Attribute) -> Value:
        name = node.attr
        if name in ATTRIBUTE_NAMES:
            found = self._source(node)
            if found is not None:
                self.met = True
                return found
        if name in NUMBERS:
            self.ev(node.value)
            return CLEAN
        value = node.value
        if isinstance(value, ast.Name) and value.id == self.own:
            self.met = True
            known = self.state.names.get(f"{self.own}.{name}")
            return self.state.seen(known if known is not None else {f"a:{name}": 0})
        base = self.ev(value)
        if not base:
            return base
        if name == "filename":
            base = self._named_upload(base)
        if name in ("name", "stem", "suffix") and "~path" in base:
            base = killed(base, PATH)
        return attribute(base, name)

    def _named_upload(self, base: Value) -> Value:
        """The name of an upload is the sender's, unlike the file itself; Django cuts its ``name``."""
        return {
            label: mask & ~PATH
            if label[:2] == "s:" and self.seen.sources[int(label[2:])].kind == "upload"
            else mask
            for label, mask in base.items()
        }

    def _source(self, node: ast.Attribute) -> Value | None:
        path = self.resolve(node)
        base = self.resolve(node.value)
        found = self.sources.attribute(node, base, path)
        if found is None:
            return None
        kind, mask = found
        called = "()" if node.attr in METHODS else ""
        return self.state.seen({self.seen.source(node, kind, shown(node) + called): mask})

    def _subscript(self, node: ast.Subscript) -> Value:
        base = self.ev(node.value)
        key = self.ev(node.slice)
        if not base:
            if key:
                self.state.guard(key, ALL)  # it is a key that is there, or the look-up raises
            return base
        if taken(node.value) in _SPLITS and index_of(node.slice) in (-1, 1, 2):
            base = killed(base, PATH)  # what follows a dot or the last slash
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return self._keyed(base, node.slice.value, node)
        return {label: mask for label, mask in base.items() if label[0] != "~" or label in ("~sql", "~html")}

    def _keyed(self, base: Value, key: str, at: ast.expr | None = None) -> Value:
        """An entry of what a source gives: a source of its own, so that guards on other entries leave it alone. It
        stands where it is read, as far as that is told."""
        if not _KEY.match(key):
            return base
        found: Value = {}
        shown = {label: self.seen.sources[int(label[2:])].shown for label in base if label[:2] == "s:"}
        same = {label for label, text in shown.items() if text.endswith(f'["{key}"]')}
        for label, mask in base.items():
            if same and label in shown and label not in same:
                continue  # a table of what was asked for: this entry is another one's
            if label[:2] == "s:":
                seen = self.seen.sources[int(label[2:])]
                if "[" not in seen.shown:
                    label = self.seen.source(at or seen.node, seen.kind, f'{seen.shown}["{key}"]')
            found[label] = mask
        return self.state.seen(found)

    def entry(self, base: Value, key: str) -> Value:
        """The entry of a mapping out of the request, apart from all others; nothing for a text."""
        whole = {
            label: mask
            for label, mask in base.items()
            if label[:2] == "s:" and "[" not in self.seen.sources[int(label[2:])].shown
        }
        return self._keyed(whole, key) if _KEY.match(key) else {}

    def _either(self, node: ast.BoolOp) -> Value:
        return joined([self.ev(item) for item in node.values])

    def _conditional(self, node: ast.IfExp) -> Value:
        before = self.state
        self.ev(node.test)
        yes, no = before.copy(), before.copy()
        self.narrow(node.test, yes, no)
        self.state = yes
        found = self.ev(node.body)
        self.state = no
        found = join(found, self.ev(node.orelse))
        self.state = before
        return found

    def _items(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        values = [self.ev(item) for item in node.elts]
        if len(values) > 1 and "~sql" in values[0]:
            return values[0]  # a statement with its parameters
        return joined(values)

    def _dict(self, node: ast.Dict) -> Value:
        values = [self.ev(value) for value in node.values]
        self.mappings.written[node] = joined(
            [
                keys(value) if key is None else self.ev(key)
                for key, value in zip(node.keys, values, strict=True)
            ]
        )
        found = joined(values)
        return (
            {label: mask for label, mask in found.items() if label not in ("~text", "~html")}
            if found
            else found
        )

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        outer = self.state
        self.state = outer.copy()
        for generator in node.generators:
            self.iterate(generator.target, generator.iter)
            for test in generator.ifs:
                self.ev(test)
                self.narrow(test, self.state, State())
        if isinstance(node, ast.DictComp):
            self.mappings.written[node] = self.ev(node.key)
            found = self.ev(node.value)
        else:
            found = self.ev(node.elt)
        self.state = outer
        return found

    def iterate(self, target: ast.expr, over: ast.expr) -> None:
        """Binds the target of a loop to the elements of what it runs over."""
        if self._rows(target, over):
            return
        value = self.ev(over)
        self.mappings.lost(target)
        name = over.func.attr if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) else ""
        own = self.mappings.of(self.state, over)
        if own is None and taken(over) in DUMPS:
            own = keys(value)
        if own is not None:
            self.bind(target, own)
        elif name == "items" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            assert isinstance(over, ast.Call)
            assert isinstance(over.func, ast.Attribute)
            own = self.mappings.of(self.state, over.func.value)
            self.bind(target.elts[0], keys(value) if own is None else own)
            self.bind(target.elts[1], value)
        elif isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "enumerate":
            if isinstance(target, ast.Tuple) and len(target.elts) == 2:
                self.bind(target.elts[0], CLEAN)
                inner = over.args[0] if over.args else over
                if isinstance(target.elts[1], ast.Tuple) and isinstance(inner, ast.Call):
                    self.iterate(target.elts[1], inner)
                else:
                    self.bind(target.elts[1], value)
        else:
            self.bind(target, keys(value) if name == "keys" else value)

    def _rows(self, target: ast.expr, over: ast.expr) -> bool:
        """``for column, value in (("name", name), ("size", size))``: each name takes its own column."""
        if not isinstance(target, ast.Tuple) or not isinstance(over, (ast.Tuple, ast.List)) or not over.elts:
            return False
        rows = [row.elts for row in over.elts if isinstance(row, (ast.Tuple, ast.List))]
        wide = len(target.elts)
        if len(rows) < len(over.elts) or any(len(row) != wide for row in rows):
            return False
        if any(isinstance(item, ast.Starred) for row in (target.elts, *rows) for item in row):
            return False
        for index, item in enumerate(target.elts):
            self.bind(item, joined([self.ev(row[index]) for row in rows]))
        return True

    def bind(self, target: ast.expr, value: Value) -> None:
        """Gives a target its value."""
        names = self.state.names
        if isinstance(target, ast.Name):
            names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                self.bind(item, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, value)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.mappings.added(self.state, target.value, self.ev(target.slice))
            if value:
                names[target.value.id] = join(self.ev(target.value), value)
        elif (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and self.own == target.value.id
        ):
            names[f"{self.own}.{target.attr}"] = value
            if origins(value):
                self.seen.attrs.append((target.attr, self.state.seen(value)))

    def _inner(self, node: ast.Await | ast.Starred) -> Value:
        return self.ev(node.value)

    def _bound(self, node: ast.NamedExpr) -> Value:
        value = self.ev(node.value)
        self.state.names[node.target.id] = value
        return value

    def _compared(self, node: ast.Compare) -> Value:
        self.ev(node.left)
        for item in node.comparators:
            self.ev(item)
        return CLEAN

    def _negated(self, node: ast.UnaryOp) -> Value:
        self.ev(node.operand)
        return CLEAN

    def _yielded(self, node: ast.Yield | ast.YieldFrom) -> Value:
        if node.value is not None:
            value = self.ev(node.value)
            if origins(value):
                self.seen.returns.append((node, value))
        return CLEAN

    def narrow(self, test: ast.expr, yes: State, no: State) -> None:
        """What a condition tells of both branches; see `codereview_rules.security._taint.flow.guards`."""

    def _call(self, node: ast.Call) -> Value:
        return CLEAN


_SPLITS = frozenset({"split", "rsplit", "partition", "rpartition", "splitext"})
