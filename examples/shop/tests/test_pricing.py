"""Prices, to the cent."""

from decimal import Decimal

import pytest

from shop.pricing import Item, shipping_and_discount, subtotal, with_tax

BASKET = [Item("MUG-1", 2, Decimal("7.50"), 400), Item("TEA-9", 1, Decimal("3.20"), 100)]


def test_subtotal() -> None:
    assert subtotal(BASKET) == Decimal("18.20")


@pytest.mark.parametrize(("amount", "total"), [("10.00", "11.90"), ("0.05", "0.06")])
def test_tax(amount: str, total: str) -> None:
    assert with_tax(Decimal(amount), 19) == Decimal(total)


@pytest.mark.parametrize(
    ("country", "shipping"), [("DE", "4.90"), ("FR", "12.90"), ("US", "29.90")], ids=["home", "union", "world"]
)
def test_shipping(country: str, shipping: str) -> None:
    assert shipping_and_discount(BASKET, country, loyalty=0) == (Decimal(shipping), Decimal(0))


def test_a_large_order_is_sent_for_nothing() -> None:
    assert shipping_and_discount([Item("POT-2", 1, Decimal("45"))], "DE", loyalty=0)[0] == 0


def test_the_welcome_voucher_is_for_new_customers() -> None:
    assert shipping_and_discount(BASKET, "DE", loyalty=0, voucher="WELCOME5")[1] == Decimal("5.00")
    assert shipping_and_discount(BASKET, "DE", loyalty=10, voucher="WELCOME5")[1] == 0
