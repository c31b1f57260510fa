"""A receipt: all that a score was worked out from and every step of it, so that anybody can check it. Pure.

It holds no text of the audited code: names of files with digests of their contents, findings as rule, place and
factors, and the numbers of the model. The seal is a digest of all the rest. It shows a slip or a careless change; it
is no signature, since whoever changes the receipt on purpose can make a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import structs

from codereview.model import Audit, Finding, ScoreBasis, Struct, Suppression, Tool
from codereview.score import table
from codereview.score.again import judged
from codereview.score.working import Entry, Working, working

RECEIPT_VERSION = 1
KIND = "codereview receipt"
NUMBERS = (
    "SCORE_MODEL", "SEVERITY_WEIGHT", "CONFIDENCE_FACTOR", "ZONE_FACTOR", "SECRET_RULES", "STATEMENTS_OFFSET",
    "PER_STATEMENTS", "RULE_CEILING", "RATIO_FLOOR", "GRADES", "CAP_CRITICAL", "CAP_CRITICAL_STEP", "CAP_HIGH",
    "CAP_HIGH_STEP", "CAP_STEPS", "CAP_ENTRY_POINT", "CAP_INCOMPLETE", "CAP_RULE_OFF",
)  # fmt: skip
"""The names in `codereview.score.table` that a result depends on, besides the numbers of the categories."""
DIGITS = 1e-9
"""What two machines may differ by in the last digits of a logarithm."""


class Inputs(Struct, frozen=True):
    """What was read: SHA-256 of each file by its path, of what could not be read the reason, and one over all.

    ``hashed`` is false where the receipt was made of a stored audit, without its files.
    """

    hashed: bool
    files: dict[str, str]
    unreadable: dict[str, str]
    all: str


class Chosen(Struct, frozen=True):
    """The settings that the score depends on, with a digest; rule folders and evidence files are left out."""

    values: dict[str, Any]
    sha256: str


class Receipt(Struct, frozen=True):
    """A receipt. ``rules`` are the packages that the rules came from, with their versions."""

    kind: Literal["codereview receipt"]
    version: int
    project: str
    commit: str
    tool: Tool
    rules: dict[str, str]
    model: dict[str, Any]
    inputs: Inputs
    settings: Chosen
    basis: ScoreBasis
    working: Working
    seal: str = ""


class Difference(Struct, frozen=True):
    """The first line that does not come out: where, what the receipt says, what it should say."""

    where: str
    said: str
    found: str
    off: float | None = None


def inputs(files: Mapping[str, str], unreadable: Mapping[str, str]) -> Inputs:
    """The inputs from digests by path."""
    return Inputs(
        hashed=True,
        files=dict(sorted(files.items())),
        unreadable=dict(sorted(unreadable.items())),
        all=over(files),
    )


NOT_HASHED = Inputs(hashed=False, files={}, unreadable={}, all="")


def over(files: Mapping[str, str]) -> str:
    """One SHA-256 over all: of ``path NUL digest newline`` for each file, by path."""
    digest = hashlib.sha256()
    for path, value in sorted(files.items()):
        digest.update(f"{path}\0{value}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def settings(values: dict[str, Any]) -> Chosen:
    """Settings with their digest."""
    return Chosen(values=values, sha256=_digest(values))


def receipt(audit: Audit, read: Inputs, chosen: Chosen, rules: Mapping[str, str]) -> Receipt | None:
    """The receipt of an audit; None where it has no score, or does not hold what that stands on."""
    if audit.basis is None:
        return None
    work = working(sorted(judged(audit), key=_place), audit.basis)
    if work is None:
        return None
    made = Receipt(
        kind="codereview receipt",
        version=RECEIPT_VERSION,
        project=audit.project.name,
        commit=audit.project.vcs.commit if audit.project.vcs else "",
        tool=audit.tool,
        rules=dict(sorted(rules.items())),
        model=numbers(),
        inputs=read,
        settings=chosen,
        basis=audit.basis,
        working=work,
    )
    # as it is read again: a whole number in the place of a fraction would be written in another way
    made = msgspec.json.decode(msgspec.json.encode(made), type=Receipt)
    return structs.replace(made, seal=seal(made))


def seal(made: Receipt) -> str:
    """The digest of everything but the seal itself."""
    return _digest(structs.replace(made, seal=""))


def numbers() -> dict[str, Any]:
    """Every number of the model that this program works by."""
    out: dict[str, Any] = {name.lower(): getattr(table, name) for name in NUMBERS}
    out["categories"] = {
        category.value: {"weight": item.weight, "h": item.h} for category, item in table.CATEGORIES.items()
    }
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(out, order="sorted"))
    return found


def check(made: Receipt) -> Difference | None:
    """Works everything out again, from the receipt alone; the first line that differs, or None."""
    different = _compared("model", made.model, numbers())
    if different:
        return different
    try:
        again = working([_finding(entry) for entry in made.working.entries], made.basis)
    except ValueError as error:
        return Difference(where="basis", said=str(error), found="numbers that can be")
    if again is None:
        return Difference(where="result", said=f"{made.working.value}", found="no score")
    said, found = (msgspec.to_builtins(item) for item in (made.working, again))
    # a cause is kept as a digest, and the digest of that is another: what counts is which entries share one
    for entry, other in zip(said["entries"], found["entries"], strict=True):
        other["cause"] = entry["cause"]
    for part in (
        "statements",
        "divisor",
        "entries",
        "lines",
        "categories",
        "halvings",
        "raw",
        "caps",
        "value",
        "grade",
    ):
        different = different or _compared(part, said[part], found[part])
    rest = ["complete", "strict"]
    if said.get("reference") == found.get("reference"):
        rest.append("percentile")  # projects are measured anew from time to time: that changes no score
    for part in rest:
        different = different or _compared(part, said[part], found[part])
    files = _compared("inputs all", made.inputs.all, over(made.inputs.files) if made.inputs.hashed else "")
    listed = _compared("settings sha256", made.settings.sha256, _digest(made.settings.values))
    return different or files or listed or _compared("seal", made.seal, seal(made))


def _finding(entry: Entry) -> Finding:
    return Finding(
        rule=entry.rule,
        title="",
        category=entry.category,
        severity=entry.severity,
        confidence=entry.confidence,
        path=entry.path,
        line=entry.line,
        column=1,
        end_line=entry.line,
        end_column=1,
        message="",
        cause=entry.cause,
        units=entry.units,
        zone=entry.zone,
        fingerprint=entry.fingerprint,
        suppressed=Suppression(reason="", source="config" if entry.suppressed == "config" else "inline")
        if entry.suppressed
        else None,
    )


def _place(item: Finding) -> tuple[object, ...]:
    return (item.path, item.line, item.column, item.symbol, item.message, item.rule, item.fingerprint)


def _compared(where: str, said: Any, found: Any) -> Difference | None:
    """The first difference of two plain values, named by the way to it."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in [*said, *(key for key in found if key not in said)]:
            different = _compared(f"{where} {key}", said.get(key), found.get(key))
            if different:
                return different
        return None
    if isinstance(said, (list, tuple)) and isinstance(found, (list, tuple)):
        if len(said) != len(found):
            return Difference(where=f"the number of {where}", said=str(len(said)), found=str(len(found)))
        pairs = enumerate(zip(said, found, strict=True), 1)
        differences = (
            _compared(f"{where} {_name(one, number)}", one, other) for number, (one, other) in pairs
        )
        return next((item for item in differences if item), None)
    if _is_number(said) and _is_number(found):
        if abs(said - found) <= DIGITS * max(1.0, abs(found)):
            return None
        return Difference(where=where, said=f"{said:.10g}", found=f"{found:.10g}", off=said - found)
    return None if said == found else Difference(where=where, said=_word(said), found=_word(found))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _word(value: object) -> str:
    return "nothing" if value is None or value == "" else str(value)


def _name(item: object, number: int) -> str:
    """What a line is called in a message: its category and name, a finding by rule and place, else its number."""
    if isinstance(item, dict):
        if "fingerprint" in item:
            return f"{number} ({item['rule']} in {item['path']}:{item['line']})"
        words = [str(item[key]) for key in ("category", "name", "id", "reason") if item.get(key)]
        return " ".join(words) or str(number)
    return str(number)


def _digest(value: Any) -> str:
    data = msgspec.json.encode(value, order="sorted")
    return hashlib.sha256(data).hexdigest()
