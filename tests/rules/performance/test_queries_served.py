"""PERF002: it is sure of what somebody waits for; of what runs beside the requests, less."""

from __future__ import annotations

import re

import pytest

from codereview.api import Confidence
from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

MODELS = """\
from django.db import models
class Kiln(models.Model):
    name = models.CharField(max_length=9)
class Pot(models.Model):
    kiln = models.ForeignKey(Kiln, models.CASCADE)
"""
WSGI = "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"
ROUNDS = """\
from pottery.models import Pot
def fired():
    found = []
    for pot in Pot.objects.all():
        found.append(pot.kiln.name)
    return found
"""
VIEW = "from pottery.shelves import fired\ndef index(request):\n    return fired()\n"
SENDS = ROUNDS.replace("        found", "        label(pot)\n        found").replace(
    "def fired", "def label(pot):\n    print(pot)\ndef fired"
)


def confidence(path: str, text: str = ROUNDS, wsgi: str = WSGI, **others: str) -> Confidence:
    files = {"pottery/models.py": MODELS, path: text}
    module = path.removesuffix(".py").replace("/", ".")
    name = re.findall(r"def (\w+)", text)[-1]
    files |= {"pottery/wsgi.py": f"{wsgi}from {module} import {name}\nSTEPS = [{name}]\n"} if wsgi else {}
    files |= {f"pottery/{file}.py": other for file, other in others.items()}
    [finding] = examine(files, [QueryInLoop()])
    return finding.confidence


def test_a_view_waits_for_its_rows_and_for_those_of_what_it_calls() -> None:
    assert confidence("pottery/views.py") is Confidence.HIGH
    assert confidence("pottery/shelves.py", views=VIEW) is Confidence.HIGH


def test_beside_the_requests_it_is_not_told_how_often_a_loop_runs() -> None:
    assert confidence("pottery/shelves.py") is Confidence.MEDIUM


def test_where_nothing_answers_requests_nothing_runs_beside_them() -> None:
    assert confidence("pottery/shelves.py", wsgi="") is Confidence.HIGH


@pytest.mark.parametrize("path", ["pottery/jobs.py", "pottery/cron/weekly.py"])
def test_a_job_matters_less_if_its_rounds_do_more_than_to_ask(path: str) -> None:
    assert confidence(path) is Confidence.MEDIUM
    assert confidence(path, SENDS) is Confidence.LOW


def test_a_decorator_tells_a_job_wherever_it_stands() -> None:
    task = SENDS.replace("def fired", "@shared_task\ndef fired")
    assert confidence("pottery/views.py", f"from celery import shared_task\n{task}") is Confidence.LOW


def test_what_looks_after_the_data_is_a_job() -> None:
    checks = SENDS.replace("fired", "check_shelves")
    assert confidence("pottery/shelves.py", checks) is Confidence.LOW
    assert confidence("pottery/shelves.py", SENDS) is Confidence.MEDIUM


def test_files_are_asked_for_now_and_then() -> None:
    assert confidence("pottery/views.py", ROUNDS.replace("fired", "export_fired")) is Confidence.MEDIUM


def test_of_the_functions_of_an_api_those_answer_that_have_a_request() -> None:
    assert confidence("pottery/api.py") is Confidence.MEDIUM
    assert confidence("pottery/api.py", ROUNDS.replace("fired()", "fired(request)")) is Confidence.HIGH


@pytest.mark.parametrize(
    ("asked", "sure"),
    [
        ("ends_on__gte=timezone.now()", Confidence.LOW),
        ("ends_on__lt=timezone.now()", Confidence.HIGH),
        ("made_on__gte=timezone.now()", Confidence.HIGH),
    ],
    ids=["not over", "over", "not yet made"],
)
def test_what_is_not_over_yet_are_few(asked: str, sure: Confidence) -> None:
    text = ROUNDS.replace(".all()", f".filter({asked})")
    assert confidence("pottery/views.py", f"from django.utils import timezone\n{text}") is sure


@pytest.mark.parametrize("name", ["backup_pots", "dump_terraform"])
def test_what_writes_down_how_all_is_set_up_is_asked_for_seldom(name: str) -> None:
    assert confidence("pottery/views.py", ROUNDS.replace("fired", name)) is Confidence.LOW


def test_a_check_matters_as_little_if_it_only_asks() -> None:
    assert confidence("pottery/shelves.py", ROUNDS.replace("fired", "verify_shelves")) is Confidence.LOW


def test_a_check_that_also_acts_is_no_mere_check() -> None:
    acts = ROUNDS.replace("fired", "check_and_fire")
    assert confidence("pottery/shelves.py", acts) is Confidence.MEDIUM
