"""What holds for any two audits."""

from __future__ import annotations

import math
import random
from collections import Counter

import msgspec
from compare_lab import audits
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.compare import Comparison, compare
from codereview.compare.matching import match, order
from codereview.model import Audit, Finding
from codereview.score.again import judged

unhurried = settings(deadline=None, max_examples=60)


def keys(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(repr(order(item)) for item in findings)


def is_empty(found: Comparison) -> bool:
    changes = (found.new, found.fixed, found.moved, found.suppressed, found.unsuppressed, found.baselined)
    return not any((*changes, found.unbaselined, found.not_comparable, found.regraded))


@unhurried
@given(audits())
def test_an_audit_compared_with_itself_has_no_change(one: Audit) -> None:
    found = compare(one, one)
    assert is_empty(found)
    assert found.unchanged == sum(item.suppressed is None for item in one.findings)
    assert found.score is None or found.score.causes == ()
    assert all(not item.change for item in found.categories)


@unhurried
@given(audits(), audits())
def test_every_finding_is_accounted_for_once(old: Audit, new: Audit) -> None:
    matching = match(judged(old), judged(new))
    before = [*(one for one, _ in matching.pairs), *matching.only_old]
    after = [*(two for _, two in matching.pairs), *matching.only_new]
    assert Counter(map(id, before)) == Counter(map(id, old.findings))
    assert Counter(map(id, after)) == Counter(map(id, new.findings))
    assert all(one.rule == two.rule for one, two in matching.pairs)


@unhurried
@given(audits(), audits())
def test_open_findings_of_each_side_add_up(old: Audit, new: Audit) -> None:
    found = compare(old, new)
    stayed = [(one, two) for one, two in match(judged(old), judged(new)).pairs if two.suppressed is None]
    both = sum(one.suppressed is None for one, _ in stayed)
    assert both == found.unchanged + len(found.moved)
    unlike = sum(item.side == "new" for item in found.not_comparable)
    assert sum(item.suppressed is None for item in new.findings) == len(stayed) + len(found.new) + unlike


@unhurried
@given(audits(), audits())
def test_nothing_is_both_new_and_fixed(old: Audit, new: Audit) -> None:
    found = compare(old, new)
    told = {
        (item.rule, item.path, item.fingerprint, item.message) for item in found.fixed if item.fingerprint
    }
    assert not told & {(item.rule, item.path, item.fingerprint, item.message) for item in found.new}


@unhurried
@given(audits(), audits(), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(old: Audit, new: Audit, chance: random.Random) -> None:
    def shuffled(one: Audit) -> Audit:
        items = list(one.findings)
        chance.shuffle(items)
        return msgspec.structs.replace(one, findings=tuple(items))

    straight, mixed = compare(old, new), compare(shuffled(old), shuffled(new))
    assert msgspec.structs.replace(straight, score=None) == msgspec.structs.replace(mixed, score=None)


@unhurried
@given(audits(), audits())
def test_comparing_backwards_tells_the_same_backwards(old: Audit, new: Audit) -> None:
    there, back = compare(old, new), compare(new, old)
    assert keys(there.new) == keys(back.fixed)
    assert keys(there.fixed) == keys(back.new)
    assert there.unchanged == back.unchanged
    assert sorted((repr(m.old), repr(m.new)) for m in there.moved) == sorted(
        (repr(m.new), repr(m.old)) for m in back.moved
    )
    for one, two in (("suppressed", "unsuppressed"), ("baselined", "unbaselined")):
        assert keys(tuple(item.finding for item in getattr(there, one))) == keys(
            tuple(item.finding for item in getattr(back, two))
        )
    if there.score is not None and back.score is not None:
        twins = {"new": "fixed", "fixed": "new"}
        told = {twins.get(cause.id, cause.id): cause.points for cause in back.score.causes}
        points = {cause.id: cause.points for cause in there.score.causes}
        for cause in points.keys() | told.keys():
            assert math.isclose(points.get(cause, 0.0), -told.get(cause, 0.0), abs_tol=1e-7)


@unhurried
@given(audits(), audits())
def test_the_change_of_the_score_adds_up(old: Audit, new: Audit) -> None:
    found = compare(old, new)
    if old.score is None or new.score is None:
        assert found.score is None
        assert "score" in found.score_gap
        return
    assert found.score is not None
    total = math.fsum(cause.points for cause in found.score.causes)
    assert math.isclose(total, new.score.value - old.score.value, abs_tol=1e-9)
    for cause in found.score.causes:
        assert math.isclose(math.fsum(line.points for line in cause.lines), cause.points, abs_tol=1e-9)
