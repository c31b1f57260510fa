"""OPS011: files in version control that are no source of the project."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.deployment.leftovers import Group, Ignored, ignored_but_tracked, leftovers
from codereview.facts.project import ProjectFacts

from ._committed.examples import BAD, GOOD

_WORDS = {
    "environment": (Severity.MEDIUM, "a virtual environment", "It is made for one machine and one Python"),
    "packages": (Severity.MEDIUM, "installed packages", "The lock file tells which they are"),
    "cache": (Severity.LOW, "caches of Python and its tools", "They change with each run"),
    "system": (
        Severity.INFO,
        "files of a desktop",
        "They tell of the author's machine and are no part of the project",
    ),
    "backup": (
        Severity.LOW,
        "backups of files",
        "Version control keeps the former version, and the copy goes stale",
    ),
    "database": (
        Severity.MEDIUM,
        "a database or a dump of one",
        "Whatever data is in it is in every clone, and in the history",
    ),
    "log": (Severity.LOW, "logs", "They change with each run, and hold what was logged"),
    "built": (
        Severity.LOW,
        "what a build has made",
        "It is made again from the source, and goes stale beside it",
    ),
    "large": (Severity.LOW, "large binary files", "Each version of them stays in every clone"),
}
_OWN_PLACE = ("backup", "database", "log", "large")
_VERY_LARGE = 50_000_000
_SHOWN = 5
_MOST_IGNORED = 40


class CommittedFiles(ProjectRule):
    """Looks at the list of files: nothing of them is read."""

    card = Card(
        id="OPS011",
        title="Committed files that are no source",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Environments, caches and binaries make every clone slow and every change hard to read, and "
            "stay in the history after "
            "they are deleted. A database or log carries data out of the house. What `.gitignore` names "
            "and git tracks all the "
            "same surprises: changes are recorded, new files beside it are not."
        ),
        instead=(
            "Take them out with `git rm -r --cached`, name them in `.gitignore`, and keep large files in "
            "Git LFS or beside the "
            "repository."
        ),
        false_alarms=(
            "Data of tests, examples, documentation, fixtures and vendored code, and files that only "
            "hold a folder open are left "
            "out. A database that is shipped on purpose is not told apart."
        ),
    )
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each kind, and one for what is tracked though ignored."""
        groups = list(leftovers(project))
        for group in groups:
            yield self._group(project, group)
        said = frozenset(path for group in groups for path in group.paths)
        found = list(ignored_but_tracked(project, said))
        if found:
            yield self._ignored(found)

    def _group(self, project: ProjectFacts, group: Group) -> Finding:
        severity, what, why = _WORDS[group.kind]
        if group.kind == "large" and group.size >= _VERY_LARGE:
            severity = Severity.MEDIUM
        first = group.paths[0]
        shown = ", ".join(f"`{path}`" for path in group.paths[:_SHOWN])
        more = f" and {len(group.paths) - _SHOWN} more" if len(group.paths) > _SHOWN else ""
        size = f", {group.size / 1e6:.0f} MB" if group.size >= 1_000_000 else ""
        files = f" ({group.files} files{size})" if group.files > 1 else f" ({size[2:]})" if size else ""
        own = group.kind in _OWN_PLACE and not first.endswith("/")
        places = group.paths[1:] if own else group.paths
        return self.finding(
            first if own else _place_for(project, first),
            At(1),
            f"The repository holds {what}: {shown}{more}{files}. {why}",
            severity=severity,
            confidence=Confidence.MEDIUM if group.kind in ("database", "large", "built") else Confidence.HIGH,
            related=[
                Related(path, 1, "is one of them") for path in places[:_SHOWN] if not path.endswith("/")
            ],
            cause=f"committed:{group.kind}",
            checked="zones, folders of fixtures and vendored code, what git tracks",
        )

    def _ignored(self, found: list[Ignored]) -> Finding:
        first = max(found, key=lambda item: len(item.paths))
        count = sum(len(item.paths) for item in found)
        others = [
            Related(item.pattern.source, item.pattern.line, f"`{item.pattern.text}` names `{item.paths[0]}`")
            for item in found
            if item is not first
        ]
        files = "one file" if count == 1 else f"{count} files"
        example = f", such as `{first.paths[0]}`" if count > 1 else f", `{first.paths[0]}`"
        return self.finding(
            first.pattern.source,
            At(first.pattern.line),
            f"Git tracks {files} that `.gitignore` names{example} by `{first.pattern.text}`: new ones beside "
            f"{'it' if count == 1 else 'them'} are left out without a word",
            severity=Severity.LOW if count > _MOST_IGNORED else Severity.INFO,
            related=others[:_SHOWN],
            cause="committed:ignored",
            checked="all `.gitignore` files, lines that take others back",
        )


def _place_for(project: ProjectFacts, path: str) -> str:
    """The ``.gitignore`` that should name a path, or the file that a reader opens first."""
    paths = {*project.others, *project.files}
    folder = path.rstrip("/").rpartition("/")[0]
    for candidate in (f"{folder}/.gitignore".lstrip("/"), ".gitignore", "README.md", "pyproject.toml"):
        if candidate in paths:
            return candidate
    return min(paths, key=lambda p: (p.startswith("."), p.count("/"), p))
