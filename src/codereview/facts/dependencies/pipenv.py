"""``Pipfile`` (TOML) and ``Pipfile.lock`` (JSON)."""

from __future__ import annotations

import re

import msgspec

from codereview.facts.dependencies.entry import Entry, Place, canonical, clean, is_name
from codereview.facts.dependencies.kinds import group_of
from codereview.facts.dependencies.poetry import table_entry
from codereview.facts.dependencies.toml_places import Places, load_toml, strings, table
from codereview.facts.dependencies.values import Local, Manifest, Requirement, Unread

_KEY = re.compile(r'^\s*"([^"\\]+)"\s*:\s*\{', re.MULTILINE)


def read_pipfile(path: str, text: str) -> Manifest:
    """The packages of a ``Pipfile`` by category."""
    data = load_toml(text)
    if isinstance(data, str):
        return Manifest(path, "Pipfile", unread=(Unread(path, 1, data),))
    places = Places(text)
    items: list[Entry] = []
    for section, content in data.items():
        if section in ("requires", "scripts", "pipenv") or not isinstance(content, dict):
            continue
        for name, value in content.items():
            if not is_name(name):
                items.append(Unread(path, places.of_key(section, name), "has an entry without a proper name"))
                continue
            items += table_entry(name, value, Place(path, places.of_key(section, name), _group(section)))
    required = table(data, "requires")
    python, key = required.get("python_version"), "python_version"
    if not isinstance(python, str):
        python, key = required.get("python_full_version"), "python_full_version"
    return Manifest(
        path,
        "Pipfile",
        tuple(item for item in items if isinstance(item, Requirement)),
        python=f"=={python}{'.*' if key == 'python_version' else ''}" if isinstance(python, str) else "",
        python_line=places.of_key("requires", key),
        unread=tuple(item for item in items if isinstance(item, Unread)),
        locals=tuple(item for item in items if isinstance(item, Local)),
    )


def _group(section: str) -> str:
    if section in ("packages", "default"):
        return "main"
    return "dev:dev" if section in ("dev-packages", "develop") else group_of(section)


def read_pipfile_lock(path: str, text: str) -> Manifest:
    """The locked packages of a ``Pipfile.lock``."""
    try:
        data = msgspec.json.decode(text.removeprefix("\ufeff").encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return Manifest(path, "Pipfile.lock", unread=(Unread(path, 1, "is no JSON"),), locked=True)
    lines = _lines(text)
    found: list[Requirement] = []
    for section, content in data.items() if isinstance(data, dict) else ():
        if section.startswith("_") or not isinstance(content, dict):
            continue
        for name, value in content.items():
            if isinstance(value, dict) and is_name(name):
                line = lines.get((section, name), 1)
                found.append(_locked(name, value, Place(path, line, _group(section))))
    return Manifest(path, "Pipfile.lock", tuple(found), locked=True)


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Lines of the entries by section and name."""
    found: dict[tuple[str, str], int] = {}
    section, line, last = "", 1, 0
    for match in _KEY.finditer(text):
        line += text.count("\n", last, match.start(1))
        last = match.start(1)
        name = match.group(1)
        if name in ("default", "develop", "_meta"):
            section = name
        found.setdefault((section, name), line)
    return found


def _locked(name: str, value: dict[str, object], place: Place) -> Requirement:
    written = value.get("version")
    version = written.lstrip("=") if isinstance(written, str) and written.startswith("==") else ""
    markers = value.get("markers")
    url = next((v for k in ("git", "file", "path", "url") if isinstance(v := value.get(k), str)), "")
    return Requirement(
        canonical(name),
        clean(f"{name}=={version}") if version else name,
        f"=={version}" if version else "",
        place.group,
        place.path,
        place.line,
        tuple(sorted(strings(value.get("extras")))),
        markers if isinstance(markers, str) else "",
        clean(url),
        version,
        bool(value.get("hashes")),
    )
