"""Compose files: services with what the Compose specification says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import NamedTuple

from codereview.facts.deployment.yaml_tree import EMPTY, Tree, document

_NAME = re.compile(
    r"(?:docker-|podman-)?compose(?:[-._][\w.-]+)?\.ya?ml$|[\w-]+[-._]compose(?:[-._][\w.-]+)?\.ya?ml$"
)
_PORT = re.compile(
    r"(?:(?P<ip>\[[^\]]*\]"
    r"|(?:\d+\.){3}\d+):)?(?:(?P<host>\d+(?:-\d+)?):)?(?P<inner>\d+(?:-\d+)?)(?:/(?P<proto>\w+))?$"
)
_DEFAULT = re.compile(r"\$\{\w+:?-([^}]*)\}")


class Port(NamedTuple):
    """A published port. ``host`` is 0 where Docker chooses one; ``address`` is empty for all interfaces."""

    line: int
    address: str
    host: int
    inner: int
    protocol: str = "tcp"


class Service(NamedTuple):
    """A service. ``context`` is the folder that its image is built in, relative to the root, None where it is not
    built; ``dockerfile`` the path of the Dockerfile."""

    name: str
    line: int
    image: str
    image_line: int
    context: str | None
    dockerfile: str
    target: str
    node: Tree

    @property
    def ports(self) -> tuple[Port, ...]:
        """What it publishes, as far as that is literal or has a default."""
        return tuple(port for item in self.node.get("ports").elements for port in _ports(item))


class Compose(NamedTuple):
    """A compose file."""

    path: str
    tree: Tree
    services: tuple[Service, ...]


def is_compose(path: str) -> bool:
    """Whether a file is a compose file by its name."""
    return _NAME.match(path.rpartition("/")[2]) is not None


def compose(path: str, text: str) -> Compose | None:
    """Reads a compose file; None if it is none."""
    tree = document(text)
    services = tree.get("services")
    if services.kind != "map" and tree.get("volumes").kind != "map":
        return None
    here = dirname(path)
    return Compose(
        path,
        tree,
        tuple(
            _service(name, line, node, here) for name, line, node in services.entries if node.kind == "map"
        ),
    )


def _service(name: str, line: int, node: Tree, here: str) -> Service:
    build = node.get("build")
    context: str | None = None
    path = target = ""
    if node.has("build"):
        given = with_defaults(build.get("context").text if build.kind == "map" else build.text) or "."
        if "$" not in given and "://" not in given and not given.startswith(("/", "git@")):
            context = normpath(f"{here}/{given}".lstrip("/"))
            context = "" if context == "." else context
            written = with_defaults(build.get("dockerfile").text) or "Dockerfile"
            path = normpath(f"{context}/{written}".lstrip("/"))
        target = build.get("target").text
    image = node.get("image")
    return Service(name, line, with_defaults(image.text), image.line, context, path, target, node)


def with_defaults(text: str) -> str:
    """A text whose ``${NAME:-default}`` are their defaults."""
    return _DEFAULT.sub(r"\1", text)


def _ports(item: Tree) -> Iterator[Port]:
    if item.kind == "map":
        host, inner = item.get("published").text, item.get("target").text
        if inner.isdigit() and (not host or host.isdigit()):
            protocol = item.get("protocol").text or "tcp"
            yield Port(item.line, item.get("host_ip").text, int(host or 0), int(inner), protocol)
        return
    match = _PORT.match(with_defaults(item.text).strip())
    if match is None:
        return
    inside, outside = _span(match["inner"]), _span(match["host"] or "")
    for offset, port in enumerate(inside):
        alike = len(outside) == len(inside)
        published = outside[offset] if alike else outside[0] if outside and len(inside) == 1 else 0
        yield Port(item.line, (match["ip"] or "").strip("[]"), published, port, match["proto"] or "tcp")


def _span(text: str) -> range:
    if not text:
        return range(0)
    first, _, last = text.partition("-")
    return range(int(first), min(int(last or first), int(first) + 200) + 1)


def key_values(node: Tree) -> Iterator[tuple[str, int, str | None]]:
    """Names, lines and values of ``environment`` or ``args``, as a mapping or list; None: taken from outside."""
    for name, line, value in node.entries:
        yield name, line, value.text if value.tag != "null" else None
    for item in node.strings() if node.kind == "list" else ():
        name, equals, value_text = item.text.partition("=")
        yield name.strip(), item.line, value_text if equals else None


__all__ = ["EMPTY", "Compose", "Port", "Service", "compose", "is_compose", "key_values", "with_defaults"]
