"""Blocking work leaves the event loop."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_AWAY = frozenset(
    [
        "asyncio.to_thread", "anyio.to_thread.run_sync", "trio.to_thread.run_sync",
        "starlette.concurrency.run_in_threadpool",
        "fastapi.concurrency.run_in_threadpool", "asgiref.sync.sync_to_async", "anyio.to_process.run_sync",
        "channels.db.database_sync_to_async",
    ]
)  # fmt: skip
_ROOTS = tuple(sorted({path.partition(".")[0] + "." for path in _AWAY}))
_LEAST = 4
_CODE = "import asyncio\n" + repeated(
    "\n\nasync def {name}(path):\n    return await asyncio.to_thread(path.read_text)\n", 4
)


class OffloadedBlocking(Practice):
    """Counts the calls in coroutines that hand work to a thread or process."""

    id = "offloaded-blocking"
    title = "Blocking work is taken off the event loop"
    category = Category.PERFORMANCE
    why = "One slow file or library does not stop every other request."
    bar = f"{_LEAST} places in coroutines, and no blocking call in one is open"
    contradicted_by = ("PERF001",)
    good = (
        Has(started({"files.py": _CODE}), ("files.py:5", "files.py:17"), "4 places in 1 file"),
        Has(
            started(
                {
                    "files.py": repeated(
                        "\n\nasync def {name}(loop, path):\n"
                        "    return await loop.run_in_executor(None, path.read_text)\n",
                        4,
                    )
                }
            ),
            ("files.py:4",),
            "4 places",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"files.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"files.py": _CODE.replace("return await", "# return await")}), "only comments say so"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The places."""
        live = project.live
        uses = [use for use in live.calls(*_ROOTS) if use.call.path in _AWAY]
        uses += live.methods("run_in_executor")
        inside = [
            use
            for use in uses
            if use.call.function >= 0 and live.files[use.path].functions[use.call.function].is_async
        ]
        evidence = places(inside)
        if len(evidence) < _LEAST:
            return None
        where = many(files_of(evidence), "file")
        return Seen(f"{len(evidence)} places in {where} hand blocking work to a thread or process", evidence)
