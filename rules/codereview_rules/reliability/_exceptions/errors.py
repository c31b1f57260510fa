"""Classes of errors: which of them a handler catches, and what kind of error each is."""

from __future__ import annotations

import builtins
from functools import lru_cache

from codereview.facts.project import ProjectFacts
from codereview.facts.targets import Target

Error = tuple[str, int] | str
"""A class of the project, or the path of an external one."""

EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
ENDINGS: frozenset[Error | None] = frozenset(
    {"builtins.KeyboardInterrupt", "builtins.SystemExit", "asyncio.CancelledError"}
)
# what a wrong line of code raises
PROGRAMMING = frozenset({"TypeError", "AttributeError", "NameError", "UnboundLocalError", "AssertionError"})

_SAME = {
    "builtins.IOError": "builtins.OSError",
    "builtins.EnvironmentError": "builtins.OSError",
    "builtins.WindowsError": "builtins.OSError",
    "socket.error": "builtins.OSError",
    "select.error": "builtins.OSError",
    "os.error": "builtins.OSError",
    "shutil.Error": "builtins.OSError",
    "asyncio.TimeoutError": "builtins.TimeoutError",
    "asyncio.exceptions.TimeoutError": "builtins.TimeoutError",
    "asyncio.exceptions.CancelledError": "asyncio.CancelledError",
    "concurrent.futures.TimeoutError": "builtins.TimeoutError",
    "socket.timeout": "builtins.TimeoutError",
    "starlette.exceptions.HTTPException": "fastapi.HTTPException",
    "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
    "requests.exceptions.RequestException": "requests.RequestException",
    "requests.exceptions.HTTPError": "requests.HTTPError",
    "requests.exceptions.ConnectionError": "requests.ConnectionError",
    "requests.exceptions.Timeout": "requests.Timeout",
    "django.db.utils.IntegrityError": "django.db.IntegrityError",
    "django.db.utils.DatabaseError": "django.db.DatabaseError",
}
_ABOVE = {
    "json.JSONDecodeError": "builtins.ValueError",
    "json.decoder.JSONDecodeError": "builtins.ValueError",
    "urllib.error.URLError": "builtins.OSError",
    "urllib.error.HTTPError": "urllib.error.URLError",
    "requests.RequestException": "builtins.OSError",
    "requests.HTTPError": "requests.RequestException",
    "requests.ConnectionError": "requests.RequestException",
    "requests.Timeout": "requests.RequestException",
    "httpx.HTTPStatusError": "httpx.HTTPError",
    "aiohttp.ClientResponseError": "aiohttp.ClientError",
    "subprocess.CalledProcessError": "subprocess.SubprocessError",
    "subprocess.TimeoutExpired": "subprocess.SubprocessError",
    "asyncio.CancelledError": "builtins.BaseException",
    "queue.Empty": "builtins.Exception",
    "django.db.IntegrityError": "django.db.DatabaseError",
    "django.db.OperationalError": "django.db.DatabaseError",
    "django.core.exceptions.ObjectDoesNotExist": "builtins.Exception",
    "werkzeug.exceptions.NotFound": "werkzeug.exceptions.HTTPException",
    "werkzeug.exceptions.BadRequest": "werkzeug.exceptions.HTTPException",
    "werkzeug.exceptions.Forbidden": "werkzeug.exceptions.HTTPException",
    "werkzeug.exceptions.Unauthorized": "werkzeug.exceptions.HTTPException",
}


REFUSED = {
    "requests": "requests.HTTPError",
    "httpx": "httpx.HTTPStatusError",
    "aiohttp": "aiohttp.ClientResponseError",
}
"""What ``raise_for_status()`` of a library raises."""


@lru_cache(maxsize=4096)
def external(path: str) -> tuple[str, ...]:
    """An external class and those above it, as far as they are known; Exception for one that is not."""
    path = path.removesuffix("()")
    path = _SAME.get(path, path)
    if path.startswith("builtins."):
        cls = getattr(builtins, path[9:], None)
        if isinstance(cls, type) and issubclass(cls, BaseException):
            return tuple(f"builtins.{c.__name__}" for c in cls.__mro__ if c is not object)
        return (path,)
    above = _ABOVE.get(path, "")
    return (path, *external(above or "builtins.Exception"))


def fails_outside(path: str) -> bool:
    """Whether an external class is one of failures outside of the program: a library's own, or the system's."""
    above = external(path)
    if "builtins.OSError" in above:
        return True
    return not above[0].startswith(("builtins.", "asyncio.", "json.", "queue."))


class Hierarchy:
    """What the classes of a project's errors are."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._known: dict[tuple[str, str], Error | None] = {}
        self._chains: dict[Error, frozenset[Error]] = {}

    def error(self, file: str, path: str) -> Error | None:
        """The class that a path names, or of which it is an instance; None where that is not known."""
        key = (file, path)
        if key not in self._known:
            self._known[key] = self._error(file, path)
        return self._known[key]

    def _error(self, file: str, path: str) -> Error | None:
        if (
            not path or path[0] in "?=%" or path[-1] in "!]"
        ):  # an object that was given: of its class or one below
            return None
        if path.startswith("builtins."):
            return external(path)[0]
        found = _class_of(self._project.resolve(file, path))
        # a name that stands for every error in one place stands for a class of its own in another: Model.DoesNotExist
        return None if isinstance(found, str) and found in EVERYTHING else found

    def above(self, error: Error) -> frozenset[Error]:
        """A class with all classes above it."""
        if isinstance(error, str):
            return frozenset(external(error))
        if error not in self._chains:
            found: set[Error] = set()
            for base in self._project.resolver.bases(error):
                found.update(external(base) if isinstance(base, str) else (base,))
            found.update(("builtins.Exception", "builtins.BaseException") if len(found) == 1 else ())
            self._chains[error] = frozenset(found | {error})
        return self._chains[error]

    def is_error(self, key: tuple[str, int]) -> bool:
        """Whether a class of the project is an error's."""
        outside = [base for base in self._project.resolver.bases(key) if isinstance(base, str)]
        return any(
            "builtins.BaseException" in external(base) and (base.startswith("builtins.") or _sounds(base))
            for base in outside
        )

    def name(self, error: Error) -> str:
        """How a class is called."""
        if isinstance(error, str):
            return error.removesuffix("()").rpartition(".")[2]
        return self._project.files[error[0]].classes[error[1]].name


def _class_of(target: Target) -> Error | None:
    if target.kind in ("class", "instance"):
        return target.key
    if target.kind == "external" and target.name[0] not in "?=":
        return external(target.name)[0]
    return None


def _sounds(path: str) -> bool:
    return path.endswith(("Error", "Exception", "Warning", "Abort", "Exit"))
