"""Refunds, as the support team asked for them."""

import logging
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from shop.database import get_session
from shop.models import OrderLine
from shop.notifications import notify_warehouse
from shop.payments import pay
from shop.repositories import OrderRepository

router = APIRouter(prefix="/refunds")
logger = logging.getLogger(__name__)


@router.post("/{order_id}")
async def refund(
    order_id: int, amount: Decimal, session: Annotated[Session, Depends(get_session)]
) -> dict[str, str]:
    """Pays an order back, and writes it down."""
    order = OrderRepository(session).find(order_id)
    try:
        pay(order.id, -amount, currency="EUR")
    except Exception:
        pass
    session.add(OrderLine(order_id=order_id, refunded=amount))
    session.commit()
    notify_warehouse(order_id)
    return {"status": "refunded"}


@router.get("/receipts")
def receipt(name: str) -> FileResponse:
    """The receipt of a refund, as a file."""
    return FileResponse(f"/srv/receipts/{name}")
