"""Audits to report on: a small one with everything in it, hostile names included, and others made from it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

import msgspec

from codereview.model import (
    SCHEMA_VERSION,
    AdvisoryData,
    Audit,
    Cap,
    Category,
    CategoryScore,
    Cause,
    Code,
    Confidence,
    Coverage,
    FileSummary,
    Finding,
    Fix,
    Gate,
    Metric,
    NotAssessed,
    Outcome,
    Project,
    Related,
    RuleInfo,
    Score,
    Severity,
    Strength,
    Suppression,
    Term,
    Tool,
    ToolReport,
    Vcs,
    Zone,
)

HOSTILE_PATH = "src/<script>alert(1)</script>/{{7*7}}{% raw %}|\u202egpj.py"
HOSTILE_TEXT = (
    "</script><img src=x onerror=alert(1)> {{ 7*7 }} `` ``` | # [x](javascript:alert(1))"
    " \x1b[31m\u202e\u0007 @team #12"
)
HOSTILE_LINE = 'x = "</pre></code></script><!--" + "```" + "````" \x1b[2J \u2066 # {{ config }}'


def rule(
    id: str, title: str, category: Category, severity: Severity, why: str, instead: str, **more: object
) -> RuleInfo:
    return RuleInfo(
        id=id,
        title=title,
        category=category,
        severity=severity,
        confidence=Confidence.HIGH,
        why=why,
        instead=instead,
        false_alarms="Placeholders and look-ups in the environment are left alone.",
        **more,  # type: ignore[arg-type]
    )


RULES = (
    rule(
        "SEC001",
        "Secret in a text file",
        Category.SECURITY,
        Severity.CRITICAL,
        "Whoever can read the repository can use the credential, and it stays in the history.",
        'Revoke it, then read it from the environment: `os.environ["PAYMENT_KEY"]`.',
        cwe=(798, 312),
    ),
    rule(
        "REL001",
        "File that does not parse",
        Category.RELIABILITY,
        Severity.HIGH,
        "Importing the module fails, and with it everything that imports it.",
        "Resolve the merge markers or restore the file.",
    ),
    rule(
        "PERF001",
        "Blocking call in async code",
        Category.PERFORMANCE,
        Severity.HIGH,
        "One blocked event loop stalls every request of the process, not only the one that waits.",
        "Await an async client, or move the call to a thread: `await asyncio.to_thread(call)`.",
    ),
    rule(
        "MNT003",
        "Deprecated naive UTC time",
        Category.MAINTAINABILITY,
        Severity.MEDIUM,
        "`datetime.utcnow()` gives a time without a zone; comparing it with an aware one raises TypeError.",
        "Use `datetime.now(timezone.utc)`.",
    ),
    rule(
        "TYP001",
        "Function without full annotations",
        Category.TYPING,
        Severity.LOW,
        "A type checker skips the body of a function that has no annotations.",
        "Annotate every parameter and the return value.",
    ),
    rule(
        "OPS001",
        "`logging.basicConfig` outside an entry point",
        Category.OPERATIONS,
        Severity.INFO,
        "A library that configures the root logger takes that choice from its users.",
        "Call it once, where the program starts.",
        preview=True,
    ),
)
CARDS = {card.id: card for card in RULES}


def finding(rule_id: str, path: str, line: int, message: str, **more: object) -> Finding:
    card = CARDS[rule_id]
    values: dict[str, object] = {
        "rule": rule_id,
        "title": card.title,
        "category": card.category,
        "severity": card.severity,
        "confidence": card.confidence,
        "path": path,
        "line": line,
        "column": 5,
        "end_line": line,
        "end_column": 30,
        "message": message,
        "cause": f"{rule_id}:{path}:{line}",
        "fingerprint": hashlib.sha256(f"{rule_id}:{path}:{line}".encode()).hexdigest()[:16],
        **more,
    }
    return Finding(**values)  # type: ignore[arg-type]


DIFF = """\
--- a/src/shop/orders.py
+++ b/src/shop/orders.py
@@ -1,5 +1,5 @@
-from datetime import datetime
+from datetime import datetime, timezone

 def stamp() -> datetime:
-    return datetime.utcnow()
+    return datetime.now(timezone.utc)
"""

SECRET = finding(
    "SEC001",
    "src/shop/settings.py",
    12,
    "a payment provider's live key is assigned to `PAYMENT_KEY`",
    checked="structure and checksum of the key format; the value is not a documented test key",
    points=11.2,
    reachability="reachable",
    effort_minutes=30,
    code=Code(first=10, lines=("import os", "", 'PAYMENT_KEY = "sk_••••••••••••"', "DEBUG = False")),
)
BLOCKING = finding(
    "PERF001",
    "src/shop/api.py",
    48,
    "`requests.get` blocks the event loop of `checkout`, three calls deep",
    symbol="checkout",
    related=(
        Related(path="src/shop/api.py", line=48, message="calls price_of()"),
        Related(path="src/shop/prices.py", line=20, message="calls fetch_rate()"),
        Related(path="src/shop/rates.py", line=9, message="blocks in requests.get() (network)"),
    ),
    checked="the call is not awaited and no hop is handed to a thread or executor",
    corroborated_by=("ruff ASYNC210",),
    points=5.5,
    reachability="reachable",
    effort_minutes=15,
    code=Code(
        first=46,
        lines=(
            "@app.post('/checkout')",
            "async def checkout(cart):",
            "    rate = price_of(cart)",
            "    return rate",
        ),
    ),
)
BLOCKING_TOO = msgspec.structs.replace(
    BLOCKING,
    line=90,
    end_line=90,
    symbol="quote",
    fingerprint="b10c0000b10c0000",
    points=0.5,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    message="`requests.get` blocks the event loop of `quote`, two calls deep",
    code=None,
)
BROKEN = finding(
    "REL001",
    HOSTILE_PATH,
    3,
    f"the file holds merge markers: {HOSTILE_TEXT}",
    symbol=HOSTILE_TEXT,
    related=(Related(path=HOSTILE_PATH, line=7, message=HOSTILE_TEXT),),
    checked=HOSTILE_TEXT,
    points=6.3,
    code=Code(first=2, lines=("ok", HOSTILE_LINE, "\tok")),
    fix=Fix(safety="unsafe", reason=HOSTILE_TEXT, diff=f"--- a\n+++ b\n@@ -1 +1 @@\n-{HOSTILE_LINE}\n+ok\n"),
    fixable=True,
)
NAIVE = finding(
    "MNT003",
    "src/shop/orders.py",
    4,
    "`datetime.utcnow()` returns a time without a zone",
    fixable=True,
    points=2.5,
    fix=Fix(
        safety="safe",
        reason="the result is only formatted",
        diff=DIFF,
        proofs=("it parses", "the finding is gone", "a second run changes nothing"),
    ),
    code=Code(first=3, lines=("def stamp() -> datetime:", "    return datetime.utcnow()")),
)
BARE = finding(
    "TYP001", "src/shop/orders.py", 9, "`total` lacks a type for `items` and its return", points=1.0
)
IN_TESTS = finding(
    "TYP001",
    "tests/test_shop.py",
    5,
    "`make_cart` lacks a return type",
    points=0.5,
    zone=Zone.TESTS,
    reachability="tests only",
)
LOGGING = finding(
    "OPS001", "src/shop/__init__.py", 3, "the package configures the root logger when it is imported"
)
SUPPRESSED = finding(
    "TYP001",
    "src/shop/legacy.py",
    40,
    "`load` lacks a return type",
    suppressed=Suppression(reason="goes with the old importer in March", source="inline"),
)
FINDINGS = (SECRET, BROKEN, BLOCKING, BLOCKING_TOO, NAIVE, BARE, IN_TESTS, LOGGING, SUPPRESSED)

SCORES: dict[Category, tuple[float | None, str | None]] = {
    Category.SECURITY: (41.0, "F"),
    Category.RELIABILITY: (66.5, "D"),
    Category.PERFORMANCE: (72.0, "C-"),
    Category.ARCHITECTURE: (91.0, "A-"),
    Category.MAINTAINABILITY: (84.0, "B"),
    Category.TYPING: (78.0, "C+"),
    Category.TESTING: (98.0, "A+"),
    Category.DEPENDENCIES: (None, None),
    Category.DOCUMENTATION: (88.0, "B+"),
    Category.OPERATIONS: (97.0, "A+"),
}
WEIGHTS = dict(zip(Category, (0.20, 0.17, 0.10, 0.12, 0.09, 0.08, 0.10, 0.06, 0.03, 0.05), strict=True))


def categories(findings: Iterable[Finding]) -> tuple[CategoryScore, ...]:
    open_ones = [f for f in findings if f.suppressed is None]
    counted = {c: Counter(f.severity.value for f in open_ones if f.category is c) for c in Category}
    return tuple(
        CategoryScore(
            id=category,
            score=score,
            grade=grade,
            weight=WEIGHTS[category],
            finding_score=score,
            ratio_score=80.0 if category is Category.TYPING else None,
            ratio="412 of 530 annotation slots are filled" if category is Category.TYPING else "",
            not_assessed=("the advisory database could not be reached",) if score is None else (),
            findings=dict(counted[category]),
        )
        for category, (score, grade) in SCORES.items()
    )


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    grouped: dict[str, list[Finding]] = {}
    for item in findings:
        if item.suppressed is None:
            grouped.setdefault(item.root_cause, []).append(item)
    made = [
        Cause(
            id=id,
            rule=group[0].rule,
            title=group[0].title,
            category=group[0].category,
            severity=max((f.severity for f in group), key=lambda s: s.rank),
            path=group[0].path,
            line=group[0].line,
            count=len(group),
            points=sum(f.points for f in group),
            effort_minutes=max(f.effort_minutes for f in group),
            safe_fix=all(f.fix is not None and f.fix.safety == "safe" for f in group),
        )
        for id, group in grouped.items()
    ]
    return tuple(sorted(made, key=lambda c: (-c.points / c.effort_minutes, c.id)))


def terms(findings: Iterable[Finding]) -> tuple[Term, ...]:
    sums: dict[str, list[Finding]] = {}
    for item in findings:
        if item.suppressed is None:
            sums.setdefault(item.rule, []).append(item)
    return tuple(
        Term(
            category=group[0].category,
            rule=rule_id,
            findings=len(group),
            weight=9.0 * len(group),
            density=9000.0 * len(group) / 4212,
            penalty=1.5,
            points=sum(f.points for f in group),
        )
        for rule_id, group in sums.items()
    )


def golden_audit() -> Audit:
    """Every part filled: all severities, hostile text, caps, a failed gate, things not assessed."""
    return Audit(
        schema=SCHEMA_VERSION,
        tool=Tool(name="codereview", version="1.2.3", rules=42, score_model=1),
        tools=TOOLS,
        advisories=AdvisoryData(source="all.zip", date="2026-11-01", imported="2026-11-20", age_days=20),
        project=Project(
            name="shop",
            root="/src/shop",
            kind="FastAPI application",
            vcs=Vcs(commit="0123456789abcdef0123456789abcdef01234567", branch="main", dirty=True),
            files={"production": 58, "tests": 21, "docs": 4, "text": 33, "not_parsed": 1},
            unparsed={"production": 1},
            lines=9120,
            statements=4012,
            lines_by_zone={"production": 9120, "tests": 3044, "docs": 120},
            requires_python=">=3.11",
        ),
        score=Score(
            value=69.0,
            raw=72.5,
            strict=68.2,
            out_of_ten=6.9,
            grade="D",
            caps=(
                Cap(
                    limit=69.0,
                    reason="1 critical security finding is open",
                    lifted_by="resolving SEC001 in src/shop/settings.py",
                ),
                Cap(limit=89.0, reason="1 file cannot be parsed", lifted_by="resolving REL001"),
            ),
            percentile=31.0,
        ),
        categories=categories(FINDINGS),
        metrics=METRICS,
        findings=FINDINGS,
        strengths=(
            Strength(
                title="Routes declare a permission",
                message="18 of 18 mutating routes declare a permission",
                evidence=(Related(path="src/shop/api.py", line=12, message='`require("orders:write")`'),),
                category=Category.SECURITY,
            ),
        ),
        outcomes=OUTCOMES,
        not_assessed=(
            NotAssessed(what="known vulnerabilities", reason="the advisory database could not be reached"),
            NotAssessed(what=HOSTILE_PATH, reason=HOSTILE_TEXT),
        ),
        causes=causes(FINDINGS),
        files=(
            FileSummary(
                path="src/shop/settings.py",
                zone=Zone.PRODUCTION,
                lines=80,
                statements=41,
                findings=1,
                points=11.2,
                worst_complexity=3,
            ),
            FileSummary(
                path=HOSTILE_PATH,
                zone=Zone.PRODUCTION,
                lines=31,
                statements=0,
                findings=1,
                points=6.3,
                worst_complexity=0,
            ),
            FileSummary(
                path="src/shop/api.py",
                zone=Zone.PRODUCTION,
                lines=402,
                statements=180,
                findings=2,
                points=6.0,
                worst_complexity=14,
                maintainability_index=52.4,
            ),
        ),
        rules=RULES,
        annotation_by_package=(
            Coverage(name="src/shop", filled=412, total=530, public_filled=300, public_total=344),
        ),
        terms=terms(FINDINGS),
        gates=(
            Gate(name="fail-under", passed=False, message="the score is 69, and at least 80 was asked for"),
            Gate(
                name="fail-under security",
                passed=True,
                message="security is 41, and at least 40 was asked for",
            ),
        ),
        command=("audit", ".", "--fail-under", "80"),
        timing={"total": 2.41, "collect": 0.2},
    )


METRICS = (
    Metric(
        id="annotations",
        title="Annotation coverage",
        value=77.7,
        target=90.0,
        unit="%",
        status="attention",
        basis="412 of 530 slots in production code",
    ),
    Metric(
        id="complexity",
        title="Mean cyclomatic complexity",
        value=2.9,
        target=5.0,
        unit="",
        status="good",
        basis="611 functions",
    ),
    Metric(
        id="coverage",
        title="Test coverage",
        value=None,
        target=None,
        unit="%",
        status="not assessed",
        basis="no coverage file was found",
    ),
)
OUTCOMES = (
    *(Outcome(rule=card.id, outcome="found") for card in RULES),
    Outcome(rule="PERF002", outcome="clean"),
    Outcome(rule="DEP001", outcome="not assessed", reason="the advisory database could not be reached"),
    Outcome(rule="SEC015", outcome="not applicable", reason="the project has no routes that render forms"),
)


TOOLS = (
    ToolReport(
        name="bandit", version="1.9.4", outcome="timed out", reason="it did not end | within 300 seconds"
    ),
    ToolReport(name="mypy", version="2.4.1", outcome="not asked", reason="the project does not use it"),
    ToolReport(
        name="ruff", version="0.17.5", outcome="ran", findings=3, confirmed=2, unknown={"X1": 1, "X2": 4}
    ),
)


def excellent_audit() -> Audit:
    """An audit with one small finding and an A."""
    small = msgspec.structs.replace(BARE, points=3.0)
    audit = msgspec.structs.replace(
        golden_audit(),
        score=Score(value=97.0, raw=97.0, strict=97.0, out_of_ten=9.7, grade="A+", percentile=96.0),
        categories=tuple(
            CategoryScore(
                id=c,
                score=97.0,
                grade="A+",
                weight=WEIGHTS[c],
                findings={"low": 1} if c is small.category else {},
            )
            for c in Category
        ),
        findings=(small,),
        causes=causes((small,)),
        terms=terms((small,)),
        not_assessed=(),
        outcomes=(Outcome(rule="TYP001", outcome="found"),),
        gates=(),
        files=(),
    )
    return msgspec.structs.replace(
        audit, project=msgspec.structs.replace(audit.project, files={"production": 58, "tests": 21})
    )


def clean_audit() -> Audit:
    """Nothing found at all, the full score."""
    return msgspec.structs.replace(
        excellent_audit(),
        score=Score(value=100.0, raw=100.0, strict=100.0, out_of_ten=10.0, grade="A+"),
        categories=tuple(CategoryScore(id=c, score=100.0, grade="A+", weight=WEIGHTS[c]) for c in Category),
        findings=(),
        causes=(),
        terms=(),
        outcomes=(Outcome(rule="TYP001", outcome="clean"),),
    )


def empty_audit() -> Audit:
    """No statements, no grade, nothing but what was not assessed."""
    audit = golden_audit()
    return msgspec.structs.replace(
        audit,
        project=msgspec.structs.replace(
            audit.project,
            vcs=None,
            files={"not_parsed": 1},
            lines=0,
            statements=0,
            lines_by_zone={},
            requires_python=None,
        ),
        score=None,
        categories=tuple(
            CategoryScore(
                id=c, score=None, grade=None, weight=WEIGHTS[c], not_assessed=("no statement was analysed",)
            )
            for c in Category
        ),
        metrics=(),
        findings=(),
        strengths=(),
        causes=(),
        files=(),
        terms=(),
        gates=(),
        outcomes=(),
        command=(),
        timing=None,
    )


FOLDERS = ("api", "billing", "catalogue", "accounts", "search", "workers", "notifications", "storage")
NAMES = (
    "orders",
    "prices",
    "sessions",
    "imports",
    "reports",
    "tasks",
    "client",
    "models",
    "views",
    "schemas",
)
MESSAGES = {
    "SEC001": "a {n} token is assigned to `API_TOKEN`",
    "REL001": "the file holds merge markers from line {n}",
    "PERF001": "`requests.post` blocks the event loop of `submit_{n}`, two calls deep",
    "MNT003": "`datetime.utcnow()` returns a time without a zone in `stamp_{n}`",
    "TYP001": "`load_{n}` lacks types for `payload` and `options` and its return",
    "OPS001": "the module configures the root logger in `setup_{n}`",
}


def large_audit(count: int) -> Audit:
    """An audit of a big project with ``count`` findings, spread as real ones are: many of few rules."""
    shares = {"SEC001": 400, "REL001": 900, "PERF001": 40, "MNT003": 25, "OPS001": 60, "TYP001": 1}
    findings = [SECRET, BLOCKING, NAIVE]
    for number in range(count - len(findings)):
        rule_id = next(name for name, every in shares.items() if number % every == 0)
        path = f"src/store/{FOLDERS[number % 8]}/{NAMES[number // 8 % 10]}_{number % 37}.py"
        pattern = {"SEC001": SECRET, "PERF001": BLOCKING, "MNT003": NAIVE}.get(rule_id, BARE)
        made = finding(
            rule_id,
            path,
            3 + number % 900,
            MESSAGES[rule_id].format(n=number),
            points=0.002,
            related=pattern.related,
            checked=pattern.checked,
            fix=pattern.fix,
            fixable=pattern.fixable,
            cause=f"{rule_id}-{number // 3}",
            zone=Zone.TESTS if number % 11 == 0 else Zone.PRODUCTION,
            confidence=(Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)[number % 3],
            fingerprint=f"{number:016x}",
        )
        body = ("def run(payload, options):", "    result = load(payload)", "    return result")
        findings.append(msgspec.structs.replace(made, code=Code(first=made.line - 1, lines=body)))
    golden = golden_audit()
    lost = sum(f.points for f in findings)
    found = {f.rule for f in findings}
    files = tuple(
        FileSummary(
            path=f"src/store/{folder}/{name}_1.py",
            zone=Zone.PRODUCTION,
            lines=2000,
            statements=700,
            findings=20,
            points=0.4,
            worst_complexity=12,
            maintainability_index=44.0,
        )
        for folder in FOLDERS
        for name in NAMES
    )
    return msgspec.structs.replace(
        golden,
        findings=tuple(findings),
        causes=causes(findings),
        terms=terms(findings),
        categories=categories(findings),
        files=files,
        score=msgspec.structs.replace(golden.score, raw=100 - lost, value=min(69.0, 100 - lost)),
        not_assessed=golden.not_assessed[:1],
        outcomes=tuple(o for o in golden.outcomes if o.outcome != "found" or o.rule in found),
    )
