"""Commands of documents whose target, recipe, script, module or option is not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from codereview.api import Confidence
from codereview.facts.dependencies.installs import where_of
from codereview.facts.dependencies.toml_places import load_toml, table
from codereview.facts.documents.project import Documents
from codereview.facts.documents.values import Document, Said
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern
from .fault import Fault
from .options import Options

_TARGET = lazy_pattern(r"^([^\s#:=][^#:=\n]*?)\s*::?(?![=:])", re.MULTILINE)
_RECIPE = lazy_pattern(r"^@?([A-Za-z_][\w-]*)(?:\s[^:=\n]*)?:(?!=)", re.MULTILINE)
_ALIAS = lazy_pattern(r"^alias\s+([\w-]+)\s*:=", re.MULTILINE)
_MAKEFILES = ("Makefile", "makefile", "GNUmakefile")
_SECTION = lazy_pattern(r"console_scripts[\"']?\s*[:=]\s*\[?(.*?)(?:\]|\n\s*\n|\n\[|\Z)", re.DOTALL)


class Targets:
    """The commands of a project's documents against its Makefiles, manifests and modules."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.project: ProjectFacts = documents.project
        self.options = Options(self.project)

    def faults(self, document: Document) -> Iterator[Fault]:
        """The commands of one document that cannot work."""
        for said in document.commands:
            if said.program == "make":
                yield from self._make(document, said)
            elif said.program == "just":
                yield from self._just(document, said)
            elif said.program == "python -m":
                yield from self._module(document, said)
            elif said.program == "python":
                yield from self._file(document, said)
            elif said.labelled and said.program in self.scripts:
                yield from self._with_options(document, said, self.scripts[said.program], said.program)
            elif said.labelled:
                yield from self._script(document, said)

    def _make(self, document: Document, said: Said) -> Iterator[Fault]:
        here = document.path.rpartition("/")[0]
        ways = [
            said.folders[start:] for start in range(len(said.folders) + 1)
        ]  # the first is often the clone
        folders = {
            posixpath.normpath(posixpath.join(base, *way)).strip("./") for base in (here, "") for way in ways
        }
        texts = [
            text
            for folder in folders
            for name in _MAKEFILES
            if (text := self.project.texts.get(f"{folder}/{name}" if folder else name)) is not None
        ]
        if not texts:
            return
        known = [_targets(text) for text in texts]
        if None in known:
            return
        names = frozenset().union(*(k for k in known if k is not None))
        for word in said.words:
            if "=" in word or word in names or "/" in word or "." in word:
                break
            yield Fault(
                document.path,
                said.line,
                "commands",
                f"`make {word}` has no target in the Makefile",
                f"`make {word}`",
            )

    def _just(self, document: Document, said: Said) -> Iterator[Fault]:
        text = self.project.texts.get("justfile")
        if (
            text is None
            or not said.words
            or said.folders
            or re.search(r"^(?:import|mod)\s", text, re.MULTILINE)
        ):
            return
        known = {*_RECIPE.findall(text), *_ALIAS.findall(text)}
        if said.words[0] not in known:
            shown = f"`just {said.words[0]}`"
            yield Fault(document.path, said.line, "commands", f"{shown} has no recipe in the justfile", shown)

    def _module(self, document: Document, said: Said) -> Iterator[Fault]:
        """``python -m package`` where the package has nothing that runs."""
        dotted = said.words[0] if said.words else ""
        if not re.fullmatch(r"[a-z_]\w*(?:\.\w+)*", dotted):
            return
        find = self.project.layout.find
        here = document.path.rpartition("/")[0]
        folders = dict.fromkeys(
            (*(posixpath.normpath(posixpath.join(here, f)) for f in said.folders), *said.folders, here, "")
        )
        found = next((path for folder in folders if (path := find(dotted, folder.strip("./")))), "")
        if found.endswith("/__init__.py") and self.project.zone(found) is Zone.PRODUCTION:
            folder = found.removesuffix("/__init__.py")
            if not self.documents.there(f"{folder}/__main__.py") and not self.documents.ending(
                f"{dotted.replace('.', '/')}/__main__.py"
            ):
                what = f"`python -m {dotted}` starts nothing: the package has no `__main__.py`"
                yield Fault(document.path, said.line, "commands", what, f"`python -m {dotted}`")
        elif found.endswith(".py"):
            yield from self._with_options(document, said, found, f"python -m {dotted}")

    def _file(self, document: Document, said: Said) -> Iterator[Fault]:
        named = said.words[0] if said.words else ""
        if not named.endswith(".py"):
            return
        found = [path for path in self.documents.ending(named) if path in self.project.files]
        if len(found) == 1:
            yield from self._with_options(document, said, found[0], f"python {named}")
        elif not found and "/" in named and where_of(document.path) is None:
            folder = posixpath.normpath(named).rpartition("/")[0]
            homes = [home for home in self.documents.ending(folder) if home in self.documents.folders]
            own = any(path.rpartition("/")[0] in homes for path in self.project.files)
            if (
                folder
                and own
                and not self.documents.ignored(named)
                and named.rpartition("/")[2] not in self.documents.by_name
            ):
                what = f"`python {named}` starts a file that is not there"
                yield Fault(
                    document.path, said.line, "commands", what, f"`python {named}`", Confidence.MEDIUM
                )

    def _with_options(self, document: Document, said: Said, path: str, shown: str) -> Iterator[Fault]:
        for option in said.options:
            if self.options.lacks(path, option):
                what = f"`{shown}` has no option `{option}`: nothing in the project's code spells it"
                yield Fault(
                    document.path, said.line, "options", what, f"`{option}` of `{shown}`", Confidence.MEDIUM
                )

    def _script(self, document: Document, said: Said) -> Iterator[Fault]:
        """A command with the name of the distribution, which declares no script of that name."""
        name = said.program
        if self._names is None or name.lower().replace("_", "-") not in self._names:
            return
        if any(
            self.documents.by_name.get(each) for each in (name, f"{name}.sh", f"{name}.bat", f"{name}.exe")
        ):
            return
        have = ", ".join(f"`{script}`" for script in sorted(self.scripts)[:4])
        what = f"`{name}` is no command that the project installs" + (
            f": its scripts are {have}" if have else ""
        )
        yield Fault(document.path, said.line, "commands", what, f"`{name}`", Confidence.MEDIUM)

    @cached_property
    def _names(self) -> frozenset[str] | None:
        """The names of the distribution, if its manifest tells all of its scripts."""
        text = self.project.texts.get("pyproject.toml")
        data = load_toml(text) if text is not None else ""
        if isinstance(data, str) or "setup.py" in self.project.texts or "setup.cfg" in self.project.texts:
            return None
        project = table(data, "project") or table(data, "tool", "poetry")
        if (
            not isinstance(project.get("name"), str)
            or "scripts" in project.get("dynamic", [])
            or not self.scripts
        ):
            return None  # without any script it can be installed by other means
        return frozenset({project["name"].lower().replace("_", "-")})

    @cached_property
    def scripts(self) -> dict[str, str]:
        """The console scripts that manifests declare, with the files of their functions (empty if not known)."""
        found: dict[str, str] = {}
        for path, text in self.project.texts.items():
            name = path.rpartition("/")[2]
            declared: dict[str, str] = {}
            if name == "pyproject.toml":
                declared = _of_pyproject(text)
            elif name in ("setup.cfg", "setup.py"):
                for section in _SECTION.findall(text):
                    declared.update(re.findall(r"[\"']?([\w.-]+)\s*=\s*([\w.]+:[\w.]+)", section))
            for script, value in declared.items():
                module = value.partition(":")[0].strip()
                file = self.project.layout.find(module, path.rpartition("/")[0])
                found[script] = file if file.endswith(".py") else ""
        return found


def _of_pyproject(text: str) -> dict[str, str]:
    data = load_toml(text)
    if isinstance(data, str):
        return {}
    groups = (
        table(data, "project", "scripts"),
        table(data, "project", "gui-scripts"),
        table(data, "tool", "poetry", "scripts"),
    )
    return {k: v if isinstance(v, str) else "" for group in groups for k, v in group.items()}


@lru_cache(maxsize=32)
def _targets(text: str) -> frozenset[str] | None:
    """The targets of a Makefile; None if it has some that its text does not show."""
    if re.search(
        r"^-?s?include\s|^\s*%\s*:|^\$\(|^\$\{|^[^\s#:=]*%[^:=\n]*:|\$\(eval|^define\s", text, re.MULTILINE
    ):
        return None
    names: set[str] = set()
    for found in _TARGET.findall(text):
        if "$(" in found or "${" in found:
            return None
        names.update(found.split())
    return frozenset(names)
