"""What a project says of a default that its own file leaves sure: who reads it, what replaces it, what asks for it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from codereview.api import Confidence, Finding, Severity
from codereview.facts.project import ProjectFacts

from . import beside, demands, later, required, session_uses, setting_reads
from .defaults import SETTING


def setting_of(finding: Finding, name: str, what: str) -> str:
    """The setting that has a default as its value, empty where that is not told."""
    if what.startswith(("value", SETTING)):
        return name if name.isidentifier() else ""
    if (
        finding.symbol and name.isupper() and name.isidentifier()
    ):  # of a class, most often named as its variable
        return name if what.startswith(("default (", "fallback (")) else ""
    looked_up = what.startswith("default (") and not finding.symbol  # Django has one name for its key
    return "SECRET_KEY" if looked_up and name in {"SECRET_KEY", "DJANGO_SECRET_KEY"} else ""


def as_read(finding: Finding, project: ProjectFacts) -> Finding:
    """A sure finding, less sure where nothing reads the default, or where a later file may replace it."""
    if finding.checked == session_uses.ASKED:
        why = session_uses.unused(project, finding.path)
        return _doubted(finding, why) if why else finding
    if why := setting_reads.doubt(project, finding.path, finding.checked):
        return _doubted(finding, why)
    if not finding.symbol and (why := later.may_replace(project, finding.path)):
        if finding.confidence is Confidence.HIGH:
            return replace(finding, confidence=Confidence.MEDIUM)
        return _doubted(finding, why)
    if not finding.symbol and (why := _of_other_settings(finding, project)):
        return _doubted(finding, why)
    if why := beside.unrouted(project, finding.path, finding.symbol):
        return _doubted(finding, why)
    if why := _asked_elsewhere(finding, project) or _demanded(finding, project):
        return _doubted(finding, why)
    return finding


def _told(finding: Finding) -> tuple[str, str]:
    """The name of what has a literal, and as what, as the message says."""
    name, _, what = finding.message.partition(" has a literal as its ")
    return name, what


def _of_other_settings(finding: Finding, project: ProjectFacts) -> str:
    """Why the program starts with other settings of Django than those of a file, empty if it does not, or may not."""
    path = finding.path
    name, what = _told(finding)
    return (
        beside.unasked(project, path)
        or beside.left_over(project, path)
        or beside.left_for(project, path, setting_of(finding, name, what))
    )


def _asked_elsewhere(finding: Finding, project: ProjectFacts) -> str:
    """Why the program does not start without what has a default here, empty if it does."""
    name, what = _told(finding)
    if not (what.startswith(("default (", "fallback (")) and name.isidentifier()):
        return ""
    if not finding.symbol and (other := required.asked_again(project, finding.path, name)):
        return f"`{other}` asks for it again without a default, and production starts with that"
    if other := required.asked_in_turn(project, name):
        return f"`{other}` asks for it and stops without it"
    if other := required.demanded(project, finding.path, name):
        return f"the settings in `{other}` are not made without it"
    return ""


SIZE = re.compile(r"\((\d{1,5}) characters\)")
"""How long a default is, as the message says."""


def _demanded(finding: Finding, project: ProjectFacts) -> str:
    """Why a deployment does not start without what has a default here, empty if it does, or none is seen."""
    name, what = _told(finding)
    if not finding.checked:  # what was generated to open something elsewhere is out
        return ""
    looked_up = what.startswith(("default (", "fallback (", SETTING)) and name.isidentifier()
    if looked_up and (path := demands.demanding(project, name, prefixed=what.startswith(SETTING))):
        return f"`{path}` starts nothing without it"
    return ""


def _doubted(finding: Finding, why: str) -> Finding:
    said = f"{finding.message.removesuffix('.')}; doubtful: {why}"
    severity = finding.severity.at_most(Severity.MEDIUM)
    return replace(finding, message=said, severity=severity, confidence=Confidence.LOW)
