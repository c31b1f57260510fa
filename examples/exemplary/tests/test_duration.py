from decimal import Decimal

import pytest

from isodur import Duration, parse


@pytest.mark.parametrize(
    "text", ["PT0S", "PT1S", "PT1M", "PT1H45M", "P3D", "P3DT4H30M", "PT0.25S", "P40DT23H59M59.999S"]
)
def test_writes_what_it_reads(text: str) -> None:
    assert str(parse(text)) == text


def test_parts_are_one_length() -> None:
    assert Duration(minutes=90) == Duration(hours=1, minutes=30) == Duration(seconds=5_400)


def test_adds_and_sorts() -> None:
    assert Duration(hours=1) + Duration(minutes=15) == Duration(minutes=75)
    assert sorted([Duration(days=1), Duration(hours=1)]) == [Duration(hours=1), Duration(days=1)]


def test_is_never_negative() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        Duration(minutes=1, seconds=Decimal("-60.5"))
