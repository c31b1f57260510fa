"""The web application: ``uvicorn shop.app:app``."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from shop import customers, orders, products, refunds
from shop.database import engine
from shop.models import Base
from shop.settings import settings

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Makes missing tables before the first request, and closes connections after the last."""
    Base.metadata.create_all(engine())
    logger.info("%s is ready", app.title)
    yield
    engine().dispose()


def create_app() -> FastAPI:
    """The application with its routes."""
    logging.basicConfig(level=settings().log_level, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    app = FastAPI(title="Shop", lifespan=lifespan)
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    for module in (products, customers, orders, refunds):
        app.include_router(module.router)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


app = create_app()
