"""Routes of the catalogue."""

import asyncio
import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import requests
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from shop.database import get_session
from shop.notifications import ask_supplier
from shop.repositories import ProductRepository
from shop.settings import settings

router = APIRouter(prefix="/products")
IMAGES = Path("/srv/images")


class ProductOut(BaseModel):
    """A product as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    sku: str
    name: str
    price: Decimal
    stock: int


@router.get("")
def list_products(
    session: Annotated[Session, Depends(get_session)], after: int = 0, limit: int = 50
) -> list[ProductOut]:
    """A page of the catalogue. A plain function: FastAPI runs it in a thread."""
    products = ProductRepository(session).page(after, min(limit, 200))
    return [ProductOut.model_validate(product) for product in products]


@router.post("/lookup")
def look_up(skus: list[str], session: Annotated[Session, Depends(get_session)]) -> list[ProductOut]:
    """Many products at once, in the order that they were asked for."""
    found = ProductRepository(session).by_skus(skus)
    return [ProductOut.model_validate(found[sku]) for sku in skus if sku in found]


@router.get("/{sku}/availability")
async def availability(sku: str) -> dict[str, int]:
    """How many pieces the supplier has; asks again once when the supplier is busy."""
    response = requests.get(settings().supplier_url, params={"sku": sku}, timeout=5)
    if response.status_code == 503:
        time.sleep(1)
        response = requests.get(settings().supplier_url, params={"sku": sku}, timeout=5)
    if response.status_code != 200:
        raise HTTPException(502, "the supplier does not answer")
    return {"pieces": int(response.json()["pieces"])}


@router.post("/availability")
async def availability_of_many(skus: list[str]) -> dict[str, int]:
    """The same for many products, all asked at once without holding the loop up."""
    pieces = await asyncio.gather(*(ask_supplier(sku) for sku in skus))
    return dict(zip(skus, pieces, strict=True))


@router.get("/{sku}/image")
async def image_size(sku: str) -> dict[str, int]:
    """The size of a picture, read in a thread."""
    picture = IMAGES / f"{Path(sku).name}.webp"
    if not await asyncio.to_thread(picture.is_file):
        raise HTTPException(404, "no picture")
    content = await asyncio.to_thread(picture.read_bytes)
    return {"bytes": len(content)}
