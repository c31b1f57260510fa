"""Related records are loaded with the query that needs them."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places

_DJANGO = ("select_related", "prefetch_related")
_SQLALCHEMY = tuple(
    f"sqlalchemy.orm.{name}" for name in ("joinedload", "selectinload", "subqueryload", "contains_eager")
)
_LEAST = 5

_QUERIES = "".join(
    f"\n\ndef orders_{n}(request):\n    return list(Order.objects.select_related('customer').filter(kind={n}))\n"
    for n in range(5)
)
_MODELS = (
    "from django.db import models\n\n\nclass Customer(models.Model):\n    pass\n\n\n"
    "class Order(models.Model):\n    customer = models.ForeignKey(Customer, models.CASCADE)\n"
    "    kind = models.IntegerField()\n"
)
_HEAD = "from django.http import HttpResponse\nfrom shop.models import Order\n"


class EagerLoading(Practice):
    """Counts calls that load relations with a query: Django's by name where Django is used, SQLAlchemy's resolved."""

    id = "eager-loading"
    title = "Relations are loaded with their queries"
    category = Category.PERFORMANCE
    why = "A list of a hundred rows costs one or two queries, not a hundred and one."
    bar = f"at least {_LEAST} calls in two files, and no query in a loop is open"
    contradicted_by = ("PERF002",)
    good = (
        Has(
            {
                "manage.py": "import shop.urls\n\nif __name__ == '__main__':\n    print(shop.urls)\n",
                "shop/models.py": _MODELS,
                "shop/urls.py": "import django\nimport shop.views\nimport shop.reports\n",
                "shop/views.py": _HEAD + _QUERIES,
                "shop/reports.py": _HEAD + _QUERIES,
            },
            evidence=("shop/reports.py:6", "shop/views.py:22"),
            says="10 queries in 2 files",
        ),
    )
    bad = (
        Lacks(
            {
                "manage.py": "import django\n\nif __name__ == '__main__':\n    print(1)\n",
                "tests/test_shop.py": _HEAD + _QUERIES,
            },
            because="only tests do it",
        ),
        Lacks(
            {
                "manage.py": "import django\n# select_related\n# prefetch_related\n" * 5,
                "shop/views.py": "select_related = 1\n",
            },
            because="only comments and names say so",
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without an ORM there are no relations."""
        return (
            ""
            if project.live.imported & {"django", "sqlalchemy", "sqlmodel"}
            else "it uses no ORM with relations"
        )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The calls, if there are enough."""
        live = project.live
        uses = list(live.calls(*_SQLALCHEMY))
        if "django" in live.imported:
            uses += [use for use in live.methods(*_DJANGO) if use.call.args]
        evidence = places(uses)
        if len(evidence) < _LEAST or files_of(evidence) < 2:
            return None
        said = f"{many(len(evidence), 'query', 'queries')} in {files_of(evidence)} files load their relations at once"
        return Seen(said, evidence)
