"""Examples of datetimes of both kinds that meet, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good

_IMPORT = "from datetime import datetime, timedelta, timezone\n\n"
_MODEL = (
    "from sqlalchemy import Column, DateTime\nfrom sqlalchemy.orm import declarative_base\n\n"
    "Base = declarative_base()\n\nclass Token(Base):\n    __tablename__ = 'tokens'\n"
    "    until = Column(DateTime{})\n"
)
_DJANGO = "from django.db import models\n\nclass Token(models.Model):\n    until = models.DateTimeField()\n"

BAD = (
    Bad(
        _IMPORT + "def old():\n    start = datetime.utcnow()\n"
        "    return datetime.now(timezone.utc) - start\n",
        lines=(5,),
    ),
    Bad(
        _IMPORT + "def due(text):\n    day = datetime.strptime(text, '%Y-%m-%d')\n"
        "    return day < datetime.now(tz=timezone.utc) - timedelta(days=1)\n",
        lines=(5,),
    ),
    Bad(
        {
            "shop/models.py": _MODEL.format(""),
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(token: Token):\n"
            "    return token.until > datetime.now(timezone.utc)\n",
        },
        lines=("shop/check.py:6",),
    ),
    Bad(
        {
            "shop/models.py": _MODEL.format("(timezone=True)"),
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(token: Token):\n"
            "    return datetime.utcnow() < token.until\n",
        },
        lines=("shop/check.py:6",),
    ),
    Bad(
        {
            "shop/models.py": _DJANGO,
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(key):\n"
            "    token = Token.objects.get(pk=key)\n    return token.until > datetime.now()\n",
        },
        lines=("shop/check.py:7",),
    ),
    Bad(
        _IMPORT + "class Timer:\n    def __init__(self):\n        self.start = datetime.now()\n\n"
        "    def spent(self):\n        return datetime.now(timezone.utc) - self.start\n",
        lines=(8,),
    ),
    Bad(
        {
            "shop/clock.py": _IMPORT + "def now():\n    return datetime.now(timezone.utc)\n",
            "shop/check.py": "from datetime import datetime\n\nfrom shop.clock import now\n\n"
            "def late(day):\n"
            "    begin = datetime(day.year, day.month, day.day)\n    return now() > begin\n",
        },
        lines=("shop/check.py:7",),
    ),
    Bad(
        {
            "shop/ext.py": "from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n",
            "shop/models.py": "from shop.ext import db\n\nclass Token(db.Model):\n"
            "    until = db.Column(db.DateTime)\n",
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(token: Token):\n"
            "    return token.until > datetime.now(timezone.utc)\n",
        },
        lines=("shop/check.py:6",),
    ),
    Bad(
        "from datetime import datetime\n\nfrom django.utils import timezone\n\ndef same(day):\n"
        "    return datetime.now() == timezone.now()\n",
        lines=(6,),
    ),
)

GOOD = (
    Good(_IMPORT + "def old():\n    start = datetime.utcnow()\n    return datetime.utcnow() - start\n"),
    Good(
        _IMPORT + "def old(zone=None):\n    start = datetime.now(zone)\n"
        "    return datetime.now(timezone.utc) - start\n"
    ),
    Good(
        {
            "shop/models.py": _MODEL.format(""),
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(session):\n"
            "    return session.query(Token).filter(Token.until > datetime.now(timezone.utc)).all()\n",
        }
    ),
    Good(
        {
            "shop/models.py": _MODEL.format(""),
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(token: Token):\n"
            "    until = token.until\n    until = until.replace(tzinfo=timezone.utc)\n"
            "    return until > datetime.now(timezone.utc)\n",
        }
    ),
    Good(
        _IMPORT + "def due(text):\n"
        "    day = datetime.strptime(text, '%Y-%m-%d').replace(tzinfo=timezone.utc)\n"
        "    return day < datetime.now(timezone.utc)\n"
    ),
    Good(
        _IMPORT + "def due(day):\n    now = datetime.utcnow()\n    if day.tzinfo is not None:\n"
        "        now = datetime.now(timezone.utc)\n    return day < now\n"
    ),
    Good(  # before Django 5 there are none unless the settings ask for them
        {
            "requirements.txt": "Django==4.2.1\n",
            "shop/settings.py": "DEBUG = False\n",
            "shop/models.py": _DJANGO,
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(key):\n"
            "    token = Token.objects.get(pk=key)\n    return token.until > datetime.now()\n",
        }
    ),
    Good(  # what is read has a zone, whatever was written
        {
            "shop/settings.py": "USE_TZ = True\n",
            "shop/models.py": _IMPORT
            + _DJANGO.replace("django.db", "django.contrib.gis.db")
            + "\n    def renew(self):\n        self.until = datetime.now()\n        self.save()\n\n"
            "    def valid(self):\n        return self.until > datetime.now(timezone.utc)\n",
        }
    ),
    Good(  # a type of column that is not known
        {
            "shop/settings.py": "USE_TZ = True\n",
            "shop/models.py": _IMPORT
            + "from fields import DateTimeField\n"
            + _DJANGO.replace("models.DateTimeField", "DateTimeField")
            + "\n    def renew(self):\n        self.until = datetime.now()\n        self.save()\n\n"
            "    def valid(self):\n        return self.until > datetime.now(timezone.utc)\n",
        }
    ),
    Good(
        {
            "shop/settings.py": "USE_TZ = False\n",
            "shop/models.py": _DJANGO,
            "shop/check.py": _IMPORT + "from shop.models import Token\n\ndef valid(key):\n"
            "    token = Token.objects.get(pk=key)\n    return token.until > datetime.now()\n",
        }
    ),
    Good(
        _IMPORT + "class Timer:\n    def __init__(self, start=None):\n"
        "        self.start = start or datetime.now()\n\n"
        "    def spent(self):\n        return datetime.now(timezone.utc) - self.start\n"
    ),
    Good(
        _IMPORT + "def zone():\n"
        "    return datetime.now(timezone.utc).replace(tzinfo=None) - datetime.utcnow()\n"
    ),
)
