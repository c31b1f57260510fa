"""Traces as findings: words, severity and confidence that all rules on flows share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codereview.api import At, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.project import ProjectFacts

from .doubts import few_who_send, has_little_at_stake, is_aside
from .flow.values import CODE, HTML, LOAD, PATH, REDIRECT, SHELL, SQL, TEMPLATE, URL
from .join import joined_flows
from .looked_at import look_before
from .sources import LOCAL
from .trails import Trace

_ASIDE = frozenset({Zone.SCRIPTS, Zone.EXAMPLES, Zone.DOCS})
_SEVERITY = {
    SQL: Severity.CRITICAL,
    SHELL: Severity.CRITICAL,
    CODE: Severity.CRITICAL,
    LOAD: Severity.CRITICAL,
    TEMPLATE: Severity.CRITICAL,
    PATH: Severity.HIGH,
    HTML: Severity.HIGH,
    URL: Severity.HIGH,
    REDIRECT: Severity.MEDIUM,
}
_DOES = {
    SQL: "becomes part of the SQL text that `{sink}` runs",
    SHELL: "becomes part of a command that `{sink}` gives to a shell",
    CODE: "is run as code by `{sink}`",
    LOAD: "is read by `{sink}`, which makes any object that it names",
    TEMPLATE: "becomes part of a template that `{sink}` runs",
    PATH: "names the file that `{sink}` works on",
    HTML: "goes into a page through `{sink}` without escaping",
    URL: "is the address that `{sink}` asks",
    REDIRECT: "is where `{sink}` sends the visitor",
}
_IMPORTS = re.compile(r"(?:^|\.)(?:import_module|__import__)$")
_RUNS = SHELL | CODE | LOAD | TEMPLATE
_ADDRESS = re.compile(r"url|uri|host|link|site|endpoint|domain|addr|hook|feed", re.IGNORECASE)
_SURE_HOPS = 3
_BESIDE = 3
_CHECKED = frozenset({"checked form", "form of the page"})
_ORDER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


def followed(rule: ProjectRule, project: ProjectFacts, kinds: int) -> Iterator[Finding]:
    """One finding for each sink of these kinds that a value from outside reaches, with its shortest way."""
    best: dict[tuple[object, ...], Trace] = {}
    for trace in joined_flows(project).traces:
        kind = _kind(trace)
        if not kind & kinds:
            continue
        (file, _), note = trace.place
        at = (file, note.line, note.column, kind)
        before = best.get(at)
        if before is None or _rank(project, trace) < _rank(project, before):
            best[at] = trace
    for trace in _once(best.values()):
        yield _finding(rule, project, trace)


def _once(traces: Iterable[Trace]) -> Iterator[Trace]:
    """The traces without those that run the same value as code once more in the lines below: the handler of a ``try``
    is one decision with its body."""
    last: dict[tuple[object, ...], int] = {}
    for trace in sorted(traces, key=lambda item: (item.place[0][0], item.place[1].line)):
        (file, index), note = trace.place
        if _kind(trace) & CODE and index >= 0:
            what = (
                file,
                index,
                trace.origin.file,
                trace.origin.line,
                trace.origin.shown,
                trace.sink.values[1],
            )
            before, last[what] = last.get(what, 0), note.line
            if before and 0 < note.line - before <= _BESIDE:
                continue
        yield trace


def _kind(trace: Trace) -> int:
    return int(str(trace.sink.values[0]))


def _rank(project: ProjectFacts, trace: Trace) -> tuple[bool, bool, int, bool]:
    """What is told first; of two fields that came in one dictionary, the one that is called an address is asked."""
    off = _kind(trace) == URL and not _ADDRESS.search(trace.origin.shown)
    return trace.origin.kind in LOCAL, is_aside(project, trace), len(trace.hops), off


def _finding(rule: ProjectRule, project: ProjectFacts, trace: Trace) -> Finding:
    (file, index), note = trace.place
    origin, kind = trace.origin, _kind(trace)
    sink = str(trace.sink.values[1])
    severity, confidence = graded(project, trace)
    function = project.function((file, index)).qualname if index >= 0 else ""
    related = [Related(origin.file, origin.line, f"`{origin.shown}` comes from the {origin.kind}")]
    related += [Related(hop.file, hop.line, hop.text) for hop in trace.hops]
    related.append(Related(trace.key[0], trace.sink.line, f"`{sink}`"))
    does = "names the module that `{sink}` loads and runs" if _IMPORTS.search(sink) else _DOES[kind]
    seen = ""
    if kind == URL and (look := look_before(project, trace)):
        seen = f"; `{look.name}` looks at it in line {look.line}"
        if look.passed_by:
            seen += ", and redirects are followed past that"
        else:
            confidence = Confidence.LOW
    if kind & _RUNS and few_who_send(project, trace):
        seen = "; only those whom a check lets through send it"
    way = f", {len(trace.hops)} {'call' if len(trace.hops) == 1 else 'calls'} away," if trace.hops else ""
    return rule.finding(
        file,
        At(note.line, note.column, note.end_line, note.end_column),
        f"`{origin.shown}` from the {origin.kind}{way} {does.format(sink=sink)}{seen}",
        severity=severity,
        confidence=confidence,
        symbol=function,
        related=related,
        cause=f"{rule.card.id}:{file}:{function}" if kind == HTML else "",
        checked="conversions, escaping, quoting, lists of allowed values and checks on the way",
    )


def graded(project: ProjectFacts, trace: Trace) -> tuple[Severity, Confidence]:
    """Severity by what the sink does and who chooses the value; confidence by how sure the way is."""
    kind, origin = _kind(trace), trace.origin
    if origin.kind in LOCAL:
        return Severity.LOW, Confidence.LOW
    severity = _SEVERITY[kind]
    kept = any(hop.text.startswith("kept as") for hop in trace.hops)
    few = bool(kind & _RUNS) and few_who_send(project, trace)
    doubts = [
        few,  # it is often what they are let in for
        origin.kind in _CHECKED,
        has_little_at_stake(project, trace, kind),
        len(trace.hops) > _SURE_HOPS or kept,
        kind == PATH and bool(trace.hops),  # what happens on the way is seen least of paths
        bool(trace.sink.values[2]),
        bool(trace.sink.values[4:] and trace.sink.values[4]),  # only where somebody debugs the program
        kind == HTML and "~html" not in trace.marks,
        kind == SQL and "~sql" not in trace.marks,  # a whole statement: a console for SQL is meant to take it
        kind == REDIRECT and "~within" in trace.marks,
        project.zone(trace.place[0][0]) in _ASIDE,
    ]
    if kind == HTML and "~html" not in trace.marks:
        severity = Severity.MEDIUM
    if few:
        severity = Severity.HIGH  # whoever passes the check was trusted with something
    if kind == TEMPLATE and _is_of_django(project, trace.key[0]):
        severity = Severity.HIGH  # its language calls nothing with arguments
    if origin.kind in _CHECKED or _IMPORTS.search(str(trace.sink.values[1])):
        severity = _less(severity)  # of a module only what it has can be run
    if project.zone(trace.place[0][0]) in _ASIDE:
        severity = _less(severity)
    # with any of these doubts one finding in ten was acted on where they were read
    return severity, Confidence.LOW if any(doubts) else Confidence.HIGH


def _is_of_django(project: ProjectFacts, path: str) -> bool:
    """Whether the templates of a file are Django's own."""
    modules = {item.module for item in project.files[path].imports}
    return any(module.startswith("django.template") for module in modules) and modules.isdisjoint(
        ("jinja2", "mako.template")
    )


def _less(severity: Severity) -> Severity:
    return _ORDER[max(_ORDER.index(severity) - 1, 1)]
