"""The payment service."""

from decimal import Decimal
from typing import Any

import requests

from shop.settings import settings


class PaymentError(Exception):
    """The payment service did not take the money."""


class PaymentClient:
    """Talks to the payment service over one connection."""

    def __init__(self, url: str = None) -> None:
        self.url = url or settings().payment_url
        self.session = requests.Session()

    def charge(self, order_id: int, amount: Decimal) -> str:
        """Charges an order; the number of the payment."""
        answer = self._post("charges", {"order": order_id, "amount": str(amount)})
        return str(answer["id"])

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        config = settings()
        response = self.session.post(
            f"{self.url}/{path}",
            json=body,
            headers={config.payment_token_header: config.payment_token.get_secret_value()},
            timeout=config.payment_timeout,
        )
        if response.status_code >= 400:
            raise PaymentError(f"the payment service answered with {response.status_code}")
        answer: dict[str, Any] = response.json()
        return answer


def pay(order_id: int, amount: Decimal) -> str:
    """Charges an order with a client of its own."""
    return PaymentClient().charge(order_id, amount)
