"""The configuration of pytest: which file it takes, and what stands in it.

The order is pytest's own (``_pytest.config.findpaths.locate_config``): ``pytest.ini`` and ``.pytest.ini``,
which count even without a section, ``pyproject.toml`` with ``[tool.pytest.ini_options]`` (pytest 9 also
reads ``[tool.pytest]``), ``tox.ini`` with ``[pytest]``, ``setup.cfg`` with ``[tool:pytest]``. The first one
is read, all others are not. pytest 9 looks for ``pytest.toml`` before them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from codereview.facts.dependencies.toml_places import Places, load_toml, table
from codereview.facts.testing.ini import sections

ORDER = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
NAMES = frozenset(ORDER)
_INI_SECTION = {
    "pytest.ini": "pytest",
    ".pytest.ini": "pytest",
    "tox.ini": "pytest",
    "setup.cfg": "tool:pytest",
}


class Setting(msgspec.Struct, frozen=True):
    """One key: its words (a list in TOML, else the text's lines or words) and its line."""

    key: str
    text: str
    items: tuple[str, ...]
    line: int


class Config(msgspec.Struct, frozen=True):
    """One file's configuration of pytest.

    Attributes:
        path, folder: the file, and the folder it stands in.
        section: ``pytest``, ``tool:pytest``, ``tool.pytest.ini_options`` or ``tool.pytest``.
        line: of the section; 1 where the file has none and counts all the same.
        settings: what it sets, each key once.
        doubled: keys that stand there again.
        native: whether only pytest 9 and later read it.
    """

    path: str
    folder: str
    section: str
    line: int
    settings: dict[str, Setting]
    doubled: tuple[Setting, ...] = ()
    native: bool = False

    def items(self, key: str) -> tuple[str, ...]:
        """The words of a setting; none if it is not set."""
        setting = self.settings.get(key)
        return setting.items if setting is not None else ()

    def options(self) -> tuple[str, ...]:
        """The words of ``addopts``."""
        return self.items("addopts")

    def named_paths(self) -> tuple[str, ...]:
        """Paths among ``addopts``: with them pytest looks nowhere else. What follows an option can be its value."""
        words = self.options()
        return tuple(
            word
            for before, word in zip(("", *words), words, strict=False)
            if not word.startswith("-")
            and not before.startswith("-")
            and ("/" in word or word.endswith(".py"))
        )


def configs(texts: Mapping[str, str]) -> dict[str, tuple[Config, ...]]:
    """The configurations by folder, that which pytest takes first in front."""
    found: dict[str, list[Config]] = {}
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        if name in NAMES:
            found.setdefault(folder, []).extend(_of_file(path, folder, name, text))
    for items in found.values():
        items.sort(key=lambda config: ORDER.index(config.path.rpartition("/")[2]))
    return {folder: tuple(items) for folder, items in sorted(found.items()) if items}


def _of_file(path: str, folder: str, name: str, text: str) -> Iterator[Config]:
    if name.endswith(".toml"):
        if "pytest" in text:
            yield from _of_toml(path, folder, name, text)
        return
    wanted = _INI_SECTION[name]
    for section in sections(text):
        if section.name == wanted:
            settings: dict[str, Setting] = {}
            doubled = []
            for entry in section.entries:
                setting = Setting(entry.key, entry.value, _words(entry.key, entry.value), entry.line)
                if entry.key in settings:
                    doubled.append(setting)
                else:
                    settings[entry.key] = setting
            yield Config(path, folder, section.name, section.line, settings, tuple(doubled))
            return
    if name in ("pytest.ini", ".pytest.ini"):
        yield Config(path, folder, "", 1, {})


def _of_toml(path: str, folder: str, name: str, text: str) -> Iterator[Config]:
    data = load_toml(text)
    if isinstance(data, str):
        return
    places = Places(text)
    if name != "pyproject.toml":
        if values := table(data, "pytest"):
            yield _toml(path, folder, "pytest", values, places, native=True)
        return
    above = table(data, "tool", "pytest")
    inner = above.get("ini_options")
    if isinstance(inner, dict):
        yield _toml(path, folder, "tool.pytest.ini_options", inner, places, native=False)
    own = {key: value for key, value in above.items() if key != "ini_options"}
    if own:
        yield _toml(path, folder, "tool.pytest", own, places, native=True)


def _toml(
    path: str, folder: str, name: str, values: dict[str, Any], places: Places, *, native: bool
) -> Config:
    settings = {}
    for key, value in values.items():
        if isinstance(value, list):
            items = tuple(item for item in value if isinstance(item, str))
            text = "\n".join(items)
        else:
            text = value if isinstance(value, str) else str(value).lower()
            items = _words(key, text)
        settings[key] = Setting(key, text, items, places.of_key(name, key))
    return Config(path, folder, name, places.of_section(name), settings, native=native)


def _words(key: str, text: str) -> tuple[str, ...]:
    """A setting's items: lines for markers and filters, else words as a shell splits them."""
    if key in ("markers", "filterwarnings", "required_plugins"):
        return tuple(line.strip() for line in text.split("\n") if line.strip())
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())
