"""The documents of a project, and what of the things they name is there."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.collect.ignore import IgnoreFile, deciding
from codereview.facts.documents.values import Document
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_PAST = re.compile(
    r"(?:^|[-_. ])(?:change|changes|change-?logs?|history|news|release[sd]?|what'?s-?new|migrat\w*|upgrad\w*|"
    r"deprecat\w*|roadmap|todos?|plans?|planning|proposals?|rfc|adr|design|specs?|specification|summary|summaries|"
    r"reports?|notes?|fix|fixes|fixed|retro\w*|audit|review|analysis|progress|status|phase\w*|sprint\w*|milestones?|"
    r"session|journal|archived?|legacy|old|backlog|ideas?|drafts?|tasks?|task-?track\w*|prompts?|templates?|issues?|"
    r"bugs?|improv\w*|refactor\w*|implementation|completed?|completion|postmortem|enhance\w*|optimi[sz]ation\w*|"
    r"requirements|prd|pr|v\d[\d.]*|\d{4}-\d{2}|findings|investigation|results?|handoff|cleanup|update[sd]?|"
    r"checklist|features?|memory|context|comparison|evaluation|assessment|feedback|questions|epics?\w*|stor(?:y|ies)|"
    r"decisions?|walkthrough|\d{8})(?:[-_. ]|$)",
    re.IGNORECASE,
)
"""Names of documents of a day: they tell what was or shall be."""
_PLANNED = re.compile(
    r"\bphase \d|\bsprint \d|milestone|implementation plan|\bproposal\b|\broadmap\b|acceptance criteria|"
    r"\buser stor|definition of done|\bepic \d|future work|migration plan|open questions",
    re.IGNORECASE,
)
"""Headings of plans."""
_PAST_FOLDERS = frozenset(
    "versioned_docs archive archives archived old legacy releases release release_notes release-notes changelog "
    "changelogs changes changelog.d newsfragments news adr adrs decisions rfc rfcs proposals plans planning plan specs "
    "spec designs design i18n locale locales translations translated node_modules templates template prompts prompt "
    "notes history blog posts _posts reports report summaries memory-bank memory tasks sprints sessions "
    "skills commands "
    "agents migration migrations upgrade deprecated drafts research features issues reviews audits retrospectives "
    "completed backup superpowers openspec .specify .kiro .cursor .claude .github .gitlab .roo .codex worklog journal "
    "epics stories".split()
)
_INCLUDED = frozenset(
    "_includes includes include snippets _snippets partials _partials fragments shared".split()
)
_README = re.compile(r"readme(?:\.(?:md|rst|txt|markdown))?$", re.IGNORECASE)
_SITES = re.compile(
    r"(?:^|/)(?:mkdocs\.ya?ml|docusaurus\.config\.\w+|_config\.yml|book\.toml|\.vitepress|vitepress\.config\.\w+|"
    r"astro\.config\.\w+|zensical\.toml|mint\.json|docs\.json|SUMMARY\.md|conf\.py|hugo\.toml|_quarto\.yml|_sidebar\.md|"
    r"properdocs\.yml|myst\.yml|_toc\.yml)$"
)


class Documents:
    """What the documents of a project say, and what is there of it.

    Args:
        project: the joined facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._ignore: dict[str, IgnoreFile | None] = {}

    @cached_property
    def all(self) -> tuple[Document, ...]:
        """All documents in the order of paths; texts of licences are none."""
        return tuple(
            document
            for path, document in sorted(self.project.written.items())
            if not document.licence and not _is_licence(document)
        )

    @cached_property
    def licences(self) -> tuple[Document, ...]:
        """The texts of licences, known or not."""
        return tuple(d for _, d in sorted(self.project.written.items()) if d.licence or _is_licence(d))

    @cached_property
    def living(self) -> tuple[Document, ...]:
        """The documents that speak of the code as it is: no histories, plans, reports, and no parts of others."""
        return tuple(d for d in self.all if self.is_living(d.path) and not _is_plan(d))

    def is_living(self, path: str) -> bool:
        """Whether a document is held against today's code."""
        *folders, name = path.split("/")
        if self.project.zone(path) not in (Zone.PRODUCTION, Zone.DOCS, Zone.SCRIPTS, Zone.EXAMPLES):
            return False
        if any(_is_past(folder.lower()) for folder in folders):
            return False
        return not _PAST.search(name.rpartition(".")[0]) and "{{" not in path

    @cached_property
    def readme(self) -> Document | None:
        """The README of the top folder, the plain one before translations."""
        found = [
            d
            for d in self.all
            if _README.match(d.path)
            or re.match(r"(?:\.github|docs)/readme\.(?:md|rst)$", d.path, re.IGNORECASE)
        ]
        return min(found, key=lambda d: (d.path.count("/"), len(d.path), d.path), default=None)

    @cached_property
    def paths(self) -> frozenset[str]:
        """All files of the repository, whether they are audited or not."""
        project = self.project
        return frozenset((*project.files, *project.others, *project.left_out, *project.written))

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders that hold a file."""
        found: set[str] = {""}
        for path in self.paths:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """All files by their own name."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            found[path.rpartition("/")[2]].append(path)
        return found

    @cached_property
    def by_lower(self) -> dict[str, str]:
        """All files by their paths in lower case."""
        return {path.lower(): path for path in sorted(self.paths)}

    @cached_property
    def endings(self) -> frozenset[tuple[str, str]]:
        """Folders with the endings of the files that lie in them."""
        parts = (path.rpartition("/") for path in self.paths)
        return frozenset((folder, name.rpartition(".")[2]) for folder, _, name in parts)

    @cached_property
    def _folders_by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for folder in sorted(self.folders):
            found[folder.rpartition("/")[2]].append(folder)
        return found

    @cached_property
    def _unseen(self) -> frozenset[str]:
        """Folders of which nothing is known: links, submodules, what a selection leaves out."""
        modules = (t for p, t in self.project.texts.items() if p.rpartition("/")[2] == ".gitmodules")
        found = (*self.project.left_out, *re.findall(r"path\s*=\s*(\S+)", "\n".join(modules)))
        return frozenset(path.rstrip("/") for path in found)

    @cached_property
    def _around_unseen(self) -> frozenset[str]:
        """The folders that what is not seen lies in; the rest of them may be seen."""
        found = set[str]()
        for path in self.project.left_out:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def there(self, path: str) -> bool:
        """Whether a path is a file or folder, or lies in a folder that is not seen."""
        path = path.rstrip("/")
        if path in self.paths or path in self.folders or path in self._around_unseen:
            return True
        while path:
            if path in self._unseen:
                return True
            path = path.rpartition("/")[0]
        return False

    def ending(self, path: str) -> list[str]:
        """The files and folders whose paths are, or end with, a path."""
        path = posixpath.normpath(path).strip("/")
        name = path.rpartition("/")[2]
        known = (*self.by_name.get(name, ()), *self._folders_by_name.get(name, ()))
        return [each for each in known if each == path or each.endswith("/" + path)]

    def ignored(self, path: str) -> bool:
        """Whether a ``.gitignore`` keeps a path out of the repository."""
        path = path.rstrip("/")
        return any(deciding(each, self._ignore_file) is not None for each in (path, f"{path}/"))

    def _ignore_file(self, base: str) -> IgnoreFile | None:
        if base not in self._ignore:
            text = self.project.texts.get(f"{base}.gitignore")
            self._ignore[base] = IgnoreFile(base, f"{base}.gitignore", text) if text else None
        return self._ignore[base]

    @cached_property
    def sites(self) -> frozenset[str]:
        """The folders from which a generator makes a site: links in them are addresses of pages, not of files."""
        found: set[str] = set()
        for path in self.paths:
            if _SITES.search(path):
                folder, _, name = path.rpartition("/")
                if name == "conf.py" and not any(p.startswith(f"{folder}/index.") for p in self.paths):
                    continue
                found.add(folder)
        return frozenset(found)

    def in_site(self, path: str) -> bool:
        """Whether a document is one of a site's pages."""
        folder = path.rpartition("/")[0]
        if not folder:
            return False
        top = folder.partition("/")[0]
        inside = any(folder == site or folder.startswith(f"{site}/") for site in self.sites if site)
        return inside or ("" in self.sites and (top in ("docs", "doc", "documentation", "website", "site")))


def _is_past(folder: str) -> bool:
    """Whether a folder, in lower case, holds what was, what shall be, parts of documents, or what tools keep."""
    return (
        folder.startswith(".")
        or folder in _PAST_FOLDERS
        or folder in _INCLUDED
        or re.match(
            r"v?\d+\.\d|.*[-_]old$|epics?\b|.*reviews?$|\d{4}-\d\d|.*(?:change|releas|migrat|upgrad|deprecat)",
            folder,
        )
        is not None
    )


def readmes(documents: Documents) -> Iterator[Document]:
    """The READMEs of all folders."""
    for document in documents.all:
        if _README.match(document.path.rpartition("/")[2]):
            yield document


def _is_plan(document: Document) -> bool:
    """Whether a document's headings are those of a plan, or its title says that it is one of a day."""
    if _README.match(document.path.rpartition("/")[2]):
        return False
    title = next((h.text for h in document.headings if h.level == 1), "")
    return _PAST.search(title) is not None or any(_PLANNED.search(h.text) for h in document.headings)


def _is_licence(document: Document) -> bool:
    name = document.path.rpartition("/")[2].lower()
    return (
        not name.startswith("readme")
        and re.match(r"(?:licen[cs]e|copying|unlicense|mit-license)", name) is not None
    )
