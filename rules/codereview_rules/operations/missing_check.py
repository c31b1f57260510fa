"""OPS004: a kind of check that nothing runs, or that stops nothing."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.pipeline.slots import LARGE, LEAST, OF_KIND
from codereview.facts.pipeline.states import State, home, state, statements
from codereview.facts.pipeline.values import Kind, Spot
from codereview.facts.project import ProjectFacts

from ._checks.kind_examples import BAD, GOOD

_KINDS: tuple[Kind, ...] = ("linter", "formatter", "security scan", "dependency scan")
_FEW = 5
_LOOKED = {
    "linter": "ruff, flake8, pylint and others",
    "formatter": "ruff format, black and others",
    "security scan": "bandit, semgrep, CodeQL, ruff's security rules and others",
    "dependency scan": "pip-audit, safety, trivy, Dependabot, Renovate and others",
}
_PLACES = "in manifests, configuration, hooks, task runners and CI"


class MissingCheck(ProjectRule):
    """One finding for each kind of tool: linter, formatter, security scan of the code, watch on dependencies."""

    card = Card(
        id="OPS004",
        title="Check that is missing or stops nothing",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=30,
        why=(
            "A tool that is configured and never run, or whose failure is taken back, looks like a check "
            "and is none: its findings grow until nobody can switch it on. Without one, each reviewer "
            "finds by eye what a program finds in a second, and not always."
        ),
        instead=(
            "Run each tool in CI on every change, so that it fails there (`ruff check .`, `ruff format "
            "--check .`, `pip-audit`), and in hooks, so that it fails before. Let a bot raise versions. Take out "
            "what is configured and not used."
        ),
        false_alarms=(
            "Understood are wrappers (`uv run`, `tox -e`, `make`, scripts, containers, pre-commit and "
            "pre-commit.ci), what `|| true`, `--exit-zero`, `continue-on-error` and the like do, and "
            "several tools of a kind, of which one is enough. Where CI starts something that cannot be "
            "read, nothing is said. What is switched on in the settings of a hosting service, such as "
            "CodeQL's default setup, is not seen."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Small projects and loose scripts need no such tools."""
        if project.is_a("scripts"):
            return "its files are scripts that are started one by one"
        return "" if statements(project) >= LEAST else f"it has fewer than {LEAST} statements"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each kind that is not in force."""
        empty = {slot.what for slot in project.pipeline.slots()[2] if not slot.covered}
        for kind in _KINDS:
            found = state(project.pipeline, kind)
            units = int(OF_KIND[kind] in empty)
            if found.level == "missing":
                severity = self._weight(project, kind)
                if severity is not None:
                    yield self._missing(project, kind, severity, units)
            elif found.level not in ("blocking", "unknown"):
                text = self._told(project, found)
                if text and found.spot is not None:
                    light = found.level in ("hooks", "declared") or (
                        kind == "formatter" and found.level != "soft"
                    )
                    yield self.finding(
                        found.spot.path,
                        At(found.spot.line),
                        text,
                        severity=Severity.INFO if light else Severity.LOW,
                        checked="other tools of this kind, wrappers, task runners, hooks, steps that cannot be read",
                        units=units,
                    )

    def _told(self, project: ProjectFacts, found: State) -> str:
        assert found.row is not None
        tool = f"`{found.row.tool}`"
        if found.level == "soft":
            return f"CI runs {tool} and does not fail where it finds something: {found.reason}"
        if not project.pipeline.files:
            return ""  # that there is no CI is said once
        if found.level == "hooks":
            return f"{tool} runs in hooks and not in CI: what is committed without hooks is not checked"
        if found.level == "tasks":
            return f"{tool} runs where somebody starts it by hand, and neither hooks nor CI do"
        what = "is configured" if found.level == "configured" else "is required"
        return f"{tool} {what} here, and no hook, task or step of CI runs it"

    def _weight(self, project: ProjectFacts, kind: Kind) -> Severity | None:
        """How much it matters that a kind is missing altogether; None where it does not."""
        size = statements(project)
        if kind == "linter":
            return Severity.LOW if size >= LARGE else Severity.INFO
        if kind == "formatter":
            return Severity.INFO
        serves = project.is_a("web service", "bot or worker")
        if kind == "security scan":
            return Severity.INFO if size >= LARGE and (serves or project.is_a("library")) else None
        few = len({requirement.name for requirement in project.dependencies.direct()}) < _FEW
        return None if few else Severity.LOW if serves else Severity.INFO

    def _missing(self, project: ProjectFacts, kind: Kind, severity: Severity, units: int) -> Finding:
        spot: Spot = home(project)
        of_what = f"{kind} of the code" if kind == "security scan" else kind
        return self.finding(
            spot.path,
            At(spot.line),
            f"There is no {of_what}: {_LOOKED[kind]} were looked for {_PLACES}",
            severity=severity,
            confidence=Confidence.MEDIUM if kind.endswith("scan") else Confidence.HIGH,
            units=units,
        )
