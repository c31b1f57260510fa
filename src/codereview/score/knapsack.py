"""The most gain for so many minutes, where things are chosen in blocks: a multiple-choice knapsack. Pure.

A block is what enters one penalty together: the root causes of a rule. Penalties flatten as they grow, so that the last
finding of a rule gains more than the first, and gains cannot simply be added up within a block. Between blocks they
can. So each block is first reduced to its frontier (the most that so many minutes gain in it), and then one point of
each frontier is chosen: by dynamic programming over minutes where that is affordable, and else along the concave
hulls of the frontiers, whose linear relaxation also bounds how much better any choice could be (E. Zemel, "The linear
multiple choice knapsack problem", Operations Research 28, 1980).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

AFFORDABLE = 2_000_000
"""Steps of dynamic programming that are taken before the hulls have to do; about a quarter of a second."""


class Chain(NamedTuple):
    """Ids as a tree, so that the points of a frontier share what they have in common."""

    id: str = ""
    one: Chain | None = None
    two: Chain | None = None


NOTHING = Chain()


class Point(NamedTuple):
    """A choice within a block: its minutes, what it gains, and the ids chosen."""

    effort: int
    gain: float
    chain: Chain


class Packed(NamedTuple):
    """What was chosen. No choice gains more than ``bound``; ``effort`` and ``gain`` are those of ``ids``."""

    ids: tuple[str, ...]
    effort: int
    gain: float
    bound: float


def ids_of(point: Point) -> list[str]:
    """The ids of a point."""
    out: list[str] = []
    rest = [point.chain]
    while rest:
        chain = rest.pop()
        out += [chain.id] if chain.id else []
        rest += [part for part in (chain.two, chain.one) if part]
    return out


def frontier(
    items: Iterable[tuple[str, int, float]], gain: Callable[[float], float], most: int
) -> tuple[Point, ...]:
    """The points of a block that nothing beats, nothing chosen first.

    Args:
        items: id, minutes and amount of each; amounts add up.
        gain: what an amount is worth; never falls.
        most: minutes beyond which nothing is asked.
    """
    classes: dict[int, list[tuple[float, str]]] = {}
    for id, effort, amount in items:
        if effort <= most:
            classes.setdefault(effort, []).append((-amount, id))
    best: list[tuple[int, float, Chain]] = [(0, 0.0, NOTHING)]
    for effort, members in sorted(classes.items()):
        amounts: list[tuple[float, Chain]] = [(0.0, NOTHING)]
        for amount, id in sorted(members):
            amounts.append((amounts[-1][0] - amount, Chain(id, amounts[-1][1])))
        best = _merged(best, effort, amounts, most)
    return tuple(Point(effort, gain(amount), chain) for effort, amount, chain in best)


def _merged(
    best: Sequence[tuple[int, float, Chain]],
    effort: int,
    amounts: Sequence[tuple[float, Chain]],
    most: int,
) -> list[tuple[int, float, Chain]]:
    found: dict[int, tuple[float, Chain, Chain]] = {}
    for spent, amount, chain in best:
        fitting = len(amounts) if not effort else min(len(amounts), (most - spent) // effort + 1)
        # what costs nothing is always taken
        for count in range(fitting - 1 if not effort else 0, fitting):
            total = amount + amounts[count][0]
            place = spent + count * effort
            if place not in found or total > found[place][0]:
                found[place] = (total, chain, amounts[count][1])
    out: list[tuple[int, float, Chain]] = []
    for place, (total, chain, more) in sorted(found.items()):
        if not out or total > out[-1][1]:
            out.append((place, total, Chain("", chain, more)))
    return out


def most_within(blocks: Sequence[Sequence[Point]], minutes: int) -> Packed:
    """The most gain for at most so many minutes.

    Exact (``gain == bound``) where the steps are affordable; else good, with the bound of the relaxation.
    """
    step = math.gcd(*(point.effort for block in blocks for point in block)) or 1
    rooms = minutes // step
    if rooms * sum(map(len, blocks)) <= AFFORDABLE:
        table, choices = _table(blocks, rooms, step)
        return _read(blocks, choices, rooms, step, table[rooms])
    return _along_hulls(blocks, minutes, math.inf)


def least_for(blocks: Sequence[Sequence[Point]], wanted: float) -> tuple[Packed, float] | None:
    """The fewest minutes that gain ``wanted``, with a bound: no choice needs fewer. None if all of it gains less."""
    rough = _along_hulls(blocks, 1 << 60, wanted)
    if rough.gain < wanted:
        return None
    floor = _least_relaxed(blocks, wanted)
    step = math.gcd(*(point.effort for block in blocks for point in block)) or 1
    rooms = rough.effort // step
    if rooms * sum(map(len, blocks)) > AFFORDABLE:
        return rough, floor
    table, choices = _table(blocks, rooms, step)
    enough = next((room for room, gain in enumerate(table) if gain >= wanted), None)
    if enough is None:
        return rough, floor
    packed = _read(blocks, choices, enough, step, table[enough])
    return packed, packed.effort


def _table(blocks: Sequence[Sequence[Point]], rooms: int, step: int) -> tuple[list[float], list[list[int]]]:
    """The most gain by minutes, and the point of each block that it takes there."""
    best = [0.0] * (rooms + 1)
    choices = []
    for block in blocks:
        after, choice = list(best), [0] * (rooms + 1)
        for number, point in enumerate(block):
            cost, gain = point.effort // step, point.gain
            for room in range(cost, rooms + 1):
                if best[room - cost] + gain > after[room]:
                    after[room], choice[room] = best[room - cost] + gain, number
        best = after
        choices.append(choice)
    return best, choices


def _read(
    blocks: Sequence[Sequence[Point]], choices: Sequence[Sequence[int]], room: int, step: int, gain: float
) -> Packed:
    taken = []
    for block, choice in zip(reversed(blocks), reversed(choices), strict=True):
        point = block[choice[room]]
        taken.append(point)
        room -= point.effort // step
    ids = tuple(id for point in reversed(taken) for id in ids_of(point))
    return Packed(ids, sum(point.effort for point in taken), gain, gain)


def _hull(block: Sequence[Point]) -> list[int]:
    """The points on the concave hull of a frontier: each gains more for its minutes than the next."""
    out: list[int] = []
    for number, point in enumerate(block):
        while len(out) >= 2 and _rate(block[out[-2]], block[out[-1]]) <= _rate(block[out[-1]], point):
            out.pop()
        out.append(number)
    return out


def _rate(one: Point, other: Point) -> float:
    more = other.effort - one.effort
    return (other.gain - one.gain) / more if more else math.inf


def _segments(blocks: Sequence[Sequence[Point]]) -> list[tuple[float, int, int, int]]:
    """Stretches of all hulls, the steepest first: falling rate, block, from, to."""
    out = []
    for place, block in enumerate(blocks):
        hull = _hull(block)
        out += [(-_rate(block[a], block[b]), place, a, b) for a, b in itertools.pairwise(hull)]
    return sorted(out)


def _along_hulls(blocks: Sequence[Sequence[Point]], minutes: int, wanted: float) -> Packed:
    """Whole stretches of the hulls, the steepest first, until the minutes or the gain are used up; then what still
    fits.
    """
    at = [0] * len(blocks)
    left, gain, bound = minutes, math.fsum(block[0].gain for block in blocks), math.inf
    for _, place, a, b in _segments(blocks):
        if gain >= wanted:
            break
        cost = blocks[place][b].effort - blocks[place][a].effort
        more = blocks[place][b].gain - blocks[place][a].gain
        if cost > left and bound == math.inf:
            bound = gain + more * left / cost
        if cost <= left and at[place] == a:
            at[place], left, gain = b, left - cost, gain + more
    while wanted == math.inf and (better := _further(blocks, at, left)):
        place, number = better
        left -= blocks[place][number].effort - blocks[place][at[place]].effort
        at[place] = number
    taken = [block[number] for block, number in zip(blocks, at, strict=True)]
    gain = math.fsum(point.gain for point in taken)
    ids = tuple(id for point in taken for id in ids_of(point))
    return Packed(ids, sum(point.effort for point in taken), gain, gain if bound == math.inf else bound)


def _further(blocks: Sequence[Sequence[Point]], at: Sequence[int], left: int) -> tuple[int, int] | None:
    """The point that gains most of those that still fit, and its block."""
    best, found = 0.0, None
    for place, block in enumerate(blocks):
        for number in range(at[place] + 1, len(block)):
            if block[number].effort - block[at[place]].effort > left:
                break
            if block[number].gain - block[at[place]].gain > best:
                best, found = block[number].gain - block[at[place]].gain, (place, number)
    return found


def _least_relaxed(blocks: Sequence[Sequence[Point]], wanted: float) -> float:
    gain, effort = math.fsum(block[0].gain for block in blocks), 0.0
    for _, place, a, b in _segments(blocks):
        if gain >= wanted:
            break
        more = blocks[place][b].gain - blocks[place][a].gain
        part = min(1.0, (wanted - gain) / more) if more > 0 else 1.0
        effort += part * (blocks[place][b].effort - blocks[place][a].effort)
        gain += part * more
    return effort
