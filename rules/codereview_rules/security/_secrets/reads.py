"""Which names of credentials, and which files of settings, the modules of a project read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import Collector, Finding, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .in_force import is_read_by_framework
from .names import kind_of
from .patterns import NAME_BACK, NAME_REST
from .places import secret_words

_FILE = re.compile(
    r"(?P<file>[\w.\-]{1,60}\.(?:ya?ml|ini|cfg|toml|properties|json|xml))[\"'](?!\s?,\s?[\"'][wax])"
)
_GIVEN = re.compile(
    r"[\"']?\]?\s{0,4}(?::\s?\w{1,20}\s?)?=(?!=)"
)  # it is assigned, or a parameter gets its value
_NAME = re.compile(r" in (?P<name>\S{1,90}) is written into the file")
_FEW = 3
"""Of so few modules the one that takes a package in may be elsewhere."""
ASKED = "whether a module of the project reads it"
"""What a finding says was looked at, if the project has to confirm it."""


class CredentialReads(Collector):
    """The names of credentials that a module reads, and the files of settings that it names; one note for each file."""

    def wants(self, file: ModuleContext) -> bool:
        """Whether the file is of the program, and has a word of a credential or the name of such a file."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS):
            return False
        return bool(secret_words(file.text)[1]) or _FILE.search(file.text) is not None

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """The names and files, sorted."""
        found = {match["file"] for match in _FILE.finditer(file.text)} | _names(file.text)
        if found and file.tree.body:
            yield self.noted(file.tree.body[0], file, "read", *sorted(found))


def _names(text: str) -> set[str]:
    """Names of credentials that are more than assigned in a text."""
    found = set[str]()
    for position in secret_words(text)[1]:
        rest = NAME_REST.match(text, position)
        end = rest.end() if rest else position
        back = NAME_BACK.search(text, max(0, position - 80), position)
        name = text[back.start() if back else position : end].strip("-.").rpartition(".")[2]
        if name not in found and not _GIVEN.match(text, end) and kind_of(name) is not None:
            found.add(name)
    return found


# https://pypi.org/project/django-recaptcha, whose module was `captcha` once; so is that of another package.
_OF_RECAPTCHA = re.compile(r"(?i)recaptcha")


def _has_package(project: ProjectFacts, name: str) -> bool:
    """Whether a module takes in what reads a setting, where that is told by its name."""
    if not name.startswith("RECAPTCHA_") or len(project.files) < _FEW:
        return True
    own = {path.rpartition("/")[2].removesuffix(".py") for path in project.files}
    for facts in project.files.values():
        for item in facts.imports:
            last = item.module.rpartition(".")[2]
            if _OF_RECAPTCHA.search(f"{item.module} {item.name}") and not {last, item.name} & own:
                return True
    return False


def is_read(finding: Finding, project: ProjectFacts) -> bool:
    """Whether something reads a setting: another module by its name, or its file by the file's name."""
    said = _NAME.search(finding.message)
    name = said["name"].rpartition(".")[2] if said else ""
    base = finding.path.rpartition("/")[2]
    if base.endswith(".py") and is_read_by_framework(name) and _has_package(project, name):
        return True
    wanted = name if base.endswith(".py") else base
    return any(
        wanted in note.values
        for path, notes in project.noted(CredentialReads)
        if path != finding.path
        for note in notes
    )
