"""Figures for the back office."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from shop.models import Order


def revenue(orders: Iterable[Order]) -> Decimal:
    """The sum of what was paid."""
<<<<<<< HEAD
    return sum((order.total for order in orders if order.status == "paid"), Decimal(0))
=======
    return sum((order.total for order in orders if order.status in ("paid", "sent")), Decimal(0))
>>>>>>> sent-orders-count


def by_country(orders: Iterable[Order]) -> Counter[str]:
    """The number of orders by country."""
    return Counter(order.country for order in orders)
