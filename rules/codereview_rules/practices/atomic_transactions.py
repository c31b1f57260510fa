"""Changes that belong together are made together."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts import module as m
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started, unreached

_ATOMIC = "django.db.transaction.atomic"
_BEGIN = ("begin", "begin_nested")
_LEAST = 5
_CODE = "from django.db import transaction\n" + repeated(
    "\n\n@transaction.atomic\ndef {name}(order):\n    order.close()\n    order.customer.bill()\n", 5
)


class AtomicTransactions(Practice):
    """Counts Django's atomic blocks and functions, and SQLAlchemy's transactions under ``with``."""

    id = "atomic-transactions"
    title = "Changes that belong together are one transaction"
    category = Category.RELIABILITY
    why = "A failure in the middle leaves nothing half done in the database."
    bar = f"{_LEAST} atomic blocks or functions in two files; scripts of migrations do not count"
    good = (
        Has(
            started({"a.py": _CODE, "b.py": _CODE}),
            ("a.py:5", "b.py:5"),
            "10 blocks and functions in 2 files",
        ),
        Has(
            started(
                {
                    "old.py": "def close(session):\n    with session.begin():\n        session.add(1)\n",
                    "orders.py": "import sqlalchemy\n"
                    + repeated(
                        "\n\ndef {name}(session, order):\n    with session.begin():\n        session.add(order)\n",
                        5,
                    ),
                }
            ),
            ("orders.py:5",),
            "6 blocks",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"orders.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started({"orders.py": _CODE.replace("@transaction", "# @transaction")}), "only comments say so"
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without an ORM that is understood there is nothing to look at."""
        return (
            ""
            if project.live.imported & {"django", "sqlalchemy", "sqlmodel"}
            else "it uses no database by an ORM"
        )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The places."""
        live = project.live
        blocks = list(live.calls(_ATOMIC))
        if live.imported & {"sqlalchemy", "sqlmodel"}:
            blocks += [
                use for use in live.methods(*_BEGIN) if use.call.flags & m.ENTERED and not use.call.args
            ]
        found: list[Related] = list(places(blocks, "a transaction"))
        found += [
            spot(path, function.line, f"`{function.name}` is a transaction")
            for path, _, function in live.functions()
            if function.decorators and _ATOMIC in function.decorators
        ]
        found = [item for item in found if "migrat" not in item.path]
        if len(found) < _LEAST or files_of(found) < 2:
            return None
        evidence = spread(found)
        where = many(files_of(evidence), "file")
        return Seen(
            f"{len(found)} blocks and functions in {where} change the database all or not at all", evidence
        )
