"""Decorators that leave the signature of a function as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codereview.facts.paths import SPREAD, split

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_TRANSPARENT = frozenset(
    "builtins.staticmethod builtins.classmethod abc.abstractmethod functools.cache functools.lru_cache "
    "functools.lru_cache() functools.wraps() typing.final typing.override typing_extensions.override "
    "contextlib.contextmanager contextlib.asynccontextmanager typing.no_type_check warnings.deprecated() "
    "typing_extensions.deprecated() django.db.transaction.atomic django.db.transaction.atomic() "
    "tenacity.retry tenacity.retry() backoff.on_exception() torch.no_grad() torch.inference_mode() "
    "streamlit.cache_data streamlit.cache_data() streamlit.cache_resource streamlit.cache_resource() "
    "streamlit.cache streamlit.cache() asgiref.sync.sync_to_async asgiref.sync.async_to_sync".split()
)
_SAME = re.compile(
    r"(?:builtins|functools|abc|typing|typing_extensions|contextlib|pytest|pytest_asyncio|pydantic|cached_property|numba|jax"
    r"|django|rest_framework|flask_\w+|tenacity|backoff|retry|retrying|beartype|typeguard|overrides|sentry_sdk|cachetools"
    r"|streamlit|torch|langsmith|opentelemetry)\."
)
"""Libraries whose decorators hand on what a function gives."""
_REGISTERS = re.compile(
    r"(?:fastapi\.(?:FastAPI|APIRouter)\(\)\."
    r"(?:get|post|put|patch|delete|head|options|websocket|exception_handler|middleware|on_event)\(\)"
    r"|flask\.(?:Flask|Blueprint)\(\)\.(?:route|get|post|put|patch|delete|before_request|after_request|errorhandler)(?:\(\))?"
    r"|pytest\.mark\..*|atexit\.register|django\.dispatch\.receiver\(\))\Z"
)


def keeps_signature(project: ProjectFacts, path: str, decorator: str) -> bool:
    """Whether a decorator, as it is named in a file, is known to change nothing of how a function is called."""
    if decorator in _TRANSPARENT:
        return True
    target = project.resolve(path, decorator)
    return target.kind == "external" and (
        target.name in _TRANSPARENT or _REGISTERS.match(target.name) is not None
    )


def passes_on(project: ProjectFacts, path: str, decorator: str) -> bool:
    """Whether a decorator of the project gives back the function that it is given, or one that hands all of its
    arguments on to it as they are."""
    target = project.resolve(path, decorator.removesuffix("()"))
    if target.kind != "function" or target.owner is not None:
        return False
    function = project.resolver.function(target)
    if decorator.endswith("()"):  # a function that makes the decorator
        inner = _inner(project, target.file, function.returns)
        if inner < 0:
            return False
        return _hands_on(project, target.file, inner)
    return _hands_on(project, target.file, target.index)


def keeps_result(project: ProjectFacts, path: str, before: str) -> bool:
    """Whether what calls in a path give is what the functions give back: no decorator of a library, of which nothing
    is known, stands between (a task of a queue or graph gives a future)."""
    tokens = split(before)
    for place, token in enumerate(tokens):
        if token == "()":
            target = project.resolve(path, "".join(tokens[:place]))
            if target.kind == "function" and not all(
                _keeps(project, target.file, each) for each in project.resolver.function(target).decorators
            ):
                return False
    return True


def _keeps(project: ProjectFacts, path: str, decorator: str) -> bool:
    """Whether a decorator is the project's own, or known to change nothing of what a call gives."""
    target = project.resolve(path, decorator)
    if target.kind != "external":
        return project.resolve(path, decorator.removesuffix("()")).kind != "unknown"
    return keeps_signature(project, path, decorator) or _SAME.match(target.name) is not None


def _inner(project: ProjectFacts, file: str, returns: tuple[str, ...]) -> int:
    """The one function of this file that is returned."""
    if len(returns) != 1 or "<locals>" not in returns[0]:
        return -1
    found = project.resolve(file, returns[0])
    return found.index if found.kind == "function" and found.file == file else -1


def _hands_on(project: ProjectFacts, file: str, index: int) -> bool:
    facts = project.files[file]
    function = facts.functions[index]
    if function.decorators or not function.params or function.is_generator:
        return False
    given = f"%{index}:{function.params[0].name}"
    if function.returns == (given,):
        return True
    inner = _inner(project, file, function.returns)
    if inner < 0:
        return False
    wrapper = facts.functions[inner]
    if [param.kind for param in wrapper.params] != ["vararg", "kwarg"]:
        return False
    if "**" in facts.foreign or any(
        call.function == inner and call.path.startswith("=dict.") for call in facts.calls
    ):
        return False  # what it hands on is not what it is given
    calls = [call for call in facts.calls if call.path == given]
    return bool(calls) and all(
        call.args == (SPREAD,) and len(call.kwargs) == 1 and call.kwargs[0][0] == "**" for call in calls
    )
