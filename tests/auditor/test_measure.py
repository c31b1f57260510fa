"""How much code is to be kept, when the audit asks to remove some of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.auditor.measure import Measured
from codereview.config import Targets
from codereview.facts.extract import Extraction
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts
from codereview.model import Category, Confidence, Finding, Severity

BLOCKS = (
    """def load_{n}(path, session):
    rows = session.read(path, encoding="utf-8")
    kept = [row for row in rows if row.strip()]
    if not kept:
        raise ValueError(path)
    total = session.count(kept, by="name")
    session.log.info("read %d rows", total)
    for row in kept:
        session.insert(row.upper(), total=total)
    session.commit()
    return total
""",
    """def send_{n}(mail, link, names):
    link.login(mail.user, mail.secret, method="plain")
    link.headers["From"] = format_address(mail.sender, names.get(mail.sender))
    with link.opened(timeout=5) as opened:
        while opened.left():
            if opened.deliver(mail.sender, mail.receivers):
                break
            opened.wait(seconds=2)
    link.quit(reason="done")
    return link.state()
""",
)
FILES = ("a.py", "b.py", "c.py", "d.py", "e.py")


def measured(files: Mapping[str, str]) -> Measured:
    facts = [
        Extraction(
            ast.parse(text), path, module_name(path), text.count("\n") + 1, frozenset(), text, compared=True
        ).run()
        for path, text in files.items()
    ]
    return Measured(ProjectFacts(facts, {}), Targets())


def dead(path: str) -> Finding:
    return Finding(
        rule="ARC006", title="Unreachable", category=Category.ARCHITECTURE, severity=Severity.LOW,
        confidence=Confidence.HIGH, path=path, line=1, column=1, end_line=1, end_column=1, message="nothing imports it",
    )  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    holds=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=len(FILES), max_size=len(FILES)),
    removed=st.sets(st.sampled_from(FILES), max_size=len(FILES) - 1),
)
def test_what_is_to_be_kept_is_what_is_there_once_dead_modules_are_removed(
    holds: list[tuple[bool, bool]], removed: set[str]
) -> None:
    files = {
        path: f"NAME = {path!r}\n\n\n"
        + "\n\n".join(block.format(n="x") for block, there in zip(BLOCKS, which, strict=True) if there)
        for path, which in zip(FILES, holds, strict=True)
    }
    left = {path: text for path, text in files.items() if path not in removed}
    asked = [dead(path) for path in removed]
    assert measured(files).to_be_kept(asked, True) == measured(left).to_be_kept([], True)


def test_the_copy_of_a_dead_module_stays_whole() -> None:
    text = BLOCKS[0].format(n="x")
    both = measured({"a.py": text, "b.py": text})
    assert both.to_be_kept([dead("a.py")], True) == measured({"b.py": text}).statements
