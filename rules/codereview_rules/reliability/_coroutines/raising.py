"""What keeps a coroutine from being made, or an error about one from being raised."""

from __future__ import annotations

from codereview.api import Place
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.signatures import Signatures

from .._flow.callees import Callee


def fails_first(project: ProjectFacts, path: str, at: Place, callee: Callee, function: int) -> bool:
    """Whether the call that would make the coroutine lacks an argument: it raises, and there never is one."""
    name = callee.function.name
    calls = [
        call
        for call in project.calls_in((path, function))
        if last_name(call.path) == name and call.line <= at.end_line
    ]
    if not calls:
        return False
    call = max(calls, key=lambda one: one.line)
    wrong = Signatures(project).of_target(path, call, project.resolve(path, call.path))
    return wrong is not None and wrong.fails


def is_patched(project: ProjectFacts) -> bool:
    """Whether something lets loops run within loops."""
    imports = (item.module for facts in project.files.values() for item in facts.imports)
    return any(module.startswith("nest_asyncio") for module in imports)
