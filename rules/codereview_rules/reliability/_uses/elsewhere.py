"""What says that a missing attribute is known to be missing: a template of the file has it, or it is commented out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.attributes import Lacking

_ENDINGS = (".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".example", ".sample", ".dist")
"""What a template adds to the name of the file that a deployment makes of it."""
_DEFINED = re.compile(r"\s+#+\s*(?:async\s+)?def\s+(\w+)\s*\(")
_FAR = 30
OFF = "off"
"""Kind of a note: a definition in a comment. Its value is the name."""


class Withdrawn(Collector):
    """Notes definitions of functions that are commented out."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note for each."""
        for number, line in enumerate(file.lines, 1):
            if "#" in line and "def" in line and (found := _DEFINED.match(line)) is not None:
                yield Note(OFF, number, 1, number, len(line), -1, -1, (found[1],))


def template(project: ProjectFacts, item: Lacking) -> str:
    """The template that a deployment puts in the place of a file, if it has what is missing there; else nothing."""
    names = {item.source.rpartition("/")[2] + ending for ending in _ENDINGS}
    word = word_hash(item.name)
    return next(
        (
            path
            for path in project.others
            if path.rpartition("/")[2] in names and word in unpacked(project.mentions.get(path, b""))
        ),
        "",
    )


def is_withdrawn(project: ProjectFacts, item: Lacking) -> bool:
    """Whether the class itself has the method in a comment: somebody took it out and knows."""
    facts = project.files[item.source]
    end = next((cls.end_line for cls in facts.classes if cls.line == item.line), 0)
    # a comment at the end of a class is no part of it
    starts = [cls.line for cls in facts.classes] + [function.line for function in facts.functions]
    after = min((line for line in starts if line > end), default=end + _FAR)
    return any(
        note.values[0] == item.name and item.line < note.line < after
        for note in facts.noted.get(Withdrawn.name(), ())
    )
