"""No diff without its proofs, and no other line than those of the edit."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import product

import pytest
from fix_fakes import finding, findings_of, fixed, only, patched, proposals
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.fix.base import Edited, Source, Target, lines_of, parse
from codereview.fix.edits import EDITS
from codereview.fix.lines import unexpected
from codereview.fix.verify import PROOFS, Refused, apply_all, propose
from codereview.model import Finding, Fix

TEXT = "import time\nasync def f():\n    time.sleep(1)\n"


def test_the_edits_are_those_of_the_rules() -> None:
    assert sorted(EDITS) == ["MNT003", "OPS001", "PERF001", "TYP001", "TYP002"]


def test_a_fix_states_its_proofs() -> None:
    answer = only(TEXT, "PERF001")
    assert isinstance(answer, Fix)
    assert answer.proofs == PROOFS


def test_other_rules_get_no_answer() -> None:
    other = finding("SEC001", ast.parse("x").body[0], "")
    assert propose("app.py", TEXT, [other], python=(3, 10), findings_of=findings_of) == {}


def refused_by(rules: object) -> str:
    found = [f for f in findings_of("app.py", TEXT) if f.rule == "PERF001"]
    answer = propose("app.py", TEXT, found, python=(3, 10), findings_of=rules)[0]  # type: ignore[arg-type]
    assert isinstance(answer, Refused)
    return answer.reason


def test_a_finding_that_stays_refuses_the_edit() -> None:
    def stubborn(path: str, text: str) -> Sequence[Finding]:
        return [f for f in findings_of(path, TEXT) if f.rule == "PERF001"]

    assert "still be there" in refused_by(stubborn)


def test_a_finding_that_is_not_found_again_refuses_the_edit() -> None:
    assert "not seen from this file" in refused_by(lambda path, text: [])


def test_a_new_finding_refuses_the_edit() -> None:
    def stricter(path: str, text: str) -> Sequence[Finding]:
        extra = [finding("NEW001", ast.parse(text).body[0], "f")] if "asyncio" in text else []
        return [*findings_of(path, text), *extra]

    assert refused_by(stricter) == "the result would have a new finding of NEW001 in f"


@pytest.mark.parametrize("text", ["x = (\n", "x = 1\ry = 2\r", "x = '\0'\n", "(" * 300 + ")" * 300 + "\n"])
def test_a_file_that_cannot_be_read_is_refused(text: str) -> None:
    found = [f for f in findings_of("app.py", TEXT) if f.rule == "PERF001"]
    answers = propose("app.py", text, found, python=(3, 10), findings_of=findings_of)
    assert isinstance(answers[0], Refused)


def test_a_place_that_is_none_is_refused() -> None:
    for rule in EDITS:
        lost = finding(rule, ast.parse("x").body[0], "")
        answers = propose("app.py", TEXT, [lost], python=(3, 10), findings_of=findings_of)
        assert isinstance(answers[0], Refused)


CHANGED = [
    ("a = 1\nb = 3\n", "other lines"),
    ("a = 2\nb = 2\nc = 3\n", "added"),
    ("a = 2\r\nb = 2\n", "line ends"),
    ("a = 2\nb = 2", "other lines|end of the file"),
    ("a = (\nb = 2\n", "parse"),
]


@pytest.mark.parametrize(("text", "fault"), CHANGED)
def test_changes_elsewhere_are_seen(text: str, fault: str) -> None:
    source = Source("a = 1\nb = 2\n")
    said = unexpected(source, Edited(text, "safe", ""), [Target(1, 1, 1, 6)])
    assert re.search(fault, said)


def test_imports_may_change() -> None:
    source = Source("import os\n\na = 1\n")
    edited = Edited("import asyncio\nimport os\n\na = 2\n", "safe", "")
    assert unexpected(source, edited, [Target(3, 1, 3, 6)]) == ""


def test_only_the_chosen_findings_are_mended() -> None:
    text = "import time\nasync def f():\n    time.sleep(1)\n    time.sleep(2)\n    time.sleep(3)\n"
    found = [f for f in findings_of("app.py", text) if f.line == 4]
    new = apply_all("app.py", text, found, python=(3, 10), findings_of=findings_of)
    assert re.findall(r"(\w+)\.sleep\((\d)", new) == [("time", "1"), ("asyncio", "2"), ("time", "3")]


def test_all_rules_meet_in_one_file() -> None:
    text = (
        "import logging\nimport time\nfrom datetime import datetime\n\n"
        "logging.basicConfig()\n\n\n"
        "async def f(a: int = None, at=datetime.utcnow()):\n"
        "    time.sleep(1); x = datetime.utcnow().year\n"
    )
    found = findings_of("app.py", text)
    new = apply_all("app.py", text, found, python=(3, 10), findings_of=findings_of, unsafe=True)
    assert new == (
        "import asyncio\nimport logging\nimport time\nfrom datetime import datetime, timezone\n\n\n"
        "async def f(a: int | None = None, at=datetime.now(timezone.utc)) -> None:\n"
        "    await asyncio.sleep(1); x = datetime.now(timezone.utc).year\n"
    )


def test_a_conflict_is_settled_one_after_the_other() -> None:
    # Together the two calls of f would be one too many for this rule.
    text = "import time\nasync def f():\n    time.sleep(1)\n    time.sleep(2)\n"

    def jealous(path: str, new: str) -> Sequence[Finding]:
        twice = "time.sleep" not in new.replace("asyncio.sleep", "")
        extra = [finding("NEW001", parse(new).body[0], "")] if twice else []
        return [*findings_of(path, new), *extra]

    found = [f for f in findings_of("app.py", text) if f.rule == "PERF001"]
    new = apply_all("app.py", text, found, python=(3, 10), findings_of=jealous)
    assert "    time.sleep(1)\n    await asyncio.sleep(2)\n" in new


HEADS = [
    "",
    '"""Doc ümlaut."""\n',
    "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n",
    "from __future__ import annotations\n",
    '"""Doc."""\nfrom __future__ import annotations\n\nimport os, sys  # two\n',
]
PIECES = [
    "import datetime\nstarted = datetime.datetime.utcnow()\n",
    "from datetime import datetime, timedelta\nWHEN = 'ä', datetime.utcnow().date()  # ß\n",
    "def f(a: int = None, *, b: 'Foo' = None):\n    return a\n",
    "\x0c\ndef g(x,\n      y):\n\tprint(x)\t \n\n\n",
    "@decorated(\n    'é', 1,\n)\n@staticmethod\ndef h():\n    print(1)\n",
    "class A:\n    '''Doc.\n    \x0c tail  \n    '''\n    def __init__(self): self.x = 1\n    # after\n",
    "import time\nasync def s():\n    '🙂'; time.sleep(1)  # wait\n",
    "async def r(u):\n\tif u:\n\t\tx = requests.get(\n\t\t\tu,  # where\n\t\t).text\n\treturn 1\n",
    "import logging\n\n# setting up\nlogging.basicConfig(\n    level=1,\n)\n",
    "if x:\n\tpass\nelse :\n\ty = [ 1,2 ]\n",
    "S = '''\n  datetime.utcnow()  \n\t'''\n",
    "a = 1 ; b = 2 ;\nc = a \\\n  + b\n",
    "if __name__ == '__main__':\n    s()\n",
    "x = lambda a=None: a\n",
    "\n\n   # odd comment\n\n",
]
LINE = re.compile(
    r"utcnow|basicConfig|import|def |sleep|get\(|u,|\)\.text|a: int|x,|y\):|level=1|^\)|# setting|__main__"
)


@st.composite
def modules(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7))
    text = draw(st.sampled_from(HEADS)) + "".join(pieces)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text


@settings(deadline=None, max_examples=120)
@given(modules(), st.sampled_from([(3, 8), (3, 10), (3, 12)]))
def test_every_diff_leaves_the_other_lines_alone(text: str, python: tuple[int, int]) -> None:
    for rule in EDITS:
        for found, answer in proposals(text, rule, python):
            if isinstance(answer, Refused):
                continue
            new = patched(text, answer.diff)
            parse(new.removeprefix("\ufeff"))
            before, after = (lines_of(t.removeprefix("\ufeff")) for t in (text, new))
            assert new.startswith("\ufeff") == text.startswith("\ufeff")
            assert new.endswith("\n") == text.endswith("\n")
            assert new.count("\r\n") == (new.count("\n") if "\r\n" in text else 0)
            gone = [line for line in before if before.count(line) > after.count(line) and line.strip()]
            assert all(LINE.search(line) for line in gone)
            assert len(findings_of("", new)) <= len(findings_of("", text))
            assert found.rule == rule


@settings(deadline=None, max_examples=60)
@given(modules())
def test_a_second_run_changes_nothing(text: str) -> None:
    once = text
    for rule in EDITS:
        once = fixed(once, rule)
    twice = once
    for rule in EDITS:
        twice = fixed(twice, rule)
    assert twice == once
    parse(once.removeprefix("\ufeff"))


@pytest.mark.parametrize(("head", "piece"), list(product(HEADS, PIECES)))
def test_every_piece_is_answered(head: str, piece: str) -> None:
    text = head + piece
    found = findings_of("app.py", text)
    answers = propose("app.py", text, found, python=(3, 10), findings_of=findings_of)
    assert sorted(answers) == list(range(len(found)))
    assert all(isinstance(answer, Fix) or answer.reason for answer in answers.values())
