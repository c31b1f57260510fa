"""Copies of other projects below folders such as ``libs/`` and ``packages/``, told from what lies in them.

The name of such a folder says nothing: monorepos keep their own projects there, programs the packages that they bring
along. What tells is what pip leaves behind (``requests-2.31.0.dist-info``), a folder with a version in its name, and
names that belong to published packages and to nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FOLDERS = frozenset({"lib", "libs", "custom_libs", "packages", "externals", "bundled", "third-party"})
"""Folders that hold a project's own code as often as that of others."""
_MANIFESTS = frozenset(
    {"pyproject.toml", "package.json", "project.json", "BUILD", "BUILD.bazel", "Cargo.toml"}
)
_UNPACKED = re.compile(r"[A-Za-z][\w.]*-\d+(?:\.\d+)+[\w.]*")
_LEFT_BY_PIP = (".dist-info", ".egg")
# Import names that nobody gives to a package of their own, wrappers of the library included.
_PUBLISHED = frozenset(
    "appdirs apscheduler argparse_compat asn1crypto babelfish backports biplist bs4 cachetools certifi "
    "chardet charset_normalizer cherrypy cloudpickle colorama configobj cssselect cssutils dateutil ddt "
    "deathbycaptcha dictdiffer dogpile ExtentHTMLTestRunner feedparser flask_compress flask_cors "
    "flask_migrate flask_sqlalchemy funcsigs hachoir html5lib HTMLTestRunner HTMLTestRunnerNew httplib2 "
    "idna imdbpie importlib_metadata importlib_resources ipaddr ipaddress isodate itsdangerous js2py loky "
    "markupsafe maxminddb more_itertools musicbrainzngs mutagen oauthlib onelogin ordereddict passlib pathlib2 "
    "plexapi portend profilehooks py7zr pyasn1 pyasn1_modules pycparser pycryptodome pygments pygtrie "
    "pynsq pyparsing pyrsistent pysrt pysubs2 pytz pytz_deprecation_shim rarfile rebulk requests_oauthlib "
    "requests_toolbelt rumps semantic_version simplejson six soupsieve sseclient stevedore subliminal "
    "tempora texttable tmdbsimple tomli tzlocal unidecode unrar urllib3 waitress webencodings "
    "websocket_client werkzeug xmltodict zeroconf".split()
)
_MANY = 3
_SHARE = 0.2


class Bundles:
    """What a repository brings along of others' code, of the folders whose names do not tell.

    Args:
        paths: all files of the repository, relative with ``/``.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._children: dict[str, set[str]] = {}
        self._own: set[str] = set()
        for path in paths:
            self._look(path)
        self._whole = {folder for folder, names in self._children.items() if self._is_whole(folder, names)}

    def _look(self, path: str) -> None:
        parts = path.split("/")
        for depth, part in enumerate(parts[:-1]):
            if part in FOLDERS:
                folder = "/".join(parts[: depth + 1])
                name = parts[depth + 1]
                if depth + 2 < len(parts) or name.endswith(".py"):
                    self._children.setdefault(folder, set()).add(name)
        if parts[-1] in _MANIFESTS:
            self._own.add("/".join(parts[:-1]))

    def _is_whole(self, folder: str, names: set[str]) -> bool:
        if any(f"{folder}/{name}" in self._own for name in names):
            return False
        if any(name.endswith(_LEFT_BY_PIP) for name in names):
            return True
        known = sum(_is_published(name) for name in names)
        return known >= _MANY and known >= _SHARE * len(names)

    def holds(self, path: str) -> bool:
        """Whether a file or folder is a copy of another project, by its own name or as all beside it are."""
        folder, _, name = path.rpartition("/")
        if path in self._whole:
            return True
        if folder.rpartition("/")[2] not in FOLDERS:
            return False
        return path not in self._own and _is_published(name)


def _is_published(name: str) -> bool:
    return name.removesuffix(".py") in _PUBLISHED or _UNPACKED.fullmatch(name) is not None
