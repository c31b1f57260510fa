"""Configuration of coverage.py that it does not read, or that names what is not there.

It takes the first of ``.coveragerc``, ``setup.cfg``, ``tox.ini`` and ``pyproject.toml`` that has settings of its own
(``coverage.config.config_files_to_try``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Related
from codereview.facts.dependencies.toml_places import Places, load_toml, strings, table
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.ini import sections
from codereview_rules.testing._collection.values import some

from ..._syntax.patterns import lazy_pattern
from .pytests import Ignored

_ORDER = (".coveragerc", "setup.cfg", "tox.ini", "pyproject.toml")
_GIVEN = lazy_pattern(r"--cov-config|--rcfile|COVERAGE_RCFILE|COVERAGE_PROCESS_START")
_NO_NAME = lazy_pattern(
    r"[*?\[\]{}$~]|^/|^\.\.|site-packages|venv|\benv\b|^\.|_version|dist-packages|__pycache__|migrations"
)
_LARGEST = 200_000


class _Config(NamedTuple):
    path: str
    folder: str
    line: int
    source: tuple[str, ...]
    source_line: int
    omit: tuple[str, ...]
    omit_line: int


class CoverageConfiguration:
    """Looks at all files that can configure coverage.py.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._collection = project.testing.collection

    def ignored(self) -> Iterator[Ignored]:
        """All there is, in no order."""
        by_folder: dict[str, list[_Config]] = {}
        for path, text in self._project.texts.items():
            if path.rpartition("/")[2] in _ORDER and "cov" in path + text:
                found = _toml(path, text) if path.endswith(".toml") else _ini(path, text)
                if found is not None:
                    by_folder.setdefault(found.folder, []).append(found)
        given = (
            any(len(t) < _LARGEST and _GIVEN.search(t) for t in self._project.texts.values())
            if by_folder
            else False
        )
        for configs in by_folder.values():
            configs.sort(key=lambda config: _ORDER.index(config.path.rpartition("/")[2]))
            if not given:
                yield from self._losers(configs)
            yield from self._missing(configs[0])

    def _losers(self, configs: list[_Config]) -> Iterator[Ignored]:
        winner = configs[0]
        for loser in configs[1:]:
            name = winner.path.rpartition("/")[2]
            told = f"coverage does not read its settings here: {name} stands in the same folder and wins"
            related = (Related(winner.path, winner.line, "this is what coverage reads"),)
            yield Ignored(loser.path, loser.line, told, related=related)

    def _missing(self, config: _Config) -> Iterator[Ignored]:
        gone = [item for item in config.source if not self._is_there(config, item)]
        if gone:
            told = f"coverage measures {some(gone)} (`source`), which {'is' if len(gone) == 1 else 'are'} not there"
            yield Ignored(config.path, config.source_line, told)
        gone = [item for item in config.omit if "/" in item.strip("/") and not self._is_there(config, item)]
        if gone:
            told = f"coverage leaves out {some(gone)} (`omit`), which {'is' if len(gone) == 1 else 'are'} not there"
            yield Ignored(config.path, config.omit_line, told)

    def _is_there(self, config: _Config, item: str) -> bool:
        """Whether an entry means a file, a folder, or a module of the project; patterns count as there."""
        plain = item.removesuffix("/*").removesuffix("/**").strip("/")
        if not plain or plain == "." or _NO_NAME.search(plain.removeprefix("./")):
            return True
        plain = plain.removeprefix("./")
        path = f"{config.folder}/{plain}" if config.folder else plain
        collection = self._collection
        if path in collection.folders or path in collection.all_files:
            return True
        if self._project.layout.find(plain.replace("/", "."), config.folder):
            return True
        dotted = plain.replace(".", "/")
        ends = ("/" + plain, "/" + dotted)
        near = any(folder.endswith(ends) or folder == dotted for folder in collection.folders)
        declared = {r.name for m in self._project.dependencies.manifests.values() for r in m.requirements}
        return (
            near
            or f"{path}.py" in collection.all_files
            or plain.partition(".")[0].replace("_", "-") in declared
        )


def _ini(path: str, text: str) -> _Config | None:
    folder, _, name = path.rpartition("/")
    prefix = "" if name == ".coveragerc" else "coverage:"
    wanted = (prefix,) if prefix else ("coverage:", "run", "report")
    found = [section for section in sections(text) if section.name.startswith(wanted)]
    if not found:
        return None
    run = next((s for s in found if s.name in (f"{prefix}run", "coverage:run")), None)
    source, omit = (run.get("source"), run.get("omit")) if run is not None else (None, None)
    return _Config(
        path,
        folder,
        found[0].line,
        _items(source.value if source else ""),
        source.line if source else 1,
        _items(omit.value if omit else ""),
        omit.line if omit else 1,
    )


def _toml(path: str, text: str) -> _Config | None:
    data = load_toml(text)
    settings = table(data, "tool", "coverage") if isinstance(data, dict) else {}
    if not settings:
        return None
    places = Places(text)
    run = table(settings, "run")
    line = min((places.of_section(f"tool.coverage.{key}") for key in settings), default=1)
    return _Config(
        path,
        path.rpartition("/")[0],
        line,
        tuple(strings(run.get("source"))),
        places.of_key("tool.coverage.run", "source"),
        tuple(strings(run.get("omit"))),
        places.of_key("tool.coverage.run", "omit"),
    )


def _items(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in re.split(r"[,\n]", value) if item.strip())
