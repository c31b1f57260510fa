"""Suppression comments: which lines they cover, in Python and in other text."""

from __future__ import annotations

import pytest

from codereview.facts.suppressions import WHOLE_FILE, SuppressionComment, find
from codereview.model import Category, Severity
from codereview.report import parts
from codereview.report.view import RuleGroup

NOTE = "# codereview: "


def one(text: str, path: str = "app.py") -> SuppressionComment:
    (found,) = find(text, path)
    return found


def covered(text: str, path: str = "app.py") -> tuple[int, int]:
    found = one(text, path)
    return found.first, found.last


def test_rules_and_reason_are_read() -> None:
    found = one(f"x = 1  {NOTE}ignore[SEC001, PERF] --  made  up \n")
    assert (found.line, found.rules, found.reason) == (1, ("SEC001", "PERF"), "made up")
    assert not found.whole_file


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("ignore", (), ""),
        ("ignore[]", (), ""),
        ("ignore -- because", (), "because"),
        ("ignore[SEC001]", ("SEC001",), ""),
        ("ignore[SEC001] --", ("SEC001",), ""),
        ("ignore[SEC001] because", ("SEC001",), ""),
        ("ignore[security]-- why", ("security",), "why"),
    ],
)
def test_incomplete_comments_are_found_too(comment: str, rules: tuple[str, ...], reason: str) -> None:
    found = one(f"x = 1  {NOTE}{comment}\n")
    assert (found.rules, found.reason) == (rules, reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1  # codereview is a tool\n",
        f"x = 1  {NOTE}ignored[SEC001] -- no\n",
        f"x = 1  {NOTE}ignore-files[SEC001] -- no\n",
        f'x = "{NOTE}ignore[SEC001] -- in a string"\n',
        f'"""\n{NOTE}ignore[SEC001] -- in a docstring\n"""\n',
        f'x = f"""\n{NOTE}ignore[SEC001] -- in an f-string {{1}}\n"""\n',
        "x = 1  # see codereview: ignore[SEC001] -- not at the start\n",
    ],
)
def test_what_is_no_comment(text: str) -> None:
    assert find(text, "app.py") == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"x = 1  {NOTE}ignore[A] -- b\ny = 2\n", (1, 1)),
        (f"{NOTE}ignore[A] -- b\n\n# more\nx = f(\n  1,\n)\ny = 2\n", (4, 6)),
        (f"{NOTE}ignore[A] -- b\n@one\n@two(\n  2)\ndef f(\n  a):\n    return a\n", (2, 6)),
        (f"x = f(\n  1,\n)  {NOTE}ignore[A] -- b\n", (1, 3)),
        (f"x = f(\n  1,  {NOTE}ignore[A] -- b\n  2,\n)\n", (2, 2)),
        (f"x = {{\n  {NOTE}ignore[A] -- b\n\n  1: 2,\n  3: 4,\n}}\n", (4, 4)),
        (f'f(\n  """a\n  b\n  """,  {NOTE}ignore[A] -- b\n  1)\n', (2, 4)),
        (f'f(\n  f"""a\n  {{b}}\n  """,  {NOTE}ignore[A] -- b\n  1)\n', (2, 4)),
        (f"if x:\n    y\n    {NOTE}ignore[A] -- b\n    z\n", (4, 4)),
        (f"x = 1\n{NOTE}ignore[A] -- b\n", (2, 2)),
        (f"x = 1\n{NOTE}ignore-file[A] -- b\n", (1, WHOLE_FILE)),
        (f"x = 1  {NOTE}ignore-file[A] -- b\n", (1, WHOLE_FILE)),
        (f"@one\n@two  {NOTE}ignore[A] -- b\ndef f(): ...\n", (2, 2)),
    ],
)
def test_the_lines_that_a_comment_in_python_covers(text: str, lines: tuple[int, int]) -> None:
    assert covered(text) == lines


@pytest.mark.parametrize("broken", ["y = (\n  1,\n", "z = '''\n", "if x:\n    y\n  z\n", "\x00 $ ?\n"])
def test_python_that_cannot_be_tokenized_gives_what_came_before(broken: str) -> None:
    assert covered(f"x = 1  {NOTE}ignore[A] -- b\n{broken}") == (1, 1)


@pytest.mark.parametrize(
    ("text", "path", "lines", "reason"),
    [
        (f"key: x  {NOTE}ignore[A] -- b\n", "a.yaml", (1, 1), "b"),
        (f"{NOTE}ignore[A] -- b\n\nkey: x\n", "a.yaml", (3, 3), "b"),
        ("let x = 1;  // codereview: ignore[A] -- b\n", "a.js", (1, 1), "b"),
        ("<!-- codereview: ignore[A] -- b -->\ntoken\n", "a.md", (2, 2), "b"),
        ("token <!-- codereview: ignore[A] -- b --> more\n", "a.md", (1, 1), "b"),
        ("// codereview: ignore-file[A] -- b\n", "a.js", (1, WHOLE_FILE), "b"),
        (f'  "x = 1  {NOTE}ignore[A] -- b\\n",\n', "a.ipynb", (1, 1), "b"),
        (f'  "{NOTE}ignore[A] -- b\\n",\n  "x = 1"\n', "a.ipynb", (2, 2), "b"),
        (f"{NOTE}ignore[A] -- b", "Dockerfile", (1, 1), "b"),
    ],
)
def test_other_text(text: str, path: str, lines: tuple[int, int], reason: str) -> None:
    assert covered(text, path) == lines
    assert one(text, path).reason == reason


@pytest.mark.parametrize("before", ["\ufeff", "\x0c", "\x0c  ", "\t"])
def test_odd_characters_before_a_comment(before: str) -> None:
    assert one(f"{before}{NOTE}ignore[A] -- b\nx = 1\n").rules == ("A",)


def test_other_text_without_a_comment_sign() -> None:
    assert find("The form is codereview: ignore[A] -- b\n", "README.md") == ()


def test_the_comment_that_reports_print_is_one() -> None:
    group = RuleGroup("SEC001", "a", "t", Category.SECURITY, Severity.LOW, None, (), 0, 0.0)
    comment = parts.suppression(group).split("`")[1]
    found = one(f"x = 1  {comment}\n")
    assert (found.rules, found.reason) == (("SEC001",), "reason")
