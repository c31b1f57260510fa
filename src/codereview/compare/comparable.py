"""What each audit could say at all: rules it looked for, files it could read, versions it judged. Pure.

Where one side could not have told a fault, its being there on the other side is no news: it is neither new nor fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from codereview.model import Audit, Finding, Outcome
from codereview.score.again import UNPARSED_RULE, judged
from codereview.score.table import SECRET_RULES

VULNERABLE_RULE = "DEP001"
"""Its findings hold versions against advisories: other advisories give other findings for the same version."""

Why = Literal["assessed", "rules", "advisories"]


class Unlike(NamedTuple):
    """Why a finding cannot be compared: the cause that its points go to, and a clause."""

    why: Why
    reason: str


class Sides:
    """Two audits, asked whether one could have told what the other found.

    Args:
        old, new: the audits.
        unread: of each, files known to be left out, with the reason; of many, an audit names the first only.
    """

    def __init__(
        self, old: Audit, new: Audit, unread: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
    ) -> None:
        self._audits = {"old": old, "new": new}
        self._outcomes = {side: _by_rule(audit) for side, audit in self._audits.items()}
        self._found = {side: {item.rule for item in judged(audit)} for side, audit in self._audits.items()}
        self._unread = {
            "old": {**unread[0], **_unread(old)},
            "new": {**unread[1], **_unread(new)},
        }
        self._other_program = (old.tool.version, old.tool.rules) != (new.tool.version, new.tool.rules)
        self._other_advisories = _advisories(old) != _advisories(new)
        self._versions = {side: _versions(audit) for side, audit in self._audits.items()}
        self._same_commit = _same_commit(old, new)

    def unlike(self, item: Finding, path: str, other: Literal["old", "new"]) -> Unlike | None:
        """Why the other side could not have told a finding, which it does not have; None if it could.

        Args:
            item: the finding.
            path: its file under its name on the other side.
            other: that side.
        """
        outcome = self._outcomes[other].get(item.rule)
        if outcome is not None and outcome.outcome == "not assessed":
            return Unlike(
                "assessed", f"{item.rule} was not assessed there: {outcome.reason or 'no reason is known'}"
            )
        if outcome is None and self._outcomes[other] and item.rule not in self._found[other]:
            if self._other_program:
                return Unlike(
                    "rules", f"{item.rule} is not among the rules of the codereview that made that audit"
                )
            return Unlike("assessed", f"{item.rule} was not switched on there")
        by_text = item.rule == UNPARSED_RULE or item.rule in SECRET_RULES
        if path in self._unread[other] and not by_text:
            return Unlike("assessed", f"the file could not be analysed there: {self._unread[other][path]}")
        if item.rule == VULNERABLE_RULE and self._other_advisories and self._same_version(item):
            return Unlike("advisories", "the version is the same, and the advisories are others")
        return None

    def _same_version(self, item: Finding) -> bool:
        """Whether a package is declared and locked alike on both sides, as far as the audits tell."""
        if self._same_commit:
            return True
        one, two = (self._versions[side].get(item.cause) for side in ("old", "new"))
        return one is not None and one == two


def _by_rule(audit: Audit) -> Mapping[str, Outcome]:
    return {item.rule: item for item in audit.outcomes}


def _unread(audit: Audit) -> dict[str, str]:
    """Files of which only the text was looked at, or nothing, with the reason."""
    found = {item.what: item.reason for item in audit.not_assessed}
    found.update((item.path, "it does not parse") for item in judged(audit) if item.rule == UNPARSED_RULE)
    return found


def _advisories(audit: Audit) -> tuple[str, str] | None:
    return None if audit.advisories is None else (audit.advisories.source, audit.advisories.date)


def _versions(audit: Audit) -> dict[str, tuple[str, str]]:
    stack = audit.review.stack if audit.review is not None else None
    return (
        {item.name: (item.declared, item.locked) for item in stack.technologies} if stack is not None else {}
    )


def _same_commit(old: Audit, new: Audit) -> bool:
    one, two = old.project.vcs, new.project.vcs
    return (
        one is not None
        and two is not None
        and one.commit == two.commit != ""
        and not (one.dirty or two.dirty)
    )
