"""Price lists of suppliers."""

from __future__ import annotations

import pickle

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from stockroom.database import connection

blueprint = Blueprint("prices", __name__, url_prefix="/prices")


@blueprint.post("/import")
@login_required
def import_list() -> ResponseReturnValue:
    """Take over the price list that a supplier's program has written."""
    prices = pickle.loads(request.files["list"].read())
    database = connection()
    database.executemany(
        "UPDATE parts SET price = ? WHERE number = ?", [(price, number) for number, price in prices.items()]
    )
    database.commit()
    return {"prices": len(prices)}


@blueprint.get("/quote/<number>")
@login_required
def quote(number: str) -> ResponseReturnValue:
    """Work out a price by a formula such as ``price * 0.9 + 2``."""
    row = connection().execute("SELECT price FROM parts WHERE number = ?", (number,)).fetchone()
    price = 0.0 if row is None else row["price"]
    return {"price": eval(request.args.get("formula", "price"), {"price": price})}
