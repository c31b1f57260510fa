"""ARC014: backups and copies of files under version control."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.fingerprints import unpacked
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._clones.backups import ALIKE, Backup, backups

_COPIED = 0.8
_MENDS = lazy_pattern(r"(?:^|/)(?:fix|repair|patch)_[^/]+$")
"""Scripts that mend something once."""
_NEARLY_ALL = 0.95
_MUCH = 0.75

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
        "imports them, nor their package all that lies in it. Tests, documentation, vendored and generated code are "
        "left out."
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
        Bad({"fix_rows.py": _TEXT, "fix_rows2.py": _MORE}, ("fix_rows2.py:1",), confidence=Confidence.LOW),
        Bad({"shop.py": _TEXT, "shop_backup_20240101.py": _TEXT}, ("shop_backup_20240101.py:1",)),
        Bad({"shop.py": _TEXT, "shop.py.orig": _TEXT, "shop2.py": _TEXT}, ("shop.py.orig:1", "shop2.py:1")),
    )
    good = (
        Good({"shop.py": _TEXT, "shop_old.py": _OTHER}),
        Good({"shop_old.py": _TEXT}),
        Good({"shop.py": _TEXT, "shop_v2.py": _MORE, "main.py": "import shop_v2\n"}),
        Good({"shop.py": _TEXT, "shop_v2.py": _OTHER}),
        Good(  # the package imports all that lies in it
            {
                "shop/__init__.py": "import os\nfrom importlib import import_module\n\n"
                "for found in os.listdir(os.path.dirname(__file__)):\n"
                "    import_module(f'shop.{found[:-3]}')\n",
                "shop/till.py": _TEXT,
                "shop/till_2.py": _MORE,
            }
        ),
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
        for backup in backups(project):
            yield self._alike(project, backup) if backup.shared else self._named(project, backup)

    def _alike(self, project: ProjectFacts, backup: Backup) -> Finding:
        """A file that is called as a copy is, and shares statements: a question where only a script is run again."""
        share = min(backup.shared, backup.back)
        if share >= _NEARLY_ALL:
            said = f"This file is a copy of `{backup.original}`: nearly all of its statements are"
        else:
            kind = "another version" if backup.is_next else "an older state"
            count = "most" if backup.shared >= _MUCH else "many" if backup.shared >= ALIKE else "part"
            said = f"By its name this file is {kind} of `{backup.original}`: {count} of its statements are"
        message = f"{said} the same to the letter, and no module imports it"
        finding = replace(self._told(project, backup, checked=True), message=message)
        copy = project.files[backup.path]
        is_script = (not copy.functions and not copy.classes) or _MENDS.search(copy.path) is not None
        return replace(finding, confidence=Confidence.LOW) if is_script else finding

    def _named(self, project: ProjectFacts, backup: Backup) -> Finding:
        """A file that says by its name what it is: a copy only if the words of both are the same."""
        path, original = backup.path, backup.original
        finding = self._told(project, backup)
        if not original or _words_shared(project, path, original) >= _COPIED:
            return finding
        said = f"By its name this file is an older state of `{original}`, and much of it is another"
        return replace(finding, message=said, confidence=Confidence.LOW)

    def _told(self, project: ProjectFacts, backup: Backup, checked: bool = False) -> Finding:
        facts = project.files.get(backup.path)
        original = backup.original
        return self.finding(
            backup.path,
            At(1, 1, facts.lines if facts and facts.lines else 1, 1),
            f"This file is a copy of `{original}`"
            if original
            else "This file is a backup or copy by its name",
            related=[Related(original, 1, "the original")] if original else (),
            checked="imports, commands, and the statements of both files" if checked else "",
        )


def _words_shared(project: ProjectFacts, path: str, original: str) -> float:
    """The share of the words of either file that are words of both."""
    facts = project.files.get(path)
    mine = set(unpacked(facts.prints.words if facts is not None else project.mentions.get(path, b"")))
    theirs = set(unpacked(project.files[original].prints.words))
    return len(mine & theirs) / max(len(mine | theirs), 1)
