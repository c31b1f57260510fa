"""Examples of errors without a class of their own."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_MANY = "".join(f"def f{n}(x):\n    return x\n\n" for n in range(100))
_RAISES = "".join(f"def g{n}(x):\n    raise Exception('no {n}')\n\n" for n in range(8))
BAD: tuple[Bad, ...] = (
    Bad(  # nothing comes behind the attempts
        "def ask(store):\n    for attempt in range(3):\n        try:\n            return store.ask()\n"
        "        except OSError:\n            if attempt == 2:\n                raise\n"
        "    raise Exception('no answer')\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what remains after all members of an enumeration
        "from shop.states import State\n\n\ndef shown(one):\n    if one.state is State.OPEN:\n        return 'open'\n"
        "    if one.state in (State.PAID, State.SENT):\n        return 'on its way'\n"
        "    raise Exception('no such state')\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what remains after all classes of answers
        "from shop.answers import Day, Text\n\n\ndef shown(one):\n    if isinstance(one, Text):\n"
        "        return one.text\n"
        "    elif isinstance(one, Day):\n        return one.day\n    else:\n"
        "        raise Exception(f'no such answer: {one}')\n",
        lines=(10,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what comes from outside can be of any class
        "def shown(one):\n    if isinstance(one, str):\n        return one\n    if isinstance(one, int):\n"
        "        return str(one)\n    raise Exception('no such answer')\n",
        lines=(6,),
        confidence=Confidence.HIGH,
    ),
    Bad(  # it is there for templates
        "def fail(text):\n    '''Ends a template.'''\n    raise Exception(text)\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(  # a word of a client can be any
        "def shown(order):\n    if order.state == 'open':\n        return 'open'\n    if order.state == 'paid':\n"
        "        return 'on its way'\n    raise Exception('no such state')\n",
        lines=(6,),
        confidence=Confidence.HIGH,
    ),
    Bad(
        "def broken():\n    # intentional: whether errors are reported\n    raise Exception('broken')\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the function gives it a class
        "from shop.errors import StoreError\n\n\ndef drop(store, name):\n    try:\n        if not store.drop(name):\n"
        "            raise Exception('the last one stays')\n    except Exception as error:\n        store.load()\n"
        "        raise StoreError(str(error)) from error\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it ends the process
        "def wait(store):\n    if not store.ready():\n        raise Exception('not ready')\n\n\n"
        "def start(store):\n    wait(store)\n\n\nif __name__ == '__main__':\n    start(None)\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(  # it is told where it is raised, and raised on
        "import logging\n\n\ndef open_shop(store):\n    try:\n        if not store.ready():\n"
        "            raise Exception('no store')\n    except Exception:\n        logging.exception('not open')\n"
        "        raise\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # who starts the command sees what it ends with
        {
            "pyproject.toml": "[project]\nname = 'shop'\n[project.scripts]\nshop = 'shop.cli:main'\n",
            "shop/__init__.py": "",
            "shop/cli.py": "from shop.load import Loader\n\n\ndef main():\n    Loader().load('a')\n",
            "shop/load.py": "class Loader:\n    def load(self, path):\n        raise Exception('no such file')\n",
        },
        lines=("shop/load.py:3",),
        confidence=Confidence.LOW,
    ),
    Bad(  # a command of Django ends with it
        {
            "shop/management/commands/fill.py": "from django.conf import settings\n"
            "from django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n"
            "    def handle(self, *args, **options):\n        if not settings.DEBUG:\n"
            "            raise Exception('only for trying out')\n",
        },
        lines=("shop/management/commands/fill.py:8",),
        confidence=Confidence.LOW,
    ),
    Bad("def load(path):\n    raise Exception('no such file')\n", lines=(2,)),
    Bad("def load(path):\n    raise Exception\n", lines=(2,)),
    Bad("def load(path):\n    raise BaseException('no such file')\n", lines=(2,)),
    Bad("def load(path):\n    error = Exception('no such file')\n    raise error\n", lines=(3,)),
    Bad(
        "def load(path):\n    try:\n        return path.read()\n    except OSError as error:\n"
        "        raise Exception('unreadable') from error\n",
        lines=(5,),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/load.py": "def load(path):\n    raise Exception('no such file')\n",
            "shop/use.py": (
                "import logging\n\nfrom shop.load import load\n\ndef use(path):\n    try:\n"
                "        load(path)\n"
                "    except Exception:\n        logging.exception('not loaded')\n"
            ),
        },
        lines=("shop/load.py:2",),
    ),
    Bad(
        "def load(path):\n    raise Exception('no such file')  # noqa: TRY002\n",
        lines=(2,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "import sys\n\nif sys.version_info < (3, 9):\n    raise Exception('Python 3.9 is needed')\n",
        lines=(4,),
        confidence=Confidence.LOW,
    ),
    Bad(
        "def load(path, last):\n    raise last or Exception('never tried')\n",
        lines=(2,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"scripts/load.py": "def load(path):\n    raise Exception('no such file')\n\n\nload('a')\n"},
        lines=("scripts/load.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # the process is to end
        "def create_app(config):\n    if config is None:\n        raise Exception('no configuration')\n"
        "    return config.app()\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(  # whatever fails, the answer is the same
        "import logging\n\n\ndef readiness_check(names, env):\n    try:\n        for name in names:\n"
        "            if name not in env:\n                raise Exception(f'{name} is missing')\n"
        "    except Exception:\n        logging.exception('not ready')\n        return 503\n    return 200\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # what the gateway is told so
        "def handler(event, context):\n    if not event['headers']:\n        raise Exception('Unauthorized')\n"
        "    return event['headers']\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(_RAISES, lines=tuple(2 + 3 * n for n in range(8))),
    Bad(_RAISES + _MANY, lines=(2, *(2 + 3 * n for n in range(8)))),
)
GOOD = (
    Good(  # it is never raised
        "def load(rows):\n    for row in rows:\n        if not row:\n            break\n"
        "            raise Exception('an empty row')\n"
    ),
    Good("def load(path):\n    raise ValueError('no such file')\n"),
    Good("class LoadError(Exception): ...\n\ndef load(path):\n    raise LoadError(path)\n"),
    Good("def load(path):\n    try:\n        path.read()\n    except Exception:\n        raise\n"),
    Good(
        "def load(path):\n    try:\n        path.read()\n    except Exception as error:\n"
        "        raise error\n"
    ),
    Good("def again(error: Exception):\n    raise error\n"),
    Good("def load(path, error: type[Exception]):\n    if not path:\n        raise error('no path')\n"),
    Good("def make(text):\n    return Exception(text)\n"),
    Good("from shop.errors import Exception\n\ndef load(path):\n    raise Exception('no such file')\n"),
    Good("def load(path):\n    raise NotImplementedError\n"),
    Good("def test_load():\n    raise Exception('stop')\n", path="tests/test_load.py"),
)
