from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import msgspec
import pytest
from golden import clean_audit, empty_audit, excellent_audit, golden_audit, large_audit

from codereview.errors import AuditFileError
from codereview.report.serialize import from_json, schema, schema_json, to_json

AUDITS = [golden_audit, excellent_audit, clean_audit, empty_audit]


@pytest.mark.parametrize("make", AUDITS)
def test_there_and_back_is_the_same_audit(make):
    assert from_json(to_json(make()), "audit.json") == make()


def test_equal_audits_give_equal_bytes_whatever_the_order_of_their_mappings():
    audit = golden_audit()
    turned = msgspec.structs.replace(
        audit,
        project=msgspec.structs.replace(
            audit.project, files=dict(reversed(list(audit.project.files.items())))
        ),
    )
    assert to_json(turned) == to_json(audit)


def test_json_is_indented_and_ends_with_a_newline():
    data = to_json(golden_audit())
    assert data.startswith(b'{\n "schema": 1,\n')
    assert data.endswith(b"}\n")


def test_an_undecodable_name_is_written_as_an_escape():
    audit = golden_audit()
    odd = msgspec.structs.replace(audit.findings[0], path="src/caf\udce9.py")
    data = to_json(msgspec.structs.replace(audit, findings=(odd,)))
    assert json.loads(data)["findings"][0]["path"] == "src/caf\\udce9.py"


@pytest.mark.parametrize("make", [*AUDITS, lambda: large_audit(60)])
def test_the_audit_is_valid_by_the_schema(make):
    jsonschema.validate(json.loads(to_json(make())), schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_audit():
    broken = json.loads(to_json(golden_audit()))
    broken["findings"][0]["severity"] = "terrible"
    with pytest.raises(jsonschema.ValidationError, match="terrible"):
        jsonschema.validate(broken, schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_in_the_documents_is_the_one_of_the_code():
    stored = Path(__file__).parents[2] / "docs" / "audit.schema.json"
    assert stored.read_bytes() == schema_json(), "run scripts/write_schema.py"


def altered(**changes: object) -> bytes:
    raw = json.loads(to_json(golden_audit()))
    raw.update(changes)
    return json.dumps(raw).encode()


def without_tool() -> bytes:
    raw = json.loads(to_json(golden_audit()))
    del raw["project"]["statements"]
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.json is not JSON: "),
        (b"{", "a.json is not JSON: "),
        (b"\xff\xfe\x00", "a.json is not JSON: "),
        (b"<html>", "a.json is not JSON: "),
        (b"[1, 2]", "a.json is not an Audit file: "),
        (b'{"findings": []}', "a.json is not an Audit file: "),
        (b'{"schema": "1"}', "a.json is not an Audit file: "),
        (altered(schema=99), "a.json has schema version 99, and this codereview reads version 1"),
        (
            altered(findings=3),
            "a.json is not a valid Audit file: expected `array`, got `int` - at `$.findings`",
        ),
        (without_tool(), "missing required field `statements` - at `$.project`"),
    ],
)
def test_what_is_no_audit_is_refused_in_one_sentence(data, said):
    with pytest.raises(AuditFileError) as caught:
        from_json(data, "a.json")
    message = str(caught.value)
    assert said in message
    assert message.endswith(".")
    assert "\n" not in message
    assert not re.search(r"\.\.$", message)
