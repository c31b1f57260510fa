"""Examples of handlers that take everything."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_LOG = "import logging\n\nlog = logging.getLogger(__name__)\n\n"
BAD: tuple[Bad, ...] = (
    Bad(  # whom it does not find it does not know
        "class PhoneBackend:\n    def authenticate(self, request, phone):\n        return self._find(phone)\n\n"
        "    def _find(self, phone):\n        try:\n            return self.users.get(phone=phone)\n"
        "        except Exception:\n            return None\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # to connect a socket for datagrams sends nothing
        "import socket\n\n\ndef own_address():\n    try:\n"
        "        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n        line.connect(('10.0.0.1', 1))\n"
        "        return line.getsockname()[0]\n    except Exception:\n        return '127.0.0.1'\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it is seen
        "def fill(order):\n    try:\n        return order.label\n    except:  # noqa\n        return order.make()\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what an older version of a library does not have
        "from shop import flags\n\ntry:\n    KNOWN = flags.ON | flags.OFF\nexcept:\n    KNOWN = flags.ON\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what the machine may not have
        "import subprocess\n\ntry:\n    VERSION = subprocess.check_output(['git', 'describe'])\n"
        "except Exception:\n    VERSION = 'none'\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the one thing that it does failed, and everybody is told
        "import logging\n\nfrom flask import jsonify\n\n\ndef join(session):\n    try:\n        session.commit()\n"
        "    except Exception as error:\n        session.rollback()\n        logging.error('not stored: %s', error)\n"
        "        return jsonify(error='not stored'), 500\n    return jsonify(ok=True)\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it goes on as if it were stored
        "import logging\n\n\ndef join(session):\n    try:\n        session.commit()\n"
        "    except Exception as error:\n        logging.error('not stored: %s', error)\n",
        lines=(7,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # somebody is not told of what was done
        "import logging\n\n\nasync def tell(bot, who):\n    try:\n        await bot.send_message(who, 'done')\n"
        "    except Exception as error:\n        logging.error('%s was not told: %s', who, error)\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # how a task ended that was waited for
        "def ended(task):\n    try:\n        task.result()\n    except BaseException:\n"
        "        return False\n    return True\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def load(path):\n    try:\n        return path.parse_all()\n    except Exception:\n"
        "        return None\n",
        lines=(4,),
    ),
    Bad(
        "def load(source):\n    try:\n        return source.fetch()\n    except:\n        return []\n",
        lines=(4,),
    ),
    Bad(
        _LOG + "def load(source):\n    try:\n        return source.fetch()\n    except Exception as error:\n"
        "        log.error('not loaded: %s', error)\n        return None\n",
        lines=(8,),
    ),
    Bad(
        "def load(source):\n    try:\n        return source.fetch()\n    except Exception as error:\n"
        "        return {'error': str(error)}\n",
        lines=(4,),
    ),
    Bad(
        "async def pull(queue):\n    try:\n        await queue.get()\n    except BaseException as error:\n"
        "        print(error)\n",
        lines=(4,),
    ),
    Bad(
        "from fastapi import APIRouter, HTTPException\n\nrouter = APIRouter()\n\n"
        "@router.get('/items/{key}')\n"
        "def item(key: int, store: dict = {}):\n    try:\n        if key not in store:\n"
        "            raise HTTPException(status_code=404)\n        return store[key]\n    except Exception:\n"
        "        raise HTTPException(status_code=500)\n",
        lines=(11,),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/find.py": (
                "from fastapi import HTTPException\n\ndef find(key, store):\n    if key not in store:\n"
                "        raise HTTPException(status_code=404)\n    return store[key]\n"
            ),
            "shop/api.py": (
                "from fastapi import HTTPException\n\nfrom shop.find import find\n\n"
                "def item(key, store):\n    try:\n"
                "        return find(key, store)\n    except Exception as error:\n"
                "        raise HTTPException(status_code=500, detail=str(error))\n"
            ),
        },
        lines=("shop/api.py:8",),
    ),
    Bad(
        "def ask(questions):\n    while True:\n        try:\n"
        "            return questions.next_one()\n        except:\n"
        "            print('again')\n            continue\n",
        lines=(5,),
    ),
)
_SPLIT = (
    "from rest_framework.exceptions import ValidationError\n\n\ndef area(text):\n    try:\n"
    "        table, _, key = text.partition('_')\n        if not key:\n            raise ValidationError('two parts')\n"
    "    except Exception:\n        raise ValidationError({text})\n    return table\n"
)
_BOARD = (
    "import {module}\nimport requests\n\n\ndef load(link):\n    try:\n        link.save(requests, {module})\n"
    "    except Exception as error:\n        print(error)\n    return None\n"
)
BAD += (
    Bad(_SPLIT.format(text="'no area'"), lines=(9,), confidence=Confidence.HIGH),
    Bad(  # the same class, with the text of the first
        "from rest_framework.exceptions import PermissionDenied\n\n\ndef area(text):\n    try:\n"
        "        if not text:\n            raise PermissionDenied('nothing')\n    except Exception as error:\n"
        "        raise PermissionDenied(f'refused: {error}') from error\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a line that converts what it was given
        "def filled(value, words):\n    try:\n        return value.format(**words)\n    except Exception:\n"
        "        return value\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what a client sent is refused
        "from rest_framework.response import Response\nfrom rest_framework_simplejwt.tokens import RefreshToken\n\n\n"
        "def switch(request):\n    try:\n        token = RefreshToken(request.data['refresh'])\n"
        "    except Exception:\n        return Response({'detail': 'invalid'}, status=401)\n"
        "    return Response(token['user'])\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what the callers want instead
        "def held(source, key, default=None):\n    try:\n        if hasattr(source, 'get'):\n"
        "            return source.get(key, default)\n        return source[key]\n    except Exception:\n"
        "        return default\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a default for what cannot be shown
        "def shown(profile):\n    picture = None\n    try:\n        picture = profile.picture.url\n"
        "        picture = picture.rstrip('/')\n    except Exception:\n        picture = None\n    return picture\n",
        lines=(6,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a default for what a function of the project was to give
        "def load(path):\n    return path.parse_all()\n\n\ndef rows(path):\n    try:\n        found = load(path)\n"
        "    except Exception:\n        found = []\n    return found\n",
        lines=(8,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # a line of the log that begins like a statement
        "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef drop(row):\n    try:\n        if not row.cut():\n"
        "            log.error('Delete from stock failed')\n    except Exception as error:\n        log.error(error)\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    Bad(  # who runs a script looks at what it does
        {"scripts/load.py": _BOARD.format(module="time")},
        lines=("scripts/load.py:8",),
        confidence=Confidence.LOW,
    ),
    Bad(  # what cannot be compared is refused
        "import bcrypt\n\n\ndef verify_hash(plain, hashed):\n    try:\n        return bcrypt.checkpw(plain, hashed)\n"
        "    except Exception:\n        return False\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # one of many
        "def load(rows):\n    for row in rows:\n        try:\n            row.save()\n    "
        "    except Exception as error:\n            print(row, error)\n",
        lines=(5,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def load(row):\n    try:\n        row.save()\n    except Exception as error:\n        print(row, error)\n",
        lines=(4,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        "def load(row):\n    try:\n        row.save()\n    except Exception:  # pragma: no cover -- defensive\n"
        "        row = None\n    return row\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(_BOARD.format(module="time"), lines=(8,), confidence=Confidence.MEDIUM),
    Bad(_BOARD.format(module="utime"), lines=(8,), confidence=Confidence.LOW),
    Bad(  # its text is printed, and nothing goes out or is written
        "def load(text):\n    try:\n        text.parse()\n    except Exception as error:\n        print(error)\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(  # an error in an answer that is there already
        "import requests\n\n\ndef reason(link):\n    body = requests.get(link, timeout=9).json()\n    try:\n"
        "        return body.get('error')\n    except Exception as error:\n        print(error)\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
)

GOOD = (
    Good(  # what it calls raises
        "def refuse():\n    try:\n        raise\n    except KeyError:\n        raise ValueError('no such order')\n"
        "    except Exception as error:\n        raise RuntimeError(str(error))\n\n\n"
        "def ask(store):\n    try:\n        answer = store.ask()\n    except Exception:\n        refuse()\n"
        "    return answer\n"
    ),
    Good(  # a probe
        "def build_readiness_payload(stock):\n    try:\n        state = stock.check()\n    except Exception:\n"
        "        state = 'error'\n    return {'stock': state}\n"
    ),
    Good(_SPLIT.format(text="'two parts'")),  # the same error with the same text
    Good(
        "from oslo_utils import excutils\n\ndef load(source):\n    try:\n        return source.fetch()\n"
        "    except Exception:\n        with excutils.save_and_reraise_exception():\n            source.reset()\n"
    ),
    Good(
        "from typing import ClassVar\n\nclass Model:\n    DoesNotExist: ClassVar[type[Exception]]\n\n"
        "def load(source):\n    try:\n        return source.fetch()\n"
        "    except Model.DoesNotExist:\n        return None\n"
    ),
    Good(
        _LOG + "def load(source):\n    try:\n        return source.fetch()\n"
        "    except Exception:\n        log.exception('no')\n"
    ),
    Good(
        _LOG + "def load(source):\n    try:\n        return source.fetch()\n    except Exception as error:\n"
        "        log.error('no: %s', error, exc_info=True)\n        return None\n"
    ),
    Good(
        "def load(source):\n    try:\n        return source.fetch()\n"
        "    except (OSError, ValueError):\n        return None\n"
    ),
    Good(
        "def load(source, failed):\n    try:\n        return source.fetch()\n    except Exception as error:\n"
        "        failed.append((source, error))\n"
    ),
    Good(
        "class LoadError(Exception): ...\n\ndef load(source):\n    try:\n        return source.fetch()\n"
        "    except Exception as error:\n        raise LoadError(source) from error\n"
    ),
    Good(
        _LOG + "def main():\n    try:\n        work()\n    except Exception as error:\n"
        "        log.error('stopped: %s', error)\n"
        "\ndef work(): ...\n"
    ),
    Good(
        "import sys\n\ndef load(source):\n    try:\n        return source.fetch()\n"
        "    except Exception as error:\n"
        "        print(error)\n        sys.exit(1)\n"
    ),
    Good(
        "import traceback\n\ndef told():\n    traceback.print_exc()\n\ndef load(source):\n    try:\n"
        "        return source.fetch()\n    except Exception:\n        told()\n        return None\n"
    ),
    Good(
        "def wheel():\n    try:\n        import wheel\n        return wheel.__version__\n"
        "    except Exception:\n        return ''\n"
    ),
)
