"""A comparison in brief, as an audit carries it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.compare.values import Comparison
from codereview.model import Finding
from codereview.model_since import Since, SinceFinding

MOST = 100
"""New and fixed findings that are named."""


def since(found: Comparison) -> Since:
    """The change from the old side of a comparison to the new one."""
    base = found.before
    vcs = base.project.vcs
    return Since(
        base=base.label,
        commit=vcs.commit if vcs is not None else "",
        score=base.score.value if base.score is not None else None,
        grade=base.score.grade if base.score is not None else None,
        categories={item.id: item.old for item in found.categories if item.old is not None},
        new=_named(found.new),
        fixed=_named(found.fixed),
        new_count=len(found.new),
        fixed_count=len(found.fixed),
        moved=len(found.moved),
        unchanged=found.unchanged,
        not_comparable=len(found.not_comparable),
        causes=tuple((cause.title, cause.points) for cause in found.score.causes)
        if found.score is not None
        else (),
        notices=found.notices,
    )


def _named(findings: Sequence[Finding]) -> tuple[SinceFinding, ...]:
    return tuple(
        SinceFinding(
            rule=item.rule,
            title=item.title,
            severity=item.severity,
            path=item.path,
            line=item.line,
            fingerprint=item.fingerprint,
        )
        for item in findings[:MOST]
    )
