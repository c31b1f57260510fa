"""Examples of swallowed exceptions for which it matters what the block does."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_ALTER = (
    "async def prepare(db):\n    try:\n        await db.execute('ALTER TABLE carts ADD COLUMN colour TEXT')\n"
    "        await db.commit()\n{more}    except Exception:\n        pass\n"
)
_PIPE = "def forget(redis, keys):\n    pipe = redis.pipeline()\n"

BAD: tuple[Bad, ...] = (
    Bad(  # what is sent takes its errors itself
        "import smtplib\n\n\ndef send_message(text):\n    try:\n"
        "        smtplib.SMTP('mail').sendmail('a', 'b', text)\n    except Exception:\n        print('not sent')\n\n\n"
        "def remind(rows):\n    try:\n        row = rows[0]\n        send_message(row)\n    except Exception:\n"
        "        pass\n",
        lines=(15,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it reads of payments, and makes none
        "def extract_payout(body):\n    return {body['to']}\n\n\ndef shown(body):\n    found = set()\n    try:\n"
        "        found |= extract_payout(body)\n    except Exception:\n        pass\n    return found\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
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
