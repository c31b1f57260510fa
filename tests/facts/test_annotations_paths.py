"""Paths as strings, and the paths of values that carry an annotation."""

from __future__ import annotations

import ast

import pytest

from codereview.facts.annotations import needs_classes, value_path
from codereview.facts.paths import (
    MAX_LENGTH,
    UNKNOWN,
    element,
    is_literal,
    join,
    known,
    last_name,
    plain,
    split,
)


def resolve(node: ast.expr) -> str:
    return ast.unparse(node)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("path", "tokens"),
    [
        ("a.b().c", ("a", ".b", "()", ".c")),
        ("@.A()^.f", ("@", ".A", "()", "^", ".f")),
        ("%12:x[].y", ("%12:x", "[]", ".y")),
        ("a.options(b,c).d!*", ("a", ".options", "(b,c)", ".d", "!", "*")),
        ("@.f.<locals>.g", ("@", ".f", ".<locals>", ".g")),
        ("größe.été", ("größe", ".été")),
        ("", ("",)),
    ],
)
def test_a_path_is_split_into_root_and_suffixes(path: str, tokens: tuple[str, ...]) -> None:
    assert split(path) == tokens
    assert "".join(tokens) == path


def test_what_is_known_and_what_is_literal() -> None:
    assert [known(p) for p in ("a.b", "@.x", "%1:x", "?x", "=str", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert [is_literal(p) for p in ("=str", "=str.format", "=list()", "a")] == [True, False, False, False]


def test_elements_joining_and_names() -> None:
    assert [element(p) for p in ("a!*", "a.b", "=list", "?", "")] == ["a!", "a.b[]", "?", "?", "?"]
    assert join("x" * (MAX_LENGTH + 1), ".y") == UNKNOWN
    assert plain("a.options(b,c).all()") == "a.options().all()"
    assert [last_name(p) for p in ("a.b()", "a!", "@.A()^", "=str", "")] == ["b", "a", "A", "=str", ""]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("A", "A!"),
        ("a.B", "a.B!"),
        ("'A'", "A!"),
        ("Optional[A]", "A!"),
        ("A | None", "A!"),
        ("None | A", "A!"),
        ("Union[A, None]", "A!"),
        ("Union[A, B]", "?"),
        ("A | B | None", "?"),
        ("Annotated[A, f()]", "A!"),
        ("list[A]", "A!*"),
        ("typing.Sequence[A]", "A!*"),
        ("tuple[A, ...]", "A!*"),
        ("tuple[A, B]", "?"),
        ("list[list[A]]", "A!**"),
        ("dict[str, A]", "?"),
        ("type[A]", "A"),
        ("Awaitable[A]", "A!"),
        ("Coroutine[Any, Any, A]", "A!"),
        ("Callable[[A], B]", "?"),
        ("Literal['a']", "?"),
        ("Box[A]", "Box!"),
        ("Any", "?"),
        ("object", "?"),
        ("None", "=None"),
        ("'not a type ('", "?"),
        ("''", "?"),
        ("f(x)", "?"),
        ("'\\'A\\''", "?"),
        ("Optional['A']", "A!"),
        ("1", "?"),
    ],
)
def test_the_value_of_an_annotation(text: str, path: str) -> None:
    assert value_path(expression(text), resolve) == path


def test_no_annotation_says_nothing() -> None:
    assert value_path(None, resolve) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A", ("A",)),
        ("A | B", ("A", "B")),
        ("A | None", None),
        ("Optional[A]", None),
        ("Union[A, None]", None),
        ("Union[A, B]", ("A", "B")),
        ("'A'", ("A",)),
        ("'A | None'", None),
        ("List[A]", ()),
        ("list[A]", ("list",)),
        ("Callable[[A], None]", ()),
        ("Annotated[Optional[A], 1]", None),
        ("Annotated[A, 1]", ("A",)),
        ("Literal['a', None]", None),
        ("a.Any", None),
        ("AnyStr", None),
        ("f()", None),
        ("None", None),
        ("'('", None),
    ],
)
def test_which_names_must_be_classes(text: str, names: tuple[str, ...] | None) -> None:
    assert needs_classes(expression(text), resolve) == names
