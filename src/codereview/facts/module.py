"""The facts of one file: small, picklable, cached by content. Made by `codereview.facts.extract`."""

from __future__ import annotations

import msgspec

from codereview.facts.notes import Note
from codereview.facts.routes.declared import Declared
from codereview.facts.struct import Struct

AWAITED = 1
"""The call is the operand of ``await`` (or of ``async with`` / ``async for``)."""
ENTERED = 2
"""The call is a context expression of ``with``."""
IN_TRY = 4
IN_MAIN = 8
"""Under ``if __name__ == "__main__":``."""
TYPE_CHECKING = 16
CONDITIONAL = 32
"""Under an ``if``, ``else``, ``except``, ``match`` case or conditional expression of its scope."""
RETURNED = 64
DROPPED = 128
"""The call is a statement of its own: its result is dropped."""
IN_HANDLER = 256
ITERATED = 512
"""The call is what a ``for`` or comprehension iterates over."""
EXITS_LOOP = 1024
"""The innermost loop around the call is left right after it: ``return``, ``break`` or ``raise`` follows."""
PASSED = 2048
"""The expression is an argument of another call."""
BY_NAME = 4096
"""What is called or read is written as a bare name, which may be another than the last one of its path."""
CONSUMED = 8192
"""The result is indexed, or tested for truth by ``if``: whatever is lazy in it runs there."""
FILLS = 16384
"""The result is assigned to an attribute or entry, under an ``if`` that asks whether that is still missing."""
SELDOM = 32768
"""Under an ``if`` that few rounds of the innermost loop pass (`codereview.facts.walk.seldom`)."""


class NoneDefault(Struct, frozen=True):
    """What is known of an annotation beside a default of None: it does not admit None if all ``names`` are
    classes.

    ``names`` are paths; none if the annotation is certain as it stands. ``shown`` is its text.
    """

    shown: str
    names: tuple[str, ...]
    end_line: int
    end_column: int


class Param(Struct, frozen=True):
    """A parameter. ``kind``: ``positional``, ``vararg``, ``keyword``, ``kwarg``.

    ``none`` is set where the default is None and the annotation does not evidently admit it.
    """

    name: str
    kind: str
    annotated: bool
    annotation: str
    default: str
    line: int
    column: int
    none: NoneDefault | None = None


class FunctionFact(Struct, frozen=True):
    """A function, method or lambda.

    ``annotation`` is the path of a value of the return annotation. ``returns`` and ``yields`` are paths of
    returned values, distinct, at most four. ``stub`` means a body of ``...``, ``pass``, docstring or ``raise
    NotImplementedError`` only. ``parent`` and ``cls`` are indices of the enclosing function and class, or -1.
    ``globals`` are the names of its ``global`` statements. ``anys`` are the parameters whose annotation is or
    holds ``Any``, and ``return``. ``cognitive`` is the cognitive complexity; None for a lambda and for what stands in
    another function, whose number holds it.
    """

    name: str
    qualname: str
    line: int
    column: int
    end_line: int
    end_column: int
    is_async: bool
    parent: int
    cls: int
    params: tuple[Param, ...]
    annotated: bool
    annotation: str
    decorators: tuple[str, ...]
    returns: tuple[str, ...]
    yields: tuple[str, ...]
    is_generator: bool
    returns_value: bool
    stub: bool
    overload: bool
    docstring: bool
    complexity: int
    conditional: bool
    body_line: int
    globals: tuple[str, ...] = ()
    anys: tuple[str, ...] = ()
    cognitive: int | None = None


class AttrFact(Struct, frozen=True):
    """A class attribute or instance attribute with what is assigned to it.

    ``args`` and ``kwargs`` are those of the call that is assigned, for declarations such as
    ``ForeignKey("app.User")``:
    paths, or for relation declarations the bare text of an identifier-like string.
    """

    name: str
    path: str
    annotation: str
    line: int
    args: tuple[str, ...] = ()
    kwargs: tuple[tuple[str, str], ...] = ()


class FieldFact(Struct, frozen=True):
    """What a class body declares and a generated constructor may take: an annotated name, or ``x = attr.ib()``.

    ``value`` is the path of what it is given, empty for nothing; ``given`` are the arguments of a call that is
    given: names and paths, an alias as ``'text``, the first positional one under the name ``0``. ``kind`` tells
    of the annotation: ``class`` (ClassVar), ``init`` (InitVar), ``kw_only`` (the marker), ``none`` (admits None),
    ``call`` (holds one, such as ``Annotated[int, Field(...)]``), ``made`` (there is none), else empty.
    ``config``: it is no field but a setting of a model of pydantic: ``model_config``, or ``extra`` of its
    ``Config``.
    """

    name: str
    line: int
    kind: str
    value: str
    given: tuple[tuple[str, str], ...] = ()


class ClassFact(Struct, frozen=True):
    """A class. ``methods`` maps names to function indices; ``attrs`` and ``fields`` are in order of appearance."""

    name: str
    qualname: str
    line: int
    column: int
    end_line: int
    end_column: int
    bases: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    decorators: tuple[str, ...]
    methods: dict[str, int]
    attrs: tuple[AttrFact, ...]
    docstring: bool
    parent: int
    fields: tuple[FieldFact, ...] = ()


class ImportFact(Struct, frozen=True):
    """One imported name. ``module`` is absolute from the repository's root if the import was relative
    (``level`` > 0).

    ``name`` is empty for ``import x``; ``*`` for a star import. ``guarded``: inside ``try`` or a condition.
    """

    module: str
    name: str
    alias: str
    level: int
    line: int
    column: int
    type_checking: bool
    guarded: bool
    function: int


class LoopFact(Struct, frozen=True):
    """A loop. ``kind``: ``for``, ``async for``, ``while``, ``comprehension``. ``bound`` is the number of
    rounds if the loop runs over a literal or constant range, else -1. ``parent`` is the loop around it in
    the same function, or -1."""

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    iterable: str
    targets: tuple[str, ...]
    bound: int
    parent: int
    function: int
    is_async: bool = False


class CallFact(Struct, frozen=True):
    """A call. ``function`` is the index of the function it stands in (-1: module or class level), ``loop``
    of the innermost loop around it, ``varies`` of the innermost loop on whose variables receiver or
    arguments depend (-1: none).
    ``written`` is what is called as the source has it (``self.db.query(...).first``), where that is not the
    path. ``names`` are the last names of positional arguments as the source has them (``width`` of
    ``self.width``, empty for other expressions), where two or more have one."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: int
    loop: int
    varies: int
    flags: int
    args: tuple[str, ...]
    kwargs: tuple[tuple[str, str], ...]
    written: str = ""
    names: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """All that it is given, by position and by name."""
        return (*self.args, *(value for _, value in self.kwargs)) if self.kwargs else self.args


class ReadFact(Struct, frozen=True):
    """An attribute that is read of an instance or of something imported, where the file itself does not show that it
    is there, and no `RefFact` stands for it. One for each path and function."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: int
    flags: int


class RefFact(Struct, frozen=True):
    """An attribute read or a watched name that is not called. ``context`` is the keyword it is passed as, or
    empty."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: int
    loop: int
    varies: int
    flags: int
    context: str


class NeedFact(Struct, frozen=True):
    """A construct that an older Python does not know: ``version`` brought it. ``syntax`` says that the file cannot
    even be read before; else it fails where it runs. See `codereview.facts.since`."""

    version: tuple[int, int]
    what: str
    line: int
    column: int
    syntax: bool


class FailureFact(Struct, frozen=True):
    """Why a file could not be parsed; see `codereview.facts.parse.Failure`."""

    kind: str
    line: int
    column: int
    message: str

    @property
    def is_fault(self) -> bool:
        """False where the file was not assessed: right for a newer Python, a template, nested too deeply for
        a parser."""
        return self.kind not in ("newer-python", "template", "too-deep", "lfs-pointer", "defect")


class Prints(Struct, frozen=True):
    """Fingerprints of a file (`codereview.facts.fingerprints`): hashes of its words and of the modules that its
    literals speak of, names that it defines and does not mention again (``lone``), names that it imports and does not
    mention again (``unused``), and its statements: line, hash, hash without names, size in tokens (0: a header of a
    definition)."""

    words: bytes = b""
    spoken: bytes = b""
    lone: tuple[str, ...] = ()
    lines: bytes = b""
    exact: bytes = b""
    shapes: bytes = b""
    sizes: bytes = b""
    unused: tuple[str, ...] = ()


class FileFacts(Struct, frozen=True):
    """All facts of one Python file. ``module`` is its dotted name from the repository's root.

    ``words`` are the names of well-known packages that string literals begin with: ``rest_framework`` in a list of
    applications, ``asyncpg`` of a connection URL. No other text of a literal is kept.

    ``foreign`` are names of attributes that are given to objects from outside of their class (``x.name = 1``,
    ``setattr(x, "name", 1)``) or that it asks them for by name (``hasattr(x, "name")``); ``__dict__`` if that is
    used at all, ``**`` if a function changes what it takes further arguments in. ``guards`` are the first and last
    lines of code that expects to fail, with the error that it expects, ``*`` for any
    (`codereview.facts.walk.guards`). ``noted`` are the notes of collectors, by the collector's name."""

    path: str
    module: str
    lines: int
    statements: int
    failure: FailureFact | None = None
    docstring: bool = False
    names: dict[str, str] = msgspec.field(default_factory=dict)
    exports: tuple[str, ...] | None = None
    stars: tuple[str, ...] = ()
    imports: tuple[ImportFact, ...] = ()
    functions: tuple[FunctionFact, ...] = ()
    classes: tuple[ClassFact, ...] = ()
    calls: tuple[CallFact, ...] = ()
    refs: tuple[RefFact, ...] = ()
    reads: tuple[ReadFact, ...] = ()
    loops: tuple[LoopFact, ...] = ()
    main_line: int = 0
    words: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    guards: tuple[tuple[int, int, str], ...] = ()
    needs: tuple[NeedFact, ...] = ()
    prints: Prints = Prints()
    routing: tuple[Declared, ...] = ()
    noted: dict[str, tuple[Note, ...]] = msgspec.field(default_factory=dict)
    slots: tuple[tuple[int, tuple[str, ...], int, bool, bool], ...] = ()
    """Annotation slots, as `codereview.facts.slots` writes and reads them."""

    def symbol(self, function: int) -> str:
        """The qualified name of the function at an index; empty for -1, the code outside of functions."""
        return self.functions[function].qualname if function >= 0 else ""

    @property
    def acts(self) -> bool:
        """Whether loading the file does something: it calls what gives nothing that is kept."""
        return any(call.function < 0 and call.flags & DROPPED for call in self.calls)

    @property
    def is_package(self) -> bool:
        """Whether the file is an ``__init__``."""
        return self.path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")
