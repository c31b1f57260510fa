"""ARC008: a lower layer that imports an upper one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._layers.heights import Link, by_parts, height, links, puts_together, said

_SHOWN = 6
_WEB = frozenset(
    "bottle connexion django falcon fastapi flask litestar ninja odoo pyramid quart rest_framework sanic starlette"
    " tornado werkzeug".split()
)
"""Packages that take requests."""
_MODELS = lazy_pattern(r"(?:^|/)(?:models|entities)(?:\.py$|/)")
_ABOVE_MODELS = lazy_pattern(
    r"(?:^|/)(?:views|viewsets|routes|routers|endpoints|controllers)(?:\.py$|/)|/admin\.py$"
)


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Args:
        layers: the declared order, the upper ones first: dotted names of packages, or parts of them; ``|`` between
            names of the same height. A package then imports only from its own and from lower ones.
        ratio: without a declared order, how many imports go down for one that goes up.
        least: how many imports must go down.
    """

    layers: tuple[str, ...] = ()
    ratio: int = 10
    least: int = 10


CARD = Card(
    id="ARC008",
    title="Lower layer imports an upper one",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    effort=30,
    why=(
        "The upper layer can no longer be changed without the lower one, and the lower one "
        "cannot be used or tested without "
        "what is above it. The next import the other way round is a cycle."
    ),
    instead=(
        "Move what the lower layer needs down, or hand it in: a parameter, a callback, an "
        "event, an interface that the upper "
        "layer implements. An import that only annotations need goes under `if TYPE_CHECKING:`."
    ),
    false_alarms=(
        "Layers are told from names of packages beside each other (`domain`, `repositories`, "
        "`services`, `api`), and only "
        "where ten times as many imports go down as up; and Django's models from views, admin "
        "and routes. Modules that put "
        "the parts together (`main`, `factory`, `container`) may know all. An order that the "
        "project declares in "
        "`layers` is checked exactly."
    ),
)


def _shop(up: str, down: int = 10) -> dict[str, str]:
    files = {f"shop/api/route{i}.py": f"from shop.services import part{i}\n" for i in range(down)}
    files |= {f"shop/services/part{i}.py": "X = 1\n" for i in range(down)}
    files |= {"shop/__init__.py": "", "shop/api/__init__.py": "", "shop/services/__init__.py": ""}
    return {**files, "shop/services/extra.py": up}


_MODEL = (
    "from django.db import models\n\nfrom shop import views\n\n\nclass Item(models.Model):\n    a = views.a\n"
)

_LATE = "def run():\n    from shop.api.route1 import part1\n\n    return part1\n"
_DOMAIN = {f"shop/web/page{i}.py": "from shop.domain import item\n" for i in range(10)}


class CrossedLayer(ProjectRule):
    """Compares the heights of packages that import each other."""

    card = CARD
    options = Options()
    bad = (
        Bad(_shop("import os\n\nfrom shop.api import route1\n"), ("shop/services/extra.py:3",)),
        Bad(_shop(_LATE), ("shop/services/extra.py:2",)),
        Bad(_shop("from ..api.route2 import part2\n", 20), ("shop/services/extra.py:1",)),
        Bad(
            {
                **_DOMAIN,
                "shop/domain/item.py": "from shop.web.page1 import item\n",
                "shop/domain/__init__.py": "",
            },
            ("shop/domain/item.py:1",),
        ),
        Bad(
            {"shop/models.py": _MODEL, "shop/views.py": "def show():\n    return 1\n"}, ("shop/models.py:3",)
        ),
        Bad(
            {
                "a/models/item.py": "from a.views.item import show\n",
                "a/views/item.py": "def show():\n    return 1\n",
            },
            ("a/models/item.py:1",),
        ),
        Bad(
            {"a/models.py": "from b.admin import Panel\n", "b/admin.py": "class Panel:\n    pass\n"},
            ("a/models.py:1",),
        ),
        Bad(
            {
                "mill/models.py": "from mill.controllers.page import show\n",
                "mill/controllers/page.py": "import flask\n\n\ndef show():\n    return flask.jsonify(a=1)\n",
            },
            ("mill/models.py:1",),
        ),
        Bad(
            {
                **{f"app/routers/r{i}.py": "from app.crud import item\n" for i in range(12)},
                "app/crud/item.py": "import app.routers.r1\n",
            },
            ("app/crud/item.py:1",),
        ),
    )
    good = (
        Good(_shop("import os\n")),
        Good(_shop("from shop.api import route1\n", 9)),
        Good(
            _shop("from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.api import route1\n")
        ),
        Good({**_shop("X = 1\n"), "shop/services/factory.py": "from shop.api import route1\n"}),
        Good(
            {
                **{f"shop/red/a{i}.py": "from shop.blue import b\n" for i in range(12)},
                "shop/blue/b.py": "from shop.red import a1\n",
            }
        ),
        Good(
            {
                **_shop("X = 1\n"),
                **{f"shop/services/up{i}.py": f"from shop.api import route{i}\n" for i in range(3)},
            }
        ),
        Good(  # what drives a machine is called a controller, too
            {
                "mill/models.py": "from mill.controllers.engine import Engine\n",
                "mill/controllers/engine.py": "import serial\n\n\nclass Engine:\n    speed = 0\n",
            }
        ),
        Good({"ai/routers/models.py": "from ai.routers import keys\n", "ai/routers/keys.py": "X = 1\n"}),
        Good({"shop/views.py": "from shop import models\n", "shop/models.py": "class Item:\n    pass\n"}),
        Good({**_shop("X = 1\n"), "tests/services/x.py": "from shop.api import route1\n"}),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        found = sorted(links(project))
        if self.option.layers:
            yield from self._declared(found, project)
            return
        models = [link for link in found if _models_up(link) and _is_of_the_web(project, link.target)]
        yield from self._told(project, models, "views, admin or routes", "")
        parts = by_parts(found)
        for (folder, lower, upper), up in sorted(parts.items()):
            if not height(lower) < height(upper):
                continue
            down = {link.path for link in parts.get((folder, upper, lower), [])}
            odd = [link for link in up if link not in models and not puts_together(link.path)]
            count = len({link.path for link in up})
            if odd and len(down) >= max(self.option.least, self.option.ratio * count):
                told = f"; {len(down)} modules import the other way, and {count} this way"
                yield from self._told(project, odd, f"`{folder}/{upper}`".replace("`/", "`"), told)

    def _told(self, project: ProjectFacts, odd: Sequence[Link], upper: str, told: str) -> Iterator[Finding]:
        """One finding for each module that imports what is above it."""
        for path in sorted({link.path for link in odd}):
            items = [(link, item) for link in odd if link.path == path and (item := said(project, link))]
            if not items:
                continue
            items.sort(key=lambda pair: pair[1].line)
            first, item = items[0]
            deferred = " in a function" if item.function >= 0 else ""
            more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
            yield self.finding(
                path,
                At(item.line, item.column, item.line, item.column),
                f"`{path}` imports `{first.target}`{more}{deferred}, which stands above it, in {upper}{told}",
                related=[
                    Related(path, other.line, f"imports `{link.target}`") for link, other in items[1:_SHOWN]
                ],
                checked="imports for type checkers, and modules that put the parts together",
                cause=upper,
            )

    def _declared(self, found: Sequence[Link], project: ProjectFacts) -> Iterator[Finding]:
        """Every import that goes up in the order of the options, one finding a module and layer."""
        patterns = [
            re.compile(
                rf"(?:^|\.)(?:{'|'.join(re.escape(name.strip()) for name in layer.split('|'))})(?:\.|$)"
            )
            for layer in self.option.layers
        ]

        def level(path: str) -> int:
            module = project.files[path].module
            return next((number for number, pattern in enumerate(patterns) if pattern.search(module)), -1)

        groups: dict[tuple[str, int], list[Link]] = defaultdict(list)
        for link in found:
            lower, upper = level(link.path), level(link.target)
            if 0 <= upper < lower:
                groups[link.path, upper].append(link)
        for (path, upper), odd in sorted(groups.items()):
            own = self.option.layers[level(path)]
            items = [(link, item) for link in odd if (item := said(project, link))]
            if items:
                link, item = min(items, key=lambda pair: pair[1].line)
                yield self.finding(
                    path,
                    At(item.line, item.column, item.line, item.column),
                    f"A module of the layer `{own}` imports `{link.target}` of "
                    f"`{self.option.layers[upper]}`, which is "
                    "declared to stand above it",
                    severity=Severity.MEDIUM,
                    confidence=Confidence.HIGH,
                    related=[
                        Related(path, i.line, f"imports `{o.target}`") for o, i in items if i is not item
                    ][:_SHOWN],
                    checked="the order that the option `layers` declares",
                    cause=f"{own}>{self.option.layers[upper]}",
                )


def _models_up(link: Link) -> bool:
    below, above = _sides(link.path)
    if above or not below:
        return False  # no model, or the routes of what is called one
    return _sides(link.target) == (False, True) and not puts_together(link.path)


def _is_of_the_web(project: ProjectFacts, path: str) -> bool:
    """Whether a module stands above models: what is called a controller may drive a machine as well, so that one of its
    folder has to answer a request."""
    at = path.find("controllers/")
    if at < 0 or "/views" in path or "/routes" in path:
        return True
    folder = path[: at + len("controllers/")]
    if any(route.file.startswith(folder) for route in project.routes.all):
        return True
    near = (facts for other, facts in project.files.items() if other.startswith(folder))
    return any(map(_may_answer, near))


def _may_answer(facts: FileFacts) -> bool:
    """Whether a module imports what takes requests, or anything at all and has a parameter that is one."""
    if any(
        item.module.partition(".")[0] in _WEB or (item.module, item.name) == ("aiohttp", "web")
        for item in facts.imports
    ):
        return True
    params = (param.name for function in facts.functions for param in function.params)
    return bool(facts.imports) and "request" in params


@lru_cache(maxsize=50_000)
def _sides(path: str) -> tuple[bool, bool]:
    """Whether a path names models, and whether it names what stands above them."""
    return bool(_MODELS.search(path)), bool(_ABOVE_MODELS.search(path))
