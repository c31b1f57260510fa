"""Examples of imports that nothing declares."""

from __future__ import annotations

from codereview.api import Bad, Good
from codereview_rules.dependencies._examples.projects import extra, group, poetry, poetry_lock, pyproject

_LOCAL = "def load():\n    import redis\n    return redis.Redis()\n"
_TWO = {
    "web/app.py": "import requests\n",
    "web/requirements.txt": "flask\n",
    "worker/main.py": "import requests\n",
    "worker/requirements.txt": "requests\n",
}
_OPTIONAL = "try:\n    import orjson as json\nexcept ImportError:\n    import json\n"
_TYPES = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import pandas\n"
_COMPUTED = (
    "from setuptools import setup\n\nsetup(name='app', install_requires=open('needs').read().split())\n"
)
_IMAGE = "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt gunicorn\n"

_INSTALLED_BESIDE = {
    "libs/shop/pyproject.toml": pyproject("flask", name="shop"),
    "libs/shop/shop/__init__.py": "",
    "libs/shop/shop/prices.py": "import httpx\n\nhttpx.get('x')\n",
    "site/main.py": "from shop import prices\n",
    "site/requirements.txt": "-e ../libs/shop\nhttpx\n",
}

BAD = (
    Bad(_INSTALLED_BESIDE, lines=("libs/shop/shop/prices.py:1",)),
    Bad({"app.py": "import yaml\n", "requirements.txt": "requests==2.32.0\n"}, lines=("app.py:1",)),
    Bad(
        {"src/shop/api.py": "from PIL import Image\n", "pyproject.toml": pyproject("fastapi")},
        ("src/shop/api.py:1",),
    ),
    Bad(
        {
            "app.py": "from google.cloud import storage, bigquery\n",
            "requirements.txt": "google-cloud-storage\n",
        },
        lines=("app.py:1",),
    ),
    Bad({"app.py": _LOCAL, "requirements.txt": "flask\n"}, lines=("app.py:2",)),
    Bad(
        {"app.py": "from starlette.responses import Response\n", "requirements.txt": "fastapi\n"},
        ("app.py:1",),
    ),
    Bad(
        {"app.py": "import httpx\n", "pyproject.toml": pyproject("flask", more=group("dev", "httpx"))},
        ("app.py:1",),
    ),
    Bad(_TWO, lines=("web/app.py:1",)),
    Bad(
        {
            "app.py": "import numpy as np\n",
            "pyproject.toml": poetry("pandas"),
            "poetry.lock": poetry_lock(pandas="numpy", numpy=""),
        },
        lines=("app.py:1",),
    ),
    Bad(
        {"app.py": "import acme_billing\n\nacme_billing.send()\n", "requirements.txt": "flask\n"},
        lines=("app.py:1",),
    ),
    Bad(
        {
            "tests/test_app.py": "import pytest\nimport responses\n",
            "requirements.txt": "flask\n",
            "requirements-dev.txt": "pytest\n",
        },
        lines=("tests/test_app.py:2",),
    ),
)

GOOD = (
    Good({"app.py": "import yaml\nfrom PIL import Image\n", "requirements.txt": "PyYAML>=6\nPillow\n"}),
    Good({"app.py": _OPTIONAL, "requirements.txt": "flask\n"}),
    Good(
        {
            "app.py": "try:\n    import orjson\nexcept ImportError:\n    orjson = None\nelse:\n    import numpy\n",
            "requirements.txt": "flask\n",
        }
    ),
    Good(
        {
            "scripts/release.py": "import typer\n",
            "pyproject.toml": '[dependency-groups]\ndev = ["typer>=0.20"]\nupload = ["smokeshow"]\n',
        }
    ),
    Good({"app.py": _TYPES, "requirements.txt": "flask\n"}),
    Good(
        {
            "app.py": "import tomllib\nimport distutils.util\nimport helpers\n",
            "helpers.py": "",
            "requirements.txt": "flask\n",
        }
    ),
    Good({"app.py": "import yaml\n"}),
    Good(
        {
            "app.py": "import flask\n",
            "tests/test_app.py": "import pytest\nimport responses\n",
            "requirements.txt": "flask\n",
            "requirements-dev.txt": "pytest\nresponses\n",
        }
    ),
    Good({"app.py": "import redis\n", "pyproject.toml": pyproject(more=extra("redis", "redis>=5"))}),
    Good({"app.py": "import yaml\n", "setup.py": _COMPUTED}),
    Good(
        {
            "app.py": "import billing\n",
            "requirements.txt": "git+https://git.example.org/acme/acme-billing.git\n",
        }
    ),
    Good(
        {
            "app.py": "import gunicorn.app.base\nimport flask\n",
            "requirements.txt": "flask\n",
            "Dockerfile": _IMAGE,
        }
    ),
    Good({"tool.py": "import bpy\nimport requests\n", "requirements.txt": "requests\n"}),
    Good(
        {
            "services/api/main.py": "import requests\n",
            "services/api/requirements.txt": "flask\n",
            "pyproject.toml": pyproject("requests"),
        }
    ),
    Good({"app.py": "import config\nimport flask\n", "requirements.txt": "flask\n"}),
    Good(
        {
            "app.py": "import sys\n\nsys.path.append('/opt/tools')\nimport toolbox\n",
            "requirements.txt": "flask\n",
        }
    ),
)
