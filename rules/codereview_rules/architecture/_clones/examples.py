"""Examples of ARC007."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_COPY = """def load(path, session):
    rows = session.read(path, encoding="utf-8")
    kept = [row for row in rows if row.strip()]
    if not kept:
        raise ValueError(f"{path} holds nothing")
    total = session.count(kept, by="name")
    session.log.info("read %d rows", total)
    for row in kept:
        session.insert(row.upper(), total=total)
    session.commit()
    return total
"""
_RENAMED = _COPY.replace("rows", "lines").replace("row", "line").replace("path", "file")
_ALIKE = _RENAMED.replace("total", "sum").replace("kept", "left").replace("session", "store")
_CHANGED = _COPY.replace("    session.commit()\n", "    session.flush(kept)\n    session.commit()\n")
_PART = _COPY.replace("    return total\n", "    return len(kept)\n")
_LONG = _COPY.replace(
    "    return total\n",
    "    session.close(wait=True)\n    session.log.info('closed', total)\n    session.tell(path)\n    return total\n",
)
_METHODS = """class Store:
    def __init__(self, client, bucket):
        self.client = client
        self.bucket = bucket

    def put(self, key, body):
        name = self.client.normalise(key, strict=True)
        self.client.upload(self.bucket, name, body, retries=3)
        return self.client.url(self.bucket, name)

    def get(self, key):
        name = self.client.normalise(key, strict=True)
        found = self.client.download(self.bucket, name)
        if found is None:
            raise KeyError(key)
        return found.read().decode("utf-8")
"""
_GUARDS = """async def bill(stores, shop_id, buyer_id):
    shop = await stores.shops.with_id(shop_id)
    if shop is None:
        text = f"there is no shop {shop_id}"
        raise LookupError(text)
    buyer = await stores.buyers.with_id(buyer_id)
    if buyer is None:
        text = f"there is no buyer {buyer_id}"
        raise LookupError(text)
    paper = await stores.papers.blank(shop, buyer, copies=2)
    return paper
"""
_SCRIPT = """import streamlit as st

st.title("Report")
frame = load(st.session_state["user"], limit=100)
if frame.empty:
    st.warning("Nothing there yet")
    st.stop()
left, right = st.columns(2)
left.metric("Sum", frame["amount"].sum())
right.metric("Mean", frame["amount"].mean())
st.dataframe(frame.sort_values("amount"), width=600)
"""

BAD = (
    Bad({"a.py": _COPY, "b.py": _COPY}, lines=("a.py:1",)),
    Bad({"shop/orders.py": _COPY, "shop/bills.py": _RENAMED}, lines=("shop/bills.py:2",)),
    Bad({"shop/orders.py": _COPY, "shop/bills.py": _CHANGED}, lines=("shop/bills.py:1",)),
    Bad({"a.py": _COPY, "b.py": "# of a\n" + _COPY, "c.py": "import os\n\n" + _COPY}, lines=("a.py:1",)),
    Bad(
        {"s3/store.py": _METHODS, "gcs/store.py": _METHODS.replace("Store", "Bucket")},
        lines=("gcs/store.py:2",),
    ),
    Bad(
        {"pages/one.py": _SCRIPT, "pages/two.py": _SCRIPT.replace("Report", "Other")},
        lines=("pages/one.py:3",),
    ),
    Bad(  # scripts that run once
        {"jobs/backfill_names.py": _COPY, "jobs/backfill_sums.py": _COPY},
        lines=("jobs/backfill_names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # developers make rows for their tests
        {
            "shop/management/commands/make_names_fixture.py": _COPY,
            "bills/management/commands/make_sums_fixture.py": _COPY,
        },
        lines=("bills/management/commands/make_sums_fixture.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # each of them is built by itself
        {
            "ask/pyproject.toml": '[project]\nname = "ask"\n',
            "ask/rows.py": _COPY,
            "tell/pyproject.toml": '[project]\nname = "tell"\n',
            "tell/rows.py": _COPY,
        },
        lines=("ask/rows.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # started by hand, each by itself
        {
            "audit_names.py": _COPY + "\n\nload('names', Session())\n",
            "audit_sums.py": _COPY + "\n\nload('sums', Session())\n",
        },
        lines=("audit_names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # hardly more than the question whether the rows are there
        {"shop/orders.py": _GUARDS, "shop/bills.py": _GUARDS.replace("def bill", "def order")},
        lines=("shop/bills.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # put aside
        {"old_dags/names.py": _COPY, "sums.py": _COPY},
        lines=("old_dags/names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"shop/v1/orders.py": _COPY, "shop/v2/orders.py": _COPY},
        lines=("shop/v1/orders.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # steps that are taken once, each of them written out
        {"shop/steps/version_1.py": _COPY, "shop/steps/version_2.py": _COPY},
        lines=("shop/steps/version_1.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # what stands in for the other one
        {"shop/bank/client.py": _COPY, "shop/mock/client.py": _COPY},
        lines=("shop/bank/client.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # a package of others
        {
            "shop/scales/LICENSE": "Of those who make the scales.\n",
            "shop/scales/names.py": _COPY,
            "shop/scales/sums.py": _COPY,
        },
        lines=("shop/scales/names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # few statements, alike in form alone
        {"shop/orders.py": _COPY, "shop/bills.py": _ALIKE},
        lines=("shop/bills.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # told at the two files that have most in common
        {"a.py": _PART, "b.py": _LONG, "c.py": _LONG},
        lines=("b.py:1",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        {"a.py": _COPY, "b.py": _COPY.replace('path, encoding="utf-8"', 'path,\n        encoding="utf-8"')},
        lines=("a.py:1",),
    ),
)

_FIELDS = "".join(
    f"    {name}: str = field(default='')\n" for name in "one two three four five six seven eight".split()
)
_PARAMS = "one, two, three, four, five, six, seven, eight"
_KEPT = "".join(f"        self.{name} = {name}\n" for name in _PARAMS.split(", "))
_STUBS = "from typing import Protocol\n\n\nclass Store(Protocol):\n" + "".join(
    f"    def {name}(self, key: str, limit: int) -> list[str]: ...\n" for name in _PARAMS.split(", ")
)
_TABLE = "".join(f'{name.upper()} = ("{name}", 1, [2, 3])\n' for name in _PARAMS.split(", "))

_IMPORTS = (
    "import os\nimport sys\nimport json\nimport re\nimport io\nimport ast\nimport abc\n\nprint(os.name)\n"
)

GOOD = (
    Good({"a.py": _COPY, "tests/test_a.py": _COPY}),
    Good({"a.py": _COPY + "\n\n" + _COPY.replace("load", "again")}),
    Good(
        {
            "a.py": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass A:\n" + _FIELDS,
            "b.py": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass B:\n" + _FIELDS,
        }
    ),
    Good(
        {
            "a.py": f"class A:\n    def __init__(self, {_PARAMS}):\n{_KEPT}",
            "b.py": f"class B:\n    def __init__(self, {_PARAMS}):\n{_KEPT}",
        }
    ),
    Good({"a.py": _STUBS, "b.py": _STUBS}),
    Good({"a.py": _TABLE, "b.py": _TABLE}),
    Good({"shop/migrations/0001_initial.py": _COPY, "shop/migrations/0002_more.py": _COPY}),
    Good({"a.py": _COPY, "client_pb2.py": _COPY}),
    Good(
        {
            "a.py": _COPY,
            "b.py": "def load(path, session):\n    rows = session.read(path, encoding='utf-8')\n    return len(rows)\n",
        }
    ),
    Good(
        {
            "a.py": _IMPORTS,
            "b.py": _IMPORTS,
        }
    ),
    # the same shape, but it calls other things
    Good(
        {
            "a.py": _COPY,
            "b.py": _COPY.replace("session.", "api.fetch_")
            .replace("rows", "x")
            .replace("kept", "y")
            .replace("total", "z")
            .replace("insert", "send")
            .replace("commit", "close")
            .replace("read", "list")
            .replace("count", "length")
            .replace("info", "debug")
            .replace("path", "p"),
        }
    ),
)
