"""Formats of providers: every one is found whole, made-up values are not, and all patterns are linear."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import chain

import pytest

from codereview.api import Confidence, Severity, Zone
from codereview_rules.security._secrets import checks, hit, providers, samples, scan, values
from codereview_rules.security._secrets.languages import Language
from codereview_rules.security._secrets.names import Kind, kind_of

try:  # the parser of patterns moved in Python 3.11
    parser = import_module("re._parser")
    constants = import_module("re._constants")
except ImportError:
    parser = import_module("sre_parse")
    constants = import_module("sre_constants")

MODULES = (
    "assignments", "blocks", "checks", "doubts", "entropy", "files", "fits", "forms", "languages", "literals",
    "owners", "patterns", "phrases", "providers", "scan", "surroundings", "unpacking", "urls", "values",
)  # fmt: skip


def generated(pattern: str, seed: str) -> str:
    """A string that a pattern matches: classes and repetitions are filled with random characters."""
    out: list[str] = []
    _fill(parser.parse(pattern), out, [int(c, 16) for c in samples.body(2000, samples.HEX, seed)])
    return "".join(out)


def _fill(tree: object, out: list[str], random: list[int]) -> None:
    for op, value in tree:  # type: ignore[attr-defined]
        name = str(op)
        if name == "LITERAL":
            out.append(chr(value))
        elif name == "IN":
            out.append(_member(value, random))
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            low, high, inner = value
            count = low if low else (min(high, 1) if low else 0)
            for _ in range(min(high, count + (8 if high > low + 8 else 0))):
                _fill(inner, out, random)
        elif name == "SUBPATTERN":
            _fill(value[-1], out, random)
        elif name == "BRANCH":
            _fill(value[1][0], out, random)


def _member(parts: object, random: list[int]) -> str:
    letters: list[str] = []
    for op, value in parts:  # type: ignore[attr-defined]
        if str(op) == "LITERAL":
            letters.append(chr(value))
        elif str(op) == "RANGE":
            letters += map(chr, range(value[0], value[1] + 1))
        elif str(op) == "CATEGORY":
            letters += "abcdefgh12345678" if "WORD" in str(value) else "12345678"
    letters = [c for c in letters if c.isalnum()] or letters
    return letters[(random.pop() * 16 + random.pop()) % len(letters)]


def value_of(item: hit.Format) -> str:
    for attempt in range(60):
        value = generated(item.pattern, f"{item.label}{attempt}")
        if item.check is checks.crc_valid:
            value = value[:-6] + checks.crc_suffix(value.rpartition("_")[2][:-6])
        fake = values.structure_is_fake(value, value[len(item.prefix) :])
        if not fake and (item.check is None or item.check is checks.json_inside or item.check(value)):
            return value
    raise AssertionError(item.label)


def test_there_are_many_formats() -> None:
    assert len({item.label for item in providers.FORMATS}) >= 100


@pytest.mark.parametrize("item", providers.FORMATS, ids=lambda f: f"{f.label}: {f.prefix}")
def test_every_format_is_found_whole(item: hit.Format) -> None:
    if item.check is checks.json_inside:
        return_value = generated(item.pattern, "x")
        assert item.regex.fullmatch(return_value)
        return
    value = value_of(item)
    text = f"first line\nuse '{value}' here\n"
    hits = [h for h in scan.secrets("notes.txt", Zone.PRODUCTION, text) if h.structured]
    assert [text[h.start : h.end] for h in hits] == [value]


@pytest.mark.parametrize("item", providers.FORMATS, ids=lambda f: f"{f.label}: {f.prefix}")
def test_placeholders_of_a_format_are_silent(item: hit.Format) -> None:
    value = item.prefix + "x" * 40
    assert not list(providers.scan(f"token = '{value}'"))
    assert not list(providers.scan(f"token = '{item.prefix}YOUR_TOKEN_HERE_EXAMPLE_1234567890'"))


def test_checksum_decides_confidence_and_tests_need_it() -> None:
    right, wrong = (
        samples.github(),
        samples.github()[:-1] + "-"[:0] + ("0" if samples.github()[-1] != "0" else "1"),
    )
    assert [h.confidence for h in providers.scan(right)] == [Confidence.HIGH]
    assert [h.confidence for h in providers.scan(wrong)] == [Confidence.MEDIUM]
    assert list(providers.scan(wrong, Language("tests/test_a.py", Zone.TESTS))) == []
    assert len(list(providers.scan(right, Language("tests/test_a.py", Zone.TESTS)))) == 1


def test_json_web_token_needs_a_real_header() -> None:
    token = samples.json_web_token()
    assert [h.label for h in providers.scan(f'"{token}"')] == ["JSON web token"]
    broken = "eyJ" + samples.body(30) + ".eyJ" + samples.body(30) + "." + samples.body(43)
    assert list(providers.scan(f'"{broken}"')) == []


def test_an_id_of_hardly_any_letters_is_none() -> None:
    assert not list(providers.scan('"' + "ACC" + "A" + "ABAB" * 4 + '"'))
    assert len(list(providers.scan('"' + "AKI" + "A" + "Q7WZ5KT2" + "MX4R3LHV" + '"'))) == 1


def patterns() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        found = import_module(f"codereview_rules.security._secrets.{module}")
        for name, value in vars(found).items():
            if isinstance(value, re.Pattern):
                yield f"{module}.{name}", value.pattern
    for item in providers.FORMATS:
        yield item.label, item.pattern
    for _, _, item in providers._ANCHORED:
        yield item.label, item.pattern


def repeats(tree: object, inside: int = 0) -> Iterator[tuple[int, int]]:
    """For each repetition its upper bound, and the product of the bounds of the open ones around it."""
    for op, value in tree:  # type: ignore[attr-defined]
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, high, inner = value
            yield int(high), inside
            yield from repeats(inner, max(inside, int(high) if high > 1 else inside))
        elif name in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
            yield from repeats(value if name == "ATOMIC_GROUP" else value[-1], inside)
        elif name == "BRANCH":
            yield from chain.from_iterable(repeats(branch, inside) for branch in value[1])


@pytest.mark.parametrize(
    ("name", "pattern"), sorted(set(patterns())), ids=lambda v: v if len(v) < 40 else "pattern"
)
def test_repetitions_are_bounded(name: str, pattern: str) -> None:
    unbounded = int(constants.MAXREPEAT)
    for high, around in repeats(parser.parse(pattern, re.VERBOSE if "\n" in pattern else 0)):
        # An open repetition is only for whole values, which are bounded themselves, and never inside another.
        assert high < unbounded or name.startswith(("values.", "entropy.", "owners.", "languages.")), name
        assert not (high >= unbounded and around >= unbounded), name


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A",
        "password=",
        'password="',
        "://a:",
        "-----BEGIN PRIVATE KEY-----",
        "eyJhbGciOiJI.",
        "secret ",
        "token: (",
        "\\",
    ],
)
def test_long_lines_of_one_thing_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert scan.secrets("data.js", Zone.PRODUCTION, text) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", Kind.PASSWORD), ("dbPassword", Kind.PASSWORD), ("DB_PASS", Kind.PASSWORD), (
"PGPASSWORD", Kind.PASSWORD),
        ("SECRET_KEY", Kind.SIGNING), ("jwtSecret", Kind.SIGNING), ("client_secret", Kind.SECRET),
        ("api-key", Kind.KEY),
        ("openai_api_key", Kind.KEY), ("accessToken", Kind.TOKEN), ("settings.db.password", Kind.PASSWORD),
        ("password_field", None), ("PASSWORD_RESET_URL", None), ("token_type", None), ("max_tokens", None),
        ("tokenizer", None), ("secret_name", None), ("public_key", None), ("primary_key", None),
        ("compass", None),
        ("first_pass", None), ("csrf_token", None), ("forgot_password", None), ("pad_token", None),
        ("cache_key", None),
    ],
)  # fmt: skip
def test_names(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize("zone", [Zone.DOCS, Zone.EXAMPLES])
def test_keys_that_show_how_something_is_done_weigh_little(zone: Zone) -> None:
    (shown,) = scan.secrets("docs/usage.rst", zone, samples.private_key() + "\n")
    (kept,) = scan.secrets("deploy/server.txt", Zone.PRODUCTION, samples.private_key() + "\n")
    assert (shown.severity, shown.confidence) == (Severity.LOW, Confidence.LOW)
    assert (kept.severity, kept.confidence) == (Severity.CRITICAL, Confidence.HIGH)


def _signed(key: str, payload: str = '{"some":"thing"}') -> str:
    """A token of RFC 7515 with a right signature."""
    parts = [base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") for text in (_HEAD, payload)]
    digest = hmac.digest(key.encode(), ".".join(parts).encode(), "sha256")
    return ".".join([*parts, base64.urlsafe_b64encode(digest).decode().rstrip("=")])


_HEAD = '{"alg":"HS256","typ":"JWT"}'


def test_a_token_whose_key_is_shown_beside_it_is_no_secret() -> None:
    token = _signed("tulip")
    shown = f'>>> print(jwt.encode(payload, "tulip", algorithm="HS256"))\n{token}\n'
    assert scan.secrets("README.rst", Zone.PRODUCTION, shown) == []
    other = shown.replace("tulip", "crocus")
    assert [h.label for h in scan.secrets("README.rst", Zone.PRODUCTION, other)] == ["JSON web token"]


def test_what_looks_like_a_key_inside_of_a_font_is_none() -> None:
    table = "A" * 220  # zeros of a table: no entropy, and no break
    for key in (samples.aws(), "AI" + "za" + samples.body(35)):
        assert (
            scan.secrets("page.html", Zone.PRODUCTION, f"src:url(data:font/woff;base64,{table}+{key}") == []
        )
        assert len(scan.secrets("page.html", Zone.PRODUCTION, f'<p data-key="{key}">')) == 1


def test_a_token_that_only_uploads_reports_weighs_little() -> None:
    value = "-".join(samples.body(size, samples.HEX) for size in (8, 4, 4, 4, 12))
    (found,) = scan.secrets(".codecov.yml", Zone.PRODUCTION, f"codecov:\n  token: {value}\n")
    assert (found.label, found.severity) == ("Codecov upload token", Severity.LOW)
    (found,) = scan.secrets("settings.yml", Zone.PRODUCTION, f"codecov:\n  token: {value}\n")
    assert found.severity is Severity.HIGH


def test_a_key_from_the_script_of_a_page_is_a_note() -> None:
    key = samples.body(40, samples.HEX)
    text = f'API_KEY = "{key}"  # as in https://player.films.org/app.js\n'
    (found,) = scan.secrets("films.py", Zone.PRODUCTION, text)
    assert found.severity is Severity.INFO
    (found,) = scan.secrets("films.py", Zone.PRODUCTION, text.replace("app.js", "account"))
    assert found.severity is Severity.HIGH
    google = "AI" + "za" + samples.body(35)
    page = f'if "INNERTUBE_API_KEY" in page:\n    key = read(page)\nelse:\n    key = "{google}"\n'
    assert [h.severity for h in scan.secrets("films.py", Zone.PRODUCTION, page)] == [Severity.INFO]
