"""Settings without which the program does not start: asked for again without a default, or a field that has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name
from codereview.facts.project import ProjectFacts

from .assigned import holds_settings
from .lattice import replaced, started_with
from .names import kind_of
from .nodes import constant
from .places import secret_words
from .wordsets import word_set

# https://django-environ.readthedocs.io, https://github.com/HBNetwork/python-decouple, os
_ASKS = word_set(
    "env environ str bytes config getenv get_env get_env_variable getenv_required secret get_secret"
)
_HOLDERS = word_set("config core conf settings common")
_FROM_FILE = ("env_file", "env_prefix", "alias")
_LOADS = "load_dotenv"


class Required(Collector):
    """Names of secrets that a module cannot do without.

    Of kind ``again`` what is assigned in the module itself and has no default; of kind ``field`` the fields of
    settings that have none, where the environment has them under the same name; ``turn`` what a loop over names asks
    the environment for, before it raises or exits; ``loads`` where a module reads a
    file into the environment.
    """

    def wants(self, file: ModuleContext) -> bool:
        """Whether a module of the program asks the environment for a secret, or has settings."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS):
            return False
        if _LOADS in file.text:
            return True
        asks = "env" in file.text or "config(" in file.text or "BaseSettings" in file.text
        return asks and bool(secret_words(file.text).offsets)

    def finish(self, file: ModuleContext, facts: object) -> Iterable[Note]:
        """At most one note of each kind."""
        if not file.tree.body:
            return
        first = file.tree.body[0]
        if again := sorted(set(_again(file.tree))):
            yield self.noted(first, file, "again", *again)
        if "BaseSettings" in file.text and (fields := sorted(set(_fields(file)))):
            yield self.noted(first, file, "field", *fields)
        if turn := sorted(set(_in_turn(file.text))):
            yield self.noted(first, file, "turn", *turn)
        if _LOADS + "(" in file.text:
            yield self.noted(first, file, "loads")


def _again(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if kind_of(name) is not None and _has_no_default(node.value):
                yield name


def _has_no_default(node: ast.expr) -> bool:
    """Whether an expression is what the environment has, and nothing else: ``env("KEY")``, ``os.environ["KEY"]``."""
    if isinstance(node, ast.Subscript):
        return own_name(node.value) in {"environ", "env"}
    if not isinstance(node, ast.Call) or not node.args or not constant(node.args[0]):
        return False
    asks = own_name(node.func) in _ASKS or (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and own_name(node.func.value) in {"environ", "env"}
    )
    others = [*node.args[1:], *(keyword.value for keyword in node.keywords if keyword.arg != "cast")]
    return asks and all(isinstance(other, ast.Constant) and other.value in {None, ""} for other in others)


_ASKED_IN_TURN = re.compile(
    r"\bnot\s{1,4}(?:os\.)?(?:getenv|environ\.get)\(\s?(?P<one>[a-z_]\w{0,40})\s?\)"
    r"|\b(?P<other>[a-z_]\w{0,40})\s{1,4}not in\s{1,4}(?:os\.)?environ\b"
)
_LISTED = re.compile(
    r"(?m)(?:[\[({,]\s{0,4}|^\s{1,40})[\"'](?P<name>[A-Z][A-Z0-9_]{2,80})[\"']\s{0,4}(?=[,\])}]|$)"
)
_STOPS = re.compile(r"\braise\b|\bexit\(")


def _in_turn(text: str) -> Iterator[str]:
    """The names in lists of a module that asks the environment for each name of one, and stops where it lacks one."""
    for found in _ASKED_IN_TURN.finditer(text):
        looped = found["one"] or found["other"]
        near = text[max(0, found.start() - 300) : found.start() + 600]
        if re.search(rf"\bfor {looped} in\b", near) and _STOPS.search(text, found.end(), found.end() + 600):
            yield from (item["name"] for item in _LISTED.finditer(text) if kind_of(item["name"]) is not None)
            return


def asked_in_turn(project: ProjectFacts, name: str) -> str:
    """The module that asks for a variable among others and stops without it, empty if none does."""
    return next(
        (
            path
            for path, notes in project.noted(Required)
            if any(note.kind == "turn" and name in note.values for note in notes)
        ),
        "",
    )


def _fields(file: ModuleContext) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.ClassDef) or not holds_settings(node):
            continue
        source = "\n".join(file.lines[node.lineno - 1 : node.end_lineno])
        from_file = any(word in source for word in _FROM_FILE[1:])
        for part in node.body:
            if (
                isinstance(part, ast.AnnAssign)
                and isinstance(part.target, ast.Name)
                and part.value is None
                and kind_of(part.target.id) is not None
                and not from_file
            ):
                name = part.target.id.lower()
                yield (
                    name + "@" if _FROM_FILE[0] in source else name
                )  # a file that only these settings may read


def asks_for(project: ProjectFacts, path: str, name: str) -> bool:
    """Whether a module assigns a setting what it asks for without a default."""
    notes = next((notes for other, notes in project.noted(Required) if other == path), ())
    return any(note.kind == "again" and name in note.values for note in notes)


def asked_again(project: ProjectFacts, path: str, name: str) -> str:
    """The module for production that begins with all of a file and asks for a setting again without a default."""
    again = {
        other
        for other, notes in project.noted(Required)
        if any(note.kind == "again" and name in note.values for note in notes)
    }
    if not again:
        return ""
    other = replaced(project, path, "", name)
    started = [other] if other else started_with(project, path)
    return started[0] if started and again.issuperset(started) else ""


def demanded(project: ProjectFacts, path: str, name: str) -> str:
    """The file whose settings cannot be made without the variable that another file reads with a default.

    The settings are of the same program: the file stands in their folder, or below the one above.
    """
    wanted, found, loads = name.lower(), "", False
    for other, notes in project.noted(Required):
        for note in notes:
            loads = loads or (note.kind == "loads" and path.partition("/")[0] == other.partition("/")[0])
            if note.kind != "field" or other == path or project.zone(other) is not Zone.PRODUCTION:
                continue
            if not _is_of(path, other) or not _is_made(project, other):
                continue
            if wanted in note.values:
                return other
            if wanted + "@" in note.values:
                found = other
    return found if loads else ""


def _is_of(path: str, settings: str) -> bool:
    folder = settings.rpartition("/")[0]
    while folder and folder.rpartition("/")[2] in _HOLDERS:
        folder = folder.rpartition("/")[0]
    return path.startswith(f"{folder}/") if folder else True


def _is_made(project: ProjectFacts, path: str) -> bool:
    """Whether the settings of a file are made when the program takes it in, or another file does."""
    if project.live.reachability.of(path).label in {"unreachable", "tests only"}:
        return False
    names = {cls.name for cls in project.files[path].classes}
    makers = {
        name
        for call in project.files[path].calls
        if call.function >= 0 and _last(call.path) in names
        for name in [project.files[path].functions[call.function].name]
    }
    for other, facts in project.files.items():
        if project.zone(other) is not Zone.PRODUCTION:
            continue
        for call in facts.calls:
            if call.function < 0 and (_last(call.path) in names or _last(call.path) in makers):
                return True
    return False


def _last(path: str) -> str:
    return path.rpartition(".")[2]
