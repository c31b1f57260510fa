"""Faults of compose files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from codereview.api import Confidence, Related, Severity
from codereview.facts.deployment.compose import Compose, Port, Service, key_values
from codereview.facts.deployment.files import is_for_work
from codereview.facts.deployment.yaml_tree import Tree
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .fault import Fault
from .images import image

_SOCKET = lazy_pattern(r"(?:^|/)docker\.sock\b")
_NEEDS_SOCKET = lazy_pattern(
    r"traefik|portainer|watchtower|dozzle|autoheal|diun|promtail|cadvisor|nginx-proxy|docker-gen"
    r"|letsencrypt|acme|ofelia|"
    r"socket-proxy|socket_proxy|datadog|telegraf|runner|vector|alloy|logspout|filebeat|fluent|homepage"
    r"|dockge|backup|jenkins|"
    r"gitlab|sandbox|executor|docker"
)
_NEEDS_RIGHTS = lazy_pattern(r"dind|cadvisor|node-exporter|wireguard|vpn|systemd|binfmt")
_PROD = lazy_pattern(r"(?:^|[/._-])(?:prod|production|deploy|release|live)(?=[/._-]|$)", re.IGNORECASE)
_WHOLE = lazy_pattern(r"(?:docker-)?compose\.ya?ml$")
_PASSWORD = lazy_pattern(
    r"requirepass|PASSWORD|--auth|ROOT_USERNAME|REDIS_ARGS|aclfile|redis\.conf|xpack\.security", re.IGNORECASE
)


class Composed:
    """The faults of all compose files of a project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.deployment = project.deployment

    def faults(self) -> Iterator[Fault]:
        """In the order of files; at most one of a kind in a file."""
        for path, file in self.deployment.composes.items():
            yield from self._undefined(file)
            yield from self._same_port(file)
            yield from self._waits(file)
            if not is_for_work(path):
                yield from self._rights(file)
                yield from self._socket(file)
                yield from self._published(file)
                yield from self._database_image(file)
                yield from self._unwatched(file)

    def _rights(self, file: Compose) -> Iterator[Fault]:
        found = [
            (service, next(line for name, line, _ in service.node.entries if name == "privileged"))
            for service in file.services
            if service.node.get("privileged").is_true
            and not _NEEDS_RIGHTS.search(f"{service.name} {service.image}")
            and not service.node.has("profiles")
        ]
        if found:
            names = _names(service for service, _ in found)
            yield Fault(
                file.path,
                found[0][1],
                "privileged",
                f"{names} {_runs(found)} with `privileged: true`: root in the container is root on the host",
                Severity.MEDIUM,
                related=_others(file, [(line, f"`{s.name}`") for s, line in found]),
                effort=30,
            )

    def _socket(self, file: Compose) -> Iterator[Fault]:
        found = []
        for service in file.services:
            if _NEEDS_SOCKET.search(f"{service.name} {service.image}".lower()):
                continue
            for item in service.node.get("volumes").elements:
                source = item.get("source").text if item.kind == "map" else item.text.partition(":")[0]
                if _SOCKET.search(source):
                    found.append((service, item.line))
        if found:
            yield Fault(
                file.path,
                found[0][1],
                "socket",
                f"{_names(s for s, _ in found)} {'get' if len(found) > 1 else 'gets'} the host's Docker socket: "
                "whoever "
                "controls the container can start one that has all of the host, also where the mount is read-only",
                Severity.MEDIUM,
                related=_others(file, [(line, f"`{s.name}`") for s, line in found]),
                effort=60,
            )

    def _published(self, file: Compose) -> Iterator[Fault]:
        production = _PROD.search(file.path) is not None
        found: list[tuple[Service, Port, bool]] = []
        for service in file.services:
            wanted = image(service.image).database_port
            if not wanted or not production or service.node.has("profiles"):
                continue
            has = self._has_password(service)
            found += [
                (service, port, has)
                for port in service.ports
                if port.inner == wanted and port.address in ("", "0.0.0.0", "::")
            ]
        if found:
            service, port, has = next((item for item in found if not item[2]), found[0])
            without = "" if has else " and no password is set"
            where = f"port {port.host}" if port.host else "a port"
            yield Fault(
                file.path,
                port.line,
                "database",
                f"`{service.name}` ({service.image}) is published on {where} of all interfaces{without}: "
                f"Docker opens it past "
                "the host's firewall rules, while other services reach it without that",
                Severity.MEDIUM if has else Severity.HIGH,
                related=_others(file, [(p.line, f"`{s.name}`") for s, p, _ in found if p != port], 0),
            )

    def _has_password(self, service: Service) -> bool:
        if service.node.has("env_file") or service.node.has("secrets") or service.node.has("configs"):
            return True
        texts = [
            service.node.get("command").text,
            *(item.text for item in service.node.get("command").elements),
        ]
        texts += [name for name, _, _ in key_values(service.node.get("environment"))]
        texts += [item.text for item in service.node.get("volumes").elements]
        return any(_PASSWORD.search(text) for text in texts)

    def _database_image(self, file: Compose) -> Iterator[Fault]:
        found = [
            service
            for service in file.services
            if service.context is None
            and "$" not in service.image
            and image(service.image).floats
            and image(service.image).keeps_data
            and service.node.get("volumes").elements
        ]
        if found:
            service = found[0]
            yield Fault(
                file.path,
                service.image_line,
                "image",
                f"`{service.image}` of `{service.name}` is the newest major version on the day that it "
                f"is pulled, which does not "
                "start with the data that an older one has left in the volume",
                Severity.MEDIUM,
                related=_others(file, [(s.image_line, f"`{s.image}` of `{s.name}`") for s in found]),
                effort=5,
            )

    def _unwatched(self, file: Compose) -> Iterator[Fault]:
        """Services of this repository that listen, and that nothing asks whether they still answer."""
        found = [s for s in file.services if s.context is not None and s.ports and not s.node.has("profiles")]
        found = [s for s in found if self._has_no_check(s)]
        restarts = [
            s for s in found if s.node.get("restart").text in ("always", "unless-stopped", "on-failure")
        ]
        if restarts:
            names = _names(iter(restarts[:4]))
            yield Fault(
                file.path,
                restarts[0].line,
                "check",
                f"{names} {'is' if len(restarts) == 1 else 'are'} restarted when the process ends, and "
                f"no health check "
                "tells when it hangs",
                Severity.INFO,
                related=_others(file, [(s.line, f"`{s.name}`") for s in restarts]),
            )

    def _undefined(self, file: Compose) -> Iterator[Fault]:
        """Names that services use and no compose file of the folder defines."""
        if (
            file.tree.has("include")
            or any(s.node.has("extends") for s in file.services)
            or self._is_added(file)
        ):
            return
        near = [f for f in self.deployment.composes.values() if dirname(f.path) == dirname(file.path)]
        lacking: list[tuple[int, str]] = []
        for kind in ("volumes", "networks", "secrets", "configs"):
            known = {name for f in near for name, _, _ in f.tree.get(kind).entries} | {"default"}
            for service in file.services:
                for line, name in _used(service.node.get(kind), kind):
                    if name not in known:
                        lacking.append((line, f"{kind[:-1]} `{name}`"))
        services = {s.name for f in near for s in f.services}
        for service in file.services:
            wanted = service.node.get("depends_on")
            names = [(line, name) for name, line, _ in wanted.entries] or [
                (i.line, i.text) for i in wanted.strings()
            ]
            lacking += [
                (line, f"service `{name}`")
                for line, name in names
                if name not in services and "$" not in name
            ]
        if lacking:
            line, what = lacking[0]
            yield Fault(
                file.path,
                line,
                "undefined",
                f"The {what} is used here and defined nowhere: Compose refuses the whole file",
                Severity.HIGH if len(near) == 1 else Severity.MEDIUM,
                Confidence.HIGH if len(near) == 1 else Confidence.MEDIUM,
                _others(file, [(n, f"the {w} is not defined either") for n, w in lacking]),
            )

    def _is_added(self, file: Compose) -> bool:
        """Whether a file is used together with another one: its name says what it adds."""
        if _WHOLE.match(file.path.rpartition("/")[2]):
            return False
        here = dirname(file.path)
        return any(
            f"{here}/".startswith(f"{dirname(path)}/".lstrip("/"))
            for path in self.deployment.composes
            if path != file.path
        )

    def _same_port(self, file: Compose) -> Iterator[Fault]:
        by_port: dict[tuple[int, str], list[tuple[Service, Port]]] = defaultdict(list)
        for service in file.services:
            if not service.node.has("profiles") and service.node.get("network_mode").text != "host":
                for port in service.ports:
                    if port.host:
                        by_port[port.host, port.protocol].append((service, port))
        for (number, _), users in by_port.items():
            clash = [
                (a, b)
                for index, a in enumerate(users)
                for b in users[index + 1 :]
                if a[0].name != b[0].name and _overlap(a[1].address, b[1].address)
            ]
            if clash:
                (one, first), (other, second) = clash[0]
                yield Fault(
                    file.path,
                    second.line,
                    "port",
                    f"`{other.name}` publishes port {number} of the host, as `{one.name}` does in line {first.line}: "
                    "the second one does not start",
                    Severity.MEDIUM,
                    related=(Related(file.path, first.line, f"`{one.name}` publishes it first"),),
                )
                return

    def _waits(self, file: Compose) -> Iterator[Fault]:
        """A service that is waited for until it is healthy, and that nobody asks for its health."""
        services = {service.name: service for service in file.services}
        for service in file.services:
            for name, line, how in service.node.get("depends_on").entries:
                other = services.get(name)
                healthy = how.get("condition").text == "service_healthy"
                if healthy and other is not None and self._has_no_check(other):
                    yield Fault(
                        file.path,
                        line,
                        "health",
                        f"`{service.name}` waits until `{name}` is healthy, and `{name}` has no health "
                        f"check: it is never started",
                        Severity.HIGH,
                        related=(Related(file.path, other.line, f"`{name}`"),),
                    )
                    return

    def _has_no_check(self, service: Service) -> bool:
        if service.node.has("healthcheck") or service.node.has("extends"):
            return service.node.get("healthcheck", "disable").is_true
        if service.context is not None:
            built = self.deployment.dockerfiles.get(service.dockerfile)
            if built is None or not image(built.image()).runs_as_root:
                return False
            return not any(item.word == "HEALTHCHECK" for one in built.stages for item in one.instructions)
        return image(service.image).name in (
            "postgres",
            "mysql",
            "mariadb",
            "mongo",
            "redis",
            "rabbitmq",
            "nginx",
        )


def _used(node: Tree, kind: str) -> Iterator[tuple[int, str]]:
    """Lines and names of the volumes, networks, secrets or configs that a service uses."""
    if node.kind == "map":
        yield from ((line, name) for name, line, _ in node.entries)
    for item in node.elements:
        if item.kind == "map":
            name = item.get("source").text
            if kind == "volumes" and item.get("type").text not in ("", "volume"):
                continue
        elif kind == "volumes":
            name, colon, _ = item.text.partition(":")
            name = name if colon else ""
        else:
            name = item.text
        if name and re.fullmatch(r"[A-Za-z0-9][\w.-]+", name):
            yield item.line, name


def _overlap(one: str, other: str) -> bool:
    return one == other or one in ("", "0.0.0.0") or other in ("", "0.0.0.0")


def _names(services: Iterator[Service]) -> str:
    names = [f"`{service.name}`" for service in services]
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _runs(found: list[tuple[Service, int]]) -> str:
    return "runs" if len(found) == 1 else "run"


def _others(file: Compose, places: list[tuple[int, str]], skip: int = 1) -> tuple[Related, ...]:
    return tuple(Related(file.path, line, text) for line, text in places[skip : skip + 4])
