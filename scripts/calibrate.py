"""Calibrates the score on the projects of ``scripts/calibration/projects.toml``.

    python scripts/calibrate.py --check                 does what ships belong to this model and this list?
    python scripts/calibrate.py                         half-lives and quantiles from the figures that are kept
    python scripts/calibrate.py --audit FOLDER          fetch into FOLDER, audit, keep the figures, then the same

``--audit`` needs `unearth` (``pip install unearth``) and some ten minutes. Archives are held against their SHA-256,
unpacked, and read; nothing of them is built or run. Audits ask no other tool, since what those say changes with
their versions and with the day. ``--applications FILE`` audits repositories that lie on this machine, which the score
is tried on: lines of ``GROUP NAME COMMIT FOLDER``.

The half-lives that come out are written by hand into ``codereview.score.table``; the quantiles are written into
``codereview/score/reference.json``, which ships. Exit status 1: ``--check`` found something that does not belong.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from calibration import archives, halves
from calibration.figures import DATA, Figures, Sample, audited, figures, numbers, stored, unseen
from calibration.projects import Project, digest, projects
from msgspec.structs import replace

import codereview
from codereview.model import Category
from codereview.score import reference
from codereview.score.table import CATEGORIES, PROVISIONAL

SHIPPED = Path(reference.__file__).with_name("reference.json")
STEPS = tuple(range(0, 101, 10))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--audit", type=Path, metavar="FOLDER", help="fetch and audit the projects anew")
    parser.add_argument("--applications", type=Path, metavar="FILE", help="other repositories to audit")
    asked = parser.parse_args(arguments)
    if asked.check:
        wrong = list(faults())
        print("\n".join(wrong) or "what ships belongs to this model and this list")
        return 1 if wrong else 0
    if asked.audit is not None:
        DATA.write_bytes(_json(sample(asked.audit)))
    kept = stored()
    if asked.applications is not None:
        kept = replace(kept, repositories=repositories(asked.applications))
        DATA.write_bytes(_json(kept))
    SHIPPED.write_bytes(_json(halves.reference_table(kept, halves.half_lives(kept.reference))))
    print(told(kept))
    return 0


def sample(folder: Path) -> Sample:
    """All projects of the list, audited anew; the other repositories as they were."""
    listed = projects()
    return Sample(
        date=datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        tool=codereview.__version__,
        numbers=numbers(),
        projects=digest(),
        reference=tuple(_archive(item, folder) for item in listed.reference),
        kept=tuple(_archive(item, folder) for item in listed.kept),
        neglected=tuple(_archive(item, folder) for item in listed.neglected),
        repositories=stored().repositories,
    )


def _archive(project: Project, folder: Path) -> Figures:
    root = archives.unpacked(project, folder)
    print(f"{project.name} {project.version}", file=sys.stderr, flush=True)
    return figures(audited(root), project.name, project.version, unseen(root))


def repositories(listed: Path) -> dict[str, tuple[Figures, ...]]:
    """By group. One without any statement in production has no score and is left out."""
    groups: dict[str, list[Figures]] = {}
    for line in listed.read_text(encoding="utf-8").splitlines():
        group, name, commit, folder = line.split(maxsplit=3)
        print(name, file=sys.stderr, flush=True)
        found = figures(audited(Path(folder)), name, commit)
        if found.penalties:
            groups.setdefault(group, []).append(found)
    return {group: tuple(items) for group, items in groups.items()}


def faults() -> Iterator[str]:
    """Why the shipped table does not belong to the model, to the list or to the figures; nothing if it does."""
    kept, shipped = stored(), reference.reference()
    if kept.numbers != numbers():
        yield "the figures were made with other numbers of the model: run scripts/calibrate.py --audit FOLDER"
    if kept.projects != digest():
        yield "the figures are of another list of projects: run scripts/calibrate.py --audit FOLDER"
    found = halves.half_lives(kept.reference)
    for category, half in found.items():
        if CATEGORIES[category].h != half:
            yield f"{category.value}: h is {CATEGORIES[category].h:g} in the model, calibrated it is {half:g}"
    if shipped != halves.reference_table(kept, found):
        yield "the shipped quantiles are not those of the figures: run scripts/calibrate.py"
    if PROVISIONAL:
        yield "the model says that its half-lives are provisional"


def told(kept: Sample) -> str:
    """Half-lives and quantiles as text."""
    found = halves.half_lives(kept.reference)
    lines = [f"the median would have the target overall at {halves.common(kept.reference):.2f}", ""]
    for category in Category:
        by_median = halves.of_median(kept.reference, category)
        lines.append(f"{category.value:16} h {found[category]:5.2f}   by its median {by_median:6.2f}")
    table = halves.reference_table(kept, found)
    lines += ["", "quantile        " + "".join(f"{step:7}" for step in STEPS)]
    for name, values in (
        ("overall", table.values),
        *((c.value, table.categories[c]) for c in Category),
    ):
        lines.append(f"{name:16}" + "".join(f"{halves.quantile(values, step / 100):7.1f}" for step in STEPS))
    return "\n".join(lines)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


if __name__ == "__main__":
    sys.exit(main())
