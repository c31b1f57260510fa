"""What stands around a value, and what the file is, decides how sure a finding is."""

from __future__ import annotations

import base64

import pytest

from codereview.api import Confidence, Finding, Severity, TextFile, Zone
from codereview_rules.security._secrets import samples, shapes, stock
from codereview_rules.security._secrets.languages import language
from codereview_rules.security.secret_in_file import SecretInFile

WORD = samples.word()
RANDOM = samples.body(40)
TRAFFIC = "GET /a HTTP/1.1\nAccept-Language: de\nReferer: https://shop.io/\n\nauth" + "_token=%s\n"
BENCH = "services:\n  web:\n    volumes:\n      - ./shop:/shop\n    environment:\n      SECRET_KEY: %s\n"
MANIFEST = "kind: Secret\ndata:\n  DB_PASSWORD: %s\n"
USED = f'client = connect("https://api.shop.io", api_key="{RANDOM}")\n'
KEY = f'const client = connect("https://api.shop.io", {{apiKey: "{RANDOM}"}})\n'


def found(path: str, text: str) -> list[Finding]:
    return list(SecretInFile().scan(TextFile(path, Zone.PRODUCTION, text)))


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("doubtful", "sure"),
    [
        (("login_request", TRAFFIC % RANDOM), ("settings.ini", f"auth_token={RANDOM}\n")),
        (("index.html", f'<script>{{"apiKey": "{RANDOM}"}}</script>\n'), ("index.py", USED)),
        (("static/js/site.js", f"/*! (c) 2014 Shop, MIT */\n{KEY}"), ("server/site.py", USED)),
        (("web/site.js", KEY + "a" * 2600 + "\n"), ("server/site.py", USED)),
        (
            ("web/.next/keys.json", f'{{"encryptionKey": "{RANDOM}"}}\n'),
            ("keys.json", f'{{"encryptionKey": "{RANDOM}"}}\n'),
        ),
        (
            ("mail.py", f'SAMPLE_DATA = {{"api_key": "{RANDOM}"}}\n'),
            ("mail.py", f'MAIL_API_KEY = "{RANDOM}"\n'),
        ),
        (
            ("a.yml", f"# For testing purposes only\napi_key: {RANDOM}\n"),
            ("config.yml", f"# Of the shop\napi_key: {RANDOM}\n"),
        ),
        (("compose.yml", BENCH % RANDOM), ("deploy/app.yml", f"SECRET_KEY: {RANDOM}\n")),
        (
            ("read.py", f'import bs4\n\nURL = "https://api.shop.io"\nheaders = {{"x-api-key": "{RANDOM}"}}\n'),
            ("read.py", f'URL = "https://api.shop.io"\nheaders = {{"x-api-key": "{RANDOM}"}}\nget(URL, headers)\n'),
        ),
        (
            ("web/settings.conf", f"VITE_SHOP_API_KEY={RANDOM}\n"),
            ("web/settings.ini", f"SHOP_API_KEY={RANDOM}\n"),
        ),
        (
            ("pay.py", f'URL = "https://sandbox.pay.io"\nclient = Client(api_key="{RANDOM}")\n'),
            ("pay.py", f'URL = "https://api.pay.io"\nclient = Client(api_key="{RANDOM}")\n'),
        ),
        (("secret.yaml", MANIFEST % coded("secure_password")), ("secret.yaml", MANIFEST % coded(RANDOM))),
        (
            ("shop.py", f'field = Field(description="https://shop.io/api?apiKey={RANDOM}&a=1")\n'),
            ("shop.py", f'url = "https://shop.io/api?apiKey={RANDOM}&a=1"\nget(url)\n'),
        ),
        (
            ("call.py", 'get("http://air:80", auth=("admin", "admin"))\n'),
            ("call.py", f'get("http://air.shop.io", auth=("shop", "{WORD}"))\n'),
        ),
        (
            ("Makefile", "# gpg\nSIGNING_KEY=" + "5" + samples.body(39, "0123456789ABCDEF") + "\n"),
            ("settings.ini", f"SIGNING_KEY={RANDOM}\n"),
        ),
    ],
)  # fmt: skip
def test_a_doubtful_value_and_the_sure_one_beside_it(
    doubtful: tuple[str, str], sure: tuple[str, str]
) -> None:
    (first,) = found(*doubtful)
    assert first.confidence is Confidence.LOW
    assert ("; doubtful: " in first.message) == (first.severity is not Severity.INFO)
    (second,) = found(*sure)
    assert (second.severity is not Severity.INFO, second.confidence is Confidence.LOW) == (True, False)
    assert "doubtful" not in second.message


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("make.py", "sql = [f\"CREATE USER {p['user']} WITH PASSWORD '{p['password']}'\" for p in people]\n"),
        ("check.sh", 'curl -d \'{"user":"\'$user\'", "password":"\'$password\'"}\' https://shop.io/login\n'),
        ("check.py", 'report.append("SESSION_SECRET", "warn", "not set")\n'),
        ("main.tf", 'resource "aws_dynamodb_table" "a" {\n  hash_key = "jobName"\n}\n'),
        ("step.ts", 'step = config[DAY_PASSWORD] || "24h"\n'),
        ("link.sh", 'if test "$mode,$pass" = "lib,link"; then\n'),
        ("google.yml", "GOOGLE_KEY: 7379-" + samples.body(32) + ".apps.googleusercontent.com\n"),
        ("push.js", f"subscribe({{applicationServerKey: '{RANDOM}'}})\n"),
        ("a.json", f'{{"salt": "{RANDOM}", "hash": "a1", "iters": 15}}\n'),
        ("secret.yaml", MANIFEST % coded("your-db-password")),
        ("note.php", '$text = "PWD: ".$user_pass." is yours";\n'),
    ],
)
def test_what_holds_no_secret_is_silent(path: str, text: str) -> None:
    assert found(path, text) == []


def test_of_the_hashes_in_a_dump_one_is_told() -> None:
    rows = "".join(
        f'{{"password": "pbkdf2_sha256$60${samples.body(22)}${samples.body(43, seed=str(n))}="}}\n'
        for n in range(3)
    )
    (finding,) = found("users.json", rows)
    assert (finding.confidence, "hash" in finding.message) == (Confidence.LOW, True)


def test_of_many_records_of_data_a_dozen_are_told() -> None:
    rows = "".join(f'{{"token": "{samples.body(40, seed=str(n))}"}}\n' for n in range(40))
    told = found("rows.json", rows)
    assert len(told) == 12
    assert {finding.confidence for finding in told} == {Confidence.LOW}
    assert "records" in told[0].message
    assert [finding.severity is Severity.INFO for finding in told] == [False] + [True] * 11


def test_shapes() -> None:
    assert shapes.is_recorded(TRAFFIC % "a")
    assert not shapes.is_recorded("Accept-Language: de\n")
    assert shapes.is_output(language(".next/server/a.json", Zone.PRODUCTION))
    assert not shapes.is_output(language("next/server/a.json", Zone.PRODUCTION))


def test_words_that_everybody_tries() -> None:
    assert stock.is_of_such_words("P@ssw0rd!")
    assert stock.is_of_such_words("shop_secret_1", "SHOP_SECRET")
    assert not stock.is_of_such_words("tulips_and_roses")
