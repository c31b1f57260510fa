"""What an audit's score stands on, without the half-lives: penalties, shares, caps."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from codereview.model import Audit, Category, ScoreBasis
from codereview.score import soft_cap, table
from codereview.score.again import again, judged

DATA = Path(__file__).parent / "figures.json"
_TESTS = ("test_*.py", "*_test.py", "tests.py")
_PIPELINES = (
    ".github/workflows",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci",
    ".cirrus.yml",
    "azure-pipelines.yml",
    "appveyor.yml",
)


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One audited project.

    Attributes:
        name, version: what was audited; the version of a repository is its commit.
        statements: the size that densities are counted by.
        penalties: of each scored category, the sum of the rules' penalties in points per 1,000 statements.
        shares: of each scored category that has a ratio, the ratio part from 0 to 1.
        rules: of each rule that costs something, its penalty.
        cap: the lowest cap, or 100.
        unseen: categories that an archive cannot show, since it is made without what they judge.
    """

    name: str
    version: str
    statements: int
    penalties: dict[Category, float]
    shares: dict[Category, float]
    rules: dict[str, float]
    cap: float
    unseen: tuple[Category, ...] = ()


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that was audited, and with what.

    Attributes:
        date: the day of the audits.
        tool: the version that made them.
        numbers: digest of the model's numbers on which figures depend.
        projects: digest of the list of reference projects.
        repositories: others that the score is tried on, by group.
    """

    date: str
    tool: str
    numbers: str
    projects: str
    reference: tuple[Figures, ...]
    kept: tuple[Figures, ...]
    neglected: tuple[Figures, ...]
    repositories: dict[str, tuple[Figures, ...]] = {}


def stored() -> Sample:
    """The sample that is kept beside this file."""
    return msgspec.json.decode(DATA.read_bytes(), type=Sample)


def numbers() -> str:
    """Digest of every number of the model but half-lives and grades, which figures do not depend on."""
    held = [
        sorted((key.value, value) for key, value in table.SEVERITY_WEIGHT.items()),
        sorted((key.value, value) for key, value in table.CONFIDENCE_FACTOR.items()),
        sorted((key.value, value) for key, value in table.ZONE_FACTOR.items()),
        sorted(table.SECRET_RULES),
        [(key.value, item.weight) for key, item in table.CATEGORIES.items()],
        [table.STATEMENTS_OFFSET, table.PER_STATEMENTS, table.RULE_CEILING, table.RATIO_FLOOR],
        [table.CAP_CRITICAL, table.CAP_CRITICAL_STEP, table.CAP_HIGH, table.CAP_HIGH_STEP, table.CAP_STEPS],
        [table.CAP_ENTRY_POINT, table.CAP_INCOMPLETE, table.CAP_RULE_OFF, table.SCORE_MODEL],
    ]
    return hashlib.sha256(msgspec.json.encode(held)).hexdigest()


def audited(folder: Path) -> Audit:
    """The audit of a folder by the command of this checkout, without other tools and without configuration.

    Raises:
        subprocess.CalledProcessError: the audit could not be made.
    """
    root = Path(__file__).parents[2]
    paths = os.pathsep.join(str(root / name) for name in ("src", "rules", "templates"))
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "audit.json"
        command = [sys.executable, "-m", "codereview", "audit", str(folder), "--tools", "none", "--isolated"]
        subprocess.run(
            [*command, "--quiet", "--no-cache", "--jobs", "1", "--output", str(target)],
            check=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        return msgspec.json.decode(target.read_bytes(), type=Audit)


def unseen(folder: Path) -> tuple[Category, ...]:
    """The categories about which an archive says nothing.

    Many are made without tests or without the files of CI, which the project has all the same.
    """
    tested = any(next(folder.rglob(pattern), None) is not None for pattern in _TESTS)
    judged = any((folder / name).exists() for name in _PIPELINES)
    return (*(() if tested else (Category.TESTING,)), *(() if judged else (Category.OPERATIONS,)))


def figures(audit: Audit, name: str, version: str, hidden: tuple[Category, ...] = ()) -> Figures:
    """What the score of an audit stands on; ``hidden`` as `unseen` gives it."""
    basis = audit.basis or ScoreBasis()
    result = again(judged(audit), basis)
    scored = {row.id: row for row in result.categories if row.score is not None}
    rules: dict[str, float] = {}
    penalties = {category: [0.0] for category in scored}
    for term in result.terms:
        if term.density:
            rules[term.rule] = soft_cap(term.density)
            penalties[term.category].append(soft_cap(term.density))
    caps = result.score.caps if result.score is not None else ()
    return Figures(
        name=name,
        version=version,
        statements=basis.statements,
        penalties={category: math.fsum(values) for category, values in penalties.items()},
        shares={
            category: row.ratio_score / 100 for category, row in scored.items() if row.ratio_score is not None
        },
        rules=rules,
        cap=min((cap.limit for cap in caps), default=100.0),
        unseen=hidden,
    )
