"""Which host stands beside a value: one elsewhere, or the own machine."""

from __future__ import annotations

import re

from .case import Case

# What stands in the value's neighbourhood and says that it opens something elsewhere.
_NAMED = (
    r"(?:host(?:name)?|server|cluster|endpoint|url|uri|addr(?:ess)?|domain|broker|gateway|ip)"
    r"[\"']?\]?\s{0,4}(?:[:=]|=>|,)\s{0,4}"
)
_BEHIND = r"(?P<host>(?:[\w\-]{1,60}\.){1,6}[a-z]{2,12}|\d{1,3}(?:\.\d{1,3}){3})(?![\w.(\[])"
_HOST = re.compile(rf"(?i)(?://|@(?=\d)|:[^\s:@/]{{3,60}}@|{_NAMED}[\"']?){_BEHIND}")
# In a program only literals count: ``url = shop.address`` names an attribute.
_QUOTED = re.compile(
    rf"(?i)(?://|@(?=\d)|:[^\s:@/]{{3,60}}@|{_NAMED}[fbru]?[\"'](?:\w{{2,12}}://)?){_BEHIND}"
)
_CONNECT = re.compile(
    r"(?i)connect\w{0,20}\(\s{0,20}[\"'](?P<host>(?:[\w\-]{1,60}\.){1,6}[a-z]{2,12}|\d{1,3}(?:\.\d{1,3}){3})[\"']"
)
_NO_HOST = re.compile(
    r"(?i)^(?:127\.|0\.|(?:1\.1\.1\.1|8\.8\.8\.8|1\.2\.3\.4)$|10\.0\.2\.2|22[4-9]\.|23\d\.|255\.|localhost)|(?:^|\.)(?:example|test|invalid|local|svc)(?:\.|$)"
    r"|^(?:os|self|settings|config|env|process|this|req|request|app|np|pd)\.|\.(?:py|js|ts|json|ya?ml|env|html?|css|md|txt|sh|svg|png)$"
    r"|^(?:www\.)?(?:w3|schema|github|gitlab|stackoverflow|docs|wikipedia|google|npmjs|pypi)\.|^docs?\."
)
_REMARKS = re.compile(r"(?m)^\s{0,80}(?:#|//|--|\*|;).*$")
_OWN_HOST = re.compile(r"(?i)\blocalhost\b|127\.0\.0\.1|host\.docker\.internal|//[\w.\-]{1,60}\.local\b")


def names_own_machine(case: Case) -> bool:
    """Whether the own machine is named beside the value."""
    return bool(_OWN_HOST.search(case.said))


def _is_elsewhere(host: str) -> bool:
    return not _NO_HOST.search(host)


def has_host_on_line(case: Case) -> bool:
    """Whether the line of the value names a host elsewhere."""
    patterns = (_QUOTED if case.how.source else _HOST, _CONNECT)
    return any(_is_elsewhere(found["host"]) for pattern in patterns for found in pattern.finditer(case.line))


def has_host(case: Case) -> bool:
    """Whether a host elsewhere is named beside the value."""
    if case.hit.structured:
        return False  # the format says what it opens
    if case.hit.label.endswith("URL") and not case.hit.label.startswith(("key", "token")):
        found = re.match(r"@(?P<host>[\w.\-]{1,100})", case.text[case.hit.end : case.hit.end + 120])
        return found is not None and "." in found["host"] and _is_elsewhere(found["host"])
    if not case.generated and names_own_machine(case):
        return not _OWN_HOST.search(case.line) and has_host_on_line(case)
    around = _REMARKS.sub("", case.text[max(0, case.hit.start - 300) : case.hit.end + 250])
    patterns = (_QUOTED if case.how.source else _HOST, _CONNECT)
    return any(_is_elsewhere(found["host"]) for pattern in patterns for found in pattern.finditer(around))
