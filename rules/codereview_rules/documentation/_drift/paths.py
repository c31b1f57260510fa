"""Paths of files in sentences, and pictures of folders, that are not so."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from codereview.api import Confidence
from codereview.facts.documents.project import Documents
from codereview.facts.documents.values import Document, Mention, Tree

from ..._syntax.patterns import lazy_pattern
from .fault import Fault

_ANY_NAME = lazy_pattern(
    r"(?:^|[_./-])(?:your|my|some|example|foo|bar|baz|path|to|xxx|name|new|custom|module|sample|x|a|b)(?:[_./-]|$)|[<>{}\[\]*]|YYYY|DATE|NNN|XX",
    re.IGNORECASE,
)
_CODE = lazy_pattern(
    r"\.(?:py|md|sh|toml|ya?ml|html|js|jsx|tsx?|ini|cfg|css|rst)$|(?:^|/)(?:Dockerfile|Makefile|requirements[\w-]*\.txt)$"
)
_MADE = lazy_pattern(
    r"(?:^|/)(?:\.?venv|env|node_modules|data|logs?|outputs?|results?|models?|checkpoints?|dist|build|tmp|temp|cache|"
    r"__pycache__|\.git|\.env|uploads?|media|static_?files|htmlcov|instance|secrets?|db|backups?|_version\.py|_site|site)(?:/|$|\.)",
    re.IGNORECASE,
)
_PLANNED = lazy_pattern(
    r"\b(?:target|propos|planned|future|suggest|recommend|desired|to[- ]be|refactor|ziel|geplant|objeti[fv]|"
    r"propuest)|целев|目标|目標|规划|計画|计划|建议|重构|提案|목표|계획",
    re.IGNORECASE,
)
"""Headings over folders as they shall be."""
_LEAST = 4
_SHARE = 0.6


def mentions(documents: Documents, document: Document) -> Iterator[Fault]:
    """Paths that stand as code in a sentence: the folder is there, the file is nowhere."""
    seen: set[str] = set()
    for mention in document.mentions:
        if (
            mention.path not in seen
            and not mention.made
            and _is_missing(documents, document.path, mention.path)
        ):
            seen.add(mention.path)
            yield _fault(documents, document, mention)


def _fault(documents: Documents, document: Document, mention: Mention) -> Fault:
    name = mention.path.rpartition("/")[2]
    others = documents.by_name.get(name, [])
    moved = f"; {others[0]} has its name" if len(others) == 1 and name != "__init__.py" else ""
    what = f"`{mention.path}` is not there{moved}"
    return Fault(document.path, mention.line, "files", what, f"`{mention.path}`", Confidence.MEDIUM)


def _is_missing(documents: Documents, holder: str, path: str) -> bool:
    """Whether a path names a file in a folder of the project, and no such file is anywhere."""
    if _ANY_NAME.search(path) or path.startswith(("/", "../", "~")) or documents.ending(path):
        return False
    plain = posixpath.normpath(path)
    folder, _, name = plain.rpartition("/")
    homes = [home for home in documents.ending(folder) if home in documents.folders]
    if not homes or _MADE.search(plain):
        return False
    suffix = name.rpartition(".")[2]
    # the folder is one where such files lie: the name speaks of this repository
    alike = any((home, suffix) in documents.endings for home in homes)
    joined = posixpath.normpath(posixpath.join(holder.rpartition("/")[0], plain))
    hidden = any(
        documents.ignored(p) or documents.there(p) for p in (joined, *(f"{h}/{name}" for h in homes))
    )
    return alike and not hidden


def trees(documents: Documents, document: Document) -> Iterator[Fault]:
    """Pictures of the project's folders that name files which are nowhere."""
    for tree in document.trees:
        if _is_planned(document, tree.line):
            continue
        missing = _missing(documents, document.path, tree)
        if missing:
            names = [path for _, path in missing]
            shown = ", ".join(f"`{name}`" for name in names[:4])
            more = f" and {len(names) - 4} more" if len(names) > 4 else ""
            what = f"the picture of the folders shows {shown}{more}: not there"
            yield Fault(document.path, missing[0][0], "tree", what, shown + more, Confidence.MEDIUM)


def _is_planned(document: Document, line: int) -> bool:
    """Whether one of the headings that a line stands under tells of what shall be."""
    depth = 99
    for heading in reversed(document.headings):
        if heading.line <= line and heading.level < depth:
            depth = heading.level
            if depth > 1 and _PLANNED.search(heading.text):
                return True
    return False


def _missing(documents: Documents, holder: str, tree: Tree) -> list[tuple[int, str]]:
    entries = [(line, path) for line, path in tree.entries if not _MADE.search(path)]
    base = _base(documents, holder, entries)
    if base is None:
        return []
    there = [path for _, path in entries if documents.there(f"{base}{path}")]
    gone: list[tuple[int, str]] = []
    for line, path in entries:
        if f"{base}{path}".rstrip("/") in there or documents.there(f"{base}{path}"):
            continue
        if any(path.startswith(above) for _, above in gone if above.endswith("/")):
            continue  # told with its folder
        name = path.rstrip("/").rpartition("/")[2]
        if _ANY_NAME.search(path) or documents.ignored(f"{base}{path}") or documents.by_name.get(name):
            continue
        if path.endswith("/") and not any(
            _CODE.search(inner) and inner.startswith(path) for _, inner in entries if not inner.endswith("/")
        ):
            continue
        if path.endswith("/") or _CODE.search(path):
            gone.append((line, path))
    if len(there) < _LEAST or len(there) < _SHARE * len(entries):
        return []
    return gone


def _base(documents: Documents, holder: str, entries: list[tuple[int, str]]) -> str | None:
    """The folder whose picture it is: the one in which most of it is found."""
    folder = holder.rpartition("/")[0]
    tops = [path for _, path in entries if "/" not in path.rstrip("/")]
    candidates = {"": 0, f"{folder}/" if folder else "": 0}
    for top in tops[:12]:
        for found in documents.ending(top)[:20]:
            above = found.rpartition("/")[0]
            candidates.setdefault(f"{above}/" if above else "", 0)
    best, most = None, 0
    for candidate in sorted(candidates, key=lambda c: (c.count("/"), c)):
        count = sum(documents.there(candidate + path) for _, path in entries)
        if count > most:
            best, most = candidate, count
    return best
