"""``codereview verify``: works a receipt out again, and holds it against the files that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codereview.cli import options, output, source
from codereview.errors import AuditFileError, ConfigError

if TYPE_CHECKING:
    from codereview.model import Audit
    from codereview.score.receipt import Difference, Receipt

MOST_NAMED = 20
"""Files of a kind that are named; the rest is counted."""


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT.json", help="What `score --receipt` wrote.")],
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare the files of this folder.", metavar="FOLDER")
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="With --against: audit the folder again and compare.")
    ] = False,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> None:
    """Work the score of a receipt out again, line by line.

    Nothing but the receipt is needed; with --against its files are hashed as well. Exit status: 0 all of it
    holds, 1 something differs, 2 the receipt cannot be read or is of another model.
    """
    from codereview.score.receipt import check

    if audit and against is None:
        raise ConfigError("--audit needs the folder to audit: give it as --against FOLDER")
    made = _read(receipt)
    different = check(made)
    lines = [_arithmetic(made) if different is None else _said(different)]
    good = different is None
    if against is not None:
        held, found = _files(made, against, receipt)
        lines += found
        good = good and held
    if audit and against is not None:
        again = _audited(made, against, jobs, no_cache)
        held, found = _compared(made, again)
        lines += found
        good = good and held
    output.emit("\n".join(output.printable(line) for line in lines))
    raise typer.Exit(0 if good else 1)


def _read(path: Path) -> Receipt:
    import msgspec

    from codereview.score.receipt import KIND, RECEIPT_VERSION, Receipt
    from codereview.score.table import SCORE_MODEL

    try:
        plain = msgspec.json.decode(source.read(path, "receipt"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AuditFileError(f"{path} is not JSON: {error}") from None
    if not isinstance(plain, dict) or plain.get("kind") != KIND:
        raise AuditFileError(f"{path} is no receipt: `codereview score --receipt FILE` writes one")
    if plain.get("version") != RECEIPT_VERSION:
        raise AuditFileError(
            f"{path} is a receipt of version {plain.get('version')}, and this codereview reads version"
            f" {RECEIPT_VERSION}"
        )
    model = plain.get("model")
    number = model.get("score_model") if isinstance(model, dict) else None
    if number != SCORE_MODEL:
        raise AuditFileError(
            f"{path} was worked out by score model {number}, and this codereview works by model {SCORE_MODEL}: "
            "take a version of codereview that has that model"
        )
    try:
        return msgspec.convert(plain, Receipt)
    except msgspec.ValidationError as error:
        raise AuditFileError(f"{path} is not a whole receipt: {error}") from None


def _arithmetic(made: Receipt) -> str:
    from codereview.report.text import mark, plural

    work = made.working
    return (
        f"OK: {mark(work.value)} of 100 ({work.grade}) follows from {plural(len(work.entries), 'finding')} and"
        f" {plural(len(work.lines), 'line')}; every figure was worked out again."
    )


def _said(different: Difference) -> str:
    off = (
        ""
        if different.off is None
        else f", {abs(different.off):.6g} too {'much' if different.off > 0 else 'little'}"
    )
    return f"DIFFERS at {different.where}: the receipt says {different.said}, it should be {different.found}{off}."


def _files(made: Receipt, folder: Path, receipt: Path) -> tuple[bool, list[str]]:
    """Whether the files are those that were read, and what is to say of them."""
    from codereview.report.text import plural

    if not made.inputs.hashed:
        return False, [
            "The receipt was made of a stored audit and names no files: there is nothing to compare."
        ]
    now = hashes(folder, made.settings.values, receipt)
    was = made.inputs.files
    groups = {
        "changed": [path for path in was if path in now and was[path] != now[path]],
        "missing": [path for path in was if path not in now],
        "not in the receipt": [path for path in now if path not in was],
    }
    if not any(groups.values()):
        return True, [f"OK: all {plural(len(was), 'file')} are as they were read."]
    lines = []
    for word, paths in groups.items():
        if paths:
            lines.append(f"{plural(len(paths), 'file')} {word}:")
            lines += [f"  {path}" for path in sorted(paths)[:MOST_NAMED]]
            lines += [f"  and {len(paths) - MOST_NAMED} more"] if len(paths) > MOST_NAMED else []
    return False, lines


def hashes(folder: Path, values: Mapping[str, Any], receipt: Path) -> dict[str, str]:
    """SHA-256 by path of the files that an audit with these settings reads, the receipt itself left out.

    Raises:
        RepositoryError: the folder cannot be read.
    """
    from codereview.auditor.content import Asked, digests

    settings = _settings(values)
    asked = Asked.of(folder, settings, settings.python or (3, 10), ())
    repository = asked.collect()
    own = receipt.resolve()
    left_out = {
        file.path for file in repository.files if (Path(repository.root) / file.os_path).resolve() == own
    }
    return {path: value for path, value in digests(repository, asked).files.items() if path not in left_out}


def _settings(values: Mapping[str, Any], **more: Any) -> Any:
    from pydantic import ValidationError

    from codereview.config import Settings

    known = {
        key: value
        for key, value in values.items()
        if key in Settings.model_fields and key not in ("rules", "evidence")
    }
    try:
        return Settings.model_validate({**known, **more})
    except ValidationError as error:
        raise AuditFileError(
            f"the settings of the receipt cannot be used: {error.errors()[0]['msg']}"
        ) from None


def _audited(made: Receipt, folder: Path, jobs: int | None, no_cache: bool) -> Audit:
    from codereview.auditor.run import audit

    return audit(folder, _settings(made.settings.values, jobs=jobs, cache=not no_cache))


def _compared(made: Receipt, again: Audit) -> tuple[bool, list[str]]:
    """Whether an audit made now comes to the same, and what is to say of it."""
    from codereview import __version__
    from codereview.report.text import mark
    from codereview.score.again import judged
    from codereview.score.working import working

    work = working(judged(again), again.basis) if again.basis is not None else None
    if work is None:
        return False, ["The folder has no score now."]
    was, now = ({_key(entry): entry for entry in item.entries} for item in (made.working, work))
    gone, new = sorted(was.keys() - now.keys()), sorted(now.keys() - was.keys())
    if not gone and not new and abs(made.working.value - work.value) < 1e-6:
        return True, [f"OK: an audit made now finds the same and gives {mark(work.value)} ({work.grade})."]
    figures = [mark(made.working.value), mark(work.value)]
    if figures[0] == figures[1]:
        figures = [f"{made.working.value:.4f}", f"{work.value:.4f}"]
    lines = [
        f"An audit made now gives {figures[1]} ({work.grade}) instead of {figures[0]} ({made.working.grade})."
    ]
    if made.tool.version != __version__:
        lines.append(f"The receipt was made by codereview {made.tool.version}, this is {__version__}.")
    lines += _named("no longer found", [was[key] for key in gone]) + _named(
        "not in the receipt", [now[key] for key in new]
    )
    return False, lines


def _key(entry: Any) -> tuple[str, str]:
    return entry.rule, entry.fingerprint


def _named(word: str, entries: Sequence[Any]) -> list[str]:
    from codereview.report.text import plural

    if not entries:
        return []
    lines = [f"{plural(len(entries), 'finding')} {word}:"]
    lines += [f"  {entry.rule} {entry.path}:{entry.line}" for entry in entries[:MOST_NAMED]]
    return [*lines, *([f"  and {len(entries) - MOST_NAMED} more"] if len(entries) > MOST_NAMED else [])]
