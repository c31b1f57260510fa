"""Examples of exceptions that vanish."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_SHOP = """class OrderError(Exception): ...

def check(order):
    if not order.lines:
        raise OrderError("nothing ordered")

def place(order, session):
    check(order)
    session.add(order)
    session.commit()
"""
_ASKS = "import requests\n\n\n"
BAD: tuple[Bad, ...] = (
    Bad(  # its docstring says so
        "def count_view(session):\n    \"\"\"Counts a view; a failure is silently swallowed.\"\"\"\n    try:\n"
        "        session.commit()\n    except Exception:\n        pass\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the line says why
        "from contextlib import suppress\n\n\ndef renew(store, old, new):\n"
        "    with suppress(Exception):  # somebody may have removed it\n        store.get(old).save()\n"
        "    store.add(new)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it signs in at another system
        "def score(client):\n    try:\n        client.authenticate()\n    except Exception:\n        pass\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what an event of a payment held
        "import stripe\n\n\ndef note(body, order):\n    event = stripe.Webhook.construct_event(body)['data']\n"
        "    try:\n        order.paid = int(event.get('sum') or 0)\n    except Exception:\n        pass\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # who asks is wanted, and without it nobody is known
        "import jwt\n\n\ndef who(token, key):\n    name = ''\n    try:\n"
        "        name = jwt.decode(token, key)['name']\n    except Exception:\n        pass\n    return name\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the same by a helper
        "import jwt\n\n\ndef read(token, key):\n    return jwt.decode(token, key)\n\n\n"
        "def who(token, key):\n    name = ''\n    try:\n"
        "        name = read(token, key)['name']\n    except Exception:\n        pass\n    return name\n",
        lines=(12,),
        confidence=Confidence.LOW,
    ),
    Bad(  # that it is valid is all that is wanted
        "import jwt\n\n\ndef admit(token, key):\n    try:\n"
        "        jwt.decode(token, key)\n    except Exception:\n        pass\n    return True\n",
        lines=(7,),
        confidence=Confidence.HIGH,
    ),
    Bad(  # bytes from one end to another, until one of them goes
        "async def relay(source, sink):\n    try:\n        while data := await source.read(999):\n"
        "            sink.write(data)\n            await sink.drain()\n    except Exception:\n        pass\n"
        "    finally:\n        sink.close()\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what must not fail does not
        "import shutil\n\n\ndef empty(folder, index):\n    try:\n        index.forget(folder)\n"
        "        shutil.rmtree(folder, ignore_errors=True)\n    except Exception:\n        pass\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what is kept beside the work
        "def persist_audit(db, what):\n    db.add(what)\n    db.commit()\n\n\ndef admit(db, who):\n    try:\n"
        "        persist_audit(db, 'in')\n    except Exception:\n        pass\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the name of what only makes an object says nothing of money
        "class Note:\n    def __init__(self, kind):\n        self.kind = kind\n\n    @classmethod\n"
        "    def withdraw(cls):\n        return cls('withdraw')\n\n\ndef read(text):\n    try:\n"
        "        return Note.withdraw() if text else None\n    except Exception:\n        pass\n",
        lines=(13,),
        confidence=Confidence.LOW,
    ),
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
    Bad(  # nobody knows whether the shop has no price or does not answer
        _ASKS + "def price(name):\n    try:\n        return requests.get(name).json()['price']\n"
        "    except Exception:\n        pass\n    return None\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the failure is an answer
        _ASKS + "def check_shop(name):\n    try:\n        return requests.get(name).ok\n"
        "    except Exception:\n        pass\n    return False\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what it asks for may be missing
        "import jwt\n\n\ndef optional_user(token):\n    try:\n        return jwt.decode(token, 'k')\n"
        "    except Exception:\n        pass\n    return None\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # who runs it looks at what it does
        {"scripts/keep.py": "def save(path, text):\n    try:\n        path.write_text(text)\n    except Exception:\n"
         "        pass\n"},
        lines=("scripts/keep.py:4",),
        confidence=Confidence.LOW,
    ),
    Bad(  # only what a chat shows
        "import discord\n\n\nasync def choose(interaction: discord.Interaction):\n    try:\n"
        "        await interaction.delete_original_response()\n    except Exception:\n        return\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # there is another way
        _ASKS + "def fill(query, name):\n    try:\n        query = query.of(requests.get(name).json())\n"
        "    except Exception:\n        pass\n    return query.run()\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what comes next is there for the failure
        "class OrderError(Exception): ...\n\n\ndef read(row):\n    raise OrderError(row)\n\n\n"
        "def total(row):\n    try:\n        return read(row)\n    except Exception:\n        pass\n"
        "    return guess(row)\n",
        lines=(11,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _ASKS + "def price(cache, name):\n    try:\n        requests.put(cache, name)\n"
        "    except Exception:\n        pass\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # everything works without it
        _ASKS + "def fill_cache(cache, name):\n    try:\n        requests.put(cache, name)\n"
        "    except Exception:\n        pass\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a key is not there
        "def label(row):\n    name = ''\n    try:\n        name = row['a']['b']\n    except Exception:\n        pass\n"
        "    return name\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # whether it worked is asked
        "def label(page, image):\n    drawn = False\n    try:\n        image.save(page.path)\n        drawn = True\n"
        "    except Exception:\n        pass\n    if not drawn:\n        page.write('no picture')\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "from sqlalchemy import delete\n\nfrom shop.models import Visit\n\n\nasync def leave(session, token):\n"
        "    try:\n        await session.execute(delete(Visit).where(Visit.token == token))\n"
        "    except Exception:\n        pass\n",
        lines=(9,),
        confidence=Confidence.HIGH,
    ),
)  # fmt: skip
_QUIET = "    try:\n        {call}\n    except Exception:\n        pass\n"
_TRIES = (
    "import logging\nfrom pathlib import Path\n\nlog = logging.getLogger(__name__)\n\n\ndef spool(places, text):\n"
    "    for place in places:\n        try:\n            Path(place).write_text(text)\n            {then}\n"
    "        except Exception:\n            continue\n    else:\n        {last}\n"
)
BAD += (
    # attempts, and a word after the last one; a loop that does its work for each, without one
    Bad(
        _TRIES.format(then="break", last="log.warning('kept nowhere')"),
        lines=(12,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        _TRIES.format(then="log.info(place)", last="log.info('done')"),
        lines=(12,),
        confidence=Confidence.HIGH,
    ),
    # what only reads is no payment, and what is asked of an authorized client no question of access
    Bad(
        "import stripe\n\n\ndef card(number):\n"
        + _QUIET.format(call="return stripe.Charge.retrieve(number)"),
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import gspread\n\n\ndef sheet(key):\n    book = gspread.authorize(key).open('stock')\n"
        + _QUIET.format(call="return book.worksheet('today')"),
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    # neither a condition of Selenium nor a cog of a bot nor a file is another system
    Bad(
        "from selenium.webdriver.support import expected_conditions as ec\n\n\ndef there(by):\n"
        + _QUIET.format(call="return ec.presence_of_element_located(by)"),
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "from discord.ext.commands import Bot\n\n\ndef word(bot: Bot, key):\n"
        + _QUIET.format(call="return bot.get_cog('Words').get(key)"),
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import sqlite3\n\n\ndef count(path):\n"
        + _QUIET.format(call="return sqlite3.connect(path).execute('SELECT 1').fetchone()"),
        lines=(7,),
        confidence=Confidence.LOW,
    ),
)
GOOD = (
    Good(  # looks for what is to be removed
        "def forget(folder):\n    try:\n        if folder.exists():\n            for old in folder.glob('*.tmp'):\n"
        "                old.unlink(missing_ok=True)\n    except Exception:\n        pass\n"
    ),
    Good(  # the next line tells
        "import logging\n\nimport requests\n\nlog = logging.getLogger(__name__)\n\n\ndef start(address):\n"
        "    while True:\n        try:\n            if requests.get(address).ok:\n                break\n"
        "        except Exception:\n            pass\n        log.warning('not there yet')\n"
    ),
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
