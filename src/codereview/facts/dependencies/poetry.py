"""Poetry's tables: constraints in its own language, groups, extras, paths and sources.

The language is that of Poetry's "Dependency specification" page: caret, tilde, wildcard, comma, ``||``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from codereview.facts.dependencies.entry import Entry, Place, canonical, clean, relative, version_of
from codereview.facts.dependencies.kinds import group_of
from codereview.facts.dependencies.toml_places import Places, strings, table
from codereview.facts.dependencies.values import Local, Requirement

_CLAUSE = re.compile(r"(\^|~=|~|===?|!=|<=|>=|<|>|=)?\s*v?([\w.*+!-]+)")


def pep440(constraint: str) -> str | None:
    """A Poetry constraint as version specifiers; empty if any version will do, None if it cannot be read.

    Alternatives (``||``) become the range that spans them, as PEP 440 has none: it admits all that they admit.
    """
    spans = [_conjunction(part) for part in re.split(r"\|\|?", constraint)]
    if any(span is None for span in spans):
        return None
    if len(spans) == 1 or "" in spans:
        return spans[0] if len(spans) == 1 else ""
    return _hull([span for span in spans if span is not None])


def _conjunction(text: str) -> str | None:
    text = text.strip()
    if text in ("", "*", "latest"):
        return ""
    found: list[str] = []
    position = 0
    for match in _CLAUSE.finditer(text):
        if text[position : match.start()].strip(" ,\t"):
            return None
        position = match.end()
        clause = _clause(match.group(1) or "", match.group(2))
        if clause is None:
            return None
        found.append(clause)
    if text[position:].strip(" ,"):
        return None
    joined = ",".join(item for item in found if item)
    try:
        return str(SpecifierSet(joined)) if joined else ""
    except InvalidSpecifier:
        return None


def _clause(operator: str, version: str) -> str | None:
    if version == "*":
        return ""
    if "*" in version:
        base = re.sub(r"(?:\.\*)+$", "", version)
        if "*" in base:
            return None
        if operator in ("", "=", "==", "!="):
            return f"{'!=' if operator == '!=' else '=='}{base}.*"
        return _clause(operator, base)
    if operator not in ("^", "~"):
        return f"{operator if operator not in ('', '=') else '=='}{version}"
    try:
        parsed = Version(version)
    except InvalidVersion:
        return None
    release = re.match(r"v?(?:\d+!)?([\d.]+)", version)
    given = len(release.group(1).strip(".").split(".")) if release else 1
    return f">={version},<{_upper(list(parsed.release), given, caret=operator == '^')}"


def _upper(release: list[int], given: int, *, caret: bool) -> str:
    """The first version that a caret or tilde does not admit."""
    first = next((i for i, number in enumerate(release) if number), given - 1)
    raised = first if caret else min(given - 1, 1)
    release = [*release, 0, 0][: raised + 1]
    release[raised] += 1
    return ".".join(map(str, release)) + (".0" if len(release) == 1 else "")


def _hull(spans: list[str]) -> str:
    lows, highs = [], []
    for span in spans:
        clauses = list(SpecifierSet(span))
        low = [c.version for c in clauses if c.operator in (">=", ">", "==", "~=", "===")]
        high = [(c.operator, c.version) for c in clauses if c.operator in ("<", "<=")]
        high += [("<=", c.version) for c in clauses if c.operator == "==" and "*" not in c.version]
        if low and "*" not in "".join(low):
            lows.append(max(low, key=Version))
        if high:
            highs.append(max(high, key=lambda item: Version(item[1])))
    parts = [f">={min(lows, key=Version)}"] if len(lows) == len(spans) else []
    if len(highs) == len(spans):
        operator, version = max(highs, key=lambda item: (Version(item[1]), item[0]))
        parts.append(f"{operator}{version}")
    return ",".join(parts)


def poetry_entries(path: str, data: dict[str, Any], places: Places) -> Iterator[Entry]:
    """All entries of ``[tool.poetry]`` in a ``pyproject.toml``."""
    poetry = table(data, "tool", "poetry")
    extras: dict[str, str] = {}
    for extra, names in table(poetry, "extras").items():
        for name in strings(names):
            extras.setdefault(canonical(name.partition("[")[0].strip() or "x"), extra)
    sections = [("tool.poetry.dependencies", "main", table(poetry, "dependencies"))]
    sections.append(("tool.poetry.dev-dependencies", "dev:dev", table(poetry, "dev-dependencies")))
    for group in table(poetry, "group"):
        own = "main" if group == "main" else group_of(group)
        section = f"tool.poetry.group.{group}.dependencies"
        sections.append((section, own, table(poetry, "group", group, "dependencies")))
    for section, group, items in sections:
        for name, value in items.items():
            if name.lower() == "python":
                continue
            own = group
            if group == "main" and (canonical(name) in extras or _optional(value)):
                own = group_of(extras.get(canonical(name), "optional"))
            place = Place(path, places.of_key(section, name), own)
            for alternative in value if isinstance(value, list) else [value]:
                yield from table_entry(name, alternative, place)


def _optional(value: object) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and first.get("optional") is True


def table_entry(name: str, value: object, place: Place) -> Iterator[Entry]:
    """One entry of a table of names (Poetry and Pipfile): a constraint, or a table with ``version``, ``extras``,
    ``markers``, ``path``, ``git``, ``url``."""
    detail = value if isinstance(value, dict) else {"version": value}
    written = detail.get("version", "")
    constraint = written if isinstance(written, str) else ""
    local = detail.get("path")
    if isinstance(local, str) and not local.endswith((".whl", ".gz", ".zip")):
        folder = relative(place.path, local)
        if folder is not None:
            yield Local(folder, tuple(sorted(strings(detail.get("extras")))), place.line)
            return
    specifier = pep440(constraint)
    if specifier is None:
        yield place.unread(f"has a constraint for {name} that cannot be read")
    url = next((v for k in ("git", "url", "file", "path", "hg") if isinstance(v := detail.get(k), str)), "")
    yield Requirement(
        canonical(name),
        clean(f"{name} {constraint}".strip() if constraint else name),
        specifier or "",
        place.group,
        place.path,
        place.line,
        tuple(sorted(strings(detail.get("extras")))),
        _marker(detail),
        clean(url),
        version_of(specifier or ""),
    )


def _marker(detail: dict[str, Any]) -> str:
    found = [f"({detail['markers']})"] if isinstance(detail.get("markers"), str) else []
    python = detail.get("python")
    if isinstance(python, str):
        spec = pep440(python)
        clauses = SpecifierSet(spec) if spec else ()
        found += [f'python_version {clause.operator} "{clause.version}"' for clause in clauses]
    if isinstance(detail.get("platform"), str):
        found.append(f'sys_platform == "{detail["platform"]}"')
    for name in ("sys_platform", "python_version", "os_name", "platform_machine", "platform_system"):
        value = detail.get(name)
        if isinstance(value, str) and (m := re.fullmatch(r"\s*([<>=!]+)\s*'?\"?([\w.]+)'?\"?\s*", value)):
            found.append(f'{name} {m.group(1)} "{m.group(2)}"')
    return " and ".join(found)
