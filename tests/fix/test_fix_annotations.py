"""TYP002 and TYP001: what is added to signatures."""

from __future__ import annotations

import pytest
from fix_fakes import fixed, only, proposals

from codereview.fix.verify import PART, Refused
from codereview.model import Fix

FUTURE = "from __future__ import annotations\n"
OPTIONAL = [
    ("def f(x: int = None): ...\n", (3, 10), "def f(x: int | None = None): ...\n"),
    ("def f(*, x:int=None): ...\n", (3, 10), "def f(*, x:int | None=None): ...\n"),
    (
        "def f(a, /, b: list[int] = None, c=3): ...\n",
        (3, 12),
        "def f(a, /, b: list[int] | None = None, c=3): ...\n",
    ),
    ("def f(x: 'Foo' = None): ...\n", (3, 10), "def f(x: 'Foo | None' = None): ...\n"),
    (
        ("import os\n\n\ndef f(x: int = None): ...\n"),
        (3, 9),
        ("import os\nfrom typing import Optional\n\n\ndef f(x: int | None = None): ...\n").replace(
            "int | None", "Optional[int]"
        ),
    ),
    (
        ("from typing import Any, List\ndef f(x: List[int] = None): ...\n"),
        (3, 8),
        ("from typing import Any, List, Optional\ndef f(x: Optional[List[int]] = None): ...\n"),
    ),
    (
        ("import typing as t\ndef f(x: 'Foo' = None): ...\n"),
        (3, 8),
        ("import typing as t\ndef f(x: t.Optional['Foo'] = None): ...\n"),
    ),
    (f"{FUTURE}def f(x: Foo = None): ...\n", (3, 8), f"{FUTURE}def f(x: Foo | None = None): ...\n"),
    (
        (f"{FUTURE}\nfrom typing import Optional\nimport typer\n\ndef f(x: int = None): ...\n"),
        (3, 8),
        (f"{FUTURE}\nfrom typing import Optional\nimport typer\n\ndef f(x: Optional[int] = None): ...\n"),
    ),
    (
        ("import numpy as np\n\ndef f(x: np.array = None): ...\n"),
        (3, 10),
        ("from typing import Optional\n\nimport numpy as np\n\ndef f(x: Optional[np.array] = None): ...\n"),
    ),
    (
        ("from threading import Lock\nfrom typing import Optional\ndef f(x: Lock = None): ...\n"),
        (3, 10),
        ("from threading import Lock\nfrom typing import Optional\ndef f(x: Optional[Lock] = None): ...\n"),
    ),
    (
        ("from wtforms.validators import Optional\ndef f(x: int = None): ...\n"),
        (3, 9),
        (
            "from typing import Optional as OptionalType\n\n"
            "from wtforms.validators import Optional\n"
            "def f(x: OptionalType[int] = None): ...\n"
        ),
    ),
    (
        ('"""Doc."""\ndef f(x: int = None): ...\n'),
        (3, 9),
        ('"""Doc."""\n\nfrom typing import Optional\n\ndef f(x: Optional[int] = None): ...\n'),
    ),
    (
        ("def f(\n    ä: int = None,  # first\n    b: str = None,\n): ...\n"),
        (3, 10),
        ("def f(\n    ä: int | None = None,  # first\n    b: str | None = None,\n): ...\n"),
    ),
]


@pytest.mark.parametrize(("before", "python", "after"), OPTIONAL)
def test_an_implicit_optional_is_spelled_out(before: str, python: tuple[int, int], after: str) -> None:
    assert fixed(before, "TYP002", python) == after
    assert fixed(after, "TYP002", python) == after


def test_a_framework_that_reads_annotations_makes_it_unsafe() -> None:
    text = "import fastapi\n@app.get('/')\ndef f(x: int = None): ...\n"
    answer = only(text, "TYP002")
    assert isinstance(answer, Fix)
    assert (answer.safety, "fastapi" in answer.reason) == ("unsafe", True)


@pytest.mark.parametrize(
    "annotation", ["'not a type'", "Annotated[int, 1]", "(yield)", "f()", "'''A'''[0]()"]
)
def test_an_odd_annotation_is_left(annotation: str) -> None:
    assert isinstance(only(f"def f():\n    def g(x: {annotation} = None): ...\n", "TYP002"), Refused)


NOTHING = [
    "def f(a, b=1):\n    print(a)\n",
    "async def f(\n    a,  # first\n):  # here\n    await a\n",
    "class A:\n    def __init__(self): pass\n",
    "class A:\n    def f(self) :\n        self.a = 1\n        return\n",
    "class A:\n    @x.setter\n    def x(self, v):\n        self.v = v\n",
    "def f():\n    def g() -> int:\n        return 1\n    g()\n",
    "@pytest.mark.parametrize('é', [1])\ndef test_f():\n    x = lambda: (yield)\n    assert x\n",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_function_without_a_value_is_annotated(text: str) -> None:
    ((_, answer),) = [pair for pair in proposals(text, "TYP001") if pair[0].message.endswith("return")]
    assert isinstance(answer, Fix)
    assert answer.safety == "safe"
    new = fixed(text, "TYP001")
    assert new.replace(" -> None", "") == text
    assert new.count(" -> None") == 1
    assert fixed(new, "TYP001") == new


def test_a_part_of_a_finding_is_said_to_be_a_part() -> None:
    whole = only("def f():\n    print()\n", "TYP001")
    part = only("def f(a):\n    print()\n", "TYP001")
    assert isinstance(whole, Fix)
    assert isinstance(part, Fix)
    assert PART not in whole.proofs
    assert PART in part.proofs


SOMETHING = [
    ("def f():\n    return 1\n", "returns a value"),
    ("def f():\n    yield\n", "generator"),
    ("async def f():\n    yield 1\n", "generator"),
    ("def f(): ...\n", "empty"),
    ("def f():\n    '''Doc.'''\n    pass\n", "empty"),
    ("def f():\n    print()\n    raise NotImplementedError\n", "raising"),
    ("def f():\n    while True:\n        print()\n", "endless"),
    ("class A:\n    def __new__(cls):\n        print()\n", "__new__"),
    ("class A:\n    @property\n    def f(self):\n        print()\n", "property"),
    ("@abstractmethod\ndef f():\n    print()\n", "abstractmethod"),
    ("@app.get('/')\ndef f():\n    print()\n", "app.get"),
    ("def f():  # type: () -> int\n    print()\n", "type comment"),
    ("class A:\n    def f(self):\n        print()\n        return None\n", "on purpose"),
    (
        (
            "class A:\n"
            "    def f(self):\n"
            "        print()\n"
            "class B(A):\n"
            "    def f(self) -> int:\n"
            "        return 1\n"
        ),
        "overrides",
    ),
]


@pytest.mark.parametrize(("text", "reason"), SOMETHING)
def test_a_function_whose_return_is_not_evident_is_left(text: str, reason: str) -> None:
    answer = proposals(text, "TYP001")[0][1]
    assert isinstance(answer, Refused)
    assert reason in answer.reason
