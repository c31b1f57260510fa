"""Examples of OPS010."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_API = "from fastapi import FastAPI\n\napp = FastAPI()\n"
_SHOP = {"shop/__init__.py": "", "shop/api.py": _API}
_CLI = "def main() -> None:\n    print('shop')\n"


def _project(scripts: str) -> str:
    return f'[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\n{scripts}\n'


_GRADIO = "import gradio\n\ngradio.Interface(str, 'text', 'text').launch()\n"
_IMAGE = 'FROM python:3.12\nCOPY . .\nEXPOSE 8000\nCMD ["uvicorn", "shop.api:app", "--port", "8000"]\n'
_FLY = 'app = "shop"\n\n[http_service]\n  internal_port = {}\n'


def _space(more: str) -> str:
    return f"---\ntitle: Shop\n{more}---\n# Shop\n"


BAD = (
    Bad(  # it lies where the script is started, and nowhere else
        {**_SHOP, "move.sh": "#!/bin/sh\npython3 move_orders.py\n", ".gitignore": "move_*.py\n"},
        lines=("move.sh:2",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            **_SHOP,
            "Dockerfile": 'FROM python:3.12\nCOPY . /code\nCMD ["uvicorn", "shop.main:app", "--port", "80"]\n',
        },
        lines=("Dockerfile:3",),
    ),
    Bad(
        {
            **_SHOP,
            "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn shop.api:application --host 0.0.0.0\n",
        },
        lines=("Dockerfile:3",),
    ),
    Bad(
        {
            **_SHOP,
            "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop.api:app"]\n',
            "Procfile": "web: gunicorn shop.wsgi:application\n",
        },
        lines=("Procfile:1",),
    ),
    Bad(
        {**_SHOP, "shop/cli.py": _CLI, "pyproject.toml": _project('shop = "shop.cli:run"')},
        lines=("pyproject.toml:6",),
    ),
    Bad(
        {**_SHOP, "pyproject.toml": _project('shop = "shop.command:main"')},
        lines=("pyproject.toml:6",),
    ),
    Bad(
        {
            **_SHOP,
            "compose.yml": "services:\n  worker:\n    build: .\n    command: celery -A shop.worker worker\n",
        },
        lines=("compose.yml:4",),
    ),
    Bad(
        {**_SHOP, "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD python serve.py\n"},
        lines=("Dockerfile:4",),
    ),
    Bad(
        {**_SHOP, "scripts/load.py": _CLI, "README.md": "# Shop\n\n```sh\npython scripts/seed.py\n```\n"},
        lines=("README.md:4",),
    ),
    Bad(
        {
            **_SHOP,
            ".github/workflows/ci.yml": "jobs:\n  test:\n    steps:\n      - run: python -m shop.migrate --check\n",
        },
        lines=(".github/workflows/ci.yml:4",),
    ),
    Bad({"app.py": _GRADIO, "README.md": _space("sdk: streamlit\n")}, lines=("README.md:3",)),
    Bad({"run.py": _GRADIO, "README.md": _space("sdk: gradio\napp_file: main.py\n")}, lines=("README.md:4",)),
    Bad(
        {**_SHOP, "Dockerfile": _IMAGE, "README.md": _space("sdk: docker\napp_port: 7860\n")},
        lines=("README.md:4",),
    ),
    Bad({**_SHOP, "Dockerfile": _IMAGE, "fly.toml": _FLY.format(8080)}, lines=("fly.toml:4",)),
    Bad(
        {
            **_SHOP,
            "Dockerfile": _IMAGE,
            "compose.yml": "services:\n  web:\n    build: .\n    ports:\n      - '80:5000'\n",
        },
        lines=("compose.yml:5",),
    ),
    Bad({**_SHOP, "Dockerfile": _IMAGE.replace("EXPOSE 8000", "EXPOSE 80")}, lines=("Dockerfile:3",)),
    Bad(
        {**_SHOP, "vercel.json": '{"builds": [\n  {"src": "api/index.py", "use": "@vercel/python"}]}\n'},
        lines=("vercel.json:2",),
    ),
    Bad(
        {
            "shop/api.py": _API + "\n\n@app.get('/items')\ndef items(): ...\n",
            "Dockerfile": _IMAGE.replace("CMD", "HEALTHCHECK CMD curl -f http://localhost:8000/healthz\nCMD"),
        },
        lines=("Dockerfile:4",),
    ),
)

GOOD = (
    Good(  # a command of its own that takes the port by an option
        {
            "run.py": "from flask_script import Manager\n\nManager().run()\n",
            "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python run.py runserver -h 0.0.0.0 -p 5000\n",
            "compose.yml": "services:\n  web:\n    build: .\n    ports:\n      - '80:5000'\n",
        }
    ),
    Good(  # the end of the name is a variable
        {
            **_SHOP,
            "shop/jobs/__init__.py": "",
            "shop/jobs/send.py": _CLI,
            "start.sh": "#!/bin/sh\nfor name in send; do\n    python -m shop.jobs.$name\ndone\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "compose.yml": "services:\n  web:\n    image: registry.example.org/site:1\n"
            "    command: python manage.py run\n  shop:\n    build: .\n    command: python -m shop.api\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "devel/greenwave/settings.py": "PORT = 1\n",
            "devel/greenwave/start.sh": "#!/bin/sh\nexec gunicorn greenwave.wsgi:app\n",
        }
    ),
    Good(  # the folder holds what is deployed for a package of others
        {
            "src/greenwave/requirements.txt": "greenwave==3.6\n",
            "src/greenwave/start.sh": "#!/bin/sh\npython -m uvicorn --factory greenwave.server:create_app\n",
            "src/greenwave/jobs/nightly.py": "from greenwave import flow\n\n\n@flow\ndef nightly(): ...\n",
        }
    ),
    Good({**_SHOP, "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "shop.api:app", "--port", "80"]\n'}),
    Good(
        {
            "services/web/shop/api.py": _API,
            "services/web/Dockerfile": "FROM python\nCMD uvicorn shop.api:app\n",
        }
    ),
    Good({"backend/api.py": _API, "Dockerfile": "FROM python\nWORKDIR /code/backend\nCMD uvicorn api:app\n"}),
    Good({"backend/api.py": _API, "Procfile": "web: gunicorn --chdir backend api:app\n"}),
    Good({"api.py": "from shared import *\n", "Dockerfile": "FROM python\nCMD uvicorn api:app\n"}),
    Good(
        {
            "api.py": "import os\n\nif os.environ.get('X'):\n    from a import app\nelse:\n    from b import app\n",
            "Procfile": "web: uvicorn api:app\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "Dockerfile": "FROM python\nRUN git clone https://example.org/tool\nCMD python tool/serve.py\n",
        }
    ),
    Good({**_SHOP, "Dockerfile": "FROM python\nCMD python -m http.server 80\n"}),
    Good({**_SHOP, "README.md": "Save this as `first.py`:\n\n```sh\npython first.py\n```\n"}),
    Good({**_SHOP, "README.md": "# Shop\n\nThe old `python shop/run.py` is gone.\n"}),
    Good(
        {
            "src/shop/__init__.py": "",
            "src/shop/cli.py": _CLI,
            "pyproject.toml": _project('shop = "shop.cli:main"'),
        }
    ),
    Good(
        {
            "shop/__init__.py": "from ._cli import main\n",
            "shop/_cli.py": _CLI,
            "pyproject.toml": _project('shop = "shop:main"'),
        }
    ),
    Good(
        {
            "api.py": "def __getattr__(name):\n    return build(name)\n",
            "Dockerfile": "FROM python\nCMD uvicorn api:app\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/make.py": "def create():\n    return 1\n",
            "Procfile": "web: gunicorn 'shop.make:create()'\n",
        }
    ),
    Good({**_SHOP, "Dockerfile": "FROM python\nCMD uvicorn ${MODULE}/api:app\n"}),
    Good({**_SHOP, "shop/work.py": "queue = 1\n", "Procfile": "worker: celery -A shop.work.queue worker\n"}),
    Good({**_SHOP, "hack/licenses.sh": "#!/bin/sh\npython ../shared/licenses.py\n"}),
    Good({"app.py": _GRADIO, "README.md": _space("sdk: gradio\n")}),
    Good({**_SHOP, "Dockerfile": _IMAGE, "README.md": _space("sdk: docker\napp_port: 8000\n")}),
    Good({**_SHOP, "Dockerfile": _IMAGE, "fly.toml": _FLY.format(8000)}),
    Good(
        {
            **_SHOP,
            "Dockerfile": "FROM python:3.12\nENV PORT=8080\n"
            "EXPOSE 8080\nCMD uvicorn shop.api:app --port ${PORT:-8000}\n",
            "fly.toml": _FLY.format(8080),
        }
    ),
    Good(
        {
            **_SHOP,
            "Dockerfile": _IMAGE,
            "compose.yml": "services:\n  web:\n    build: .\n    command: uvicorn shop.api:app --port 80\n"
            "    ports: ['8000:80']\n",
        }
    ),
    Good(  # the script means the module beside its manifest, not that of another package
        {
            "shop/server.py": "def open_shop(): ...\n",
            "tools/echo/server.py": "def serve(): ...\n",
            "tools/echo/pyproject.toml": '[project]\nname = "echo"\nversion = "1"\n\n'
            '[project.scripts]\necho = "server:serve"\n',
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/run-in-dev.py": "print(1)\n",
            "tox.ini": "[testenv]\ncommands = python -m shop.run-in-dev\n",
        }
    ),
    Good(  # a folder that is called after what it asks for
        {
            "src/prefect/flows.py": "import prefect\nfrom prefect.cooling import cool\n",
            "src/prefect/cooling/__init__.py": "cool = 1\n",
            "src/prefect/pyproject.toml": '[project]\nname = "shop-flows"\nversion = "1"\n'
            'dependencies = ["prefect==3.6.25"]\n',
            "src/prefect/start.sh": "python3 -m uvicorn --factory prefect.server.api.server:create_app --port 80\n",
        }
    ),
    Good(
        {
            "shop/api.py": _API + "\n\n@app.get('/healthz')\ndef health(): ...\n",
            "Dockerfile": _IMAGE.replace("CMD", "HEALTHCHECK CMD curl -f http://localhost:8000/healthz\nCMD"),
        }
    ),
)
