"""The base of all facts."""

from __future__ import annotations

import msgspec


class Struct(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base: compact, immutable."""
