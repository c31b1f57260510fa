"""Caches have an end."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.live import Use
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_SIZED = frozenset(
    {"cachetools.TTLCache", "cachetools.LRUCache", "cachetools.LFUCache", "cachetools.FIFOCache"}
)
_ASYNC = frozenset(
    {"async_lru.alru_cache", "aiocache.cached", "streamlit.cache_data", "streamlit.cache_resource"}
)
_LEAST = 3
_CODE = "from functools import lru_cache\n" + repeated(
    "\n\n@lru_cache(maxsize=128)\ndef {name}(key):\n    return key * 2\n", 3
)


class BoundedCaches(Practice):
    """Counts caches that say how many or how long, and those that grow for ever."""

    id = "bounded-caches"
    title = "Caches are bounded by size or time"
    category = Category.PERFORMANCE
    why = "What is remembered does not fill the memory, and old answers go."
    bar = f"{_LEAST} caches with a size or a time, and none of arguments without"
    weight = 1
    contradicted_by = ("PERF004", "ARC011")
    good = (Has(started({"names.py": _CODE}), ("names.py:4", "names.py:14"), "3 of 3 caches"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"names.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"names.py": _CODE.replace("128", "None")}), "they grow for ever"),
        Lacks(
            started(
                {"names.py": _CODE + "\n\n@lru_cache(maxsize=None)\ndef all_of(key):\n    return [key]\n"}
            ),
            "one grows for ever",
        ),
        Lacks(
            started(
                {
                    "names.py": _CODE.replace("import lru", "import cache, lru")
                    + "\n\n@cache\ndef one(key):\n    return [key]\n"
                }
            ),
            "one has no bound by its name",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """All caches, if each has an end."""
        live = project.live
        if any("functools.cache" in f.decorators and f.params for _, _, f in live.functions()):
            return None
        made = [
            u for u in live.calls("functools.lru_cache", "async_lru.alru_cache") if "()" not in u.call.path
        ]
        made = [use for use in made if _takes_arguments(project, use)]
        ends = [
            u for u in made if keyword(u.call, "maxsize") not in ("", "=None") or u.call.args[:1] == ("=int",)
        ]
        timed = [u for u in live.calls("aiocache.", "streamlit.") if u.call.path in _ASYNC and _limited(u)]
        sized = [u for u in live.calls("cachetools.") if u.call.path in _SIZED]
        evidence = places([*ends, *timed, *sized])
        if len(evidence) < _LEAST or len(ends) < len(made):
            return None
        return Seen(
            f"{len(evidence):,} of {many(len(evidence), 'cache')} say how much or how long they keep", evidence,
            len(evidence), len(evidence),
        )  # fmt: skip


def _limited(use: Use) -> bool:
    return any(keyword(use.call, name) not in ("", "=None") for name in ("ttl", "max_entries"))


def _takes_arguments(project: ProjectFacts, use: Use) -> bool:
    """Whether what a decorator stands on has parameters: without any there is one entry at most."""
    functions = project.files[use.path].functions
    below = [f for f in functions if f.line >= use.call.line and f.name != "<lambda>"]
    return not below or bool(min(below, key=lambda f: f.line).params)
