"""SEC026: the same initial password for every account."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codereview.api import Card, Confidence, Finding, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts

from .._syntax.locate import call_at, chain, function_node, last_name, own
from .._syntax.spelled import spells
from ._tokens.examples_accounts import BAD, GOOD
from ._tokens.names import PLACES

_SETS = frozenset({"set_password", "make_password", "generate_password_hash", "hash_password", "get_password_hash",
                   "hashpw", "password_hash", "encrypt_password", "create_password_hash"})  # fmt: skip
_CREATES = frozenset(
    {"create_user", "create_superuser", "add_user", "register_user", "createUser", "new_user"}
)
_CLASSES = (
    "User",
    "Account",
    "Member",
    "Employee",
    "Student",
    "Teacher",
    "Customer",
    "Patient",
    "Doctor",
    "Admin",
    "Staff",
)
_FIELDS = frozenset({"password", "passwd", "pwd"})
_ONE = re.compile(r"admin|root|super|default|test|recovery|demo|system", re.IGNORECASE)
_WHO = frozenset(
    {"username", "email", "user_name", "login", "name", "phone", "student_id", "employee_id", "user"}
)
_ALL = _SETS | _CREATES
_SIGNS = {"assw": (), "hashpw": (), "create_user": ()}
"""One of these stands in every file in which a password is set."""
_LEAST = 3
_CHANGED = re.compile(
    r"(?:must|force|needs?|require|first|has_to)_?\w*(?:change|reset|login)|expire", re.IGNORECASE
)


class SamePassword(ModuleRule):
    """Calls that give an account a password which is written in the code."""

    card = Card(
        id="SEC026",
        title="Same initial password for every account",
        severity=Severity.HIGH,
        confidence=Confidence.LOW,
        effort=30,
        why=(
            "Every account that is made here begins with the password that stands "
            "in the code. Who has one account, "
            "or has seen the source, can open all those whose owners have not changed it yet."
        ),
        instead=(
            "Make a random password for each account with "
            "`secrets.token_urlsafe()` and let it be used once, or send "
            "a link by which the owner sets one; `set_unusable_password()` until then."
        ),
        false_alarms=(
            "Accounts that only ever exist in a demonstration where neither path "
            "nor function says so. One account "
            "with a name of its own in the code is another fault and left out, as "
            "are tests, seeds and samples."
        ),
        cwe=(1392, 798, 521),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Accounts have to be made somewhere."""
        if project.vocabulary.called & (_SETS | _CREATES | set(_CLASSES)):
            return ""
        return "nothing in the project sets the password of an account"

    def check(self, file: ModuleContext, facts: FileFacts) -> Iterable[Finding]:
        """One finding for each call."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS) or PLACES.search(file.path):
            return
        if not spells(file.text, _SIGNS):
            return
        for call in facts.calls:
            last = (call.written or call.path).rpartition(".")[2].lstrip("?")
            if "keyring" in call.path:
                continue  # a store of secrets, not of accounts
            if call.function >= 0 and (last in _ALL or last.endswith(_CLASSES)):
                yield from self._look(file, facts, call, last)

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding:
        """It is sure where a route makes the accounts, or what a route calls: what else makes some may run once."""
        if finding.confidence is Confidence.LOW:
            return finding
        routes = [route for route in project.routes.all if not route.of_class]
        every = {route.handler for route in routes}
        placed = {route.handler for route in routes if route.placed} or every
        for number, function in enumerate(project.files[finding.path].functions):
            if function.line <= finding.line <= function.end_line:
                key = (finding.path, number)
                callers = {key, *(edge.caller for edge in project.callers.get(key, ()))}
                if not callers.isdisjoint(placed):
                    return finding
                if not callers.isdisjoint(every):
                    said = f"{finding.message}; no application is seen to include its router"
                    return replace(finding, message=said, severity=Severity.LOW, confidence=Confidence.LOW)
        return replace(finding, confidence=Confidence.LOW)

    def _look(self, file: ModuleContext, facts: FileFacts, call: CallFact, last: str) -> Iterator[Finding]:
        function = facts.functions[call.function]
        if PLACES.search(function.qualname):
            return
        around = chain(file.tree, call.line)
        node = call_at(around[-1], call) if around else None
        if node is None:
            return
        given = _password(node, last)
        length = _literal(given, file.tree) if given is not None else 0
        if given is not None and _same_as_name(node, given):
            yield self.finding(
                file.path, call, f"`{last}` makes the account's own name its password", symbol=function.qualname,
            )  # fmt: skip
        elif length >= _LEAST:
            varies = _varies(file, function, node)
            if varies:
                yield self.finding(
                    file.path,
                    call,
                    f"`{last}` gives every account that `{function.name}` makes the same password "
                    f"({length} characters, in the code)",
                    symbol=function.qualname,
                    confidence=Confidence.LOW if _has_to_change(file, function) else Confidence.MEDIUM,
                )


def _has_to_change(file: ModuleContext, function: FunctionFact) -> bool:
    """Whether whoever gets the password is made to set another one."""
    return bool(_CHANGED.search("\n".join(file.lines[function.line - 1 : function.end_line])))


def _password(node: ast.Call, last: str) -> ast.expr | None:
    """What is given as the password."""
    for keyword in node.keywords:
        if keyword.arg in _FIELDS or keyword.arg in ("raw_password", "plain_password"):
            return keyword.value
    if last in _SETS and node.args:
        first = node.args[0]
        if (
            isinstance(first, ast.Call)
            and last_name(first) == "encode"
            and isinstance(first.func, ast.Attribute)
        ):
            return first.func.value
        return first
    if last == "create_user" and len(node.args) >= 3:
        return node.args[2]
    return None


def _literal(node: ast.expr, tree: ast.Module) -> int:
    """The length of a literal, or of one that a name of the module or "
    "function is bound to; 0 for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return len(node.value) if any(c.isalnum() for c in str(node.value)) else 0
    if isinstance(node, ast.Name):
        bound = [
            item.value
            for item in tree.body
            if isinstance(item, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == node.id for t in item.targets)
        ]
        if len(bound) == 1 and isinstance(bound[0], ast.Constant) and isinstance(bound[0].value, str):
            return len(bound[0].value)
    return 0


def _same_as_name(node: ast.Call, given: ast.expr) -> bool:
    if isinstance(given, ast.Constant):
        return False
    text = ast.dump(given)
    values = [k.value for k in node.keywords if k.arg in ("username", "email", "login", "phone", "user_name")]
    return isinstance(given, (ast.Name, ast.Attribute)) and any(ast.dump(value) == text for value in values)


def _one(value: ast.expr) -> bool:
    """Whether a name is that of one account: written there, a constant, or the administrator's."""
    if isinstance(value, ast.Constant):
        return True
    name = last_name(value) if isinstance(value, (ast.Name, ast.Attribute)) else ""
    return name.isupper() or bool(name and _ONE.search(name))


def _varies(file: ModuleContext, function: FunctionFact, node: ast.Call) -> str:
    """``name`` if the accounts are seen to have names that vary, ``some`` "
    "if they could, empty for one account."""
    direct = [k.value for k in node.keywords if k.arg in _WHO]
    if direct:
        return "name" if not any(_one(value) for value in direct) else ""
    tree = function_node(file.tree, function)
    if tree is None:
        return ""
    named: list[ast.expr] = []
    texts = False
    for item in own(tree):
        if isinstance(item, ast.Call):
            named += [k.value for k in item.keywords if k.arg in _WHO]
        elif isinstance(item, ast.Dict):
            named += [
                v
                for k, v in zip(item.keys, item.values, strict=True)
                if isinstance(k, ast.Constant) and k.value in _WHO
            ]
        elif isinstance(item, ast.Compare):
            texts = texts or any(
                isinstance(c, ast.Constant) and isinstance(c.value, str) for c in item.comparators
            )
    if node.args and last_name(node) in _CREATES:
        named.append(node.args[0])
    if named:
        return "name" if not any(_one(value) for value in named) else ""
    receives = [
        p
        for p in function.params
        if p.name
        not in ("self", "cls", "db", "session", "args", "kwargs", "options", "apps", "schema_editor", "app")
    ]
    return "some" if receives and not texts else ""
