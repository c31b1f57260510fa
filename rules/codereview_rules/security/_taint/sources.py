"""Where values come from outside.

Sources: the documentation of Flask, Django, Django REST framework, Starlette, FastAPI, aiohttp, Bottle, Tornado,
Streamlit, discord.py, python-telegram-bot, aiogram, pyTelegramBotAPI.
"""

from __future__ import annotations

import ast
import re

from .flow.values import ALL, HTML, LOAD, PATH, REDIRECT, SQL, TEMPLATE, URL

_BROWSER = REDIRECT | HTML  # what nobody can put into another one's request
_OWN = REDIRECT | HTML | URL  # leads to the same site

ATTRIBUTES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(
        "args form values json query GET query_params POST forms params query_string".split(), ("request", 0)
    ),
    **dict.fromkeys("get_json get_data data body text post stream".split(), ("request body", 0)),
    **dict.fromkeys("path_params match_info view_args".split(), ("path of the request", 0)),
    **dict.fromkeys("files FILES".split(), ("upload", REDIRECT | URL | PATH)),
    **dict.fromkeys("headers META user_agent".split(), ("header of the request", _BROWSER)),
    **dict.fromkeys("cookies COOKIES".split(), ("cookie of the request", _BROWSER)),
    **dict.fromkeys(
        "url path full_path get_full_path referrer host get_host build_absolute_uri".split(),
        ("address of the request", _OWN),
    ),
}
SURE = frozenset({"GET", "POST", "FILES", "COOKIES", "META", "query_params"})
"""Attributes that only a request has."""
METHODS = frozenset(
    "get_json get_data get_full_path get_host build_absolute_uri receive_text receive_json receive_bytes parse_args "
    "parse_known_args getenv get_argument get_body_argument get_query_argument text_input text_area "
    "chat_input".split()
)
"""Those that are called."""

_REQUESTS = frozenset(
    """
    flask.request quart.request bottle.request flask.globals.request sanic.request.Request! django.http.HttpRequest!
    django.http.request.HttpRequest! rest_framework.request.Request! starlette.requests.Request! fastapi.Request!
    fastapi.requests.Request! aiohttp.web.Request! aiohttp.web_request.Request! sanic.Request!
    django.core.handlers.wsgi.WSGIRequest! flask.Request! starlette.requests.HTTPConnection! ninja.Request!
    """.split()
)
_NAMES = frozenset({"request", "req", "_request", "http_request"})
_SELF = re.compile(r"@\.[\w.]+\(\)\.request\Z")
FRAMEWORKS = frozenset(
    """
    flask quart bottle django rest_framework starlette fastapi aiohttp sanic tornado litestar falcon ninja pyramid
    flask_restful flask_restx flask_login werkzeug webob cherrypy oauth2_provider
    """.split()
)
"""Packages that tell that a parameter called ``request`` is a request."""
_SOCKET = frozenset({"receive_text", "receive_json", "receive_bytes", "iter_text", "iter_json"})
_TORNADO = frozenset({"get_argument", "get_body_argument", "get_query_argument", "get_arguments"})

_MESSAGES = {"content": ("message", "msg"), "text": ("message", "msg", "update.message", "callback_query.message"),
             "raw_text": ("event",), "args": ("context",), "caption": ("message",), "clean_content": ("message",),
             "file_name": ("document", "message.document", "audio", "video")}  # fmt: skip
BOTS = frozenset(
    "discord nextcord disnake telegram aiogram telebot telethon pyrogram slack_bolt hydrogram revolt twitchio".split()
)
_FORMS = frozenset({"text_input", "text_area", "chat_input"})
_PATHS: dict[str, tuple[str, int]] = {
    "sys.argv": ("command line", ALL & ~(SQL | 2 | 4 | LOAD)),
    "os.environ": ("environment", ALL & ~(SQL | 2 | 4)),
    "os.getenv": ("environment", ALL & ~(SQL | 2 | 4)),
    "builtins.input": ("console", ALL & ~(SQL | 2 | 4)),
    "argparse.ArgumentParser().parse_args": ("command line", ALL & ~(SQL | 2 | 4 | LOAD)),
    "argparse.ArgumentParser().parse_known_args": ("command line", ALL & ~(SQL | 2 | 4 | LOAD)),
    "streamlit.query_params": ("page's address", 0),
}
ATTRIBUTE_NAMES = frozenset(
    {*ATTRIBUTES, *_MESSAGES, *_SOCKET, *_TORNADO, *_FORMS, "argv", "environ", "getenv", "parse_args",
     "parse_known_args", "query_params", "rfile", "cleaned_data", "validated_data", "kwargs", "arguments"}
)  # fmt: skip
"""The last names that a source can have: what is not among them needs no look."""
LOCAL = frozenset({"command line", "environment", "console"})
"""Origins under the hand of whoever starts the program."""


class Sources:
    """Tells the sources of one file.

    Args:
        packages: the outermost packages that the file imports.
        servers: paths of instances of its classes that answer requests of `http.server`.
    """

    def __init__(self, packages: frozenset[str], servers: frozenset[str] = frozenset()) -> None:
        self.web = not packages.isdisjoint(FRAMEWORKS)
        self.tornado = "tornado" in packages
        self.servers = servers
        self.bots = not packages.isdisjoint(BOTS)
        self.streamlit = "streamlit" in packages

    def attribute(self, node: ast.Attribute, base: str, path: str) -> tuple[str, int] | None:
        """Kind of origin and mask of an attribute that is a source. ``base`` is the path of what stands before it,
        ``path`` its own."""
        name = node.attr
        known = _PATHS.get(path)
        if known is not None:
            return known
        found = ATTRIBUTES.get(name)
        if found is not None and self._request(base, name):
            return found
        if name in ("cleaned_data", "validated_data") and self.web:
            return ("checked form", REDIRECT | LOAD | TEMPLATE | PATH | URL)
        if name == "kwargs" and self.web and re.match(r"@\.[\w.]+\(\)\Z", base):
            return ("path of the request", PATH | HTML | REDIRECT | URL)
        if base in self.servers and name in ("path", "rfile", "headers"):
            return ("request", REDIRECT if name != "headers" else _BROWSER)
        if name in _SOCKET and ("WebSocket" in base or last(base).lower() in ("websocket", "ws")):
            return ("message of a websocket", 0)
        if self.tornado and name in _TORNADO and base.startswith("@."):
            return ("request", 0)
        if self.bots and name in _MESSAGES and ("Message!" in base or dotted(base) in _MESSAGES[name]):
            return ("message to the bot", HTML | REDIRECT | TEMPLATE)
        if self.streamlit and name in _FORMS and base.startswith("streamlit"):
            return ("form of the page", HTML | REDIRECT)
        return None

    def _request(self, base: str, name: str) -> bool:
        if base in _REQUESTS or base.removesuffix(".rel_url") in _REQUESTS:
            return True
        if not (self.web or name in SURE):
            return False
        if base.startswith("%"):
            return dotted(base).removesuffix(".rel_url") in _NAMES
        return bool(_SELF.match(base)) or (base == "?request" and name in SURE)


def dotted(path: str) -> str:
    """``%3:update.message`` -> ``update.message``."""
    return path.partition(":")[2] if path[:1] == "%" else path.lstrip("?")


def last(path: str) -> str:
    """The last name of a path."""
    return dotted(path).rpartition(".")[2]
