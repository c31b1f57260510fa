"""Background tasks survive a worker that dies."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.live import Use
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places, repeated
from codereview_rules.practices._examples import in_tests, started

_LEAST = 3
_AGAIN = (
    "autoretry_for",
    "max_retries",
    "retry_backoff",
    "retry_kwargs",
    "acks_late",
    "reject_on_worker_lost",
)
_CODE = "from celery import shared_task\n" + repeated(
    "\n\n@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)\ndef {name}(key):\n    return key\n",
    3,
)


class ResilientTasks(Practice):
    """Counts the tasks of Celery, Dramatiq and Huey that say what happens when they fail."""

    id = "resilient-tasks"
    title = "Background tasks are tried again"
    category = Category.RELIABILITY
    why = "A restart or a moment's failure loses no work."
    bar = f"{_LEAST} tasks with retries or late acknowledgement, and a third of all"
    contradicted_by = ("REL014",)
    good = (Has(started({"jobs.py": _CODE}), ("jobs.py:4", "jobs.py:14"), "3 of 3 tasks"),)
    bad = (
        Lacks(in_tests([_CODE]), "they are tasks of tests"),
        Lacks(
            started(
                {
                    "jobs.py": _CODE.replace(
                        "autoretry_for=(OSError,), retry_backoff=True, max_retries=5", "name='x'"
                    )
                }
            ),
            "they run once",
        ),
        Lacks(
            started(
                {
                    "jobs.py": _CODE.replace(
                        "autoretry_for=(OSError,), retry_backoff=True, max_retries=5", "max_retries=0"
                    )
                }
            ),
            "no retry is allowed",
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without a task queue there are no tasks."""
        return "" if project.live.imported & {"celery", "dramatiq", "huey"} else "it has no task queue"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        live = project.live
        tasks = [
            (path, function)
            for path, _, function in live.functions()
            if any(_is_task(name) for name in function.decorators)
        ]
        given = [use for use in live.methods("shared_task", "task", "actor", "db_task") if _again(use)]
        lines = {path: sorted(f.line for p, f in tasks if p == path) for path, _ in tasks}
        mine = [
            use
            for use in given
            if any(use.call.line <= line <= use.call.end_line + 4 for line in lines.get(use.path, ()))
        ]
        if len(mine) < _LEAST or len(mine) * 3 < len(tasks):
            return None
        said = f"{len(mine):,} of {many(len(tasks), 'task')} are tried again, or given back, when they fail"
        return Seen(said, places(mine, "a task that is tried again"), len(mine), max(len(tasks), len(mine)))


def _is_task(name: str) -> bool:
    return name.removesuffix("()").rpartition(".")[2] in ("shared_task", "task", "actor", "db_task")


def _again(use: Use) -> bool:
    return any(keyword(use.call, name) not in ("", "=0", "=None", "=False") for name in _AGAIN)
