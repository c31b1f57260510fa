"""Small exports made for the tests."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def record(number: str, name: str = "lemon", *events: Mapping[str, str], **other: Any) -> dict[str, Any]:
    """One record of OSV's form; ``versions`` and the top-level fields come by keyword."""
    affected: dict[str, Any] = {"package": {"name": name, "ecosystem": "PyPI"}}
    if events:
        affected["ranges"] = [{"type": "ECOSYSTEM", "events": list(events)}]
    if "versions" in other:
        affected["versions"] = other.pop("versions")
    return {
        "id": number,
        "modified": "2024-03-01T00:00:00Z",
        "summary": f"Summary of {number}",
        "affected": [affected],
        **other,
    }


def export(
    path: Path, records: Sequence[Mapping[str, Any]], extra: Mapping[str, bytes] | None = None
) -> Path:
    """A zip as OSV gives it; ``extra`` are further entries by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in records:
            archive.writestr(f"{item['id']}.json", json.dumps(item))
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path
