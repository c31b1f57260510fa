"""Routes of customers."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from shop.database import get_session
from shop.models import Customer, Order
from shop.notifications import send_welcome
from shop.repositories import CustomerRepository, OrderRepository

router = APIRouter(prefix="/customers")


class CustomerIn(BaseModel):
    """What a new customer tells."""

    name: str
    email: str


@router.post("", status_code=201)
def register(
    customer: CustomerIn, tasks: BackgroundTasks, session: Annotated[Session, Depends(get_session)]
) -> dict[str, int]:
    """Makes an account and sends a welcome."""
    row = Customer(name=customer.name, email=customer.email)
    session.add(row)
    session.commit()
    tasks.add_task(send_welcome, row.email, row.name)
    return {"id": row.id}


@router.get("")
def list_customers(session: Annotated[Session, Depends(get_session)]) -> list[dict[str, object]]:
    """Every customer, with the number of their orders."""
    orders = OrderRepository(session)
    out: list[dict[str, object]] = []
    for customer in CustomerRepository(session).all():
        out.append({"id": customer.id, "name": customer.name, "orders": orders.count_of(customer.id)})
    return out


@router.get("/ranking")
def ranking(session: Annotated[Session, Depends(get_session)]) -> list[dict[str, object]]:
    """The same list, from two queries, the best customers first."""
    counts = OrderRepository(session).counts()
    rows: list[dict[str, object]] = [
        {"id": customer.id, "name": customer.name, "orders": counts.get(customer.id, 0)}
        for customer in CustomerRepository(session).all()
    ]
    return sorted(rows, key=lambda row: str(row["orders"]), reverse=True)


@router.get("/recent-orders")
def recent_orders(session: Annotated[Session, Depends(get_session)]) -> list[dict[str, object]]:
    """The last hundred orders, each with the name of its customer."""
    query = select(Order).order_by(Order.id.desc()).limit(100)
    return [{"order": order.id, "customer": order.customer.name} for order in session.scalars(query)]


@router.get("/open-orders")
def open_orders(session: Annotated[Session, Depends(get_session)]) -> list[dict[str, object]]:
    """Orders that wait for money, customers loaded by the same query."""
    query = select(Order).where(Order.status == "new").options(joinedload(Order.customer))
    return [{"order": order.id, "customer": order.customer.name} for order in session.scalars(query)]


@router.get("/{customer_id}")
def get_customer(customer_id: int, session: Annotated[Session, Depends(get_session)]) -> dict[str, object]:
    """One customer, and for how many days they have been one."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise HTTPException(404, "no such customer")
    days = (datetime.utcnow() - customer.joined.replace(tzinfo=None)).days
    return {"id": customer.id, "name": customer.name, "days": days}
