"""What an order costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
EUROPEAN_UNION = frozenset({"AT", "BE", "DE", "ES", "FR", "IE", "IT", "NL", "PL", "PT"})


@dataclass(frozen=True)
class Item:
    """A product in a basket."""

    sku: str
    quantity: int
    price: Decimal
    grams: int = 0


def rounded(amount: Decimal) -> Decimal:
    """An amount in whole cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def subtotal(items: Sequence[Item]) -> Decimal:
    """The sum of a basket before anything is taken off or put on."""
    return rounded(sum((item.price * item.quantity for item in items), Decimal(0)))


def with_tax(amount: Decimal, per_cent: int) -> Decimal:
    """An amount with its tax."""
    return rounded(amount * (100 + per_cent) / 100)


def shipping_and_discount(items: Sequence[Item], country: str, loyalty: int, voucher: str = None, express: bool = False):
    """What is added for shipping and taken off for loyalty and vouchers."""
    amount = subtotal(items)
    grams = sum(item.grams * item.quantity for item in items)
    discount = Decimal(0)
    if loyalty >= 1000:
        discount = amount * Decimal("0.10")
    elif loyalty >= 500:
        discount = amount * Decimal("0.05")
    elif loyalty >= 100 and amount > 50:
        discount = amount * Decimal("0.02")
    if voucher:
        if voucher.startswith("WELCOME") and loyalty == 0:
            discount += 5
        elif voucher.startswith("SPRING") and amount >= 30:
            discount += amount * Decimal("0.15")
        elif voucher == "FREESHIP" and (country == "DE" or country == "AT"):
            return Decimal(0), rounded(discount)
    if country == "DE":
        if amount >= 40 and not express:
            shipping = Decimal(0)
        elif grams > 20000:
            shipping = Decimal("19.90")
        elif grams > 5000:
            shipping = Decimal("9.90")
        else:
            shipping = Decimal("4.90")
    elif country in EUROPEAN_UNION:
        if amount >= 100 and not express:
            shipping = Decimal(0)
        elif grams > 5000:
            shipping = Decimal("24.90")
        else:
            shipping = Decimal("12.90")
    else:
        shipping = Decimal("39.90") if grams > 2000 else Decimal("29.90")
    if express:
        shipping += Decimal("15") if country in EUROPEAN_UNION else Decimal("30")
    if any(item.sku.startswith("BULKY-") for item in items):
        shipping += Decimal("25")
    return shipping, min(rounded(discount), amount)
