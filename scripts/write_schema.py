"""Writes ``docs/audit.schema.json`` from the value types; run it after a change of `codereview.model`."""

from __future__ import annotations

from pathlib import Path

from codereview.report.serialize import schema_json


def main() -> None:
    """Writes the schema beside the other documents of this checkout."""
    (Path(__file__).parents[1] / "docs" / "audit.schema.json").write_bytes(schema_json())


if __name__ == "__main__":
    main()
