"""What a command really runs: ``uv run --with x python -m pytest`` is pytest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.facts.pipeline.shell import runs
from codereview.facts.pipeline.tools import PROGRAMS

_ASSIGNS = re.compile(r"[A-Za-z_]\w*\+?=")
_PYTHON = re.compile(
    r"(?:python|pypy|py)[\d.w]*(?:\.exe)?|\$[({]?PY\w*[)}]?|\{?(?:envpython|python)\}?|\$\{\{\s*env\.PYTHON\s*\}\}",
    re.IGNORECASE,
)
_PLAIN = frozenset(
    "sudo env time exec command nohup nice ionice builtin dumb-init tini faketime unbuffer xargs parallel".split()
)
_RUNNERS = frozenset(
    "uv poetry pdm pipenv rye pixi hatch pipx conda mamba micromamba dotenv doppler op chamber direnv nix-shell".split()
)
_CONTAINERS = frozenset(
    "docker docker-compose podman podman-compose nerdctl kubectl heroku lando ddev fly vagrant ssh".split()
)
_OF_NODE = frozenset("npx pnpx bunx npm pnpm yarn bun".split())
"""Those of JavaScript, which in mixed repositories start what checks the Python code too."""
_WITH_VALUE = frozenset(
    "--with --with-requirements --with-editable --extra --group --only-group --no-group --python -p --package "
    "--project --directory --env-file --index --index-url --default-index --from --spec -n --name --prefix -C -e "
    "--environment --env --manifest-path -f --file --resolution -c --constraints --cwd "
    "--no-extra --upgrade-package -P -j -I -u -i".split()
)
_SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash"})
_PREFIX = re.compile(r"^(?:.*[/\\]|\$[({]\w+[)}]|\{\w+\})(?=[A-Za-z])")
_NOTHING_RUN = frozenset(
    "build buildx up push pull login tag save load images rm stop down logs cp config".split()
)
_DEEPEST = 8


def unwrapped(words: tuple[str, ...], depth: int = 0) -> Iterator[tuple[str, ...]]:
    """The programs that a command runs with their arguments, from the outside in; wrappers are left out."""
    inside = depth > 0
    while words and (_ASSIGNS.match(words[0]) or words[0] in _PLAIN or (words[0].startswith("-") and inside)):
        inside |= words[0] in _PLAIN
        words = words[2 if words[0] in _WITH_VALUE else 1 :]
    if not words or depth > _DEEPEST:
        return
    name = words[0]
    program = _named(name)
    if program in ("timeout", "retry", "xvfb-run", "wait-for-it", "wait-for-it.sh"):
        start = words.index("--") + 1 if "--" in words else 1
        while start < len(words) and (words[start].startswith("-") or words[start][:1].isdigit()):
            start += 1
        yield from unwrapped(words[start:], depth + 1)
    elif _PYTHON.fullmatch(name) or _PYTHON.fullmatch(name.rpartition("/")[2]):
        yield from _python(words[1:], depth)
    elif program in _SHELLS and any(re.fullmatch(r"-\w*c", word) for word in words[1:3]):
        at = next(i for i, word in enumerate(words) if re.fullmatch(r"-\w*c", word))
        for run in runs(words[at + 1] if at + 1 < len(words) else ""):
            yield from unwrapped(run.words, depth + 1)
    elif program in _OF_NODE:
        rest = words[2:] if words[1:2] in (("exec",), ("dlx",), ("x",)) else words[1:]
        while rest and rest[0].startswith("-"):
            rest = rest[1:]
        if program in ("npx", "pnpx", "bunx") or rest[:1] in (("nx",), ("turbo",)):
            yield from unwrapped(rest, depth + 1)
        else:
            yield (program, *words[1:])
    elif program in ("uvx", "pipx"):
        rest = _after_options(words[2:] if program == "pipx" else words[1:])
        yield from unwrapped(rest, depth + 1)
    elif program in _RUNNERS:
        yield from _runner(program, words, depth)
    elif program in _CONTAINERS:
        yield from _container(words, depth)
    else:
        yield (program, *words[1:])
        if program == "coverage" and words[1:2] == ("run",):
            rest = words[2:]
            while rest and rest[0].startswith("-") and rest[0] != "-m":
                rest = rest[1:]
            yield from _python(rest, depth)


def _named(word: str) -> str:
    """A program's name without folder, ending, version, and variable before it."""
    short = (
        re.split(r"[@=<>\[]", word)[0].removesuffix(".exe") if not word.startswith(("$", "{", "[")) else word
    )
    bare = _PREFIX.sub("", short)
    if bare in ("py.test", "pytest-3"):
        return "pytest"
    known = bare in PROGRAMS or bare in _RUNNERS or bare in _CONTAINERS or bare in _SHELLS
    return bare if known or not re.search(r"[/\\]", short) else short


def _python(rest: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    index = 0
    while index < len(rest) and rest[index].startswith("-"):
        if rest[index] == "-m" and index + 1 < len(rest):
            yield from unwrapped((rest[index + 1].partition(".")[0], *rest[index + 2 :]), depth + 1)
            return
        if rest[index] == "-c":
            yield ("python", "-c")
            return
        index += 2 if rest[index] in ("-W", "-X") else 1
    yield ("python", *rest[index:])


def _after_options(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words after the options, those that begin with ``-m`` as for Python."""
    while words and words[0].startswith("-") and words[0] != "-m":
        if words[0] == "--":
            return words[1:]
        words = words[2:] if words[0] in _WITH_VALUE else words[1:]
    return ("python", *words) if words[:1] == ("-m",) else words


def _runner(program: str, words: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    rest = _after_options(words[1:])
    verb = rest[0] if rest else ""
    if program == "uv" and rest[:2] == ("tool", "run"):
        yield from unwrapped(_after_options(rest[2:]), depth + 1)
    elif program == "hatch":
        yield words
        if verb == "fmt":
            yield ("ruff", "check", *rest[1:])
            yield ("ruff", "format", *rest[1:])
        elif verb == "run" and rest[1:]:
            name, _, inner = rest[1].partition(":")
            yield from unwrapped((inner or name, *rest[2:]), depth + 1)
    elif verb in ("run", "exec", "--"):
        chosen = _after_options(rest[1:])
        if chosen[:1] and re.match(r"-?\w+\.py$|.*/[\w-]+\.py$", chosen[0]):
            chosen = ("python", *chosen)
        yield (program, "run", *chosen)
        yield from unwrapped(chosen, depth + 1)
    elif program == "rye" and verb in ("lint", "fmt", "test"):
        yield {"lint": ("ruff", "check"), "fmt": ("ruff", "format"), "test": ("pytest",)}[verb] + rest[1:]
    elif program in ("dotenv", "doppler", "op", "chamber"):
        yield from unwrapped(rest[1:], depth + 1)
    else:
        yield (program, *rest)


def _container(words: tuple[str, ...], depth: int) -> Iterator[tuple[str, ...]]:
    """Which of the words is the program is told from those that are known."""
    if _NOTHING_RUN & set(words[1:4]):
        yield words
        return
    for index in range(1, len(words)):
        word = words[index]
        if " " in word:
            for run in runs(word):
                yield from unwrapped(run.words, depth + 1)
            return
        after = words[index - 1]
        name = _named(word)
        if after in ("-m", "-it", "-T", "--rm") and name not in PROGRAMS and name not in _SHELLS:
            continue
        if (
            (name in PROGRAMS and "+" not in name and index > 2)
            or name in _SHELLS
            or _PYTHON.fullmatch(word)
            or (name in _RUNNERS and index > 2)
        ):
            yield from unwrapped((name, *words[index + 1 :]), depth + 1)
            return
        if word in ("make", "tox", "nox", "just") or word.endswith((".sh", "manage.py")):
            inner = words[index:] if not word.endswith(".py") else ("python", *words[index:])
            yield from unwrapped(inner, depth + 1)
            return
    yield words
