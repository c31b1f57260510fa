"""Examples of REL002."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_LIB = "def load():\n    return 1\n"
_PACKAGE = {"shop/__init__.py": "", "shop/orders.py": _LIB}

BAD: tuple[Bad, ...] = (
    Bad(  # never run
        {
            "shop/__init__.py": "",
            "tests/test_shop.py": "import pytest\n\n\n@pytest.mark.skip(reason='gone')\ndef test_prices():\n"
            "    from shop.prices import total\n\n    assert total() == 0\n",
        },
        lines=("tests/test_shop.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad(  # set aside before the name: no runner collects it
        {
            **_PACKAGE,
            "tests/_test_prices.py": "from shop.prices import total\n\n\ndef test_total():\n    assert not total()\n",
        },
        lines=("tests/_test_prices.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # laid over a package of others
        {
            "ours/player/speaker.py": _LIB,
            "ours/player/main.py": "from .speaker import load\nfrom .volume import loud\n\nload(loud)\n",
            "build.sh": "git fetch\ncp -R ours/player/. work/player\n",
        },
        lines=("ours/player/main.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # the line never runs
        {"lib.py": _LIB, "feed.py": "raise DeprecationWarning('gone')\nfrom lib import save\n\nsave()\n"},
        lines=("feed.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # its folder says that nobody uses it
        {"lib.py": _LIB, "deprecated/feed.py": "from lib import save\n\nsave()\n"},
        lines=("deprecated/feed.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # its folder says that nobody uses it
        {"lib.py": _LIB, ".deprecated/feed.py": "from lib import save\n\nsave()\n"},
        lines=(".deprecated/feed.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad({"lib.py": _LIB, "app.py": "from lib import save\n\nsave()\n"}, lines=("app.py:1",)),
    Bad({**_PACKAGE, "app.py": "from shop.invoices import total\n\ntotal()\n"}, lines=("app.py:1",)),
    Bad(
        {**_PACKAGE, "shop/views.py": "import os\n\nfrom .forms import Form\n\nForm()\n"},
        lines=("shop/views.py:3",),
    ),
    Bad(
        {**_PACKAGE, "shop/views.py": "from . import orders, refunds\n\nrefunds.load()\n"},
        lines=("shop/views.py:1",),
    ),
    Bad(
        {**_PACKAGE, "app.py": "def main():\n    import shop.reports\n\n    return shop\n"},
        lines=("app.py:2",),
    ),
    Bad(
        {
            "src/shop/__init__.py": "",
            "src/shop/orders.py": _LIB,
            "pyproject.toml": "[project]\nname = 'shop'\n",
            "tests/test_orders.py": "from shop.orders import load, save\n\nassert load() and save()\n",
        },
        lines=("tests/test_orders.py:1",),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/app.py": "from shop.models.user import User\n\nUser()\n",
            ".gitignore": "*.pyc\nmodels/\n",
        },
        lines=("shop/app.py:1",),
    ),
    Bad(
        {
            "shop/__init__.py": "from .orders import *\n",
            "shop/orders.py": _LIB,
            "app.py": "from shop import load, store\n\nstore(load())\n",
        },
        lines=("app.py:1",),
    ),
    Bad(
        {
            "app/core/db.py": _LIB,
            "app/api/items.py": "from app.core.database import load\n\nload()\n",
            "main.py": "from app.api import items\n\nprint(items)\n",
        },
        lines=("app/api/items.py:1",),
    ),
    Bad(
        {
            "services/mail/app/__init__.py": "",
            "services/mail/app/send.py": "from app.templates import render\n\nrender()\n",
            "services/mail/Dockerfile": "FROM python:3.12\n",
            "services/shop/app/__init__.py": "",
            "services/shop/Dockerfile": "FROM python:3.12\n",
        },
        lines=("services/mail/app/send.py:1",),
    ),
    Bad(
        {
            "mail/jobs/send.py": "def send(): ...\n",
            "mail/main.py": "from jobs.send import send\nfrom jobs.resend import again\n\nsend()\nagain()\n",
            "mail/Dockerfile": "FROM python:3.12\n",
            "stock/jobs/__init__.py": "",
            "stock/pyproject.toml": "[project]\nname = 'stock'\n",
        },
        lines=("mail/main.py:2",),
    ),
    Bad(
        {
            **_PACKAGE,
            "shop/views.py": "from shop.worker import later\nfrom shop.commands import main\n\nlater(main)\n",
            "pyproject.toml": "[project]\nname = 'shop'\n\n[project.scripts]\nshop = 'shop.commands:main'\n",
            "start.sh": "celery -A shop.worker worker\n",
        },
        lines=("shop/views.py:1", "shop/views.py:2"),
    ),
    Bad(
        {**_PACKAGE, "shop/deploy.py": "from .version_check import newer\n\nnewer()\n"},
        lines=("shop/deploy.py:1",),
    ),
    Bad(
        {**_PACKAGE, "shop/keys.py": "from .secrets_manager import rotate\n\nrotate()\n"},
        lines=("shop/keys.py:1",),
    ),
    Bad(
        {
            **_PACKAGE,
            "shop/views.py": "from .forms import Form\n\nForm()\n",
            "pyproject.toml": "[tool.ruff.lint.per-file-ignores]\n'shop/forms.py' = ['S603', 'W605']\n",
        },
        lines=("shop/views.py:1",),
    ),
)

_SPLIT = {
    "shop/__init__.py": "",
    "shop/settings/base.py": "HOSTS = ['a']\n",
    "shop/settings/local.py": "from shop.settings import HOSTS\n\nHOSTS += ['b']\n",
}
_QUEUE = {
    "src/manage.py": "import shop\n\nprint(shop)\n",
    "src/shop/__init__.py": "",
    "src/shop/setup.py": "import os\n\n\ndef environment():\n    return os.environ\n",
    "src/shop/celery/__init__.py": "",
}

BAD += (
    Bad(
        {
            **_SPLIT,
            "shop/settings/parts/__init__.py": "",
            "shop/settings/parts/mail.py": "from .base import HOSTS\n\nHOSTS += ['b']\n",
        },
        lines=("shop/settings/local.py:1", "shop/settings/parts/mail.py:1"),
    ),
    Bad(  # nothing is included
        {**_SPLIT, "shop/settings/__init__.py": "from os import environ\n\nENV = environ['X']\n"},
        lines=("shop/settings/local.py:1",),
    ),
    Bad(
        {**_QUEUE, "src/shop/celery/app.py": "from shop.celery import Queue\n\nQueue()\n"},
        lines=("src/shop/celery/app.py:1",),
    ),
)

GOOD = (
    Good(  # the settings run in the namespace of the package
        {
            **_SPLIT,
            "shop/settings/__init__.py": "from split_settings.tools import include\n\ninclude('base.py', 'local.py')\n",
        }
    ),
    Good(  # its dots count from there
        {
            **_SPLIT,
            "shop/settings/__init__.py": "from split_settings.tools import include\n\ninclude('parts/mail.py')\n",
            "shop/settings/parts/__init__.py": "",
            "shop/settings/parts/mail.py": "from .base import HOSTS\n\nHOSTS += ['b']\n",
        }
    ),
    Good(  # a module `setup` inside a package is no manifest: `celery` is the installed one
        {**_QUEUE, "src/shop/celery/app.py": "from celery import Celery\n\napp = Celery('shop')\n"}
    ),
    Good(  # the library that is installed, beside a folder of its name
        {
            "django/apps/__init__.py": "",
            "django/apps/shop/__init__.py": "",
            "django/apps/shop/apps.py": "from django.apps import AppConfig\n\n\nclass Shop(AppConfig):\n    pass\n",
            "django/manage.py": "print(1)\n",
        }
    ),
    Good(  # it goes into an image of the library
        {
            "airflow/__init__.py": "",
            "airflow/dags/__init__.py": "",
            "airflow/dags/nightly.py": "from airflow.models import DAG\n\nDAG('nightly')\n",
        }
    ),
    Good({"lib.py": _LIB, "app.py": "from lib import load\n\nload()\n"}),
    Good(
        {
            **_PACKAGE,
            "app.py": "try:\n    from shop.fast import total\nexcept ImportError:\n"
            "    total = sum\n\ntotal([])\n",
        }
    ),
    Good(
        {
            **_PACKAGE,
            "app.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
            "    from shop.kinds import Kind\n\nprint(1)\n",
        }
    ),
    Good(
        {
            "lib.py": "def __getattr__(name):\n    return name\n",
            "app.py": "from lib import anything\n\nprint(anything)\n",
        }
    ),
    Good({"lib.py": "from numpy import *\n", "app.py": "from lib import array\n\narray([])\n"}),
    Good(
        {
            "lib.py": "import sys\n\nif sys.platform == 'win32':\n    def load(): ...\nelse:\n"
            "    from os import getcwd as load\n",
            "app.py": "from lib import load\n\nload()\n",
        }
    ),
    Good(
        {**_PACKAGE, "shop/views.py": "from . import orders_pb2, _speedups\n\nprint(orders_pb2, _speedups)\n"}
    ),
    Good({**_PACKAGE, "shop/fast.pyx": "def f(): pass\n", "app.py": "from shop.fast import f\n\nf()\n"}),
    Good({**_PACKAGE, "shop/__init__.py": "from .version import __version__\n"}),
    Good(
        {**_PACKAGE, "shop/__init__.py": "from .version_info import number\nfrom .app_secrets import key\n"}
    ),
    Good(
        {
            **_PACKAGE,
            "shop/views.py": "from .forms import Form\n\nForm()\n",
            "pyproject.toml": "[tool.ruff.lint.per-file-ignores]\n'shop/forms.py' = ['ALL']\n",
        }
    ),
    Good(
        {
            "services/mail/schemas/__init__.py": "",
            "services/mail/send.py": "from schemas.letter import Letter\n\nLetter()\n",
            "services/mail/jobs/nightly.py": "from schemas.letter import Letter\n\nLetter()\n",
            "services/shared/schemas/letter.py": "class Letter: ...\n",
            "services/mail/Dockerfile": "FROM python:3.12\nCOPY shared/schemas /app/schemas\n",
        }
    ),
    Good(
        {
            "alembic/env.py": "from alembic import context\n\ncontext.run()\n",
            "alembic/versions/1_first.py": "from alembic import op\n\nop.drop()\n",
        }
    ),
    Good(
        {
            "tools/run.py": "import sys\n\nsys.path.insert(0, '../service')\n"
            "from core.jobs import nightly\n\nnightly()\n",
            "tools/core/__init__.py": "",
            "service/core/__init__.py": "",
            "service/core/jobs.py": "def nightly(): ...\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
            "app.py": "from shop.plugins import all_of_them\n\nprint(all_of_them)\n",
        }
    ),
    Good(
        {
            "lib.py": "for name in 'ab':\n    globals()[name] = 1\n",
            "app.py": "from lib import a\n\nprint(a)\n",
        }
    ),
    Good(
        {
            "lib.py": "def start():\n    global server\n    server = object()\n",
            "app.py": "from lib import start\n\n\ndef main():\n    start()\n"
            "    from lib import server\n    return server\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/app.py": "import pytest\n\nwith pytest.raises(ImportError):\n    from shop.gone import x\n",
        }
    ),
)
