"""Propose edits with proofs, and apply them.

Nothing is offered on the word of an edit. `propose` checks each result by itself: that it parses, that the
finding is gone, that no other finding came, that running the edit again changes nothing, that all other lines
are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import libcst as cst

from codereview.fix.base import Context, Edit, Edited, Python, Refusal, Source, Target
from codereview.fix.edits import EDITS
from codereview.fix.lines import unexpected
from codereview.fix.patch import unified
from codereview.model import Finding, Fix

FindingsOf = Callable[[str, str], Sequence[Finding]]
_BOM = "\ufeff"

PROOFS = (
    "the result parses",
    "the finding is gone",
    "no new finding appears",
    "a second run changes nothing",
    "all other lines are byte-identical",
)
PART = "the part of the finding that the edit mends is gone"


@dataclass(frozen=True)
class Refused:
    """No diff for a finding, and why."""

    reason: str


@dataclass(frozen=True)
class _File:
    """One file under edit: its syntax, and the findings that it has as it is."""

    path: str
    bom: str
    source: Source
    before: tuple[Finding, ...]
    python: Python
    findings_of: FindingsOf
    context: Context

    @property
    def text(self) -> str:
        return self.bom + self.source.text


def _open(path: str, text: str, python: Python, findings_of: FindingsOf, context: Context | None) -> _File:
    bom = _BOM if text.startswith(_BOM) else ""
    source = Source(text[len(bom) :])
    return _File(
        path, bom, source, tuple(findings_of(path, text)), python, findings_of, context or Context(path)
    )


def propose(
    path: str,
    text: str,
    findings: Sequence[Finding],
    *,
    python: Python,
    findings_of: FindingsOf,
    context: Context | None = None,
) -> dict[int, Fix | Refused]:
    """A verified diff, or the reason why there is none, for each finding whose rule has an edit.

    Args:
        path: the file, relative; the diffs name it.
        text: the file as it is: line ends as in the bytes, a byte order mark as first character if there is
            one. findings: findings of this file. python: the lowest Python version that the project declares.
            findings_of: the findings that the rules give for a path and a text. context: what else is known
            about the file.

    Returns: by index in ``findings``. Each diff stands alone, against the file as it is.
    """
    wanted = [index for index, finding in enumerate(findings) if finding.rule in EDITS]
    if not wanted:
        return {}
    try:
        file = _open(path, text, python, findings_of, context)
    except Refusal as refusal:
        return {index: Refused(str(refusal)) for index in wanted}
    out: dict[int, Fix | Refused] = {}
    results: dict[int, Edited] = {}
    for index in wanted:
        finding = findings[index]
        edit = EDITS[finding.rule]
        try:
            edited, gone = _attempt(file, edit, (finding,))
        except Refusal as refusal:
            out[index] = Refused(str(refusal))
            continue
        results[index] = edited
        diff = unified(path, text, file.bom + edited.text)
        proofs = tuple(PART if proof == PROOFS[1] and not gone else proof for proof in PROOFS)
        out[index] = Fix(safety=edited.safety, reason=edited.reason, diff=diff, proofs=proofs)
    for rule in sorted({findings[index].rule for index in wanted}):
        _second_run(file, EDITS[rule], findings, out, results)
    return out


def target_of(finding: Finding) -> Target:
    """The place of a finding."""
    return Target(finding.line, finding.column, finding.end_line, finding.end_column)


def _run(file: _File, edit: Edit, findings: Sequence[Finding], source: Source | None = None) -> Edited:
    """The edit's answer; whatever libcst cannot do is a refusal too."""
    targets = tuple(target_of(finding) for finding in findings)
    try:
        return edit.apply(source or file.source, targets, file.python, file.context)
    except (RecursionError, cst.CSTValidationError, cst.ParserSyntaxError) as error:
        raise Refusal(f"libcst cannot rewrite this place ({type(error).__name__})") from None


def _attempt(file: _File, edit: Edit, findings: Sequence[Finding]) -> tuple[Edited, bool]:
    """The edit for these findings, checked; and whether they are wholly gone. Raises `Refusal`."""
    edited = _run(file, edit, findings)
    if edited.text == file.source.text:
        raise Refusal("the edit changes nothing")
    fault = unexpected(file.source, edited, [target_of(finding) for finding in findings])
    if fault:
        raise Refusal(fault)
    after = file.findings_of(file.path, file.bom + edited.text)
    grown = _by_symbol(after) - _by_symbol(file.before)
    if grown:
        (rule, symbol), _ = min(grown.items())
        raise Refusal(f"the result would have a new finding of {rule}" + (f" in {symbol}" if symbol else ""))
    return edited, _gone(edit, findings, file.before, after)


def _by_symbol(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.symbol) for finding in findings)


def _by_message(findings: Sequence[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((finding.rule, finding.symbol, finding.message) for finding in findings)


def _gone(
    edit: Edit, findings: Sequence[Finding], before: Sequence[Finding], after: Sequence[Finding]
) -> bool:
    """True if the findings are gone, False if only the part that the edit mends is; else raises `Refusal`."""
    if not _by_symbol(findings) - (_by_symbol(before) - _by_symbol(after)):
        return True
    if edit.partial and not _by_message(findings) - (_by_message(before) - _by_message(after)):
        return False
    raise Refusal("the finding would still be there, or is not seen from this file alone")


def _second_run(
    file: _File,
    edit: Edit,
    findings: Sequence[Finding],
    out: dict[int, Fix | Refused],
    results: dict[int, Edited],
) -> None:
    """Take back the fixes of a rule that would change the file again when run after all of them."""
    rule = [index for index, answer in out.items() if findings[index].rule == edit.rule]
    done = [index for index in rule if isinstance(out[index], Fix)]
    fixed = [findings[index] for index in done]
    if not fixed:
        return
    try:
        edited = results[done[0]] if len(done) == 1 else _run(file, edit, fixed)
        left = [f for f in file.findings_of(file.path, file.bom + edited.text) if f.rule == edit.rule]
    except Refusal:
        return  # they exclude each other: each diff still stands alone
    expected = _by_symbol(file.before) - _by_symbol(fixed)
    over = _by_symbol(left) - expected
    doubtful = [finding for finding in left if (finding.rule, finding.symbol) in over]
    if not doubtful:
        return
    again = Source(edited.text)
    for finding in doubtful:
        try:
            changed = _run(file, edit, (finding,), again).text != edited.text
        except Refusal:
            changed = False
        if changed:
            for index in rule:
                if findings[index].symbol == finding.symbol and isinstance(out[index], Fix):
                    out[index] = Refused("a second run would change the place again")


def apply_all(
    path: str,
    text: str,
    findings: Sequence[Finding],
    *,
    python: Python,
    findings_of: FindingsOf,
    unsafe: bool = False,
    context: Context | None = None,
) -> str:
    """The text with all verified edits of these findings made together; only safe ones unless ``unsafe``.

    Arguments as for `propose`. Rule by rule, all edits of a rule at once; where they conflict, one after the
    other from the end of the file, the findings being sought anew after each.
    """
    base = tuple(findings_of(path, text))
    for rule in EDITS:
        chosen = [finding for finding in findings if finding.rule == rule]
        if not chosen:
            continue
        slots = _slots(rule, chosen, base, findings_of(path, text))
        current = _at(rule, findings_of(path, text), slots)
        answers = propose(path, text, current, python=python, findings_of=findings_of, context=context)
        kept = [
            index
            for index, answer in answers.items()
            if isinstance(answer, Fix) and (unsafe or answer.safety == "safe")
        ]
        if not kept:
            continue
        try:
            file = _open(path, text, python, findings_of, context)
            edited, _ = _attempt(file, EDITS[rule], [current[index] for index in kept])
            text = file.bom + edited.text
        except Refusal:
            text = _singly(file, EDITS[rule], [slots[index] for index in kept])
    return text


_Slot = tuple[str, int]
"""A finding of one rule by its symbol, and its number among those of the same symbol."""


def _ordered(rule: str, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    out: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.line, f.column)):
        if finding.rule == rule:
            out.setdefault(finding.symbol, []).append(finding)
    return out


def _slots(
    rule: str, chosen: Sequence[Finding], base: Sequence[Finding], now: Sequence[Finding]
) -> list[_Slot]:
    """Where the chosen findings of the first text are found in the present one, in the order of the file."""
    places = {(finding.symbol, finding.line, finding.column) for finding in chosen}
    present = _ordered(rule, now)
    slots: list[_Slot] = []
    for symbol, items in _ordered(rule, base).items():
        if len(items) == len(present.get(symbol, ())):
            slots += [(symbol, i) for i, f in enumerate(items) if (symbol, f.line, f.column) in places]
    by_place = {slot: present[slot[0]][slot[1]] for slot in slots}
    return sorted(slots, key=lambda slot: (by_place[slot].line, by_place[slot].column))


def _at(rule: str, now: Sequence[Finding], slots: Sequence[_Slot]) -> list[Finding]:
    present = _ordered(rule, now)
    return [present[symbol][number] for symbol, number in slots]


def _singly(file: _File, edit: Edit, slots: Sequence[_Slot]) -> str:
    """From the end of the file on, so that the numbers of the earlier findings stay as they are."""
    for slot in reversed(slots):
        file = _next(file, edit, slot)
    return file.text


def _next(file: _File, edit: Edit, slot: _Slot) -> _File:
    try:
        edited, _ = _attempt(file, edit, _at(edit.rule, file.before, [slot]))
        return _open(file.path, file.bom + edited.text, file.python, file.findings_of, file.context)
    except (Refusal, KeyError, IndexError):
        return file
