"""Names that nothing in a file defines, and what becomes of a report on one.

Some are put there by what runs the file: an interactive shell, a notebook server, a loader of plugins that sets
attributes of the modules it has loaded, a program that executes scripts with names of its own or adds to the built-in
ones. Others stand in pieces of documentation that nobody runs as they are, or are built in with Python 2 and read
where that is what runs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

EXAMPLE = "example"
"""The severity of a name in an example that can be started."""
_TRANSLATES = "_"
"""gettext installs it among the built-in names (https://docs.python.org/3/library/gettext.html#gettext.install)."""
_OF_CONFIGURATION = ("c", "get_config")
"""What traitlets gives to ``jupyter_notebook_config.py`` and other files of such names."""
_OF_NOTEBOOKS = ("dbutils", "displayHTML", "sqlContext")
_OF_SPARK = ("spark", "sc", "display")
_OF_SHELL = ("env",)
"""What ``odoo shell`` gives to the scripts that it is fed."""
_OF_PYTHON_2 = frozenset(
    "unicode long xrange basestring raw_input unichr reduce file cmp execfile reload buffer intern apply coerce".split()
)
_VERSIONS = tuple(
    word_hash(word)
    for word in ("PY2", "PY3", "version_info", "python_version", "is_py2", "is_py3", "python2")
)
"""Words of files that ask which Python runs them, or say it in their first line."""
_BUILT_IN = ("builtins", "__builtin__")
_PIECES = (Zone.DOCS, Zone.EXAMPLES)


def is_of_python_2(name: str) -> bool:
    """Whether a name is built in with Python 2 alone."""
    return name in _OF_PYTHON_2


def standing(name: str, path: str, line: int, project: ProjectFacts) -> Literal["fault", "example", ""]:
    """What a name that a file does not define is.

    Args:
        name: the name.
        path: the file, one of the project.
        line: where the name is read.
        project: the facts.

    Returns:
        ``fault``; ``example`` in documentation, examples and snippets, if the file has a main block and so is meant
        to be run as it is; the empty text where there is nothing to tell.
    """
    facts = project.files[path]
    if path.endswith(".pyi"):
        return ""  # a stub is not run
    if _is_given(name, path, facts, project) or _is_deleted(name, line, facts):
        return ""
    if project.zone(path) in _PIECES or "snippet" in path.rpartition("/")[2].lower():
        return "example" if facts.main_line else ""
    return "fault"


def _is_given(name: str, path: str, facts: FileFacts, project: ProjectFacts) -> bool:
    """Whether something else than the file puts a name into its namespace."""
    if name == _TRANSLATES or name in _OF_NOTEBOOKS:
        return True
    if name in _OF_CONFIGURATION:
        return path.endswith("_config.py")
    if name in _OF_SPARK and _imports(facts, "pyspark"):
        return True
    if name in _OF_SHELL and any(_imports(other, "odoo") for other in project.files.values()):
        return True
    if name in _OF_PYTHON_2 and not set(_VERSIONS).isdisjoint(unpacked(facts.prints.words)):
        return True
    if any(name in other.foreign and _loads(other) for other in project.files.values()):
        return True
    is_script = not facts.main_line and project.zone(path) is Zone.PRODUCTION
    return is_script and _executes(project) and path not in _imported(project)


@lru_cache(maxsize=1)
def _executes(project: ProjectFacts) -> bool:
    """Whether the program runs the text of files with names that it gives them."""
    return any(
        (call.path == "builtins.exec" and len(call.args) > 1) or call.path == "runpy.run_path"
        for path, facts in project.files.items()
        if project.zone(path) is Zone.PRODUCTION
        for call in facts.calls
    )


@lru_cache(maxsize=1)
def _imported(project: ProjectFacts) -> frozenset[str]:
    """The files that another one imports."""
    return frozenset(
        found for path, imported in project.imports.items() for found in imported if found != path
    )


def _is_deleted(name: str, line: int, facts: FileFacts) -> bool:
    """Whether a function reads a name that its module has and deletes at its end: it ran before that."""
    known = name in facts.names or any(f.qualname == name for f in facts.functions)
    return known and any(f.body_line <= line <= f.end_line for f in facts.functions)


def _loads(facts: FileFacts) -> bool:
    """Whether a file loads modules by their names, handles them as values, or the built-in ones."""
    return (
        any(_imports(facts, package) for package in ("importlib", *_BUILT_IN))
        or _imports(facts, "types")
        or any(
            item.name.endswith("_module") and item.name.startswith(("load", "import"))
            for item in facts.imports
        )
    )


def _imports(facts: FileFacts, package: str) -> bool:
    return any(item.module.partition(".")[0] == package for item in facts.imports)


__all__ = ["EXAMPLE", "is_of_python_2", "standing"]
