"""What is dangerous: the worst finding with its place and consequence, what comes after it, routes that stand open."""

from __future__ import annotations

import re

from codereview.model import Category, Confidence, Finding, Severity, Zone
from codereview.model_architecture import RouteEntry
from codereview.report.summary.pieces import (
    LONGEST,
    Clause,
    Piece,
    Pieces,
    code,
    joined,
    lowered,
    message,
    place,
    said,
    spot,
    title,
    told,
)
from codereview.report.text import plural
from codereview.report.view import View
from codereview.score.table import SECRET_RULES

_SENTENCE = re.compile(r"(?<=[^\s.][^\s.])\.(?=\s+[A-Z`“\"(]|$)|[:;](?=\s)")
_HAPPENS = re.compile(
    r"\b(?:[Ww]hoever|[Ww]ho (?:can|holds|has)|the sender|anyone|everyone|stranger|stalls|stops|fails|"
    r"waits too|grows|vanish\w*|[Nn]othing of it runs|whatever code|runs code|command of its own|"
    r"nothing fails|stands? still|lost|leads? out|loses)|\w+Error\b"
)
_FIXED = "has a literal as its value"
_DOUBT = re.compile(r"^If any of it comes from outside, ")
BREAKS = (
    Category.SECURITY,
    Category.RELIABILITY,
    Category.PERFORMANCE,
    Category.DEPENDENCIES,
    Category.OPERATIONS,
)
"""Categories whose findings break something or let somebody in; the others are hard to read or to change."""
_PUBLIC = re.compile(
    r"log-?(?:in|out)|sign-?(?:in|up|out)|regist|auth|token|webhook|callback|contact|subscri|password", re.I
)
"""Routes that are open by their nature, and so no example."""
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
NAMED = 3


def order(finding: Finding) -> tuple[object, ...]:
    """What is told first: severe, in production code that something starts, sure, and what breaks before what is hard
    to read."""
    idle = finding.reachability in ("unreachable", "tests only") or finding.zone is not Zone.PRODUCTION
    return (
        -finding.severity.rank,
        idle and finding.rule not in SECRET_RULES,
        finding.category not in BREAKS,
        finding.confidence is Confidence.LOW,
        not finding.reached_from,
        -finding.points,
        finding.path,
        finding.line,
        finding.rule,
        finding.fingerprint,
    )


def worst(view: View) -> Finding:
    """The finding that is told first; what keeps the program from starting is worse than all but what is critical."""
    found = min(view.open, key=order)
    broken = min(view.broken, key=order, default=found)
    return found if found.severity.rank > broken.severity.rank else broken


def danger(view: View) -> Clause | None:
    """The worst that is open."""
    if not view.open:
        clean = told("None of the rules that ran has an open finding")
        return None if view.audit.score is None else Clause(0.9, clean)
    found = worst(view)
    if found in view.broken:
        return Clause(1.0, _broken(view, found))
    if found.severity.rank < Severity.HIGH.rank:
        return Clause(0.75, _harmless(view, found))
    where = (place(found), *_reached(found), *_alike(view, found))
    happens = consequence(view, found) if found.category in BREAKS else None
    told_of = (
        told("{what}; {happens}", what=message(found), happens=happens) if happens else (message(found),)
    )
    return Clause(1.0, told(f"{_lead(found)}: {{what}}", where=where, what=told_of))


def _lead(worst: Finding) -> str:
    if worst.zone is not Zone.PRODUCTION:
        return "The worst finding lies outside of production code, in {where}"
    if worst.category not in BREAKS:
        about = worst.category.value
        return (
            f"Nothing critical or high breaks or leaks; the heaviest finding is about {about}, in {{where}}"
        )
    if worst.rule in SECRET_RULES:
        return "What should be secret is not, in {where}"
    if worst.severity is Severity.CRITICAL:
        return "The gravest finding is in {where}"
    return {
        Category.SECURITY: "The door that stands open widest is in {where}",
        Category.RELIABILITY: "The code is wrong in {where}",
        Category.PERFORMANCE: "What will slow it down stands in {where}",
    }.get(worst.category, "The worst finding is in {where}")


def consequence(view: View, finding: Finding) -> Piece | None:
    """What comes of a finding, in the words of its rule's card: of its sentences the one that says most of it."""
    card = view.cards.get(finding.rule)
    if card is None:
        return None
    ends = [
        match.start()
        for match in _SENTENCE.finditer(card.why)
        if card.why.count("`", 0, match.start()) % 2 == 0
    ]
    starts = [0, *(end + 1 for end in ends)]
    parts = [card.why[a:b].strip().rstrip(".") for a, b in zip(starts, (*ends, len(card.why)), strict=True)]
    told_parts = [part for part in parts if 20 <= len(part) <= LONGEST]
    if (
        _FIXED in finding.message
    ):  # what comes of a missing setting does not come of one that is never asked for
        told_parts = [part for part in told_parts if "setting is missing" not in part]
    if not told_parts:
        return None
    best = _DOUBT.sub("", max(told_parts, key=lambda text: len(_HAPPENS.findall(text))))
    return said(lowered(best), "why", card.id, card.why, to=f"r:{card.id}")


def _alike(view: View, worst: Finding) -> Pieces:
    others = sum(f.rule == worst.rule and f.severity is worst.severity for f in view.open) - 1
    if not others:
        return ()
    source = ("others", worst.rule, worst.severity.value)
    return told(" and {others}", others=said(plural(others, "other place"), *source, to=f"r:{worst.rule}"))


def _reached(worst: Finding) -> Pieces:
    by, _, kind = worst.reached_from.partition(" (")
    if not kind or by == worst.path:
        return ()
    return told(" (reached from {by})", by=said(code(by, 80), "reached", worst.path, worst.reached_from))


def _broken(view: View, worst: Finding) -> Pieces:
    paths = {finding.path for finding in view.broken}
    what = message(worst, first=True)
    if worst.severity is Severity.CRITICAL:
        others = said(plural(len(paths), "production file"), "broken", to=f"r:{worst.rule}")
        more = told("; in all {others} cannot be parsed", others=others) if len(paths) > 1 else ()
        text = "It does not start, because of {where}, where a process begins: {what}{more}"
        return told(text, where=place(worst), what=what, more=more)
    if len(paths) == 1:
        text = "Nothing that imports or runs {where} can start: {what}"
        return told(text, where=place(worst), what=what)
    return told(
        "{count} cannot be parsed, and nothing that imports or runs one can start; the first is {where}: {what}",
        count=said(plural(len(paths), "production file"), "broken", to=f"r:{worst.rule}"),
        where=place(worst),
        what=what,
    )


def _harmless(view: View, worst: Finding) -> Pieces:
    alike = sum(f.severity is worst.severity for f in view.open)
    severity = worst.severity.value
    at = {"where": place(worst), "what": message(worst)}
    if len(view.open) == 1:
        return told(f"The only open finding is of {severity} severity, in {{where}}: {{what}}", **at)
    if worst.severity is not Severity.MEDIUM:
        count = said(plural(len(view.open), "open finding"), "open", to="findings")
        text = f"None of the {{count}} is worse than {severity}; the first of them is in {{where}}: {{what}}"
        return told(text, count=count, **at)
    if alike == 1:
        return told(
            "Nothing dangerous is open; the one finding of medium severity is in {where}: {what}", **at
        )
    count = said(plural(alike, "medium finding"), "count", severity, to="findings")
    if worst.category is Category.SECURITY:
        return told(
            "Of {count}, none critical or high, mend first what stands in {where}: {what}", count=count, **at
        )
    return told(
        "Nothing critical or high is open; of {count} look first at {where}: {what}", count=count, **at
    )


def after(view: View) -> Clause | None:
    """The other rules with critical or high findings in production code, after the worst."""
    serious = [f for f in view.open if f.severity.rank >= Severity.HIGH.rank and f.zone is Zone.PRODUCTION]
    if not serious:
        return None
    found = worst(view)
    first: dict[str, Finding] = {}
    for finding in sorted(serious, key=order):
        if finding.rule != found.rule and finding not in view.broken:
            first.setdefault(finding.rule, finding)
    if not first:
        return None
    shown = list(first.values())[:NAMED]
    rest = len(first) - len(shown)
    listed = [_counted(serious, finding) for finding in shown]
    if rest:
        listed.append(
            (said(plural(rest, "other rule"), "serious rules", found.rule, str(len(shown)), to="findings"),)
        )
    text = "{total} in all, among them {listed}"
    if len(first) == 1:
        text = (
            "{total} in all; the next is {listed}"
            if len(serious) == 2
            else "{total} in all; next comes {listed}"
        )
    salience = 0.8 if len(first) > 1 or len(serious) > 3 else 0.55
    return Clause(salience, told(text, total=_total(view), listed=joined(listed)))


def _total(view: View) -> Pieces:
    critical, high = view.counts[Severity.CRITICAL], view.counts[Severity.HIGH]
    counts = [(n, word) for n, word in ((critical, "critical"), (high, "high")) if n]
    parts = [(said(f"{n:,} {word}", "count", word, to="findings"),) for n, word in counts]
    noun = "finding is open" if critical + high == 1 else "findings are open"
    if len(parts) == 2 and high == 1:
        noun = "finding are open"
    return told("{counts} " + noun, counts=joined(parts))


def _counted(serious: list[Finding], finding: Finding) -> Pieces:
    count = sum(f.rule == finding.rule for f in serious)
    many = said(plural(count, "place"), "serious", finding.rule, to=f"r:{finding.rule}")
    where = place(finding) if count == 1 else many
    return told("{title} ({where})", title=title(finding.rule, finding.title), where=where)


def routes(view: View) -> Clause | None:
    """Routes that change data and ask nobody who is calling."""
    built = view.audit.architecture
    if built is None or not built.routes.open_changing:
        return None
    table = built.routes
    opened = [
        r
        for r in table.listed
        if r.protection == "none" and r.changes and not _PUBLIC.search(f"{r.url} {r.handler}")
    ]
    if not opened:
        return None
    told_of = any((f.path, f.line) == (opened[0].path, opened[0].line) for f in view.open)
    if told_of and table.open_changing == 1:
        return None  # it is a finding itself
    named = {
        "total": said(plural(table.total, "route"), "routes", "total", to="routes"),
        "count": said(f"{table.open_changing:,}", "routes", "open_changing", to="routes"),
        "route": _route(opened[0]),
        "where": spot(opened[0].path, opened[0].line, "routes"),
    }
    changes = "changes" if table.open_changing == 1 else "change"
    if table.none == table.total:
        if table.total == 1:
            return Clause(
                0.7,
                told(
                    "Its only route, {route} in {where}, changes data and asks nobody who is calling", **named
                ),
            )
        text = f"None of its {{total}} asks who is calling, and {{count}} of them {changes} data"
        return Clause(0.85, told(f"{text}, such as {{route}} in {{where}}", **named))
    such = ":" if table.open_changing == 1 else ", such as"
    text = f"Of its {{total}}, {{count}} {changes} data without asking who is calling{such} {{route}} in {{where}}"
    return Clause(0.7, told(text, **named))


def _route(route: RouteEntry) -> Piece:
    changing = [method for method in route.methods if method in _CHANGING]
    method = f"{changing[0]} " if changing else ""
    return said(code(f"{method}{route.url or '/'}", 80), "route", route.url, to="routes")
