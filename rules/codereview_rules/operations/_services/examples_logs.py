"""Examples of services with free text and with fields in their logs."""

from __future__ import annotations

from codereview.api import Bad, Good

_DOCKER = "FROM python:3.12-slim\nCOPY . /app\nCMD uvicorn main:app\n"
_MAIN = (
    "import logging\n\nfrom fastapi import FastAPI\n\nlogging.basicConfig(level=logging.INFO)\napp = FastAPI()\n\n"
    '@app.get("/a")\ndef a():\n    return 1\n'
)
_QUIET = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/a")\ndef a():\n    return 1\n'
_WORK = (
    "import logging\n\nlogger = logging.getLogger(__name__)\n\n"
    'def run(job):\n    logger.info("started %s", job)\n    logger.warning("slow: %s", job)\n'
)
_PARTS = {f"part{number}.py": _WORK for number in range(20)}
_FLASK = (
    "from flask import Flask\n\napp = Flask(__name__)\n\n"
    '@app.route("/a")\ndef a():\n    app.logger.info("asked")\n    return "a"\n'
)
_CONFIG = (
    "import logging.config\n\nlogging.config.dictConfig({\n"
    '    "version": 1,\n    "formatters": {"plain": {"format": "%(asctime)s %(message)s"}},\n})\n'
)


def _shop(**files: str) -> dict[str, str]:
    return {
        "main.py": _QUIET,
        "Dockerfile": _DOCKER,
        **_PARTS,
        **{k.replace("__", "."): v for k, v in files.items()},
    }


BAD = (
    Bad(_shop(main__py=_MAIN), lines=("main.py:5",)),
    Bad(_shop(), lines=("main.py:3",)),
    Bad(_shop(main__py=_FLASK), lines=("main.py:3",)),
    Bad(_shop(logs__py=_CONFIG), lines=("logs.py:3",)),
    Bad(_shop(requirements__txt="fastapi\nuvicorn\n"), lines=("main.py:3",)),
    Bad(_shop(logs__py="import logging\n\nplain = logging.Formatter('%(message)s')\n"), lines=("logs.py:3",)),
    Bad({"Procfile": "web: uvicorn main:app\n", "main.py": _QUIET, **_PARTS}, lines=("main.py:3",)),
    Bad(_shop(tool__py="import json\n\nprint(json.dumps({}))\n"), lines=("main.py:3",)),
)
GOOD = (
    Good(_shop(logs__py="import structlog\n\nlog = structlog.get_logger()\n")),
    Good(_shop(requirements__txt="fastapi\npython-json-logger\n")),
    Good(_shop(logs__py=_CONFIG.replace("plain", "json"))),
    Good(
        _shop(
            logs__py="import json\nimport logging\n\nclass Lines(logging.Formatter):\n"
            "    def format(self, record):\n        return json.dumps({'message': record.msg})\n"
        )
    ),
    Good(_shop(part1__py=_WORK.replace('"started %s", job', '"started", extra={"job": job}'))),
    Good({"main.py": _MAIN, **_PARTS}),
    Good({"main.py": _MAIN, "part.py": _WORK, "Dockerfile": _DOCKER}),
    Good(
        _shop(
            logs__py="import logging\n\nclass WithRequest(logging.Filter):\n"
            "    def filter(self, record):\n        record.request = 1\n        return True\n"
        )
    ),
)
