"""Writes the reports of the repositories in ``examples``, ``examples/NAME-report.*``, and the one of the shop in
``README.md``; run it after a change of an example, a rule or a report.

Each is copied into a temporary folder first: the reports hold nothing of this checkout's git state, its
configuration or the place where it lies. ``--check`` changes nothing, and exits with 1 if a report is missing
or stale.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from codereview import auditor, report
from codereview.config import Settings
from codereview.model import Audit

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
NAMES = ("exemplary", "typical", "dangerous", "broken", "shop")
SHOWN = "shop"
"""The one whose report stands in ``README.md``."""
FORMATS = {"md": "markdown", "html": "html"}
COMMAND = "python scripts/example_reports.py"
# The block of README.md that shows the terminal.
_SAMPLE = re.compile(r"(?<=```text\n)codereview .*?(?=```)", re.DOTALL)
# What tools leave behind when somebody tries the shop out.
_LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".*_cache", ".venv", "venv", "*.egg-info", "dist")


def audited(source: Path, name: str) -> Audit:
    """The audit of a repository, from a copy of it called ``name``."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / name
        shutil.copytree(source, root, ignore=_LEFT_BEHIND)
        # neither the versions of other tools nor this user's advisories may change the reports
        os.environ["CODEREVIEW_DATA_DIR"] = folder
        audit = auditor.audit(root, Settings(jobs=1, cache=False, tools=()))
    return msgspec.structs.replace(audit, command=("audit", ".", "--tools", "none"), tools=())


def reports(examples: Path = EXAMPLES) -> dict[str, bytes]:
    """The content of each file that holds a report, by its path."""
    files = {}
    for name in NAMES:
        audit = audited(examples / name, name)
        for ending, form in FORMATS.items():
            files[f"examples/{name}-report.{ending}"] = _encoded(report.render(audit, form))
        if name == SHOWN:
            files["README.md"] = _with_sample(str(report.render(audit, "terminal"))).encode("utf-8")
    return files


def stale(wanted: dict[str, bytes]) -> list[str]:
    """The paths of the files that are missing or differ."""
    return [
        name
        for name, content in wanted.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != content
    ]


def _with_sample(sample: str) -> str:
    """README.md with this text in the block that shows the terminal."""
    text, count = _SAMPLE.subn(lambda _: sample, (ROOT / "README.md").read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"README.md has {count} blocks of text that show the terminal, not one")
    return text


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def main() -> int:
    """Writes or checks the reports; the exit status."""
    wanted = reports()
    changed = stale(wanted)
    if sys.argv[1:] == ["--check"]:
        for name in changed:
            print(f"{name} is missing or stale; run {COMMAND}", file=sys.stderr)
        return 1 if changed else 0
    for name in changed:
        (ROOT / name).write_bytes(wanted[name])
    print(f"{len(wanted)} files, {len(changed)} of them changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
