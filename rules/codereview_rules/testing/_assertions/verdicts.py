"""What tests do instead of checking."""

from __future__ import annotations

import re
from enum import IntEnum

from codereview.facts.module import IN_HANDLER, IN_TRY, PASSED, CallFact, FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import Test
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern

_SMOKE = lazy_pattern(
    r"smoke|not?_(raise|error|exception|crash|fail|op|warn)|doesnt|does_?not|dont|without|crash|fuzz|import|noop|silent"
    r"|valid|(^|_)can_|success|allow|accept|permit|ignor|bench|perf|speed|profil|stress|legal|tolerat|stable|idempotent|compile|typ(e|ing)"
    r"|never|should_?nt|handles|already|serializ|hashable|callable|passes|early|non_?exist|missing|empty|null|none(_|$)",
    re.IGNORECASE,
)
_MEASURES = lazy_pattern(r"bench|perf|speed|profil|latency|timing", re.IGNORECASE)
_PRINTS = ("builtins.print", "pprint.", "rich.print")


class Instead(IntEnum):
    """What a test without a check does, the worst last."""

    RUNS = 0
    DROPS = 1
    PRINTS = 2
    SWALLOWS = 3
    RETURNS = 4
    NOTHING = 5


def instead(project: ProjectFacts, test: Test) -> Instead | None:
    """What a test does that checks nothing; None where it says that it only has to run, or it cannot be told."""
    function = project.function((test.path, test.index))
    if not _is_run(project, test):
        return None
    if function.stub:
        return None if _overrides(project, test, function) else Instead.NOTHING
    if function.returns_value:
        return Instead.RETURNS if {"=True", "=False"} & set(function.returns) else None
    if function.is_generator:
        return None
    calls = project.calls_in((test.path, test.index))
    printing = [call for call in calls if call.path.startswith(_PRINTS)]
    doing = [call for call in calls if call not in printing and not call.flags & IN_HANDLER]
    caught = any(call.flags & IN_HANDLER for call in printing)
    if caught and doing and any(call.flags & IN_TRY for call in doing):
        return Instead.SWALLOWS
    if printing:
        return None if _MEASURES.search(function.qualname) else Instead.PRINTS
    if not doing or _SMOKE.search(function.qualname):
        return None
    return Instead.DROPS if _gives_value(project, test, doing[-1]) else Instead.RUNS


def _gives_value(project: ProjectFacts, test: Test, call: CallFact) -> bool:
    """Whether the last call is of a function of the project that gives something back."""
    if call.flags & PASSED:
        return False
    target = project.resolve(test.path, call.path)
    if target.kind != "function" or project.zone(target.file) is Zone.TESTS:
        return False
    called = project.function(target.key)
    return called.returns_value and not called.is_generator and set(called.returns) - {"=None", "?"} != set()


def _is_run(project: ProjectFacts, test: Test) -> bool:
    """Whether a function is a test and no helper that is called like one, or that only unittest's patterns take."""
    if test.cls >= 0:
        return True
    patterns = project.testing.collection.patterns(test.path.rpartition("/")[0])
    if not any(rules.takes_file(test.path) for rules in patterns):
        return False
    callers = project.callers.get((test.path, test.index), ())
    return not any(
        project.files[path].symbol(index).rpartition(".")[2].startswith("test")
        for (path, index), *_ in callers
    )


def _overrides(project: ProjectFacts, test: Test, function: FunctionFact) -> bool:
    """Whether an empty method is there to switch off that of a base, or can be."""
    if test.cls < 0:
        return False
    if project.testing.collection.kind(test.path, test.cls) == "unknown":
        return True
    bases = project.resolver.bases((test.path, test.cls))
    return any(
        function.name in project.files[base[0]].classes[base[1]].methods
        for base in bases[1:]
        if not isinstance(base, str)
    )


__all__ = ["Instead", "instead"]
