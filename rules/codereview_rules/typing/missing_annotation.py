"""TYP001: parameters and returns without an annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.slots import Slots, slots_by_file

_SILENT = (Zone.TESTS, Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)
_READS_RETURN = frozenset(
    {"property", "cached_property", "validator", "field_validator", "model_validator", "fixture"}
)


@dataclass(frozen=True)
class Options:
    """``private``: report private functions and functions inside functions too. ``tests``: report test code
    too."""

    private: bool = True
    tests: bool = False


class MissingAnnotation(ProjectRule):
    """One finding a function; it names the parameters that have no annotation, and the return."""

    card = Card(
        id="TYP001",
        title="Function without complete annotations",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=3,
        why=(
            "A type checker treats an unannotated parameter or return as Any: inside the function and "
            "at every place that "
            "calls it nothing is checked, and editors cannot complete or rename. One unannotated "
            "function in the middle of a "
            "call chain takes the types away from all the code behind it."
        ),
        instead=(
            "Annotate the parameters and the return; `-> None` where nothing is returned. Begin with "
            "the functions that are "
            "called from most places: they give the most types to other code."
        ),
        false_alarms=(
            "Understood: self and cls, lambdas (which cannot be annotated), overloads (their "
            "implementation needs no "
            "annotation), stub files beside a module, functions under @no_type_check. The return of an "
            "__init__ with an annotated parameter, which type checkers take for None, is only a note. "
            "A function whose types a plugin of the type checker infers is still "
            "reported."
        ),
    )
    options = Options()
    bad = (
        Bad("def area(width, height):\n    return width * height\n", lines=(1,)),
        Bad(
            "def greet(name: str):\n    print(name)\n",
            lines=(1,),
            fixed="def greet(name: str) -> None:\n    print(name)\n",
        ),
        Bad("def add(first: int, second) -> int:\n    return first + second\n", lines=(1,)),
        Bad("class Box:\n    def __init__(self, size):\n        self.size = size\n", lines=(2,)),
        Bad(
            "class Box:\n    def __init__(self):\n        self.items = []\n",
            lines=(2,),
            fixed="class Box:\n    def __init__(self) -> None:\n        self.items = []\n",
        ),
        Bad(
            "class Box:\n    def __init__(self, size: int):\n        self.size = size\n",
            lines=(2,),
            fixed="class Box:\n    def __init__(self, size: int) -> None:\n        self.size = size\n",
        ),
        Bad(
            "def log(message: str, *args, **context: str) -> None:\n    print(message, args, context)\n",
            lines=(1,),
        ),
        Bad("async def fetch(url: str):\n    return url\n", lines=(1,)),
        Bad(
            "def outer() -> int:\n    def inner(value):\n        return value\n    return inner(1)\n",
            lines=(2,),
        ),
        Bad("class Box:\n    @property\n    def size(self):\n        return 1\n", lines=(3,)),
        Bad(
            "class Box:\n    @staticmethod\n    def make(kind) -> 'Box':\n        return Box()\n", lines=(3,)
        ),
        Bad(
            "class Box:\n    @classmethod\n    def make(cls, kind) -> 'Box':\n        return cls()\n",
            lines=(3,),
        ),
        Bad("def scale(value: float, *, by=2.0) -> float:\n    return value * by\n", lines=(1,)),
        Bad(
            "from typing import overload\n@overload\ndef get(key: int) -> int: ...\n@overload\ndef "
            "get(key: str): ...\n"
            "def get(key):\n    return key\n",
            lines=(5,),
        ),
        Bad(
            {"box.pyi": "def size(box) -> int: ...\n", "box.py": "def size(box):\n    return 1\n"},
            lines=("box.pyi:1",),
        ),
    )
    good = (
        Good("def area(width: int, height: int) -> int:\n    return width * height\n"),
        Good("double = lambda value: value * 2\n"),
        Good("class Box:\n    def __init__(self, size: int) -> None:\n        self.size = size\n"),
        Good(
            "class Box:\n    def size(self) -> int:\n        return 1\n    @classmethod\n    def "
            "make(cls) -> 'Box':\n        return cls()\n"
        ),
        Good(
            "from typing import overload\n@overload\ndef get(key: int) -> int: ...\n@overload\ndef "
            "get(key: str) -> str: ...\n"
            "def get(key):\n    return key\n"
        ),
        Good(
            "from typing import no_type_check\n@no_type_check\ndef area(width, height):\n    return "
            "width * height\n"
        ),
        Good({"box.pyi": "def size(box: object) -> int: ...\n", "box.py": "def size(box):\n    return 1\n"}),
        Good(
            "def log(message: str, *args: object, **context: str) -> None:\n    print(message, args, "
            "context)\n"
        ),
        Good(
            "class Meta(type):\n    def __new__(mcs, name: str) -> 'Meta':\n        return "
            "type.__new__(mcs, name, (), {})\n"
        ),
        Good(
            "class Box:\n    @property\n    def size(self) -> int:\n        return 1\n    "
            "@size.setter\n    def size(self, value: int) -> None:\n        pass\n"
        ),
        Good("def test_area(client):\n    assert client\n", path="tests/test_area.py"),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        files = {path: facts for path, facts in project.files.items() if self._wanted(project.zone(path))}
        for path, slots in slots_by_file(files, project.slots).items():
            for item in slots:
                if item.missing and (item.public or self.option.private):
                    yield self._report(
                        path, files[path], item, len(project.callers.get((path, item.number), ()))
                    )

    def _wanted(self, zone: Zone) -> bool:
        return zone not in _SILENT or (zone is Zone.TESTS and bool(self.option.tests))

    def _report(self, path: str, facts: FileFacts, item: Slots, callers: int) -> Finding:
        function = item.function
        missing = item.missing
        count = len(missing)
        no_return = missing[-1] == "return"  # it is the last one
        names = missing[:-1] if no_return else missing
        parts = []
        if names:
            parts.append(f"parameter{'s' if len(names) > 1 else ''} `{'`, `'.join(names)}`")
        if no_return:
            parts.append("the return")
        if item.implied:
            parts[-1] += ", which type checkers take for None"
        used = f"; it is called from {callers} {'place' if callers == 1 else 'places'}" if callers else ""
        return self.finding(
            path,
            At(function.line, function.column, function.line, function.column),
            f"`{function.qualname}` has no annotation for {' and '.join(parts)}{used}",
            severity=Severity.LOW if item.public and not item.implied else Severity.INFO,
            symbol=function.qualname,
            effort=1 + count,
            units=count,
            fixable=no_return and _returns_nothing(function),
        )


def _returns_nothing(function: FunctionFact) -> bool:
    if function.returns_value or function.is_generator or function.stub:
        return False
    return _READS_RETURN.isdisjoint([name.rpartition(".")[2] for name in function.decorators])
