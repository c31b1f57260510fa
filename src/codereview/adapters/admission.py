"""Reports of a type checker -> findings: those that the facts of the project bear out, in words of our own.

A type checker infers types in code that never declared any, and is often wrong there. So its reports are
candidates. One is admitted where our own facts come to the same result: the class is closed
(`codereview.facts.uses.closed`), the function is what its definition shows (`codereview.facts.uses.signatures`), the
module is one of the project. Most of what is admitted our own rules report too; the two become one finding.
"""

from __future__ import annotations

import builtins
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from codereview.adapters.undefined import standing
from codereview.adapters.values import Diagnostic
from codereview.facts import module as m
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.uses.attributes import Attributes, Lacking
from codereview.facts.uses.compared import Mismatch
from codereview.facts.uses.imports import Imports, told
from codereview.facts.uses.signatures import Signatures, takes_self
from codereview.model import Related, Zone

SURE = "sure"
"""How a report is marked that the facts bear out."""
ABSENT = "absent"
"""How one is marked that is about a module."""
ATTRIBUTE, CALL, IMPORT, NAME, COROUTINE = "attribute", "call", "import", "name", "coroutine"
_ERRORS = {
    ATTRIBUTE: ("AttributeError",),
    CALL: ("TypeError",),
    COROUTINE: ("TypeError",),
    NAME: ("NameError", "UnboundLocalError"),
    IMPORT: ("ImportError", "ModuleNotFoundError", "AttributeError"),
}
_LACKS = (
    re.compile(r"Object of class `(?P<cls>\w+)` has no attribute `(?P<name>\w+)`"),
    re.compile(r"Class `(?P<cls>\w+)` has no class attribute `(?P<name>\w+)`"),
)
_OF_MODULE = re.compile(r"No attribute `(?P<name>\w+)` in module `(?P<module>[\w.]+)`")
_MOST_LINES = 60
"""Lines that one import statement may span."""
_BUILTIN = frozenset(
    {"_", "__class__", "get_ipython", "display", "reveal_type", "reveal_locals", "WindowsError"}
)
_NEWER = frozenset(
    {"BaseExceptionGroup", "EncodingWarning", "ExceptionGroup", "PythonFinalizationError", "aiter", "anext"}
)
"""Built in from Python 3.10, 3.11 or 3.13 on. That a declared Python is too old for them is told of the manifest."""


class Admission:
    """The reports of one tool against one project.

    Args:
        project: the facts.
        kinds: what each code of the tool is about; other codes are admitted as they are.
    """

    def __init__(self, project: ProjectFacts, kinds: Mapping[str, str]) -> None:
        self._project = project
        self._kinds = kinds
        self.classes = project.classes
        self._signatures = Signatures(project)
        self._imports = Imports(project)
        self._attributes = Attributes(project)
        self._lacking: dict[str, dict[tuple[int, str], Lacking]] = {}
        self._calls: dict[str, dict[int, list[m.CallFact]]] = {}

    def admitted(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Those that our facts bear out, rewritten; of several about one call, one."""
        checks: Mapping[str, Callable[[Diagnostic], Diagnostic | None]] = {
            ATTRIBUTE: self._attribute,
            CALL: self._call,
            IMPORT: self._import,
            NAME: self._name,
            COROUTINE: self._coroutine,
        }
        told: set[tuple[str, int, int, str]] = set()
        for item in diagnostics:
            check = checks.get(self._kinds.get(item.code, ""))
            if check is None:
                yield item
                continue
            facts = self._project.files.get(item.path)
            found = check(item) if facts is not None and facts.failure is None else None
            if found is not None and not self._expected(found):
                key = (found.path, found.line, found.column, found.message)
                if key not in told:
                    told.add(key)
                    yield found if found.severity else replace(found, severity=SURE)

    def _attribute(self, item: Diagnostic) -> Diagnostic | None:
        """An attribute that a closed class does not have, or that a module of the project does not have."""
        if (of_module := _OF_MODULE.search(item.message)) is not None:
            return self._of_module(item, of_module["name"])
        found = next((match for match in (shape.search(item.message) for shape in _LACKS) if match), None)
        if found is None or self._is_callback(item):
            return None
        name, attribute = found["cls"], found["name"]
        key = self._owner(item, name, attribute)
        if key is None:
            return None
        if self._seen(item, attribute) is None and not (
            self._of_self(item, key) and self._is_whole(item, key, attribute)
        ):
            return None
        cls = self.classes.fact(key)
        place = Related(key[0], cls.line, f"`{cls.name}` is defined here")
        text = f"`{name}` has no attribute `{attribute}`: neither the class nor its bases set or define it"
        return replace(item, message=text, related=(place,))

    def _seen(self, item: Diagnostic, name: str) -> Lacking | None:
        """What our own facts say of an attribute on the line of a report."""
        if item.path not in self._lacking:
            found = {
                (each.fact.line, each.name): each
                for each in self._attributes.lacking(item.path, repeated=True)
            }
            self._lacking[item.path] = found
        return self._lacking[item.path].get((item.line, name))

    def _of_module(self, item: Diagnostic, name: str) -> Diagnostic | None:
        """An attribute that a module of the project does not have."""
        lacking = self._seen(item, name)
        if lacking is None:
            return None
        place = Related(lacking.source, lacking.line or 1, f"`{lacking.owner}` is this file")
        return replace(item, message=lacking.told, severity=ABSENT, related=(place,))

    def _import(self, item: Diagnostic) -> Diagnostic | None:
        """An import that finds nothing, or a name that is read of a module."""
        of_module = _OF_MODULE.search(item.message)
        if of_module is not None:
            return self._of_module(item, of_module["name"])
        named = item.message.partition("`")[2].partition("`")[0]
        for fact in self._project.files[item.path].imports:
            if not fact.line <= item.line <= fact.line + _MOST_LINES or not named:
                continue
            if fact.name != named and not f".{fact.module}".endswith(f".{named}"):
                continue
            missing = self._imports.of(item.path, fact)
            if missing is not None:
                related = (
                    (Related(missing.where, 1, f"`{missing.module}` is this file"),) if missing.name else ()
                )
                return replace(
                    item,
                    line=fact.line,
                    column=fact.column,
                    message=told([missing]),
                    severity=ABSENT,
                    related=related,
                )
        return None

    def _of_self(self, item: Diagnostic, key: Key) -> bool:
        """Whether it stands in the class itself, where what is asked is `self`."""
        cls = self.classes.fact(key)
        return item.path == key[0] and cls.line < item.line <= cls.end_line

    def _is_whole(self, item: Diagnostic, key: Key, attribute: str) -> bool:
        """Whether a class has by itself all that its methods ask of it: it is no mixin, and no framework hands
        it attributes. Those that are called are less likely to be handed in than those that are read.
        """
        fillers = self.classes.fillers
        if key not in self.classes.made or fillers & {key[0], *self._project.imports.get(key[0], ())}:
            return False
        called = any(
            call.column == item.column and call.path.endswith("." + attribute)
            for call in self._calls_from(item.path, item.line)
        )
        return called or not any(self._project.zone(path) is Zone.PRODUCTION for path in fillers)

    def _is_callback(self, item: Diagnostic) -> bool:
        """Whether it is in a function of a class that does not name its first parameter as methods do: one that
        a decorator registers elsewhere, whose parameter is no instance."""
        around = [f for f in self._project.files[item.path].functions if f.line <= item.line <= f.end_line]
        inner = max(around, key=lambda f: f.line, default=None)
        return inner is not None and inner.cls >= 0 and not takes_self(inner)

    def _owner(self, item: Diagnostic, name: str, attribute: str) -> Key | None:
        """The class of that name, if every class that it can be lacks the attribute."""
        keys = self.classes.by_name.get(name, [])
        here = self._project.resolver.symbol(item.path, name)
        if here.kind == "class":
            keys = [here.key]
        elif here.kind != "unknown" or not keys or hasattr(builtins, name):
            return None
        if not all(self.classes.lacks(key, attribute, item.path) for key in keys):
            return None
        return keys[0]

    def _call(self, item: Diagnostic) -> Diagnostic | None:
        """A call that cannot match the signature of what it calls."""
        call = self._call_at(item) if item.tool == "mypy" else self._call_around(item)
        wrong = self._signatures.mismatch(item.path, call) if call is not None else None
        if call is None or wrong is None or not _agrees(item.message, wrong):
            return None
        place = Related(wrong.key[0], wrong.line, f"`{wrong.shown}` is defined here")
        return replace(
            item, line=call.line, column=call.column, end_line=call.end_line, end_column=call.end_column,
            message=wrong.sentence, related=(place,),
        )  # fmt: skip

    def _name(self, item: Diagnostic) -> Diagnostic | None:
        """A name that nothing defines."""
        name = item.message.partition("`")[2].partition("`")[0]
        facts = self._project.files[item.path]
        if name in _BUILTIN | _NEWER or name in self.classes.foreign or name in facts.names:
            return None
        if _in_class(facts, item.line, name):
            return None
        if facts.stars or any(name in function.globals for function in facts.functions):
            return None
        if standing(name, item.path, item.line, self._project) != "fault":
            return None
        return replace(item, message=f"Nothing defines the name `{name}`")

    def _coroutine(self, item: Diagnostic) -> Diagnostic | None:
        """A coroutine that is dropped, or something awaited that is none."""
        for call in self._calls_from(item.path, item.line):
            if call.column != item.column or call.end_line != item.end_line:
                continue
            target = self._project.resolve(item.path, call.path)
            if target.kind != "function" or not self._signatures.certain(target):
                continue
            function = self._project.resolver.function(target)
            place = (Related(target.file, function.line, f"`{function.qualname}` is defined here"),)
            if function.is_async and call.flags & m.DROPPED and not call.flags & m.AWAITED:
                text = (
                    f"The coroutine that `{function.qualname}` gives is never awaited: its code does not run"
                )
                return replace(item, message=text, related=place)
            if not function.is_async and call.flags & m.AWAITED and _plain_result(item.message):
                text = f"`{function.qualname}` is no coroutine function, and what it gives cannot be awaited"
                return replace(item, message=text, related=place)
        return None

    def _expected(self, item: Diagnostic) -> bool:
        """Whether a test or guard around it waits for the error."""
        return any(
            first <= item.line <= last and (error == "*" or error in _ERRORS.get(self._kinds[item.code], ()))
            for first, last, error in self._project.files[item.path].guards
        )

    def _calls_from(self, path: str, line: int) -> Sequence[m.CallFact]:
        if path not in self._calls:
            by_line: dict[int, list[m.CallFact]] = defaultdict(list)
            for call in self._project.files[path].calls:
                by_line[call.line].append(call)
            self._calls[path] = by_line
        return self._calls[path].get(line, ())

    def _call_at(self, item: Diagnostic) -> m.CallFact | None:
        """The call that a report is about as a whole."""
        span = (item.column, item.end_line, item.end_column)
        calls = self._calls_from(item.path, item.line)
        return next((call for call in calls if (call.column, call.end_line, call.end_column) == span), None)

    def _call_around(self, item: Diagnostic) -> m.CallFact | None:
        """The innermost call that a report lies in without being all of it."""
        start, end = (item.line, item.column), (item.end_line, item.end_column)
        best: m.CallFact | None = None
        for call in self._project.files[item.path].calls:
            first, last = (call.line, call.column), (call.end_line, call.end_column)
            if first < start and end <= last and (best is None or first > (best.line, best.column)):
                best = call
        return best


def _agrees(message: str, wrong: Mismatch) -> bool:
    """Whether a report says one of the things that our own comparison came to."""
    name = message.partition("`")[2].partition("`")[0]
    if message.startswith(("Missing argument", "Missing positional argument")):
        return name in wrong.missing
    if message.startswith("Unexpected keyword"):
        return name in wrong.unknown
    if message.startswith("Multiple values"):
        return name in wrong.twice
    if message.startswith("Expected argument"):
        return bool(wrong.surplus)
    more = re.match(r"Expected (\d+) (more )?positional", message)
    return more is not None and (bool(wrong.missing) if more[2] else wrong.surplus > 0)


def _in_class(facts: m.FileFacts, line: int, name: str) -> bool:
    """Whether a class around a line defines a name, if only further down: annotations are read when asked for."""
    around = [cls for cls in facts.classes if cls.line <= line <= cls.end_line]
    nested = {f"{cls.qualname}.{name}" for cls in around}
    return any(name in cls.methods or any(attr.name == name for attr in cls.attrs) for cls in around) or any(
        cls.qualname in nested for cls in facts.classes
    )


def _plain_result(message: str) -> bool:
    """Whether the type that cannot be awaited is one of the plain ones, which no subclass changes."""
    shown = message.partition("`")[2].partition("`")[0]
    return re.split(r"\W", shown)[0] in (
        "None",
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "list",
        "dict",
        "tuple",
        "set",
    )
