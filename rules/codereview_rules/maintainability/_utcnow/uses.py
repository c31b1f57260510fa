"""Where ``utcnow`` and ``utcfromtimestamp`` are called, passed or renamed in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from codereview.api import Related
from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts, RefFact
from codereview.facts.project import ProjectFacts
from codereview.facts.resolve import INFERRED

from ..._syntax.patterns import lazy_pattern

NAMES = frozenset({"utcnow", "utcfromtimestamp"})

# on the class, on an instance, or on a value that one of its constructors gave
_CLASS = lazy_pattern(
    r"(?:datetime|pandas|django\.utils\.(?:timezone|dateparse))\.datetime(?:\(\)|!|\.(?:now|utcnow|today|fromtimestamp|utcfromtimestamp|strptime|combine|"
    r"fromisoformat)\(\))?\.(utcnow|utcfromtimestamp)"
)


@dataclass(frozen=True)
class Use:
    """One use. ``shown`` is how it is spelled, without brackets; ``renamed``: under another name."""

    line: int
    column: int
    end_line: int
    end_column: int
    method: str
    function: int
    shown: str
    symbol: str
    called: bool
    renamed: bool = False
    has_arguments: bool = False
    context: str = ""
    passed: bool = False
    owner: str = ""
    cause: str = ""
    fixable: bool = False
    related: tuple[Related, ...] = ()


def all_uses(project: ProjectFacts) -> Iterator[tuple[str, list[Use]]]:
    """The files that use one of the methods, each with its uses in order of place; at each place one."""
    calls = project.spellings.calls(NAMES)
    for path, facts in project.files.items():
        uses = _uses_in(project, facts, calls.get(path, ()))
        if uses:
            yield path, uses


def _uses_in(project: ProjectFacts, facts: FileFacts, calls: Iterable[CallFact]) -> list[Use]:
    found: dict[tuple[int, int], Use] = {}
    for use in (*_called(project, facts, calls), *_referred(project, facts)):
        found.setdefault((use.line, use.column), use)
    return _with_causes(project, facts, sorted(found.values(), key=lambda use: (use.line, use.column)))


def meaning(project: ProjectFacts, file: str, path: str) -> str:
    """The one of the two methods that a path names, or an empty string."""
    if path[0] in "?=" or path.startswith("builtins."):
        return ""
    if path[0] == "@" and "." not in path[2:] and path.endswith("()"):
        return ""
    target = project.resolve(file, path)
    if target.kind != "external" or target.via == INFERRED:
        return ""
    match = _CLASS.fullmatch(target.name)
    return match.group(1) if match else ""


def _called(project: ProjectFacts, facts: FileFacts, calls: Iterable[CallFact]) -> Iterator[Use]:
    for call in calls:
        method = meaning(project, facts.path, call.path)
        if not method:
            continue
        last = call.path.rpartition(".")[2]
        bare = bool(call.flags & m.BY_NAME)
        # a bare name or another last name stands for the function; where it got that name is the fault
        renamed = bare or last != method
        plain = not call.kwargs and len(call.args) == (0 if method == "utcnow" else 1)
        yield Use(
            call.line, call.column, call.end_line, call.end_column, method, call.function,
            _spelled(facts, call, method), facts.symbol(call.function), True,
            owner=call.path.rpartition(".")[0], renamed=renamed, has_arguments=bool(call.args or call.kwargs),
            fixable=plain and not renamed and call.path == f"datetime.datetime.{method}",
        )  # fmt: skip


def _referred(project: ProjectFacts, facts: FileFacts) -> Iterator[Use]:
    for ref in facts.refs:
        if ref.path.rpartition(".")[2] not in NAMES:
            continue
        method = meaning(project, facts.path, ref.path)
        if not method:
            continue
        bare = bool(ref.flags & m.BY_NAME)
        passed = bool(ref.flags & m.PASSED)
        yield Use(
            ref.line, ref.column, ref.end_line, ref.end_column, method, ref.function,
            _spelled(facts, ref, method), facts.symbol(ref.function), False,
            owner=ref.path.rpartition(".")[0], renamed=bare, context=ref.context,
            passed=passed or bool(ref.context),
            fixable=passed and not bare and ref.path == "datetime.datetime.utcnow",
        )  # fmt: skip


def _with_causes(project: ProjectFacts, facts: FileFacts, uses: list[Use]) -> list[Use]:
    """Uses under another name share the cause of the place where the function got that name."""
    out = []
    for use in uses:
        file, origin = _origin(project, facts, uses, use) if use.renamed else ("", None)
        if origin is not None:
            told = Related(path=file, line=origin.line, message=f"`{origin.shown}` gets this name here")
            out.append(replace(use, cause=_key(file, origin), related=(told,)))
        elif not use.called and not use.passed:
            out.append(replace(use, cause=_key(facts.path, use)))
        elif use.renamed:
            out.append(replace(use, cause=f"{facts.path}:{use.shown}:{use.method}"))
        else:
            out.append(use)
    return out


def _origin(project: ProjectFacts, facts: FileFacts, uses: Iterable[Use], use: Use) -> tuple[str, Use | None]:
    """Where it got the other name: in the same function or file, or in the module it comes from."""
    kept = [u for u in uses if not (u.called or u.passed or u.renamed) and u.method == use.method]
    for function in (use.function, -1):
        before = [
            u for u in kept if u.function == function and (u.line < use.line or function != use.function)
        ]
        if before:
            return facts.path, before[-1]
    if kept:
        return facts.path, kept[0]
    home = (
        project.layout.find(use.owner, facts.path.rpartition("/")[0])
        if use.owner[:1] not in ("@", "%")
        else ""
    )
    other = project.files.get(home)
    if other is not None and other is not facts:
        there = [
            u for u in _referred(project, other) if not (u.passed or u.renamed) and u.method == use.method
        ]
        return home, there[0] if there else None
    return "", None


def _key(path: str, use: Use) -> str:
    return f"{path}:{use.line}:{use.method}"


def _spelled(facts: FileFacts, fact: CallFact | RefFact, method: str) -> str:
    """How the file writes a use: facts hold what names mean, so the names are looked up backwards.

    Where several names fit, the length of the expression tells; where none does, it is the usual spelling.
    """
    bare = bool(fact.flags & m.BY_NAME)
    owner = fact.path.rpartition(".")[0]
    imported = ((i.alias or i.name or i.module, f"{i.module}.{i.name}".rstrip(".")) for i in facts.imports)
    found = []
    for name, path in (*facts.names.items(), *imported):
        if bare and path == fact.path:
            found.append(name)
        elif not bare and (owner == path or owner.startswith(path + ".")):
            found.append(f"{name}{owner[len(path) :]}.{method}")
    arguments = isinstance(fact, CallFact) and (fact.args or fact.kwargs)
    brackets = 2 if isinstance(fact, CallFact) else 0
    length = fact.end_column - fact.column - brackets
    fitting = (
        found if arguments or fact.end_line != fact.line else [text for text in found if len(text) == length]
    )
    if fitting or found:
        return min(fitting or found, key=lambda text: (len(text), text))
    own = fact.path.removeprefix("@.")
    readable = fact.path[0] == "@" and own.replace("()", "").replace(".", "").isidentifier()
    return own if readable else f"datetime.{method}"
