from pathlib import Path

import pytest
from flask import Flask

from stockroom import create_app
from stockroom.database import connection


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("STOCKROOM_SECRET_KEY", "only for tests")
    monkeypatch.setenv("STOCKROOM_DATABASE", str(tmp_path / "test.db"))
    app = create_app()
    app.config["LOGIN_DISABLED"] = True
    with app.app_context():
        database = connection()
        database.execute(
            "INSERT INTO parts (number, name, shelf, count, price) VALUES ('B-12', 'Bolt M12', 'C3', 40, 0.5)"
        )
        database.commit()
    return app
