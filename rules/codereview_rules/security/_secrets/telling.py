"""What SEC001 says of a secret: what it is, where it stands, why it is doubtful; never its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import Severity

from .hit import Hit
from .names import called


def messages(hits: Iterable[Hit]) -> Iterator[tuple[Hit, str]]:
    """Each hit with its message: what it is, its name, its public prefix and its length, and why it is but a note;
    never its value."""
    for hit in hits:
        name = f" in {hit.name}" if hit.name else ""
        spoken = "no fault by itself" if hit.severity is Severity.INFO else "doubtful"
        check = "" if hit.severity is Severity.INFO else "; see whether a system in use takes it"
        why = f"; {spoken}: {hit.note}{check}" if hit.note else ""
        label = _label(hit)
        yield hit, f"{label[:1].upper()}{label[1:]}{name} is written into the file: {hit.masked}{why}."


def _label(hit: Hit) -> str:
    """What a secret is called: what a key is for is said as far as its name does."""
    if hit.label.endswith("signing key") and hit.name:
        return f"{hit.label.removesuffix('signing key')}{called(hit.name)}"
    return hit.label
