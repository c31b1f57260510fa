"""Looking parts up and taking them out."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from stockroom.database import connection

blueprint = Blueprint("parts", __name__, url_prefix="/parts")


@blueprint.get("/")
@login_required
def listed() -> str:
    """Show the parts whose name holds what was asked for."""
    wanted = request.args.get("q", "")
    order = request.args.get("order", "name")
    rows = connection().execute(
        f"SELECT number, name, shelf, count FROM parts WHERE name LIKE '%{wanted}%' ORDER BY {order} LIMIT 100"
    )
    return render_template("parts.html", parts=rows.fetchall(), wanted=wanted)


@blueprint.post("/")
@login_required
def add() -> ResponseReturnValue:
    """Put a new part on a shelf."""
    form = request.form
    database = connection()
    database.execute(
        "INSERT INTO parts (number, name, shelf, count) VALUES (?, ?, ?, ?)",
        (form["number"], form["name"], form["shelf"], int(form["count"])),
    )
    database.commit()
    return {"number": form["number"]}, 201


@blueprint.post("/<number>/take")
@login_required
def take(number: str) -> ResponseReturnValue:
    """Take some out, if so many are there."""
    count = int(request.form["count"])
    database = connection()
    changed = database.execute(
        "UPDATE parts SET count = count - ? WHERE number = ? AND count >= ?", (count, number, count)
    )
    if not changed.rowcount:
        abort(409)
    database.commit()
    return {"taken": count}


@blueprint.delete("/<number>")
def remove(number: str) -> ResponseReturnValue:
    """Forget a part that is not made any more."""
    database = connection()
    database.execute("DELETE FROM parts WHERE number = ?", (number,))
    database.commit()
    return "", 204
