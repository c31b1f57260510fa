"""Every figure, place and quoted word of the summary, looked up in the audit again.

The lookups are made apart from the code that writes the sentences: they read the audit's own lists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from codereview.model import Finding, Metric, Severity, Zone
from codereview.report.summary import clauses
from codereview.report.summary.pieces import Piece
from codereview.report.summary.standing import KINDS
from codereview.report.text import mark, minutes, points, shorten
from codereview.report.view import UNPARSED_RULE, View
from codereview.score.again import again, judged
from codereview.score.caps import grade

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PLAIN = re.compile(r"[\d`]")
_SERIOUS = (Severity.CRITICAL, Severity.HIGH)
Arguments = tuple[str, ...]


def summary(view: View) -> Iterator[str]:
    """One sentence for each piece of the summary that the audit does not bear out."""
    for clause in clauses(view):
        for piece in clause.pieces:
            problem = _problem(view, piece)
            if problem:
                yield f"The summary says “{shorten(piece.text, 80)}”, {problem}."


def _problem(view: View, piece: Piece) -> str:
    if not piece.source:
        return "which has no source" if _PLAIN.search(piece.text) else ""
    kind, *rest = piece.source
    args = tuple(rest)
    if kind in _TEXTS:
        known = _TEXTS[kind](view, args)
        return "" if any(_quotes(piece.text, text) for text in known) else "which the audit does not"
    if kind not in _FIGURES:
        return f"of a kind that is not known ({kind})"
    wanted = _FIGURES[kind](view, args)
    right = (
        _FIGURE.findall(piece.text) == _FIGURE.findall(wanted)
        if _PLAIN.search(wanted)
        else piece.text == wanted
    )
    return "" if wanted and right else f"where the audit gives {wanted or 'nothing'}"


def _quotes(said: str, known: str) -> bool:
    """Whether what is said is the text, or parts of it with an ellipsis between them; capitals do not matter."""
    whole = _letters(known)
    parts = [part for part in _letters(said).split("…") if part]
    return bool(parts) and all(part in whole for part in parts)


def _letters(text: str) -> str:
    shown = shorten(text, 100_000)
    return re.sub(r"[\s`'“”]", "", shown).casefold()


def _places(view: View, args: Arguments) -> Arguments:
    audit = view.audit
    path, line = args[0], int(args[1])
    known = {(f.path, f.line) for f in audit.findings} | {(c.path, c.line) for c in audit.causes}
    if audit.architecture is not None:
        known |= {(route.path, route.line) for route in audit.architecture.routes.listed}
    return (f"{path}:{line}",) if (path, line) in known else ()


def _routes(view: View, args: Arguments) -> Arguments:
    built = view.audit.architecture
    listed = built.routes.listed if built is not None else ()
    same = [route for route in listed if route.url == args[0]]
    return tuple(f"{method} {route.url or '/'}" for route in same for method in (*route.methods, ""))


def _loose(view: View, args: Arguments) -> Arguments:
    built = view.audit.architecture
    return tuple(item.path for item in built.loose) if built is not None else ()


def _kind(view: View, args: Arguments) -> Arguments:
    kind = view.audit.project.kind
    return (KINDS.get(kind, ""), f"a {kind}", "a project")


def _caps(view: View, args: Arguments) -> Arguments:
    score = view.audit.score
    return tuple(cap.reason for cap in score.caps) if score is not None else ()


def _metric(view: View, id: str) -> Metric | None:
    return next((metric for metric in view.audit.metrics if metric.id == id), None)


def _basis(view: View, args: Arguments) -> Arguments:
    metric = _metric(view, args[0])
    return (f"only {metric.basis}", metric.basis) if metric is not None else ()


_TEXTS: dict[str, Callable[[View, Arguments], Arguments]] = {
    "name": lambda view, args: (view.audit.project.name,),
    "kind": _kind,
    "cap": _caps,
    "place": _places,
    "title": lambda view, args: tuple({f.title for f in view.open if f.rule == args[0]}),
    "message": lambda view, args: tuple(f.message for f in view.open if f.path == args[0]),
    "why": lambda view, args: tuple(card.why for card in view.audit.rules if card.id == args[0]),
    "reached": lambda view, args: tuple(f.reached_from for f in view.open if f.path == args[0]),
    "strength": lambda view, args: tuple(s.message for s in view.audit.strengths if s.title == args[0]),
    "metric": _basis,
    "route": _routes,
    "loose": _loose,
}
"""For each kind of quoted words the texts of the audit that they can be from."""


def _score(view: View, args: Arguments) -> str:
    score = view.audit.score
    return "" if score is None else mark(score.raw if args[0] == "raw" else score.value)


def _grade(view: View, args: Arguments) -> str:
    score = view.audit.score
    return "" if score is None else grade(score.raw, view.open) if args[0] == "raw" else score.grade


def _after(view: View, ids: Arguments) -> tuple[str, str]:
    then = again(judged(view.audit), view.audit.basis, ids).score if view.audit.basis is not None else None
    return ("", "") if then is None else (mark(then.value), then.grade)


def _cost(view: View, args: Arguments) -> str:
    return points(math.fsum(term.points for term in view.audit.terms if term.category.value == args[0]))


def _category(view: View, args: Arguments) -> str:
    return next(
        (mark(c.score) for c in view.audit.categories if c.id.value == args[0] and c.score is not None), ""
    )


def _files(view: View, args: Arguments) -> str:
    project = view.audit.project
    return f"{max(0, project.files.get('production', 0) - project.unparsed.get('production', 0)):,}"


def _of_rule(view: View, rule: str) -> list[Finding]:
    return [finding for finding in view.open if finding.rule == rule]


def _serious(view: View) -> list[Finding]:
    return [f for f in view.open if f.severity in _SERIOUS and f.zone is Zone.PRODUCTION]


def _serious_of(view: View, args: Arguments) -> str:
    return f"{sum(f.rule == args[0] for f in _serious(view)):,}"


def _serious_rules(view: View, args: Arguments) -> str:
    broken = set(view.broken)
    rules = {f.rule for f in _serious(view) if f not in broken} - {args[0]}
    return f"{len(rules) - int(args[1]):,}"


def _built(view: View, args: Arguments) -> str:
    built = view.audit.architecture
    if built is None:
        return ""
    if args == ("cycle",):
        return f"{max((cycle.size for cycle in built.cycles), default=0):,}"
    if args == ("loose",):
        return f"{built.loose_count:,}"
    return f"{getattr(built.routes, args[0]):,}"


def _broken(view: View, args: Arguments) -> str:
    return f"{len({f.path for f in _of_rule(view, UNPARSED_RULE) if f.zone is Zone.PRODUCTION}):,}"


def _unread(view: View, args: Arguments) -> str:
    project = view.audit.project
    return f"{project.files.get('not_parsed', 0) - project.unparsed.get('production', 0):,}"


def _rules(view: View, args: Arguments) -> str:
    wanted = ("clean",) if args[0] == "clean" else ("clean", "found")
    return f"{sum(outcome.outcome in wanted for outcome in view.audit.outcomes):,}"


def _percentile(view: View, args: Arguments) -> str:
    score = view.audit.score
    return "" if score is None or score.percentile is None else f"{score.percentile:.0f}"


def _counted(view: View, args: Arguments) -> str:
    return f"{sum(f.severity.value == args[0] for f in view.open):,}"


def _effort(view: View, ids: Arguments) -> str:
    return minutes(sum(cause.effort_minutes for cause in view.audit.causes if cause.id in ids))


_FIGURES: dict[str, Callable[[View, Arguments], str]] = {
    "full": lambda view, args: "100",
    "statements": lambda view, args: f"{view.audit.project.statements:,}",
    "files": _files,
    "score": _score,
    "grade": _grade,
    "category": _category,
    "cost": _cost,
    "lost": lambda view, args: points(view.lost or 0.0),
    "percentile": _percentile,
    "open": lambda view, args: f"{len(view.open):,}",
    "count": _counted,
    "others": lambda view, args: f"{sum(f.severity.value == args[1] for f in _of_rule(view, args[0])) - 1:,}",
    "serious": _serious_of,
    "serious rules": _serious_rules,
    "broken": _broken,
    "routes": _built,
    "loose modules": lambda view, args: _built(view, ("loose",)),
    "cycle": lambda view, args: _built(view, ("cycle",)),
    "strengths left": lambda view, args: f"{len(view.audit.strengths) - int(args[0]):,}",
    "causes": lambda view, ids: f"{sum(cause.id in ids for cause in view.audit.causes):,}",
    "effort": _effort,
    "after": lambda view, ids: _after(view, ids)[0],
    "grade after": lambda view, ids: _after(view, ids)[1],
    "places": lambda view, ids: f"{sum(cause.count for cause in view.audit.causes if cause.id in ids):,}",
    "unread": _unread,
    "rules": _rules,
}
"""For each kind of figure what the audit's lists give."""
