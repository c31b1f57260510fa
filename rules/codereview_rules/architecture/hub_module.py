"""ARC012: a module that everything needs and that needs everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._layers.heights import links

_EXPECTED = lazy_pattern(
    r"(?:__init__|__main__|main|app|application|settings\w*|config\w*|constants?|types|typing|enums|exceptions|errors|"
    r"urls|api|all|imports|compat|models?|schemas?|base|conftest|dependencies|deps|(?:\w+_)?(?:registry|factory|container))$"
)
_SHOWN = 5


@dataclass(frozen=True)
class Options:
    """Options of the rule. In Django, FastAPI, Flask, httpx and Home Assistant's Supervisor no module reaches them all;
    in SQLAlchemy and Rich one each does.

    Args:
        importers: the number of modules that import it from which a module is looked at.
        imported: the number of modules that it imports from which it is looked at.
        paths: the product of both from which it is reported: the ways that lead through it.
        statements: the size from which it is no mere list of names.
    """

    importers: int = 15
    imported: int = 15
    paths: int = 500
    statements: int = 100


def _hub(into: int, out: int, size: int = 100) -> dict[str, str]:
    body = "".join(f"from shop import p{i}\n" for i in range(out))
    body += "\n\ndef run(x):\n" + "".join(f"    x.step{i}()\n" for i in range(size))
    files = {f"shop/p{i}.py": "X = 1\n" for i in range(out)}
    files |= {f"shop/u{i}.py": "from shop import center\n\ncenter.run(1)\n" for i in range(into)}
    return {**files, "shop/center.py": body}


CARD = Card(
    id="ARC012",
    title="Hub module",
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    effort=120,
    why=(
        "Half of the program depends on this module, and it depends on half of the program: a "
        "change anywhere below it reaches "
        "everything above it. It cannot be loaded, tested or moved alone, and it is where cycles begin."
    ),
    instead=(
        "Split it by who uses what: most importers need one or two of its names. What needs "
        "many modules goes up to the "
        "program's start, what many modules need goes down to a module that imports nothing."
    ),
    false_alarms=(
        "Counted are imports between production modules, at the top level and in functions. "
        "`__init__`, settings, types, "
        "models, factories, the application itself and lists of re-exported names are expected to be hubs."
    ),
)


class HubModule(ProjectRule):
    """Counts the modules on both sides of each module."""

    card = CARD
    options = Options()
    bad = (
        Bad(_hub(25, 20), ("shop/center.py:1",)),
        Bad(_hub(15, 34), ("shop/center.py:1",)),
        Bad(_hub(40, 15), ("shop/center.py:1",)),
        Bad(_hub(30, 30, 300), ("shop/center.py:1",)),
        Bad(
            {
                **_hub(30, 20),
                **{
                    f"shop/late{i}.py": "def run():\n    from shop import center\n\n    center.run(1)\n"
                    for i in range(3)
                },
            },
            ("shop/center.py:1",),
        ),
        Bad({**_hub(25, 20), "shop/__init__.py": "from shop import center\n"}, ("shop/center.py:1",)),
        Bad({**_hub(25, 20), "tests/test_center.py": "from shop import center\n"}, ("shop/center.py:1",)),
        Bad(
            {
                path.replace("center", "helpers"): text.replace("center", "helpers")
                for path, text in _hub(30, 20).items()
            },
            ("shop/helpers.py:1",),
        ),
    )
    good = (
        Good(_hub(14, 40)),
        Good(_hub(60, 8)),
        Good(_hub(20, 20)),
        Good(_hub(30, 30, 20)),
        Good({f"tests/{path}": text for path, text in _hub(30, 30).items()}),
        Good({path.replace("center", "job_registry"): text for path, text in _hub(30, 30).items()}),
        Good(
            {
                path: text.replace(
                    "from shop", "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop", 1
                )
                for path, text in _hub(30, 0).items()
            }
        ),
        Good({path.replace("center", "settings"): text for path, text in _hub(30, 30).items()}),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        into: Counter[str] = Counter()
        out: Counter[str] = Counter()
        found = list(links(project))
        for link in found:
            if not link.target.endswith("__init__.py"):
                out[link.path] += 1
                into[link.target] += 1
        for path, count in sorted(into.items()):
            facts = project.files[path]
            if (
                count >= self.option.importers
                and out[path] >= self.option.imported
                and count * out[path] >= self.option.paths
                and facts.statements >= self.option.statements
                and not self._is_expected(facts)
            ):
                above = [link.path for link in found if link.target == path]
                below = [link.target for link in found if link.path == path]
                yield self.finding(
                    path,
                    At(1, 1, 1, 1),
                    f"{count} modules import this one, and it imports {out[path]}: "
                    f"{count * out[path]} ways lead through it",
                    related=[
                        *(Related(item, 1, "imports it") for item in above[:_SHOWN]),
                        *(Related(item, 1, "is imported by it") for item in below[:_SHOWN]),
                    ],
                    checked="it is no settings, types, models or `__init__`, and no list of names",
                )

    @staticmethod
    def _is_expected(facts: FileFacts) -> bool:
        name = facts.path.removesuffix(".py").rpartition("/")[2]
        return bool(_EXPECTED.match(name)) or not (facts.functions or facts.classes)
