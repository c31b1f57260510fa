"""What is left to check where a call blocks, and it is not proven that anybody waits for it."""

from __future__ import annotations

import re

from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.mentions import Mentions
from .found import Hit
from .oneshot import PARTS

_CLI = frozenset("argparse asyncclick cappa cleo click cyclopts docopt fire optparse plumbum typer".split())
_COMMANDS = re.compile(r"(?:\A|/)(?:(?:\w+_)?cli|__main__)\.py\Z|(?:\A|/)(?:cli|commands)/")
_COMMAND = frozenset({"command", "group", "callback"})
_COMPANY = PARTS | {"serve", "serve_forever", "start_server", "start_polling", "run_polling", "run_webhook"}
_BEGINS = re.compile(
    r"(?:\A|_)(?:init|initiali[sz]e|setup|migrate|migrations?|backup|bootstrap|schema|create_tables|warm_?up)(?:_|\Z)"
)
_OPENS = re.compile(r"\A_*(?:a?open|connect|create|ensure|start)(?:_|\Z)")
# what start-up does of its own: schemas, backups, files of settings
_AT_START = frozenset({"database", "file", "file system", "subprocess"})
_PACKED = ("zipfile.ZipFile().", "tarfile.open().", "tarfile.TarFile().")
_MOST_LEVELS = 3


class Caches(Mentions):
    """Files that say what Django's caches are: https://docs.djangoproject.com/en/5.2/ref/settings/#caches."""

    words = frozenset({"CACHES"})


class Doubts:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._commands: dict[tuple[Key, int], bool] = {}

    def of(self, key: Key, hit: Hit) -> str:
        """What is to be checked of a call that a coroutine makes or reaches; empty if nothing is.

        Args:
            key: the coroutine.
            hit: the call that blocks.
        """
        function = self.project.function(key)
        if self.is_command(key) and not self._starts_more(key):
            return "whether anything else runs on the loop of the command"
        if self._is_unused(key):
            return f"whether anything uses `{function.qualname.partition('.')[0]}`"
        starts = _BEGINS.search(function.name) and not function.decorators
        if hit.group.kind in _AT_START and (starts or hit.name.endswith(".executescript")):
            return "whether anybody is served while it runs"
        if hit.name == "sqlite3.connect" and _OPENS.search(function.name) and not function.decorators:
            return "whether it opens the database once"
        if hit.name.startswith("django.core.cache.") and not Caches.anywhere(self.project):
            return "what the cache is: without `CACHES` it is the memory of the process"
        if hit.name.startswith(_PACKED) and hit.cause is hit.at and not hit.sure:
            return "whether the archive is in memory"
        return ""

    def is_command(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether a function is a command of a command line, or is called by such alone."""
        at = (key, levels)
        if at not in self._commands:
            self._commands[at] = False
            facts, function = self.project.files[key[0]], self.project.function(key)
            own = any(item.module.partition(".")[0] in _CLI for item in facts.imports)
            callers = {edge.caller for edge in self.project.callers.get(key, ()) if edge.caller != key}
            self._commands[at] = (
                own and any(last_name(path) in _COMMAND for path in function.decorators)
            ) or (
                levels > 0
                and bool(callers)
                and not function.decorators
                and all(self._is_of_command(one, levels - 1) for one in callers)
            )
        return self._commands[at]

    def _starts_more(self, key: Key) -> bool:
        """Whether a coroutine itself begins what runs beside it."""
        return any(last_name(call.path) in _COMPANY for call in self.project.calls_in(key))

    def _is_of_command(self, key: Key, levels: int) -> bool:
        """Whether a caller is a command, or code of a command line that starts a loop for one thing alone."""
        facts = self.project.files[key[0]]
        plain = key[1] < 0 or not self.project.function(key).is_async
        if plain and _COMMANDS.search(key[0]):
            return not any(last_name(call.path) in _COMPANY for call in facts.calls)
        return key[1] >= 0 and self.is_command(key, levels)

    def _is_unused(self, key: Key) -> bool:
        """Whether a coroutine stands in a decorator that nothing carries."""
        parent = self.project.function(key).parent
        if parent < 0:
            return False
        while (above := self.project.files[key[0]].functions[parent].parent) >= 0:
            parent = above
        outer = self.project.files[key[0]].functions[parent]
        if outer.cls >= 0 or outer.decorators or self.project.callers.get((key[0], parent)):
            return False
        return not self._is_named(outer.name)

    def _is_named(self, name: str) -> bool:
        """Whether anything in the project has a name for a decorator, passes it or reads it."""
        end = f".{name}"
        for facts in self.project.files.values():
            if any(path.endswith((end, f"{end}()")) for one in facts.functions for path in one.decorators):
                return True
            if any(ref.path.endswith(end) for ref in facts.refs):
                return True
            if any(value.endswith(end) for call in facts.calls for value in call.args):
                return True
        return False
