"""Names that nothing in a file defines, and what becomes of a report on one.

Some are put there by what runs the file: an interactive shell, a notebook server, a loader of plugins that sets
attributes of the modules it has loaded, a program that executes scripts with names of its own or adds to the built-in
ones. Others stand in pieces of documentation that nobody runs as they are, or are built in with Python 2 and read
where that is what runs.
"""

from __future__ import annotations

import re
from typing import Literal

from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts
from codereview.facts.old_python import imports_old
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

EXAMPLE = "example"
"""The severity of a name in an example that can be started."""
_TRANSLATES = "_"
"""gettext installs it among the built-in names (https://docs.python.org/3/library/gettext.html#gettext.install)."""
_OF_CONFIGURATION = ("c", "get_config")
"""What traitlets gives to ``jupyter_notebook_config.py`` and other files of such names."""
_CONFIGURATION = re.compile(r"_config[^/]*\.py$")
_OF_NOTEBOOKS = ("dbutils", "displayHTML", "sqlContext")
_OF_SPARK = ("spark", "sc", "display")
_OF_SHELL = ("env",)
"""What ``odoo shell`` gives to the scripts that it is fed."""
_OF_PYTHON_2 = frozenset(
    "unicode long xrange basestring raw_input unichr reduce file cmp execfile reload buffer intern apply coerce".split()
)
_VERSIONS = tuple(
    word_hash(word)
    for word in (
        "PY2", "PY3", "version_info", "python_version", "is_py2", "is_py3", "python2", "IS_PY2", "IS_PY3",
        "PYTHON2", "PYTHON3", "PYTHON_2", "PYTHON_3", "IS_PYTHON2", "IS_PYTHON3", "IS_PYTHON_2", "IS_PYTHON_3",
        "is_python2", "is_python3", "is_python_2", "is_python_3",
    )
)  # fmt: skip
"""Words of files that ask which Python runs them, or say it in their first line."""
_ASKS_ITSELF = tuple(word_hash(word) for word in ("locals", "globals", "vars", "dir"))
_GIVEN_BY_HOSTS = {"__channelexec__": ("channel",)}
"""What a module is called, and finds, that execnet runs at the other end
(https://execnet.readthedocs.io/en/latest/basics.html#remote-exec)."""
_OF_JAVA = ("java.", "javax.", "org.apache.")
"""Packages that only a script for Jython imports: the program that holds the interpreter gives it names."""
_SPLIT = "split_settings"
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
        return _CONFIGURATION.search(path) is not None
    if name in _OF_SPARK and _imports(facts, "pyspark"):
        return True
    if name in _OF_SHELL and any(_imports(other, "odoo") for other in project.files.values()):
        return True
    if name in _OF_PYTHON_2 and (_asks_version(facts) or _is_of_python_2(path, project)):
        return True
    if _is_asked_for(name, facts) or _is_module_of_package(name, path, facts):
        return True
    if any(f"{item.module}.".startswith(_OF_JAVA) and not item.level for item in facts.imports):
        return True
    if any(name in names and _speaks(host, facts) for host, names in _GIVEN_BY_HOSTS.items()):
        return True
    if _is_set_from_outside(name, path, project) or _is_put_together(path, project):
        return True
    if any(name in other.foreign and _loads(other) for other in project.files.values()):
        return True
    is_script = not facts.main_line and project.zone(path) is Zone.PRODUCTION
    return is_script and project.vocabulary.executes and path not in project.importers


def _asks_version(facts: FileFacts) -> bool:
    return not set(_VERSIONS).isdisjoint(unpacked(facts.prints.words))


def _is_of_python_2(path: str, project: ProjectFacts) -> bool:
    """Whether a file belongs to a program of Python 2: by what it imports, or what its neighbours do."""
    return imports_old(project.files[path]) or path.startswith(project.old_folders)


def _is_asked_for(name: str, facts: FileFacts) -> bool:
    """Whether a file looks a name up in its own namespaces first, or puts it there: ``"x" in locals()``."""
    return _speaks(name, facts) and not set(_ASKS_ITSELF).isdisjoint(unpacked(facts.prints.words))


def _speaks(name: str, facts: FileFacts) -> bool:
    """Whether a literal of a file is this very name."""
    return word_hash(f"={name}") in set(unpacked(facts.prints.spoken))


def _is_module_of_package(name: str, path: str, facts: FileFacts) -> bool:
    """Whether a package's own file imports from a module of it, which makes that module one of its names."""
    folder, _, file = path.rpartition("/")
    own = f".{folder.rpartition('/')[2]}.{name}."
    return file == "__init__.py" and any(own in f".{item.module}." for item in facts.imports)


def _is_put_together(path: str, project: ProjectFacts) -> bool:
    """Whether a file of settings is one of those that django-split-settings runs after each other in one namespace:
    what calls it lies in the same folder or above."""
    return _SPLIT in project.vocabulary.roots and any(
        "/" in other and path.startswith(f"{other.rpartition('/')[0]}/") and _imports(facts, _SPLIT)
        for other, facts in project.files.items()
    )


def _is_set_from_outside(name: str, path: str, project: ProjectFacts) -> bool:
    """Whether a file that imports this one says ``setattr(module, "name", ...)`` of it."""
    own = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
    return any(
        name in project.files[other].foreign
        and any(
            call.path == "builtins.setattr" and call.args and call.args[0].rpartition(".")[2] == own
            for call in project.files[other].calls
        )
        for other in project.importers.get(path, ())
    )


def _is_deleted(name: str, line: int, facts: FileFacts) -> bool:
    """Whether a function reads a name that its module has and deletes at its end: it ran before that."""
    known = name in facts.names or any(f.qualname == name for f in facts.functions)
    return known and any(f.body_line <= line <= f.end_line for f in facts.functions)


def _loads(facts: FileFacts) -> bool:
    """Whether a file loads modules by their names, handles them as values, or the built-in ones."""
    return any(_imports(facts, package) for package in ("importlib", "types", *_BUILT_IN)) or any(
        item.name.endswith("_module") and item.name.startswith(("load", "import")) for item in facts.imports
    )


def _imports(facts: FileFacts, package: str) -> bool:
    return any(item.module.partition(".")[0] == package for item in facts.imports)


__all__ = ["EXAMPLE", "is_of_python_2", "standing"]
