"""One requirement as text -> a `Requirement`: PEP 508, and what pip admits besides (URLs, paths, archives)."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Parsed
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from codereview.facts.dependencies.values import Local, Requirement, Unread

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_LENIENT = re.compile(
    r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*([=<>!~^@;(].*)$", re.DOTALL
)
_CREDENTIALS = re.compile(r"(//)[^/@\s\"']+@")
_URL = re.compile(r"(?:(?:git|hg|svn|bzr)\+[\w+]+:|https?:|file:|ftp:|git:|git@|ssh:)", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=([^&\[\s]+)(?:\[([^\]]*)\])?")
_ARCHIVE = re.compile(r"(.+?)-(?:v?\d[\w.!+]*)(?:-.*)?\.(?:whl|tar\.gz|zip|tar\.bz2|tgz)$")
_HOSTED = re.compile(r"(?:github|gitlab|bitbucket|codeberg)[\w.]*/[^/]+/([^/@#?]+)")


class Place(NamedTuple):
    """Where an entry stands and to which group it belongs."""

    path: str
    line: int
    group: str

    def unread(self, reason: str) -> Unread:
        """That the entry could not be understood."""
        return Unread(self.path, self.line, reason)


Entry = Requirement | Local | Unread


def clean(text: str) -> str:
    """The text without credentials in URLs, on one line."""
    return _CREDENTIALS.sub(r"\1", " ".join(text.split()))


def canonical(name: str) -> str:
    """A name as PEP 503 compares it."""
    return str(canonicalize_name(name))


def is_name(name: str) -> bool:
    """Whether a text is a possible name of a distribution (PEP 508)."""
    return _NAME.fullmatch(name) is not None


def version_of(specifier: str) -> str:
    """The one version that a specifier admits, else empty."""
    try:
        clauses = list(SpecifierSet(specifier))
    except InvalidSpecifier:
        return ""
    exact = {c.version for c in clauses if c.operator in ("==", "===") and not c.version.endswith(".*")}
    return next(iter(exact)) if len(exact) == 1 else ""


def entries(text: str, place: Place, *, hashed: bool = False, editable: bool = False) -> list[Entry]:
    """What one entry of a manifest says: a requirement or local project; one that can be understood in part
    gives both a requirement (without its specifier) and an `Unread`.

    Args:
        text: without comments, continuation and per-line options.
        place: where it stands.
        hashed: whether hashes follow.
        editable: whether it stands after ``-e``.
    """
    text = text.strip()
    if not text:
        return []
    if _is_path(text) or (editable and not _URL.match(text) and "@" not in text):
        return [_local(text, place)]
    if _URL.match(text):
        return [_from_url(text, place, hashed)]
    try:
        parsed = Parsed(text)
    except (InvalidRequirement, RecursionError):
        return _in_part(text, place, hashed)
    specifier = str(parsed.specifier)
    url = parsed.url or ""
    if url and (local := _local_of_file_url(url, place, parsed.extras)):
        return [local]
    return [
        Requirement(
            canonical(parsed.name),
            clean(text),
            specifier,
            place.group,
            place.path,
            place.line,
            tuple(sorted(parsed.extras)),
            str(parsed.marker or ""),
            clean(url),
            version_of(specifier),
            hashed,
        )
    ]


def _is_path(text: str) -> bool:
    first = text.split(";")[0].strip()
    return (
        first == "."
        or first.startswith(("./", "../", ".[", "/", "~/", ".\\", ".."))
        or (re.fullmatch(r"[A-Za-z]:[\\/].*", first) is not None)
    )


def _local(text: str, place: Place) -> Entry:
    path, _, extras = text.split(";")[0].strip().partition("[")
    path = path.strip().replace("\\", "/")
    if path.endswith((".whl", ".tar.gz", ".zip")):
        found = _ARCHIVE.fullmatch(path.rpartition("/")[2])
        name = found.group(1) if found else ""
        if is_name(name):
            return Requirement(
                canonical(name), clean(text), "", place.group, place.path, place.line, url=clean(path)
            )
        return place.unread("names an archive of which the project is not known")
    folder = relative(place.path, path)
    if folder is None:
        return place.unread("names a folder outside of the repository")
    return Local(folder, _split(extras.rstrip("]")), place.line)


def relative(manifest: str, target: str) -> str | None:
    """A path that is written in a manifest, relative to the root; None if it leaves the repository."""
    if target.startswith(("/", "~")) or ":" in target or "$" in target:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(manifest), target.strip().strip("\"'")))
    if path == "..":
        return None
    return None if path.startswith("../") else "" if path == "." else path


def _local_of_file_url(url: str, place: Place, extras: set[str]) -> Local | None:
    found = re.match(
        r"file:(?://)?(?:\$\{?(?:PROJECT_ROOT|PWD)\}?/|\{root:(?:uri|parent:uri)?\}/?|\.?/)?(.*)$", url
    )
    if found is None or (url.startswith("file:///") and "$" not in url and "{" not in url):
        return None
    if found.group(1).endswith((".whl", ".gz", ".zip")):
        return None
    folder = relative(place.path, found.group(1) or ".")
    return None if folder is None else Local(folder, tuple(sorted(extras)), place.line)


def _split(extras: str) -> tuple[str, ...]:
    return tuple(sorted(e.strip() for e in extras.split(",") if e.strip()))


def _from_url(text: str, place: Place, hashed: bool) -> Entry:
    reference, _, marker = text.partition(" ;") if " ;" in text else (text, "", "")
    found = _EGG.search(reference)
    name, extras, exact = (found.group(1), found.group(2) or "", True) if found else ("", "", True)
    if name:
        # old pip wrote "egg=name-1.0" and "egg=name==1.0"
        name = re.split(r"==|-(?=\d)", unquote(name))[0]
    else:
        last = unquote(_path_of(reference).rpartition("/")[2])
        archive = _ARCHIVE.fullmatch(last)
        if archive and _HOSTED.search(reference) is None:
            name = archive.group(1)
        else:
            hosted = _HOSTED.search(_CREDENTIALS.sub(r"\1", reference).replace(":", "/"))
            name = (hosted.group(1) if hosted else last.split("@")[0]).removesuffix(".git")
            exact = False
    if not is_name(name):
        return place.unread("installs from a URL that does not name the project")
    return Requirement(
        canonical(name),
        clean(text),
        "",
        place.group,
        place.path,
        place.line,
        _split(extras),
        marker.strip(),
        clean(reference),
        "",
        hashed,
        exact_name=exact,
    )


def _path_of(reference: str) -> str:
    try:
        return urlsplit(reference).path
    except ValueError:
        return reference.split("#")[0].split("?")[0]


def _in_part(text: str, place: Place, hashed: bool) -> list[Entry]:
    found = _LENIENT.match(text)
    if found is None or (
        found.group(3).startswith("=") and not re.match(r"==?=?\s*[\w*\"']", found.group(3))
    ):
        return [place.unread("is no requirement that pip reads")]
    name, extras, rest = found.groups()
    raw = clean(text)
    known = Requirement(
        canonical(name), raw, "", place.group, place.path, place.line, _split(extras or ""), hashed=hashed
    )
    what = "marker" if rest.startswith(";") else "URL" if rest.startswith("@") else "version specifier"
    return [known, place.unread(f"has a {what} for {name} that PEP 508 does not know")]
