"""``pyproject.toml``: PEP 621, PEP 735, and the tables of Poetry, PDM, uv, Flit, Hatch and setuptools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codereview.facts.dependencies.entry import Entry, Place, canonical, entries, is_name, relative
from codereview.facts.dependencies.kinds import group_of
from codereview.facts.dependencies.poetry import poetry_entries
from codereview.facts.dependencies.toml_places import Places, load_toml, strings, table
from codereview.facts.dependencies.values import Local, Manifest, Requirement, Unread


def read_pyproject(path: str, text: str) -> Manifest:
    """All that a ``pyproject.toml`` declares, whichever tool reads it."""
    data = load_toml(text)
    if isinstance(data, str):
        return Manifest(path, "pyproject", unread=(Unread(path, 1, data),))
    places = Places(text)
    items = [
        *_standard(path, data, places),
        *_groups(path, data, places),
        *poetry_entries(path, data, places),
        *_other_tools(path, data, places),
    ]
    project, poetry = table(data, "project"), table(data, "tool", "poetry")
    name = project.get("name") or poetry.get("name")
    name = name or table(data, "tool", "flit", "metadata").get("dist-name")
    python, line = _python(data, places)
    dynamic = strings(project.get("dynamic"))
    extras = [*table(project, "optional-dependencies"), *table(poetry, "extras")]
    return Manifest(
        path,
        "pyproject",
        tuple(item for item in items if isinstance(item, Requirement)),
        tuple(dict.fromkeys(_files(path, data))),
        project=canonical(name) if isinstance(name, str) and is_name(name) else "",
        python=python,
        python_line=line,
        dynamic="dependencies" in dynamic,
        unread=tuple(item for item in items if isinstance(item, Unread)),
        locals=tuple(item for item in items if isinstance(item, Local)),
        members=tuple(_members(path, data)),
        extras=tuple(dict.fromkeys(extras)),
        published=_is_published(strings(project.get("classifiers")) or strings(poetry.get("classifiers"))),
    )


def _is_published(classifiers: list[str]) -> bool:
    return bool(classifiers) and not any(item.startswith("Private ::") for item in classifiers)


def _standard(path: str, data: dict[str, Any], places: Places) -> Iterator[Entry]:
    project = table(data, "project")
    yield from _array(path, places, "project", project.get("dependencies"), "main")
    for extra, items in table(project, "optional-dependencies").items():
        yield from _array(path, places, "project", items, group_of(extra))


def _array(path: str, places: Places, section: str, items: object, group: str) -> Iterator[Entry]:
    """The entries of an array of requirements; one that asks for the project's own extras is a local."""
    for item in strings(items):
        yield from entries(item, Place(path, places.of_string(section, item), group))


def _groups(path: str, data: dict[str, Any], places: Places) -> Iterator[Entry]:
    """PEP 735. An ``include-group`` adds nothing here: the entries of the other group stand there already."""
    groups = table(data, "dependency-groups")
    for group, items in groups.items():
        yield from _array(path, places, "dependency-groups", items, group_of(group))
        for item in items if isinstance(items, list) else ():
            other = item.get("include-group") if isinstance(item, dict) else None
            if isinstance(other, str) and canonical(other or "x") not in map(canonical, groups):
                line = places.of_string("dependency-groups", other)
                yield Unread(path, line, f"includes the group {other}, which it does not have")


def _other_tools(path: str, data: dict[str, Any], places: Places) -> Iterator[Entry]:
    tools = table(data, "tool")
    for group, items in table(tools, "pdm", "dev-dependencies").items():
        editable = [item.removeprefix("-e").strip() for item in strings(items)]
        yield from _array(path, places, "tool.pdm.dev-dependencies", editable, f"dev:{group}")
    dev = table(tools, "uv").get("dev-dependencies")
    yield from _array(path, places, "tool.uv", dev, "dev:dev")
    for name, environment in table(tools, "hatch", "envs").items():
        group = f"dev:{name}" if name != "default" else "dev:hatch"
        for key in ("dependencies", "extra-dependencies"):
            if isinstance(environment, dict):
                section = f"tool.hatch.envs.{name}"
                yield from _array(path, places, section, environment.get(key), group)
    flit = table(tools, "flit", "metadata")
    yield from _array(path, places, "tool.flit.metadata", flit.get("requires"), "main")
    for extra, items in table(flit, "requires-extra").items():
        yield from _array(path, places, "tool.flit.metadata.requires-extra", items, group_of(extra))


def _python(data: dict[str, Any], places: Places) -> tuple[str, int]:
    value = table(data, "project").get("requires-python")
    if isinstance(value, str):
        return value, places.of_key("project", "requires-python")
    value = table(data, "tool", "poetry", "dependencies").get("python")
    if isinstance(value, dict):
        value = value.get("version")
    if isinstance(value, str):
        return value, places.of_key("tool.poetry.dependencies", "python")
    value = table(data, "tool", "flit", "metadata").get("requires-python")
    if isinstance(value, str):
        return value, places.of_key("tool.flit.metadata", "requires-python")
    return "", 1


def _files(path: str, data: dict[str, Any]) -> Iterator[str]:
    """Requirements files from which a build backend takes the dependencies."""
    dynamic = table(data, "tool", "setuptools", "dynamic")
    found = [dynamic.get("dependencies"), *table(dynamic, "optional-dependencies").values()]
    found += [{"file": table(data, "tool", "hatch", "metadata", "hooks", "requirements_txt").get("files")}]
    for item in found:
        value = item.get("file") if isinstance(item, dict) else None
        for name in [value] if isinstance(value, str) else strings(value):
            target = relative(path, name)
            if target:
                yield target


def _members(path: str, data: dict[str, Any]) -> Iterator[str]:
    """Folders of a uv workspace, as written (patterns included)."""
    for pattern in strings(table(data, "tool", "uv", "workspace").get("members")):
        target = relative(path, pattern)
        if target:
            yield target
