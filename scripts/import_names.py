"""Compares ``import_names.toml`` with what is installed, and keeps it in order.

    python scripts/import_names.py --check SITE_PACKAGES...     says where they disagree; exit code 1 if they do
    python scripts/import_names.py --write SITE_PACKAGES...     adds what is missing, and sorts the file

Of each folder ``site-packages``, of any Python environment, the ``METADATA`` and ``RECORD`` of each distribution are
read. Nothing is imported, and nothing is asked over the network. Without folders, the file is only checked or brought
into order.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from codereview.facts.dependencies.names import canonical, import_names, is_namespace

FILE = Path(__file__).resolve().parent.parent / "src/codereview/facts/dependencies/import_names.toml"
WIDTH = 115
_MODULE = re.compile(r"([A-Za-z_]\w*?)(?:\.(?:py|(?:cpython|abi3|cp\d+|pypy)[\w.-]*\.(?:so|pyd)|so|pyd))?$")
_ASIDE = frozenset(
    {"tests", "test", "docs", "doc", "examples", "benchmarks", "scripts", "bin", "__pycache__"}
)


def modules_of(files: Iterable[str]) -> tuple[str, ...]:
    """The modules of a distribution, from the paths in its ``RECORD``; of shared packages the deeper names."""
    found: set[str] = set()
    names = set(files)
    for name in names:
        path = PurePosixPath(name)
        if path.parts[0].endswith((".dist-info", ".data", ".egg-info")) or path.suffix not in (
            ".py",
            ".so",
            ".pyd",
        ):
            continue
        found.add(_shortest(path, names))
    return tuple(sorted(module for module in found if module and module.partition(".")[0] not in _ASIDE))


def _shortest(path: PurePosixPath, names: set[str]) -> str:
    """The first part of a path that is a package of its own or a module."""
    parts: list[str] = []
    for part in path.parts:
        match = _MODULE.fullmatch(part)
        if match is None:
            return ""
        parts.append(match.group(1))
        folder = "/".join(path.parts[: len(parts)])
        if f"{folder}/__init__.py" in names and not is_namespace(".".join(parts)):
            break
    return ".".join(part for part in parts if part != "__init__")


def installed(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The distributions in these folders with their modules, by name."""
    found: dict[str, Distribution] = {}
    for distribution in distributions(path=[str(folder) for folder in folders]):
        found[canonical(distribution.metadata["Name"])] = distribution
    for name, distribution in sorted(found.items()):
        modules = modules_of(str(file) for file in distribution.files or ())
        public = tuple(
            module for module in modules if not module.startswith("_") and not module.endswith("__mypyc")
        )
        if public:
            yield name, public


def differences(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...] | None]]:
    """Distributions with the modules that they have and those that the table says (None: it has none), where a
    module of the distribution is not in or below one of the table's."""
    for name, modules in installed(folders):
        known = import_names(name)
        if known is None or not all(any(_covers(k, module) for k in known) for module in modules):
            yield name, modules, known


def _covers(known: str, module: str) -> bool:
    return module == known or module.startswith(known + ".") or known.startswith(module + ".")


def ordered(text: str, added: dict[str, tuple[str, ...]]) -> str:
    """The text of the table with further distributions, sorted. Its comments and patterns stay as they are."""
    head, _, rest = text.partition('same = """\n')
    same, _, rest = rest.partition('"""')
    patterns, _, names = rest.partition("[names]\n")
    lines = {line.partition(" = ")[0]: line for line in names.splitlines() if line.strip()}
    words = set(same.split()) - set(lines)
    for name, modules in added.items():
        if modules == (name.replace("-", "_"),):
            words.add(name)
        else:
            lines[name] = f'{name} = "{" ".join(modules)}"'
    wrapped = "\n".join(textwrap.wrap(" ".join(sorted(words)), WIDTH, break_on_hyphens=False))
    return f'{head}same = """\n{wrapped}\n"""{patterns}[names]\n' + "".join(
        f"{lines[k]}\n" for k in sorted(lines)
    )


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="say where table and environment disagree")
    mode.add_argument("--write", action="store_true", help="add what the table lacks, and sort it")
    parser.add_argument("folders", nargs="*", type=Path, metavar="SITE_PACKAGES")
    chosen = parser.parse_args(arguments)
    text = FILE.read_text("utf-8")
    found = list(differences(chosen.folders))
    if chosen.write:
        FILE.write_text(
            ordered(text, {name: modules for name, modules, known in found if known is None}), "utf-8"
        )
    for name, modules, known in found:
        said = "not in the table" if known is None else f"the table says {' '.join(known)}"
        print(f"{name}: brings {' '.join(modules)}; {said}")
    if chosen.check and ordered(text, {}) != text:
        print(f"{FILE.name} is not in order; run with --write")
        return 1
    return int(chosen.check and any(known is not None for _, _, known in found))


if __name__ == "__main__":
    sys.exit(main())
