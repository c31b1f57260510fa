"""Names in trees: the same as a plain walk finds."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

import codereview
from codereview.facts.names import names, nodes

OWN = sorted(Path(codereview.__file__).parent.rglob("*.py"))
ALL_SYNTAX = """
from . import a as b
import c.d as e
@f(g)
async def h(i: j = k, *l: m, n=o, **p: q) -> r:
    async with s as t, u:
        async for v, (w, *x) in y: await z
    return [a1 async for b1 in c1 if d1], {e1: f1, **g1}, (yield), lambda h1=i1: j1
match k1:
    case l1.m1 | [n1, *o1] | {"p": q1, **r1} | s1(t=u1) if v1: pass
with w1: x1[y1:z1, a2] = b2 = f"{c2!r:{d2}}"
try: e2 += -f2
except g2 as h2: raise i2 from j2
finally: del k2, l2.m2
while n2 and not o2 < p2 or (q2 := 1): global r2
s2: t2 = u2 if v2 else w2
class x2(y2, metaclass=z2): pass
"""


@pytest.mark.parametrize("text", [ALL_SYNTAX, *(path.read_text("utf-8") for path in OWN[::7])])
def test_every_name_once(text: str) -> None:
    tree = ast.parse(text)
    plain = Counter(id(node) for node in ast.walk(tree) if isinstance(node, ast.Name))
    assert Counter(map(id, names(tree))) == plain
    wanted = (ast.stmt, ast.Call, ast.Attribute, ast.Subscript, ast.arg, ast.comprehension, ast.pattern)
    found = Counter(id(node) for node in nodes(tree) if isinstance(node, wanted))
    assert found == Counter(id(node) for node in ast.walk(tree) if isinstance(node, wanted))


def test_single_nodes() -> None:
    assert [node.id for node in names(ast.Name("a"))] == ["a"]
    assert not list(names(ast.Constant(1)))
