"""Symbolic paths: how facts name what an expression refers to, before the project is known.

A path is a string: a root and suffixes, read from left to right.

==================  ====================================================================================
root                meaning
==================  ====================================================================================
``requests.get``    an absolute import (relative imports are made absolute from the repository's root)
``@.name``          a name defined in this module; ``@.Class.method``, ``@.f.<locals>.g`` by qualified name
``%12:session``     the parameter ``session``, without annotation, of this module's function number 12
``builtins.open``   a builtin that nothing shadows
``=str``            a literal: ``=str =int =0 =None =True =False =list =dict =tuple =set =bytes =fstr``;
                    ``=sql:SELECT`` for a string that begins with that SQL verb; ``=lambda:7`` is function 7
``?name``           not known
==================  ====================================================================================

======  ================================================================================================
suffix  meaning
======  ================================================================================================
``.x``  attribute
``()``  the result of calling; of a class, an instance. ``(a,b)`` keeps names given to eager-loading calls and the
        class given to ``query`` and ``select``
``!``   an instance of the class before it, known from an annotation
``[]``  an element: by iteration or subscript
``*``   a container whose elements are the value before it (from ``list[X]`` and the like)
``^``   the view of ``super()`` on the instance before it
======  ================================================================================================

``await`` and ``with ... as`` leave the path as it is: what is awaited or entered is told by the call's flags.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

UNKNOWN = "?"
SPREAD = "?*"
"""An argument ``*x`` of a call: any number of positional arguments."""
MAX_LENGTH = 240

_TOKEN = re.compile(r"\.[^.()\[\]!*^]+|\([^()]*\)|\[\]|[!*^]")
_ROOT = re.compile(r"[^.()\[\]!*^]*")


@lru_cache(maxsize=200_000)
def split(path: str) -> tuple[str, ...]:
    """Root and suffixes of a path: ``"a.b().c"`` -> ``("a", ".b", "()", ".c")``."""
    found = _ROOT.match(path)
    root = found.group() if found else ""
    return (root, *_TOKEN.findall(path, len(root)))


def known(path: str) -> bool:
    """Whether the path names something (is neither unknown nor a literal)."""
    return bool(path) and path[0] not in "?="


def is_literal(path: str) -> bool:
    """Whether the path is a literal itself (not the result of something done with one)."""
    return path.startswith("=") and "." not in path and "(" not in path


def join(path: str, suffix: str) -> str:
    """A longer path; one that grows beyond reason becomes unknown."""
    if len(path) > MAX_LENGTH:
        return UNKNOWN
    return path + suffix


def element(path: str) -> str:
    """The path of an element of a container."""
    if path.endswith("*"):
        return path[:-1]
    if not path or path == UNKNOWN or path[0] == "=":
        return UNKNOWN
    return join(path, "[]")


def plain(path: str) -> str:
    """The path without the names kept inside calls: ``a.options(x)`` -> ``a.options()``."""
    return re.sub(r"\([^()]+\)", "()", path) if "(" in path else path


def last_name(path: str) -> str:
    """The last attribute or root name of a path, calls and marks stripped: ``a.b()`` -> ``b``."""
    for token in reversed(split(path)):
        if token[:1] == ".":
            return token[1:]
        if token[:1] not in "([!*^":
            return token
    return ""


def names_class(path: str) -> bool:
    """Whether a path names a class by the look of it: its last part begins with a capital and is not called."""
    last = path.rpartition(".")[2]
    return last[:1].isupper() and last.replace("_", "").isalnum() and not last.isupper()


def written(func: ast.expr, path: str) -> str:
    """What is called as the source has it, arguments left out; nothing if that is no more than the path."""
    if path[:1] in "?=" or isinstance(func, ast.Name):
        return ""
    text = ""
    node = func
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            text = f".{node.attr}{text}"
            node = node.value
        elif isinstance(node, ast.Call):
            text = ("(...)" if node.args or node.keywords else "()") + text
            node = node.func
        elif isinstance(node, ast.Subscript):
            text = "[...]" + text
            node = node.value
        else:
            return ""
    text = node.id + text
    return "" if text == path else text
