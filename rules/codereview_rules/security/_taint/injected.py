"""Parameters of handlers that a function of the project gives: ``Annotated[Run, Depends(get_run)]``.

FastAPI reads such a parameter from no body, whatever class it is annotated with: it is what the function returns.
https://fastapi.tiangolo.com/tutorial/dependencies/#share-annotated-dependencies
"""

from __future__ import annotations

from codereview.facts.module import FunctionFact, Param
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.declared import Value

_GIVES = (".Depends", ".Security")


def is_injected(project: ProjectFacts, file: str, function: FunctionFact, param: Param) -> bool:
    """Whether a function gives a parameter, in its annotation or by the alias that it is annotated with."""
    return _by_annotation(project, file, function, param) or _by_alias(project, file, function, param)


def _by_annotation(project: ProjectFacts, file: str, function: FunctionFact, param: Param) -> bool:
    start = (param.line, param.column)
    later = [(other.line, other.column) for other in function.params]
    end = min((place for place in later if place > start), default=(function.end_line, 0))
    return any(
        call.path.endswith(_GIVES)
        and start < (call.line, call.column) < end
        and bool(call.args)
        and project.resolve(file, call.args[0]).kind == "function"
        for call in project.files[file].calls
    )


def _by_alias(project: ProjectFacts, file: str, function: FunctionFact, param: Param) -> bool:
    """By ``RunDep = Annotated[Run, Depends(get_run)]``; in its own file an alias is seen as the class that it names."""
    identity = project.routes.verdicts.identity
    said = project.routes.verdicts.depends.get((file, function.qualname, function.line))
    meant = project.resolve(file, param.annotation.removesuffix("*"))
    own = param.annotation.rstrip("!*").rpartition(".")[2]
    found = False
    for item in said.value.items if said is not None else ():
        if item.kind != "name":
            continue
        aliases = identity.bound.get(identity.node(file, "", item.text), ())
        if not aliases and identity.target(file, "", item.text).key == meant.key:
            return False  # a parameter of the class itself
        for path, bound in aliases:
            parts = bound.value.items if bound.value.kind == "list" else ()
            if any(_by_function(project, path, part) for part in parts):
                found = found or item.text.rpartition(".")[2] == own or path == file
    return found


def _by_function(project: ProjectFacts, path: str, part: Value) -> bool:
    """Whether a part of an annotation is a dependency that a function is given for."""
    if part.kind != "call" or part.last not in ("Depends", "Security") or not part.positional:
        return False
    given = part.positional[0]
    found = project.routes.verdicts.identity.target(path, "", given.text)
    return given.kind == "name" and found.kind == "function"
