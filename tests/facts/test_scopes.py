"""Which thing a name stands for at a place: shadowing, scopes and branches."""

from __future__ import annotations

import pytest
from facts_lab import probes

HEAD = "import requests\nimport httpx\n"

SHADOWS = {
    "parameter": "def f(requests): probe(requests)",
    "parameter with a default": "def f(requests=None): probe(requests)",
    "star parameter": "def f(*requests): probe(requests)",
    "lambda": "f = lambda requests: probe(requests)",
    "comprehension": "[probe(requests) for requests in xs]",
    "nested comprehension": "[probe(requests) for a in xs for requests in a]",
    "dict comprehension": "{probe(requests): 1 for requests in xs}",
    "tuple in a comprehension": "[probe(requests) for _, requests in xs]",
    "lambda in a comprehension": "[(lambda: probe(requests)) for requests in xs]",
    "except name": "try: pass\nexcept E as requests: probe(requests)",
    "with target": "with lock() as requests: probe(requests)",
    "tuple with target": "with lock() as (requests, b): probe(requests)",
    "for target": "for requests in xs: probe(requests)",
    "starred for target": "for a, *requests in xs: probe(requests)",
    "walrus": "if (requests := other()): probe(requests)",
    "walrus in a comprehension": "def f():\n    [a for a in xs if (requests := other(a))]\n    "
    "probe(requests)",
    "assignment": "requests = other()\nprobe(requests)",
    "annotated name": "def f():\n    requests: int\n    probe(requests)",
    "augmented": "requests += 1\nprobe(requests)",
    "unpacking": "requests, b = other()\nprobe(requests)",
    "import": "from os import path as requests\nprobe(requests.nothing())",
    "function": "def g():\n    def requests(): pass\n    probe(requests.nothing)",
    "class": "class requests: pass\nprobe(requests.nothing)",
    "match capture": "match x:\n    case requests: probe(requests)",
    "match star": "match x:\n    case [*requests]: probe(requests)",
    "match rest": "match x:\n    case {**requests}: probe(requests)",
    "match as": "match x:\n    case [1] as requests: probe(requests)",
    "match class pattern": "match x:\n    case Point(a=requests): probe(requests)",
    "match guard": "match x:\n    case requests if probe(requests): pass",
    "del": "del requests\nprobe(requests)",
    "global in a function": "def f():\n    global requests\n    requests = other()\ndef g(): probe(requests)",
    "nonlocal": (
        "def f():\n    from httpx import get\n    def g():\n        nonlocal get\n        get = other()\n"
        "    def h(): probe(get)"
    ),
    "global read past a function": (
        "thing = other()\ndef f():\n    thing = requests\n    def g():\n        global thing\n        "
        "probe(thing)"
    ),
    "closure of a branch that returns": (
        "def f(x):\n    if x:\n        requests = other()\n        def g(): probe(requests)\n        "
        "return g\n"
    ),
}


@pytest.mark.parametrize("text", SHADOWS.values(), ids=SHADOWS.keys())
def test_a_shadowed_import_is_not_what_the_name_means(text: str) -> None:
    assert [name for name in probes(HEAD + text) if "requests" in name or "httpx" in name] == []


SEEN = {
    "function level import": ("def f():\n    import urllib3\n    probe(urllib3)", "urllib3"),
    "import seen from a nested function": (
        "def f():\n    import urllib3\n    def g(): probe(urllib3)",
        "urllib3",
    ),
    "import below the function": ("def f(): probe(later)\nimport later", "later"),
    "comprehension leaves the name": ("[requests for requests in xs]\nprobe(requests)", "requests"),
    "lambda leaves the name": ("f = lambda requests: 1\nprobe(requests)", "requests"),
    "class scope is not seen in methods": (
        "class A:\n    requests = None\n    def f(self): probe(requests)",
        "requests",
    ),
    "class scope is seen in the class": ("class A:\n    import urllib3\n    x = probe(urllib3)", "urllib3"),
    "global": (
        "def f():\n    requests = 1\n    def g():\n        global requests\n        probe(requests)",
        "requests",
    ),
    "walrus keeps the value": ("if (r := requests.get('x')): probe(r)", "requests.get()"),
    "walrus in a comprehension": (
        "def f():\n    [a for a in xs if (r := requests.get(a))]\n    probe(r)",
        "requests.get()",
    ),
    "chained assignment": ("a = b = requests\nprobe(b)", "requests"),
    "unpacked": ("a, (b, c) = httpx, (1, requests)\nprobe(c)", "requests"),
    "swap": ("a, b = httpx, requests\na, b = b, a\nprobe(b)", "httpx"),
    "with": ("with requests.Session() as s: probe(s)", "requests.Session()"),
    "async with": (
        "async def f():\n    async with httpx.AsyncClient() as s: probe(s)",
        "httpx.AsyncClient()",
    ),
    "awaited": (
        "async def f():\n    r = await httpx.AsyncClient().get('x')\n    probe(r)",
        "httpx.AsyncClient().get()",
    ),
    "global filled in by a function": (
        "client = None\ndef use(): probe(client)\ndef init():\n    global client\n    client = "
        "requests.Session()",
        "requests.Session()",
    ),
    "nonlocal filled in by a function": (
        "def f():\n    client = None\n    def init():\n        nonlocal client\n        client = "
        "requests.Session()\n"
        "    def use(): probe(client)",
        "requests.Session()",
    ),
    "conditional expression": ("x = requests if a else None\nprobe(x)", "requests"),
    "or default": ("def f(s=None):\n    s = s or requests.Session()\n    probe(s)", "requests.Session()"),
}


@pytest.mark.parametrize(("text", "name"), SEEN.values(), ids=SEEN.keys())
def test_a_name_means_what_was_bound_last(text: str, name: str) -> None:
    assert probes(HEAD + text) == [name]


BRANCHES = {
    "if that differs": ("if c: x = requests\nelse: x = httpx\nprobe(x)", "?"),
    "if that agrees": ("if c: x = requests\nelse: x = requests\nprobe(x)", "requests"),
    "if without else": ("x = requests\nif c: x = httpx\nprobe(x)", "?"),
    "None first": ("x = None\nif c: x = requests\nprobe(x)", "requests"),
    "early return": (
        "def f():\n    x = requests\n    if c:\n        x = httpx\n        return\n    probe(x)",
        "requests",
    ),
    "return in both inner branches": (
        "def f():\n    x = requests\n    if c:\n        x = httpx\n        if d: return 1\n        "
        "else: raise E\n    probe(x)",
        "requests",
    ),
    "return in with": (
        "def f():\n    x = requests\n    if c:\n        x = httpx\n        with a: return 1\n    probe(x)",
        "requests",
    ),
    "raise in else": ("x = requests\nif c: pass\nelse:\n    x = httpx\n    raise E\nprobe(x)", "requests"),
    "loop": ("x = requests\nfor a in b: x = httpx\nprobe(x)", "?"),
    "loop that breaks": (
        "x = requests\nfor a in b:\n    if a:\n        x = httpx\n        break\nprobe(x)",
        "?",
    ),
    "loop that continues": (
        "x = requests\nfor a in b:\n    if a:\n        x = httpx\n        continue\nprobe(x)",
        "?",
    ),
    "endless loop": ("while True:\n    x = requests\n    if c: break\nprobe(x)", "requests"),
    "else of a loop": ("x = requests\nfor a in b: pass\nelse: x = httpx\nprobe(x)", "httpx"),
    "else of a loop that breaks": (
        "x = requests\nfor a in b:\n    if c: break\nelse: x = httpx\nprobe(x)",
        "?",
    ),
    "try that fails": ("x = requests\ntry: x = httpx\nexcept E: pass\nprobe(x)", "?"),
    "handler that leaves": ("x = requests\ntry: x = httpx\nexcept E: raise\nprobe(x)", "httpx"),
    "handler sees the body": ("x = requests\ntry:\n    x = httpx\n    g()\nexcept E: probe(x)", "?"),
    "handler sees what None became": ("x = None\ntry:\n    x = httpx\n    g()\nexcept E: probe(x)", "httpx"),
    "else of try": ("try: x = requests\nexcept E: x = httpx\nelse: probe(x)", "requests"),
    "finally sees all": ("x = requests\ntry: x = httpx\nfinally: probe(x)", "?"),
    "finally after None": ("x = None\ntry: x = httpx\nfinally: probe(x)", "httpx"),
    "after finally": ("x = requests\ntry: x = httpx\nfinally: g()\nprobe(x)", "httpx"),
    "bound in finally": ("x = requests\ntry: g()\nfinally: x = httpx\nprobe(x)", "httpx"),
    "finally after return": (
        "def f():\n    x = None\n    try:\n        x = httpx\n        return 1\n    finally: probe(x)",
        "httpx",
    ),
    "import with a fallback": (
        "try: import orjson as j\nexcept ImportError: import json as j\nprobe(j)",
        "orjson",
    ),
    "import or None": ("try: import orjson as j\nexcept ImportError: j = None\nprobe(j)", "orjson"),
    "import or a flag": (
        "try:\n    import orjson\n    HAS = True\nexcept ImportError:\n    HAS = False\nprobe(orjson)",
        "orjson",
    ),
    "type checking": ("if TYPE_CHECKING: import orjson\nprobe(orjson)", "orjson"),
    "not type checking": ("if not TYPE_CHECKING: import orjson\nprobe(orjson)", "orjson"),
    "match cases differ": ("match a:\n    case 1: x = requests\n    case _: x = httpx\nprobe(x)", "?"),
    "match covers all": (
        "x = httpx\nmatch a:\n    case 1: x = requests\n    case _: x = requests\nprobe(x)",
        "requests",
    ),
    "match may pass": ("x = httpx\nmatch a:\n    case 1: x = requests\nprobe(x)", "?"),
    "match guard on else": ("x = httpx\nmatch a:\n    case _ if c: x = requests\nprobe(x)", "?"),
}


@pytest.mark.parametrize(("text", "name"), BRANCHES.values(), ids=BRANCHES.keys())
def test_branches_are_joined(text: str, name: str) -> None:
    assert probes(HEAD + text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def f():\n    probe(subprocess)", "subprocess"),
        ("def f(subprocess):\n    probe(subprocess.nothing)", "?"),
        ("from tools import *\nprobe(subprocess.nothing)", "?"),
        ("probe(elsewhere.nothing)", "?"),
    ],
    ids=["module that was never imported", "bound after all", "after a star import", "any other name"],
)
def test_a_module_that_is_used_without_its_import(text: str, name: str) -> None:
    assert probes(text)[0].startswith(name)
