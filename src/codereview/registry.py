"""Finds rule classes, and practices: in packages of the entry-point group ``codereview.rules``, and in folders.

The built-in rules are registered like any other package. A rule is a concrete subclass of one of the four
kinds, with a card, defined in the module that is looked at. Nothing is ever loaded from the audited
repository by itself: folders come from the command line or from a configuration outside of it.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from codereview.adapters.adopted import Adopted, load
from codereview.api import Practice, Rule
from codereview.errors import PluginError

GROUP = "codereview.rules"


def load_rules(folders: Sequence[str | Path] = ()) -> list[type[Rule]]:
    """All rule classes, by id.

    Args:
        folders: folders with rule modules, on top of the installed packages.

    Raises:
        PluginError: a package or folder cannot be loaded, or two rules share an id.
    """
    found: dict[str, type[Rule]] = {}
    for source, module in (*_installed(), *_from_folders(folders)):
        for rule in _rules_in(module):
            other = found.setdefault(rule.card.id, rule)
            if other is not rule:
                raise PluginError(
                    f"the rule id {rule.card.id} of {source} is already taken by"
                    f" {other.__module__}.{other.__name__}; give one of them another id"
                )
    return [found[key] for key in sorted(found)]


def load_practices(folders: Sequence[str | Path] = ()) -> list[type[Practice]]:
    """All practices, by id; they stand in the same packages and folders as rules.

    Args:
        folders: folders with modules, on top of the installed packages.

    Raises:
        PluginError: a package or folder cannot be loaded, or two practices share an id.
    """
    found: dict[str, type[Practice]] = {}
    for source, module in (*_installed(), *_from_folders(folders)):
        for practice in _practices_in(module):
            other = found.setdefault(practice.id, practice)
            if other is not practice:
                raise PluginError(
                    f"the practice {practice.id} of {source} is already there as"
                    f" {other.__module__}.{other.__name__}; give one of them another id"
                )
    return [found[key] for key in sorted(found)]


def adopted() -> Adopted:
    """The tables by which reports of other tools become findings, from the folder ``adopted`` of each package.

    Raises:
        PluginError: a table that cannot be used.
    """
    folders: list[Path] = []
    for entry in _entries():
        spec = importlib.util.find_spec(entry.module.partition(".")[0])
        places = list(spec.submodule_search_locations or []) if spec is not None else []
        folders += [folder for place in places if (folder := Path(place, "adopted")).is_dir()]
    return load(folders)


def packages() -> dict[str, str]:
    """The distributions that rules are installed from, with their versions."""
    found = (entry.dist for entry in _entries())
    return dict(sorted((dist.name, dist.version) for dist in found if dist is not None))


def sources(folders: Sequence[str | Path] = ()) -> str:
    """A digest of the source text of codereview and of every rule package and folder, for cache keys.

    Nothing is imported for it, so that an audit whose result is known needs no rule at all.
    """
    digest = hashlib.sha256()
    places = [str(Path(__file__).parent), *(str(Path(folder).absolute()) for folder in folders)]
    for entry in _entries():
        spec = importlib.util.find_spec(entry.module.partition(".")[0])
        places += (spec.submodule_search_locations or [spec.origin or ""]) if spec is not None else []
        digest.update(f"{entry.name}={entry.value}\0".encode())
    for path in sorted(path for place in places for path in _source_files(place)):
        with open(path, "rb") as stream:
            digest.update(path.encode("utf-8", "surrogateescape") + b"\0" + stream.read())
    return digest.hexdigest()


@cache
def _entries() -> tuple[EntryPoint, ...]:
    """The packages that are installed under the group, by name; finding them reads the metadata of all that is
    installed."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)))


def _source_files(place: str) -> Iterator[str]:
    if os.path.isfile(place):
        yield place
    for folder, _, names in os.walk(place):
        yield from (os.path.join(folder, name) for name in names if name.endswith((".py", ".toml")))


def _installed() -> Iterator[tuple[str, ModuleType]]:
    for entry in _entries():
        source = f"the plugin {entry.name} ({entry.value})"
        try:
            top = entry.load()
            modules = _with_submodules(top) if isinstance(top, ModuleType) else (sys.modules[top.__module__],)
        except Exception as error:
            raise PluginError(
                f"{source} cannot be loaded: {type(error).__name__}: {error}; repair or uninstall it"
            ) from error
        for module in modules:
            yield source, module


@cache
def _with_submodules(top: ModuleType) -> tuple[ModuleType, ...]:
    """A package and all that is in it. Looked up once: an audit asks for rules four times, practices twice, and each
    worker again."""
    found = pkgutil.walk_packages(getattr(top, "__path__", ()), top.__name__ + ".")
    return (top, *(importlib.import_module(info.name) for info in found))


def _from_folders(folders: Iterable[str | Path]) -> Iterator[tuple[str, ModuleType]]:
    for folder in map(Path, folders):
        if not folder.is_dir():
            raise PluginError(f"the rule folder {folder} is not a folder; name one that holds rule modules")
        for path in sorted(folder.rglob("*.py")):
            if path.name.startswith(("test_", "conftest", "_")):
                continue
            yield f"the rule folder {folder}", _load_file(path)


def _load_file(path: Path) -> ModuleType:
    name = (
        "codereview_folder_"
        + hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    )
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError(f"the rule module {path} cannot be loaded: it is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise PluginError(
            f"the rule module {path} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    return module


def _rules_in(module: ModuleType) -> Iterator[type[Rule]]:
    for value in vars(module).values():
        if not (isinstance(value, type) and issubclass(value, Rule)):
            continue
        own = value.__module__ == module.__name__ and "card" in vars(value)
        if own and not inspect.isabstract(value):
            yield value


def _practices_in(module: ModuleType) -> Iterator[type[Practice]]:
    for value in vars(module).values():
        if not (isinstance(value, type) and issubclass(value, Practice)):
            continue
        if value.__module__ == module.__name__ and "id" in vars(value):
            yield value
