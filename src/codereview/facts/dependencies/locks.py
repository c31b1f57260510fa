"""Lock files in TOML: poetry.lock, uv.lock, pdm.lock, pylock.toml (PEP 751).

They are read block by block, so that every entry has its line and a damaged entry costs only itself; the
long lists of files, of which nothing is needed but whether they hold hashes, are taken out first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from codereview.facts.dependencies.entry import canonical, clean, is_name
from codereview.facts.dependencies.kinds import group_of
from codereview.facts.dependencies.toml_places import load_toml, strings, table
from codereview.facts.dependencies.values import Format, Manifest, Requirement, Unread

_HEADING = re.compile(r"^\[\[packages?\]\][ \t]*(?:#.*)?$", re.MULTILINE)
_FILES = re.compile(
    r"^(?:files|wheels|[\w.\"-]+) = \[[ \t]*\n(?:[ \t]+\{[^\n]*(?:\n|$))*\][ \t]*$", re.MULTILINE
)
_TABLES = re.compile(r"^\[(?!\[?packages?[\].])", re.MULTILINE)


class Block(NamedTuple):
    """One ``[[package]]`` of a lock file."""

    line: int
    data: dict[str, Any]
    hashed: bool


def read_lock(path: str, text: str, form: Format) -> Manifest:
    """A TOML lock file."""
    headings = [match.start() for match in _HEADING.finditer(text)]
    head = load_toml(text[: headings[0]] if headings else text)
    unread: list[Unread] = []
    if isinstance(head, str):
        unread.append(Unread(path, 1, head))
        head = {}
    blocks = list(_blocks(path, text, headings, unread))
    tail = _tail(text, headings)
    metadata = table(head, "metadata") or table(tail, "metadata")
    old_files = bool(table(metadata, "files"))
    groups = _uv_groups(blocks) if form == "uv.lock" else {}
    requirements: list[Requirement] = []
    members: list[str] = []
    workspace = {canonical(name) for name in strings(table(head, "manifest").get("members")) if is_name(name)}
    for block in blocks:
        local = _local(block.data)
        if local is not None:
            # others are dependencies by path, of which the lock holds what its own projects need
            if local == "." or canonical(str(block.data.get("name") or "x")) in workspace:
                members.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), local)))
            continue
        found = _entry(path, block, groups, hashed=old_files or block.hashed)
        if isinstance(found, Unread):
            unread.append(found)
        else:
            requirements.append(found)
    python = head.get("requires-python") or metadata.get("python-versions") or metadata.get("requires_python")
    return Manifest(
        path,
        form,
        tuple(requirements),
        python=python if isinstance(python, str) else "",
        unread=tuple(unread),
        locked=True,
        members=tuple("" if m == "." else m for m in dict.fromkeys(members) if not m.startswith("..")),
    )


def _blocks(path: str, text: str, headings: list[int], unread: list[Unread]) -> Iterator[Block]:
    line, last = 1, 0
    for start, end in zip(headings, [*headings[1:], len(text)], strict=False):
        line += text.count("\n", last, start)
        last = start
        body = text[start:end]
        if end == len(text):
            rest = _TABLES.search(body, 1)
            body = body[: rest.start()] if rest else body
        hashed = "sha256:" in body or "sha512:" in body or "hash" in body
        data = load_toml(_without_files(body))
        if isinstance(data, str):
            data = load_toml(body)
        if isinstance(data, str):
            unread.append(Unread(path, line, data))
            continue
        for entry in data.get("package", data.get("packages", ())):
            if isinstance(entry, dict):
                yield Block(line, entry, hashed)


def _without_files(body: str) -> str:
    return _FILES.sub(lambda m: m.group() if "name = " in m.group() else "", body)


def _tail(text: str, headings: list[int]) -> dict[str, Any]:
    if not headings:
        return {}
    match = _TABLES.search(text, headings[-1] + 1)
    data = load_toml(text[match.start() :]) if match else {}
    return data if isinstance(data, dict) else {}


def _local(package: dict[str, Any]) -> str | None:
    """The folder of a package that is a project of the repository."""
    source = package.get("source")
    if isinstance(source, dict):
        if source.get("type") == "directory" and isinstance(source.get("url"), str):
            return str(source["url"])
        for key in ("editable", "virtual", "directory"):
            if isinstance(source.get(key), str):
                return str(source[key])
    directory = package.get("directory")
    if isinstance(directory, dict):
        return directory["path"] if isinstance(directory.get("path"), str) else "."
    own = package.get("path")
    if isinstance(own, str) and package.get("editable") is True:
        return own
    return None


def _entry(path: str, block: Block, groups: dict[str, str], *, hashed: bool) -> Requirement | Unread:
    package = block.data
    name, version = package.get("name"), package.get("version", "")
    if not isinstance(name, str) or not is_name(name):
        return Unread(path, block.line, "has an entry without a name")
    version = version if isinstance(version, str) else ""
    key = canonical(name)
    return Requirement(
        key,
        clean(f"{name}=={version}") if version else name,
        f"=={version}" if version else "",
        groups.get(key) or _group(package),
        path,
        block.line,
        tuple(sorted(strings(package.get("extras")))),
        _marker(package),
        _url(package),
        version,
        hashed,
        tuple(sorted(set(_needs(package)))),
    )


def _group(package: dict[str, Any]) -> str:
    groups = strings(package.get("groups")) or strings([package.get("category")])
    if not groups or {"main", "default"} & set(groups):
        return "optional:optional" if package.get("optional") is True else "main"
    found = sorted(group_of(group) for group in groups)
    return next((group for group in found if group.startswith("optional:")), found[0])


def _marker(package: dict[str, Any]) -> str:
    value = package.get("marker", package.get("markers", ""))
    if isinstance(value, dict):
        value = value.get("main", "")
    return value if isinstance(value, str) else ""


def _url(package: dict[str, Any]) -> str:
    source = package.get("source")
    if isinstance(source, dict):
        if source.get("type") in ("git", "url", "file") and isinstance(source.get("url"), str):
            return clean(source["url"])
        found = next((source[k] for k in ("git", "url", "path") if isinstance(source.get(k), str)), "")
        return clean(found)
    for key in ("git", "url", "path"):
        if isinstance(package.get(key), str):
            return clean(package[key])
    for key in ("vcs", "archive"):
        detail = package.get(key)
        if isinstance(detail, dict):
            return clean(str(detail.get("url") or detail.get("path") or ""))
    return ""


def _needs(package: dict[str, Any]) -> Iterator[str]:
    needed = package.get("dependencies")
    if isinstance(needed, dict):
        yield from (canonical(name) for name in needed if is_name(name))
    for item in needed if isinstance(needed, list) else ():
        name = item.get("name") if isinstance(item, dict) else item
        found = re.match(r"[A-Za-z0-9][\w.-]*", name) if isinstance(name, str) else None
        if found and is_name(found.group().rstrip("-._")):
            yield canonical(found.group().rstrip("-._"))


def _uv_groups(blocks: list[Block]) -> dict[str, str]:
    """The group of each package of a ``uv.lock``, which does not say it: what the projects' own groups reach,
    main before optional before development."""
    graph: dict[str, list[str]] = {}
    starts: dict[str, list[str]] = {}
    for block in blocks:
        package = block.data
        name = package.get("name")
        if not isinstance(name, str) or not is_name(name):
            continue
        optional = [n for items in table(package, "optional-dependencies").values() for n in _names(items)]
        if _local(package) is None:
            graph.setdefault(canonical(name), []).extend([*_needs(package), *optional])
            continue
        starts.setdefault("main", []).extend(_needs(package))
        for extra, items in table(package, "optional-dependencies").items():
            starts.setdefault(group_of(extra), []).extend(_names(items))
        for group, items in table(package, "dev-dependencies").items():
            starts.setdefault(group_of(group), []).extend(_names(items))
    found: dict[str, str] = {}
    for group in sorted(starts, key=lambda g: (g != "main", g.startswith("dev:"), g)):
        queue = list(starts[group])
        while queue:
            name = queue.pop()
            if name not in found:
                found[name] = group
                queue += graph.get(name, ())
    return found


def _names(items: object) -> list[str]:
    return list(_needs({"dependencies": items}))
