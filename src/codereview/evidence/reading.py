"""Bytes of a file -> what it holds, by its content; its name says nothing."""

from __future__ import annotations

import codecs

import msgspec

from codereview.evidence import benchmark, cobertura, coverage_data, coverage_json, junit, sarif
from codereview.evidence.markup import root_of
from codereview.evidence.values import Read, UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_ABSENT = msgspec.Raw()


class _Keys(msgspec.Struct):
    """Top-level keys by which the JSON formats are told apart."""

    runs: msgspec.Raw = _ABSENT
    version: msgspec.Raw = _ABSENT
    files: msgspec.Raw = _ABSENT
    totals: msgspec.Raw = _ABSENT
    benchmarks: msgspec.Raw = _ABSENT


def read(data: bytes) -> Read:
    """What a file holds. Nothing of it is run.

    Args:
        data: the whole file.

    Raises:
        UnreadableError: it is empty, damaged, or of no known format.
    """
    try:
        return _read(data)
    except (RecursionError, MemoryError):
        raise UnreadableError("is nested too deeply or too large") from None


def _read(data: bytes) -> Read:
    if data.startswith(coverage_data.MAGIC):
        return Read("coverage.py data", coverage_data.read(data))
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.strip():
        raise UnreadableError("is empty")
    if head.startswith(b"<") or b"<\0?\0x\0" in data[:16] or b"\0<\0?\0x" in data[:16]:
        return _markup(data)
    text = _utf8(data)
    if text.lstrip()[:1] == b"{":
        return _json(text)
    raise UnreadableError("is neither a coverage file, JUnit XML, pytest-benchmark's JSON nor SARIF")


def _markup(data: bytes) -> Read:
    name, children = root_of(data)
    if name == "coverage":
        if children & {"project", "testproject"}:
            raise UnreadableError("is Clover's XML; write Cobertura's, as `coverage xml` does")
        return Read("Cobertura XML", cobertura.read(data))
    if name in ("testsuites", "testsuite"):
        return Read("JUnit XML", junit.read(data))
    raise UnreadableError(f"is XML of an unknown kind (its root is {name[:40]!r})")


def _json(data: bytes) -> Read:
    try:
        keys = msgspec.json.decode(data, type=_Keys)
    except msgspec.DecodeError as error:
        detail = str(error)
        raise UnreadableError(
            "is cut off before its end" if "truncated" in detail else f"is damaged JSON: {detail[:150]}"
        ) from None
    except UnicodeDecodeError:
        raise UnreadableError("is JSON with bytes that are not UTF-8") from None
    try:
        if bytes(keys.runs):
            return Read("SARIF", sarif.read(data))
        if bytes(keys.files) and bytes(keys.totals):
            return Read("coverage.py JSON", coverage_json.read(data))
        if bytes(keys.benchmarks):
            return Read("pytest-benchmark JSON", benchmark.read(data))
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnreadableError("is damaged JSON") from None
    raise UnreadableError("is JSON, but neither SARIF, coverage.py's report nor pytest-benchmark's")


def _utf8(data: bytes) -> bytes:
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(name).encode("utf-8")
            except UnicodeError:
                raise UnreadableError("cannot be decoded") from None
    return data
