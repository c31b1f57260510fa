"""Commands in the code blocks of a document."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from codereview.facts.documents.parts import Code
from codereview.facts.documents.values import Said

_SHELLS = frozenset(
    "bash sh shell console zsh terminal shell-session shellsession sh-session cmd powershell ps1 pwsh bat batch fish "
    "text-session command commandline prompt $".split()
)
_PROMPT = re.compile(r"\s*(?:\([\w .-]+\)\s*)?(?:[\w.@~:/-]*[\w~])?[$%❯]\s+(?=\S)|\s*>\s+(?=[a-z./])")
_KNOWN = re.compile(r"\s*(?:make|just|python3?|uv run|poetry run)\s+[\w./-]")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=")
_RUNNERS = frozenset({"uv", "poetry", "pipenv", "pdm", "rye", "hatch", "pixi"})
_BEFORE = frozenset({"sudo", "time", "exec", "nohup", "command", "env"})
_END = re.compile(r"&&|\|\||[;|&]")
_PYTHON = re.compile(r"(?:.*/)?python(?:\d(?:\.\d+)?)?(?:\.exe)?$|py$")
_WORD = re.compile(r"[A-Za-z][\w.:/-]{0,79}$")
_OPTION = re.compile(r"--[A-Za-z][\w-]{0,60}")
_SAYING = frozenset({"export", "echo", "printf", "set", "alias", "source", "."})
_MANY = frozenset({"make", "just", "tox", "nox", "cd"})


def said(block: Code) -> Iterator[Said]:
    """The commands of a block, in the order of lines. Options and words after the first value are left out."""
    labelled = block.language in _SHELLS
    if block.language and not labelled:
        return
    lines = block.text.split("\n")
    prompted = [line for line in lines if _PROMPT.match(line) and not line.lstrip().startswith("#")]
    if any("<<" in line for line in lines):
        return
    folders: list[str] = []
    for number, line in _joined(lines, block.line):
        shown = line
        if prompted:
            if not _PROMPT.match(line):
                continue
            shown = _PROMPT.sub("", line, count=1)
        elif not labelled and not _KNOWN.match(line):
            continue
        for words in _commands(shown):
            if words[0] == "cd" and len(words) > 1:
                folders.append(words[1])
                continue
            found = _said(number, words, tuple(folders), labelled or bool(prompted))
            if found is not None:
                yield found


def _joined(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    held, at = "", first
    for number, line in enumerate(lines, first):
        if not held:
            at = number
        if line.rstrip().endswith("\\"):
            held += line.rstrip()[:-1] + " "
            continue
        yield at, held + line
        held = ""
    if held:
        yield at, held


def _commands(line: str) -> Iterator[list[str]]:
    """The single commands of a line, as words; none where its quotes are not closed."""
    try:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|;")
        lexer.whitespace_split = True
        tokens = list(lexer)
    except ValueError:
        return
    words: list[str] = []
    for token in [*tokens, ";"]:
        if _END.fullmatch(token) or token in ("&&", "||"):
            if words:
                yield words
            words = []
        else:
            words.append(token)


def _said(line: int, words: list[str], folders: tuple[str, ...], labelled: bool) -> Said | None:
    words = _bare(words)
    if not words or words[0] in _SAYING or words[0].startswith(("-", "#", "<", "[", "{", "$")):
        return None
    program, rest = words[0], words[1:]
    if _PYTHON.match(program):
        program = "python"
        while rest and re.fullmatch(r"-[uOBEIWX]+", rest[0]):
            rest = rest[1:]
        if rest[:1] == ["-m"]:
            program, rest = "python -m", rest[1:]
    kept: list[str] = []
    for word in rest:
        if not _WORD.match(word) and not (program.startswith("python") and not kept and "/" in word):
            break
        kept.append(word)
        if len(kept) >= (6 if program in _MANY else 2):
            break
    options: list[str] = []
    for word in rest:
        if word == "--":
            break
        match = _OPTION.match(word)
        if match and (match.end() == len(word) or word[match.end()] == "="):
            options.append(match.group())
    return Said(line, program[:80], tuple(kept), tuple(options), folders, labelled)


def _bare(words: list[str]) -> list[str]:
    """A command without what stands before it: assignments, sudo, runners of virtual environments."""
    while words:
        if _ASSIGNED.match(words[0]) or words[0] in _BEFORE:
            words = words[1:]
        elif words[0] in _RUNNERS and words[1:2] == ["run"] and len(words) > 2:
            if words[2].startswith("-"):
                return []  # options of the runner: which of them take a value is not known here
            if words[0] in ("hatch", "pdm", "pixi") or ":" in words[2]:
                return []  # names of its own scripts and environments
            words = words[2:]
        else:
            return words
    return words
