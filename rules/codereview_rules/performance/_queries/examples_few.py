"""Queries in loops whose rounds are few by what the loop goes over, and what asks for nothing after all."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_MODELS = """\
from django.contrib.auth.models import AbstractUser
from django.db import models


class Keeper(AbstractUser):
    role = models.CharField(max_length=9)

    def gardens(self):
        return Garden.objects.filter(keepers__in=[self])


class Garden(models.Model):
    gate_uid = models.CharField(max_length=12)
    above = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    keepers = models.ManyToManyField(Keeper)

    def needs_water(self):
        return Tree.objects.filter(garden=self, dry=True).count()


class Tree(models.Model):
    garden = models.ForeignKey(Garden, on_delete=models.CASCADE, related_name="trees")
    dry = models.BooleanField(default=False)
"""
_HEAD = "from gardens.models import Garden, Keeper, Tree\n\n\n"


def _doubted(view: str, line: int) -> Bad:
    files = {"gardens/models.py": _MODELS, "gardens/views.py": _HEAD + view}
    return Bad(files, (f"gardens/views.py:{line}",), confidence=Confidence.LOW)


FEW: tuple[Bad, ...] = (
    # once for each, by the loop: the rows are counted then, and not asked for
    Bad(
        {
            "gardens/models.py": _MODELS,
            "gardens/views.py": _HEAD
            + """\
def dry(request):
    found = {}
    for garden in Garden.objects.all():
        trees = garden.trees.all()
        thirsty = [tree for tree in trees if tree.dry]
        found[garden.gate_uid] = len(thirsty) / trees.count()
    return found
""",
        },
        ("gardens/views.py:7",),
    ),
    # what one row has, by a key that is no foreign one
    _doubted(
        """\
def behind(request, uid):
    return [Tree.objects.filter(garden=garden).first() for garden in Garden.objects.filter(gate_uid=uid)]
""",
        5,
    ),
    # what a row gives
    _doubted(
        """\
def mine(request):
    found = []
    for garden in request.user.gardens():
        found.append(Tree.objects.filter(garden=garden).first())
    return found
""",
        7,
    ),
    # the first answer is enough
    _doubted(
        """\
def is_dry(request):
    return any(garden.needs_water() for garden in Garden.objects.all())
""",
        5,
    ),
    # the few who may do more than others
    _doubted(
        """\
def chiefs(request):
    return {keeper: Garden.objects.filter(keepers=keeper).count() for keeper in Keeper.objects.filter(is_staff=True)}
""",
        5,
    ),
    _doubted(
        """\
def heads(request):
    found = []
    for keeper in Keeper.objects.filter(role="admin", is_active=True):
        found.append(Garden.objects.filter(keepers=keeper).count())
    return found
""",
        7,
    ),
    # by keys that belong to one row
    _doubted(
        """\
def around(request):
    near = [tree.garden_id for tree in Tree.objects.filter(garden__gate_uid=request.GET["gate"])]
    found = []
    for garden in Garden.objects.filter(id__in=near):
        found.append(Tree.objects.filter(garden=garden).first())
    return found
""",
        8,
    ),
    # the one row that a list gives
    Bad(
        {
            "gardens/models.py": _MODELS,
            "gardens/api.py": """\
from gardens.models import Tree
from rest_framework import serializers, viewsets


class TreeSerializer(serializers.ModelSerializer):
    gate = serializers.CharField(source="garden.gate_uid")

    class Meta:
        model = Tree
        fields = "__all__"


class NewestViewSet(viewsets.ModelViewSet):
    serializer_class = TreeSerializer

    def get_queryset(self):
        return Tree.objects.order_by("-pk").all()[:1]
""",
            "gardens/urls.py": """\
from gardens.api import NewestViewSet
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.register("newest", NewestViewSet)
urlpatterns = router.urls
""",
        },
        ("gardens/api.py:6",),
        confidence=Confidence.LOW,
    ),
    # a view set that serves single rows only
    Bad(
        {
            "gardens/models.py": _MODELS,
            "gardens/api.py": """\
from gardens.models import Tree
from rest_framework import serializers, viewsets


class TreeSerializer(serializers.ModelSerializer):
    gate = serializers.CharField(source="garden.gate_uid")

    class Meta:
        model = Tree
        fields = "__all__"


class TreeViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = TreeSerializer
    queryset = Tree.objects.all()
""",
            "gardens/urls.py": """\
from django.urls import path
from gardens.api import TreeViewSet

urlpatterns = [path("trees/<int:pk>", TreeViewSet.as_view({"get": "retrieve"}))]
""",
        },
        ("gardens/api.py:6",),
        confidence=Confidence.LOW,
    ),
)

NO_QUERY: tuple[Good, ...] = (
    # a column takes the place of what a base reads of a relation
    Good(
        {
            "woods/models.py": """\
from django.db import models


class Place(models.Model):
    title = models.TextField()


class Spot(models.Model):
    place = models.ForeignKey(Place, on_delete=models.CASCADE)

    @property
    def name(self):
        return self.place.title


class Stump(Spot):
    name = models.TextField()
""",
            "woods/views.py": """\
from woods.models import Stump


def names(request):
    return [stump.name for stump in Stump.objects.all()]
""",
        }
    ),
)
