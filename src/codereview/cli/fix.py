"""``codereview fix``: the verified edits of an audit, as a patch or applied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codereview.cli import flags, options, output
from codereview.cli.progress import Bars
from codereview.errors import FixError

if TYPE_CHECKING:
    from codereview.api import Rule
    from codereview.config import Settings
    from codereview.model import Audit, Finding


def fix(
    paths: options.Paths = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print the edits as one patch (default).")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Write the edits to the files.")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also edits that can change behaviour; read them first.")
    ] = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    rules: options.RuleFolders = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
) -> None:
    """Show or apply the edits that the audit could verify.

    An edit is offered only if its result parses, the finding is gone, no new one appears, a second run
    changes nothing and all other lines stay as they are. Exit status: 0, or 3 if a file could not be edited.
    """
    from codereview import auditor
    from codereview.fix.patch import join

    root, only = flags.targets(paths or [])
    chosen = flags.chosen(select, ignore, exclude, rules)
    settings = flags.settings(root, config, isolated, {**chosen, **flags.running(jobs, no_cache)})
    with Bars() as progress:
        audit = auditor.audit(root, settings, only=only, progress=progress)
    diffs, problems = edits(audit, root, settings, unsafe=unsafe, apply=apply)
    if diffs and (diff or not apply):
        output.emit(join(diffs))
    for problem in problems:
        typer.echo(output.printable(problem), err=True)
    typer.echo(_summary(audit, len(diffs), unsafe=unsafe, apply=apply), err=True)
    raise typer.Exit(3 if problems else 0)


def edits(
    audit: Audit, root: Path, settings: Settings, *, unsafe: bool, apply: bool
) -> tuple[dict[str, str], list[str]]:
    """Makes the edits file by file: the diff of each by its path, and what could not be done."""
    from codereview.auditor.run import plan_for

    by_file: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        if finding.fixable and finding.suppressed is None:
            by_file.setdefault(finding.path, []).append(finding)
    diffs: dict[str, str] = {}
    problems: list[str] = []
    if not by_file:
        return diffs, problems
    plan = plan_for(root, settings)
    rules = plan.instances()
    for path, findings in sorted(by_file.items()):
        try:
            changed = _edit(root, path, findings, rules, plan.python, unsafe=unsafe, apply=apply)
        except FixError as error:
            problems.append(str(error))
            continue
        if changed:
            diffs[path] = changed
    return diffs, problems


def _edit(
    root: Path,
    path: str,
    findings: list[Finding],
    rules: Sequence[Rule],
    python: tuple[int, int],
    *,
    unsafe: bool,
    apply: bool,
) -> str:
    """The diff of one file, written if `apply`."""
    from codereview.engine.memory import examine
    from codereview.fix import patch
    from codereview.fix.verify import apply_all

    try:
        data = (root / path).read_bytes()
    except OSError as error:
        raise FixError(f"{path} cannot be read: {error.strerror}") from None
    zones = {path: findings[0].zone}

    def found(name: str, text: str) -> Sequence[Finding]:
        return examine({name: text}, rules, python=python, zones=zones)

    before = patch.decode(data).text
    try:
        placed = [_in_bytes(finding, before) for finding in findings]
        after = apply_all(path, before, placed, python=python, findings_of=found, unsafe=unsafe)
    except RuntimeError as error:
        raise FixError(f"{path} was not edited: a rule failed on the edited text ({error})") from error
    if apply and after != before:
        patch.write(root, path, after, expected=patch.digest(data))
    return patch.unified(path, before, after)


def _in_bytes(finding: Finding, text: str) -> Finding:
    """The finding as rules and edits have it: in a report columns count characters, in a syntax tree bytes."""
    import msgspec

    from codereview.engine.worker import in_bytes
    from codereview.fix.base import lines_of

    if text.isascii():
        return finding
    lines = lines_of(text.removeprefix("\ufeff"))
    if not 0 < finding.line <= finding.end_line <= len(lines):
        return finding
    return msgspec.structs.replace(
        finding,
        column=in_bytes(lines[finding.line - 1], finding.column),
        end_column=in_bytes(lines[finding.end_line - 1], finding.end_column),
    )


def _summary(audit: Audit, files: int, *, unsafe: bool, apply: bool) -> str:
    done = "edited" if apply else "would be edited"
    text = f"{files} file{'' if files == 1 else 's'} {done}"
    left = sum(
        item.fix is not None and item.fix.safety == "unsafe" and item.suppressed is None
        for item in audit.findings
    )
    if left and not unsafe:
        text += f"; {left} more edit{'' if left == 1 else 's'} can change behaviour: see them with --unsafe"
    return text
