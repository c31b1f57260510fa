"""OPS010: a deployment that starts, publishes or asks for what the code does not have."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.commands import Command
from codereview.facts.project import ProjectFacts

from ._starting.examples import BAD, GOOD
from ._starting.missing import Missing
from ._starting.platforms import Platforms
from ._starting.unbuilt import is_unbuilt

_WORDS = {
    "container": "container starts",
    "workflow": "workflow starts",
    "script": "script starts",
    "instructions": "instructions start",
    "manifest": "manifest starts",
}
_HELPERS = (".sh", ".bat", ".ps1", ".mk", "Makefile", "makefile", "justfile", "Justfile")
"""Scripts that people start; the others are read by what deploys."""


class StartCommand(ProjectRule):
    """Holds the commands of containers, Procfiles, workflows, manifests and instructions against the code."""

    card = Card(
        id="OPS010",
        title="Deployment that the code contradicts",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "What the command starts is not there: a container ends as soon as it runs, a console script "
            "fails with an "
            "import error, and whoever follows the instructions gives up. It mostly comes from a file that was moved "
            "or renamed after the command was written. A port that is published, exposed or asked for "
            "its health and that the "
            "server does not bind is as dead, and so is a Space for another framework."
        ),
        instead="Name the module and the object as the code has them, and start it once in CI.",
        false_alarms=(
            "Working folders, `--chdir`, `--app-dir`, exec and shell form, source folders and namespace packages are "
            "understood. Nothing is said where files come from elsewhere (clones, downloads, build "
            "stages, templates, "
            "generated modules), of modules that are no part of the project, or of names that star imports or a "
            "module's `__getattr__` could give. A port counts only where the command names it, or the "
            "server's default is "
            "certain; a health check's path only where no code even spells its last word."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without commands there is nothing to hold against the code."""
        if project.commands or Platforms(project).are_there:
            return ""
        return "no file of the project holds a command that starts it"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each command, the same one in one file once, and what platforms are told that is not so."""
        missing = Missing(project)
        seen: set[tuple[str, str, str]] = set()
        for command in project.commands:
            reason = missing.reason(command)
            key = (command.path, command.named, command.attribute)
            if reason and key not in seen:
                seen.add(key)
                yield self._finding(command, reason, missing)
        for item in Platforms(project).contradictions():
            yield self.finding(
                item.path,
                At(item.line),
                item.message,
                severity=item.severity,
                confidence=Confidence.LOW if is_unbuilt(project, item.path) else item.confidence,
                related=item.related,
                checked="the command of the image, its options, defaults and environment; routes and words of the code",
            )

    def _finding(self, command: Command, reason: str, missing: Missing) -> Finding:
        severity, confidence = Severity.HIGH, Confidence.HIGH
        if command.where == "instructions":
            severity, confidence = Severity.LOW, Confidence.MEDIUM
        elif command.where == "workflow" or _is_helper(command):
            severity = Severity.MEDIUM
        going_on = _goes_on(missing.project.texts.get(command.path, ""), command.line)
        if going_on or is_unbuilt(missing.project, command.path):
            severity = Severity.LOW
        if not command.attribute and confidence is Confidence.HIGH:
            confidence = Confidence.MEDIUM
        if _is_kept_out(missing.project, command):
            severity, confidence = Severity.LOW, Confidence.LOW
            reason += "; a `.gitignore` keeps it out of the repository, and only who starts this can have it"
        others = [
            Related(
                other.path,
                other.line,
                f"the {_WORDS.get(other.where, 'file starts')} `{_target(other)}`, which exists",
            )
            for other in missing.working(command)
        ]
        return self.finding(
            command.path,
            At(command.line),
            f"The {_WORDS.get(command.where, 'file starts')} `{_target(command)}`, but {reason}",
            severity=severity,
            confidence=confidence,
            related=others[:3],
            checked="source folders, working folders, other modules of the same name, star imports",
        )


def _is_kept_out(project: ProjectFacts, command: Command) -> bool:
    """Whether git is told to leave out the file that a command names."""
    if command.form != "file":
        return False
    folders = ("", posixpath.dirname(command.path), *command.folders)
    return any(
        project.deployment.is_ignored(posixpath.normpath(posixpath.join(folder, command.named)))
        for folder in folders
    )


def _is_helper(command: Command) -> bool:
    """Whether a command stands in a script, with an ending or without: it is not seen here whether anything starts
    it."""
    bare = command.where not in _WORDS and "." not in command.path.rpartition("/")[2]
    return bare or command.path.endswith(_HELPERS)


def _goes_on(text: str, number: int) -> bool:
    """Whether a script's line says what happens when its command fails: it is tried."""
    line = text.split("\n")[number - 1].strip() if text else ""
    after = line.rpartition("||")[2].strip() if "||" in line else "exit"
    return line.startswith(("if ", "elif ")) or not after.startswith(("exit", "{", "\\"))


def _target(command: Command) -> str:
    return f"{command.named}:{command.attribute}" if command.attribute else command.named
