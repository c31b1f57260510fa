"""The change since the base of an audit, in words and figures."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.model import Category, CategoryScore, Score
from codereview.model_since import Since
from codereview.report.compare_view import apportioned, direction, plural_points, signed
from codereview.report.text import listing, mark, plural, shorten
from codereview.score.caps import shown

CAUSES = 3


class SinceView:
    """What changed since the base of an audit.

    Args:
        since: the change.
        score, categories: those of the audit.
    """

    def __init__(
        self, since: Since, score: Score | None, categories: Mapping[Category, CategoryScore]
    ) -> None:
        self.since = since
        self._score = score
        self._categories = categories

    @property
    def base(self) -> str:
        """The base by its name and commit."""
        name, commit = shorten(self.since.base, 60), self.since.commit[:12]
        return f"{name} ({commit})" if commit and not name.startswith(commit) else name

    @property
    def change(self) -> float | None:
        """The difference of the scores as reports print them."""
        return _change(self.since.score, self._score.value if self._score is not None else None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Two or three: the score, the findings, and by what the score changed."""
        since, score, change = self.since, self._score, self.change
        if score is None or since.score is None or change is None:
            first = "The scores cannot be compared, because one of the audits has none."
        elif not change:
            first = f"The score is what it was: {mark(score.value)} of 100 ({score.grade})."
        else:
            way = "higher" if change > 0 else "lower"
            first = (
                f"The score is {plural_points(abs(change))} {way}: {mark(since.score)} ({since.grade}) "
                f"then, {mark(score.value)} ({score.grade}) now."
            )
        counts = f"{plural(since.new_count, 'finding is', 'findings are')} new, {since.fixed_count:,} fixed"
        rest = f"; {since.not_comparable:,} cannot be compared" if since.not_comparable else ""
        return (first, f"{counts}, {since.unchanged + since.moved:,} still there{rest}.", *self._causes())

    def _causes(self) -> tuple[str, ...]:
        if self._score is None or self.since.score is None:
            return ()
        total = round(self._score.value, 2) - round(self.since.score, 2)
        points = apportioned([value for _, value in self.since.causes], total)
        rows = [(title, value) for (title, _), value in zip(self.since.causes, points, strict=True) if value]
        ranked = sorted(rows, key=lambda row: -abs(row[1]))[:CAUSES]
        named = [f"{title} ({signed(value)})" for title, value in ranked]
        return (f"What moves it: {listing(named)}.",) if named else ()

    def of(self, category: Category) -> str:
        """The change of a category with its sign; a dash where one side has no score."""
        change = self._of(category)
        return "–" if change is None else signed(change, 1)

    def way(self, category: Category) -> str:
        """``up``, ``down`` or empty."""
        return direction(self._of(category))

    def _of(self, category: Category) -> float | None:
        found = self._categories.get(category)
        return _change(self.since.categories.get(category), found.score if found is not None else None)


def _change(old: float | None, new: float | None) -> float | None:
    return None if old is None or new is None else round(shown(new) - shown(old), 1)
