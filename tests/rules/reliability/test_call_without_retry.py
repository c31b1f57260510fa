"""What examples cannot show of REL024: the reason where it does not apply."""

from __future__ import annotations

import pytest

from codereview.engine.worker import Checker, Job
from codereview.facts.project import ProjectFacts
from codereview.model import Zone
from codereview_rules.reliability.call_without_retry import CallWithoutRetry

_SERVICE = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/a')\ndef a():\n    return 1\n"
_TASK = "from celery import Celery\n\nqueue = Celery()\n\n\n@queue.task(autoretry_for=(OSError,))\ndef send(): ...\n"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"main.py": _SERVICE}, "imports no client"),
        ({"main.py": _SERVICE, "tasks.py": _TASK}, "through `celery` alone"),
        ({"main.py": _SERVICE, "mail.py": "import httpx\n"}, ""),
        ({"tasks.py": "print(1)\n"}, "no service"),
    ],
)
def test_the_reason_names_how_the_project_speaks_to_others(files: dict[str, str], reason: str) -> None:
    checker = Checker([], (3, 10))
    jobs = [Job(path, path, Zone.PRODUCTION, "python", path[:-3]) for path in files]
    facts = [checker.check(job, files[job.path].encode()).facts for job in jobs]
    project = ProjectFacts([each for each in facts if each is not None], {})
    said = CallWithoutRetry().not_applicable(project)
    assert reason in said
    assert bool(said) is bool(reason)
