"""Examples of PERF006."""

from __future__ import annotations

from codereview.api import Bad, Good

_APP = """\
import os

from fastapi import FastAPI
from sqlalchemy import create_engine

app = FastAPI()
engine = create_engine({given})


@app.get("/")
def home():
    with engine.connect() as connection:
        return connection.scalar("x")
"""
_ADDRESS = 'os.environ["DATABASE_URL"]'


def _app(given: str = _ADDRESS, needs: str = "fastapi\nsqlalchemy\npsycopg2-binary\n") -> dict[str, str]:
    return {"app.py": _APP.format(given=given), "requirements.txt": needs}


def _async(given: str = _ADDRESS) -> dict[str, str]:
    text = _APP.format(given=given).replace("create_engine", "create_async_engine")
    return {
        "app.py": text.replace("from sqlalchemy import", "from sqlalchemy.ext.asyncio import"),
        "requirements.txt": "fastapi\nsqlalchemy\nasyncpg\n",
    }


_FLASK = (
    "import os\n\nfrom flask import Flask\nfrom sqlalchemy import engine_from_config, create_engine as make\n\n"
    "app = Flask(__name__)\ndb = make(os.environ['DB'], echo=True)\n\n\n@app.route('/')\ndef home():\n    return 'x'\n"
)
_SPLIT = {
    "shop/__init__.py": "",
    "shop/db.py": "import os\n\nimport sqlalchemy as sa\n\nengine = sa.create_engine(os.environ['DB'], future=True)\n",
    "shop/api.py": "from fastapi import FastAPI\n\nfrom shop.db import engine\n\napp = FastAPI()\n\n\n"
    "@app.get('/')\ndef home():\n    return engine.name\n",
    "requirements.txt": "fastapi\nsqlalchemy\npymysql\n",
}

BAD = (
    Bad(_app(), lines=("app.py:7",)),
    Bad(_app(_ADDRESS + ", echo=False"), lines=("app.py:7",)),
    Bad(_async(), lines=("app.py:7",)),
    Bad(_app('"postgresql://db/shop"'), lines=("app.py:7",)),
    Bad({"app.py": _FLASK, "requirements.txt": "flask\nsqlalchemy\nmysqlclient\n"}, lines=("app.py:7",)),
    Bad(_SPLIT, lines=("shop/db.py:5",)),
    Bad(_app(_ADDRESS + ', connect_args={"sslmode": "require"}'), lines=("app.py:7",)),
    Bad(_app(needs="fastapi\nsqlalchemy\npsycopg[binary]\n"), lines=("app.py:7",)),
)

GOOD = (
    Good(_app("address(), strategy='mock', executor=print")),
    Good(
        {
            **_app(),
            "app.py": _APP.format(given="url").replace(
                "engine =", "url = URL.create(\n    drivername='sqlite+aiosqlite', database='a'\n)\nengine ="
            ),
        }
    ),
    Good(
        {
            **_app("address()"),
            "app.py": _APP.format(given="address").replace(
                "engine =", "address = f'sqlite:///{os.getcwd()}/a.db'\nengine ="
            ),
        }
    ),
    Good(
        {
            **_app(),
            "app.py": _APP.format(given=_ADDRESS).replace(
                "engine =", "is_sqlite = True\nif is_sqlite:\n    engine ="
            ),
        }
    ),
    Good(_app(_ADDRESS + ', connect_args={"check_same_thread": False}')),
    Good(_app(_ADDRESS + ', connect_args={"check_same_thread": False} if "sqlite" in URL else {}')),
    Good(_app(_ADDRESS + ", pool_pre_ping=True")),
    Good(_app(_ADDRESS + ", pool_size=20, max_overflow=0")),
    Good(_app(_ADDRESS + ", **OPTIONS")),
    Good(_app(_ADDRESS + ", poolclass=NullPool")),
    Good(_app('"sqlite:///shop.db"')),
    Good(_app('os.getenv("DATABASE_URL", "sqlite:///shop.db")')),
    Good(_app(needs="fastapi\nsqlalchemy\n")),
    Good(
        {
            "load.py": "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.getenv('DB'))\n",
            "requirements.txt": "sqlalchemy\nasyncpg\n",
        }
    ),
    Good(
        {
            **_app(_ADDRESS + ", pool_recycle=300"),
            "alembic/env.py": "from sqlalchemy import create_engine\n\nengine = create_engine(url)\n",
        }
    ),
    Good(
        {
            **_app(_ADDRESS + ", pool_recycle=300"),
            "ping.py": "import os\n\nfrom sqlalchemy import create_engine\n\n"
            "create_engine(os.environ['DB']).raw_connection()\n",
        }
    ),
    Good(
        {
            **_app(_ADDRESS + ", pool_recycle=300"),
            "shop/__init__.py": "",
            "shop/backups/exporter.py": "from sqlalchemy import create_engine\n\n\n"
            "def export(address):\n    return create_engine(address).connect()\n",
            "shop/latest.py": "import os\n\nfrom sqlalchemy import create_engine\n\n\ndef latest(query):\n"
            "    engine = create_engine(os.environ['DB'])\n    with engine.connect() as connection:\n"
            "        return connection.execute(query)\n",
            "shop/setup_all.py": "import os\n\nfrom sqlalchemy import create_engine\n\n\ndef create_database():\n"
            "    engine = create_engine(os.environ['DB'])\n    engine.connect()\n\n\ndef start():\n"
            "    engine = create_engine(os.environ['DB'])\n    engine.connect()\n    engine.dispose()\n",
            "shop/run.py": "from shop.backups.exporter import export\nfrom shop.latest import latest\n"
            "from shop.setup_all import create_database\n\nexport('postgresql://db/shop')\n",
        }
    ),
)
