"""Examples of services with and without a health route."""

from __future__ import annotations

from codereview.api import Bad, Good

_DOCKER = "FROM python:3.12-slim\nCOPY . /app\nCMD uvicorn main:app\n"
_FAST = "from fastapi import FastAPI\n\napp = FastAPI()\n\n"
_ROUTES = (
    '@app.get("/orders")\ndef orders():\n    return []\n\n'
    '@app.get("/orders/{number}")\ndef order(number: int):\n    return number\n\n'
    '@app.post("/pay")\ndef pay():\n    return 1\n'
)
_HEALTH = '\n@app.get("/health")\ndef health():\n    return {"status": "ok"}\n'
_COMPOSE = "services:\n  web:\n    build: .\n    command: uvicorn main:app\n"
_FLASK = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n"
    '@app.route("/")\ndef index():\n    return "hello"\n\n'
    '@app.route("/orders")\ndef orders():\n    return "orders"\n\n'
    '@app.route("/about")\ndef about():\n    return "about"\n'
)
_DATABASE = "from sqlalchemy import create_engine\n\nengine = create_engine('postgresql://db/shop')\n"

_OF_DATABASE = "  db:\n    image: postgres:16\n    healthcheck:\n      test: pg_isready\n"

BAD = (
    Bad({"main.py": _FAST + _ROUTES, "compose.yaml": _COMPOSE + _OF_DATABASE}, lines=("main.py:3",)),
    Bad({"main.py": _FAST + _ROUTES, "Dockerfile": _DOCKER}, lines=("main.py:3",)),
    Bad({"main.py": _FAST + _ROUTES, "docker-compose.yml": _COMPOSE}, lines=("main.py:3",)),
    Bad({"main.py": _FLASK, "Dockerfile": _DOCKER}, lines=("main.py:3",)),
    Bad(
        {"main.py": _FAST + _ROUTES, "k8s/deployment.yaml": "kind: Deployment\nspec:\n  replicas: 2\n"},
        lines=("main.py:3",),
    ),
    Bad({"shop/main.py": _FAST + _ROUTES, "deploy/Dockerfile": _DOCKER}, lines=("shop/main.py:3",)),
    Bad(
        {"main.py": _FAST + _ROUTES + _HEALTH, "db.py": _DATABASE, "Dockerfile": _DOCKER},
        lines=("main.py:17",),
    ),
    Bad(
        {
            "main.py": _FLASK + '\n@app.route("/healthz")\ndef healthz():\n    return "ok"\n',
            "db.py": _DATABASE,
            "Dockerfile": _DOCKER,
        },
        lines=("main.py:17",),
    ),
    Bad(
        {
            "main.py": _FAST
            + _ROUTES
            + '\n@app.get("/ready")\nasync def ready():\n    return {"ready": True}\n',
            "db.py": "import asyncpg\n\nasync def connect():\n    return await asyncpg.connect()\n",
            "Dockerfile": _DOCKER,
        },
        lines=("main.py:17",),
    ),
)
GOOD = (
    Good({"main.py": _FAST + _ROUTES + _HEALTH, "Dockerfile": _DOCKER}),
    Good(
        {
            "main.py": _FAST + _ROUTES + '\n@app.get("/api/v1/health-check/")\ndef check():\n'
            "    return ask()\n\ndef ask():\n    return True\n",
            "db.py": _DATABASE,
            "Dockerfile": _DOCKER,
        }
    ),
    Good({"main.py": _FAST + _ROUTES}),
    Good(
        {
            "main.py": _FAST + _ROUTES,
            "Dockerfile": _DOCKER + "HEALTHCHECK CMD curl -f http://localhost/orders\n",
        }
    ),
    Good(
        {
            "main.py": _FAST + _ROUTES,
            "k8s/web.yaml": "spec:\n  containers:\n    - livenessProbe:\n        tcpSocket:\n",
        }
    ),
    Good(
        {"main.py": _FAST + _ROUTES, "Dockerfile": _DOCKER, "requirements.txt": "fastapi\nfastapi-health\n"}
    ),
    Good({"main.py": _FAST + _ROUTES, ".devcontainer/Dockerfile": _DOCKER}),
    Good(
        {
            "main.py": _FAST + _ROUTES + '\n@app.get("/livez")\ndef livez():\n    return "ok"\n',
            "db.py": _DATABASE,
            "Dockerfile": _DOCKER,
        }
    ),
    Good(
        {
            "tool.py": "import argparse\n\nprint(argparse.ArgumentParser().parse_args())\n",
            "Dockerfile": _DOCKER,
        }
    ),
)
