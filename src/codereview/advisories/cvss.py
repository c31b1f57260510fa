"""Base scores of CVSS vectors, and what they are on our scale.

Formulas: CVSS v3.0 and v3.1, sections 7.1 and 7.4 (https://www.first.org/cvss/v3.1/specification-document,
https://www.first.org/cvss/v3.0/specification-document); CVSS v2, section 3.2.1
(https://www.first.org/cvss/v2/guide). Version 4 has no formula but a table of 270 rows; vectors of it are kept
and not computed, since the databases that give them name the severity beside them.
"""

from __future__ import annotations

import math

from codereview.model import Severity

_V3 = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_V3_PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_V2 = {
    "AV": {"L": 0.395, "A": 0.646, "N": 1.0},
    "AC": {"H": 0.35, "M": 0.61, "L": 0.71},
    "Au": {"M": 0.45, "S": 0.56, "N": 0.704},
    "C": {"N": 0.0, "P": 0.275, "C": 0.66},
    "I": {"N": 0.0, "P": 0.275, "C": 0.66},
    "A": {"N": 0.0, "P": 0.275, "C": 0.66},
}
_WORDS = {
    "NONE": Severity.INFO,
    "LOW": Severity.LOW,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "HIGH": Severity.HIGH,
    "CRITICAL": Severity.CRITICAL,
}


def base_score(vector: str) -> float | None:
    """The base score of a vector, 0 to 10; None if it is damaged or of a version without a formula."""
    parts = dict(part.split(":", 1) for part in vector.strip().split("/") if ":" in part)
    try:
        version = parts.get("CVSS", "2")
        if version in ("3.0", "3.1"):
            return _v3(parts, exact=version == "3.1")
        return _v2(parts) if version == "2" else None
    except KeyError:
        return None


def severity_of(score: float) -> Severity:
    """The qualitative rating of CVSS v3 (section 5): none, low to 3.9, medium to 6.9, high to 8.9, critical."""
    if score >= 9.0:
        return Severity.CRITICAL
    if score >= 7.0:
        return Severity.HIGH
    if score >= 4.0:
        return Severity.MEDIUM
    return Severity.LOW if score > 0 else Severity.INFO


def severity_named(word: object) -> Severity | None:
    """The severity that a database gives in a word, such as ``MODERATE``; None if it is no such word."""
    return _WORDS.get(word.upper()) if isinstance(word, str) else None


def _v3(parts: dict[str, str], exact: bool) -> float:
    value = {name: table[parts[name]] for name, table in _V3.items()}
    scope = parts["S"]
    privileges = _V3_PRIVILEGES[scope][parts["PR"]]
    sub = 1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"])
    impact = 6.42 * sub if scope == "U" else 7.52 * (sub - 0.029) - 3.25 * (sub - 0.02) ** 15
    if impact <= 0:
        return 0.0
    exploitability = 8.22 * value["AV"] * value["AC"] * privileges * value["UI"]
    total = impact + exploitability if scope == "U" else 1.08 * (impact + exploitability)
    return _round_up(min(total, 10.0), exact)


def _round_up(score: float, exact: bool) -> float:
    """To one digit, upwards; version 3.1 says how, so that all implementations agree (its appendix A)."""
    if not exact:
        return math.ceil(round(score * 10, 6)) / 10
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10


def _v2(parts: dict[str, str]) -> float:
    value = {name: table[parts[name]] for name, table in _V2.items()}
    impact = 10.41 * (1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"]))
    exploitability = 20 * value["AV"] * value["AC"] * value["Au"]
    factor = 0.0 if impact == 0 else 1.176
    return round((0.6 * impact + 0.4 * exploitability - 1.5) * factor, 1)
