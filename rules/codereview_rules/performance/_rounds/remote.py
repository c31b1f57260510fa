"""Reads over the network, directly or through functions of the project."""

from __future__ import annotations

from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.patterns import lazy_pattern

_ASYNC = lazy_pattern(
    r"(?:httpx\.AsyncClient\(\)|aiohttp\.(?:client\.)?ClientSession\(\))\.(?:get|head)$"
    r"|openai\.Async(?:Azure)?OpenAI\(\)\.embeddings\.create$"
)
_SYNC = lazy_pattern(
    r"(?:requests|httpx)\.(?:get|head)$|(?:requests\.(?:sessions\.)?[Ss]ession\(\)|httpx\.Client\(\))\.(?:get|head)$"
    r"|urllib\.request\.urlopen$|openai\.(?:Azure)?OpenAI\(\)\.embeddings\.create$"
    r"|boto3\.client\(\)\.(?:get_object|head_object)$"
)
_CHANGES = lazy_pattern(
    r"\.(?:post|put|patch|delete|commit|add|save|flush|write|insert\w*|update\w*|sleep|acquire|send\w*)$"
)
_DEEP = 2


class Remote:
    """Tells what a call reads from another machine.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._reads: dict[Key, str] = {}

    def read_by(self, path: str, call: CallFact, *, waits: bool) -> str:
        """The call that asks another machine, as it is named; empty if none is seen.

        Args:
            path: the file.
            call: a call in it.
            waits: whether it is an asynchronous one that counts.
        """
        if (
            call.path[:1] in "?="
            or call.path.startswith("builtins.")
            or (waits and not call.flags & m.AWAITED)
        ):
            return ""
        target = self.project.resolve(path, call.path)
        if target.kind == "external":
            return _shown(target.name) if (_ASYNC if waits else _SYNC).match(target.name) else ""
        callee = self.project.callee(target)
        if callee is None or callee[1] < 0 or self.project.function(callee).is_async is not waits:
            return ""
        return self._of(callee, waits, 1)

    def _of(self, key: Key, waits: bool, depth: int) -> str:
        """The same of a function; one that also changes something has an order to keep, and is not told."""
        if key in self._reads:
            return self._reads[key]
        self._reads[key] = ""
        found = ""
        calls = self.project.calls_in(key)
        function = self.project.function(key)
        names = " ".join(function.decorators)
        if (
            not function.globals
            and "cache" not in names
            and not any(_CHANGES.search(call.path) for call in calls)
        ):
            for call in calls:
                if call.flags & (m.IN_HANDLER | m.TYPE_CHECKING | m.CONDITIONAL) or call.path[:1] in "?=":
                    continue
                target = self.project.resolve(key[0], call.path)
                if target.kind == "external":
                    if (_ASYNC if waits else _SYNC).match(target.name) and (
                        not waits or call.flags & m.AWAITED
                    ):
                        found = _shown(target.name)
                elif depth < _DEEP:
                    callee = self.project.callee(target)
                    if (
                        callee is not None
                        and callee[1] >= 0
                        and self.project.function(callee).is_async is waits
                    ):
                        found = self._of(callee, waits, depth + 1)
                if found:
                    break
        self._reads[key] = found
        return found


def _shown(name: str) -> str:
    parts = name.replace("()", "").split(".")
    return f"{parts[0]}.{parts[-1]}"
