"""What the message on routes without a description says of those that do not count."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview_rules.documentation.undescribed_routes import UndescribedRoutes

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
ROUTES = "".join(f"\n\n@app.get('/r{i}')\ndef r{i}():\n    return load({i})\n" for i in range(6))
BESIDE = (
    "\n\n@app.get('/health')\ndef health():\n    return load(1)\n"
    "\n\n@app.delete('/r1', status_code=status.HTTP_204_NO_CONTENT)\ndef drop():\n    return None\n"
)


def told(text: str) -> str:
    (finding,) = examine({"app.py": text}, [UndescribedRoutes()])
    return finding.message


def test_what_does_not_count_is_counted() -> None:
    plain = "6 of 6 routes declare no model of their answer and 6 have no description"
    assert told(APP + ROUTES) == plain
    assert told(APP + ROUTES + BESIDE).startswith(f"{plain}; 2 more do not count: ")
