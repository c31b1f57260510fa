"""What examples cannot show of OPS011: sizes, and what git tracks."""

from __future__ import annotations

from codereview.facts.deployment.leftovers import ignored_but_tracked, leftovers
from codereview.facts.project import ProjectFacts
from codereview.model import Severity
from codereview_rules.operations.committed_files import CommittedFiles


def test_large_binaries_are_told_with_their_size() -> None:
    project = ProjectFacts(
        [], {}, others=["model.pt", "small.pt"], sizes={"model.pt": 80_000_000, "small.pt": 2_000_000}
    )
    found = list(CommittedFiles().check(project))
    assert [(f.path, f.severity) for f in found] == [("model.pt", Severity.MEDIUM)]
    assert "80 MB" in found[0].message


def test_an_environment_that_git_does_not_track_is_nobodys_business() -> None:
    project = ProjectFacts([], {}, others=["README.md"], installed=[("venv", "environment", 0)])
    assert list(leftovers(project)) == []
    project = ProjectFacts([], {}, others=["README.md"], installed=[("venv", "environment", 900)])
    assert [(g.kind, g.paths, g.files) for g in leftovers(project)] == [("environment", ("venv/",), 900)]


def test_files_that_git_ignores_and_does_not_track_are_left_alone() -> None:
    project = ProjectFacts([], {}, others=["shop.log"], tracked={"shop.log": False})
    assert list(CommittedFiles().check(project)) == []


def test_tracked_though_ignored() -> None:
    texts = {".gitignore": "lib/\n*.csv\n!data/kept.csv\n"}
    paths = ["web/lib/a.js", "web/lib/b.js", "data/kept.csv", "data/a.csv", "lib/.gitkeep"]
    project = ProjectFacts([], {}, texts=texts, others=paths, tracked=dict.fromkeys(paths, True))
    found = list(ignored_but_tracked(project, frozenset()))
    assert [(i.pattern.line, i.paths) for i in found] == [
        (1, ("web/lib/a.js", "web/lib/b.js")),
        (2, ("data/a.csv",)),
    ]
    finding = next(iter(CommittedFiles().check(project)))
    assert (finding.path, finding.line) == (".gitignore", 1)
    assert "3 files" in finding.message
