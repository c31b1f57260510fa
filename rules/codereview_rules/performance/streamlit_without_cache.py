"""PERF010: what a Streamlit page does again at each interaction, and caches that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._streamlit.examples import BAD, GOOD
from ._streamlit.pages import Slow, pages, slow_calls
from ._streamlit.table import CONNECTION, MODEL, TABLE, takes_long

_OLD = {"cache": "`st.cache_data` or `st.cache_resource`", "experimental_memo": "`st.cache_data`",
        "experimental_singleton": "`st.cache_resource`"}  # fmt: skip
_ROWS = lazy_pattern(
    r"(?:\.query\([^)]*\)|\.scalars\([^)]*\)|\.exec\([^)]*\))(?:\.\w+\([^)]*\))*\.(?:all|first|one|one_or_none)\(\)$"
)
_MAPPERS = ("sqlalchemy", "sqlmodel")


class StreamlitWithoutCache(ProjectRule):
    """Follows what each page runs from top to bottom, and looks at what cached functions give back."""

    card = Card(
        id="PERF010",
        title="Streamlit page without a fitting cache",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Streamlit runs the whole script again at each click and keystroke, for each visitor. What loads a model, "
            "reads a table or asks a server there does so every time, and the page stands still meanwhile."
        ),
        instead=(
            "Put it into a function of its own under `@st.cache_data` (tables, answers: each caller gets a copy; give "
            "`ttl` where the data changes) or `@st.cache_resource` (models, engines, clients: one for all)."
        ),
        false_alarms=(
            "A file so small that reading it does not matter. What stands under a condition (a button, an upload, "
            "a test of `st.session_state`), in cached functions, fragments and dialogs, and reading of uploads is "
            "left out."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only pages of Streamlit run again and again."""
        uses = any(
            item.module.partition(".")[0] == "streamlit"
            for facts in project.files.values()
            for item in facts.imports
        )
        return "" if uses else "the project has no page of Streamlit"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each file with slow calls, and one for each cache that does not fit."""
        told: dict[str, list[tuple[Slow, str]]] = {}
        places: set[tuple[str, int, int]] = set()
        for page in pages(project):
            for slow in slow_calls(project, page):
                place = (slow.path, slow.call.line, slow.call.column)
                if place not in places:
                    places.add(place)
                    told.setdefault(slow.path, []).append((slow, page))
        for path, found in sorted(told.items()):
            yield self._uncached(project, path, found)
        for (path, _), function in project.functions:
            if function.decorators and project.zone(path) is Zone.PRODUCTION:
                yield from self._cached(project, path, function)

    def _uncached(self, project: ProjectFacts, path: str, found: list[tuple[Slow, str]]) -> Finding:
        slow, page = min(
            found,
            key=lambda item: (_RANK.index(item[0].what) if item[0].what in _RANK else 9, item[0].call.line),
        )
        others = [other for other, _ in found if other is not slow]
        more = (
            f"; so do {len(others)} more calls in this file"
            if len(others) > 1
            else "; so does one more call"
            if others
            else ""
        )
        where = (
            "in the page's own code"
            if slow.call.function < 0
            else f"in `{project.files[path].symbol(slow.call.function)}`"
        )
        through = f", which `{page}` calls at each run" if slow.way else ""
        related = [Related(*hop) for hop in slow.way]
        related += [
            Related(path, other.call.line, f"`{_short(other.name)}` {other.what}") for other in others[:8]
        ]
        return self.finding(
            path,
            slow.call,
            f"`{_short(slow.name)}` {slow.what} {where}{through} without a cache: again at each interaction{more}",
            severity=Severity.MEDIUM if slow.what in (MODEL, CONNECTION) or len(others) > 1 else Severity.LOW,
            confidence=Confidence.MEDIUM
            if len(slow.way) > 1 or _leaves_early(project, slow)
            else Confidence.HIGH,
            symbol=project.files[path].symbol(slow.call.function),
            related=related,
            checked="decorators that cache, conditions, `st.session_state`, uploads",
            effort=15 + 5 * min(len(others), 6),
        )

    def _cached(self, project: ProjectFacts, path: str, function: FunctionFact) -> Iterator[Finding]:
        for decorator in function.decorators:
            name = decorator.replace("()", "")
            if not name.startswith("streamlit."):
                continue
            last = name.rpartition(".")[2]
            if last in _OLD:
                yield self.finding(
                    path,
                    function,
                    f"`{function.name}` is cached by `st.{last}`, which is deprecated: {_OLD[last]} took its place",
                    severity=Severity.LOW,
                    symbol=function.qualname,
                    effort=5,
                )
            elif last in ("cache_data", "cache_resource"):
                yield from self._misfit(project, path, function, last)

    def _misfit(
        self, project: ProjectFacts, path: str, function: FunctionFact, cache: str
    ) -> Iterator[Finding]:
        for given in function.returns:
            name = given.removesuffix("()")
            if name == given:
                continue
            if cache == "cache_data" and _ROWS.search(given):
                if any(item.module.startswith(_MAPPERS) for item in project.files[path].imports):
                    said = "gives back rows of an ORM: they are pickled and come back without their session"
                    yield self._misfitting(path, function, cache, said, Confidence.MEDIUM)
                continue
            target = project.resolve(path, name)
            what = takes_long(target.name) if target.kind == "external" else ""
            if (
                cache == "cache_data"
                and what in (MODEL, CONNECTION)
                and "pickle" not in name
                and "joblib" not in name
            ):
                said = (
                    f"gives back what `{_short(name)}` makes, which is pickled and copied at each call; "
                    "`st.cache_resource` keeps one"
                )
                yield self._misfitting(path, function, cache, said, Confidence.HIGH)
            elif cache == "cache_resource" and what == TABLE:
                said = (
                    f"gives the one table of `{_short(name)}` to all visitors, so that a change by one is seen "
                    "by all; `st.cache_data` copies"
                )
                yield self._misfitting(path, function, cache, said, Confidence.MEDIUM)

    def _misfitting(
        self, path: str, function: FunctionFact, cache: str, said: str, sure: Confidence
    ) -> Finding:
        return self.finding(
            path,
            function,
            f"`{function.name}` under `st.{cache}` {said}",
            severity=Severity.LOW,
            confidence=sure,
            symbol=function.qualname,
            effort=10,
        )


def _leaves_early(project: ProjectFacts, slow: Slow) -> bool:
    """Whether the function around a call has several results: one of them can be what it kept."""
    index = slow.call.function
    return index >= 0 and len(project.files[slow.path].functions[index].returns) > 1


_RANK = (MODEL, CONNECTION, TABLE)


def _short(name: str) -> str:
    """The last two parts of a canonical name."""
    return ".".join(name.replace("()", "").split(".")[-2:])
