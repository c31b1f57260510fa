"""Values that claim no fault where they stand are notes; beside each the value, or the place, that is one."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding, Severity, TextFile, Zone
from codereview.engine.worker import Checker, Job
from codereview_rules.security._secrets import notes, samples
from codereview_rules.security.secret_default import SecretDefault
from codereview_rules.security.secret_in_file import SecretInFile

WORD = samples.word()
RANDOM = samples.body(40)
DATABASE = "services:\n  db:\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: %s\n"
CONFIG = "[db]\nhost = %s\nuser = shop\npassword = %s\n"
URL = "DATABASE_URL = 'postgresql:" + "//%s:%s@%s/shop'\n"
MAIL = '{"mail": "user@%s",\n "plan": "a",\n "shop_password": "%s"}\n'


def found(path: str, text: str) -> list[Finding]:
    return list(SecretInFile().scan(TextFile(path, Zone.PRODUCTION, text)))


def defaults(path: str, text: str) -> list[Finding]:
    checker = Checker([SecretDefault()], (3, 10))
    return list(checker.check(Job(path, path, Zone.PRODUCTION, "python", "app"), text.encode()).findings)


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        (("compose.yaml", DATABASE % "postgres"), ("compose.yaml", DATABASE % WORD)),
        (("compose.yaml", DATABASE % "shop"), ("compose.yaml", DATABASE % "tulips7!")),
        (("compose.yaml", DATABASE % "shop-dev"), ("compose.production.yaml", DATABASE % "shop-dev")),
        (("compose.yaml", DATABASE % "shop1234"), ("deploy/compose.yaml", DATABASE % "shop1234")),
        (
            ("compose.yaml", "environment:\n  GF_SECURITY_ADMIN_PASSWORD: admin\n"),
            ("compose.yaml", "environment:\n  SHOP_SUPERUSER_PASSWORD: admin\n"),
        ),
        (
            ("Dockerfile", "FROM a\nENV PGUSER=shop \\\n  PGPASSWORD=shop\n"),
            ("Dockerfile", f"FROM a\nENV PGUSER=shop \\\n  PGPASSWORD={WORD}\n"),
        ),
        ((".devcontainer/compose.yaml", DATABASE % WORD), ("compose.yaml", DATABASE % WORD)),
        (("conf/app.ini", CONFIG % ("db", "root")), ("conf/app.ini", CONFIG % ("db.shop.io", "root"))),
        (("alembic.ini", URL % ("shop", "shop", "db")), ("alembic.ini", URL % ("shop", WORD, "db.shop.io"))),
        (("seed/users.json", MAIL % ("shop.io", WORD)), ("users.json", MAIL % ("shop.io", WORD))),
        (("users.json", MAIL % ("example.com", WORD)), ("users.json", MAIL % ("shop.io", WORD))),
        (
            ("login.js", 'post({user: "demo", password: "demo"})\n'),
            ("login.js", f'post({{password: "{WORD}"}})\n'),
        ),
        (
            ("check.sh", "export DEBUG=true\nexport SECRET_KEY='tulips-and-roses'\n"),
            ("check.sh", "export DEBUG=false\nexport SECRET_KEY='tulips-and-roses'\n"),
        ),
        (
            ("app.yaml", "SECRET_KEY: tulips-for-tests-only\n"),
            ("app.yaml", "SECRET_KEY: tulips-for-all\n"),
        ),
        (("ssh.py", 'ssh.connect(password="alpine")\n'), ("ssh.py", f'ssh.connect(password="{WORD}")\n')),
        (
            ("shop/settings/local.py", 'EMAIL_PASSWORD = "roses2!"\n'),
            ("shop/settings.py", 'EMAIL_PASSWORD = "roses2!"\n'),
        ),
        (
            ("api.md", f'A response:\n\n    {{"api_key": "{RANDOM}"}}\n'),
            ("api.md", f"Then set, for https://api.shop.io/a:\n\n    API_KEY={RANDOM}\n"),
        ),
        (
            ("compose.yaml", "environment:\n  DB_PASSWORD: ${DB_PASSWORD:-tulips}\n"),
            ("compose.prod.yaml", "environment:\n  DB_PASSWORD: ${DB_PASSWORD:-tulips}\n"),
        ),
        (
            ("deploy/faulty-examples/pod.yaml", DATABASE % WORD),
            ("deploy/pod.yaml", DATABASE % WORD),
        ),
        (
            ("compose.yaml", DATABASE % "secure_password_change_me"),
            ("k8s/db.yaml", "SECRET_KEY: secure_password_change_me\n"),
        ),
        (
            ("alembic.ini", URL % ("shop", "tulips", "localhost")),
            ("alembic.ini", URL % ("shop", WORD, "localhost")),
        ),
        (
            ("api.md", f'curl -H "Authorization: Bearer {RANDOM}" http://127.0.0.1:80/a\n'),
            ("api.md", f'curl -H "Authorization: Bearer {RANDOM}" https://api.shop.io/a\n'),
        ),
        (
            ("shop.js", f'const h = {{"x-algolia-application-id": "A", "x-algolia-api-key": "{RANDOM}"}}\n'),
            ("shop.js", f'const h = {{"x-shop-api-key": "{RANDOM}"}}\n'),
        ),
        ((".github/workflows/ci.yml", f"SECRET_KEY: {RANDOM}\n"), ("app.yml", f"SECRET_KEY: {RANDOM}\n")),
        (("run.mjs", f'const E2E_PASSWORD = "{WORD}"\n'), ("run.mjs", f'const SHOP_PASSWORD = "{WORD}"\n')),
        (("db.py", URL % ("shop", "tulips", "db")), ("db.py", URL % ("shop", "tulips", "106.54.39.1"))),
        (
            ("check.py", f'"""Login.\n\nAuthorization: oauth_token="{RANDOM}"\n"""\n'),
            ("check.py", f'headers = {{"oauth_token": "{RANDOM}"}}\n'),
        ),
        (("compose.integration.yml", DATABASE % WORD), ("compose.yml", DATABASE % WORD)),
        (("conf.yaml", f"# db_password: {WORD}\n"), ("conf.yaml", f"db_password: {WORD}\n")),
    ],
)
def test_a_note_and_the_fault_beside_it(note: tuple[str, str], fault: tuple[str, str]) -> None:
    (first,) = found(*note)
    assert first.severity is Severity.INFO
    assert "no fault by itself" in first.message
    (second,) = found(*fault)
    assert second.severity is not Severity.INFO
    assert "no fault" not in second.message


@pytest.mark.parametrize(
    "value",
    ["Tulips2024!", "SecureRoses123!", "Tulips-Roses99"],
)
def test_words_with_a_number_are_chosen_and_not_generated(value: str) -> None:
    (finding,) = found("login.py", f'client.login(host="shop.acme.io", password="{value}")\n')
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)
    assert found("notes.md", f'    {{"password": "{value}"}}\n') == []


COMMAND = (
    'import argparse\n\np = argparse.ArgumentParser()\np.add_argument("--password", default="%s")\n'
    'if __name__ == "__main__":\n    p.parse_args()\n'
)


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        (("views.py", COMMAND % "postgres"), ("views.py", COMMAND % WORD)),
        (
            ("views.py", COMMAND % "postgres"),
            ("settings.py", 'PASSWORD = getenv("DB_PASSWORD", "postgres")\n'),
        ),
        (("keys.sample.py", 'SECRET_KEY = "tulips"\n'), ("keys.py", 'SECRET_KEY = "tulips"\n')),
        (("config/ci/keys.py", 'SECRET_KEY = "tulips"\n'), ("config/keys.py", 'SECRET_KEY = "tulips"\n')),
        (
            ("app.py", 'A = getenv("CRAWLER_API_KEY", "fc-test-key1")\n'),
            ("app.py", 'A = getenv("API_KEY", "fc-test-key1")\n'),
        ),
        (
            ("app.py", 'A = getenv("BROKER_PASSWORD", "guest")\n'),
            ("app.py", f'A = getenv("BROKER_PASSWORD", "{WORD}")\n'),
        ),
        (
            ("app.py", 'A = getenv("API_KEY", "key-for-local-development")\n'),
            ("app.py", 'A = getenv("API_KEY", "changeme")\n'),
        ),
    ],
)
def test_a_default_that_is_a_note(note: tuple[str, str], fault: tuple[str, str]) -> None:
    (first,) = defaults(*note)
    assert first.severity is Severity.INFO
    assert "no fault by itself" in first.message
    (second,) = defaults(*fault)
    assert second.severity is not Severity.INFO


def test_a_generated_key_keeps_its_weight_in_a_file_of_development() -> None:
    key = 'from env import getenv\n\nTILL_API_KEY = getenv("TILL_API_KEY", "' + RANDOM + '")\n'
    (finding,) = defaults("shop/settings/local.py", key)
    assert finding.severity is Severity.LOW
    (signs,) = defaults("shop/settings/local.py", f'SECRET_KEY = "{RANDOM}"\n')
    assert signs.severity is Severity.INFO
    (written,) = found("compose.dev.yaml", f"environment:\n  SHOP_API_KEY: {RANDOM}\n")
    assert written.severity is Severity.HIGH


def test_what_a_scanner_is_told_to_pass_over_is_not_read() -> None:
    text = '{"placeholder": "Shared' + f'AccessKey={samples.body(43)}="}}\n'
    assert found("CredScanSuppressions.json", text) == []
    assert len(found("settings.json", text)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("score.ts", "const score = ok ? 'password' : 'tulips'\n"),
        ("Upload the copy", "upload(\n    secret_access_key=R2_SECRET_ACCESS_KEY,\n)\n"),
        ("tasks.yml", "- when: install.password == 'tulips'\n"),
    ],
)
def test_sides_of_conditions_and_names_are_silent(path: str, text: str) -> None:
    assert found(path, text) == []


def test_paths_of_development() -> None:
    assert notes.is_of_development("docker/compose.dev.yml")
    assert notes.is_of_development("shop/settings/local.py")
    assert not notes.is_of_development("usr/local/etc/redis.conf")
    assert not notes.is_of_development("deploy/dev/compose.yml")
    assert not notes.is_of_development("devices/localization.py")
