"""A document's text -> what it says, in a worker, so that it is cached by content."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator

from codereview.facts.documents import python, shell
from codereview.facts.documents.claims import claims, licence_of
from codereview.facts.documents.markdown import markdown
from codereview.facts.documents.parts import Parts
from codereview.facts.documents.rest import rest
from codereview.facts.documents.trees import tree
from codereview.facts.documents.values import Block, Document, Heading, Link, Mention

LARGEST = 400_000
"""Characters of a document that is read; a larger one is data, or is made by a program."""

_LICENCE = re.compile(
    r"(?:licen[cs]es?|copying|unlicense|mit-license)(?:[-_.](?:txt|md|rst|mit|apache|bsd|gpl\w*))?$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"readme$", re.IGNORECASE)
_PATH = re.compile(
    r"(?:\./)?(?P<path>[\w.@-]+(?:/[\w.@-]+)+\.(?:py|pyi|sh|md|rst|ipynb|bat|ps1))(?::\d+(?:-\d+)?)?$"
)
_MADE = re.compile(
    r"\b(?:creat|add|new|touch|generat|writ|sav|copy|copie|mov|renam|delet|remov|replac|output|produc|export|download|your|"
    r"example|e\.g|such as|like|would|could|will|plan|propos|put|place|make|init|was|were|former|previous|"
    r"legacy|old|if|once|"
    r"scaffold|should|install|"
    r"lösch|gelöscht|entfern|erstell|anleg|supprim|cré|elimin|cria|exclu|удал|созда|добав|переимен)"
    r"|删除|移除|刪除|新建|新增|创建|建立|生成|添加|重命名|迁移|废弃|拆分|曾|建议|例如|削除|作成|追加|移動|삭제|생성|추가",
    re.IGNORECASE,
)
"""Sentences about files that shall be, were, or are one of many: the beginnings of their words, in some languages."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_LONGEST_LIST = 15
_TOPICS = {
    "install": re.compile(
        r"install|setup|set up|setting up|getting started|quick ?start|get started|deploy|requirements|prerequisit|"
        r"build|instala|einricht|запуск|установ|安装|部署|快速|インストール|설치|kurulum",
        re.IGNORECASE,
    ),
    "use": re.compile(
        r"usage|\buse\b|using|how to|example|quick ?start|getting started|get started|run\b|running|tutorial|commands|"
        r"features|api\b|endpoint|guide|demo|documentation|uso\b|utiliz|использ|запуск|使用|用法|使い方|사용|kullan",
        re.IGNORECASE,
    ),
    "test": re.compile(
        r"\btest|contribut|develop|pytest|тест|测试|テスト|테스트|prueba|hacking", re.IGNORECASE
    ),
}
_DOES = {
    "install": re.compile(
        r"\b(?:pip3?|uv|poetry|pipenv|conda|mamba|pdm|brew|apt(?:-get)?|pipx|npm|yarn)\s+(?:-\S+\s+)*"
        r"(?:install|sync|add|i\b|env|tool)|docker(?:-compose|\s+compose)?\s+(?:up|build|run|pull)|setup\.py|setup\.sh|"
        r"install\.sh|uvx\s|make\s+\w*(?:install|setup|build|up|dev|init)\b",
        re.IGNORECASE,
    ),
    "use": re.compile(
        r"\bpython[\d.]*\s+\S+|\bimport \w|\$ \w|uvicorn|gunicorn|flask run|streamlit run|fastapi (?:dev|run)|curl |"
        r"docker(?:-compose|\s+compose)?\s+(?:up|run)|make\s+(?:run|up|serve|start|dev)|uv run|poetry run|uvx\s|"
        r"npm (?:run|start)",
        re.IGNORECASE,
    ),
    "test": re.compile(
        r"\bpytest\b|\btox\b|\bnox\b|manage\.py test|unittest|make\s+\w*(?:test|check|ci)\w*|hatch (?:run )?test|"
        r"nosetests|coverage run",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"\w+")
_PASSAGE = 12  # words: below that, sentences are alike by chance
_MOST_PASSAGES = 500


def is_read(path: str) -> bool:
    """Whether a file is a document or the text of a licence, by its name."""
    name = path.rpartition("/")[2].lower()
    return (
        name.endswith((".md", ".rst", ".markdown"))
        or bool(_PLAIN.match(name) or _LICENCE.match(name))
        or (name == "readme.txt")
    )


def document(path: str, text: str) -> Document | None:
    """What a document says; None if it is too large to be one.

    Args:
        path: the file, for its kind.
        text: all of it, with ``\\n`` at the ends of lines.
    """
    if len(text) > LARGEST:
        return None
    name = path.rpartition("/")[2].lower()
    lines = text.count("\n") + 1
    if _LICENCE.match(name):
        return Document(path, lines, licence=licence_of(text))
    parts = rest(text) if name.endswith(".rst") else markdown(text)
    found = [item for block in parts.blocks for item in shell.said(block)]
    passages = list(_passages(parts))[:_MOST_PASSAGES]
    drawn = (tree(block) for block in parts.blocks)
    return Document(
        path,
        lines,
        words=sum(len(_WORD.findall(written)) for _, written in parts.paragraphs),
        headings=tuple(Heading(level, line, shown[:120]) for level, line, shown in parts.headings),
        blocks=tuple(Block(b.line, b.text.count("\n"), b.language[:20]) for b in parts.blocks),
        links=tuple(_links(parts)),
        commands=tuple(found),
        imports=tuple(item for block in parts.blocks for item in python.imports(block)),
        broken=tuple(item for block in parts.blocks if (item := python.broken(block)) is not None),
        mentions=tuple(_mentions(parts, text)),
        trees=tuple(item for item in drawn if item is not None),
        claims=tuple(claims(parts)),
        topics=_topics(parts),
        passages=array("Q", [number for number, _ in passages]).tobytes(),
        places=array("I", [line for _, line in passages]).tobytes(),
    )


def _links(parts: Parts) -> Iterator[Link]:
    for line, target in parts.links:
        plain = target.partition("#")[0].partition("?")[0].strip()
        if (
            plain
            and ":" not in plain
            and not plain.startswith(("//", "{", "<", "$", "%7B"))
            and len(plain) < 200
        ):
            yield Link(line, plain)


def _mentions(parts: Parts, text: str) -> Iterator[Mention]:
    lines = text.split("\n")
    for line, written in parts.spans:
        found = _PATH.match(written)
        if found:
            near = " ".join((*lines[max(0, line - 3) : line + 1], _introduction(lines, line - 1)))
            yield Mention(line, found.group("path"), _MADE.search(near.replace(written, "")) is not None)


def _introduction(lines: list[str], index: int) -> str:
    """The line that a list begins with, for a line within the list."""
    if not _ITEM.match(lines[index]):
        return ""
    for line in reversed(lines[max(0, index - _LONGEST_LIST) : index]):
        if line.strip() and not _ITEM.match(line):
            return line
    return ""


def _topics(parts: Parts) -> tuple[str, ...]:
    """Which of install, use and test the headings name or the code shows."""
    headings = [text for _, _, text in parts.headings]
    shown = [block.text for block in parts.blocks] + [text for _, text in parts.spans]
    return tuple(
        topic
        for topic in _TOPICS
        if any(_TOPICS[topic].search(text) for text in headings)
        or any(_DOES[topic].search(text) for text in shown)
    )


def _passages(parts: Parts) -> Iterator[tuple[int, int]]:
    """Hashes of longer paragraphs and blocks, without regard to case, marks and line ends."""
    both = [*parts.paragraphs, *((block.line, block.text) for block in parts.blocks)]
    for line, text in sorted(both):
        words = _WORD.findall(text.lower())
        if len(words) >= _PASSAGE:
            digest = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            yield int.from_bytes(digest, "big"), line
