"""SEC004: a JSON Web Token that is believed without a signature."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from codereview.api import Card, Confidence, Finding, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.locate import call_at, chain, last_name, words
from .._syntax.patterns import lazy_pattern
from ._checks.vocabulary import decides, identifies
from ._jwt.examples import BAD, GOOD

_DECODES = frozenset(
    {"jwt.decode", "jose.jwt.decode", "jwt.api_jwt.decode", "flask_jwt_extended.decode_token"}
)
_UNVERIFIED = frozenset({"jose.jwt.get_unverified_claims", "jose.jws.get_unverified_claims"})
_MODULES = ("jwt", "jose")
_READERS = frozenset({"jwt", "jose", "flask_jwt_extended"})
_HARMLESS = frozenset({"jti", "exp", "iat", "nbf", "iss", "aud", "kid"})
_PEEKS = lazy_pattern(
    r"unverif|peek|unsafe|inspect|debug|expir|refresh|issuer|header|kid|revok|logout|_test|parse|insecure|no_verify|"
    r"without|blacklist|fingerprint|denylist|raw|claims_only|print|is_jwt|looks|info|ttl|remaining",
    re.IGNORECASE,
)
_RENEWS = lazy_pattern(r"refresh|expir|logout|revok|renew|blacklist|reset", re.IGNORECASE)
_VERIFIES = re.compile(
    r"^_*(?:async_)?(?:verif|validat|introspect|authenticat)(?!\w*(?:format|structure|length))", re.I
)
_RECORDS = re.compile(
    r"logging_?middleware|request_?log|access_?log|log_?context|telemetry|metrics", re.IGNORECASE
)
_REMARKED = re.compile(
    r"(?:for|in|pour le|para) (?:the )?(?:logs?|logging)\b|already (?:been )?(?:verif|valid|check)\w*|"
    r"(?:verif|valid)\w* .{0,30}\b(?:endpoints?|downstream|upstream|gateway)\b",
    re.IGNORECASE,
)


_CLIENT = re.compile(
    r"not (?:\w+ )?for (?:\w+ )?security|\bserver\b[^.]{0,40}\b(?:enforce|verif|validat|check)\w*",
    re.IGNORECASE,
)


class UnverifiedJwt(ModuleRule):
    """Calls of PyJWT and python-jose."""

    card = Card(
        id="SEC004",
        title="JWT believed without verification",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "Without the signature a token is a text that anyone can write: who "
            "changes the user's id or role in it "
            "is that user. An algorithm that the token itself names, or `none`, comes to the same."
        ),
        instead="Decode with the key and a fixed list: `jwt.decode(token, key, algorithms=['HS256'])`.",
        false_alarms=(
            "A client that only looks into a token which it was given over a "
            "verified connection, and a gateway in "
            "front that has verified it. A look at the header or at the expiry, "
            "identity tokens of a provider, and "
            "code that verifies the same token in the same function are understood."
        ),
        cwe=(347, 345),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """It knows the calls of two packages."""
        return (
            ""
            if project.vocabulary.roots & _READERS
            else "nothing in the project imports PyJWT or python-jose"
        )

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each call."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS):
            return
        if not any(item.module.partition(".")[0] in _MODULES for item in facts.imports):
            return
        calls = [c for c in facts.calls if c.path in _DECODES or c.path in _UNVERIFIED]
        for call in calls:
            yield from self._look(file, facts, call, calls)

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        """Doubtful where nobody calls the function, so that nothing is decided by what it reads."""
        facts = project.files[finding.path]
        for index, function in enumerate(facts.functions):
            if function.qualname != finding.symbol:
                continue
            framework = function.decorators or (function.cls >= 0 and facts.classes[function.cls].bases)
            if not framework and not _is_mentioned(project, (facts.path, index), function.name):
                return replace(finding, confidence=Confidence.LOW)
        return finding

    def _look(
        self, file: ModuleContext, facts: FileFacts, call: CallFact, calls: list[CallFact]
    ) -> Iterator[Finding]:
        around = chain(file.tree, call.line)
        node = call_at(around[-1], call) if around else None
        if node is None:
            return
        symbol = facts.symbol(call.function)
        name = symbol.rpartition(".")[2]
        said = _said(node, call.path)
        if not said or any("id_token" in word for word in words(node)):
            return
        if said in ("off", "claims") and _is_verified(around, node):
            return
        other = [c for c in calls if c is not call and c.function == call.function]
        if said == "exp":
            if _RENEWS.search(symbol) or call.function < 0 or not (identifies(name) or decides(name)):
                return
            message = f"`{name}` admits tokens that have expired: `verify_exp` is off"
            yield self.finding(
                file.path,
                call,
                message,
                symbol=symbol,
                severity=Severity.MEDIUM,
                confidence=Confidence.MEDIUM,
            )
            return
        if said != "open" and (
            _PEEKS.search(symbol) or _looks(around, node) or any(c.path in _DECODES for c in other)
        ):
            return
        sure = identifies(name) or decides(name) or said in ("open", "none")
        text = {
            "off": "the signature of the token is not looked at",
            "none": "the algorithm `none` is admitted: a token needs no signature",
            "open": "the algorithm is taken from the token itself",
            "claims": "the claims are taken without a look at the signature",
        }[said]
        # elsewhere a program looks into a token of its own, or hands it on to the issuer, which looks at it
        confidence = Confidence.HIGH if sure else Confidence.LOW
        if said in ("off", "claims") and (
            _is_of_records(file, call.line, symbol) or _says_server_checks(around)
        ):
            confidence = Confidence.LOW
        yield self.finding(file.path, call, text, symbol=symbol, confidence=confidence)


def _is_mentioned(project: ProjectFacts, key: tuple[str, int], name: str) -> bool:
    """Whether anything calls a function, imports it, hands it on or makes it a route."""
    if name in project.vocabulary.called or project.callers.get(key):
        return True
    if any(route.handler == key for route in project.routes.all):
        return True
    for facts in project.files.values():
        if any(item.name == name for item in facts.imports) or any(
            ref.path.endswith(name) for ref in facts.refs
        ):
            return True
        if any(given.endswith(name) for call in facts.calls for given in call.given):
            return True
    return False


def _looks(around: list[ast.AST], node: ast.Call) -> bool:
    """Whether of the claims only those are read that open nothing: times, identifiers, issuer."""
    statement = around[-1]
    taken = [
        item.slice for item in ast.walk(statement) if isinstance(item, ast.Subscript) and item.value is node
    ]
    if taken:
        return isinstance(taken[0], ast.Constant) and taken[0].value in _HARMLESS
    if not isinstance(statement, ast.Assign) or statement.value is not node or len(statement.targets) != 1:
        return False
    name = last_name(statement.targets[0])
    keys: set[object] = set()
    scope = next(
        (n for n in reversed(around) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))), around[0]
    )
    for item in ast.walk(scope):
        key: ast.expr | None = None
        if isinstance(item, ast.Subscript) and last_name(item.value) == name:
            key = item.slice
        elif isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr == "get":
            key = item.args[0] if item.args and last_name(item.func.value) == name else None
        if isinstance(key, ast.Constant):
            keys.add(key.value)
    return bool(keys) and keys <= _HARMLESS


def _is_verified(around: list[ast.AST], node: ast.Call) -> bool:
    """Whether a statement before the call hands the same token to something that verifies tokens."""
    if not node.args:
        return False
    token = ast.unparse(node.args[0])
    for outer, inner in pairwise(around):
        block = next(
            (b for n in ("body", "orelse", "finalbody") if inner in (b := getattr(outer, n, []))), []
        )
        for statement in block[: block.index(inner)] if block else ():
            for item in ast.walk(_runs(statement)):
                if isinstance(item, ast.Call) and _VERIFIES.search(last_name(item.func)):
                    given = [*item.args, *(keyword.value for keyword in item.keywords)]
                    if any(ast.unparse(value) == token for value in given):
                        return True
    return False


def _runs(statement: ast.AST) -> ast.AST:
    """What of a statement runs in any case: the condition of one that asks."""
    return statement.test if isinstance(statement, (ast.If, ast.While)) else statement


def _is_of_records(file: ModuleContext, line: int, symbol: str) -> bool:
    """Whether what is read goes into the lines of a log, by the place or the remark on it, or a remark says who
    verifies the token."""
    if _RECORDS.search(f"{file.path.rpartition('/')[2]} {symbol}"):
        return True
    remarks = [text for text in file.lines[max(0, line - 5) : line + 4] if "#" in text and "TODO" not in text]
    return any(_REMARKED.search(text.partition("#")[2]) for text in remarks)


def _says_server_checks(around: list[ast.AST]) -> bool:
    """Whether the function's docstring says that it decides nothing: a client looks into its own token."""
    inner = [node for node in around if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return bool(inner) and _CLIENT.search(ast.get_docstring(inner[-1]) or "") is not None


def _said(node: ast.Call, path: str) -> str:
    """What a call leaves out: ``off``, ``none``, ``open``, ``claims``, ``exp``; empty for none of them."""
    if path in _UNVERIFIED:
        return "claims"
    found = ""
    for keyword in node.keywords:
        value = keyword.value
        if keyword.arg == "verify" and _false(value):
            found = "off"
        elif keyword.arg == "options" and isinstance(value, ast.Dict):
            entries = {
                k.value: v
                for k, v in zip(value.keys, value.values, strict=True)
                if isinstance(k, ast.Constant)
            }
            if _false(entries.get("verify_signature")):
                found = "off"
            elif _false(entries.get("verify_exp")) and not found:
                found = "exp"
        elif keyword.arg == "algorithms" and not found:
            found = _algorithms(value)
    return found


def _algorithms(value: ast.expr) -> str:
    items = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
    for item in items:
        if isinstance(item, ast.Constant) and isinstance(item.value, str) and item.value.lower() == "none":
            return "none"
        if isinstance(item, (ast.Subscript, ast.Call)) and "header" in _base(item).lower():
            return "open"
    return ""


def _base(node: ast.Subscript | ast.Call) -> str:
    """What an entry is taken from: ``h`` of ``h["alg"]`` and of ``h.get("alg")``, if the entry is the algorithm."""
    if isinstance(node, ast.Call):
        key = node.args[0] if node.args else None
        base = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    else:
        key, base = node.slice, node.value
    return last_name(base) if isinstance(key, ast.Constant) and key.value == "alg" else ""


def _false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False
