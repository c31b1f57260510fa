"""What a report may quote: source lines, with every secret masked whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.auditor.quote import MASK, Quotes
from codereview.collect import collect
from codereview.engine.worker import Span

LINE = 'url = "postgresql://shop:open-sesame@database/shop"\n'
START = LINE.index("open") + 1
END = LINE.index("@") + 1
MASKED = f'url = "postgresql://shop:{MASK}@database/shop"'


def quoted(folder: Path, *columns: tuple[int, int]) -> str:
    (folder / "app.py").write_text(LINE)
    spans = [Span(1, start, 1, end) for start, end in columns]
    return Quotes(collect(folder), {"app.py": spans}).line("app.py", 1)


@pytest.mark.parametrize(
    "columns",
    [
        [(START, END)],
        [(START, END), (START, END)],
        [(START, END), (START + 2, START + 4)],
        [(START + 2, START + 4), (START, END)],
        [(START, START + 7), (START + 3, END)],
        [(START, END), (START + 4, END)],
    ],
    ids=["one", "twice the same", "one inside", "order", "overlap", "same end"],
)
def test_stretches_of_several_rules_are_masked_as_one(tmp_path: Path, columns: list[tuple[int, int]]) -> None:
    assert quoted(tmp_path, *columns) == MASKED


def test_two_secrets_of_a_line_are_masked_each(tmp_path: Path) -> None:
    user = LINE.index("shop:") + 1
    line = quoted(tmp_path, (user, user + 4), (START, END))
    assert line == f'url = "postgresql://{MASK}:{MASK}@database/shop"'
