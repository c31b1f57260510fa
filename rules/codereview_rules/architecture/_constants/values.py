"""What files say of the values of constants, and of the defaults of environment variables."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import CallFact, FileFacts

_READS = frozenset({"os.getenv", "os.environ.get", "decouple.config"})
_READING = re.compile(
    r"(?:getenv|environ\.get|config)\(\s*[\"'](?P<name>\w+)[\"']\s*,\s*(?:default\s*=\s*)?"
    r"(?P<value>[\"'][^\"'\\{}]*[\"']|-?\d[\d_.]*|True|False)\s*,?\s*(?:cast\s*=\s*\w+\s*)?\)"
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+){2,}$")
_SECRET = re.compile(
    r"PASS|PWD|SECRET|TOKEN|KEY|CRED|DSN|AUTH|SALT|SIGN|PRIVATE|HASH|PIN(?:_|$)", re.IGNORECASE
)
_HARMLESS = re.compile(
    r"(?:[a-z]+://)?(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z][a-z_.-]{0,40})(?::\d{1,5})?(?:/(?:v?\d{1,2}|[a-z_.-]{1,20}))*/?$"
)
_WHOLE = frozenset({"true", "false"})
_NOTHING = frozenset(
    {"none", "null", "unknown", "unset", "n/a", "na", "default", "not_set", "undefined", "-", "?"}
)
"""What says that there is no value."""


class Constants(Collector):
    """Notes of kind ``env`` (name, value's digest, value as it can be shown) and ``constant`` (the same)."""

    nodes = ()

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """The constants of a production module, and the environment variables that it reads
        with a default."""
        if file.zone is not Zone.PRODUCTION or not file.path.endswith(".py"):
            return
        for call in facts.calls:
            if call.path in _READS and len(call.args) + len(call.kwargs) > 1:
                yield from _default(call, file.lines)
        for node in file.tree.body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                yield from _constant(node, file)


def _default(call: CallFact, lines: list[str]) -> Iterator[Note]:
    text = (
        " ".join(lines[call.line - 1 : call.end_line]) if call.end_line > call.line else lines[call.line - 1]
    )
    for match in _READING.finditer(text):
        start = len(text[: match.start()].encode("utf-8"))
        if call.line != call.end_line or call.column - 1 <= start < call.end_column:
            value = "" if match["value"] == "False" else match["value"].strip("\"'")  # nothing is set
            yield Note(
                "env", call.line, call.column, call.end_line, call.end_column, call.function, call.loop,
                (match["name"], _digest(value), shown(match["name"], value)),
            )  # fmt: skip
            return


def _constant(node: ast.Assign | ast.AnnAssign, file: ModuleContext) -> Iterator[Note]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    value = node.value
    if len(targets) != 1 or not isinstance(targets[0], ast.Name) or not isinstance(value, ast.Constant):
        return
    name = targets[0].id
    if isinstance(value.value, (int, float, str)) and _CONSTANT.match(name) and len(str(value.value)) < 60:
        text = str(value.value)
        yield Collector.noted(targets[0], file, "constant", name, _digest(text), shown(name, text))


def _digest(value: str) -> str:
    """The same for values that mean the same: numbers as text or not, truth in any case; empty for no value."""
    text = value.strip()
    lowered = text.lower().rstrip("/")
    if " " in lowered or lowered in _NOTHING:
        return ""
    try:
        text = repr(float(lowered.replace("_", "")))
    except ValueError:
        text = lowered
    return hashlib.blake2s(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if text else ""


def shown(name: str, value: str) -> str:
    """A value as a message can have it; empty for one that could be a secret."""
    if _SECRET.search(name) or not value or len(value) > 60:
        return ""
    plain = (
        re.fullmatch(r"-?\d{1,9}(?:\.\d{1,6})?", value) or value.lower() in _WHOLE or _HARMLESS.match(value)
    )
    return value if plain else ""
