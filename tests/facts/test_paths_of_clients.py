"""What rules on clients need of the facts: types through aliases, injected attributes, kinds of loops."""

from __future__ import annotations

import ast

import pytest

from codereview.facts.canonical import canonical
from codereview.facts.extract import Extraction
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.facts.resolve import INFERRED


def facts(text: str) -> FileFacts:
    return Extraction(ast.parse(text), "app.py", "app", text.count("\n"), frozenset()).run()


def test_zero_is_told_from_other_numbers() -> None:
    made = facts("f(0, 0.0, 1, False, timeout=0)\n")
    assert made.calls[0].args[:3] == ("=0", "=0", "=int")
    assert made.calls[0].args[3] != "=0"
    assert made.calls[0].kwargs == (("timeout", "=0"),)


def test_names_of_global_statements() -> None:
    made = facts("def f():\n    global b, a\n    a = b = 1\n\n\ndef g():\n    pass\n")
    assert [function.globals for function in made.functions] == [("a", "b"), ()]


def test_asynchronous_loops_and_comprehensions() -> None:
    made = facts(
        "async def f(x):\n    for a in x: pass\n    async for b in x: pass\n"
        "    [c for c in x]\n    [d async for d in x]\n"
    )
    assert [(loop.kind, loop.is_async) for loop in made.loops] == [
        ("for", False),
        ("async for", True),
        ("comprehension", False),
        ("comprehension", True),
    ]


def test_a_parameter_says_nothing_against_the_default() -> None:
    text = (
        "import boto3\n\n\nclass Queue:\n    def __init__(self, client=None):\n        if client:\n"
        "            self.client = client\n        else:\n            self.client = boto3.client('sqs')\n\n"
        "    def put(self):\n        self.client.send_message()\n"
    )
    target = ProjectFacts([facts(text)], {}).resolve("app.py", "@.Queue().client.send_message")
    assert (target.kind, target.name, target.via) == ("external", "boto3.client().send_message", INFERRED)


@pytest.mark.parametrize(
    "body",
    [
        "def f(x: Api | None = None):\n    x = x or Api()\n    x.go()\n",
        "def f(x: Api | None = None):\n    if x is None:\n        x = Api()\n    x.go()\n",
        "def f(x=None):\n    if x is None:\n        x = Api()\n    x.go()\n",
        "def f(x=None):\n    x = Api() if x is None else x\n    x.go()\n",
    ],
)
def test_what_is_passed_or_built_by_default(body: str) -> None:
    made = facts("class Api:\n    def go(self):\n        pass\n\n\n" + body)
    target = ProjectFacts([made], {}).resolve("app.py", made.calls[-1].path)
    assert (target.kind, target.name) == ("function", "Api.go")


def test_a_declared_field_has_the_type_of_its_annotation() -> None:
    text = (
        "from dataclasses import dataclass, field\nimport httpx\n\n\n@dataclass\nclass Api:\n"
        "    client: httpx.Client = field(default_factory=httpx.Client)\n"
    )
    assert (
        ProjectFacts([facts(text)], {}).resolve("app.py", "@.Api().client.get").name == "httpx.Client().get"
    )


def test_star_imports_of_the_standard_library() -> None:
    made = facts("from time import *\n\n\ndef f():\n    sleep(1)\n")
    assert ProjectFacts([made], {}).resolve("app.py", made.calls[0].path).name == "time.sleep"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("sqlalchemy.orm.scoped_session[]", "sqlalchemy.orm.scoped_session"),
        ("queue.Queue[]", "queue.Queue"),
        ("settings.CACHES[]", "settings.CACHES[]"),
        ("os.environ[]", "os.environ[]"),
    ],
)
def test_a_class_with_type_arguments_is_the_class(name: str, same: str) -> None:
    assert canonical(name) == same
