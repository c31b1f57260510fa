"""Queries in loops that few rounds may come to: something before them has the answer."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_MODELS = """\
from django.db import models


class Boat(models.Model):
    name = models.CharField(max_length=9)
    length = models.FloatField(null=True)
    open = models.BooleanField(default=True)

    def span(self):
        if self.length is not None:
            return round(self.length)
        return self.surveys.filter(valid=True).order_by("-at").first().length


class Survey(models.Model):
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE, related_name="surveys")
    length = models.FloatField()
    valid = models.BooleanField()
    at = models.DateField()


class Permit(models.Model):
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE)
"""

ANSWERED: tuple[Bad, ...] = (
    # asked for where the first part does not hold
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat, Permit


def admitted(request):
    found = []
    for boat in Boat.objects.order_by("name"):
        if boat.open or Permit.objects.filter(boat=boat).exists():
            found.append(boat.name)
    return found
""",
        },
        ("boats/views.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat, Permit


def permits(request):
    found = {}
    for boat in Boat.objects.order_by("name"):
        found[boat.name] = 0 if boat.open else Permit.objects.filter(boat=boat).count()
    return found
""",
        },
        ("boats/views.py:7",),
        confidence=Confidence.LOW,
    ),
    # a method that returns what the row has, and asks for the others
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat


def spans(request):
    return [boat.span() for boat in Boat.objects.order_by("name")]
""",
        },
        ("boats/views.py:5",),
        confidence=Confidence.LOW,
    ),
)
