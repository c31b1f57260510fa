"""Findings that someone has looked at and accepted: by a comment beside them, or by an entry of the
configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from pathspec import GitIgnoreSpec

from codereview.facts.suppressions import SuppressionComment
from codereview.model import Finding, NotAssessed, Suppression
from codereview.triage.context import Context, Entry
from codereview.triage.select import names

Unused = tuple[str, SuppressionComment]
"""Path and comment of a suppression that no finding needed."""


def suppress(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Marks the findings that a comment or an entry covers; they stay in the list. A comment goes before an
    entry.
    """
    globs = {entry: GitIgnoreSpec.from_lines(entry.paths) for entry in context.entries}
    out = []
    for item in findings:
        reason = next((comment.reason for comment in _comments(item, context)), "")
        if reason:
            out.append(replace(item, suppressed=Suppression(reason=reason, source="inline")))
            continue
        reason = next((entry.reason for entry in _entries(item, globs)), "")
        if reason:
            item = replace(item, suppressed=Suppression(reason=reason, source="config"))
        out.append(item)
    return out


def unused(findings: Sequence[Finding], context: Context) -> tuple[Unused, ...]:
    """The comments that are well-formed but cover none of the findings.

    ``findings`` are all that the rules reported. A comment for a rule that is off may be right: the caller
    knows which rules ran.
    """
    used = {(item.path, comment) for item in findings for comment in _comments(item, context)}
    return tuple(
        (path, comment)
        for path, comments in sorted(context.comments.items())
        for comment in comments
        if comment.rules and comment.reason and (path, comment) not in used
    )


def not_honoured(context: Context) -> tuple[NotAssessed, ...]:
    """What is wrong with each suppression that has no effect, in words."""
    out = []
    for path, comments in sorted(context.comments.items()):
        for comment in comments:
            fault = _fault(comment.rules, comment.reason)
            if fault:
                what = "ignore-file" if comment.whole_file else "ignore"
                form = f"# codereview: {what}[{', '.join(comment.rules) or 'RULE'}] -- reason"
                out.append(
                    NotAssessed(
                        what=f"suppression at {path}:{comment.line}",
                        reason=f"it {fault} and is not honoured; write {form}",
                    )
                )
    for number, entry in enumerate(context.entries, 1):
        fault = _fault(entry.rules, entry.reason)
        if fault:
            out.append(
                NotAssessed(
                    what=f"suppression {number} of the configuration",
                    reason=f"it {fault} and is not honoured",
                )
            )
    return tuple(out)


def _fault(rules: tuple[str, ...], reason: str) -> str:
    if not any(rule.strip() for rule in rules):
        return "names no rule"
    return "" if reason.strip() else "gives no reason"


def _comments(item: Finding, context: Context) -> Iterator[SuppressionComment]:
    """The comments in effect that cover a finding; a comment for its lines before one for the file."""
    comments = context.comments.get(item.path, ())
    for comment in sorted(comments, key=lambda comment: comment.whole_file):
        if (
            comment.first <= item.line <= comment.last
            and not _fault(comment.rules, comment.reason)
            and names(comment.rules, item.rule, item.category)
        ):
            yield comment


def _entries(item: Finding, globs: dict[Entry, GitIgnoreSpec]) -> Iterator[Entry]:
    for entry, spec in globs.items():
        if (
            not _fault(entry.rules, entry.reason)
            and names(entry.rules, item.rule, item.category)
            and spec.match_file(item.path)
        ):
            yield entry
