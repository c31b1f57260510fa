"""ARC004: functions that take very many arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.clones import is_migration
from codereview.facts.module import ClassFact, FileFacts, FunctionFact, Param
from codereview.facts.project import Key, ProjectFacts

from .._syntax.patterns import lazy_pattern

_PLAIN_DECORATORS = lazy_pattern(
    r"(?:builtins\.(?:staticmethod|classmethod|property)|functools\.|contextlib\.|typing\.(?:override|final)|abc\.)"
)
_INJECTED = lazy_pattern(r"(?:fastapi|typer|dishka|dependency_injector|faststream|strawberry|nicegui)\b")
_COMMAND = lazy_pattern(r"(?:click|typer|rich_click|asyncclick|cyclopts)\b")
_PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic"})
_SHOWN = 6
_BY_POSITION = 4
"""Values by position that a reader still keeps apart."""
_ROWS = 3
"""Calls that can be the rows of a table."""


@dataclass(frozen=True)
class Options:
    """Options of the rule. Of 23,032 functions of Django, SQLAlchemy, FastAPI, Flask, httpx, Rich and Home Assistant's
    Supervisor
    one in two hundred must be given more than six arguments, and 23 must be given more than eight.

    Args:
        max: the highest number of required parameters that is not reported.
        positional: the highest number of parameters that can be given by position, required or not.
        medium: the number of required parameters from which a finding weighs medium.
    """

    max: int = 8
    positional: int = 14
    medium: int = 14


def _names(count: int, tail: str = "") -> str:
    return ", ".join(f"a{i}{tail}" for i in range(count))


CARD = Card(
    id="ARC004",
    title="Function with many parameters",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    effort=45,
    why=(
        "Callers have to know the order and meaning of a long row of values; two of the same "
        "type change places and nothing "
        "complains. Each new one changes all calls, and tests have to make up values for all of them."
    ),
    instead=(
        "Parameters that travel together are a value of their own: a dataclass. Let callers "
        "give options by name only "
        "(`*,`), with defaults. A function that needs this much at once often does several things."
    ),
    false_alarms=(
        "Parameters by name only that have a default are not counted. Handlers and commands "
        "(anything a decorator "
        "registers, FastAPI, click, typer), constructors that keep what they are given, "
        "overridden methods, stubs, tests "
        "and generated code are left out. Where all calls have to give the values by name, or do so and there are "
        "not very many, or only a command hands on its options, the finding is low."
    ),
)


class ManyParameters(ProjectRule):
    """Reads the parameters of all production functions."""

    card = CARD
    options = Options()
    bad = (
        Bad(f"def run({_names(9)}):\n    return a1\n", (1,)),
        Bad(f"async def run({_names(14)}):\n    return a1\n", (1,)),
        Bad(f"class A:\n    def run(self, {_names(9)}):\n        return a1\n", (2,)),
        Bad(f"def run(*, {_names(12)}):\n    return a1\n", (1,), confidence=Confidence.LOW),
        Bad(f"def run({_names(12)}):\n    return a1\n", (1,), confidence=Confidence.MEDIUM),
        Bad(
            f"def run({_names(12)}):\n    return a1\n\n\nrun({', '.join(f'a{i}={i}' for i in range(12))})\n",
            (1,),
            confidence=Confidence.LOW,
        ),
        Bad(
            f"def run({_names(15)}):\n    return a1\n\n\nrun({', '.join(f'a{i}={i}' for i in range(15))})\n",
            (1,),
            confidence=Confidence.MEDIUM,
        ),
        Bad(
            f"def run({_names(12)}):\n    return a1\n\n\nrun({', '.join(str(i) for i in range(12))})\n",
            (1,),
            confidence=Confidence.MEDIUM,
        ),
        Bad(f"def run({_names(15, '=None')}):\n    return a1\n", (1,)),
        Bad(  # the fields of a page
            f"def save({_names(15)}):\n    return a1\n\n\nbutton.click(save, inputs=[a1])\n",
            (1,),
            confidence=Confidence.LOW,
        ),
        Bad(  # the rows of a table
            f"def row({_names(14)}):\n    return dict(a=a1)\n\n\nROWS = [\n"
            + f"    row({', '.join(map(str, range(14)))}),\n" * 3
            + "]\n",
            (1,),
            confidence=Confidence.LOW,
        ),
        Bad(  # the options of a command
            {
                "manage.py": "",
                "shop/management/commands/fill.py": (
                    "from django.core.management.base import BaseCommand\n\nfrom shop.rows import run\n\n\n"
                    "class Command(BaseCommand):\n    def handle(self, *args, **options):\n"
                    f"        run({', '.join(f'options[{i}]' for i in range(12))})\n"
                ),
                "shop/rows.py": f"def run({_names(12)}):\n    return a1\n",
                "shop/__init__.py": "",
            },
            ("shop/rows.py:1",),
            confidence=Confidence.LOW,
        ),
        Bad(f"class A:\n    @staticmethod\n    def run({_names(10)}):\n        return a1\n", (3,)),
        Bad(
            f"class A:\n    pass\n\n\nclass B(A):\n    def run(self, {_names(9)}):\n        return a1\n",
            (6,),
        ),
        Bad(
            f"import functools\n\n\n@functools.lru_cache\ndef run({_names(9)}):\n    return a1\n",
            (5,),
        ),
    )
    good = (
        Good(f"def run({_names(8)}):\n    return a1\n"),
        Good(f"def run(a, *, {_names(20, '=None')}):\n    return a1\n"),
        Good(
            f"class A:\n    def __init__(self, {_names(10)}):\n"
            + "".join(f"        self.a{i} = a{i}\n" for i in range(10))
        ),
        Good(f"from base import A\n\n\nclass B(A):\n    def run(self, {_names(9)}):\n        return a1\n"),
        Good(
            f"class A:\n    def run(self, {_names(9)}):\n        raise NotImplementedError\n\n\n"
            f"class B(A):\n    def run(self, {_names(9)}):\n        return a1\n",
        ),
        Good(f"import click\n\n\n@click.command()\ndef run({_names(12)}):\n    return a1\n"),
        Good(
            "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
            f"@router.get('/')\ndef run({_names(12)}):\n    return a1\n"
        ),
        Good(f"from fastapi import Depends\n\n\ndef run(a=Depends(), {_names(16, '=1')}):\n    return a1\n"),
        Good(f"class A:\n    def __init__(self, {_names(16, '=1')}):\n        self.rows = [a1, a2]\n"),
        Good(f"def test_run({_names(12)}):\n    assert a1\n", path="tests/test_run.py"),
        Good(f"def run({_names(12)}): ...\n"),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for path, facts in project.files.items():
            if project.zone(path) is not Zone.PRODUCTION or not path.endswith(".py"):
                continue
            for number, function in enumerate(facts.functions):
                if len(function.params) > self.option.max:
                    finding = self._judged(project, facts, function, (path, number))
                    if finding is not None:
                        yield finding

    def _judged(
        self, project: ProjectFacts, facts: FileFacts, function: FunctionFact, key: Key
    ) -> Finding | None:
        counted = _counted(function)
        required = [param for param in counted if not param.default]
        positional = [param for param in counted if param.kind == "positional"]
        over = len(required) > self.option.max
        if function.name == "__init__" and not over:  # options of an object, given by name
            return None
        if not over and len(positional) <= self.option.positional:
            return None
        if is_migration(facts.path) or _is_given(function, counted):
            return None
        if function.cls >= 0 and _is_bound_by_class(project, facts, function):
            return None
        count = len(required) if over else len(positional)
        what = "has to be given" if over else "can be given by position"
        limit = self.option.max if over else self.option.positional
        shown = ", ".join(f"`{param.name}`" for param in (required if over else positional)[:_SHOWN])
        keyword = len("async def " if function.is_async else "def ")
        positional_only = [param for param in required if param.kind == "positional"]
        little = (
            count == limit + 1  # one more does not tell much
            or (over and len(positional_only) <= _BY_POSITION)
            or (len(required) < self.option.medium and _is_called_by_name(project, key))
            or _makes_rows(project, key)
            or _takes_options(project, key)
            or _is_given_inputs(facts, function)
        )
        end = function.column + keyword + len(function.name.encode("utf-8"))
        return self.finding(
            facts.path,
            At(function.line, function.column, function.line, end),
            f"`{function.name}` {what} {count} arguments ({shown} ...); the limit is {limit}",
            severity=Severity.MEDIUM if len(required) >= self.option.medium else None,
            confidence=Confidence.LOW if little else None,
            symbol=function.qualname,
            # functions of one form, as a table of handlers asks for, are one fault
            cause="ARC004:" + ",".join(param.name for param in counted),
            checked=(
                "it overrides nothing, no decorator registers it, and it is no constructor that "
                "keeps what it is given"
            ),
        )


def _is_called_by_name(project: ProjectFacts, key: Key) -> bool:
    """Whether all calls that are known give what they give by name: nothing can change places."""
    calls = [edge.call for edge in project.callers.get(key, ())]
    return bool(calls) and all(len(call.args) <= _BY_POSITION for call in calls)


def _makes_rows(project: ProjectFacts, key: Key) -> bool:
    """Whether a function is only called outside of all functions of its own file, several times: each call is a row of
    a table that the file writes out."""
    edges = project.callers.get(key, ())
    return len(edges) >= _ROWS and all(e.caller[0] == key[0] and e.call.function < 0 for e in edges)


def _takes_options(project: ProjectFacts, key: Key) -> bool:
    """Whether only a command calls it, with the options that somebody types: there are as many of these."""
    callers = [edge.caller for edge in project.callers.get(key, ())]
    return bool(callers) and all(
        number >= 0 and _is_command(project, path, number) for path, number in callers
    )


def _is_command(project: ProjectFacts, path: str, number: int) -> bool:
    function = project.function((path, number))
    if any(_COMMAND.match(decorator) for decorator in function.decorators):
        return True
    return function.name == "handle" and "/management/commands/" in f"/{path}"


def _is_given_inputs(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a page calls it with what its fields hold: ``button.click(save, inputs=[...])``."""
    return any(
        "inputs" in dict(call.kwargs)
        and any(value.rpartition(".")[2] == function.name for value in call.given)
        for call in facts.calls
        if call.kwargs
    )


def _counted(function: FunctionFact) -> list[Param]:
    """The parameters that a caller has to think of: not the receiver, and none by name only
    that has a default."""
    params = [p for p in function.params if p.kind == "positional" or (p.kind == "keyword" and not p.default)]
    bound = function.cls >= 0 and not any(d.endswith("staticmethod") for d in function.decorators)
    return params[1:] if bound and params and params[0].kind == "positional" else params


def _is_given(function: FunctionFact, counted: list[Param]) -> bool:
    """Whether a framework gives the arguments, or there is no body to speak of."""
    if function.stub or function.overload or function.name == "<lambda>":
        return True
    if any(not _PLAIN_DECORATORS.match(path) for path in function.decorators):
        return True
    return any(_INJECTED.match(p.default) or _INJECTED.match(p.annotation) for p in counted)


def _is_bound_by_class(project: ProjectFacts, facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a method is a constructor that keeps its arguments, or has the parameters of one
    that it overrides."""
    cls = facts.classes[function.cls]
    if function.name in ("__init__", "__new__", "__call__"):
        return function.name != "__init__" or _keeps(facts, cls, function)
    for base in project.resolver.bases((facts.path, function.cls))[1:]:
        if isinstance(base, str):
            if base not in _PLAIN_BASES:
                return True
        elif function.name in project.resolver.class_(base).methods:
            return True
    return False


def _keeps(facts: FileFacts, cls: ClassFact, function: FunctionFact) -> bool:
    index = facts.functions.index(function)
    kept = {attr.path.partition(":")[2] for attr in cls.attrs if attr.path.startswith(f"%{index}:")}
    kept |= {attr.name for attr in cls.attrs}
    names = [p.name for p in function.params[1:] if p.kind in ("positional", "keyword")]
    return 2 * sum(name in kept or f"_{name}" in kept for name in names) >= len(names)
