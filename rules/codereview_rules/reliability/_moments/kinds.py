"""Whether an expression gives a datetime with a time zone, or one without.

Sources: the documentation of `datetime`, of `django.utils.timezone`, and of SQLAlchemy's `DateTime`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

AWARE, NAIVE, DJANGO, UNKNOWN = "aware", "naive", "django", ""
"""``django`` is aware where the settings have ``USE_TZ``."""
_DATETIME = "datetime.datetime"
_NAIVE = frozenset(f"{_DATETIME}.{name}" for name in ("utcnow", "utcfromtimestamp", "today"))
_DJANGO = frozenset(f"django.utils.timezone.{name}" for name in ("now", "localtime", "make_aware"))
_PENDULUM = frozenset({"pendulum.now", "pendulum.parse", "pendulum.datetime", "arrow.utcnow", "arrow.now"})
_LENGTH = frozenset({"datetime.timedelta()", "dateutil.relativedelta.relativedelta()"})
_MOST_ARGUMENTS = 7


def kind_of(node: ast.expr, resolve: Callable[[ast.expr], str], names: Mapping[str, str]) -> str:
    """The kind of an expression: `AWARE`, `NAIVE`, `DJANGO`, or a path that the project has to tell, or nothing.

    Args:
        node: the expression.
        resolve: gives the symbolic path of an expression.
        names: kinds of the local names that are known.
    """
    if isinstance(node, ast.Name):
        return names.get(node.id, UNKNOWN)
    if isinstance(node, ast.Await):
        return kind_of(node.value, resolve, names)
    if isinstance(node, ast.Call):
        return _call(node, resolve, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        left = kind_of(node.left, resolve, names)
        return left if left and resolve(node.right) in _LENGTH else UNKNOWN
    if isinstance(node, ast.Attribute):
        path = resolve(node)
        return path if path[0] not in "?=" else UNKNOWN
    return UNKNOWN


def _call(node: ast.Call, resolve: Callable[[ast.expr], str], names: Mapping[str, str]) -> str:
    path = resolve(node.func)
    keywords = {item.arg: item.value for item in node.keywords}
    if None in keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
        return UNKNOWN
    if path in _NAIVE:
        return NAIVE
    if path in _DJANGO:
        return DJANGO if not path.endswith("make_aware") else AWARE
    if path == "django.utils.timezone.make_naive":
        return NAIVE
    if path.startswith(_DATETIME):
        return _constructed(path[len(_DATETIME) :], node, keywords)
    if isinstance(node.func, ast.Attribute):
        return _converted(node.func, keywords, resolve, names) or _ours(path)
    return _ours(path)


def _ours(path: str) -> str:
    """The path of what a function of the project gives, which the project has to tell."""
    return (
        path + "()" if path[0] == "@" or (path[0].isalpha() and not path.startswith("builtins.")) else UNKNOWN
    )


def _constructed(how: str, node: ast.Call, keywords: Mapping[str | None, ast.expr]) -> str:
    """What the constructors of `datetime.datetime` give."""
    if how == ".now":
        return _zoned(node.args[0] if node.args else keywords.get("tz"))
    if how == ".fromtimestamp":
        return _zoned(node.args[1] if len(node.args) > 1 else keywords.get("tz"))
    if how == "":
        return UNKNOWN if len(node.args) > _MOST_ARGUMENTS else _zoned(keywords.get("tzinfo"))
    if how == ".strptime" and len(node.args) == 2:
        form = node.args[1]
        if isinstance(form, ast.Constant) and isinstance(form.value, str):
            return AWARE if "%z" in form.value else NAIVE
    return UNKNOWN


def _zoned(zone: ast.expr | None) -> str:
    """The kind by the time zone that is given; a name can hold None."""
    if zone is None or (isinstance(zone, ast.Constant) and zone.value is None):
        return NAIVE
    return AWARE if isinstance(zone, (ast.Call, ast.Attribute)) or _constant_name(zone) else UNKNOWN


def _constant_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and (
        node.id.isupper() or node.id in ("utc", "timezone_utc", "pytz_utc")
    )


def _converted(
    func: ast.Attribute,
    keywords: Mapping[str | None, ast.expr],
    resolve: Callable[[ast.expr], str],
    names: Mapping[str, str],
) -> str:
    """What methods of a datetime give: ``replace(tzinfo=...)``, ``astimezone()``, ``localize()`` of pytz."""
    if func.attr == "replace" and "tzinfo" in keywords:
        return _zoned(keywords["tzinfo"])
    if func.attr == "replace" and set(keywords) <= {
        "hour",
        "minute",
        "second",
        "microsecond",
        "day",
        "month",
        "year",
    }:
        inner = kind_of(func.value, resolve, names) if keywords else UNKNOWN
        return inner if inner in (AWARE, NAIVE, DJANGO) else UNKNOWN
    if func.attr == "astimezone":
        return AWARE
    if func.attr == "localize" and resolve(func.value).startswith("pytz."):
        return AWARE
    return UNKNOWN


_COLUMNS = frozenset({"Column", "mapped_column"})
_OF_MODELS = ("django.db.models", "django.contrib.gis.db.models")


def column_kind(
    value: ast.expr | None, annotation: ast.expr | None, resolve: Callable[[ast.expr], str]
) -> str:
    """The kind of what a column of a model gives when it is read from the database."""
    if not isinstance(value, ast.Call):
        return UNKNOWN
    path = resolve(value.func)
    name = path.rpartition(".")[2]
    if path.startswith(_OF_MODELS) and name == "DateTimeField":
        return DJANGO
    if name not in _COLUMNS or not ("sqlalchemy" in path or "sqlmodel" in path or path.endswith(".Column")):
        return UNKNOWN
    for arg in value.args[:2]:
        found = _type_kind(arg, resolve, path.rpartition(".")[0])
        if found:
            return found
    return UNKNOWN


def _type_kind(node: ast.expr, resolve: Callable[[ast.expr], str], owner: str) -> str:
    """The kind of ``DateTime``, ``DateTime(timezone=True)``, ``TIMESTAMP(timezone=True)``."""
    kind = node.func if isinstance(node, ast.Call) else node
    if not isinstance(kind, (ast.Name, ast.Attribute)):
        return UNKNOWN
    path = resolve(kind)
    module, _, name = path.rpartition(".")
    if name not in ("DateTime", "TIMESTAMP") or not (
        "sqlalchemy" in path or "sqlmodel" in path or module == owner
    ):
        return UNKNOWN
    zoned = (
        next((k.value for k in node.keywords if k.arg == "timezone"), None)
        if isinstance(node, ast.Call)
        else None
    )
    if zoned is None and isinstance(node, ast.Call) and node.args:
        zoned = node.args[0]
    if zoned is None or (isinstance(zoned, ast.Constant) and zoned.value is False):
        return NAIVE
    return AWARE if isinstance(zoned, ast.Constant) and zoned.value is True else UNKNOWN
