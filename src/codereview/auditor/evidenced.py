"""All that files of other programs bring to one audit: panels, findings that weigh nothing, one metric, gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from codereview.adapters.adopted import Adopted
from codereview.api import Card
from codereview.auditor.imported import Imported
from codereview.auditor.measure import share_of
from codereview.auditor.panels import Panels, gathered
from codereview.auditor.quote import Quotes
from codereview.collect import SourceFile
from codereview.collect.left_behind import LeftBehind
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Metric, NotAssessed, RuleInfo
from codereview.model_figures import Evidence

SHOWN = 3


class Evidenced:
    """The evidence of one audit.

    Args:
        left: the files.
        tables: codes of other tools that are adopted.
        cards: all cards by rule id.
        project: its facts.
        quotes: gives text and masks.
        files: those of the repository.
    """

    def __init__(
        self,
        left: Iterable[LeftBehind],
        tables: Adopted,
        cards: Mapping[str, Card],
        project: ProjectFacts,
        quotes: Quotes,
        files: Iterable[SourceFile],
    ) -> None:
        given, self._unreadable = gathered(left)
        self._panels = Panels(given, project, quotes.text)
        self._imported = Imported(given, tables, cards, quotes, [file.path for file in files])

    def merged(
        self,
        standing: Sequence[Finding],
        triaged: Callable[[Sequence[Finding], frozenset[str]], Sequence[Finding]],
    ) -> list[Finding]:
        """See `Imported.merged`."""
        return self._imported.merged(standing, triaged)

    @property
    def secretive(self) -> frozenset[str]:
        """Those whose lines may hold a secret: nothing of them is quoted."""
        return self._imported.secretive

    def info(self, rule: str) -> RuleInfo:
        """The card of an imported rule."""
        return self._imported.info(rule)

    def evidence(self, commit: str, attention: Iterable[str]) -> Evidence:
        """The panels; ``attention`` are the files that need it."""
        return Evidence(
            files=(*self._panels.described(commit), *self._imported.files),
            coverage=self._panels.covered(attention),
            tests=self._panels.tests(),
            benchmarks=self._panels.benchmarks(),
            imported=tuple(self._imported.runs),
        )

    def metric(self, target: float) -> Metric:
        """Test coverage: only a coverage file gives it a value."""
        found = self._panels.coverage
        basis = "no coverage file was found; `coverage xml` or `coverage json` writes one"
        value = None
        if found is not None and found.statements:
            value = 100 * found.covered / found.statements
            statements = f"{found.covered:,} of {found.statements:,} statements"
            files = "1 file" if found.measured == 1 else f"{found.measured:,} files"
            basis = f"{statements} in {files}, as {found.source} says"
            if self._panels.files and self._panels.files[0].outdated:
                basis += f", made before the last change of {_some(self._panels.files[0].outdated)}"
        return share_of("test_coverage", "Test coverage", value, target, basis)

    def gaps(self) -> tuple[NotAssessed, ...]:
        """Files that could not be read or used, and what they describe that has changed or is not there."""
        out = [*self._unreadable, *self._panels.gaps, *self._imported.gaps]
        for file in (*self._panels.files, *self._imported.files):
            if file.outdated:
                reason = f"made before the last change of {_some(file.outdated)}"
                out.append(NotAssessed(what=file.path, reason=reason))
            if file.missing:
                reason = f"names {_some(file.missing)}, which {'is' if len(file.missing) == 1 else 'are'} not there"
                out.append(NotAssessed(what=file.path, reason=reason))
        return tuple(out)


def _some(names: Sequence[str]) -> str:
    count = "1 file" if len(names) == 1 else f"{len(names):,} files"
    more = " ..." if len(names) > SHOWN else ""
    return f"{count} ({', '.join(names[:SHOWN])}{more})"
