"""TYP002: a parameter whose default is None and whose annotation does not admit it."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.project import ProjectFacts

_SILENT = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)


class ImplicitOptional(ProjectRule):
    """One finding a parameter."""

    card = Card(
        id="TYP002",
        title="Default None that the annotation does not admit",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=2,
        why=(
            "`x: int = None` says that x is always an int, and gives it None. PEP 484 dropped this "
            "reading in 2018; type "
            "checkers reject it. Readers and tools trust the annotation and use the value without a "
            "test for None."
        ),
        instead="Say what is meant: `x: int | None = None` (`Optional[int]` before Python 3.10), or "
        "give a default of the type.",
        false_alarms=(
            "Annotations that already admit None are understood: Optional, unions with None, Any, "
            "object, Literal[None], "
            "strings that say so, type variables. A name of the project counts only if it is a class; "
            "one that is an alias is "
            "left alone. A name of a package is taken for a class when it is written like one; where "
            "it is an alias that "
            "contains None the finding is wrong, and its confidence says so."
        ),
    )
    bad = (
        Bad(
            "def f(x: int = None) -> None: ...\n",
            lines=(1,),
            python="3.10",
            fixed="def f(x: int | None = None) -> None: ...\n",
        ),
        Bad("def f(x: int, y: str = None) -> None: ...\n", lines=(1,)),
        Bad("def f(*, names: list[str] = None) -> None: ...\n", lines=(1,)),
        Bad(
            "from typing import Dict\n\ndef f(\n    options: Dict[str, int] = None,\n) -> None: ...\n",
            lines=(4,),
        ),
        Bad("from typing import Union\n\ndef f(x: Union[int, str] = None) -> None: ...\n", lines=(3,)),
        Bad("def f(x: int | str = None) -> None: ...\n", lines=(1,)),
        Bad("def f(x: 'int' = None) -> None: ...\n", lines=(1,)),
        Bad(
            "class Box: ...\n\nclass Shelf:\n    async def put(self, box: Box = None) -> None: ...\n",
            lines=(4,),
        ),
        Bad(
            "from typing import Callable\n\ndef f(done: Callable[[int], None] = None) -> None: ...\n",
            lines=(3,),
        ),
        Bad("from datetime import datetime\n\ndef f(when: datetime = None) -> None: ...\n", lines=(3,)),
        Bad(
            "from typing import Annotated\n\ndef f(x: Annotated[int, 'size'] = None) -> None: ...\n",
            lines=(3,),
        ),
        Bad(
            "from pathlib import Path\n\ndef outer() -> None:\n    def inner(path: Path = None) -> "
            "None: ...\n",
            lines=(4,),
        ),
        Bad(
            {
                "app/__init__.py": "from app.models import User\n",
                "app/models.py": "class User: ...\n",
                "app/main.py": "from app import User as Person\n\ndef f(user: Person = None) -> None: ...\n",
            },
            lines=("app/main.py:3",),
        ),
        Bad("import uuid\n\ndef f(key: uuid.UUID = None) -> None: ...\n", lines=(3,)),
        Bad("def f(done: callable = None) -> None: ...\n", lines=(1,)),
        Bad("from typing import Literal\n\ndef f(mode: Literal['r', 'w'] = None) -> None: ...\n", lines=(3,)),
        Bad(
            "import typing\n\ndef f(a: typing.Literal[-1, typing.Literal['x']] = None) -> None: ...\n",
            lines=(3,),
        ),
        Bad("def f(x: 'Later' = None) -> None: ...\n\nclass Later: ...\n", lines=(1,)),
    )
    good = (
        Good("from typing import Optional\n\ndef f(x: Optional[int] = None) -> None: ...\n"),
        Good("def f(x: int | None = None) -> None: ...\n"),
        Good("from typing import Any\n\ndef f(x: Any = None) -> None: ...\n"),
        Good("def f(x: object = None) -> None: ...\n"),
        Good("from typing import Union\n\ndef f(x: Union[int, None] = None) -> None: ...\n"),
        Good("def f(x: 'int | None' = None) -> None: ...\n"),
        Good("from typing import Literal\n\ndef f(x: Literal['a', None] = None) -> None: ...\n"),
        Good("from typing import Literal\n\ndef f(x: Literal['a', Literal[1, None]] = None) -> None: ...\n"),
        Good("from hints import MaybeInt\n\ndef f(x: MaybeInt = None) -> None: ...\n"),
        Good("def f(x=None) -> None: ...\n"),
        Good(
            {
                "app/__init__.py": "",
                "app/options.py": "from pathlib import Path\nfrom typing import Annotated\n\nclass "
                "Box: ...\n\n"
                "Paths = Annotated[list[Path] | None, 'paths']\nFile = Annotated[Path | None, 'file']\n"
                "Maybe = Box | None\n",
                "app/main.py": "from app import options\nfrom app.options import Maybe\n\n"
                "def f(paths: options.Paths = None, file: options.File = None, box: Maybe = None) "
                "-> None: ...\n",
            }
        ),
        Good("from typing import AnyStr\n\ndef f(x: AnyStr = None) -> AnyStr: ...\n"),
        Good("def f(x: any = None) -> None: ...\n"),
        Good("def f(x: int = 0) -> None: ...\n"),
        Good("from typing import Optional\n\nSize = Optional[int]\n\ndef f(x: Size = None) -> None: ...\n"),
        Good(
            "from typing import Annotated, Optional\n\ndef f(x: Annotated[Optional[int], 'size'] = "
            "None) -> None: ...\n"
        ),
        Good("from typing import TypeVar\n\nT = TypeVar('T')\n\ndef f(x: T = None) -> T: ...\n"),
        Good("from fastapi import Query\n\ndef f(q: str = Query(None)) -> None: ...\n"),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for (path, _), function in project.functions:
            if project.zone(path) in _SILENT:
                continue
            for param in function.params:
                sure = _rejects_none(project, path, param.none.names) if param.none is not None else None
                if param.none is None or sure is None:
                    continue
                yield self.finding(
                    path,
                    At(param.line, param.column, param.none.end_line, param.none.end_column),
                    f"`{param.name}` of `{function.name}` is annotated `{param.none.shown}`, "
                    "which does not admit its default None",
                    confidence=sure,
                    symbol=function.qualname,
                    checked="the annotation was resolved and is no union with None, no Any and no object",
                    fixable=True,
                )


def _rejects_none(project: ProjectFacts, path: str, names: tuple[str, ...]) -> Confidence | None:
    """How sure it is that all names are classes; None if one of them can be something else."""
    weakest = Confidence.HIGH
    for name in names:
        sure = _is_class(project, path, name)
        if sure is None:
            return None
        weakest = min(weakest, sure, key=lambda part: part.rank)
    return weakest


def _is_class(project: ProjectFacts, path: str, name: str) -> Confidence | None:
    """How sure it is that a path names a class, and not a type alias, which could have None in it."""
    parts = name.split(".")
    if parts[0] == "builtins":
        is_class = isinstance(getattr(builtins, parts[-1], None), type)
        return Confidence.HIGH if is_class or name == "builtins.callable" else None
    target = project.resolve(path, name)
    if target.kind == "class":
        # an alias has another name than the class in it
        return Confidence.HIGH if project.resolver.class_(target.key).name == parts[-1] else None
    if target.kind != "external" or not target.name or target.name[0] in "?=":
        return None
    *modules, last = target.name.split(".")
    if last != parts[-1]:  # an alias
        return None
    if target.name in _LOWER_CLASSES:
        return Confidence.HIGH
    if not last[:1].isupper() or "(" in target.name:
        return None
    if modules and modules[0] in sys.stdlib_module_names:
        return Confidence.HIGH
    if len(last) > 1 and last.isupper():  # a constant
        return None
    if _ALIASES.intersection(modules) or last.endswith(("Types", "Like", "Alias")):
        return None
    if re.match(r"(?:Maybe|Opt|Optional|Nullable)(?:[A-Z]|$)", last):
        return None
    return Confidence.MEDIUM


_LOWER_CLASSES = frozenset(
    {"datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "numpy.ndarray"}
)
# modules of packages that hold type aliases, some of which contain None
_ALIASES = frozenset({"types", "_types", "typing", "_typing", "_typeshed", "type_defs", "aliases"})
