"""Imports of what is neither the project's own nor Python's: what manifests have to declare."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.dependencies.names import distributions_of, is_namespace
from codereview.facts.dependencies.uses import uses
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts, ImportFact
    from codereview.facts.project import ProjectFacts


# Modules of some Python: newer than the one that runs the audit, gone from it, or of Python 2.
_OF_SOME_PYTHON = frozenset(
    "annotationlib compression tomllib zoneinfo graphlib _zstd concurrent string asynchat asyncore audioop binhex "
    "cgi cgitb chunk crypt distutils formatter imghdr imp lib2to3 mailcap msilib nis nntplib ossaudiodev parser pipes "
    "smtpd sndhdr spwd sunau symbol telnetlib uu xdrlib macpath dummy_threading _dummy_threading asyncio "
    "ConfigParser Cookie cPickle cStringIO StringIO Queue SocketServer Tkinter tkMessageBox tkFileDialog ttk "
    "HTMLParser httplib urllib2 urlparse cookielib xmlrpclib SimpleHTTPServer BaseHTTPServer CGIHTTPServer "
    "SimpleXMLRPCServer DocXMLRPCServer __builtin__ copy_reg anydbm dbhash dumbdbm gdbm whichdb exceptions "
    "htmlentitydefs sets md5 sha commands thread dummy_thread robotparser user UserDict UserList UserString new "
    "future_builtins repr _winreg test site sitecustomize usercustomize __main__ __future__ _typeshed".split()
)
_GENERATED = re.compile(r"(?:_pb2(?:_grpc)?|_rc|_ui|_version|version|_thrift|ttypes)$")
_SYSTEM = frozenset("gi dbus apt apt_pkg systemd rpm selinux libvirt uwsgi uwsgidecorators _curses".split())
_BUILT = (".pyx", ".so", ".pyd", ".proto", ".c", ".cpp", ".rs", ".pxd", ".thrift", ".fbs")


class Imported(msgspec.Struct, frozen=True):
    """One import of a foreign module.

    Attributes:
        path, line, column: where it stands.
        name: the module, dotted as far as it tells which distribution brings it (``google.cloud.storage``).
        optional: the code goes on without it: inside ``try`` or under a condition.
        typing: for type checkers only.
        local: inside a function.
        zone: of the file.
    """

    path: str
    line: int
    column: int
    name: str
    optional: bool
    typing: bool
    local: bool
    zone: Zone

    @property
    def top(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]


def foreign_imports(project: ProjectFacts) -> tuple[Imported, ...]:
    """All imports of foreign modules, in the order of path and line; generated and vendored files have theirs too.

    Not among them: the standard library of any Python, modules and folders of the repository, modules that are
    generated or built, and those that a host program brings (``bpy``).
    """
    own = OwnModules(project)
    found = []
    for path, facts in project.files.items():
        zone = project.zone(path)
        if zone is not Zone.ENVIRONMENT:
            found += list(_of_file(facts, zone, own))
    return tuple(found)


def _of_file(facts: FileFacts, zone: Zone, own: OwnModules) -> Iterator[Imported]:
    if any(
        not item.level and is_hosted(_full(item)) and item.module not in _SYSTEM for item in facts.imports
    ):
        return  # it runs inside of a program that has its own packages
    for item in facts.imports:
        if item.level or not item.module:
            continue
        name = _full(item)
        if is_standard(item.module) or is_hosted(name) or own.has(item.module, facts.path):
            continue
        yield Imported(
            facts.path,
            item.line,
            item.column,
            name,
            item.guarded and not item.type_checking,
            item.type_checking,
            item.function >= 0,
            zone,
        )


def _full(item: ImportFact) -> str:
    """``from google.cloud import storage`` names the module ``google.cloud.storage``."""
    if item.name and item.name != "*" and is_namespace(item.module):
        return f"{item.module}.{item.name}"
    return item.module


@lru_cache(maxsize=20_000)
def is_standard(module: str) -> bool:
    """Whether a module belongs to Python itself, in any of its versions."""
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or top in sys.builtin_module_names or top in _OF_SOME_PYTHON


@lru_cache(maxsize=20_000)
def is_hosted(module: str) -> bool:
    """Whether a module comes with a program or system that runs the code (``bpy``, ``google.colab``)."""
    hosts = uses().hosts
    return module.partition(".")[0] in hosts or ".".join(module.split(".")[:2]) in hosts


class OwnModules:
    """The modules of the repository, by whatever path Python would find them.

    Args:
        project: its files and the paths of all others.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._layout = project.layout
        self._names: set[str] = set()
        self._loose: set[str] = set()  # files beside which no __init__ stands: any path may lead to them
        for path in project.files:
            if project.zone(path) is not Zone.ENVIRONMENT:
                *folders, name = path.split("/")
                self._names.update(folders)
                self._names.add(name.rpartition(".")[0])
                if f"{'/'.join((*folders, '__init__.py'))}" not in project.files:
                    self._loose.add(name.rpartition(".")[0])
        for path in project.others:
            stem, dot, suffix = path.rpartition("/")[2].partition(".")
            if f".{suffix.rpartition('.')[2]}" in _BUILT and dot:
                self._names.update((stem, f"{stem}_pb2", f"{stem}_pb2_grpc"))
        submodules = "\n".join(t for p, t in project.texts.items() if p.endswith(".gitmodules"))
        self._names.update(m.rpartition("/")[2] for m in re.findall(r"path\s*=\s*(\S+)", submodules))
        self.has = lru_cache(maxsize=None)(self._has)

    def _has(self, module: str, path: str) -> bool:
        """Whether a module is the repository's own for a file. A name that nothing else is known by counts as its own
        if any file or folder has it."""
        top = module.partition(".")[0]
        folder = path.rpartition("/")[0]
        if _GENERATED.search(module.rpartition(".")[2]) and not distributions_of(module):
            return True
        found = self._layout.find(top, folder)
        if found and not found.endswith("/"):
            return True
        if found and not distributions_of(module):
            return True
        # a folder without __init__ yields to an installed package of that name
        if found and module != top and self._layout.find(module, folder):
            return True
        if top in self._loose:
            return True
        return top in self._names and not distributions_of(module) and not is_namespace(top)
