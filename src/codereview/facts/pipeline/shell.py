"""Shell scripts as the commands in them, with the reason why the failure of one goes unnoticed.

Read is what a line of CI or a short script holds: lists, pipes, groups, conditions, here-documents. What cannot be
told (traps, exit statuses kept in variables) leaves a command as one that counts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HEREDOC = re.compile(r"<<-?[ \t]*(['\"]?)(\w+)\1([^\n]*)\n(?:.*?\n)??[ \t]*\2(?=\n|$)", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<skip>\\\n|(?<![^\s;&|(])\#[^\n]*|[ \t\r]+)"
    r"|(?P<redirect>&>>?|\d*(?:<<<|<<-?|>>|>\||<>|[<>])(?:&[\d-])?)"
    r"|(?P<op>&&|\|\||;;|[;|&\n()])"
    r"|(?P<word>(?:\$\{\{.*?\}\}|\$\((?:[^()\n]|\([^()\n]*\))*\)|`[^`\n]*`|\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|[^\s;|&()<>'\"\\`])+)"
)
_OPENS = frozenset({"if", "for", "while", "until", "case", "select", "{"})
_CLOSES = frozenset({"fi", "done", "esac", "}"})
_CONTROL = frozenset({"then", "do", "else", "elif", "in", "!", "time", "function"})
_HARMLESS = frozenset({"true", ":", "/bin/true", "echo", "printf", "cat", "exit", "return", "set", "warn"})
_KEPT = re.compile(
    r"\$\?|\btrap\b|PIPESTATUS|\bexit\s+\"?\$|\b(?:rc|ret|status|result|failed|error)\w*=", re.IGNORECASE
)
_NOTED = re.compile(r"([A-Za-z_]\w*)=[\w.-]*")
_QUOTES = re.compile(r"\\(.)|['\"]", re.DOTALL)


class Run(NamedTuple):
    """One command: the line it starts on, counted from 0, its words without quotes, and why its failure is not
    noticed."""

    line: int
    words: tuple[str, ...]
    soft: str


class _Part:
    """A command while its script is being read."""

    def __init__(self, line: int, depth: int, strict: bool) -> None:
        self.line, self.depth, self.strict = line, depth, strict
        self.words: list[str] = []
        self.after = "\n"
        self.soft = ""


def runs(script: str, *, strict: bool = True, pipefail: bool = False) -> list[Run]:
    """The commands of a script, in order.

    Args:
        script: its text.
        strict: whether it ends at the first failure (``set -e``) before it says anything itself.
        pipefail: whether the failure of any part of a pipe counts.
    """
    script = _HEREDOC.sub(lambda found: " " + found.group(3) + "\n" * found.group().count("\n"), script)
    if re.search(r"^\s*set\s[^\n]*pipefail|^#!.*\s-\w*o\s+pipefail", script, re.MULTILINE):
        pipefail = True
    parts = _parts(script, strict)
    kept = _KEPT.search(script) is not None
    for index, part in enumerate(parts):
        part.soft = "" if kept and part.after != "||" else _soft(parts, index, pipefail)
    return [Run(part.line, tuple(part.words), part.soft) for part in parts]


def _parts(script: str, strict: bool) -> list[_Part]:
    parts: list[_Part] = []
    depth, line, aside = 0, 0, False
    current: _Part | None = None
    position = 0
    for match in _TOKEN.finditer(script):
        line += script.count("\n", position, match.start())
        position = match.start()
        kind, token = match.lastgroup, match.group()
        if kind == "redirect":
            aside = "&" not in token or token.startswith("&>")
        elif kind == "op":
            aside = False
            if token in "()":
                depth += 1 if token == "(" else -1
            if current is not None:
                current.after = token
                current = None
            elif parts and token in ("&&", "||", "|") and parts[-1].after in (")", "\n"):
                parts[-1].after = token
        elif kind == "word" and aside:
            aside = False
        elif kind == "word":
            if current is None:
                if token in _OPENS or token in _CLOSES:
                    depth += 1 if token in _OPENS else -1
                    if token in ("for", "case", "select"):
                        current = _Part(line, depth, strict)
                        current.words.append(token)
                    continue
                if token in _CONTROL:
                    continue
                current = _Part(line, depth, strict)
                parts.append(current)
            current.words.append(_QUOTES.sub(lambda found: found.group(1) or "", token))
            if current.words[0] == "set" and len(current.words) > 1:
                strict = _strict(current.words, strict)
    return parts


def _strict(words: list[str], strict: bool) -> bool:
    for word, following in zip(words[1:], [*words[2:], ""], strict=True):
        if re.match(r"[-+]\w*e", word) or (word in ("-o", "+o") and following == "errexit"):
            strict = word.startswith("-")
    return strict


def _soft(parts: list[_Part], index: int, pipefail: bool) -> str:
    part = parts[index]
    last = index
    while last + 1 < len(parts) and parts[last].after in ("&&", "|"):
        last += 1
    if parts[last].after == "||" and last + 1 < len(parts):
        return _excused(parts, last + 1)
    if part.after == "|" and not pipefail and index + 1 < len(parts):
        return f"its exit status is lost in the pipe to `{parts[index + 1].words[0]}`"
    if part.after == "&":
        return "it runs in the background"
    if (
        not part.strict
        and part.depth == 0
        and any(p.words[0] not in ("echo", "set") for p in parts[last + 1 :])
    ):
        return "the script goes on after a failure (no `set -e`)"
    if not part.strict and part.depth == 0 and last + 1 < len(parts):
        return "the script ends with a command that succeeds, and goes on after a failure (no `set -e`)"
    return ""


def _excused(parts: list[_Part], index: int) -> str:
    """Why a failure is taken back by what stands behind ``||``."""
    words = parts[index].words
    noted = _NOTED.fullmatch(words[0]) if len(words) == 1 else None
    if noted is not None:
        return (
            ""
            if _fails_later(parts[index + 1 :], noted.group(1))
            else f"`|| {words[0]}` takes back its failure"
        )
    if words[0] not in _HARMLESS:
        return ""
    for part in parts[index:]:  # a group may say something before it fails
        if part.words[0] in ("exit", "return") and part.words[1:2] not in (["0"], []):
            return ""
        if part.words[0] == "false" or (part.words[0] in ("exit", "return") and len(part.words) == 1):
            return ""
        if part.depth == 0 and part.after in ("\n", ";"):
            break
    shown = " ".join(words[:2]) if words[0] in ("exit", "return") else words[0]
    return f"`|| {shown}` takes back its failure"


def _fails_later(parts: list[_Part], name: str) -> bool:
    """Whether what follows could fail for a variable in which a failure was noted: it ends itself, or reads the
    variable for anything but a condition."""
    read = re.compile(r"\$\{?" + re.escape(name) + r"\b")
    return any(
        part.words[0] in ("exit", "return", "false")
        or (
            any(read.search(word) for word in part.words)
            and not (part.words[0] in ("[", "[[", "test") and part.depth > 0)
        )
        for part in parts
    )
