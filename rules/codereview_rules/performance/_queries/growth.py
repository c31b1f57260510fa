"""Whether the rows that a loop or a list runs over grow with the data.

Those of a table, of a page or of a state do; those that belong to one row or that were asked for by their keys are as
many as that row has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from codereview.api import Zone
from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview_rules._syntax.given import given_to

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview.facts.project import Key
    from codereview_rules.performance._queries.asked import Askers
    from codereview_rules.performance._queries.jobs import Jobs
    from codereview_rules.performance._queries.kinds import Value
    from codereview_rules.performance._queries.values import Values

_FILTERS = frozenset({"filter", "filter_by", "where", "Q"})
_JOINS = frozenset({"join", "outerjoin"})
_PAGED = (".offset()", ".paginate()", ".slice()", ".iterator()", ".yield_per()")
_KEYS = frozenset("pk id ids uuid guid slug username email key".split())
_EXACT = frozenset({"exact", "iexact", "pk", "id", "uuid", "guid", "slug", "username", "email"})
_NAMING = re.compile(
    r"(?:\A|_)(?:number|numero|no|num|code|reference|ref|sku|isbn|ean|token|hash|name|title|checksum|fingerprint)(?:_|\Z)"
)
"""Words in the names of columns that tell a row, or a few that go together."""
_LOOKUPS = frozenset(
    """
    gt gte lt lte range isnull contains icontains startswith istartswith endswith iendswith regex iregex date year month
    day week hour minute second search overlap has_key contained_by ne not
    """.split()
)
_AFTER = frozenset({"gt", "gte"})
_ENDS = re.compile(r"(?:\A|_)(?:end|ends|until|valid_to|closes|deadline)(?:_|\Z)")
"""Names of columns for the day on which something is over: what is not over are few of all that ever were."""
_NOW = (".now()", ".today()", ".localdate()", ".localtime()", ".utcnow()", ".now().date()")
_OWNERS = frozenset("user owner author parent profile member customer creator created_by".split())
"""Names of relations to one row, where the model does not tell."""
_OF_TENANTS = re.compile(r"(?:Subscription|Licen[sc]e)\Z")
"""Tables of which a tenant has a few rows at a time."""
_STATES = frozenset({"status", "state", "active", "is_active"})
_TENANTS = re.compile(
    r"(?:\A|_)(?:tenant|organi[sz]ation|org|company|workspace|site|shop|store|school|hospital|clinic|agency|institution"
    r"|domain|guild|server|realm|instance)(?:_id)?\Z"
)
"""Names of what holds all rows of a customer: they grow."""
_KINDS = re.compile(
    r"(?:Categor(?:y|ies)|Types?|Kinds?|Status(?:es)?|\ARoles?|\APermissions?|Channels?|Languages?|Countr(?:y|ies)"
    r"|Currenc(?:y|ies)|Settings?|Config(?:uration)?s?|Levels?|Priorit(?:y|ies)|Plans?|Tiers?|Units?|Departments?"
    r"|Designations?|JobTitles?|Branch(?:es)?|Warehouses?|Definitions?|Years?|Periods?|Holidays?|Tax(?:es|Rates?)?|Seasons?"
    r"|Journals?|BankAccounts?|Regions?|Semesters?|Providers?|Features?|Flags?|Codes?|Tracks?|Positions?|Fields?|Templates?|Stages?|Phases?|Badges?|Automations?|Modules?|Preferences?|Menus?|Sectors?"
    r"|Map(?:ping)?s?|Program(?:me)?s?"
    r"|(?:\A|Permission|Custom|Proxy|Role|Auth|User|Option)Groups?)\Z"
)
"""Ends of the names of tables that people fill by hand."""
_CROWDS = re.compile(
    r"(?:User|Account|Customer|Client|Member|Patient|Student|Employee|Person|Contact|Author|Company|Organi[sz]ation|Product"
    r"|Item|Order|Invoice|Payment|Transaction|Project|Post|Article|Comment|Book|Document|File|Image|Media|Message|Ticket"
    r"|Task|Job|Event|Booking|Session|Device|Asset|Track|Video|Song)s?\Z"
)
"""Ends of the names of tables that grow, to whose rows many others lead."""
_OF_CLASSES = re.compile(r"(?:Model|ORM|Orm|Table|DB|Entity|Record|Custom)\Z")
"""What the name of a class adds to that of its table."""
_ROOTS = re.compile(r"(?:\A|_)(?:parent|pid)(?:_id)?\Z")
"""Names of what leads up in a tree."""
_YEAR = re.compile(r"(?:\A|_)(?:year|anno|ann[eé]e|jahr|ano|año)(?:_|\Z)")
"""Names of columns for years, in the languages of projects that were seen: where each is there once, rows are few."""
_OF_STAFF = frozenset({"is_staff", "is_superuser", "is_admin"})
_IDS = re.compile(r"(?:uu|gu|u|p)id\Z|_(?:pk|slug|key)\Z")
"""Ends of the names of columns that tell a row of some table."""
_RIGHTS = frozenset({"groups", "user_permissions"})
"""What Django gives to the few who may do more than others."""
_WRAPPERS = ("builtins.enumerate()", "builtins.sorted()", "builtins.list()", "builtins.reversed()")


class Growth:
    """Answers for one project."""

    def __init__(self, values: Values, askers: Askers, jobs: Jobs) -> None:
        self.values = values
        self.askers = askers
        self.jobs = jobs

    def of_loop(
        self, path: str, facts: FileFacts, loop: LoopFact, at: CallFact | RefFact, related: bool
    ) -> str:
        """What is to be counted first, because the rows of a loop are those of one row, of some keys or of a table of
        kinds; empty if they grow. Of what is ``related`` to them also what a query of its own may have loaded."""
        rows = unwrapped(facts, loop)
        value = self.values.of(path, rows)
        if (found := self._of_kind(value)) or any(call in rows for call in _PAGED):
            return found
        if found := self._passed(path, loop, rows):
            return found
        end = (loop.end_line, loop.end_column) if loop.kind == "comprehension" else (loop.line + 1, 0)
        calls = self.askers.built(path, loop.function, rows, end)
        if related and any(_loads_more(call) for call in calls):
            return "what the query of its `Prefetch` loads"
        read = last_name(at.path)
        if any(last_name(call.path) == "annotate" and read in dict(call.kwargs) for call in calls):
            return f"whether the rows have `{read}` from the query that annotates them"
        if name := self._clashes(calls, value):
            return f"whether Django takes the annotation `{name}`: the model has a field of that name"
        # of a query that stands in one branch alone there is no other
        held = at.flags & m.CONDITIONAL or all(call.flags & m.CONDITIONAL for call in calls)
        return self._narrow(path, calls, value, bool(held))

    def _clashes(self, calls: Iterable[CallFact], value: Value | None) -> str:
        """The name of an annotation that is that of a field, which Django refuses."""
        if value is None or value.lib != "django" or value.model is None:
            return ""
        given = [name for call in calls if last_name(call.path) == "annotate" for name, _ in call.kwargs]
        resolver = self.values.project.resolver
        bases = [key for key in resolver.bases(value.model) if not isinstance(key, str)] if given else []
        fields = {
            attr.name
            for key in bases
            for attr in resolver.class_(key).attrs
            if attr.path.endswith(("Field()", "Key()"))
        }
        return next((name for name in given if name in fields), "")

    def _passed(self, path: str, loop: LoopFact, rows: str) -> str:
        """The same of rows that a function is given, if that holds of what all its callers pass."""
        project, key = self.values.project, (path, loop.function)
        name = rows.removeprefix(f"%{loop.function}:")
        if name == rows or not name.isidentifier():
            return ""
        found = []
        for edge in project.callers.get(key, ()):
            if project.zone(edge.caller[0]) is not Zone.TESTS:
                bound = edge.target.kind != "function" or edge.target.owner is not None
                given = given_to(project.function(key), bound, edge.call).get(name, "")
                at = (edge.call.line, edge.call.column)
                calls = self.askers.built(edge.caller[0], edge.caller[1], given, at) if given else []
                found.append(self._narrow(edge.caller[0], calls, None, bool(edge.call.flags & m.CONDITIONAL)))
        return found[0] if found and all(found) else ""

    def of_list(self, path: str, function: int, rows: str, line: int) -> str:
        """The same of the rows that a serializer is given."""
        value = self.values.of(path, rows)
        if (found := self._of_kind(value)) or any(call in rows for call in _PAGED):
            return found
        calls = self.askers.built(path, function, rows, (line + 1, 0))
        given = self.values.project.calls_in((path, function))
        held = any(call.flags & m.CONDITIONAL for call in given if call.end_line == line)
        return self._narrow(path, calls, value, held)

    def _of_kind(self, value: Value | None) -> str:
        """What to count of a table that people fill by hand, or that has one row for each year."""
        if value is None:
            return ""
        attrs = self.values.project.resolver.class_(value.model).attrs if value.model is not None else ()
        few = is_kind(value.label) or any(
            _YEAR.search(attr.name) and "unique" in dict(attr.kwargs) for attr in attrs
        )
        return f"how many `{value.label}` there are" if few else ""

    def of_view(self, key: Key | None, value: Value | None, relation: str = "") -> str:
        """The same of the rows of a view's ``get_queryset``; of several queries, whether one of them loads a
        ``relation`` that is read is asked too."""
        if found := self._of_kind(value):
            return found
        if key is None:
            return ""
        given = [path for path in self.values.project.function(key).returns if not path.endswith(".none()")]
        if len(given) > 1 and not self._lack(key[0], given, relation):
            return f"which of its queries `{self.values.project.function(key).name}()` gives"
        calls = self.values.project.calls_in(key)
        narrow = [
            self._narrow(key[0], chain, value, True) for one in given for chain in self._returned(key, one)
        ]
        if narrow and all(narrow):
            return narrow[0]
        return self._narrow(key[0], calls, value, False)

    def _returned(self, key: Key, query: str) -> Iterator[list[CallFact]]:
        """The calls of each statement that gives a query back, in whatever branch; one that does more has none."""
        for end in self.values.project.calls_in(key):
            if end.path + "()" == query:
                chain = self.askers.built(key[0], key[1], query, (end.end_line, end.end_column))
                told = end.flags & m.RETURNED
                yield [call for call in chain if end.line <= call.line <= end.end_line] if told else []

    def _lack(self, path: str, queries: list[str], relation: str) -> bool:
        """Whether none of some queries loads a relation, as far as all of them are known."""
        values = [self.values.of(path, query) for query in queries]
        return bool(relation) and all(
            value is not None
            and value.eager is not None
            and value.kind in ("query", "manager")
            and not any(name == relation or name.startswith(f"{relation}__") for name in value.eager)
            for value in values
        )

    def _narrow(self, path: str, calls: Iterable[CallFact], value: Value | None, held: bool) -> str:
        """What rows belong to, if a filter that always holds asks for those of one row or of some keys."""
        calls = list(calls)
        few = value is not None and bool(_OF_TENANTS.search(value.label)) and any(map(_tells_state, calls))
        for call in calls:
            if call.flags & m.CONDITIONAL and not held:
                continue
            column, _, name = call.path.rpartition(".")
            if name == "in_" and _is_key(last_name(column)) and not _is_queried(*call.args[:1]):
                return f"how many rows `{last_name(column)}.in_()` leaves"
            if (
                name in ("is_", "is_null")
                and _ROOTS.search(last_name(column))
                and call.args[:1] in ((), ("=None",))
            ):
                return "how many roots there are"
            if name not in _FILTERS and name not in _JOINS:
                continue
            if self.jobs.of_role(path, range(call.line, call.end_line + 1)):
                return "how many there are of that role"
            for name, given in call.kwargs:
                found = self._asked_by(name, given, value, few) or self._among(path, call, name, given, held)
                if found:
                    return found
            for column in self.jobs.owned(path, range(call.line, call.end_line + 1)) if call.args else ():
                if not _TENANTS.search(column) or few:
                    return f"how many rows one `{column.removesuffix('_id')}` has"
        return ""

    def _among(self, path: str, call: CallFact, name: str, given: str, held: bool) -> str:
        """The same of a filter by keys that a query gave: ``id__in=[one.book.id for one in query]``."""
        words = name.split("__")
        if words[-1] != "in" or "[]" not in given or not _is_queried(given) or not _is_key(*words[-2:-1]):
            return ""
        calls = self.askers.built(path, call.function, given.partition("[]")[0], (call.line, call.column))
        return self._narrow(path, calls, None, held)

    def _asked_by(self, name: str, given: str, value: Value | None, few: bool) -> str:
        """What a keyword of a filter narrows the rows to; empty if that is many."""
        words = name.split("__")
        if _is_root(words, given):
            return "how many roots there are"
        if (words[-1] in _OF_STAFF and given == "=True") or (
            words[0] in _RIGHTS and words[-1] not in _LOOKUPS
        ):
            return f"how many rows `{name}` leaves"
        if words[-1] == "in":
            keys = (
                words[-2:-1] and not _is_queried(given) and (_is_key(words[-2]) or ".values_list()" in given)
            )
            return f"how many rows `{name}` leaves" if keys else ""
        if words[-1] in _AFTER and _ENDS.search(words[-2:][0]) and given.endswith(_NOW):
            return "how many rows are not over yet"
        if words[-1] in _LOOKUPS or _is_fixed(given):
            return ""
        while len(words) > 1 and words[-1] in _EXACT:
            words.pop()
        base = words[-1]
        if _TENANTS.search(base) and ".kwargs[" not in given and not few:
            return ""
        if len(words) == 1 and value is not None and value.model is not None:
            relation = self.values.models.relation(value.model, base.removesuffix("_id"))
            owned = relation is not None or base.endswith("_id")
        else:
            owned = base in _OWNERS or base.endswith("_id") or len(words) > 1
        owned = owned or base in _KEYS or _IDS.search(base) is not None or _NAMING.search(base) is not None
        return f"how many rows one `{base.removesuffix('_id')}` has" if owned else ""


def is_kind(label: str) -> bool:
    """Whether the name of a table says that people fill it by hand."""
    return _KINDS.search(_OF_CLASSES.sub("", label)) is not None


def is_crowd(label: str) -> bool:
    """Whether the name of a table says that it grows with use."""
    return _CROWDS.search(_OF_CLASSES.sub("", label)) is not None


def unwrapped(facts: FileFacts, loop: LoopFact) -> str:
    """What a loop runs over, without what only counts or orders it."""
    rows = loop.iterable.removesuffix("[]*")
    if rows in _WRAPPERS:
        for call in facts.calls:
            if call.path + "()" == rows and call.line == loop.line and call.args:
                return call.args[0]
    return rows


def _is_root(words: list[str], given: str) -> bool:
    """Whether a filter asks for the rows that have no parent."""
    none = given in ("=None", "=0") if len(words) == 1 else words[1:] == ["isnull"] and given == "=True"
    return none and _ROOTS.search(words[0]) is not None


def _loads_more(call: CallFact) -> bool:
    """Whether a query loads by an object that says how, here or in a name."""
    name = last_name(call.path)
    return name == "Prefetch" or (
        name == "prefetch_related" and any(arg[:1] not in "='" for arg in call.args)
    )


def _tells_state(call: CallFact) -> bool:
    """Whether a filter asks for rows of a state."""
    column, _, name = call.path.rpartition(".")
    asked = {name.partition("__")[0] for name, _ in call.kwargs}
    return (name == "in_" and last_name(column) in _STATES) or not _STATES.isdisjoint(asked)


def _is_key(column: str = "") -> bool:
    """Whether a column has keys of rows, its own or those of another table."""
    return column in _KEYS or column.endswith("_id")


def _is_queried(given: str = "") -> bool:
    """Whether keys come from a query of their own."""
    return any(name in given for name in (".objects.", "_manager.", ".scalars()", "select()", ".query"))


def _is_fixed(given: str) -> bool:
    """Whether a value is a literal or a constant: it tells a state, not a row."""
    if given.endswith("[]"):  # ``request.GET["number"]``
        return False
    return given[:1] == "=" or last_name(given).isupper() or given.endswith(".value")
