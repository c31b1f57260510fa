"""Examples of types that say less than the code knows, and of broad types that are right."""

from __future__ import annotations

from codereview.api import Bad, Good

_ANY = "from typing import Any\n\n\n"
_CALL = "from collections.abc import Callable\n\n\n"

_SAVE = "def save(user: dict) -> None:\n    print(user['name'], user['email'])\n"

BAD = (
    Bad({f"shop/part{number:02}.py": _SAVE for number in range(11)}, lines=("shop/part00.py:1",)),
    Bad({"shop/a.py": _SAVE, "shop/b.py": _SAVE}, lines=("shop/a.py:1", "shop/b.py:1")),
    Bad("def save(user: dict) -> None:\n    print(user['name'], user['email'])\n", lines=(1,)),
    Bad(
        "def save(user: dict | None = None) -> None:\n    if user:\n        print(user['name'], user.get('email'))\n",
        lines=(1,),
    ),
    Bad(_ANY + "def save(user: Any) -> None:\n    print(user.name, user.email)\n", lines=(4,)),
    Bad(_ANY + "def save(user: Any) -> None:\n    print(user['name'], user['email'])\n", lines=(4,)),
    Bad(
        _CALL + "def apply(function: Callable, value: int) -> int:\n    return int(function(value, 1))\n",
        lines=(4,),
    ),
    Bad(
        "def names(users: list) -> str:\n    text = ''\n    for user in users:\n        text += user.name\n"
        "    return text\n",
        lines=(1,),
    ),
    Bad("def summary() -> dict:\n    return {'total': 1, 'count': 2}\n", lines=(1,)),
    Bad(
        "from typing import Dict\n\n\nclass Shop:\n    def summary(self, ok: bool) -> Dict:\n        if ok:\n"
        "            return {'total': 1, 'count': 2}\n        return {'total': 0, 'count': 0}\n",
        lines=(5,),
    ),
    Bad(
        "class Shop:\n    async def save(self, user: dict, row: list) -> None:\n        for cell in row:\n"
        "            print(cell, user['name'], user['email'])\n",
        lines=(2,),
    ),
    Bad(
        "from typing import Optional, List\n\n\ndef names(users: Optional[List] = None) -> None:\n"
        "    if users:\n        for user in users:\n            print(user)\n",
        lines=(4,),
    ),
)

GOOD = (
    Good("def save(user: dict[str, str]) -> None:\n    print(user['name'], user['email'])\n"),
    Good("def lookup(table: dict, key: str) -> object:\n    return table[key]\n"),
    Good(_ANY + "def dump(value: Any) -> str:\n    return repr(value)\n"),
    Good(
        _ANY + "def dump(value: Any) -> str:\n    if isinstance(value, tuple):\n"
        "        return value.name + value.email\n    return ''\n"
    ),
    Good("def _save(user: dict) -> None:\n    print(user['name'], user['email'])\n"),
    Good(
        "class Point:\n    def __eq__(self, other: object) -> bool:\n        return other.x == 1 and other.y == 2\n"
    ),
    Good(
        _ANY + "def call(*args: Any, **options: Any) -> None:\n    print(options['name'], options['email'])\n"
    ),
    Good(
        "import json\nfrom typing import Any\n\n\nclass Encoder(json.JSONEncoder):\n"
        "    def default(self, o: Any) -> str:\n"
        "        return o.name + o.email\n"
    ),
    Good(
        "def save(user: dict) -> None:\n    print(user['name'], user['email'])\n", path="tests/test_users.py"
    ),
    Good(
        "def save(user: dict) -> None:\n    user = {'name': 1, 'email': 2}\n    print(user['name'], user['email'])\n"
    ),
    Good(_CALL + "def apply(function: Callable, *values: int) -> None:\n    function(*values)\n"),
    Good("def options(full: bool) -> dict:\n    return {'a': 1, 'b': 2} if full else {}\n"),
    Good(
        "class Base:\n    def save(self, user: object) -> None:\n        raise NotImplementedError\n\n\n"
        "class Shop(Base):\n"
        "    def save(self, user: object) -> None:\n        print(user.name, user.email)\n"
    ),
    Good(
        "from pydantic import BaseModel, field_validator\nfrom typing import Any\n\n\nclass User(BaseModel):\n"
        "    name: str\n\n"
        "    @field_validator('name')\n    @classmethod\n    def clean(cls, value: Any) -> str:\n"
        "        return value.strip() + value.lower()\n"
    ),
    Good(
        "def ask(options: dict) -> None:\n    options.pop('name')\n    options.pop('email')\n    print(**options)\n"
    ),
    Good("class User:\n    def to_dict(self) -> dict:\n        return {'name': 1, 'email': 2}\n"),
    Good(
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/health')\ndef health() -> dict:\n"
        "    return {'status': 'ok', 'database': 'ok'}\n"
    ),
    Good(
        _ANY + "def length(file: Any) -> int:\n    try:\n        return len(file.name) + file.size\n"
        "    except AttributeError:\n        return 0\n"
    ),
)
