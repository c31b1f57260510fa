"""What makes a definition that nothing names one of several, of which others are in use."""

from __future__ import annotations

import re

from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.unused import Unused

from .headings import Headings

_SHOWN = re.compile(r"(?:^|_)(?:examples?|demo|usage)(?:_|$)")
_SHORT = 2
"""Lines of a body that is one of a set."""
_SET = 3
_MIRROR = 15
"""Methods of a class that do their work by the same call: they stand for what a service offers."""


def counterpart(project: ProjectFacts, found: Unused) -> str:
    """The class below that has a method of the same name, or empty."""
    if not isinstance(found.fact, FunctionFact) or found.fact.cls < 0:
        return ""
    classes = project.classes
    below = (classes.fact(key) for key in classes.below((found.path, found.fact.cls)))
    return next((cls.name for cls in below if found.fact.name in cls.methods), "")


def is_of_base(project: ProjectFacts, found: Unused) -> bool:
    """Whether a class above has a method of the same name, with which it is told."""
    if not isinstance(found.fact, FunctionFact) or found.fact.cls < 0:
        return False
    own = (found.path, found.fact.cls)
    bases = (key for key in project.resolver.bases(own) if not isinstance(key, str) and key != own)
    return any(found.fact.name in project.classes.fact(key).methods for key in bases)


def is_one_of_many(project: ProjectFacts, found: Unused, gone: frozenset[str]) -> bool:
    """Whether a definition completes something: functions of one line whose names differ by a word, the methods of a
    class that stands for what a service offers, what is said to be used later, or an example.

    Args:
        project: its facts.
        found: the definition.
        gone: the names of the functions in its file that nothing names.
    """
    if any(note.line == found.fact.line for note in project.files[found.path].noted.get(Headings.name(), ())):
        return True
    if not isinstance(found.fact, FunctionFact):
        return False
    main = project.files[found.path].main_line
    if main and found.fact.line > main and found.fact.column > 1 and _SHOWN.search(found.fact.name):
        return True  # how to use the module, beside what is started
    return _completes(project, found.path, found.fact, gone) or _mirrors(project, found.path, found.fact)


def _completes(project: ProjectFacts, path: str, function: FunctionFact, gone: frozenset[str]) -> bool:
    words = function.name.split("_")
    used = 0
    for other in project.files[path].functions:
        same = other.cls == function.cls and other.parent == function.parent and other.name not in gone
        theirs = other.name.split("_")
        differ = sum(one != two for one, two in zip(words, theirs, strict=False))
        if same and len(words) == len(theirs) > _SET - 1 and differ == 1 and _is_short(other):
            used += [p.name for p in other.params] == [p.name for p in function.params]
    return used >= _SET - 1 and _is_short(function)


def _is_short(function: FunctionFact) -> bool:
    return function.end_line - function.body_line < _SHORT


def _mirrors(project: ProjectFacts, path: str, function: FunctionFact) -> bool:
    if function.cls < 0:
        return False
    methods = set(project.files[path].classes[function.cls].methods.values())
    helpers: dict[str, set[int]] = {}
    for call in project.files[path].calls:
        if call.function in methods and call.written.startswith("self."):
            helpers.setdefault(call.written, set()).add(call.function)
    mine = next(i for i, one in enumerate(project.files[path].functions) if one is function)
    return any(mine in users and len(users) >= _MIRROR for users in helpers.values())
