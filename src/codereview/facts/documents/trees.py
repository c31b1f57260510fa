"""Pictures of folders (``├── app.py``) -> paths."""

from __future__ import annotations

import re

from codereview.facts.documents.parts import Code
from codereview.facts.documents.values import Tree

_BRANCH = re.compile(r"^(?P<before>[\s│|]*)(?:[├└]|\+-|`-|\|-)[─━\-]*\s*(?P<name>.*)$")
_NAME = re.compile(r"[^\w.\[\]@-]*(?P<name>[\w.@\[\]-]+(?:/[\w.@\[\]-]+)*/?)(?P<rest>.*)$")
_COMMENT = re.compile(r"\s*(?:$|#|\(|<-|←|//|--|—|–|:|\s{2}|\t|→|->|⭐|✅|\s[^\w,])")
_PLACEHOLDER = re.compile(r"[{<]|\byour\b|\bmy[-_]", re.IGNORECASE)
_MOST = 300


def tree(block: Code) -> Tree | None:
    """The paths that a block draws, below its root; None if it draws none."""
    if "├" not in block.text and "└" not in block.text:
        return None
    if _PLACEHOLDER.search(block.text):
        return None
    stack: list[tuple[int, str]] = []
    entries: list[tuple[int, str]] = []
    roots = 0
    for number, line in enumerate(block.text.split("\n"), block.line):
        branch = _BRANCH.match(line)
        if branch is None:
            if line.strip(" │|\t"):
                roots += bool(entries)
            continue
        column = len(branch.group("before"))
        while stack and stack[-1][0] >= column:
            stack.pop()
        found = _NAME.match(branch.group("name"))
        stars = found is not None and "*" in branch.group("name")[: found.start("name")]
        if (
            found is None
            or stars
            or not _COMMENT.match(found.group("rest"))
            or set(found.group("name")) <= {".", "/"}
        ):
            stack.append((column, "*"))
            continue
        name = found.group("name")
        above = "".join(part for _, part in stack)
        stack.append((column, name if name.endswith("/") else name + "/"))
        if "*" not in above and len(entries) < _MOST:
            entries.append((number, above + name))
    if roots or not entries:
        return None  # several pictures in one block
    parents = {path.rpartition("/")[0] for _, path in entries}
    shown = tuple((at, path + "/" if path in parents else path) for at, path in entries)
    return Tree(block.line, shown)
