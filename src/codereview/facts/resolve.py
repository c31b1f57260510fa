"""Symbolic paths -> what they are in this project: a function, a class, an instance, or something external.

Nothing is guessed: a step that cannot be followed ends in *unknown*, and unknown means that no rule makes a
claim.
"""

from __future__ import annotations

from codereview.facts.canonical import canonical
from codereview.facts.lookup import Lookup
from codereview.facts.module import AttrFact, ClassFact, FunctionFact
from codereview.facts.targets import (
    ANNOTATED,
    CONSTRUCTED,
    EXACT,
    INFERRED,
    NOTHING,
    Target,
    decorated,
    weaker,
)

__all__ = ["ANNOTATED", "CONSTRUCTED", "EXACT", "INFERRED", "NOTHING", "Resolver", "Target", "weaker"]

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


class Resolver(Lookup):
    """Follows the suffixes of paths: attributes, calls, elements, annotations."""

    def step(self, target: Target, token: str) -> Target:
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
                unbound = not bound and not decorated(function, "classmethod", "staticmethod")
                owner = None if unbound else target.key
                found = Target("function", function.qualname, key[0], index, owner, target.via)
                if bound and any(
                    d.rpartition(".")[2] in ("property", "cached_property") for d in function.decorators
                ):
                    return self._called(found, "()")
                return found
            value = self._class_attribute(key, cls, name)
            if value is not None:
                return value.through(target.via)
            nested = self._defs[key[0]].get(f"{cls.qualname}.{name}")
            if nested is not None:
                return nested
        return NOTHING

    def callee(self, target: Target) -> tuple[str, int] | None:
        """The first-party function that runs when a target is called: itself, a class's ``__init__``, an instance's
        ``__call__``."""
        if target.kind == "function":
            return target.key
        if target.kind not in ("class", "instance"):
            return None
        key = (target.file, target.index, target.kind, target.name == "^")
        if key not in self._callees:
            name = "__init__" if target.kind == "class" else "__call__"
            method = self.member(target.but(kind="instance"), name)
            self._callees[key] = method.key if method.kind == "function" else None
        return self._callees[key]

    def _class_attribute(self, key: tuple[str, int], cls: ClassFact, name: str) -> Target | None:
        """What the assignments to an attribute agree on; unknown if they do not.

        A parameter of which nothing is known says nothing against the default that another branch builds.
        """
        found: Target | None = None
        injected = False
        for attr in cls.attrs:
            if attr.name != name or attr.path == "=None":
                continue
            here = self._assigned(key[0], attr)
            if here.kind == "unknown":
                if attr.path[0] != "%" or "." in attr.path:
                    return NOTHING
                injected = True
                continue
            if found is not None and (found.kind, found.name, found.key) != (here.kind, here.name, here.key):
                return NOTHING
            found = here
        if found is None:
            found = NOTHING if injected else self._declared(key[0], cls, name)
            if found.kind == "unknown":
                return NOTHING if any(attr.name == name for attr in cls.attrs) else None
        if found.kind == "function" and found.owner is None:
            return found
        return found.through(INFERRED if injected else CONSTRUCTED)

    def _assigned(self, file: str, attr: AttrFact) -> Target:
        """What one assignment gives an attribute: its value or, where that tells little, its annotation."""
        here = self.resolve(file, attr.path)
        vague = here.kind == "unknown" or here.name.startswith("=") or here.name in _FIELDS
        return self.resolve(file, attr.annotation) if vague and attr.annotation else here

    def _declared(self, file: str, cls: ClassFact, name: str) -> Target:
        """The class of an attribute that is only ever declared: ``x: A | None = None``."""
        declared = {a.annotation for a in cls.attrs if a.name == name and a.path == "=None" and a.annotation}
        return self.resolve(file, declared.pop()) if len(declared) == 1 else NOTHING

    def bases(self, key: tuple[str, int]) -> tuple[tuple[str, int] | str, ...]:
        """The class and its bases in lookup order: each before its own bases, left ones first; an external
        base is its path, at the end."""
        known = self._bases.get(key)
        if known is not None:
            self._waits += "?" in known
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
            return declared.through(target.via)
        paths = [path for path in function.returns if path != "=None"]
        if not paths or function.stub:
            return NOTHING
        if paths == ["@." + function.qualname.rpartition(".")[0] + "()"] and target.owner:
            return Target(
                "instance", file=target.owner[0], index=target.owner[1], via=weaker(target.via, INFERRED)
            )
        result = self._all_alike(target.file, paths)
        return result.through(INFERRED)

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
                    if name == "__iter__" and result.kind == "instance":  # an iterator, often itself
                        following = self.member(result, "__next__")
                        return self._called(following, "()") if following.kind == "function" else NOTHING
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
