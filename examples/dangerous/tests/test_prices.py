import pickle
from io import BytesIO

from flask import Flask


def test_prices_are_taken_over(app: Flask) -> None:
    client = app.test_client()
    sent = {"list": (BytesIO(pickle.dumps({"B-12": 0.75})), "prices.bin")}
    assert client.post("/prices/import", data=sent).json == {"prices": 1}
    assert client.get("/prices/quote/B-12").json == {"price": 0.75}


def test_a_formula_is_worked_out(app: Flask) -> None:
    quoted = app.test_client().get("/prices/quote/B-12", query_string={"formula": "price * 2"})
    assert quoted.json == {"price": 1.0}
