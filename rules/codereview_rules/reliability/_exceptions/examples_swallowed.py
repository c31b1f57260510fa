"""Examples of exceptions that vanish."""

from __future__ import annotations

from codereview.api import Bad, Good

_SHOP = """class OrderError(Exception): ...

def check(order):
    if not order.lines:
        raise OrderError("nothing ordered")

def place(order, session):
    check(order)
    session.add(order)
    session.commit()
"""
BAD = (
    Bad(
        "def sync(client):\n    try:\n        client.push()\n    except Exception:\n        pass\n",
        lines=(4,),
    ),
    Bad("def sync(client):\n    try:\n        client.push()\n    except:\n        return\n", lines=(4,)),
    Bad(
        "def each(rows, load):\n    for row in rows:\n        try:\n            load(row)\n"
        "        except Exception:\n"
        "            continue\n",
        lines=(5,),
    ),
    Bad(
        "from contextlib import suppress\n\ndef sync(client):\n    with suppress(Exception):\n"
        "        client.push()\n",
        lines=(4,),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/orders.py": _SHOP,
            "shop/api.py": (
                "from shop.orders import place\n\ndef post(order, session):\n    try:\n"
                "        place(order, session)\n"
                "    except Exception:\n        pass\n"
            ),
        },
        lines=("shop/api.py:6",),
    ),
    Bad(
        "import stripe\n\ndef pay(order):\n    try:\n        stripe.Charge.create(amount=order.total)\n"
        "    except (ValueError, Exception):\n        pass\n",
        lines=(6,),
    ),
    Bad(
        "async def watch(queue):\n    while True:\n        try:\n            await queue.handle()\n"
        "        except BaseException:\n            pass\n",
        lines=(5,),
    ),
    Bad(
        "def save(path, text):\n    try:\n        path.write_text(text)\n    except Exception:\n"
        "        ...\n",
        lines=(4,),
    ),
)
GOOD = (
    Good("def find(rows, key):\n    try:\n        return rows[key]\n    except KeyError:\n        pass\n"),
    Good(
        "from contextlib import suppress\n\ndef drop(path):\n"
        "    with suppress(FileNotFoundError):\n        path.unlink()\n"
    ),
    Good(
        "def leave(connection):\n    try:\n        connection.close()\n    except Exception:\n        pass\n"
    ),
    Good(
        "def colours():\n    try:\n        import colorama\n        colorama.init()\n"
        "    except Exception:\n        pass\n"
    ),
    Good(
        "import logging\n\nlog = logging.getLogger(__name__)\n\ndef sync(client):\n    try:\n"
        "        client.push()\n"
        "    except Exception:\n        log.exception('push failed')\n"
    ),
    Good(
        "def run(job, connection):\n    try:\n        job()\n    finally:\n        try:\n"
        "            connection.report()\n"
        "        except Exception:\n            pass\n"
    ),
    Good(
        "class Link:\n    def __del__(self):\n        try:\n            self.pool.give(self)\n"
        "        except Exception:\n            pass\n"
    ),
    Good(
        "def sync(client):\n    try:\n        client.push()\n    except Exception:\n"
        "        client.forget()\n        raise\n"
    ),
    Good(
        "import sentry_sdk\n\ndef tag(name):\n    try:\n"
        "        sentry_sdk.set_tag('name', name)\n    except Exception:\n"
        "        pass\n"
    ),
)
