"""Examples of values that can be None and are used without a test, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good

_FIND = """def find(rows, key):
    for row in rows:
        if row.key == key:
            return row
    return None

"""
_ROW = """class Rows:
    def __init__(self, session):
        self.session = session

    def by_name(self, name):
        row = self.session.query(User).filter_by(name=name).first()
        if row is None:
            return None
        return row

"""

BAD = (
    Bad(_FIND + "def title(rows, key):\n    return find(rows, key).title()\n", lines=(8,)),
    Bad(_FIND + "def title(rows, key):\n    row = find(rows, key)\n    return row.title\n", lines=(9,)),
    Bad(
        {
            "shop/rows.py": "from shop.models import User\n\n" + _ROW,
            "shop/views.py": "from shop.rows import Rows\n\ndef mail(session, name):\n"
            "    user = Rows(session).by_name(name)\n    print('mail')\n    return user.mail\n",
        },
        lines=("shop/views.py:6",),
    ),
    Bad(
        "import json\n\ndef read(path):\n    try:\n        return json.loads(path.read_text())\n"
        "    except OSError:\n        return None\n\ndef name(path):\n    return read(path)['name']\n",
        lines=(10,),
    ),
    Bad(
        "import re\n\ndef number(text):\n    return re.match(r'\\d+', text)\n\ndef first(text):\n"
        "    found = number(text)\n    return found.group()\n",
        lines=(8,),
    ),
    Bad(
        "def save(row, log=None):\n    log.info('saving')\n    row.save()\n    if log is not None:\n"
        "        log.info('saved')\n",
        lines=(2,),
    ),
    Bad(
        "def send(user, text):\n    to = user.mail\n    if user is None:\n        return\n"
        "    print(to, text)\n",
        lines=(2,),
    ),
    Bad(
        "class Users:\n    async def find(self, key):\n        row = await self.pool.fetchrow(key)\n"
        "        if not row:\n"
        "            return None\n        return dict(row)\n\n    async def mail(self, key):\n"
        "        user = await self.find(key)\n        return user['mail']\n",
        lines=(10,),
    ),
    Bad(
        _FIND + "def total(rows, key):\n    found = find(rows, key)\n    for item in found:\n"
        "        print(item)\n",
        lines=(9,),
    ),
)

GOOD = (
    Good(  # its handler raises in another function
        "class Index:\n    def ask(self, words):\n        try:\n            return self.client.search(words)\n"
        "        except OSError as error:\n            self._refuse(error)\n\n"
        "    def _refuse(self, error):\n        print(error)\n        raise RuntimeError('no index')\n\n"
        "    def count(self, words):\n        found = self.ask(words)\n        return found.total\n"
    ),
    Good(
        "def find(rows, key, strict=True):\n    for row in rows:\n        if row.key == key:\n            return row\n"
        "    if strict:\n        raise KeyError(key)\n    return None\n\n\n"
        "def price(rows):\n    return find(rows, 'a').price\n"
    ),
    Good(_FIND + "def title(rows, key):\n    row = find(rows, key)\n    return row.title if row else ''\n"),
    Good(
        _FIND + "def title(rows, key):\n    row = find(rows, key)\n    if row is None:\n"
        "        raise KeyError(key)\n    return row.title\n"
    ),
    Good(
        _FIND + "def title(rows, key):\n    try:\n        return find(rows, key).title()\n"
        "    except AttributeError:\n        return ''\n"
    ),
    Good(
        "def clean(text):\n    if text is None:\n        return None\n    return text.strip()\n\n"
        "def show(text):\n    return clean('x').upper()\n"
    ),
    Good(
        _FIND + "def title(rows, key):\n    if find(rows, key):\n        return find(rows, key).title()\n"
        "    return ''\n"
    ),
    Good(
        "def send(user, text):\n    if user is None:\n        user = text.user\n    to = user.mail\n"
        "    user = text.owner\n"
        "    if user is None:\n        return to\n    return user\n"
    ),
    Good(
        "class Base:\n    def find(self, rows):\n        for row in rows:\n            return row\n"
        "        return None\n\n"
        "class Sure(Base):\n    def find(self, rows):\n        return rows.first\n\n"
        "def show(one: Base, rows):\n    return one.find(rows).name\n"
    ),
    Good(
        "def run(task, log=None):\n    done = log and log.name\n    if log is not None:\n"
        "        log.info(done)\n    return task\n"
    ),
    Good(_FIND + "def title(rows, order):\n    user = find(rows, order.user_id)\n    return user.name\n"),
    Good(_FIND + "def title(rows):\n    row = find(rows='a', key='main')\n    return row.title\n"),
    Good(
        "class Row:\n    @classmethod\n    def one(cls, key):\n        try:\n"
        "            return cls.objects.get(key=key)\n"
        "        except MultipleObjectsReturned:\n"
        "            return cls.objects.filter(key=key).first()\n\n"
        "def title(key):\n    row = Row.one(key)\n    return row.title\n"
    ),
    Good(_FIND + "def check(rows, key):\n    row = find(rows, key)\n    assert row\n    return row.title\n"),
)
