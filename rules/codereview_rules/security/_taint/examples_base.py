"""Small applications that the examples put their lines into."""

from __future__ import annotations

import textwrap

from codereview.api import Bad, Good


def flask(body: str, route: str = "/items", params: str = "", top: str = "") -> str:
    """A view of Flask; its body begins at line 7 (8 and on with ``top``)."""
    return (
        "import os\nfrom flask import Flask, redirect, request\n"
        f"{top}app = Flask(__name__)\n\n"
        f'@app.route("{route}", methods=["GET", "POST"])\ndef items({params}):\n'
        + textwrap.indent(body, "    ")
    )


def fastapi(
    body: str, params: str = "q: str", route: str = "/items", top: str = "", verb: str = "get"
) -> str:
    """A handler of FastAPI; its body begins at line 7."""
    return (
        "from fastapi import FastAPI, Form, Request, UploadFile\nfrom pydantic import BaseModel\n"
        f'{top}app = FastAPI()\n\n@app.{verb}("{route}")\nasync def items({params}):\n'
        + textwrap.indent(body, "    ")
    )


def django(body: str, top: str = "") -> str:
    """A view of Django; its body begins at line 5."""
    return (
        f"from django.http import HttpResponse\nfrom django.shortcuts import redirect\n{top}\n"
        "def items(request):\n" + textwrap.indent(body, "    ")
    )


def bad(code: str, *lines: int) -> Bad:
    """An example with findings on these lines."""
    return Bad(code, lines=lines)


def good(code: str) -> Good:
    """An example without."""
    return Good(code)
