"""Values do not become SQL."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_RUNS = ("execute", "executemany", "fetch", "fetchrow", "fetchval", "fetchone", "fetchall", "raw")
_LEAST = 10
_SHARE = 0.5
_CODE = repeated(
    "\n\ndef {name}(cursor, key):\n    cursor.execute('SELECT * FROM t WHERE id = %s', (key,))\n", 10
)


class ParameterisedQueries(Practice):
    """Counts calls that run SQL that stands in them, and those of them that are given values beside it."""

    id = "parameterised-queries"
    title = "SQL gets its values as parameters"
    category = Category.SECURITY
    why = "What a visitor types stays a value, whatever is in it."
    bar = f"{_LEAST} statements with values beside them, {_SHARE:.0%} of all, and no SQL from text is open"
    weight = 3
    contradicted_by = ("SEC005",)
    good = (Has(started({"db.py": _CODE}), ("db.py:4", "db.py:40"), "10 of 10 SQL statements"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"db.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"db.py": _CODE.replace("', (key,)", "' % key")}), "values are put into the text"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        uses = [u for u in project.live.methods(*_RUNS) if u.call.args and u.call.args[0].startswith("=sql:")]
        apart = [use for use in uses if len(use.call.args) > 1 or use.call.kwargs]
        if len(apart) < _LEAST or len(apart) < _SHARE * len(uses):
            return None
        evidence = places(apart)
        where = many(files_of(evidence), "file")
        said = (
            f"{len(apart):,} of {many(len(uses), 'SQL statement')} in {where} get their values as parameters"
        )
        return Seen(said, evidence, len(apart), len(uses))
