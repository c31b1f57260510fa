"""ARC010: packages and modules that hold nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_PRESCRIBED = lazy_pattern(
    r"(?:^|/)(?:migrations|versions|management|commands|templatetags|tests?|fixtures|static|\w*templates?|locale|plugins?|addons?"
    r"|custom|local_settings\w*|\w+_dir)(?:/|$)"
)
_BY_NAME = lazy_pattern(
    r"(?:__\w+__|conftest|setup|models?|admin|views|tests?|apps|signals|urls|forms|tasks|serializers|manage|\w*settings\w*|"
    r"config\w*|local\w*|secrets?|_version|version|sitecustomize|py\.typed)$"
)
_SHOWN = 8
_EXPLAINS = 3
"""Lines from which on a docstring says more than a title."""

CARD = Card(
    id="ARC010",
    title="Empty package or module",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=5,
    why=(
        "The layout promises a part that is not there: whoever looks for it opens one empty "
        "file after the other, and cannot "
        "tell what is planned from what got lost."
    ),
    instead="Delete it until there is something to put in. A plan belongs in an issue, where somebody sees it.",
    false_alarms=(
        "An empty `__init__` is right where its folder, or one below it, holds anything else. "
        "Modules and folders that a "
        "framework prescribes (Django's `models.py`, `migrations`, `management`), tests, stubs "
        "and modules in which a "
        "settings file is meant to be put are left out; what another module imports, or a comment or "
        "a docstring of several lines explains, is low. "
        "What is empty in one folder is one finding, "
        "and what is empty in one top folder is one root cause."
    ),
)

_FULL = {"shop/__init__.py": "", "shop/orders.py": "def total(rows):\n    return sum(rows)\n"}


class EmptyModule(ProjectRule):
    """One finding for each folder, on what is empty in it."""

    card = CARD
    bad = (
        Bad({**_FULL, "shop/billing/__init__.py": ""}, ("shop/billing/__init__.py:1",)),
        Bad({**_FULL, "shop/billing/__init__.py": '"""Bills."""\n'}, ("shop/billing/__init__.py:1",)),
        Bad(
            {**_FULL, "shop/mail.py": "# comes later\n", "shop/bill.py": "from shop import mail\n\nmail\n"},
            ("shop/mail.py:1",),
            confidence=Confidence.LOW,  # somebody wants it there, and says why
        ),
        Bad({**_FULL, "shop/mail.py": '"""Mails."""\n\npass\n'}, ("shop/mail.py:1",)),
        Bad(  # somebody else puts something there
            {
                **_FULL,
                "shop/own_rates.py": "",
                "compose.yaml": "services:\n  shop:\n    volumes:\n      - ./own_rates.py:/shop/own_rates.py\n",
            },
            ("shop/own_rates.py:1",),
            confidence=Confidence.LOW,
        ),
        Bad(  # it says where that is now
            {**_FULL, "shop/mail.py": '"""Mails.\n\nThey are sent by the office.\n"""\n'},
            ("shop/mail.py:1",),
            confidence=Confidence.LOW,
        ),
        Bad({**_FULL, "shop/mail.py": "", "shop/bill.py": "", "shop/text.py": ""}, ("shop/bill.py:1",)),
        Bad({**_FULL, "shop/a/__init__.py": "", "shop/a/b/__init__.py": ""}, ("shop/a/__init__.py:1",)),
        Bad({**_FULL, "shop/mail.py": '"""Mails."""\n...\n'}, ("shop/mail.py:1",)),
        Bad(
            {**_FULL, "shop/mail.py": "\n\n", "other/__init__.py": ""},
            ("other/__init__.py:1", "shop/mail.py:1"),
        ),
    )
    good = (
        Good(_FULL),
        Good({**_FULL, "shop/mails_old/text.py": ""}),
        Good({**_FULL, "shop/migrations/__init__.py": ""}),
        Good({**_FULL, "shop/management/__init__.py": "", "shop/management/commands/__init__.py": ""}),
        Good({**_FULL, "shop/models.py": "# Create your models here.\n"}),
        Good({**_FULL, "shop/data/__init__.py": "", "shop/data/rates.json": "{}"}),
        Good({**_FULL, "shop/a/__init__.py": "", "shop/a/b/__init__.py": "", "shop/a/b/c.py": "X = 1\n"}),
        Good({**_FULL, "shop/api/__init__.py": "from shop.orders import total\n"}),
        Good({**_FULL, "tests/unit/__init__.py": "", "tests/helpers.py": ""}),
        Good({**_FULL, "shop/old.py": "import warnings\n\nwarnings.warn('gone')\n"}),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        full = _full_folders(project)
        found: dict[str, list[FileFacts]] = defaultdict(list)
        for path, facts in project.files.items():
            if project.zone(path) is not Zone.PRODUCTION or not path.endswith(".py") or not _is_empty(facts):
                continue
            folder, _, name = path.removesuffix(".py").rpartition("/")
            if _PRESCRIBED.search(folder) or project.live.aside.in_folder(path):
                continue
            if name == "__init__":
                if folder and folder not in full:
                    found[_highest(folder, full, project)].append(facts)
            elif not _BY_NAME.match(name) and "/" in path and name[0] != ".":
                found[folder].append(facts)
        for folder, empty in found.items():
            yield self._told(project, folder, empty)

    def _told(self, project: ProjectFacts, folder: str, empty: list[FileFacts]) -> Finding:
        first, *others = empty
        package = first.is_package
        says = "The package" if package else "The module"
        name = f"`{folder if package else first.path}`"
        count = f"{len(others)} more files" if len(others) > 1 else "one more file"
        more = f"; {count} of its folder {'are' if len(others) > 1 else 'is'} empty, too" if others else ""
        users = [] if package else project.importers.get(first.path, [])
        lonely = _is_lonely(project, f"{folder}/" if package else first.path)
        used = f"; `{users[0]}` imports it" if users else ", and nothing imports it" if lonely else ""
        # a comment or a docstring of several lines says what it is for
        remarked = (
            first.lines >= _EXPLAINS if first.docstring else bool(first.prints.words) and not first.statements
        )
        return self.finding(
            first.path,
            At(1, 1, 1, 1),
            f"{says} {name} {_held(first)}{used}{more}",
            related=[Related(facts.path, 1, "holds nothing either") for facts in others[:_SHOWN]],
            confidence=Confidence.LOW if users or remarked or _is_mounted(project, first) else None,
            checked="no other file stands in the folder or below" if package else "no statement stands in it",
            cause=folder.partition("/")[0],
        )


def _is_lonely(project: ProjectFacts, below: str) -> bool:
    """Whether nothing imports a file or what stands in a folder, or names it in a string as settings do."""
    words = below.removesuffix("/").removesuffix(".py").split("/")
    named = {f"={words[-1]}", ".".join(words[-2:])}
    return not any(path.startswith(below) for path in project.importers) and (
        project.vocabulary.spoken.isdisjoint(map(word_hash, named))
    )


def _is_mounted(project: ProjectFacts, facts: FileFacts) -> bool:
    """Whether what makes or starts containers names the module: it is there to be replaced."""
    name = facts.path.removesuffix(".py").rpartition("/")[2]
    return "_" in name.strip("_") and any(
        path.endswith((".yml", ".yaml", "Dockerfile")) and word_hash(name) in unpacked(data)
        for path, data in project.mentions.items()
    )


def _is_empty(facts: FileFacts) -> bool:
    """Whether a file holds no statement but its docstring, ``pass`` and ``...``."""
    if (
        facts.failure is not None
        or facts.imports
        or facts.functions
        or facts.classes
        or facts.calls
        or facts.names
    ):
        return False
    return facts.statements <= 2 and facts.statements - facts.docstring <= 1 and not facts.main_line


def _held(facts: FileFacts) -> str:
    if facts.docstring:
        return "holds nothing but a docstring"
    return "holds nothing but `pass`" if facts.statements else "holds no code"


def _full_folders(project: ProjectFacts) -> frozenset[str]:
    """The folders in which, or below which, anything stands that is not an empty ``__init__``."""
    found: set[str] = set()
    for path in (*project.files, *project.others):
        facts = project.files.get(path)
        if facts is not None and facts.is_package and _is_empty(facts):
            continue
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _highest(folder: str, full: frozenset[str], project: ProjectFacts) -> str:
    """The highest package around an empty one that is empty, too."""
    while True:
        above = folder.rpartition("/")[0]
        if not above or above in full or f"{above}/__init__.py" not in project.files:
            return folder
        folder = above
