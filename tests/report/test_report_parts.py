"""Pieces of reports: the size, the commit, headings, how to accept a finding, lines of what to fix first."""

from __future__ import annotations

import dataclasses

import msgspec
from golden import BLOCKING, SECRET, golden_audit

from codereview.model import NotAssessed, Related, Severity, Vcs
from codereview.report.parts import commit, related_title, reproduce, size, suppression
from codereview.report.priorities import prioritise
from codereview.report.view import Item, View

replace = msgspec.structs.replace


def changed(**values: object):
    return replace(golden_audit(), **values)


def test_the_size_says_how_many_files_do_not_parse():
    project = golden_audit().project
    assert size(changed(project=replace(project, unparsed={"production": 2, "tests": 1}))) == (
        "4,012 statements in 56 production files; 2 more could not be parsed"
    )
    assert size(changed(project=replace(project, unparsed={}))) == "4,012 statements in 58 production files"


def test_the_commit_says_why_there_is_none():
    audit = golden_audit()
    unborn = Vcs(commit="", branch="main", dirty=True)
    assert commit(changed(project=replace(audit.project, vcs=unborn))) == "main, nothing committed yet"
    assert not any(
        "checkout" in line for line in reproduce(changed(project=replace(audit.project, vcs=unborn)))
    )
    without = changed(project=replace(audit.project, vcs=None))
    assert commit(without) == "not a git work tree"
    note = NotAssessed(what="the folder", reason="The folder was read without git, because it is not there.")
    assert commit(replace(without, not_assessed=(note,))) == "read without git"


def test_only_calls_make_a_call_path():
    assert related_title(BLOCKING) == "Call path"
    loop = Related(path="a.py", line=1, message="the loop")
    declared = Related(path="b.py", line=2, message="`Order.items` is declared here")
    assert related_title(replace(BLOCKING, rule="PERF002", related=(loop, declared))) == "Related places"
    assert related_title(replace(SECRET, related=(loop,))) == "Related place"
    assert related_title(replace(BLOCKING, rule="SEC003")) == "Related places"


def test_how_to_accept_a_finding_suits_its_file():
    groups = {group.id: group for group in View(golden_audit()).groups}
    assert suppression(groups["MNT003"]) == (
        "with a comment on the line: `# codereview: ignore[MNT003] -- reason`"
    )
    assert "a comment may not be seen" in suppression(groups["REL001"])
    assert "# codereview" not in suppression(groups["REL001"])
    text = replace(groups["SEC001"].items[0].finding, path="deploy/settings.json")
    group = dataclasses.replace(groups["SEC001"], items=(Item(text, "f-1"),))
    assert 'rule = "SEC001"' in suppression(group)


def test_root_causes_that_are_alike_share_a_line_from_three_on():
    cause = replace(golden_audit().causes[0], points=0.5, count=1, effort_minutes=20, severity=Severity.HIGH)
    three = [replace(cause, id=f"c{n}", path=f"{n}.py") for n in range(3)]
    (line,) = prioritise(three, {})
    assert (len(line.causes), line.points, line.effort_minutes, line.places) == (3, 1.5, 60, 3)
    assert len(prioritise(three[:2], {})) == 2
    assert len(prioritise([*three, replace(cause, id="other", points=0.7)], {})) == 2
