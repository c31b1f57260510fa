"""Writes ``docs/strengths.md``: every practice with its bar, what contradicts it and what only looks like it.

``--check`` changes nothing, and exits with 1 if the page is missing or stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from codereview.api import Practice
from codereview.model import Category
from codereview.registry import load_practices

PAGE = Path(__file__).resolve().parent.parent / "docs" / "strengths.md"
NOTE = "<!-- Written by scripts/strength_docs.py from the practices themselves; change the practice. -->\n\n"
INTRODUCTION = """# Strengths

What a review says is done well has to be as true as what it says is wrong. A strength is told only if

- it is there, in numbers: each has a bar, so that a toy does not collect them all;
- it is live: code counts that an entry point reaches, no stub, nothing that only tests have (strengths of tests count
  the tests that are collected; those of manifests, containers and workflows are files that are read where they act);
- no open finding of the rules that are named with it contradicts it. Where these rules are switched off, nothing is
  said.

Strengths do not enter the score. [How they were read against real code](evaluation/strengths.md) is on record;
[Writing a rule](writing-a-rule.md#a-practice) tells how to add one.
"""


def built_in() -> list[type[Practice]]:
    """The practices that ship with codereview, by id."""
    return [kind for kind in load_practices() if kind.__module__.split(".")[0] == "codereview_rules"]


def page() -> str:
    """The text of the page."""
    parts = [NOTE + INTRODUCTION]
    practices = built_in()
    for category in Category:
        mine = [practice for practice in practices if practice.category is category]
        if mine:
            parts.append(f"\n## {category.value.capitalize()}\n")
        parts += [section(practice) for practice in mine]
    return "".join(parts)


def section(practice: type[Practice]) -> str:
    """One practice."""
    rules = ", ".join(f"[{rule}](rules/{rule}.md)" for rule in practice.contradicted_by) or "no rule"
    looks = "; ".join(dict.fromkeys(example.because for example in practice.bad))
    return (
        f"\n### {practice.title}\n\n`{practice.id}`. {practice.why}\n\n"
        f"- Bar: {practice.bar}.\n- Contradicted by: {rules}.\n- Not told where, for example: {looks}.\n"
    )


def main() -> int:
    """Writes or checks the page; the exit status."""
    wanted = page()
    found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if sys.argv[1:] == ["--check"]:
        if found != wanted:
            print("docs/strengths.md is stale; run python scripts/strength_docs.py", file=sys.stderr)
        return int(found != wanted)
    PAGE.write_bytes(wanted.encode("utf-8"))
    print(f"{len(built_in())} practices, {'nothing' if found == wanted else 'the page'} changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
