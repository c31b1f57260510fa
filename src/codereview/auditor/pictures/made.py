"""One audit's pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from codereview.auditor.pictures.areas import areas
from codereview.auditor.pictures.churn import Past, churn
from codereview.auditor.pictures.distributions import distribution
from codereview.config import Targets
from codereview.facts.module import FileFacts, FunctionFact
from codereview.model import Finding, NotAssessed
from codereview.model_pictures import ComplexFunction, Distribution, Pictures


def pictures_or_gap(
    files: Sequence[FileFacts], findings: Iterable[Finding], targets: Targets, past: Callable[[], Past | None]
) -> tuple[Pictures | None, tuple[NotAssessed, ...]]:
    """What the pictures are drawn from, and why some of it is missing: a defect here costs them, not the audit.

    Args:
        files: of production code that could be parsed.
        findings: those of the audit, with their points.
        targets: what complexity is held against.
        past: gives the history; it is called last, since it may still be read.
    """
    try:
        made = _pictures(files, findings, targets, past)
    except Exception as error:
        reason = f"they could not be made: {type(error).__name__}: {error}"
        return None, (NotAssessed(what="the pictures", reason=reason),)
    if made.churn is not None and made.churn.not_assessed:
        return made, (NotAssessed(what="how often files were changed", reason=made.churn.not_assessed),)
    return made, ()


def _pictures(
    files: Sequence[FileFacts], findings: Iterable[Finding], targets: Targets, past: Callable[[], Past | None]
) -> Pictures:
    statements = {facts.path: facts.statements for facts in files}
    points = _points(findings)
    return Pictures(
        areas=areas(statements, points),
        distributions=_distributions(files, targets),
        churn=churn(statements, points, past()),
    )


def _points(findings: Iterable[Finding]) -> Mapping[str, float]:
    """What the findings cost, by file, as the files that need attention count it."""
    found: dict[str, float] = defaultdict(float)
    for finding in findings:
        if finding.suppressed is None:
            found[finding.path] += finding.points
    return found


def _distributions(files: Sequence[FileFacts], targets: Targets) -> tuple[Distribution, ...]:
    cyclomatic = _functions(files, lambda function: function.complexity or None)
    cognitive = _functions(files, lambda function: function.cognitive)
    made = (
        distribution(
            "cyclomatic", "Cyclomatic complexity", 1, targets.max_complexity, cyclomatic,
            "functions and methods, those in functions by themselves",
        ),
        distribution(
            "cognitive", "Cognitive complexity", 0, targets.max_cognitive_complexity, cognitive,
            "functions and methods, with those that stand in them",
        ),
    )  # fmt: skip
    return tuple(item for item in made if item.functions)


def _functions(
    files: Sequence[FileFacts], number: Callable[[FunctionFact], int | None]
) -> list[ComplexFunction]:
    return [
        ComplexFunction(path=facts.path, line=function.line, symbol=function.qualname, value=value)
        for facts in files
        for function in facts.functions
        if (value := number(function)) is not None
    ]
