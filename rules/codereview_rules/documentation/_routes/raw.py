"""Whether what a route gives is a finished answer, of which the description says nothing."""

from __future__ import annotations

from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import Target

_FRAMEWORKS = ("starlette", "fastapi", "flask", "werkzeug", "django", "aiohttp", "sse_starlette", "fasthtml")
_DEEPEST = 3  # helpers that hand on what another helper gives


def gives_raw(project: ProjectFacts, handler: Key) -> bool:
    """Whether a handler is annotated with a finished answer (a page, a file, a redirect), or gives one back."""
    function = project.function(handler)
    if function.annotated:
        return bool(function.annotation) and _is_raw(project, handler[0], function.annotation)
    return _gives(project, handler[0], function, 0)


def _gives(project: ProjectFacts, file: str, function: FunctionFact, depth: int) -> bool:
    return any(_is_raw(project, file, path, depth) for path in function.returns)


def _is_raw(project: ProjectFacts, file: str, path: str, depth: int = 0) -> bool:
    """Whether a value is one of a framework's answers, or of a class below those."""
    target = project.resolve(file, path)
    if target.kind in ("class", "instance"):
        return any(
            base == "?" or _is_answer(base)
            for base in project.resolver.bases(target.key)
            if isinstance(base, str)
        )
    if target.kind == "external" and _is_answer(target.name):
        return True
    helper = _helper(project, file, path)
    if helper is not None and depth < _DEEPEST:
        function = project.function(helper.key)
        if function.annotated and _is_raw(project, helper.file, function.annotation, depth + 1):
            return True
        return _gives(project, helper.file, function, depth + 1)
    # what is not known is taken for what its name says
    return target.kind in ("unknown", "external") and "Response" in path


def _is_answer(name: str) -> bool:
    called = name.removesuffix("()")
    return called.startswith(_FRAMEWORKS) and ("Response" in called or called.endswith("redirect"))


def _helper(project: ProjectFacts, file: str, path: str) -> Target | None:
    """The function of the project whose call a value is."""
    if not path.endswith("()"):
        return None
    target = project.resolve(file, path[:-2])
    return target if target.kind == "function" else None
