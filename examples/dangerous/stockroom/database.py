"""The connection of a request."""

from __future__ import annotations

import sqlite3

from flask import Flask, current_app, g

SCHEMA = """
CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
    id INTEGER PRIMARY KEY, number TEXT UNIQUE NOT NULL, name TEXT NOT NULL, shelf TEXT NOT NULL, count INTEGER NOT NULL,
    price REAL NOT NULL DEFAULT 0
);
"""


def connection() -> sqlite3.Connection:
    """Return the connection of this request, opened when it is first asked for."""
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row
    opened: sqlite3.Connection = g.connection
    return opened


def close(error: BaseException | None = None) -> None:
    """Close the connection at the end of a request."""
    opened = g.pop("connection", None)
    if opened is not None:
        opened.close()


def attach(app: Flask) -> None:
    """Make the tables, and close connections of this application."""
    app.teardown_appcontext(close)
    with app.app_context():
        connection().executescript(SCHEMA)
