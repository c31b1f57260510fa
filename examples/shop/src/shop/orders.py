"""Routes of orders."""

import asyncio
import logging
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from shop.database import get_session, session_factory
from shop.models import Customer, Order, OrderLine
from shop.notifications import notify_warehouse, send_invoice
from shop.payments import PaymentError, pay
from shop.pricing import Item, shipping_and_discount, subtotal, with_tax
from shop.repositories import OrderRepository, ProductRepository
from shop.settings import settings

router = APIRouter(prefix="/orders")
logger = logging.getLogger(__name__)


class LineIn(BaseModel):
    """One line of a basket."""

    sku: str
    quantity: int = Field(gt=0, le=99)


class OrderIn(BaseModel):
    """A basket that is to be bought."""

    customer_id: int
    country: str = "DE"
    voucher: str | None = None
    lines: list[LineIn]


@router.post("", status_code=201)
def create(order: OrderIn, session: Annotated[Session, Depends(get_session)]) -> dict[str, object]:
    """Stores an order; the money is taken by another call."""
    customer = session.get(Customer, order.customer_id)
    if customer is None:
        raise HTTPException(404, "no such customer")
    products = ProductRepository(session)
    items: list[Item] = []
    rows: list[OrderLine] = []
    for line in order.lines:
        product = products.by_sku(line.sku)
        if product is None or product.stock < line.quantity:
            raise HTTPException(409, f"{line.sku} is sold out")
        product.stock -= line.quantity
        items.append(Item(product.sku, line.quantity, product.price, product.grams))
        rows.append(OrderLine(product_id=product.id, quantity=line.quantity, price=product.price))
    shipping, discount = shipping_and_discount(items, order.country, customer.loyalty, order.voucher)
    total = with_tax(subtotal(items) + shipping - discount, settings().tax_per_cent)
    stored = Order(customer_id=customer.id, country=order.country, total=total, lines=rows)
    session.add(stored)
    session.commit()
    notify_warehouse(stored.id, [item.sku for item in items])
    return {"id": stored.id, "total": total}


@router.get("/{order_id}")
def read(order_id: int, session: Annotated[Session, Depends(get_session)]) -> dict[str, object]:
    """One order with its lines, which came with the order."""
    order = OrderRepository(session).get(order_id)
    if order is None:
        raise HTTPException(404, "no such order")
    lines = [{"sku": line.product.sku, "quantity": line.quantity} for line in order.lines]
    return {"id": order.id, "status": order.status, "total": order.total, "lines": lines}


@router.post("/{order_id}/pay")
async def pay_order(order_id: int, amount: Decimal) -> dict[str, str]:
    """Takes the money for an order."""
    try:
        payment = pay(order_id, amount)
    except PaymentError as error:
        raise HTTPException(402, str(error)) from error
    return {"payment": payment}


@router.post("/{order_id}/invoice")
async def mail_invoice(order_id: int) -> dict[str, str]:
    """Mails the invoice of an order again; database and mail server are waited for in threads."""
    found = await asyncio.to_thread(load_for_invoice, order_id)
    if found is None:
        raise HTTPException(404, "no such order")
    recipient, total = found
    await asyncio.to_thread(send_invoice, recipient, order_id, str(total))
    return {"mailed": recipient}


def load_for_invoice(order_id: int) -> tuple[str, Decimal] | None:
    """The address that an invoice goes to and its total, from a session of its own."""
    with session_factory()() as session:
        order = OrderRepository(session).get(order_id)
        return (order.customer.email, order.total) if order else None
