"""Where code may be copied: sequences of statements that look alike, as fingerprints, and runs of these."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping

SEED = 4
"""Statements in a row that begin a comparison."""
GAP = 3
"""Statements that two runs of one copy may be apart."""
_FACTORS = (805_306_457, 402_653_189, 201_326_611, 100_663_319)
"""Primes below 2**30, one for each statement of a seed, so that four products of 32 bits fit into 64."""


def windows(shapes: array[int]) -> tuple[int, ...]:
    """A fingerprint of each ``SEED`` statements in a row, as of Karp and Rabin (1987): their hashes, each times a
    number of its place, added up. All of a file come of a few products of one long number that has 64 bits for each
    statement: 32 for its hash, and room for the sum.
    """
    count = len(shapes)
    if count < SEED:
        return ()
    row = int.from_bytes(struct.pack(f"<{count}Q", *shapes), "little")
    sums = sum((row >> 64 * place) * factor for place, factor in enumerate(_FACTORS))
    return struct.unpack(f"<{count}Q", sums.to_bytes(8 * count, "little"))[: 1 - SEED]


def runs(diagonals: Mapping[int, set[int]]) -> list[tuple[int, int, int]]:
    """Unbroken runs of seeds: first statement, the one after the last, and how far the other file is ahead."""
    found: list[tuple[int, int, int]] = []
    for shift, numbers in diagonals.items():
        start = end = -1
        for number in sorted(numbers):
            if start >= 0 and number <= end + GAP:
                end = number + SEED
                continue
            if start >= 0:
                found.append((start, end, shift))
            start, end = number, number + SEED
        found.append((start, end, shift))
    return sorted(found)


def joined(runs: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Runs that follow each other closely in both files."""
    chains: list[list[tuple[int, int, int]]] = []
    for run in runs:
        start, _, shift = run
        for chain in reversed(chains[-4:]):
            _, end, before = chain[-1]
            if -SEED < start - end <= GAP and -SEED < start + shift - end - before <= GAP:
                chain.append(run)
                break
        else:
            chains.append([run])
    yield from chains
