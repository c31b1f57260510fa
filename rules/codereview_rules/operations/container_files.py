"""OPS006: a Dockerfile or compose file that is unsafe, or does not work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from ._containers.built import Built
from ._containers.composed import Composed
from ._containers.examples import BAD, GOOD
from ._containers.fault import Fault

_MOST = 4
"""Files with one kind of fault that are findings of their own."""
_SHOWN = 12


class ContainerFiles(ProjectRule):
    """Reads Dockerfiles and compose files as Docker does, and holds them against the repository."""

    card = Card(
        id="OPS006",
        title="Fault in a container's definition",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "A container that runs as root, holds the host's Docker socket or is privileged turns one "
            "hole in the program into "
            "a hole in the host. A base without a version and `COPY .` without `.dockerignore` make "
            "images that differ from "
            "build to build and carry what nobody meant to ship. What is copied, started, waited for or "
            "mounted and is not there "
            "stops the deployment."
        ),
        instead=(
            "Add a user and `USER` before `CMD`; name a version in `FROM`; write a `.dockerignore` with "
            "`.git`, `.env` and caches; "
            "let databases be reached over the compose network only; give what is waited for a `healthcheck`."
        ),
        false_alarms=(
            "Files for development, tests and examples, stages that are not shipped, images whose user "
            "is not known, scripts that "
            "give up root's rights, users given by compose or Kubernetes, files that something makes "
            "before the build or that "
            "`.gitignore` names, several compose files that complete each other, and services whose work "
            "is to manage Docker are "
            "understood. A compose file that is only used together with one of another folder is not told apart."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without containers there is nothing to read."""
        deployment = project.deployment
        if deployment.dockerfiles or deployment.composes:
            return ""
        return "the project has neither a Dockerfile nor a compose file"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each file and kind of fault; of one kind in very many files, one for all."""
        by_kind: dict[tuple[str, Severity], list[Fault]] = defaultdict(list)
        for fault in (*Built(project).faults(), *Composed(project).faults()):
            by_kind[fault.kind, fault.severity].append(fault)
        for faults in by_kind.values():
            if len(faults) <= _MOST:
                for fault in faults:
                    yield self._finding(fault, fault.message, fault.related, fault.path)
                continue
            first = faults[0]
            places = [Related(f.path, f.line, "the same fault") for f in faults[1:_SHOWN]]
            more = f"{first.message}; the same in {len(faults) - 1} more files"
            yield self._finding(first, more, tuple(places), "", first.effort + 2 * len(faults))

    def _finding(
        self, fault: Fault, message: str, related: tuple[Related, ...], where: str, effort: int | None = None
    ) -> Finding:
        return self.finding(
            fault.path,
            At(fault.line),
            message,
            severity=fault.severity,
            confidence=fault.confidence,
            related=related,
            effort=effort or fault.effort,
            cause=f"{fault.kind}:{where}",
            checked="stages, inherited users, scripts that are started, compose files of the folder, ignored files",
        )
