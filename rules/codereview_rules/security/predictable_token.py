"""SEC021: a token, code or password that can be computed, or a name that can be foreseen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codereview.api import Card, Confidence, Finding, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.ends import Ends, ends
from .._syntax.locate import call_at, chain, last_name, words
from ._tokens.examples import BAD, GOOD
from ._tokens.made import CLOCKS, HASHES, RANDOM, SAFE, SOURCES
from ._tokens.names import PLACES, STATES, about, is_of_document, makes, secret

_MODULES = frozenset({"random", "uuid", "time", "datetime", "hashlib", "django.utils", "tempfile"})
_SMALL = frozenset(
    {"random.random", "random.uniform", "random.randint", "random.randrange", "random.getrandbits"}
)
_ENDING = re.compile(r"\.[a-z]\w{1,4}$")
_FILES = re.compile(r"file_?name|(?:file|upload)_?(?:path|to)|(?:^|_)path(?:_|$)", re.IGNORECASE)
_OF_LOGIN = re.compile(r"(?i)two_?factor|2fa|mfa(?![a-z])|otp(?![a-z])|verification|password_?reset")
"""Classes of what lets somebody in."""
_THROWN_AWAY = re.compile(r"(?i)burner|throw_?away|disposable|ephemeral")
"""Functions that make accounts to be thrown away."""
_OWN = frozenset("email username user_id user_name name id phone mail uid userid login sub pk".split())
_STORES = re.compile(r"(?:store|set|put|save|write|add|setex|hset|insert)(?:_\w+)?$")
"""Functions that keep a value under a name."""


class PredictableToken(ModuleRule):
    """Calls of predictable sources whose result is given a name that promises a secret."""

    card = Card(
        id="SEC021",
        title="Predictable token or name",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Who holds the value is let in, and the value can be computed: "
            "`random` gives its whole sequence away "
            "after some outputs, clocks and uuid1 can be guessed to the "
            "microsecond, and the hash of an address is "
            "known to everyone who knows the address."
        ),
        instead=(
            "Take `secrets.token_urlsafe()` for tokens and state, `secrets.choice` "
            "for codes and passwords, and "
            "`tempfile.mkstemp` for files."
        ),
        false_alarms=(
            "A value that is called a token or code and opens nothing. Names of "
            "other meanings (tokens of text, codes "
            "of products, expiry times), games, sample data, tests, and values that also hold something "
            "unguessable are left out."
        ),
        cwe=(330, 338, 340, 377),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """There has to be a source that can be predicted."""
        if project.vocabulary.modules & _MODULES:
            return ""
        return "nothing in the project imports random numbers, clocks or hashes"

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each statement."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS):
            return
        if not any(item.module in _MODULES for item in facts.imports):
            return
        seen: set[int] = set()
        sample = bool(PLACES.search(file.path))
        for call in facts.calls:
            if call.path == "tempfile.mktemp":
                if not any(c.path == "os.mkfifo" and c.function == call.function for c in facts.calls):
                    yield self._name(file, facts, call)  # making a pipe fails where the name is taken
            elif call.path in SOURCES and not sample:
                for finding in self._token(file, facts, call):
                    if finding.line not in seen:
                        seen.add(finding.line)
                        yield finding

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding:
        """What lies in a folder of code that is no longer used lets nobody in, nor does what names files alone, or a
        method that nothing names of a class that others use; an account that is thrown away holds little."""
        if _is_unnamed(project, finding):
            return replace(
                finding,
                message=f"{finding.message}; nothing names `{finding.symbol}`",
                severity=Severity.LOW,
                confidence=Confidence.LOW,
            )
        if _THROWN_AWAY.search(finding.symbol):
            return replace(finding, severity=Severity.LOW, confidence=Confidence.LOW)
        if project.live.aside.in_folder(finding.path) or _only_names_files(project, finding):
            return replace(finding, confidence=Confidence.LOW)
        return finding

    def _name(self, file: ModuleContext, facts: FileFacts, call: CallFact) -> Finding:
        return self.finding(
            file.path,
            call,
            "`tempfile.mktemp` gives a name before the file is there: others can put a link in its place",
            symbol=facts.symbol(call.function),
            severity=Severity.LOW,
            cause="mktemp",
        )

    def _token(self, file: ModuleContext, facts: FileFacts, call: CallFact) -> Iterator[Finding]:
        symbol = facts.symbol(call.function)
        if PLACES.search(symbol) or STATES.search(f"{symbol} {file.path.rpartition('/')[2]}"):
            return
        around = chain(file.tree, call.line)
        node = call_at(around[-1], call) if around else None
        found = ends(around[-1], node) if node is not None else None
        if found is None or node is None or _has_secret(found.whole) or _is_overwritten(around, file.tree):
            return
        if call.path in CLOCKS and any(
            other.function == call.function and other.path.rpartition(".")[2] in SAFE for other in facts.calls
        ):
            return  # the clock is only something beside what nobody can guess
        name, sure = _meant(found, symbol, file.path)
        if not name or not _predictable(found, node, call.path) or is_of_document(name, file.text):
            return
        if call.path not in RANDOM and (_is_place(found.whole) or _is_slot(found, name, around)):
            return
        medium = not sure or call.path not in RANDOM
        yield self.finding(
            file.path,
            around[-1],
            f"`{name}` is made by `{call.path}`{_of(call.path)}",
            symbol=symbol,
            confidence=Confidence.MEDIUM if medium else None,
            severity=Severity.MEDIUM if medium else None,
        )


def _is_overwritten(around: list[ast.AST], tree: ast.AST) -> bool:
    """Whether the next statement gives another value to what this one makes: nobody ever gets it."""
    statement = around[-1]
    if not isinstance(statement, ast.Assign):
        return False
    outer = around[-2] if len(around) > 1 else tree
    for name in ("body", "orelse", "finalbody"):
        block = getattr(outer, name, None) or []
        if statement in block[:-1]:
            after = block[block.index(statement) + 1]
            targets = [ast.unparse(target) for target in statement.targets]
            return (
                isinstance(after, ast.Assign)
                and [ast.unparse(target) for target in after.targets] == targets
                and not any(target in ast.unparse(after.value) for target in targets)
            )
    return False


def _is_unnamed(project: ProjectFacts, finding: Finding) -> bool:
    """Whether a value is made in a method whose name stands nowhere else, and other modules import the file."""
    if not project.importers.get(finding.path):
        return False
    return any(
        function.qualname == finding.symbol
        and function.cls >= 0
        and function.name not in project.vocabulary.called  # packages that pass names on may call it, too
        and project.live.uncalled.is_unnamed((finding.path, index), closed=True)
        for index, function in enumerate(project.files[finding.path].functions)
    )


def _only_names_files(project: ProjectFacts, finding: Finding) -> bool:
    """Whether all that call the function which makes a value name files with it, by their own names."""
    callers = [
        project.function(edge.caller).name
        for index, function in enumerate(project.files[finding.path].functions)
        if function.line <= finding.line <= function.end_line
        for edge in project.callers.get((finding.path, index), ())
        if edge.caller[1] >= 0
    ]
    return bool(callers) and all(map(_FILES.search, callers))


def _of(path: str) -> str:
    if path in HASHES:
        return " of what others know"
    return "" if path in RANDOM else ", which can be guessed"


def _is_place(whole: ast.expr) -> bool:
    """Whether a value is where a file lies: ``f"scans/{user}/{now()}.jpg"``."""
    texts = [n.value for n in ast.walk(whole) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return bool(texts) and ("/" in texts[0] or _ENDING.search(texts[-1]) is not None)


def _is_slot(found: Ends, name: str, around: list[ast.AST]) -> bool:
    """Whether a text is the name under which something else is stored: ``store.put(backup_key, value)``."""
    if found.kind != "name" or not name.lower().endswith("key"):
        return False
    scope = next(
        (n for n in reversed(around) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))), around[0]
    )
    return any(
        isinstance(item, ast.Call)
        and _STORES.match(last_name(item.func))
        and len(item.args) > 1
        and isinstance(item.args[0], ast.Name)
        and item.args[0].id == name
        for item in ast.walk(scope)
    )


def _has_secret(whole: ast.expr) -> bool:
    return any(word in SAFE or "secret" in word.lower() or "salt" in word.lower() for word in words(whole))


def _meant(found: Ends, symbol: str, path: str) -> tuple[str, bool]:
    """The name of the secret that a value is, and whether that is sure; empty if it is none."""
    function = symbol.rpartition(".")[2]
    if found.kind == "return":
        return (function, True) if makes(function) else ("", False)
    kind = secret(found.name)
    if kind == "sure":
        return found.name, True
    if (
        makes(function)
        and (found.joined or kind == "bare")
        and found.kind == "name"
        and not found.name.startswith("n")
    ):
        return function, True
    if kind == "bare" and found.name != "state" and _OF_LOGIN.search(symbol.rpartition(".")[0]):
        return found.name, False
    if kind == "bare" and found.joined and (about(function) or about(path.rpartition("/")[2])):
        return found.name, False
    return "", False


def _predictable(found: Ends, node: ast.Call, path: str) -> bool:
    """Whether the value can be foreseen, as far as its parts show."""
    if path in RANDOM:
        return found.joined or path in _SMALL
    if path in CLOCKS:
        others = {word for word in words(found.whole) if word in SOURCES or word == "random"}
        return found.joined and not others and "session" not in found.name.lower()
    if path in HASHES:
        given = node.args[0] if node.args else None
        if given is None or "password" in found.name.lower() or "hash" in found.name.lower():
            return False
        names = {
            n.id if isinstance(n, ast.Name) else n.attr
            for n in ast.walk(given)
            if isinstance(n, (ast.Name, ast.Attribute))
        }
        return bool(names & _OWN) and names <= _OWN | {
            "str",
            "encode",
            "user",
            "self",
            "lower",
            "strip",
            "format",
            "request",
            "email",
        }
    return True
