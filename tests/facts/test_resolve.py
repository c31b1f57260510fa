"""What paths are in a project: imports in all forms, classes with their bases, values that functions give."""

from __future__ import annotations

import sys
import time

import pytest
from facts_lab import calls_of, described, probes, project_of

IMPORTS = {
    "import": ("import app.tools\nprobe(app.tools.f)", "def f"),
    "import as": ("import app.tools as t\nprobe(t.f)", "def f"),
    "import of a package": ("import app\nprobe(app.tools.f)", "def f"),
    "from": ("from app.tools import f\nprobe(f)", "def f"),
    "from as": ("from app.tools import f as g\nprobe(g)", "def f"),
    "from package": ("from app import tools\nprobe(tools.f)", "def f"),
    "module itself": ("from app import tools\nprobe(tools)", "module app/tools.py"),
    "relative": ("from .tools import f\nprobe(f)", "def f"),
    "relative module": ("from . import tools\nprobe(tools.f)", "def f"),
    "star": ("from .tools import *\nprobe(f)", "def f"),
    "star without private names": ("from .tools import *\nprobe(_hidden)", "?"),
    "star with __all__": ("from .listed import *\nprobe(f)", "def f"),
    "star with __all__ gives private names": ("from .listed import *\nprobe(_given)", "def _given"),
    "star without what __all__ leaves out": ("from .listed import *\nprobe(left_out)", "?"),
    "star of a star": ("from .stars import *\nprobe(f)", "def f"),
    "re-export": ("from app.sub import g\nprobe(g)", "def g"),
    "re-export of a re-export": ("from app.front import g\nprobe(g)", "def g"),
    "re-exported under another name": ("from app.front import other\nprobe(other)", "def g"),
    "function that hides its module": ("from app.sub import same\nprobe(same)", "def same"),
    "module hidden by its function": ("from app.sub.same import helper\nprobe(helper)", "def helper"),
    "attribute of what hides its module": ("from app.sub import thing\nprobe(thing.run)", "def Thing.run"),
    "function level": ("def h():\n    from .tools import f\n    probe(f)", "def f"),
    "try": ("try: from .tools import f\nexcept ImportError: f = None\nprobe(f)", "def f"),
    "type checking": ("if TYPE_CHECKING:\n    from .tools import f\nprobe(f)", "def f"),
    "own name": ("import app.use\ndef f(): pass\nprobe(app.use.f)", "def f"),
    "standard library before the project": ("import json\nprobe(json.loads)", "json.loads"),
    "unknown name of the project": ("from .tools import nothing\nprobe(nothing)", "?"),
    "unknown module of the project": ("from .nowhere import f\nprobe(f)", "?"),
    "outside": ("import requests.adapters as r\nprobe(r.HTTPAdapter)", "requests.adapters.HTTPAdapter"),
    "beyond the top": ("from ....... import f\nprobe(f)", "?"),
}
PACKAGE = {
    "app__init": "",
    "app__tools": "def f(): pass\ndef _hidden(): pass\n",
    "app__listed": "__all__ = ['f', '_given']\ndef f(): pass\ndef _given(): pass\ndef left_out(): pass\n",
    "app__stars": "from .tools import *\n",
    "app__front": "from .sub import g\nfrom .sub.inner import g as other\n",
    "app__sub__init": "from .inner import g\nfrom .same import same\nfrom .thing import thing\n",
    "app__sub__inner": "def g(): pass\n",
    "app__sub__same": "def same(): pass\ndef helper(): pass\n",
    "app__sub__thing": "class Thing:\n    def run(self): pass\nthing = Thing()\n",
}


@pytest.mark.parametrize(("text", "name"), IMPORTS.values(), ids=IMPORTS.keys())
def test_imports(text: str, name: str) -> None:
    assert probes(text, "app/use.py", **PACKAGE) == [name]


def test_relative_imports_at_every_level() -> None:
    text = "from . import a\nfrom .. import b\nfrom ...c import C\nprobe(a.f)\nprobe(b.f)\nprobe(C)\n"
    others = {"p__q__r__a": "def f(): pass", "p__q__b": "def f(): pass", "p__c": "class C: pass"}
    inits = {"p__init": "", "p__q__init": "", "p__q__r__init": ""}
    assert probes(text, "p/q/r/use.py", **others, **inits) == ["def f", "def f", "class C"]
    assert probes(text, "p/q/r/__init__.py", **others, p__init="", p__q__init="") == [
        "def f",
        "def f",
        "class C",
    ]


def test_a_package_named_as_one_of_the_standard_library_is_found_by_its_own_files() -> None:
    others = {"platform__init": "", "platform__models": "class User: pass"}
    assert probes("from .models import User\nprobe(User)", "platform/views.py", **others) == ["class User"]
    assert probes("import platform\nprobe(platform.system())", "app.py", **others) == ["platform.system()"]


CLASSES = {
    "method on self": ("class A:\n    def f(self): probe(self.g)\n    def g(self): pass", "def A.g"),
    "method of a base": ("class B:\n    def g(self): pass\nclass A(B): pass\nprobe(A().g)", "def B.g"),
    "diamond": (
        "class A:\n    def f(self): pass\nclass B(A): pass\nclass C(A):\n    def f(self): pass\n"
        "class D(B, C): pass\nprobe(D().f)",
        "def C.f",
    ),
    "generic base": (
        "class B(Generic[T]):\n    def g(self): pass\nclass A(B[int]): pass\nprobe(A().g)",
        "def B.g",
    ),
    "generic alias": ("class B:\n    def g(self): pass\nprobe(B[int]().g)", "def B.g"),
    "external base": (
        "from threading import Thread\nclass A(Thread): pass\nprobe(A().start)",
        "threading.Thread().start",
    ),
    "unknown base": ("class A(made()): pass\nprobe(A().start)", "?"),
    "super": ("class B:\n    def g(self): pass\nclass A(B):\n    def g(self): probe(super().g)", "def B.g"),
    "super in a classmethod": (
        "class B:\n    @classmethod\n    def g(cls): pass\nclass A(B):\n    @classmethod\n    def "
        "g(cls): probe(super().g)",
        "def B.g",
    ),
    "classmethod": ("class A:\n    @classmethod\n    def make(cls): return cls()\nprobe(A.make())", "an A"),
    "classmethod of a base": (
        "class B:\n    @classmethod\n    def make(cls): return cls()\nclass A(B): pass\nprobe(A.make())",
        "an A",
    ),
    "Self": (
        "from typing import Self\nclass A:\n    @classmethod\n    def make(cls) -> Self: ...\n"
        "probe(A.make())",
        "an A",
    ),
    "staticmethod": ("class A:\n    @staticmethod\n    def make(x): probe(x)\nA.make(A())", "an A"),
    "property": ("class A:\n    @property\n    def b(self): return B()\nclass B: pass\nprobe(A().b)", "an B"),
    "property with a setter": (
        "class A:\n    @property\n    def b(self): return B()\n    @b.setter\n    def b(self, v): "
        "pass\nclass B: pass\n"
        "probe(A().b)",
        "an B",
    ),
    "cached_property": (
        "from functools import cached_property\nclass A:\n    @cached_property\n    def b(self): return B()\n"
        "class B: pass\nprobe(A().b)",
        "an B",
    ),
    "nested class": ("class A:\n    class In: pass\nprobe(A.In())", "an A.In"),
    "class in a function": ("def f():\n    class A: pass\n    probe(A())", "an f.<locals>.A"),
    "nested function": ("def f():\n    def g(): pass\n    probe(g)", "def f.<locals>.g"),
    "decorated class": ("@dataclass\nclass A: pass\nprobe(A())", "an A"),
    "dataclass field": ("@dataclass\nclass A:\n    b: B\nclass B: pass\nprobe(A().b)", "an B"),
    "called instance": ("class A:\n    def __call__(self): return B()\nclass B: pass\nprobe(A()())", "an B"),
    "unbound method called with an object": (
        "class B:\n    def g(self, x): probe(x)\nclass A(B):\n    def g(self, x): B.g(self, x)\nclass "
        "C: pass\n"
        "A().g(C())",
        "an C",
    ),
    "inheritance cycle": ("class A(B): pass\nclass B(A): pass\nprobe(A().f)", "?"),
    "class that is its own base": ("class A: pass\nclass A(A): pass\nprobe(A().f)", "?"),
}


@pytest.mark.parametrize(("text", "name"), CLASSES.values(), ids=CLASSES.keys())
def test_classes(text: str, name: str) -> None:
    assert probes(text) == [name]


ATTRIBUTES = {
    "in __init__": ("def __init__(self): self.x = B()", "an B"),
    "elsewhere": ("def g(self): self.x = B()", "an B"),
    "annotated parameter": ("def __init__(self, x: B): self.x = x", "an B"),
    "annotated attribute": ("def __init__(self, x): self.x: B = x", "an B"),
    "None first": ("def __init__(self): self.x = None\n    def g(self): self.x = B()", "an B"),
    "class level None": ("x = None\n    def g(self): self.x = B()", "an B"),
    "conflict": ("def __init__(self): self.x = B()\n    def g(self): self.x = C()", "?"),
    "conflict with the unknown": ("def __init__(self): self.x = B()\n    def g(self): self.x = other()", "?"),
    "unpacked": ("def __init__(self): self.x, self.y = B(), C()", "an B"),
    "with": ("def g(self):\n        with B() as self.x: pass", "an B"),
    "or default": ("def __init__(self, x=None): self.x = x or B()", "an B"),
    "never": ("y = 1", "?"),
    "class attribute": ("x = B()", "an B"),
    "only declared": ("x: B", "an B"),
    "optional": ("x: 'B | None' = None", "an B"),
    "optional, then made": ("x: 'C | None' = None\n    def g(self): self.x = B()", "an B"),
    "other object": ("def g(self, other): other.x = B()", "?"),
}


@pytest.mark.parametrize(("body", "name"), ATTRIBUTES.values(), ids=ATTRIBUTES.keys())
def test_attributes_of_self(body: str, name: str) -> None:
    assert probes(
        f"class B: pass\nclass C: pass\nclass A:\n    {body}\n    def use(self): probe(self.x)\n"
    ) == [name]


VALUES = {
    "return": ("def f(): return B()\nprobe(f())", "an B"),
    "return or None": ("def f():\n    if c: return None\n    return B()\nprobe(f())", "an B"),
    "returns differ": ("def f():\n    if c: return C()\n    return B()\nprobe(f())", "?"),
    "many returns differ": (
        "def f():\n"
        + "".join(f"    if c{i}: return other{i}()\n" for i in range(9))
        + "    return B()\nprobe(f())",
        "?",
    ),
    "annotated return": ("def f() -> B: return x\nprobe(f())", "an B"),
    "awaited": ("async def f(): return B()\nasync def g(): probe(await f())", "an B"),
    "context manager": ("@contextmanager\ndef f(): yield B()\nwith f() as b: probe(b.m)", "def B.m"),
    "annotated context manager": (
        "@contextmanager\ndef f() -> Iterator[B]: yield x\nwith f() as b: probe(b.m)",
        "def B.m",
    ),
    "generator": ("def f(): yield B()\nfor b in f(): probe(b)", "an B"),
    "parameter from callers": ("def f(x): probe(x)\nf(B())", "an B"),
    "parameter from a keyword": ("def f(x): probe(x)\nf(x=B())", "an B"),
    "callers differ": ("def f(x): probe(x)\nf(B())\nf(C())", "?"),
    "handed on": ("def f(x): probe(x)\ndef g(x): f(x)\ng(B())", "an B"),
    "annotated parameter": ("def f(x: B): probe(x)", "an B"),
    "optional parameter": ("def f(x: Optional[B] = None): probe(x)", "an B"),
    "quoted": ("def f(x: 'B'): probe(x)", "an B"),
    "union": ("def f(x: B | C): probe(x)", "?"),
    "list": ("def f(x: list[B]):\n    for b in x: probe(b)", "an B"),
    "enumerate": ("def f(x: list[B]):\n    for i, b in enumerate(x): probe(b)", "an B"),
    "zip": ("def f(x: list[B]):\n    for i, b in zip(y, x): probe(b)", "an B"),
    "sorted": ("def f(x: list[B]):\n    for b in sorted(x, key=k): probe(b)", "an B"),
    "comprehension": ("xs = [B() for a in y]\nfor b in xs: probe(b)", "an B"),
    "literal": ("for b in [B(), B()]: probe(b)", "an B"),
    "index": ("def f(x: list[B]): probe(x[0])", "an B"),
    "slice": ("def f(x: list[B]):\n    for b in x[1:]: probe(b)", "an B"),
    "next": ("def f(x: list[B]): probe(next(iter(x)))", "an B"),
    "star parameter": ("def f(*x: B): probe(x[0])", "an B"),
    "Depends": (
        "from fastapi import Depends\ndef get(): return B()\ndef f(x=Depends(get)): probe(x)",
        "an B",
    ),
    "Annotated Depends": (
        "from fastapi import Depends\ndef get(): return B()\ndef f(x: Annotated[object, "
        "Depends(get)]): probe(x)",
        "an B",
    ),
    "Annotated alias": ("X = Annotated[B, 1]\ndef f(x: X): probe(x)\nfrom typing import Annotated", "an B"),
    "conditional": ("probe(B() if c else None)", "an B"),
    "conditional that differs": ("probe(B() if c else C())", "?"),
    "or": ("probe(None or B())", "an B"),
    "partial": ("from functools import partial\nf = partial(B, 1)\nprobe(f())", "an B"),
    "getattr": ("probe(getattr(B(), 'm'))", "def B.m"),
    "getattr with a default": ("probe(getattr(B(), 'm', None))", "def B.m"),
    "getattr with a name": ("probe(getattr(B(), name))", "builtins.getattr()"),
    "lambda": ("f = lambda: B()\nprobe(f())", "an B"),
    "immediate lambda": ("probe((lambda: B())())", "an B"),
    "cast": ("from typing import cast\nprobe(cast(B, x))", "an B"),
    "alias of a class": ("Base = B\nprobe(Base())", "an B"),
    "type of an instance": ("def f(x: B): probe(type(x)())", "an B"),
    "indirect recursion": ("def f(): return g()\ndef g(): return f()\nprobe(f())", "?"),
    "alias of itself": ("x = y\ny = x\nprobe(x)", "?"),
    "recursion with an end": ("def f(n):\n    if n: return f(n - 1)\n    return B()\nprobe(f(1))", "?"),
}


@pytest.mark.parametrize(("text", "name"), VALUES.values(), ids=VALUES.keys())
def test_values(text: str, name: str) -> None:
    head = "from typing import Annotated\nclass B:\n    def m(self): pass\nclass C: pass\n"
    assert probes(head + text) == [name]


TYPE_PARAMETERS = {
    "function": ("class T: pass\ndef f[T](x: T): probe(x)", "?"),
    "class": ("class T: pass\nclass A[T]:\n    def f(self, x: T): probe(x)", "?"),
    "method of a generic base": (
        "class B[T]:\n    def g(self): pass\nclass A(B[int]): pass\nprobe(A().g)",
        "def B.g",
    ),
    "alias": ("class B: pass\ntype X = B\ndef f(x: X): probe(x)", "an B"),
    "afterwards": ("class T: pass\ndef f[T](x: T): pass\ndef g(x: T): probe(x)", "an T"),
}


def test_type_parameters_where_the_interpreter_has_them() -> None:
    cases = TYPE_PARAMETERS if sys.version_info >= (3, 12) else {}
    found = {name: probes(text) for name, (text, _) in cases.items()}
    assert found == {name: [expected] for name, (_, expected) in cases.items()}


def test_star_imports_in_circles_end() -> None:
    names = [f"m{i}" for i in range(12)]
    others = {name: "".join(f"from {other} import *\n" for other in names) for name in names}
    start = time.monotonic()
    assert probes("from m0 import *\nprobe(nowhere)\n", **others) == ["?"]
    assert time.monotonic() - start < 5


def test_imports_in_circles_end() -> None:
    assert probes("from a import x\nprobe(x)", a="from b import x", b="from a import x") == ["?"]
    assert probes("import self_made\nprobe(self_made.x)", self_made__init="from self_made import x") == ["?"]


def test_functions_that_call_each_other_without_end_are_followed_in_bearable_time() -> None:
    count = 40
    lines = []
    for i in range(count):
        lines.append(f"def f{i}(x):\n")
        lines += [f"    if x == {j}: return f{(i * 7 + j * 3 + 1) % count}({j})\n" for j in range(4)]
        lines.append("    return unknown(x)\n")
    start = time.monotonic()
    assert probes("".join(lines) + "probe(f0(1))\n") == ["?"]
    assert time.monotonic() - start < 5


def test_long_chains_end() -> None:
    chain = "x" + ".a().b" * 90
    assert probes(f"import x\nprobe({chain})") == ["?"]
    classes = "".join(f"class A{i}(A{i - 1}): pass\n" for i in range(1, 300))
    project = project_of(
        {"app.py": f"class A0:\n    def f(self): pass\n{classes}probe(A299().f)\nprobe(A20().f)\n"}
    )
    last = calls_of(project.files["app.py"], "probe")
    assert [described(project, project.resolve("app.py", call.args[0])) for call in last] == [
        "def A0.f",
        "def A0.f",
    ]


def test_identifiers_need_not_be_ascii() -> None:
    assert probes("class Größe:\n    def été(self): pass\nprobe(Größe().été)") == ["def Größe.été"]


def test_what_an_iterator_of_its_own_gives() -> None:
    text = """
        class Part:
            def read(self): pass
        class Parts:
            def __iter__(self):
                return self
            def __next__(self):
                return Part()
        class Others:
            def __iter__(self):
                return Parts()
        class Unknown:
            def __iter__(self):
                return self
        for one in Parts():
            probe(one.read)
        for one in Others():
            probe(one.read)
        for one in Unknown():
            probe(one)
    """
    assert probes(text) == ["def Part.read", "def Part.read", "?"]
