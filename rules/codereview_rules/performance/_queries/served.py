"""Whether somebody waits for the rounds of a loop: its function answers requests, or is called by one that does."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from codereview.api import Zone
from codereview.facts.module import DROPPED
from codereview.facts.paths import known, last_name
from codereview_rules.performance._queries.jobs import in_rounds
from codereview_rules.performance._queries.tables import TASKS

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts, LoopFact
    from codereview.facts.project import Key, ProjectFacts

_LEVELS = 2
"""Calls between what answers a request and a function that it waits for."""
_ROUTES = frozenset(
    """
    get post put patch delete route api_route api_view action view websocket field query mutation resolver endpoint
    simple_tag inclusion_tag filter login_required permission_required
    """.split()
)
"""Decorators of what answers requests, or stands in its pages."""
_ANSWERING = re.compile(
    r"(?:\A|_)(?:views?|viewsets?|api|apis|routes?|routers?|endpoints?|controllers?|handlers?|resolvers?|schemas?"
    r"|resources?|blueprints?|pages?|admin|graphql|context_processors|templatetags|serializers?)(?:_|\Z)"
)
"""Names of the files, and of the folders right above them, that answer requests."""
_EXPORTS = re.compile(r"(?:\A|[_.])(?:exports?|exporters?|csv|xlsx?|excel|pdf|zip)(?:[_.]|\Z)")
"""Names of what gives files that somebody asks for now and then."""
_COPIES = re.compile(r"(?:\A|[_.])(?:dumps?|backups?|terraform)(?:[_.]|\Z)")
"""Names of what writes down how all is set up."""
_OF_PARTS = re.compile(
    r"(?:\A|_)(?:models?|services?|utils?|helpers?|managers?|repositor(?:y|ies)|crud|queries|forms?|tasks?|signals?)\Z"
)
"""Names of files that are what they are in whatever folder."""
_OF_REQUESTS = frozenset({"request", "req", "info"})
_BACKGROUND = re.compile(
    r"(?:\A|_)(?:tasks?|jobs?|cron|crons|crontab|workers?|celery|schedulers?|scheduled|periodic)\Z"
)
"""Names of files, and of the folders right above them, whose code runs in the background."""
_CHECKS = re.compile(r"\A_*(?:check|verify|audit|reconcile|notify|remind)_(?!and_)")
"""Names of what looks after the data, or tells people of them."""
_KEEPS = frozenset("append add extend setdefault update insert debug info warning error exception".split())
"""Calls whose result nobody takes, and which cost nothing."""


class Served:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._answers: dict[tuple[Key, int], bool] = {}

    def answers(self, key: Key, levels: int = _LEVELS) -> bool:
        """Whether a function answers requests, or is called by one that does."""
        at = (key, levels)
        if at not in self._answers:
            self._answers[at] = self._answers_itself(key) or (
                key[1] >= 0
                and levels > 0
                and any(self.answers(caller, levels - 1) for caller in self._callers(key))
            )
        return self._answers[at]

    def beside(self, key: Key) -> bool:
        """Whether requests are answered, but a function is none of those that do, or gives files that are asked for
        now and then: how often it runs is not told."""
        return self._serves and (self._exports(key) or not self.answers(key))

    def _exports(self, key: Key) -> bool:
        name = self.project.function(key).qualname if key[1] >= 0 else ""
        return any(map(_EXPORTS.search, (*_names(key[0]), name.lower())))

    def is_job(self, key: Key, loop: LoopFact, through: bool) -> bool:
        """Whether nobody waits for the rounds of a loop, and they do more than to ask: ``through`` what they call, or
        beside it. What looks after the data, or writes down how all is set up, matters as little where it asks."""
        if self._keeps_books(key):
            return True
        facts = self.project.files[key[0]]
        return self._in_background(key) and (through or not self._only_asks(key[0], facts, loop))

    def _keeps_books(self, key: Key) -> bool:
        if not self._serves or key[1] < 0:
            return False
        if any(map(_COPIES.search, (*_names(key[0]), self.project.function(key).qualname.lower()))):
            return True
        return _CHECKS.match(self.project.function(key).name) is not None and not self.answers(key)

    def _in_background(self, key: Key) -> bool:
        """Whether a function runs as a job, and nobody waits for it."""
        if self.answers(key):
            return False
        path, index = key
        function = self.project.function(key) if index >= 0 else None
        if function is not None and any(last_name(one).lstrip("?") in TASKS for one in function.decorators):
            return True
        name, folder = _names(path)
        return bool(_BACKGROUND.search(name) or (_BACKGROUND.search(folder) and not _OF_PARTS.search(name)))

    def _only_asks(self, path: str, facts: FileFacts, loop: LoopFact) -> bool:
        """Whether the rounds of a loop call nothing of the project, and nothing for what it does."""
        return not any(
            (call.flags & DROPPED and last_name(call.path).lstrip("?") not in _KEEPS)
            or (known(call.path) and self.project.callee(self.project.resolve(path, call.path)) is not None)
            for call in in_rounds(facts, loop)
        )

    @cached_property
    def _serves(self) -> bool:
        return self.project.is_a("web service", "bot or worker")

    def _callers(self, key: Key) -> set[Key]:
        return {
            edge.caller
            for edge in self.project.callers.get(key, ())
            if edge.caller != key and self.project.zone(edge.caller[0]) is not Zone.TESTS
        }

    def _answers_itself(self, key: Key) -> bool:
        path, index = key
        facts, (name, folder) = self.project.files[path], _names(path)
        if index >= 0:
            function = facts.functions[index]
            if any(last_name(one).lstrip("?") in TASKS for one in function.decorators):
                return False
            if any(last_name(one).lstrip("?") in _ROUTES for one in function.decorators):
                return True
            if any(param.name in _OF_REQUESTS for param in function.params[:3]):
                return True
        named = name != "api" and _ANSWERING.search(
            name
        )  # of its functions some answer, and others are for them
        return bool(named or (_ANSWERING.search(folder) and not _OF_PARTS.search(name)))


def _names(path: str) -> tuple[str, str]:
    """The name of a file and that of its folder; a package has the name of its folder."""
    parts = PurePosixPath(path.removesuffix(".py").removesuffix("/__init__")).parts
    return (parts[-1] if parts else ""), (parts[-2] if len(parts) > 1 else "")
