"""An audit with everything that pictures show, hostile names included."""

from __future__ import annotations

import msgspec
from golden import HOSTILE_PATH, golden_audit

from codereview.model import Audit
from codereview.model_pictures import (
    Area,
    Bar,
    Churn,
    ComplexFunction,
    Distribution,
    FileChurn,
    PastScore,
    Pictures,
)

AREAS = (
    Area(path="src/app/service.py", files=1, statements=600, points=6.0),
    Area(path="src/app", files=4, statements=300, points=0.2, rest=True),
    Area(path=HOSTILE_PATH, files=1, statements=250, points=1.5),
    Area(path="src/app/deep/er/nested.py", files=1, statements=120, points=0.0),
    Area(path="tool.py", files=1, statements=30, points=0.01),
    Area(path="src/app/empty.py", files=1, statements=0, points=0.0),
)
CYCLOMATIC = Distribution(
    id="cyclomatic",
    title="Cyclomatic complexity",
    target=15,
    functions=107,
    above=4,
    bars=(
        Bar(least=1, most=5, count=100),
        Bar(least=6, most=15, count=3),
        Bar(least=16, most=50, count=3),
        Bar(least=51, most=None, count=1),
    ),
    highest=(ComplexFunction(path=HOSTILE_PATH, line=3, symbol="</svg><script>alert(1)</script>", value=61),),
    basis="functions and methods",
)
FILES = (
    FileChurn(path=HOSTILE_PATH, commits=40, newest=1, statements=250, points=1.5),
    FileChurn(path="src/app/service.py", commits=9, newest=3, statements=600, points=6.0),
    FileChurn(path="src/app/one.py", commits=40, newest=2, statements=10, points=1.5),
    FileChurn(path="tool.py", commits=100, newest=9, statements=30, points=0.0),
)
CHURN = Churn(commits=2000, more=True, shallow=True, files=FILES, file_count=12)
PAST = (
    PastScore(
        label="</svg><b>old</b>.json",
        commit="0123456789abcdef",
        score=61.25,
        grade="D",
        raw=70.0,
        statements=900,
        findings=31,
        score_model=1,
        categories=(("security", 44.0), ("typing", None)),
    ),
    PastScore(
        label="none.json",
        commit="",
        score=None,
        grade=None,
        raw=None,
        statements=0,
        findings=0,
        score_model=1,
        categories=(),
    ),
)


def pictured(churn: Churn | None = CHURN, history: tuple[PastScore, ...] = PAST) -> Audit:
    """The golden audit with pictures; its production code is that of the areas."""
    audit = golden_audit()
    return msgspec.structs.replace(
        audit,
        project=msgspec.structs.replace(audit.project, statements=sum(area.statements for area in AREAS)),
        pictures=Pictures(areas=AREAS, distributions=(CYCLOMATIC,), churn=churn),
        history=history,
    )
