"""What starts the server of an application: a server for production, or the one of development."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Zone
from codereview.facts.commands import Command
from codereview.facts.entrypoints import started
from codereview.facts.project import ProjectFacts

_ENTRY = re.compile(r"(?:^|/)(?:\w+_)?[wa]sgi(?:_\w+)?\.py$")
"""What servers of production are told to load."""
_SERVERS = re.compile(r"\b(?:gunicorn|uwsgi|waitress|hypercorn|mod_wsgi)\b")
_MOUNTED = re.compile(r"(?m)^\s{1,20}-\s[\"']?\.{1,2}(?:/[\w.-]{1,40})*/?:/")
"""A container that is given the folder of the sources as it is: a developer's."""


def has_other_entry(project: ProjectFacts, path: str) -> bool:
    """Whether another module hands the application to a server of production, and nothing that deploys starts this."""
    return not is_started(project, path) and any(
        other != path and _ENTRY.search(other) and project.zone(other) is Zone.PRODUCTION and taken
        for other, taken in project.imports.items()
    )


def is_served_otherwise(project: ProjectFacts, path: str) -> bool:
    """Whether something starts the application with a server for production, and nothing starts this file."""
    served = [
        command
        for command in project.commands
        if command.where in ("container", "script")
        and (_SERVERS.search(command.written) or command.form == "application")
        and "flask" not in command.written
    ]
    module = path.removesuffix(".py").rpartition("/")[2]
    if any(command.named.rpartition(".")[2] == module for command in served):
        return not is_started(project, path, by=("container",))  # a script beside it is a developer's
    return bool(served) and not is_started(project, path)


def is_started(project: ProjectFacts, path: str, by: tuple[str, ...] = ()) -> bool:
    """Whether a command that may deploy starts a file as a program.

    Args:
        project: the project.
        path: the file.
        by: where the command has to stand; empty for anywhere.
    """
    return any(
        (not by or command.where in by) and not _is_developers(project, command)
        for command in _starting(project, path)
    )


def _is_developers(project: ProjectFacts, command: Command) -> bool:
    """Whether the containers that a command starts run what lies in the folder of whoever edits it."""
    return command.where == "container" and _MOUNTED.search(project.texts.get(command.path, "")) is not None


def is_only_developers(project: ProjectFacts, path: str) -> bool:
    """Whether a file is started, and only in containers of those who develop it."""
    starts = list(_starting(project, path))
    return bool(starts) and all(_is_developers(project, command) for command in starts)


def _starting(project: ProjectFacts, path: str) -> Iterator[Command]:
    """The commands that start a file as a program."""
    for command in project.commands:
        if command.form == "file" and started(command, project.files, project.layout) == path:
            yield command
