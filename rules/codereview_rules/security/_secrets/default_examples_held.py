"""Examples of SEC003: defaults that something in the project keeps from being in force."""

from __future__ import annotations

from codereview.api import Bad, Confidence

from . import samples

_LOW = Confidence.LOW
_MEDIUM = Confidence.MEDIUM
_HIGH = Confidence.HIGH
_RANDOM = samples.body(40)
_COMPOSE = (
    "services:\n  shop:\n    build: .\n    environment:\n      SHOP_SIGNING_KEY: ${{SHOP_SIGNING_KEY{}}}\n"
)
_LOOKED_UP = 'KEY = os.getenv("SHOP_SIGNING_KEY", "tulips-7")\nseal(KEY)\n'
_FIELD = (
    'class Settings(BaseSettings):\n    model_config = {"env_prefix": "SHOP_"}\n    signing_key: str = "tulips-7"\n\n\n'
    "seal(Settings().signing_key)\n"
)

_ASKS = 'import os\n\nimport django\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings{}")\n'
_OF_DOCKER = (
    'from .base import *\n\nDEBUG = True\nSECRET_KEY = env("DJANGO_SECRET_KEY", default="tulips-7")\n'
)
_OF_LIVE = 'from .base import *\n\nSECRET_KEY = env("DJANGO_SECRET_KEY")\n'
_ASKS_PANEL = _ASKS.format("").replace("shop", "panel")
_SERVES = "web: gunicorn panel.wsgi:application\n"
_OF_TEMPLATE = {"panel/settings.py": 'SECRET_KEY = "tulips-and-roses"\n', "shop/settings.py": "A = 1\n"}
_BY_STAGE = (
    'import os\n\nif {}:\n    KEY = os.environ["SECRET_KEY"]\nelse:\n'
    '    KEY = os.getenv(\n        "SECRET_KEY",\n        "tulips-7",\n    )\nseal(KEY)\n'
)

_OPTION = 'parser.add_argument("--till-password", default="{}")\n'
_WORD = samples.word()

_FIRST = (
    '# At the first start. {}\nADMIN_USER = "till"\n'
    'ADMIN_PASSWORD = os.getenv("ADMIN_PASSWORD", "tulips77")\nenter(ADMIN_PASSWORD)\n'
)

_SHELL = '#!/bin/sh\nif [ -z "$SHOP_SIGNING_KEY" ]; then\n  echo "none is set"\n{}fi\nexec shop\n'
_ASKED_FOR = (
    'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7")\nASKED = ["SECRET_KEY", "SHOP_URL"]\nfor name in ASKED:\n'
    "    if not os.getenv(name):\n        {}\nseal(SECRET_KEY)\n"
)
_LEFT_TO_LIVE = (
    'SECRET_KEY = os.getenv("SECRET_KEY")\nif not SECRET_KEY:\n    if {}:\n        raise ValueError\n'
    '    SECRET_KEY = "tulips-7"\nseal(SECRET_KEY)\n'
)
_SET_FOR_LIVE = (
    'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7")\nif not DEBUG:\n    SECRET_KEY = {}\nseal(SECRET_KEY)\n'
)
_WHERE = (
    'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7") if {} else os.environ["SECRET_KEY"]\nseal(SECRET_KEY)\n'
)

BAD = (
    # A script that stops, or goes on; a module that asks for each of some variables, and stops, or says so.
    Bad({"shop.py": _LOOKED_UP, "start.sh": _SHELL.format("  exit 1\n")}, ("shop.py:1",), confidence=_LOW),
    Bad({"shop.py": _LOOKED_UP, "start.sh": _SHELL.format("")}, ("shop.py:1",), confidence=_MEDIUM),
    Bad(_ASKED_FOR.format("raise ValueError(name)"), (1,), confidence=_LOW),
    Bad(_ASKED_FOR.format("print(name)"), (1,), confidence=_MEDIUM),
    # Production ends above, sets another below, or takes the other branch.
    Bad(_LEFT_TO_LIVE.format("not DEBUG"), (5,), confidence=_LOW),
    Bad(_LEFT_TO_LIVE.format("STRICT"), (5,), confidence=_MEDIUM),
    Bad(_SET_FOR_LIVE.format('os.environ["SECRET_KEY"]'), (1,), confidence=_LOW),
    Bad(_SET_FOR_LIVE.format("SECRET_KEY.strip()"), (1,), confidence=_MEDIUM),
    Bad(_WHERE.format("DEBUG"), (1,), confidence=_LOW),
    Bad(_WHERE.format("CLOUD"), (1,), confidence=_MEDIUM),
    # The first administrator, whose password is changed at the first login, or is only said to be there.
    Bad(_FIRST.format("Then change the password immediately."), (3,), confidence=_LOW),
    Bad(_FIRST.format("Logs in with this."), (3,), confidence=_MEDIUM),
    # Users that a command makes so that somebody can try the program, by its name or by what it says first.
    Bad(_OPTION.format(_WORD), (1,), path="shop/commands/seed_tills.py", confidence=_LOW),
    Bad('"""Makes test users."""\n' + _OPTION.format(_WORD), (2,), path="shop/tills.py", confidence=_LOW),
    # Who runs the command gives the option, or takes the default; a look-up takes it at every start.
    Bad(_OPTION.format(_RANDOM), (1,), path="shop/tills.py", confidence=_MEDIUM),
    Bad(f'P = os.getenv("TILL_PASSWORD", "{_RANDOM}")\n', (1,), path="shop/tills.py", confidence=_HIGH),
    # The branch that production does not take, and the one that it takes.
    Bad(_BY_STAGE.format("not DEBUG"), (8,), confidence=_LOW),
    Bad(_BY_STAGE.format('STAGE == "production"'), (8,), confidence=_LOW),
    Bad(_BY_STAGE.format("DEBUG"), (8,), confidence=_MEDIUM),
    # The program starts with settings beside these, which ask for the key; or with these.
    Bad(
        {
            "shop/settings/docker.py": _OF_DOCKER,
            "shop/settings/live.py": _OF_LIVE,
            "shop/wsgi.py": _ASKS.format(".live"),
        },
        ("shop/settings/docker.py:4",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/settings/docker.py": _OF_DOCKER,
            "shop/settings/live.py": _OF_LIVE,
            "shop/wsgi.py": _ASKS.format(".docker"),
        },
        ("shop/settings/docker.py:4",),
        confidence=_MEDIUM,
    ),
    # Left over of what the program was begun with: all that starts asks for other settings.
    Bad(
        {**_OF_TEMPLATE, "manage.py": _ASKS.format(""), "panel/wsgi.py": _ASKS_PANEL},
        ("panel/settings.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {**_OF_TEMPLATE, "manage.py": _ASKS.format(""), "serve.py": _ASKS_PANEL},
        ("panel/settings.py:1",),
        confidence=_MEDIUM,
    ),
    Bad(
        {**_OF_TEMPLATE, "manage.py": _ASKS.format(""), "panel/wsgi.py": _ASKS_PANEL, "Procfile": _SERVES},
        ("panel/settings.py:1",),
        confidence=_MEDIUM,
    ),
    # What is compared is the variable: where it is missing, the default is in force.
    Bad(
        'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7")\nif os.getenv("SECRET_KEY") == "tulips-7":\n'
        "    raise RuntimeError\nseal(SECRET_KEY)\n",
        (1,),
        confidence=_MEDIUM,
    ),
    Bad(
        'SECRET_KEY = os.getenv("SECRET_KEY", "tulips-7")\nif os.environ.get("SECRET_KEY") == LEFT_DEFAULT:\n'
        "    raise RuntimeError\nseal(SECRET_KEY)\n",
        (1,),
        confidence=_MEDIUM,
    ),
    # A deployment that stops where the variable is missing, and one that goes on.
    Bad({"shop.py": _LOOKED_UP, "compose.yml": _COMPOSE.format(":?set it")}, ("shop.py:1",), confidence=_LOW),
    Bad({"shop.py": _FIELD, "compose.yml": _COMPOSE.format("?")}, ("shop.py:3",), confidence=_LOW),
    Bad({"shop.py": _LOOKED_UP, "compose.yml": _COMPOSE.format("")}, ("shop.py:1",), confidence=_MEDIUM),
    # Flask's configuration holds its own keys, and those of the class that it is made from.
    Bad(
        'from flask import current_app\n\nKEY = current_app.config.get("SECRET_KEY", "tulips-7")\n',
        (3,),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/config.py": "class Config:\n    JWT_SECRET_KEY = os.environ.get('JWT_SECRET_KEY')\n",
            "shop/start.py": "app.config.from_object(Config)\n",
            "shop/sign.py": 'seal(current_app.config.get("JWT_SECRET_KEY", "tulips-7"))\n',
        },
        ("shop/sign.py:1",),
        confidence=_LOW,
    ),
    Bad(
        {
            "shop/config.py": "class Config:\n    SECRET_KEY = os.environ.get('SECRET_KEY') or 'tulips-7'\n",
            "shop/start.py": "import shop.config\n\n\ndef create_app():\n"
            "    if app.config.get('SECRET_KEY') in (None, 'tulips-7'):\n        raise RuntimeError\n",
        },
        ("shop/config.py:2",),
        confidence=_LOW,
    ),
    # Another one for production, set in the environment by a line above, of a run of tests, of an image.
    Bad(
        "class Config:\n    SECRET_KEY = os.environ.get('SECRET_KEY') or 'tulips-7'\n\n\n"
        "class ProductionConfig(Config):\n    SECRET_KEY = os.environ.get('SECRET_KEY')\n",
        (2,),
        path="shop/config.py",
        confidence=_LOW,
    ),
    Bad(
        'os.environ.setdefault("APP_SECRET", BUILT)\nKEY = env.str("APP_SECRET", default="tulips-7")\n',
        (2,),
        confidence=_LOW,
    ),
    Bad(
        'import pytest\n\nos.environ["SECRET_KEY"] = "tulips-7"\nsys.exit(pytest.main())\n',
        (3,),
        confidence=_LOW,
    ),
    Bad(
        'user = job.get("username", "tulips7")\nword = job.get("password", "tulips7")\n',
        (2,),
        confidence=_LOW,
    ),
)
