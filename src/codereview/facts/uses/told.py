"""What calls tell of how classes and modules get their attributes, from one look at each of them."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.facts.module import CallFact, FileFacts

_SETTERS = (".setattr", ".__setattr__")
_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})
_PUBLIC = frozenset({"public.public", "public.private"})
"""Of atpublic: ``public(name=value)`` at the top of a module binds the name there."""
INCLUDES = frozenset({"split_settings.tools.include"})
"""They run files with the names of the calling module."""
_TELLING = (
    _PARTIAL | _PUBLIC | INCLUDES | {"builtins.vars", "builtins.locals", "builtins.globals", "builtins.exec"}
)


class Told:
    """What calls tell: those of ``setattr`` and ``partial``; files whose objects get attributes in ways that no name
    shows, whose modules get names, and that change how modules are found; names that calls bind in a module."""

    def __init__(self) -> None:
        self.setting: list[tuple[str, CallFact]] = []
        self.partial: list[tuple[str, CallFact]] = []
        self.shuffling: set[str] = set()
        self.names: set[str] = set()
        self.modules: set[str] = set()
        self.bound: set[tuple[str, str]] = set()

    def take(self, path: str, call: CallFact) -> None:
        """Takes a call of one of the names that tell something."""
        name = call.path
        if name in _PARTIAL:
            self.partial.append((path, call))
            return
        if name in _PUBLIC and call.function < 0:
            self.bound.update((path, key) for key, _ in call.kwargs)
        if name == "builtins.vars" or (name == "builtins.locals" and call.function < 0):
            self.shuffling.add(path)
        if name in ("builtins.globals", "builtins.exec") or name in INCLUDES or call.function < 0:
            self.names.add(path)


def told(files: Mapping[str, FileFacts]) -> Told:
    """What the calls of all files tell."""
    out = Told()
    out.shuffling.update(path for path, facts in files.items() if "__dict__" in facts.foreign)
    for path, facts in files.items():
        for call in facts.calls:
            name = call.path
            if name.endswith(_SETTERS):
                out.setting.append((path, call))
                first = call.args[0] if call.args else "?"
                if call.function < 0 or first.startswith(("?", "sys.", "importlib.")):
                    out.names.add(path)
            elif name in _TELLING:
                out.take(path, call)
            elif name.startswith(("sys.m", "?__path__")):
                out.modules.add(path)
    return out
