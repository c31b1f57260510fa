"""What gives the rows of a loop or a list, and whether that may load more than stands where they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.paths import split
from codereview_rules.performance._queries import tables

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts
    from codereview_rules.performance._queries.values import Values

_MANAGERS = frozenset({".objects", ".query", "._default_manager"})
_KNOWN = (
    tables.DJANGO_READS
    | tables.DJANGO_LAZY
    | tables.DJANGO_VALUES
    | tables.DJANGO_BATCH
    | tables.SA_QUERY_ENDS
    | tables.SA_SESSION
    | tables.ACTIVE_LAZY
    | frozenset(
        """
        filter_by outerjoin group_by having options offset execution_options yield_per unique mappings tuples
        select_from add_columns with_entities using_bind populate_existing enable_eagerloads correlate slice
        with_for_update of nowait fetchall fetchmany to_list skip sort aiterator order_by_alias prefetch
        """.split()
    )
)
"""Methods of managers and queries whose result is known: what they load is said where they are called."""


class Sources:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, values: Values) -> None:
        self.project = project
        self.values = values

    def of_source(self, path: str, tokens: tuple[str, ...]) -> str:
        """Who else may have loaded what is read of rows that a path gives."""
        if tokens[0][:1] == "%" and not _builds(tokens):
            return "whether those who call this have loaded it"
        name = self._unknown_method(tokens) or self._helper(path, tokens)
        return f"whether `{name}()` loads it" if name else ""

    def _unknown_method(self, tokens: tuple[str, ...]) -> str:
        """A method of a manager that is the project's own: what it loads is not said where it is called."""
        seen = False
        for position, token in enumerate(tokens[:-1]):
            if token in _MANAGERS:
                seen = True
            elif seen and tokens[position + 1][:1] == "(" and token[1:] not in _KNOWN:
                return token[1:]
        return ""

    def _helper(self, path: str, tokens: tuple[str, ...]) -> str:
        """A function of the project that gives the rows, if what it loads is not plain from what it returns."""
        for key in self.called(path, tokens):
            if not self._is_plain(key):
                return self.project.function(key).name
        return ""

    def called(self, path: str, tokens: tuple[str, ...]) -> Iterator[Key]:
        """The functions of the project that a path calls."""
        for position in range(1, len(tokens)):
            if tokens[position][0] == "(":
                target = self.project.resolve(path, "".join(tokens[:position]))
                if target.kind == "function":
                    yield target.key

    def _is_plain(self, key: Key) -> bool:
        """Whether a function returns a query of its own that names what it loads."""
        returns = self.project.function(key).returns
        for given in returns:
            tokens, value = split(given), self.values.of(key[0], given)
            if value is None or value.eager is None or tokens[0][:1] in "%?=":
                return False
            if self._unknown_method(tokens) or any(True for _ in self.called(key[0], tokens)):
                return False
        return bool(returns)


def _builds(tokens: tuple[str, ...]) -> bool:
    """Whether rows are asked for anew where the loop stands, whatever was loaded before."""
    return any(
        token[1:] in ("filter", "exclude", "order_by", "select_related", "prefetch_related")
        for token in tokens[1:]
    )
