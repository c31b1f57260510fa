"""Doubtful values that claim no fault are notes; beside each one that a reader would look at all the same."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding, Severity, TextFile, Zone
from codereview_rules.security._secrets import samples
from codereview_rules.security.secret_in_file import SecretInFile

WORD = samples.word()
LONG = samples.body(40)
HEX = samples.body(32, samples.HEX)
BENCH = "services:\n  web:\n    volumes:\n      - ./shop:/shop\n    environment:\n      %s: %s\n"
MADE = "user = User(name='{}')\nuser.set_password('%s')\n"


def found(path: str, text: str, zone: Zone = Zone.PRODUCTION) -> list[Finding]:
    return list(SecretInFile().scan(TextFile(path, zone, text)))


@pytest.mark.parametrize(
    ("note", "doubtful"),
    [
        # What every visitor has, and what a program reads.
        (
            ("shop.html", f'<script>{{"accessToken": "{LONG}"}}</script>\n'),
            ("a.js", f'k = {{apiKey: "{HEX}"}}\n'),
        ),
        # Words of a set-up of development; its administrator's, a generated key, and production.
        (
            ("compose.yml", BENCH % ("SHOP_SECRET_KEY", "roses")),
            ("compose.yml", BENCH % ("SHOP_SECRET_KEY", LONG)),
        ),
        (
            ("compose.yml", BENCH % ("ROOT_PASSWORD", "Roses2!")),
            ("compose.yml", BENCH % ("SUPERUSER_PASSWORD", "rose")),
        ),
        (
            ("compose.yml", BENCH % ("SHOP_SECRET_KEY", "roses")),
            ("compose.yml", BENCH % ("APP_ENV: production\n      SHOP_SECRET_KEY", "roses-and-tulips")),
        ),
        # Documentation without a host, and a guide that names one.
        (
            ("README.md", f"    SHOP_API_KEY={LONG}\n"),
            ("GUIDE.md", f"URL: https://till.io/a\n    SHOP_API_KEY={LONG}\n"),
        ),
        # ... and somebody's notes.
        (("README.md", f"    SHOP_API_KEY={LONG}\n"), ("till.txt", f"SHOP_API_KEY={LONG}\n")),
        # A sample of settings: words, and what was forgotten there.
        (
            ("till-sample.yml", f"LOGIN_URL: http://localhost\nSECRET_KEY: {LONG}\n"),
            ("till-sample.yml", f"SECRET_KEY: {LONG}\n"),
        ),
        (
            ("GUIDE.md", f"Locally:\n\n    SHOP_API_KEY={LONG}\n"),
            ("GUIDE.md", f"Production:\n\n    SHOP_API_KEY={LONG}\n"),
        ),
        # A word of a service beside the program, and of the program itself.
        (
            ("compose.yml", BENCH % ("PG_PASSWORD", "admin123")),
            ("compose.yml", BENCH % ("TILL_ACCESS_PASSWORD", "admin123")),
        ),
        (
            ("till.py", "@ajax\nregister_user(password='Tulips2!')\n"),
            ("till.py", "@register\nuser.set_password('123456')\n"),
        ),
        (
            ("map.js", f"const k = '{LONG}'; // browsers have it\nconst mapbox_token = '{LONG}';\n"),
            (
                "air.py",
                f"get('https://api.air.io/q?API_KEY={HEX}' % a, headers={{'User-Agent': 'Mozilla/5.0'}})\n",
            ),
        ),
        # Whom the program makes up, and whom it lets in.
        (
            ("try.py", "password = 'Tulips2!'\nregister_user(password=password)\n"),
            ("try.py", "password = 'Tulips2!'\nlet_in(password=password)\n"),
        ),
        (("till.py", MADE.format("testuser") % "Tulips2!"), ("till.py", MADE.format("rose") % "tulips-now")),
        (
            ("old/db.ini", "[db]\npassword = tulips\n"),
            ("old/db.ini", f"[db]\npassword = {LONG}\n"),
        ),
    ],
)
def test_a_note_and_what_is_worth_a_look(note: tuple[str, str], doubtful: tuple[str, str]) -> None:
    (first,) = found(*note)
    assert first.severity is Severity.INFO
    assert "no fault by itself" in first.message
    (second,) = found(*doubtful)
    assert second.severity is not Severity.INFO


def test_tokens_of_tests_are_notes_and_a_providers_token_is_not() -> None:
    (made,) = found("tests/data/call.yaml", f"auth_token: {LONG}\n", Zone.TESTS)
    (kept,) = found("tests/data/call.yaml", f"auth_token: {samples.github()}\n", Zone.TESTS)
    assert (made.severity is Severity.INFO, kept.severity is Severity.INFO) == (True, False)


def test_the_name_of_a_pair_whose_secret_is_read_from_elsewhere() -> None:
    pair = "KEY_ID = '%s'\nAWS_SECRET_ACCESS_KEY = %s\n"
    (read,) = found("mail.py", pair % (samples.aws(), "os.getenv('MAIL_KEY')"))
    alone = found("mail.py", pair % (samples.aws(), "ask()"))
    assert read.severity is Severity.INFO
    assert [finding.severity is Severity.INFO for finding in alone] == [False]


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("helm/shop/values-dev.yaml", True),
        ("deploy/compose.dev.yml", True),
        ("simulators/till.yml", True),
        ("helm/shop/values-live.yaml", False),
        ("production/compose.dev.yml", False),
    ],
)
def test_a_file_of_development_in_the_folder_of_a_tool(path: str, note: bool) -> None:
    (finding,) = found(path, "db_password: Tulips2!\n")
    assert (finding.severity is Severity.INFO) == note


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("store.yaml", "data:\n  - secretKey: TILL_SECRET_KEY_2\n    remoteRef:\n      key: till\n"),
        ("names.yaml", "".join(f"AIRFLOW_{n}_SECRET_KEY: airflow_{n}_secret_key\n" for n in "abc")),
        (
            "Dockerfile",
            "FROM a\nRUN MODE=build \\\n    SECRET_KEY=build-tulips \\\n    python -c 'import till'\n",
        ),
        ("site/search/search_index.json", '{"docs": [{"text": "set \\"db_password\\": \\"Tulips2!\\""}]}\n'),
        ("state.py", 'state = {"secret_key": "configured" if secret else "missing"}\n'),
        ("start.py", 'raise OSError("expected Server=a;Uid=till;password=xxx;")\n'),
        ("csp.conf", f'add_header Report "https://o1.ingest.io/api/2/security/?sentry_key={HEX}";\n'),
        (
            "README.md",
            f'<a href="https://a.io"><img src="https://app.badges.io/grade?token={HEX}&a=1"></a>\n',
        ),
        ("read.py", "cmd = re.sub(r'(curl -u\\s+.*?:.*?)\\s+(http://)', 'x', cmd)\n"),
        ("ring.py", "keyring.set_password('till-database', 'tulips7', secret)\n"),
        ("form.js", '}, {\n  key: "addA11yErrorDescribe17Twice",\n  value: function addA11y($el) {\n'),
        (
            "views.py",
            "db_passwd = settings.DB['PASSWORD']\nif db_passwd == '123456':\n    context['open'] = True\n",
        ),
        (
            "build.xml",
            '<param name="token" value="credentialsJSON:3f2a9c1e-7b4d-4e8f-9a6b-0c5d7e1f2a38" />\n',
        ),
        ("Makefile", "test:\n\tSECRET_KEY='TulipsAndRoses-77-x' \\\n\tDB=a \\\n\tpytest tests\n"),
        ("films.py", f"if self.conf('api_key') == '{HEX}':\n    self.conf('api_key', '')\n"),
        ("saml.py", 'AC_PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password7"\n'),
        ("stats.html", f'<img src="https://charts.io/render?width=9&_salt={HEX}&target=a" />\n'),
        ("redis.sh", "sed -i 's/# requirepass foobared/requirepass '$REDIS_PASSWORD'/g' /etc/redis.conf\n"),
        ("till.tsx", "setSecret(url.split('secret=')[1].split('&')[0]);\n"),
        ("till.sh", "gcloud secrets versions access latest --secret=till-webhook-77-key\n"),
        (
            "warn.py",
            f"if settings.JWT_KEY == '{LONG}':\n    logger.warning('the delivered key is in force')\n",
        ),
        ("read.py", 'def f(u):\n    """Reads.\n\n    >>> f("http://u7:Tulips2!@a.io/")\n    """\n'),
        ("supervisord.conf", "[unix_http_server]\nusername=a\npassword=will_be_replaced\n"),
        (".github/FUNDING.yml", f"custom: https://give.io/pay?api_key={HEX}\n"),
        ("avatar.js", 'const config = {"salt": "Eech7co8Ohloopo9Ol6b"}\n'),
        ("make.sh", "DJANGO_SECRET_KEY=tulips7-$(openssl rand -hex 32)\n"),
        ("mask.py", "masked = {'password': '\\u2022\\u2022\\u2022\\u2022'}\n"),
        ("nginx.yml", "environment:\n  NGINX_UWSGI_PASS: web:8013\n"),
        ("terms.py", 'CONTEXT = {"encryptionKey": "sec:encryptionKey", "apiToken": "sec:apiToken"}\n'),
        ("draw.html", "<script>const r=10, pw=286,ph=62;</script>\n"),
    ],
)
def test_what_only_names_a_secret_is_silent(path: str, text: str) -> None:
    assert found(path, text) == []


def test_what_an_image_keeps_is_told() -> None:
    kept = "FROM a\nENV MODE=live \\\n    SECRET_KEY=tulips-and-roses-7\nRUN echo SECRET_KEY=tulips-and-roses-8 > a\n"
    assert len(found("Dockerfile", kept)) >= 1


URL = "BROKER = 'amqp:" + f"//till:{WORD}@%s:5672/h'\n"


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("121.40.3.2", True),
        ("a.lzy.mongodb.net", True),
        ("10.4.3.2", False),
        ("broker", False),
        ("a.example.com", False),
    ],
)
def test_a_host_of_the_internet_is_in_force_in_a_demonstration_too(host: str, told: bool) -> None:
    severities = [
        finding.severity is not Severity.INFO for finding in found("jobs_demo/start.py", URL % host)
    ]
    assert severities == ([True] if told else [False] if severities else [])


def test_what_a_comment_gives_to_a_server_with_the_address_of_a_person() -> None:
    line = "    # server.login('%s', 'Tulips" + "2022!')\n"
    (person,) = found("report.py", "def main():\n" + line % "rose.t@till.io")
    (other,) = found("report.py", "def main():\n" + line % "till")
    assert (person.severity is Severity.INFO, other.severity is Severity.INFO) == (False, True)


def test_fallbacks_of_the_serverless_framework_and_copies_of_an_editor() -> None:
    (finding,) = found("serverless.yml", f"environment:\n  SECRET_KEY: ${{env:SECRET_KEY, '{LONG}'}}\n")
    assert finding.severity is Severity.HIGH
    assert found("serverless.yml", "environment:\n  SECRET_KEY: ${env:SECRET_KEY, 'x'}\n") == []
    (copy,) = found("shop/mail.py~", f'MAIL_API_KEY = "{LONG}"\n')
    assert copy.confidence is Confidence.LOW


def test_a_key_in_a_pipeline_that_deploys() -> None:
    (finding,) = found("Jenkinsfile", f"environment {{\n  SECRET_KEY = '{LONG}'\n}}\n")
    assert finding.severity is not Severity.INFO


REALM = '{"realm": "till", "clients": [{"rootUrl": "http://%s:80", "secret": "%s", "redirectUris": ["http://%s/a"]}]}\n'


def test_the_realm_of_an_identity_server_on_the_own_machine() -> None:
    (own,) = found("realms/till.json", REALM % ("till.odl.local", LONG, "localhost"))
    (other,) = found("realms/till.json", REALM % ("till.io", LONG, "localhost"))
    assert (own.severity is Severity.INFO, other.severity is Severity.INFO) == (True, False)


def test_a_sample_whose_service_is_on_the_own_machine() -> None:
    sample = f"LOGIN_URL=http://%s:7080/realms\nLOGIN_SECRET={LONG}\n"
    (own,) = found(".env.example", sample % "kc.odl.local")
    (other,) = found(".env.example", sample % "kc.till.io")
    assert (own.severity is Severity.INFO, other.severity is Severity.INFO) == (True, False)


def test_the_same_value_is_asked_about_once_in_a_file() -> None:
    line = f"URL: https://till.io/a\n    SHOP_API_KEY={LONG}\n"
    first, again = found("GUIDE.md", line * 2)
    assert (first.severity is Severity.INFO, again.severity is Severity.INFO) == (False, True)
    assert again.message.endswith("line 2 asks the same")


@pytest.mark.parametrize(
    ("path", "text", "note"),
    [
        (".envs/.local/.postgres", f"POSTGRES_PASSWORD={LONG}\n", True),
        (".envs/.live/.postgres", f"POSTGRES_PASSWORD={LONG}\n", False),
        ("Dockerfile", "FROM a\nENV TILL_PASSWORD=dummy \\\n    PIANO_PASSWORD=admin\n", True),
        ("web/map.ts", f'config.MAPBOX_TOKEN =\n  "{LONG}";\n', True),
        ("web/till.ts", f'config.TILL_TOKEN =\n  "{LONG}";\n', False),
    ],
)
def test_databases_of_the_own_machine_stand_ins_and_keys_of_maps(path: str, text: str, note: bool) -> None:
    assert {finding.severity is Severity.INFO for finding in found(path, text)} == {note}


def test_data_that_was_made_up_and_tokens_that_ended() -> None:
    hashed = '{"person": {"password": "$argon2id$v=19$m=65536,t=3,p=4$' + LONG + '"}}\n'
    assert {finding.severity for finding in found("data/example-data.json", hashed)} == {Severity.INFO}
    (ended,) = found("screen.svg", "<text>AS" + "IA" + samples.body(16, samples.UPPER) + "</text>\n")
    assert ended.severity is Severity.INFO


def test_addresses_that_reports_are_sent_to() -> None:
    config = f"RAVEN = {{\n    '%s': 'http://{HEX}:{HEX[::-1]}@10.1.2.7:19000/3',\n}}\n"
    (reports,) = found("settings.py", config % "dsn")
    assert (reports.confidence, "sending reports" in reports.message) == (Confidence.LOW, True)


def test_remarks_of_a_template_and_the_host_on_the_line() -> None:
    settings = (
        "'USER': 'root',\n'PASSWORD': 'Z0pBvhF2R5#q7',\n'HOST': '',  # Set to empty string for localhost%s.\n"
    )
    (kept,) = found("settings_production.py", "DATABASES = {'default': {\n" + settings % "" + "}}\n")
    assert kept.confidence is Confidence.MEDIUM
    call = "ssh.connect(hostname='%s', username='till', password=\"tulips\")\ncmd = 'sed 127.0.0.1 scram'\n"
    (outside,) = found("app.py", call % "52.191.3.9")
    assert outside.confidence is not Confidence.LOW


def test_names_that_are_written_together() -> None:
    first, second = found("till.ini", f"fbapisecret={HEX}\nmapsapikey={HEX[::-1]}\nlapisecret=a\n")
    assert (first.severity, second.severity) == (Severity.HIGH, Severity.HIGH)


def test_what_somebody_sent_is_compared_and_what_a_build_keeps() -> None:
    (sent,) = found("till.py", f"if request.args.get('api_key') == '{HEX}':\n    let_in()\n")
    assert sent.severity is not Severity.INFO
    (kept,) = found("Makefile", f"run:\n\tSECRET_KEY='{LONG}' \\\n\tDB=a \\\n\tpython till.py\n")
    assert kept.severity is not Severity.INFO


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".envs/.local/.flower", f"FLOWER_PASSWORD={LONG}\n"),
        ("dev/local/till.conf", f"TILL_PASSWORD={LONG}\n"),
    ],
)
def test_of_the_own_machine_and_for_trying(path: str, text: str) -> None:
    assert {finding.severity for finding in found(path, text)} == {Severity.INFO}


def test_what_is_encrypted_is_doubtful() -> None:
    line = "url: mysql://root:gAAAAA%s@db.till.io/shop\n"
    (finding,) = found("conf/db.yaml", line % samples.body(114))
    assert (finding.confidence, "encrypted" in finding.message) == (Confidence.LOW, True)


def test_reports_of_checkers_and_folders_of_charts() -> None:
    report = f'{{"results": [{{"issue_text": "a", "code": "x"}}, {{"auth_token": "{LONG}"}}]}}\n'
    assert {finding.severity for finding in found("reports/checked.json", report)} == {Severity.INFO}
    (dev,) = found("helm/env.d/dev-till/values.secrets.yaml", f"oauth_secret: {LONG}\n")
    (live,) = found("helm/env.d/live-till/values.secrets.yaml", f"oauth_secret: {LONG}\n")
    assert (dev.confidence is Confidence.LOW, live.confidence is Confidence.LOW) == (True, False)


def test_keys_in_comments_and_beside_debugging_in_a_shell() -> None:
    (off,) = found("settings.ini", f"# SECRET_KEY = '{LONG}'\n")
    (on,) = found("settings.ini", f"SECRET_KEY = '{LONG}'\n")
    assert (off.confidence is Confidence.LOW, on.confidence is Confidence.LOW) == (True, False)
    script = f"export SECRET_KEY='{LONG}'\nexport DEBUG=%s\n"
    (tried,) = found("start.sh", script % "True")
    (live,) = found("start.sh", script % "False")
    assert (tried.confidence is Confidence.LOW, live.confidence is Confidence.LOW) == (True, False)


@pytest.mark.parametrize(
    ("path", "text", "note"),
    [
        ("server/config/test.cfg", f"SECRET_KEY = '{LONG}'\n", True),
        ("server/config/till.cfg", f"SECRET_KEY = '{LONG}'\n", False),
        ("static/users/till.js", 'const k = "AI' + f'za{samples.body(35)}"\n', True),
        ("server/till.js", 'const k = "AI' + f'za{samples.body(35)}"\n', False),
    ],
)
def test_configurations_of_tests_and_keys_of_browsers(path: str, text: str, note: bool) -> None:
    assert {finding.severity is Severity.INFO for finding in found(path, text)} == {note}


def test_what_scanners_are_told_to_pass_over_and_files_of_tests() -> None:
    allowed = f'allowlist:\n  - "{samples.stripe()}"\n'
    assert not found(".gitguardian.yml", allowed)
    assert found("guardian.yml", allowed)
    order = f'{{"token": "{samples.body(20)}"}}\n'
    assert not found("shop/testfiles/order.json", order)
    assert found("shop/files/order.json", order)
