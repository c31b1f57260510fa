"""Plain words where a stand-in or a form is likely are reported with low confidence; generated values are not."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, TextFile, Zone
from codereview_rules.security._secrets import doubts, samples
from codereview_rules.security.secret_in_file import SecretInFile

PLAIN = "tulips"
MADE = samples.body(24)


def confidences(path: str, text: str) -> list[Confidence]:
    return [f.confidence for f in SecretInFile().scan(TextFile(path, Zone.PRODUCTION, text))]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "environment:\n  DB_PASSWORD: ${DB_PASSWORD:-%s}\n"),
        ("db.py", 'engine = create_engine("postgresql:' + '//shop:%s@localhost/shop")\n'),
        ("ldap.cfg", "bind_user = cn=m,dc=example,dc=com\nbind_password = %s\n"),
        ("form.html", '<input type="password" name="password" value="%s"/>\n'),
    ],
)
def test_a_plain_word_is_doubtful_and_a_generated_value_is_not(path: str, text: str) -> None:
    assert confidences(path, text % PLAIN) == [Confidence.LOW]
    assert [c for c in confidences(path, text % MADE) if c is Confidence.LOW] == []


def test_a_name_of_a_stored_secret_is_doubtful() -> None:
    assert confidences("deploy.sh", 'APP_SECRET="shop-app"\n') == [Confidence.LOW]
    assert confidences("deploy.sh", 'APP_SECRET="shop-secret-app"\n') != [Confidence.LOW]


def test_a_host_of_the_network_keeps_its_confidence() -> None:
    url = "sqlalchemy.url = mysql:" + f"//shop:{PLAIN}@db.shop.io/shop\n"
    assert confidences("alembic.ini", url) == [Confidence.MEDIUM]


def test_plain_words() -> None:
    assert doubts.is_plain(PLAIN)
    assert doubts.is_plain("shop_app")
    assert doubts.is_plain("123456")
    assert not doubts.is_plain(samples.word())
