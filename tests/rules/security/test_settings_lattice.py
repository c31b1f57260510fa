"""SEC003: defaults that settings for production replace."""

from __future__ import annotations

import pytest

from codereview.api import Severity
from codereview.engine.memory import examine
from codereview_rules.security.secret_default import SecretDefault

KEY = "django-" + "insecure-" + "x7k2m9q4w8e1" * 4
BASE = f'SECRET_KEY = "{KEY}"\nDEBUG = True\n'
ANEW = 'import os\n\nfrom .base import *\n\nSECRET_KEY = os.environ["SECRET_KEY"]\n'
PLAIN = "from .base import *\n\nDEBUG = False\n"
WSGI = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings{}")\n'
PACKAGE = {"shop/__init__.py": "", "shop/settings/__init__.py": "", "shop/settings/base.py": BASE}

REPLACED = {
    "production sets it": {"shop/settings/production.py": ANEW, "shop/settings/dev.py": PLAIN},
    "a name of its own": {"shop/settings/heroku.py": ANEW},
    "through a file between": {
        "shop/settings/common.py": PLAIN,
        "shop/settings/live.py": ANEW.replace("base", "common"),
    },
    "taken in later": {
        "shop/settings/__init__.py": "from .base import *\nfrom .keys import *\n",
        "shop/settings/keys.py": 'import os\n\nSECRET_KEY = os.environ["KEY"]\n',
    },
    "asked for by name": {"shop/settings/production.py": ANEW, "shop/wsgi.py": WSGI.format(".production")},
    "by hand only": {
        "shop/settings/production.py": ANEW,
        "shop/wsgi.py": WSGI.format(".production"),
        "manage.py": WSGI.format(".base"),
    },
}
IN_FORCE = {
    "nothing replaces it": {"shop/settings/dev.py": ANEW},
    "one of two does not": {"shop/settings/production.py": ANEW, "shop/settings/staging.py": PLAIN},
    "the base is asked for": {"shop/settings/production.py": ANEW, "shop/wsgi.py": WSGI.format(".base")},
    "a container asks for the base": {
        "shop/settings/production.py": ANEW,
        "Dockerfile": "FROM python:3.12\nENV DJANGO_SETTINGS_MODULE=shop.settings.base\n",
    },
    "production sets other things": {"shop/settings/production.py": PLAIN},
}


def severities(files: dict[str, str]) -> list[Severity]:
    return [
        f.severity for f in examine({**PACKAGE, **files}, [SecretDefault()]) if f.path.endswith("base.py")
    ]


@pytest.mark.parametrize("files", REPLACED.values(), ids=REPLACED.keys())
def test_what_production_replaces_is_a_note(files: dict[str, str]) -> None:
    assert severities(files) == [Severity.INFO]


@pytest.mark.parametrize("files", IN_FORCE.values(), ids=IN_FORCE.keys())
def test_what_can_be_in_force_stays(files: dict[str, str]) -> None:
    assert severities(files) == [Severity.MEDIUM]


CONFIG = (
    "import os\n\n\nclass Config:\n    SECRET_KEY = 'very-secret-key'\n\n\n"
    "class DevelopmentConfig(Config):\n    DEBUG = True\n\n\n"
    "class ProductionConfig(Config):\n    SECRET_KEY = os.environ['SECRET_KEY']\n"
)


def test_a_class_for_production_replaces_too() -> None:
    [finding] = examine({"config.py": CONFIG}, [SecretDefault()])
    assert finding.severity is Severity.INFO
    assert "`ProductionConfig`" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        CONFIG.replace("os.environ['SECRET_KEY']", "''").replace("    SECRET_KEY = ''", "    DEBUG = False"),
        CONFIG + "\n\napp.config.from_object(Config)\n",
        CONFIG + "\n\nclass StagingConfig(Config):\n    DEBUG = False\n",
    ],
)
def test_a_class_that_is_used_keeps_its_default(text: str) -> None:
    files = {"config.py": text, "sign.py": "from config import Config\n\nsign(Config.SECRET_KEY)\n"}
    assert [f.severity for f in examine(files, [SecretDefault()])] == [Severity.HIGH]
