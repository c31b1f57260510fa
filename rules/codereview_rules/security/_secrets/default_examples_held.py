"""Examples of SEC003: defaults that something in the project keeps from being in force."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_LOW = Confidence.LOW
_MEDIUM = Confidence.MEDIUM
_COMPOSE = (
    "services:\n  shop:\n    build: .\n    environment:\n      SHOP_SIGNING_KEY: ${{SHOP_SIGNING_KEY{}}}\n"
)
_LOOKED_UP = 'KEY = os.getenv("SHOP_SIGNING_KEY", "tulips-7")\nseal(KEY)\n'
_FIELD = (
    'class Settings(BaseSettings):\n    model_config = {"env_prefix": "SHOP_"}\n    signing_key: str = "tulips-7"\n\n\n'
    "seal(Settings().signing_key)\n"
)

BAD = (
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
