"""All that a rule author imports. Names here follow semantic versioning.

A rule is a class with a `Card` (what it is, why, what instead), `bad` and `good` examples (they are its
tests and its documentation), and one method that yields findings. Four kinds:

* `ModuleRule` sees the syntax tree of one file, and its facts;
* `TextRule` sees the text of one file of any kind;
* `ProjectRule` sees the joined facts of the whole repository;
* `CstRule` sees the concrete syntax of one file, through libcst.

Beside rules there are practices (`Practice`), which prove strengths.

Rules run on code that is never imported or executed. They must be pure: same input, same findings.
"""

from __future__ import annotations

from codereview.api.examples import Example, examples
from codereview.api.practices import Has, Lacks, Practice, Seen
from codereview.api.rules import Collector, CstRule, ModuleRule, ProjectRule, Rule, TextRule
from codereview.api.values import PREFIXES, At, Bad, Card, Good, ModuleContext, Place, TextFile, place
from codereview.facts.notes import Note
from codereview.model import Category, Confidence, Finding, Related, Severity, Zone

__all__ = [
    "PREFIXES",
    "At",
    "Bad",
    "Card",
    "Category",
    "Collector",
    "Confidence",
    "CstRule",
    "Example",
    "Finding",
    "Good",
    "Has",
    "Lacks",
    "ModuleContext",
    "ModuleRule",
    "Note",
    "Place",
    "Practice",
    "ProjectRule",
    "Related",
    "Rule",
    "Seen",
    "Severity",
    "TextFile",
    "TextRule",
    "Zone",
    "examples",
    "place",
]
