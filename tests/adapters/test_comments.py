"""Comments that look like code."""

from __future__ import annotations

import pytest

from codereview.adapters.comments import is_prose


@pytest.mark.parametrize(
    "lines",
    [
        ["    # letter = lower / upper / '-'"],
        ["# digits = 1*DIGIT"],
        ["# pair ::= key value"],
        ["x = 1  # (1, 2)"],
        ["# {'a': 1}", "#", "# [1, -2]"],
        ['# sign = "+" | "-"'],
        ["# {scheme}   (optional)", "# {path}", "# ?{query}"],
        ["# {user}@    (optional)", "# {host}", "# :{port}    (optional)"],
        ["# //{place}  (optional)", "# {path}", "# #{part}   (optional)"],
        ["# Say this is the list:", "# [first, ..., last]"],
        ["# >>> client.get('/')", "# 200"],
    ],
)
def test_grammars_and_results_are_no_code(lines: list[str]) -> None:
    assert is_prose(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["# total = price * count"],
        ["# path = root / name"],
        ["# print(total)"],
        ["# (1, 2)", "# send(mail)"],
        ["# kind = int | None"],
        ["# return [row]"],
        ["# rows = [", "#     1,", "# ]"],
        ["no comment"],
    ],
)
def test_what_was_switched_off_is(lines: list[str]) -> None:
    assert not is_prose(lines)
