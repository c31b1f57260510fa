"""Times carry their zone."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_NOW = ("datetime.datetime.now", "datetime.datetime.fromtimestamp")
_NAIVE = ("datetime.datetime.utcnow", "datetime.datetime.today", "datetime.datetime.utcfromtimestamp")
_ZONED = (
    "django.utils.timezone.now",
    "django.utils.timezone.localtime",
    "pendulum.now",
    "arrow.utcnow",
    "arrow.now",
)
_LEAST = 8
_CODE = "from datetime import datetime, timezone\n" + repeated(
    "\n\ndef {name}():\n    return datetime.now(timezone.utc)\n", 8
)


class AwareDatetimes(Practice):
    """Counts where the present time is asked for, with and without a zone."""

    id = "aware-datetimes"
    title = "Times carry their zone"
    category = Category.RELIABILITY
    why = "Times from different machines, users and months can be compared."
    bar = f"{_LEAST} places that ask for the time with a zone, and none without"
    weight = 1
    contradicted_by = ("MNT003", "REL017")
    good = (Has(started({"times.py": _CODE}), ("times.py:5", "times.py:33"), "8 of 8 places"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"times.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started({"times.py": _CODE + "\n\ndef naive():\n    return datetime.now()\n"}), "one has no zone"
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """All of them, if each has a zone."""
        live = project.live
        asked = [use for use in live.calls(*_NOW) if use.call.path in _NOW]
        least = {"datetime.datetime.now": 1, "datetime.datetime.fromtimestamp": 2}
        zoned = [
            u
            for u in asked
            if len(u.call.args) >= least[u.call.path] or any(k == "tz" for k, _ in u.call.kwargs)
        ]
        naive = [use for use in live.calls(*_NAIVE) if use.call.path in _NAIVE]
        zoned_too = [use for use in live.calls(*_ZONED) if use.call.path in _ZONED]
        evidence = places([*zoned, *zoned_too], "with a zone")
        total = len(evidence)
        if total < _LEAST or naive or len(zoned) < len(asked):
            return None
        where = many(files_of(evidence), "file")
        return Seen(
            f"{total:,} of {many(total, 'place')} that ask for the time, in {where}, give it a zone",
            evidence,
            total,
            total,
        )
