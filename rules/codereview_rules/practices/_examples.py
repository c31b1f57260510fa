"""Texts that the examples of practices are put together from."""

from __future__ import annotations

from collections.abc import Iterable

_MAIN = "\n\nif __name__ == '__main__':\n    print('started')\n"


def starting(*modules: str) -> str:
    """A script that imports modules when it is run: what makes them reached. It is two lines longer than them."""
    return "".join(f"import {module}\n" for module in modules) + _MAIN


def started(files: dict[str, str]) -> dict[str, str]:
    """Files with a script at the top that imports them all."""
    names = [path.removesuffix(".py").replace("/", ".") for path in files if path.endswith(".py")]
    return {"main.py": starting(*names), **files}


def unreached(files: dict[str, str]) -> dict[str, str]:
    """Files beside a script that imports none of them."""
    return {"main.py": starting(), **files}


def in_tests(texts: Iterable[str]) -> dict[str, str]:
    """Texts that only tests hold."""
    return {"main.py": starting(), **{f"tests/test_part{n}.py": text for n, text in enumerate(texts)}}
