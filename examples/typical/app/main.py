"""The application."""

import logging

from fastapi import FastAPI

from app.database import Base, engine
from app.routers import auth, bookings, rooms

logging.basicConfig(level=logging.INFO)

app = FastAPI(title="Rooms")
app.include_router(auth.router)
app.include_router(rooms.router)
app.include_router(bookings.router)


@app.on_event("startup")
def create_tables():
    Base.metadata.create_all(engine)


@app.get("/health")
def health():
    return {"status": "ok"}
