"""Made-up audits of every kind that the score tells apart, from a seed: for tests that hold two scorings together."""

from __future__ import annotations

import random

import msgspec
from golden import finding, golden_audit

from codereview.model import (
    Audit,
    Category,
    Code,
    Confidence,
    Finding,
    Fix,
    Ratio,
    RuleInfo,
    ScoreBasis,
    Severity,
    Suppression,
    Zone,
)
from codereview.score import ScoreInput, score
from codereview.score.again import judged

RULES = {
    "SEC001": Category.SECURITY,
    "SEC011": Category.SECURITY,
    "SEC012": Category.SECURITY,
    "REL001": Category.RELIABILITY,
    "REL002": Category.RELIABILITY,
    "PERF001": Category.PERFORMANCE,
    "MNT003": Category.MAINTAINABILITY,
    "TYP001": Category.TYPING,
    "TYP002": Category.TYPING,
    "TST001": Category.TESTING,
    "OPS001": Category.OPERATIONS,
}
SHARED = {"TYP001": Category.TYPING, "TST001": Category.TESTING}
"""Rules whose findings are the uncovered part of a share."""


def generated_audit(seed: int, count: int = 60) -> Audit:
    """An audit that was scored by this version: fused and lone root causes, previews, suppressions, shares, caps."""
    luck = random.Random(seed)
    findings = tuple(_finding(luck, number) for number in range(count))
    stands = _basis(luck, findings)
    made = score(ScoreInput(findings=findings, **msgspec.structs.asdict(stands)))
    golden = golden_audit()
    return msgspec.structs.replace(
        golden,
        tool=msgspec.structs.replace(golden.tool, score_model=1),
        findings=tuple(
            msgspec.structs.replace(item, points=points)
            for item, points in zip(findings, made.points, strict=True)
        ),
        score=made.score,
        categories=made.categories,
        terms=made.terms,
        causes=made.causes,
        basis=stands,
        rules=tuple(_card(golden, rule) for rule in sorted({item.rule for item in findings})),
        strengths=(),
        outcomes=(),
        review=None,
    )


def _finding(luck: random.Random, number: int) -> Finding:
    rule = luck.choice(list(RULES))
    suppressed = luck.choices(
        (None, Suppression(reason="known", source="inline"), Suppression(reason="old", source="baseline")),
        (8, 1, 1),
    )[0]
    path = f"src/shop/{luck.choice('abc')}/module_{luck.randrange(9)}.py"
    line = 1 + number
    safe = "safe" if luck.random() < 0.7 else "unsafe"
    diff = (
        f"--- a/{path}\n+++ b/{path}\n@@ -{line},3 +{line},3 @@\n line {line}\n-line {line + 1}\n+new {number}\n"
        f" line {line + 2}\n"
    )
    return msgspec.structs.replace(
        finding("SEC001", path, line, f"the {number}th thing that was seen"),
        rule=rule,
        title=f"What {rule} tells",
        category=RULES[rule],
        severity=luck.choice(list(Severity)),
        confidence=luck.choice(list(Confidence)),
        zone=luck.choices(list(Zone), (12, 3, 1, 1, 1, 1, 1, 1))[0],
        cause=luck.choice(("", "", f"shared-{luck.randrange(6)}")),
        effort_minutes=luck.choice((2, 5, 15, 60)),
        units=luck.randrange(1, 6),
        fingerprint=f"{number:016x}",
        suppressed=suppressed,
        fix=Fix(safety=safe, reason="", diff=diff, proofs=("it parses",)) if luck.random() < 0.2 else None,
        code=None,
        related=(),
    )


def _basis(luck: random.Random, findings: tuple[Finding, ...]) -> ScoreBasis:
    broken = sorted({item.path for item in findings if item.rule == "REL001"})
    luck.shuffle(broken)
    half = len(broken) // 2
    ratios = {category: (_ratio(luck, rule),) for rule, category in SHARED.items() if luck.random() < 0.8}
    ratios[Category.DOCUMENTATION] = (_ratio(luck, ""), Ratio(covered=0, total=0, label="nothing"))
    ratios[Category.OPERATIONS] = (_ratio(luck, ""), _ratio(luck, ""))
    return ScoreBasis(
        statements=luck.choice((40, 900, 12_000)),
        ratios=ratios,
        not_assessed={Category.DEPENDENCIES: ("no manifest",)} if luck.random() < 0.3 else {},
        inactive={Category.ARCHITECTURE: "no rule"} if luck.random() < 0.5 else {},
        broken_entry_points=tuple(broken[:half])
        + (("src/shop/elsewhere.py",) if luck.random() < 0.1 else ()),
        unparsed=tuple(broken[half:]),
        failed_tools=("mypy",) if luck.random() < 0.1 else (),
        disabled_rules=("SEC020",) if luck.random() < 0.1 else (),
        preview_rules=frozenset(rule for rule in RULES if luck.random() < 0.15),
    )


def _ratio(luck: random.Random, rule: str) -> Ratio:
    total = luck.randrange(1, 200)
    return Ratio(
        covered=luck.randrange(0, total + 1), total=total, label=f"things of {rule or 'none'}", rule=rule
    )


def _card(golden: Audit, rule: str) -> RuleInfo:
    return msgspec.structs.replace(golden.rules[0], id=rule, category=RULES[rule], title=f"What {rule} tells")


def sets_of_causes(audit: Audit, seed: int, count: int) -> list[set[str]]:
    """Sets of ids of root causes: none, all, and at random of every size."""
    luck = random.Random(seed)
    ids = sorted({item.root_cause for item in judged(audit)})
    sets = [set(luck.sample(ids, luck.randrange(len(ids) + 1))) for _ in range(count)]
    return [set(), set(ids), *sets]


WORDS = (
    "the call blocks the event loop while it waits for an answer",
    "what the caller passes is not what the signature of it takes",
    "the value comes from outside and reaches the statement unchecked",
    "a query is sent for each row where one with a join would do",
)
"""Sentences that make messages of about a hundred characters, as the rules' own are on average."""


def broad_audit(count: int = 5000, rules: int = 300, files: int = 400) -> Audit:
    """A large audit as real ones are at their worst: many rules and files, quoted code, call paths, diffs."""
    luck = random.Random(9)
    golden = golden_audit()
    categories = list(Category)
    names = [f"{categories[n % 10].value[:3].upper()}{n:03d}" for n in range(rules)]
    weights = [1 / (1 + n) ** 0.7 for n in range(rules)]
    findings = tuple(
        _broad_finding(luck, number, names.index(rule), rule, categories, files)
        for number, rule in enumerate(luck.choices(names, weights, k=count))
    )
    stands = ScoreBasis(statements=90_000, ratios={Category.TYPING: (_ratio(luck, "TYP005"),)})
    made = score(ScoreInput(findings=findings, **msgspec.structs.asdict(stands)))
    cards = tuple(
        msgspec.structs.replace(
            golden.rules[0],
            id=name,
            title=f"What rule {n} of the large audit tells",
            category=categories[n % 10],
            why=". ".join(luck.sample(WORDS, 3)),
            instead=". ".join(luck.sample(WORDS, 3)),
            false_alarms=". ".join(WORDS),
        )
        for n, name in enumerate(names)
    )
    return msgspec.structs.replace(
        golden,
        tool=msgspec.structs.replace(golden.tool, score_model=1),
        findings=tuple(
            msgspec.structs.replace(item, points=points)
            for item, points in zip(findings, made.points, strict=True)
        ),
        score=made.score,
        categories=made.categories,
        terms=made.terms,
        causes=made.causes,
        basis=stands,
        rules=cards,
        strengths=(),
        outcomes=(),
        review=None,
    )


def _broad_finding(
    luck: random.Random, number: int, place: int, rule: str, categories: list[Category], files: int
) -> Finding:
    golden = golden_audit().findings[2]
    module = luck.randrange(files)
    path = f"src/application/package_{module % 12}/subpackage_{module % 5}/module_{module}.py"
    line = luck.randrange(3, 900)
    code = tuple(
        f"    {'    ' * n}result_{n} = transform(request, options_{number}, limit={n})" for n in range(7)
    )
    return msgspec.structs.replace(
        finding("SEC001", path, line, f"`operation_{number}` in `handler_{place}`: {luck.choice(WORDS)}"),
        rule=rule,
        title=f"What rule {place} of the large audit tells",
        category=categories[place % 10],
        severity=luck.choices(list(Severity), (4, 50, 35, 10, 1))[0],
        confidence=luck.choice(list(Confidence)),
        zone=luck.choices((Zone.PRODUCTION, Zone.TESTS, Zone.SCRIPTS), (8, 3, 1))[0],
        cause=f"shared-{number // 4}" if luck.random() < 0.15 else "",
        checked=luck.choice(WORDS),
        effort_minutes=luck.choice((2, 5, 15, 60)),
        fingerprint=f"{number * 2654435761 % 2**64:016x}",
        related=golden.related if luck.random() < 0.3 else (),
        fix=golden_audit().findings[1].fix if luck.random() < 0.1 else None,
        code=Code(first=line - 2, lines=code),
    )
