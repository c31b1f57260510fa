"""Task runners and scripts of a repository: what a target, environment, session or named command runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from codereview.facts.pipeline.recipes import Recipe, recipes
from codereview.facts.pipeline.scripts import Script, scripts
from codereview.facts.pipeline.sessions import Sessions, sessions
from codereview.facts.pipeline.shell import Run, runs
from codereview.facts.pipeline.tox import Environment, Tox, tox_of
from codereview.facts.pipeline.values import Step

CHECKS = re.compile(
    r"(?:^|[\W_])(?:tests?|lint|check|ci|qa|quality|verify|validate|style|format|types?|typing|all|run\w*)(?:[\W_]|\d|$)"
)
"""Names of what checks something."""
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_JUSTFILES = ("justfile", "Justfile", ".justfile")
_STRICT = re.compile(r"^\s*#!.*\s-\w*e")
_VERBS = ("run", "exec", "--")
_PROGRAMS = {
    "npm": "npm", "yarn": "npm", "pnpm": "npm", "bun": "npm", "poe": "poe", "task": "taskipy", "pdm": "pdm",
    "hatch": "hatch", "rye": "rye", "pixi": "pixi", "pipenv": "pipenv",
}  # fmt: skip
Folders = tuple[str, ...]


class Found(NamedTuple):
    """One command of a runner: where it is written, by whom it is run, and why its failure stops nothing."""

    path: str
    provider: str
    run: Run
    soft: str


class Runners:
    """The task runners of one repository.

    Args:
        texts: text by path.
        paths: all files that are there.
    """

    def __init__(self, texts: Mapping[str, str], paths: frozenset[str]) -> None:
        self._texts, self._paths = texts, paths

    def called(self, words: tuple[str, ...], folders: Folders, outer: Step) -> Iterable[Found] | None:
        """What a command leads to: nothing for a program that is no runner, None where a runner's target is not
        found or cannot be read.

        Args:
            words: the command without wrappers.
            folders: the folders that it can be run in, the nearest last.
            outer: the step that holds it.
        """
        program, rest = words[0], words[1:]
        if program in ("make", "gmake", "just"):
            return self._made(program, rest, folders)
        if program == "tox":
            return self._toxed(rest, folders, outer)
        if program in ("nox", "inv", "invoke"):
            return self._sessions(program, rest, folders)
        if program in _PROGRAMS:
            return self._scripted(_PROGRAMS[program], rest, folders)
        if program.endswith((".sh", ".bash")) or "/" in program or program in ("bash", "sh", "source", "."):
            return self._script(words, folders)
        return ()

    @cached_property
    def recipes(self) -> dict[str, dict[str, Recipe]]:
        """The targets of Makefiles and justfiles, by path."""
        return {
            path: recipes(text, just=path.lower().endswith("justfile"))
            for path, text in self._texts.items()
            if path.rpartition("/")[2] in (*_MAKEFILES, *_JUSTFILES)
        }

    @cached_property
    def tox(self) -> dict[str, Tox | dict[str, Environment]]:
        """The environments of tox, by path."""
        found = ((path, tox_of(path, text)) for path, text in self._texts.items())
        return {path: value for path, value in found if value is not None}

    @cached_property
    def sessions(self) -> dict[str, Sessions]:
        """The sessions of nox and tasks of invoke, by path."""
        found = (
            (path, sessions(text))
            for path, text in self._texts.items()
            if path.rpartition("/")[2] == "noxfile.py" or path == "tasks.py"
        )
        return {path: value for path, value in found if value is not None}

    @cached_property
    def scripts(self) -> dict[str, dict[tuple[str, str], Script]]:
        """The named commands of manifests, by path, runner and name."""
        return {
            path: {(script.runner, script.name): script for script in scripts(path, text)}
            for path, text in self._texts.items()
            if path.rpartition("/")[2] in ("pyproject.toml", "package.json", "hatch.toml", "Pipfile")
        }

    def tasks(self) -> Iterator[Step]:
        """All commands of all task runners, by whomever they are started."""
        for path, targets in self.recipes.items():
            runner = "just" if path.lower().endswith("justfile") else "make"
            for recipe in targets.values():
                yield from (Step(runner, path, r.line, recipe.name, words=r.words) for r in recipe.runs)
        for path, source in self.tox.items():
            for name in source if isinstance(source, dict) else source.names:
                item = source[name] if isinstance(source, dict) else source.environment(name)
                yield from (Step("tox", path, r.line, name, words=r.words) for r in item.runs)
        for path, listed in self.sessions.items():
            for session in listed.by_name.values():
                yield from (Step("nox", path, r.line, session.name, words=r.words) for r in session.runs)
        for path, named in self.scripts.items():
            for s in named.values():
                yield from (Step(s.runner, path, r.line, s.name, words=r.words) for r in s.runs)

    def _find(self, names: Iterable[str], folders: Folders, among: Mapping[str, object]) -> str | None:
        for folder in (*reversed(folders), ""):
            for name in names:
                path = posixpath.normpath(posixpath.join(folder, name))
                if path in among:
                    return path
        return None

    def _made(self, program: str, rest: tuple[str, ...], folders: Folders) -> Iterable[Found] | None:
        inner = _value(rest, "-C", "--directory", "--working-directory", "-d")
        given = _value(rest, "-f", "--file", "--makefile", "--justfile")
        names = (given,) if given else _MAKEFILES if program != "just" else _JUSTFILES
        path = self._find(names, _within(folders, inner), self.recipes)
        if path is None:  # programs in C are built so
            return () if set(_plain(rest)) <= {"install", "all", "build", "clean"} else None
        known = self.recipes[path]
        wanted = [w for w in _plain(rest, "-C", "-f", "--directory", "-j", "-d") if "=" not in w]
        if any("$" in target for target in wanted):
            wanted = list(known)
        wanted = wanted or list(known)[:1]
        if not any(target in known for target in wanted):
            return None
        found: list[Found] = []
        seen: set[str] = set()
        while wanted:
            recipe = known.get(wanted.pop(0))
            if recipe is not None and recipe.name not in seen:
                seen.add(recipe.name)
                wanted += recipe.needs
                found += [
                    Found(path, "just" if program == "just" else "make", r, r.soft) for r in recipe.runs
                ]
        return found

    def _toxed(self, rest: tuple[str, ...], folders: Folders, outer: Step) -> Iterable[Found] | None:
        path = self._find(("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml"), folders, self.tox)
        if path is None:
            return None
        source = self.tox[path]
        asked = [n for v in _values(rest, "-e", "-f", "-m", "--env") for n in v.split(",") if n]
        names = source.names if isinstance(source, Tox) else list(source)
        default = (source.default if isinstance(source, Tox) else []) or names
        # what a matrix, a variable or a label chooses is any of them
        unknown = any("$" in name or "{" in name for name in asked) or bool(_values(rest, "-f", "-m"))
        if unknown or "TOXENV" in self._texts.get(outer.start.path, ""):
            asked = names
        found: list[Found] = []
        for name in dict.fromkeys(asked or default):
            item = source.environment(name) if isinstance(source, Tox) else source.get(name, source[""])
            soft = "its environment has `ignore_outcome`" if item.ignored else ""
            found += [Found(path, "tox", run, soft or run.soft) for run in item.runs]
        return dict.fromkeys(found)  # environments of one section share its commands

    def _sessions(self, program: str, rest: tuple[str, ...], folders: Folders) -> Iterable[Found] | None:
        path = self._find(("noxfile.py" if program == "nox" else "tasks.py",), folders, self.sessions)
        if path is None:
            return None
        source = self.sessions[path]
        asked = [w for v in _values(rest, "-s", "-e", "--session", "--sessions") for w in v.split(",")]
        asked += [w for w in rest if not w.startswith("-")]
        wanted = [name if name in source.by_name else re.split(r"[-(]", name)[0] for name in asked]
        if "-t" in rest or any("$" in name for name in asked):
            wanted = list(source.by_name)
        elif not asked:
            wanted = list(source.default)
        chosen = [source.by_name[name] for name in dict.fromkeys(wanted) if name in source.by_name]
        return (
            [Found(path, program, r, r.soft) for session in chosen for r in session.runs] if chosen else None
        )

    def _scripted(self, runner: str, rest: tuple[str, ...], folders: Folders) -> Iterable[Found] | None:
        folder = _value(rest, "--prefix", "--cwd", "-C", "--project")
        words = [w for w in _plain(rest, "--prefix", "--cwd", "-C") if w not in _VERBS]
        if not words:
            return ()
        known = dict(self._named(runner, _within(folders, folder)))
        name = words[0]
        if runner == "hatch" and name not in known:
            name = next((k for k in known if k == f"default:{name}" or k.endswith(f":{name}")), name)
        if name not in known:
            # what is no script is a command of the runner (`npm ci`), or a program that is read by itself
            return None if runner in ("poe", "taskipy") or (runner == "npm" and rest[0] == "run") else ()
        found: list[Found] = []
        queue, seen = [name], set[str]()
        while queue:
            key = queue.pop(0)
            if key in seen or key not in known:
                continue
            seen.add(key)
            path, script = known[key]
            prefix = key.partition(":")[0] + ":" if runner == "hatch" else ""
            queue += [call if call in known else prefix + call for call in script.calls]
            if runner == "hatch":  # within others, a script of hatch is called by its name
                queue += [prefix + run.words[0] for run in script.runs]
            found += [Found(path, runner, run, run.soft) for run in script.runs]
        return found

    def _named(self, runner: str, folders: Folders) -> Iterator[tuple[str, tuple[str, Script]]]:
        """The named commands of a runner, those of the nearest folder last, so that they win."""
        for folder in dict.fromkeys(("", *(posixpath.normpath(f) if f else "" for f in folders))):
            for path, listed in self.scripts.items():
                if posixpath.dirname(path) == ("" if folder == "." else folder):
                    for (runs_it, name), script in listed.items():
                        if runs_it == runner:
                            yield name, (path, script)

    def _script(self, words: tuple[str, ...], folders: Folders) -> Iterable[Found] | None:
        named = [w for w in words if not w.startswith(("-", "+"))]
        if words[0] in ("bash", "sh", "source", "."):
            named = named[1:]
        if not named:
            return ()
        name = re.sub(r"^\$\{?\{?[\w. ]+\}?\}?/", "", named[0])
        path = self._find((name.removeprefix("./"),), folders, self._texts)
        if path is None:
            there = any(posixpath.normpath(posixpath.join(f, name)) in self._paths for f in (*folders, ""))
            return None if there or CHECKS.search(name) else ()
        if path.endswith((".py", ".json", ".toml")):
            return ()
        text = self._texts[path]
        strict = (
            any(re.fullmatch(r"-\w*e\w*", word) for word in words[1:3]) or _STRICT.match(text) is not None
        )
        return [Found(path, "script", r._replace(line=r.line + 1), r.soft) for r in runs(text, strict=strict)]


def _within(folders: Folders, inner: str) -> Folders:
    return (*folders, posixpath.join(folders[-1] if folders else "", inner)) if inner else folders


def _values(words: tuple[str, ...], *flags: str) -> list[str]:
    found: list[str] = []
    for index, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag in flags:
            found.append(value if equals else words[index + 1] if index + 1 < len(words) else "")
        elif len(word) > 2 and word[:2] in flags and word[1] != "-":
            found.append(word[2:])
    return found


def _value(words: tuple[str, ...], *flags: str) -> str:
    return next(iter(_values(words, *flags)), "")


def _plain(words: tuple[str, ...], *with_value: str) -> list[str]:
    """The words that are no options and no values of these."""
    out: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in with_value
        else:
            out.append(word)
    return out
