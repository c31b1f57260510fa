"""Examples of OPS007."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_DJANGO = {
    "manage.py": "from django.core.management import execute_from_command_line\n\nexecute_from_command_line()\n",
    "requirements.txt": "django\n",
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n"
    "    number = models.CharField(max_length=9)\n",
}
_FIRST = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n"
_TABLE = (
    'class {name}(Base):\n    __tablename__ = "{table}"\n\n    id = Column(Integer, primary_key=True)\n\n\n'
)
_MODELS = (
    "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\n"
    "Base = declarative_base()\n\n\n"
)
_THREE = _MODELS + "".join(_TABLE.format(name=n, table=n.lower()) for n in ("Order", "Line", "Customer"))
_MAIN = (
    "from fastapi import FastAPI\nfrom sqlalchemy import create_engine\n\nfrom models import Base\n\n"
    "app = FastAPI()\nBase.metadata.create_all(create_engine('sqlite://'))\n"
)
_SQLALCHEMY = {"models.py": _THREE, "main.py": _MAIN, "requirements.txt": "fastapi\nsqlalchemy\n"}
_TWO = _MODELS + "".join(_TABLE.format(name=n, table=n.lower()) for n in ("Order", "Line"))

_EXTENDED = {
    "site/settings.py": "ROOT_URLCONF = 'site.urls'\nINSTALLED_APPS = ['shop']\n",
    "setup.py": "from setuptools import setup\n\nsetup(name='shop', classifiers=['Intended Audience :: Developers'])\n",
}
"""A site of its own that is published for other developers, too."""

BAD: tuple[Bad, ...] = (
    Bad(  # few that are made as it starts
        {**_SQLALCHEMY, "models.py": _TWO, "alembic.ini": "[alembic]\n"},
        lines=("models.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(  # nothing makes them
        {
            **_SQLALCHEMY,
            "models.py": _TWO,
            "main.py": _MAIN.replace("Base.metadata.create_all(", "app.state.engine = ("),
            "alembic.ini": "[alembic]\n",
        },
        lines=("models.py:7",),
        confidence=Confidence.HIGH,
    ),
    Bad(  # what another service declares is not counted with it
        {
            **{f"bills/app/{path}": text for path, text in _SQLALCHEMY.items()},
            **{f"orders/app/{path}": text for path, text in _SQLALCHEMY.items()},
            "orders/alembic.ini": "[alembic]\n",
        },
        lines=("orders/app/models.py:7",),
    ),
    Bad({**_DJANGO, **_EXTENDED}, lines=("shop/models.py:4",)),
    Bad(
        {**_DJANGO, "blog/__init__.py": "", "blog/models.py": _DJANGO["shop/models.py"]},
        lines=("blog/models.py:4",),
    ),
    Bad(_DJANGO, lines=("shop/models.py:4",)),
    Bad({**_DJANGO, "shop/migrations/__init__.py": ""}, lines=("shop/models.py:4",)),
    Bad(
        {
            **_DJANGO,
            "blog/__init__.py": "",
            "blog/models.py": _DJANGO["shop/models.py"],
            "blog/migrations/0001.py": _FIRST,
        },
        lines=("shop/models.py:4",),
    ),
    Bad(_SQLALCHEMY, lines=("models.py:7",)),
    Bad({**_SQLALCHEMY, "alembic.ini": "[alembic]\nscript_location = alembic\n"}, lines=("models.py:7",)),
    Bad(
        {**_SQLALCHEMY, "alembic.ini": "[alembic]\n", "alembic/env.py": "from alembic import context\n"},
        lines=("models.py:7",),
    ),
    Bad(
        {
            **_DJANGO,
            "shop/models/__init__.py": "",
            "shop/models/order.py": _DJANGO["shop/models.py"],
            "shop/models.py": "",
        },
        lines=("shop/models/order.py:4",),
    ),
    Bad(
        {
            **_SQLALCHEMY,
            "main.py": _MAIN.replace(
                "FastAPI()", "FastAPI()\n\n\ndef start():\n    Base.metadata.create_all(None)\n"
            ),
        },
        lines=("models.py:7",),
    ),
)

_CLASS = "class Common:\n    INSTALLED_APPS = ['django.contrib.auth', 'blog'{more}]\n"
_LEFT = {
    **_DJANGO,
    "blog/__init__.py": "",
    "blog/models.py": _DJANGO["shop/models.py"],
    "blog/migrations/0001.py": _FIRST,
}
BAD += (
    Bad({**_LEFT, "site/settings.py": _CLASS.format(more=", 'shop'")}, lines=("shop/models.py:4",)),
    Bad(  # a file beside the models cannot be read; the others are told of as ever
        {**_SQLALCHEMY, "users.py": "def first[T](*rows: T = ) -> T:\n    return rows[0]\n"},
        lines=("models.py:7",),
    ),
)

GOOD = (
    # the settings, a class here, do not list it: it has no tables
    Good({**_LEFT, "site/settings.py": _CLASS.format(more="")}),
    Good(  # it is not installed
        {
            **_DJANGO,
            **_EXTENDED,
            "site/settings.py": "ROOT_URLCONF = 'site.urls'\nINSTALLED_APPS = ['blog']\n",
            "blog/__init__.py": "",
            "blog/models.py": _DJANGO["shop/models.py"],
            "blog/migrations/0001.py": _FIRST,
        }
    ),
    Good(  # an application of that name
        {
            "manage.py": _DJANGO["manage.py"],
            "requirements.txt": "django\n",
            "shop/models/__init__.py": "",
            "shop/models/apps.py": "from django.apps import AppConfig\n\n\nclass Models(AppConfig):\n    name = 'm'\n",
            "shop/models/models.py": _DJANGO["shop/models.py"],
            "shop/models/migrations/__init__.py": "",
            "shop/models/migrations/0001_initial.py": _FIRST,
        }
    ),
    Good({**_DJANGO, "requirements.txt": "django==1.4.2\n"}),
    Good({**_DJANGO, "site/urls.py": "from django.conf.urls.defaults import patterns\n"}),
    Good(
        {
            **{path: text for path, text in _DJANGO.items() if path != "shop/models.py"},
            "shop/apps.py": "from django.apps import AppConfig\n\n\nclass Shop(AppConfig):\n    name = 'shop'\n",
            "shop/inner/models.py": _DJANGO["shop/models.py"],
            "shop/models.py": "from shop.inner.models import Order\n\n__all__ = ['Order']\n",
            "shop/migrations/__init__.py": "",
            "shop/migrations/0001_initial.py": _FIRST,
        }
    ),
    Good({**_DJANGO, **_EXTENDED, "shop/migrations/0001_initial.py": _FIRST}),
    Good({**_SQLALCHEMY, "sync.py": "def sync_columns(connection, base):\n    connection.execute(ALTER)\n"}),
    Good({**_SQLALCHEMY, "migrate_prices.py": "def run(connection):\n    connection.execute(ALTER)\n"}),
    Good(
        {
            **{f"{name}/models.py": _MODELS + _TABLE.format(name="Row", table=name) for name in "abc"},
            **{f"{name}/main.py": _MAIN.replace("from models", f"from {name}.models") for name in "abc"},
            "requirements.txt": "fastapi\nsqlalchemy\n",
        }
    ),
    Good({**_DJANGO, "shop/migrations/__init__.py": "", "shop/migrations/0001_initial.py": _FIRST}),
    Good(
        {
            **_DJANGO,
            "shop/models.py": _DJANGO["shop/models.py"] + "\n    class Meta:\n        abstract = True\n",
        }
    ),
    Good(
        {
            **_DJANGO,
            "shop/models.py": _DJANGO["shop/models.py"] + "\n    class Meta:\n        managed = False\n",
        }
    ),
    Good({**_DJANGO, "site/settings.py": "MIGRATION_MODULES = {'shop': 'migrations.shop'}\n"}),
    Good({**_SQLALCHEMY, "models.py": _TWO}),
    Good({**_SQLALCHEMY, "requirements.txt": "fastapi\nsqlalchemy\nalembic\n"}),
    Good({**_SQLALCHEMY, "migrations/001_orders.sql": "CREATE TABLE orders (id int);\n"}),
    Good({**_SQLALCHEMY, "alembic.ini": "[alembic]\n", "alembic/versions/1a_first.py": "revision = '1a'\n"}),
    Good(
        {
            "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'rows'\n",
            "rows/__init__.py": "",
            "rows/models.py": _THREE,
            "rows/db.py": "from rows.models import Base\n\n\ndef make(engine):\n    Base.metadata.create_all(engine)\n",
        }
    ),
    Good(  # the service that it is configured for has no table
        {
            **{f"services/bills/app/{path}": text for path, text in _SQLALCHEMY.items()},
            "services/users/app/alembic.ini": "[alembic]\n",
        }
    ),
)
