"""PERF002: advice that fits the query of a loop and what else its rounds do with it."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

MODELS = """\
from django.db import models
class Meadow(models.Model):
    number = models.CharField(max_length=3)
    name = models.CharField(max_length=9)
class Hive(models.Model):
    meadow_number = models.CharField(max_length=3)
    meadow = models.ForeignKey(Meadow, models.CASCADE)
    keeper = models.ForeignKey("auth.User", models.CASCADE)
    def harvest(self, season):
        return Harvest.objects.filter(keeper=self.keeper, season=season.kind).first()
    def gathered(self, season=None):
        if season:
            year = season
        else:
            year = Season.current()
        return Harvest.objects.filter(keeper=self.keeper, season=year.kind).first()
class Harvest(models.Model):
    hive = models.ForeignKey(Hive, models.CASCADE, related_name="harvests")
    keeper = models.ForeignKey("auth.User", models.CASCADE)
    season = models.CharField(max_length=3)
"""
HEAD = """\
from apiary.models import *
def listing(request, season):
    found = []
    for hive in Hive.objects.all():
"""


def messages(rounds: str) -> list[str]:
    text = f"{HEAD}{rounds}    return found\n"
    files = {"apiary/models.py": MODELS, "apiary/views.py": text}
    return [finding.message for finding in examine(files, [QueryInLoop()])]


MEADOWS = "        meadows = Meadow.objects.filter(number=hive.meadow_number)\n        if meadows.exists():\n"


@pytest.mark.parametrize(
    ("rounds", "advice"),
    [
        (f"{MEADOWS}            found.append(hive)\n", "which of them have some"),
        (f"{MEADOWS}            found.append(meadows[0].name)\n", "for what all rounds need"),
        ("        found.append(hive.meadow.name)\n", '.select_related("meadow")'),
        ("        found.append(hive.meadow.id)\n", "read `meadow_id`"),
        ("        found.append((hive.meadow.id, hive.meadow.name))\n", '.select_related("meadow")'),
        (
            "        for one in hive.harvests.all():\n            found.append(one)\n",
            '.prefetch_related("harvests")',
        ),
        (
            '        for one in hive.harvests.order_by("season").all():\n            found.append(one)\n',
            'Prefetch("harvests", queryset=...)',
        ),
        ("        found.append(hive.harvest(season))\n", "fetch the rows of all items"),
        ("        found.append(hive.gathered(season))\n", "fetch the rows of all items"),
    ],
    ids=[
        "whether there are some",
        "and what they are",
        "a column",
        "the key",
        "the key and a column",
        "all",
        "in an order",
        "by what a row has and by something else",
        "by what a row has and by what is not known",
    ],
)
def test_advice_fits_what_is_asked_for(rounds: str, advice: str) -> None:
    [message] = messages(rounds)
    assert advice in message


def test_a_call_that_passes_more_than_a_function_takes_comes_to_no_query() -> None:
    helper = "def of(hive):\n    return Harvest.objects.filter(hive=hive).first()\n"
    files = {"apiary/models.py": MODELS}
    for passed, told in (("hive", 1), ("hive, season", 0)):
        text = HEAD.replace("def listing", f"{helper}def listing")
        files["apiary/views.py"] = f"{text}        found.append(of({passed}))\n    return found\n"
        assert len(examine(files, [QueryInLoop()])) == told
