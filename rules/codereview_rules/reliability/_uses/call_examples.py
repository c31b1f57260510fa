"""Examples of REL005."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_RESIZE = "def resize(image, width, height):\n    return image, width, height\n"
_DATA = "from dataclasses import dataclass, field\n\n\n"
_MODEL = "from pydantic import BaseModel, ConfigDict, Field\n\n\n"

BAD: tuple[Bad, ...] = (
    Bad(  # the line never runs
        _RESIZE + "\n\ndef f(image):\n    return image\n    print(resize(image))\n",
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(_RESIZE + "\n\nresize(1, 2)\n", lines=(5,)),
    Bad(_RESIZE + "\n\nresize(1, 2, 3, 4)\n", lines=(5,)),
    Bad(_RESIZE + "\n\nresize(1, 2, hight=3, height=4)\n", lines=(5,)),
    Bad(_RESIZE + "\n\ndef f(image, width, height):\n    return resize(image, height, width)\n", lines=(6,)),
    Bad(
        "class User:\n    def __init__(self, name, email):\n        self.name = name\n"
        "        self.email = email\n\n    def rename(self, name):\n"
        "        self.name = name\n\n\nuser = User('a', email='b')\nuser.rename('c', 'd')\n",
        lines=(11,),
    ),
    Bad(
        _DATA + "@dataclass\nclass Job:\n    name: str\n    tries: int\n"
        "    notes: list = field(default_factory=list)\n\n\nJob('a')\n",
        lines=(11,),
    ),
    Bad(  # an exception is made as its fields say
        _DATA
        + "class Refused(Exception):\n    pass\n\n\n@dataclass\nclass Overdrawn(Refused):\n    account: str\n"
        "    amount: int\n\n\ndef check(account):\n    raise Overdrawn(account=account)\n",
        lines=(15,),
    ),
    Bad(
        _DATA + "@dataclass\nclass Base:\n    id: int\n\n\n@dataclass(kw_only=True)\nclass Job(Base):\n"
        "    name: str\n\n\nJob(1, 'a')\n",
        lines=(14,),
    ),
    Bad(
        _MODEL + "class Order(BaseModel):\n    id: int\n    total: float = Field(..., gt=0)\n"
        "    note: str = ''\n\n\nOrder(id=1, note='x')\n",
        lines=(10,),
    ),
    Bad(
        "from typing import NamedTuple\n\n\nclass Point(NamedTuple):\n    x: int\n"
        "    y: int = 0\n\n\nPoint(1, 2, 3)\n",
        lines=(9,),
    ),
    Bad(
        "import attr\n\n\n@attr.s(auto_attribs=True)\nclass A:\n    _x: int\n"
        "    y: int = attr.ib(default=1)\n\n\nA(_x=1)\n",
        lines=(10,),
    ),
    Bad(
        "import functools\n\n\ndef logged(fn):\n    @functools.wraps(fn)\n"
        "    def inner(*args, **kwargs):\n        print(fn)\n"
        "        return fn(*args, **kwargs)\n\n    return inner\n\n\n@logged\ndef add(a, b):\n"
        "    return a + b\n\n\nadd(1)\n",
        lines=(18,),
    ),
    Bad(
        "class Base:\n    def __init__(self, name):\n        self.name = name\n\n\n"
        "class Child(Base):\n    def __init__(self):\n"
        "        super().__init__()\n\n\nChild()\n",
        lines=(8,),
    ),
    Bad(
        "from lib import View\n\n\nclass Page(View):\n    def load(self, key):\n"
        "        return key\n\n    def get(self):\n        return self.load()\n",
        lines=(9,),
    ),
)

_JOB = (
    "from pydantic import BaseModel\n\n\nclass Job(BaseModel):\n    queue: str\n    name: str\n\n\n"
    "class Nightly(Job):\n    {given} = 'nightly'\n\n\nNightly(name='x')\n"
)
BAD += (Bad(_JOB.format(given="name"), lines=(13,)),)

_PRICED = (
    "class Parcel:\n    def fee(self, weight):\n        return weight\n\n"
    "    def defaults(self, weight):\n        return self.fee(self, weight)\n\n\n"
)

BAD += (Bad(_PRICED + "Parcel().defaults(3)\n", lines=(6,)),)

GOOD = (
    Good(_PRICED + "Parcel.defaults(Parcel, 3)\n"),  # the class stands for an instance, so nothing is bound
    Good(  # the field is given what is made elsewhere, with its default
        "from pydantic import BaseModel, Field\n\nkept = Field(default=None, title='kept')\n\n\n"
        "class Job(BaseModel):\n    queue: str\n    keep: bool = kept\n\n\nJob(queue='night')\n"
    ),
    Good(  # what makes the text takes the argument before the fields do
        _DATA + "@dataclass\nclass Key(str):\n    scope: str = ''\n    lasts: int = field()\n\n\n"
        "def make(text):\n    return Key(text)\n"
    ),
    Good(  # the exception has a constructor of its own
        _DATA + "@dataclass(init=False)\nclass Overdrawn(Exception):\n    account: str\n    amount: int\n\n\n"
        "raise Overdrawn()\n"
    ),
    Good(_JOB.format(given="queue")),  # it gives the inherited field a default
    Good(
        {
            "shop/__init__.py": "",
            "shop/fast.pyi": "def pack(rows: list) -> bytes: ...\n",
            "shop/fast.pyx": "def pack(rows, level=1):\n    pass\n",
            "shop/use.py": "from shop.fast import pack\n\npack([], level=3)\n",
        }
    ),
    Good(_RESIZE + "\n\nresize(1, height=2, width=3)\nresize(*[1, 2, 3])\nresize(**{'image': 1})\n"),
    Good(_RESIZE + "\n\ndef rotated(image, width, height):\n    return resize(image, height, width)\n"),
    Good(
        "def distance(source, target):\n    return source - target\n\n\n"
        "def both(source, target):\n    return distance(source, target), distance(target, source)\n"
    ),
    Good(
        "import functools\n\n\ndef add(a, b):\n    return a + b\n\n\n"
        "add_one = functools.partial(add, 1)\nadd_one(2)\n"
    ),
    Good("from lib import injected\n\n\n@injected\ndef run(session):\n    return session\n\n\nrun()\n"),
    Good(
        "import click\n\n\n@click.command()\n@click.option('--name')\ndef main(name):\n"
        "    print(name)\n\n\nmain()\n"
    ),
    Good(
        "import pytest\n\n\n@pytest.fixture\ndef client(app):\n    return app\n\n\n"
        "def test_it(client):\n    client()\n"
    ),
    Good(
        "from typing import overload\n\n\n@overload\ndef f(a: int) -> int: ...\n@overload\n"
        "def f(a: int, b: int) -> int: ...\n"
        "def f(a, b=0):\n    return a + b\n\n\nf(1)\nf(1, 2)\n"
    ),
    Good(
        "class A:\n    @classmethod\n    def make(cls, x):\n        return cls()\n\n"
        "    @staticmethod\n    def twice(x):\n        return x\n\n\nA.make(1)\nA.twice(1)\nA().twice(2)\n"
    ),
    Good(
        "class A:\n    def f(self, a):\n        return a\n\n\nclass B(A):\n"
        "    def f(self, a, b=1):\n        return a, b\n\n\ndef g(x: A):\n    x.f(1, 2)\n"
    ),
    Good(
        _DATA + "@dataclass\nclass Job:\n    name: str\n    tries: int = -1\n"
        "    done: bool = field(init=False)\n\n\nJob('a')\nJob('a', tries=2)\n"
    ),
    Good(
        _MODEL + "class Row(BaseModel):\n    model_config = ConfigDict(populate_by_name=True)\n"
        "    id: int = Field(alias='rowId')\n    more: int = Field(default_factory=int)\n\n\n"
        "Row(rowId=1)\nRow(id=1)\nRow(id=1, other=2)\n"
    ),
    Good(_MODEL + "class Row(BaseModel):\n    id: int\n\n\ndef read(data):\n    return Row(**data)\n"),
    Good(
        "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
        "    url: str\n\n\nSettings()\n"
    ),
    Good(
        "from sqlmodel import Field, SQLModel\n\n\nclass Hero(SQLModel, table=True):\n    id: int\n"
        "    name: str\n\n\nHero(name='a')\n"
    ),
    Good("from lib import Base\n\n\nclass A(Base):\n    pass\n\n\nA(1, 2, x=3)\n"),
    Good(
        "class Meta(type):\n    def __call__(cls, *args):\n        return object()\n\n\n"
        "class A(metaclass=Meta):\n    def __init__(self):\n        pass\n\n\nA(1)\n"
    ),
    Good(_RESIZE + "\n\ntry:\n    resize(1)\nexcept TypeError:\n    pass\n"),
    Good(
        "class A:\n    def __new__(cls, *args):\n        return object.__new__(cls)\n\n"
        "    def __init__(self):\n        pass\n\n\nA(1)\n"
    ),
    Good(
        "class Node:\n    def __copy__(self):\n        return self\n\n    copy = __copy__\n\n\n"
        "Node().copy()\n"
    ),
    Good(
        "class A:\n    def __init__(self, handler):\n        self.run = handler\n\n"
        "    def run(self, a, b):\n        return a, b\n\n    def go(self):\n"
        "        return self.run(1)\n\n\nA(print).go()\n"
    ),
    Good(
        "def session_given(fn):\n    async def inner(*args, **kwargs):\n"
        "        kwargs['session'] = object()\n"
        "        return await fn(*args, **kwargs)\n\n    return inner\n\n\n@session_given\n"
        "async def post(text, session):\n"
        "    return text\n\n\nasync def main():\n    await post('a')\n"
    ),
    Good(
        "import attr\n\n\n@attr.s\nclass A:\n    x = attr.ib()\n    y = attr.ib()\n\n"
        "    @y.default\n    def _y(self):\n"
        "        return self.x\n\n\nA(x=1)\n"
    ),
    Good(
        "class Layer:\n    def __init__(self, in_channels, out_channels):\n"
        "        self.sizes = in_channels, out_channels\n\n\n"
        "def decoder(in_channels, out_channels):\n    return Layer(out_channels, in_channels)\n"
    ),
    Good(
        "import attrs\n\n\n@attrs.define(auto_attribs=False)\nclass Point:\n    x: int\n    y: int\n\n\nPoint()\n"
    ),
    Good(
        "import attr\n\n\ndef plain(cls, fields):\n    return [f.evolve(alias=f.name) for f in fields]\n\n\n"
        "@attr.s(auto_attribs=True, field_transformer=plain)\nclass Point:\n    _x: int\n\n\nPoint(_x=1)\n"
    ),
    Good(
        "class Reader:\n    pass\n\n\nclass Rows(Reader):\n    def __init__(self, size):\n"
        "        self.size = size\n\n\n"
        "def opened(reader_class: type[Reader]):\n    return reader_class(size=10)\n\n\nopened(Rows)\n"
    ),
    Good(
        {
            "shop.py": "def order(item):\n    return item\n",
            "tests/test_shop.py": "import pytest\n\nfrom shop import order\n\n\n@pytest.mark.xfail(raises=TypeError)\n"
            "def test_order():\n    order(count=1)\n",
        }
    ),
    Good(
        "class Page:\n    def __class_getitem__(cls, item):\n        return cls\n\n\n"
        "def of(kind: type[Page], item):\n    return kind.__class_getitem__(item)\n\n\n"
        "print(Page.__class_getitem__(int))\n"
    ),
    Good(
        "def field_of(row, name, fallback):\n    return getattr(row, name, fallback)\n\n\n"
        "def changed(row, name, text):\n    value = field_of(row, name, None)\n    return type(value)(text)\n"
    ),
    Good(  # a way through the wrapper that what the test passes does not take
        {
            "shop/doors.py": "OPEN = False\n\n\ndef kept(func):\n    if OPEN:\n        return func\n\n"
            "    def inner(key):\n        return func(key=key)\n\n    return inner\n",
            "tests/test_doors.py": "from shop.doors import kept\n\n\ndef test_kept():\n    def plain():\n"
            "        return 1\n\n    assert kept(plain) is plain\n",
        },
        path="shop/doors.py",
    ),
    *(
        Good(  # the wrapper adds one before it hands them on
            "import functools\n\n\ndef logged(fn):\n    @functools.wraps(fn)\n    def inner(*args, **kwargs):\n"
            f"        {added}\n        return fn(*args, **kwargs)\n\n    return inner\n\n\n"
            "@logged\ndef load(name, log):\n    log(name)\n\n\nload('x')\n"
        )
        for added in ("args = args + (print,)", "args += (print,)", "kwargs = {**kwargs, 'log': print}")
    ),
)
