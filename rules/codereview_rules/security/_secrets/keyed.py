"""Calls of libraries that take a key or a salt."""

from __future__ import annotations

import ast
import re

from codereview.facts.names import own_name

from .entropy import looks_random
from .names import Kind, kind_of
from .nodes import key_of

# Functions of libraries whose argument is a key or a salt: last parts of the resolved path, index, keyword.
KEYED: tuple[tuple[str, int, str, str], ...] = (
    ("jwt.encode", 1, "key", "key that signs the token"),
    ("jwt.decode", 1, "key", "key that verifies the token"),
    ("jws.sign", 1, "key", "key that signs the token"),
    ("jws.verify", 1, "key", "key that verifies the token"),
    ("itsdangerous.*", 0, "secret_key", "signing key"),
    ("SessionMiddleware", 9, "secret_key", "session signing key"),
    ("hmac.new", 0, "key", "key of the message authentication code"),
    ("hmac.digest", 0, "key", "key of the message authentication code"),
    ("Fernet", 0, "key", "encryption key"),
    ("Serializer", 0, "secret_key", "signing key"),
    ("URLSafeSerializer", 0, "secret_key", "signing key"),
    ("TimedSerializer", 0, "secret_key", "signing key"),
    ("URLSafeTimedSerializer", 0, "secret_key", "signing key"),
    ("TimedJSONWebSignatureSerializer", 0, "secret_key", "signing key"),
    ("JSONWebSignatureSerializer", 0, "secret_key", "signing key"),
    ("TimestampSigner", 0, "secret_key", "signing key"),
    ("itsdangerous.Signer", 0, "secret_key", "signing key"),
    ("django.core.signing.Signer", 9, "key", "signing key"),
    ("hashlib.pbkdf2_hmac", 2, "salt", "salt"),
    ("hashlib.scrypt", 9, "salt", "salt"),
    ("PBKDF2HMAC", 2, "salt", "salt"),
    ("Scrypt", 0, "salt", "salt"),
    ("HKDF", 2, "salt", "salt"),
    ("PBKDF2", 1, "salt", "salt"),
    ("KDF.scrypt", 1, "salt", "salt"),
    ("AES.new", 0, "key", "encryption key"),
    ("DES.new", 0, "key", "encryption key"),
    ("DES3.new", 0, "key", "encryption key"),
    ("ARC4.new", 0, "key", "encryption key"),
    ("Blowfish.new", 0, "key", "encryption key"),
    ("algorithms.AES", 0, "key", "encryption key"),
    ("JWTStrategy", 0, "secret", "key that signs the token"),
    ("LoginManager", 0, "secret", "key that signs the token"),
    ("CookieTransport", 9, "secret", "signing key"),
    ("EncryptedCookieStorage", 0, "secret_key", "session encryption key"),
    ("SimpleCookieStorage", 9, "secret_key", "signing key"),
    ("AuthJWT", 9, "secret_key", "signing key"),
)
BY_LAST: dict[str, list[tuple[str, int, str, str]]] = {}
for _entry in KEYED:
    BY_LAST.setdefault(_entry[0].rpartition(".")[2], []).append(_entry)

_SECRET = re.compile(r"secret|key|pass|salt|pepper|change|default", re.I)


def derives(node: ast.Call, label: str) -> bool:
    """Whether a key is derived: what is signed is itself a key, and the literal a label that needs no secrecy.

    So Telegram checks the data of its web apps, and so begins HKDF (RFC 5869, 2.2).
    """
    if (
        not re.fullmatch(r"[A-Za-z][A-Za-z0-9 _.:/\-]{2,60}", label)
        or _SECRET.search(label)
        or looks_random(label)
    ):
        return False
    message = node.args[1] if len(node.args) > 1 else None
    for item in node.keywords:
        if item.arg == "msg":
            message = item.value
    while isinstance(message, ast.Call):
        inner = message.func.value if isinstance(message.func, ast.Attribute) else None
        message = message.args[0] if message.args and own_name(message.func) != "encode" else inner
    kind = kind_of(key_of(message) or own_name(message)) if message is not None else None
    return kind is not None and kind is not Kind.PASSWORD
