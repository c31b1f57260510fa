"""Examples of requirements that nothing uses."""

from __future__ import annotations

from codereview.api import Bad, Good
from codereview_rules.dependencies._examples.projects import extra, group, pyproject

_FROZEN = (
    "certifi==2024.7.4\ncharset-normalizer==3.3.2\nidna==3.7\nrequests==2.32.3\nurllib3==2.2.2\nflask==3.0.3\n"
    "blinker==1.8.2\nclick==8.1.7\nitsdangerous==2.2.0\njinja2==3.1.4\nmarkupsafe==2.1.5\nwerkzeug==3.0.3\n"
    "pandas==2.2.2\nsix==1.16.0\npytz==2024.1\n"
)
_DJANGO = "INSTALLED_APPS = [\n    'django.contrib.admin',\n    'rest_framework',\n    'corsheaders',\n]\n"
_URL = "from sqlalchemy import create_engine\n\nengine = create_engine('mysql+mysqldb://localhost/shop')\n"
_ENGINE = "import pandas as pd\n\nframe = pd.read_excel('a.ods', engine='odf')\n"
_IMAGE = 'FROM python:3.12\nCMD ["dramatiq", "app"]\n'
_LOGGING = "LOGGING = {'formatters': {'json': {'class': 'pythonjsonlogger.jsonlogger.JsonFormatter'}}}\nimport flask\n"

BAD = (
    Bad(
        {"app.py": "import flask\n", "requirements.txt": "flask\nPyYAML>=6\n"}, lines=("requirements.txt:2",)
    ),
    Bad(
        {"src/acme/__init__.py": "import httpx\n", "pyproject.toml": pyproject("httpx", "boto3")},
        ("pyproject.toml:4",),
    ),
    Bad(
        {
            "web/app.py": "import flask\n",
            "web/requirements.txt": "flask\ncelery\n",
            "worker/main.py": "import celery\n",
            "worker/requirements.txt": "celery\n",
        },
        lines=("web/requirements.txt:2",),
    ),
    Bad(
        {"app.py": "import requests\n", "requirements.txt": "requests\n# tables\npandas==2.2.2\n"},
        ("requirements.txt:3",),
    ),
    Bad(
        {
            "app.py": "from google.cloud import storage\n",
            "requirements.txt": "google-cloud-storage\ngoogle-cloud-bigquery\n",
        },
        lines=("requirements.txt:2",),
    ),
    Bad(
        {
            "shop/settings.py": _DJANGO,
            "shop/urls.py": "import django\n",
            "requirements.txt": "django\ndjangorestframework\ndjango-cors-headers\ndjango-crispy-forms\n",
        },
        lines=("requirements.txt:4",),
    ),
    Bad(
        {"app.py": "import flask\n", "requirements.txt": "flask\nstripe==9.0\nscikit-learn\n"},
        lines=("requirements.txt:2", "requirements.txt:3"),
    ),
    Bad(
        {
            "app.py": "import flask\n",
            "requirements/base.txt": "flask\n",
            "requirements/prod.txt": "-r base.txt\nsendgrid\n",
        },
        lines=("requirements/prod.txt:2",),
    ),
)

GOOD = (
    Good({"app.py": "import yaml\nfrom PIL import Image\n", "requirements.txt": "PyYAML>=6\nPillow\n"}),
    Good(
        {"app.py": "import flask\n", "requirements.txt": "flask\ngunicorn\npsycopg2-binary\npython-dotenv\n"}
    ),
    Good(
        {
            "shop/settings.py": _DJANGO,
            "manage.py": "import django\n",
            "requirements.txt": "django\ndjangorestframework\ndjango-cors-headers\n",
        }
    ),
    Good({"db.py": _URL, "requirements.txt": "sqlalchemy\nmysqlclient\n"}),
    Good({"load.py": _ENGINE, "requirements.txt": "pandas\nodfpy\nopenpyxl\nlxml\n"}),
    Good({"app.py": _LOGGING, "requirements.txt": "flask\npython-json-logger\n"}),
    Good({"app.py": "import requests\nimport flask\nimport pandas\n", "requirements.txt": _FROZEN}),
    Good(
        {
            "app.py": "import flask\n",
            "pyproject.toml": pyproject("flask", more=group("dev", "pytest", "ruff", "responses")),
        }
    ),
    Good({"app.py": "import flask\n", "pyproject.toml": pyproject("flask", "types-requests", "sphinx")}),
    Good({"app.py": "import flask\n", "Dockerfile": _IMAGE, "requirements.txt": "flask\ndramatiq\n"}),
    Good({"app.py": "import requests\n", "requirements.txt": "requests\nurllib3>=1.26.18  # for a fix\n"}),
    Good(
        {
            "tests/test_app.py": "import responses\n",
            "app.py": "import flask\n",
            "requirements.txt": "flask\nresponses\n",
        }
    ),
    Good({"app.py": "import flask\n", "requirements.txt": "flask\nacme-internal-theme\n"}),
    Good({"app.py": "import flask\n", "study.ipynb": "{}\n", "requirements.txt": "flask\nseaborn\n"}),
    Good({"app.py": "import flask\n", "pyproject.toml": pyproject("flask", more=extra("s3", "boto3"))}),
    Good({"Dockerfile": "FROM python:3.12\n", "requirements.txt": "flask\n"}),
)
