"""SARIF 2.1.0: the results of any analyser.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. What is checked are the fields that are needed here and the
version, not the whole schema: many writers break it somewhere without harm. What results mean:

* ``kind`` other than ``fail``, ``open`` and ``review`` is no fault; ``baselineState: absent`` is one that is gone.
* ``level`` comes from the result, else from its rule's default, else it is ``warning`` (3.27.10).
* a result is suppressed if it has suppressions and none of them is under review or rejected (3.27.23).
* columns count UTF-16 code units unless the run says otherwise (3.14.17).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from codereview.evidence import sarif_schema as s
from codereview.evidence.values import (
    MOST_RESULTS,
    Region,
    Result,
    RuleRead,
    RunRead,
    SarifRead,
    UnreadableError,
)

VERSION = "2.1.0"
_FAULTS = (None, "", "fail", "open", "review")
_LEVELS = ("none", "note", "warning", "error")
_PLACEHOLDER = re.compile(r"\{(\d{1,3})\}")
_LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\([^()]*\)")
_LONGEST = 1_000
_MOST_RELATED = 10


def read(data: bytes) -> SarifRead:
    """The runs of a file.

    Raises:
        UnreadableError: a required field is missing or of a wrong type, or it is of another version.
    """
    try:
        log = msgspec.json.decode(data, type=s.Log)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"is no valid SARIF: {str(error)[:200]}") from None
    if log.version != VERSION:
        raise UnreadableError(f"is SARIF of version {log.version[:20]}, and {VERSION} is what is read")
    if sum(len(run.results or ()) for run in log.runs) > MOST_RESULTS:
        raise UnreadableError(f"holds more than {MOST_RESULTS:,} results")
    return SarifRead(tuple(_Run(run).read() for run in log.runs))


class _Run:
    """One run while it is read."""

    def __init__(self, run: s.Run) -> None:
        self.run = run
        driver = run.tool.driver
        self.rules: list[s.Descriptor] = driver.rules or []
        self.extensions = run.tool.extensions or []
        self.by_id: dict[str, s.Descriptor] = {}
        for rule in (*self.rules, *(rule for item in self.extensions for rule in item.rules or [])):
            self.by_id.setdefault(rule.id, rule)
        self.artifacts = run.artifacts or []
        self.utf16 = run.column_kind != "unicodeCodePoints"

    def read(self) -> RunRead:
        driver = self.run.tool.driver
        results = tuple(self._results())
        used = {result.code for result in results}
        return RunRead(
            tool=_one_line(driver.name)[:60] or "unnamed tool",
            version=_one_line(driver.semantic_version or driver.version or "")[:40],
            results=results,
            rules={code: _rule(code, self.by_id[code]) for code in sorted(used) if code in self.by_id},
            hashes={
                path: digest
                for item in self.artifacts
                if (path := self._path(item.location))
                and (digest := (item.hashes or {}).get("sha-256", "").lower())
            },
            failed=any(item.execution_successful is False for item in self.run.invocations or ()),
        )

    def _results(self) -> Iterator[Result]:
        for item in self.run.results or ():
            if item.kind not in _FAULTS or item.baseline_state == "absent":
                continue
            rule = self._descriptor(item)
            code = item.rule_id or (item.rule.id if item.rule else None) or (rule.id if rule else "")
            # a rule may be refined, as in CA1000/1 (3.27.5); its descriptor has the first part
            default = rule.default_configuration.level if rule and rule.default_configuration else None
            level = item.level or default or "warning"
            grade = _number(item.properties, "security-severity")
            if grade is None and rule is not None:
                grade = _number(rule.properties, "security-severity")
            places = [place for place in map(self._region, item.locations or ()) if place is not None]
            related = [
                place for place in map(self._region, item.related_locations or ()) if place is not None
            ]
            yield Result(
                code=_one_line(code or "unnamed")[:100],
                level=level if level in _LEVELS else "warning",
                message=self._message(item.message, rule),
                place=places[0] if places else None,
                related=tuple((places[1:] + related)[:_MOST_RELATED]),
                grade=grade,
                suppressed=_suppression(item.suppressions),
            )

    def _descriptor(self, item: s.Result) -> s.Descriptor | None:
        reference = item.rule or s.Reference()
        index = item.rule_index if item.rule_index is not None else reference.index
        rules = self.rules
        part = reference.tool_component.index if reference.tool_component else None
        if part is not None and 0 <= part < len(self.extensions):
            rules = self.extensions[part].rules or []
        if index is not None and 0 <= index < len(rules):
            return rules[index]
        code = item.rule_id or reference.id or ""
        return self.by_id.get(code) or self.by_id.get(code.rpartition("/")[0])

    def _message(self, message: s.Message, rule: s.Descriptor | None) -> str:
        text = message.text or message.markdown
        if text is None and message.id is not None:
            strings = {
                **(self.run.tool.driver.global_message_strings or {}),
                **((rule.message_strings or {}) if rule else {}),
            }
            text = strings[message.id].text if message.id in strings else ""
        given = message.arguments or []
        filled = _PLACEHOLDER.sub(
            lambda m: given[int(m[1])] if int(m[1]) < len(given) else m[0], (text or "")[: 4 * _LONGEST]
        )
        # embedded links, as in [this](1), are plain text here
        return _one_line(_LINK.sub(r"\1", filled))[:_LONGEST]

    def _region(self, location: s.Location) -> Region | None:
        place = location.physical_location
        if place is None or place.artifact_location is None:
            return None
        path = self._path(place.artifact_location)
        if not path:
            return None
        region = place.region or s.Area()
        line = max(region.start_line or 1, 1)
        message = location.message.text if location.message and location.message.text else ""
        return Region(
            path=path,
            line=line,
            column=max(region.start_column or 0, 0),
            end_line=max(region.end_line or 0, 0),
            end_column=max(region.end_column or 0, 0),
            message=_one_line(message)[:200],
            snippet=(region.snippet.text or "")[:10_000] if region.snippet else "",
            utf16=self.utf16,
        )

    def _path(self, location: s.ArtifactLocation | None, depth: int = 0) -> str:
        """The address as written, behind the folder that its base stands for; empty where there is none."""
        if location is None or depth > 5:
            return ""
        uri = location.uri
        if uri is None and location.index is not None and 0 <= location.index < len(self.artifacts):
            return self._path(self.artifacts[location.index].location, depth + 1)
        base = (self.run.original_uri_base_ids or {}).get(location.uri_base_id or "")
        folder = self._path(base, depth + 1) if base is not None else ""
        uri = uri or ""
        return uri if not folder or "://" in uri else folder.rstrip("/") + "/" + uri


def _rule(code: str, rule: s.Descriptor) -> RuleRead:
    found = (rule.properties or {}).get("tags")
    tags = [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []
    return RuleRead(
        code=code,
        name=_one_line(rule.name or "")[:100],
        short=_text(rule.short_description),
        full=_text(rule.full_description),
        help=_text(rule.help),
        tags=tuple(tag[:60] for tag in tags[:50]),
    )


def _text(value: s.Text | None) -> str:
    return _one_line((value.text or value.markdown or "")[: 4 * _LONGEST])[:_LONGEST] if value else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _number(properties: Mapping[str, object] | None, name: str) -> float | None:
    value = (properties or {}).get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= 10 else None


def _suppression(given: Sequence[s.Suppression] | None) -> str | None:
    """Why a result is accepted; None if it is not."""
    if not given or any(item.status in ("underReview", "rejected") for item in given):
        return None
    reason = next((_one_line(item.justification)[:200] for item in given if item.justification), "")
    where = "in the source" if given[0].kind == "inSource" else "outside of the source"
    return reason or f"accepted {where}, as the file says, without a reason"
