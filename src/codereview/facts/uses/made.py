"""Modules that a build makes, or that are kept out of the repository on purpose."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.fingerprints import unpacked, word_hash

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_MADE = re.compile(
    r"_pb2(_grpc)?$|^_?versions?(?:_?(?:info|data|file|number|string|hash|details|generated))?$|version$|^_|^local_?|"
    r"_local$|^(?:[a-z]+_)?(?:secret|credential)s?(?:_?(?:keys?|config|settings|local|data|file|values))?$|_rc$|^ui_|_ui$|"
    r"generated|_gen$|^autogen|_thrift$|^ttypes$|(?:Lexer|Parser|Listener|Visitor)$|^(?:lex|parse|yacc)tab$|^resources?$|build_?info|build_?config"
)
"""Names of modules that are made by a build, or are kept out of the repository on purpose."""
_BUILDER = re.compile(r"setup|build|generat|gen_|make|compile|codegen|conanfile|noxfile|tasks\.py")
"""Names of scripts that write or build modules."""
_BUILDS = ("pyproject.toml", "setup.cfg", "Makefile", ".sh", "justfile", "Dockerfile", "tox.ini")
_LINTED = re.compile(
    r"""(?m)^[ \t]*["'][^"'\n]+\.py["']\s*=\s*\[\s*(?:["'][A-Z]+[0-9]{3,}["'][\s,]*)+\].*$"""
)
"""A file of which a linter is told to let single codes pass: somebody writes it."""
_RUN = re.compile(r"(?:-A|-m|--app)[ =]+[\w.:]+|(?<![\w./-])\w+(?:\.\w+)+:\w+")
"""What a command or manifest starts: it has to be there, and nobody builds it."""
_FEWEST_HIDDEN = 2
_SOURCES_TO_COMPILE = (
    ".c",
    ".cc",
    ".cpp",
    ".pyx",
    ".pxd",
    ".rs",
    ".so",
    ".pyd",
    "Cargo.toml",
    "CMakeLists.txt",
    ".proto",
)


class Made:
    """Answers for one project.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def may_be(self, inner: str, part: str) -> bool:
        """Whether something may make the module of a path without suffix, whose last part is given."""
        return (_MADE.search(part) is not None and not self._is_private(inner, part)) or self._is_built(inner)

    def _is_private(self, inner: str, part: str) -> bool:
        """Whether a name begins with an underscore because its package hides all of its modules so, and nothing in the
        project is compiled."""
        if not part.startswith("_") or _MADE.search(part[1:]) is not None or self._is_compiled:
            return False
        folder = inner.rpartition("/")[0]
        beside = [path for path in self._project.files if path.startswith(f"{folder}/_") and folder]
        hidden = {
            path for path in beside if "/" not in path[len(folder) + 1 :] and not path.endswith("__.py")
        }
        return len(hidden) >= _FEWEST_HIDDEN

    @cached_property
    def _is_compiled(self) -> bool:
        return any(path.endswith(_SOURCES_TO_COMPILE) for path in self._project.others)

    def _is_built(self, inner: str) -> bool:
        """Whether a script that builds something, or a manifest, speaks of a module."""
        parts = inner.split("/")[-2:]
        if len(parts) < 2:
            return word_hash("." + parts[0]) in self._spoken
        if word_hash(".".join(parts)) in self._spoken:
            return True
        shown = re.compile(r"\b" + r"[./]".join(map(re.escape, parts)) + r"\b")
        return any(shown.search(text) is not None for text in self._manifests)

    @cached_property
    def _manifests(self) -> tuple[str, ...]:
        """The manifests, and scripts of the shell, that can say what is built."""
        texts = self._project.texts.items()
        return tuple(_RUN.sub("", _LINTED.sub("", text)) for path, text in texts if path.endswith(_BUILDS))

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """What the literals of scripts speak of that build something."""
        return frozenset(
            number
            for path, facts in self._project.files.items()
            if _BUILDER.match(path.rpartition("/")[2])
            for number in unpacked(facts.prints.spoken)
        )
