"""Which finding is the same fault as which: one case each."""

from __future__ import annotations

import msgspec
import pytest
from compare_lab import BASELINE, COMMENT, audit, finding

from codereview.compare import compare
from codereview.model import (
    AdvisoryData,
    Audit,
    Category,
    NotAssessed,
    Outcome,
    Ratio,
    ScoreBasis,
    Severity,
    Zone,
)

BODY = ("    answer = fetch(address)", "        return answer.text.strip()")


def causes(old: Audit, new: Audit) -> dict[str, float]:
    change = compare(old, new).score
    assert change is not None
    return {cause.id: cause.points for cause in change.causes}


def test_lines_that_moved_are_no_news() -> None:
    found = compare(audit(finding(line=10)), audit(finding(line=90)))
    assert (found.new, found.fixed) == ((), ())
    assert [item.how for item in found.moved] == [("line",)]


def test_new_and_fixed() -> None:
    found = compare(audit(finding(symbol="one", around=BODY)), audit(finding(symbol="two", path="b.py")))
    assert [item.symbol for item in found.new] == ["two"]
    assert [item.symbol for item in found.fixed] == ["one"]
    assert (found.moved, found.unchanged) == ((), 0)


def test_one_of_three_equal_ones_is_fixed() -> None:
    three = [finding(line=line, number=number) for number, line in enumerate((10, 20, 30), 1)]
    found = compare(audit(*three), audit(*three[:2]))
    assert (len(found.fixed), len(found.new), found.unchanged) == (1, 0, 2)


def test_an_edited_line_with_the_same_fault() -> None:
    old = finding(text="value = get(key, timeout=None)")
    found = compare(audit(old), audit(finding(text="value = get(other, timeout=None)", line=12)))
    assert [item.how for item in found.moved] == [("code", "line")]


def test_another_fault_on_one_line_of_a_manifest() -> None:
    """The fingerprint numbers findings of one line, and the numbers shift when one of them goes."""
    texts = ("`requests` has A-1", "`requests` has B-2", "`requests` has C-3")
    old = [finding(path="r.txt", symbol="", number=n, message=text) for n, text in enumerate(texts, 1)]
    new = [finding(path="r.txt", symbol="", number=n, message=texts[i]) for n, i in ((1, 0), (2, 2))]
    found = compare(audit(*old), audit(*new))
    assert [item.message for item in found.fixed] == [texts[1]]
    assert found.new == ()


def test_a_renamed_file_by_what_is_known_of_it() -> None:
    old, new = finding(path="old.py"), finding(path="new.py", text="    except (Exception):")
    assert compare(audit(old), audit(new), renamed={"old.py": "new.py"}).new == ()


def test_a_renamed_file_by_what_moved() -> None:
    lines = [f"value_{n} = get(key_{n}, default_{n})" for n in range(4)]
    old = [finding(path="old.py", symbol=f"load_{n}", text=text, around=BODY) for n, text in enumerate(lines)]
    new = [msgspec.structs.replace(item, path="new.py", fingerprint=f"x{n}") for n, item in enumerate(old)]
    found = compare(audit(*old), audit(*new))
    assert found.renamed == {"old.py": "new.py"}
    assert len(found.moved) == 4


def test_a_renamed_function() -> None:
    old = finding(symbol="load", text="def load(path, mode):", around=("", "    answer = fetch(path, mode)"))
    new = finding(symbol="read", text="def read(path, mode):", around=("", "    answer = fetch(path, mode)"))
    found = compare(audit(old), audit(new))
    assert ["symbol" in item.how for item in found.moved] == [True]


def test_two_functions_with_the_same_arguments_are_two() -> None:
    old = finding(symbol="Box.hash", text="def hash(self):", around=("", "    return hash(self.key)"))
    new = finding(symbol="Box.tools", text="def tools(self):", around=("", "    yield from self.all()"))
    found = compare(audit(old), audit(new))
    assert (len(found.new), len(found.fixed)) == (1, 1)


def test_a_method_that_moved_and_was_edited() -> None:
    around = ("    search: Search,", "    users: list[User] = None,")
    old = finding(
        path="models.py", symbol="Form.__init__", text="    fields: List[str] = None,", around=around
    )
    new = finding(
        path="forms.py", symbol="Form.__init__", text="    fields: list[str] = None,", around=around
    )
    found = compare(audit(old), audit(new))
    assert [item.how[0] for item in found.moved] == ["file"]


def test_a_short_method_that_moved_with_its_class() -> None:
    words = "`Form.__init__` has no annotation for the return; it is called from 11 places"
    lines = {"text": "    def __init__(", "around": ("", "        self,"), "message": words}
    old = finding(path="models.py", symbol="Form.__init__", **lines)  # type: ignore[arg-type]
    new = finding(path="forms.py", symbol="Form.__init__", **lines)  # type: ignore[arg-type]
    assert [item.how[0] for item in compare(audit(old), audit(new)).moved] == ["file"]


def test_a_share_of_the_whole_stays_one_whatever_stands_for_it() -> None:
    old = finding(
        path="a.py", symbol="parse", message="29 of 518 functions of `shop` have a docstring; first `parse`"
    )
    new = finding(
        path="b.py", symbol="query", message="35 of 545 functions of `shop` have a docstring; first `query`"
    )
    other = finding(
        path="b.py", symbol="query", message="35 of 545 functions of `store` have a docstring; first `query`"
    )
    assert compare(audit(old), audit(new)).new == ()
    assert len(compare(audit(old), audit(other)).new) == 1


def test_a_copy_is_new() -> None:
    old = finding(around=BODY)
    copy = msgspec.structs.replace(old, path="copy.py", fingerprint="c")
    found = compare(audit(old), audit(old, copy))
    assert [item.path for item in found.new] == ["copy.py"]


def test_the_only_one_of_a_root_cause_moves_with_it() -> None:
    old = finding(path="a.py", symbol="", text="import azure", cause="azure")
    new = finding(path="b.py", symbol="", text="import azure.core as core", cause="azure")
    assert [item.how[0] for item in compare(audit(old), audit(new)).moved] == ["file"]


@pytest.mark.parametrize("outcome", ["not assessed", ""])
def test_a_rule_that_did_not_look_says_nothing(outcome: str) -> None:
    looked, blind = audit(finding()), audit(outcomes={"REL002": outcome})
    there, back = compare(blind, looked), compare(looked, blind)
    assert (there.new, back.fixed) == ((), ())
    assert [item.side for item in there.not_comparable] == ["new"]
    assert [item.side for item in back.not_comparable] == ["old"]
    assert "not assessed there: it did not run" in there.not_comparable[0].reason or not outcome
    assert set(causes(blind, looked)) == {"assessed"}


def test_a_rule_of_another_version() -> None:
    new = audit(finding())
    old = audit(outcomes={"REL002": ""})
    old = msgspec.structs.replace(old, tool=msgspec.structs.replace(old.tool, version="0.9", rules=3))
    found = compare(old, new)
    assert "not among the rules" in found.not_comparable[0].reason
    assert any("0.9" in notice for notice in found.notices)
    assert set(causes(old, new)) == {"rules"}


def test_a_rule_that_does_not_apply_any_more_is_fixed() -> None:
    found = compare(audit(finding()), audit(outcomes={"REL002": "not applicable"}))
    assert len(found.fixed) == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_file_that_one_side_could_not_read(known: bool) -> None:
    new = audit()
    gap = NotAssessed(what="app.py", reason="it does not parse")
    if not known:
        new = msgspec.structs.replace(new, not_assessed=(gap,))
    found = compare(audit(finding()), new, unread=({}, {"app.py": gap.reason} if known else {}))
    assert found.fixed == ()
    assert "it does not parse" in found.not_comparable[0].reason


def test_suppressions_come_and_go() -> None:
    plain, accepted = audit(finding()), audit(finding(suppressed=COMMENT))
    there = compare(plain, accepted)
    assert [item.suppression for item in there.suppressed] == [COMMENT]
    assert (there.fixed, there.unsuppressed) == ((), ())
    assert list(causes(plain, accepted)) == ["suppressions"]
    assert len(compare(accepted, plain).unsuppressed) == 1


def test_a_baseline_changes_no_score() -> None:
    found = compare(audit(finding()), audit(finding(suppressed=BASELINE)))
    assert len(found.baselined) == 1
    assert found.score is not None
    assert found.score.new == found.score.old


def test_what_arrives_suppressed_is_not_new() -> None:
    found = compare(audit(), audit(finding(suppressed=COMMENT)))
    assert found.new == ()
    assert [item.alone for item in found.suppressed] == [True]


def test_judged_otherwise() -> None:
    old, new = audit(finding()), audit(finding(severity=Severity.HIGH, zone=Zone.TESTS))
    found = compare(old, new)
    assert [(item.old_severity, item.new_severity) for item in found.regraded] == [
        (Severity.MEDIUM, Severity.HIGH)
    ]
    assert list(causes(old, new)) == ["judged"]


def test_each_cause_gets_what_it_changed() -> None:
    ratios = {Category.TYPING: (Ratio(covered=50, total=100, label="annotation slots", rule="TYP001"),)}
    better = {Category.TYPING: (Ratio(covered=80, total=100, label="annotation slots", rule="TYP001"),)}
    old = audit(finding(), finding("MNT004", symbol="gone"), basis=ScoreBasis(statements=1000, ratios=ratios))
    new = audit(finding(), finding("SEC010", symbol="come"), basis=ScoreBasis(statements=1500, ratios=better))
    found = causes(old, new)
    assert set(found) == {"fixed", "new", "shares", "size"}
    assert found["fixed"] > 0 > found["new"]
    assert found["shares"] > 0 < found["size"]


def test_caps_are_lines_of_their_own() -> None:
    grave = finding("SEC010", severity=Severity.CRITICAL)
    old, new = audit(grave, basis=ScoreBasis(statements=100_000)), audit(basis=ScoreBasis(statements=100_000))
    found = causes(old, new)
    assert set(found) == {"fixed", "caps"}
    assert found["caps"] > found["fixed"] > 0


def test_other_advisories_for_the_same_version() -> None:
    def made(date: str, *items: str) -> Audit:
        listed = [finding(path="r.txt", symbol="", message=item, cause="requests") for item in items]
        listed = [
            msgspec.structs.replace(item, rule="DEP001", category=Category.DEPENDENCIES) for item in listed
        ]
        one = audit(*listed, commit="a" * 40)
        outcome = Outcome(rule="DEP001", outcome="found" if items else "clean")
        data = AdvisoryData(source="OSV", date=date, imported=date)
        return msgspec.structs.replace(one, advisories=data, outcomes=(*one.outcomes, outcome))

    old, new = made("2024-01-01"), made("2024-06-01", "`requests` 2.1 has X-1")
    found = compare(old, new)
    assert found.new == ()
    assert "the advisories are others" in found.not_comparable[0].reason
    assert list(causes(old, new)) == ["advisories"]


def test_an_audit_of_an_earlier_version_has_no_causes() -> None:
    old = msgspec.structs.replace(audit(finding()), basis=None)
    found = compare(old, audit())
    assert found.score is None
    assert "did not yet store" in found.score_gap
    assert len(found.fixed) == 1


def test_another_model_is_a_cause() -> None:
    old = audit(finding())
    assert old.score is not None
    other = msgspec.structs.replace(old.score, raw=old.score.raw - 3, value=old.score.value - 3)
    old = msgspec.structs.replace(old, score=other)
    assert causes(old, audit(finding())) == {"model": pytest.approx(3)}
