"""Each module logs under its own name, and logging is configured once."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, spot, spread
from codereview_rules.practices._examples import in_tests, starting, unreached

_ROOT = tuple(f"logging.{name}" for name in ("debug", "info", "warning", "error", "exception", "critical"))
_SETS_UP = ("logging.basicConfig", "logging.config.dictConfig", "logging.config.fileConfig")
_LEAST = 10
_SHARE = 0.9
_CODE = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef act():\n    logger.info('acted')\n"
_PARTS = {f"shop/part{n}.py": _CODE for n in range(10)}
_MAIN = ("import logging\n" + starting(*(f"shop.part{n}" for n in range(10)))).replace(
    "    print", "    logging.basicConfig()\n    print"
)


class ModuleLoggers(Practice):
    """Counts the modules that log, those of them with a logger of their own, and the files that configure logging."""

    id = "module-loggers"
    title = "Modules log under their own names, configured in one place"
    category = Category.OPERATIONS
    why = "What a part of the program says can be found, raised and silenced without touching its code."
    bar = f"{_LEAST} modules that log, {_SHARE:.0%} of them with `getLogger(__name__)`, and one file that configures"
    weight = 1
    contradicted_by = ("OPS001", "OPS002")
    good = (Has({"main.py": _MAIN, **_PARTS}, ("main.py:15", "shop/part9.py:3"), "10 of 10 modules"),)
    bad = (
        Lacks(in_tests([_CODE] * 12), "only tests do it"),
        Lacks(unreached(_PARTS), "nothing that starts reaches them"),
        Lacks(
            {"main.py": _MAIN.replace("logging.basicConfig()", "print(1)"), **_PARTS},
            "it is nowhere configured",
        ),
        Lacks(
            {"main.py": _MAIN, **{path: text.replace("__name__", "'shop'") for path, text in _PARTS.items()}},
            "the names are fixed texts",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share, and the one place."""
        live = project.live
        setting_up = live.calls(*_SETS_UP)
        configured = {use.path: use.call.line for use in reversed(setting_up)}
        if len(configured) != 1:
            return None
        owned = {
            use.path: use.call.line
            for use in reversed(live.calls("logging.getLogger"))
            if use.call.args and use.call.args[0].endswith("__name__")
        }
        logging = {use.path for use in live.calls("logging.getLogger", *_ROOT)}
        total = len(logging.union(owned))
        if len(owned) < _LEAST or len(owned) < _SHARE * total:
            return None
        (place,) = configured.items()
        evidence = (
            spot(*place, "configures logging"),
            *spread(spot(*item, "a logger of its own") for item in owned.items()),
        )
        said = f"{len(owned):,} of {many(total, 'module')} that log have a logger of their own name"
        said += "; one file configures logging"
        return Seen(said, evidence, len(owned) + 1, total + 1)
