"""An audit with every kind of evidence, hostile names included, and with imported findings."""

from __future__ import annotations

from golden import HOSTILE_PATH, HOSTILE_TEXT, golden_audit
from msgspec.structs import replace

from codereview.model import Audit, Category, Confidence, RuleInfo, Severity, Suppression
from codereview.model_figures import (
    Benchmark,
    BenchmarkRun,
    CaseTime,
    Evidence,
    EvidenceFile,
    FileCoverage,
    ImportedRun,
    LineCoverage,
    SuiteRun,
)

RULE = "scanner:py.injection"
EVIDENCE = Evidence(
    files=(
        EvidenceFile(
            path="coverage.xml",
            format="Cobertura XML",
            tool="coverage.py 7.10.1",
            outdated=("src/shop/api.py",),
            missing=(HOSTILE_PATH,),
            notes=(HOSTILE_TEXT,),
        ),
        EvidenceFile(path=HOSTILE_PATH, format="JUnit XML"),
        EvidenceFile(path="benchmark.json", format="pytest-benchmark JSON", tool="pytest-benchmark 5.1.0"),
        EvidenceFile(path="scan.sarif", format="SARIF", tool="Scanner 1.0"),
    ),
    coverage=LineCoverage(
        source="coverage.xml",
        statements=4012,
        covered=4011,
        branches=800,
        covered_branches=600,
        measured=57,
        production_statements=3000,
        production_covered=2900,
        unmeasured=1,
        files=(
            FileCoverage(
                path="src/shop/api.py", statements=180, covered=90, branches=40, covered_branches=10
            ),
            FileCoverage(path=HOSTILE_PATH, statements=10, covered=10),
        ),
    ),
    tests=(
        SuiteRun(
            source=HOSTILE_PATH,
            passed=1200,
            failed=1,
            skipped=3,
            errors=1,
            seconds=125.4,
            slowest=(CaseTime(name="tests.test_api::test_orders", seconds=12.25),),
            not_passed=("tests.test_api::test_pay", HOSTILE_TEXT),
        ),
        SuiteRun(source="none.xml", passed=0, failed=0, skipped=0, errors=0),
    ),
    benchmarks=(
        BenchmarkRun(
            source="benchmark.json",
            benchmarks=(
                Benchmark(
                    name="test_b.py::test_sum", mean=0.0000318, stddev=0.0000004, unit="s", rounds=72543
                ),
            ),
            total=1,
        ),
    ),
    imported=(
        ImportedRun(
            source="scan.sarif",
            tool="Scanner",
            version="1.0",
            results=9,
            findings=2,
            confirmed=3,
            suppressed=1,
            left_out=4,
        ),
    ),
)


def evidence_audit() -> Audit:
    """The golden audit with evidence."""
    audit = golden_audit()
    base = replace(
        audit.findings[0],
        rule=RULE,
        title="SQL from a request",
        severity=Severity.CRITICAL,
        confidence=Confidence.MEDIUM,
        category=Category.SECURITY,
        message=HOSTILE_TEXT,
        path="src/shop/api.py",
        line=12,
        end_line=12,
        column=1,
        end_column=9,
        points=0.0,
        code=None,
        fix=None,
        related=(),
        suppressed=None,
        corroborated_by=("scanner py.injection",),
        fingerprint="feedfacefeedface",
    )
    accepted = replace(
        base,
        line=14,
        end_line=14,
        fingerprint="feedfacefeedfacf",
        suppressed=Suppression(reason="fine", source="inline"),
    )
    card = RuleInfo(
        id=RULE,
        title="SQL from a request",
        category=Category.SECURITY,
        severity=Severity.CRITICAL,
        confidence=Confidence.MEDIUM,
        why="An injection.",
        instead="See the documentation of Scanner.",
        false_alarms="Scanner 1.0 reported it in a file; nothing was checked here, and it weighs nothing.",
        preview=True,
    )
    return replace(
        audit, evidence=EVIDENCE, findings=(*audit.findings, base, accepted), rules=(*audit.rules, card)
    )
