"""Secrets that span lines: private keys, and Kubernetes Secret manifests."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from codereview.api import Confidence, Severity, Zone

from .hit import Hit
from .languages import Language
from .names import Kind, kind_of
from .values import believable, is_placeholder, is_reference

_BEGIN = re.compile(r"-----BEGIN ((?:[A-Z0-9]{1,12} ){0,3}?PRIVATE KEY(?: BLOCK)?)-----")
_PUTTY = re.compile(r"PuTTY-User-Key-File-\d: ")
_ARMOUR = re.compile(r"[^A-Za-z0-9+/=]")
_LINE = re.compile(r"[A-Za-z0-9+/]{30}")  # of base64; a text about keys has only words between the lines
_SENTENCE = re.compile(r"[a-z]{2,20} [a-z]{2,20} [a-z]{2,20}|\((?:[a-z]{2,20} ?){1,8}\)")
_HEADER = re.compile(r"(?:Proc-Type|DEK-Info|Version|Comment|Hash)[^\n\\]{0,80}")
_KEYS_OF_DATA = re.compile(
    r"[ \t]{1,12}[\"']?(?P<key>[\w.\-]{1,80})[\"']?:[ "
    r"\t]{1,8}[\"']?(?P<value>[A-Za-z0-9+/=_\-]{4,8000})[\"']?(?:[ \t]{1,20}#.{0,200})?[ \t]{0,20}$"
)


def private_keys(text: str, how: Language) -> Iterator[Hit]:
    """Private key blocks, whole from ``BEGIN`` to ``END``, also with escaped line ends; and PuTTY keys."""
    place = text.find("-----BEGIN ")
    while place >= 0:
        found = _BEGIN.match(text, place)
        if found:
            hit = _key(text, found, how)
            if hit:
                yield hit
        place = text.find("-----BEGIN ", place + 11)
    place = text.find("PuTTY-User-Key-File-")
    if place >= 0 and _PUTTY.match(text, place) and "\nPrivate-Lines: " in text[place : place + 20000]:
        end = text.find("Private-MAC:", place)
        end = text.find("\n", end) if end >= 0 else -1
        locked = "Encryption: none" not in text[place : place + 400]
        severity = Severity.MEDIUM if locked or how.tests else Severity.CRITICAL
        yield Hit(
            place,
            end if end >= 0 else len(text),
            "PuTTY private key",
            severity,
            Confidence.HIGH,
            structured=True,
        )


def _key(text: str, found: re.Match[str], how: Language) -> Hit | None:
    kind = found.group(1)
    closing = f"-----END {kind}-----"
    end = text.find(closing, found.end(), found.end() + 20000)
    if end < 0:
        return None
    inside = text[found.end() : end]
    body = _ARMOUR.sub("", _HEADER.sub("", inside.replace("\\r", "").replace("\\n", "")))
    if (
        len(body) < 64
        or not _LINE.search(inside)
        or _SENTENCE.search(inside)
        or "..." in inside
        or "${" in inside
        or "{{" in inside
        or is_placeholder(body[:40])
        or len(set(body)) < 16
    ):
        return None
    locked = "ENCRYPTED" in kind or "Proc-Type: 4,ENCRYPTED" in inside
    shown = how.tests or how.zone in {Zone.EXAMPLES, Zone.DOCS}
    severity = Severity.LOW if shown else Severity.MEDIUM if locked else Severity.CRITICAL
    label = ("encrypted " if locked else "") + (
        "PGP"
        if "PGP" in kind
        else kind.replace("PRIVATE KEY", "").replace("ENCRYPTED", "").strip() or "PKCS#8"
    )
    confidence = Confidence.MEDIUM if shown else Confidence.HIGH
    return Hit(
        found.start(), end + len(closing), f"{label} private key", severity, confidence, structured=True
    )


def manifests(text: str, low: str, language: Language) -> Iterator[Hit]:
    """Values under ``data:`` of Kubernetes Secrets, which are merely base64."""
    if language.extension not in {"yml", "yaml"} or "kind: secret" not in low:
        return
    offset = 0
    secret = data = False
    for document in re.split(r"(?m)^---", text):
        secret = bool(re.search(r"(?m)^kind:[ \t]{1,4}Secret[ \t]*$", document))
        position = offset
        data = False
        for line in document.split("\n"):
            if line and not line[0].isspace():
                data = line.startswith("data:")
            elif secret and data:
                hit = _entry(line, position, language)
                if hit:
                    yield hit
            position += len(line) + 1
        offset += len(document) + 3


def is_text(value: str) -> bool:
    """Whether a value is the base64 of a text in ASCII."""
    try:
        plain = base64.b64decode(value, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return False
    return len(plain) >= 3 and plain.strip().isprintable()


def _opens_registry(plain: str) -> bool:
    """Whether the login of a registry holds a password, and no stand-in."""
    found = re.search(r"\"(?:password|auth)\"\s{0,8}:\s{0,8}\"(?P<value>[^\"]{3,2000})\"", plain)
    if not found or is_placeholder(found["value"]) or is_reference(found["value"]):
        return False
    try:
        inside = base64.b64decode(found["value"], validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return True
    return not (":" in inside and (is_placeholder(inside.partition(":")[2]) or is_placeholder(inside)))


def _entry(line: str, position: int, language: Language) -> Hit | None:
    found = _KEYS_OF_DATA.match(line)
    if not found:
        return None
    try:
        plain = base64.b64decode(found["value"], validate=True).decode("utf-8").strip()
    except (binascii.Error, ValueError):
        return None
    key = found["key"]
    kind = kind_of(key) or (Kind.SECRET if "KEY-----" in plain or key == ".dockerconfigjson" else None)
    if kind is None or (not plain.isprintable() and "KEY-----" not in plain):
        return None
    if not (
        (key == ".dockerconfigjson" and _opens_registry(plain))
        or next(private_keys(plain, language), None)
        or believable(plain, kind, key, settled=language.weak)
    ):
        return None
    start = position + found.start("value")
    return Hit(
        start,
        start + len(found["value"]),
        "Kubernetes Secret value",
        Severity.HIGH,
        Confidence.HIGH,
        name=key,
    )
