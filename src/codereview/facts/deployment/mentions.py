"""Whether files mention names of keys and fields, as the hashes of their words tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from codereview.facts.deployment.settings import Field
from codereview.facts.fingerprints import unpacked, word_hash

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts


def mentioned(names: Iterable[str], data: Iterable[bytes]) -> set[str]:
    """The names whose hashes stand among those of some files."""
    wanted = {word_hash(name): name for name in names}
    found: set[str] = set()
    for words in data if wanted else ():
        found |= {wanted[word] for word in unpacked(words) if word in wanted}
    return found


def unmentioned(project: ProjectFacts, names: set[str]) -> set[str]:
    """Keys that neither code nor any file mentions but documents and templates, whole or in parts."""
    left = set(names)
    code = [facts.prints.words for facts in project.files.values()]
    other = [data for path, data in project.mentions.items() if not _is_document(path)]
    left -= mentioned(left, (*code, *other))
    lowered = {name.lower(): name for name in left if name.lower() != name}
    left -= {lowered[word] for word in mentioned(lowered, code)}
    if not left:
        return left
    parts = {
        name: {name[: cut + 1] for cut in _cuts(name)} | {name[cut:] for cut in _cuts(name)} for name in left
    }
    spoken = mentioned({part for found in parts.values() for part in found}, code)
    return {name for name in left if not parts[name] & spoken}


def used_names(project: ProjectFacts, fields: Sequence[Field], names: set[str]) -> set[str]:
    """Names that some file mentions beside the class bodies that declare them."""
    wanted = {word_hash(name): name for name in names}
    declared: dict[str, set[str]] = defaultdict(set)
    for field in fields:
        declared[field.path].add(field.name)
    used = {field.name for field in fields if field.named > 1}
    for path, facts in project.files.items():
        words = {wanted[word] for word in unpacked(facts.prints.words) if word in wanted}
        used |= words - declared.get(path, set())
    for path, data in project.mentions.items():
        if path.endswith((".html", ".j2", ".jinja", ".jinja2", ".txt.tmpl", ".ipynb", ".mako")):
            used |= {wanted[word] for word in unpacked(data) if word in wanted}
    return used


def _cuts(name: str) -> list[int]:
    return [place for place, letter in enumerate(name) if letter == "_" and 0 < place < len(name) - 1]


def _is_document(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.endswith((".md", ".rst", ".txt", ".adoc")) or ".env" in name or "env." in name


__all__ = ["mentioned", "unmentioned", "used_names"]
