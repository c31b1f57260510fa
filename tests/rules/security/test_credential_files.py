"""Credential files of a whole repository, and secrets that are copied out of them."""

from __future__ import annotations

from codereview.api import Zone
from codereview_rules.security._secrets import copies, samples, scan
from codereview_rules.security._secrets.files import credential_files

KEY = b"key of one audit"


def test_only_tracked_files_count() -> None:
    text = f"DB_PASSWORD={samples.word()}\n"
    files = [(".env", Zone.PRODUCTION, True, text), ("local/.env", Zone.PRODUCTION, False, text)]
    assert [item.path for item in credential_files(files)] == [".env"]


def test_binary_key_stores() -> None:
    files: list[tuple[str, Zone, bool, str | None]] = [
        ("app/release.jks", Zone.PRODUCTION, True, None),
        ("tests/data/a.p12", Zone.TESTS, True, None),
        ("logo.png", Zone.PRODUCTION, True, None),
    ]
    assert [item.path for item in credential_files(files)] == ["app/release.jks"]


def test_copies_are_found_by_digest() -> None:
    secret = samples.body(32)
    texts = {
        ".env": f"API_KEY={secret}\nDB_PASSWORD={samples.word('1')}\n",
        "client.py": f'x = 1\nAPI_KEY = "{secret}"\n',
        "other.py": f'API_KEY = "{samples.body(32, seed="9")}"\n',
    }
    items = []
    for path, text in texts.items():
        items += copies.digests(KEY, path, text, scan.secrets(path, Zone.PRODUCTION, text))
    (copy,) = copies.copied(items, [".env"])
    assert (copy.source.path, copy.source.line) == (".env", 1)
    assert [(item.path, item.line) for item in copy.copies] == [("client.py", 2)]


def test_a_digest_needs_the_key_and_has_no_value() -> None:
    secret = samples.body(32)
    assert copies.digest_of(KEY, secret) != copies.digest_of(b"another key", secret)
    assert secret.encode() not in copies.digest_of(KEY, secret)


def test_common_words_are_no_copies() -> None:
    text = "POSTGRES_PASSWORD=postgres\nREDIS_PASSWORD=changeme\n"
    hits = scan.secrets(".env", Zone.PRODUCTION, text)
    assert len(hits) == 2
    lines = [item.line for item in copies.digests(KEY, ".env", text, hits)]
    assert lines == [1]
