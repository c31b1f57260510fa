"""Production functions -> how their complexity is distributed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codereview.model_pictures import Bar, ComplexFunction, Distribution

HIGHEST = 10
_ENDS = (5, 10, 15, 20, 30, 50)
"""Where bars end, besides the target and each of the lowest numbers."""
_SINGLE = 4


def distribution(
    name: str,
    title: str,
    lowest: int,
    target: float,
    functions: Sequence[ComplexFunction],
    basis: str,
) -> Distribution:
    """The distribution of one number.

    Args:
        name, title: which number it is.
        lowest: the lowest that it can be.
        target: the highest that is within the target.
        functions: all of them.
        basis: what was counted.
    """
    values = [item.value for item in functions]
    ranked = sorted(functions, key=lambda item: (-item.value, item.path, item.line, item.symbol))
    return Distribution(
        id=name,
        title=title,
        target=target,
        functions=len(values),
        above=sum(value > target for value in values),
        bars=bars(values, lowest, target),
        highest=tuple(item for item in ranked[:HIGHEST] if item.value > lowest),
        basis=basis,
    )


def bars(values: Iterable[int], lowest: int, target: float) -> tuple[Bar, ...]:
    """How many values there are from each number to the next end, up to the bar that holds the highest.

    One bar ends at the target, so that what is above it can be seen.
    """
    ends = sorted({*range(lowest, lowest + _SINGLE), *_ends(lowest + _SINGLE), max(int(target), lowest)})
    known = list(values)
    highest = max(known, default=lowest)
    found: list[Bar] = []
    least = lowest
    for end in ends:
        found.append(Bar(least=least, most=end, count=sum(least <= value <= end for value in known)))
        least = end + 1
        if highest <= end and end >= target:
            return tuple(found)
    found.append(Bar(least=least, most=None, count=sum(value >= least for value in known)))
    return tuple(found)


def _ends(least: int) -> Iterable[int]:
    return (end for end in _ENDS if end >= least)
