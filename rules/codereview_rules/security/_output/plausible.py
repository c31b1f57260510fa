"""Whether a name that can mean a secret does at its place."""

from __future__ import annotations

import ast
import re

from codereview.api import ModuleContext
from codereview.facts.names import own_name
from codereview.facts.paths import last_name

from .names import KEY, holds, masks, says_whose
from .written import is_file, is_of_path, is_text, iterated, names_one

_TOKENS = re.compile(
    r"tokeniz|lexer|token_type|ClientRequestToken|\bgenerate\(|llm|next_token|tokens\b|spacy|nltk|transformers",
    re.IGNORECASE,
)
_NUMBERS = tuple(f"builtins.{name}()" for name in ("max", "min", "len", "sum", "round", "abs", "int", "bool"))
_FOLDERS = re.compile(r"cwd|chdir|work(?:ing)?_?\s?dir|mkdir|makedirs", re.IGNORECASE)
_COINS = re.compile(
    r"\b(?:usdc|usdt|erc20|blockchain|solana|ethereum|polymarket|binance|kraken|coinbase|ticker|orderbook|order_book|"
    r"liquidity|bitcoin|trading|trade_pair|market_maker)",
    re.IGNORECASE,
)
"""Words of programs in which a token is something that is bought and sold."""
_TRADED = re.compile(
    r"(?i)(?:^|_)(?:instruments?|contracts?|scrips?|securit(?:y|ies)|futures?|options?|stocks?)\b"
)
"""What has a number at an exchange, which is called its token."""
_MODES = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:WITH|WITHOUT|BY|VIA)_[A-Z0-9_]+$")
"""Constants that name a way of signing in."""
_DECODED = re.compile(r"(?:^|\.)(?:jwt|jose|PyJWT)\b.*\.decode\(\)$")
"""What a token says once it is read: nobody signs in with it."""
_BARE = ("token", "tokens")
_OF_PAGES = re.compile(
    r"find_element|\.until\(\)|\.locator\(\)|query_selector|wait_for_selector|get_by_\w+\(\)"
)
"""Calls that give a field of a page, and not what stands in it."""
_ABOUT_PEOPLE = re.compile(
    r"self|cls|jwt|auth|login|session|bot|user|account|client|cred|settings|config|args|request|response|body|data|secret",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"jwt|jose|oauth|auth|login|password|session|bot|bearer|telegram|discord", re.IGNORECASE)


def is_plausible(shown: str, node: ast.expr, file: ModuleContext) -> bool:
    """Whether a name that can mean a secret does here: a bare ``token`` is one in a file on sessions."""
    if last_key(shown) in _BARE and (_COINS.search(file.text) or _TRADED.search(shown)):
        return False
    if _MODES.search(last_key(shown)):
        return False
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = node.attr if isinstance(node, ast.Attribute) else node.id
        if is_text(name, file) or names_one(name, file) or is_file(name, file):
            return False
        if holds(name) == KEY and is_of_path(name, file):
            return False
        path = file.resolve(node)
        if _DECODED.search(path):
            return False
        if path.endswith("()") and (masks(last_name(path)) or _OF_PAGES.search(path)):
            return False
        if path.startswith(("=int", "=True", "=False", "=None", "=float", *_NUMBERS)):
            return False
        if "pwd" in name.lower():  # the working directory, too
            return "password" in file.text.lower() and not _FOLDERS.search(file.text)
        if "pass" in name.lower() and iterated(name, file):
            return False  # one of a list that is tried
        if name.lower() in ("token", "jwt", "bearer", "secret") and not says_whose(name):
            if "[]" in path or iterated(name, file):
                return False
            return bool(_PEOPLE.search(file.text)) and not _TOKENS.search(file.text)
    return True


def is_of_anything(node: ast.expr) -> bool:
    """Whether a token is an attribute of something that need not be about signing in: the place in a list of pages
    is called a token, too."""
    if not isinstance(node, ast.Attribute) or node.attr.lower() not in _BARE:
        return False
    return _ABOUT_PEOPLE.search(own_name(node.value)) is None


def last_key(shown: str) -> str:
    """The name that says what is shown: of an entry its key."""
    found = re.search(r"""\[["'](\w+)["']\]$|\(["'](\w+)["'][^()]*\)$""", shown)
    return (found[1] or found[2]) if found else shown.rpartition(".")[2]
