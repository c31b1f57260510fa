"""ARC014: backups and copies of files under version control."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.fingerprints import unpacked
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_SUFFIX = lazy_pattern(
    r"(?P<stem>[^/]+\.pyi?)(?:~|\.(?:bak|backup|old|orig|save|copy|swp|rej|prev|bkp|OLD|BAK)\d*)$"
)
_DESKTOP = lazy_pattern(
    r"(?:(?P<stem>[^/]+?)(?: \(\d+\)| - (?:Copy|Kopie|Copie|copia)(?: \(\d+\))?| copy(?: \d+)?)"
    r"|(?:Copy of|Kopie von) (?P<of>[^/]+))\.py$",
    re.IGNORECASE,
)
_OLD = lazy_pattern(
    r"(?P<stem>.+?)[_.-]?(?:old|bak|bkp|bckp|backup|back_up|copy|orig|original|deprecated|before|unused|corrupted|broken)"
    r"(?:[_-]?\d{1,8})?$|(?:old|bak|backup|copy|copy_of|orig|original)_(?P<of>.+)$",
    re.IGNORECASE,
)
_NEXT = lazy_pattern(
    r"(?P<stem>.+?)(?:_?v?\d|_(?:new|fixed|final|updated?|modified|improved|clean|temp|tmp|refactored))$",
    re.IGNORECASE,
)
_BY_NAME = lazy_pattern(r"(?:^|/)(?:commands|pages|cogs|plugins?|dags|extensions|modules|api|v\d+)/[^/]+$")
"""Folders from which modules are loaded by their names."""
_OUTSIDE = (Zone.TESTS, Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT, Zone.DOCS)

_ALIKE = 0.6
_PLUGINS, _FEW = 8, 0.1
_BACKUP_ALIKE = 0.3
_COPIED = 0.8
_LEAST = 5
"""Statements of a file that can be told to be a copy."""

CARD = Card(
    id="ARC014",
    title="Backup or copy of a file",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=5,
    why=(
        "Version control keeps every state of a file. A copy beside it is found by every "
        "search, is read, mended and "
        "scanned instead of the living one, and nobody dares to delete it."
    ),
    instead="Delete the copy. What it has and the living file lacks is in the history, or belongs on a branch.",
    false_alarms=(
        "Names such as `x.py.bak`, `x (1).py` and `Copy of x.py` tell by themselves. "
        "`x_old.py`, `x_v2.py` and their like "
        "count only if `x.py` stands beside them, most of their statements are the same to the "
        "letter, and no module "
        "imports them. Tests, documentation, vendored and generated code are left out."
    ),
    absorbs=("ARC006", "ARC007"),
)

_TEXT = "import os\n\n\n" + "".join(
    f"def step{i}(rows):\n    total = sum(rows) + {i}\n    os.write(1, str(total).encode())\n    return total\n\n\n"
    for i in range(3)
)
_MORE = _TEXT + "def last(rows):\n    return rows[-1]\n"
_STEPS = "import os\n\n" + "".join(
    f"rows = os.listdir('{i}')\nnames = [row.lower() for row in rows]\nprint(names, len(rows))\n"
    for i in range(9)
)
_OTHER = "import sys\n\n\n" + "".join(
    f"class Kind{i}:\n    def run(self, args):\n        sys.exit(args[{i}])\n\n"
    f"    def stop(self):\n        self.on = {i}\n\n\n"
    for i in range(4)
)


class BackupFile(ProjectRule):
    """Looks at names first, and compares the statements of the few that are left."""

    card = CARD
    bad = (
        Bad({"shop.py": _TEXT, "shop.py.bak": _TEXT}, ("shop.py.bak:1",)),
        Bad({"shop.py": _TEXT, "shop.py.bak2": _TEXT}, ("shop.py.bak2:1",), confidence=Confidence.HIGH),
        Bad({"shop.py": _TEXT, "shop.py.old": _OTHER}, ("shop.py.old:1",), confidence=Confidence.LOW),
        Bad({"shop.py": _TEXT, "shop (1).py": _TEXT}, ("shop (1).py:1",)),
        Bad({"a/shop.py": _TEXT, "a/shop copy.py": _MORE}, ("a/shop copy.py:1",)),
        Bad({"shop.py": _MORE, "shop_old.py": _TEXT}, ("shop_old.py:1",)),
        Bad({"a/shop.py": _MORE, "a/old_shop.py": _TEXT}, ("a/old_shop.py:1",)),
        Bad({"shop.py": _TEXT, "shop_v2.py": _MORE}, ("shop_v2.py:1",)),
        Bad(  # scripts that were run once each
            {"mend.py": _STEPS, "mend2.py": _STEPS}, ("mend2.py:1",), confidence=Confidence.LOW
        ),
        Bad({"shop.py": _TEXT, "shop_backup_20240101.py": _TEXT}, ("shop_backup_20240101.py:1",)),
        Bad({"shop.py": _TEXT, "shop.py.orig": _TEXT, "shop2.py": _TEXT}, ("shop.py.orig:1", "shop2.py:1")),
    )
    good = (
        Good({"shop.py": _TEXT, "shop_old.py": _OTHER}),
        Good({"shop_old.py": _TEXT}),
        Good({"shop.py": _TEXT, "shop_v2.py": _MORE, "main.py": "import shop_v2\n"}),
        Good({"shop.py": _TEXT, "shop_v2.py": _OTHER}),
        Good({"backup.py": _TEXT, "copy.py": _TEXT}),
        Good({"shop.py": _TEXT, "shop.py.example": _TEXT}),
        Good({"tests/shop.py": _TEXT, "tests/shop_old.py": _TEXT}),
        Good({"a/shop.py": _TEXT, "b/shop_old.py": _TEXT}),
        Good({"config.py": "A = 1\n", "config_old.py": "A = 1\n"}),
        Good(
            {
                "inputs/bme.py": _TEXT,
                "inputs/bme_2.py": _MORE,
                **{f"inputs/sensor_{name}.py": f"NAME = '{name}'\n" for name in "abcdefgh"},
                "load.py": "import os\n\nfound = os.listdir('inputs')\n",
            }
        ),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for path in sorted((*project.files, *project.others)):
            if project.zone(path) in _OUTSIDE:
                continue
            folder, _, name = path.rpartition("/")
            match = _SUFFIX.match(name) or _DESKTOP.match(name)
            if match:
                stem = (match["stem"] or match["of"]).removesuffix(".py")
                original = f"{folder}/{stem}.py".lstrip("/")
                yield self._named(project, path, original if original in project.files else "")
            elif name.endswith(".py"):
                yield from self._compared(project, path, folder, name.removesuffix(".py"))

    def _compared(self, project: ProjectFacts, path: str, folder: str, name: str) -> Iterator[Finding]:
        for pattern, least in ((_OLD, _BACKUP_ALIKE), (_NEXT, _ALIKE)):
            match = pattern.match(name) if pattern is _OLD or not _BY_NAME.search(path) else None
            stem = match and (match["stem"] or match.groupdict().get("of"))
            original = project.files.get(f"{folder}/{stem}.py".lstrip("/")) if stem else None
            if (
                original is None
                or project.zone(original.path) is not Zone.PRODUCTION
                or self._imported(project, path)
                or self._is_listed(project, folder)
            ):
                continue
            share = _share(project.files[path], original)
            if share >= least:
                yield self._alike(project, project.files[path], original, share)
                return

    def _alike(self, project: ProjectFacts, copy: FileFacts, original: FileFacts, share: float) -> Finding:
        """A file that is called as a copy is, and shares statements: a question where only a script is run again."""
        same = f"{share:.0%} of its statements are the same to the letter, and no module imports it"
        finding = self._told(project, copy.path, original.path, f": {same}")
        if share < _ALIKE:
            said = f"By its name this file is an older state of `{original.path}`: {same}"
            finding = replace(finding, message=said)
        is_script = not copy.functions and not copy.classes
        return replace(finding, confidence=Confidence.LOW) if is_script else finding

    def _named(self, project: ProjectFacts, path: str, original: str) -> Finding:
        """A file that says by its name what it is: a copy only if the words of both are the same."""
        finding = self._told(project, path, original, "")
        if not original or _words_shared(project, path, original) >= _COPIED:
            return finding
        said = f"By its name this file is an older state of `{original}`, and much of it is another"
        return replace(finding, message=said, confidence=Confidence.LOW)

    @staticmethod
    def _imported(project: ProjectFacts, path: str) -> bool:
        return path in project.importers or any(
            entry.path == path and entry.kind == "command" for entry in project.entry_points
        )

    @staticmethod
    def _is_listed(project: ProjectFacts, folder: str) -> bool:
        """Whether a folder is one of plug-ins, which something lists: of its many modules hardly any is imported."""
        beside = [
            p for p in project.files if p.rpartition("/")[0] == folder and not p.endswith("/__init__.py")
        ]
        named = sum(p in project.importers for p in beside)
        return len(beside) >= _PLUGINS and named <= _FEW * len(beside)

    def _told(self, project: ProjectFacts, path: str, original: str, told: str) -> Finding:
        facts = project.files.get(path)
        return self.finding(
            path,
            At(1, 1, facts.lines if facts and facts.lines else 1, 1),
            f"This file is a copy of `{original}`{told}"
            if original
            else "This file is a backup or copy by its name",
            related=[Related(original, 1, "the original")] if original else (),
            checked="imports, commands, and the statements of both files" if told else "",
        )


def _words_shared(project: ProjectFacts, path: str, original: str) -> float:
    """The share of the words of either file that are words of both."""
    facts = project.files.get(path)
    mine = set(unpacked(facts.prints.words if facts is not None else project.mentions.get(path, b"")))
    theirs = set(unpacked(project.files[original].prints.words))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _share(copy: FileFacts, original: FileFacts) -> float:
    """The share of a file's statements that stand in another file to the letter."""
    mine, theirs = Counter(unpacked(copy.prints.exact)), Counter(unpacked(original.prints.exact))
    count = sum(mine.values())
    return sum((mine & theirs).values()) / count if count >= _LEAST else 0.0
