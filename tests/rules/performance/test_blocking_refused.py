"""PERF001: Django's queries fail on the thread of an event loop; its cache and other mappers block it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding
from codereview_rules.performance.blocking_in_async import BlockingInAsync

_PAGES = """\
from django.core.cache import cache
from django.db import connection, models


class Page(models.Model):
    text = models.TextField()


def keep(text):
    Page.objects.create(text=text)


async def first(request):
    return {asked}
"""


def found(files: str | Mapping[str, str]) -> list[Finding]:
    return examine({"pages.py": files} if isinstance(files, str) else files, [BlockingInAsync()])


@pytest.mark.parametrize(
    "asked",
    ["Page.objects.first()", "keep(request.text)", "connection.cursor().execute('SELECT 1')"],
)
def test_a_query_of_django_raises_and_does_not_block(asked: str) -> None:
    (finding,) = found(_PAGES.format(asked=asked))
    assert "raises SynchronousOnlyOperation" in finding.message
    assert "blocks" not in finding.message
    assert "sync_to_async" in finding.message
    assert finding.confidence is Confidence.HIGH


@pytest.mark.parametrize(
    ("handled", "confidence"),
    [
        ("except Exception:\n        return None", Confidence.LOW),
        ("except Exception:\n        raise", Confidence.HIGH),
        ("except Page.DoesNotExist:\n        return None", Confidence.HIGH),
    ],
)
def test_what_a_helper_takes_of_all_errors_does_not_fail(handled: str, confidence: Confidence) -> None:
    tried = f"try:\n        Page.objects.create(text=text)\n    {handled}"
    text = _PAGES.replace("Page.objects.create(text=text)", tried)
    (finding,) = found(text.replace("{asked}", "keep(request.text)"))
    assert finding.confidence is confidence


def test_the_cache_of_django_blocks() -> None:
    (finding,) = found(_PAGES.format(asked="cache.get('first')"))
    assert "blocks the event loop" in finding.message
    assert "aget" in finding.message


def test_a_query_blocks_where_the_environment_lets_it() -> None:
    allowed = {"settings.py": "import os\n\nos.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = 'true'\n"}
    (finding,) = found({"pages.py": _PAGES.format(asked="Page.objects.first()"), **allowed})
    assert "blocks the event loop" in finding.message


def test_a_query_fails_whatever_the_database() -> None:
    near = {"settings.py": "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n"}
    (finding,) = found({"pages.py": _PAGES.format(asked="Page.objects.first()"), **near})
    assert finding.confidence is Confidence.HIGH
