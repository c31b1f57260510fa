"""The roots of symbolic paths: names of modules, definitions, imports, parameters."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from codereview.facts.canonical import canonical
from codereview.facts.layout import Layout
from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.paths import split
from codereview.facts.targets import NOTHING, OUTSIDE, Target, decorated, outside

_MAX_DEPTH = 24
_HOLDS = frozenset({"instance", "class", "module"})
_PARAMETER = re.compile(r"%(\d+):([^.()\[\]!*^]*)")
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


class Lookup(ABC):
    """Resolves paths against the facts of all files; answers are remembered. `Resolver` adds the steps."""

    def __init__(self, files: dict[str, FileFacts], layout: Layout) -> None:
        self.files = files
        self.layout = layout
        self._known: dict[tuple[str, str], Target] = {}
        self._waiting: set[tuple[str, str]] = set()  # unknown as long as callers do not tell what they pass
        self._waits = 0  # how often an answer was met that such knowledge may change
        self._open: set[tuple[str, str]] = set()
        self._vain: set[tuple[str, str]] = set()  # looked up without success since the outermost question
        self._bases: dict[tuple[str, int], tuple[tuple[str, int] | str, ...]] = {}
        self._callees: dict[tuple[str, int, str, bool], tuple[str, int] | None] = {}
        self._hidden: dict[tuple[str, str], bool] = {}
        self._defs = {path: _definitions(facts) for path, facts in files.items()}
        self._depth = 0
        self.parameters: dict[tuple[str, int, str], Target] = {}
        self.gaps: dict[tuple[str, str], tuple[Target, str]] = {}
        """By file and path, the first object of which a path asks what its own definition does not show, and what it
        asks."""

    def learn(self, parameters: dict[tuple[str, int, str], Target]) -> None:
        """Takes over what callers pass; what was unknown for want of that is asked anew."""
        self.parameters = parameters
        self._waiting.clear()
        self._bases = {key: bases for key, bases in self._bases.items() if "?" not in bases}
        self._callees = {
            key: callee
            for key, callee in self._callees.items()
            if callee is not None and key[:2] in self._bases
        }

    def function(self, target: Target) -> FunctionFact:
        """The function that a target of kind ``function`` or ``generator`` points at."""
        return self.files[target.file].functions[target.index]

    def class_(self, key: tuple[str, int]) -> ClassFact:
        """The class at a key."""
        return self.files[key[0]].classes[key[1]]

    def is_outside(self, folder: str, path: str) -> bool:
        """Whether a path, of a file in a folder, begins with nothing of the project: unknown, a literal, a builtin, a
        package from outside. A cheap test for who asks only for the project's own."""
        if path[0] in "@%":
            return False
        root = path.partition(".")[0]
        return root[0] in "?=" or root == "builtins" or not self.layout.find(root, folder)

    def resolve(self, file: str, path: str) -> Target:
        """What ``path`` means in ``file``."""
        key = (file, path)
        found = self._known.get(key)
        if found is not None:
            return found
        if not path or path[0] == "?":
            return NOTHING
        if key in self._waiting or (path[0] == "%" and self._parameter(file, path) is NOTHING):
            self._waits += 1  # most parameters are not known: what is asked of them needs no walk
            return NOTHING
        if self._depth == 0:
            self._vain.clear()
        if key in self._open or key in self._vain or self._depth > _MAX_DEPTH:
            self._waits += 1
            return NOTHING
        self._open.add(key)
        self._depth += 1
        waits = self._waits
        try:
            found = self._walk(file, path)
        finally:
            self._depth -= 1
            self._open.discard(key)
        if found.kind != "unknown" or (self._depth == 0 and self._waits == waits):
            self._known[key] = found
        elif self._depth == 0:
            self._waiting.add(key)
        else:
            self._vain.add(key)  # may be due to a circle, so it holds for this question only
        return found

    def _walk(self, file: str, path: str) -> Target:
        tokens = split(path)
        root = tokens[0]
        if root == "@":
            target, start = self._called_here(file, path, tokens) or self._local(file, tokens)
        elif root.startswith("%"):
            target, start = self._parameter(file, root), 1
        elif root.startswith("="):
            if root.startswith("=lambda:"):
                target, start = Target("function", "<lambda>", file, int(root[8:])), 1
            else:
                target, start = Target("external", root), 1
        else:
            target, start = self._import(file, tokens)
        count = len(tokens)
        while start < count:
            before, token = target, tokens[start]
            if before.kind == "unknown":
                return NOTHING
            if before.kind == "external" and token[0] in OUTSIDE:
                target, start = outside(before, tokens, start)
                continue
            target, start = self.step(before, token), start + 1
            if before.kind in _HOLDS and (target.kind == "unknown" or target.owner is not None):
                self.gaps.setdefault((file, path), (before, token))
        return target

    def _called_here(self, file: str, path: str, tokens: tuple[str, ...]) -> tuple[Target, int] | None:
        """What the first call in a path gives, of which others in the file ask too: nearly always ``self``."""
        head, _, rest = path.partition("()")
        if not rest:
            return None
        return self.resolve(file, head + "()"), tokens.index("()") + 1

    def _parameter(self, file: str, path: str) -> Target:
        """What callers pass for the parameter that a path begins with."""
        root = _PARAMETER.match(path)
        return self.parameters.get((file, int(root[1]), root[2]), NOTHING) if root else NOTHING

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
            if function.cls >= 0 and decorated(function, "classmethod"):
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
        """Whether a package binds the name of one of its modules to something else, as ``from .x import x`` does, and
        ``from .y import *`` where ``y`` has an ``x``."""
        key = (package, name)
        if key not in self._hidden:
            self._hidden[key] = self._bound(package, name, module, [])
        return self._hidden[key]

    def _bound(self, package: str, name: str, module: str, seen: list[str]) -> bool:
        """Whether a file has a name that is not the module of that name."""
        facts, folder = self.files.get(package), package.rpartition("/")[0]
        if facts is None:
            return False
        path = facts.names.get(name)
        if path is not None:
            return self.layout.find(path, folder) != module
        seen.append(package)
        return any(
            source not in seen and self._shares(source, name) and self._bound(source, name, module, seen)
            for source in [self.layout.find(star, folder) for star in facts.stars]
        )

    def _shares(self, file: str, name: str) -> bool:
        """Whether a star import of a file would bring a name, if it has it."""
        exports = self.files[file].exports if file in self.files else None
        return name in exports if exports is not None else not name.startswith("_")

    def _offers(self, module: str, token: str) -> bool:
        """Whether a module can have what the next step of a path asks for."""
        facts = self.files.get(module)
        if token[:1] != "." or facts is None:
            return token[:1] == "."
        folder = module.rpartition("/")[0]
        if token[1:] in facts.names or not all(self.layout.find(star, folder) for star in facts.stars):
            return True
        return self.symbol(module, token[1:]).kind != "unknown"

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
        key = (file, f"*{name}")
        if key in self._vain or not self._shares(file, name):
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

    @abstractmethod
    def step(self, target: Target, token: str) -> Target:
        """What one suffix of a path makes of a target."""


def _definitions(facts: FileFacts) -> dict[str, Target]:
    """Functions and classes by qualified name; one that is defined twice stands for its last definition."""
    found: dict[str, Target] = {}
    for index, cls in enumerate(facts.classes):
        found[cls.qualname] = Target("class", cls.qualname, facts.path, index)
    for index, function in enumerate(facts.functions):
        if (
            function.name != "<lambda>"
            and not function.overload
            and not (function.qualname in found and decorated(function, "setter", "deleter"))
        ):
            found[function.qualname] = Target("function", function.qualname, facts.path, index)
    return found
