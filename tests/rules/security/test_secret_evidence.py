"""The grounds and the doubts that make the confidence of SEC001, one by one, and together."""

from __future__ import annotations

from typing import Any

import pytest

from codereview.api import Confidence, Severity, Zone
from codereview_rules.security._secrets import against, evidence, favour, files_against, hosts, samples, uses
from codereview_rules.security._secrets.case import Case, is_typed
from codereview_rules.security._secrets.hit import Hit
from codereview_rules.security._secrets.languages import language

LONG = samples.body(40)
HERE = "«»"


def case(text: str, value: str = LONG, path: str = "shop.ini", **hit: Any) -> Case:
    """The case of a value that stands where the text has the mark."""
    start = text.index(HERE)
    given: dict[str, Any] = {
        "label": "password",
        "severity": Severity.HIGH,
        "confidence": Confidence.HIGH,
        **hit,
    }
    whole = text.replace(HERE, value)
    return Case(whole, language(path, Zone.PRODUCTION), Hit(start, start + len(value), **given))


@pytest.mark.parametrize(
    ("value", "made"),
    [
        (LONG, "long"),
        (samples.body(14), "short"),
        ("qzxv" * 4, "short"),
        ("x7#kQ2!p", "strong"),
        ("Tulips2!", "chosen"),
        ("tulips", "word"),
        ("admin123", "stock"),
        ("change-me-now", "stock"),
        ("fedcba98765432" + "10fedcba9876543210", "stock"),
        ("2d8f7a3b9c1e4d6f" + "8a2b5c7e9d1f3a5b", "stock"),
    ],
)
def test_what_a_value_is_made_of(value: str, made: str) -> None:
    assert case(f"password = {HERE}\n", value).make == made


@pytest.mark.parametrize(
    ("prefix", "severity", "confidence", "made"),
    [
        ("gh" + "p_", Severity.CRITICAL, Confidence.HIGH, "checked"),
        ("gh" + "p_", Severity.CRITICAL, Confidence.MEDIUM, "weak format"),
        ("sk_live_", Severity.CRITICAL, Confidence.HIGH, "format"),
        ("AIza", Severity.CRITICAL, Confidence.HIGH, "weak format"),
        ("AK" + "IA", Severity.CRITICAL, Confidence.HIGH, "format"),
        ("AK" + "IA", Severity.HIGH, Confidence.MEDIUM, "half"),
    ],
)
def test_what_a_format_says(prefix: str, severity: Severity, confidence: Confidence, made: str) -> None:
    of = case(f"key = {HERE}\n", prefix=prefix, severity=severity, confidence=confidence, structured=True)
    assert of.make == made


def test_what_a_program_asks_for() -> None:
    assert favour.is_asked_for(case(f"if password == '{HERE}':\n", "tulips", "a.py", name="password"))
    assert not favour.is_asked_for(
        case(f"User.password == '{HERE}'\n", "tulips", "a.py", name="User.password")
    )


def test_what_counts_visits_is_sent_by_clients() -> None:
    assert against.is_on_page(case(f"ANALYTICS_TOKEN = '{HERE}'\n", label="token", name="ANALYTICS_TOKEN"))
    assert not against.is_on_page(
        case(f"SEGMENT_API_TOKEN = '{HERE}'\n", label="token", name="SEGMENT_API_TOKEN")
    )


def test_typed_values() -> None:
    assert is_typed("abcdefghijklmnop")
    assert not is_typed(samples.body(32, samples.HEX))
    assert not is_typed(LONG)


@pytest.mark.parametrize(
    ("text", "path", "elsewhere"),
    [
        (f"host = db.shop.io\npassword = {HERE}\n", "shop.ini", True),
        (f"CLUSTER = c0.lzy.mongodb.net\nPASS = {HERE}\n", "shop.ini", True),
        (f"password = {HERE}\nurl = https://10.4.3.2:80/a\n", "shop.ini", True),
        (f"# see https://docs.shop.io\npassword = {HERE}\n", "shop.ini", False),
        (f"host = db\npassword = {HERE}\n", "shop.ini", False),
        (f"host = api.example.com\npassword = {HERE}\n", "shop.ini", False),
        (f"host = store.shop.svc\npassword = {HERE}\n", "shop.ini", False),
        (f"url = shop.address\npassword = '{HERE}'\n", "shop.py", False),
        (f"host = 'shop.io'\npassword = '{HERE}'\n", "shop.py", True),
        (f"mail = 'till@shop.io'\npassword = '{HERE}'\n", "shop.py", False),
        (f"connect('db.shop.io', '{HERE}')\n", "shop.py", True),
    ],
)
def test_hosts(text: str, path: str, elsewhere: bool) -> None:
    assert hosts.has_host(case(text, path=path)) == elsewhere


def test_hosts_of_urls_and_of_the_own_machine() -> None:
    url = "mysql:" + f"//till:{HERE}@%s/shop"
    assert hosts.has_host(case(url % "10.4.3.2", label="password in a mysql URL"))
    assert not hosts.has_host(case(url % "db", label="password in a mysql URL"))
    both = f"url = https://shop.io\nhost = localhost\npassword = {HERE}\n"
    assert hosts.has_host(case(both))
    assert not hosts.has_host(case(both, "tulips"))


def test_accounts_and_users() -> None:
    assert favour.has_account(case(f"user = till@shop.io\npassword = {HERE}\n"))
    assert not favour.has_account(case(f"user = admin@admin.com\npassword = {HERE}\n"))
    assert not favour.has_account(case(f"user = till@example.org\npassword = {HERE}\n"))
    assert favour.has_user(case(f"SHOP_ID = 'till7'\nSHOP_PW = '{HERE}'\n", name="SHOP_PW"))
    assert not favour.has_user(case(f"SHOP_ID = 'till7'\nMAIL_PW = '{HERE}'\n", name="MAIL_PW"))
    assert not favour.has_user(case(f"user = root\npassword = {HERE}\n"))


def test_accounts_that_the_program_makes() -> None:
    made = f"admin = User(is_admin=True)\nadmin.set_password('{HERE}')\n"
    assert favour.makes_account(case(made, "tulips", "start.py", label="password passed to set_password()"))
    assert not favour.makes_account(case(made, "tulips", "start.ini"))
    assert favour.opens_application(case(f"ADMIN_PASSWORD={HERE}\n", name="ADMIN_PASSWORD"))
    assert not favour.opens_application(case(f"PG_ADMIN_PASSWORD={HERE}\n", name="PG_ADMIN_PASSWORD"))


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("app/unittests.cfg", files_against.is_shown),
        ("app/pytestconfig.py", files_against.is_shown),
        ("ansible/all.travis.yml", files_against.is_of_development),
        ("shop/redact_test/rules.go", files_against.seeks_secrets),
        ("web/static/vendor/map.json", files_against.is_delivered_script),
        ("conf/backup/mail.ini", files_against.is_old),
        ("src/pages/Login.tsx", files_against.is_delivered),
        ("Jenkinsfile", files_against.is_workflow),
        ("shop/fakes.py", files_against.is_of_development),
        ("trash/shop/mail.ini", files_against.is_old),
    ],
)
def test_files_that_speak_against(path: str, holds: object) -> None:
    assert holds(case(f"token = '{HERE}'\n", path=path, label="token"))  # type: ignore[operator]
    assert not holds(case(f"token = '{HERE}'\n", path="app/start.py", label="token"))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        (f"<p><code>{HERE}</code>", LONG, against.is_described),
        (f"password = {HERE}  # nosec\n", LONG, against.is_meant),
        (f"key: {HERE}\n", "pk.eyJ1Ijoic2hvcCJ9", against.is_on_page),
        (f"password = {HERE}\n", "till_password", against.speaks),
        (f"password = {HERE}\n", "pa", against.is_short),
        (f"token = xxxxxx\npassword = {HERE}\n", "tulips", against.is_among_stand_ins),
        (f"user = till@ethereal.email\npassword = {HERE}\n", LONG, against.is_of_trial),
        (f"# This is the demo secret key\nkey = {HERE}\n", LONG, against.is_meant),
    ],
)
def test_lines_and_values_that_speak_against(text: str, value: str, holds: object) -> None:
    assert holds(case(text, value))  # type: ignore[operator]
    assert not holds(case(f"password = {HERE}\n", "tulips-9"))  # type: ignore[operator]


def test_what_makes_copies_is_in_use() -> None:
    old = ("compose-old.yml", "mail.ini.bak", "app/_archive/a.py", "backup/mail.ini")
    used = ("scripts/backup_database.py", "copy_files.py", "shop/archive.py", "app/olds.py")
    assert [files_against.OLD.search(path) is not None for path in (*old, *used)] == [True] * 4 + [False] * 4


def test_a_local_service_has_its_own_tokens() -> None:
    text = f"url = http://localhost:80\ntoken = {HERE}\n"
    assert against.is_of_own_service(case(text, prefix="eyJ", structured=True))
    assert not against.is_of_own_service(case(text, prefix="sk_live_", structured=True))


def test_keys_of_maps_and_tokens_that_end() -> None:
    weak: dict[str, Any] = {"prefix": "AIza", "structured": True}
    assert against.is_on_page(case(f"GOOGLE_MAPS_API_KEY = '{HERE}'\n", **weak))
    assert not against.is_on_page(case(f"GEMINI_API_KEY = '{HERE}'\n", **weak))
    assert not against.is_on_page(case(f"mapping = '{HERE}'\n", **weak))
    assert against.is_passing(case(f"token = '{HERE}'\n", prefix="ya" + "29.", structured=True))


def test_the_public_half_of_a_pair() -> None:
    pair = f"SOCIAL_AUTH_KEY = '{HERE}'\nSOCIAL_AUTH_SECRET = read()\n"
    key: dict[str, Any] = {"label": "key", "path": "shop.py"}
    assert against.is_public_half(case(pair, name="SOCIAL_AUTH_KEY", **key))
    assert not against.is_public_half(case(pair, label="key", name="SOCIAL_AUTH_KEY"))
    assert not against.is_public_half(case(pair, name="SHOP_AUTH_KEY", **key))
    assert not against.is_public_half(case(f"CLIENT_KEY = '{HERE}'\n", name="CLIENT_KEY", **key))


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("shop.go", "tulips", "a word that somebody chose, as stand-ins are"),
        ("shop.go", LONG, "nothing here says that a program in use reads it"),
        ("shop.js", LONG, "nothing says whether browsers get the script"),
        ("shop.py", LONG, "no line of the file hands it to a client or a server"),
        ("docs.md", LONG, "the file is a sample, a test or documentation"),
    ],
)
def test_low_is_the_default_and_says_what_was_not_seen(path: str, value: str, why: str) -> None:
    told = evidence.judged(case(f"key = '{HERE}'\n", value, path, label="key"))
    assert (told.confidence, told.note) == (Confidence.LOW, why)


def test_a_ground_makes_sure_and_a_doubt_takes_it_away() -> None:
    text = f"host = db.shop.io\nuser = till\npassword = {HERE}\n"
    sure = evidence.judged(case(text, path="db/config.ini", name="password"))
    assert (sure.confidence, sure.note) == (Confidence.MEDIUM, "")
    doubtful = evidence.judged(case("# for tests\n" + text, path="docs/config.ini.sample", name="password"))
    assert doubtful.confidence is Confidence.LOW
    weak = evidence.judged(case(text, path="db/config.ini", name="password", confidence=Confidence.LOW))
    assert weak.confidence is Confidence.LOW


def test_a_setting_has_to_be_read() -> None:
    alone = evidence.judged(case(f"TILL_KEY = '{HERE}'\n", LONG, "till.py", label="key", name="TILL_API_KEY"))
    used = case(
        f"TILL_API_KEY = '{HERE}'\ncall(TILL_API_KEY)\n", LONG, "till.py", label="key", name="TILL_API_KEY"
    )
    assert (alone.confidence, alone.asked) == (Confidence.MEDIUM, True)
    assert (evidence.judged(used).confidence, evidence.judged(used).asked) == (Confidence.HIGH, False)


def test_each_ground_and_each_doubt_has_its_say() -> None:
    assert all(item.says[0].islower() for item in (*evidence.GROUNDS, *evidence.DOUBTS))
    assert {ground.confidence for ground in evidence.GROUNDS} == {Confidence.HIGH, Confidence.MEDIUM}


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("key = '«»'\nClient(key)\n", True),
        ("Client(api_key='«»')\n", True),
        ("import a\na.api_key = '«»'\n", True),
        ("os.environ['API_KEY'] = '«»'\n", True),
        ("get(u, headers={'Authorization': 'Bearer «»'})\n", True),
        ("headers = {'X-Api-Key': '«»'}\nget(u, headers=headers)\n", True),
        ("get(u, auth=('till', '«»'))\n", True),
        ("key = '«»'\nurl = f'https://a.io/?key={key}'\n", True),
        ("class A:\n    key = '«»'\n\n    def b(self):\n        return self.key\n", True),
        ("key = '«»'\nif key == given:\n    pass\n", False),
        ("key = '«»'\nprint(key, len(key))\n", False),
        ("headers = {'X-Api-Key': '«»'}\n", False),
        ("headers = {'Postman-Token': '«»'}\nget(u, headers=headers)\n", False),
        ("def a():\n    key = '«»'\n\n\ndef b(key):\n    call(key)\n", False),
        ("create_user(password='«»')\n", False),
        ("rows = [{'key': '«»'}]\n", False),
        ("key = '«»' (\n", False),
    ],
)
def test_what_a_program_hands_on(text: str, used: bool) -> None:
    start = text.index(HERE)
    line = text.count("\n", 0, start) + 1
    name = "key" if text[:start].rstrip("'\"").endswith("key = ") else ""
    assert uses.of_text(text).hands_on(start, line, name, entry=False) == used
