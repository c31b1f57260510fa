"""Which files, classes and functions a runner takes for tests, by place and name.

pytest's rules are those of ``_pytest.python`` and ``_pytest.main``: `python_files` are globs on the name,
or on the whole path if they hold a slash; `python_classes` and `python_functions` are prefixes, or globs;
`norecursedirs` are globs on folders below where it starts; `testpaths` count where they exist. unittest and
Django take ``test*.py`` in packages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

import msgspec

from codereview.facts.testing.configs import Config

FILES = ("test_*.py", "*_test.py")
CLASSES = ("Test",)
FUNCTIONS = ("test",)
NOT_ENTERED = ("*.egg", ".*", "_darcs", "build", "CVS", "dist", "node_modules", "venv", "{arch}")


class Patterns(msgspec.Struct, frozen=True):
    """The rules of pytest as one configuration, or none, sets them. Paths are relative to the repository.

    Attributes:
        folder: where pytest runs.
        config: the file that says so; empty for the defaults.
        files, classes, functions, not_entered: the patterns.
        paths: where it looks; empty for everywhere below the folder.
        ignored: paths that it is told to leave out.
    """

    folder: str = ""
    config: str = ""
    files: tuple[str, ...] = FILES
    classes: tuple[str, ...] = CLASSES
    functions: tuple[str, ...] = FUNCTIONS
    not_entered: tuple[str, ...] = NOT_ENTERED
    paths: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def takes_file(self, path: str) -> bool:
        """Whether the name (or path) of a file is one of test files."""
        name = path.rpartition("/")[2]
        return any(
            fnmatchcase("/" + path, "*/" + pattern.lstrip("/"))
            if "/" in pattern
            else fnmatchcase(name, pattern)
            for pattern in self.files
        )

    def takes_class(self, name: str) -> bool:
        """Whether a class that is no test case of unittest is looked into."""
        return _begins(name, self.classes)

    def takes_function(self, name: str) -> bool:
        """Whether a function is a test."""
        return _begins(name, self.functions)

    def not_looked_into(self, path: str) -> str:
        """Why the folder of a file is not looked into: ``testpaths``, ``norecursedirs``, ``ignore``; or nothing."""
        if any(_lies_in(path, folder) or fnmatchcase(path, folder) for folder in self.ignored):
            return "ignore"
        starts = [folder for folder in self.paths if _lies_in(path, folder)]
        if self.paths and not starts:
            return "testpaths"
        start = max(starts, key=len, default=self.folder)
        below = path[len(start) :].strip("/").split("/")[:-1]
        folders = [posixpath.join(start, *below[: n + 1]) for n in range(len(below))]
        for folder in folders:
            for pattern in self.not_entered:
                subject = "/" + folder if "/" in pattern else folder.rpartition("/")[2]
                if fnmatchcase(subject, "*/" + pattern.lstrip("/") if "/" in pattern else pattern):
                    return "norecursedirs" if pattern in NOT_ENTERED else "ignore"  # named on purpose
        return ""


def patterns_of(config: Config, exists: Collection[str], files: Iterable[str]) -> Patterns:
    """The rules that a configuration sets.

    Args:
        config: the configuration.
        exists: all folders of the repository.
        files: all its files.
    """
    changed = {
        key: config.items(name)
        for key, name in (
            ("files", "python_files"),
            ("classes", "python_classes"),
            ("functions", "python_functions"),
            ("not_entered", "norecursedirs"),
        )
        if name in config.settings
    }
    wanted = config.named_paths() or config.items("testpaths")
    paths = tuple(dict.fromkeys(p for item in wanted for p in existing(config.folder, item, exists, files)))
    ignored = [o.partition("=")[2] for o in config.options() if o.startswith(("--ignore=", "--ignore-glob="))]
    return Patterns(
        folder=config.folder,
        config=config.path,
        paths=paths,
        ignored=tuple(posixpath.normpath(posixpath.join(config.folder, item)) for item in ignored),
        **changed,
    )


def existing(folder: str, item: str, exists: Collection[str], files: Iterable[str]) -> list[str]:
    """The folders and files that an entry of `testpaths` means, globs included; empty if there are none.

    The empty string stands for the top folder.
    """
    path = posixpath.normpath(posixpath.join(folder, item.partition("::")[0]))
    path = "" if path == "." else path
    if path.startswith(("../", "/")) or "$" in path or "{" in path:
        return [""]  # outside, or not known: anything
    if any(sign in path for sign in "*?["):
        return sorted(p for p in (*exists, *files) if fnmatchcase(p, path.replace("**/", "*")))
    return [path] if path in exists or path in files else []


def _begins(name: str, patterns: Iterable[str]) -> bool:
    return any(
        name.startswith(p) or (("*" in p or "?" in p or "[" in p) and fnmatchcase(name, p)) for p in patterns
    )


def _lies_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")


__all__ = ["Patterns", "existing", "patterns_of"]
