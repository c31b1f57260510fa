"""Steps that somebody's program runs, and the tools among them."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Kind = Literal[
    "formatter", "linter", "type checker", "security scan", "dependency scan", "coverage", "tests", "hooks",
]  # fmt: skip


class Spot(NamedTuple):
    """A place."""

    path: str
    line: int


class Step(msgspec.Struct, frozen=True):
    """One command, action or hook that runs.

    Attributes:
        provider: whose file it stands in: ``GitHub Actions``, ``GitLab CI``, ``tox``, ``make``, ``pre-commit`` ...
        path, line: where it is written.
        job: the job, target, environment or session.
        name: the step's own name, if it has one.
        words: program and arguments of a command, wrappers included; empty for actions and hooks.
        uses: reference of an action, orb or hook.
        given: what an action is given as arguments.
        triggers: the events that start it, as the provider names them; empty for tasks and hooks.
        soft: why a failure of it stops nothing; empty if it does stop something.
        folder: the folder that it runs in, relative to the root.
        through: where the commands stand that lead to it, the outermost first.
    """

    provider: str
    path: str
    line: int
    job: str = ""
    name: str = ""
    words: tuple[str, ...] = ()
    uses: str = ""
    given: str = ""
    triggers: tuple[str, ...] = ()
    soft: str = ""
    folder: str = ""
    through: tuple[Spot, ...] = ()

    @property
    def command(self) -> str:
        """What runs, as text."""
        return " ".join(self.words) or self.uses

    @property
    def start(self) -> Spot:
        """The place of the outermost command that leads to it, or its own."""
        return self.through[0] if self.through else Spot(self.path, self.line)


class Row(msgspec.Struct, frozen=True):
    """One tool of the matrix.

    Attributes:
        tool: its name, such as ``ruff``, ``ruff format``, ``mypy``.
        kind: what it is for; a tool of two kinds has two rows.
        declared: the requirements that name it.
        configured: its configuration files and tables.
        hooks: the hooks that run it.
        tasks: what task runners run of it, if somebody starts them.
        ci: the steps of CI that run it.
    """

    tool: str
    kind: Kind
    declared: tuple[Spot, ...] = ()
    configured: tuple[Spot, ...] = ()
    hooks: tuple[Step, ...] = ()
    tasks: tuple[Step, ...] = ()
    ci: tuple[Step, ...] = ()

    @property
    def blocking(self) -> bool:
        """Whether a step of CI fails where it finds something."""
        return any(not step.soft for step in self.ci)

    @property
    def reason(self) -> str:
        """Why no step of CI blocks: of the first one, or that there is none; empty if one does."""
        if self.blocking:
            return ""
        return self.ci[0].soft if self.ci else "no step of CI runs it"
