"""What kind of project an audit says that it looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview import auditor
from codereview.config import Settings

FACTORY = "from fastapi import FastAPI\n\n\ndef create_app():\n    return FastAPI()\n"
MAIN = "\n\nif __name__ == '__main__':\n    print(create_app())\n"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("from fastapi import FastAPI\n\napp = FastAPI()\n", "web service (FastAPI)"),
        (FACTORY + "\n\napp = create_app()\n" + MAIN, "web service (FastAPI)"),
        (FACTORY + MAIN, "web service (FastAPI)"),
        (FACTORY, "library"),
        ("import typer\n\napp = typer.Typer()\n\n\n" + FACTORY, "command-line tool"),
        ("import argparse\n\nprint(argparse)\n\nif __name__ == '__main__':\n    pass\n", "command-line tool"),
        (
            "import discord\nfrom aiohttp import web\n\nCLIENT = discord.Client()\n"
            "\n\ndef hooks():\n    return web.Application()\n\n\nif __name__ == '__main__':\n    CLIENT.run('')\n",
            "chat bot",
        ),
        ("import math\n\nHALF = math.pi / 2\n", "library"),
    ],
    ids=[
        "module",
        "factory",
        "script",
        "nothing starts it",
        "tool with a server",
        "script with arguments",
        "bot that listens",
        "none",
    ],
)
def test_kind(tmp_path: Path, code: str, kind: str) -> None:
    (tmp_path / "main.py").write_text(code)
    audit = auditor.audit(tmp_path, Settings(jobs=1, cache=False))
    assert audit.project.kind == kind
