"""The verdict in words: a headline and three to five sentences, each a function of the Audit alone."""

from __future__ import annotations

import math

from codereview.model import Category, CategoryScore, Severity
from codereview.report.parts import size
from codereview.report.text import listing, mark, minutes, number, plural, points, shorten
from codereview.report.view import View

FIRST_FIXES = 3
MANY = 10
"""Places from which a thing to fix is named in the summary, because it takes most of the effort."""


def headline(view: View) -> str:
    """The state of the project in one line, without a full stop."""
    if view.audit.score is None:
        return "No grade can be given"
    if view.counts[Severity.CRITICAL]:
        return f"{_of(view.counts[Severity.CRITICAL], 'critical')} open"
    if view.broken:
        return "Part of this project cannot be parsed or imported"
    if view.counts[Severity.HIGH]:
        return f"{_of(view.counts[Severity.HIGH], 'high')} open"
    return "No critical or high finding is open" if view.open else "No finding is open"


def summary(view: View) -> tuple[str, ...]:
    """Three to five sentences: standing, danger, strong and weak sides, what first, what is not known."""
    profile = "" if view.broken else _profile(view)
    sentences = [_standing(view), _broken(view), _danger(view), profile, _first(view), _unknown(view)]
    said = [sentence for sentence in sentences if sentence]
    if len(said) < 4:
        said.append(_ran(view))
    return tuple(said)


def cap_sentence(view: View) -> str:
    """Which cap holds the score down and what lifts it; empty where none does."""
    score = view.audit.score
    if score is None or not score.caps or score.value >= score.raw:
        return ""
    cap = min(score.caps, key=lambda c: c.limit)
    return (
        f"Without caps the score would be {mark(score.raw)}; it is held at {number(cap.limit)} because"
        f" {_clause(cap.reason)}. Lifted by: {_clause(cap.lifted_by)}."
    )


def gate_sentence(view: View) -> str:
    """How the thresholds ended."""
    gates = view.audit.gates
    if not gates:
        return "No threshold was set."
    failed = [gate for gate in gates if not gate.passed]
    if not failed:
        return "The threshold is met." if len(gates) == 1 else f"All {len(gates)} thresholds are met."
    if len(gates) == 1:
        return "The threshold is not met."
    return (
        f"{len(failed)} of {plural(len(gates), 'threshold')} {'is' if len(failed) == 1 else 'are'} not met."
    )


def _standing(view: View) -> str:
    name, score = shorten(view.audit.project.name, 80), view.audit.score
    if score is None:
        return f"{name} has no grade; what could be analysed is {size(view.audit)}."
    text = f"{name} scores {mark(score.value)} of 100 (grade {score.grade})"
    if score.percentile is not None:
        text += f", better than {number(score.percentile, 0)} % of the reference projects"
    return f"{text}, over {size(view.audit)}."


def _danger(view: View) -> str:
    critical, high = view.counts[Severity.CRITICAL], view.counts[Severity.HIGH]
    if critical or high:
        worst = view.worst[0].finding
        named = listing([f"{n:,} {word}" for n, word in ((critical, "critical"), (high, "high")) if n])
        noun = "finding is" if critical + high == 1 else "findings are"
        what = f"“{shorten(worst.title, 100)}” in `{shorten(worst.path, 100)}:{worst.line}`"
        which = "" if critical + high == 1 else "the first of them "
        return f"{named} {noun} open, {which}{what}."
    if len(view.open) == 1:
        return f"The only open finding is of {view.open[0].severity.value} severity."
    if view.open:
        worst = view.worst[0].finding
        return (
            f"None of the {len(view.open):,} open findings is of critical or high severity;"
            f" the worst is {worst.severity.value}."
        )
    return "" if view.audit.score is None else "None of the rules that ran has an open finding."


def _broken(view: View) -> str:
    if not view.broken:
        return ""
    paths = sorted({finding.path for finding in view.broken})
    if len(paths) == 1:
        return f"Whatever imports or runs `{shorten(paths[0], 100)}` fails, because it is not valid Python."
    return f"{plural(len(paths), 'production file')} are not valid Python, and whatever imports or runs one fails."


def _ran(view: View) -> str:
    outcomes = view.outcome_counts
    ran = outcomes["found"] + outcomes["clean"]
    if not ran:
        return "No rule could give a result, so nothing is said here about its quality."
    return f"{plural(ran, 'rule')} ran, and {outcomes['clean']:,} of them found nothing."


def _profile(view: View) -> str:
    scored = [(c.score, c) for c in view.audit.categories if c.score is not None]
    if not scored:
        return ""
    if len(scored) == 1:
        return f"Only one category could be scored: {_with_score(scored[0][1])}."
    best = max(scored, key=lambda pair: pair[0])[1]
    weakest = min(scored, key=lambda pair: pair[0])[1]
    if mark(best.score or 0) == mark(weakest.score or 0):
        return f"All {len(scored)} scored categories stand at {mark(best.score or 0)}."
    return f"The strongest category is {_with_score(best)}, the weakest {_with_score(weakest)}."


def _first(view: View) -> str:
    worth = [entry for entry in view.fix_first if entry.points > 0][:FIRST_FIXES]
    lost = view.lost
    if not worth or lost is None:
        return ""
    things = ("thing to fix accounts", "two things to fix account", "three things to fix account")
    text = (
        f"The first {things[len(worth) - 1]} for {points(math.fsum(entry.points for entry in worth))} of the"
        f" {points(lost)} points lost, at an estimated {minutes(sum(e.effort_minutes for e in worth))}"
    )
    bulk = max(worth, key=lambda entry: entry.places)
    if bulk.places < MANY:
        return f"{text}."
    what = f"“{shorten(bulk.first.title, 100)}” in {bulk.places:,} places"
    if len(worth) == 1:
        return f"{text}: {what}."
    return f"{text}; {points(bulk.points)} of them and {minutes(bulk.effort_minutes)} are {what}."


def _unknown(view: View) -> str:
    categories = [c.id.value for c in view.unassessed_categories]
    rules = view.outcome_counts["not assessed"]
    project = view.audit.project
    elsewhere = project.files.get("not_parsed", 0) - project.unparsed.get("production", 0)
    parts = []
    if categories:
        parts.append(listing(categories) if len(categories) < len(Category) else "any category")
    if rules:
        parts.append(plural(rules, "rule"))
    if elsewhere > 0:
        parts.append(f"{plural(elsewhere, 'file')} outside of production that could not be parsed")
    return f"Not assessed: {'; '.join(parts)}." if parts else ""


def _with_score(category: CategoryScore) -> str:
    return f"{category.id.value} ({mark(category.score or 0)})"


def _of(count: int, severity: str) -> str:
    return f"{count:,} {severity} {'finding is' if count == 1 else 'findings are'}"


def _clause(text: str) -> str:
    return text.strip().rstrip(".") or "no reason was recorded"
