"""The engine and its sessions."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from shop.settings import settings


@lru_cache
def engine() -> Engine:
    """One engine for the process; connections are checked before they are used."""
    return create_engine(settings().database_url, pool_pre_ping=True)


@lru_cache
def session_factory() -> sessionmaker[Session]:
    """Makes sessions that keep their objects readable after a commit."""
    return sessionmaker(engine(), expire_on_commit=False)


def get_session() -> Iterator[Session]:
    """The session of one request."""
    with session_factory()() as session:
        yield session
