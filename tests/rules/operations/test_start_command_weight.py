"""How much a command weighs that starts what is not there."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview.model import Severity
from codereview_rules.operations.start_command import StartCommand

SHOP = {"shop/__init__.py": "", "shop/api.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"}
COMPOSE = "services:\n  web:\n    build:\n      context: .\n      dockerfile: {}\n"
MISSING = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n'
WORKING = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.api:app"]\n'


def weight(files: dict[str, str]) -> Severity:
    (finding,) = examine({**SHOP, **files}, [StartCommand()])
    return finding.severity


def test_an_image_that_is_built_weighs_high() -> None:
    assert weight({"deploy/Dockerfile": MISSING}) is Severity.HIGH
    assert (
        weight({"deploy/Dockerfile": MISSING, "compose.yml": COMPOSE.format("deploy/Dockerfile")})
        is Severity.HIGH
    )


def test_an_image_that_nothing_builds_beside_others_weighs_low() -> None:
    built = {"Dockerfile": WORKING, "compose.yml": COMPOSE.format("Dockerfile")}
    assert weight({**built, "old/Dockerfile": MISSING}) is Severity.LOW
    assert weight({**built, "old/Dockerfile": MISSING, "ci.yml": "file: old/Dockerfile\n"}) is Severity.HIGH


def test_a_script_of_an_image_that_nothing_builds_weighs_low() -> None:
    built = {"Dockerfile": WORKING, "compose.yml": COMPOSE.format("Dockerfile")}
    script = {"old/start.sh": "#!/bin/sh\npython -m shop.serve\n"}
    copies = "FROM python:3.12\nCOPY old/start.sh /start\nCMD /start\n"
    assert weight({**built, **script}) is Severity.MEDIUM
    assert weight({**built, **script, "old/Dockerfile": copies}) is Severity.LOW


def test_a_script_that_says_what_happens_when_it_fails_weighs_low() -> None:
    assert weight({"start.sh": "#!/bin/sh\npython warm.py\n"}) is Severity.MEDIUM
    assert weight({"start.sh": "#!/bin/sh\npython warm.py || true\n"}) is Severity.LOW
    assert weight({"start.sh": "#!/bin/sh\npython warm.py || exit 1\n"}) is Severity.MEDIUM
    assert weight({"start.sh": "#!/bin/sh\nif python warm.py; then\n  echo done\nfi\n"}) is Severity.LOW


def test_a_script_weighs_the_same_with_an_ending_and_without() -> None:
    script = "#!/bin/sh\nexec uvicorn shop.main:app\n"
    assert weight({"images/worker/start.sh": script}) is Severity.MEDIUM
    assert weight({"images/worker/start": script}) is Severity.MEDIUM
    assert weight({"images/worker.service": "[Service]\nExecStart=uvicorn shop.main:app\n"}) is Severity.HIGH
