"""Which report goes where, and text that is safe on a terminal."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codereview.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console

    from codereview.model import Audit
    from codereview.report.environment import Templates


def known(formats: Iterable[str]) -> list[str]:
    """The names of formats as they are spelled.

    Raises:
        ConfigError: there is no such format; names the nearest.
    """
    from codereview import report

    names = tuple(report.FORMATS)
    out = [item.strip().lower() for item in formats]
    for name in out:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            raise ConfigError(f"--format {printable(name)}: there is no such format; {hint}")
    return out


def pair(formats: Sequence[str], files: Sequence[Path]) -> tuple[list[tuple[Path, str]], list[str]]:
    """Which format goes into which file, and which formats go to standard output.

    1. A file whose name says one of the formats asked for (``comment.md``, ``pr-comment.md``, ``shields.json``)
       takes that one, if its ending can hold it.
    2. Each other file, in their order, takes the first format left that its ending can hold; one of an unknown
       ending takes the first that is left.
    3. Without such a format the ending decides.

    So ``--format comment -o note.md`` does what it says, ``--json -o report.html`` writes the HTML and prints the
    JSON, and ``-o report.md -o comment.md --format comment`` writes the whole report and the comment.

    Raises:
        ConfigError: a file whose ending says nothing, with no format for it.
    """
    from codereview import report

    left = list(formats)
    chosen: dict[int, str] = {}
    for said in (_said, lambda path, name: True):
        for place, path in enumerate(files):
            can = report.formats_for(path)
            fitting = (name for name in left if (not can or name in can) and said(path, name))
            found = None if place in chosen else next(fitting, None)
            if found is not None:
                chosen[place] = found
                left.remove(found)
    return [(path, chosen.get(place) or report.format_for(path)) for place, path in enumerate(files)], left


def _said(path: Path, name: str) -> bool:
    """Whether a file's name says a format: one of its words, without the ending, is the format's name."""
    return name in re.split(r"[^a-z]+", path.stem.lower())


def templates(
    folder: Path | None, pairs: Sequence[tuple[Path, str]], printed: Sequence[str]
) -> Templates | None:
    """The templates of a folder, for the reports that are asked for; None without a folder.

    Raises:
        TemplateError: the folder or a template in it cannot be used.
        ConfigError: no report is asked for that is made from templates.
    """
    from codereview import report

    found = report.templates(folder)
    if found is not None and not any(
        report.FORMATS[name].filled for name in (*(n for _, n in pairs), *printed)
    ):
        raise ConfigError(
            "--template: no report is written that has templates; add -o report.html, or --format comment"
        )
    return found


def deliver(
    audit: Audit,
    pairs: Sequence[tuple[Path, str]],
    printed: Sequence[str],
    templates: Templates | None = None,
) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """Writes the reports that go into files, and prints those that go to standard output.

    Returns:
        What was written: the files with their content, and standard output.

    Raises:
        ConfigError: a file cannot be written.
        TemplateError: a template of the user's fails.
    """
    from codereview import report

    files = tuple((str(path), encoded(report.render(audit, name, templates))) for path, name in pairs)
    for path, content in files:
        write(Path(path), content)
    out = b"".join(ended(report.render(audit, name, templates)) for name in printed)
    with until_closed():
        emit(out)
    return files, out


def encoded(content: str | bytes) -> bytes:
    """A report in UTF-8, whatever the locale."""
    return content if isinstance(content, bytes) else content.encode("utf-8", errors="backslashreplace")


def ended(content: str | bytes) -> bytes:
    """A report in UTF-8 with one line end at its end."""
    data = encoded(content)
    return data if data.endswith(b"\n") else data + b"\n"


def write(path: Path, content: bytes) -> None:
    """Writes a report; a missing folder is made.

    Raises:
        ConfigError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ConfigError(f"{path}: the report cannot be written there ({error.strerror})") from None


def emit(content: str | bytes) -> None:
    """Prints a report, if there is any text to it, in UTF-8 and with one line end at its end."""
    sys.stdout.flush()
    if content:
        sys.stdout.buffer.write(ended(content))
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def until_closed() -> Iterator[None]:
    """Printing in this block ends quietly when the reader goes away (``| head``); the exit status stays."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Nothing can be printed any more, not even what is still in the buffer when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console() -> Console:
    """The terminal on standard output."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the program with status 1, which means a failed gate

    return Terminal()


def printable(text: str) -> str:
    """The text on one line, with control and other unprintable characters shown as escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def show(audit: Audit, *, plain: bool, listing: bool, verbose: bool) -> None:
    """Prints the card of an audit; with `listing`, its findings with their places instead, as hooks want
    them.
    """
    if listing:
        emit(report_lines(audit))
    else:
        from codereview.report.terminal import render_terminal

        render_terminal(audit, console(), plain)
    if verbose:
        emit(details(audit))


def report_lines(audit: Audit) -> str:
    """One line for each open finding, then their number and what the gates say."""
    from codereview.report.terminal import render_findings_plain

    lines = render_findings_plain(audit)
    count = lines.count("\n")
    lines += f"{count} finding{'' if count == 1 else 's'} in the files given\n"
    return lines + "".join(f"{printable(gate.message)}\n" for gate in audit.gates)


def details(audit: Audit) -> str:
    """What ``--verbose`` adds: seconds by stage, and the rules that could not look."""
    lines = [f"{stage}: {seconds:.2f} s" for stage, seconds in (audit.timing or {}).items()]
    lines += [
        f"{item.rule} {item.outcome}: {item.reason}"
        for item in audit.outcomes
        if item.outcome in ("not applicable", "not assessed")
    ]
    lines += [f"not assessed: {item.what}: {item.reason}" for item in audit.not_assessed]
    return "\n".join(printable(line) for line in lines)
