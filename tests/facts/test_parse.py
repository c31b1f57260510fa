"""What a file that does not parse really is."""

from __future__ import annotations

import ast
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codereview.facts.parse import parse

HTML = "<!DOCTYPE html>\n<html><body>Not found</body></html>\n"
MERGE = "x = 1\n<<<<<<< HEAD\ny = 2\n=======\ny = 3\n>>>>>>> topic\n"
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

FAULTS = [
    ("html", 1, HTML),
    ("html", 3, "\n\n<html>\n</html>\n"),
    ("html", 1, "<?xml version='1.0'?>\n<a/>\n"),
    ("merge-markers", 2, MERGE),
    ("notebook", 1, NOTEBOOK),
    ("notebook", 1, NOTEBOOK.replace('"metadata": {}', '"metadata": {"a": null}')),
    ("json", 1, '{"debug": true}\n'),
    ("json", 1, '[{"a": null}]\n'),
    ("python2", 1, 'print "hello"\n'),
    ("python2", 1, "print 'a' % b\n"),
    ("python2", 1, "print x, \n"),
    ("python2", 3, "try:\n    f()\nexcept ValueError, e:\n    log(e)\n"),
    ("python2", 5, "try:\n    f()\nexcept A, B:\n    g()\nexcept ValueError, e:\n    log(e)\n"),
    ("python2", 3, "try:\n    f()\nexcept (ValueError, KeyError), e:\n    log(e)\n"),
    ("python2", 1, 'raise ValueError, "no"\n'),
    ("python2", 1, "mode = 0755\n"),
    ("python2", 1, "n = 10L\n"),
    ("python2", 1, "if a <> b:\n    pass\n"),
    ("python2", 1, "x = `y`\n"),
    ("python2", 1, 'exec "x = 1"\n'),
    ("python2", 1, "s = ur'x'\n"),
    ("python2", 1, "def f(a, (b, c)):\n    pass\n"),
    ("ipython", 2, "import a\n%matplotlib inline\n"),
    ("ipython", 1, "!pip install a\n"),
    ("ipython", 1, "%%time\nf()\n"),
    ("truncated", 1, "def f(a,\n"),
    ("truncated", 1, "def f():\n"),
    ("truncated", 2, "x = 1\nclass A:\n"),
    ("truncated", 3, 'x = """one\ntwo\nthree\n'),
    ("truncated", 3, "DATA = [\n    1,\n    2,"),
    ("syntax", 1, "x = = 1\n"),
    ("syntax", 1, "f(1\nx = 2\n"),
    ("syntax", 1, "f() = 1\n"),
    ("syntax", 1, 'x = "use `a` here, not 10L" z\n'),
    ("lfs-pointer", 1, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
    ("template", 1, "import {{ cookiecutter.name }}\n"),
    ("template", 1, "{% if a %}\nimport a\n{% endif %}\n"),
    ("template", 1, "class <%= name %>:\n    pass\n"),
]


@pytest.mark.parametrize(("kind", "line", "text"), FAULTS)
def test_kind_and_line(kind: str, line: int, text: str) -> None:
    parsed = parse(text.encode(), "app.py")
    assert parsed.tree is None
    assert parsed.failure is not None
    assert (parsed.failure.kind, parsed.failure.line) == (kind, line), parsed.failure.message
    assert parsed.failure.message
    assert not parsed.failure.message.endswith(".")


def test_weak_placeholders_count_in_template_folders_only() -> None:
    text = b"import $name\n"
    inside = parse(text, "project_template/app.py").failure
    outside = parse(text, "app.py").failure
    assert inside is not None
    assert outside is not None
    assert (inside.kind, outside.kind) == ("template", "syntax")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# only a comment",
        '{"name": "x", "depends": ["base"], "installable": True}\n',
        '{"a": 1}\n',
        's = """\n<<<<<<< HEAD\n=======\n>>>>>>> b\n"""\n',
        "x = '<html>'\n",
        "x = {(y)}\n",
        "print('a')\n\x0c\nx = 1\n",
        'x = "\\d"\n',
        "assert (x, 'always')\n",
        "if x is 1: pass\n",
    ],
)
def test_valid_python(text: str) -> None:
    parsed = parse(text.encode(), "app.py")
    assert parsed.failure is None
    assert isinstance(parsed.tree, ast.Module)


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ((3, 11), "try:\n    f()\nexcept* ValueError:\n    pass\n"),
        ((3, 11), "x = a[*b]\n"),
        ((3, 11), "def f(*args: *Ts): pass\n"),
        ((3, 12), "type X = list[int]\n"),
        ((3, 12), "def f[T](a: T) -> T:\n    return a\n"),
        ((3, 12), "class A[T: int]:\n    pass\n"),
        ((3, 12), 'x = f"{a["b"]}"\n'),
        ((3, 12), "x = f\"{'\\n'.join(a)}\"\n"),
        ((3, 12), "x = f'{\n    a  # why\n}'\n"),
        ((3, 13), "class A[T = int]:\n    pass\n"),
        ((3, 14), 'x = t"hello {name}"\n'),
    ],
)
def test_newer_grammar_is_no_fault(version: tuple[int, int], text: str) -> None:
    failure = parse(text.encode(), "app.py").failure
    if sys.version_info >= version:
        assert failure is None
    else:
        assert failure is not None
        assert failure.kind == "newer-python"
        assert f"{version[0]}.{version[1]}" in failure.message


def test_a_fault_beside_a_newer_construct_is_a_fault() -> None:
    failure = parse(b"type X = int\nx = = 1\n", "app.py").failure
    assert failure is not None
    assert failure.kind == "syntax"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 100_000 + ")" * 100_000,
        "-" * 100_000 + "1",
        "not " * 100_000 + "1",
        "lambda: " * 20_000 + "1",
        "1 if 1 else " * 20_000 + "1",
        "if 1:\n x\n" + "elif 1:\n x\n" * 20_000,
        "type X = int\n" + "(" * 3_000 + ")" * 3_000,
    ],
)
def test_deep_nesting_costs_the_file_only(text: str) -> None:
    failure = parse(text.encode(), "app.py").failure
    assert failure is not None
    assert failure.kind in ("too-deep", "syntax", "truncated")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("null-bytes", b"x = 1\n\0\n"),
        ("null-bytes", b"\0" * 300),
        ("null-bytes", bytes(range(256)).replace(b"\x80", b"")[:128] + b"\0" * 60),
        ("encoding", b"# -*- coding: no-such -*-\n"),
        ("encoding", b"x = '\xff'\n"),
        ("encoding", "x = 1\n".encode("utf-16")),
        ("encoding", b"# coding: rot13\n"),
        ("html", b"<html>\xff</html>\n"),
    ],
)
def test_bytes(kind: str, data: bytes) -> None:
    failure = parse(data, "app.py").failure
    assert failure is not None
    assert failure.kind == kind


@pytest.mark.parametrize(
    ("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\r\nb", 2), ("a\x0cb = 1\n", 1)]
)
def test_lines(text: str, lines: int) -> None:
    assert parse(text.encode(), "app.py").lines == lines


@given(
    st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_bytes_give_a_tree_or_a_failure(data: bytes) -> None:
    parsed = parse(data, "app.py")
    assert (parsed.tree is None) == (parsed.failure is not None)
    if parsed.failure is not None:
        assert parsed.failure.line >= 1
        assert parsed.failure.column >= 1


@pytest.mark.parametrize("star", ["", "*"])
def test_handlers_without_brackets_are_read_by_any_python(star: str) -> None:
    text = f"try:\n    f()\nexcept{star} ValueError, a.KeyError :\n    pass\nx = 1\n"
    parsed = parse(text.encode(), "app.py")
    if star and sys.version_info < (3, 11):
        assert parsed.failure is not None
        return
    assert parsed.failure is None
    assert parsed.tree is not None
    assert parsed.tree.body[-1].lineno == 5
