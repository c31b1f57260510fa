"""What the text of a file says of a name."""

from __future__ import annotations

import re

from codereview.api import ModuleContext

_TEXTS = re.compile(
    r"""(?:"[^"{}]*"|'[^'{}]*')(?:\s+if\s.+\selse\s+(?:"[^"{}]*"|'[^'{}]*'|None))?(?:\s*#.*)?"""
)
_DRIVES = re.compile(r"(?m)^\s*(?:from|import)\s+(?:playwright|pyppeteer|selenium|scrapy|mitmproxy)\b")
_SERVES = re.compile(
    r"(?m)^\s*(?:from|import)\s+(?:fastapi|flask|starlette|django|aiohttp|sanic|tornado|quart|bottle|falcon|litestar"
    r"|rest_framework|werkzeug)\b"
)
"""Requests that a browser is about to send, and those that a server gets."""


def is_of_browser(file: ModuleContext) -> bool:
    """Whether requests are those that a browser is about to send, and none that a server gets."""
    return _DRIVES.search(file.text) is not None and _SERVES.search(file.text) is None


def is_text(name: str, file: ModuleContext) -> bool:
    """Whether all that is ever assigned to a name are texts that are written in the code."""
    given = re.findall(rf"(?m)^[ \t]*{re.escape(name)}[ \t]*=(?!=)[ \t]*(\S.*)$", file.text)
    return bool(given) and all(_TEXTS.fullmatch(value.strip()) for value in given)


def names_one(name: str, file: ModuleContext) -> bool:
    """Whether a secret is looked up by what a name holds: ``get_secret(secret_key)``."""
    looks_up = r"\b(?:get|load|read|fetch)_\w*(?:secret|setting|param\w*|config|credential)s?"
    return re.search(rf"{looks_up}\(\s*{re.escape(name)}\s*[,)]", file.text) is not None


def is_of_path(name: str, file: ModuleContext) -> bool:
    """Whether a key is named by the path of a resource: its identifier, and not the key."""
    method = rf"def (?:get|put|patch|delete)\(self, (?:\w+, )?{re.escape(name)}\b"
    return re.search(method, file.text) is not None


def is_file(name: str, file: ModuleContext) -> bool:
    """Whether a name holds where a file lies: it is opened, or somebody asks whether it is there."""
    held = rf"\b{re.escape(name)}"
    asked = rf"{held}\.(?:exists|is_file|read_text|read_bytes|open|stat)\(|\b(?:open|access|exists|isfile)\({held}\b"
    return re.search(asked, file.text) is not None


def is_page(name: str, file: ModuleContext) -> bool:
    """Whether an address is one of the web, of an article that a row holds, of a file of SQLite, of Sentry, whose key
    is public, or the name of a set of data."""
    if name.lower() in ("dsn", "_dsn") and re.search(r"sentry|data_?set", file.text, re.IGNORECASE):
        return True
    if re.search(rf"@\{{(?:\w+\.)*{re.escape(name)}\b", file.text):
        return True  # user and password are put before it
    known = r"""f?["'](?:https?|sqlite)[+\w]*:|\w+\.get\(["'](?:url|link|href)["']"""
    value = rf"""\b{re.escape(name)}["']?\s*[:=]\s*(?:{known})"""
    return re.search(value, file.text) is not None


def iterated(name: str, file: ModuleContext) -> bool:
    """Whether a name is given to one item of a loop after another."""
    return bool(re.search(rf"\bfor\s+(?:\w+,\s*)?{re.escape(name)}\b", file.text))
