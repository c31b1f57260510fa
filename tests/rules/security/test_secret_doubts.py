"""Plain words where a stand-in or a form is likely are reported with low confidence; generated values are not."""

from __future__ import annotations

import base64
import json

import pytest

from codereview.api import Confidence, TextFile, Zone
from codereview_rules.security._secrets import doubts, samples
from codereview_rules.security.secret_in_file import SecretInFile

PLAIN = "tulips"
MADE = samples.body(24)


def confidences(path: str, text: str) -> list[Confidence]:
    return [f.confidence for f in SecretInFile().scan(TextFile(path, Zone.PRODUCTION, text))]


def token(**claims: object) -> str:
    """A JSON web token with these claims and a wrong signature."""
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*coded, samples.body(43)))


def test_a_token_that_ends_by_itself_is_doubtful() -> None:
    day = 24 * 3600
    lasting = token(role="service_role", iat=1700000000, exp=1700000000 + 3650 * day)
    passing = token(uid=17, iat=1700000000, exp=1700000000 + day)
    assert confidences("call.py", f'headers = ["{lasting}"]\n') == [Confidence.MEDIUM]
    assert confidences("call.py", f'headers = ["{token(uid=17)}"]\n') == [Confidence.MEDIUM]
    assert confidences("call.py", f'headers = ["{passing}"]\n') == [Confidence.LOW]
    assert confidences("call.py", f'headers = ["{token(uid=17, exp=1700000000)}"]\n') == [Confidence.LOW]


def test_a_token_for_every_browser_is_no_secret() -> None:
    anyone = token(iss="supabase", role="anon", iat=1700000000, exp=2000000000)
    assert confidences("client.ts", f'const token = "{anyone}"\n') == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "environment:\n  DB_PASSWORD: ${DB_PASSWORD:-%s}\n"),
        ("db.py", 'engine = create_engine("postgresql:' + f'//{PLAIN}:%s@localhost/shop")\n'),
        ("ldap.cfg", "bind_user = cn=m,dc=example,dc=com\nbind_password = %s\n"),
        ("run.json", '{"test_accounts": [{"mail": "a@shop.io", "password": "%s"}]}\n'),
        ("start.sh", "python -c \"p = os.environ.get('DB_PASSWORD', '%s')\"\n"),
        ("start", 'echo "jdbc:mysql://db/shop?user=shop&password=%s"\n'),
        ("chart/values.yaml", "postgres:\n  postgresqlPassword: %s\n"),
    ],
)
def test_a_plain_word_is_doubtful_and_a_generated_value_is_not(path: str, text: str) -> None:
    assert confidences(path, text % PLAIN) == [Confidence.LOW]
    assert [c for c in confidences(path, text % MADE) if c is Confidence.LOW] == []


def test_the_password_that_everybody_tries_first_is_doubtful_on_the_own_machine() -> None:
    form = 'connect(host="%s", user="shop", password="%s")\n'
    assert confidences("db.py", form % ("localhost", "postgres")) == [Confidence.LOW]
    assert confidences("db.py", form % ("localhost", PLAIN)) == [Confidence.MEDIUM]
    assert confidences("db.py", form % ("db.shop.io", "postgres")) == [Confidence.MEDIUM]


def test_a_name_of_a_stored_secret_is_doubtful() -> None:
    assert confidences("deploy.sh", 'APP_SECRET="shop-app"\n') == [Confidence.LOW]
    assert confidences("deploy.sh", f'APP_SECRET="{MADE}"\n') != [Confidence.LOW]


def test_a_host_of_the_network_keeps_its_confidence() -> None:
    url = "sqlalchemy.url = mysql:" + f"//shop:{PLAIN}@db.shop.io/shop\n"
    assert confidences("alembic.ini", url) == [Confidence.MEDIUM]


def test_plain_words() -> None:
    assert doubts.is_plain(PLAIN)
    assert doubts.is_plain("shop_app")
    assert doubts.is_plain("123456")
    assert not doubts.is_plain(samples.word())
