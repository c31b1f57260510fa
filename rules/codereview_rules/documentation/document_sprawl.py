"""DOC005: documents that repeat each other, notes of single days, and documents that nobody reads to the end."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.documents.values import Document
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_NOTE = lazy_pattern(
    r"(?:^|[-_. ])(?:summary|summaries|fix|fixes|fixed|report|status|progress|complete[d]?|completion|implementation|"
    r"phase\w*|session|analysis|investigation|handoff|checklist|results|review|audit|cleanup|update|changes_made|"
    r"before_after|final|verification|refactor\w*|improvements?|enhancements?|plan|postmortem|bugs?|\d{8}|\d{4}-\d{2})"
    r"(?:[-_. ]|$)",
    re.IGNORECASE,
)
_KEPT = lazy_pattern(
    r"(?:change-?log|history|news|release|roadmap|security|code_of_conduct|contributing|readme)",
    re.IGNORECASE,
)
_SHARED = 5
_SHARE = 0.4
_BOILERPLATE = 4
_NOTES = 8
_PAIRS = 2
_HUGE = 2000


class Pair(NamedTuple):
    """Two documents that share passages; ``line`` is where the first shared one stands in the first document."""

    shared: int
    one: Document
    other: Document
    line: int


def _text(first: int, count: int) -> str:
    """Paragraphs that are long enough, and all different."""
    return "\n\n".join(
        f"Paragraph {n} says that order number {n} is sent to the customer {n} when the parcel {n} leaves the store."
        for n in range(first, first + count)
    )


class DocumentSprawl(ProjectRule):
    """Compares the longer paragraphs and blocks of all documents with each other."""

    card = Card(
        id="DOC005",
        title="Sprawling documents",
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        effort=120,
        why=(
            "What is said in several places is corrected in one of them. Readers do not know which document holds, and "
            "notes on how something was once mended hide the few that tell how it works."
        ),
        instead=(
            "Keep one document for each question and link to it; move what only tells of one day into the pull request "
            "or the changelog, and delete it here."
        ),
        false_alarms=(
            "Passages that more than four documents have are taken for boilerplate; documents of other versions, "
            "translations and archives are not compared. Notes are counted in the top folder only."
        ),
    )
    bad = (
        Bad(
            {
                "README.md": "# Shop\n\n" + _text(0, 9),
                "docs/a.md": "# A\n\n" + _text(0, 8),
                "docs/b.md": "# B\n\n" + _text(20, 9),
                "docs/c.md": _text(20, 7),
            },
            lines=("README.md:3",),
        ),
        Bad(
            {
                "README.md": "# Shop\n",
                **{f"FIX_{n}_SUMMARY.md": f"# Fix {n}\n\n{_text(n * 10, 3)}\n" for n in range(9)},
            },
            lines=("FIX_0_SUMMARY.md:1",),
        ),
        Bad(
            {
                "README.md": "# Shop\n\n" + _text(0, 9),
                "SETUP.md": _text(0, 8),
                **{f"PHASE_{n}.md": f"# Phase {n}\n" for n in range(4)},
            },
            lines=("README.md:3",),
        ),
        Bad(
            {"a.md": _text(0, 12), "b.md": _text(0, 12), "c.md": _text(30, 6), "d.md": _text(30, 6)},
            lines=("a.md:1",),
        ),
        Bad(
            {f"{name}.md": _text(10 * n, 8) for n, name in enumerate(("a", "b", "c"))}
            | {f"docs/{name}.md": _text(10 * n, 7) for n, name in enumerate(("a", "b", "c"))},
            lines=("a.md:1",),
        ),
        Bad(
            {"README.md": _text(0, 9), **{f"IMPLEMENTATION_{n}.md": "# Done\n" for n in range(8)}},
            lines=("IMPLEMENTATION_0.md:1",),
        ),
        Bad(
            {f"docs/{name}.rst": _text(5, 6) for name in "ab"}
            | {f"{name}.md": _text(40, 5) for name in "cd"},
            lines=("docs/a.rst:1",),
        ),
        Bad(
            {
                "INSTALL.md": _text(0, 6),
                "docs/install.md": _text(0, 6),
                "BUG_1.md": "# 1",
                "BUG_2.md": "# 2",
                "PROGRESS.md": "# 3",
                "STATUS.md": "# 4",
            },
            lines=("INSTALL.md:1",),
        ),
    )
    good = (
        Good({"a.md": _text(0, 4), "b.md": _text(0, 4), "c.md": _text(9, 4), "d.md": _text(9, 4)}),
        Good({"README.md": _text(0, 9), "docs/index.md": _text(0, 9)}),
        Good({f"docs/notes/FIX_{n}.md": "# Fix\n" for n in range(12)}),
        Good({"README.md": "# Shop\n\n" + _text(0, 9), "docs/a.md": "# A\n\n" + _text(20, 8)}),
        Good(
            {"README.md": _text(0, 9), "docs/v1.0/README.md": _text(0, 9), "docs/archive/old.md": _text(0, 9)}
        ),
        Good({f"docs/{n}.md": _text(0, 4) + "\n\n" + _text(10 * n + 10, 9) for n in range(8)}),
        Good({f"apps/{n}/README.md": _text(0, 6) for n in range(6)}),
        Good({"CHANGELOG.md": _text(0, 400), "ROADMAP.md": _text(500, 9), "SECURITY.md": _text(600, 2)}),
    )
    reads_documents = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """One document cannot repeat another."""
        return "" if len(project.documents.all) > 1 else "the repository has at most one document"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding at most, with all that was seen."""
        documents = project.documents
        pairs = _pairs([d for d in documents.all if documents.is_living(d.path) or "/" not in d.path])
        notes = [
            d
            for d in documents.all
            if "/" not in d.path and _NOTE.search(_stem(d.path)) and not _KEPT.search(d.path)
        ]
        huge = [
            d
            for d in documents.living
            if d.lines > _HUGE and not _KEPT.search(_stem(d.path).removesuffix("README"))
        ]
        if len(notes) < _NOTES and len(pairs) < _PAIRS and not (len(notes) >= _NOTES // 2 and pairs):
            return
        parts = []
        if pairs:
            top = pairs[0]
            shown = f"`{top.one.path}` and `{top.other.path}` share {top.shared} passages"
            parts.append(
                f"{len(pairs)} pairs of documents repeat each other: {shown}" if len(pairs) > 1 else shown
            )
        if len(notes) >= _NOTES // 2:
            names = ", ".join(f"`{d.path}`" for d in notes[:3])
            parts.append(f"{len(notes)} notes of single days lie in the top folder ({names} ...)")
        parts += [f"`{d.path}` has {d.lines:,} lines" for d in huge[:2]]
        path, line = (pairs[0].one.path, pairs[0].line) if pairs else (notes[0].path, 1)
        yield self.finding(
            path,
            At(line),
            "; ".join(parts),
            severity=Severity.LOW if len(notes) >= 2 * _NOTES or len(pairs) >= 5 else Severity.INFO,
            related=[
                *(
                    Related(p.one.path, p.line, f"{p.shared} passages are in {p.other.path}, too")
                    for p in pairs[1:7]
                ),
                *(Related(d.path, 1, f"a note with {d.words:,} words") for d in notes[:6] if d.path != path),
            ],
            effort=min(480, 20 * len(pairs) + 10 * len(notes)),
        )


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _pairs(documents: list[Document]) -> list[Pair]:
    """Documents that have much of the smaller one in common, most of it first."""
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    sizes: list[int] = []
    for number, document in enumerate(documents):
        passages, lines = array("Q"), array("I")
        passages.frombytes(document.passages)
        lines.frombytes(document.places)
        seen = dict(zip(reversed(passages), reversed(lines), strict=True))
        sizes.append(len(seen))
        for passage, line in seen.items():
            holders[passage].append((number, line))
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    for places in holders.values():
        if 1 < len(places) <= _BOILERPLATE:
            for (one, line), (other, _) in combinations(sorted(places), 2):
                shared[one, other].append(line)
    found = [
        Pair(len(lines), documents[one], documents[other], min(lines))
        for (one, other), lines in shared.items()
        if len(lines) >= _SHARED and len(lines) >= _SHARE * min(sizes[one], sizes[other])
    ]
    return sorted(found, key=lambda pair: (-pair.shared, pair.one.path, pair.other.path))
