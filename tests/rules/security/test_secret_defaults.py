"""Literal defaults of secrets: where they stand, which of them are in force, and what takes their weight."""

from __future__ import annotations

import base64

import pytest

from codereview.api import Confidence, Finding, Severity, Zone
from codereview.engine.worker import Checker, Job
from codereview_rules.security._secrets import samples, values
from codereview_rules.security.secret_default import SecretDefault

WORD = samples.word()
RANDOM = samples.body(40)


def found(text: str, path: str = "app.py") -> list[Finding]:
    checker = Checker([SecretDefault()], (3, 10))
    return list(checker.check(Job(path, path, Zone.PRODUCTION, "python", "app"), text.encode()).findings)


@pytest.mark.parametrize(
    "line",
    [
        'key = os.getenv("API_KEY", "changeme")',
        'key = config("SECRET_KEY", default="x", cast=str)',
        'key = os.getenv("SIGNING_KEY", "dummy")',
        'key = os.getenv("ENCRYPTION_KEY", "0123456789abcdef")',
        'WTF_CSRF_SECRET_KEY = "forms-of-the-shop-1"',
        'class Settings(BaseSettings):\n    docs_password: str = "admin"',
        'secret = given or "fallback-secret"',
        'app.secret_key = os.environ.get("SK", "dev")',
        'JWT_SECRET = config("JS", default="nope")',
        'DATABASES = {"default": {"PASSWORD": os.environ.get("PG_CRED", "postgres1")}}',
        'db = connect(password=os.getenv("PG_CRED", "postgres1"))',
        'env = Env(SECRET_KEY=(str, "dev-key"), DEBUG=(bool, False))',
        'class Settings(BaseSettings):\n    admin_token: str = "change-me-now"',
        'class AppConfig:\n    api_secret: str = Field("dev-only-change-me")',
    ],
)
def test_in_force(line: str) -> None:
    (finding,) = found(line)
    assert finding.severity in {Severity.MEDIUM, Severity.HIGH}
    assert finding.confidence is not Confidence.LOW


@pytest.mark.parametrize(
    "line",
    [
        'pw = env.str("REDIS_PASSWORD", "redis")',
        'def login(user, *, secret="letmein"): pass',
        'parser.add_argument("--token", default="secret-token")',
        '@click.option("--admin-token", default="dev-token-1")\ndef run(token): pass',
        f'password = models.CharField(max_length=10, default="{WORD}")',
        f'password = Column(String, server_default="{WORD}")',
        'options = [cfg.StrOpt("admin_password", default="admin")]',
        'flags.DEFINE_string("db_password", "rootpw", "the password")',
        'key = os.getenv("OPENAI_API_KEY", "changeme")',
        'token = os.getenv("MIXPANEL_TOKEN", "0f1e2d3c4b5a69788796a5b4c3d2e1f0")',
        'SHOP_SALT = "tulips-17-x"',
    ],
)
def test_doubtful_in_force(line: str) -> None:
    assert {finding.confidence for finding in found(line)} <= {Confidence.LOW}


@pytest.mark.parametrize(
    "line",
    [
        '_PROXY_CONFIG_SECRET_KEY = "config"',
        'CA_SECRET_KEY = "ca.crt"',
        'password = get_secret("DB_PASSWORD", "latest")',
        'token = os.getenv("BOT_TOKEN", "your_bot_token")',
        'key = os.getenv("LLM_API_KEY", "no-key-required")',
        'key = os.getenv("OPENAI_API_KEY", "changeme")',
        'secret = os.getenv("SECRET_NAME", "shop-db")',
        'password = data.get("pw_column", "pw_column")',
        'secret_type = models.CharField(default="password")',
        'SECRET_KEY = os.getenv("SECRET_KEY", "generate")',
        'def page(token="first"): pass',
        'class Page(BaseModel):\n    token: str = "start-here"',
        'password = os.getenv("MAIL_PASSWORD", "error")',
        'password = self.get_str("DB_PASSWORD", "shop_pass", required=True)',
        'class Settings(BaseSettings):\n    STORE_ACCESS_KEY: str = "shop_store_admin"',
        'SESSION_SALT = b"shop-session-body"',
        'COOKIE_SALT = "shop.body-v1"',
        'access_key = getattr(settings, "minio_access_key", "minioadmin")',
        'secret = provider.get("token_secret", "oauth_token_secret")',
        "_BAD = {\n    'dev-key',\n}\nSECRET_KEY = os.getenv('SECRET_KEY', 'dev-key')\n"
        "if SECRET_KEY in _INSECURE_KEYS:\n    raise ValueError",
        "SECRET_KEY = os.getenv('SECRET_KEY', 'dev-key')\n"
        "if PRODUCTION and not os.getenv('SECRET_KEY'):\n    raise RuntimeError('set it')",
        "SECRET_KEY = os.getenv('SECRET_KEY', 'dev-key')\n"
        "if 'SECRET_KEY' not in os.environ:\n    sys.exit(1)",
    ],
)
def test_not_in_force(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('SECRET_KEY = "dev-key-1"', "shop/settings/local.py"),
        ('SECRET_KEY = "dev-key-1"', "config/dev.py"),
        ('SECRET_KEY = "dev-key-1"', "demos/client/main.py"),
        ('app.secret_key = "s3cr3t"', "flask_example.py"),
        ('app.secret_key = "s3cr3t"', "tutorial3/web/app.py"),
        ('class DevelopmentConfig(Config):\n    SECRET_KEY = os.getenv("SECRET_KEY", "dev")', "config.py"),
        ('if DEBUG:\n    SECRET_KEY = "dev-key-1"\nelse:\n    SECRET_KEY = read()', "config.py"),
        ('if not SECRET_KEY and (LOCAL or DEBUG):\n    SECRET_KEY = "dev-key-1"', "config.py"),
        (f'def make_demo_user(name="demo", password="{WORD}"):\n    pass', "manage.py"),
    ],
)
def test_a_note(text: str, path: str) -> None:
    (finding,) = found(text, path)
    assert (finding.severity, finding.confidence) == (Severity.INFO, Confidence.LOW)
    assert "no fault by itself" in finding.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('key = os.getenv("TILL_SECRET_KEY", "roses")', "store.py"),
        ('if not DEBUG:\n    SECRET_KEY = "prod-key-1"', "config.py"),
        ('if ENV == "production":\n    SECRET_KEY = "prod-key-1"', "config.py"),
        ('SECRET_KEY = "prod-key-1"', "devices/localization.py"),
        ('class DeviceConfig:\n    SECRET_KEY = "prod-key-1"', "config.py"),
    ],
)
def test_full_weight(text: str, path: str) -> None:
    assert [(f.severity, f.confidence) for f in found(text, path)] == [(Severity.HIGH, Confidence.MEDIUM)]


def test_projects_of_tests_are_tests() -> None:
    assert found(f'SECRET_KEY = "{RANDOM}"', "test_project/test_project/settings.py") == []
    assert len(found(f'SECRET_KEY = "{RANDOM}"', "latest/settings.py")) == 1


def test_keys_of_django_are_no_references() -> None:
    typed = "^" + samples.body(60, "ABCDEFGHabcdefghijklmnopqrstuvwxyz0123456789!@#%^&*(-_=+)")
    assert len(found(f'SECRET_KEY = "{typed}"', "shop/settings.py")) == 1
    key = "x2$(q" + samples.body(45, "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)")
    (finding,) = found(f'SECRET_KEY = "{key}"', "shop/settings.py")
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.HIGH)


def test_words_that_services_are_delivered_with_are_doubtful() -> None:
    store = 'key = os.getenv("MINIO_SECRET_KEY", "{}")\n'
    field = 'class {}Settings(BaseSettings):\n    host: str = "localhost"\n    password: str = "password"\n'
    for text, low in (
        (store.format("minioadmin"), True),
        (store.format("roses-77-tulips"), False),
        (field.format("Broker"), True),
        (field.format("Account"), False),
    ):
        (finding,) = found(text)
        assert (finding.confidence is Confidence.LOW) == low


def test_a_constant_that_is_only_compared_is_no_default() -> None:
    compared = 'DEFAULT_SECRET_KEY = "tulips-1"\n\n\ndef is_new(key):\n    return key == DEFAULT_SECRET_KEY\n'
    assert found(compared) == []
    assert len(found(compared + "\n\nsign(DEFAULT_SECRET_KEY)\n")) == 1


def test_what_a_message_says_in_the_place_of_a_value() -> None:
    line = 'said = match.secret_key if match.secret_key else "{}"\n'
    assert found(line.format("(Unknown)")) == []
    assert len(found(line.format("roses-77"))) == 1


def test_a_default_in_capitals_that_asks_to_be_changed_signs() -> None:
    look = "import os\n\nSECRET = os.getenv('TILL_SECRET_KEY', '{}')\n"
    assert len(found(look.format("CHANGE_ME_FOR_PRODUCTION"))) == 1
    assert found(look.format("SET_A_RANDOM_KEY")) == []


def test_an_option_for_users_of_tests_and_a_word_that_says_unknown() -> None:
    option = 'parser.add_argument("--password", default="tulips77",\n    help="For the {} user")\n'
    (note,) = found(option.format("test"))
    (told,) = found(option.format("first"))
    assert (note.severity is Severity.INFO, told.severity is Severity.INFO) == (True, False)
    assert found('import os\n\nS = os.getenv("TILL_SECRET", "unknown_client_secret")\n') == []


def test_a_key_of_the_format_of_others_and_a_copy_of_an_editor() -> None:
    text = "import flask\nfrom Crypto.Cipher import AES\n\np = AES.new(b'tulipsandroses77', AES.MODE_ECB).{}(data)\n"
    (read,) = found(text.format("decrypt"))
    (own,) = found(text.format("encrypt"))
    assert (read.confidence is Confidence.LOW, own.confidence is Confidence.LOW) == (True, False)
    (copy,) = found('SECRET_KEY = "tulips-7"\n', ".history/shop/keys_20250530.py")
    assert copy.confidence is Confidence.LOW


def test_settings_of_a_service_that_builds() -> None:
    (built,) = found('SECRET_KEY = "tulips-7"\n', "shop/settings/circle_settings.py")
    (own,) = found('SECRET_KEY = "tulips-7"\n', "shop/settings/circles.py")
    assert (built.severity is Severity.INFO, own.severity is Severity.INFO) == (True, False)


def test_a_default_that_the_help_of_its_option_tells_everybody() -> None:
    option = 'add_argument(\n    "--api-key",\n    help="the shared one is {}",\n    default="{}",\n)\n'
    (told,) = found(option.format(RANDOM, RANDOM))
    (kept,) = found(option.format("secret", RANDOM))
    assert (told.confidence, kept.confidence) == (Confidence.LOW, Confidence.HIGH)


def signed(role: str) -> str:
    """A token as a hosted database gives it for a role."""
    parts = ('{"alg":"HS256","typ":"JWT"}', f'{{"iss":"host","role":"{role}","iat":1700000000}}')
    head, body = (base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{head}.{body}.{samples.body(43)}"


def test_a_key_that_every_browser_is_given_is_no_secret() -> None:
    token = signed("anon")
    assert not found(f'key = os.environ.get("SUPABASE_KEY", "{token}")')
    assert values.is_public(token)
    assert not values.is_public(signed("service_role"))


def test_what_signs_tokens_weighs_as_much_under_any_name() -> None:
    held = 'KEY = cfg.get("secret", "tulips' + '2077")\n'
    signed = held + 'token = jwt.encode(payload, KEY, algorithm="HS256")\n'
    assert [f.severity for f in found(held + "send(KEY)\n")] == [Severity.MEDIUM]
    assert [f.severity for f in found(signed)] == [Severity.HIGH]


def test_a_signing_key_among_settings_is_called_a_default_of_a_field() -> None:
    text = 'class Settings(BaseSettings):\n    SECRET_KEY: str = "tulips-and-' + 'roses"\n'
    assert "default of a settings field" in found(text)[0].message


def test_a_key_that_is_accepted_beside_the_one_that_is_set() -> None:
    value = "django-" + "insecure-" + RANDOM
    text = f'SECRET_KEY_{{}} = [\n    os.environ.get("OLD_SECRET_KEY", "{value}")\n]\n'
    (kept,) = found(text.format("FALLBACKS"), "shop/settings.py")
    (other,) = found(text.format("HELD"), "shop/settings.py")
    assert (kept.severity, other.severity) == (Severity.HIGH, Severity.MEDIUM)
