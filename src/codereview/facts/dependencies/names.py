"""Which distribution brings an imported module, and which modules a distribution brings.

What is *known* comes from ``import_names.toml``, whose head says how it was made. What is *guessed* follows the
habits of naming: ``-``, ``_`` and ``.`` are one, case does not count, and ``python-``, ``py`` and the like before or
after a name are left out in modules. A guess may excuse (an import is declared, a requirement is imported) and never
accuses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_AFFIXES = re.compile(r"^(?:python\d?|py)[-_.]?|[-_.](?:python\d?|py\d?|sdk|client|lib|api|headless|binary)$")
_SHORTEST = 4
_MARKS = r"nightly|dev|fork|gpu|cpu|headless|rolling|patched|slim|lite|full|core|binary|bin|ng|next|plus|\d+|cu\d+|v\d+"


class Tables(NamedTuple):
    """``import_names.toml``, indexed: modules by distribution, distributions by module, name patterns."""

    modules: Mapping[str, tuple[str, ...]]
    distributions: Mapping[str, tuple[str, ...]]
    namespaces: frozenset[str]
    patterns: tuple[tuple[str, str], ...]


@lru_cache(maxsize=10_000)
def canonical(name: str) -> str:
    """The name of a distribution as indexes compare it (PEP 503): ``Foo._bar`` -> ``foo-bar``."""
    return re.sub(r"[-_.]+", "-", name).lower()


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The bundled table, read when it is first needed."""
    data = tomllib.loads((files(__package__) / "import_names.toml").read_text("utf-8"))
    modules = {name: (name.replace("-", "_"),) for name in data["same"].split()}
    modules.update((name, tuple(value.split())) for name, value in data["names"].items())
    distributions: dict[str, tuple[str, ...]] = {}
    for name, brought in modules.items():
        for module in brought:
            distributions[module] = (*distributions.get(module, ()), name)
    namespaces = {
        ".".join(parts[:end])
        for parts in (module.split(".") for module in distributions)
        for end in range(1, len(parts))
    }
    patterns = tuple((key.removesuffix("*"), value) for key, value in data["patterns"].items())
    for _, value in patterns:
        parts = value.partition("{")[0].rstrip("._").split(".")
        if "." in value:
            namespaces |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return Tables(modules, distributions, frozenset(namespaces), patterns)


def import_names(distribution: str) -> tuple[str, ...] | None:
    """The modules that a distribution is known to bring, dotted where it shares a namespace package; None if it is not
    in the table."""
    name = canonical(distribution)
    known = tables().modules.get(name)
    return known if known is not None else next(_by_pattern(name), None)


def _by_pattern(name: str) -> Iterator[tuple[str, ...]]:
    for prefix, template in tables().patterns:
        rest = name.removeprefix(prefix)
        if rest and rest != name:
            yield (template.format(dots=rest.replace("-", "."), line=rest.replace("-", "_")),)


@lru_cache(maxsize=4096)
def distributions_of(import_name: str) -> tuple[str, ...]:
    """The distributions that are known to bring a module, by the longest part of its dotted name that is in the table.

    Any of them will do (``cv2`` comes with four). Empty if none is known, also for a namespace package alone
    (``google.cloud``).
    """
    known = tables().distributions
    parts = import_name.split(".")
    by_pattern = tuple(_named_by_pattern(import_name))
    for end in range(len(parts), 0, -1):
        found = known.get(".".join(parts[:end]))
        if found is not None and (end > 1 or not by_pattern):
            return found
    return by_pattern


def _named_by_pattern(import_name: str) -> Iterator[str]:
    for prefix, template in tables().patterns:
        start, _, kind = template.partition("{")
        rest = import_name.removeprefix(start)
        if rest and rest != import_name:
            parts = re.sub(r"_v\d\w*$", "", ".".join(rest.split(".")[:2])).split(".")
            parts[0] = re.sub(r"_v\d\w*$", "", parts[0])
            if kind == "dots}" and len(parts) > 1:
                yield prefix + "-".join(parts[:2]).replace("_", "-")
            yield prefix + parts[0].replace("_", "-")


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Top-level modules and distributions of the table, as they may stand in settings, commands and connection URLs."""
    found = tables()
    return frozenset({module.partition(".")[0] for module in found.distributions} | set(found.modules))


def is_namespace(import_name: str) -> bool:
    """Whether several distributions are known to share a package (``google``, ``azure.storage``)."""
    return import_name in tables().namespaces


def squeezed(name: str) -> str:
    """A name without case, separators and the habitual affixes of distributions: ``python-Foo_Bar`` -> ``foobar``."""
    last = ""
    while name != last:
        last, name = name, _AFFIXES.sub("", name.lower()) or name
    return re.sub(r"[-_.]+", "", name)


@lru_cache(maxsize=50_000)
def brings(distribution: str, import_name: str) -> str:
    """How sure it is that a distribution brings a module: ``known``, ``guess``, or empty if it does not.

    A distribution that is in the table brings what the table says and no more; another one is guessed by its name.
    """
    name = canonical(distribution)
    known = import_names(name)
    if known is not None and (name in tables().modules or _under(known, import_name)):
        return "known" if _under(known, import_name) else ""
    own, top = squeezed(name), import_name.split(".")[0]
    if own in (squeezed(top), squeezed(import_name)):
        return "guess"
    expected = distributions_of(import_name)
    if expected:
        return "guess" if any(_is_fork(name, other) for other in expected) else ""
    # acme-billing-client for `billing`, or `acme.billing`: names of houses come before
    short = squeezed(top)
    parts = {squeezed(part) for part in name.split("-")}
    dotted = squeezed("".join(import_name.split(".")[:2]))
    inside = min(len(short), len(own)) >= _SHORTEST and (short in own or own in short)
    return "guess" if short in parts or own == dotted or inside else ""


def _is_fork(name: str, other: str) -> bool:
    """Whether a name is that of another distribution with a mark before or after it: ``torch-nightly``,
    ``ft-scikit-optimize``."""
    return re.fullmatch(rf"(?:\w{{1,5}}-)?{re.escape(other)}(?:-(?:{_MARKS}))?", name) is not None


def _under(modules: tuple[str, ...], import_name: str) -> bool:
    """Whether a module is one of these or in one of these; a namespace package counts for all that it may hold, and
    ``vision_v1`` for ``vision``."""
    return any(
        import_name == module
        or import_name.startswith(module + ".")
        or re.match(rf"{re.escape(module)}_v\d", import_name) is not None
        or (module.startswith(import_name + ".") and is_namespace(import_name))
        for module in modules
    )
