"""What a piece of code shows about a naive UTC datetime: can anybody tell if it becomes timezone-aware?

`plan_of` follows the value outwards from where it is made; see `codereview.fix.utcnow` for the policy.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import lru_cache

from codereview.fix.base import Refusal, Source
from codereview.fix.names import Names

PATHS = {"datetime.datetime.utcnow": "now", "datetime.datetime.utcfromtimestamp": "fromtimestamp"}
"""What is replaced, and by which method."""

UNSAFE = "the value becomes timezone-aware; comparisons with naive values raise TypeError"
LOCAL = "the naive value was read as local time here; the result changes where local time is not UTC"
_UTC = {"datetime.timezone.utc", "datetime.UTC", "pytz.utc", "pytz.UTC", "dateutil.tz.UTC"}
_SAME = frozenset({
    "year", "month", "day", "hour", "minute", "second", "microsecond", "fold", "date", "time", "weekday",
    "isoweekday", "isocalendar", "toordinal", "ctime", "utctimetuple",
})  # fmt: skip
_COLUMNS = {"Column", "mapped_column"}
_ZONED = re.compile(r"timezone=True|tz|aware", re.IGNORECASE)
_OFFSET = re.compile(r"%:?[zZs]")


@dataclass(frozen=True)
class Plan:
    """What becomes of one reference.

    ``naive``: keep the value naive. ``drop``: a call around it that only attached UTC and goes away, ``zone``
    being the time zone written there.
    """

    naive: bool
    safe: bool
    reason: str
    drop: ast.Call | None = None
    zone: ast.expr | None = None


_ALIKE = Plan(False, True, "what is taken from the value is the same for an aware one")


def _kept(why: str) -> Plan:
    return Plan(True, True, f"the value stays naive as it was: {why}")


_COMPARED = _kept("it is compared, and what it is compared with is naive today")
_DIFFERENCE = _kept("it takes part in a difference, and the other side is naive today")
_ASSIGNED = _kept("what it is assigned to is compared or subtracted in this file")
_ALIKE_OTHERS = _kept("others of this file are compared or subtracted")
_MEETING = {plan.reason for plan in (_COMPARED, _DIFFERENCE, _ASSIGNED)}


def plan_of(source: Source, names: Names, call: ast.Call) -> Plan:
    """The plan for a called ``utcnow()`` or ``utcfromtimestamp(...)``.

    Where the text does not tell about this value, but others of the file meet naive ones, it stays naive too:
    the values of one module usually meet each other.
    """
    plan = _plan(source, names, call)
    if plan.reason == UNSAFE and _meets(source, names):
        return _ALIKE_OTHERS
    return plan


@lru_cache(maxsize=4)
def _meets(source: Source, names: Names) -> bool:
    """Whether a naive UTC value of the file is compared or takes part in a difference."""
    return any(
        isinstance(node, ast.Call)
        and names.resolve(node.func) in PATHS
        and _plan(source, names, node).reason in _MEETING
        for node in ast.walk(source.tree)
    )


def _plan(source: Source, names: Names, call: ast.Call) -> Plan:
    node: ast.expr = call
    while True:
        step = _step(source, names, call, node)
        if isinstance(step, Plan):
            return step
        node = step


def _step(source: Source, names: Names, call: ast.Call, node: ast.expr) -> Plan | ast.expr:
    """The plan that the parent of ``node`` settles, or the larger expression that has the same awareness."""
    up = source.parents[node]
    if isinstance(up, ast.Attribute):
        return _member(source, names, call, node, up)
    if isinstance(up, ast.Call):
        return _argument(source, names, call, node, up)
    if isinstance(up, ast.FormattedValue):
        spec = up.format_spec
        literal = spec.values[0] if isinstance(spec, ast.JoinedStr) and len(spec.values) == 1 else None
        plain = isinstance(literal, ast.Constant) and not _OFFSET.search(str(literal.value))
        return _ALIKE if plain and up.conversion == -1 else _kept("it is written as text")
    if isinstance(up, ast.BinOp):
        return _operand(names, node, up)
    if isinstance(up, ast.Compare):
        return _COMPARED
    if isinstance(up, (ast.IfExp, ast.BoolOp)):
        return up
    if isinstance(up, ast.Lambda) and isinstance(source.parents[up], ast.keyword):  # default=lambda: ...
        up = source.parents[up]
    if isinstance(up, ast.keyword):
        return _default(source, source.parents[up], up) or Plan(False, False, UNSAFE)
    if isinstance(up, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        targets = up.targets if isinstance(up, ast.Assign) else [up.target]
        if {_last(target) for target in targets} & _compared(source):
            return _ASSIGNED
    return Plan(False, False, UNSAFE)


def _member(
    source: Source, names: Names, call: ast.Call, node: ast.expr, up: ast.Attribute
) -> Plan | ast.expr:
    outer = source.parents[up]
    if up.attr in _SAME:
        return _ALIKE
    if not (isinstance(outer, ast.Call) and outer.func is up):
        return _kept(f"its {up.attr} is taken")
    if up.attr in {"timestamp", "astimezone"}:
        return Plan(False, False, LOCAL)
    if up.attr == "strftime":
        form = outer.args[0] if outer.args else None
        if isinstance(form, ast.Constant) and not _OFFSET.search(str(form.value)):
            return _ALIKE
        return _kept("it is written as text")
    if up.attr == "replace":
        return _replaced(names, outer, directly=node is call)
    return _kept("it is written as text" if up.attr == "isoformat" else f"{up.attr}() is called on it")


def _replaced(names: Names, replace: ast.Call, directly: bool) -> Plan | ast.expr:
    """The plan for ``.replace(...)``; with `directly` it is called on the call itself."""
    starred = any(isinstance(argument, ast.Starred) for argument in replace.args)
    if len(replace.args) > 7 or starred or any(keyword.arg is None for keyword in replace.keywords):
        return _kept("the arguments of replace are not seen")
    zone = next((keyword.value for keyword in replace.keywords if keyword.arg == "tzinfo"), None)
    if zone is None:
        return replace
    if directly and not replace.args and len(replace.keywords) == 1 and _is_utc(names, zone):
        return Plan(False, True, "the value is the same: replace only attached UTC", replace, zone)
    return Plan(False, True, "the value is the same: replace sets its time zone")


def _argument(source: Source, names: Names, call: ast.Call, node: ast.expr, up: ast.Call) -> Plan:
    func = _last(up.func)
    if func == "localize" and isinstance(up.func, ast.Attribute):
        single = len(up.args) == 1 and not up.keywords
        if node is call and single and _is_utc(names, up.func.value):
            return Plan(False, True, "the value is the same: localize only attached UTC", up, up.func.value)
    if func in {"localize", "make_aware"}:
        return _kept(f"{func} takes naive values only")
    if func in {"str", "print", "format"} and isinstance(up.func, (ast.Name, ast.Attribute)):
        return _kept("it is written as text")
    return Plan(False, False, UNSAFE)


def _operand(names: Names, node: ast.expr, up: ast.BinOp) -> Plan | ast.expr:
    if isinstance(up.op, ast.Add):
        return up
    other = up.right if up.left is node else up.left
    if isinstance(up.op, ast.Sub) and up.left is node and isinstance(other, ast.Call):
        known = _last(other.func) in {"timedelta", "relativedelta"}
        return up if known else _DIFFERENCE
    if isinstance(up.op, ast.Sub):
        return _DIFFERENCE
    return _kept("it is written as text")


def _default(source: Source, call: ast.AST, keyword: ast.keyword) -> Plan | None:
    """The plan for a default of a database column; None if it is none."""
    if not isinstance(call, ast.Call) or keyword.arg not in {"default", "onupdate"}:
        return None
    name = _last(call.func)
    if name not in _COLUMNS and not (name.endswith("Field") and name != "Field"):
        return None
    others = [ast.unparse(a) for a in call.args] + [ast.unparse(k) for k in call.keywords if k is not keyword]
    if _ZONED.search(" ".join(others)):
        return Plan(False, False, "the stored value becomes timezone-aware")
    return _kept("it is the default of a column without time zone")


def plan_uncalled(source: Source, names: Names, node: ast.Attribute) -> Plan:
    """The plan for ``utcnow`` passed as a function, which becomes a lambda. Raises `Refusal`."""
    up = source.parents[node]
    if isinstance(up, ast.keyword):
        call = source.parents[up]
        field = isinstance(call, ast.Call) and _last(call.func).endswith("Field")
        if field and up.arg == "default" and any(i.path.startswith("django.") for i in names.imports):
            raise Refusal("Django cannot write a lambda into a migration; use django.utils.timezone.now")
        default = _default(source, call, up)
        if default is not None:
            return default
    elif not (isinstance(up, ast.Call) or (isinstance(up, ast.Dict) and node in up.values)):
        raise Refusal("the function is given another name here; a named function should take its place")
    return _ALIKE_OTHERS if _meets(source, names) else Plan(False, False, UNSAFE)


def _is_utc(names: Names, node: ast.expr) -> bool:
    return names.resolve(node) in _UTC


def _last(node: ast.AST) -> str:
    """The last name of a name or attribute chain."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _compared(source: Source) -> set[str]:
    """Names and attributes that are compared or subtracted anywhere in the file."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Compare) and not isinstance(
            node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)
        ):
            found.update(_last(side) for side in (node.left, *node.comparators))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            found.update((_last(node.left), _last(node.right)))
    return found - {""}
