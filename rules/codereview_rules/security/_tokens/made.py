"""Calls whose results can be foreseen, and words of those that cannot."""

from __future__ import annotations

RANDOM = frozenset(
    f"random.{name}" for name in (
        "choice", "choices", "sample", "randint", "randrange", "random", "getrandbits", "randbytes", "uniform",
    )
)  # fmt: skip
CLOCKS = frozenset(
    {"time.time", "time.time_ns", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
     "django.utils.timezone.now"}
)  # fmt: skip
HASHES = frozenset({f"hashlib.{name}" for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")})
UNIQUE = frozenset({"uuid.uuid1"})
SOURCES = RANDOM | CLOCKS | HASHES | UNIQUE
SAFE = frozenset(
    "urandom token_hex token_urlsafe token_bytes uuid4 SystemRandom "
    "get_random_string secrets SECRET_KEY randbelow "
    "get_random_secret_key generate_token fernet Fernet hmac sign dumps".split()
)
