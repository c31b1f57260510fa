"""Who is using it."""

from __future__ import annotations

from flask import Flask, abort, redirect, request
from flask_login import LoginManager, UserMixin, login_user
from werkzeug.security import check_password_hash
from werkzeug.wrappers import Response

from stockroom.database import connection

manager = LoginManager()


class Person(UserMixin):  # type: ignore[misc]
    """Somebody of the workshop."""

    def __init__(self, id: int, name: str) -> None:
        """Remember who it is."""
        self.id = id
        self.name = name


@manager.user_loader  # type: ignore[untyped-decorator]
def load(id: str) -> Person | None:
    """Return the person of a session."""
    row = connection().execute("SELECT id, name FROM people WHERE id = ?", (id,)).fetchone()
    return None if row is None else Person(row["id"], row["name"])


def log_in() -> Response:
    """Begin a session with name and password."""
    row = connection().execute("SELECT * FROM people WHERE name = ?", (request.form["name"],)).fetchone()
    if row is None or not check_password_hash(row["password"], request.form["password"]):
        abort(401)
    login_user(Person(row["id"], row["name"]))
    return redirect("/parts")


def attach(app: Flask) -> None:
    """Give the application its login."""
    manager.init_app(app)
    app.add_url_rule("/login", view_func=log_in, methods=["POST"])
