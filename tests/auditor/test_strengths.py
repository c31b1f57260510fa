"""Strengths of an audit: proved, contradicted by nothing, in order, and each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Category, Confidence, Finding, Practice, Related, Seen, Severity, Zone
from codereview.auditor.strengths import strengths
from codereview.engine.plan import Plan
from codereview.engine.practices import prove
from codereview.engine.worker import Checker, Job
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts
from codereview.model import NotAssessed, Strength, Suppression

FILES = {
    "main.py": "import shop\n\nif __name__ == '__main__':\n    shop.act()\n",
    "shop.py": "def act():\n    return 1\n\n\ndef later():\n    ...\n",
    "loose.py": "def act():\n    return 1\n",
    "tests/test_shop.py": "def test_act():\n    assert True\n",
}


class Sold(Practice):
    """Sees what it is told to see."""

    id = "sold-things"
    title = "Things are sold"
    category = Category.RELIABILITY
    why = "Somebody has to."
    bar = "one thing"
    contradicted_by = ("REL007",)
    places: tuple[tuple[str, int], ...] = (("shop.py", 1),)

    def check(self, project: ProjectFacts) -> Seen | None:
        spots = tuple(Related(path=path, line=line, message="here") for path, line in self.places)
        return Seen(f"{len(spots)} things are sold.", spots)


class Breaks(Sold):
    """Fails."""

    id = "breaking-things"

    def check(self, project: ProjectFacts) -> Seen | None:
        raise ZeroDivisionError("nothing to divide by")


def project() -> ProjectFacts:
    checker = Checker([], (3, 10))
    zones = {path: Zone.TESTS if path.startswith("tests") else Zone.PRODUCTION for path in FILES}
    facts = [
        checker.check(Job(path, path, zones[path], "python", module_name(path)), text.encode()).facts
        for path, text in FILES.items()
    ]
    return ProjectFacts(
        [item for item in facts if item is not None], zones, texts={"Dockerfile": "FROM python\n"}
    )


def finding(rule: str = "REL007", **changes: object) -> Finding:
    values: dict[str, object] = {
        "rule": rule, "title": "t", "category": Category.RELIABILITY, "severity": Severity.LOW,
        "confidence": Confidence.MEDIUM, "path": "shop.py", "line": 2, "column": 1, "end_line": 2, "end_column": 2,
        "message": "m",
    } | changes  # fmt: skip
    return Finding(**values)  # type: ignore[arg-type]


def asked(
    practices: Sequence[Practice], findings: Sequence[Finding] = (), silent: Sequence[str] = ()
) -> tuple[tuple[Strength, ...], tuple[NotAssessed, ...]]:
    class Given(Plan, frozen=True):
        def practised(self) -> list[Practice]:
            return list(practices)

    every = Plan(("REL007",), {}, (), (3, 10))
    return strengths(project(), Given(every.rules, {}, (), (3, 10)), findings, {}, silent)


def test_a_strength_says_what_it_is_reached_from() -> None:
    (told,), gaps = asked([Sold()])
    assert (told.id, told.message, told.count) == ("sold-things", "1 things are sold", 1)
    assert told.reached_from == "main.py (script)"
    assert not gaps


def test_an_open_finding_contradicts() -> None:
    assert asked([Sold()], [finding()]) == ((), ())


def test_what_does_not_count_does_not_contradict() -> None:
    harmless = [
        finding(severity=Severity.INFO),
        finding(confidence=Confidence.LOW),
        finding(zone=Zone.TESTS),
        finding(suppressed=Suppression(reason="known", source="inline")),
        finding("REL006"),
    ]
    assert len(asked([Sold()], harmless)[0]) == 1


def test_nothing_is_said_where_a_contradicting_rule_was_not_assessed() -> None:
    told, gaps = asked([Sold()], silent=["REL007"])
    assert not told
    assert [gap.what for gap in gaps] == ["1 kind of strengths"]


def test_a_practice_that_fails_costs_itself() -> None:
    told, gaps = asked([Breaks(), Sold()])
    assert [strength.id for strength in told] == ["sold-things"]
    assert [(gap.what, "ZeroDivisionError" in gap.reason) for gap in gaps] == [
        ("the strength breaking-things", True)
    ]


def test_a_place_that_a_finding_of_the_category_is_about_is_no_evidence() -> None:
    assert asked([Sold()], [finding("REL006", line=1)])[0] == ()


def proved(*places: tuple[str, int]) -> list[str]:
    practice = Sold()
    practice.places = places
    proof = prove(practice, project())
    return [f"{spot.path}:{spot.line}" for spot in proof.evidence] if proof else []


def test_only_live_code_is_evidence() -> None:
    assert proved(("shop.py", 1), ("shop.py", 2)) == ["shop.py:1", "shop.py:2"]
    assert proved(("loose.py", 1)) == []
    assert proved(("tests/test_shop.py", 1)) == []
    assert proved(("shop.py", 6)) == []
    assert proved(("shop.py", 99)) == []
    assert proved(("nowhere.txt", 1)) == []
    assert proved(("Dockerfile", 1)) == ["Dockerfile:1"]
    assert proved(("Dockerfile", 9)) == []


def test_counts_do_not_stand_where_most_of_the_evidence_falls() -> None:
    assert proved(("shop.py", 1), ("loose.py", 1), ("loose.py", 2)) == []


def test_what_says_more_comes_first() -> None:
    class Heavy(Sold):
        """Weighs more."""

        id = "very-sold-things"
        title = "Very much is sold"
        weight = 3

    assert [strength.id for strength in asked([Sold(), Heavy()])[0]] == ["very-sold-things", "sold-things"]
