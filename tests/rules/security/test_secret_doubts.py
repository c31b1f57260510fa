"""Plain words where a stand-in or a form is likely are reported with low confidence; generated values are not."""

from __future__ import annotations

import base64
import json

import pytest

from codereview.api import Confidence, Severity, TextFile, Zone
from codereview_rules.security._secrets import doubts, samples
from codereview_rules.security.secret_in_file import SecretInFile

PLAIN = "tulips"
MADE = samples.body(24)


def confidences(path: str, text: str) -> list[Confidence]:
    """How sure each finding is; a note claims nothing."""
    found = SecretInFile().scan(TextFile(path, Zone.PRODUCTION, text))
    return [Confidence.LOW if f.severity is Severity.INFO else f.confidence for f in found]


def token(**claims: object) -> str:
    """A JSON web token with these claims and a wrong signature."""
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*coded, samples.body(43)))


def test_a_token_that_ends_by_itself_is_doubtful() -> None:
    day = 24 * 3600
    lasting = token(uid=17, iat=1700000000, exp=1700000000 + 3650 * day)
    grants = token(role="service_role", iat=1700000000, exp=1700000000 + 3650 * day)
    passing = token(uid=17, iat=1700000000, exp=1700000000 + day)
    assert confidences("call.py", f'get(URL, headers={{"Authorization": "{lasting}"}})\n') == [
        Confidence.MEDIUM
    ]
    assert confidences("call.py", f'get(URL, headers={{"Authorization": "{grants}"}})\n') == [Confidence.HIGH]
    shown = token(iss="supabase-demo", role="service_role", exp=2000000000)
    assert confidences("call.py", f'KEY = "{shown}"\n') == [Confidence.LOW]
    assert confidences("call.py", f'get(URL, headers={{"Authorization": "{token(uid=17)}"}})\n') == [
        Confidence.MEDIUM
    ]
    assert confidences("call.py", f'get(URL, headers={{"Authorization": "{passing}"}})\n') == [Confidence.LOW]
    assert confidences(
        "call.py", f'get(URL, headers={{"Authorization": "{token(uid=17, exp=1700000000)}"}})\n'
    ) == [Confidence.LOW]


def test_a_token_for_every_browser_is_no_secret() -> None:
    anyone = token(iss="supabase", role="anon", iat=1700000000, exp=2000000000)
    assert confidences("client.ts", f'const token = "{anyone}"\n') == []


@pytest.mark.parametrize(
    ("path", "text", "sure"),
    [
        ("compose.yaml", "environment:\n  DB_PASSWORD: ${DB_PASSWORD:-%s}\n", True),
        ("config.ini", "[mail]\nbind_password = %s\n", True),
        ("config.ini", "[mail]\nAPP_SECRET=%s\n", True),
        ("call.py", "client = connect(password='%s')\n", True),
        ("deploy.sh", "export TILL_PASSWORD='%s'\n", True),
        # Generated as well as chosen, where nothing says that it is in force.
        ("call.py", "def connect():\n    password = '%s'\n    return password == asked\n", False),
        ("db.py", 'engine = create_engine("postgresql:' + f'//{PLAIN}:%s@localhost/shop")\n', False),
        ("run.json", '{"test_accounts": [{"mail": "a@shop.io", "password": "%s"}]}\n', False),
        ("start.sh", "python -c \"p = os.environ.get('DB_PASSWORD', '%s')\"\n", False),
        ("start", 'echo "jdbc:mysql://db/shop?user=shop&password=%s"\n', False),
        ("chart/values.yaml", "postgres:\n  postgresqlPassword: %s\n", False),
        ("client.js", "const till = connect({ password: '%s' })\n", False),
        ("till.conf", "password = %s\n", False),
    ],
)
def test_a_plain_word_is_doubtful_and_a_generated_value_where_it_is_in_force_is_not(
    path: str, text: str, sure: bool
) -> None:
    assert confidences(path, text % PLAIN) in ([Confidence.LOW], [])
    assert [c is not Confidence.LOW for c in confidences(path, text % MADE)] == [sure]


def test_the_password_that_everybody_tries_first_is_doubtful_on_the_own_machine() -> None:
    form = 'connect(host="%s", user="shop", password="%s")\n'
    assert confidences("db.py", form % ("localhost", "postgres")) == [Confidence.LOW]
    assert confidences("db.py", form % ("localhost", PLAIN)) == [Confidence.LOW]
    assert confidences("db.py", form % ("db.shop.io", "postgres")) == [Confidence.MEDIUM]


def test_a_host_of_the_network_keeps_its_confidence() -> None:
    url = "sqlalchemy.url = mysql:" + f"//shop:{PLAIN}@db.shop.io/shop\n"
    assert confidences("alembic.ini", url) == [Confidence.MEDIUM]


def test_plain_words() -> None:
    assert doubts.is_plain(PLAIN)
    assert doubts.is_plain("shop_app")
    assert doubts.is_plain("123456")
    assert not doubts.is_plain(samples.word())
