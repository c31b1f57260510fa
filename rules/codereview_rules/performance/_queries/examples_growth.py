"""How sure PERF002 is of rows that grow, and of those that are few."""

from __future__ import annotations

from codereview.api import Bad, Confidence
from codereview_rules.performance._queries.examples_bad import _MODELS
from codereview_rules.performance._queries.examples_orders import OF_ORDERS

URLS = """\
from django.urls import path
from library.views import listing

urlpatterns = [path("books", listing)]
"""
GROWTH: tuple[Bad, ...] = (
    # a file that nothing leads to
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("views", "pages"),
            "library/wsgi.py": "from django.core.wsgi import get_wsgi_application\n\n"
            "application = get_wsgi_application()\n",
            "library/pages.py": "def listing(request):\n    return []\n",
            "library/old.py": """\
from library.models import Book


def listing(request):
    return [book.author.name for book in Book.objects.order_by("title")]
""",
        },
        ("library/old.py:5",),
        confidence=Confidence.LOW,
    ),
    # those of one row, by a filter that always holds
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "shelf"),
            "library/views.py": """\
from library.models import Book


def shelf(request, author):
    return [tag for book in Book.objects.filter(author=author) for tag in book.tags.all()]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # those of a state
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "shelf"),
            "library/views.py": """\
from library.models import Book


def shelf(request):
    return [tag for book in Book.objects.filter(title__gte="M") for tag in book.tags.all()]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.HIGH,
    ),
    # ten at most
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "newest"),
            "library/views.py": """\
from library.models import Book


def newest(request):
    books = Book.objects.order_by("-id")[:10]
    return [book.author.name for book in books]
""",
        },
        ("library/views.py:6",),
        confidence=Confidence.LOW,
    ),
    # a table that people fill by hand
    Bad(
        {
            "library/models.py": _MODELS
            + """\


class Category(models.Model):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
""",
            "library/urls.py": URLS.replace("listing", "kinds"),
            "library/views.py": """\
from library.models import Category


def kinds(request):
    return [category.tag.word for category in Category.objects.all()]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # the rows of whoever asks
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book
from rest_framework import serializers, viewsets


class BookSerializer(serializers.ModelSerializer):
    writer = serializers.CharField(source="author.name")


class BookViewSet(viewsets.ModelViewSet):
    serializer_class = BookSerializer

    def get_queryset(self):
        return Book.objects.filter(author=self.request.user.author)
""",
            "library/urls.py": """\
from library.api import BookViewSet
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.register("books", BookViewSet)
urlpatterns = router.urls
""",
        },
        ("library/api.py:6",),
        confidence=Confidence.LOW,
    ),
    # once, as the file is imported
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("views", "forms"),
            "library/forms.py": """\
from library.models import Book

BY = [(book.pk, book.author.name) for book in Book.objects.order_by("title")]


def listing(request):
    return BY
""",
        },
        ("library/forms.py:3",),
        confidence=Confidence.LOW,
    ),
    # those of one row, and counted while they are gone through
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "shelf"),
            "library/views.py": """\
from django.db.models import Q
from library.models import Book


def shelf(request, author):
    found = {}
    for place, book in enumerate(Book.objects.filter(Q(author=author) & Q(title__gte="M"))):
        found[place] = [tag.word for tag in book.tags.all()]
    return found
""",
        },
        ("library/views.py:8",),
        confidence=Confidence.LOW,
    ),
    # few by few: of those of one row
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "shelf"),
            "library/views.py": """\
from library.models import Book


def shelf(request, author):
    found = []
    for book in Book.objects.filter(author=author).prefetch_related("tags"):
        for tag in book.tags.all():
            found.append(tag.book_set.count())
    return found
""",
        },
        ("library/views.py:8",),
        confidence=Confidence.LOW,
    ),
    # a name that the query gives to the rows
    Bad(
        {
            "library/models.py": _MODELS.replace(
                "    def label(self)",
                "    @property\n    def worded(self):\n        return self.tags.count()\n\n    def label(self)",
            ),
            "library/urls.py": URLS,
            "library/views.py": """\
from django.db.models import Count
from library.models import Book


def listing(request):
    return [book.worded for book in Book.objects.annotate(worded=Count("tags"))]
""",
        },
        ("library/views.py:6",),
        confidence=Confidence.LOW,
    ),
    # what loads them is held by a name
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS,
            "library/views.py": """\
from django.db.models import Prefetch
from library.models import Book, Tag


def listing(request):
    words = Prefetch("tags", queryset=Tag.objects.order_by("word"))
    return [tag.word for book in Book.objects.prefetch_related(words, "author") for tag in book.tags.all()]
""",
        },
        ("library/views.py:7",),
        confidence=Confidence.LOW,
    ),
    # in the place of which another has come
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS,
            "library/views.py": """\
from library.models import Book


def listing(request):
    return []


def listing_legacy(request):
    return [book.author.name for book in Book.objects.order_by("title")]
""",
        },
        ("library/views.py:9",),
        confidence=Confidence.LOW,
    ),
    # what a helper is given narrows its rows
    Bad(
        {
            "library/models.py": _MODELS,
            "library/urls.py": URLS.replace("listing", "shelf"),
            "library/shelves.py": """\
from library.models import Book


def on_shelf(shelf):
    return Book.objects.filter(title__startswith=shelf)
""",
            "library/views.py": """\
from library.shelves import on_shelf


def shelf(request, place):
    return [book.tags.count() for book in on_shelf(place)]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    *OF_ORDERS,
)
