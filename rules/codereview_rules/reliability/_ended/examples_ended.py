"""Examples of things that are used after their end, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good

BAD = (
    Bad(
        "def load(path):\n    with open(path) as f:\n        head = f.readline()\n"
        "    return head + f.read()\n",
        lines=(4,),
    ),
    Bad(
        "import csv\n\ndef rows(path):\n    with open(path) as f:\n        return csv.reader(f)\n", lines=(5,)
    ),
    Bad(
        "def rows(path):\n    with open(path) as f:\n        return (line.strip() for line in f)\n",
        lines=(3,),
    ),
    Bad(
        "import csv\n\ndef rows(path):\n    with open(path) as f:\n        reader = csv.DictReader(f)\n"
        "    for row in reader:\n        print(row)\n",
        lines=(6,),
    ),
    Bad(
        "import httpx\n\nasync def fetch(url):\n    async with httpx.AsyncClient() as client:\n"
        "        first = await client.get(url)\n    second = await client.get(url)\n"
        "    return first, second\n",
        lines=(6,),
    ),
    Bad(
        "def save(path, text):\n    f = open(path, 'w')\n    f.write(text)\n    f.close()\n"
        "    f.write('end')\n",
        lines=(5,),
    ),
    Bad(
        "from concurrent.futures import ThreadPoolExecutor\n\ndef run(work):\n"
        "    with ThreadPoolExecutor() as pool:\n"
        "        pool.submit(work)\n    return pool.submit(work)\n",
        lines=(6,),
    ),
    Bad("def take(row):\n    del row['key']\n    return row['key']\n", lines=(3,)),
    Bad(
        "class Box:\n    def __init__(self):\n        self.item = 1\n\n    def empty(self):\n"
        "        del self.item\n"
        "        return self.item\n",
        lines=(7,),
    ),
)

GOOD = (
    Good(
        "def load(path):\n    with open(path) as f:\n        text = f.read()\n"
        "    return text, f.name, f.closed\n"
    ),
    Good("import csv\n\ndef rows(path):\n    with open(path) as f:\n        return list(csv.reader(f))\n"),
    Good("def rows(path):\n    with open(path) as f:\n        yield from (line.strip() for line in f)\n"),
    Good(
        "def both(one, two):\n    with open(one) as f:\n        head = f.read()\n"
        "    with open(two) as f:\n        return head + f.read()\n"
    ),
    Good("def again(path):\n    f = open(path)\n    f.close()\n    f = open(path)\n    return f.read()\n"),
    Good(
        "import sqlite3\n\ndef rows(path):\n    with sqlite3.connect(path) as db:\n"
        "        db.execute('x')\n    return db.execute('y')\n"
    ),
    Good("def take(row):\n    del row['key']\n    row['key'] = 1\n    return row['key']\n"),
    Good("def take(row, fill):\n    del row['key']\n    fill(row)\n    return row['key']\n"),
    Good("def maybe(path, more):\n    f = open(path)\n    if not more:\n        f.close()\n    return f\n"),
    Good(
        "import requests\n\ndef fetch(url):\n    with requests.Session() as session:\n"
        "        one = session.get(url)\n"
        "    return one, session.get(url)\n"
    ),
)
