"""Markdown (CommonMark with tables) -> the parts of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from codereview.facts.documents.parts import Code, Parts

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HTML_TARGET = re.compile(
    r"<(?:a|img|source)\b[^<>]*?\b(?:href|src)\s*=\s*[\"']([^\"'<>\n]+)[\"']", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LANGUAGE = re.compile(r"[{\s.]*([\w+#-]+)")
_MYST = re.compile(r"\{(?:code-block|code|code-cell|sourcecode)\}\s*([\w+#-]+)")

_OPTIONS = re.compile(r"\A(?:[ \t]*:[\w-]+:[^\n]*\n)+|\A---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only where there is a document to read

    return MarkdownIt("commonmark").enable("table")


def markdown(text: str) -> Parts:
    """The parts of a Markdown text. Lines count from 1 and are those of the text, front matter included."""
    front = _FRONT.match(text)
    if front:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    parts = Parts()
    tokens = _parser().parse(text)
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type == "fence":
            if not _directive(token.info):
                content = token.content
                if _MYST.match(token.info.strip()):  # its options stand before the code
                    content = _OPTIONS.sub(lambda found: "\n" * found.group().count("\n"), content)
                parts.blocks.append(Code(line + 1, _language(token.info), content))
        elif token.type == "code_block":
            parts.blocks.append(Code(line, "", token.content))
        elif token.type == "html_block":
            _html(line, token.content, parts)
        elif token.type == "inline":
            _inline(token, line, parts)
            before = tokens[index - 1] if index else None
            if before is not None and before.type == "heading_open":
                parts.headings.append((int(before.tag[1:]), line, _plain(token)))
            else:
                parts.paragraphs.append((line, _plain(token)))
    return parts


def _directive(info: str) -> bool:
    """Whether a fence is no code but a directive of MyST: a note, a figure."""
    return (
        info.strip().startswith("{")
        and not _MYST.match(info.strip())
        and not info.strip().startswith(("{.", "{p"))
    )


def _language(info: str) -> str:
    found = _MYST.match(info.strip()) or _LANGUAGE.match(info)
    return found.group(1).lower() if found else ""


def _inline(token: Token, line: int, parts: Parts) -> None:
    for at, child in _placed(token, line):
        if child.type == "code_inline":
            parts.spans.append((at, child.content.strip()))
        elif child.type in ("link_open", "image"):
            parts.links.append((at, str(child.attrs.get("href") or child.attrs.get("src") or "")))
        elif child.type == "html_inline":
            _html(at, child.content, parts)
        if child.type == "image":
            for inner in child.children or ():
                if inner.type == "code_inline":
                    parts.spans.append((at, inner.content.strip()))


def _placed(token: Token, line: int) -> Iterator[tuple[int, Token]]:
    """The parts of a paragraph with their lines."""
    for child in token.children or ():
        yield line, child
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        else:
            line += child.content.count("\n")


def _plain(token: Token) -> str:
    """A paragraph without its marks; its lines stay."""
    out: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.type in ("text", "code_inline", "image"):
            out.append(child.content)
    return "".join(out)


def _html(line: int, text: str, parts: Parts) -> None:
    shown = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    for found in _HTML_TARGET.finditer(shown):
        parts.links.append((line + shown.count("\n", 0, found.start(1)), found.group(1)))
    for number, written in enumerate(re.sub(r"<[^>\n]*>", " ", shown).split("\n"), line):
        if written.strip():
            parts.paragraphs.append((number, written.strip()))
