"""What a document says of licence, Python version and ports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from codereview.facts.documents.parts import Parts
from codereview.facts.documents.values import Claim

_VERSION = re.compile(
    r"\bpython\**\s*(?:version\s*)?[:(]?\s*(?:(?:>=|≥|=>)\s*v?(?P<least>3\.\d{1,2})\b|v?(?P<plus>3\.\d{1,2})(?:\.\d+)?\s*"
    r"(?:\+|\(?(?:or|and)\s+(?:higher|later|newer|above|greater|up|upwards)|以上|\s*及以上))",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:except|legacy|old(?:er)?|until|before|dropp?|deprecat|if you|tested|for python|on python|"
                     r"since|no longer|was|with python|some|when)\b", re.IGNORECASE)  # fmt: skip
_BADGE_VERSION = re.compile(
    r"/badge/python-(?:%3E%3D|>=|≥)?v?(3\.\d{1,2})(?:\.\d+)?(?:\+|%2B)", re.IGNORECASE
)
_BADGE_LICENCE = re.compile(r"/badge/licen[sc]e-([^-?]+(?:--[^-?]+)*)-", re.IGNORECASE)
_PORT = re.compile(
    r"(?:(?<![=\"'\w])https?://|(?<![=\"'\w/]))(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{4,5})\b"
)
"""An address to be opened; one in quotes or after ``=`` is a setting, often of another service."""
_LICENSED = re.compile(r"\blicen[sc]ed?\b", re.IGNORECASE)
_UNDER = re.compile(
    r"(?:(?:this|the|our)\s+)?(?:project|software|repository|code|package|library|program|app|application|bot|[\w-]+)\s+"
    r"(?:is|are)\s+(?:released|licen[sc]ed|distributed|available|provided|published|made available|open[- ]sourced?)"
    r"[^.\n]{0,40}?\bunder\b(?P<rest>[^.\n]{0,80})|^(?:released|licen[sc]ed|distributed)\s+under\b(?P<short>[^.\n]{0,80})|"
    r"^(?P<bare>(?:the\s+)?[\w.\- ]{2,30}?\s+licen[sc]e)\b",
    re.IGNORECASE | re.MULTILINE,
)
_FAMILIES = (
    ("AGPL", re.compile(r"\bAGPL|affero", re.IGNORECASE)),
    ("LGPL", re.compile(r"\bLGPL|lesser general public|library general public", re.IGNORECASE)),
    ("GPL", re.compile(r"\bGPL|gnu general public", re.IGNORECASE)),
    ("MPL", re.compile(r"\bMPL|mozilla public", re.IGNORECASE)),
    ("Apache", re.compile(r"\bapache\b", re.IGNORECASE)),
    ("BSD", re.compile(r"\bBSD\b", re.IGNORECASE)),
    ("ISC", re.compile(r"\bISC\b")),
    ("Unlicense", re.compile(r"\bunlicense\b", re.IGNORECASE)),
    ("MIT", re.compile(r"\bMIT\b|\bexpat license", re.IGNORECASE)),
)
_TEXTS = (
    ("AGPL", re.compile(r"GNU AFFERO GENERAL PUBLIC LICENSE", re.IGNORECASE)),
    ("LGPL", re.compile(r"GNU (?:LESSER|LIBRARY) GENERAL PUBLIC LICENSE", re.IGNORECASE)),
    ("GPL", re.compile(r"GNU GENERAL PUBLIC LICENSE", re.IGNORECASE)),
    ("MPL", re.compile(r"Mozilla Public License", re.IGNORECASE)),
    ("Apache", re.compile(r"Apache License\s+Version 2\.0", re.IGNORECASE)),
    (
        "MIT",
        re.compile(
            r"Permission is hereby granted, free of charge, to any person obtaining a copy", re.IGNORECASE
        ),
    ),
    ("BSD", re.compile(r"Redistribution and use in source and binary forms", re.IGNORECASE)),
    (
        "ISC",
        re.compile(r"Permission to use, copy, modify, and(?:/or)? distribute this software", re.IGNORECASE),
    ),
    ("Unlicense", re.compile(r"This is free and unencumbered software", re.IGNORECASE)),
)


def families(text: str) -> list[str]:
    """The families of licences that a short text names."""
    return [name for name, pattern in _FAMILIES if pattern.search(text)]


def licence_of(text: str) -> str:
    """The family of the licence whose text this is; empty if it is none that is known, or several."""
    head = " ".join(text[:100_000].split())
    found = [name for name, pattern in _TEXTS if pattern.search(head[:400])]
    if not found:
        found = [name for name, pattern in _TEXTS if pattern.search(head)]
        return found[0] if len(found) == 1 else ""
    return found[0]


def claims(parts: Parts) -> Iterator[Claim]:
    """All claims of a document, in the order of kind."""
    for line, text in (*parts.paragraphs, *((line, text) for _, line, text in parts.headings)):
        for offset, written in enumerate(text.split("\n")):
            yield from _version(line + offset, written)
    for line, target in parts.links:
        plain = unquote(target)
        badge = _BADGE_VERSION.search(target) or _BADGE_VERSION.search(plain)
        if badge:
            yield Claim(line, "python", badge.group(1))
        licence = _BADGE_LICENCE.search(plain)
        if licence and len(found := families(licence.group(1).replace("_", " "))) == 1:
            yield Claim(line, "licence", found[0])
    yield from _ports(parts)
    yield from _licence(parts)


def _ports(parts: Parts) -> Iterator[Claim]:
    """Ports of addresses to be opened, but for those that the document gives to something in another place."""
    texts = [*parts.paragraphs, *parts.spans, *((block.line, block.text) for block in parts.blocks)]
    named = [
        (line + text.count("\n", 0, match.start()), match.group(1))
        for line, text in (*texts, *parts.links)
        for match in _PORT.finditer(text)
    ]
    elsewhere = " ".join(_PORT.sub("", text) for _, text in texts) if named else ""
    for line, port in sorted(named):
        if not re.search(rf"\b{port}\b", elsewhere):
            yield Claim(line, "port", port)


def _version(line: int, written: str) -> Iterator[Claim]:
    found = list(_VERSION.finditer(written))
    if len(found) == 1 and not _OTHERS.search(written):
        yield Claim(line, "python", found[0].group("least") or found[0].group("plus"))


def _licence(parts: Parts) -> Iterator[Claim]:
    """The one licence of the document's own section on it."""
    start = next((line for _, line, text in parts.headings if _LICENSED.search(text) and len(text) < 30), 0)
    if not start:
        return
    end = next((line for _, line, _ in parts.headings if line > start), 1 << 30)
    said = [(line, text) for line, text in parts.paragraphs if start < line < end]
    named = {family for _, text in said for family in families(text)}
    if len(named) != 1 or len(said) > 3:
        return
    for line, text in said:
        if _UNDER.search(text):
            yield Claim(line, "licence", named.pop())
            return
