"""Examples of swallowed exceptions for which it matters what the block does."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_ALTER = (
    "async def prepare(db):\n    try:\n        await db.execute('ALTER TABLE carts ADD COLUMN colour TEXT')\n"
    "        await db.commit()\n{more}    except Exception:\n        pass\n"
)
_PIPE = "def forget(redis, keys):\n    pipe = redis.pipeline()\n"

BAD: tuple[Bad, ...] = (
    Bad(  # the column may be there already
        _ALTER.format(more=""), lines=(5,), confidence=Confidence.LOW
    ),
    Bad(
        _ALTER.format(more="        await db.execute('UPDATE carts SET colour = 1')\n"),
        lines=(6,),
        confidence=Confidence.HIGH,
    ),
    Bad(  # it is only put into the pipeline
        _PIPE + "    for key in keys:\n        try:\n            pipe.rename(key, f'old:{key}')\n"
        "        except Exception:\n            continue\n    pipe.execute()\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # and sent here
        _PIPE + "    for key in keys:\n        pipe.rename(key, f'old:{key}')\n"
        "    try:\n        pipe.execute()\n    except Exception:\n        pass\n",
        lines=(7,),
        confidence=Confidence.HIGH,
    ),
)
