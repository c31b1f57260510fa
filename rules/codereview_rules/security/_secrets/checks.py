"""Tests of structure that a pattern cannot make: checksums, and content that must decode."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import zlib
from typing import Any

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def base62(number: int, width: int) -> str:
    """``number`` in base 62 with digits first, padded with zeros."""
    out = ""
    while number:
        number, digit = divmod(number, 62)
        out = _BASE62[digit] + out
    return out.rjust(width, "0")


def crc_suffix(body: str) -> str:
    """The six characters that GitHub and npm put behind the random part of a token: CRC-32 in base 62.

    Source: GitHub's engineering blog, "Behind GitHub's new authentication token formats" (2021).
    """
    return base62(zlib.crc32(body.encode()), 6)


def crc_valid(token: str) -> bool:
    """Whether a ``prefix_<30 random><6 checksum>`` token carries its own checksum."""
    body = token.rpartition("_")[2]
    return crc_suffix(body[:-6]) == body[-6:]


def _decode(part: str) -> bytes:
    """Base64 (URL alphabet or standard, padded or not) to bytes; raises ValueError if it is none."""
    text = part.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _json(part: str) -> Any:
    try:
        return json.loads(_decode(part))
    except (ValueError, RecursionError):
        return None


def jwt_valid(token: str) -> bool:
    """Whether the header is JSON that names an algorithm and the payload is a JSON object (RFC 7519).

    Unsigned tokens (``alg: none``) and placeholders are no secrets, nor are those that every browser is given.
    """
    header, _, rest = token.partition(".")
    payload = rest.partition(".")[0]
    head, body = _json(header), _json(payload)
    if not (isinstance(head, dict) and isinstance(head.get("alg"), str) and isinstance(body, dict)):
        return False
    if head["alg"].lower() == "none" or body.get("role") == "anon":
        return False  # the second is of Supabase, which gives it to every browser
    return body.get("sub") != "123456" + "7890"


def _role(token: str) -> str:
    """The role that a token says that it has; of the demonstration that everybody starts locally, none."""
    body = _json(token.partition(".")[2].partition(".")[0])
    if not isinstance(body, dict) or body.get("iss") == "supabase-demo":
        return ""
    return str(body.get("role", ""))


def jwt_anonymous(token: str) -> bool:
    """Whether a token is of the role ``anon``, which Supabase gives to every browser
    (https://supabase.com/docs/guides/api/api-keys)."""
    return _role(token) == "anon"


def jwt_of_service(token: str) -> bool:
    """Whether a token is of the role that passes all rules of a database of Supabase."""
    return _role(token) == "service_role"


_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,60})-----(.{1,20000}?)-----END", re.S)
_HEADER = re.compile(r"(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n\\]{0,80}")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def private_key_parses(block: str) -> bool:
    """Whether a block from ``BEGIN`` to ``END`` holds a key: DER whose first length is right (RFC 7468), what OpenSSH
    begins its files with, or a packet of OpenPGP (RFC 9580, 4.2). PuTTY's files have no such block."""
    found = _BLOCK.search(block)
    if found is None:
        return block.startswith("PuTTY")
    inside = _HEADER.sub("", found[2].replace("\\r", "").replace("\\n", "")).partition("\n=")[0]
    try:
        data = _decode(_NOT_BASE64.sub("", inside))
    except ValueError:
        return False
    if "OPENSSH" in found[1]:
        return data.startswith(b"openssh-key-v1\0")
    if "PGP" in found[1]:
        return len(data) > 100 and bool(data[0] & 0x80)
    if data[:1] != b"\x30" or len(data) < 32:
        return False
    size, head = data[1], 2
    if size & 0x80:
        head = 2 + (size & 0x7F)
        size = int.from_bytes(data[2:head], "big")
    return head + size == len(data)


_LASTING = 90 * 24 * 3600


def jwt_passing(token: str) -> bool:
    """Whether a token ends by itself (``exp``), and does not say that it lives for months (``iat``)."""
    body = _json(token.split(".")[1])
    ends = body.get("exp") if isinstance(body, dict) else None
    if not isinstance(ends, (int, float)):
        return False
    begins = body.get("iat", body.get("nbf"))
    return not isinstance(begins, (int, float)) or ends - begins <= _LASTING


_HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_QUOTED = re.compile(r"[\"']([^\"'\n]{1,80})[\"']")


def jwt_shown(token: str, around: str) -> bool:
    """Whether a quoted text beside a token is the key that it was signed with (RFC 7515): it only shows how tokens are
    made, and whoever reads it can make others."""
    signed, _, signature = token.rpartition(".")
    head = _json(signed.partition(".")[0])
    name = _HASHES.get(str(head.get("alg")) if isinstance(head, dict) else "")
    try:
        wanted = _decode(signature)
    except ValueError:
        return False
    return name is not None and any(
        hmac.compare_digest(hmac.digest(key.encode(), signed.encode(), name), wanted)
        for key in list(dict.fromkeys(_QUOTED.findall(around)))[:40]
    )


def json_inside(token: str) -> bool:
    """Whether what follows the last underscore of the token decodes to the beginning of a JSON object."""
    part = token.rpartition("_")[2] if "_eyJ" in token else token
    part = part[part.find("eyJ") :]
    try:
        return _decode(part[: len(part) // 4 * 4]).lstrip().startswith(b"{")
    except ValueError:
        return False


def discord_valid(token: str) -> bool:
    """Whether the first part of a Discord bot token is the bot's numeric id in base64."""
    try:
        return bool(re.fullmatch(rb"[0-9]{17,20}", _decode(token.partition(".")[0])))
    except ValueError:
        return False


def varied(token: str) -> bool:
    """Whether the sixteen characters behind a prefix of four have eight different ones at least.

    Of random ones out of 32, one in 20,000 has fewer; runs of a letter and the encoded shapes of a map have.
    """
    return len(set(token[4:])) >= 8


def mixed(token: str) -> bool:
    """Whether a token without much structure has digits and letters of both cases."""
    return (
        any(c.isdigit() for c in token)
        and any(c.isupper() for c in token)
        and any(c.islower() for c in token)
    )


def digits(token: str) -> bool:
    """Whether a token without much structure has at least three digits behind its prefix."""
    return sum(c.isdigit() for c in token[4:]) >= 3


def basic_credentials(text: str) -> bool:
    """Whether base64 text decodes to ``user:password`` in printable characters, and the password is no
    placeholder."""
    try:
        plain = _decode(text).decode("utf-8")
    except ValueError:
        return False
    user, colon, password = plain.partition(":")
    low = password.lower()
    return bool(colon) and plain.isprintable() and len(user + password) >= 4 and low not in {
        "password", "pass", "passwd", "x-oauth-basic", "secret", "your-password", "opensesame",
"open sesame",
    }  # fmt: skip
