"""Audits to compare: generated ones, and small ones made by hand."""

from __future__ import annotations

import hashlib

import msgspec
from hypothesis import strategies as st

from codereview.model import (
    SCHEMA_VERSION,
    Audit,
    Category,
    Code,
    Confidence,
    Finding,
    Outcome,
    Project,
    Ratio,
    ScoreBasis,
    Severity,
    Suppression,
    Tool,
    Vcs,
    Zone,
)
from codereview.score.again import again

RULES = {
    "SEC010": Category.SECURITY,
    "REL002": Category.RELIABILITY,
    "TYP001": Category.TYPING,
    "MNT004": Category.MAINTAINABILITY,
}
COMMENT = Suppression(reason="known and accepted", source="inline")
BASELINE = Suppression(reason="there before", source="baseline")


def finding(
    rule: str = "REL002",
    path: str = "app.py",
    line: int = 10,
    *,
    symbol: str = "load",
    text: str = "    except Exception:",
    around: tuple[str, str] = ("    try:", "        pass"),
    number: int = 1,
    **more: object,
) -> Finding:
    """A finding with quoted code and a fingerprint, as triage makes them."""
    words = (rule, path, symbol, " ".join(text.split()), str(number))
    values: dict[str, object] = {
        "severity": Severity.MEDIUM,
        "confidence": Confidence.HIGH,
        "message": "the error is swallowed",
        "fingerprint": hashlib.sha256("\0".join(words).encode()).hexdigest()[:16],
        **more,
    }
    return Finding(
        rule=rule,
        title=f"Fault {rule}",
        category=RULES[rule],
        path=path,
        line=line,
        column=5,
        end_line=line,
        end_column=9,
        symbol=symbol,
        code=Code(first=line - 1, lines=(around[0], text, around[1])),
        **values,  # type: ignore[arg-type]
    )


def audit(
    *findings: Finding,
    basis: ScoreBasis | None = None,
    outcomes: dict[str, str] | None = None,
    commit: str = "",
    name: str = "shop",
) -> Audit:
    """An audit whose score is worked out from what it holds; rules that ``outcomes`` does not name were looked for."""
    found = {item.rule for item in findings}
    told = {rule: "found" if rule in found else "clean" for rule in RULES} | (outcomes or {})
    stands = basis or ScoreBasis(statements=1000)
    result = again(findings, stands)
    return Audit(
        schema=SCHEMA_VERSION,
        tool=Tool(name="codereview", version="1", rules=len(RULES), score_model=1),
        project=Project(
            name=name,
            root=".",
            kind="library",
            vcs=Vcs(commit=commit, branch="main", dirty=False) if commit else None,
            files={"production": 1},
            lines=2000,
            statements=stands.statements,
        ),
        score=result.score,
        categories=result.categories,
        metrics=(),
        findings=tuple(
            msgspec.structs.replace(item, points=points)
            for item, points in zip(findings, result.points, strict=True)
        ),
        outcomes=tuple(
            Outcome(rule=rule, outcome=outcome, reason="it did not run" if outcome == "not assessed" else "")  # type: ignore[arg-type]
            for rule, outcome in told.items()
            if outcome
        ),
        basis=stands,
    )


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of few rules, files, symbols and texts, so that many are alike."""
    return finding(
        draw(st.sampled_from(sorted(RULES))),
        draw(st.sampled_from(("app.py", "cart.py", "tests/test_app.py"))),
        draw(st.integers(2, 40)),
        symbol=draw(st.sampled_from(("", "load", "Cart.load", "save"))),
        text=draw(
            st.sampled_from(
                ("value = get(key, timeout=3)", "value = get(key, timeout=5)", "def load(self):", "x")
            )
        ),
        around=draw(st.sampled_from((("", ""), ("for key in wanted_keys:", "    kept.append(value)")))),
        number=draw(st.integers(1, 2)),
        severity=draw(st.sampled_from(Severity)),
        confidence=draw(st.sampled_from(Confidence)),
        message=draw(st.sampled_from(("takes 3 steps", "takes 4 steps", "another thing"))),
        cause=draw(st.sampled_from(("", "", "left"))),
        zone=draw(st.sampled_from((Zone.PRODUCTION, Zone.TESTS, Zone.GENERATED))),
        suppressed=draw(st.sampled_from((None, None, None, COMMENT, BASELINE))),
        units=draw(st.integers(1, 3)),
    )


@st.composite
def bases(draw: st.DrawFn) -> ScoreBasis:
    def one(label: str, rule: str = "") -> Ratio:
        total = draw(st.integers(0, 300))
        return Ratio(covered=draw(st.integers(0, total)), total=total, label=label, rule=rule)

    ratios = {
        Category.TYPING: (one("annotation slots", "TYP001"),),
        Category.TESTING: (one("modules reached"),),
    }
    few = st.sets(st.sampled_from(Category), max_size=2)
    return ScoreBasis(
        statements=draw(st.integers(1, 50_000)),
        ratios={key: ratios[key] for key in draw(st.sets(st.sampled_from(sorted(ratios))))},
        not_assessed=dict.fromkeys(draw(few), ("no data",)),
        inactive=dict.fromkeys(draw(few), "no rule"),
        unparsed=draw(st.sampled_from(((), ("broken.py",)))),
        preview_rules=frozenset(draw(st.sets(st.sampled_from(sorted(RULES)), max_size=1))),
    )


@st.composite
def audits(draw: st.DrawFn) -> Audit:
    outcomes = draw(
        st.dictionaries(st.sampled_from(sorted(RULES)), st.sampled_from(("not assessed", "")), max_size=2)
    )
    return audit(*draw(st.lists(findings(), max_size=15)), basis=draw(bases()), outcomes=outcomes)
