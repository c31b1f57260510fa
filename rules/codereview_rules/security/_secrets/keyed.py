"""Calls of libraries that take a key or a salt."""

from __future__ import annotations

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
