"""Examples of OPS006."""

from __future__ import annotations

from codereview.api import Bad, Good

_APP = {
    "app.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
    "requirements.txt": "fastapi==0.115.0\n",
}
_SERVE = 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n'
_USER = "RUN useradd app\nUSER app\n"


def _docker(text: str, **more: str) -> dict[str, str]:
    return {**_APP, "Dockerfile": text, **more}


def _compose(services: str, path: str = "docker-compose.prod.yml") -> dict[str, str]:
    return {**_APP, path: f"services:\n{services}"}


_IGNORE = {".dockerignore": ".git\n.env\n"}

BAD = (
    Bad({**_docker(f"FROM python:3.12-slim\nCOPY app.py .\nEXPOSE 80\n{_SERVE}")}, lines=("Dockerfile:4",)),
    Bad(
        {
            **_docker(
                "FROM python:3.12 AS build\nUSER app\nFROM python:3.12-slim AS base\nCOPY app.py .\n"
                f"FROM base\n# nothing here\nRUN pip \\\n  # a comment\n  install uvicorn\n{_SERVE}"
            )
        },
        lines=("Dockerfile:10",),
    ),
    Bad(
        {**_docker(f"FROM debian:12\nUSER app\nCOPY app.py .\nUSER root\n{_SERVE}")}, lines=("Dockerfile:5",)
    ),
    Bad({**_docker(f"FROM python\nCOPY app.py .\n{_USER}{_SERVE}")}, lines=("Dockerfile:1",)),
    Bad(
        {**_docker(f"ARG TAG=latest\nFROM python:${{TAG}}\nCOPY app.py .\n{_USER}{_SERVE}")},
        lines=("Dockerfile:2",),
    ),
    Bad({**_docker(f"FROM python:3.12\nCOPY . .\n{_USER}{_SERVE}")}, lines=("Dockerfile:2",)),
    Bad(
        {**_docker(f"FROM python:3.12\nCOPY requirements-web.txt .\nCOPY app.py .\n{_USER}{_SERVE}")},
        lines=("Dockerfile:2",),
    ),
    Bad(
        {**_docker(f'FROM python:3.12\nCOPY . .\n{_USER}ENTRYPOINT ["./serve.sh"]\n'), **_IGNORE},
        lines=("Dockerfile:5",),
    ),
    Bad(
        {
            **_docker(
                f'FROM python:3.12\nCOPY manage.py .\n{_USER}CMD ["python", "manage.py", "runserver", "0.0.0.0:80"]\n'
            ),
            "manage.py": "import django\n",
        },
        lines=("Dockerfile:5",),
    ),
    Bad(
        {
            **_docker(f"FROM python:3.12\nCOPY app.py .\n{_USER}{_SERVE}"),
            "compose.yml": "services:\n  web:\n    build: .\n    restart: always\n    ports: ['80:80']\n",
        },
        lines=("compose.yml:2",),
    ),
    Bad(
        _compose("  web:\n    image: example.org/shop:1\n    privileged: true\n"),
        lines=("docker-compose.prod.yml:4",),
    ),
    Bad(
        _compose(
            "  web:\n    image: example.org/shop:1\n    volumes:\n      - "
            "/var/run/docker.sock:/var/run/docker.sock:ro\n",
            "compose.yaml",
        ),
        lines=("compose.yaml:5",),
    ),
    Bad(
        _compose('  db:\n    image: postgres:16\n    ports:\n      - "5432:5432"\n'),
        lines=("docker-compose.prod.yml:5",),
    ),
    Bad(
        _compose("  db:\n    image: postgres\n    volumes:\n      - ./data:/var/lib/postgresql/data\n"),
        lines=("docker-compose.prod.yml:3",),
    ),
    Bad(
        _compose(
            "  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\n",
            "compose.yml",
        ),
        lines=("compose.yml:5",),
    ),
    Bad(
        _compose(
            "  web:\n    image: example.org/shop:1\n    ports: ['8000:80']\n  admin:\n    image: "
            "example.org/admin:1\n"
            "    ports:\n      - 8000:9000\n",
            "compose.yml",
        ),
        lines=("compose.yml:8",),
    ),
    Bad(
        _compose(
            "  web:\n    image: example.org/shop:1\n    depends_on:\n      db:\n        condition: service_healthy\n"
            "  db:\n    image: postgres:16\n",
            "compose.yml",
        ),
        lines=("compose.yml:5",),
    ),
)

GOOD = (
    Good({**_docker(f"FROM python:3.12-slim\nCOPY app.py .\n{_USER}EXPOSE 80\n{_SERVE}")}),
    Good({**_docker(f"FROM python:3.12 AS base\n{_USER}FROM base AS shipped\nCOPY app.py .\n{_SERVE}")}),
    Good({**_docker(f"FROM gcr.io/distroless/python3-debian12:nonroot\nCOPY app.py .\n{_SERVE}")}),
    Good(
        {
            **_docker('FROM python:3.12\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n'),
            "entrypoint.sh": '#!/bin/sh\nexec gosu app "$@"\n',
        }
    ),
    Good(
        {
            **_docker(f"FROM python:3.12\nCOPY app.py .\n{_SERVE}"),
            "compose.yml": "services:\n  web:\n    build: .\n    user: '1000'\n",
        }
    ),
    Good({**_APP, "Dockerfile.dev": f"FROM python\nCOPY . .\n{_SERVE}"}),
    Good({**_docker(f"FROM python:3.12\nCOPY . .\n{_USER}{_SERVE}"), **_IGNORE}),
    Good({**_docker(f"FROM python:3.12\nCOPY --from=ghcr.io/astral-sh/uv:0.5 . /bin\n{_USER}{_SERVE}")}),
    Good({**_docker(f"ARG BASE\nFROM ${{BASE}}\nCOPY app.py .\n{_SERVE}")}),
    Good({**_docker('FROM python:3.12\nCOPY app.py .\nCMD ["bash"]\n')}),
    Good(
        {
            **_docker(f"FROM python:3.12\nCOPY dist/shop.whl .\nCOPY version.txt .\n{_USER}{_SERVE}"),
            "build.sh": "git describe > version.txt\ndocker build .\n",
        }
    ),
    Good(
        {
            **_docker(f"FROM python:3.12\nRUN <<EOF\nFROM nothing\nCOPY missing.txt .\nEOF\n{_USER}{_SERVE}"),
        }
    ),
    Good(_compose('  db:\n    image: postgres:16\n    ports:\n      - "127.0.0.1:5432:5432"\n')),
    Good(
        _compose('  db:\n    image: postgres:16\n    ports:\n      - "5432:5432"\n', "docker-compose.dev.yml")
    ),
    Good(
        _compose(
            "  proxy:\n    image: traefik:3\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n",
            "compose.yml",
        )
    ),
    Good(
        _compose(
            "  web:\n    image: example.org/shop:1\n    ports: ['127.0.0.1:80:80', '8000-8001:8000-8001']\n"
            "  admin:\n    image: example.org/admin:1\n    ports: ['127.0.0.2:80:80', '8000:53/udp']\n",
            "compose.yml",
        )
    ),
    Good(
        {
            "compose.yml": "services:\n  db:\n    image: postgres:16\n    volumes: [data:/data]\n"
            "volumes:\n  data: {}\n",
            "compose.prod.yml": "services:\n  web:\n    image: example.org/shop:1\n    depends_on: [db]\n"
            "    volumes: [data:/shared]\n",
            **_APP,
        }
    ),
    Good(
        _compose(
            "  web:\n    image: example.org/shop:1\n    depends_on:\n      db:\n        condition: service_healthy\n"
            "  db:\n    image: postgres:16\n    healthcheck:\n      test: pg_isready\n",
            "compose.yml",
        )
    ),
)
