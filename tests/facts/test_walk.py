"""The walk reaches every node once, whatever the text, and gives facts that can be stored."""

from __future__ import annotations

import ast
import random
import sys
import sysconfig
import tokenize
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.facts.extract import Extraction
from codereview.facts.module import FileFacts

SEED = 11
COUNT = 150
SKIPPED = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop, ast.Module, ast.type_ignore)
NODES = [
    kind
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and not issubclass(kind, SKIPPED)
]
PIECES = (
    "@d(a())\ndef f(x: A[b()] = c(), *y: d(), z=e(), **k: g()) -> h(): return i(j())",
    "@d(a())\nclass C(b(), key=c()): x: D[e()] = g()",
    "async def f():\n    async with a() as b, c() as (d, e[g()]): await h(i())\n    async for x in y(): z()",
    "async def f():\n    return [a() async for b in c() if d()] + (await e())[g()]",
    "def f():\n    x = yield a()\n    yield from b()\n    (yield)()",
    "for a[b()] in c(): d()\nelse: e()",
    "while a(): b()\nelse: c()",
    "try: a()\nexcept b() as c: d()\nexcept (e(), f()): raise g() from h()\nelse: i()\nfinally: j()",
    "match a():\n    case B(c=1, d=[2, *e]) if f(): g()\n    case {'x': h.i, **j} | k: l()\n    case "
    "-1 | 'a' 'b': m()",
    "a()[b()] = c().d = e()\na()[b()] += c()\na().b: C[d()] = e()\na()[b()]: c = d()\ndel a()[b()], "
    "(c().d, e)",
    "assert a(), b()\nif a() if b() else c(): d()\nelif e(): f()\nelse: g()",
    "x = f'{a():>{b()}} {c()!r} { {d(): e()} }'",
    "x = lambda a=b(), *c, d=e(): f(lambda: g())",
    "x = {**a(), b(): c(), **d()}\ny = [*a(), *b()]\nz = {a(), b()}\nt = a()[b():c():d(), e()]",
    "x = {a(): b() for c in d() for e in f() if g()}\ny = {a(b) for b in c()}\nz = (a() for b[c()] in d())",
    "x = (y := a()) and b() or not c()\nz = a() < b() < c() if d() else -e()",
    "import a.b as c, d\nfrom . import e\nfrom .f import *\nfrom ...... import g as h\nglobal x\n",
    "f(*a(), **b(), c=d())(e())[g()].h()\n(lambda: i())()\na().b.c().d.e()",
    "def outer():\n    x = a()\n    def inner():\n        nonlocal x\n        x += b()\n    return inner()",
    "class A:\n    def a(self): self.x, self.y[b()] = c(), d()\n    class B(A):\n        e = f()\n",
    "größe = été(\u00aa())\nclass \u540d: pass\n\u540d().x()",
    "with a() as b: c()\nwith (d() as e, f()): g()",
    "break_ = print(*(x() for x in y()))",
    "for a in b():\n    if c(): break\n    if d(): continue\n    e()\n",
)
NEWER = (
    ((3, 11), "try: a()\nexcept* b() as c: d()\n"),
    (
        (3, 12),
        "type X[T: a()] = list[T]\ndef f[T: b(), *U, **V](x: T) -> T: return c()\nclass D[T](E[T]): f()\n",
    ),
    ((3, 12), "x = f'{a(f'{b()}')}'\n"),
    ((3, 13), "def f[T = a()](x: T): b()\n"),
    ((3, 14), "x = t'{a():{b()}}'\n"),
)


def walked(text: str) -> tuple[ast.Module, FileFacts, Counter[ast.AST]]:
    """The tree, the facts, and how often each node was handed to a rule that asks for all."""
    tree = ast.parse(text)
    extraction = Extraction(tree, "app/x.py", "app.x", text.count("\n") + 1, frozenset({"utcnow"}))
    seen: Counter[ast.AST] = Counter()
    for kind in NODES:
        extraction.attach(kind, lambda node: seen.update((node,)))
    return tree, extraction.run(), seen


def check(text: str) -> None:
    tree, facts, seen = walked(text)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    expected = Counter((n.lineno, n.col_offset + 1, n.end_lineno, (n.end_col_offset or 0) + 1) for n in calls)
    assert Counter((c.line, c.column, c.end_line, c.end_column) for c in facts.calls) == expected
    nodes = [n for n in ast.walk(tree) if not isinstance(n, SKIPPED)]
    assert [(n, seen[n]) for n in nodes if seen[n] != 1] == []
    packed = msgspec.msgpack.encode(facts)
    assert msgspec.msgpack.decode(packed, type=FileFacts) == facts
    places = [*facts.calls, *facts.refs, *facts.loops, *facts.functions, *facts.classes]
    assert all(
        1 <= p.line <= p.end_line <= facts.lines and p.column >= 1 and p.end_column >= 1 for p in places
    )
    assert all(1 <= item.line <= facts.lines for item in facts.imports)
    assert all(
        -1 <= call.function < len(facts.functions) and -1 <= call.loop < len(facts.loops)
        for call in facts.calls
    )


@pytest.mark.parametrize("text", PIECES)
def test_each_kind_of_code(text: str) -> None:
    check(text)


def test_code_for_newer_interpreters() -> None:
    pieces = [text for version, text in NEWER if sys.version_info >= version]
    for text in pieces:
        check(text)
    assert len(pieces) <= len(NEWER)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(0, 3)), min_size=1, max_size=6))
def test_any_mixture(parts: list[tuple[str, int]]) -> None:
    text = "pass\n"
    for piece, depth in parts:
        inner = piece
        for head in ("if cond():", "async def g():", "class K:")[:depth]:
            inner = head + "\n" + "\n".join("    " + line for line in inner.split("\n"))
        text += inner + "\n"
    check(text)


def samples() -> list[Path]:
    """Files of the standard library, chosen at random but always the same ones."""
    files = sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py"))
    files = [
        f for f in files if not {"lib2to3", "site-packages"} & set(f.parts) and f.stat().st_size < 60_000
    ]
    return random.Random(SEED).sample(files, COUNT)


def test_files_of_the_standard_library() -> None:
    checked = 0
    for path in samples():
        try:
            with tokenize.open(path) as stream:
                text = stream.read()
            ast.parse(text)
        except (SyntaxError, ValueError, UnicodeDecodeError):  # tests of the parser itself
            continue
        check(text)
        checked += 1
    assert checked > COUNT * 0.9


def test_parts_come_before_what_holds_them_and_in_their_scope() -> None:
    text = (
        "import requests\nclass A:\n"
        "    def f(self, x: int = requests.get()):\n        with x as y: self.z = y\n"
    )
    extraction = Extraction(ast.parse(text), "a.py", "a", 5, frozenset())
    found: list[tuple[str, str]] = []
    for kind in (ast.arg, ast.withitem, ast.FunctionDef, ast.With):
        extraction.attach(kind, lambda node: found.append((type(node).__name__, extraction.scope)))
    extraction.run()
    assert found == [("arg", "A"), ("arg", "A"), ("FunctionDef", "A"), ("withitem", "A.f"), ("With", "A.f")]


def test_bound_names_and_chains_are_told_where_they_can_be() -> None:
    text = "import requests as r\nx = [r.api.get for r.y in r]\n"
    extraction = Extraction(ast.parse(text), "a.py", "a", 3, frozenset())
    found: list[str] = []
    extraction.attach(ast.Attribute, lambda node: found.append(ast.unparse(node)))
    extraction.run()
    assert sorted(found) == ["r.api", "r.api.get", "r.y"]
