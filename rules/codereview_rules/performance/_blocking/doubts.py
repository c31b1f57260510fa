"""What is left to check where a call blocks, and it is not proven that anybody waits for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from codereview.api import Note, Zone
from codereview.facts.clones import is_migration
from codereview.facts.module import IN_HANDLER, CallFact, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.copies import is_kept, is_replaced
from ..._syntax.mentions import Mentions
from .._queries.databases import embedded
from .awaited import is_never_awaited, is_never_entered
from .commands import holds_commands, parses_arguments
from .django_loops import DjangoLoops
from .found import Hit
from .installing import Installing
from .oneshot import PARTS, calls_any
from .purpose import Purposes
from .refused import Refused
from .serving import Serving

_COMMAND = frozenset({"command", "group", "callback"})
_COMPANY = PARTS | {"serve", "serve_forever", "start_server", "start_polling", "run_polling", "run_webhook"}
_BEGINS = re.compile(
    r"(?:\A|_)(?:init|initial|initiali[sz]e|setup|migrate|migrations?|backup|bootstrap|schema|create_tables|warm_?up"
    r"|ensure_(?:storage|collections?|index(?:es)?|schemas?|tables?|buckets?|database))(?:_|\Z)"
)
_MIGRATES = re.compile(r"(?:\A|_)(?:migrate|migration|migrations)(?:_|\Z)")
_FIRST = re.compile(
    r"(?:\A|_)(?:default|initial|first)_(?:admin|user|superuser|account|data)(?:_|\Z)|(?:\A|_)ensure_(?:\w+_)?admin"
)
_ENDS = re.compile(r"\A_*(?:a?close|stop|restart|shut_?down|terminate|dispose|__aexit__|__exit__)\Z")
_ENDS_ALL = re.compile(
    r"\A_*(?:execute_)?(?:simple_|graceful_)?(?:restart|reboot|shut_?down)(?:_bot|_server|_program|_app)?\Z"
)
# what is done for each row that a migration takes over
_OF_ROWS = frozenset({"database", "password hashing"})
_LEAVES = re.compile(r"(?:\A|_)(?:exit|quit|abort)(?:_|\Z)")
_ONCE_READY = frozenset({"on_ready", "setup_hook", "cog_load"})
# what start-up does of its own: schemas, backups, files of settings
_AT_START = frozenset({"database", "file", "file system", "subprocess"})
_ONE_TIME = {
    "once": "it refuses as soon as that is done",
    "said": "its own words say that it is for one time",
}
_OF_SAMPLES = re.compile(r"(?:\A|_)(?:template|sample|example)s?(?:_|\Z)")
_TIDIES = re.compile(r"(?:\A|_)(?:clean|clean_?up|purge|prune|vacuum)(?:_|\Z)")
# files that are run by hand to look at something, and functions that show something
_OF_DEBUGGING = re.compile(r"(?:\A|/)(?:debug(?:ging)?/|(?:dbg|debug)_[^/]*\.py\Z)")
_SHOWS = re.compile(r"\A_*(?:demo|dbg|debug)_")
# what is switched on to find out where the time goes
_PROFILERS = ("memray.", "pyinstrument.", "cProfile.", "tracemalloc.", "yappi.", "viztracer.")
# the keys of who signs are fetched, and kept for as long as that says
_KEYS = "firebase_admin.auth.verify_"
_BRIDGE = "async_to_sync"
_PACKED = ("zipfile.ZipFile().", "tarfile.open().", "tarfile.TarFile().")
_LOCAL = ("sqlite3.", "pysqlite3.")
_MAPPED = ("sqlalchemy.", "sqlmodel.", "flask_sqlalchemy.", "peewee.", "django.db.")
_WRITES = (".commit", ".executemany")
_MOST_LEVELS = 3
_UNREACHED = ("unreachable", "tests only")


class Caches(Mentions):
    """Files that say what Django's caches are: https://docs.djangoproject.com/en/5.2/ref/settings/#caches."""

    words = frozenset({"CACHES"})


class Doubts:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.refused = Refused(project)
        self._purposes = Purposes(project)
        self._serving = Serving(project)
        self._django = DjangoLoops(project)
        self._uncalled = project.live.uncalled
        self._commands: dict[tuple[Key, int], bool] = {}

    def of(self, key: Key, hit: Hit) -> str:
        """What is to be checked of a call that a coroutine makes or reaches; empty if nothing is.

        Args:
            key: the coroutine.
            hit: the call that blocks.
        """
        function = self.project.function(key)
        if self.is_command(key) and not calls_any(self.project.calls_in(key), _COMPANY):
            return "whether anything else runs on the loop of the command"
        if self._is_bridged(key):
            return (
                "whether the loop is one that serves others: `async_to_sync` starts one where there is none"
            )
        if self._is_for_debugging(key):
            return "whether anybody waits for it: it is there for debugging"
        if self._purposes.is_local(key[0]):
            return "whether anybody but its developer waits for it: its file says that it is for local development"
        if self._purposes.hold(key, hit):
            return "how long it takes: its own words accept that it blocks"
        if self._is_unused(key):
            return f"whether anything uses `{function.qualname.partition('.')[0]}`"
        if self._uncalled.holds(key):
            return "whether anything calls it"
        if is_never_awaited(self.project, key):
            return "whether anybody awaits it: what calls it leaves the coroutine as it is"
        if is_never_entered(self.project, key):
            return "whether any call comes to it: each leaves out a parameter that it needs"
        if self.project.live.reachability.of(key[0]).label in _UNREACHED:
            return "whether anything leads to its file"
        if serving := self._serving.check(key, hit):
            return serving
        if self._django.unserved(key):
            return "what runs its loop: no view, consumer, bot or task that serves is seen to come to it"
        if is_kept(key[0]) or is_replaced(function.name):
            return "whether it is this copy that runs"
        if hit.name.endswith("AsyncResult().get"):
            return "whether the result is there already"
        if hit.group.kind in _AT_START and self._is_for(key, _is_once_ready):
            return "whether anybody is served while it runs"
        if "PyJWKClient()" in hit.name or (_KEYS in hit.name and not _asks_again(hit)):
            return "how often the keys are fetched: they are kept for a while"
        if not hit.sure and hit.name.startswith("sqlalchemy.orm.") and self._asks_asynchronously:
            return "whether the session is one: the project makes asynchronous engines alone"
        if self._is_for_failures(key):
            return "how often that is come to: it is called as something fails"
        if self._ends(hit.key):
            return "whether anybody is served while it ends"
        if hit.group.kind == "terminal input" and _LEAVES.search(self.project.function(hit.key).name):
            return "whether anybody is served while it ends"
        if _FIRST.search(function.name) and (not function.decorators or "first_admin" in function.name):
            return "whether anybody is served while it runs"
        if found := self._installs(key):
            return f"how often that is come to: {_ONE_TIME[found]}"
        starts = self._is_for(key, _is_beginning)
        if hit.group.kind in _AT_START and (
            starts or is_migration(key[0]) or hit.name.endswith(".executescript")
        ):
            return "whether anybody is served while it runs"
        if self._is_local(hit) and not hit.name.endswith(_WRITES):
            return "how long it takes: the database is a file of this machine"
        if self._is_mapped(hit):
            return "how often it is written to: the database is a file of this machine"
        if self._is_local(hit) and _TIDIES.search(function.name):
            return "how often it is asked for"
        if hit.group.kind in _OF_ROWS and (_MIGRATES.search(function.name) or is_migration(key[0])):
            return "how often it is asked for"
        if hit.name.startswith("django.core.cache.") and not Caches.anywhere(self.project):
            return "what the cache is: without `CACHES` it is the memory of the process"
        if hit.group.kind == "reading or writing a table" and _OF_SAMPLES.search(function.name):
            return "how many rows it writes"
        if hit.name.startswith("gzip.GzipFile") and self._packs_memory(hit.key[0]):
            return "whether what it packs is in memory"
        if hit.name.startswith(_PACKED) and hit.cause is hit.at:
            return "whether the archive is in memory"
        return ""

    def _is_for_debugging(self, key: Key) -> bool:
        """Whether a coroutine looks into the program: it is run by hand, or switched on for a while."""
        function, alone = self.project.function(key), len(self.project.files) == 1
        if _OF_DEBUGGING.search(key[0]) or (not alone and _SHOWS.search(function.name)):
            return True
        return any(call.path.startswith(_PROFILERS) for call in self.project.calls_in(key))

    def _is_local(self, hit: Hit) -> bool:
        """Whether what is asked is a database in a file of this machine, as far as the project names one."""
        return hit.name.startswith(_LOCAL) or self._is_mapped(hit)

    def _is_mapped(self, hit: Hit) -> bool:
        """Whether a mapper asks such a database: the table weighs its calls as those of a server."""
        return hit.name.startswith(_MAPPED) and self._is_embedded and not self.refused.holds(hit)

    def _packs_memory(self, path: str) -> bool:
        """Whether a file packs into an object that it gives, as a response that is made piece by piece does."""
        return any(
            call.path == "gzip.GzipFile" and "fileobj" in dict(call.kwargs)
            for call in self.project.files[path].calls
        )

    @cached_property
    def _is_embedded(self) -> bool:
        return embedded(self.project)

    @cached_property
    def _asks_asynchronously(self) -> bool:
        """Whether all engines of SQLAlchemy that the project makes are asynchronous, tests left out."""
        made = {
            call.path.rpartition(".")[2]
            for path, facts in self.project.files.items()
            if self.project.zone(path) is not Zone.TESTS
            for call in facts.calls
            if call.path.endswith("engine")
        }
        return "create_async_engine" in made and "create_engine" not in made

    def _installs(self, key: Key) -> str:
        """The kind of the note that says of a coroutine that it sets the installation up, or is for one time; empty
        if none does."""
        line = self.project.function(key).line
        return next((note.kind for note in self._installing.get(key[0], ()) if note.line == line), "")

    @cached_property
    def _installing(self) -> dict[str, tuple[Note, ...]]:
        return dict(self.project.noted(Installing))

    def _ends(self, key: Key) -> bool:
        """Whether a method is given nothing and ends what its object does, or a function ends the program."""
        function = self.project.function(key)
        if function.decorators:
            return False
        bare = function.cls >= 0 and len(function.params) == 1
        return (_ENDS if bare else _ENDS_ALL).search(function.name) is not None

    def _is_for(self, key: Key, is_one: Callable[[FunctionFact], bool], levels: int = _MOST_LEVELS) -> bool:
        """Whether a function is of some sort, or is called by such alone."""
        function = self.project.function(key)
        if is_one(function):
            return True
        if levels == 0 or function.decorators:
            return False
        callers = self._callers(key)
        return bool(callers) and all(one[1] >= 0 and self._is_for(one, is_one, levels - 1) for one in callers)

    def _is_for_failures(self, key: Key) -> bool:
        """Whether all that calls a coroutine does so in an exception handler."""
        flags = [
            edge.call.flags
            for edge in self.project.callers.get(key, ())
            if self.project.zone(edge.caller[0]) is not Zone.TESTS
        ]
        return bool(flags) and all(one & IN_HANDLER for one in flags)

    def is_command(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether a function is a command of a command line, or is called by such alone."""
        at = (key, levels)
        if at not in self._commands:
            self._commands[at] = False
            facts, function = self.project.files[key[0]], self.project.function(key)
            callers = set() if function.decorators or levels <= 0 else self._callers(key)
            self._commands[at] = (
                parses_arguments(facts) and any(last_name(path) in _COMMAND for path in function.decorators)
            ) or (bool(callers) and all(self._is_of_command(one, levels - 1) for one in callers))
        return self._commands[at]

    def _callers(self, key: Key) -> set[Key]:
        """Who calls a function, tests and itself left out."""
        found = {edge.caller for edge in self.project.callers.get(key, ()) if edge.caller != key}
        return {caller for caller in found if self.project.zone(caller[0]) is not Zone.TESTS}

    def _is_of_command(self, key: Key, levels: int) -> bool:
        """Whether a caller is a command, or code of a command line that starts a loop for one thing alone."""
        facts = self.project.files[key[0]]
        plain = key[1] < 0 or not self.project.function(key).is_async
        if plain and holds_commands(key[0]):
            return not calls_any(facts.calls, _COMPANY)
        return key[1] >= 0 and self.is_command(key, levels)

    def _is_bridged(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether a coroutine is run from plain code by ``async_to_sync``, or is called by such alone."""
        function = self.project.function(key)
        if function.decorators:
            return any(last_name(path) == _BRIDGE for path in function.decorators)
        if levels == 0 or not self._bridges:
            return False
        callers = self._callers(key)
        return bool(callers) and all(one[1] >= 0 and self._is_bridged(one, levels - 1) for one in callers)

    @cached_property
    def _bridges(self) -> bool:
        """Whether the project has coroutines that ``async_to_sync`` decorates."""
        return any(last_name(path) == _BRIDGE for _, one in self.project.functions for path in one.decorators)

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
        return outer.name not in self._named

    @cached_property
    def _named(self) -> frozenset[str]:
        """The last names of what the project has for a decorator, passes or reads; parameters are left out."""
        found: set[str] = set()
        for facts in self.project.files.values():
            found.update(path.removesuffix("()") for one in facts.functions for path in one.decorators)
            found.update(ref.path for ref in facts.refs)
            found.update(value for call in facts.calls for value in call.args)
        return frozenset(path.rpartition(".")[2] for path in found if "." in path)


def _is_once_ready(function: FunctionFact) -> bool:
    return function.name in _ONCE_READY


def _is_beginning(function: FunctionFact) -> bool:
    return not function.decorators and _BEGINS.search(function.name) is not None


def _asks_again(hit: Hit) -> bool:
    """Whether it is also asked whether a token was revoked."""
    return isinstance(hit.at, CallFact) and (len(hit.at.args) > 1 or "check_revoked" in dict(hit.at.kwargs))
