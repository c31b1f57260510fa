"""How sure it is that a broad handler hides something, in a project of many files."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Severity
from codereview_rules.reliability.broad_except import BroadExcept

_OTHERS = {f"shop/part{number}.py": f"SIZE = {number}\n" for number in range(12)}
_TRIED = """\
import logging
import requests


def keep(store, row):
    try:
        {tried}
    except Exception as error:
"""


@pytest.mark.parametrize(
    ("tried", "then", "confidence"),
    [
        ("return store.label(row)", "return ''", Confidence.LOW),
        ("return requests.get(row).text", "return ''", Confidence.MEDIUM),
        ("store.commit()", "row.failed = 1", Confidence.MEDIUM),
        ("store.commit()", "logging.error('not kept: %s', error)", Confidence.MEDIUM),
        ("store.commit()", "logging.error('not kept: %s', error)\n        return False", Confidence.LOW),
    ],
)
def test_something_has_to_speak_for_a_stake(tried: str, then: str, confidence: Confidence) -> None:
    code = _TRIED.format(tried=tried) + f"        {then}\n"
    found = examine({**_OTHERS, "shop/orders.py": code}, [BroadExcept()])
    assert [item.confidence for item in found] == [confidence]


def test_a_lone_file_says_nothing_of_what_it_calls() -> None:
    code = _TRIED.format(tried="return store.label(row)") + "        return ''\n"
    assert [item.confidence for item in examine({"orders.py": code}, [BroadExcept()])] == [Confidence.MEDIUM]


def test_a_probe_says_no_more_than_that_it_cannot_be_reached() -> None:
    code = (
        "from fastapi import HTTPException\n\n\ndef ask(client):\n    if not client.ready:\n"
        "        raise HTTPException(500, client.text)\n\n\ndef {name}(client):\n    try:\n        ask(client)\n"
        "    except Exception:\n        raise HTTPException(500, 'not reached')\n"
    )
    told = [
        examine({"api.py": code.replace("{name}", name)}, [BroadExcept()]) for name in ("get_status", "pay")
    ]
    assert [[found.confidence for found in one] for one in told] == [[Confidence.LOW], [Confidence.HIGH]]


def test_what_puts_a_query_together_calls_no_other_system() -> None:
    files = {
        "shop/models.py": "from django.db import models\n\n\nclass Parcel(models.Model):\n    pass\n\n\n"
        "def sent() -> models.QuerySet:\n    return Parcel.objects.filter(sent=True)\n",
        "shop/views.py": "from django.db.models import Q\n\nfrom shop.models import sent\n\n\n"
        "def shown(request, kept):\n    found = sent()\n    try:\n"
        "        team = request.user.team\n        found = found.filter(team=team).distinct()\n    except:\n"
        "        return kept\n    return found\n",
    }
    (found,) = examine(files, [BroadExcept()])
    assert "call to another system" not in found.message
    assert found.severity is Severity.LOW


def test_what_is_logged_as_an_error_is_not_hidden() -> None:
    code = (
        "import logging\n\n\ndef parsed(row):\n    try:\n        return Parcel.read(row)\n    except:\n"
        "        logging.error('no parcel: %s', row)\n        return None\n"
    )
    (found,) = examine({"shop/parcels.py": code}, [BroadExcept()])
    assert "its line in the log is all one sees of any failure of `Parcel.read()`" in found.message
    assert "hides" not in found.message
