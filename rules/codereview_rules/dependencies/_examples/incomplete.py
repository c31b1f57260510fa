"""Examples of containers and workflows that install too little."""

from __future__ import annotations

from codereview.api import Bad, Good
from codereview_rules.dependencies._examples.projects import extra, group, pyproject

_MAIN = "import cache\n\nif __name__ == '__main__':\n    cache.warm()\n"
_OPTIONAL = (
    "try:\n    import redis\nexcept ImportError:\n    redis = None\n\nif __name__ == '__main__':\n    pass\n"
)
_CACHE = "import redis\n\n\ndef warm():\n    redis.Redis().ping()\n"


def _image(install: str, command: str = 'CMD ["python", "main.py"]', base: str = "python:3.12-slim") -> str:
    return f"FROM {base}\nWORKDIR /app\nCOPY . .\nRUN {install}\n{command}\n"


_WORKFLOW = "jobs:\n  nightly:\n    steps:\n      - run: pip install -r requirements.txt\n      - run: python main.py\n"
_CODE = {"main.py": _MAIN, "cache.py": _CACHE}
_SPLIT = {**_CODE, "requirements.txt": "flask\n", "requirements-cache.txt": "redis\n"}
_EXTRA = pyproject("flask", more=extra("cache", "redis"))
_DEV = pyproject("flask", more=group("dev", "redis"))

BAD = (
    Bad({**_SPLIT, "Dockerfile": _image("pip install -r requirements.txt")}, lines=("Dockerfile:4",)),
    Bad({**_CODE, "pyproject.toml": _EXTRA, "Dockerfile": _image("pip install .")}, lines=("Dockerfile:4",)),
    Bad({**_CODE, "pyproject.toml": _DEV, "Dockerfile": _image("uv sync --no-dev")}, lines=("Dockerfile:4",)),
    Bad({**_SPLIT, ".github/workflows/nightly.yml": _WORKFLOW}, lines=(".github/workflows/nightly.yml:4",)),
    Bad(
        {**_SPLIT, "docker/Dockerfile": _image("pip install --no-cache-dir -r requirements.txt gunicorn")},
        lines=("docker/Dockerfile:4",),
    ),
    Bad(
        {
            "web/main.py": "import yaml\n\nif __name__ == '__main__':\n    yaml.safe_load('')\n",
            "requirements/web.txt": "-r base.txt\n",
            "requirements/base.txt": "flask\n",
            "requirements/all.txt": "-r base.txt\npyyaml\n",
            "Dockerfile": _image("pip install -r requirements/web.txt", 'CMD ["python", "web/main.py"]'),
        },
        lines=("Dockerfile:4",),
    ),
    Bad(
        {
            "app.py": "from fastapi import FastAPI\nimport httpx\n\napp = FastAPI()\n",
            "requirements.txt": "fastapi\nuvicorn\n",
            "requirements-full.txt": "-r requirements.txt\nhttpx\n",
            "Dockerfile": _image("pip install -r requirements.txt", 'CMD ["uvicorn", "app:app"]'),
        },
        lines=("Dockerfile:4",),
    ),
    Bad(
        {
            **_SPLIT,
            "Dockerfile": _image("python -m pip install -r requirements.txt", base="python:3.11 AS build"),
        },
        lines=("Dockerfile:4",),
    ),
)

GOOD = (
    Good({**_CODE, "requirements.txt": "redis\n", "Dockerfile": _image("pip install -r requirements.txt")}),
    Good({**_SPLIT, "Dockerfile": _image("pip install -r requirements.txt -r requirements-cache.txt")}),
    Good({**_SPLIT, "Dockerfile": _image("pip install -r requirements.txt && pip install redis")}),
    Good({**_CODE, "pyproject.toml": _EXTRA, "Dockerfile": _image("pip install .[cache]")}),
    Good(
        {
            **_SPLIT,
            "Dockerfile": _image("pip install -r requirements.txt", base="registry.example.org/acme/base:7"),
        }
    ),
    Good({**_SPLIT, "Dockerfile": _image("pip install -r requirements.txt $EXTRA_PACKAGES")}),
    Good(
        {
            "main.py": _OPTIONAL,
            "requirements.txt": "flask\n",
            "requirements-cache.txt": "redis\n",
            "Dockerfile": _image("pip install -r requirements.txt"),
        }
    ),
    Good({**_SPLIT, "Dockerfile": _image("pip install -r requirements.txt", 'CMD ["nginx"]')}),
    Good({**_CODE, "requirements.txt": "flask\n", "Dockerfile": _image("pip install -r requirements.txt")}),
)
