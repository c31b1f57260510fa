"""What is at stake where a secret is written out: what it opens, and how often the line comes."""

from __future__ import annotations

import re

from codereview.facts.project import ProjectFacts
from codereview.facts.reachability import is_by_hand

from ..._syntax.by_hand import is_run_once

_BARE = frozenset({"token", "jwt", "bearer"})
_SIGNS_IN = re.compile(
    r"auth|log_?in|sign_?in|jwt|session|bearer|oauth|sso|middleware|credential|identity|password|user|account_?link",
    re.IGNORECASE,
)
_OF_DEVICES = re.compile(
    r"(?:^|[^a-z])(?:fcm|apns?|device|push|firebase|notifications?)(?:[^a-z]|$)", re.IGNORECASE
)
_BY_HAND = re.compile(r"(?:^|/)(?:management/commands|commands|cli|bin|seeds?|fixtures)/")


def opens_little(path: str, symbol: str, shown: str, name: str) -> bool:
    """Whether a token is the address of a device, or nothing around it says that it signs anybody in."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    if "token" not in parts and parts not in _BARE:
        return False
    around = f"{path} {symbol} {shown}"
    if parts in _BARE or parts == "registration_token":
        return _OF_DEVICES.search(around) is not None or not _SIGNS_IN.search(around)
    return _OF_DEVICES.search(parts.replace("_", " ")) is not None


def comes_once(project: ProjectFacts, path: str) -> bool:
    """Whether somebody starts the code by hand, once or now and then: it serves nobody."""
    if is_run_once(path) or _BY_HAND.search(path):
        return True
    return is_by_hand(project.live.reachability.of(path).by)
