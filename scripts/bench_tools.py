"""Measures an audit with other tools against these tools by themselves, in one run.

    python scripts/bench_tools.py FOLDER [--rounds 3] [--tools bandit,pyrefly,ruff]

Each tool runs alone over the same files with the arguments that the audit gives it, in one process where it has
no threads of its own; then our own analysis alone, then the whole audit. Wall time is of whole processes, CPU
time that of their children. The figure to quote is the audit's wall time over the larger of two floors: the
slowest tool alone, and the sum of all CPU seconds divided by the cores.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from codereview.adapters.base import in_chunks
from codereview.adapters.process import environment
from codereview.adapters.values import Command, Target
from codereview.auditor.toolbox import made
from codereview.auditor.tools import roots
from codereview.collect import collect
from codereview.model import Zone
from codereview.registry import adopted

LEFT_OUT = (Zone.VENDORED, Zone.ENVIRONMENT, Zone.GENERATED)


def timed(arguments: list[str], folder: str, variables: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(arguments, cwd=folder, env=variables, capture_output=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def alone(name: str, folder: Path, place: str) -> list[tuple[float, float]]:
    """Wall and CPU seconds of each command of one tool, all files in one command where that is possible."""
    repository = collect(folder)
    files = tuple(f for f in repository.files if f.kind in ("python", "stub") and f.zone not in LEFT_OUT)
    mine = os.path.join(place, name)
    os.makedirs(mine, exist_ok=True)
    target = Target(repository.root, files, (3, 12), roots(repository), mine)
    adapter = made(name, adopted().table(name).known)
    if adapter is None:
        raise SystemExit(f"{name}: there is no such tool")
    for file, text in adapter.config(target).items():
        Path(mine, file).write_text(text, encoding="utf-8")
    commands: list[Command] = list(adapter.commands(target))
    if name == "bandit":  # the audit shares it out over the cores; alone it is one process
        (files_of_all, _), *_ = in_chunks(target)
        head = commands[0].arguments[: commands[0].arguments.index("--") + 1]
        commands = [Command((*head, *files_of_all), 600, mine)]
    return [
        timed(list(c.arguments), mine, environment(mine, repository.root, c.environment)) for c in commands
    ]


def audit(folder: Path, tools: str, cache: str) -> tuple[float, float]:
    """Wall and CPU seconds of one audit with an empty or filled cache."""
    out = os.path.join(cache, "audit.json")
    command = [sys.executable, "-m", "codereview", "audit", str(folder), "--quiet", "--isolated"]
    command += ["--tools", tools, "-o", out]
    return timed(command, cache, {**os.environ, "CODEREVIEW_CACHE_DIR": cache})


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="Time an audit with other tools against the tools alone.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", default="bandit,pyrefly,ruff")
    given = parser.parse_args()
    folder = given.folder.resolve()
    names = given.tools.split(",")
    walls: dict[str, list[float]] = {}
    cpus: dict[str, list[float]] = {}

    def note(name: str, *runs: tuple[float, float]) -> None:
        walls.setdefault(name, []).append(sum(wall for wall, _ in runs))
        cpus.setdefault(name, []).append(sum(cpu for _, cpu in runs))

    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as place:
            for name in names:
                note(name, *alone(name, folder, place))
        with tempfile.TemporaryDirectory() as cache:
            note("our analysis alone", audit(folder, "none", cache))
        with tempfile.TemporaryDirectory() as cache:
            note("audit with all of them", audit(folder, given.tools, cache))
            note("audit again, nothing changed", audit(folder, given.tools, cache))
    wall = {name: statistics.median(values) for name, values in walls.items()}
    cpu = {name: statistics.median(values) for name, values in cpus.items()}
    cores = os.cpu_count() or 1
    print("| what | wall, seconds | CPU, seconds |\n|---|---:|---:|")
    for name in wall:
        print(f"| {name} | {wall[name]:.2f} | {cpu[name]:.2f} |")
    shared = (sum(cpu[name] for name in names) + cpu["our analysis alone"]) / cores
    slowest = max(wall[name] for name in names)
    floor = max(shared, slowest)
    print(f"\nslowest tool alone {slowest:.2f} s; CPU of all of them over {cores} cores {shared:.2f} s")
    print(f"audit: {wall['audit with all of them'] / floor:.2f} times the larger of the two")


if __name__ == "__main__":
    main()
