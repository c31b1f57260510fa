"""SEC003: defaults that the program refuses in another module, or sets again before anything reads them."""

from __future__ import annotations

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
    package = {"shop/__init__.py": "", **files}
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
        ("is_wide(settings.secret_key)", "raise RuntimeError", True),
        ("len(settings.secret_key) < 8", "raise RuntimeError", True),
        ("settings.secret_key == 'other'", "raise RuntimeError", True),
        ("not settings.secret_key", "raise RuntimeError", True),
        ("settings.secret_key in WEAK", "print('weak')", True),
        ("secret_key in WEAK", "raise RuntimeError", True),
        ("settings.api_url in WEAK", "raise RuntimeError", True),
    ],
)
def test_what_another_module_refuses_is_doubtful(test: str, body: str, stays: bool) -> None:
    assert sure({"shop/settings.py": SETTINGS, "shop/start.py": CHECK.format(test, body)}) == [stays]


def test_a_plain_name_counts_in_a_function_that_checks_settings() -> None:
    check = "def {}(app):\n    secret_key = read(app)\n    if secret_key == default_key:\n        raise RuntimeError\n"
    for function, stays in (("assert_production_secrets", False), ("sign_up", True)):
        files = {"shop/settings.py": SETTINGS, "shop/start.py": check.format(function)}
        assert sure(files) == [stays]


def test_a_plain_name_counts_where_it_was_looked_up() -> None:
    check = "import os\n\nmy_secret = os.getenv('{}', '')\nif my_secret == 'tulips-and-roses':\n    raise OSError\n"
    for name, stays in (("SECRET_KEY", False), ("OTHER_SECRET_KEY", True)):
        assert sure({"shop/settings.py": SETTINGS, "shop/production.py": check.format(name)}) == [stays]


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
    look = "import os\n\n{}\nP = os.getenv('PAY_SALT', 'salt_9_rose')\n"
    assert sure({"app.py": look.format("# defaults for testing purposes")}) == [False]
    assert sure({"app.py": look.format("# the salt of payments")}) == [True]
