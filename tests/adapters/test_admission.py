"""What a type checker says against what our own facts know: only that on which both agree is told."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from codereview.adapters.admission import Admission
from codereview.adapters.pyrefly import KINDS
from codereview.adapters.values import Diagnostic

sys.path.append(str(Path(__file__).parents[1] / "facts"))
from facts_lab import named, project_of

A = """
    class A:
        x = 1

        def f(self, a, b=2):
            self.y = a
"""


def told(code: str, message: str, marked: str, **files: str) -> list[Diagnostic]:
    """What is admitted of one report about the text in `app.py` between ``«`` and ``»``."""
    texts = {named(name): textwrap.dedent(text) for name, text in files.items()}
    full = textwrap.dedent(marked)
    start, end = full.index("«"), full.index("»")
    before = full[:start]
    line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
    inside = full[start + 1 : end]
    end_line = line + inside.count("\n")
    end_column = column + len(inside) if end_line == line else len(inside.rpartition("\n")[2]) + 1
    texts["app.py"] = full.replace("«", "").replace("»", "")
    report = Diagnostic("pyrefly", code, "app.py", line, column, end_line, end_column, message)
    return list(Admission(project_of(texts), KINDS).admitted([report]))


def lacks(marked: str, name: str = "z", cls: str = "A", **files: str) -> str:
    """How a report of a missing attribute is marked; empty if it is not admitted."""
    message = f"Object of class `{cls}` has no attribute `{name}`"
    return "".join(item.severity for item in told("missing-attribute", message, marked, **files))


def call(message: str, marked: str, code: str = "missing-argument", **files: str) -> str:
    """The message of a report on a call; empty if it is not admitted."""
    return "".join(item.message for item in told(code, message, marked, **files))


def after(text: str, more: str) -> str:
    return textwrap.dedent(text) + textwrap.dedent(more)


def test_an_attribute_that_a_closed_class_lacks() -> None:
    (found,) = told(
        "missing-attribute", "Object of class `A` has no attribute `z`", after(A, "a = A()\n«a.z»()\n")
    )
    assert found.message == "`A` has no attribute `z`: neither the class nor its bases set or define it"
    assert [(place.path, place.line) for place in found.related] == [("app.py", 2)]
    assert found.severity == "sure"


def test_what_only_the_type_checker_knows_of_a_receiver_is_not_told() -> None:
    assert lacks(after(A, "def g(a):\n    return «a.z»\n")) == ""
    assert lacks(after(A, "def g(a: A):\n    return «a.z»()\n")) == "sure"
    assert lacks(after(A, "def g(a: A):\n    return «a.z».get()\n")) == "sure"
    assert lacks(after(A, "class B: ...\ndef g(a: B):\n    return «a.z»()\n")) == ""


def test_self_is_sure() -> None:
    text = "class A:\n    def f(self):\n        return «self.z»\n"
    assert lacks(text + "A().f()\n") == "sure"
    assert lacks(text) == "", "it may be a mixin"
    assert lacks(text + "class B(A): ...\nB().f()\n") == "sure"
    fill = "def fill(x, values):\n    for name in values:\n        setattr(x, name, values[name])\n"
    assert lacks(text + "A().f()\n", framework=fill) == "", "a framework may hand it in"
    assert lacks(text.replace("«self.z»", "«self.z»()") + "A().f()\n", framework=fill) == "sure"
    assert lacks(text.replace("«self.z»", "«self.z»()") + "A().f()\n" + fill) == ""


@pytest.mark.parametrize(
    "text",
    [
        "import lib\nclass A(lib.B):\n    pass\n«A().z»()\n",
        "class A(Unknown):\n    pass\n«A().z»()\n",
        "class M(type):\n    pass\nclass A(metaclass=M):\n    pass\n«A().z»()\n",
        "class A(type):\n    def f(cls):\n        «cls.z»\n",
        "class A:\n    def __getattr__(self, name):\n        return 1\n«A().z»()\n",
        "class A:\n    def __setattr__(self, name, value):\n        pass\n«A().z»()\n",
        "class A:\n    __slots__ = ('z',)\n«A().z»()\n",
        "import lib\n@lib.fill\nclass A:\n    pass\n«A().z»()\n",
        "class A:\n    def __init__(self, **all):\n        self.__dict__.update(all)\n«A().z»()\n",
        "class A:\n    def __init__(self, **all):\n        for k, v in all.items():\n"
        "            setattr(self, k, v)\n«A().z»()\n",
        "class A:\n    pass\ndef late(x):\n    x.z = 1\n«A().z»()\n",
        "class A:\n    pass\nA.z = print\n«A().z»()\n",
        "class A:\n    pass\ndef late(x):\n    setattr(x, 'z', 1)\n«A().z»()\n",
        "class A:\n    pass\ndef ask(a):\n    return hasattr(a, 'z') and «a.z»\n",
        "class A:\n    pass\nclass B(A):\n    def z(self):\n        pass\ndef f(a: A):\n    «a.z»()\n",
        "import lib\nclass A:\n    pass\nclass B(A, lib.C):\n    pass\ndef f(a: A):\n    «a.z»()\n",
        "class AMixin:\n    def f(self):\n        «self.z»()\n",
        "from typing import Protocol\nclass A(Protocol):\n    pass\ndef f(a: A):\n    «a.z»()\n",
        "try:\n    from lib import A\nexcept ImportError:\n    class A:\n        pass\n«A().z»()\n",
        "if x:\n    class A:\n        pass\nelse:\n    class A:\n        z = 1\n«A().z»\n",
        "class A:\n    pass\ntry:\n    «A().z»()\nexcept AttributeError:\n    pass\n",
        "import pytest\nclass A:\n    pass\nwith pytest.raises(AttributeError):\n    «A().z»()\n",
        "def make():\n    class A:\n        pass\n    return «A().z»()\n",
        "import urllib.request\nclass A(urllib.request.HTTPDigestAuthHandler):\n    pass\n«A().z»()\n",
        "class A:\n    @events.on('x')\n    def _(event):\n        «event.z»()\n",
        "class A:\n    def z(self):\n        pass\n«A().z»()\n",
        "from lib import A\n«A().z»()\n",
    ],
)
def test_a_class_that_is_not_closed_is_not_judged(text: str) -> None:
    cls = "AMixin" if "AMixin" in text else "A"
    assert lacks(text, cls=cls) == ""


@pytest.mark.parametrize(
    "text",
    [
        "class B:\n    pass\nclass A(B):\n    pass\n«A().z»()\n",
        "import threading\nclass A(threading.Thread):\n    pass\n«A().z»()\n",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n«A(1).z»()\n",
        "import abc\nclass A(abc.ABC):\n    pass\n«A().z»()\n",
        "class A(Exception):\n    pass\n«A().z»()\n",
        "class A:\n    pass\ntry:\n    «A().z»()\nexcept ValueError:\n    pass\n",
    ],
)
def test_bases_and_decorators_that_show_all_they_add(text: str) -> None:
    assert lacks(text) == "sure"


def test_a_class_of_another_file() -> None:
    assert lacks("from lib import A\n«A().z»()\n", lib=A) == "sure"
    assert lacks("from lib import A\n«A().z»()\n", lib=A, other="def f(a):\n    a.z = 1\n") == ""


def test_attributes_of_none_and_of_builtins_are_not_told() -> None:
    assert lacks("x = None\n«x.z»\n", cls="NoneType") == ""
    assert lacks("«''.z»\n", cls="str") == ""


def test_a_mangled_name_is_not_told() -> None:
    text = "class A:\n    def f(self):\n        self.__x = 1\n«A()._A__x»\n"
    assert lacks(text, name="_A__x") == ""


@pytest.mark.parametrize(
    ("code", "message", "text", "words"),
    [
        (
            "missing-argument",
            "Missing argument `a` in function `f`",
            "def f(a, b=1): ...\nf«()»\n",
            "no value for `a`",
        ),
        (
            "unexpected-keyword",
            "Unexpected keyword argument `c` in function `f`",
            "def f(a): ...\nf(1, «c»=2)\n",
            "it has no parameter `c`",
        ),
        (
            "bad-argument-count",
            "Expected 1 positional argument, got 2 in function `f`",
            "def f(a): ...\nf(1, «2»)\n",
            "it takes 1 positional argument and is given 2",
        ),
        (
            "bad-keyword-argument",
            "Multiple values for argument `a` in function `f`",
            "def f(a): ...\nf(1, «a»=2)\n",
            "two values for `a`",
        ),
        (
            "unexpected-positional-argument",
            "Expected argument `b` to be passed by name in function `f`",
            "def f(a, *, b=1): ...\nf(1, «2»)\n",
            "it takes 1 positional argument and is given 2",
        ),
        (
            "missing-argument",
            "Missing argument `b` in function `A.f`",
            "class A:\n    def f(self, a, b): ...\nA().f«(1)»\n",
            "no value for `b`",
        ),
        (
            "missing-argument",
            "Missing argument `b` in function `A.__init__`",
            "class A:\n    def __init__(self, a, b): ...\nA«(1)»\n",
            "no value for `b`",
        ),
        (
            "unexpected-keyword",
            "Unexpected keyword argument `c` in function `object.__init__`",
            "class A: ...\nA(«c»=1)\n",
            "it has no parameter `c`",
        ),
        (
            "missing-argument",
            "Missing argument `y` in function `A.__init__`",
            "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n    y: int\nA«(1)»\n",
            "no value for `y`",
        ),
        (
            "missing-argument",
            "Missing argument `a` in function `A.f`",
            "class A:\n    @classmethod\n    def f(cls, a): ...\nA.f«()»\n",
            "no value for `a`",
        ),
        (
            "missing-argument",
            "Missing argument `a` in function `f`",
            "def same(fn):\n    return fn\n@same\ndef f(a): ...\nf«()»\n",
            "no value for `a`",
        ),
        (
            "missing-argument",
            "Missing argument `a` in function `A.f`",
            "class A:\n    @staticmethod\n    def f(a): ...\nA().f«()»\n",
            "no value for `a`",
        ),
    ],
)
def test_calls_that_cannot_match(code: str, message: str, text: str, words: str) -> None:
    (found,) = told(code, message, text)
    assert found.message.startswith("The call cannot match `")
    assert found.message.endswith(words)
    assert found.related[0].message.endswith("is defined here")


@pytest.mark.parametrize(
    "text",
    [
        "def f(a=1): ...\nf«()»\n",
        "def f(a): ...\nf«(*x)»\n",
        "def f(a): ...\nf«(**x)»\n",
        "def f(*args, **kwargs): ...\nf«()»\n",
        "import lib\n@lib.inject\ndef f(a): ...\nf«()»\n",
        "def wrap(fn):\n    def inner(): ...\n    return inner\n@wrap\ndef f(a): ...\nf«()»\n",
        "if x:\n    def f(a): ...\nelse:\n    def f(): ...\nf«()»\n",
        "try:\n    from lib import f\nexcept ImportError:\n    def f(a): ...\nf«()»\n",
        "class A:\n    def f(self, a): ...\nclass B(A):\n    def f(self): ...\ndef g(x: A):\n    x.f«()»\n",
        "import lib\nclass A(lib.B):\n    pass\nA().f«()»\n",
        "class A:\n    def __new__(cls): ...\n    def __init__(self, a): ...\nA«()»\n",
        "class A:\n    def __init__(self, a): ...\n    @classmethod\n    def make(cls):\n        return cls«()»\n"
        "class B(A):\n    def __init__(self): ...\n",
        "from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
        "    a: list = field(default_factory=list)\nA«()»\n",
        "class A(Exception): ...\nA«()»\n",
        "def f(a): ...\ntry:\n    f«()»\nexcept TypeError:\n    pass\n",
        "import pytest\ndef f(a): ...\ndef test():\n    with pytest.raises(TypeError):\n        f«()»\n",
        "from typing import overload\n@overload\ndef f(): ...\n@overload\ndef f(a): ...\ndef f(a=None): ...\nf«()»\n",
        "unknown.f«()»\n",
        "class A:\n    f = lambda self, a: 1\n    def g(self):\n        return self.f«()»\n",
        "class A:\n    def __init__(self, a): ...\nclass B:\n    kind = A\n    def g(self):\n        self.kind«()»\n",
        "import abc\nclass A:\n    @abc.abstractmethod\n    def f(a): ...\ndef g(x: A):\n    x.f«()»\n",
        "class A:\n    def f(self, a): ...\nA.f = print\nA().f«()»\n",
    ],
)
def test_calls_that_can_match_or_are_not_certain(text: str) -> None:
    assert call("Missing argument `a` in function `f`", text) == ""


def test_several_reports_on_one_call_are_one() -> None:
    project = project_of({"app.py": "def f(a, b): ...\nf()\n"})
    reports = [
        Diagnostic(
            "pyrefly", "missing-argument", "app.py", 2, 2, 2, 4, f"Missing argument `{name}` in function `f`"
        )
        for name in "ab"
    ]
    (found,) = Admission(project, KINDS).admitted(reports)
    assert found.message == "The call cannot match `f`: no value for `a`, `b`"


MISSING = "missing-module-attribute"


def imported(text: str, message: str = "Could not import `b` from `lib`", **files: str) -> str:
    return "".join(item.message for item in told(MISSING, message, text, **files))


def test_a_name_that_a_module_of_the_project_lacks() -> None:
    text = "from lib import «b»\n"
    assert imported(text, lib="a = 1\n") == "`lib` has no `b`: nothing in lib.py defines or imports it"
    attribute = "No attribute `b` in module `lib`"
    assert imported("import lib\n«lib.b»()\n", attribute, lib="a = 1\n").startswith("`lib` has no `b`")


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("from lib import «b»\n", {"lib": "b = 1\n"}),
        ("from lib import «b»\n", {"lib": "from other import *\n"}),
        ("from lib import «b»\n", {"lib": "def __getattr__(name):\n    return 1\n"}),
        ("from lib import «b»\n", {"lib": "globals().update(x)\n"}),
        ("from lib import «b»\n", {"lib": "def set():\n    global b\n    b = 1\n"}),
        ("from lib import «b»\n", {"lib__b": "", "lib__init": ""}),
        ("from lib import «b»\n", {"lib": "a = 1\n", "other": "import lib\nlib.b = 1\n"}),
        ("try:\n    from lib import «b»\nexcept ImportError:\n    b = None\n", {"lib": "a = 1\n"}),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lib import «b»\n",
            {"lib": "a = 1\n"},
        ),
        ("from lib import «b»\n", {"deep__down__lib": "a = 1\n"}),
        ("from lib import «b»\n", {}),
    ],
)
def test_imports_that_may_resolve(text: str, files: Mapping[str, str]) -> None:
    assert imported(text, **files) == ""


def module(text: str, **files: str) -> str:
    return "".join(
        item.message for item in told("missing-import", "Cannot find module `pkg.b`", text, **files)
    )


def test_a_module_that_a_package_lacks() -> None:
    files = {"pkg__init": "", "pkg__a": ""}
    assert module("from «pkg.b» import x\n", **files) == "`pkg.b` is not there: pkg/ holds no module `b`"
    assert module("try:\n    import «pkg.b»\nexcept ImportError:\n    pass\n", **files) == ""
    own_path = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
    assert module("import «pkg.b»\n", **{**files, "pkg__init": own_path}) == ""
    for made in ("b_pb2", "_version", "bversion"):
        report = f"Cannot find module `pkg.{made}`"
        assert told("missing-import", report, f"import «pkg.{made}»\n", **files) == []
    assert module("import «lib.b»\n", **files) == ""


def test_a_name_that_nothing_defines() -> None:
    def name(text: str, what: str = "x") -> str:
        return "".join(i.message for i in told("unknown-name", f"Could not find name `{what}`", text))

    assert name("«x»\n") == "Nothing defines the name `x`"
    assert name("from lib import *\n«x»\n") == ""
    assert name("def f():\n    global x\n    x = 1\n«x»\n") == ""
    assert name("«_»('text')\n", "_") == ""
    assert name("try:\n    «x»\nexcept NameError:\n    x = 1\n") == ""
    assert name("raise «ExceptionGroup»('two', [])\n", "ExceptionGroup") == ""
    later = "from __future__ import annotations\nclass A:\n    def f(self, y: «x»): ...\n    class x: ...\n"
    assert name(later) == ""
    assert name(later.replace("class x", "class z")) == "Nothing defines the name `x`"


def test_a_coroutine_that_is_dropped() -> None:
    def dropped(text: str) -> str:
        message = "Result of async function call is unused. Did you forget to `await`?"
        return "".join(i.message for i in told("unused-coroutine", message, text))

    text = "async def f(): ...\nasync def g():\n    «f()»\n"
    assert dropped(text) == "The coroutine that `f` gives is never awaited: its code does not run"
    assert dropped("import lib\n@lib.task\nasync def f(): ...\nasync def g():\n    «f()»\n") == ""
    assert dropped("async def f(): ...\nasync def g():\n    await «f()»\n") == ""


def test_what_is_awaited_and_is_no_coroutine() -> None:
    def awaited(text: str, kind: str = "None") -> str:
        return "".join(i.message for i in told("not-async", f"Type `{kind}` is not awaitable", text))

    text = "def f(): ...\nasync def g():\n    await «f()»\n"
    assert awaited(text) == "`f` is no coroutine function, and what it gives cannot be awaited"
    assert awaited(text, "Thing") == ""
    assert awaited("class A:\n    def f(self): ...\nclass B(A):\n    async def f(self): ...\n"
                   "async def g(a: A):\n    await «a.f()»\n") == ""  # fmt: skip


def test_other_codes_pass_and_files_without_facts_do_not() -> None:
    project = project_of({"app.py": "x = 1\n"})
    other = Diagnostic("pyrefly", "else", "app.py", 1, 1, 1, 2, "said")
    gone = Diagnostic("pyrefly", "unknown-name", "gone.py", 1, 1, 1, 2, "Could not find name `x`")
    assert list(Admission(project, KINDS).admitted([other, gone])) == [other]
