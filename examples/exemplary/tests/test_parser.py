import pytest

from isodur import SyntaxProblem, UnsupportedUnit, parse


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0),
        ("PT90M", 5_400),
        ("P1DT12H", 129_600),
        ("P2W", 1_209_600),
        ("P1W1D", 691_200),
        ("pt1,5h", 5_400),
        ("PT0.25S", 0.25),
    ],
)
def test_reads(text: str, seconds: float) -> None:
    assert parse(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "1D", "P1H", "PT1.5H3M", "P-1D", "T1H"])
def test_refuses(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="is no duration") as caught:
        parse(text)
    assert caught.value.text == text


@pytest.mark.parametrize(("text", "unit"), [("P1Y", "years"), ("P2M", "months"), ("P1Y2M", "years")])
def test_has_no_units_of_unknown_length(text: str, unit: str) -> None:
    with pytest.raises(UnsupportedUnit) as caught:
        parse(text)
    assert caught.value.unit == unit
