"""Which manifests containers, workflows, scripts and instructions really install, as their commands say."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal

import msgspec

from codereview.facts.dependencies.entry import Place, entries
from codereview.facts.dependencies.requirements_file import joined_lines
from codereview.facts.dependencies.values import Requirement

Where = Literal["container", "workflow", "script", "instructions"]

_COMMAND = re.compile(
    r"(?<![\w./-])(?:(?:python|pypy)[\w.]*\s+-m\s+|uv\s+|(?:/[\w.-]+)+/|sudo\s+(?:-\w+\s+)*)*"
    r"(?P<tool>pip[\d.]*|pip-sync|poetry|uv|pdm|pipenv|conda|mamba|micromamba)\s+"
    r"(?P<verb>install|sync|run|env\s+(?:create|update)|create)?(?=(?P<rest>[^\n]*))"
)
_END = re.compile(r"\s(?:&&|\|\||[|;>]|2>|#)(?:\s|$)|;\s|`|\"?\s*\]\s*$|\)\s*$")
_COPY = re.compile(r"^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)$", re.IGNORECASE | re.MULTILINE)
_FOLDER = re.compile(r"working-directory:\s*[\"']?([\w./-]+)|(?:^|[\s&;])cd\s+([\w./-]+)")
_WITH_VALUE = frozenset(
    "-i --index-url --extra-index-url -f --find-links --trusted-host -t --target --prefix --root --python --proxy "
    "--cache-dir --timeout --retries --no-binary --only-binary --platform --python-version --progress-bar -p "
    "--project --directory -C --src --upgrade-strategy --config-settings --report --default-timeout --resolution "
    "--index-strategy --link-mode --default-index --index -n --name --no-install-package --package --lockfile".split()
)


class Install(msgspec.Struct, frozen=True):
    """One command that installs.

    Attributes:
        path, line: where it stands.
        where: what stands there.
        tool: ``pip``, ``poetry``, ``uv``, ``pdm``, ``pipenv`` or ``conda``.
        manifests: what it installs from, relative to the root; empty if none of the repository's is known to be
            meant.
        packages: what it names itself (``pip install gunicorn``).
        whole: whether all of the manifests is installed, whatever its group (requirements files).
        included, excluded: names of groups and extras that it asks for or leaves out; ``*`` for all.
        development: whether development groups come with it unless left out.
        main: whether the main group comes with it.
    """

    path: str
    line: int
    where: Where
    tool: str
    manifests: tuple[str, ...] = ()
    packages: tuple[Requirement, ...] = ()
    whole: bool = False
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    development: bool = False
    main: bool = True

    def covers(self, group: str) -> bool:
        """Whether requirements of a group are installed."""
        kind, _, name = group.partition(":")
        if self.whole or kind == "main":
            return self.whole or self.main
        if name in self.included or "*" in self.included:
            return True
        return self.development and kind == "dev" and name not in self.excluded


def where_of(path: str) -> Where | None:
    """What a file is that may hold commands; None if its commands are not looked at."""
    name = path.rpartition("/")[2]
    lowered = name.lower()
    if "dockerfile" in lowered or "containerfile" in lowered or re.search(r"compose[\w.-]*\.ya?ml$", lowered):
        return "container"
    if path.startswith((".github/", ".circleci/", ".gitlab/")) or re.match(
        r"(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|buildspec|cloudbuild|appveyor|\.drone)"
        r"[\w.-]*\.ya?ml$|jenkinsfile",
        lowered,
    ):
        return "workflow"
    if lowered in (
        "makefile",
        "justfile",
        "taskfile.yml",
        "procfile",
        "render.yaml",
        "nixpacks.toml",
        "railway.toml",
    ):
        return "script"
    if lowered.endswith((".sh", ".mk", ".bat", ".ps1", ".service")):
        return "script"
    return (
        "instructions"
        if re.match(r"(?:readme|install|contributing|development|setup|usage)[\w.-]*$", lowered)
        and ("." not in lowered or lowered.endswith((".md", ".rst", ".txt")))
        else None
    )


def installs(texts: Mapping[str, str], known: Mapping[str, object]) -> Iterator[Install]:
    """All install commands of the given files, in the order of path and line.

    Args:
        texts: files by path.
        known: the manifests of the repository by path.
    """
    for path in sorted(texts):
        where = where_of(path)
        if where is None or path in known:
            continue
        text = texts[path]
        if "install" not in text and "sync" not in text and "uv run" not in text and "env" not in text:
            continue
        yield from _Commands(path, where, text, known).all()


class _Commands:
    """The commands of one file."""

    def __init__(self, path: str, where: Where, text: str, known: Mapping[str, object]) -> None:
        self._path, self._where, self._text, self._known = path, where, text, known
        self._copied: dict[str, list[str]] = {}
        if where == "container":
            for match in _COPY.finditer(text):
                words = re.findall(r"[^\s\"',\[\]]+", match.group(2))
                if "--from" not in match.group(1) and len(words) > 1:
                    for source in words[:-1]:
                        for name in {source.rpartition("/")[2], words[-1].rpartition("/")[2]} - {"", "."}:
                            self._copied.setdefault(name, []).append(source)

    def all(self) -> Iterator[Install]:
        folders: list[str] = []
        # in Makefiles and prose a "#" does not always comment, and lines that do not fit are passed over
        for number, line in joined_lines(self._text):
            folders += [a or b for a, b in _FOLDER.findall(line)]
            for match in _COMMAND.finditer(line):
                # "uv" may be eaten as the prefix of "uv pip"
                found = self._install(match, number, folders[-3:])
                if found is not None:
                    yield found

    def _install(self, match: re.Match[str], line: int, folders: list[str]) -> Install | None:
        tool, verb = match.group("tool"), re.sub(r"\s+", " ", match.group("verb") or "")
        rest = match.group("rest")
        end = _END.search(rest)
        words = _words(rest[: end.start()] if end else rest)
        base = Install(self._path, line, self._where, "pip" if tool.startswith("pip") else tool)
        if tool == "pip-sync":
            return self._pip(base, [w for name in [verb, *words] if name for w in ("-r", name)], folders)
        if tool == "pipenv":
            return self._pipenv(base, words, folders) if verb in ("install", "sync") else None
        if tool.startswith("pip"):
            if verb == "sync":
                return self._pip(base, [w for name in words for w in ("-r", name)], folders)
            return self._pip(base, words, folders) if verb == "install" else None
        if tool in ("conda", "mamba", "micromamba"):
            files = [b for a, b in pairwise(words) if a in ("-f", "--file")]
            found = [p for name in files if (p := self._find(name, folders))]
            return (
                msgspec.structs.replace(base, tool="conda", manifests=tuple(found), whole=True)
                if found
                else None
            )
        if tool == "uv" and verb not in ("sync", "run"):
            return None
        if tool in ("poetry", "pdm") and verb not in ("install", "sync"):
            return None
        return self._grouped(base, verb, words, folders)

    def _pip(self, base: Install, words: list[str], folders: list[str]) -> Install | None:
        manifests: list[str] = []
        packages: list[Requirement] = []
        extras: list[str] = []
        whole, own = False, False
        index = 0
        while index < len(words):
            word = words[index]
            index += 1
            match = re.match(r"(?:-r|--requirements?)=?(.*)$", word)
            if match:
                name = match.group(1) or (words[index] if index < len(words) else "")
                index += not match.group(1)
                found = self._find(name, folders)
                manifests += [found] if found else []
                whole = True
            elif word in _WITH_VALUE or word in ("-c", "--constraint"):
                index += 1
            elif word.startswith("-"):
                continue
            elif word.startswith((".", "/")) or word in (".", "$PWD"):
                found = self._project(word.partition("[")[0], folders)
                manifests += [found] if found else []
                extras += [e.strip() for e in word.partition("[")[2].rstrip("]").split(",") if e.strip()]
                own = True
            else:
                place = Place(self._path, base.line, "main")
                packages += [e for e in entries(word, place) if isinstance(e, Requirement)]
        if not manifests and not packages:
            return None
        return msgspec.structs.replace(
            base,
            manifests=tuple(dict.fromkeys(manifests)),
            packages=tuple(packages),
            whole=whole and not own,
            included=tuple(extras),
        )

    def _grouped(self, base: Install, verb: str, words: list[str], folders: list[str]) -> Install | None:
        """``poetry install``, ``pdm install``, ``uv sync`` and their flags."""
        found = self._project(_value(words, "--directory", "-C", "--project") or ".", folders)
        if found is None:
            return None
        flags = set(words)
        only = _values(words, "--only", "--only-group")
        included = [*_values(words, "--with", "--group", "-G", "--extras", "-E", "--extra"), *only]
        if flags & {"--all-extras", "--all-groups", "-G:all", ":all"}:
            included.append("*")
        none = flags & {"--no-dev", "--prod", "--production", "--only=main", "--no-default-groups"}
        return msgspec.structs.replace(
            base,
            manifests=(found,),
            included=tuple(dict.fromkeys(included)),
            excluded=tuple(_values(words, "--without", "--no-group")),
            development=not none and not only,
            main=not only or "main" in only,
        )

    def _pipenv(self, base: Install, words: list[str], folders: list[str]) -> Install | None:
        found = self._find("Pipfile", folders)
        if found is None or any(not word.startswith("-") for word in words):
            return None
        return msgspec.structs.replace(
            base, manifests=(found,), development=bool({"--dev", "-d"} & set(words))
        )

    def _candidates(self, name: str, folders: list[str]) -> Iterator[str]:
        here = posixpath.dirname(self._path)
        name = re.sub(r"^(?:\$\{?\w+\}?|/[\w-]+|~)/+", "", name) if name[:1] in "$/~" else name
        for folder in (*reversed(folders), here, "", posixpath.dirname(here)):
            yield posixpath.normpath(posixpath.join(folder, name))

    def _find(self, name: str, folders: list[str]) -> str | None:
        """The manifest that a command names; what a container copied is looked up under its source."""
        name = name.strip("\"'")
        for source in (*self._copied.get(name.rpartition("/")[2], ()), name):
            for candidate in self._candidates(source, folders):
                if candidate in self._known:
                    return candidate
        return None

    def _project(self, folder: str, folders: list[str]) -> str | None:
        for name in ("pyproject.toml", "setup.py", "setup.cfg"):
            found = self._find(posixpath.normpath(posixpath.join(folder.strip("\"'") or ".", name)), folders)
            if found:
                return found
        return None


def _words(text: str) -> list[str]:
    try:
        return [word.strip("\"',") for word in shlex.split(text, comments=True)]
    except ValueError:
        return [word.strip("\"',") for word in text.split()]


def _values(words: list[str], *flags: str) -> list[str]:
    found: list[str] = []
    for index, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag in flags:
            value = value if equals else words[index + 1] if index + 1 < len(words) else ""
            found += [item for item in re.split(r"[,\s]+", value) if item]
    return found


def _value(words: list[str], *flags: str) -> str:
    return next(iter(_values(words, *flags)), "")
