"""Examples of REL025."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_HEAD = """\
import uuid
from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, Session, backref, declarative_base, mapped_column, relationship

Base = declarative_base()


"""
_AUTHOR = """\
class Author(Base):
    __tablename__ = "authors"

    id = Column(Integer, primary_key=True)
    name = Column(String(80))
"""
_SECOND = """\
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Session


class Base(DeclarativeBase):
    pass


"""
_DJANGO = "from django.db import models\nfrom django.utils import timezone\n\n\nclass Order(models.Model):\n"


def _author(*lines: str, after: str = "") -> str:
    return _HEAD + _AUTHOR + "".join(f"    {line}\n" for line in lines) + after


BAD: tuple[Bad, ...] = (
    Bad(  # a test makes it where it finds none
        {
            "models.py": _HEAD + _AUTHOR,
            "tests/test_authors.py": "from models import Author\n\n\ndef author(session):\n"
            "    found = session.query(Author).first()\n    if found is None:\n"
            "        found = Author(title='Dr')\n    return found\n",
        },
        lines=("tests/test_authors.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(  # kept and no longer used
        {
            "models.py": _HEAD + _AUTHOR,
            "archive/fill.py": "from models import Author\n\nAuthor(title='Dr')\n",
        },
        lines=("archive/fill.py:3",),
        confidence=Confidence.LOW,
    ),
    Bad(  # the base of all models has it
        _HEAD + _AUTHOR + "\n\nAuthor(name='Ada', metadata={})\n",
        lines=(17,),
    ),
    Bad(_author("made = Column(DateTime, default=datetime.utcnow())"), lines=(15,)),
    Bad(_author("key = Column(String(36), default=uuid.uuid4())"), lines=(15,)),
    Bad(_author("seen = Column(DateTime, onupdate=datetime.utcnow())"), lines=(15,)),
    Bad(  # who makes one gives it its own
        _author(
            "made = Column(DateTime, default=datetime.utcnow())",
            after="\n\ndef made():\n    return Author(name='Ada', made=datetime.utcnow())\n",
        ),
        lines=(15,),
        confidence=Confidence.LOW,
    ),
    Bad(  # some do
        _author(
            "made = Column(DateTime, default=datetime.utcnow())",
            after="\n\ndef made(old):\n    return Author(name='Ada', made=old.made), Author(name='Bob')\n",
        ),
        lines=(15,),
        confidence=Confidence.HIGH,
    ),
    Bad(_author("metadata = Column(String(200))"), lines=(15,)),
    Bad(_author('active = Column(Boolean, default="false")'), lines=(15,)),
    Bad(_author("rank = Column(Integer, server_default=0)"), lines=(15,)),
    Bad(_author('books = relationship("Book", back_populates="author")'), lines=(15,)),
    Bad(_author('books = relationship("Book")', 'prizes = relationship("Prize")'), lines=(15,)),
    Bad(
        _author(
            'books = relationship("Book", back_populates="writer")',
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"))\n'
            '    author = relationship("Author", back_populates="books")\n',
        ),
        lines=(15,),
    ),
    Bad(_author('country_id = Column(ForeignKey("countries.id"))'), lines=(15,)),
    Bad(_author(after="\n\ndef first():\n    return Author(name='Ann', born=1970)\n"), lines=(18,)),
    Bad(
        _SECOND
        + "def count(session: Session):\n    return session.execute('SELECT count(*) FROM books').scalar()\n",
        lines=(11,),
    ),
    Bad(
        _SECOND
        + "async def count(db: AsyncSession):\n    rows = await db.execute(f'SELECT 1')\n    return rows\n",
        lines=(11,),
    ),
    Bad(
        _author(
            'books = relationship("Book", back_populates="author")',
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"), nullable=False)\n'
            '    author = relationship("Author", back_populates="books")\n'
            "\n\ndef drop(session: Session, author: Author):\n    session.delete(author)\n",
        ),
        lines=(27,),
    ),
    Bad(_DJANGO + "    placed = models.DateTimeField(default=timezone.now())\n", lines=(6,)),
    Bad(  # Django makes the truth value of it as it writes the row
        _DJANGO + "    paid = models.BooleanField(default='False')\n", lines=(6,), confidence=Confidence.LOW
    ),
    Bad(_DJANGO + "    tags = models.JSONField(default={})\n", lines=(6,)),
    Bad(
        _DJANGO + "    owner = models.ForeignKey('auth.User')\n"
        "    buyer = models.ForeignKey('auth.User', on_delete=models.CASCADE)\n",
        lines=(6,),
    ),
    Bad(
        _DJANGO
        + "    total = models.IntegerField()\n\n\ndef new():\n    return Order(total=1, currency='EUR')\n",
        lines=(10,),
    ),
)

_BROUGHT = (
    "from shared_models import {names}\nfrom sqlalchemy import Column, Integer\n"
    "from sqlalchemy.orm import declarative_base, relationship\n\n{base}\n"
    'class Author(Base):\n    __tablename__ = "authors"\n\n    id = Column(Integer, primary_key=True)\n'
    '    prize = relationship("Prize")\n'
)
_ENTRY = (
    "class Entry(models.Model):\n    code = models.CharField(max_length=9)\n\n\n"
    "class Renewal(Entry):\n    years = models.IntegerField()\n\n\n"
    "class Note(models.Model):\n    entry = models.OneToOneField(Entry, models.CASCADE{named})\n\n\n"
)
_MOCKED = (
    "from unittest.mock import AsyncMock, patch\n\nfrom sqlalchemy.ext.asyncio import AsyncSession\n\n\n"
    "async def test_count(session: AsyncSession):\n{patched}    await session.execute('SELECT 1')\n"
)
BAD += (
    Bad(_BROUGHT.format(names="Money", base="Base = declarative_base()\n"), lines=(11,)),
    Bad(
        "from django.db import models\n\n\n"
        + _ENTRY.format(named="")
        + "def new():\n    return Entry(other=1)\n",
        lines=(17,),
    ),
    Bad({"tests/test_count.py": _MOCKED.format(patched="")}, lines=("tests/test_count.py:7",)),
)

GOOD = (
    Good(  # what the class sets itself comes before the default
        _author(
            "made = Column(DateTime, default=datetime.utcnow())",
            "",
            "def __init__(self, name):",
            "    self.name = name",
            "    self.made = datetime.utcnow()",
        )
    ),
    Good(  # an abstract class is never made, but those below it
        "from django.db import models\n\n\nclass Link(models.Model):\n    kind = models.CharField(max_length=9)\n\n"
        "    class Meta:\n        abstract = True\n\n    @classmethod\n    def of(cls, order):\n"
        "        return cls(kind='a', order=order)\n\n\nclass OrderLink(Link):\n"
        "    order = models.ForeignKey('shop.Order', models.CASCADE)\n"
    ),
    # the class comes from an installed package, or the base does, with all that is declared below it
    Good(_BROUGHT.format(names="Prize", base="Base = declarative_base()\n")),
    Good(_BROUGHT.format(names="Base", base="")),
    Good(  # the row of a model below it, and of a one-to-one relation
        "from django.db import models\n\n\n"
        + _ENTRY.format(named="")
        + "def new(one, other):\n    return Entry(renewal=one, note=other)\n"
    ),
    Good(
        "from django.db import models\n\n\n"
        + _ENTRY.format(named=", related_name='remark'")
        + "def new(other):\n    return Entry(remark=other)\n"
    ),
    Good({"tests/test_count.py": _MOCKED.format(patched="    session = AsyncMock(spec=AsyncSession)\n")}),
    Good(
        {"tests/test_count.py": _MOCKED.format(patched="    patch('shop.session', return_value=session)\n")}
    ),
    Good(  # the other side is set on the class from outside
        _author(
            'books = relationship("Book", back_populates="writer")',
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"))\n\n\n'
            'Book.writer = relationship("Author", back_populates="books")\n',
        )
    ),
    Good(  # a file that needs a newer Python, or is broken, can have the class
        {
            "shop/models.py": _HEAD + _AUTHOR + "    books = relationship('Book')\n",
            "shop/books.py": "class Book(Base):\n    title = (\n",
        }
    ),
    Good(
        _SECOND.replace(
            "    pass",
            "    @declared_attr.directive\n    def __tablename__(cls):\n        return cls.__name__.lower()",
        ).replace("import DeclarativeBase", "import declared_attr, DeclarativeBase")
        + "from sqlalchemy import Column, ForeignKey, Integer\n\n\n"
        + "class Role(Base):\n    id = Column(Integer, primary_key=True)\n\n\n"
        + "class User(Base):\n    id = Column(Integer, primary_key=True)\n    role_id = Column(ForeignKey('role.id'))\n"
    ),
    Good(
        "from mixins import Keyed\nfrom sqlalchemy import Column, String\n"
        "from sqlalchemy.orm import declarative_base\n\nBase = declarative_base(cls=Keyed)\n\n\n"
        'class Author(Base):\n    __tablename__ = "authors"\n\n    name = Column(String(80), primary_key=True)\n\n\n'
        "def first():\n    return Author(id=1, name='Ann')\n"
    ),
    Good(
        {
            "shop/models.py": _DJANGO + "    term = models.CharField(max_length=9)\n\n\n"
            "def new():\n    return Order(term_en='x')\n",
            "shop/translation.py": "from modeltranslation.translator import register\n",
        },
        path="shop/models.py",
    ),
    Good(_author("made = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)")),
    Good(_author("key = Column(String(36), default=lambda: str(uuid.uuid4()))")),
    Good(_author('active = Column(Boolean, default=False, server_default="false")')),
    Good(_author('note = Column("metadata", String(200))')),
    Good(  # it asks for them first
        _author(
            'books = relationship("Book", back_populates="author")',
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"), nullable=False)\n'
            '    author = relationship("Author", back_populates="books")\n'
            "\n\ndef drop(session: Session, author: Author):\n"
            "    if session.query(Book).filter(Book.author_id == author.id).count():\n        return\n"
            "    session.delete(author)\n",
        )
    ),
    Good(
        _author(
            'books = relationship("Book", back_populates="author", cascade="all, delete-orphan")',
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"), nullable=False)\n'
            '    author = relationship("Author", back_populates="books")\n'
            "\n\ndef drop(session: Session, author: Author):\n    session.delete(author)\n",
        )
    ),
    Good(
        _author(
            after='\n\nclass Book(Base):\n    __tablename__ = "books"\n\n    id = Column(Integer, primary_key=True)\n'
            '    author_id = Column(ForeignKey("authors.id"))\n'
            '    author = relationship("Author", backref=backref("books", lazy="joined"))\n'
            "\n\ndef first():\n    return Author(name='Ann', books=[])\n"
        )
    ),
    Good(
        "from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table\n"
        "from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n"
        'countries = Table("countries", Base.metadata, Column("id", Integer, primary_key=True))\n\n\n'
        'class Author(Base):\n    __tablename__ = "authors"\n\n    id = Column(Integer, primary_key=True)\n'
        '    country_id = Column(ForeignKey("countries.id"))\n'
    ),
    Good(  # the columns are those of the table that it is mapped to
        "from shop.tables import authors\nfrom sqlalchemy.orm import declarative_base, relationship\n\n"
        "Base = declarative_base()\n\n\nclass Author(Base):\n    __table__ = authors\n\n"
        "    books = relationship('Book')\n"
        "\n\nclass Book(Base):\n    __tablename__ = 'books'\n\n\ndef first():\n    return Author(name='Ann')\n"
    ),
    Good(  # whoever makes one has to say when
        _author(
            "made = Column(DateTime, default=datetime.now())",
            after="\n    def __init__(self, name, made):\n        self.name = name\n        self.made = made\n",
        )
    ),
    Good(
        "from shared import Base\nfrom sqlalchemy import Column, Integer\n\n\n"
        'class Author(Base):\n    __tablename__ = "authors"\n\n    id = Column(Integer, primary_key=True)\n\n\n'
        "def first():\n    return Author(name='Ann')\n"
    ),
    Good(_SECOND + "def count(session: Session):\n    return session.execute(text('SELECT 1')).scalar()\n"),
    Good(
        "import sqlite3\n\n\ndef count(path):\n    return sqlite3.connect(path).execute('SELECT 1').fetchone()\n"
    ),
    Good(
        _DJANGO
        + "    placed = models.DateTimeField(default=timezone.now)\n    tags = models.JSONField(default=dict)\n"
    ),
    Good(
        {
            "shop/models.py": _DJANGO + "    owner = models.ForeignKey('auth.User')\n"
            "    buyer = models.ForeignKey('auth.User', on_delete=models.CASCADE)\n",
            "requirements.txt": "Django==1.11.29\n",
        },
        path="shop/models.py",
    ),
    Good(
        _DJANGO + "    owner = models.ForeignKey('auth.User', models.CASCADE)\n\n\n"
        "def new(owner):\n    return Order(owner=owner, owner_id=1, pk=3)\n"
    ),
    Good(
        _DJANGO
        + "    total = models.IntegerField()\n\n    @property\n    def cents(self):\n        return self.total\n\n"
        "    @cents.setter\n    def cents(self, value):\n        self.total = value\n\n\n"
        "def new():\n    return Order(cents=1)\n"
    ),
)
