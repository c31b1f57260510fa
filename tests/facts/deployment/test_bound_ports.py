"""The port that a command binds."""

from __future__ import annotations

import pytest

from codereview.facts.deployment.binding import bound


@pytest.mark.parametrize(
    ("command", "given", "port"),
    [
        ("uvicorn a:app --port 80", {}, 80),
        ("uvicorn a:app", {}, 8000),
        ("uvicorn a:app --port ${PORT:-9000}", {}, 9000),
        ("uvicorn a:app --port $PORT", {"PORT": "7000"}, 7000),
        ("uvicorn a:app --port $PORT", {}, None),
        ("gunicorn -k uvicorn.workers.UvicornWorker -b 0.0.0.0:81 a:app", {}, 81),
        ("gunicorn -c conf.py a:app", {}, None),
        ("gunicorn a:app", {"PORT": "5000"}, None),
        ("streamlit run a.py --server.port=7860", {}, 7860),
        ("streamlit run a.py", {}, 8501),
        ("python manage.py runserver 0.0.0.0:8080", {}, 8080),
        ("flask run --host=0.0.0.0", {"FLASK_RUN_PORT": "82"}, 82),
        ("python serve.py", {}, None),
        ("flask db upgrade && uvicorn a:app", {}, None),
    ],
)
def test_ports(command: str, given: dict[str, str], port: int | None) -> None:
    found = bound(command.split(), given)
    assert (found.port if found else None) == port
