"""Routers that stand in lists or come from functions, and applications that are handed over as arguments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from codereview.facts.routes.declared import OTHER, Declared, Value
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.values import Node
from codereview.facts.routes.vocabulary import makes
from codereview.model import Zone

_DEEP = 8
_MOST = 300
_SAME = frozenset({"list", "tuple", "set", "sorted", "reversed"})


class Given(NamedTuple):
    """An expression with the file, scope and line (0: any) where its names are to be looked up."""

    file: str
    scope: str
    value: Value
    line: int = 0


_UNTOLD = Given("", "", OTHER)
Round = Mapping[str, Given]
"""What the variables of the loops around a call stand for in one round."""


class Rounds:
    """Answers for one project. What cannot be told has no answer: None, or an expression of kind ``other``."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self._loops: dict[str, list[Declared]] = defaultdict(list)
        self._returns: dict[tuple[str, str], list[Declared]] = defaultdict(list)
        self._passing: list[tuple[str, Declared]] = []
        for path, facts in identity.files.items():
            for said in facts.routing:
                if said.kind in ("loop", "loops"):
                    self._loops[path].append(said)
                elif said.kind == "return":
                    self._returns[path, said.target].append(said)
                elif said.kind == "pass" and identity.project.zone(path) is not Zone.TESTS:
                    self._passing.append((path, said))

    def of(self, path: str, said: Declared) -> Sequence[Round]:
        """The rounds in which a call runs, one that binds nothing where no loop of routers is around it."""
        rounds: list[Round] = [{}]
        for loop in self._loops.get(path, ()):
            if loop.scope != said.scope or not loop.line <= said.line <= said.end_line <= loop.end_line:
                continue
            names = loop.target.split(",")
            more: list[Round] = []
            for known in rounds:
                elements = self.elements(
                    self.filled(loop.value, Given(path, loop.scope, OTHER, loop.line), known)
                )
                if elements is None:
                    more.append({**known, **dict.fromkeys(names, _UNTOLD)})
                more += [{**known, **self._bound(names, e, loop.kind)} for e in elements or ()]
            rounds = more[:_MOST]
        return rounds

    def _bound(self, names: list[str], element: Given, kind: str) -> Round:
        """What the names of a loop stand for, given one element."""
        if kind == "loop":
            return {names[0]: element}
        parts = element.value
        if (
            parts.kind != "list"
            or len(parts.items) != len(names)
            or any(i.kind == "star" for i in parts.items)
        ):
            return dict.fromkeys(names, _UNTOLD)
        return {name: element._replace(value=part) for name, part in zip(names, parts.items, strict=True)}

    def filled(self, what: Value, here: Given, known: Round) -> Given:
        """An expression with the variables of a round put in.

        Args:
            what: the expression.
            here: its file and scope.
            known: the round.
        """
        if what.kind in ("name", "call", "star", "join", "list") and known:
            first, _, rest = what.text.partition(".")
            found = known.get(first) if what.kind in ("name", "call") else None
            if found is not None:
                return self._part(what, rest, found)
            if what.items:
                items = [self.filled(item, here, known) for item in what.items]
                near = [i.value if i[:2] == here[:2] or i.value.kind == "text" else OTHER for i in items]
                what = Value(what.kind, what.text, tuple(near), what.keys)
        return here._replace(value=what)

    def _part(self, what: Value, rest: str, found: Given) -> Given:
        """What ``variable.rest`` or ``variable.rest(...)`` is, when the variable is known."""
        value = found.value
        if not rest:
            return found if what.kind == "name" else _UNTOLD
        if value.kind == "name":
            return Given(
                found.file, found.scope, Value(what.kind, f"{value.text}.{rest}", what.items, what.keys)
            )
        field = value.keyword(rest) if value.kind == "call" and what.kind == "name" else None
        return Given(found.file, found.scope, field) if field is not None else _UNTOLD

    def elements(self, given: Given, depth: int = 0) -> list[Given] | None:
        """The elements of a list, of a name that is bound once to one, or of what a function returns."""
        what = given.value
        if depth > _DEEP:
            return None
        if what.kind == "list":
            found: list[Given] = []
            for item in what.items:
                inner = [given._replace(value=item)]
                if item.kind == "star":
                    more = self.elements(given._replace(value=item.items[0]), depth + 1)
                    if more is None:
                        return None
                    inner = more
                found += inner
            return found
        if what.kind == "join":
            return self._all(given, what.items, depth)
        if what.kind == "name":
            return self._named(given, depth)
        if what.kind != "call":
            return None
        if what.last in _SAME and not what.base and len(what.positional) == 1:
            return self.elements(given._replace(value=what.positional[0]), depth + 1)
        if what.last == "chain" and not any(item.kind == "star" for item in what.items):
            return self._all(given, what.positional, depth)
        if what.last in ("values", "items") and not what.items:
            return self._of_dict(given._replace(value=Value("name", what.base)), what.last)
        back = self.returned(given)
        return self.elements(back, depth + 1) if back is not None else None

    def _all(self, given: Given, parts: Sequence[Value], depth: int) -> list[Given] | None:
        found: list[Given] = []
        for part in parts:
            more = self.elements(given._replace(value=part), depth + 1)
            if more is None:
                return None
            found += more
        return found

    def _bindings(self, given: Given) -> list[Given]:
        """What a name is bound to once, and what is added to that."""
        node = self.identity.node(given.file, given.scope, given.value.text, given.line)
        said = self.identity.bound.get(node, [])
        if not said or any((item.kind == "assign") is not (at == 0) for at, (_, item) in enumerate(said)):
            return []
        return [Given(path, item.scope, item.value, item.line) for path, item in said]

    def _named(self, given: Given, depth: int) -> list[Given] | None:
        bound = self._bindings(given)
        if not bound:
            handed = self._handed(given.file, given.scope, given.value.text)
            return self.elements(handed[0], depth + 1) if len(handed) == 1 else None
        found: list[Given] = []
        for one in bound:
            more = self.elements(one, depth + 1)
            if more is None:
                return None
            found += more
        return found

    def _of_dict(self, given: Given, what: str) -> list[Given] | None:
        """The values or items of a dictionary that a name is bound to."""
        bound = self._bindings(given)
        if len(bound) != 1 or bound[0].value.kind != "dict":
            return None
        value = bound[0].value
        if what == "values":
            return [bound[0]._replace(value=item) for item in value.items]
        pairs = zip(value.keys, value.items, strict=True)
        return [
            bound[0]._replace(value=Value("list", "", (OTHER if key == "**" else Value("text", key), item)))
            for key, item in pairs
        ]

    def returned(self, given: Given) -> Given | None:
        """What a call of a function of the project gives back, if that is the same on every way."""
        name = given.value.text
        node = self.identity.node(given.file, given.scope, name, given.line)
        said = self._returns.get((node.file, node.scope + node.name)) or self._returns.get(
            (node.file, node.name)
        )
        if not said or any(item.value != said[0].value for item in said):
            return None
        return Given(node.file, said[0].scope, said[0].value, said[0].line)

    def routers(self, given: Given, depth: int = 0) -> list[Node]:
        """The variables that hold the application or router that an expression means: more than one for a
        parameter that several calls hand over. One that is not seen to be bound stands for itself."""
        file, scope, what, line = given
        if depth > _DEEP:
            return []
        if what.kind == "call":
            back = self.returned(given)
            return self.routers(back, depth + 1) if back is not None else []
        if what.kind != "name":
            return []
        node = self.identity.node(file, scope, what.text, line)
        bound = self.identity.bound.get(node, [])
        if len(bound) == 1 and bound[0][1].value.kind == "call" and not makes(bound[0][1].value.last):
            path, said = bound[0]
            return self.routers(Given(path, said.scope, said.value), depth + 1) or [node]
        handed = [] if node.scope == scope and bound else self._handed(file, scope, what.text)
        found = [node_ for one in handed for node_ in self.routers(one, depth + 1)]
        return list(dict.fromkeys(found)) or [node]

    def _handed(self, file: str, scope: str, name: str) -> list[Given]:
        """What is handed over for a parameter, which may be one of a function further out."""
        around = scope
        while around:
            node = Node(file, around, name)
            if node in self._passed:
                return self._passed[node]
            if node in self.identity.bound:
                return []
            around = around.removesuffix(".").removesuffix("<locals>").removesuffix(".").rpartition(".")[0]
            around = around + "." if around else ""
        return []

    @cached_property
    def _passed(self) -> dict[Node, list[Given]]:
        """The arguments of calls that hand over applications and routers, by parameter."""
        found: dict[Node, list[Given]] = defaultdict(list)
        for path, said in self._passing:
            for name, qualname, argument in self.arguments(path, said):
                file, function = qualname
                given = Given(path, said.scope, argument)
                if (path, said.scope) != (file, function + ".<locals>."):  # a call of itself hands on its own
                    found[Node(file, function + ".<locals>.", name)].append(given)
        return dict(found)

    def arguments(self, path: str, said: Declared) -> Iterator[tuple[str, tuple[str, str], Value]]:
        """What a call hands over: the parameter, the file and qualified name of the function, and the argument."""
        call = said.value
        target = self.identity.target(path, said.scope, call.text)
        if target.kind == "function":
            file, qualname = target.file, self.identity.project.resolver.function(target).qualname
        else:  # imported inside of a function
            node = self.identity.node(path, said.scope, call.text)
            file, qualname = node.file, node.scope + node.name
        facts = self.identity.project.files.get(file)
        function = next((f for f in facts.functions if f.qualname == qualname), None) if facts else None
        if function is None:
            return
        names = [p.name for p in function.params if p.kind == "positional"]
        if function.cls >= 0 and names and "staticmethod" not in "".join(function.decorators):
            names = names[1:]
        for name, item in zip(names, call.positional, strict=False):
            yield name, (file, qualname), item
        for key, item in zip(call.keys, call.items, strict=True):
            if key and key != "**":
                yield key, (file, qualname), item
