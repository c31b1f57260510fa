"""What files of platforms say against what the code and the container have: files, frameworks, ports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import NamedTuple

from codereview.api import Confidence, Related, Severity
from codereview.facts.dependencies.toml_places import load_toml
from codereview.facts.deployment.binding import Bound, bound
from codereview.facts.deployment.compose import Service, key_values, with_defaults
from codereview.facts.deployment.dockerfile import Dockerfile, Instruction, assignments
from codereview.facts.deployment.files import is_for_work
from codereview.facts.deployment.yaml_tree import Tree, document
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_HEALTH = lazy_pattern(
    r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?P<port>\d+))?(?P<path>/[\w./-]*)?"
)
_SERVED_ELSEWHERE = lazy_pattern(r"/(?:docs|redoc|openapi\.json|_stcore/.*|static/.*|admin.*|favicon\.ico)?$")
_FRAMEWORKS = ("streamlit", "gradio")


class Contradiction(NamedTuple):
    """One thing that a file says and that is not so."""

    path: str
    line: int
    message: str
    severity: Severity
    confidence: Confidence
    related: tuple[Related, ...] = ()


class Platforms:
    """What files of platforms, compose files and Dockerfiles say that the project contradicts."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.deployment = project.deployment
        self.paths = frozenset((*project.files, *project.others, *project.left_out))

    @property
    def are_there(self) -> bool:
        """Whether a file of the project tells how it is deployed."""
        deployment, texts = self.deployment, self.project.texts
        return bool(deployment.dockerfiles or deployment.composes) or any(
            path.endswith(("fly.toml", "vercel.json"))
            or (path.endswith("README.md") and text.startswith("---\n"))
            for path, text in texts.items()
        )

    def contradictions(self) -> Iterator[Contradiction]:
        """All of them, in the order of kinds and files."""
        for path, text in self.project.texts.items():
            name = path.rpartition("/")[2]
            if name == "README.md" and text.startswith("---\n"):
                yield from self._space(path, text)
            elif name == "fly.toml":
                yield from self._fly(path, text)
            elif name == "vercel.json":
                yield from self._vercel(path, text)
        for path, file in self.deployment.dockerfiles.items():
            if not is_for_work(path):
                yield from self._dockerfile(file)
        for compose, service in self.deployment.services:
            if service.context is not None and not is_for_work(compose.path):
                yield from self._service(compose.path, service)

    def _space(self, path: str, text: str) -> Iterator[Contradiction]:
        """The front matter of a Hugging Face Space, as its configuration reference has it."""
        end = text.find("\n---", 4)
        tree = document(text[4:end]) if end > 0 else Tree("text", 0)
        sdk = tree.get("sdk").text
        if not sdk:
            return
        line = {name: number + 1 for name, number, _ in tree.entries}
        here = dirname(path)
        if sdk == "docker":
            file = self.deployment.dockerfiles.get(f"{here}/Dockerfile".lstrip("/"))
            port = tree.get("app_port").text or "7860"
            served = self._bound(file) if file is not None else None
            if served is not None and file is not None and port.isdigit() and served.port != int(port):
                said = "app_port" if tree.has("app_port") else "sdk"
                default = "" if tree.has("app_port") else ", its default,"
                yield Contradiction(
                    path, line[said],
                    f"The Space is asked for on port {port}{default} and `{file.path}` {_binds(served)}",
                    Severity.HIGH, Confidence.HIGH if served.said else Confidence.MEDIUM, self._start(file),
                )  # fmt: skip
            return
        name = tree.get("app_file").text or ("index.html" if sdk == "static" else "app.py")
        where = normpath(f"{here}/{name}".lstrip("/"))
        at = line.get("app_file", line["sdk"])
        if where not in self.paths:
            yield Contradiction(
                path, at, f"The Space starts `{name}`, which is not there", Severity.HIGH, Confidence.HIGH
            )
            return
        facts = self.project.files.get(where)
        if facts is not None and sdk in _FRAMEWORKS:
            tops = {item.module.partition(".")[0] for item in facts.imports}
            other = next((f for f in _FRAMEWORKS if f in tops and f != sdk and sdk not in tops), "")
            if other:
                yield Contradiction(
                    path, line["sdk"], f"The Space runs `{name}` with {sdk}, and it is written for {other}",
                    Severity.HIGH, Confidence.HIGH, (Related(where, 1, f"imports {other}"),),
                )  # fmt: skip

    def _fly(self, path: str, text: str) -> Iterator[Contradiction]:
        data = load_toml(text)
        match = re.search(r"^\s*internal_port\s*=\s*\"?(\d+)", text, re.MULTILINE)
        if isinstance(data, str) or match is None:
            return
        build = data.get("build")
        written = build.get("dockerfile") if isinstance(build, dict) else None
        name = written if isinstance(written, str) else "Dockerfile"
        file = self.deployment.dockerfiles.get(normpath(f"{dirname(path)}/{name}".lstrip("/")))
        env = data.get("env")
        extra = {str(k): str(v) for k, v in env.items()} if isinstance(env, dict) else {}
        served = self._bound(file, extra) if file is not None and "[processes]" not in text else None
        if file is not None and served is not None and served.port != int(match.group(1)):
            yield Contradiction(
                path, text.count("\n", 0, match.start(1)) + 1,
                f"Fly sends requests to port {match.group(1)} and `{file.path}` {_binds(served)}",
                Severity.HIGH, Confidence.HIGH if served.said else Confidence.MEDIUM, self._start(file),
            )  # fmt: skip

    def _vercel(self, path: str, text: str) -> Iterator[Contradiction]:
        try:
            data = json.loads(text)
        except ValueError:
            return
        builds = data.get("builds") if isinstance(data, dict) else None
        for build in builds if isinstance(builds, list) else ():
            source = build.get("src") if isinstance(build, dict) else None
            if not isinstance(source, str) or not source.endswith(".py") or re.search(r"[*{\[$]", source):
                continue
            if normpath(f"{dirname(path)}/{source}".lstrip("/")) not in self.paths:
                at = text.count("\n", 0, text.find(f'"{source}"')) + 1
                yield Contradiction(
                    path, at, f"Vercel builds `{source}`, which is not there", Severity.HIGH, Confidence.HIGH
                )

    def _dockerfile(self, file: Dockerfile) -> Iterator[Contradiction]:
        served = self._bound(file)
        exposed = [item for one in file.chain() for item in one.instructions if item.word == "EXPOSE"]
        ports = {word.partition("/")[0] for item in exposed for word in item.value.split()}
        told = served is not None and served.said and bool(ports) and all(p.isdigit() for p in ports)
        if served is not None and told and str(served.port) not in ports:
            yield Contradiction(
                file.path, exposed[0].line,
                f"`EXPOSE {exposed[0].value}` names a port that nothing listens on: the image {_binds(served)}",
                Severity.LOW, Confidence.HIGH, self._start(file),
            )  # fmt: skip
        check = file.effective("HEALTHCHECK")
        if check is not None and served is not None:
            yield from self._health(file.path, check.line, check.value, served)

    def _service(self, path: str, service: Service) -> Iterator[Contradiction]:
        file = self.deployment.dockerfiles.get(service.dockerfile)
        if file is None or service.node.has("network_mode"):
            return
        served = self._served(file, service)
        ports = service.ports
        known = len(ports) == len(service.node.get("ports").elements)
        if served is not None and ports and known and all(port.inner != served.port for port in ports):
            yield Contradiction(
                    path, ports[0].line,
                    f"`{service.name}` publishes port {ports[0].inner} of its container, which {_binds(served)}",
                    Severity.HIGH, Confidence.HIGH if served.said else Confidence.MEDIUM, self._start(file),
                )  # fmt: skip
        test = service.node.get("healthcheck", "test")
        words = " ".join(item.text for item in test.elements) or test.text
        if served is not None and words:
            yield from self._health(path, test.line, words, served)

    def _served(self, file: Dockerfile, service: Service) -> Bound | None:
        given = {
            name: with_defaults(value)
            for name, _, value in key_values(service.node.get("environment"))
            if value
        }
        if service.node.has("env_file"):
            return None
        if service.node.has("entrypoint"):
            return None
        command = service.node.get("command")
        if service.node.has("command"):
            words = tuple(item.text for item in command.elements) or tuple(command.text.split())
            item = Instruction("CMD", json.dumps(list(words)), 0, {})
            return self._bound(file, given, item) if file.effective("ENTRYPOINT") is None else None
        return self._bound(file, given)

    def _health(self, path: str, line: int, text: str, served: Bound) -> Iterator[Contradiction]:
        match = _HEALTH.search(text)
        if match is None:
            return
        if match["port"] and int(match["port"]) != served.port:
            yield Contradiction(
                path, line, f"The health check asks port {match['port']}, and the container {_binds(served)}",
                Severity.HIGH, Confidence.HIGH if served.said else Confidence.MEDIUM,
            )  # fmt: skip
            return
        route = match["path"] or "/"
        words = [word for word in re.split(r"[^\w]+", route) if word]
        if _SERVED_ELSEWHERE.match(route) or not words or not self.project.routes.all:
            return
        if all(
            served_route.path.rstrip("/") != route.rstrip("/") for served_route in self.project.routes.all
        ):
            wanted = word_hash(words[-1])
            if not any(wanted in unpacked(facts.prints.words) for facts in self.project.files.values()):
                yield Contradiction(
                    path, line, f"The health check asks for `{route}`, and no route of the project is called so",
                    Severity.HIGH, Confidence.HIGH,
                )  # fmt: skip

    def _bound(
        self, file: Dockerfile, extra: dict[str, str] | None = None, command: Instruction | None = None
    ) -> Bound | None:
        """The port that the image's command binds in an environment."""
        given: dict[str, str] = {}
        for stage in reversed(file.chain()):
            for item in stage.instructions:
                if item.word in ("ENV", "ARG"):
                    given.update((name, value) for name, value in assignments(item) if value)
        given.update(extra or {})
        start, main = file.effective("ENTRYPOINT"), command or file.effective("CMD")
        words = (*(start.words if start else ()), *(main.words if main else ()))
        if any(word.endswith((".sh", "entrypoint")) for word in words) or not words:
            return None
        if "streamlit" in words and any(path.endswith(".streamlit/config.toml") for path in self.paths):
            return None
        if "gunicorn" in words and any(path.rpartition("/")[2] == "gunicorn.conf.py" for path in self.paths):
            return None
        return bound(words, given)

    def _start(self, file: Dockerfile) -> tuple[Related, ...]:
        item = file.effective("CMD") or file.effective("ENTRYPOINT")
        return (Related(file.path, item.line, "what the image starts"),) if item else ()


def _binds(served: Bound) -> str:
    how = "" if served.said else f", the default of `{served.server.split()[0]}`"
    return f"listens on {served.port}{how}"


__all__ = ["Contradiction", "Platforms"]
