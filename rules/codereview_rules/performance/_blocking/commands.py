"""Code of command lines: the packages that parse their arguments, and the files that they stand in."""

from __future__ import annotations

import re

from codereview.facts.module import FileFacts

_PARSERS = frozenset(
    "argparse asyncclick cappa cleo click cyclopts docopt fire optparse plumbum typer".split()
)
_FILES = re.compile(r"(?:\A|/)(?:(?:\w+_)?cli|__main__)\.py\Z|(?:\A|/)cli/")
_FOLDERS = re.compile(r"(?:\A|/)commands/")


def parses_arguments(facts: FileFacts) -> bool:
    """Whether a file imports a package that parses arguments."""
    return any(item.module.partition(".")[0] in _PARSERS for item in facts.imports)


def is_command_line(path: str) -> bool:
    """Whether a file is a command line by its name, or stands in the folder of one."""
    return _FILES.search(path) is not None


def holds_commands(path: str) -> bool:
    """Whether a file is a command line, or one of the commands of another program."""
    return is_command_line(path) or _FOLDERS.search(path) is not None
