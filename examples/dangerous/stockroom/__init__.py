"""The stock of the workshop."""

from __future__ import annotations

import os

from flask import Flask

from stockroom import accounts, database, parts, prices


def create_app() -> Flask:
    """Make the application from what the environment says."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["STOCKROOM_SECRET_KEY"]
    app.config["DATABASE"] = os.environ.get("STOCKROOM_DATABASE", "stockroom.db")
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    database.attach(app)
    accounts.attach(app)
    app.register_blueprint(parts.blueprint)
    app.register_blueprint(prices.blueprint)
    return app
