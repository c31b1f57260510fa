"""Plants faults into healthy projects and counts how many are found at the right place.

    python scripts/plant_faults.py FOLDER [FOLDER ...] [--faults 200] [--seed 1] [--missed]

Each fault is planted alone, into the project as it is; where, is chosen by chance among all places that have the form
for it, told by `ast` and names alone. It counts as found when a rule that speaks of it reports something that it
did not report before, at the changed lines or with these on the path that it shows. Prints one Markdown table;
``--missed`` lists what was not found. Nothing is written to the folders.
"""

from __future__ import annotations

import argparse
import ast
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from planting.calls import deleted_module, dropped_field, lost_await, renamed_method, swapped_arguments
from planting.flows import hidden_blocking, query_in_loop
from planting.judge import Judge
from planting.source import Fault, Source
from planting.web import doubled_route, unguarded_route

KINDS: tuple[Callable[[Source], Iterator[Fault]], ...] = (
    renamed_method,
    swapped_arguments,
    dropped_field,
    unguarded_route,
    deleted_module,
    lost_await,
    query_in_loop,
    hidden_blocking,
    doubled_route,
)


def sound(fault: Fault) -> bool:
    """Whether the changed files can still be parsed."""
    try:
        for text in fault.edits.values():
            if text is not None:
                ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def drawn(judges: list[Judge], wanted: int, seed: int) -> list[tuple[Judge, Fault]]:
    """Faults by turns of kinds and projects, until there are enough or no more."""
    choose = random.Random(seed)
    streams: list[tuple[Judge, Iterator[Fault]]] = []
    each = -(-wanted // (len(KINDS) * len(judges)))
    for kind in KINDS:
        for judge in judges:
            faults = filter(sound, kind(judge.source(random.Random(choose.random()))))
            streams.append((judge, islice(faults, 4 * each)))
    found: list[tuple[Judge, Fault]] = []
    while len(found) < wanted and streams:
        for item in list(streams):
            fault = next(item[1], None)
            if fault is None:
                streams.remove(item)
            else:
                found.append((item[0], fault))
    return found[:wanted]


def main() -> None:
    """Plants, judges and prints."""
    parser = argparse.ArgumentParser(description="Plant faults into healthy code.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true")
    given = parser.parse_args()
    judges = [Judge(folder) for folder in given.folders]
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    missed: list[str] = []
    for judge, fault in drawn(judges, given.faults, given.seed):
        planted[fault.kind] += 1
        if judge.finds(fault):
            found[fault.kind] += 1
        else:
            path, line, _ = fault.places[0]
            missed.append(
                f"- {fault.kind}: {judge.repository.root.rpartition('/')[2]}/{path}:{line}, {fault.what}"
            )
    print("| fault | planted | found | share |\n|---|---:|---:|---:|")
    for kind in planted:
        print(f"| {kind} | {planted[kind]} | {found[kind]} | {found[kind] / planted[kind]:.0%} |")
    print(f"| all | {planted.total()} | {found.total()} | {found.total() / max(planted.total(), 1):.0%} |")
    if given.missed:
        print("\n" + "\n".join(missed))


if __name__ == "__main__":
    main()
