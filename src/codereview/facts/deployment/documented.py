"""Where environment keys are documented and where they are given: templates, README tables, compose, platforms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from codereview.facts.dependencies.toml_places import load_toml
from codereview.facts.deployment.compose import Compose, key_values
from codereview.facts.deployment.dockerfile import Dockerfile, assignments
from codereview.facts.deployment.keys import SPELLED
from codereview.facts.deployment.wanted import is_env_template, is_kubernetes, is_secrets_template
from codereview.facts.deployment.yaml_tree import Tree, documents

_LINE = re.compile(r"\s*(?P<off>#\s?)?(?:export\s+)?(?P<key>[A-Za-z_][A-Za-z0-9_]*)\s*=(?P<value>.*)$")
_CELL = re.compile(r"\|\s*(?:\*\*)?`?(?P<key>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`?(?:\*\*)?\s*\|")
_HEADER = re.compile(r"\|[^\n]*\b(?:env|environment|variable)", re.IGNORECASE)
_RULE = re.compile(r"\s*\|?\s*:?-{2,}")
_TOP = re.compile(r"\s*(?P<off>#\s?)?(?P<key>[A-Za-z_][\w-]*)\s*=")
_SECTION = re.compile(r"\s*\[\[?(?P<key>[A-Za-z_][\w-]*)")


class Written(NamedTuple):
    """A key that stands in a file. ``how``: ``template``, ``readme``, ``secrets`` (Streamlit's), or what gives it a
    value: ``built`` (a service of a compose file that is built here), ``compose``, ``container``, ``workflow``,
    ``platform``, ``kubernetes``. ``off``: it is commented out. ``empty``: no value stands beside it."""

    name: str
    path: str
    line: int
    how: str
    off: bool = False
    empty: bool = False


def documented(texts: Mapping[str, str]) -> Iterator[Written]:
    """The keys that templates and tables of a README show."""
    for path, text in texts.items():
        if is_env_template(path):
            yield from _template(path, text)
        elif is_secrets_template(path):
            yield from _secrets(path, text)
        elif path.lower().endswith((".md", ".rst")):
            yield from _tables(path, text)


def given(
    texts: Mapping[str, str], composes: Mapping[str, Compose], files: Mapping[str, Dockerfile]
) -> Iterator[Written]:
    """The keys that compose files, Dockerfiles, workflows and platforms' files set."""
    for path, compose in composes.items():
        for service in compose.services:
            for name, line, _ in key_values(service.node.get("environment")):
                yield Written(name, path, line, "built" if service.context is not None else "compose")
    for path, file in files.items():
        for stage in file.stages:
            for item in stage.instructions:
                if item.word == "ENV":
                    yield from (Written(name, path, item.line, "container") for name, _ in assignments(item))
    for path, text in texts.items():
        name = path.rpartition("/")[2]
        if path.startswith(".github/workflows/"):
            yield from (
                Written(k, path, n, "workflow") for tree in documents(text) for k, n in _envs(tree, ("env",))
            )
        elif name in ("app.yaml", "app.yml", "render.yaml", "render.yml", "serverless.yml"):
            wanted = ("env_variables", "envVars", "envs", "environment")
            yield from (
                Written(k, path, n, "platform") for tree in documents(text) for k, n in _envs(tree, wanted)
            )
        elif is_kubernetes(path) and "{{" not in text:
            wanted = ("env", "extraEnv", "envVars", "extraEnvVars")
            yield from (
                Written(k, path, n, "kubernetes") for tree in documents(text) for k, n in _envs(tree, wanted)
            )
        elif name in ("fly.toml", "app.json", "vercel.json"):
            yield from _tables_of(path, text)


def _template(path: str, text: str) -> Iterator[Written]:
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        if match and (not match["off"] or SPELLED.match(match["key"])):
            value = match["value"].split(" #")[0].strip()
            yield Written(match["key"], path, number, "template", bool(match["off"]), not value)


def _secrets(path: str, text: str) -> Iterator[Written]:
    section = False
    for number, line in enumerate(text.split("\n"), 1):
        if (match := _SECTION.match(line)) is not None:
            section = True
            yield Written(match["key"], path, number, "secrets")
        elif not section and (match := _TOP.match(line)) is not None and not match["off"]:
            yield Written(match["key"], path, number, "secrets")


def _tables(path: str, text: str) -> Iterator[Written]:
    """Keys in the first column of tables whose header speaks of variables."""
    inside = False
    previous = ""
    for number, line in enumerate(text.split("\n"), 1):
        if _RULE.match(line) and "|" in line:
            inside = _HEADER.search(previous) is not None
        elif "|" not in line:
            inside = False
        elif inside and (match := _CELL.match(line.strip())) is not None:
            yield Written(match["key"], path, number, "readme")
        previous = line


def _envs(tree: Tree, wanted: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Names and lines below keys such as ``env``: mappings, and lists of ``name`` or ``key`` with a value."""
    for name, _, value in tree.entries:
        if name in wanted:
            yield from ((key, line) for key, line, _ in value.entries if SPELLED.match(key))
            for item in value.elements:
                key = item.get("name").text or item.get("key").text or item.text.partition("=")[0]
                if SPELLED.match(key):
                    yield key, item.line
        else:
            yield from _envs(value, wanted)
    for item in tree.elements:
        yield from _envs(item, wanted)


def _tables_of(path: str, text: str) -> Iterator[Written]:
    """``[env]`` of ``fly.toml``, ``env`` of ``app.json`` and ``vercel.json``."""
    data: object
    if path.endswith(".toml"):
        data = load_toml(text)
    else:
        try:
            data = json.loads(text)
        except ValueError:
            return
    table = data.get("env") if isinstance(data, dict) else None
    for name in table if isinstance(table, dict) else ():
        match = re.search(rf"^\s*\"?{re.escape(str(name))}\"?\s*[:=]", text, re.MULTILINE)
        line = (
            text.count("\n", 0, match.start() + len(match.group()) - len(match.group().lstrip())) + 1
            if match
            else 1
        )
        yield Written(str(name), path, line, "platform")


__all__ = ["Written", "documented", "given"]
