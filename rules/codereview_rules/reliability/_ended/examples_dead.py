"""Examples of code that never runs, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

BAD = (
    Bad(  # it is known, and said so
        "def measure(name):\n    while True:\n        start(name)\n    # unreachable\n    print(name)\n"
        "    start(name)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # somebody has switched it off, and says so
        "def measure(name):\n    # switched off for now: too slow\n    return\n    print(name)\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def measure(name):\n    '''How long it is.'''\n    return 0\n    print(name)\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it answers that there is no such thing any more
        "CLOSED = 'closed'\n\n\ndef enter(shop, name):\n    # nobody is let in\n"
        "    return {'ok': False, 'why': CLOSED}\n    shop.enter(name)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the line before says so
        "def measure(name):\n    try:\n        print('the clock is disabled')\n        return\n"
        "        start(name)\n    except OSError:\n        print(name)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def measure(log, name):\n    log.info('measures are off')\n    return\n    print(name)\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def measure(name):\n    raise NotImplementedError('the new store has no such thing')\n    print(name)\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def measure(name):\n    # nothing was found\n    raise ValueError(name)\n    print(name)\n",
        lines=(4,),
        confidence=Confidence.HIGH,
    ),
    Bad("def total(rows):\n    return sum(rows)\n    print('done')\n", lines=(3,)),
    Bad(
        "def check(row):\n    if not row:\n        raise ValueError(row)\n        row = 1\n    return row\n",
        lines=(4,),
    ),
    Bad("def each(rows):\n    for row in rows:\n        continue\n        print(row)\n", lines=(4,)),
    Bad("def serve(queue):\n    while True:\n        queue.get()\n    queue.close()\n", lines=(4,)),
    Bad(
        "def word(n):\n    if n == 1:\n        return 'one'\n    elif n == 2:\n        return 'two'\n"
        "    elif n == 1:\n"
        "        return 'uno'\n    return ''\n",
        lines=(6,),
    ),
    Bad(
        "def word(n):\n    if n == 0:\n        return ''\n    elif n == 1:\n        return 'one'\n    elif n == 2:\n"
        "        return 'two'\n    elif n == 1:\n        return 'uno'\n    return '?'\n",
        lines=(8,),
    ),
    Bad(
        "def read(path):\n    try:\n        return open(path).read()\n    except Exception:\n"
        "        return ''\n"
        "    except ValueError:\n        return None\n",
        lines=(6,),
    ),
    Bad(
        "def read(path):\n    try:\n        return open(path).read()\n    except OSError:\n"
        "        return ''\n"
        "    except (FileNotFoundError, PermissionError):\n        return None\n",
        lines=(6,),
    ),
    Bad(
        "import requests\n\ndef read(url):\n    try:\n        return requests.get(url, timeout=1)\n"
        "    except Exception:\n"
        "        return ''\n    except requests.exceptions.ConnectionError:\n        return None\n",
        lines=(8,),
    ),
)

GOOD = (
    Good("def nothing():\n    return\n    yield\n"),
    Good("def total(rows):\n    if rows:\n        return sum(rows)\n    print('none')\n    return 0\n"),
    Good(
        "def serve(queue):\n    while True:\n        if queue.get() is None:\n            break\n"
        "    queue.close()\n"
    ),
    Good("def check(kind):\n    raise ValueError(kind)\n    return None\n"),
    Good(
        "def word(it):\n    if next(it) == 1:\n        return 'one'\n    elif next(it) == 2:\n"
        "        return 'two'\n"
        "    elif next(it) == 1:\n        return 'uno'\n    return ''\n"
    ),
    Good(
        "def read(path):\n    try:\n        return open(path).read()\n    except FileNotFoundError:\n"
        "        return ''\n"
        "    except OSError:\n        return None\n"
    ),
    Good(
        "import asyncio\n\nasync def run(task):\n    try:\n        await task\n"
        "    except Exception:\n        return ''\n"
        "    except asyncio.CancelledError:\n        return None\n"
    ),
    Good("def serve(queue):\n    while queue.open:\n        queue.get()\n    queue.close()\n"),
    Good(
        "def each(rows):\n    for row in rows:\n        if row:\n            continue\n        print(row)\n"
    ),
)
