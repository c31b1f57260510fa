"""Relations that are loaded elsewhere, or that nothing loads where they are read: PERF002 must stay silent."""

from __future__ import annotations

from codereview.api import Good
from codereview_rules.performance._queries.examples_bad import _MODELS

LOADED: tuple[Good, ...] = (
    # the first of what was loaded, in the order that the model has
    Good(
        {
            "library/models.py": """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

    class Meta:
        ordering = ["pk"]
""",
            "library/views.py": """\
from library.models import Author


def listing(request):
    return [author.books.first() for author in Author.objects.prefetch_related("books")]
""",
        }
    ),
    Good(
        {
            "press/models.py": """\
from tortoise import fields
from tortoise.models import Model


class Paper(Model):
    id = fields.IntField(pk=True)


class Article(Model):
    paper = fields.ForeignKeyField("models.Paper", related_name="articles")
""",
            "press/copying.py": """\
from press.models import Article


async def copies():
    return [Article(paper=article.paper) for article in await Article.all()]
""",
        }
    ),
    Good(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book
from rest_framework import serializers, viewsets


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")


class BookViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = BookSerializer
    queryset = Book.objects.all()

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).select_related("author")
""",
        }
    ),
)
