"""Symbolic paths -> what they are in this project: a function, a class, an instance, or something external.

Nothing is guessed: a step that cannot be followed ends in *unknown*, and unknown means that no rule makes a
claim.
"""

from __future__ import annotations

from typing import Any

import msgspec

from codereview.facts.canonical import canonical
from codereview.facts.layout import Layout
from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.paths import split

EXACT = "exact"
"""Named directly: an import, a definition, a method on ``self`` through known bases."""
CONSTRUCTED = "constructed"
"""Through a local or attribute whose constructor call was seen."""
ANNOTATED = "annotated"
"""Through an annotation."""
INFERRED = "inferred"
"""Through a return value, or through arguments that callers pass."""
_ORDER = (EXACT, CONSTRUCTED, ANNOTATED, INFERRED)

_MAX_DEPTH = 24
# declarations that say nothing of the value: the annotation does
_FIELDS = frozenset(
    {
        "dataclasses.field()",
        "pydantic.Field()",
        "pydantic.PrivateAttr()",
        "attrs.field()",
        "attr.ib()",
        "sqlmodel.Field()",
    }
)
# what star imports of the standard library give, as far as rules ask for it
_STARRED = {
    "time": frozenset({"sleep", "monotonic", "perf_counter", "strftime", "localtime", "gmtime"}),
    "pathlib": frozenset({"Path", "PurePath", "PosixPath"}),
    "subprocess": frozenset({"run", "call", "check_call", "check_output", "Popen", "PIPE", "getoutput"}),
    "threading": frozenset({"Thread", "Lock", "RLock", "Event", "Condition", "Timer"}),
    "queue": frozenset({"Queue", "LifoQueue", "PriorityQueue", "SimpleQueue", "Empty", "Full"}),
    "socket": frozenset({"socket", "create_connection", "getaddrinfo", "gethostbyname", "AF_INET"}),
    "datetime": frozenset({"date", "datetime", "time", "timedelta", "timezone", "tzinfo", "UTC"}),
    "logging": frozenset(
        "basicConfig getLogger debug info warning warn error exception critical log Formatter "
        "StreamHandler FileHandler "
        "Handler Logger NullHandler DEBUG INFO WARNING ERROR CRITICAL captureWarnings disable".split()
    ),
}


class Target(msgspec.Struct, frozen=True):
    """What a path refers to.

    ``kind``: ``external`` (``name`` is its canonical dotted path), ``function``, ``class``, ``instance``,
    ``generator``, ``module``, ``elements`` (a container of what ``inner`` is), ``unknown``. ``file`` and
    ``index`` point at the first-party definition. For something external that was reached through a
    first-party class (a method that a base from outside has), ``owner`` is that class. ``via`` is the
    weakest link on the way.
    """

    kind: str
    name: str = ""
    file: str = ""
    index: int = -1
    owner: tuple[str, int] | None = None
    via: str = EXACT
    inner: Target | None = None

    @property
    def key(self) -> tuple[str, int]:
        """File and index of the definition."""
        return self.file, self.index

    def but(self, **changes: Any) -> Target:
        """The same with some fields changed."""
        return msgspec.structs.replace(self, **changes)


NOTHING = Target("unknown")


def weaker(one: str, other: str) -> str:
    """The less certain of two links."""
    return max(one, other, key=_ORDER.index)


class Resolver:
    """Resolves paths against the facts of all files; answers are remembered."""

    def __init__(self, files: dict[str, FileFacts], layout: Layout) -> None:
        self.files = files
        self.layout = layout
        self._known: dict[tuple[str, str], Target] = {}
        self._open: set[tuple[str, str]] = set()
        self._vain: set[tuple[str, str]] = set()  # looked up without success since the outermost question
        self._bases: dict[tuple[str, int], tuple[tuple[str, int] | str, ...]] = {}
        self._defs = {path: _definitions(facts) for path, facts in files.items()}
        self._depth = 0
        self.parameters: dict[tuple[str, int, str], Target] = {}

    def learn(self, parameters: dict[tuple[str, int, str], Target]) -> None:
        """Takes over what callers pass; what was unknown is asked anew."""
        self.parameters = parameters
        self._known = {key: found for key, found in self._known.items() if found.kind != "unknown"}
        self._bases.clear()

    def function(self, target: Target) -> FunctionFact:
        """The function that a target of kind ``function`` or ``generator`` points at."""
        return self.files[target.file].functions[target.index]

    def class_(self, key: tuple[str, int]) -> ClassFact:
        """The class at a key."""
        return self.files[key[0]].classes[key[1]]

    def resolve(self, file: str, path: str) -> Target:
        """What ``path`` means in ``file``."""
        if not path or path[0] == "?":
            return NOTHING
        key = (file, path)
        found = self._known.get(key)
        if found is not None:
            return found
        if self._depth == 0:
            self._vain.clear()
        if key in self._open or key in self._vain or self._depth > _MAX_DEPTH:
            return NOTHING
        self._open.add(key)
        self._depth += 1
        try:
            found = self._walk(file, path)
        finally:
            self._depth -= 1
            self._open.discard(key)
        if self._depth == 0 or found.kind != "unknown":
            self._known[key] = found
        else:
            self._vain.add(key)  # may be due to a circle, so it holds for this question only
        return found

    def _walk(self, file: str, path: str) -> Target:
        tokens = split(path)
        root = tokens[0]
        if root == "@":
            target, start = self._local(file, tokens)
        elif root.startswith("%"):
            index, _, name = root[1:].partition(":")
            target, start = self.parameters.get((file, int(index), name), NOTHING), 1
        elif root.startswith("="):
            if root.startswith("=lambda:"):
                target, start = Target("function", "<lambda>", file, int(root[8:])), 1
            else:
                target, start = Target("external", root), 1
        else:
            target, start = self._import(file, tokens)
        for token in tokens[start:]:
            if target.kind == "unknown":
                return NOTHING
            target = self._step(target, token)
        return target

    # roots

    def _local(self, file: str, tokens: tuple[str, ...]) -> tuple[Target, int]:
        """A definition of this module, by the longest qualified name that is one."""
        defs = self._defs[file]
        qualname, best, at = "", NOTHING, len(tokens)
        for position, token in enumerate(tokens[1:], start=1):
            if token[0] != ".":
                break
            qualname = qualname + token if qualname else token[1:]
            found = defs.get(qualname)
            if found is not None:
                best, at = found, position + 1
            elif position == 1 and not qualname.startswith("<"):
                named = self.symbol(file, qualname)
                if named.kind != "unknown":
                    return named, 2
        if best.kind == "function" and best.owner is None:
            function = self.function(best)
            if function.cls >= 0 and _decorated(function, "classmethod"):
                best = best.but(owner=(file, function.cls))
        return best, at

    def _import(self, file: str, tokens: tuple[str, ...]) -> tuple[Target, int]:
        """The longest dotted prefix that is a module of the project; otherwise something external."""
        folder = file.rpartition("/")[0]
        find = self.layout.find
        name = tokens[0]
        found, at = find(name, folder), 1
        if not found:
            return Target("external", canonical(name)), 1
        for position, token in enumerate(tokens[1:], start=1):
            if token[0] != ".":
                break
            name += token
            longer = find(name, folder)
            if not longer:
                break
            following = tokens[position + 1] if position + 1 < len(tokens) else ""
            if self._hides(found, token[1:], longer) and not self._offers(longer, following):
                break
            found, at = longer, position + 1
        if found == file and at == 1 and not self.files[file].is_package:
            return Target("external", canonical(tokens[0])), 1  # a module does not import itself
        return Target("module", name, found), at

    def _hides(self, package: str, name: str, module: str) -> bool:
        """Whether a package binds the name of one of its modules to something else, as ``from .x import x``
        does."""
        facts = self.files.get(package)
        path = facts.names.get(name) if facts is not None else None
        return path is not None and self.layout.find(path, package.rpartition("/")[0]) != module

    def _offers(self, module: str, token: str) -> bool:
        """Whether a module can have what the next step of a path asks for."""
        facts = self.files.get(module)
        if token[:1] != "." or facts is None:
            return token[:1] == "."
        return token[1:] in facts.names or bool(facts.stars) or facts.is_package

    def symbol(self, file: str, name: str) -> Target:
        """A name of a module's namespace: a definition, something imported or assigned, a submodule."""
        facts = self.files.get(file)
        folder = file.rstrip("/") if file.endswith("/") else file.rpartition("/")[0]
        if facts is not None:
            path = facts.names.get(name)
            if path == f"@.{name}":
                return self._defs[file].get(name, NOTHING)
            if path is not None:
                return self.resolve(file, path)
            for star in facts.stars:
                source = self.layout.find(star, folder)
                if source and source != file and (found := self._starred(source, name)).kind != "unknown":
                    return found
                if not source and name in _STARRED.get(star, ()):
                    return Target("external", canonical(f"{star}.{name}"))
            if not facts.is_package:
                return NOTHING
        for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
            if candidate in self.files:
                return Target("module", name, candidate)
        return NOTHING

    def _starred(self, file: str, name: str) -> Target:
        facts, key = self.files.get(file), (file, f"*{name}")
        exports = facts.exports if facts is not None else None
        hidden = name.startswith("_") if exports is None else name not in exports
        if hidden or key in self._vain:
            return NOTHING
        self._vain.add(key)  # until it is found: star imports may go in circles
        self._depth += 1
        try:
            found = self.symbol(file, name)
        finally:
            self._depth -= 1
        if found.kind != "unknown":
            self._vain.discard(key)
        return found

    # steps

    def _step(self, target: Target, token: str) -> Target:
        first = token[0]
        if first == ".":
            return self._attribute(target, token[1:])
        if first == "(":
            return self._called(target, token)
        if token == "[]":
            return self._element(target)
        if token == "!":
            return self._annotated(target)
        if token == "*":
            return Target("elements", inner=target, via=target.via)
        return target.but(name="^") if target.kind in ("instance", "class") else NOTHING

    def _attribute(self, target: Target, name: str) -> Target:
        kind = target.kind
        if kind == "external":
            return target.but(name=canonical(f"{target.name}.{name}"))
        if kind == "module":
            return self.symbol(target.file, name)
        if kind in ("instance", "class"):
            return self.member(target, name)
        if kind == "generator":
            return self._attribute(self._yielded(target), name)
        if kind == "elements" and name in ("values", "copy", "all"):
            return target
        return NOTHING

    def member(self, target: Target, name: str) -> Target:
        """An attribute of a class or of an instance, through its bases."""
        bound = target.kind == "instance"
        mro = self.bases(target.key)
        for key in mro[1:] if target.name == "^" else mro:
            if isinstance(key, str):
                outside = key + ("()" if bound else "")
                return Target("external", canonical(f"{outside}.{name}"), owner=target.key, via=target.via)
            cls = self.class_(key)
            index = cls.methods.get(name)
            if index is not None:
                function = self.files[key[0]].functions[index]
                unbound = not bound and not _decorated(function, "classmethod", "staticmethod")
                owner = None if unbound else target.key
                found = Target("function", function.qualname, key[0], index, owner, target.via)
                if bound and any(
                    d.rpartition(".")[2] in ("property", "cached_property") for d in function.decorators
                ):
                    return self._called(found, "()")
                return found
            value = self._class_attribute(key, cls, name)
            if value is not None:
                return value.but(via=weaker(value.via, target.via))
            nested = self._defs[key[0]].get(f"{cls.qualname}.{name}")
            if nested is not None:
                return nested
        return NOTHING

    def _class_attribute(self, key: tuple[str, int], cls: ClassFact, name: str) -> Target | None:
        """What the assignments to an attribute agree on; unknown if they do not.

        A parameter of which nothing is known says nothing against the default that another branch builds.
        """
        found: Target | None = None
        injected = False
        for attr in cls.attrs:
            if attr.name != name or attr.path == "=None":
                continue
            here = self.resolve(key[0], attr.path)
            if here.kind == "unknown" or here.name.startswith("=") or here.name in _FIELDS:
                here = self.resolve(key[0], attr.annotation) if attr.annotation else here
            if here.kind == "unknown":
                if attr.path[0] != "%" or "." in attr.path:
                    return NOTHING
                injected = True
                continue
            if found is not None and (found.kind, found.name, found.key) != (here.kind, here.name, here.key):
                return NOTHING
            found = here
        if found is None:  # only ever declared: ``x: A | None = None``
            declared = [
                a.annotation for a in cls.attrs if a.name == name and a.path == "=None" and a.annotation
            ]
            found = self.resolve(key[0], declared[0]) if len(set(declared)) == 1 and not injected else NOTHING
            if found.kind == "unknown":
                return NOTHING if any(attr.name == name for attr in cls.attrs) else None
        if found.kind == "function" and found.owner is None:
            return found
        return found.but(via=weaker(found.via, INFERRED if injected else CONSTRUCTED))

    def bases(self, key: tuple[str, int]) -> tuple[tuple[str, int] | str, ...]:
        """The class and its bases in lookup order: each before its own bases, left ones first; an external
        base is its path, at the end."""
        known = self._bases.get(key)
        if known is not None:
            return known
        order: list[tuple[str, int] | str] = []
        seen: set[tuple[str, int] | str] = {key}
        stack: list[tuple[tuple[str, int] | str, list[tuple[str, int] | str]]] = [(key, self._above(key))]
        while stack:
            item, above = stack[-1]
            if above:
                base = above.pop()
                if base not in seen:
                    seen.add(base)
                    stack.append((base, [] if isinstance(base, str) else self._above(base)))
            else:
                order.append(item)
                stack.pop()
        order.reverse()
        outside = [item for item in order if isinstance(item, str)]
        inside = [item for item in order if not isinstance(item, str)]
        found: tuple[tuple[str, int] | str, ...] = (*inside, *outside)
        if self._depth == 0 or "?" not in outside:  # inside a cycle a base is not known yet
            self._bases[key] = found
        return found

    def _above(self, key: tuple[str, int]) -> list[tuple[str, int] | str]:
        """The bases that a class names."""
        found: list[tuple[str, int] | str] = []
        for base in self.class_(key).bases:
            target = self.resolve(key[0], base)
            if target.kind == "class":
                found.append(target.key)
            elif target.name not in ("builtins.object", "typing.Generic", "abc.ABC", "typing.Protocol"):
                found.append(target.name if target.kind == "external" else "?")
        return found

    def _called(self, target: Target, token: str) -> Target:
        kind = target.kind
        if kind == "external":
            return target.but(name=canonical(target.name + token))
        if kind == "class":
            return target.but(kind="instance", via=weaker(target.via, CONSTRUCTED))
        if kind == "instance":
            method = self.member(target, "__call__")
            return self._called(method, token) if method.kind == "function" else NOTHING
        if kind == "elements":
            return target
        if kind != "function":
            return NOTHING
        function = self.function(target)
        if function.is_generator:
            return target.but(kind="generator")
        return self._returned(target, function)

    def _returned(self, target: Target, function: FunctionFact) -> Target:
        declared = self.resolve(target.file, function.annotation) if function.annotated else NOTHING
        if declared.name == "typing.Self()" and target.owner:
            return Target(
                "instance", file=target.owner[0], index=target.owner[1], via=weaker(target.via, ANNOTATED)
            )
        if declared.kind != "unknown" and not declared.name.startswith("="):
            return declared.but(via=weaker(declared.via, target.via))
        paths = [path for path in function.returns if path != "=None"]
        if not paths or function.stub:
            return NOTHING
        if paths == ["@." + function.qualname.rpartition(".")[0] + "()"] and target.owner:
            return Target(
                "instance", file=target.owner[0], index=target.owner[1], via=weaker(target.via, INFERRED)
            )
        result = self._all_alike(target.file, paths)
        return result.but(via=weaker(weaker(result.via, target.via), INFERRED))

    def _all_alike(self, file: str, paths: list[str]) -> Target:
        """The one thing that all paths are, else nothing; it asks no further than it must."""
        found = NOTHING
        for path in paths:
            here = self.resolve(file, path)
            if here.kind == "unknown" or found not in (NOTHING, here):
                return NOTHING
            found = here
        return found

    def _yielded(self, target: Target) -> Target:
        function = self.function(target)
        if function.annotated:
            declared = self.resolve(target.file, function.annotation)
            if declared.kind == "elements" and declared.inner is not None:
                return declared.inner
        return self._all_alike(target.file, [p for p in function.yields if p != "=None"]).but(via=INFERRED)

    def _element(self, target: Target) -> Target:
        if target.kind == "elements":
            return target.inner or NOTHING
        if target.kind == "external":
            return target.but(name=canonical(target.name + "[]"))
        if target.kind == "generator":
            return self._yielded(target)
        if target.kind == "class":  # type arguments, but of an enumeration a member
            outside = [base for base in self.bases(target.key) if isinstance(base, str)]
            return NOTHING if any(base.startswith("enum.") or base == "?" for base in outside) else target
        if target.kind == "instance":
            for name in ("__getitem__", "__iter__"):
                method = self.member(target, name)
                if method.kind == "function":
                    result = self._called(method, "()")
                    return self._yielded(result) if result.kind == "generator" else result
                if method.kind == "external":
                    return Target(
                        "external", method.name.rpartition(".")[0] + "[]", owner=target.key, via=target.via
                    )
        return NOTHING

    def _annotated(self, target: Target) -> Target:
        if target.kind == "class":
            return target.but(kind="instance", via=weaker(target.via, ANNOTATED))
        if target.kind == "external":
            return target.but(name=canonical(target.name + "()"), via=weaker(target.via, ANNOTATED))
        return NOTHING


def _decorated(function: FunctionFact, *names: str) -> bool:
    return any(path.rpartition(".")[2] in names for path in function.decorators)


def _definitions(facts: FileFacts) -> dict[str, Target]:
    """Functions and classes by qualified name; one that is defined twice stands for its last definition."""
    found: dict[str, Target] = {}
    for index, cls in enumerate(facts.classes):
        found[cls.qualname] = Target("class", cls.qualname, facts.path, index)
    for index, function in enumerate(facts.functions):
        if (
            function.name != "<lambda>"
            and not function.overload
            and not (function.qualname in found and _decorated(function, "setter", "deleter"))
        ):
            found[function.qualname] = Target("function", function.qualname, facts.path, index)
    return found
