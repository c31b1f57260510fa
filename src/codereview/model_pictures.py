"""What pictures are drawn from, and the tables beside them: areas, distributions of complexity, changes by file,
earlier audits. Part of `codereview.model`; nothing here enters the score.
"""

from __future__ import annotations

from codereview.model_base import Struct


class Area(Struct, frozen=True):
    """A file of production code, or several of one folder together.

    Attributes:
        path: of the file, or the folder.
        files: how many files it stands for.
        statements: AST statements in them.
        points: what the findings in them cost.
        rest: whether it stands for the files below the folder that have no area of their own.
    """

    path: str
    files: int
    statements: int
    points: float
    rest: bool = False


class Bar(Struct, frozen=True):
    """The functions whose number is from ``least`` to ``most`` (None: or higher)."""

    least: int
    most: int | None
    count: int


class ComplexFunction(Struct, frozen=True):
    """A function and its number."""

    path: str
    line: int
    symbol: str
    value: int


class Distribution(Struct, frozen=True):
    """How a number is distributed over production functions.

    Attributes:
        id, title: which number it is.
        target: the highest that is within the target.
        functions: how many were counted: the sum of the bars.
        above: those above the target.
        bars: without gaps, the lowest first; one of them ends at the target.
        highest: some of the functions with the highest numbers.
        basis: what was counted.
    """

    id: str
    title: str
    target: float
    functions: int
    above: int
    bars: tuple[Bar, ...]
    highest: tuple[ComplexFunction, ...] = ()
    basis: str = ""


class FileChurn(Struct, frozen=True):
    """How often a production file was changed, and what it costs.

    ``newest`` is the place of the newest commit that changed it, counted from the audited one, which is 1.
    """

    path: str
    commits: int
    newest: int
    statements: int
    points: float


class Churn(Struct, frozen=True):
    """How often files were changed, from git's history. Shown, and never scored.

    Attributes:
        commits: how many were looked at, the newest ones, merges left out.
        more: whether there are older ones.
        shallow: whether the clone holds only a part of the history.
        files: production files, those first whose changes and points are highest together.
        file_count: how many production files these commits changed.
        not_assessed: why the history could not be read; empty where it was.
    """

    commits: int = 0
    more: bool = False
    shallow: bool = False
    files: tuple[FileChurn, ...] = ()
    file_count: int = 0
    not_assessed: str = ""


class PastScore(Struct, frozen=True):
    """An earlier audit, as the trend shows it.

    ``label`` is the name of its file. ``score`` is None where there was none, and so are those of ``categories`` that
    were not assessed; ``score_model`` tells whether the scores can be compared.
    """

    label: str
    commit: str
    score: float | None
    grade: str | None
    raw: float | None
    statements: int
    findings: int
    score_model: int
    categories: tuple[tuple[str, float | None], ...]


class Pictures(Struct, frozen=True):
    """What the pictures of a report show. ``areas`` add up to the production code of the project."""

    areas: tuple[Area, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    churn: Churn | None = None
