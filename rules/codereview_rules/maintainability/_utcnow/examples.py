"""Examples of the rule on naive UTC datetimes."""

from __future__ import annotations

from codereview.api import Bad, Good

BAD = (
    Bad("from datetime import datetime\n\nstarted = datetime.utcnow()\n", (3,)),
    Bad("import datetime\n\n\ndef stamp():\n    return datetime.datetime.utcnow().isoformat()\n", (5,)),
    Bad("import datetime as dt\n\nborn = dt.datetime.utcfromtimestamp(0)\n", (3,)),
    Bad("from datetime import datetime as D\n\nprint(D.utcnow())\n", (3,)),
    Bad("from datetime import *\n\nprint(datetime.utcnow())\n", (3,)),
    Bad(
        "from datetime import datetime\n"
        "from sqlalchemy import Column, DateTime\n"
        "from app.db import Base\n\n\n"
        "class Order(Base):\n"
        "    created = Column(DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)\n",
        (7, 7),
        path="orders.py",
    ),
    Bad(
        "import datetime\nfrom dataclasses import dataclass, field\n\n\n@dataclass\nclass Job:\n"
        "    queued: datetime.datetime = field(default_factory=datetime.datetime.utcnow)\n",
        (7,),
    ),
    Bad(
        "from datetime import datetime\n\n\ndef parse(xs):\n"
        "    return list(map(datetime.utcfromtimestamp, xs))\n",
        (5,),
    ),
    Bad(
        "from datetime import datetime\n\nnow = datetime.utcnow\n\n\ndef tick():\n    return now()\n", (3, 7)
    ),
    Bad("def tick():\n    from datetime import datetime\n\n    return datetime.utcnow()\n", (4,)),
    Bad(
        {
            "app/compat.py": "from datetime import datetime\n",
            "app/jobs.py": "from app.compat import datetime\n\n\ndef due():\n    return datetime.utcnow()\n",
        },
        ("app/jobs.py:5",),
    ),
    Bad(
        {
            "clock.py": "import datetime\n\nutcnow = datetime.datetime.utcnow\n",
            "jobs.py": "from clock import utcnow\n\n\ndef due():\n    return utcnow()\n",
        },
        ("clock.py:3", "jobs.py:5"),
    ),
    Bad(
        "from datetime import datetime\n\n\nclass Stamp(datetime):\n    def label(self):\n"
        "        return self.isoformat()\n\n\n"
        "print(Stamp.utcnow().label())\n",
        (9,),
    ),
    Bad("import datetime\n\nclock = getattr(datetime.datetime, 'utcnow')\n", (3,)),
    Bad(
        "import pytz\nfrom datetime import datetime\n\nprint(datetime.utcnow().replace(tzinfo=pytz.utc))\n",
        (4,),
    ),
    Bad(
        "from datetime import datetime\n\n\ndef epoch():\n    now = datetime.utcnow()\n"
        "    return int(now.timestamp())\n",
        (5,),
    ),
    Bad("from datetime import datetime\n\nCLOCKS = {'utc': datetime.utcnow, 'local': datetime.now}\n", (3,)),
    Bad(
        "from datetime import datetime\n\n\nclass Lease:\n    clock = datetime.utcnow\n\n"
        "    def expired(self, until):\n        return self.clock() > until\n",
        (5, 8),
    ),
)

GOOD = (
    # the value of this one is aware
    Good("import pandas as pd\n\nstart = pd.Timestamp.utcnow()\n"),
    Good("from datetime import datetime, timezone\n\nstarted = datetime.now(timezone.utc)\n"),
    Good("from datetime import datetime, timezone\n\nborn = datetime.fromtimestamp(0, tz=timezone.utc)\n"),
    Good("import arrow\n\nprint(arrow.utcnow().isoformat())\n"),
    Good("from oslo_utils import timeutils\n\nprint(timeutils.utcnow())\n"),
    Good("from django.utils import timezone\n\nprint(timezone.now())\n"),
    Good(
        "class Clock:\n    def utcnow(self):\n        return 0\n\n\nclock = Clock()\n"
        "print(clock.utcnow(), Clock().utcnow)\n",
    ),
    Good(
        "from datetime import datetime, timezone\n\n\nclass Stamp(datetime):\n    @classmethod\n"
        "    def utcnow(cls):\n"
        "        return cls.now(timezone.utc)\n\n\nprint(Stamp.utcnow())\n",
    ),
    Good(
        {
            "clock.py": (
                "from datetime import datetime, timezone\n\n\ndef utcnow():\n"
                "    return datetime.now(timezone.utc)\n"
            ),
            "jobs.py": (
                "from clock import utcnow\n\n\ndef due(Column):\n"
                "    return Column(default=utcnow), utcnow()\n"
            ),
        },
    ),
    Good(
        "from unittest import mock\n\n\ndef test_due():\n"
        "    with mock.patch('shop.orders.datetime') as clock:\n"
        "        clock.utcnow.return_value = 5\n        assert clock.utcnow() == 5\n",
        path="tests/test_due.py",
    ),
    Good(
        "# datetime.utcnow() is deprecated\nNOTE = 'use now(), not datetime.utcnow()'\n"
        "UTCNOW = 'datetime.utcnow'\n"
    ),
    Good("import time\n\nprint(time.gmtime(), time.strftime('%H', time.gmtime()))\n"),
    Good("def due(now):\n    return now.utcnow()\n"),
    Good("from datetime import datetime\n\nprint(hasattr(datetime, 'utcnow'), datetime.now)\n"),
    Good("import datetime\n\n\ndef stamp(datetime):\n    return datetime.utcnow()\n"),
)
