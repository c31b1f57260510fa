"""Writes ``examples/shop-report.*``, the reports of ``examples/shop``; run it after a change of the shop, a
rule or a report.

The shop is copied into a temporary folder first: the reports hold nothing of this checkout's git state, its
configuration or the place where it lies. ``--check`` changes nothing, and exits with 1 if a report is missing
or stale.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from codereview import auditor, report
from codereview.config import Settings

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SHOP = EXAMPLES / "shop"
FORMATS = {"shop-report.md": "markdown", "shop-report.html": "html"}
COMMAND = "python scripts/example_reports.py"
# What tools leave behind when somebody tries the shop out.
_LEFT_BEHIND = shutil.ignore_patterns("__pycache__", ".*_cache", ".venv", "venv", "*.egg-info", "dist")


def reports(shop: Path = SHOP) -> dict[str, bytes]:
    """The content of each report by file name."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        shutil.copytree(shop, root, ignore=_LEFT_BEHIND)
        audit = auditor.audit(root, Settings(jobs=1, cache=False))
    audit = msgspec.structs.replace(audit, command=("audit", "."))
    return {name: _encoded(report.render(audit, form)) for name, form in FORMATS.items()}


def stale(wanted: dict[str, bytes], folder: Path = EXAMPLES) -> list[str]:
    """The names of the reports in a folder that are missing or differ."""
    return [
        name
        for name, content in wanted.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def main() -> int:
    """Writes or checks the reports; the exit status."""
    wanted = reports()
    changed = stale(wanted)
    if sys.argv[1:] == ["--check"]:
        for name in changed:
            print(f"examples/{name} is missing or stale; run {COMMAND}", file=sys.stderr)
        return 1 if changed else 0
    for name in changed:
        (EXAMPLES / name).write_bytes(wanted[name])
    print(f"{len(wanted)} reports, {len(changed)} of them changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
