"""Where a value of somebody else does harm.

Sources: the documentation of Python, its database drivers, SQLAlchemy, Django, Flask, Starlette, requests, httpx,
aiohttp.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import NamedTuple

from .flow.values import CODE, HTML, LOAD, PATH, REDIRECT, SHELL, SQL, TEMPLATE, URL


class Sink(NamedTuple):
    """A callable whose argument does harm. ``at`` are positions and keywords of it. ``needs`` is what has to hold: the
    start of the path (``=requests.``), or a word that `holds` knows."""

    kind: int
    at: tuple[int | str, ...]
    needs: str = ""


_FIRST: tuple[int | str, ...] = (0,)
_SQL = Sink(SQL, (0, "sql", "statement", "query", "operation", "clause"), "database")
_SHELL = Sink(SHELL, (0, "args", "cmd", "command"), "shell")
_OPEN = Sink(PATH, (0, "file", "path", "filename", "name"), "opener")
_FILE = Sink(PATH, (0, "path", "src", "target"), "=os.")
_MOVE = Sink(PATH, (0, 1, "src", "dst", "path"), "=shutil.")
_LOAD = Sink(LOAD, _FIRST, "loader")
_GET = Sink(URL, (0, "url"), "client")
SINKS: dict[str, tuple[Sink, ...]] = {
    **dict.fromkeys(
        "execute executemany executescript exec_driver_sql fetchval fetchrow fetch_all fetch_one fetch_val "
        "execute_query execute_sql read_sql read_sql_query read_sql_table mogrify copy_expert".split(),
        (_SQL,),
    ),
    "text": (Sink(SQL, _FIRST, "=sqlalchemy"),),
    "RawSQL": (Sink(SQL, (0, "sql"), ""),),
    "raw": (Sink(SQL, (0, "raw_query"), "manager"),),
    "extra": (Sink(SQL, ("where", "select", "order_by", "tables"), "manager"),),
    "query": (Sink(SQL, (0, "query"), "sql"),),
    "sql": (Sink(SQL, (0, "query", "sqlQuery"), "sql"),),
    "fetch": (Sink(SQL, (0, "query"), "database"),),
    "system": (Sink(SHELL, _FIRST, "=os.system"),),
    "popen": (Sink(SHELL, _FIRST, "=os.popen"),),
    **dict.fromkeys("call check_call check_output Popen".split(), (_SHELL,)),
    "run": (_SHELL, Sink(SHELL, _FIRST, "=fabric")),
    **dict.fromkeys("getoutput getstatusoutput".split(), (Sink(SHELL, _FIRST, "=subprocess."),)),
    "create_subprocess_shell": (Sink(SHELL, _FIRST),),
    "exec_command": (Sink(SHELL, _FIRST),),
    "eval": (Sink(CODE, _FIRST, "=builtins.eval"), Sink(CODE, _FIRST, "=PIL.ImageMath")),
    "exec": (Sink(CODE, _FIRST, "=builtins.exec"),),
    "import_module": (Sink(CODE, _FIRST, "=importlib."),),
    "__import__": (Sink(CODE, _FIRST, "=builtins."),),
    "open": (_OPEN,),
    **dict.fromkeys("remove unlink rmdir removedirs listdir scandir makedirs mkdir".split(), (_FILE,)),
    "rename": (Sink(PATH, (0, 1), "=os."),),
    **dict.fromkeys("rmtree copy copyfile copy2 move copytree".split(), (_MOVE,)),
    "send_file": (Sink(PATH, (0, "path_or_file", "filename_or_fp"), "=flask"), Sink(PATH, _FIRST, "=quart")),
    "send_from_directory": (Sink(PATH, (0, "directory"), "=flask"),),
    "FileResponse": (Sink(PATH, (0, "path"), ""),),
    "ZipFile": (Sink(PATH, (0, "file"), "=zipfile."),),
    **dict.fromkeys(
        "read_text read_bytes write_text write_bytes touch".split(), (Sink(PATH, ("self",), "path"),)
    ),
    "save": (Sink(PATH, (0, "dst"), "saved"),),
    **dict.fromkeys("load loads".split(), (_LOAD,)),
    **dict.fromkeys(
        "unsafe_load unsafe_load_all full_load load_all".split(), (Sink(LOAD, _FIRST, "=yaml."),)
    ),
    "decode": (Sink(LOAD, _FIRST, "=jsonpickle."),),
    "Unpickler": (Sink(LOAD, _FIRST),),
    "read_pickle": (Sink(LOAD, _FIRST),),
    "HttpResponse": (Sink(HTML, (0, "content"), "html"),),
    "HttpResponseBadRequest": (Sink(HTML, (0, "content"), "html"),),
    "HttpResponseNotFound": (Sink(HTML, (0, "content"), "html"),),
    "HTMLResponse": (Sink(HTML, (0, "content")),),
    "make_response": (Sink(HTML, _FIRST, "=flask.make_response built"),),
    "Response": (Sink(HTML, (0, "content", "response"), "html"),),
    "mark_safe": (Sink(HTML, _FIRST),),
    "Markup": (Sink(HTML, _FIRST, ""),),
    "SafeString": (Sink(HTML, _FIRST, "=django."),),
    "format_html": (Sink(HTML, _FIRST, "=django."),),
    "render_template_string": (Sink(TEMPLATE, (0, "source")),),
    "Template": (Sink(TEMPLATE, (0, "source", "template_string"), "template"),),
    "from_string": (Sink(TEMPLATE, _FIRST, "template"),),
    "redirect": (Sink(REDIRECT, (0, "location", "to"), "redirect"),),
    **dict.fromkeys(
        "HttpResponseRedirect HttpResponsePermanentRedirect".split(), (Sink(REDIRECT, (0, "redirect_to")),)
    ),
    "RedirectResponse": (Sink(REDIRECT, (0, "url")),),
    **dict.fromkeys(
        "HTTPFound HTTPSeeOther HTTPMovedPermanently HTTPTemporaryRedirect".split(),
        (Sink(REDIRECT, (0, "location")),),
    ),
    **dict.fromkeys("get post put patch delete head options stream".split(), (_GET,)),
    "request": (Sink(URL, (1, "url"), "client"),),
    **dict.fromkeys("urlopen urlretrieve".split(), (Sink(URL, (0, "url")),)),
    "Request": (Sink(URL, (0, "url"), "=urllib.request."),),
    "ws_connect": (Sink(URL, (0, "url"), "client"),),
    "goto": (Sink(URL, (0, "url"), "page"),),
}
"""By the last name of what is called."""
COMMON = frozenset(
    {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "head",
        "options",
        "text",
        "query",
        "load",
        "loads",
        "copy",
        "run",
    }
)
"""Names that mostly mean something else: only a path tells."""

_BASES = re.compile(
    r"(?i)(?:^|[._])(?:cursor|cur|curs|conn|connection|con|db|database|session|engine|sqlite|mysql|postgres|pg|pool|"
    r"dbsession|sess|crsr|c|tx|transaction|dbconn|mydb|db_?session|sql|ctx_db|async_session)\d?(?:\(\))?\Z"
)
_SQL_PATHS = re.compile(
    r"(?:sqlite3|psycopg2?|pymysql|MySQLdb|mysql|asyncpg|aiosqlite|aiomysql|sqlalchemy|flask_sqlalchemy|"
    r"sqlmodel|databases|"
    r"pyodbc|cx_Oracle|oracledb|duckdb|django\.db|pandas|snowflake|clickhouse_driver|peewee|records|"
    r"flask_mysqldb|tortoise)\b"
)
_CLIENT_PATHS = re.compile(
    r"(?:requests(?:\.Session\(\))?|requests\.sessions\.Session\(\)|httpx(?:\.(?:Async)?Client\(\))?|"
    r"aiohttp\.(?:client\.)?ClientSession\(\)|"
    r"urllib3\.PoolManager\(\)|aiohttp|cloudscraper\.create_scraper\(\)|curl_cffi\.requests|httplib2\.Http\(\))!?\Z"
)
LOADERS = frozenset(
    "pickle cPickle _pickle dill cloudpickle marshal joblib torch yaml jsonpickle numpy shelve "
    "ruamel.yaml dill._dill".split()
)
_OPENERS = frozenset(
    "builtins.open aiofiles.open codecs.open gzip.open bz2.open lzma.open tarfile.open os.open "
    "django.core.files.storage.default_storage.open"
    " anyio.open_file".split()
)
_RESPONSES = re.compile(
    r"django\.http(?:\.response)?\.|flask\.|quart\.|werkzeug\.|starlette\.|fastapi\.|aiohttp\.web\."
)


_REDIRECTS = ("flask.", "django.", "quart.", "werkzeug.", "bottle.", "sanic.")


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument."""
    return next((k.value for k in node.keywords if k.arg == name), None)


def holds(sink: Sink, node: ast.Call, path: str, base: str) -> bool | None:
    """Whether a call is the sink. ``path`` is that of what is called, ``base`` that of what stands before its last
    name. None: whether it is depends on what ``path`` means in the project."""
    needs = sink.needs
    if not needs:
        return not path.startswith("@.")
    if needs[0] == "=":
        return path.startswith(needs[1:].split()[0])
    return _TESTS[needs](node, path, base)


def _database(node: ast.Call, path: str, base: str) -> bool | None:
    if path.startswith(("read_sql", "pandas.")) or _SQL_PATHS.match(path):
        return True
    if isinstance(node.func, ast.Name):
        return None
    return True if _BASES.search(base.partition(":")[2] if base[:1] == "%" else base.lstrip("?")) else None


def _shell(node: ast.Call, path: str, base: str) -> bool:
    if not path.startswith("subprocess."):
        return False
    shell = keyword(node, "shell")
    if shell is not None:
        return not (isinstance(shell, ast.Constant) and not shell.value)
    given = node.args[0] if node.args else keyword(node, "args")
    words = (
        [e.value for e in given.elts[:2] if isinstance(e, ast.Constant)]
        if isinstance(given, ast.List)
        else []
    )
    return len(words) == 2 and words[1] in ("-c", "/c", "/C", "-lc") and str(words[0]).rpartition("/")[2] in (
        "sh", "bash", "cmd", "cmd.exe", "zsh", "powershell")  # fmt: skip


def _loader(node: ast.Call, path: str, base: str) -> bool:
    module = path.rpartition(".")[0]
    if module not in LOADERS:
        return False
    if module == "yaml":
        loader = keyword(node, "Loader") or (node.args[1] if len(node.args) > 1 else None)
        return not (loader is not None and "Safe" in ast.dump(loader)) and path.endswith(".load")
    if module == "torch":
        only = keyword(node, "weights_only")
        return not (isinstance(only, ast.Constant) and only.value is True)
    if module == "numpy":
        allow = keyword(node, "allow_pickle")
        return isinstance(allow, ast.Constant) and allow.value is True
    return True


def _html(node: ast.Call, path: str, base: str) -> bool:
    """Whether a response is sent as a page: Django and Flask do unless told otherwise, Starlette does not."""
    if not _RESPONSES.match(path):
        return False
    content = keyword(node, "content_type") or keyword(node, "mimetype") or keyword(node, "media_type")
    if content is None and len(node.args) > 1 and path.startswith("django"):
        content = node.args[1]
    if content is None:
        return (
            not path.startswith(("starlette", "fastapi", "aiohttp", "rest_framework"))
            and keyword(node, "headers") is None
        )
    return isinstance(content, ast.Constant) and isinstance(content.value, str) and "html" in content.value


def _template(path: str, base: str) -> bool | None:
    if "andbox" in path:
        return False
    if (
        path.startswith(("jinja2.", "django.template", "mako.", "flask.", "tornado."))
        or ".Environment()" in base
    ):
        return True
    return None if base[:1] == "@" else False


def _client(node: ast.Call, path: str, base: str) -> bool | None:
    if _CLIENT_PATHS.match(base):
        return True
    return None if base[:1] in "@%" and "." in base and not isinstance(node.func, ast.Name) else False


_TESTS: dict[str, Callable[[ast.Call, str, str], bool | None]] = {
    "database": _database,
    "shell": _shell,
    "loader": _loader,
    "html": _html,
    "client": _client,
    "opener": lambda node, path, base: path in _OPENERS,
    "manager": lambda node, path, base: ".objects" in base or base.endswith(".objects()"),
    "sql": lambda node, path, base: path.startswith(("duckdb", "pyspark", "google.cloud.bigquery", "pandasql")),
    "template": lambda node, path, base: _template(path, base),
    "redirect": lambda node, path, base: path.startswith(_REDIRECTS),
    "path": lambda node, path, base: True,
    "saved": lambda node, path, base: True,
    "page": lambda node, path, base: base.rpartition(".")[2].rpartition(":")[2].lstrip("?") == "page"
    or base.endswith("new_page()"),
}  # fmt: skip
CLIENTS = _CLIENT_PATHS
DATABASES = _SQL_PATHS
