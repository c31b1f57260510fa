"""The options that a project's command lines have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

_SPELLED = re.compile(r"--([A-Za-z][\w-]*)")
_OPEN = re.compile(
    r"parse_known_args|parse_known_intermixed|ignore_unknown_options|allow_extra_args|REMAINDER|UNPROCESSED|"
    r"allow_interspersed|f[\"']--?\{|f[\"']--[\w-]*\{|[\"']--?[\"']\s*(?:\+|%|\.)|--%s|--\{|add_cli_args|"
    r"add_argument_group\([^)]*cls|\*sys\.argv|sys\.argv\[[12]?:\]"
)
_HINTS = (
    *("parse_known", "unknown_options", "extra_args", "cli_args", "add_argument_group", "REMAINDER"),
    *("UNPROCESSED", "interspersed", "*sys.argv", "sys.argv[", "--%s", "--{", 'f"-', "f'-"),
    *(f"{before}{dashes}{behind}" for before in "\"'" for dashes in ("-", "--") for behind in "\"'"),
)
"""One of these stands in each of those."""
_PARSERS = frozenset({"argparse", "click", "typer", "rich_click", "asyncclick", "optparse"})
_OTHERS = frozenset(
    "fire absl hydra omegaconf simple_parsing tyro jsonargparse docopt transformers plac cyclopts configargparse "
    "pydantic_settings traitlets django scrapy locust gflags tap cleo invoke pytorch_lightning lightning "
    "pydantic_argparse "
    "argh defopt clize oslo_config knack cement cliff tensorflow getopt ml_collections clypi cappa "
    "arguably dataclass_cli "
    "detectron2 mmengine deepspeed datargs argparse_dataclass trl argbind draccus xdsl flask sphinx pytest".split()
)
_GIVEN = frozenset({"--help", "--version", "--install-completion", "--show-completion"})
_MOST = 600


class SpelledOptions(Collector):
    """The long options that a file spells, and whether it takes any others."""

    def wants(self, file: ModuleContext) -> bool:
        """Files that spell one in a literal."""
        return file.zone is not Zone.TESTS and ('"--' in file.text or "'--" in file.text)

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note for the file: the options without their dashes."""
        found = sorted(set(_SPELLED.findall(file.text)))[:_MOST]
        opened = any(hint in file.text for hint in _HINTS) and _OPEN.search(file.text) is not None
        yield Note("open" if opened else "options", 1, 1, 1, 1, -1, -1, (tuple(name[:60] for name in found),))


class Options:
    """Whether a program of the project has an option."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._closed: dict[str, bool] = {}

    def lacks(self, path: str, option: str) -> bool:
        """Whether it is certain that what a file starts does not have an option."""
        if not path or option in _GIVEN or not self._is_closed(path):
            return False
        name = option[2:]
        plain = name.removeprefix("no-")
        return not any(known.startswith((name, plain)) for known in self._known)

    def _is_closed(self, path: str) -> bool:
        """Whether the options of a program are all spelled in the project: it parses by itself, and strictly."""
        if path not in self._closed:
            reached = self.project.reachable_from(path)
            tops = {
                item.module.partition(".")[0] for each in reached for item in self.project.files[each].imports
            }
            own = {item.module.partition(".")[0] for item in self.project.files[path].imports}
            near = {
                item.module.partition(".")[0]
                for each in (path, *self.project.imports.get(path, ()))
                for item in self.project.files[each].imports
            }
            opened = any(each in self._opened for each in reached)
            self._closed[path] = bool(_PARSERS & (own | near)) and not opened and not _OTHERS & tops
        return self._closed[path]

    @cached_property
    def _opened(self) -> frozenset[str]:
        noted = self.project.noted(SpelledOptions)
        return frozenset(path for path, notes in noted if any(note.kind == "open" for note in notes))

    @cached_property
    def _known(self) -> frozenset[str]:
        """All options that any file spells, and names of parameters and fields, from which they are made."""
        found: set[str] = set()
        for _, notes in self.project.noted(SpelledOptions):
            for note in notes:
                for value in note.values:
                    found.update(value if isinstance(value, tuple) else ())
        for facts in self.project.files.values():
            for function in facts.functions:
                found.update(param.name.strip("_").replace("_", "-") for param in function.params)
            for cls in facts.classes:
                found.update(field.name.replace("_", "-") for field in cls.fields)
        return frozenset(found | {name.replace("_", "-") for name in found})
