"""How grave a sure finding of SEC001 is at most: what only opens a set-up of development, or a service that nobody
outside the set-up reaches, opens less than the same value elsewhere."""

from __future__ import annotations

import re

from codereview.api import Severity

from . import notes
from .case import Case
from .hosts import has_host
from .names import called

_STAGE = re.compile(
    r"(?im)^[ \t-]*(?:\w{1,40}_)?(?:ENV|ENVIRONMENT|STAGE)[ \t]*[:=][ \t]*[\"']?"
    r"(?:dev|develop|development|local|debug)\b"
)
_TRIED = re.compile(r"(?:^|/)e2e/|\.(?:dev|development|local)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"[\"'\s:-](?:\d{2,5}|\$\{\w{1,60}(?::-\d{2,5})?\}):(?:5432|3306|27017|6379|5672|1433|9200)\b"
)
_INSIDE = re.compile(r"@[a-z][a-z0-9_-]{0,60}(?::\d{2,5})?(?:[/\"'\s]|\Z)")


def at_most(case: Case) -> Severity:
    """The gravest that a finding may be called."""
    if case.hit.structured:
        return Severity.CRITICAL  # its provider takes it from anywhere
    return Severity.MEDIUM if _is_of_development(case) or _is_inside(case) else Severity.CRITICAL


def _is_of_development(case: Case) -> bool:
    """Whether the file says that a program is made with what it sets."""
    path = case.how.path
    own = case.holds("signing") and called(case.hit.name) != "secret key"
    if case.how.source or notes.is_live(path) or not (own or (case.holds("password") and not has_host(case))):
        return False  # what is a service's opens it from here, too
    return bool(_TRIED.search(path)) or notes.is_of_development(path) or bool(_STAGE.search(case.text))


def _is_inside(case: Case) -> bool:
    """Whether a compose file gives the value to a database or a broker whose port it does not publish."""
    if "compose" not in case.how.path.rpartition("/")[2] or _PUBLISHED.search(case.text):
        return False
    if case.holds("URL"):
        return _INSIDE.match(case.text, case.hit.end) is not None
    return case.holds("password") and notes.is_of_service(case.hit.name)
