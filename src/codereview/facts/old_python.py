"""What of a project is written for Python 2: told by the modules that only it has."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.facts.module import FileFacts

_LEFT_BEHIND = frozenset(
    "urllib2 urlparse httplib cookielib ConfigParser Cookie HTMLParser StringIO cStringIO cPickle Queue SocketServer "
    "Tkinter tkMessageBox xmlrpclib __builtin__ BaseHTTPServer SimpleHTTPServer copy_reg".split()
)
"""Modules that Python 3 calls otherwise or does not have (https://docs.python.org/3/whatsnew/3.0.html)."""


def imports_old(facts: FileFacts) -> bool:
    """Whether a file imports what only Python 2 has, and does not try Python 3's name first."""
    return any(
        item.module in _LEFT_BEHIND and not (item.guarded or item.level or item.function >= 0)
        for item in facts.imports
    )


def old_folders(files: Mapping[str, FileFacts]) -> tuple[str, ...]:
    """The outermost folders, with a slash or empty, in which files are of Python 2.

    Args:
        files: facts by path.
    """
    return tuple(
        {
            path[: path.find("/") + 1]
            for path, facts in files.items()
            if (facts.failure.kind == "python2" if facts.failure is not None else imports_old(facts))
        }
    )


__all__ = ["imports_old", "old_folders"]
