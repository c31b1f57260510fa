"""Examples of OPS011."""

from __future__ import annotations

from codereview.api import Bad, Good

_APP = {"app.py": "print('shop')\n", ".gitignore": "*.tmp\n"}

BAD = (
    Bad({**_APP, "venv/pyvenv.cfg": "home = /usr\n", "venv/bin/activate": "\n"}, lines=(".gitignore:1",)),
    Bad({**_APP, "env/lib/python3.12/site-packages/six.py": "\n"}, lines=(".gitignore:1",)),
    Bad({**_APP, "web/node_modules/a/index.js": "\n"}, lines=(".gitignore:1",)),
    Bad(
        {**_APP, "shop/__pycache__/a.cpython-312.pyc": "\n", ".pytest_cache/README.md": "\n"},
        lines=(".gitignore:1",),
    ),
    Bad({**_APP, "shop/.DS_Store": "\n"}, lines=(".gitignore:1",)),
    Bad({**_APP, "shop/views.py.bak": "print()\n"}, lines=("shop/views.py.bak:1",)),
    Bad({**_APP, "db.sqlite3": "SQLite\n"}, lines=("db.sqlite3:1",)),
    Bad({**_APP, "logs/shop.log": "started\n"}, lines=("logs/shop.log:1",)),
    Bad({**_APP, "shop.egg-info/PKG-INFO": "Name: shop\n"}, lines=(".gitignore:1",)),
)

GOOD = (
    Good({**_APP, "shop/environment.py": "A = 1\n"}),
    Good({**_APP, "environments/prod.yml": "a: 1\n"}),
    Good({**_APP, "tests/fixtures/old.sqlite3": "SQLite\n"}),
    Good({**_APP, "docs/shop.log": "started\n"}),
    Good({**_APP, "shop/backup.py": "def save(): ...\n"}),
    Good({**_APP, "shop/cache/__init__.py": "A = 1\n"}),
    Good({**_APP, "static/vendor/old.js": "let a\n"}),
    Good({**_APP, "schema.sql": "create table a (b int);\n"}),
    Good({**_APP, "tests/data/a.orig": "a\n"}),
)
