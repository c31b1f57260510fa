"""What one document says, as small values: no text of it is kept but names, paths and targets."""

from __future__ import annotations

from codereview.facts.struct import Struct


class Heading(Struct, frozen=True):
    """A heading; ``level`` from 1."""

    level: int
    line: int
    text: str


class Block(Struct, frozen=True):
    """A code block: the first line of its code, how many lines it has, and its language in lower case, or nothing."""

    line: int
    lines: int
    language: str


class Link(Struct, frozen=True):
    """A link or image whose target is in the repository: no scheme, no host. The target has no anchor or query."""

    line: int
    target: str


class Said(Struct, frozen=True):
    """A command: its program, words before the first option (at most six, for what is not a path or name at most
    one), names of long options, and the folders that its block changes to before it. ``labelled`` says that the block
    is known to be one of a shell."""

    line: int
    program: str
    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    labelled: bool = True


class Imported(Struct, frozen=True):
    """An import in a block of Python. ``name`` is empty for ``import x``."""

    line: int
    module: str
    name: str


class Broken(Struct, frozen=True):
    """A block of Python that is no Python: where, and what the parser says."""

    line: int
    message: str


class Mention(Struct, frozen=True):
    """A path of a file that stands as code in a sentence. ``made``: the sentence speaks of making, moving or removing
    it."""

    line: int
    path: str
    made: bool


class Tree(Struct, frozen=True):
    """A picture of folders and files: their paths below its root, with lines; folders end with ``/``."""

    line: int
    entries: tuple[tuple[int, str], ...]


class Claim(Struct, frozen=True):
    """Something that can be held against the code. ``kind``: ``python`` (value ``3.8``: the lowest version),
    ``licence`` (an SPDX family), ``port``."""

    line: int
    kind: str
    value: str


class Document(Struct, frozen=True):
    """One document, or the text of a licence (``licence`` is then the family that it is).

    ``passages`` are hashes of its longer paragraphs and blocks (8 bytes each), ``places`` their lines (4 bytes each).
    ``words`` counts words of prose; ``topics`` are those of ``install``, ``use``, ``test`` that it deals with.
    """

    path: str
    lines: int
    words: int = 0
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    commands: tuple[Said, ...] = ()
    imports: tuple[Imported, ...] = ()
    broken: tuple[Broken, ...] = ()
    mentions: tuple[Mention, ...] = ()
    trees: tuple[Tree, ...] = ()
    claims: tuple[Claim, ...] = ()
    topics: tuple[str, ...] = ()
    passages: bytes = b""
    places: bytes = b""
    licence: str = ""
