"""Each step of triage, and all of them together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from codereview.api import PREFIXES
from codereview.facts.suppressions import find
from codereview.model import Category, Confidence, Finding, Related, Severity, Zone
from codereview.triage.context import Context, Entry
from codereview.triage.pipeline import STEPS, triage
from codereview.triage.select import chosen
from codereview.triage.stake import stake

NOTE = "# codereview: "


def finding(rule: str = "REL011", line: int = 1, path: str = "app.py", **more: object) -> Finding:
    values: dict[str, object] = {
        "rule": rule,
        "title": "A fault",
        "category": PREFIXES[rule.rstrip("0123456789")],
        "severity": Severity.MEDIUM,
        "confidence": Confidence.HIGH,
        "path": path,
        "line": line,
        "column": 1,
        "end_line": line,
        "end_column": 9,
        "message": "a fault",
    }
    return Finding(**{**values, **more})  # type: ignore[arg-type]


def reading(**texts: str) -> Context:
    """A context with the lines and suppression comments of Python files, by name without suffix."""
    files = {f"{name}.py": text for name, text in texts.items()}

    def line(path: str, number: int) -> str:
        lines = files.get(path, "").split("\n")
        return lines[number - 1] if number <= len(lines) else ""

    return Context(line=line, comments={path: find(text, path) for path, text in files.items()})


@pytest.mark.parametrize(
    ("select", "ignore", "on"),
    [
        ((), (), True),
        (("SEC",), (), True),
        (("sec001",), (), True),
        (("security",), (), True),
        (("PERF",), (), False),
        ((), ("SEC",), False),
        (("SEC",), ("SEC001",), False),
        (("SEC001",), ("SEC",), True),
        (("SEC",), ("security",), True),
        (("SEC001",), ("SEC001",), False),
        (("SEC0011",), (), False),
        (("", " "), (), False),
        ((), ("",), True),
    ],
)
def test_rules_are_chosen_by_the_most_specific_selector(
    select: tuple[str, ...], ignore: tuple[str, ...], on: bool
) -> None:
    assert chosen("SEC001", Category.SECURITY, select, ignore) is on


def test_select_drops_the_findings_of_other_rules() -> None:
    items = [finding("SEC001"), finding("REL011"), finding("PERF001")]
    kept = triage(items, Context(select=("SEC", "reliability"), ignore=("REL011",))).findings
    assert [item.rule for item in kept] == ["SEC001"]


def test_a_comment_with_a_reason_suppresses_and_the_finding_stays() -> None:
    context = reading(app=f"a\nb  {NOTE}ignore[REL] -- start-up only\n")
    on_line, elsewhere = triage([finding(line=2), finding(line=1)], context).findings[::-1]
    assert on_line.suppressed is not None
    assert (on_line.suppressed.reason, on_line.suppressed.source) == ("start-up only", "inline")
    assert elsewhere.suppressed is None


def test_a_comment_for_another_rule_or_file_does_not_suppress() -> None:
    context = reading(app=f"a  {NOTE}ignore[SEC] -- known\n")
    done = triage([finding(), finding("SEC004", path="b.py")], context)
    assert all(item.suppressed is None for item in done.findings)
    assert [(path, comment.line) for path, comment in done.unused] == [("app.py", 1)]
    assert done.notices == ()


def test_a_comment_for_the_file_covers_every_line_and_is_no_longer_unused() -> None:
    context = reading(app=f"{NOTE}ignore-file[reliability] -- a one-off script\n")
    done = triage([finding(line=line) for line in (2, 900)], context)
    assert all(item.suppressed is not None for item in done.findings)
    assert done.unused == ()


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("ignore[REL011]", "gives no reason"),
        ("ignore -- because", "names no rule"),
        ("ignore", "names no rule"),
    ],
)
def test_a_comment_without_a_reason_or_rule_is_not_honoured_and_that_is_said(
    comment: str, fault: str
) -> None:
    done = triage([finding()], reading(app=f"a  {NOTE}{comment}\n"))
    assert done.findings[0].suppressed is None
    (notice,) = done.notices
    assert notice.what == "suppression at app.py:1"
    assert fault in notice.reason
    assert done.unused == ()


def test_entries_of_the_configuration_suppress_by_rule_and_path() -> None:
    entry = Entry(
        rules=("REL011",), paths=("shop/**", "!shop/core.py"), reason="behind a proxy with a timeout"
    )
    items = [finding(path=path) for path in ("shop/a/b.py", "shop/core.py", "app.py")]
    done = triage(items, Context(entries=(entry,))).findings
    assert {item.path: item.suppressed and item.suppressed.source for item in done} == {
        "shop/a/b.py": "config",
        "shop/core.py": None,
        "app.py": None,
    }


def test_an_entry_without_a_reason_is_not_honoured() -> None:
    done = triage([finding()], Context(entries=(Entry(rules=("REL",), paths=("**",), reason=" "),)))
    assert done.findings[0].suppressed is None
    assert [notice.what for notice in done.notices] == ["suppression 1 of the configuration"]


def test_zones_are_set_and_foreign_code_is_dropped() -> None:
    zones = {f"{zone.value}.py": zone for zone in Zone}
    items = [finding(path=path) for path in (*zones, "unknown.py")]
    done = triage(items, Context(zones=zones)).findings
    assert {item.path: item.zone for item in done} == {
        "production.py": Zone.PRODUCTION,
        "tests.py": Zone.TESTS,
        "scripts.py": Zone.SCRIPTS,
        "examples.py": Zone.EXAMPLES,
        "docs.py": Zone.DOCS,
        "unknown.py": Zone.PRODUCTION,
    }


def test_docstrings_and_architecture_are_no_matter_of_tests() -> None:
    zones = {"test_app.py": Zone.TESTS, "run.py": Zone.SCRIPTS}
    items = [finding(rule, path=path) for rule in ("DOC001", "ARC003", "SEC001") for path in zones]
    done = triage(items, Context(zones=zones)).findings
    assert [item.rule for item in done if item.path == "test_app.py"] == ["SEC001"]
    assert len([item for item in done if item.path == "run.py"]) == 3


def test_the_same_finding_twice_is_one() -> None:
    near, far = Related(path="b.py", line=1, message="near"), Related(path="c.py", line=1, message="far")
    items = [finding(related=(near,)), finding(related=(near, far), confidence=Confidence.MEDIUM)]
    (one,) = triage(items, Context()).findings
    assert one.related == (near, far)
    assert one.confidence is Confidence.HIGH


def test_what_a_tool_says_about_our_finding_corroborates_it() -> None:
    ours = finding(message="requests.get has no timeout", confidence=Confidence.MEDIUM, cause="get")
    tool = finding(message="S113", column=4, corroborated_by=("ruff",))
    (one,) = triage([tool, ours], Context()).findings
    assert (one.message, one.column, one.cause) == ("requests.get has no timeout", 1, "get")
    assert one.corroborated_by == ("ruff",)
    assert one.confidence is Confidence.HIGH


def test_two_tools_make_one_finding_with_both_names() -> None:
    items = [finding(corroborated_by=(tool,), message=tool) for tool in ("ruff", "bandit")]
    (one,) = triage(items, Context()).findings
    assert one.corroborated_by == ("bandit", "ruff")


def test_faults_that_only_look_alike_stay_apart() -> None:
    items = [
        finding("DEP001", message="first advisory", corroborated_by=("pip-audit one",)),
        finding("DEP001", message="second advisory", corroborated_by=("pip-audit two",)),
        finding(cause="left"),
        finding(cause="right"),
        finding(column=3),
        finding(message="another"),
        finding("REL012"),
    ]
    assert len(triage(items, Context()).findings) == len(items)


def test_a_fingerprint_survives_lines_that_move_and_spaces() -> None:
    before = triage([finding(line=1)], reading(app="get(url)\n")).findings[0]
    after = triage([finding(line=3)], reading(app="\n\n   get(url)  \n")).findings[0]
    assert len(before.fingerprint) == 16
    assert before.fingerprint == after.fingerprint


def test_a_fingerprint_tells_apart_what_differs() -> None:
    context = reading(app="get(url)\nget(url)\nput(url)\n", other="get(url)\n")
    items = [
        finding(line=1),
        finding(line=2),
        finding(line=3),
        finding(path="other.py"),
        finding("REL012"),
        finding(symbol="f", column=5),
    ]
    assert len({item.fingerprint for item in triage(items, context).findings}) == len(items)


def test_a_fingerprint_does_not_depend_on_a_secret() -> None:
    def prints(value: str) -> set[tuple[str, str]]:
        context = reading(app=f"connect({value!r})\nx\n")
        items = [finding("SEC001"), finding("REL011"), finding("REL011", line=2)]
        return {(item.rule, item.fingerprint) for item in triage(items, context).findings}

    assert prints("first") == prints("second")


def test_findings_come_gravest_first_whatever_their_order_was() -> None:
    zones = {"t.py": Zone.TESTS}
    wanted = [
        finding(severity=Severity.CRITICAL, confidence=Confidence.LOW, path="z.py"),
        finding(severity=Severity.HIGH, path="a.py"),
        finding(severity=Severity.HIGH, path="a.py", line=2),
        finding("SEC009", severity=Severity.HIGH, path="a.py", line=2),
        finding(severity=Severity.HIGH, path="t.py"),
        finding(severity=Severity.HIGH, path="a.py", line=3, confidence=Confidence.MEDIUM),
    ]
    for seed in range(5):
        shuffled = list(wanted)
        random.Random(seed).shuffle(shuffled)
        done = triage(shuffled, Context(zones=zones)).findings
        assert [replace(item, zone=Zone.PRODUCTION, fingerprint="") for item in done] == wanted


def test_the_pipeline_can_be_read() -> None:
    assert [step.__name__ for step in STEPS] == [
        "select",
        "suppress",
        "zone",
        "stake",
        "measured",
        "fuse",
        "fingerprint",
        "order",
    ]


some_findings = st.lists(
    st.builds(
        finding,
        rule=st.sampled_from(["SEC001", "REL011", "ARC003"]),
        line=st.integers(1, 4),
        path=st.sampled_from(["app.py", "t.py", "v.py"]),
        column=st.integers(1, 2),
        message=st.sampled_from(["a", "b"]),
        severity=st.sampled_from(Severity),
        cause=st.sampled_from(["", "x"]),
        corroborated_by=st.sampled_from([(), (), ("ruff",), ("bandit",)]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(some_findings, st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_the_order_and_loses_no_place(
    items: list[Finding], chance: random.Random
) -> None:
    text = f"a\nb  {NOTE}ignore[REL] -- known\n{NOTE}ignore[SEC001] -- example\nc\n"
    context = in_zones(reading(app=text), {"t.py": Zone.TESTS, "v.py": Zone.VENDORED})
    done = triage(items, context)
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert triage(shuffled, context) == done
    kept = {(item.rule, item.path, item.line) for item in done.findings}
    assert kept == {
        (item.rule, item.path, item.line)
        for item in items
        if item.path == "app.py" or (item.path == "t.py" and item.rule != "ARC003")
    }
    assert len({item.fingerprint for item in done.findings}) == len(done.findings)


def in_zones(context: Context, zones: dict[str, Zone]) -> Context:
    return Context(line=context.line, comments=context.comments, zones=zones)


@pytest.mark.parametrize(
    ("told", "more", "severity", "confidence"),
    [
        (True, {"reachability": "unknown"}, Severity.MEDIUM, Confidence.LOW),
        (
            True,
            {"reachability": "reachable", "reached_from": "load.py (script)"},
            Severity.MEDIUM,
            Confidence.HIGH,
        ),
        (
            True,
            {"reachability": "reachable", "reached_from": "app.py (command)"},
            Severity.HIGH,
            Confidence.HIGH,
        ),
        (False, {"reachability": "unknown"}, Severity.HIGH, Confidence.HIGH),
        (True, {"reachability": "unknown", "rule": "SEC006"}, Severity.HIGH, Confidence.HIGH),
        (True, {"reachability": "unknown", "zone": Zone.SCRIPTS}, Severity.HIGH, Confidence.HIGH),
        (True, {"reachability": "unreachable"}, Severity.LOW, Confidence.HIGH),
        (False, {"reachability": "unknown", "idle": "nothing calls it"}, Severity.LOW, Confidence.MEDIUM),
    ],
)
def test_a_fault_weighs_by_what_is_known_to_come_to_it(
    told: bool, more: dict[str, object], severity: Severity, confidence: Confidence
) -> None:
    (one,) = stake([finding(severity=Severity.HIGH, **more)], Context(starts_are_told=told))  # type: ignore[arg-type]
    assert (one.severity, one.confidence) == (severity, confidence)
