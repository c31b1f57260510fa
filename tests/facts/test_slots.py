"""Annotation slots: which there are and which are empty."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.slots import slots_by_file, slots_of

SLOTS = {
    "all": ("def f(a, b): pass", (0, 3, ("a", "b", "return"))),
    "none missing": ("def f(a: int) -> int: pass", (2, 2, ())),
    "kinds": ("def f(a, /, b, *c, d, **e): pass", (0, 6, ("a", "b", "*c", "d", "**e", "return"))),
    "self": ("class A:\n    def f(self, a): pass", (0, 2, ("a", "return"))),
    "cls": ("class A:\n    @classmethod\n    def f(cls, a): pass", (0, 2, ("a", "return"))),
    "static": ("class A:\n    @staticmethod\n    def f(a): pass", (0, 2, ("a", "return"))),
    "annotated self": ("class A:\n    def f(self: 'A'): pass", (1, 2, ("return",))),
    "self in stars": ("class A:\n    def f(*args): pass", (0, 2, ("*args", "return"))),
    "__init__ with types": ("class A:\n    def __init__(self, a: int): pass", (1, 2, ("return",))),
    "__init__ with some types": (
        "class A:\n    def __init__(self, a: int, b): pass",
        (1, 3, ("b", "return")),
    ),
    "__init__ without": ("class A:\n    def __init__(self): pass", (0, 1, ("return",))),
    "__new__": ("class A:\n    def __new__(cls, a: int): pass", (1, 2, ("return",))),
    "nested": ("def f() -> int:\n    def g(a): pass", (1, 1, ())),
    "async": ("async def f(a): pass", (0, 2, ("a", "return"))),
    "no_type_check": ("@typing.no_type_check\ndef f(a): pass", None),
    "lambda": ("f = lambda a: a", None),
    "setter": ("class A:\n    @x.setter\n    def x(self, v: int): pass", (1, 2, ("return",))),
    "quoted": ("def f(a: 'int') -> 'int': pass", (2, 2, ())),
    "type comment is none": ("def f(a):\n    # type: (int) -> int\n    pass", (0, 2, ("a", "return"))),
}


@pytest.mark.parametrize(("text", "expected"), SLOTS.values(), ids=SLOTS.keys())
def test_slots(text: str, expected: tuple[int, int, tuple[str, ...]] | None) -> None:
    found = [(s.filled, s.total, s.missing) for s in slots_of(facts_of(text))]
    assert found[:1] == ([expected] if expected else [])


IMPLIED = {
    "__init__": ("class A:\n    def __init__(self, a: int): pass", True),
    "__init_subclass__": ("class A:\n    def __init_subclass__(cls, a: int): pass", True),
    "annotated self": ("class A:\n    def __init__(self: 'A'): pass", True),
    "no annotation at all": ("class A:\n    def __init__(self): pass", False),
    "a parameter is missing, too": ("class A:\n    def __init__(self, a: int, b): pass", False),
    "complete": ("class A:\n    def __init__(self, a: int) -> None: pass", False),
    "other special method": ("class A:\n    def __call__(self, a: int): pass", False),
    "no method": ("def __init__(a: int): pass", False),
}


@pytest.mark.parametrize(("text", "implied"), IMPLIED.values(), ids=IMPLIED.keys())
def test_returns_that_type_checkers_take_for_none(text: str, implied: bool) -> None:
    assert [s.implied for s in slots_of(facts_of(text))] == [implied]


def test_overloads_count_and_their_implementation_does_not() -> None:
    text = (
        "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\n"
        "def f(a: str): ...\ndef f(a): pass\n"
    )
    assert [(s.function.line, s.missing) for s in slots_of(facts_of(text))] == [(3, ()), (5, ("return",))]


def test_a_stub_stands_for_its_module() -> None:
    files = {path: facts_of("def f(a): pass", path) for path in ("a.py", "a.pyi", "b.py")}
    assert sorted(slots_by_file(files)) == ["a.pyi", "b.py"]


PUBLIC = {
    "plain": ("def f(a): pass", "app.py", True),
    "private": ("def _f(a): pass", "app.py", False),
    "special": ("class A:\n    def __call__(self, a): pass", "app.py", True),
    "private class": ("class _A:\n    def f(self, a): pass", "app.py", False),
    "local": ("def g() -> None:\n    def f(a): pass", "app.py", False),
    "private module": ("def f(a): pass", "app/_x.py", False),
    "package": ("def f(a): pass", "app/__init__.py", True),
    "exported": ("__all__ = ['f']\ndef f(a): pass", "app.py", True),
    "not exported": ("__all__ = ['g']\ndef f(a): pass", "app.py", False),
    "exported with annotation": ("__all__: list[str] = ['g']\ndef f(a): pass", "app.py", False),
    "exported later": ("__all__ = ['g']\n__all__ += ['f']\ndef f(a): pass", "app.py", True),
    "exported by a call": ("__all__ = ['g']\n__all__.append('f')\ndef f(a): pass", "app.py", True),
    "exports of a private module": ("__all__ = ['f']\ndef f(a): pass", "app/_core.py", True),
    "no exports of a private module": ("def f(a): pass", "app/_core.py", False),
    "exports joined": ("__all__ = ['g'] + ['f']\ndef f(a): pass", "app.py", True),
    "exports unknown": ("__all__ = ['g'] + other.__all__\ndef f(a): pass", "app.py", True),
    "exports extended by the unknown": (
        "__all__ = ['g']\n__all__ += other.__all__\ndef f(a): pass",
        "app.py",
        True,
    ),
}


@pytest.mark.parametrize(("text", "path", "public"), PUBLIC.values(), ids=PUBLIC.keys())
def test_what_is_public(text: str, path: str, public: bool) -> None:
    assert [s.public for s in slots_of(facts_of(text, path))][-1] is public


@pytest.mark.parametrize(
    ("text", "anys"),
    [
        ("from typing import Any\ndef f(a: Any, b: int) -> Any: pass", ("a", "return")),
        ("import typing as t\ndef f(a: dict[str, t.Any], *b: t.Any): pass", ("a", "b")),
        ("from typing_extensions import Any as Whatever\ndef f(a: Whatever): pass", ("a",)),
        ("from typing import Any\ndef f(a: 'Any | None') -> 'list[Any]': pass", ("a", "return")),
        ("from here import Any\ndef f(a: Any) -> object: pass", ()),
        ("class Any: pass\ndef f(a: Any): pass", ()),
        ("def f(a: 'not python ((', b: 'Any'): pass", ()),
    ],
)
def test_annotations_that_hold_any(text: str, anys: tuple[str, ...]) -> None:
    (function,) = facts_of(text).functions
    assert function.anys == anys
