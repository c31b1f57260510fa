"""Faults of Dockerfiles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname

from codereview.api import Confidence, Related, Severity
from codereview.facts.deployment.dockerfile import Dockerfile, Stage
from codereview.facts.deployment.files import is_for_work
from codereview.facts.deployment.wanted import is_env_template
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .fault import Fault
from .images import image

_SERVES = lazy_pattern(
    r"\b(?:uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|flask|fastapi|streamlit|runserver|chainlit|"
    r"gradio|jupyter|mlflow|http\.server|sanic|litestar|robyn)\b"
)
_DEVELOPING = lazy_pattern(r"(?<=\s)(?:--reload|runserver|fastapi dev)(?=\s|$)|\bflask run\b")
_MADE_FOR = {
    "runserver": "serves one machine for trying out; Django's documentation rules it out in production",
    "flask run": "starts Werkzeug's development server; Flask's documentation rules it out in production",
    "fastapi dev": "reloads and listens for one developer; `fastapi run` is the one to ship",
}
_OFFICIAL = frozenset(
    "nginx httpd caddy redis postgres mysql mariadb mongo traefik busybox openjdk eclipse-temurin maven".split()
)
_SHELLS = frozenset(
    {"bash", "/bin/bash", "sh", "/bin/sh", "zsh", "tail", "sleep", "ipython", "true", "python", "python3"}
)
_STEPS_DOWN = lazy_pattern(
    r"\b(?:gosu|su-exec|setpriv|runuser|s6-setuidgid|s6-overlay|setuidgid|start-stop-daemon|setuid|drop_privileges)\b"
    r"|\bsu\s+(?:-\w*\s+)*[\w$\"{]|\bsudo\s+(?:-\w+\s+)*-u|--(?:uid|userspec|chuid|user)[ =]|supervisord"
    r"|\bUSER\b.*\$\{?PUID"
    r"|^\s*user\s*=",
    re.MULTILINE,
)
_NON_ROOT = lazy_pattern(r"\brunAs(?:NonRoot:\s*true|User:\s*[1-9])")
_SPACE = lazy_pattern(r"\A---\n(?:.*\n)*?sdk:\s*docker\b", re.MULTILINE)
_SCRIPT = lazy_pattern(r"(?:[\w.-]+/)*[\w.-]+\.sh$")
_MADE = lazy_pattern(
    r"(?:^|/)(?:dist|build|target|out|node_modules|vendor|wheels?|artifacts?|certs?|\.git|tmp|bin|site)(?:/|$)"
    r"|\.(?:whl|jar|war|tar|gz|tgz|zip|deb|rpm|so|pem|crt|key|env|bin|exe|pt|pth|onnx|pkl|db|sqlite3?)$|(?:^|/)\.env"
)


class Built:
    """The faults of all Dockerfiles of a project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.deployment = project.deployment

    def faults(self) -> Iterator[Fault]:
        """In the order of files."""
        for path, file in self.deployment.dockerfiles.items():
            yield from self._lacking(file)
            if not is_for_work(path):
                yield from self._root(file)
                yield from self._development_server(file)
                yield from self._base(file)
                yield from self._everything(file)

    def _root(self, file: Dockerfile) -> Iterator[Fault]:
        final = self._final(file)
        starts = file.effective("CMD", "ENTRYPOINT", stage=final)
        if starts is None or not starts.words or (starts.words[0] in _SHELLS and len(starts.words) == 1):
            return
        base = image(file.image(final))
        user = file.effective("USER", stage=final)
        if user is None:
            if not base.runs_as_root:
                return
        elif user.value.split(":")[0].strip("\"'") not in ("root", "0"):
            return
        if self._steps_down(file, final) or self._run_by_another(file):
            return
        serves = file.effective("EXPOSE", stage=final) is not None or _SERVES.search(starts.value)
        who = (
            f"after `USER {user.value}` in line {user.line}"
            if user
            else f"as `{base.name}` has it and no `USER` changes it"
        )
        what = "The service in the image" if serves else "The program in the image"
        yield Fault(
            file.path,
            starts.line,
            "root",
            f"{what} runs as root, {who}: whoever gets to run code in it can change every file of the "
            f"image and of mounted volumes",
            Severity.MEDIUM if serves else Severity.LOW,
            related=(Related(file.path, user.line, "the last `USER`"),) if user else (),
            effort=15,
        )  # fmt: skip

    def _final(self, file: Dockerfile) -> Stage:
        """The stage that is shipped: the one that compose files ask for if they agree, or the last."""
        targets = {service.target for _, service in self.deployment.built(file.path)}
        named = file.stage(next(iter(targets))) if len(targets) == 1 and "" not in targets else None
        return named or file.stages[-1]

    def _steps_down(self, file: Dockerfile, final: Stage) -> bool:
        """Whether something gives up root's rights, or is not known: a script whose text is not here."""
        if any(_STEPS_DOWN.search(item.value) for one in file.chain(final) for item in one.instructions):
            return True
        for item in (file.effective("ENTRYPOINT", stage=final), file.effective("CMD", stage=final)):
            for word in item.words if item else ():
                name = word.rpartition("/")[2]
                if "$" in word or name.endswith(".sh") or (name in self._named and not name.endswith(".py")):
                    texts = [t for p, t in self.project.texts.items() if p.rpartition("/")[2] == name]
                    if not texts or any(_STEPS_DOWN.search(text) for text in texts):
                        return True
        return False

    def _run_by_another(self, file: Dockerfile) -> bool:
        """Whether what starts the container gives it a user."""
        services = self.deployment.built(file.path)
        if services and all(service.node.has("user") for _, service in services):
            return True
        texts = self.project.texts
        here = dirname(file.path)
        if {f"{here}/{name}".lstrip("/") for name in ("action.yml", "action.yaml")} & self._paths:
            return True  # GitHub asks of the image of an action that it runs as root
        readme = texts.get(f"{here}/README.md".lstrip("/"), "")
        return bool(_SPACE.match(readme)) or any(
            _NON_ROOT.search(text) for path, text in texts.items() if path.endswith((".yaml", ".yml"))
        )

    def _development_server(self, file: Dockerfile) -> Iterator[Fault]:
        """A server that is made for developing, as what the shipped image starts."""
        starts = file.effective("CMD", stage=self._final(file)) or file.effective(
            "ENTRYPOINT", stage=self._final(file)
        )
        match = _DEVELOPING.search(" ".join(starts.words)) if starts else None
        services = self.deployment.built(file.path)
        if starts is None or match is None or (services and all(s.node.has("command") for _, s in services)):
            return
        name = match.group().strip()
        what = _MADE_FOR.get(
            name, "watches the code for changes and starts the server again, which is for developing"
        )
        yield Fault(
            file.path,
            starts.line,
            "server",
            f"What the image starts is made for developing: `{name}` {what}",
            Severity.MEDIUM,
            Confidence.MEDIUM,
            effort=20,
        )

    def _base(self, file: Dockerfile) -> Iterator[Fault]:
        found: list[tuple[Stage, str, Severity]] = []
        shipped = file.chain(self._final(file))[-1]
        for stage in file.stages:
            if file.parent(stage) is not None or not stage.base or stage.base == "scratch":
                continue
            base = image(stage.base)
            if not base.runs_as_root and base.name not in _OFFICIAL and self._is_own(base.name):
                continue
            severity = Severity.MEDIUM if base.floating_python and stage == shipped else Severity.LOW
            if base.floating_python or base.floats:
                what = "another Python" if base.name == "python" else "something else"
                found.append((stage, f"`{stage.base}` is {what} whenever a new one is published", severity))
        if found:
            first = min(found, key=lambda item: item[2] is not Severity.MEDIUM)
            stage, text, severity = first
            yield Fault(
                file.path,
                stage.line,
                "base",
                f"The base {text}: the image is not the same when it is built again",
                severity,
                related=tuple(Related(file.path, s.line, t) for s, t, _ in found if s != stage)[:4],
                effort=5,
            )

    def _is_own(self, name: str) -> bool:
        """Whether an image is one of the project's makers: its name, or who publishes it, is spoken of elsewhere.

        Of Docker's registry, a name without a publisher that is none of its official images is a local one.
        """
        if "/" not in name or name.startswith("cgr.dev/"):
            return True
        publisher = name.split("/")[0] if "." not in name.split("/")[0] else "/".join(name.split("/")[1:2])
        spoken = re.compile(rf"(?<!FROM )(?<![\w.-])(?:{re.escape(name)}|{re.escape(publisher)}/)")
        return any(
            publisher in text and spoken.search(text)
            for path, text in self.project.texts.items()
            if path not in self.deployment.dockerfiles
        )

    def _everything(self, file: Dockerfile) -> Iterator[Fault]:
        copies = [
            item
            for stage in file.chain(self._final(file))
            for item in stage.instructions
            if item.word in ("COPY", "ADD")
            and "from" not in item.flags
            and set(item.words[:-1]) & {".", "./"}
        ]
        if not copies or self._has_ignore(file):
            return
        item = min(copies, key=lambda one: one.line)
        folders = self._contexts(file)
        secret = next((path for folder in folders if (path := self._expected_env(folder))), "")
        what = "`.git` with its history" if folders == {""} else "caches, logs and local environments"
        more = f", and `{secret}`, which is written from a template and holds credentials" if secret else ""
        yield Fault(
            file.path,
            item.line,
            "copy",
            f"`{item.word} {item.value}` takes the whole folder into the image, and no `.dockerignore` "
            f"is there: {what}{more}",
            Severity.MEDIUM if secret else Severity.LOW,
        )

    def _contexts(self, file: Dockerfile) -> set[str]:
        """The folders that the image is built in: what compose files say, or its own."""
        told = {s.context for _, s in self.deployment.built(file.path) if s.context is not None}
        return told or {dirname(file.path)}

    def _has_ignore(self, file: Dockerfile) -> bool:
        """Whether some folder that the build can run in has a ``.dockerignore``."""
        if f"{file.path}.dockerignore" in self._paths:
            return True
        folders = self._contexts(file)
        if not self.deployment.built(file.path):
            parts = dirname(file.path).split("/")
            folders |= {"/".join(parts[:depth]) for depth in range(len(parts))}
        return any(f"{one}/.dockerignore".lstrip("/") in self._paths for one in folders)

    def _expected_env(self, folder: str) -> str:
        """The environment file that a template in the folder stands for, and that git is told to ignore."""
        path = f"{folder}/.env".lstrip("/")
        shown = any(is_env_template(p) and dirname(p) == folder for p in self.project.texts)
        return path if shown and self.deployment.is_ignored(path) else ""

    def _lacking(self, file: Dockerfile) -> Iterator[Fault]:
        """What the build copies or the image starts, and no file of the repository is."""
        lacking: list[tuple[int, str, str]] = []
        made = file.text
        for stage in file.stages:
            for item in stage.instructions:
                if item.word in ("COPY", "ADD") and "from" not in item.flags and not item.body:
                    lacking += [
                        (item.line, source, "copied")
                        for source in item.words[:-1]
                        if self._is_lacking(file, source)
                    ]
        final = self._final(file)
        if image(file.image(final)).runs_as_root:
            starts = (file.effective("ENTRYPOINT", stage=final), file.effective("CMD", stage=final))
            for start in (item for item in starts if item is not None):
                lacking += [
                    (start.line, word, "started")
                    for word in start.words
                    if _SCRIPT.match(word.lstrip("/")) and made.count(word.rpartition("/")[2]) == 1
                    and self._is_lacking(file, word.rpartition("/")[2])
                ]  # fmt: skip
        if lacking:
            line, name, how = lacking[0]
            yield Fault(
                file.path,
                line,
                "missing",
                f"`{name}` is {how} here, and no file of the repository is called so",
                Severity.HIGH if how == "started" else Severity.MEDIUM,
                Confidence.MEDIUM,
                tuple(Related(file.path, n, f"`{s}` is not there either") for n, s, _ in lacking[1:5]),
            )

    def _is_lacking(self, file: Dockerfile, source: str) -> bool:
        clean = source.lstrip("/").removeprefix("./").rstrip("/")
        if not clean or clean == "." or re.search(r"[$*?\[\]{}<>:~]|\.\.", clean) or _MADE.search(clean):
            return False
        name = clean.rpartition("/")[2]
        if any(f"/{path}".endswith(f"/{clean}") for path in self._named.get(name, ())):
            return False
        spoken = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])")
        if any(
            spoken.search(text)
            for path, text in self.project.texts.items()
            if path not in self.deployment.dockerfiles
            and not path.endswith((".md", ".rst", ".dockerignore", ".txt"))
        ):
            return False  # something may make it, or fetch it, before the image is built
        folders = [dirname(file.path), *(s.context or "" for _, s in self.deployment.built(file.path)), ""]
        return not any(self.deployment.is_ignored(f"{folder}/{clean}".lstrip("/")) for folder in folders)

    @cached_property
    def _paths(self) -> frozenset[str]:
        project = self.project
        return frozenset((*project.files, *project.others, *project.left_out))

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """All files and folders by their last name."""
        found: dict[str, list[str]] = defaultdict(list)
        folders: set[str] = set()
        for path in self._paths:
            found[path.rpartition("/")[2]].append(path)
            folder = dirname(path)
            while folder and folder not in folders:
                folders.add(folder)
                found[folder.rpartition("/")[2]].append(folder)
                folder = dirname(folder)
        return found
