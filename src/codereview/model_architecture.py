"""How a project is built, as its own files tell: where it starts, its folders, import cycles, modules that nothing
reaches, and the routes that it serves. Part of `codereview.model`; nothing here enters the score.

Lists are bounded; the number beside each one counts all, those that are left out too.
"""

from __future__ import annotations

from typing import Literal

from codereview.model_base import Struct


class Spot(Struct, frozen=True):
    """A place in a file; ``line`` 0 is the file as such."""

    path: str
    line: int = 0


class Start(Struct, frozen=True):
    """A file that something starts: what kinds of entry point it is, and where that is said."""

    path: str
    kinds: tuple[str, ...]
    said: tuple[Spot, ...]


class FolderImports(Struct, frozen=True):
    """How many pairs of files there are of which the one here imports the one in ``folder``."""

    folder: str
    pairs: int


class Folder(Struct, frozen=True):
    """Production modules of one folder.

    Attributes:
        path: the folder, ``.`` for the audited one.
        whole: whether the folders below it, as far as the map has no row for them, are counted with it.
        imports: the folders that its modules import from, most pairs first; ``imports_from`` counts them all.
        imported_by: the number of other folders that import from it.
    """

    path: str
    files: int
    statements: int
    whole: bool = False
    imports: tuple[FolderImports, ...] = ()
    imports_from: int = 0
    imported_by: int = 0


class Cut(Struct, frozen=True):
    """An import to remove: where it stands, and the file that it imports."""

    path: str
    line: int
    imports: str


class CycleLink(Struct, frozen=True):
    """An import between two modules of a cycle, by their places in its ``files``."""

    importer: int
    imported: int


class ImportCycle(Struct, frozen=True):
    """Modules that import each other when they are imported.

    Attributes:
        files: some of them, in order; ``size`` counts them all.
        around: a shortest cycle, from the first module until before it comes again.
        cuts: imports whose removal leaves no cycle; ``cut_count`` counts them all.
        smallest: whether fewer are known not to be enough.
        own: whether modules only import the ``__init__`` of their own package.
        links: imports between the files that are listed; ``link_count`` counts all within the cycle.
        finding: fingerprint of the finding about it; empty where there is none.
    """

    files: tuple[str, ...]
    size: int
    around: tuple[str, ...]
    cuts: tuple[Cut, ...]
    cut_count: int
    smallest: bool
    own: bool
    finding: str = ""
    links: tuple[CycleLink, ...] = ()
    link_count: int = 0


class LooseModule(Struct, frozen=True):
    """A production module that nothing which starts the project leads to; ``tests`` where tests import it."""

    path: str
    statements: int
    tests: bool = False


class RouteGuard(Struct, frozen=True):
    """What runs before a handler: ``kind`` is dependency, decorator, permission, mixin, middleware, hook or check,
    ``level`` route, class, router, application or settings. ``authenticates`` is None where that cannot be told.
    """

    name: str
    kind: str
    level: str
    authenticates: bool | None


class RouteEntry(Struct, frozen=True):
    """One route: a handler at a path.

    Attributes:
        methods: upper-case; ``*`` for any, none where they cannot be read.
        url: the path from the root of the application, with ``{name}`` for what is computed.
        handler: name of the function or class; ``handler_at`` is where it is defined, if that is known.
        path, line: where it is registered, or what is registered.
        protection: whether something that runs before it asks who is calling.
        changes: whether one of the methods is meant to change data.
        placed: whether an application is seen to include its router.
        guards: at most some of those that decide it: where it is known those that ask, where it cannot be told those
        of which it cannot be told, and where nothing asks all that runs.
    """

    methods: tuple[str, ...]
    url: str
    handler: str
    path: str
    line: int
    framework: str
    protection: Literal["known", "none", "unknown"]
    changes: bool
    handler_at: Spot | None = None
    placed: bool = True
    conditional: bool = False
    guards: tuple[RouteGuard, ...] = ()


class Routes(Struct, frozen=True):
    """The routes of production code, those first that change data and ask nobody.

    Attributes:
        listed: at most some; ``total`` counts them all.
        known, none, unknown: all of them by protection.
        open_changing: those without protection that change data.
        computed: registrations whose handler and path are both computed: each stands for what runs through it.
        elsewhere: routes of examples, documents and the like, which are not listed and in no other count.
    """

    listed: tuple[RouteEntry, ...] = ()
    total: int = 0
    known: int = 0
    none: int = 0
    unknown: int = 0
    open_changing: int = 0
    computed: int = 0
    elsewhere: int = 0


class Architecture(Struct, frozen=True):
    """How the project is built. ``not_judged`` says why reachability was not asked; empty where it was."""

    starts: tuple[Start, ...] = ()
    start_count: int = 0
    folders: tuple[Folder, ...] = ()
    folder_count: int = 0
    cycles: tuple[ImportCycle, ...] = ()
    cycle_count: int = 0
    loose: tuple[LooseModule, ...] = ()
    loose_count: int = 0
    not_judged: str = ""
    routes: Routes = Routes()
