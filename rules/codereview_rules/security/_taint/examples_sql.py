"""Examples of SQL text."""

from __future__ import annotations

from codereview.api import Bad, Good

from .examples_base import bad, django, fastapi, flask, good

_LAYERS = {
    "shop/api.py": (
        "from fastapi import FastAPI\nfrom shop.service import ItemService\n\napp = FastAPI()\n"
        "service = ItemService()\n\n"
        '@app.get("/items")\ndef items(name: str, size: int):\n    return service.find(name, size)\n'
    ),
    "shop/service.py": (
        "from shop.store import Store\n\nclass ItemService:\n    def __init__(self):\n"
        "        self.store = Store()\n\n"
        "    def find(self, name: str, size: int):\n        return self.store.by_name(name, size)\n"
    ),
}
_BUILT = (
    "import sqlite3\n\nclass Store:\n    def by_name(self, name: str, size: int):\n"
    '        conn = sqlite3.connect("shop.db")\n'
    "        return conn.execute(f\"SELECT * FROM items WHERE name = '{name}'\")\n"
)
_BOUND = (
    "import sqlite3\n\nclass Store:\n    def by_name(self, name: str, size: int):\n"
    '        conn = sqlite3.connect("shop.db")\n'
    '        return conn.execute(f"SELECT * FROM items WHERE name = ? LIMIT {size}", (name,))\n'
)
_KEPT = (
    "import sqlite3\nfrom flask import request\n\nclass Search:\n    def __init__(self, term):\n"
    "        self.term = term\n\n"
    '    def run(self, cursor):\n        cursor.execute("SELECT * FROM a WHERE b = \'" + self.term + "\'")\n\n'
    'def view(cursor):\n    return Search(request.args["term"]).run(cursor)\n'
)

BAD = (
    bad(
        flask(
            'for column, value in (("a", request.form["a"]), ("b", request.form["b"])):\n'
            "    cursor.execute(f\"UPDATE t SET {column} = '{value}'\")\n"
        ),
        8,
    ),
    bad(
        flask('name = request.args["name"]\ncursor.execute("SELECT * FROM t WHERE name = \'%s\'" % name)\n'),
        8,
    ),
    bad(flask("db.session.execute(\"DELETE FROM t WHERE id = \" + request.form.get('id'))\n"), 7),
    bad(flask('cursor.execute("SELECT * FROM t WHERE name = \'{}\'".format(request.json["name"]))\n'), 7),
    bad(
        fastapi(
            "conn.execute(text(f\"SELECT * FROM t WHERE name LIKE '%{q}%'\"))\n",
            top="from sqlalchemy import text\n",
        ),
        8,
    ),
    bad(
        django(
            'name = request.GET["name"].strip()\n'
            'return Item.objects.raw("SELECT * FROM t WHERE name = \'" + name + "\'")\n'
        ),
        6,
    ),
    bad(
        flask(
            "where = []\nfor key in request.args:\n    where.append(f\"{key} = '{request.args[key]}'\")\n"
            'sql = "SELECT * FROM t WHERE " + " AND ".join(where)\ncursor.execute(sql)\n'
        ),
        11,
    ),
    bad(
        flask(
            'sets = []\nfor column, value in (("name", request.form["name"]), ("size", 1)):\n'
            "    sets.append(f\"{column} = '{value}'\")\n"
            "cursor.execute(f\"UPDATE t SET {', '.join(sets)}\")\n"
        ),
        10,
    ),
    bad(
        flask(
            "given = {}\nfor name in request.form:\n    given[name] = 1\n"
            "sets = ', '.join(f'{name} = :{name}' for name in given)\n"
            'cursor.execute(f"UPDATE t SET {sets}", given)\n'
        ),
        11,
    ),
    bad(flask("cursor.execute(f\"SELECT * FROM t WHERE name = '{name}'\")\n", "/items/<name>", "name"), 7),
    bad(  # those that are not known are passed over, and stay among them
        flask(
            'columns = request.json["columns"]\nfor column in columns:\n'
            '    if column not in ("name", "size"):\n        continue\n    print(column)\n'
            "cursor.execute(f\"SELECT {', '.join(columns)} FROM t\")\n"
        ),
        12,
    ),
    bad(  # the keys of a body
        fastapi('cursor.execute("UPDATE t SET " + ", ".join(body))\n', params="body: dict", verb="post"),
        7,
    ),
    bad(  # values that somebody sends, under keys that the code writes
        flask(
            'changes = {"name": request.json["name"]}\n'
            'parts = ", ".join(f"{key} = \'{changes[key]}\'" for key in changes)\n'
            'cursor.execute(f"UPDATE t SET {parts}")\n'
        ),
        9,
    ),
    Bad({**_LAYERS, "shop/store.py": _BUILT}, lines=("shop/store.py:6",)),
    Bad(_KEPT, lines=(9,)),
    bad(
        "def run(cursor, sql):\n    cursor.execute(sql)\n\n"
        + flask("run(cursor, f\"SELECT * FROM t ORDER BY {request.args['order']}\")\n"),
        10,
    ),
    bad("def find(cursor, name):\n    cursor.execute(f\"SELECT * FROM t WHERE name = '{name}'\")\n", 2),
    bad(
        "import sys\nimport sqlite3\n\ndef main():\n    conn = sqlite3.connect('a.db')\n"
        '    conn.execute("DROP TABLE " + sys.argv[1])\n',
        6,
    ),
)

GOOD = (
    good(flask('name = request.args["name"]\ncursor.execute("SELECT * FROM t WHERE name = %s", (name,))\n')),
    good(flask('size = int(request.args["size"])\ncursor.execute(f"SELECT * FROM t LIMIT {size}")\n')),
    good(
        flask(
            'page = request.args.get("page", 1, type=int)\ncursor.execute(f"SELECT * FROM t LIMIT {page}")\n'
        )
    ),
    good(
        flask(
            'order = request.args["order"]\nif order not in ("name", "size"):\n    return "no", 400\n'
            'cursor.execute(f"SELECT * FROM t ORDER BY {order}")\n'
        )
    ),
    good(  # a closed model's fields
        fastapi(
            "parts = {k: v for k, v in item.dict(exclude_unset=True).items()}\n"
            "sets = ', '.join([f'{k} = :{k}' for k in parts])\n"
            'cursor.execute(f"UPDATE t SET {sets}", parts)\n',
            params="item: Item",
            top="class Item(BaseModel):\n    name: str\n",
        )
    ),
    good(  # its keys are those that are written there
        flask(
            "given = {}\nfor name in ('name', 'size'):\n    given[name] = request.form[name]\n"
            "sets = ', '.join(f'{name} = :{name}' for name in given)\n"
            'cursor.execute(f"UPDATE t SET {sets}", given)\n'
        )
    ),
    good(  # the columns are those that are written there
        flask(
            "sets, given = [], []\n"
            'for column, value in (("name", request.form["name"]), ("size", request.form["size"])):\n'
            '    sets.append(f"{column} = ?")\n    given.append(value)\n'
            "cursor.execute(f\"UPDATE t SET {', '.join(sets)}\", given)\n"
        )
    ),
    good(
        flask(
            'order = {"n": "name", "s": "size"}[request.args["order"]]\n'
            'cursor.execute(f"SELECT * FROM t ORDER BY {order}")\n'
        )
    ),
    good(
        fastapi(
            'conn.execute(text("SELECT * FROM t WHERE name = :q"), {"q": q})\n',
            top="from sqlalchemy import text\n",
        )
    ),
    good(fastapi('cursor.execute(f"SELECT * FROM t WHERE id = {q}")\n', params="q: int")),
    good(
        fastapi(
            'cursor.execute(f"SELECT * FROM t ORDER BY a {q}")\n',
            params='q: str = Query("asc", pattern="^(asc|desc)$")',
            top="from fastapi import Query\n",
        )
    ),
    good(fastapi('values = [q]\nreturn await pool.fetch("SELECT * FROM t WHERE a = $1", *values)\n')),
    good(flask('cursor.execute(f"SELECT * FROM t WHERE id = {key}")\n', "/items/<int:key>", "key")),
    good(
        flask(
            'ids = request.json["ids"]\nmarks = ",".join("?" for _ in ids)\n'
            'cursor.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)\n'
        )
    ),
    good(
        fastapi(
            'parts = ", ".join(f"{k} = ?" for k in item.model_dump().keys())\n'
            'cursor.execute(f"UPDATE t SET {parts}")\n',
            params="item: Item",
            top="class Item(BaseModel):\n    name: str\n",
        )
    ),
    good(  # each name of a loop over written rows takes its own column of them
        flask(
            'sets, values = [], []\nfor column, value in (("a", request.form["a"]), ("b", request.form["b"])):\n'
            '    sets.append(f"{column} = ?")\n    values.append(value)\n'
            "cursor.execute(f\"UPDATE t SET {', '.join(sets)} WHERE id = 1\", values)\n"
        )
    ),
    good(  # all keys are written here
        flask(
            'given = {}\nif "a" in request.form:\n    given["a"] = request.form["a"]\n'
            'sets = ", ".join(f"{column} = ?" for column in given)\n'
            'cursor.execute(f"UPDATE t SET {sets}", list(given.values()))\n'
        )
    ),
    good(  # the keys of a dumped model are its fields
        fastapi(
            "sets = []\nfor field, value in updates.dict(exclude_unset=True).items():\n"
            '    sets.append(f"{field} = ?")\n'
            "cursor.execute(f\"UPDATE t SET {', '.join(sets)}\")\n",
            params="updates: Item",
            top="class Item(BaseModel):\n    name: str\n",
        )
    ),
    good(
        fastapi(
            "given = updates.dict(exclude_unset=True)\nsets = []\nfor field in given:\n"
            '    sets.append(f"{field} = ?")\n'
            "cursor.execute(f\"UPDATE t SET {', '.join(sets)}\", list(given.values()))\n",
            params="updates: Item",
            top="class Item(BaseModel):\n    name: str\n",
        )
    ),
    good(  # columns that the code writes itself, and what was sent under them
        fastapi(
            'changes = {}\nfor field in ("name", "size"):\n    if field in item.model_fields_set:\n'
            "        changes[field] = getattr(item, field)\n"
            'parts = ", ".join(f"{column} = :{column}" for column in changes)\n'
            'conn.execute(text(f"UPDATE t SET {parts}"), changes)\n',
            params="item: Item",
            top="from sqlalchemy import text\nclass Item(BaseModel):\n    name: str\n    size: str\n",
        )
    ),
    good(
        flask(
            'changes = {"name": request.json["name"], "size": request.json["size"]}\n'
            'cursor.execute("UPDATE t SET " + " = ?, ".join(changes.keys()), tuple(changes.values()))\n'
            "cursor.execute(f\"INSERT INTO t ({','.join(sorted(changes))}) VALUES (?, ?)\", list(changes.values()))\n"
        )
    ),
    good(
        fastapi(
            "changes = item.model_dump(exclude_unset=True)\n"
            "changes = {key: value for key, value in changes.items() if value is not None}\n"
            'cursor.execute("UPDATE t SET " + ", ".join(f"{key} = ?" for key in changes), list(changes.values()))\n',
            params="item: Item",
            top="class Item(BaseModel):\n    name: str\n",
        )
    ),
    good(
        "def update(cursor, columns: dict):\n"
        '    parts = ", ".join(f"{key} = ?" for key in columns)\n    cursor.execute(f"UPDATE t SET {parts}")\n\n'
        + flask('update(cursor, {"name": request.json["name"]})\n')
    ),
    good(  # each of them was held against those that are known
        flask(
            'columns = request.json["columns"]\nfor column in columns:\n'
            '    if column not in ("name", "size"):\n        raise ValueError(column)\n'
            'order = ""\nfor column in columns:\n    order += ("," if order else "") + column\n'
            'cursor.execute(f"SELECT * FROM t ORDER BY {order}")\n'
        )
    ),
    good(  # a table that the schema has
        flask(
            'table = request.json["table"]\nif not schema.table_is_defined(table):\n    raise ValueError(table)\n'
            'cursor.execute(f"SELECT * FROM {table}")\n'
        )
    ),
    good(django('return Item.objects.filter(name=request.GET["name"])\n')),
    good(
        django(
            'name = connection.ops.quote_name(request.GET["name"])\ncursor.execute(f"SELECT * FROM {name}")\n'
        )
    ),
    Good({**_LAYERS, "shop/store.py": _BOUND}),
    good('TABLE = "items"\n\ndef count(cursor):\n    cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")\n'),
    good('def count(cursor, table):\n    cursor.execute(f"SELECT COUNT(*) FROM {table}")\n'),
    good(
        "def find(cursor, name):\n    cursor.execute(f\"SELECT * FROM t WHERE kind = '{name}'\")\n\n"
        'def all(cursor):\n    find(cursor, "big")\n    find(cursor, "small")\n'
    ),
    good("def run(cursor, sql):\n    cursor.execute(sql)\n"),
    good('def run(executor, task):\n    executor.submit(print, f"select {task}")\n'),
)
