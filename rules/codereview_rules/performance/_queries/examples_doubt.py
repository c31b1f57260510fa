"""Queries in loops of which something is to be checked first: by what is passed, and what is cut off."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_MODELS = """\
from django.db import models


class Hive(models.Model):
    name = models.CharField(max_length=9)


class Weight(models.Model):
    hive = models.ForeignKey(Hive, on_delete=models.CASCADE, related_name="weights")
    at = models.DateTimeField()


class Report(models.Model):
    hive = models.ForeignKey(Hive, on_delete=models.DO_NOTHING, db_constraint=False)
"""

DOUBTED: tuple[Bad, ...] = (
    # the first rows of each: one query for all would give others
    Bad(
        {
            "hives/models.py": _MODELS,
            "hives/views.py": """\
from hives.models import Hive, Weight


def newest(request, most):
    found = {}
    for hive in Hive.objects.all():
        found[hive.name] = list(Weight.objects.filter(hive=hive).order_by("-at")[:most])
    return found
""",
        },
        ("hives/views.py:7",),
        confidence=Confidence.LOW,
    ),
    # no call asks for the weights
    Bad(
        {
            "hives/models.py": _MODELS,
            "hives/views.py": """\
from hives.models import Hive, Weight


def listed(weighed=False):
    found = list(Hive.objects.all())
    if weighed:
        for hive in found:
            hive.newest = Weight.objects.filter(hive=hive).first()
    return found


def index(request):
    return listed()
""",
        },
        ("hives/views.py:8",),
        confidence=Confidence.LOW,
    ),
)
