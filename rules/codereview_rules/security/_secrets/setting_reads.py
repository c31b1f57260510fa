"""Who reads a setting. A default that nobody reads, or that signs nothing, is in force nowhere: SEC003 asks that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.names import own_name
from codereview.facts.project import ProjectFacts

from . import flask_keys
from .assigned import SETTINGS_NAME
from .defaults import Default
from .entropy import looks_random
from .in_force import is_read_by_framework
from .names import Kind, kind_of
from .nodes import constant, key_of
from .places import secret_words
from .wordsets import word_set

_READ = "whether the program reads "
_REACHED = "whether the program takes in its file"
_TAKEN = "whether the program takes from its file "
_OF_SETTINGS = re.compile(
    r"(?i)(?:^|[/_\-])(?:settings?|conf(?:ig)?\w{0,8}|constants?|const|env\w{0,8}|__init__|base|prod\w{0,8}|local\w{0,8})(?:[/_\-.]|$)"
)
_HAS = "whether its object lacks "
_FALLBACK = re.compile(r"\bgetattr\([^,\n]{1,80},\s{0,4}[\"'](?P<name>\w{1,80})[\"']\s{0,2},")
# What asks the environment, and not the settings.
_ENVIRONMENT = word_set("environ env Env getenv config environ_get Variable")
# Extensions of Flask that sign with its key: https://flask.palletsprojects.com/en/stable/config/#SECRET_KEY
_SIGNERS = word_set("""
    itsdangerous authlib flask_login flask_wtf flask_security flask_admin flask_dance
    flask_appbuilder flask_debugtoolbar flask_principal flask_simplelogin flask_oauthlib flask_seasurf flask_talisman
    flask_session flask_multipass flask_praetorian flask_jwt_router flask_bcrypt_sessions quart_auth flask_oidc
    flask_user flask_social flask_openid flask_saml flask_pyoidc
""")
_TOKENS = frozenset({"flask_jwt_extended", "flask_jwt"})
_SESSIONS = frozenset({"session", "flash", "get_flashed_messages"})
_FLASKS = frozenset({"flask", "quart"})
_OF_FLASK = re.compile(r"\bflask\.(?:session|flash)\b")
_READERS = {
    "wtf_csrf_secret_key": ("flask_wtf",),
    "jwt_secret_key": ("flask_jwt_extended", "flask_jwt"),
    "security_password_salt": ("flask_security",),
}
"""Settings that an extension reads: https://flask-jwt-extended.readthedocs.io and its like."""
_OF_DJANGO = word_set("secret_key email_host_password password")
_OWN_PROGRAMS = re.compile(
    r"(?:^|/)(?:superset|webserver|jupyterhub|jupyter\w*|pgadmin|celery|gunicorn)_?config\w*\.py$"
)
_TARGET = re.compile(r"\s{0,40}(?P<name>[A-Za-z_]\w{0,80})\s{0,4}(?P<type>:[^=\n]{1,80})?(?P<is> = |=$| =$)")
_CLOSE = re.compile(r"(?P<name>[A-Za-z_]\w{0,80})=(?!=)")  # at the margin, where no argument stands
_OF_APPLICATION = re.compile(
    r"\w\.(?:secret_key)\s{0,4}=|\.config\[[\"']SECRET_KEY[\"']\]\s{0,4}=|\bSECRET_KEY="
)


class SettingReads(Collector):
    """The names of credentials that a module reads, of kind ``reads``; those that it only makes the key of an
    application of Flask, of kind ``feeds``; whether it signs with that key, of kind ``signs``; and whether it does so
    with tokens, of kind ``tokens``, or gives those a key of their own, of kind ``owns``.

    A variable in lower case and an attribute of ``self`` are its own, and begin with a dot."""

    def wants(self, file: ModuleContext) -> bool:
        """Whether the file is of the program, and may sign or read a secret."""
        if file.zone not in (Zone.PRODUCTION, Zone.SCRIPTS):
            return False
        return bool(secret_words(file.text).offsets) or "flask" in file.text or "itsdangerous" in file.text

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """At most one note of each kind."""
        if not file.tree.body:
            return
        first = file.tree.body[0]
        if _signs(file.text, facts):
            yield self.noted(first, file, "signs")
        if any(item.module.partition(".")[0] in _TOKENS for item in facts.imports):
            yield self.noted(first, file, "tokens")
        if "JWT_SECRET_KEY" in file.text:
            yield self.noted(first, file, "owns")
        if secret_words(file.text).offsets:
            fed = dict(_fed(file.tree))
            kinds = {"feeds": set(fed.values()), "reads": set(_read(file.tree, fed))}
            for kind, names in kinds.items():
                if names:
                    yield self.noted(first, file, kind, *sorted(names))


def _signs(text: str, facts: FileFacts) -> bool:
    """Whether a file uses what signs with the key of an application of Flask."""
    for item in facts.imports:
        top = item.module.partition(".")[0]
        if top in _SIGNERS or (top in _FLASKS and item.name in _SESSIONS):
            return True
    return _OF_FLASK.search(text) is not None


def _fed(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What is given to the key of an application: the node, by its identity, and its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            place = isinstance(target, ast.Subscript) or (
                isinstance(target, ast.Attribute) and own_name(target.value) not in {"self", "cls"}
            )
            name = key_of(node.value) or own_name(node.value)
            if place and name and (key_of(target) or own_name(target)).lower() == "secret_key":
                yield id(node.value), name


def _read(tree: ast.Module, fed: dict[int, str]) -> Iterator[str]:
    """The names of credentials that a program takes the values of; of the environment none."""
    own = _set_here(tree)
    for node in ast.walk(tree):
        if id(node) in fed:
            continue
        if isinstance(node, ast.Name) and node.id in own and isinstance(node.ctx, ast.Load):
            yield "." + node.id
            continue
        for name in _names(node):
            if name and kind_of(name.lstrip(".")) is not None:
                yield name


def _set_here(tree: ast.Module) -> frozenset[str]:
    """The variables that a module sets for itself alone: what it takes in of others as a whole may be theirs."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body):
        return frozenset()
    targets = (
        target
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )
    return frozenset(target.id for target in targets if isinstance(target, ast.Name) and kind_of(target.id))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            yield node.id if node.id.isupper() else "." + node.id
    elif isinstance(node, ast.Attribute):
        if isinstance(node.ctx, ast.Load):
            yield ("." if own_name(node.value) in {"self", "cls"} else "") + node.attr
    elif isinstance(node, ast.Subscript):
        if isinstance(node.ctx, ast.Load) and own_name(node.value) not in _ENVIRONMENT:
            yield key_of(node)
    elif isinstance(node, ast.ImportFrom):
        yield from (item.name for item in node.names if item.asname or not item.name.isupper())
    elif isinstance(node, ast.Call) and not _asks_environment(node.func):
        yield from (constant(argument) for argument in node.args)


def _asks_environment(func: ast.expr) -> bool:
    if isinstance(func, ast.Attribute):
        return func.attr == "getenv" or own_name(func.value) in _ENVIRONMENT
    return own_name(func) in _ENVIRONMENT


def asked(item: Default, file: ModuleContext) -> str:
    """What has to be looked at in the project before a default is sure, for `doubt`; empty if nothing has to.

    A value that was generated is out whether it is read or not, unless it only signs here.
    """
    if flask_keys.looked_up(item, file.lines):
        return flask_keys.HOLDS + item.name
    if item.kind is not Kind.SIGNING and looks_random(item.value):
        return ""
    line = file.lines[item.node.lineno - 1]
    fallback = _FALLBACK.search(line)
    if fallback and fallback["name"] == item.name:
        return _HAS + item.name
    if item.name.lower() == "secret_key" and "lask" in file.text and _OF_APPLICATION.search(line):
        return _READ + "SECRET_KEY"
    if "parameter" in item.what or "option" in item.what or " of " in item.name or file.function >= 0:
        return _REACHED
    if (
        "field" in item.what
        and "=" not in line.partition(item.name)[0]
        and re.search(rf"\b{item.name}\s*:", line)
    ):
        return _READ + item.name
    name = _target(item.node.lineno - 1, file.lines)
    if kind_of(name) is None:
        return _REACHED  # names that hold secrets are collected, no others
    own = line.startswith(name) and not _OF_SETTINGS.search(file.path) and "from_object(" not in file.text
    return (_TAKEN if own else _READ) + name


def _target(place: int, lines: Sequence[str]) -> str:
    """What a setting is assigned to, on its line or on one that ends with a bracket above it; empty if not seen."""
    for index in range(place, max(-1, place - 3), -1):
        line = lines[index]
        found = _TARGET.match(line) or _CLOSE.match(line)
        if found:
            return found["name"] if index == place or line.rstrip().endswith("(") else ""
        if index != place and not line.rstrip().endswith("("):
            return ""
    return ""


def doubt(project: ProjectFacts, path: str, question: str) -> str:
    """Why a default is in force nowhere, empty if something reads it.

    Args:
        project: the project.
        path: the file of the default.
        question: what `asked` gave.
    """
    if not question:
        return ""
    if not _is_reached(project, path):
        return "nothing that starts takes in its file"
    if question.startswith(_HAS):
        owner = _has_field(project, question.removeprefix(_HAS))
        return f"`{owner}` always has one, so that the default is not reached" if owner else ""
    if question.startswith(flask_keys.HOLDS):
        return flask_keys.held(project, question.removeprefix(flask_keys.HOLDS))
    own = question.startswith(_TAKEN)
    name = question.removeprefix(_TAKEN if own else _READ)
    if name == question or _OWN_PROGRAMS.search(path):
        return ""
    return _unread(project, path, name, own=own)


def _has_field(project: ProjectFacts, name: str) -> str:
    """The file in which the settings of the program have a field of this name, empty if none has.

    The settings are a class that is named so, or a module of Django.
    """
    for path, facts in project.files.items():
        if project.zone(path) is not Zone.PRODUCTION:
            continue
        if name in facts.names and "settings" in path:
            return path
        if any(
            SETTINGS_NAME.search(cls.name) and any(attr.name == name for attr in cls.attrs)
            for cls in facts.classes
        ):
            return path
    return ""


def _unread(project: ProjectFacts, path: str, name: str, *, own: bool) -> str:
    """Why nothing reads a setting, empty if something does.

    Args:
        project: the project.
        path: the file that sets it.
        name: the setting.
        own: whether it is a variable of a module that is no settings; another module may have one of the same name.
    """
    packages = _packages(project)
    low = name.lower()
    if "django" in packages and low in _OF_DJANGO:
        return ""
    if low != "secret_key" and (
        is_read_by_framework(name.upper()) or packages.intersection(_READERS.get(low, ()))
    ):
        return ""
    reads: dict[str, list[str]] = {kind: [] for kind in ("reads", "feeds", "signs", "tokens", "owns")}
    for other, notes in project.noted(SettingReads):
        if own and other != path and _has_own(project, other, path, name):
            continue
        for note in notes:
            if not note.values or name in note.values or (other == path and "." + name in note.values):
                reads[note.kind].append(other)
    if not reads["owns"]:
        reads["signs"] += reads["tokens"]
    if not _FLASKS & packages:
        reads["reads"] += reads["feeds"]
    signed = [other for other in reads["signs"] if _is_reached(project, other)]
    by_flask = (
        bool(signed)
        and bool(_FLASKS & packages)
        and ((low == "secret_key" and not own) or bool(reads["feeds"]))
    )
    if by_flask:
        return ""
    found = [other for other in reads["reads"] if _is_reached(project, other)]
    if not found:
        signing = reads["feeds"] or (low == "secret_key" and _FLASKS & packages)
        return "nothing was seen that signs with it" if signing else "no reader was seen"
    apart = project.zone(path) is Zone.PRODUCTION and all(project.zone(o) is Zone.SCRIPTS for o in found)
    return "only scripts beside the program read it" if apart else ""


def _has_own(project: ProjectFacts, other: str, path: str, name: str) -> bool:
    """Whether a module has a variable of the name that is not the one of a file."""
    return name in project.files[other].names and path not in project.imports.get(other, ())


def _is_reached(project: ProjectFacts, path: str) -> bool:
    return project.live.reachability.of(path).label not in {"unreachable", "tests only"}


def _packages(project: ProjectFacts) -> frozenset[str]:
    """The first parts of the names of all modules that the program takes in."""
    return frozenset(
        item.module.partition(".")[0]
        for path, facts in project.files.items()
        if project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS)
        for item in facts.imports
    )
