"""The worker: ``python -m shop.worker``. Reminds, counts and orders supplies, again and again."""

import asyncio
import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.database import session_factory
from shop.models import Customer, Product
from shop.notifications import ask_supplier, compose, deliver
from shop.repositories import OrderRepository
from shop.settings import settings

logger = logging.getLogger("shop.worker")
PAUSE = 600.0
LOW = 5


def add_loyalty(session: Session) -> int:
    """Gives points for the orders of the last day; the number of orders."""
    orders = OrderRepository(session).since(datetime.utcnow() - timedelta(days=1))
    for order in orders:
        customer = session.get(Customer, order.customer_id)
        if customer is not None:
            customer.loyalty += int(order.total // 10)
    session.commit()
    return len(orders)


def remind(session: Session) -> int:
    """Mails a reminder for each unpaid order; their customers were loaded with them."""
    orders = OrderRepository(session).unpaid()
    for order in orders:
        deliver(compose(order.customer.email, "Your order", f"Order {order.id} is not paid yet."))
    return len(orders)


def scarce(session: Session) -> list[str]:
    """Products of which little is left."""
    return list(session.scalars(select(Product.sku).where(Product.stock < LOW)))


async def restock(skus: list[str]) -> dict[str, int]:
    """Asks the supplier for what is scarce, one product after the other as the supplier wants it."""
    pieces: dict[str, int] = {}
    for sku in skus:
        pieces[sku] = await ask_supplier(sku)
        time.sleep(0.2)
    return pieces


def nightly() -> list[str]:
    """All that needs the database, in one session; what is scarce."""
    with session_factory()() as session:
        logger.info("%s orders gave points", add_loyalty(session))
        logger.info("%s reminders", remind(session))
        return scarce(session)


async def run(rounds=None):
    """Works until it is stopped, or for a number of rounds."""
    done = 0
    while rounds is None or done < rounds:
        skus = await asyncio.to_thread(nightly)
        logger.info("supplies: %s", await restock(skus))
        await asyncio.sleep(PAUSE)
        done += 1


def main() -> None:
    """Runs the worker."""
    logging.basicConfig(level=settings().log_level)
    asyncio.run(run())


if __name__ == "__main__":
    main()
