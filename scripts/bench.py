"""Measures the audit against the floor: the time that ``ast.parse`` alone takes over the same files.

    python scripts/bench.py FOLDER [--rounds 3] [--jobs 2]

Prints one Markdown table. All figures are medians of wall-clock seconds of whole processes, measured in
turn, so that a machine that slows down slows all of them; quote the ratios. The audits ask no other tool
(``bench_tools.py`` measures those). The cold one runs on an empty cache, the warm one follows it over
unchanged files; one that is not counted comes first, so that bytecode is there as it is after an installation.
For Django:  pip download --no-deps --no-binary :all: django==5.2
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from codereview.collect import collect

FLOOR = """
import ast, sys, time, warnings
warnings.simplefilter("ignore")
keep = sys.argv[1] == "keep"
sources, trees = [], []
for path in sys.stdin.read().split("\\0"):
    with open(path, "rb") as stream:
        sources.append(stream.read())
start = time.perf_counter()
for source in sources:
    try:
        tree = ast.parse(source)
        if keep:
            trees.append(tree)
    except (SyntaxError, ValueError):
        pass
print(time.perf_counter() - start)
"""


def floor(files: list[str], how: str) -> float:
    """Seconds that ``ast.parse`` takes over the files, in a process of its own.

    ``how``: ``drop`` each tree before the next one, or ``keep`` all of them, as a program does that looks at
    the project as a whole; the garbage collector then walks them again and again.
    """
    done = subprocess.run(
        [sys.executable, "-c", FLOOR, how], input="\0".join(files), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def audit(folder: Path, cache: str, out: Path, jobs: int) -> float:
    """Seconds of one ``codereview audit`` with its JSON written to ``out``."""
    command = [sys.executable, "-m", "codereview", "audit", str(folder), "--quiet", "--isolated"]
    command += ["--tools", "none", "--jobs", str(jobs), "-o", str(out)]
    environment = {**os.environ, "CODEREVIEW_CACHE_DIR": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def version() -> float:
    """Seconds of ``codereview --version``."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "codereview", "--version"], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="Time the audit against ast.parse.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    repository = collect(given.folder)
    python = [file for file in repository.files if file.kind in ("python", "stub")]
    files = [os.path.join(repository.root, file.os_path) for file in python]
    names = ("ast.parse, trees dropped", "ast.parse, trees kept", "cold audit", "warm audit", "--version")
    rows: dict[str, list[float]] = {name: [] for name in names}
    same = True
    with tempfile.TemporaryDirectory() as folder:
        audit(given.folder, folder, Path(folder, "audit.json"), given.jobs)
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            first, second = Path(folder, "first.json"), Path(folder, "audit.json")
            rows[names[0]].append(floor(files, "drop"))
            rows[names[1]].append(floor(files, "keep"))
            rows["cold audit"].append(audit(given.folder, folder, second, given.jobs))
            second.rename(first)  # the second audit is the very same command
            rows["warm audit"].append(audit(given.folder, folder, second, given.jobs))
            rows["--version"].append(version())
            same = same and first.read_bytes() == second.read_bytes()
    dropped, kept = (statistics.median(rows[name]) for name in names[:2])
    print(f"{len(files):,} Python files of {len(repository.files):,}, {given.jobs} workers,", end=" ")
    print(f"{given.rounds} rounds\n")
    print(
        "| what | seconds, median | least | most | ratio, trees dropped | ratio, trees kept |\n"
        "|---|---|---|---|---|---|"
    )
    for name, values in rows.items():
        middle = statistics.median(values)
        print(
            f"| {name} | {middle:.2f} | {min(values):.2f} | {max(values):.2f} "
            f"| {middle / dropped:.2f} | {middle / kept:.2f} |"
        )
    print(f"\nJSON of the cold and the warm audit: {'byte-identical' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
