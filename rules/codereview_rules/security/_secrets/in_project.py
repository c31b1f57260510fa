"""What a project says of a default that its own file leaves sure: who reads it, what replaces it, what asks for it."""

from __future__ import annotations

from msgspec.structs import replace

from codereview.api import Confidence, Finding, Severity
from codereview.facts.project import ProjectFacts

from . import beside, demands, later, required, session_uses, setting_reads
from .defaults import SETTING


def as_read(finding: Finding, project: ProjectFacts) -> Finding:
    """A sure finding, less sure where nothing reads the default, or where a later file may replace it."""
    if finding.checked == session_uses.ASKED:
        why = session_uses.unused(project, finding.path)
        return doubted(finding, why) if why else finding
    if why := setting_reads.doubt(project, finding.path, finding.checked):
        return doubted(finding, why)
    if not finding.symbol and (why := later.may_replace(project, finding.path)):
        if finding.confidence is Confidence.HIGH:
            return replace(finding, confidence=Confidence.MEDIUM)
        return doubted(finding, why)
    if not finding.symbol and (why := beside.unasked(project, finding.path)):
        return doubted(finding, why)
    if why := beside.unrouted(project, finding.path, finding.symbol):
        return doubted(finding, why)
    if why := _asked_elsewhere(finding, project) or _demanded(finding, project):
        return doubted(finding, why)
    return finding


def _asked_elsewhere(finding: Finding, project: ProjectFacts) -> str:
    """Why the program does not start without what has a default here, empty if it does."""
    name, _, what = finding.message.partition(" has a literal as its ")
    if not (what.startswith(("default (", "fallback (")) and name.isidentifier()):
        return ""
    if not finding.symbol and (other := required.asked_again(project, finding.path, name)):
        return f"`{other}` asks for it again without a default, and production starts with that"
    if other := required.demanded(project, finding.path, name):
        return f"the settings in `{other}` are not made without it"
    return ""


def _demanded(finding: Finding, project: ProjectFacts) -> str:
    """Why a deployment does not start without what has a default here, empty if it does, or none is seen."""
    name, _, what = finding.message.partition(" has a literal as its ")
    if not finding.checked:  # what was generated to open something elsewhere is out
        return ""
    looked_up = what.startswith(("default (", "fallback (", SETTING)) and name.isidentifier()
    if looked_up and (path := demands.demanding(project, name, prefixed=what.startswith(SETTING))):
        return f"`{path}` starts nothing without it"
    return ""


def doubted(finding: Finding, why: str) -> Finding:
    said = f"{finding.message.removesuffix('.')}; doubtful: {why}"
    severity = min(finding.severity, Severity.MEDIUM, key=lambda held: held.rank)
    return replace(finding, message=said, severity=severity, confidence=Confidence.LOW)
