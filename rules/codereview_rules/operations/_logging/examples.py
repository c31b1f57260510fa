"""Examples of the rule on the configuration of logging."""

from __future__ import annotations

from codereview.api import Bad, Good

_MAIN = (
    "import logging\n\nimport orders\n\nif __name__ == '__main__':\n"
    "    logging.basicConfig(level='INFO')\n    orders.ship()\n"
)
_LIBRARY = (
    "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\n\n\n"
    "def ship():\n    logging.getLogger(__name__).info('x')\n"
)
_PLAIN = (
    "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef ship():\n    logger.info('shipped')\n"
)
_GUARD = "\n\nif __name__ == '__main__':\n    main()\n"

BAD = (
    Bad({"main.py": _MAIN, "orders.py": _LIBRARY}, ("orders.py:3",)),
    Bad(
        {"main.py": "import orders\n\norders.ship()\n", "orders.py": _LIBRARY},
        ("orders.py:3",),
    ),
    Bad(
        {
            "shop/orders.py": "from logging import basicConfig as "
            "configure\n\nconfigure()\n\n\ndef ship(): ...\n",
            "shop/__init__.py": "",
            "run.py": "from shop.orders import ship\n\nship()\n",
        },
        ("shop/orders.py:3",),
    ),
    Bad(
        {
            "logs.py": "import logging\n\n\ndef get_logger(name):\n    logging.basicConfig(level='INFO')\n"
            "    return logging.getLogger(name)\n",
            "orders.py": "from logs import get_logger\n\nlogger = get_logger(__name__)\n\n\ndef "
            "ship(): ...\n",
            "main.py": "import orders\n\norders.ship()\n",
        },
        ("logs.py:5",),
    ),
    Bad(
        {
            "main.py": "from orders import Orders\n\nOrders().ship()\n",
            "orders.py": "import logging\n\n\nclass Orders:\n    def __init__(self):\n        "
            "logging.basicConfig(level=10)\n\n"
            "    def ship(self): ...\n",
        },
        ("orders.py:6",),
    ),
    Bad(
        {
            "train.py": "import logging\n\nlogging.basicConfig(level=20)\n\n\ndef fit(x):\n    "
            "return x\n\n\n"
            "if __name__ == '__main__':\n    fit(1)\n",
            "predict.py": "from train import fit\n\nfit(2)\n",
        },
        ("train.py:3",),
    ),
    Bad("import logging\n\nlogging.basicConfig(level=10)\nlogging.basicConfig(filename='a.log')\n", (4,)),
    Bad("import logging\n\nlogging.info('starting')\nlogging.basicConfig(level=10)\n", (4,)),
    Bad(
        "import logging\n\n\ndef main():\n    logging.getLogger().addHandler(logging.StreamHandler())\n"
        "    logging.basicConfig(level=10)\n" + _GUARD,
        (6,),
    ),
    Bad(
        {
            "main.py": "import logging\n\nfrom setup_logs import setup\n\n\ndef main():\n    "
            "logging.basicConfig(level=20)\n"
            "    setup()\n" + _GUARD,
            "setup_logs.py": "import logging\n\n\ndef setup():\n    logging.basicConfig(filename='a.log')\n",
        },
        ("setup_logs.py:5",),
    ),
    Bad(
        {"main.py": _MAIN, "orders.py": _LIBRARY.replace("DEBUG", "DEBUG, force=True")},
        ("orders.py:3",),
    ),
    Bad(
        {
            "main.py": "import first\nimport second\n\nfirst.ship()\nsecond.ship()\n",
            "first.py": _LIBRARY,
            "second.py": _LIBRARY,
        },
        ("first.py:3", "second.py:3"),
    ),
    Bad("from logging import *\n\ninfo('starting')\nbasicConfig(level=DEBUG)\n", (4,), path="job.py"),
    Bad(
        {
            "client.py": "import logging\n\n\nclass MailClient:\n    def __init__(self):\n"
            "        logging.basicConfig(level=10)\n",
            "main.py": "from client import MailClient\n\nif __name__ == '__main__':\n    MailClient()\n",
        },
        lines=("client.py:6",),
    ),
    Bad(
        {
            "client.py": "import logging\n\n\ndef fetch(url):\n    logging.basicConfig(level=10)\n    return url\n",
            "main.py": "from client import fetch\n\nif __name__ == '__main__':\n    fetch('x')\n",
        },
        ("client.py:5",),
    ),
    # nobody is seen to import these, but nothing happens when they are run
    Bad(_LIBRARY, (3,), path="shop/orders.py"),
    Bad(
        "import logging\n\nlogging.basicConfig(level=10)\nlogger = logging.getLogger(__name__)\n\n\n"
        "class Orders:\n    def ship(self):\n        logger.info('shipped')\n",
        (3,),
        path="orders.py",
    ),
    Bad({"shop/__init__.py": "import logging\n\nlogging.basicConfig()\n"}, ("shop/__init__.py:3",)),
    Bad(
        "import logging\n\nfrom fastapi import APIRouter\n\nlogging.basicConfig()\nrouter = APIRouter()\n\n\n"
        "@router.get('/')\ndef orders():\n    return []\n",
        (5,),
        path="orders.py",
    ),
)

GOOD = (
    Good({"main.py": _MAIN, "orders.py": _PLAIN}),
    Good("import logging\n\nlogging.basicConfig(level='INFO')\nlogging.info('done')\n", path="report.py"),
    Good(
        {
            "logs.py": "import logging\n\n\ndef setup():\n    logging.basicConfig(level='INFO')\n",
            "main.py": "from logs import setup\n\n\ndef main():\n    setup()\n" + _GUARD,
        },
    ),
    Good(
        {
            "api.py": "import logging\nfrom fastapi import "
            "FastAPI\n\nlogging.basicConfig(level='INFO')\napp = FastAPI()\n",
            "serve.py": "import uvicorn\nfrom api import app\n\nuvicorn.run(app)\n",
        },
    ),
    Good(
        {
            "shop/__init__.py": "import logging\nfrom flask import "
            "Flask\n\nlogging.basicConfig()\n\n\ndef create_app():\n"
            "    app = Flask(__name__)\n    return app\n",
            "wsgi.py": "from shop import create_app\n\napp = create_app()\n",
        },
    ),
    Good(
        "import logging\n\n\ndef main(verbose):\n    if verbose:\n        "
        "logging.basicConfig(level=10)\n    else:\n"
        "        logging.basicConfig(level=20)\n" + _GUARD,
    ),
    Good(
        "import logging\n\nlogging.basicConfig(level=20)\nlogging.basicConfig(filename='a.log', force=True)\n"
    ),
    Good(
        {
            "orders.py": "import logging\n\n\ndef ship(): ...\n\n\nif __name__ == '__main__':\n"
            "    logging.basicConfig(level=10)\n    ship()\n",
            "main.py": _MAIN,
        },
    ),
    Good(
        {
            "tests/conftest.py": "import logging\n\nlogging.basicConfig(level=10)\n",
            "tests/test_a.py": "import logging\n\nfrom tests import "
            "conftest\n\nlogging.basicConfig(level=10)\n",
        },
    ),
    Good(
        {
            "job.py": "import logging\n\nlogging.basicConfig(level=20)\n\n\ndef handler(event, "
            "context):\n    return event\n",
            "local.py": "from job import handler\n\nhandler({}, None)\n",
        },
    ),
    Good(
        {
            "main.py": "import orders\n\norders.ship()\n",
            "orders.py": "import logging\n\nif not logging.getLogger().handlers:\n    "
            "logging.basicConfig(level=10)\n\n\n"
            "def ship(): ...\n",
        },
    ),
    Good(
        {
            "main.py": "import orders\n\norders.ship()\n",
            "orders.py": "import structlog\n\nstructlog.basicConfig()\nlog = "
            "structlog.get_logger()\n\n\ndef ship(): ...\n",
        },
    ),
    Good(
        "import logging\n\nlogger = logging.getLogger(__name__)\nlogger.addHandler(logging.NullHandler())\n"
        "logger.info('starting')\nlogging.basicConfig(level=10)\n",
    ),
    Good(
        {
            "cli.py": "import logging\n\n\nclass CliApp:\n    def __init__(self):\n"
            "        logging.basicConfig(level=10)\n",
            "main.py": "from cli import CliApp\n\nif __name__ == '__main__':\n    CliApp()\n",
        },
    ),
    Good(
        {
            "shop/web.py": "import logging\n\nfrom .factory import app as _app\n\nlogging.basicConfig(level=10)\n"
            "app = _app\n",
            "shop/factory.py": "from .frameworks import Application\n\napp = Application()\n",
            "shop/frameworks.py": "class Application: ...\n",
            "scripts/smoke.py": "from shop.web import app\n\nif __name__ == '__main__':\n    print(app)\n",
        },
    ),
    Good(_LIBRARY + "\n\nif __name__ == '__main__':\n    ship()\n", path="orders.py"),
    Good(_LIBRARY + "\n\nship()\n", path="orders.py"),
    Good(_LIBRARY + "\n\ndef main():\n    ship()\n", path="orders.py"),
    Good(_LIBRARY, path="scripts/orders.py"),
    Good(
        "import logging\n\nfrom airflow.decorators import dag\n\nlogging.basicConfig()\n\n\n@dag(schedule=None)\n"
        "def orders(): ...\n",
        path="orders.py",
    ),
    Good(
        "import logging\n\n\ndef main():\n    try:\n        logging.basicConfig(filename='/var/log/orders')\n"
        "    except OSError:\n        logging.basicConfig()\n" + _GUARD,
    ),
    Good(
        "import logging\n\n\ndef configure_logging():\n    logging.basicConfig()\n    return True\n",
        path="logs.py",
    ),
)
