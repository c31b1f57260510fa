"""Follows the advice of a report as far as a program can, and compares the points that it promised with those gained.

    python scripts/follow_advice.py FOLDER [FOLDER ...]
    python scripts/follow_advice.py --followed FOLDER COPY [FOLDER COPY ...]

Each folder is copied and audited. In the copy, all verified edits are applied (`codereview fix --unsafe`), modules
that nothing reaches, placeholders and backup copies are removed, and so are requirements that nothing imports. Then it
is audited again. Prints one row a folder: findings that are gone, findings that are new (each is named below: there
should be none that the edits made), points promised by those that are gone, points gained (what new ones cost added).

With ``--followed``, the second of two folders is a copy in which somebody has followed all advice of the report on the
first. What `codereview.score.again` says of the first without any of its root causes is compared with the audit of the
copy. Prints one row a pair, and each finding that is left or new.

Points are shares of what the whole loses. The score multiplies, so that a part that is mended alone gains a little
less than its share, and the last part a little more; all together give exactly what was promised.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from codereview import auditor
from codereview.config import Settings
from codereview.model import Audit, Finding
from codereview.score.again import again, judged
from codereview.score.causes import is_open

REMOVED_FILES = frozenset({"ARC006", "ARC010", "ARC014"})
"""Rules whose advice is to remove the file that they stand at."""
REMOVED_LINES = frozenset({"DEP003", "DEP005"})
"""Rules whose advice is to remove a line of a list of requirements."""
_PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?\s*(?:[<>=!~].*)?")
LEFT = shutil.ignore_patterns(".git", "node_modules", ".venv", "venv", "__pycache__")


def open_findings(audit: Audit) -> list[Finding]:
    """The findings that count."""
    return [item for item in audit.findings if is_open(item) and not item.imported]


Name = tuple[str, str, str]


def named(findings: Iterable[Finding]) -> dict[Name, list[Finding]]:
    """Findings by what stays when lines move and messages count what is left: rule, file and definition."""
    found: dict[Name, list[Finding]] = {}
    for item in findings:
        found.setdefault((item.rule, item.path, item.symbol), []).append(item)
    return found


def added(before: dict[Name, list[Finding]], after: dict[Name, list[Finding]]) -> list[Finding]:
    """Findings of which a definition has more than before."""
    return [item for name, items in after.items() for item in items[len(before.get(name, ())) :]]


def promised(before: dict[Name, list[Finding]], after: dict[Name, list[Finding]]) -> float:
    """The points of what is gone; of a finding that leaves fewer units uncovered, the part that is covered now."""
    total = 0.0
    for name, items in before.items():
        left = sum(max(item.units, 1) for item in after.get(name, ()))
        whole = sum(max(item.units, 1) for item in items)
        total += sum(item.points for item in items) * max(0, whole - left) / whole
    return total


def follow(folder: Path, findings: Iterable[Finding]) -> None:
    """Changes the files of a folder as its findings advise."""
    command = [
        sys.executable,
        "-m",
        "codereview",
        "fix",
        "--apply",
        "--unsafe",
        "--isolated",
        "--no-cache",
        str(folder),
    ]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    lines: dict[str, set[int]] = {}
    for item in findings:
        path = folder / item.path
        if item.rule in REMOVED_FILES and path.is_file():
            path.unlink()
        elif item.rule in REMOVED_LINES and path.suffix == ".txt":
            lines.setdefault(item.path, set()).add(item.line)
    for name, numbers in lines.items():
        path = folder / name
        kept = [
            line
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if number not in numbers or not _PLAIN.fullmatch(line.partition("#")[0].strip())
        ]
        path.write_text("\n".join(kept) + "\n", "utf-8")


def compared(folder: Path) -> tuple[str, list[Finding]]:
    """A row of the table, and the findings that were not there before."""
    settings = Settings(cache=False, tools=())
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        shutil.copytree(folder, copy, ignore=LEFT, symlinks=True)
        first = auditor.audit(copy, settings)
        follow(copy, open_findings(first))
        second = auditor.audit(copy, settings)
    before, after = named(open_findings(first)), named(open_findings(second))
    new = added(before, after)
    if first.score is None or second.score is None:
        return f"| {folder.name} | no score | | | | |", new
    points = promised(before, after)
    cost = sum(item.points for item in new)
    gained = second.score.raw - first.score.raw + cost
    gone = sum(len(items) - len(after.get(name, ())) for name, items in before.items() if name not in after)
    ratio = f"{gained / points:.2f}" if points else "–"
    figures = f"{gone} of {len(open_findings(first))} | {len(new)} | {points:.2f} | {gained:.2f} | {ratio}"
    return f"| {folder.name} | {figures} |", new


def followed(folder: Path, copy: Path) -> tuple[str, list[Finding]]:
    """A row of the table on all advice, and the findings in the copy."""
    settings = Settings(cache=False, tools=())
    first, second = auditor.audit(folder, settings), auditor.audit(copy, settings)
    left = open_findings(second)
    if first.score is None or second.score is None or first.basis is None:
        return f"| {folder.name} | no score | | | | | |", left
    all_fixed = again(judged(first), first.basis, {cause.id for cause in first.causes}).score
    assert all_fixed is not None  # the audit has one, and fixing takes no category away
    promised, gained = all_fixed.raw - first.score.raw, second.score.raw - first.score.raw
    cost = sum(item.points for item in left)
    figures = f"{first.score.raw:.2f} | {promised:.2f} | {gained:.2f} | {second.score.raw:.2f} | {cost:.2f}"
    return f"| {folder.name} | {len(open_findings(first))}, {len(left)} | {figures} |", left


def main() -> None:
    """Prints the table and the new findings."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--followed", action="store_true", help="folders come in pairs: as it was, and its copy"
    )
    given = parser.parse_args()
    folders = [folder.resolve() for folder in given.folders]
    if given.followed:
        pairs = [followed(*pair) for pair in zip(folders[::2], folders[1::2], strict=True)]
        print(
            "| project | findings, after | score before caps | promised | gained | after | cost of what is left |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|")
        for row, _ in pairs:
            print(row)
        for _, left in pairs:
            for item in left:
                print(f"- left: {item.rule} {item.path}:{item.line} {item.message} ({item.points:.2f})")
        return
    rows = [compared(folder) for folder in folders]
    print("| project | findings gone | new findings | points promised | points gained | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    for row, _ in rows:
        print(row)
    for _, new in rows:
        for item in new:
            print(f"- new: {item.rule} {item.path}:{item.line} {item.message}")


if __name__ == "__main__":
    main()
