"""Measures what project facts and project rules cost, against the floor of ``ast.parse`` over the same files.

    python scripts/bench_project.py FOLDER [FOLDER ...] [--rounds 3] [--rules]

For each folder: processor seconds of joining the facts of all files and of all rules over the project, in one process
without a garbage collector (as an audit runs them), and of ``ast.parse`` alone with the trees kept and dropped, in
turn. With several folders the ratios show whether the cost grows faster than the code. ``--rules`` lists the dearest.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from pathlib import Path

from bench import floor

from codereview.api import ProjectRule, Rule
from codereview.auditor.read import texts_of
from codereview.collect import Repository, collect
from codereview.engine.worker import Checker, FileResult, Job
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts
from codereview.registry import load_rules


def looked_at(repository: Repository, rules: list[Rule]) -> list[FileResult]:
    """What the workers give for each Python file."""
    checker = Checker(rules, (3, 10))
    found = []
    for file in repository.files:
        if file.kind in ("python", "stub"):
            job = Job(file.path, file.os_path, file.zone, "python", module_name(file.path))
            found.append(checker.check(job, Path(repository.root, os.fsdecode(file.os_path)).read_bytes()))
    return found


def joined(
    repository: Repository, results: list[FileResult], rules: list[Rule]
) -> tuple[float, dict[str, float]]:
    """Processor seconds of the facts, and of each rule over the project."""
    texts = texts_of(repository)
    others = [file.path for file in repository.files if file.kind not in ("python", "stub")]
    zones = {file.path: file.zone for file in repository.files}
    start = time.process_time()
    facts = [result.facts for result in results if result.facts is not None]
    project = ProjectFacts(facts, zones, texts=texts, python=(3, 10), others=others)
    _ = project.callers, project.reachable, project.routes.all
    seconds = {}
    end = time.process_time()
    taken = end - start
    for rule in rules:
        if isinstance(rule, ProjectRule):
            start = time.process_time()
            if not rule.not_applicable(project) and not rule.not_assessed(project):
                list(rule.check(project))
            seconds[rule.card.id] = time.process_time() - start
    return taken, seconds


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="Time project facts and project rules against ast.parse.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rules", action="store_true")
    given = parser.parse_args()
    gc.disable()
    print(
        "| folder | files | facts, s | rules, s | trees kept, s | trees dropped, s | ratio, kept | ratio, dropped |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    dearest: dict[str, float] = {}
    for folder in given.folders:
        repository = collect(folder)
        rules: list[Rule] = [rule() for rule in load_rules(())]
        results = looked_at(repository, rules)
        paths = [
            os.path.join(repository.root, f.os_path) for f in repository.files if f.kind in ("python", "stub")
        ]
        rows: list[tuple[float, float, float, float]] = []
        for _ in range(given.rounds):
            facts, seconds = joined(repository, results, [rule() for rule in load_rules(())])
            rows.append((facts, sum(seconds.values()), floor(paths, "keep"), floor(paths, "drop")))
            dearest = seconds
        facts, ruled, kept, dropped = (statistics.median(column) for column in zip(*rows, strict=True))
        both = facts + ruled
        print(
            f"| {folder.name} | {len(paths):,} | {facts:.2f} | {ruled:.2f} | {kept:.2f} | {dropped:.2f} "
            f"| {both / kept:.2f} | {both / dropped:.2f} |"
        )
    if given.rules:
        for name, spent in sorted(dearest.items(), key=lambda item: -item[1])[:20]:
            print(f"- {name}: {1000 * spent:.0f} ms")


if __name__ == "__main__":
    main()
