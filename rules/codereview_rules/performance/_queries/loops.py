"""When a loop repeats what stands in it once per item, and when it does not."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.paths import element, last_name, split
from codereview.model import Zone
from codereview_rules.performance._queries.guards import CONSTANT, Guards
from codereview_rules.performance._queries.hands import Hands

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, LoopFact, RefFact
    from codereview.facts.project import Key, ProjectFacts

SMALL = 5
"""Rounds of a literal that are not worth a finding."""
SEVERAL = 30
"""Rounds of a literal that does not grow with the data."""
_CHUNKS = re.compile(
    r"chunk|batch|paginat|\bpages?\b|page_range|grouper|partition|slices|windowed|buckets|split_every|retry|attempt|"
    r"retries|iter_pages|backoff|blocks",
    re.IGNORECASE,
)
_CHUNK_NAMES = re.compile(
    r"(?:\w*_)?(?:chunk|batch|page|offset|attempt|retry|retries|block|window|tries|part|page_num|page_number|chunk_ids|start)s?\Z"
)
_STREAMS = re.compile(r"(?:\w*_)?(?:listen|subscribe|consume|notifies|poll|receive)\Z")
_ONCE = re.compile(
    r"(?:\A|[._])(?:seed\w*|populate\w*|bootstrap\w*|init_db|initialize_db|create_initial\w*|load_fixtures?|setup_\w+|install\w*|"
    r"migrate\w*|\w*_?migrations?\w*|upgrade|downgrade|backfill\w*|create_demo\w*|generate_fake\w*|create_sample\w*|preload_\w*|"
    r"start_?up\w*|_?(?:sync|create|ensure|load|add|insert|make|register)_(?:\w+_)?defaults?\w*|recover(?:_\w+|y)?|\w+_recovery|"
    r"load_initial\w*|lifespan|on_ready|setup_hook|cog_load|post_init|shut_?down\w*|dedup\w*|cleanup_\w+|init_\w+|sync_\w*db|initiali[sz]e\w*|repair\w*|reset_(?:stat\w*|all\w*|db|database)|fix_\w+|import_from_\w+)\Z"
)
_SCRIPT_PATHS = re.compile(
    r"(?:\A|/)(?:management/commands|commands?|cli|migration|migrators?|scripts?|seeds?|seeders?|fixtures?|upgrades|factories|demo|tools|bin|dev|devtools|benchmarks?|playground|play|sandbox|experiments?|\w*dedup\w*)/|"
    r"(?:\A|/)(?:\w*seed\w*|populate\w*|fabfile|factories|create_\w+_data|\w*(?:test|demo|sample)_?data\w*|init_db|manage)\.py\Z"
)
_SILENT_PATHS = re.compile(
    r"(?:\A|/)(?:externals|third_party|vendored|migrations|migrations?\.py|alembic|data_migrations|tests?|testing|conftest\.py)(?:/|\Z)"
)
# loops over tables or over the names of what is to be changed: few rounds, or another query in each
_SCHEMA_NAMES = frozenset(
    {
        "table",
        "table_name",
        "tablename",
        "model",
        "model_name",
        "model_class",
        "fkey",
        "index",
        "sql",
        "statement",
        "stmt",
    }
)
_DISPATCH_NAMES = frozenset({"attr", "key", "field", "name", "k", "option", "param", "setting", "attribute"})
_SETTINGS = re.compile(r"(?:\A|[.:@_])(?:config|configuration|conf)(?=[.(\[])", re.IGNORECASE)
_MAPPED = re.compile(r"\.(?:items|keys|values)\(\)\Z")
_FILLS = re.compile(r"\A_*(?:populate|preload)(?:_|\Z)")
"""Names of seeds, and of what fills in an answer."""
_ROUTES = frozenset("get post put patch delete route api_route api_view action view websocket".split())
"""Decorators of what answers requests."""
_LEVELS = 3
"""Calls between what answers a request and what is named like a start-up."""
_AT_START = frozenset(
    "on_event on_startup before_serving before_first_request after_serving on_shutdown before_server_start".split()
)
_CLI = frozenset({"argparse", "click", "docopt", "fabric", "fire", "invoke", "optparse", "typer"})
_RUN = (
    ".execute",
    ".scalar",
    ".scalars",
    ".exec",
    ".fetch",
    ".fetchrow",
    ".fetchval",
    ".run_query",
    ".query",
)
_SILENT_ZONES = frozenset({Zone.TESTS, Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT})


class Loops:
    """The loops of one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._chunks: dict[tuple[str, int], bool] = {}
        self._silent: dict[str, bool] = {}
        self.hands = Hands(project, self.silent)
        self._repeating: dict[tuple[str, int, int], int] = {}
        self._ranges: dict[str, frozenset[int]] = {}

    def silent(self, path: str) -> bool:
        """Whether a file is left out: tests, migrations, code of others."""
        if path not in self._silent:
            self._silent[path] = self.project.zone(path) in _SILENT_ZONES or bool(_SILENT_PATHS.search(path))
        return self._silent[path]

    def once(self, path: str, function: int) -> bool:
        """Whether code runs by hand or once: scripts, commands, seeds, and what they alone call."""
        if self._is_aside(path):
            return True
        if self._starts(path, function):
            named = _FILLS.search(self.project.files[path].functions[function].name)
            return named is None or not self._is_served((path, function))
        return function >= 0 and self.hands.only_by((path, function), self._once_itself)

    def _once_itself(self, path: str, function: int) -> bool:
        return self._is_aside(path) or self._starts(path, function)

    def _is_aside(self, path: str) -> bool:
        """Whether a file is run by hand: a script, a command line, what is no part of production."""
        if self.project.zone(path) is not Zone.PRODUCTION or _SCRIPT_PATHS.search(path):
            return True
        if any(item.module.partition(".")[0] in _CLI for item in self.project.files[path].imports):
            return True
        return self.hands.is_script(path)

    def _starts(self, path: str, function: int) -> bool:
        """Whether a function is named or decorated like one of a start-up."""
        if function < 0:
            return False
        fact = self.project.files[path].functions[function]
        return bool(_ONCE.search(fact.qualname)) or any(
            last_name(one) in _AT_START for one in fact.decorators
        )

    def _is_served(self, key: Key, levels: int = _LEVELS) -> bool:
        """Whether what answers requests calls a function."""
        callers = {
            edge.caller
            for edge in self.project.callers.get(key, ())
            if edge.caller[1] >= 0 and not self.silent(edge.caller[0]) and edge.caller != key
        }
        return any(
            not self._once_itself(*one)
            and (self._answers(one) or (levels > 1 and self._is_served(one, levels - 1)))
            for one in callers
        )

    def _answers(self, key: Key) -> bool:
        """Whether a function is a handler of requests by its decorator."""
        return any(last_name(one) in _ROUTES for one in self.project.function(key).decorators)

    def repeating(self, path: str, at: CallFact | RefFact) -> int:
        """The loop that repeats a call once per item, or -1."""
        loops = self.project.files[path].loops
        varies = at.varies
        if varies < 0 and at.flags & m.ITERATED and at.loop >= 0 and loops[at.loop].kind != "while":
            varies = at.loop  # an inner loop that runs the same query again in every round
        if varies < 0 or at.flags & m.EXITS_LOOP:
            return -1
        if at.flags & m.RETURNED and loops[at.loop].kind != "comprehension":
            return -1
        known = (path, varies, at.loop)
        if known not in self._repeating:
            self._repeating[known] = self._grown(path, varies, at.loop)
        return self._repeating[known]

    def _grown(self, path: str, varies: int, own: int) -> int:
        """Of a loop and those around it, the first that grows; ``own`` is the one that a call stands in."""
        loops = self.project.files[path].loops
        index, inner = varies, -1
        while index >= 0:
            if self.per_item(path, index):
                if not self._is_short(path, loops[index]):
                    return index
                inner = index if inner < 0 else inner  # the loop around it is what grows
            if index == own and self._chunked(path, index):
                return -1
            index = loops[index].parent
        return inner

    def per_item(self, path: str, index: int) -> bool:
        """Whether a loop runs once per item of something that grows with the data."""
        loop = self.project.files[path].loops[index]
        if loop.kind == "while" or 0 <= loop.bound <= SMALL:
            return False
        return not self._chunked(path, index)

    def _chunked(self, path: str, index: int) -> bool:
        at = (path, index)
        if at not in self._chunks:
            self._chunks[at] = self._in_chunks(path, index)
        return self._chunks[at]

    def _in_chunks(self, path: str, index: int) -> bool:
        loop = self.project.files[path].loops[index]
        if any(_CHUNK_NAMES.match(name) for name in loop.targets[-1:]):
            return True
        tokens = [token for token in split(loop.iterable) if token[0] not in "([!*^"]
        if tokens and (_CHUNKS.search(tokens[-1]) or _STREAMS.match(tokens[-1].lstrip("."))):
            return True
        if loop.iterable == "builtins.range()":
            return loop.line in self._steps(path)
        return loop.iterable in ("asyncio.as_completed()", "concurrent.futures.as_completed()")

    def _steps(self, path: str) -> frozenset[int]:
        """The lines of a file with a ``range`` of three arguments."""
        if path not in self._ranges:
            calls = self.project.files[path].calls
            self._ranges[path] = frozenset(
                call.line for call in calls if call.path == "builtins.range" and len(call.args) == 3
            )
        return self._ranges[path]

    def few(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether the rounds of a loop are probably few, or of different kinds."""
        if self._is_short(path, loop):
            return True
        if any(name in _SCHEMA_NAMES for name in loop.targets[:1]) or last_name(loop.iterable).isupper():
            return True
        if _SETTINGS.search(loop.iterable):
            return True
        mapping, _, method = loop.iterable.rpartition(".")
        if method in ("items()", "keys()", "values()") and last_name(mapping)[:1].isupper():
            return True  # of a class or a constant
        return len(loop.targets) > 1 and loop.targets[0] in _DISPATCH_NAMES and bool(at.flags & m.CONDITIONAL)

    def _is_short(self, path: str, loop: LoopFact) -> bool:
        """Whether a loop runs over a literal, here or in another file, or over the members of an enumeration."""
        if 0 < loop.bound <= SEVERAL or self._members(path, loop.iterable):
            return True
        module, _, name = _MAPPED.sub("", loop.iterable).rpartition(".")
        return any(
            f".{other}".endswith(f".{module}") for other in (self._constants.get(name, ()) if module else ())
        )

    @cached_property
    def _constants(self) -> dict[str, list[str]]:
        """The modules that have a short literal of some name."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, notes in self.project.noted(Guards):
            for note in notes:
                if note.kind == CONSTANT and int(str(note.values[1])) <= SEVERAL:
                    found[str(note.values[0])].append(self.project.files[path].module)
        return found

    def _members(self, path: str, iterable: str) -> bool:
        """Whether a loop runs over a class: over the members of an enumeration."""
        return (
            iterable[:1] not in ("", "?", "=", "%") and self.project.resolve(path, iterable).kind == "class"
        )

    def given(self, loop: LoopFact, call: CallFact) -> bool:
        """Whether a loop runs over the statements themselves: each round is another query."""
        first = call.args[0] if call.args and call.path.endswith(_RUN) else ""
        return bool(first) and (first.lstrip("?") in loop.targets or first == element(loop.iterable))

    def said(self, loop: LoopFact) -> str:
        """What a loop runs over, in words."""
        names = loop.targets if len(loop.targets) < 4 else (*loop.targets[:2], "...")
        return ", ".join(names) or last_name(loop.iterable) or "item"
