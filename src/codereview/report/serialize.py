"""The Audit as JSON, back from JSON, and the JSON Schema of it."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec

from codereview.errors import AuditFileError
from codereview.model import SCHEMA_VERSION, Audit
from codereview.report.text import visible

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


class _Header(msgspec.Struct):
    schema: int


def to_json(audit: Audit) -> bytes:
    """The audit as UTF-8 JSON, one value a line, with a final newline; equal audits give equal bytes.

    Names that are not valid Unicode (undecodable file names) are written with visible escapes.
    """
    return plain_json(audit)


def plain_json(value: msgspec.Struct) -> bytes:
    """Any plain value as `to_json` writes an audit."""
    encoder = msgspec.json.Encoder(order="deterministic")
    try:
        raw = encoder.encode(value)
    except UnicodeEncodeError:
        raw = encoder.encode(_encodable(msgspec.to_builtins(value)))
    return msgspec.json.format(raw, indent=1) + b"\n"


def from_json(data: bytes, source: str) -> Audit:
    """The audit that `to_json` wrote; ``source`` names the file in errors.

    Raises:
        AuditFileError: not JSON, no or another schema version, a value missing or of a wrong type.
    """
    try:
        found = msgspec.json.decode(data, type=_Header).schema
    except msgspec.ValidationError:
        raise AuditFileError(
            f"{source} is not an Audit file: it has no whole number under `schema`;"
            " write one with `codereview audit --format json`."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AuditFileError(f"{source} is not JSON: {_reason(error)}.") from None
    if found != SCHEMA_VERSION:
        raise AuditFileError(
            f"{source} has schema version {found}, and this codereview reads version {SCHEMA_VERSION}:"
            " render it with the version that wrote it."
        )
    try:
        return msgspec.json.decode(data, type=Audit)
    except msgspec.ValidationError as error:
        raise AuditFileError(f"{source} is not a valid Audit file: {_reason(error)}.") from None


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes."""
    body = msgspec.json.schema(Audit)
    for definition in body["$defs"].values():
        # Python 3.13 and later strip the indentation of docstrings by themselves.
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
    body["$defs"]["Audit"]["properties"]["schema"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": SCHEMA_ID,
        "title": "codereview audit",
        "description": "The result of `codereview audit --format json`.",
        **body,
    }


def schema_json() -> bytes:
    """`schema` as the text that is kept in ``docs/audit.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


def _reason(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]


def _encodable(value: Any) -> Any:
    """``value`` with every lone surrogate written as an escape."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return "".join(visible(char) if "\ud800" <= char <= "\udfff" else char for char in value)
        return value
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value
