import pytest

from isodur.cli import main


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [(["parse", "PT1H30M"], "5400.0\n"), (["format", "5400"], "PT1H30M\n")],
)
def test_prints(arguments: list[str], printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("arguments", [["parse", "tomorrow"], ["format", "soon"], ["parse", "P1Y", "--verbose"]])
def test_says_what_it_cannot_read(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("isodur: ")
