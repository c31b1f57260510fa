import os

import pytest
from fastapi.testclient import TestClient

os.environ["ROOMS_SECRET_KEY"] = "only-for-tests"
os.environ["ROOMS_DATABASE_URL"] = "sqlite:///test.db"

from app.database import Base, engine
from app.main import app


@pytest.fixture
def client():
    Base.metadata.create_all(engine)
    with TestClient(app) as client:
        yield client
    Base.metadata.drop_all(engine)


@pytest.fixture
def logged_in(client):
    person = {"email": "kim@example.com", "name": "Kim", "password": "correct horse"}
    client.post("/auth/register", json=person)
    form = {"username": person["email"], "password": person["password"]}
    token = client.post("/auth/token", data=form).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client
