"""Configuration of pytest that it does not read, or that means nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from codereview.api import Confidence, Related, Severity
from codereview.facts.dependencies.toml_places import Places, load_toml
from codereview.facts.fingerprints import word_hash
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.configs import Config, Setting
from codereview.facts.testing.ini import Section, sections
from codereview.facts.testing.patterns import existing
from codereview_rules.testing._collection.values import some
from codereview_rules.testing._suite.plugins import declared

from .keys import BUILT_IN_MARKS, OPTIONS, OWN, PLUGIN_MARKS, meant, plugin_is_missing

_WANTED = {"setup.cfg": "tool:pytest", "tox.ini": "pytest", "pytest.ini": "pytest", ".pytest.ini": "pytest"}
_LIKE = frozenset(
    {"pytest", "tool:pytest", "py.test", "tool.pytest", "tool.pytest.ini_options", "pytest.ini_options"}
)
_TABLES = ("pytest", "pytest.ini_options", "tool.pytest.ini-options", "tool.pytest.ini_option")
_NEVER_A_PATH = re.compile(r"[$*?{\[]")


@dataclass(frozen=True)
class Ignored:
    """Something in a configuration that has no effect, or another than the one meant."""

    path: str
    line: int
    message: str
    severity: Severity = Severity.LOW
    confidence: Confidence = Confidence.HIGH
    related: tuple[Related, ...] = ()


class PytestConfiguration:
    """Looks at all files that can configure pytest.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._testing = project.testing
        self._declared = declared(project)

    def ignored(self) -> Iterator[Ignored]:
        """All there is, in no order."""
        yield from self._sections()
        for configs in self._testing.configs.values():
            yield from self._losers(configs)
            winner = configs[0]
            if not (winner.native and self._native_is_unread(winner)):
                yield from self._doubled(winner)
                yield from self._keys(winner)
                yield from self._paths(winner)
        yield from self._markers()

    def _sections(self) -> Iterator[Ignored]:
        """Sections of a name that pytest does not look for in that file."""
        for path, text in self._project.texts.items():
            name = path.rpartition("/")[2]
            if name in _WANTED and "pytest" in text:
                found = sections(text)
                if not any(section.name == _WANTED[name] for section in found):
                    yield from (
                        self._section(path, name, section) for section in found if section.name in _LIKE
                    )
            elif name == "pyproject.toml" and "pytest" in text:
                yield from self._tables(path, text)

    def _section(self, path: str, name: str, section: Section) -> Ignored:
        wanted = _WANTED[name]
        stops = ", and it stops with an error" if (name, section.name) == ("setup.cfg", "pytest") else ""
        keys = some([entry.key for entry in section.entries])
        sets = f" ({keys})" if keys else ""
        told = f"pytest does not read `[{section.name}]`{sets} in {name}: there it wants `[{wanted}]`{stops}"
        return Ignored(path, section.line, told, Severity.MEDIUM)

    def _tables(self, path: str, text: str) -> Iterator[Ignored]:
        data = load_toml(text)
        if isinstance(data, str):
            return
        for name in _TABLES:
            inner: object = data
            for part in name.split("."):
                inner = inner.get(part) if isinstance(inner, dict) else None
            if isinstance(inner, dict) and (name != "pytest" or set(inner) - {"ini_options"}):
                told = f"pytest does not read `[{name}]` in pyproject.toml: there it wants `[tool.pytest.ini_options]`"
                yield Ignored(path, Places(text).of_section(name), told, Severity.MEDIUM)
        for config in self._testing.configs.get(path.rpartition("/")[0], ()):
            if config.path == path and config.native and self._native_is_unread(config):
                old = self._pytest_version()
                told = (
                    f"`[tool.pytest]` is read by pytest 9 and later; {old} wants `[tool.pytest.ini_options]`"
                )
                yield Ignored(path, config.line, told, Severity.MEDIUM)

    def _native_is_unread(self, config: Config) -> bool:
        names = set(config.settings) & OWN
        return bool(names) and self._pytest_version() != ""

    def _pytest_version(self) -> str:
        """Where the manifests ask for a pytest before 9, in words; empty if any of them admits a later one."""
        found = ""
        for manifest in self._project.dependencies.manifests.values():
            for item in manifest.requirements:
                if item.name == "pytest" and (item.version or item.specifier):
                    if not _is_before_9(item.version, item.specifier):
                        return ""
                    asked = f"pytest {item.version}" if item.version else f"pytest{item.specifier}"
                    found = found or f"{asked} of {item.path}"
        return found

    def _losers(self, configs: tuple[Config, ...]) -> Iterator[Ignored]:
        """Files beside the one that pytest takes."""
        winner = configs[0]
        for loser in configs[1:]:
            if loser.path == winner.path or winner.native or loser.native or self._is_asked_for(loser):
                continue
            lost = [key for key, s in loser.settings.items() if _other(winner, s)]
            if not loser.settings:
                continue
            tells = f"{some(lost)} there has no effect" if lost else "it says nothing else"
            name = winner.path.rpartition("/")[2]
            yield Ignored(
                loser.path,
                loser.line,
                f"pytest does not read `[{loser.section}]`: {name} stands in the same folder and wins; {tells}",
                Severity.MEDIUM if lost else Severity.LOW,
                related=(Related(winner.path, winner.line, "this is what pytest reads"),),
            )

    def _is_asked_for(self, config: Config) -> bool:
        name = re.escape(config.path.rpartition("/")[2])
        wanted = re.compile(rf"(?:-c|--config-file)[ =\"',]+[\w./-]*{name}")
        return any(len(text) < 200_000 and wanted.search(text) for text in self._project.texts.values())

    def _doubled(self, config: Config) -> Iterator[Ignored]:
        for setting in config.doubled:
            first = config.settings[setting.key]
            told = f"`{setting.key}` stands twice in `[{config.section}]`: pytest stops with `duplicate name`"
            related = (Related(config.path, first.line, "the first one"),)
            yield Ignored(config.path, setting.line, told, Severity.MEDIUM, related=related)

    def _keys(self, config: Config) -> Iterator[Ignored]:
        for key, setting in config.settings.items():
            if key in OWN:
                continue
            if key in OPTIONS:
                told = (
                    f"`{key}` is no key of pytest's configuration: as an option it belongs into "
                    f"`addopts` (`{OPTIONS[key]}`)"
                )
                yield Ignored(config.path, setting.line, told)
            elif right := meant(key):
                told = f"pytest knows no key `{key}`; the one that it reads is `{right}`"
                yield Ignored(config.path, setting.line, told, Severity.MEDIUM)
            elif plugin := plugin_is_missing(key, self._declared):
                told = f"`{key}` is a key of {plugin}, which no manifest names: pytest passes it over"
                yield Ignored(config.path, setting.line, told, Severity.LOW, Confidence.MEDIUM)

    def _paths(self, config: Config) -> Iterator[Ignored]:
        collection = self._testing.collection
        for key in ("testpaths", "pythonpath"):
            setting = config.settings.get(key)
            items = setting.items if setting is not None else ()
            missing = [
                item
                for item in items
                if not _NEVER_A_PATH.search(item)
                and not existing(config.folder, item, collection.folders, collection.all_files)
            ]
            if setting is not None and missing:
                where = (
                    "; pytest then looks everywhere"
                    if key == "testpaths" and len(missing) == len(items)
                    else ""
                )
                names = some(missing)
                verb = "is" if len(missing) == 1 else "are"
                yield Ignored(
                    config.path, setting.line, f"`{key}` names {names}, which {verb} not there{where}"
                )

    def _markers(self) -> Iterator[Ignored]:
        """Markers that nobody registers, where pytest is told to refuse them."""
        configs = self._testing.configs.get("", ())
        if not configs or not _is_strict(configs[0]):
            return
        config = configs[0]
        known = {re.split(r"[:(\s]", line, maxsplit=1)[0] for line in config.items("markers")}
        known |= BUILT_IN_MARKS | PLUGIN_MARKS
        registering = [
            f
            for f in self._project.files.values()
            if any(c.path.endswith("addinivalue_line") for c in f.calls)
        ]
        told: set[str] = set()
        for path in self._testing.files:
            rules = self._testing.collection.patterns(path.rpartition("/")[0])
            if any(rule.config != config.path for rule in rules):
                continue  # pytest can be started with another configuration
            for mark, line in self._marks(path):
                code = word_hash(mark).to_bytes(4, sys.byteorder)
                if mark in known or mark in told or any(code in f.prints.words for f in registering):
                    continue
                told.add(mark)
                at = config.settings.get("markers")
                says = (
                    f"the marker `{mark}` is not registered, and `--strict-markers` makes that an "
                    f"error where tests are collected"
                )
                related = (Related(config.path, at.line if at else config.line, "registered are these"),)
                yield Ignored(path, line, says, Severity.MEDIUM, Confidence.MEDIUM, related)

    def _marks(self, path: str) -> Iterator[tuple[str, int]]:
        facts = self._project.files[path]
        marked = [(item.decorators, item.line) for item in facts.functions]
        marked += [(item.decorators, item.line) for item in facts.classes]
        for decorators, line in marked:
            for decorator in decorators:
                parts = decorator.removesuffix("()").split(".")
                if parts[:2] == ["pytest", "mark"] and len(parts) == 3:
                    yield parts[2], line


def _is_before_9(version: str, specifier: str) -> bool:
    """Whether a pin, or else a specifier, admits no version of pytest from 9 on."""
    try:
        if version:
            return Version(version).major < 9
        allowed = SpecifierSet(specifier)
    except (InvalidSpecifier, InvalidVersion):
        return False
    return not any(allowed.contains(f"{major}.{minor}") for major in (9, 10) for minor in (*range(10), 99))


def _other(winner: Config, setting: Setting) -> bool:
    """Whether a setting says something that the configuration that wins does not."""
    own = winner.settings.get(setting.key)
    return own is None or own.items != setting.items


def _is_strict(config: Config) -> bool:
    words = config.options()
    if "--strict-markers" in words or "--strict" in words:
        return True
    return any(
        config.settings[k].text == "true" for k in ("strict_markers", "strict") if k in config.settings
    )
