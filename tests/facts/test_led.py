"""What is seen to come to a function: chains of calls, references and registrations, back to code that runs."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.fingerprints import mentions_of
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

_MAIN = (
    "from fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\n\n\n"
    "@app.get('/')\ndef index():\n    return MAIN\n"
)
_BASE = {"Dockerfile": 'FROM python\nCMD ["uvicorn", "main:app"]\n', "requirements.txt": "fastapi\n"}


def led(orders: str, at: str, main: str = "orders.start()", **others: str) -> bool:
    """Whether the function whose line has ``at`` in ``shop/orders.py`` is led to."""
    files = {
        **_BASE,
        "main.py": _MAIN.replace("MAIN", main),
        "shop/__init__.py": "",
        "shop/orders.py": orders,
    }
    files |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in others.items()}
    texts = {name: text for name, text in files.items() if not name.endswith(".py")}
    zones = {name: Zone.TESTS if "test_" in name else Zone.PRODUCTION for name in files}
    project = ProjectFacts(
        [facts_of(text, name) for name, text in files.items() if name not in texts],
        zones,
        texts=texts,
        others=tuple(texts),
        mentions={name: mentions_of(text, name) for name, text in texts.items()},
    )
    assert project.live.reachability.of("shop/orders.py").label == "reachable"
    line = next(number for number, text in enumerate(orders.splitlines(), 1) if at in text)
    return project.live.is_led_to("shop/orders.py", line)


_TWO = "def close(order):\n    return order.void()\n\n\ndef {}(order):\n    {}\n"


@pytest.mark.parametrize(
    ("main", "known"),
    [
        ("orders.close(1)", True),  # called
        ("print(close=orders.close)", True),  # passed on
        ("orders.place(1)", True),  # through another function
        ("{'close': orders.close}", True),  # kept in a table
        ("orders.other(1)", False),
        ("None", False),
    ],
)
def test_calls_and_references_lead_to_a_function(main: str, known: bool) -> None:
    text = _TWO.format("place", "return close(order)")
    assert led(text, "order.void()", main) is known


def test_a_chain_that_begins_nowhere_leads_to_nothing() -> None:
    text = _TWO.format("place", "return close(order)") + "\n\ndef never(order):\n    return place(order)\n"
    assert not led(text, "order.void()", "None")
    assert led(text, "order.void()", "orders.never(1)")


def test_two_functions_that_call_each_other_lead_nowhere_by_that() -> None:
    text = "def one(order):\n    return two(order)\n\n\ndef two(order):\n    return one(order)\n"
    assert not led(text, "two(order)", "None")


def test_what_a_decorator_registers_is_led_to_and_a_task_that_nothing_names_is_not() -> None:
    route = "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get('/')\ndef show():\n    return 1\n"
    assert led(route, "return 1", "None")
    task = "from celery import Celery\n\nqueue = Celery()\n\n\n@queue.task\ndef bill():\n    return 1\n"
    assert not led(task, "return 1", "None")
    assert led(task, "return 1", "orders.bill.delay()")


_SAME = """
class Keys:
    def ask(self, name):
        return name.upper()


class Doors:
    def ask(self, name):
        return name.lower()


def start():
    return Doors().ask("a")
"""


def test_a_call_whose_receiver_is_known_leads_to_no_method_of_the_same_name() -> None:
    assert led(_SAME, "name.lower()", "orders.start()")
    assert not led(_SAME, "name.upper()", "orders.start()")


def test_a_call_whose_receiver_is_not_known_may_mean_any_method() -> None:
    text = _SAME.replace('Doors().ask("a")', "open_all().ask('a')")
    assert led(text, "name.upper()", "orders.start()")


def test_a_method_is_led_to_by_calls_of_what_it_takes_the_place_of() -> None:
    text = (
        "class Store:\n    def keep(self, item):\n        raise NotImplementedError\n\n\n"
        "class Disk(Store):\n    def keep(self, item):\n        return item.write()\n\n\n"
        "def start(store: Store):\n    store.keep(1)\n"
    )
    assert led(text, "item.write()", "orders.start(1)")


def test_tests_lead_to_nothing() -> None:
    text = _TWO.format("place", "return 1")
    tests = {"test_orders.py": "from shop import orders\n\n\ndef test_it():\n    orders.close(1)\n"}
    assert not led(text, "order.void()", "None", **tests)


def test_settings_may_name_a_function() -> None:
    text = _TWO.format("place", "return 1")
    assert led(text, "order.void()", "None", jobs_dot_yaml="nightly: shop.orders:close\n")


def test_a_framework_may_call_what_a_class_from_outside_has() -> None:
    text = "from somewhere import Base\n\n\nclass Order(Base):\n    def on_close(self):\n        return 1\n"
    assert led(text, "return 1", "None")
    data = "from pydantic import BaseModel\n\n\nclass Order(BaseModel):\n    def append_line(self):\n        return 1\n"
    assert not led(data, "return 1", "None")


def test_what_stands_outside_of_functions_is_led_to() -> None:
    assert led("ORDERS = [1]\n", "ORDERS", "None")
