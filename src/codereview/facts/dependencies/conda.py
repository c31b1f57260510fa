"""``environment.yml``: conda's names and match specifications, and the requirements of its ``pip`` section."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from codereview.facts.dependencies.entry import Entry, Place, canonical, clean, is_name, relative, version_of
from codereview.facts.dependencies.kinds import group_of_file
from codereview.facts.dependencies.requirements_file import requirement_line
from codereview.facts.dependencies.values import Local, Manifest, Requirement, Unread

_SPEC = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(?:\[[^\]]*\])?\s*([=<>!~\d*].*)?$")


def read_environment(path: str, text: str) -> Manifest:
    """A conda environment file. Its YAML is composed, not constructed: no tag makes an object."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return Manifest(path, "environment.yml", unread=(Unread(path, 1, "is no YAML"),))
    group = group_of_file(path)
    items: list[Entry] = []
    includes: list[str] = []
    python, python_line = "", 1
    for node in _listed(root, "dependencies"):
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            found = _conda(node.value, Place(path, line, group))
            if isinstance(found, Requirement) and found.name == "python":
                python, python_line = found.specifier, line
            elif found is not None:
                items.append(found)
        for inner in _listed(node, "pip"):
            if isinstance(inner, yaml.ScalarNode):
                items += _pip(inner.value, Place(path, inner.start_mark.line + 1, group), includes)
    return Manifest(
        path,
        "environment.yml",
        tuple(item for item in items if isinstance(item, Requirement)),
        tuple(includes),
        python=python,
        python_line=python_line,
        unread=tuple(item for item in items if isinstance(item, Unread)),
        locals=tuple(item for item in items if isinstance(item, Local)),
    )


def _listed(node: yaml.Node | None, key: str) -> Iterator[yaml.Node]:
    """The items of the sequence at a key of a mapping."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if (
                isinstance(name, yaml.ScalarNode)
                and name.value == key
                and isinstance(value, yaml.SequenceNode)
            ):
                yield from value.value


def _conda(text: str, place: Place) -> Requirement | Unread | None:
    match = _SPEC.match(text.split("#")[0].strip())
    if match is None or not is_name(match.group(1)):
        # conda's own packages start with an underscore
        return None if text.startswith("_") else place.unread("has an entry that is no conda specification")
    specifier = _specifier((match.group(2) or "").strip())
    return Requirement(
        canonical(match.group(1)),
        clean(text),
        specifier,
        place.group,
        place.path,
        place.line,
        version=version_of(specifier),
        conda=True,
    )


def _specifier(written: str) -> str:
    """A conda version as specifiers: ``=1.2`` is a prefix, ``=1.2=build`` and ``==1.2`` are exact; what PEP 440
    cannot say (``|``) is left empty."""
    exact = re.fullmatch(r"==?\s*([\w.!+]+)=[\w*.]+", written) or re.fullmatch(r"==\s*([\w.!+]+)", written)
    prefix = re.fullmatch(r"=?\s*([\d][\w.]*?)(?:\.?\*)?", written)
    if exact:
        candidate = f"=={exact.group(1)}"
    elif prefix:
        candidate = f"=={prefix.group(1)}.*"
    else:
        candidate = written
    try:
        return str(SpecifierSet(candidate))
    except InvalidSpecifier:
        return ""


def _pip(text: str, place: Place, includes: list[str]) -> list[Entry]:
    text = re.sub(r"(?:^|\s)#.*", "", text).strip()
    match = re.match(r"(?:-r|--requirement)[\s=]*(.+)$", text)
    if match:
        target = relative(place.path, match.group(1))
        includes += [target] if target else []
        return []
    editable = re.match(r"(?:-e|--editable)[\s=]+(.+)$", text)
    if editable:
        return requirement_line(editable.group(1), place, editable=True)
    return [] if text.startswith("-") else requirement_line(text, place)
