"""Queries that more than one module needs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from shop.models import Customer, Order, OrderLine, Product


class ProductRepository:
    """Products, by the keys that routes and the worker know them by."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def by_sku(self, sku: str) -> Product | None:
        """One product."""
        return self.session.scalars(select(Product).where(Product.sku == sku)).one_or_none()

    def by_skus(self, skus: Collection[str]) -> dict[str, Product]:
        """Many products in one query."""
        found = self.session.scalars(select(Product).where(Product.sku.in_(skus)))
        return {product.sku: product for product in found}

    def page(self, after: int, limit: int) -> Sequence[Product]:
        """The next products in the order of their ids."""
        query = select(Product).where(Product.id > after).order_by(Product.id).limit(limit)
        return self.session.scalars(query).all()


class OrderRepository:
    """Orders, with what their readers need of them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, order_id: int) -> Order | None:
        """One order with its lines and their products, in three queries."""
        query = select(Order).where(Order.id == order_id)
        loaded = query.options(selectinload(Order.lines).selectinload(OrderLine.product))
        return self.session.scalars(loaded).one_or_none()

    def since(self, moment: datetime) -> Sequence[Order]:
        """Orders from a moment on, nothing loaded beside them."""
        return self.session.scalars(select(Order).where(Order.created >= moment)).all()

    def unpaid(self) -> Sequence[Order]:
        """Orders that wait for money, with their customers."""
        query = select(Order).where(Order.status == "new").options(selectinload(Order.customer))
        return self.session.scalars(query).all()

    def count_of(self, customer_id: int) -> int:
        """How many orders a customer has."""
        query = select(func.count()).select_from(Order).where(Order.customer_id == customer_id)
        return self.session.scalar(query) or 0

    def counts(self) -> dict[int, int]:
        """How many orders each customer has, in one query."""
        query = select(Order.customer_id, func.count()).group_by(Order.customer_id)
        return {customer_id: number for customer_id, number in self.session.execute(query)}


class CustomerRepository:
    """Customers."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def all(self) -> Sequence[Customer]:
        """Every customer, by name."""
        return self.session.scalars(select(Customer).order_by(Customer.name)).all()
