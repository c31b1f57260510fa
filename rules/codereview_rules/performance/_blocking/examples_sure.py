"""How sure the rule is: examples with the confidence that is asked of it."""

from __future__ import annotations

from codereview.api import Bad, Confidence

SURE: tuple[Bad, ...] = (
    Bad(
        "from django.core.cache import cache\n\n\nasync def rate(name):\n    return cache.get(name)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "shop/settings.py": "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache'}}\n",
            "shop/rates.py": "from django.core.cache import cache\n\n\nasync def rate(name):\n"
            "    return cache.get(name)\n",
        },
        lines=("shop/rates.py:5",),
        confidence=Confidence.HIGH,
    ),
    Bad(
        "import sqlite3\n\n\nclass Store:\n    async def open(self):\n        self.db = sqlite3.connect('a.db')\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import asyncio\nimport time\n\nimport click\n\n\n@click.command()\ndef fetch():\n"
        "    asyncio.run(pause())\n\n\n"
        "async def pause():\n    for _ in range(9):\n        asyncio.create_task(tick())\n        time.sleep(1)\n\n\n"
        "async def tick():\n    print('tick')\n",
        lines=(15,),
        confidence=Confidence.HIGH,
    ),
)
