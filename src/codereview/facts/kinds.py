"""What kinds of project a repository is, each with the place that says so.

A repository can be several: a web service with a command line, a plugin that is a library. Kinds decide which checks
apply (`Rule.not_applicable`) and which advice is right, so each is told from evidence and none is guessed: code that is
called, commands that start it, tables of a manifest. Tests, examples and copies of others' code make no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from codereview.facts.applications import is_deployed, library
from codereview.facts.entrypoints import EntryPoint
from codereview.facts.module import FileFacts
from codereview.model import Zone

KindName = Literal[
    "web service",
    "Streamlit application",
    "bot or worker",
    "data or ML project",
    "command-line tool",
    "plugin",
    "library",
    "scripts",
]
ORDER: tuple[KindName, ...] = (
    "Streamlit application",
    "web service",
    "bot or worker",
    "command-line tool",
    "plugin",
    "data or ML project",
    "library",
    "scripts",
)
"""What a project is called by first, where it is several."""

_SERVING = frozenset(
    {"ASGI application", "WSGI application", "web application", "Django", "wsgi.py", "asgi.py"}
)
_MAKES_SERVICE = re.compile(
    r"(?:aiohttp\.web\.Application|fastapi\.FastAPI|flask\.Flask|litestar\.Litestar|quart\.Quart|sanic\.Sanic"
    r"|starlette\.applications\.Starlette|tornado\.web\.Application|falcon\.(?:asgi\.)?App|bottle\.Bottle)$"
)
_LISTENS = "aiohttp.web.Application"
_ANSWERS = frozenset({"BaseHTTPRequestHandler", "CGIHTTPRequestHandler", "SimpleHTTPRequestHandler"})
_CHAT = frozenset(
    {"aiogram", "discord", "disnake", "hikari", "nextcord", "pydis_core", "slack_bolt", "telebot", "telegram"}
)
_WORKS = frozenset({"task", "task queue", "scheduled workflow"})
_ARGUMENTS = frozenset({"argparse", "click", "docopt", "fire", "typer"})
_MODELS = frozenset(
    {
        "catboost", "datasets", "diffusers", "jax", "keras", "lightgbm", "pytorch_lightning", "sklearn", "statsmodels",
        "tensorflow", "torch", "transformers", "xgboost",
    }
)  # fmt: skip
_DATA = _MODELS | {"dask", "matplotlib", "numpy", "pandas", "polars", "pyspark", "scipy", "seaborn"}
_SHARE_OF_DATA = 0.3
_MANY_EXPORTS = 8
_HOSTS = ("__manifest__.py", "addon.xml", "hacs.json")
_OF_FRAMEWORKS = ("manage.py", "setup.py")
_COMPONENT = re.compile(r"(?:^|/)custom_components/[^/]+/manifest\.json$")
_CONSOLE = ("console_scripts", "gui_scripts")
_POINTS = re.compile(
    r"""^\[project\.entry-points\.["']?([\w.-]+)["']?\]|^\[tool\.poetry\.plugins\.["']?([\w.-]+)["']?\]"""
    r"""|^\[options\.entry_points\]\s*\n\s*([\w.-]+)\s*=|entry_points\s*=\s*\{\s*["']([\w.-]+)["']""",
    re.MULTILINE,
)
_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")


class Kind(NamedTuple):
    """One kind that a project is, and the place that tells.

    `because` completes "it is a ..., since ...".
    """

    name: KindName
    path: str
    line: int
    because: str


_INSTALLED = Kind("command-line tool", _MANIFESTS[0], 1, "")


def kinds(
    files: Mapping[str, FileFacts],
    zones: Mapping[str, Zone],
    entries: Sequence[EntryPoint],
    texts: Mapping[str, str],
    paths: Sequence[str],
) -> tuple[Kind, ...]:
    """All kinds of a project, the first place of each, in the order in which it is called by them.

    Args:
        files: facts by path.
        zones: zone by path.
        entries: the project's entry points.
        texts: its manifests by path.
        paths: all its files.
    """
    own = {
        path: facts
        for path, facts in sorted(files.items())
        if zones.get(path, Zone.PRODUCTION) is Zone.PRODUCTION
    }
    starts = [entry for entry in entries if entry.path in own]
    found: dict[KindName, Kind] = {}
    for kind in (
        *_pages(starts, own),
        *_services(starts, own),
        *_workers(starts, own),
        *_commands(starts, own, texts),
        *_plugins(texts, paths),
        *_data(own),
    ):
        found.setdefault(kind.name, kind)
    reason = library(tuple(entries), texts, tuple(paths), zones) if own else ""
    packaged = _manifest(texts)
    if (
        reason
        and "plugin" not in found
        and (
            packaged
            or (not is_deployed(paths) and ("__init__.py" in own or (not starts and _importable(own))))
        )
    ):
        found["library"] = Kind("library", packaged or min(own), 1, reason)
    if {"web service", "Streamlit application"} & found.keys() and found.get(
        "command-line tool", _INSTALLED
    ).path not in _MANIFESTS:
        del found["command-line tool"]  # a helper beside the service that reads arguments
    if own and not found:
        found["scripts"] = Kind(
            "scripts", min(own), 1, "its files are started one by one and make no package"
        )
    first = _exporting(own) if {"library", "command-line tool"} <= found.keys() and packaged else None
    if first is not None:  # what others import it for, with a command besides
        found["library"] = first
        order: list[KindName] = [name for name in ORDER if name != "library"]
        order.insert(order.index("command-line tool"), "library")
        return tuple(found[name] for name in order if name in found)
    return tuple(found[name] for name in ORDER if name in found)


def _exporting(own: Mapping[str, FileFacts]) -> Kind | None:
    """The package at the top that lists what it has for those who import it."""
    for path, facts in own.items():
        if path.endswith("__init__.py") and path.removeprefix("src/").count("/") == 1:
            listed = [name for name in facts.exports or () if not name.startswith("_")]
            if len(listed) >= _MANY_EXPORTS:
                return Kind("library", path, 1, f"it is packaged, and exports {len(listed)} names to import")
    return None


def _pages(starts: Sequence[EntryPoint], own: Mapping[str, FileFacts]) -> Iterator[Kind]:
    for entry in starts:
        if entry.kind == "Streamlit page":
            line = next(
                (c.line for c in own[entry.path].calls if c.path.startswith("streamlit.") and c.function < 0),
                1,
            )
            yield Kind("Streamlit application", entry.path, line, "it draws a Streamlit page when it is run")


def _services(starts: Sequence[EntryPoint], own: Mapping[str, FileFacts]) -> Iterator[Kind]:
    chat = any(_imports(facts) & _CHAT for facts in own.values())
    command_line = next((entry for entry in starts if entry.kind == "command line"), None)
    sites = [
        path
        for path, facts in own.items()
        if path.rpartition("/")[2] == "manage.py" or {"ROOT_URLCONF", "INSTALLED_APPS"} <= facts.names.keys()
    ]
    for entry in starts:
        facts = own[entry.path]
        if entry.kind in ("wsgi.py", "asgi.py") and not {"app", "application"} & facts.names.keys():
            continue  # a module on the protocol, not an application
        if entry.kind == "Django":  # without a site of its own these are applications for the sites of others
            yield from (Kind("web service", path, 1, "it starts a Django site") for path in sites[:1])
            continue
        if entry.kind in _SERVING:
            yield Kind(
                "web service",
                entry.path,
                _made(facts),
                f"it holds a start of a service ({entry.kind})",
            )
        elif entry.kind in ("command", "script") and (line := _serves_itself(facts)):
            because = "it is started and answers requests with a class of http.server"
            yield Kind("web service", entry.path, line, because)
    if command_line is not None or not starts:
        return  # a tool that can also serve, or a library that makes applications for others
    for path, facts in own.items():
        for call in facts.calls:
            if _MAKES_SERVICE.match(call.path) and not (chat and call.path == _LISTENS):
                yield Kind("web service", path, call.line, f"it makes an application with {call.path}")


def _made(facts: FileFacts) -> int:
    return next((call.line for call in facts.calls if _MAKES_SERVICE.match(call.path)), 1)


def _serves_itself(facts: FileFacts) -> int:
    """The line of a class on the standard library's server that this file runs until it is stopped; 0 for none.

    One that takes a single request, as tools do that wait for the answer of a login, is no service.
    """
    if not any(call.path.endswith(".serve_forever") for call in facts.calls):
        return 0
    return next(
        (
            item.line
            for item in facts.classes
            for base in item.bases
            if base.startswith("http.server.") and base.rpartition(".")[2] in _ANSWERS
        ),
        0,
    )


def _workers(starts: Sequence[EntryPoint], own: Mapping[str, FileFacts]) -> Iterator[Kind]:
    for entry in starts:
        if entry.kind in _WORKS:
            yield Kind("bot or worker", entry.path, 1, f"it holds a {entry.kind}")
    for path, facts in own.items():
        for item in facts.imports if starts else ():
            if not item.level and (top := item.module.partition(".")[0]) in _CHAT:
                yield Kind("bot or worker", path, item.line, f"it talks to a chat through {top}")


def _commands(
    starts: Sequence[EntryPoint], own: Mapping[str, FileFacts], texts: Mapping[str, str]
) -> Iterator[Kind]:
    for path, text in sorted(texts.items()):
        if path in _MANIFESTS:
            for number, line in enumerate(text.splitlines(), 1):
                if re.match(
                    r"\[(?:project|tool\.poetry)\.scripts\]|\s*console_scripts\s*=|.*['\"]console_scripts['\"]",
                    line,
                ):
                    yield Kind("command-line tool", path, number, "it installs a command")
    for entry in starts:
        if entry.kind == "command line":
            yield Kind("command-line tool", entry.path, 1, "it holds a command line")
    for entry in starts:
        if entry.kind in ("script", "command") and entry.path.rpartition("/")[2] not in _OF_FRAMEWORKS:
            for item in own[entry.path].imports:
                if not item.level and item.module.partition(".")[0] in _ARGUMENTS:
                    because = f"it is started and reads arguments with {item.module}"
                    yield Kind("command-line tool", entry.path, item.line, because)


def _plugins(texts: Mapping[str, str], paths: Sequence[str]) -> Iterator[Kind]:
    packages = {part for path in paths if path.endswith(".py") for part in path.split("/")[:2]}
    for path in sorted(paths):
        if (path.rpartition("/")[2] in _HOSTS and path.count("/") < 3) or _COMPONENT.search(path):
            yield Kind("plugin", path, 1, "this file tells another program how to load it")
    for path in _MANIFESTS:
        for match in _POINTS.finditer(texts.get(path, "")):
            group = next(part for part in match.groups() if part)
            if group not in _CONSOLE and group.partition(".")[0] not in packages:  # its own are for others
                line = texts[path].count("\n", 0, match.start()) + 1
                yield Kind("plugin", path, line, f"it registers itself under the entry point group {group}")


def _data(own: Mapping[str, FileFacts]) -> Iterator[Kind]:
    sized = {path: facts for path, facts in own.items() if facts.statements > 5}
    using = [path for path, facts in sized.items() if _imports(facts) & _DATA]
    modelling = [path for path in using if _imports(sized[path]) & _MODELS]
    if sized and len(using) >= _SHARE_OF_DATA * len(sized) and (modelling or len(using) >= 0.5 * len(sized)):
        path = (modelling or using)[0]
        names = sorted(set().union(*(_imports(sized[p]) & _DATA for p in using)))
        line = next(i.line for i in sized[path].imports if i.module.partition(".")[0] in _DATA)
        yield Kind(
            "data or ML project", path, line,
            f"{len(using)} of {len(sized)} modules import {', '.join(names[:3])}",
        )  # fmt: skip


def _manifest(texts: Mapping[str, str]) -> str:
    for name in _MANIFESTS:
        if re.search(
            r"^\[build-system\]|^\[project\]|^\[tool\.poetry\]|^\[metadata\]|\bsetup\(",
            texts.get(name, ""),
            re.M,
        ):
            return name
    return ""


def _importable(own: Mapping[str, FileFacts]) -> bool:
    """Whether there is a package, or a module that calls nothing when it is imported."""
    return any(
        path.endswith("__init__.py") or not any(call.function < 0 for call in facts.calls)
        for path, facts in own.items()
    )


def _imports(facts: FileFacts) -> frozenset[str]:
    return frozenset(item.module.partition(".")[0] for item in facts.imports if not item.level)
