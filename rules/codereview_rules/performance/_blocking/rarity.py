"""What in a file says that something is seldom come to: guards that let administrators in alone, and long pauses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ADMINS = frozenset(
    "admin admins administrator administrators superadmin superadmins superuser superusers sysadmin".split()
)
# who runs the program, as decorators name them: what is somebody's own is a matter of rows elsewhere
_OPERATORS = frozenset(
    "owner owners owneronly dev devs developer developers staff operator operators sudo".split()
)
_ASKED = re.compile(
    r"admin|superuser|owner|devs?_|developer|staff|operator|sudo|add_job|scheduled_job|repeat|run_daily|loop|sleep|wait_for",
    re.I,
)
_OPENING = 5
"""Statements of a function among which a guard stands."""
SELDOM = 15 * 60
"""Seconds between two rounds of what is rare."""
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 7 * 86400}
_CALENDAR = frozenset({"hour", "day", "day_of_week", "week", "month"})
_DAILY = frozenset({"run_daily", "run_monthly"})
_JOBS = frozenset({"add_job", "scheduled_job", "loop", "repeat_every", "every", "run_repeating"}) | _DAILY
_UNTIL = re.compile(
    r"\bself\._?(?:sleep|wait)_until_(?!ready|connected|closed|done|stopped)"
)  # a time of the calendar
_PAUSES = frozenset({"asyncio.sleep", "anyio.sleep", "trio.sleep", "sleep"})


class Rarity(Collector):
    """Notes of kind ``admin``, at functions that administrators alone come to, ``router``, at the router of such,
    ``job``, at a decorator or call that has a function called seldom, ``pause``, at loops that pause for long, and
    ``endless``, at loops that are left as something fails or not at all."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.Call,
        ast.While,
    )

    def wants(self, file: ModuleContext) -> bool:
        return _ASKED.search(file.text) is not None

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        if isinstance(node, ast.Call):
            name = _last(node.func)
            if name in _JOBS and _is_seldom(name, node):
                return [self.noted(node, file, "job")]
            if name.endswith("Router") and any(of_admins(one) for one in node.keywords):
                return [self.noted(node, file, "router")]
        elif isinstance(node, ast.While):
            found = [self.noted(node, file, "pause")] if _shortest_pause(node, file.tree) >= SELDOM else []
            return (
                [*found, self.noted(node, file, "endless")]
                if not isinstance(node.test, ast.Compare) and _is_endless(node.body)
                else found
            )
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _is_guarded(node):
            return [self.noted(node, file, "admin")]
        return ()


@lru_cache(maxsize=10_000)
def says_admin(text: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether a text has a word for administrators, in whatever spelling of a name, and for nobody beside them."""
    words = {word.lower() for word in _WORDS.findall(text)}
    return not words.isdisjoint(_ADMINS | more) and "or" not in words


def of_admins(node: ast.AST, more: frozenset[str] = frozenset()) -> bool:
    """Whether an expression names administrators, by a name, a path or a text in it; not among other roles."""
    texts: list[str] = []
    for one in ast.walk(node):
        if isinstance(one, ast.Constant):
            if isinstance(one.value, str):
                texts.append(one.value)
        elif isinstance(one, ast.Attribute) and one.attr.isupper():  # of an enumeration of roles
            texts.append(one.attr)
        elif says_admin(_last(one), more):
            return True
    paths = [text for text in texts if text.startswith("/")]
    roles = [text for text in texts if text.isidentifier()]
    return any(map(says_admin, paths)) or (bool(roles) and all(map(says_admin, roles)))


def _is_guarded(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator, a dependency or a guard at the top of a function lets administrators in alone."""
    args = node.args
    declared = (one.annotation for one in (*args.posonlyargs, *args.args, *args.kwonlyargs))
    if any(of_admins(one, _OPERATORS) for one in node.decorator_list):
        return True
    given = (*declared, *args.defaults, *args.kw_defaults)
    return any(of_admins(one) for one in given if one is not None) or any(
        isinstance(item, ast.If) and _turns_away(item) for item in node.body[:_OPENING]
    )


def _turns_away(item: ast.If) -> bool:
    """``if user not in ADMINS: return``, ``if not ADMIN_KEY or key != ADMIN_KEY: raise``; what also asks whether a
    password is right lets everybody come to that."""
    either = isinstance(item.test, ast.BoolOp) and isinstance(item.test.op, ast.Or)
    if either and any(isinstance(one, ast.Call) for one in ast.walk(item.test)):
        return False
    tests = item.test.values if isinstance(item.test, ast.BoolOp) and either else [item.test]
    return isinstance(item.body[-1], (ast.Return, ast.Raise)) and any(map(_denies, tests))


def _denies(test: ast.expr) -> bool:
    """Whether a test comes true for all but administrators."""
    denies = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    differs = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotIn, ast.NotEq))
    return (denies or differs) and of_admins(test)


def _is_seldom(name: str, call: ast.Call) -> bool:
    """Whether a call of a scheduler has something done at long intervals, or at times of the calendar."""
    if name in _DAILY:
        return True
    given = {one.arg: one.value for one in call.keywords if one.arg}
    units = [unit for unit in _UNITS if unit in given]
    if units:
        return sum(_UNITS[unit] * _number(given[unit], 0.0) for unit in units) >= SELDOM
    if name == "loop":
        return "time" in given
    if name == "repeat_every" or name == "run_repeating":
        return any(_number(one, 0.0) >= SELDOM for one in call.args)
    triggers = [one for one in call.args if isinstance(one, ast.Call)]
    return any(
        _last(one.func) in ("CronTrigger", "crontab", "IntervalTrigger") and _is_seldom("", one)
        for one in (*triggers, *given.values())
        if isinstance(one, ast.Call)
    ) or (not _CALENDAR.isdisjoint(given) and not any(map(_is_every, given.values())))


def _is_every(value: ast.expr) -> bool:
    """``*`` or ``*/5``, as minutes of a calendar have it."""
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.startswith("*")


def _shortest_pause(loop: ast.While, tree: ast.Module) -> float:
    """The shortest time for which a loop pauses in each of its rounds, else in some; 0 if that is not known."""
    pauses = list(_pauses(loop.body, deep=False)) or list(_pauses(loop.body, deep=True))
    return min((_number(one, 0.0, tree) for one in pauses), default=0.0)


def _pauses(body: Sequence[ast.stmt], deep: bool) -> Iterator[ast.expr]:
    """For how long the statements of a block pause, those for failures and of functions left out; ``deep``: those
    under a condition too."""
    for item in body:
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Await):
            call = item.value.value
            if isinstance(call, ast.Call):
                yield from _pause(call)
        elif isinstance(item, (ast.Try, ast.With, ast.AsyncWith)) or (deep and isinstance(item, ast.If)):
            for name in ("body", "orelse", "finalbody"):
                yield from _pauses(getattr(item, name, None) or (), deep)


def _pause(call: ast.Call) -> Iterator[ast.expr]:
    """For how long a call that is awaited pauses, if it is one that does."""
    name = ast.unparse(call.func)
    if _UNTIL.search(name):
        yield ast.Constant(SELDOM)
    elif name in _PAUSES and call.args:
        yield call.args[0]
    elif name.endswith("wait_for"):
        yield from [one.value for one in call.keywords if one.arg == "timeout"] or call.args[1:2]


def _is_endless(body: Sequence[ast.stmt]) -> bool:
    """Whether no statement of a loop leaves it, those for failures left out."""
    for item in body:
        if isinstance(item, (ast.Return, ast.Break)):
            return False
        if isinstance(item, (ast.Try, ast.With, ast.AsyncWith, ast.If)):
            blocks = (getattr(item, name, None) or () for name in ("body", "orelse", "finalbody"))
            if not all(map(_is_endless, blocks)):
                return False
    return True


def _number(node: ast.expr, unknown: float, tree: ast.Module | None = None) -> float:
    """What an expression comes to; a factor that is not known counts as one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _number(node.left, 1.0, tree) * _number(node.right, 1.0, tree)
    if isinstance(node, (ast.Name, ast.Attribute)) and tree is not None:
        return _constants(tree).get(_last(node), unknown)
    return unknown


@lru_cache(maxsize=2)
def _constants(tree: ast.Module) -> dict[str, float]:
    """The numbers that names and attributes of a file are given, and that are defaults of parameters; of several the
    smallest."""
    found: dict[str, float] = {}
    for node in ast.walk(tree):
        given: list[tuple[str, ast.expr]] = []
        if isinstance(node, ast.Assign):
            given = [(_last(target), node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            given = [(_last(node.target), node.value)]
        elif isinstance(node, ast.arguments):
            args = [*node.posonlyargs, *node.args]
            defaults = node.defaults
            given = [
                (arg.arg, one) for arg, one in zip(args[len(args) - len(defaults) :], defaults, strict=True)
            ]
        for name, value in given:
            number = _number(value, 0.0)
            if name and number:
                found[name] = min(number, found.get(name, number))
    return found


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
