"""Which rule has which edit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from codereview.fix import basic_config, offload, optional, returns, utcnow
from codereview.fix.base import Edit

EDITS: Mapping[str, Edit] = MappingProxyType(
    {
        module.rule: module
        for module in (utcnow.EDIT, basic_config.EDIT, optional.EDIT, offload.EDIT, returns.EDIT)
    }
)
"""The edit of each rule that has one, by the rule's id."""
