"""Examples of REL004."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_MAILER = "class Mailer:\n    def send(self, to):\n        return to\n"
_LIB = "def load():\n    return 1\n"

BAD: tuple[Bad, ...] = (
    Bad(  # the annotation names another class than that of the object
        "from enum import Enum\n\n\nclass Carrier(Enum):\n    POST = 'post'\n\n\n"
        "def ship(carrier: Carrier):\n    carrier.book()\n    carrier.collect()\n",
        lines=(9, 10),
        confidence=Confidence.LOW,
    ),
    Bad(  # a deployment makes the file of a template, which has it
        {
            "shop/config.py": "class Config:\n    port = 1\n\n\nconfig = Config()\n",
            "shop/till.py": "from shop.config import config\n\nprint(config.drawer)\n",
            "deploy/templates/config.py.j2": "class Config:\n    port = {{ port }}\n    drawer = {{ drawer }}\n",
        },
        lines=("shop/till.py:3",),
        confidence=Confidence.LOW,
    ),
    Bad(  # somebody took it out
        "class Till:\n    def close(self):\n        self.count()\n\n    # def count(self):\n    #     print(self)\n\n\n"
        "Till().close()\n",
        lines=(3,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the line never runs
        _MAILER + "\n\ndef f():\n    return 1\n    Mailer().deliver('a')\n",
        lines=(8,),
        confidence=Confidence.LOW,
    ),
    Bad(  # one instance for all is an instance
        "class Clock:\n    only = None\n\n    def __new__(cls):\n        if cls.only is None:\n"
        "            cls.only = super().__new__(cls)\n        return cls.only\n\n\nprint(Clock().hour())\n",
        lines=(10,),
    ),
    Bad("class Form:\n    TEXT = 'text'\n    JSON = 'json'\n\n\nprint(Form.HTML)\n", lines=(6,)),
    Bad(_MAILER + "\n\nMailer().deliver('a')\n", lines=(6,)),
    Bad(
        "class Report:\n    def __init__(self, rows):\n        self.rows = rows\n\n    def total(self):\n"
        "        return self.sum_up()\n\n\nprint(Report([]).total())\n",
        lines=(6,),
    ),
    Bad(
        {
            "mail.py": _MAILER,
            "app.py": "from mail import Mailer\n\n\ndef run(mailer: Mailer):\n    mailer.post('a')\n",
        },
        lines=("app.py:5",),
    ),
    Bad({"lib.py": _LIB, "app.py": "import lib\n\nlib.save()\n"}, lines=("app.py:3",)),
    Bad(
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Point:\n    x: int\n    y: int\n\n\n"
        "def shown(point: Point):\n    return f'{point.x}, {point.z}'\n",
        lines=(11,),
    ),
    Bad(
        "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        "    database_url: str\n\n\n"
        "settings = Settings()\n\n\ndef connect(engine):\n    return engine(settings.db_url)\n",
        lines=(12,),
    ),
    Bad(
        {
            "service.py": _MAILER,
            "api.py": (
                "from fastapi import Depends, FastAPI\n\nfrom service import Mailer\n\n"
                "app = FastAPI()\n\n\n"
                "def mailer():\n    return Mailer()\n\n\n@app.post('/send')\n"
                "def send(to: str, m=Depends(mailer)):\n"
                "    return m.send_to(to)\n"
            ),
        },
        lines=("api.py:14",),
    ),
    Bad(
        "class Store:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n"
        "        return None\n\n    def put(self, key):\n        return key\n\n\n"
        "with Store() as store:\n    store.add('a')\n",
        lines=(13,),
    ),
    Bad(
        "class Base:\n    def start(self):\n        return 1\n\n\nclass Job(Base):\n    def run(self):\n"
        "        self.start()\n        self.stop()\n\n\nJob().run()\n",
        lines=(9,),
    ),
    Bad(
        "from enum import Enum\n\n\nclass Colour(Enum):\n    RED = 1\n    BLUE = 2\n\n\n"
        "print(Colour.GREEN)\n",
        lines=(9,),
    ),
    Bad(
        {
            "shop/__init__.py": "",
            "shop/tools/__init__.py": "from .helpers import *\n",
            "shop/tools/helpers.py": "__all__ = ['weigh']\n\njournal = []\n\n\ndef weigh():\n    return journal\n",
            "shop/tools/journal.py": _LIB,
            "shop/app.py": "from shop.tools import journal\n\njournal.note('sold')\n",
        },
        lines=("shop/app.py:3",),
    ),
)

_DRAFT = "class Draft:\n    text = ''\n\n\n{by}def write(text) -> Draft:\n    return Draft()\n\n\nwrite('x').result()\n"

BAD += (
    Bad(_DRAFT.format(by=""), lines=(9,)),
    Bad("import functools\n\n\n" + _DRAFT.format(by="@functools.lru_cache\n"), lines=(13,)),
)

GOOD = (
    Good("from langgraph.func import task\n\n\n" + _DRAFT.format(by="@task\n")),
    Good("from others import queue\n\n\n" + _DRAFT.format(by="@queue.task(retries=2)\n")),
    Good(  # what is annotated with the class around is a member of one of those inside
        "from enum import Enum\n\n\nclass Step:\n    class Paid(Enum):\n        SCAN = 1\n\n\n"
        "def label(step: Step):\n    return step.name\n\n\nprint(label(Step.Paid.SCAN))\n"
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/Rates.py": "class Rates:\n    @staticmethod\n    def of(name):\n        return 1\n",
            "app.py": "print(__import__('shop.Rates', fromlist=['Rates']).Rates.of('a'))\n",
        }
    ),
    Good(
        "from enum import Enum\n\n\nclass Address:\n    def __init__(self, text):\n        self.text = text\n\n\n"
        "class Shop:\n    class Door(Enum):\n        FRONT = Address('a')\n\n\nprint(Shop.Door.FRONT.value)\n"
    ),
    Good(  # of which class it is, settings say
        "from django.utils.module_loading import import_string\n\n\nclass Lane:\n    def run(self): ...\n\n\n"
        "def lane(settings) -> Lane:\n    return import_string(settings.LANE)()\n\n\n"
        "def start(settings):\n    lane(settings).clean_up()\n"
    ),
    Good(  # the first parameter is no instance
        "class Header:\n    def __init__(self, text):\n        self.parts = self._split(text)\n\n"
        "    def _split(text):\n        return text.split(',')\n\n    _split = staticmethod(_split)\n\n\nHeader('a')\n"
    ),
    Good(  # of the class it is a column
        "from enum import Enum\n\nfrom sqlalchemy.orm import DeclarativeBase, Mapped\n\n\n"
        "class Kind(Enum):\n    NEW = 1\n\n\n"
        "class Base(DeclarativeBase):\n    pass\n\n\nclass Order(Base):\n    kind: Mapped[Kind]\n\n\n"
        "def wanted(kinds):\n    return Order.kind.in_(kinds)\n"
    ),
    Good(  # a row, whatever is declared
        "class Order:\n    def __init__(self, number):\n        self.number = number\n\n\n"
        "async def load(session, wanted) -> Order:\n    found = await session.execute(wanted)\n"
        "    return found.scalar_one()\n\n\n"
        "async def price(session, wanted):\n    order = await load(session, wanted)\n    return order.price\n"
    ),
    Good(  # a call of the class gives an object of another
        "class Store:\n    def rows(self):\n        return []\n\n\nclass StoreProvider:\n    def __new__(cls):\n"
        "        if not hasattr(cls, 'store'):\n            cls.store = Store()\n        return cls.store\n\n\n"
        "print(StoreProvider().rows())\n"
    ),
    Good(  # what the class's attribute gives is what its descriptor makes
        "class Rows:\n    def __get__(self, owner, kind):\n        return kind.query()\n\n\n"
        "class Order:\n    rows = Rows()\n\n    @classmethod\n    def query(cls):\n        return []\n\n\n"
        "print(Order.rows.count(1))\n"
    ),
    Good(
        "class Form:\n    TEXT = 'text'\n    JSON = 'json'\n\n\n"
        "def ask(form: Form = Form.TEXT):\n    return form.lower()\n"
    ),
    Good(
        "class Version(tuple):\n    def __new__(cls, *parts):\n        return tuple.__new__(cls, parts)\n\n\n"
        "CURRENT = Version(1, 2)\n\n\ndef shown():\n    parts = list(CURRENT)\n    parts.append(3)\n"
        "    parts.sort()\n    return parts\n"
    ),
    Good(
        "class Pages:\n    def __init__(self):\n        self.found = []\n\n    def __iter__(self):\n"
        "        yield from self.found\n\n\npages = Pages()\n\n\nclass Dialog:\n    def __init__(self):\n"
        "        self.pages = list(pages)\n        self.rest = sorted(pages)\n\n    def add(self, page):\n"
        "        self.pages.append(page)\n        self.rest.pop()\n"
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/fast.pyi": "class Packer:\n    def pack(self) -> bytes: ...\n",
            "shop/fast.pyx": "cdef class Packer:\n    pass\n",
            "shop/use.py": "from shop.fast import Packer\n\n\ndef run():\n    return Packer().level\n",
        }
    ),
    Good(
        {
            "shop/utils/__init__.py": "from .helpers import *\n",
            "shop/utils/helpers.py": "from .logger import make\n\nlogger = make('shop')\n",
            "shop/utils/logger.py": "import structlog\n\n\ndef make(name):\n    return structlog.get_logger(name)\n",
            "shop/__init__.py": "",
            "shop/orders.py": "from shop.utils import logger\n\n\ndef order():\n    logger.info('ordered')\n",
        }
    ),
    Good(_MAILER + "\n\nMailer().send('a')\n"),
    Good("class Proxy:\n    def __getattr__(self, name):\n        return name\n\n\nProxy().anything()\n"),
    Good("from lib import Base\n\n\nclass Job(Base):\n    pass\n\n\nJob().run()\n"),
    Good(
        "class Bag:\n    def __init__(self, **values):\n        self.__dict__.update(values)\n\n\n"
        "print(Bag(a=1).a)\n"
    ),
    Good(
        "class Bag:\n    def __init__(self, values):\n        for name in values:\n"
        "            setattr(self, name, values[name])\n\n\nprint(Bag({}).total())\n"
    ),
    Good("class Mixin:\n    def run(self):\n        return self.execute()\n"),
    Good(_MAILER + "\n\nmailer = Mailer()\nmailer.name = 'x'\nprint(mailer.name)\n"),
    Good(
        "class Shape:\n    def area(self):\n        return 0\n\n\nclass Circle(Shape):\n"
        "    def radius(self):\n        return 1\n\n\n"
        "def size(shape: Shape):\n    return shape.radius()\n"
    ),
    Good(
        _MAILER + "\n\ndef run(mailer: Mailer):\n    if hasattr(mailer, 'flush'):\n        mailer.flush()\n",
    ),
    Good(_MAILER + "\n\ntry:\n    Mailer().flush()\nexcept AttributeError:\n    pass\n"),
    Good(
        "class File:\n    def read(self):\n        return ''\n\n\nclass Opening:\n"
        "    def __enter__(self):\n"
        "        return File()\n\n    def __exit__(self, *error):\n        return None\n\n\n"
        "with Opening() as file:\n    file.read()\n"
    ),
    Good(
        "class Grid:\n    width, height = 3, 4\n    for axis in 'xy':\n        pass\n\n\n"
        "print(Grid().width, Grid.height, Grid.axis)\n"
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/orders.py": _LIB,
            "app.py": "import shop.orders\n\nshop.orders.load()\n",
        }
    ),
    Good("class Row:\n    pass\n\n\ndef shown(row: Row):\n    return row.name\n"),
    Good(
        "class Encoder:\n    def run(self):\n        return 1\n\n\nclass Decoder:\n"
        "    def undo(self):\n        return 2\n\n\n"
        "Either = Encoder | Decoder\n\n\ndef f(coder: Either):\n    return coder.run()\n"
    ),
    Good(
        "import asyncio\n\n\nclass Row:\n    size = 1\n\n\nasync def load() -> Row:\n"
        "    return Row()\n\n\nasync def main():\n"
        "    task = asyncio.create_task(load())\n    await asyncio.wait([task])\n    return task.result()\n"
    ),
    Good({"lib.py": "from os.path import *\n", "app.py": "import lib\n\nlib.join('a')\n"}),
    Good(
        "from pydantic import BaseModel, ConfigDict\n\n\nclass Row(BaseModel):\n"
        "    model_config = ConfigDict(extra='allow')\n"
        "    id: int\n\n\nprint(Row(id=1).name, Row(id=1).model_dump())\n"
    ),
    Good(
        "from sqlmodel import SQLModel\n\n\nclass Row(SQLModel):\n    id: int\n\n\n"
        "def rename(row: Row, given: dict[str, str]):\n    row.sqlmodel_update(given)\n"
    ),
    Good(
        "import functools\n\n\ndef registered(cls):\n"
        "    return functools.update_wrapper(cls, cls)\n\n\n@registered\nclass A:\n"
        "    pass\n\n\nA().run()\n"
    ),
    Good(
        "class Animal:\n    pass\n\n\nclass Barks:\n    def bark(self):\n        return 1\n\n\n"
        "def f(animal: Animal):\n    if isinstance(animal, Barks):\n        animal.bark()\n"
    ),
    Good(
        {
            "lib.py": "from public import public\n\npublic(today=1)\n",
            "app.py": "import lib\n\nprint(lib.today)\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/config/__init__.py": "from public import public\n\nfrom shop.config.config import Settings\n\n"
            "public(config=Settings())\n",
            "shop/config/config.py": "class Settings:\n    host = 'mail'\n",
            "shop/app.py": "from shop.config import config\n\nprint(config.host)\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/tools/__init__.py": "from .helpers import *\n",
            "shop/tools/helpers.py": "from .journal import made\n\njournal = made()\n",
            "shop/tools/journal.py": "class Journal:\n    def note(self, text):\n        return text\n\n\n"
            "def made():\n    return Journal()\n",
            "shop/app.py": "from shop.tools import journal\n\njournal.note('sold')\n",
        }
    ),
    Good(
        {
            "shop/__init__.py": "",
            "shop/tools/__init__.py": "from weights import *\n",
            "shop/tools/scales.py": "def made():\n    return 1\n",
            "shop/app.py": "from shop.tools import scales\n\nscales.weigh('apple')\n",
        }
    ),
)
