"""Gates, conditions and the verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_lab import finding, material

from codereview.model import Confidence, Finding, Severity, Zone
from codereview.model_architecture import Architecture, RouteEntry, Routes
from codereview.model_review import ReadinessGate
from codereview.review.gates import GATES
from codereview.review.material import Material
from codereview.review.readiness import readiness

CLEAN = {rule: "clean" for gate in GATES for rule in gate.rules}


def gate(made: Material, name: str) -> ReadinessGate:
    return next(item for item in readiness(made).gates if item.id == name)


def test_everything_clean_has_no_blockers() -> None:
    said = readiness(material(outcomes=CLEAN))
    assert said.verdict == "no blockers found"
    assert said.because == f"all {len(GATES)} gates that could be judged hold."
    assert {item.status for item in said.gates} == {"ready"}
    assert said.conditions == ()


@pytest.mark.parametrize(
    ("item", "status"),
    [
        (finding("REL002"), "not ready"),
        (finding("REL002", Severity.MEDIUM), "attention"),
        (finding("REL002", Severity.INFO), "ready"),
        (finding("REL002", confidence=Confidence.LOW), "ready"),
        (finding("REL002", reachability="unreachable"), "ready"),
        (finding("REL002", reachability="tests only"), "ready"),
        (finding("REL002", zone=Zone.SCRIPTS), "ready"),
        (finding("REL002", reachability="unknown", reached_from=""), "not ready"),
    ],
)
def test_what_holds_up_a_release(item: Finding, status: str) -> None:
    made = material([item], CLEAN | {"REL002": "found"})
    assert gate(made, "starts").status == status


def test_a_secret_counts_wherever_it_stands() -> None:
    item = finding("SEC001", Severity.CRITICAL, zone=Zone.TESTS, reachability="tests only")
    said = readiness(material([item], CLEAN | {"SEC001": "found"}))
    assert said.verdict == "blocked"
    assert said.because == f"1 of {len(GATES)} gates does not hold: no secret is committed."
    assert [(c.importance, c.gate) for c in said.conditions] == [("mandatory", "secrets")]
    assert (
        said.conditions[0].text
        == "Take the secrets out of the code, and revoke those that were in use: Title of SEC001 (SEC001)"
    )


def test_what_did_not_run_is_never_ready() -> None:
    made = material(outcomes=CLEAN | {"DEP001": "not assessed:no advisories have been imported"})
    assert gate(made, "vulnerabilities").status == "not assessed"
    assert gate(made, "vulnerabilities").because == "no advisories have been imported"
    assert readiness(made).because.endswith("; 1 could not be judged.")


def test_a_ready_gate_names_the_rules_that_gave_no_result() -> None:
    made = material(outcomes=CLEAN | {"SEC008": "not assessed:bandit did not run"})
    seen = gate(made, "configuration")
    assert seen.status == "ready"
    assert seen.because.startswith("nothing that weighs is open by SEC009, ")
    assert seen.because.endswith("; SEC008 gave no result")


def test_gates_of_services_are_not_asked_of_libraries() -> None:
    made = material(outcomes=CLEAN, kinds=("library",))
    assert gate(made, "health").status == "not applicable"
    assert (
        gate(made, "health").because
        == "this is asked of a web service, a Streamlit application or a bot or worker only"
    )
    assert gate(made, "starts").status == "ready"


def test_rules_that_do_not_apply_give_their_reason() -> None:
    made = material(outcomes=CLEAN | {"OPS007": "not applicable:there is no database"})
    assert (gate(made, "migrations").status, gate(made, "migrations").because) == (
        "not applicable",
        "there is no database",
    )


def test_a_ready_gate_claims_nothing_for_a_rule_that_does_not_apply() -> None:
    made = material(outcomes=CLEAN | {"OPS013": "not applicable:others build their services with it"})
    assert gate(made, "shutdown").because == "nothing was found that is started and never ended"


ROUTE = RouteEntry(
    methods=("POST",), url="/orders", handler="order", path="shop/api.py", line=7, framework="FastAPI",
    protection="none", changes=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("routes", "status", "said"),
    [
        (Routes(total=3, known=3), "ready", "no route was found that writes data and asks nobody"),
        (Routes(total=3, none=3), "ready", "no route was found that writes data and asks nobody"),
        (Routes(total=3, unknown=3), "not assessed", "of 3 routes it cannot be told whether anything asks"),
        (
            Routes(listed=(ROUTE,), total=3, none=2, unknown=1, open_changing=1),
            "attention",
            "of 3 routes, none is known to ask who is calling; 1 of them takes POST, PUT, PATCH or DELETE",
        ),
    ],
)
def test_where_no_route_asks_the_comparing_rules_are_no_proof(routes: Routes, status: str, said: str) -> None:
    made = replace(material(outcomes=CLEAN), architecture=Architecture(routes=routes))
    seen = gate(made, "access")
    assert (seen.status, seen.because.startswith(said)) == (status, True)
    assert [item.path for item in seen.evidence] == (["shop/api.py"] if status == "attention" else [])


def test_a_service_of_which_no_route_is_understood_is_not_judged() -> None:
    made = material(outcomes=CLEAN | {"SEC011": "not applicable:no route is understood"})
    made = replace(made, outcomes={k: v for k, v in made.outcomes.items() if k != "SEC012"})
    assert (gate(made, "access").status, gate(made, "access").because) == (
        "not assessed",
        "no route is understood",
    )


def test_what_was_found_and_does_not_weigh_is_not_denied() -> None:
    made = material([finding("SEC001", Severity.INFO)], CLEAN | {"SEC001": "found"})
    assert gate(made, "secrets").because == (
        "no usable default stands for one and nothing that weighs is open by SEC001"
    )


def test_without_any_rule_there_is_no_verdict() -> None:
    said = readiness(material())
    assert (said.verdict, said.because) == ("not assessed", "no gate could be judged.")


def test_a_project_without_tests_is_asked_for_them() -> None:
    made = replace(material(outcomes=CLEAN), tested=None)
    assert (gate(made, "tests").status, gate(made, "tests").because) == (
        "attention",
        "no test was found that a runner collects",
    )
    assert (
        readiness(made).conditions[0].text
        == "Have tests, all of which run: no test was found that a runner collects"
    )


OUTCOMES = st.sampled_from(["clean", "found", "not assessed:why", "not applicable:why"])


@given(
    st.fixed_dictionaries(dict.fromkeys(CLEAN, OUTCOMES)),
    st.lists(st.sampled_from(sorted(CLEAN)), max_size=6),
)
def test_the_verdict_follows_from_the_gates(outcomes: dict[str, str], rules: list[str]) -> None:
    items = [finding(rule, line=line) for line, rule in enumerate(rules, 1)]
    said = readiness(material(items, outcomes | dict.fromkeys(rules, "found")))
    status = [item.status for item in said.gates]
    assert (said.verdict == "blocked") == ("not ready" in status)
    assert {c.gate for c in said.conditions} == {
        g.id for g in said.gates if g.status in ("not ready", "attention")
    }
    assert all(item.because for item in said.gates)
