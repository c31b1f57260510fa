"""Values that are public by design, or are there to be shown or refused, and their neighbours that are not."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding, Severity, TextFile, Zone
from codereview.engine.worker import Checker, Job
from codereview_rules.security._secrets import samples
from codereview_rules.security.secret_default import SecretDefault
from codereview_rules.security.secret_in_file import SecretInFile

GOOGLE = "AI" + "za" + samples.body(35)
WORD = samples.word()


def found(path: str, text: str, zone: Zone = Zone.PRODUCTION) -> list[Finding]:
    return list(SecretInFile().scan(TextFile(path, zone, text)))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app/google-services.json", f'{{"client": [{{"api_key": [{{"current_key": "{GOOGLE}"}}]}}]}}\n'),
        (
            "ios/GoogleService-Info.plist",
            f"<dict>\n<key>API_KEY</key>\n<string>{GOOGLE}</string>\n<key>GCM_SENDER_ID</key>\n</dict>\n",
        ),
        ("web/firebase.ts", f'const app = {{\n  apiKey: "{GOOGLE}",\n  authDomain: "shop.web.app",\n}};\n'),
        ("lib/options.dart", f"static const web = FirebaseOptions(\n  apiKey: '{GOOGLE}',\n);\n"),
        ("deploy.yml", f"FIREBASE_API_KEY: {GOOGLE}\n"),
        ("map.html", f'<script src="https://maps.googleapis.com/maps/api/js?key={GOOGLE}"></script>\n'),
    ],
)
def test_a_google_key_that_clients_receive_is_a_note(path: str, text: str) -> None:
    (finding,) = found(path, text)
    assert (finding.severity, finding.confidence) == (Severity.INFO, Confidence.LOW)
    assert "no fault by itself" in finding.message


@pytest.mark.parametrize("name", ["GEMINI_API_KEY", "YOUTUBE_API_KEY", "key"])
def test_any_other_google_key_is_critical(name: str) -> None:
    (finding,) = found("settings.py", f'{name} = "{GOOGLE}"\n')
    assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Checks.plist", f"<dict>\n\t<key>{samples.body(28)}</key>\n\t<true/>\n</dict>\n"),
        ("config.py", 'assert settings.SECRET_KEY != "local_signing_value", "set another"\n'),
        (
            "schemas.py",
            "class Card:\n    model_config = {\n        'json_schema_extra': {\n"
            f"            'example': {{'payment_token': '{samples.body(24)}'}}\n        }}\n    }}\n",
        ),
        (
            "goods.ts",
            f"const image = 'https://cdn.shop.io/o/watch.jpg?alt=media&token={samples.body(36)}';\n",
        ),
        ("plugins/pytests.py", "client = Client(secret_key='abc')\n"),
        ("docs/api.md", '```json\n{"current_password": "MyPassword871!"}\n```\n'),
        (".github/workflows/ci.yml", "run: psql -c \"CREATE ROLE runner LOGIN PASSWORD 'run_ci'\"\n"),
        ("static/Report_files/player.js.download", f'let a={{key:"{GOOGLE}"}};\n'),
    ],
)
def test_what_is_shown_or_refused_is_no_secret(path: str, text: str) -> None:
    assert found(path, text) == []


def test_a_value_behind_a_closed_sample_is_found() -> None:
    text = f"example = {{'a': 1}}\nsettings = {{'db_user': 'shop', 'db_password': '{WORD}'}}\n"
    assert len(found("conf.py", text)) == 1


def test_an_element_that_is_no_key_of_a_property_list_is_found() -> None:
    assert len(found("ds.xml", f"<db><password>{WORD}</password><name>shop</name></db>\n")) == 1


def test_sql_that_sets_a_password_counts_outside_workflows() -> None:
    assert len(found("init.sql", f"CREATE ROLE shop LOGIN PASSWORD '{WORD}';\n")) == 1


def test_a_web_token_in_a_test_is_a_note() -> None:
    (finding,) = found("tests/test_call.py", f'TOKEN = "{samples.json_web_token()}"\n', Zone.TESTS)
    assert (finding.severity, finding.confidence) == (Severity.INFO, Confidence.LOW)


def test_an_environment_file_with_only_such_a_key_is_left_to_the_rule_on_files() -> None:
    assert found(".env", f"FIREBASE_API_KEY={GOOGLE}\n") == []


def test_a_payload_of_a_class_of_tests_is_no_secret() -> None:
    text = "class {}(Base):\n    LOGIN: dict = {{'email': 'a@shop.io', 'password': '" + WORD + "'}}\n"
    assert found("settings.py", text.format("TestSettings")) == []
    assert len(found("settings.py", text.format("Settings"))) == 1


@pytest.mark.parametrize(
    ("zone", "severity"), [(Zone.SCRIPTS, Severity.LOW), (Zone.PRODUCTION, Severity.HIGH)]
)
def test_a_stand_in_that_only_a_script_signs_with_is_low(zone: Zone, severity: Severity) -> None:
    text = b'import os\n\nos.environ.setdefault("SECRET_KEY", "list-routes-only-key")\n'
    job = Job("tools/list.py", "tools/list.py", zone, "python", "app")
    (finding,) = Checker([SecretDefault()], (3, 10)).check(job, text).findings
    assert finding.severity is severity
