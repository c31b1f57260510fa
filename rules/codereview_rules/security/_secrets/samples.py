"""Fake secrets for examples and tests, assembled at run time so that no scanner finds one in the source.

Nothing here opens anything: the random parts come from a fixed sequence of SHA-256 digests.
"""

from __future__ import annotations

import base64
import hashlib
import json

from .checks import crc_suffix

ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
HEX = "0123456789abcdef"
WORD = ALNUM + "_-"


def body(size: int, alphabet: str = ALNUM, seed: str = "0") -> str:
    """``size`` characters of ``alphabet``, the same ones for the same arguments."""
    stream = b""
    while len(stream) < size:
        stream += hashlib.sha256(f"{seed}:{len(stream)}:{size}".encode()).digest()
    return "".join(alphabet[byte % len(alphabet)] for byte in stream[:size])


def with_checksum(prefix: str, seed: str = "0") -> str:
    """A token of GitHub's or npm's kind, with a right checksum."""
    random = body(30, seed=seed)
    return prefix + random + crc_suffix(random)


def github(seed: str = "0") -> str:
    """A GitHub personal access token."""
    return with_checksum("gh" + "p_", seed)


def aws(seed: str = "0") -> str:
    """An AWS access key id."""
    return "AK" + "IA" + body(16, UPPER, seed)


def stripe(live: bool = True) -> str:
    """A Stripe secret key."""
    return "sk" + ("_live_" if live else "_test_") + body(24)


def slack() -> str:
    """A Slack bot token."""
    return "xo" + "xb-" + body(12, "0123456789"[1:]) + "-" + body(24)


def private_key(kind: str = "RSA ") -> str:
    """A private key block of 12 lines: its length is that of a key, its content is none."""
    inside = b"".join(hashlib.sha512(bytes([number])).digest() for number in range(9))[:572]
    text = base64.b64encode(b"\x30\x82" + len(inside).to_bytes(2, "big") + inside).decode()
    lines = [text[place : place + 64] for place in range(0, len(text), 64)]
    edge = f"{kind}PRIVATE " + "KEY"
    return "\n".join([f"-----BEGIN {edge}-----", *lines, f"-----END {edge}-----"])


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def json_web_token(role: str = "service") -> str:
    """A signed JSON web token with a wrong signature."""
    return ".".join(
        (_part({"alg": "HS256", "typ": "JWT"}), _part({"sub": "17", "role": role}), body(43, WORD))
    )


def basic(user: str = "deploy", password: str = "") -> str:
    """The base64 of HTTP basic credentials."""
    return base64.b64encode(f"{user}:{password or word()}".encode()).decode()


def word(seed: str = "0") -> str:
    """A short password of the sort that people choose."""
    return "Tiger" + body(3, "0123456789", seed) + "!x"


def url(
    scheme: str = "postgresql", user: str = "app", host: str = "db.internal:5432", password: str = ""
) -> str:
    """A URL with a password in it."""
    return f"{scheme}:" + f"//{user}:" + (password or word()) + f"@{host}/shop"
