"""Examples of services that somebody hears of, and of others."""

from __future__ import annotations

from codereview.api import Bad, Good

_DOCKER = "FROM python:3.12-slim\nCOPY . /app\nCMD uvicorn main:app\n"
_FAST = "from fastapi import FastAPI\n\napp = FastAPI()\n\n"
_ROUTES = "".join(
    f'@app.get("/{name}")\ndef {name}():\n    return []\n\n' for name in ("a", "b", "c", "d", "e")
)
_FLASK = "from flask import Flask\n\napp = Flask(__name__)\n\n" + _ROUTES.replace(".get(", ".route(")
_LOGS = "import logging\n\nlogging.basicConfig(level=logging.INFO)\n"

BAD = (
    Bad({"main.py": _FAST + _ROUTES, "Dockerfile": _DOCKER}, lines=("main.py:3",)),
    Bad({"main.py": _FLASK, "Procfile": "web: gunicorn main:app\n"}, lines=("main.py:3",)),
    Bad({"main.py": _FAST + _ROUTES, "logs.py": _LOGS, "Dockerfile": _DOCKER}, lines=("main.py:3",)),
    Bad(
        {"main.py": _FAST + _ROUTES, "docker-compose.yml": "services:\n  web:\n    build: .\n"},
        lines=("main.py:3",),
    ),
    Bad(
        {"main.py": _FAST + _ROUTES, "fly.toml": 'app = "shop"\n', "requirements.txt": "fastapi\nuvicorn\n"},
        lines=("main.py:3",),
    ),
    Bad({"api/main.py": _FAST + _ROUTES, "deploy/Dockerfile": _DOCKER}, lines=("api/main.py:3",)),
    Bad({"main.py": "import time\n" + _FLASK, "Dockerfile": _DOCKER}, lines=("main.py:4",)),
    Bad({"main.py": _FAST + _ROUTES, "render.yaml": "services:\n  - type: web\n"}, lines=("main.py:3",)),
)
GOOD = (
    Good({"main.py": "import sentry_sdk\n" + _FAST + "sentry_sdk.init()\n" + _ROUTES, "Dockerfile": _DOCKER}),
    Good(
        {
            "main.py": _FAST + _ROUTES,
            "requirements.txt": "fastapi\nprometheus-client\n",
            "Dockerfile": _DOCKER,
        }
    ),
    Good(
        {"main.py": _FAST + _ROUTES, "Dockerfile": _DOCKER.replace("CMD ", "CMD opentelemetry-instrument ")}
    ),
    Good({"main.py": _FAST + _ROUTES}),
    Good(
        {
            "main.py": _FAST + _ROUTES,
            "telemetry.py": "def count(name):\n    return name\n",
            "Dockerfile": _DOCKER,
        }
    ),
    Good(
        {
            "main.py": _FAST + _ROUTES,
            "settings.py": "ADMINS = [('a', 'a@example.org')]\n",
            "Dockerfile": _DOCKER,
        }
    ),
    Good({"main.py": _FAST + '@app.get("/")\ndef a():\n    return 1\n', "Dockerfile": _DOCKER}),
    Good(
        {
            "main.py": _FAST + _ROUTES + '@app.get("/metrics")\ndef count():\n    return 1\n',
            "Dockerfile": _DOCKER,
        }
    ),
)
