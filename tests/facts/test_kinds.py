"""What kinds of project a repository is, told from evidence."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.project import ProjectFacts
from codereview.model import Zone

PACKAGED = "[build-system]\nrequires = ['hatchling']\n\n[project]\nname = 'shop'\n"
COMMAND = PACKAGED + "\n[project.scripts]\nshop = 'shop.main:main'\n"
PLUGIN = PACKAGED + "\n[project.entry-points.pytest11]\nshop = 'shop.plugin'\n"
HOST = PACKAGED + "\n[project.entry-points.'shop.rules']\nown = 'shop.rules'\n"
WEB = "from fastapi import FastAPI\n\napp = FastAPI()\n"
PAGE = "import streamlit as st\n\nst.title('Rows')\n"
ARGUMENTS = "import argparse\n\nif __name__ == '__main__':\n    argparse.ArgumentParser().parse_args()\n"
TRAIN = "import torch\n\na = 1\nb = 2\nc = 3\nd = 4\ne = torch.ones(a, b)\n"
TASKS = "from celery import Celery\n\napp = Celery()\n"
BOT = "import discord\n\nif __name__ == '__main__':\n    discord.Client().run('')\n"
HANDLER = (
    "import http.server\nimport socketserver\n\n\nclass Shop(http.server.BaseHTTPRequestHandler):\n"
    "    def do_GET(self):\n        self.wfile.write(b'')\n\n\nclass Own(socketserver.ThreadingTCPServer):\n"
    "    allow_reuse_address = True\n\n\ndef main():\n"
)
SERVER = HANDLER + (
    "    with Own(('', 8000), Shop) as httpd:\n        httpd.serve_forever()\n\n\n"
    "if __name__ == '__main__':\n    main()\n"
)
LOGIN = HANDLER + (
    "    with Own(('', 8000), Shop) as httpd:\n        httpd.handle_request()\n\n\n"
    "if __name__ == '__main__':\n    main()\n"
)
SETTINGS = "ROOT_URLCONF = 'site.urls'\nINSTALLED_APPS = ['shop']\n"
DJANGO = "from django.contrib import admin\n\nadmin.site.register(1)\n"


def kinds(files: dict[str, str]) -> list[tuple[str, str, int]]:
    texts = {path: text for path, text in files.items() if not path.endswith(".py")}
    zones = {path: Zone.TESTS if path.startswith("tests/") else Zone.PRODUCTION for path in files}
    facts = [facts_of(text, path) for path, text in files.items() if path not in texts]
    made = ProjectFacts(facts, zones, texts=texts, others=tuple(texts))
    assert all(kind.because for kind in made.kinds)
    return [(kind.name, kind.path, kind.line) for kind in made.kinds]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/main.py": WEB}, [("web service", "shop/main.py", 3)]),
        ({"page.py": PAGE}, [("Streamlit application", "page.py", 3)]),
        ({"run.py": ARGUMENTS}, [("command-line tool", "run.py", 1)]),
        ({"main.py": WEB, "tool.py": ARGUMENTS}, [("web service", "main.py", 3)]),
        ({"tests/app.py": WEB, "run.py": ARGUMENTS}, [("command-line tool", "run.py", 1)]),
        ({"tasks.py": TASKS}, [("bot or worker", "tasks.py", 1)]),
        ({"serve.py": SERVER, "tool.py": ARGUMENTS}, [("web service", "serve.py", 5)]),
        (
            {"login.py": LOGIN, "tool.py": ARGUMENTS},
            [("command-line tool", "tool.py", 1)],
        ),
        ({"bot.py": BOT}, [("bot or worker", "bot.py", 1)]),
        (
            {"train.py": TRAIN + ARGUMENTS},
            [("command-line tool", "train.py", 8), ("data or ML project", "train.py", 1)],
        ),
        ({"site/settings.py": SETTINGS, "shop/admin.py": DJANGO}, [("web service", "site/settings.py", 1)]),
        (
            {"pyproject.toml": PACKAGED, "shop/__init__.py": "", "shop/admin.py": DJANGO},
            [("library", "pyproject.toml", 1)],
        ),
        (
            {"pyproject.toml": PACKAGED, "shop/asgi.py": "class ASGITransport:\n    pass\n"},
            [("library", "pyproject.toml", 1)],
        ),
        ({"pyproject.toml": PLUGIN, "shop/plugin.py": "x = 1\n"}, [("plugin", "pyproject.toml", 7)]),
        (
            {"pyproject.toml": HOST, "shop/rules.py": "x = 1\n"},
            [("library", "pyproject.toml", 1)],
        ),
        (
            {"pyproject.toml": COMMAND, "shop/main.py": "def main():\n    pass\n"},
            [("command-line tool", "pyproject.toml", 7), ("library", "pyproject.toml", 1)],
        ),
        ({"a.py": "print(1)\n", "b.py": "print(2)\n"}, [("scripts", "a.py", 1)]),
        ({"rates.py": "RATE = 0.2\n"}, [("library", "rates.py", 1)]),
        (
            {
                "pyproject.toml": COMMAND,
                "shop/__init__.py": "__all__ = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '__version__']\n",
                "shop/main.py": "def main():\n    pass\n",
            },
            [("library", "shop/__init__.py", 1), ("command-line tool", "pyproject.toml", 7)],
        ),
        (
            {"Procfile": "web: python manage.py runserver", "add.py": "a = open('b')\n"},
            [("scripts", "add.py", 1)],
        ),
        ({"tests/test_a.py": "def test_a():\n    assert 1\n"}, []),
    ],
)
def test_kinds(files: dict[str, str], expected: list[tuple[str, str, int]]) -> None:
    assert kinds(files) == expected


def test_a_project_is_asked_by_name() -> None:
    made = ProjectFacts([facts_of(WEB, "main.py")], {})
    assert made.is_a("library", "web service")
    assert not made.is_a("library", "plugin")
