"""SEC003: defaults that the program refuses in another module, or sets again before anything reads them."""

from __future__ import annotations

import re

import pytest

from codereview.api import Confidence
from codereview.engine.memory import examine
from codereview_rules.security.secret_default import SecretDefault

SETTINGS = (
    "import os\n\n\nclass Settings:\n    def __init__(self):\n"
    '        self.secret_key = os.getenv("SECRET_KEY", "tulips-and-roses")\n'
)
CHECK = "from shop.settings import settings\n\n\ndef check():\n    if {}:\n        {}\n"


def sure(files: dict[str, str]) -> list[bool]:
    names = sorted(set(re.findall(r"(?m)^ *([A-Za-z_]\w*) ?[:=]", "\n".join(files.values()))))
    reader = "from shop import settings\n\nstart(" + ", ".join(f"settings.{name}" for name in names) + ")\n"
    package = {"shop/__init__.py": "", "shop/start.py": reader, **files}
    return [f.confidence is not Confidence.LOW for f in examine(package, [SecretDefault()])]


@pytest.mark.parametrize(
    ("test", "body", "stays"),
    [
        ("settings.SECRET_KEY in WEAK", "raise RuntimeError", False),
        ("settings.secret_key == 'tulips-and-roses'", "raise SystemExit(1)", False),
        ("len(settings.secret_key) < 32", "errors.append('too short')", False),
        ("config['SECRET_KEY'].lower().startswith('tulips')", "sys.exit(1)", False),
        ("not settings.secret_key or settings.secret_key == DEFAULT_KEY", "missing.append('key')", False),
        ("settings.secret_key == 'tulips-and-roses'", "_insecure.append('secret_key')", False),
        ("is_weak(settings.secret_key)", "weak.append('secret_key')", False),
        ("'change' in settings.secret_key", "raise RuntimeError", False),
        ("'tulips' in settings.secret_key", "raise RuntimeError", True),
        ("settings.secret_key == 'tulips-and-roses'", "log.warning('left')", True),
        ("settings.secret_key == 'tulips-and-roses'", "mend('key')", True),
        ("here", "assert DEBUG or settings.secret_key != 'tulips-and-roses'", False),
        ("here", "assert settings.secret_key != 'roses'", True),
        (
            "settings.secret_key == 'tulips-and-roses'",
            "found.append('key')\n    if found:\n        log(found)\n        raise SystemExit",
            False,
        ),
        (
            "settings.secret_key == 'tulips-and-roses'",
            "found.append('key')\n    if found:\n        log(found)",
            True,
        ),
        ("is_wide(settings.secret_key)", "raise RuntimeError", True),
        ("len(settings.secret_key) < 8", "raise RuntimeError", True),
        ("settings.secret_key == 'other'", "raise RuntimeError", True),
        ("not settings.secret_key", "raise RuntimeError", True),
        ("settings.secret_key in WEAK", "print('weak')", True),
        ("secret_key in WEAK", "raise RuntimeError", True),
        ("settings.api_url in WEAK", "raise RuntimeError", True),
    ],
)
def test_what_another_module_refuses_is_a_note(test: str, body: str, stays: bool) -> None:
    assert sure({"shop/settings.py": SETTINGS, "shop/start.py": CHECK.format(test, body)}) == [stays]


def test_a_plain_name_counts_in_a_function_that_checks_settings() -> None:
    check = "def {}(app):\n    secret_key = read(app)\n    if secret_key == default_key:\n        raise RuntimeError\n"
    for function, stays in (("assert_production_secrets", False), ("sign_up", True)):
        files = {"shop/settings.py": SETTINGS, "shop/start.py": check.format(function)}
        assert sure(files) == [stays]


def test_settings_count_that_a_loop_looks_up_by_their_names() -> None:
    check = (
        "def check(config, environ):\n    for name in ('SECRET_KEY', 'MAIL_SECRET'):\n"
        "        given = str({}.get(name) or '').strip()\n        if given in WEAK:\n            raise OSError\n"
        "\n\ncheck(load(), None)\n"
    )
    for asked, stays in (("config", False), ("environ", True)):
        assert sure({"shop/settings.py": SETTINGS, "shop/begin.py": check.format(asked)}) == [stays]


def test_one_word_for_the_user_and_the_password_opens_no_account_elsewhere() -> None:
    text = "import os\n\n{0}_USER = os.getenv('{0}_USER', '{1}')\n{0}_PASSWORD = os.getenv('{0}_PASSWORD', 'tulip')\n"
    for whose, user, stays in (("TILLS", "tulip", False), ("TILLS", "rose", True), ("SITE", "tulip", True)):
        assert sure({"shop/settings.py": text.format(whose, user)}) == [stays]


def test_a_password_among_the_arguments_that_connect_to_a_database_is_one_for_it() -> None:
    text = "def begin(given):\n    return connect({}=given.get('a', 'b'), password=given.get('password', 'tulip'))\n"
    for name, stays in (("database", False), ("shelf", True)):
        package = {"shop/settings.py": text.format(name) + "\n\nbegin({})\n"}
        assert sure(package) == [stays]


def test_what_another_module_calls_its_own_by_the_same_name_is_no_reader() -> None:
    other = "from shop.settings import {0}\n\nSECRET_KEY = read()\nseal(SECRET_KEY)\nseal({0}.CACHE)\n"
    text = "class Settings:\n    SECRET_KEY = os.getenv('SECRET_KEY', 'tulips-and-roses')\n\n\nsettings = Settings()\n"
    for more, stays in (("", False), ("seal(settings.SECRET_KEY)\n", True)):
        files = {
            "shop/__init__.py": "",
            "shop/settings.py": text,
            "shop/sign.py": other.format("settings") + more,
        }
        files["shop/start.py"] = "import shop.sign\n"
        found = [f for f in examine(files, [SecretDefault()]) if f.path == "shop/settings.py"]
        assert [f.confidence is not Confidence.LOW for f in found] == [stays]


def test_a_setting_counts_that_is_made_a_text() -> None:
    check = CHECK.format("str({}).strip() in _weak_keys", "raise OSError")
    for name, stays in (("settings.secret_key", False), ("settings.shop_url", True)):
        assert sure({"shop/settings.py": SETTINGS, "shop/start.py": check.format(name)}) == [stays]


def test_the_settings_of_production_count_among_others_that_lack_one() -> None:
    base = "import os\n\n\nclass _Config:\n    SECRET_KEY = 'tulips-and-roses'\n\n\n"
    more = "class DockerConfig(_Config):\n    CACHE = 1\n\n\nclass {}(_Config):\n    SECRET_KEY = os.environ['A']\n"
    for name, stays in (("ProdConfig", False), ("ProductConfig", True)):
        assert sure({"shop/settings.py": base + more.format(name)}) == [stays]


def test_a_plain_name_counts_where_it_was_looked_up() -> None:
    check = "import os\n\nmy_secret = os.getenv('{}', '')\nif my_secret == 'tulips-and-roses':\n    raise OSError\n"
    for name, stays in (("SECRET_KEY", False), ("OTHER_SECRET_KEY", True)):
        assert sure({"shop/settings.py": SETTINGS, "shop/production.py": check.format(name)}) == [stays]


def test_a_plain_name_counts_where_a_configuration_was_asked() -> None:
    check = "def check(config):\n    given = config.get('{}', '')\n    if is_weak(given):\n        raise OSError\n"
    for name, stays in (("SECRET_KEY", False), ("OTHER_SECRET_KEY", True)):
        text = check.format(name) + "    if secret in ():\n        pass\n"
        assert sure({"shop/settings.py": SETTINGS, "shop/start.py": text}) == [stays]


def test_a_validator_looks_at_the_field_that_its_decorator_names() -> None:
    text = (
        'class Settings(BaseSettings):\n    tenant_secret_key: str = "change-me-in"\n\n    @field_validator("{}")\n'
        "    @classmethod\n    def look(cls, v):\n        env = mode()\n        if v.lower() in W and env in LIVE:\n"
        '            said = "weak"\n            said += env\n            log(said)\n            raise OSError(said)\n'
        "        return v\n"
    )
    assert sure({"shop/settings.py": text.format("tenant_secret_key")}) == [False]
    assert sure({"shop/settings.py": text.format("tenant_name")}) == [True]


def test_a_fallback_behind_a_setting_that_the_program_requires() -> None:
    use = 'from .config import Config\n\nkey = (Config.SECRET_KEY or "tulips-and-roses").encode()\n'
    config = (
        'import os\n\n\nclass Config:\n    _secret = os.environ.get("SECRET_KEY"{})\n    if not _secret:\n        {}\n'
        "    SECRET_KEY = _secret\n"
    )
    for default, body, stays in (
        ("", "raise OSError", False),
        (', "a"', "raise OSError", True),
        ("", "warn()", True),
    ):
        assert sure({"shop/config.py": config.format(default, body), "shop/use.py": use})[-1] == stays


def test_a_database_of_development_on_the_own_machine() -> None:
    look = 'import os\n\nP = os.getenv("DB_PASSWORD", "tulips7")\nH = os.getenv("DB_HOST", "{}")\nN = "{}"\n'
    for host, name, stays in (
        ("localhost", "shop_dev", False),
        ("localhost", "shop", False),
        ("db.io", "shop", False),
    ):
        assert sure({"app.py": look.format(host, name)}) == [stays]
    assert sure({"app.py": look.format("localhost", "tulips7")}) == [False]


def test_salts_that_need_no_secrecy() -> None:
    key = "from cryptography.hazmat.primitives.kdf.hkdf import HKDF\n\nkey = HKDF(a, length=32, salt=b'tulips77')\n"
    assert sure({"app.py": key}) in ([], [False])
    assert sure({"app.py": 'ACK_SIGNING_SALT = "shop.till.v1"\n'}) == []
    assert (
        sure({"app.py": 'import os\n\nS = config("SECRET_KEY", default="tulips", required_in_prod=True)\n'})
        == []
    )


def test_production_ends_before_it_comes_to_the_default() -> None:
    head = 'SECRET_KEY = ask()\nif not SECRET_KEY:\n    if {}:\n        raise OSError\n    SECRET_KEY = "tulips-1"\n'
    assert sure({"keys.py": head.format('ENV == "production"')}) == [False]
    assert sure({"keys.py": head.format('ENV != "production"')}) == [True]


def test_a_word_that_asks_to_be_changed_is_not_generated() -> None:
    text = 'import os\n\nP = os.getenv("TILL_PASSWORD", "ChangeMeStagingTILL1!")\n'
    (finding,) = examine({"shop/__init__.py": "", "shop/till.py": text}, [SecretDefault()])
    assert finding.confidence is Confidence.MEDIUM


def test_refused_in_tests_is_not_refused() -> None:
    check = CHECK.format("settings.SECRET_KEY in WEAK", "raise RuntimeError")
    assert sure({"shop/settings.py": SETTINGS, "tests/test_start.py": check}) == [True]


def test_a_function_of_development_and_a_value_set_again() -> None:
    setup = 'def {}():\n    os.environ["SECRET_KEY"] = "tulips-and-roses"\n'
    assert sure({"manage.py": setup.format("setup_dev_settings")}) == [False]
    assert sure({"manage.py": setup.format("setup_devices")}) == [True]
    twice = 'def make(app):\n    app.config["SECRET_KEY"] = "tulips-1"\n    app.config["{}"] = "tulips-2"\n'
    assert sure({"app.py": twice.format("SECRET_KEY")}) == [False, True]
    assert sure({"app.py": twice.format("JWT_SECRET_KEY")}) == [True, True]


def test_what_a_build_copied_is_doubtful() -> None:
    files = {
        "build/lib/shop/keys.py": 'SECRET_KEY = "tulips-1"\n',
        "shop/keys.py": 'SECRET_KEY = "tulips-1"\n',
    }
    assert sorted(sure(files)) == [False, True]


def test_a_word_for_a_server_of_mail() -> None:
    look = 'import os\n\nP = os.getenv("{}", "tulips")\n'
    assert sure({"app.py": look.format("SMTP_PASSWORD")}) == [False]
    assert sure({"app.py": look.format("ADMIN_PASSWORD")}) == [True]
    tried = 'import os\n\nP = os.getenv("{}", "dev_test_9_roses")\n'
    assert sure({"app.py": tried.format("RECAPTCHA_SECRET")}) == [False]
    assert sure({"app.py": tried.format("WEBHOOK_SECRET")}) == [True]


def test_a_comment_says_what_a_word_is_for() -> None:
    look = "import os\n\n{}\nP = os.getenv('PASSWORD_SALT', 'salt_9_rose')\n"
    assert sure({"app.py": look.format("# defaults for testing purposes")}) == [False]
    assert sure({"app.py": look.format("# the salt of passwords")}) == [True]


def test_the_salt_of_a_vendors_client_and_one_that_a_comment_explains() -> None:
    sign = 'import {}\n\nAPI = "https://api.vendor.io"\nDS_SALT = "tulips77"\nh = md5(f"salt={{DS_SALT}}&t={{t}}")\n'
    assert sure({"app.py": sign.format("httpx")}) == [False]
    assert sure({"app.py": sign.format("math")}) == [False]
    fixed = "{}\n# of the till, whatever the day is\nUSER_SALT = b'tulips77'\n"
    assert sure({"app.py": fixed.format("# Deliberately fixed: the phrase is random")}) == [False]
    assert sure({"app.py": fixed.format("# Fixed")}) == [True]


def test_a_line_far_below_sets_it_again() -> None:
    text = 'SECRET_KEY = "tulips-1"\n' + "a = 1\n" * 90 + "SECRET_KEY = read()\n"
    assert sure({"app.py": text}) == [False]


def test_a_loop_over_settings_that_refuses_weak_ones() -> None:
    text = (
        "class Settings(BaseSettings):\n    secret_key: str = 'tulips-a'\n\n    @model_validator(mode='after')\n"
        "    def look(self):\n        for name, field in (('a', self.{}),):\n            val = field.lower()\n"
        "            is_weak = val in WORDS\n            if is_weak:\n                if val:\n"
        "                    raise OSError(name)\n        return self\n"
    )
    assert sure({"app.py": text.format("secret_key")}) == [False]
    assert sure({"app.py": text.format("till_key")}) == [True]


def test_defaults_that_only_the_own_machine_takes() -> None:
    look = 'import os\n\nP = os.getenv("{}", "{}")\nH = os.getenv("HOST_OF_IT", "{}")\n'
    local = "http://localhost:80"
    for name, value, host, stays in (
        ("DB_PASSWORD", "till_password", local, False),
        ("DB_PASSWORD", "till_password", "https://db.till.io", False),
        ("DB_PASSWORD", "roses7!x", local, False),
        ("STAFF_PASSWORD", "roses7!x", local, True),
        ("TYPESENSE_API_KEY", "tulipssecret", local, False),
        ("TYPESENSE_API_KEY", "tulips-88-token", "https://a.io", False),
        ("ADMIN_API_KEY", "tulips-88-token", "https://a.io", True),
    ):
        assert sure({"app.py": look.format(name, value, host)}) == [stays]


def test_settings_that_serve_no_pages_or_make_documentation() -> None:
    bot = "SECRET_KEY = 'tulips-1'\nINSTALLED_APPS = ['models']\n"
    assert sure({"bot/keys.py": bot}) == [False]
    assert sure({"bot/keys.py": bot + "MIDDLEWARE = []\n"}) == [True]
    manual = "class {}Config(Config):\n    SECRET_KEY = 'dummy-key-for-it'\n"
    assert sure({"keys.py": manual.format("Documentation")}) == [False]
    assert sure({"keys.py": manual.format("Document")}) == [True]


def test_a_comment_beside_a_salt_that_is_fixed() -> None:
    text = "key = pbkdf2_hmac('sha256', read(), b'till-tokens-7', 9)  # {}\n"
    assert sure(
        {"app.py": "from hashlib import pbkdf2_hmac\n\n" + text.format("Fixed salt (key is the secret)")}
    ) == [False]
    for remark, stays in (("of the till", True), ("Fixed salt, in production it should be random", True)):
        assert sure({"app.py": "from hashlib import pbkdf2_hmac\n\n" + text.format(remark)}) == [stays]
    derived = text.format("a").replace("read()", "key_bytes")
    assert sure({"app.py": "from hashlib import pbkdf2_hmac\n\n" + derived}) == [False]


def test_modules_that_begin_with_all_of_each_other_leave_the_first_in_force() -> None:
    files = {
        "shop/settings.py": "from shop.defaults import *\n\nSECRET_KEY = 'tulips-and-roses-7'\n",
        "shop/defaults.py": "from shop.settings import *\n\nA = 1\n",
    }
    assert sure(files) == [True]


def test_a_setting_that_is_named_otherwise_than_its_variable() -> None:
    base = 'SECRET_KEY = env("DJANGO_SECRET_KEY", default="made-for-trying-7")\n'
    live = "from .base import *\n\nif {}.startswith('made-'):\n    raise ValueError\n"
    for asked, stays in (("SECRET_KEY", False), ("HOST", True)):
        files = {"shop/settings/base.py": base, "shop/settings/live.py": live.format(asked)}
        assert sure({"shop/settings/__init__.py": "", **files}) == [stays]


@pytest.mark.parametrize(("held", "stays"), [("settings.secret_key", False), ("form.secret_key", True)])
def test_a_setting_under_a_short_name(held: str, stays: bool) -> None:
    check = "def go():\n    key = {}\n    if key == 'tulips-and-roses':\n        raise RuntimeError\n"
    assert sure({"shop/settings.py": SETTINGS, "shop/check.py": check.format(held)}) == [stays]
