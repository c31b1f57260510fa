"""Examples of causes that are lost, and of causes that only look so."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_LOG = "import logging\n\nlog = logging.getLogger(__name__)\n\n"
_API = "from fastapi import HTTPException\n\n"
_TRY = "def load(source):\n    try:\n        return source.fetch()\n"
_READ = "import auth\n\n\ndef read(text, key):\n    try:\n        return auth.verify_token(text, key)\n"
BAD = (
    Bad(  # refused, whatever is wrong with it
        _API + _READ + "    except Exception:\n        raise HTTPException(status_code=401)\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    Bad(
        _API + _READ + "    except Exception:\n        raise HTTPException(status_code=500)\n",
        lines=(10,),
        confidence=Confidence.MEDIUM,
    ),
    Bad(  # it waits for the other system
        "import time\nimport requests\n" + _LOG + "def wait(url):\n    while True:\n        try:\n"
        "            return requests.get(url, timeout=5)\n        except Exception:\n"
        "            log.warning('not there yet')\n            time.sleep(2)\n",
        lines=(12,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a comment says what it is
        _API + _READ + "    except Exception:\n        # the column is not there before the migration\n"
        "        raise HTTPException(status_code=404)\n",
        lines=(11,),
        confidence=Confidence.LOW,
    ),
    Bad(  # who runs it looks at what it does
        {
            "scripts/load.py": "import requests\n\n\ndef load(url):\n    try:\n"
            "        return requests.get(url, timeout=5)\n    except Exception:\n        print('no answer')\n"
        },
        lines=("scripts/load.py:8",),
        confidence=Confidence.LOW,
    ),
    Bad(
        _LOG + _TRY + "    except Exception:\n        log.error('could not load')\n        return None\n",
        lines=(9,),
    ),
    Bad(
        _LOG + _TRY + "    except Exception as error:\n        log.warning('could not load %s', source)\n",
        lines=(9,),
    ),
    Bad(_TRY + "    except Exception:\n        print('could not load')\n", lines=(5,)),
    Bad(
        "import requests\n" + _LOG + "def load(url):\n    try:\n        return requests.get(url, timeout=5)\n"
        "    except requests.RequestException:\n        log.error('could not load %s', url)\n",
        lines=(10,),
    ),
    Bad(
        _API
        + _TRY
        + "    except Exception:\n        raise HTTPException(status_code=500, detail='failed')\n",
        lines=(7,),
    ),
    Bad(
        _API + _TRY + "    except Exception as error:\n"
        "        raise HTTPException(status_code=500, detail=str(error)) from error\n",
        lines=(7,),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/errors.py": (
                "from fastapi import HTTPException\n\nclass Unavailable(HTTPException):\n"
                "    def __init__(self):\n"
                "        super().__init__(status_code=503)\n"
            ),
            "shop/api.py": "from shop.errors import Unavailable\n\n"
            + _TRY
            + "    except Exception:\n        raise Unavailable()\n",
        },
        lines=("shop/api.py:7",),
    ),
    Bad(
        _LOG + _TRY + "    except (ValueError, Exception):\n        log.critical('lost the source')\n",
        lines=(9,),
    ),
    Bad(
        _LOG + _TRY + "    except Exception:\n        try:\n            log.error('could not load')\n"
        "            source.close()\n        except OSError:\n            pass\n",
        lines=(10,),
    ),
)
GOOD = (
    Good(  # what is said is that the missing one was made
        "def start(client, name):\n    try:\n        client.get_box(name)\n    except Exception:\n"
        "        client.create_box(name)\n        print(f'made {name}')\n"
    ),
    Good(  # what is printed is the other way, which is then tried
        "import requests\n\n\ndef load(url):\n    try:\n        return requests.get(url, timeout=5)\n"
        "    except Exception:\n        other = url + '/'\n        print(other)\n        try:\n"
        "            return requests.get(other, timeout=5)\n        except Exception as error:\n"
        "            print(error)\n"
    ),
    Good(
        _LOG
        + "def load(client):\n    found = client.get()\n    try:\n        found.check()\n    except Exception:\n"
        "        log.error('refused with %s', found.status_code)\n"
    ),
    Good(
        "import twisted.python.log\n"
        + _LOG
        + _TRY
        + "    except Exception:\n        log.warning('could not load')\n"
        "        twisted.python.log.err()\n"
    ),
    Good(
        _LOG + _TRY + "    except Exception:\n        try:\n            found = source.copy()\n"
        "            log.warning('took the copy')\n        except OSError:\n            raise\n"
    ),
    Good(
        "import socket\n" + _LOG + _TRY + "    except socket.error as error:\n        text = str(error)\n"
        "        log.error(f'no connection: {text}')\n"
    ),
    Good(_LOG + _TRY + "    except Exception:\n        log.exception('could not load')\n"),
    Good(_LOG + _TRY + "    except Exception as error:\n        log.error('could not load: %s', error)\n"),
    Good(_LOG + _TRY + "    except KeyError:\n        log.error('no such source')\n"),
    Good(
        _LOG + "def number(text):\n    try:\n        return int(text)\n    except Exception:\n"
        "        log.error('no number')\n"
    ),
    Good(_LOG + _TRY + "    except Exception:\n        log.error('could not load')\n        raise\n"),
    Good(_TRY + "    except KeyError:\n        raise LookupError('no such source')\n"),
    Good(_API + _TRY + "    except KeyError:\n        raise HTTPException(status_code=404)\n"),
    Good(_API + _TRY + "    except Exception:\n        raise HTTPException(status_code=500) from None\n"),
    Good(
        _LOG + _API + _TRY + "    except Exception:\n        log.exception('could not load')\n"
        "        raise HTTPException(status_code=500)\n"
    ),
    Good(
        _LOG + "import sys\n\ndef trace():\n    return sys.exc_info()\n\n" + _TRY + "    except Exception:\n"
        "        log.error('could not load', extra={'why': trace()})\n"
    ),
)
