"""What the walk notes for the comparison of uses with definitions: fields, names of arguments, plain reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from facts_lab import calls_of, facts_of


def test_fields_are_declared_names_with_what_they_are_given() -> None:
    facts = facts_of(
        """
        from dataclasses import KW_ONLY, InitVar, field
        from typing import Annotated, ClassVar, Optional
        from pydantic import Field

        class A:
            kinds: ClassVar[int] = 1
            seed: InitVar[int]
            _: KW_ONLY
            name: "Optional[str]"
            size: int = field(default=3, kw_only=True)
            row: int = Field(..., alias="rowId")
            tag: Annotated[str, Field(min_length=1)]
            plain = 2
        """
    )
    (cls,) = facts.classes
    assert [(item.name, item.kind, item.value, item.given) for item in cls.fields] == [
        ("kinds", "class", "=int", ()),
        ("seed", "init", "", ()),
        ("_", "kw_only", "", ()),
        ("name", "none", "", ()),
        ("size", "", "dataclasses.field()", (("default", "?"), ("kw_only", "=True"))),
        ("row", "", "pydantic.Field()", (("0", "..."), ("alias", "'rowId"))),
        ("tag", "call", "", ()),
    ]


def test_settings_of_a_model_are_no_fields() -> None:
    facts = facts_of(
        """
        from pydantic import BaseModel, ConfigDict

        class A(BaseModel):
            model_config = ConfigDict(extra="ignore", alias_generator=str)

            class Config:
                extra = "forbid"
        """
    )
    found = {item.name: item for cls in facts.classes for item in cls.fields}
    assert found["model_config"].given == (("extra", "'ignore"), ("alias_generator", "builtins.str"))
    assert (found["extra"].kind, found["extra"].value) == ("config", "'forbid")


def test_what_a_class_body_binds_in_other_ways_is_an_attribute() -> None:
    (cls,) = facts_of("class A:\n    x, y = 1, 2\n    for z in 'ab': pass\n    from os import path\n").classes
    assert {attr.name for attr in cls.attrs} == {"x", "y", "z", "path"}


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ("width, height", ("width", "height")),
        ("self.width, 1, box.height", ("width", "", "height")),
        ("width", ()),
        ("width, 2", ()),
        ("*sizes, width", ()),
    ],
)
def test_names_of_positional_arguments(arguments: str, names: tuple[str, ...]) -> None:
    (call,) = calls_of(
        facts_of(f"def f(self, width, height, box, sizes):\n    resize({arguments})\n"), "resize"
    )
    assert call.names == names


def test_reads_that_the_file_does_not_explain() -> None:
    facts = facts_of(
        """
        import os
        import lib

        class A:
            def f(self):
                self.known = 1
                return self.known, self.unknown, self.unknown, lib.VALUE, os.sep
        """
    )
    assert [read.path for read in facts.reads] == ["@.A().unknown", "lib.VALUE"]


def test_a_function_that_adds_to_its_keywords_is_told() -> None:
    assert "**" in facts_of("def f(**options):\n    options['a'] = 1\n").foreign
    assert "**" not in facts_of("def f(options):\n    options['a'] = 1\n").foreign


def test_a_union_of_classes_is_none_of_them() -> None:
    facts = facts_of("class One: ...\nclass Two: ...\nEither = One | Two\nboth = One() | Two()\n")
    assert facts.names["Either"].startswith("?")
    assert facts.names["both"] == "@.Two()"
