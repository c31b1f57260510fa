"""Which port a container's command binds, as the servers' own documentation says of their options and defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SERVERS: Mapping[str, tuple[str, int]] = {
    "uvicorn": (r"(?:--port[= ]|-p )(\S+)", 8000),
    "hypercorn": (r"(?:--bind[= ]|-b )\S*?:(\S+)", 8000),
    "daphne": (r"(?:--port[= ]|-p )(\S+)", 8000),
    "fastapi run": (r"--port[= ](\S+)", 8000),
    "gunicorn": (r"(?:--bind[= ]|-b ?)\S*?:(\S+)", 8000),
    "streamlit run": (r"--server\.port[= ](\S+)", 8501),
    "flask run": (r"(?:--port[= ]|-p )(\S+)", 5000),
    "runserver": (r"runserver(?:.*? (?:-p ?|--port[= ])| \S*?:)? ?(\d+|\$\S+)?(?: |$)", 8000),
}
_BY_VARIABLE = {
    "uvicorn": "UVICORN_PORT", "streamlit run": "STREAMLIT_SERVER_PORT", "flask run": "FLASK_RUN_PORT",
    "gunicorn": "GUNICORN_CMD_ARGS",
}  # fmt: skip
_FROM_FILES = re.compile(r"(?:^| )(?:-c|--config|--env-file|--uds|--fd|--unix)[= ]|unix:")
_NAMED = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})")
_NUMBER = re.compile(r"\d{2,5}")


class Bound(NamedTuple):
    """The port that a server binds; ``said``: the command names it, else it is the server's default."""

    port: int
    server: str
    said: bool


def bound(words: Sequence[str], given: Mapping[str, str]) -> Bound | None:
    """The port that a command binds; None where it starts no server that is understood, or takes the port from
    elsewhere.

    Args:
        words: the command.
        given: the environment of the container, as far as its definition tells.
    """
    text = " ".join(words).strip()
    found = [name for name in _SERVERS if re.search(rf"(?:^|[ /]){name}(?: |$)", text)]
    if not found or "&" in text or _FROM_FILES.search(text):
        return None
    server = "gunicorn" if "gunicorn" in found else found[0]  # uvicorn can be the class of its workers
    pattern, default = _SERVERS[server]
    match = re.search(pattern, text)
    written = (match.group(1) or "") if match else ""
    if written:
        number = _number(written.strip("\"'"), given)
        return Bound(number, server, True) if number else None
    by = _BY_VARIABLE.get(server, "")
    if by in given:
        number = _number(given[by], given)
        return Bound(number, server, True) if number else None
    if server == "gunicorn" and "PORT" in given:
        return None  # it binds that port then, unless its configuration says otherwise
    return Bound(default, server, False)


def _number(text: str, given: Mapping[str, str]) -> int:
    match = _NAMED.fullmatch(text)
    if match is not None:
        text = given.get(match.group(1) or match.group(2)) or match.group(3) or ""
    return int(text) if _NUMBER.fullmatch(text) else 0


__all__ = ["Bound", "bound"]
