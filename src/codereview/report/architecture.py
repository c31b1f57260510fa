"""How the project is built, in words that every format shows."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.model_architecture import Architecture, Folder, ImportCycle, RouteEntry, Routes, Start
from codereview.report.text import listing, plural

BY_NAME = ("Django",)
"""Kinds of a file that is only found by its name: such files are counted, not listed."""
NAMES = 3
SPELLED = {
    "fastapi": "FastAPI",
    "flask": "Flask",
    "django": "Django",
    "starlette": "Starlette",
    "quart": "Quart",
}
PROTECTION = {"none": ("✖", "nobody asks", "bad"), "unknown": ("○", "cannot be told", "information"),
              "known": ("✔", "asks", "good")}  # fmt: skip


def line(built: Architecture) -> str:
    """All in one line: ``3 entry points, 12 folders, 1 import cycle; 41 of 74 routes ask who is calling, ...``."""
    starts = plural(len(named(built)), "entry point")
    parts = [starts, plural(built.folder_count, "folder")]
    parts += [plural(built.cycle_count, "import cycle")] if built.cycle_count else ["no import cycle"]
    if built.loose_count:
        parts.append(plural(built.loose_count, "unreachable module"))
    return f"{', '.join(parts)}; {routes(built.routes)}"


def named(built: Architecture) -> tuple[Start, ...]:
    """The entry points without files that are only found by their name."""
    return tuple(start for start in built.starts if start.kinds != BY_NAME)


def starts(built: Architecture) -> str:
    """What is known of the entry points besides the list of `named`; empty where that is all."""
    others = len(built.starts) - len(named(built))
    text = f"{plural(others, 'file')} that Django loads by name" if others else ""
    missing = built.start_count - len(built.starts)
    if missing:
        text += f"{' and ' if text else ''}{missing:,} more"
    return text


def routes(found: Routes) -> str:
    """What is known of who asks: ``41 of 74 routes ask who is calling, 20 do not, 13 cannot be told``."""
    if not found.total:
        return "it registers no route that is understood"
    if found.known == found.total:
        return (
            "its one route asks who is calling"
            if found.total == 1
            else f"all {found.total:,} routes ask who is calling"
        )
    known = f"{found.known:,}" if found.known else "none"
    text = f"{known} of {plural(found.total, 'route')} {'asks' if found.known < 2 else 'ask'} who is calling"
    if found.none:
        text += f", {found.none:,} {'does' if found.none == 1 else 'do'} not"
    return f"{text}, {found.unknown:,} cannot be told" if found.unknown else text


def notes(found: Routes) -> tuple[str, ...]:
    """What else is to be known of the routes, in whole sentences."""
    out = []
    if found.open_changing:
        verb = "takes" if found.open_changing == 1 else "take"
        out.append(f"{found.open_changing:,} of those that do not {verb} POST, PUT, PATCH or DELETE.")
    if found.computed:
        one = found.computed == 1
        out.append(
            f"{plural(found.computed, 'registration')} {'takes' if one else 'take'} path and handler from variables:"
            f" the routes behind {'it' if one else 'them'} are not counted one by one."
        )
    if found.elsewhere:
        text = plural(found.elsewhere, "route")
        out.append(
            f"{text} of examples, documents and the like {'is' if found.elsewhere == 1 else 'are'} not counted."
        )
    return tuple(out)


def frameworks(found: Routes) -> tuple[str, ...]:
    """The frameworks of the listed routes, as they are spelled."""
    return tuple(sorted({framework(route) for route in found.listed}))


def framework(route: RouteEntry) -> str:
    """The framework of a route, as it is spelled."""
    return SPELLED.get(route.framework, route.framework)


def methods(route: RouteEntry) -> str:
    """The methods of a route in words."""
    if not route.methods:
        return "not told"
    return "any" if "*" in route.methods else ", ".join(route.methods)


def why(route: RouteEntry) -> str:
    """Who asks, what else runs before a handler that nobody guards, or why it cannot be told; can be empty."""
    if route.protection == "known":
        return _names(guard.name for guard in route.guards if guard.authenticates)
    if route.protection == "none":
        others = _names(guard.name for guard in route.guards)
        return f"before it: {others}" if others else ""
    checks = _names(guard.name for guard in route.guards if guard.kind == "check" and guard.name != "?")
    unclear = _names(guard.name for guard in route.guards if guard.kind != "check")
    reasons = [f"not understood: {unclear}"] if unclear else []
    if checks:
        reasons.append(f"its code speaks of {checks}")
    elif any(guard.name == "?" for guard in route.guards):
        alone = route.framework == "http.server"  # which has nothing that could stand before a handler
        reasons.append("nothing but its code could ask" if alone else "its code was not followed")
    if not route.placed:
        reasons.append("no application is seen to include its router")
    return "; ".join(reasons)


def _names(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(_short(name) for name in names))
    more = f" and {len(every) - NAMES} more" if len(every) > NAMES else ""
    return ", ".join(every[:NAMES]) + more if more else listing(every)


def _short(name: str) -> str:
    """The last part of a dotted name, with what stands in parentheses behind it."""
    dotted, parenthesis, rest = name.partition("(")
    return dotted.rpartition(".")[2] + parenthesis + rest


def remedy(cycle: ImportCycle) -> str:
    """What breaks a cycle, before the places of the imports."""
    if cycle.cut_count == 1:
        return "Without one import there is no cycle"
    if cycle.smallest:
        return f"{cycle.cut_count:,} imports are the fewest to cut"
    return f"{cycle.cut_count:,} imports are enough to cut (fewer were not looked for exhaustively)"


def around(cycle: ImportCycle) -> str:
    """The modules of a shortest cycle, the first one again at its end."""
    return " → ".join((*cycle.around, cycle.around[0])) if cycle.around else ""


def imports(folder: Folder, most: int = 5) -> str:
    """Where a folder imports from: ``core (12), models (3) and 2 more``; a dash for nowhere."""
    shown = [f"{item.folder} ({item.pairs:,})" for item in folder.imports[:most]]
    if not shown:
        return "–"
    more = folder.imports_from - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")
