"""SEC003: a default is sure where something reads it, and less so where a file that is not here may replace it."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Severity
from codereview.engine.memory import examine
from codereview_rules.security._secrets import samples
from codereview_rules.security.secret_default import SecretDefault

HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
WORD = "tulips-and-" + "roses-7"
KEY = samples.body(50)
SETTINGS = (
    "from pydantic_settings import BaseSettings\n\n\n"
    f'class Settings(BaseSettings):\n    SECRET_KEY: str = "{WORD}"\n'
)
USE = "from shop.config import settings\n\n\ndef sign(text):\n    return seal(text, settings.SECRET_KEY)\n"
MAIN = "from shop.sign import sign\n\nsign('a')\n"
FLASK = f'from flask import Flask{{}}\n\napp = Flask(__name__)\napp.secret_key = "{WORD}"\n'
DJANGO = f'from django.urls import path\n\nSECRET_KEY = "{WORD}"\n'


def confidences(files: dict[str, str]) -> list[Confidence]:
    found = examine({"shop/__init__.py": "", **files}, [SecretDefault()])
    return [finding.confidence for finding in found if finding.severity is not Severity.INFO]


READ = {
    "another module": {"shop/config.py": SETTINGS, "shop/sign.py": USE, "main.py": MAIN},
    "by getattr": {"shop/config.py": SETTINGS, "main.py": "start(getattr(settings, 'SECRET_KEY'))\n"},
    "its attribute has the name": {
        "shop/config.py": SETTINGS,
        "main.py": "class Signer:\n    def __init__(self):\n        self.secret_key = settings.SECRET_KEY\n",
    },
    "tokens of Flask": {
        "app.py": FLASK.format(""),
        "login.py": "from flask_jwt_extended import JWTManager\n",
    },
    "by its key": {"shop/config.py": SETTINGS, "main.py": "start(settings['SECRET_KEY'])\n"},
    "a property of the class": {
        "shop/config.py": SETTINGS + "\n    def key(self):\n        return seal(self.SECRET_KEY)\n"
    },
    "Django itself": {"shop/settings.py": DJANGO},
    "sessions of Flask": {"app.py": FLASK.format(", session")},
    "an extension of Flask": {
        "app.py": FLASK.format(""),
        "login.py": "from flask_login import LoginManager\n",
    },
}
UNREAD = {
    "nothing": {"shop/config.py": SETTINGS, "main.py": "import shop.config\n"},
    "the environment is asked": {"shop/config.py": SETTINGS, "main.py": "start(os.getenv('SECRET_KEY'))\n"},
    "it is only assigned": {"shop/config.py": SETTINGS, "main.py": "settings.SECRET_KEY = make()\n"},
    "a parameter has its name": {
        "shop/config.py": SETTINGS.replace("SECRET_KEY", "secret_key"),
        "main.py": "def f(secret_key):\n    return seal(secret_key)\n",
    },
    "tests alone": {"shop/config.py": SETTINGS, "tests/test_sign.py": USE},
    "tokens with a key of their own": {
        "app.py": FLASK.format("") + "app.config['JWT_SECRET_KEY'] = read()\n",
        "login.py": "from flask_jwt_extended import JWTManager\n",
    },
    "it only becomes the key of an application that signs nothing": {
        "shop/keys.py": f'APP_SECRET_KEY="{WORD}"\n',
        "app.py": "from flask import Flask\nfrom shop.keys import APP_SECRET_KEY\n\napp.secret_key = APP_SECRET_KEY\n",
    },
    "no session of Flask": {"app.py": FLASK.format("")},
}  # fmt: skip


@pytest.mark.parametrize("files", READ.values(), ids=READ.keys())
def test_a_default_that_is_read_is_sure(files: dict[str, str]) -> None:
    assert LOW not in confidences(files)


@pytest.mark.parametrize("files", UNREAD.values(), ids=UNREAD.keys())
def test_a_default_without_a_reader_is_doubtful(files: dict[str, str]) -> None:
    assert confidences(files) == [LOW]


def test_the_reason_is_told() -> None:
    [finding] = examine({"config.py": SETTINGS}, [SecretDefault()])
    assert finding.message.endswith("; doubtful: no reader was seen")
    assert finding.severity is Severity.MEDIUM
    [finding] = examine({"app.py": FLASK.format("")}, [SecretDefault()])
    assert finding.message.endswith("; doubtful: nothing was seen that signs with it")


def test_what_only_a_script_reads_is_doubtful() -> None:
    script = "from shop.config import settings\n\nreset(settings.DEFAULT_USER_PASSWORD)\n"
    text = SETTINGS.replace("SECRET_KEY", "DEFAULT_USER_PASSWORD")
    assert confidences({"shop/config.py": text, "scripts/reset.py": script}) == [LOW]
    assert confidences({"shop/config.py": text, "shop/reset.py": script}) == [MEDIUM]


def test_a_module_that_nothing_takes_in() -> None:
    text = (
        "class Events:\n    def __init__(self):\n"
        '        self.hmac_secret = settings.EVENT_HMAC_SECRET or "tulips-a"\n'
    )
    start = {"shop/main.py": "{}\n\nif __name__ == '__main__':\n    start()\n"}
    for line, sure in (("from shop.events import Events", MEDIUM), ("import os", LOW)):
        main = start["shop/main.py"].format(line)
        files = {"shop/events.py": text, "shop/main.py": main, "Procfile": "web: python -m shop.main\n"}
        assert confidences(files) == [sure]


REPLACED = {
    "executed": {"shop/settings.py": DJANGO + "\nwith open('local.py') as f:\n    exec(f.read())\n"},
    "all of a module that is not there": {"shop/settings.py": DJANGO + "\nfrom .local_settings import *\n"},
    "data of the module for production": {
        "shop/base.py": DJANGO,
        "shop/production.py": "from .base import *\n\nvars().update(load(path))\n",
    },
    "settings that git leaves out": {
        "shop/settings_common.py": DJANGO,
        "shop/wsgi.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
        ".gitignore": "shop/settings.py\n",
    },
}


@pytest.mark.parametrize("files", REPLACED.values(), ids=REPLACED.keys())
def test_what_a_file_outside_may_replace_is_one_step_less_sure(files: dict[str, str]) -> None:
    assert confidences(files) == [LOW]
    generated = {path: text.replace(WORD, KEY) for path, text in files.items()}
    assert confidences(generated) == [MEDIUM]


def test_what_is_taken_in_beside_development_changes_nothing() -> None:
    files = {"shop/base.py": DJANGO, "shop/dev.py": "from .base import *\n\nvars().update(load(path))\n"}
    assert confidences(files) == [MEDIUM]


@pytest.mark.parametrize(
    "text",
    [
        f'import os\n\nclient = StoreClient(\n    os.getenv("SHOP_PASSWORD", "{WORD}"),\n)\n',
        f'import os\n\nP = os.getenv("SHOP_CLIENT_PASSWORD", "{WORD}")\n',
        f'import os\n\nU = "ldap://localhost:389"\nP = os.getenv("LDAP_LOOKUP_PASSWORD", "{WORD}")\n',
        f'import os\n\nS = {{"client_secret": os.getenv("TILL_SECRET_KEY", "{WORD}")}}\n',
        f'import os\n\nH = "smtp.ethereal.email"\nEMAIL_PASSWORD = os.getenv("EMAIL_PASSWORD", "{samples.body(18)}")\n',
        f'import os\n\nDB_USER = "shop_readonly"\nP = os.getenv("USER_PASSWORD", "{WORD}")\n',
        f'JWT_ALGORITHM = "RS256"\nJWT_SECRET = os.getenv("JS", "{WORD}")\nsign(JWT_SECRET)\n',
        f'os.environ["STAGE"] = "unit_testing"\nos.environ["SESSION_SECRET_KEY"] = "{KEY}"\n',
    ],
)
def test_what_opens_nothing_here_is_doubtful(text: str) -> None:
    assert confidences({"app.py": text}) == [LOW]


@pytest.mark.parametrize(
    "text",
    [
        f'import os\n\nP = os.getenv("ADMIN_PASSWORD", "{WORD}")\n',
        f'import os\n\nP = os.getenv("CLIENT_WEBHOOK_HMAC_SECRET", "{WORD}")\n',
        f'JWT_ALGORITHM = "HS256"\nOLD_ALGORITHM = "RS256"\nJWT_SECRET = os.getenv("JS", "{WORD}")\nsign(JWT_SECRET)\n',
    ],
)
def test_what_the_program_checks_itself_stays(text: str) -> None:
    assert confidences({"app.py": text}) == [MEDIUM]


@pytest.mark.parametrize(
    "text",
    [
        'pw = bytes("password", "utf8")\n',
        'key = str(b"secret_key", "ascii")\n',
        'self_hash_key = "shop:orders:open"\nstore.hset(self_hash_key, 1, 2)\n',
    ],
)
def test_what_is_no_default_or_no_key(text: str) -> None:
    assert examine({"app.py": text}, [SecretDefault()]) == []
