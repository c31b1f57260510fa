"""ARC015: one name, two values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codereview.api import At, Bad, Card, Confidence, Finding, Good, Note, ProjectRule, Related, Severity
from codereview.facts.notes import Value
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._constants.values import Constants
from ._modules.linked import Programs

_OWN = lazy_pattern(
    r"(?:HOME|SHELL|PATH|TMPDIR|TEMP|TMP|EDITOR|VISUAL|PAGER|LANG|LC_\w+|USER|LOGNAME|DISPLAY|TERM|TZ|XDG_\w+)$|"
    r"(?:(?:APP|SERVICE|SERVER|PROCESS|WORKER|OTEL_SERVICE|BOT|LOGGER)_?)?(?:NAME|PORT|HOST|VERSION|ID)$|LOG_?FILE|DEBUG$"
)
"""Names that each process has a value of its own for, and those of the system."""
_VARIANT = lazy_pattern(
    r"(?:^|[/_.-])(?:settings?/|config/\w*settings|dev|development|local|prod|production|stag(?:e|ing)|ci|circle(?:ci)?|travis|github|jenkins|testing|tests?|demo"
    r"|examples?|sample|dags|locales?|i18n|legacy|old|deprecated|v\d+|scripts?|tools|cli|seeds?|migrat\w+|bench\w*"
    r"|providers|backends|adapters|drivers|vector_?stores)(?=[/_.-]|$)",
    re.IGNORECASE,
)
_SHARED = lazy_pattern(r"(?:constants?|consts?|config|settings|defaults|limits)$")
_SHOWN = 5

CARD = Card(
    id="ARC015",
    title="Same constant with different values",
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    effort=15,
    why=(
        "Parts of one program disagree on what a setting is when nobody sets it: one waits 30 "
        "seconds and the other 60, one "
        "asks another server than the other. It shows only where the variable is missing, which "
        "is where nobody looks."
    ),
    instead=(
        "Read the variable once, in the module of the settings, and import the value from "
        "there. A constant that is meant "
        "to differ gets a name that says so."
    ),
    false_alarms=(
        "Compared are literal defaults of one environment variable in modules that imports "
        "connect, and constants that "
        "others import from a module of constants and that a module below it defines anew. "
        "Empty defaults, settings for "
        "environments, scripts, drivers for one thing or another, and names that each process "
        "has (`PORT`, `SERVICE_NAME`) are "
        "left out. Values that could "
        "be secrets are compared and not shown."
    ),
)

_ENV = "import os\n\nTIMEOUT = int(os.getenv('API_TIMEOUT', '{}'))\n"
_MAIN = "import shop.one\nimport shop.two\n"


def _two(first: str, second: str) -> dict[str, str]:
    return {"main.py": _MAIN, "shop/__init__.py": "", "shop/one.py": first, "shop/two.py": second}


_CONSTANTS = "MAX_UPLOAD_SIZE = 10\n"
_USES = "from shop.constants import MAX_UPLOAD_SIZE\n\nprint(MAX_UPLOAD_SIZE)\n"


def _shared(value: str) -> dict[str, str]:
    own = f"from shop import one\n\nMAX_UPLOAD_SIZE = {value}\nprint(one, MAX_UPLOAD_SIZE)\n"
    return {**_two(_USES, own), "shop/constants.py": _CONSTANTS}


class _Place(NamedTuple):
    path: str
    note: Note


class ContradictingConstants(ProjectRule):
    """Groups what files say by name and program."""

    card = CARD
    collects = (Constants,)
    bad = (
        Bad(_two(_ENV.format(30), _ENV.format(60)), ("shop/two.py:3",)),
        Bad(_two(_ENV.format(30), _ENV.format("30.5")), ("shop/two.py:3",)),
        Bad(
            {f"backend/{path}": text for path, text in _two(_ENV.format(30), _ENV.format(60)).items()},
            ("backend/shop/two.py:3",),
        ),
        Bad(
            _two(
                "import os\n\nURL = os.environ.get('FEED_URL', 'http://feed:8000')\n",
                "import os\n\n\ndef url():\n    return os.getenv('FEED_URL', 'http://feed:8101')\n",
            ),
            ("shop/two.py:5",),
        ),
        Bad(
            _two(
                "import os\n\nON = os.environ.get('USE_CACHE', 'true') == 'true'\n",
                "import os\n\nON = os.environ.get(\n    'USE_CACHE', 'false'\n) == 'true'\n",
            ),
            ("shop/two.py:3",),
        ),
        Bad(
            {**_two(_ENV.format(30), _ENV.format(30)), "main.py": _MAIN + _ENV.format(60)},
            ("main.py:5",),
        ),
        Bad(
            _two(
                "from decouple import config\n\nN = config('BATCH_ROWS', default=100)\n",
                "from decouple import config\n\nN = config('BATCH_ROWS', default=50)\n",
            ),
            ("shop/two.py:3",),
        ),
        Bad(_shared("20"), ("shop/two.py:3",)),
        Bad(
            _two(
                "import os\n\nKEY = os.getenv('SIGNING_SECRET', 'one' 'x')\nN = os.getenv('PAGE_ROWS', '5')\n",
                "import os\n\nN = os.getenv('PAGE_ROWS', '6')\n",
            ),
            ("shop/two.py:3",),
        ),
    )
    good = (
        Good(
            _two(
                "import os\n\nSHOWN = os.environ.get('SHELL', '/bin/bash')\n",
                "import os\n\nSHOWN = os.environ.get('SHELL', '/bin/zsh')\n",
            )
        ),
        Good(_two(_ENV.format(30), _ENV.format(30))),
        Good(_two(_ENV.format(30), _ENV.format("30.0"))),
        Good(_two(_ENV.format(30), _ENV.format(""))),
        Good({"one.py": _ENV.format(30), "two.py": _ENV.format(60)}),
        Good(
            {
                "main.py": "import settings.dev\nimport settings.prod\n",
                "settings/dev.py": _ENV.format(30),
                "settings/prod.py": _ENV.format(60),
            }
        ),
        Good({**_two(_ENV.format(30), ""), "tests/test_one.py": "import shop.one\n" + _ENV.format(60)}),
        Good(_two(_ENV.format(30), "import os\n\nT = os.getenv('API_TIMEOUT', DEFAULT)\nDEFAULT = '3'\n")),
        Good(
            _two("import os\n\nP = os.getenv('PORT', '80')\n", "import os\n\nP = os.getenv('PORT', '81')\n")
        ),
        Good(_two("MAX_RETRY_COUNT = 3\n", "MAX_RETRY_COUNT = 5\n")),
        Good(_shared("10")),
        Good(
            {
                "main.py": "import providers.one\nimport providers.two\n",
                "providers/one.py": _ENV.format(30),
                "providers/two.py": _ENV.format(60),
            }
        ),
        Good(_two(_ENV.format(30) + "LONG = os.getenv('API_TIMEOUT', '90')\n", _ENV.format(60))),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        defaults: dict[str, list[_Place]] = defaultdict(list)
        constants: dict[str, list[_Place]] = defaultdict(list)
        for path, notes in project.noted(Constants):
            if _VARIANT.search(path):
                continue
            for note in notes:
                if note.values[1] and not (note.kind == "env" and _OWN.match(str(note.values[0]))):
                    (defaults if note.kind == "env" else constants)[str(note.values[0])].append(
                        _Place(path, note)
                    )
        doubtful = {name: places for name, places in defaults.items() if _differ(places)}
        redefined = {name: places for name, places in constants.items() if _differ(places)}
        if doubtful or redefined:
            programs = Programs(project)
            for name, places in doubtful.items():
                group = _largest(_settled(places), programs)
                if _differ(group):
                    yield self._told(group, f"The default of the environment variable `{name}`")
            yield from self._redefined(project, redefined, programs)

    def _redefined(
        self, project: ProjectFacts, names: dict[str, list[_Place]], programs: Programs
    ) -> Iterator[Finding]:
        imported = {
            (project.layout.find(item.module, path.rpartition("/")[0]), item.name)
            for path, facts in project.files.items()
            for item in facts.imports
            if item.name in names
        }
        for name, places in names.items():
            shared = [p for p in places if _is_shared(p.path) and (p.path, name) in imported]
            if len(shared) != 1 or name.startswith("DEFAULT_"):
                continue
            home = shared[0].path
            below = [
                place
                for place in places
                if place.path.startswith(home.rpartition("/")[0] + "/")
                and not _is_shared(place.path)
                and programs.share(place.path, home)
            ]
            if below and _differ([*shared, *below]):
                yield self._told([*shared, *below], f"The constant `{name}`", Confidence.MEDIUM)

    def _told(self, places: Sequence[_Place], message: str, confidence: Confidence | None = None) -> Finding:
        """At the first that differs from what most places say."""
        digests = [place.note.values[1] for place in places]
        usual = max(digests, key=lambda item: (digests.count(item), -digests.index(item)))
        odd = next(place for place in places if place.note.values[1] != usual)
        others = [place for place in places if place is not odd]
        at = next(place for place in others if place.note.values[1] == usual)
        here, there = odd.note.values[2], at.note.values[2]
        where = f"`{at.path}` (line {at.note.line})"
        says = (
            f"is `{here}` here and `{there}` in {where}"
            if here and there
            else f"differs from that in {where}"
        )
        return self.finding(
            odd.path,
            At(odd.note.line, odd.note.column, odd.note.end_line, odd.note.end_column),
            f"{message} {says}",
            confidence=confidence,
            related=[
                Related(
                    p.path, p.note.line, f"`{p.note.values[2]}`" if p.note.values[2] else "its value here"
                )
                for p in others[:_SHOWN]
            ],
            checked="some module loads both, and none is a variant for an environment",
        )


def _differ(places: Sequence[_Place]) -> bool:
    return len({place.note.values[1] for place in places}) > 1


def _largest(places: list[_Place], programs: Programs) -> list[_Place]:
    """Those that run in one program with the first, or with the one that most others run with."""
    groups = ([other for other in places if programs.share(place.path, other.path)] for place in places)
    return max(groups, key=len, default=[])


def _settled(places: Sequence[_Place]) -> list[_Place]:
    """Without those of files that say several values themselves: one for each environment."""
    said: dict[str, set[Value]] = defaultdict(set)
    for place in places:
        said[place.path].add(place.note.values[1])
    return [place for place in places if len(said[place.path]) == 1]


def _is_shared(path: str) -> bool:
    return bool(_SHARED.search(path.removesuffix(".py").rpartition("/")[2]))
