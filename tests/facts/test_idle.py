"""Why nothing comes to a place, and silence where something may."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.fingerprints import mentions_of
from codereview.facts.idle import Why
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

APP = "from fastapi import FastAPI\n\nfrom shop import orders, prices\n\napp = FastAPI()\norders.place(prices.price)\n"
SHOP = {
    "Dockerfile": 'FROM python\nCMD ["uvicorn", "main:app"]\n',
    "requirements.txt": "fastapi\n",
    "main.py": APP,
    "shop/__init__.py": "",
    "shop/orders.py": "def place(price):\n    return price(1)\n",
    "shop/prices.py": "def price(item):\n    return item\n",
}
_ZONES = {"tests": Zone.TESTS, "examples": Zone.EXAMPLES}


def why(files: dict[str, str], path: str, line: int = 1) -> Why:
    whole = {**SHOP, **files}
    texts = {name: text for name, text in whole.items() if not name.endswith(".py")}
    zones = {name: _ZONES.get(name.partition("/")[0], Zone.PRODUCTION) for name in whole}
    if path.startswith("test_"):
        zones[path] = Zone.TESTS
    mentions = {name: mentions_of(text, name) for name, text in texts.items()}
    facts = [facts_of(text, name) for name, text in whole.items() if name not in texts]
    return ProjectFacts(facts, zones, texts=texts, others=tuple(texts), mentions=mentions).live.idle.why(
        path, line
    )


def reason(files: dict[str, str], path: str, line: int = 1) -> str:
    return why(files, path, line).text


def test_what_is_called_passed_on_or_routed_is_not_idle() -> None:
    assert (
        reason({}, "main.py", 5) == reason({}, "shop/orders.py", 2) == reason({}, "shop/prices.py", 2) == ""
    )
    route = "from main import app\n\n@app.get('/')\ndef index():\n    return 1\n"
    files = {"shop/pages.py": route, "main.py": APP + "from shop import pages\n"}
    assert reason(files, "shop/pages.py", 5) == ""


def test_a_file_that_the_project_does_not_have_is_not_judged() -> None:
    assert why({}, "Dockerfile") == why({}, "nowhere.py") == Why()


def test_lines_that_go_beyond_a_function_are_not_judged_by_it() -> None:
    text = "def cancel(order):\n    return order.void()\n\n\n" + SHOP["shop/orders.py"]
    facts = [
        facts_of(code, name)
        for name, code in {**SHOP, "shop/orders.py": text}.items()
        if name.endswith(".py")
    ]
    texts = {name: code for name, code in SHOP.items() if not name.endswith(".py")}
    project = ProjectFacts(facts, dict.fromkeys(SHOP, Zone.PRODUCTION), texts=texts, others=tuple(texts))
    assert "`cancel`" in project.live.idle.why("shop/orders.py", 1, 2).text
    assert project.live.idle.why("shop/orders.py", 1, 6) == Why()


def test_a_function_that_nothing_calls() -> None:
    files = {"shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n"}
    said = "nothing calls or names `cancel`, or leads to what does"
    assert reason(files, "shop/orders.py", 6) == said
    assert reason(files, "shop/orders.py", 2) == ""


@pytest.mark.parametrize(
    "other",
    [
        "from shop.orders import cancel\n\n__all__ = ['cancel']\n",
        "from shop.orders import cancel as undo\n\nundo(1)\n",
        "from shop import orders\n\nprint(orders.cancel)\n",
        "import shop.orders\n\nshop.orders.cancel(1)\n",
        "from shop.orders import *\n\ncancel(2)\n",
        "import shop\n\nprint(getattr(shop.orders, 'cancel'))\n",
        "JOBS = ['shop.orders:cancel']\n",
        "JOBS = {'orders': ['cancel']}\n",
    ],
)
def test_another_file_may_have_it(other: str) -> None:
    files = {"shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n"}
    assert reason({**files, "main.py": APP + other}, "shop/orders.py", 6) == ""


def test_a_name_that_a_package_passes_on_may_be_had() -> None:
    files = {
        "shop/__init__.py": "from shop.orders import cancel\n",
        "shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n",
        "main.py": APP + "from shop import cancel\n\ncancel(3)\n",
    }
    assert reason(files, "shop/orders.py", 6) == ""


def test_a_namesake_elsewhere_is_another_function() -> None:
    files = {
        "shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n",
        "shop/trips.py": "from shop.orders import place\n\ndef cancel(trip):\n    return place(trip)\n\ncancel(4)\n",
        "main.py": APP + "from shop import trips\n",
    }
    assert "`cancel`" in reason(files, "shop/orders.py", 6)
    assert reason(files, "shop/trips.py", 4) == ""


_STORES = """\
class Orders:
    def find(self, key):
        return key

    def drop(self, key):
        return key


class Prices:
    def drop(self, key):
        return key
"""


@pytest.mark.parametrize(
    ("use", "idle"),
    [
        ("from shop.stores import Orders\n\nOrders().find(1)\n", True),
        ("from shop.stores import Orders, Prices\n\nOrders().find(1)\nPrices().drop(2)\n", False),
        (
            "from shop.stores import Orders, Prices\n\nOrders().find(1)\n\ndef clear(store):\n    store.drop(2)\n",
            False,
        ),
        ("from shop.stores import Orders\n\nstore = Orders()\nstore.find(1)\nprint(store.drop)\n", False),
        ("from shop.stores import Orders\n\nOrders().find(1)\nprint(getattr(Orders(), 'drop'))\n", False),
    ],
)
def test_a_method_whose_name_others_have_too(use: str, idle: bool) -> None:
    files = {"shop/stores.py": _STORES, "main.py": APP + use}
    assert bool(reason(files, "shop/stores.py", 6)) is idle
    assert reason(files, "shop/stores.py", 3) == ""


def test_a_view_that_no_table_of_routes_names() -> None:
    views = (
        "from django.views import View\n\n\nclass {}(View):\n    def get(self, request):\n        return 1\n"
    )
    urls = (
        "from django.urls import path\nfrom shop.views import Basket\n\nurls = [path(1, Basket.as_view())]\n"
    )
    files = {
        "shop/views.py": views.format("Basket") + views.format("Wishes"),
        "shop/urls.py": urls,
        "manage.py": APP,
    }
    files["main.py"] = APP + "from shop import urls\n"
    assert reason(files, "shop/views.py", 6) == ""
    assert "`Wishes.get`" in reason(files, "shop/views.py", 12)


def test_a_view_that_has_the_name_of_a_route_only() -> None:
    views = "from django.http import HttpResponse\n\n\ndef basket(request):\n    return HttpResponse()\n"
    urls = "from django.urls import path\nfrom shop import pages, views\n\n"
    urls += "urls = [path(1, pages.basket, name='basket')]\n"
    files = {
        "shop/views.py": views,
        "shop/pages.py": views,
        "shop/urls.py": urls,
        "main.py": APP + "import shop.urls\n",
    }
    assert "`basket`" in reason(files, "shop/views.py", 5)
    assert reason(files, "shop/pages.py", 5) == ""


def test_a_coroutine_that_is_only_dropped_never_runs() -> None:
    slow = "async def send(order):\n    return order\n"
    calls = "import asyncio\nfrom shop.mail import send\n\nasync def work():\n    {}\n\nasyncio.run(work())\n"
    dropped = {"shop/mail.py": slow, "main.py": APP + calls.format("send(1)")}
    awaited = {"shop/mail.py": slow, "main.py": APP + calls.format("await send(1)")}
    assert reason(awaited, "shop/mail.py", 2) == ""
    assert reason(dropped, "shop/mail.py", 2) == ""  # its name stands there: somebody meant to


def test_a_definition_that_a_later_one_replaces() -> None:
    files = {
        "shop/orders.py": "def place(price):\n    return 0\n\n\ndef place(price):\n    return price(1)\n"
    }
    assert reason(files, "shop/orders.py", 2) == "`place` is defined again in line 5, which takes its place"
    assert reason(files, "shop/orders.py", 6) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "try:\n    def place(price): ...\nexcept ValueError:\n    def place(price):\n        return price(1)\n",
            2,
        ),
        (
            "from typing import overload\n\n@overload\ndef place(price): ...\ndef place(price):\n    return price(1)\n",
            4,
        ),
        (
            "from shop.web import route\n\n@route(1)\ndef place(price): ...\n\n@route(2)\ndef place(price): ...\n",
            4,
        ),
    ],
)
def test_both_definitions_may_be_in_use(text: str, line: int) -> None:
    assert "again" not in reason({"shop/orders.py": text}, "shop/orders.py", line)


def test_a_module_that_nothing_imports_beside_those_that_are() -> None:
    files = {"shop/rebates.py": "def price_with_rebate(item):\n    return item\n"}
    assert (
        reason(files, "shop/rebates.py")
        == "nothing imports or starts it, though most modules beside it are imported"
    )
    loading = {
        **files,
        "shop/load.py": "import importlib\n\nfor name in ('x',):\n    importlib.import_module(name)\n",
    }
    assert "imports" not in reason({**loading, "main.py": APP + "from shop import load\n"}, "shop/rebates.py")
    behind = {**files, "shop/rules.py": "from shop import rebates\n\n\ndef best():\n    return rebates\n"}
    assert reason(behind, "shop/rebates.py") == "only `shop/rules.py` imports it, to which nothing comes"
    started = {"shop/rebates.py": files["shop/rebates.py"] + "\nif __name__ == '__main__':\n    print(1)\n"}
    assert "imports" not in reason(started, "shop/rebates.py")
    assert "imports" not in reason({**files, "jobs.yml": "- shop.rebates\n"}, "shop/rebates.py")


def test_what_is_kept_from_before() -> None:
    files = {"shop/orders_old.py": SHOP["shop/orders.py"], ".deprecated/shop/models.py": "ROWS = []\n"}
    assert "kept from before" in reason(files, "shop/orders_old.py", 2)
    assert "set aside" in reason(files, ".deprecated/shop/models.py")
    assert (
        reason(
            {**files, "main.py": APP + "from shop import orders_old\n\norders_old.place(1)\n"},
            "shop/orders_old.py",
            2,
        )
        == ""
    )


def test_what_makes_copies_is_no_copy() -> None:
    script = "def main():\n    return 1\n\n\nif __name__ == '__main__':\n    main()\n"
    files = {"export_orders_backup.py": script, "scripts/backup_orders.py": script}
    assert reason(files, "export_orders_backup.py") == reason(files, "scripts/backup_orders.py", 2) == ""
    assert "kept from before" in reason({"shop/orders_backup.py": script}, "shop/orders_backup.py")


def test_a_class_that_a_string_or_a_decorator_keeps() -> None:
    hook = "class Watch:\n    def __init__(self, answer):\n        self.answer = answer\n\n"
    hook += "    def __call__(self, request):\n"
    hook += "        return self.answer(request)\n"
    settings = "MIDDLEWARE = ['shop.watching.Watch']\n"
    files = {"shop/watching.py": hook, "main.py": APP + "import shop.watching\n"}
    assert "`Watch.__call__`" in reason(files, "shop/watching.py", 6)
    assert reason({**files, "shop/settings.py": settings}, "shop/watching.py", 6) == ""
    kept = "from shop.register import keep\n\n\n@keep('watch')\n" + hook
    assert reason({**files, "shop/watching.py": kept}, "shop/watching.py", 10) == ""


def test_an_import_that_finds_nothing_may_mean_a_neighbour() -> None:
    files = {
        "shop/helpers.py": "def label(row):\n    return row\n",
        "shop/api.py": "import helpers\n\n\ndef show(row):\n    return helpers.label(row)\n",
        "main.py": APP + "from shop.api import show\n\nshow(1)\n",
    }
    assert reason(files, "shop/helpers.py", 2) == ""


def test_a_mention_that_is_no_call_counts() -> None:
    files = {
        "shop/stems.py": "class Stemmer:\n    def stem(self, word):\n        return word\n\n\nKINDS = {1: Stemmer}\n",
        "main.py": APP
        + "from shop.stems import KINDS\n\n\ndef stemmer(kind):\n    return KINDS[kind]().stem\n",
    }
    assert reason(files, "shop/stems.py", 3) == ""


def test_one_of_two_classes_may_be_what_is_asked() -> None:
    price = "class {}:\n    def price(self, flat):\n        return flat\n\n\n"
    rules = price.format("New") + price.format("Old")
    use = "from shop.rules import New, Old\n\n\ndef best(flat, new):\n"
    use += "    return (Old() if new else New()).price(flat)\n"
    files = {"shop/rules.py": rules, "main.py": APP + use + "\n\nbest(1, 2)\n"}
    assert reason(files, "shop/rules.py", 3) == reason(files, "shop/rules.py", 8) == ""


_MODEL = """\
from django.db import models


class User(models.Model):
    @property
    def shown_as(self):
        return self.pk

    def make_login_code(self):
        return self.pk

    def get_absolute_url(self):
        return self.pk
"""


def test_methods_of_models_that_nothing_names() -> None:
    files = {
        "shop/models.py": _MODEL,
        "manage.py": APP,
        "main.py": APP + "from shop.models import User\n\nUser()\n",
    }
    assert "`User.shown_as`" in reason(files, "shop/models.py", 7)
    assert "`User.make_login_code`" in reason(files, "shop/models.py", 10)
    assert reason(files, "shop/models.py", 13) == ""  # Django asks for it
    page = {**files, "templates/user.html": "<p>{{ user.shown_as }} {{ user.make_login_code }}</p>\n"}
    assert reason(page, "shop/models.py", 7) == reason(page, "shop/models.py", 10) == ""


def test_a_module_of_tasks_that_no_queue_loads() -> None:
    task = "from celery import shared_task\n\n\n@shared_task\ndef group(rows):\n    return rows\n"
    files = {"shop/grouping.py": task, "shop/jobs_queue.py": "INCLUDE = ['shop.orders']\n"}
    files["main.py"] = APP + "import shop.jobs_queue\n"
    assert "nothing imports or starts it" in reason(files, "shop/grouping.py", 6)
    loaded = {**files, "shop/jobs_queue.py": "INCLUDE = ['shop.grouping']\n"}
    assert reason(loaded, "shop/grouping.py", 6) == ""


_STEPS = """\
class Steps:
    def start(self, kind):
        return getattr(self, f"_step_{kind}")()

    def _step_first(self):
        return self._told()

    def _told(self):
        return 1


class Hidden:
    def start(self):
        return self._kept()

    def _kept(self):
        return 1
"""


def test_a_name_that_a_program_puts_together() -> None:
    files = {
        "shop/steps.py": _STEPS,
        "main.py": APP + "from shop.steps import Steps\n\nSteps().start('first')\n",
    }
    assert reason(files, "shop/steps.py", 6) == reason(files, "shop/steps.py", 9) == ""
    assert "`Hidden._kept`" in reason(files, "shop/steps.py", 17)


def test_a_name_in_a_list_is_a_use() -> None:
    layers = "def guard(answer):\n    return answer\n\n\ndef count(answer):\n    return answer\n\n\nORDER = [guard]\n"
    files = {"shop/layers.py": layers, "main.py": APP + "from shop.layers import ORDER\n\nprint(ORDER)\n"}
    assert reason(files, "shop/layers.py", 2) == ""
    assert "`count`" in reason(files, "shop/layers.py", 6)


def test_a_package_that_does_something_with_a_name_uses_it() -> None:
    package = "from shop.web.guard import guard\n\nORDER = [guard]\n\n\n"
    package += "def register(app):\n    return [app(one) for one in ORDER]\n"
    files = {
        "shop/web/guard.py": "def guard(answer):\n    return answer\n",
        "shop/web/__init__.py": package,
        "main.py": APP + "from shop.web import register\n\nregister(app)\n",
    }
    assert reason(files, "shop/web/guard.py", 2) == ""
    assert "`guard`" in reason(
        {**files, "shop/web/__init__.py": package.partition("ORDER")[0]}, "shop/web/guard.py", 2
    )


def test_what_a_library_asks_of_an_object() -> None:
    hears = "class Hears:\n    def reportError(self, line):\n        return line\n\n"
    hears += "    def resolve_image(self, info):\n"
    hears += "        return info\n\n\nclass Page:\n    def shown(self):\n        return 1\n"
    root = "import graphene\nfrom shop.hears import Hears, Page\n\n\nclass Root(Page, graphene.ObjectType): ...\n\n\n"
    root += "graphene.Schema(query=Root).listen(Hears())\n"
    files = {"shop/hears.py": hears, "main.py": APP + root}
    assert [reason(files, "shop/hears.py", line) for line in (3, 6, 11)] == ["", "", ""]


def test_helpers_of_tests_that_the_program_imports_count() -> None:
    files = {
        "shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n",
        "tests/factories.py": "from shop.orders import cancel\n\nMADE = [cancel]\n",
    }
    assert "`cancel`" in reason(files, "shop/orders.py", 6)
    assert reason({**files, "main.py": APP + "from tests.factories import MADE\n"}, "shop/orders.py", 6) == ""


def test_what_somebody_starts_by_hand() -> None:
    script = "from shop import prices\n\nif __name__ == '__main__':\n    print(prices.price(1))\n"
    assert why({"scratch/try_prices.py": script}, "scratch/try_prices.py").by_hand
    assert why({"test_prices.py": script}, "test_prices.py").by_hand
    assert not why({"test_prices.py": "import pytest\n" + script}, "test_prices.py").text


def test_nothing_is_idle_where_others_may_import_it() -> None:
    package = {
        "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'rows'\n",
        "rows/__init__.py": "from rows.core import add\n",
        "rows/core.py": "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n",
    }
    facts = [facts_of(text, name) for name, text in package.items() if name.endswith(".py")]
    texts = {"pyproject.toml": package["pyproject.toml"]}
    project = ProjectFacts(
        facts, dict.fromkeys(package, Zone.PRODUCTION), texts=texts, others=("pyproject.toml",)
    )
    assert project.live.idle.why("rows/core.py", 6) == Why()


def test_a_method_that_known_heirs_have_for_themselves_may_be_asked_of_others() -> None:
    readers = "class Reader:\n    def read_it(self):\n        return 1\n\n\n"
    readers += "class Pages(Reader):\n    def read_it(self):\n        return 2\n"
    use = (
        "from shop.readers import Pages, Reader\n\nkind = Pages if app else Reader\nprint(kind().read_it())\n"
    )
    assert reason({"shop/readers.py": readers, "main.py": APP + use}, "shop/readers.py", 3) == ""


def test_what_a_command_of_django_asks_of_a_manager() -> None:
    manager = "from django.contrib.auth.models import BaseUserManager\n\n\nclass Users(BaseUserManager):\n"
    manager += "    def create_superuser(self, name):\n        return self._make(name)\n\n    def _make(self, name):\n"
    manager += "        return name\n"
    files = {
        "shop/users.py": manager,
        "manage.py": APP,
        "main.py": APP + "from shop.users import Users\n\nUsers()\n",
    }
    assert reason(files, "shop/users.py", 6) == reason(files, "shop/users.py", 9) == ""


_SPARE = "LEFT = 3\n\n\ndef spare(item):\n    return item.left()\n"


@pytest.mark.parametrize(
    ("name", "text", "idle"),
    [
        ("shop/page.html", "<form class='status'>shop</form>", True),
        ("README.md", "shop/status.py: what is left\n", True),
        ("deploy.yml", "load: shop/status.py\n", False),
        ("deploy.yml", "status: 200\n", True),
    ],
)
def test_a_module_is_meant_by_its_name_with_its_folder_where_something_may_be_started(
    name: str, text: str, idle: bool
) -> None:
    assert bool(reason({"shop/status.py": _SPARE, name: text}, "shop/status.py")) is idle


def test_what_is_imported_from_elsewhere_is_no_module_of_the_same_name() -> None:
    main = APP + "from shop import orders, prices\nfrom {} import status\n"
    for package, idle in (("fastapi", True), ("other.shop", False)):
        files = {"shop/status.py": _SPARE, "main.py": main.format(package)}
        assert bool(reason(files, "shop/status.py")) is idle


def test_an_attribute_is_no_end_of_a_longer_name() -> None:
    orders = "class Orders:\n    def __init__(self):\n        {} = {{}}\n\n\n"
    orders += "def refresh_users_cache(orders):\n    return 1\n"
    main = APP + "from shop.orders import Orders\n\nprint(Orders())\n"
    files = {"shop/orders.py": orders.format("self._cache"), "main.py": main}
    assert reason(files, "shop/orders.py", 7)
    files["main.py"] += "print(globals()[f'refresh_users{main}_cache'])\n".replace("{main}", "{APP}")
    files["shop/orders.py"] = orders.format("self.cache")
    assert not reason(files, "shop/orders.py", 7)


def test_an_import_that_nothing_uses_is_no_use() -> None:
    files = {"shop/orders.py": SHOP["shop/orders.py"] + "\n\ndef cancel(order):\n    return order.void()\n"}
    assert reason({**files, "main.py": APP + "from shop.orders import cancel\n"}, "shop/orders.py", 6)


_KINDS = "class Sheet:\n{}    def rows_of(self, items):\n        return items\n\n\nclass Wide(Sheet):\n"
_KINDS += "    def wide_rows(self, items):\n        return items\n"


@pytest.mark.parametrize(
    ("base", "idle"),
    [
        ("    kinds = []\n\n", True),
        ("    def __init_subclass__(cls):\n        KINDS.append(cls)\n\n", False),
    ],
)
def test_a_base_may_keep_what_extends_it(base: str, idle: bool) -> None:
    files = {
        "shop/sheets.py": "KINDS = []\n\n\n" + _KINDS.format(base),
        "main.py": APP + "from shop.sheets import KINDS, Sheet\n\nprint(Sheet().rows_of([]), KINDS)\n",
    }
    line = files["shop/sheets.py"].splitlines().index("    def wide_rows(self, items):") + 2
    assert bool(reason(files, "shop/sheets.py", line)) is idle


@pytest.mark.parametrize(("picked", "idle"), [("settings.kind", False), ("'Sum'", True)])
def test_a_class_may_be_picked_from_its_module(picked: str, idle: bool) -> None:
    files = {
        "shop/sums.py": "class Sum:\n    pass\n\n\nclass Vat:\n    def rate_of(self, item):\n        return 1\n",
        "main.py": APP + f"from shop import sums\n\nprint(getattr(sums, {picked})())\n",
    }
    assert bool(reason(files, "shop/sums.py", 7)) is idle


def test_a_table_of_a_package_is_more_than_passing_on() -> None:
    files = {
        "shop/jobs/__init__.py": "from shop.jobs.load import load_rows\n\nJOBS = {'rows': load_rows}\n",
        "shop/jobs/load.py": "def load_rows(rows):\n    return rows\n",
        "main.py": APP + "from shop.jobs import JOBS\n\nJOBS['rows'](1)\n",
    }
    assert reason(files, "shop/jobs/load.py", 2) == ""


def test_what_a_text_loads_has_names_of_its_own_for_what_it_calls() -> None:
    files = {
        "hooks/stamp.py": "def reposetup(ui, repo):\n    repo.stamp()\n",
        "main.py": APP + "CONFIG = {'extensions.stamp': '/app/hooks/stamp.py'}\n",
    }
    assert reason(files, "hooks/stamp.py", 2) == ""


def test_what_is_loaded_from_further_up_is_not_idle() -> None:
    loader = "import importlib\nfrom pathlib import Path\n\nfor path in Path().glob('parts/*/pages_*.py'):\n"
    loader += "    importlib.import_module(str(path))\n"
    parts = {f"shop/parts/{name}/pages_{name}.py": f"def show_{name}():\n    return 1\n" for name in "abc"}
    beside = {"shop/parts/a/one.py": "ONE = 1\n", "shop/parts/a/two.py": "from shop.parts.a import one\n"}
    beside["main.py"] = APP + "from shop.parts.a import two\n"
    assert reason({**parts, **beside}, "shop/parts/a/pages_a.py")
    assert not reason({**parts, **beside, "shop/loading.py": loader}, "shop/parts/a/pages_a.py")


def test_handlers_of_an_interface_description_are_found_by_a_resolver() -> None:
    main = APP + "from connexion.resolver import RestyResolver\n\n"
    main += "app.add_api('shop.yml', resolver=RestyResolver('shop.api'))\n"
    beside = {"shop/api/one.py": "ONE = 1\n", "shop/api/two.py": "from shop.api import one\n"}
    files = {**beside, "shop/api/carts.py": "def get(key):\n    return key\n", "shop/boot.py": main}
    files["main.py"] = APP + "from shop import boot\nfrom shop.api import two\n"
    assert not reason(files, "shop/api/carts.py")


@pytest.mark.parametrize(
    ("extra", "idle"), [({}, True), ({"archive/site/Dockerfile": "FROM python\n"}, False)]
)
def test_an_archive_that_is_deployed_is_no_archive(extra: dict[str, str], idle: bool) -> None:
    assert bool(reason({"archive/site/serve.py": "PORT = 1\n", **extra}, "archive/site/serve.py")) is idle


@pytest.mark.parametrize(("path", "idle"), [("sandbox/env.py", True), ("deployments/sandbox/env.py", False)])
def test_a_sandbox_may_be_a_deployment(path: str, idle: bool) -> None:
    assert why({path: "ENV = {}\n"}, path).by_hand is idle


def test_signals_are_loaded_by_their_application_alone() -> None:
    models = "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n"
    signals = (
        "from django.dispatch import receiver\n\n\n@receiver('saved')\ndef tell(sender):\n    return 1\n"
    )
    files = {"shop/models.py": models, "shop/signals.py": signals}
    assert reason(files, "shop/signals.py", 6)
    ready = "class Shop:\n    def ready(self):\n        from shop import signals\n"
    assert not reason({**files, "shop/apps.py": ready}, "shop/signals.py", 6)


def test_where_nearly_all_modules_are_imported_one_that_is_not_is_idle() -> None:
    names = [f"part{number}" for number in range(25)]
    files = {f"shop/{name}.py": f"{name.upper()} = 1\n" for name in names}
    files["shop/spare/left.py"] = "LEFT = 1\n"
    used = "".join(f"from shop import {name}\n" for name in names)
    assert reason({**files, "main.py": APP + used}, "shop/spare/left.py").endswith(
        "modules of the project are imported"
    )
    assert not reason(
        {**files, "main.py": APP + used.replace("import part1", "import orders #")}, "shop/spare/left.py"
    )


@pytest.mark.parametrize(
    ("settings", "idle"), [("APPS = ['shop']\n", True), ("APPS = ['shop', 'quizzes.apps.Quizzes']\n", False)]
)
def test_an_application_that_nothing_installs_is_idle(settings: str, idle: bool) -> None:
    files = {
        "manage.py": "from django.core.management import execute_from_command_line\n\nexecute_from_command_line()\n",
        "site/settings.py": settings,
        "quizzes/apps.py": "from django.apps import AppConfig\n\n\nclass Quizzes(AppConfig):\n    name = 'quizzes'\n",
        "quizzes/urls.py": "from django.urls import path\n\nfrom quizzes import views\n\nu = [path('', views.index)]\n",
        "quizzes/views.py": "def index(request):\n    return 1\n",
    }
    assert ("its application `quizzes`" in reason(files, "quizzes/views.py", 2)) is idle


@pytest.mark.parametrize("framework", ["flask", "django.core.management"])
def test_a_folder_from_which_a_project_is_started_is_no_application_of_its_own(framework: str) -> None:
    files = {
        "web/manage.py": f"import {framework}\n\n{framework}.run()\n",
        "web/migrations/versions/one.py": "def upgrade():\n    return 1\n",
        "web/src/api/views.py": "def index(request):\n    return 1\n",
    }
    assert "its application" not in reason(files, "web/src/api/views.py", 2)


def test_migrations_of_other_frameworks_make_no_application() -> None:
    files = {
        "manage.py": "import flask\n\nflask.run()\n",
        "store/migrations/versions/one.py": "def upgrade():\n    return 1\n",
        "store/views.py": "def index(request):\n    return 1\n",
    }
    assert "its application" not in reason(files, "store/views.py", 2)


@pytest.mark.parametrize(
    "named", ["'cogs.news', 'cogs.birthdays'", "'cogs.news'  # cogs.birthdays is broken"]
)
def test_a_part_that_the_list_of_parts_leaves_out_is_idle(named: str) -> None:
    cog = "class {0}:\n    def told(self):\n        return 1\n\n\ndef setup(bot):\n    bot.add_cog({0}())\n"
    files = {f"cogs/{name}.py": cog.format(name.title()) for name in ("admin", "games", "news", "birthdays")}
    bot = f"PARTS = ['cogs.admin', 'cogs.games', {named.partition('  #')[0]}]{named.partition('  ')[2] and '  '}"
    bot += f"{named.partition('  ')[2]}\nfor part in PARTS:\n    bot.load_extension(part)\n"
    why = reason({**files, "main.py": APP + bot}, "cogs/birthdays.py", 3)
    assert bool(why) is ("'cogs.birthdays'" not in named)
    assert not reason({**files, "main.py": APP + bot}, "cogs/admin.py", 3)


@pytest.mark.parametrize(("walk", "idle"), [("dir(part)", False), ("[part]", True)])
def test_what_is_asked_for_all_that_it_has_may_be_called_by_any_name(walk: str, idle: bool) -> None:
    files = {
        "shop/pages.py": "class Pages:\n    def book_of(self, key):\n        return key\n",
        "main.py": APP
        + "from shop.pages import Pages\n\n\ndef expose(part):\n    for name in "
        + walk
        + ":\n        print(name)\n\n\nexpose(Pages())\n",
    }
    assert bool(reason(files, "shop/pages.py", 3)) is idle


def test_a_part_of_each_application_may_be_loaded_by_its_name() -> None:
    loader = "import importlib\n\n\ndef load(app):\n    importlib.import_module(f'{app}.' + 'provisioning')\n"
    beside = {
        "shop/one.py": "ONE = 1\n",
        "main.py": APP + "from shop import one\nfrom tools.load import load\n\nload('shop')\n",
    }
    files = {
        **beside,
        "shop/provisioning.py": "class Roles:\n    def update_roles(self):\n        return 1\n",
    }
    assert reason({**files, "tools/load.py": "def load(app):\n    return app\n"}, "shop/provisioning.py", 3)
    assert not reason({**files, "tools/load.py": loader}, "shop/provisioning.py", 3)


def test_a_file_whose_name_no_import_can_have_is_copied_or_run() -> None:
    assert not reason({"shop/config-staging.py": "DEBUG = False\n"}, "shop/config-staging.py")
