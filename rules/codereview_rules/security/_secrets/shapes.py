"""What the whole text of a file is, told by its shape: recorded traffic, a page, a library, a list of records."""

from __future__ import annotations

import re
from functools import lru_cache

from .languages import Language
from .wordsets import word_set

_PAGES = word_set("html htm xhtml aspx mhtml har")
_SCRIPTS = word_set("js mjs cjs html htm vue ts jsx tsx css")
_DATA = word_set("json xml txt html htm log har har2 req resp dump out csv tsv jsonl ndjson md")
# Lines that a browser's tools or a proxy write for one request.
_TRAFFIC = re.compile(
    r"(?im)^[\s\"'\-H>]{0,12}(?:accept-(?:language|encoding)|sec-(?:fetch|ch-ua)[\w\-]{0,20}|set-cookie|x-powered-by"
    r"|upgrade-insecure-requests|referer|user-agent\W{1,6}mozilla|if-none-match|cf-ray|strict-transport-security)"
    r"[\"']?\s{0,2}:|^HTTP/[12][.\d]{0,2} \d{3}\b|^(?:GET|POST|PUT) \S{1,300} HTTP/[12]"
)
# What the head of a published library says.
_BANNER = re.compile(
    r"(?i)@licen[sc]e|@preserve|licen[sc]e[d]?:? (?:under )?(?:the )?(?:mit|apache|bsd)|released under the"
    r"|/\*!|\(c\) \d{4}(?:-\d{4})?"
)
_LIBRARY_PATH = re.compile(
    r"(?i)(?:^|/)(?:vendors?|contrib|lib|libs|third[_\-]?party|plugins?|bower_components|assets|static|public|ext)/"
)


@lru_cache(maxsize=4)
def is_recorded(text: str) -> bool:
    """Whether the text keeps requests and answers that were made once: their tokens ended with the session."""
    return sum(1 for _, _ in zip(range(3), _TRAFFIC.finditer(text), strict=False)) == 3


def is_page(how: Language) -> bool:
    """Whether the file is a page, whose every word reaches those who open it."""
    return how.extension in _PAGES


def is_script(how: Language) -> bool:
    """Whether browsers run the file, or what is made of it."""
    return how.extension in _SCRIPTS


_OUTPUT = re.compile(
    r"(?:^|/)(?:\.next|\.nuxt|\.output|\.svelte-kit|\.parcel-cache|\.angular|__sapper__)/|(?:^|/)dist/.+\.(?:js|json|map)$"
)


def is_output(how: Language) -> bool:
    """Whether a build wrote the file."""
    return bool(_OUTPUT.search(how.path))


def is_data(how: Language) -> bool:
    """Whether the file is of a kind that keeps what programs were given or gave."""
    return how.extension in _DATA or (not how.source and "." not in how.path.rpartition("/")[2])


def is_library(text: str, how: Language) -> bool:
    """Whether a script is a published library that was copied in: its head names a licence."""
    return (
        how.extension in _SCRIPTS
        and bool(_LIBRARY_PATH.search(how.path))
        and bool(_BANNER.search(text[:600]))
    )


def is_list(text: str, how: Language) -> bool:
    """Whether a file of data is a list of records, or far too long to be settings."""
    return (how.extension == "json" and text[:80].lstrip().startswith("[")) or (
        how.extension in {"json", "xml", "yaml", "yml"} and len(text) > 200_000
    )


_LONG_LINE = re.compile(r"[^\n]{2500}")


@lru_cache(maxsize=4)
def is_packed(text: str) -> bool:
    """Whether lines of a script are as long as only a machine writes them."""
    return _LONG_LINE.search(text) is not None


# A set-up that runs the sources of the working copy, and not an image of them.
_MOUNTED = re.compile(
    r"(?im)^\s{2,20}-\s[\"']?\.{1,2}(?:/[\w.\-]{0,60}){0,6}:/|^\s{2,20}source:\s{1,4}\.|\bDEBUG[\"']?\s?[:=]\s?[\"']?(?:1|true)\b|--reload"
    r"|runserver|\bstart-dev\b|//localhost[:/]|\blocal[- ]?dev|^\s{2,20}-\s[\w\-]{0,40}\bdev\b[\w\-]{0,40}:/"
)


@lru_cache(maxsize=4)
def is_workbench(text: str, how: Language) -> bool:
    """Whether a compose file starts what a developer works on."""
    low = how.path.rpartition("/")[2].lower()
    return "compose" in low and low.endswith(("yml", "yaml")) and _MOUNTED.search(text) is not None


# Where an identity server sends people back to: https://www.keycloak.org/server/importExport
_SENT_TO = re.compile(
    r"\"(?:rootUrl|redirectUris|adminUrl|webOrigins)\"\s{0,4}:\s{0,4}(?:\[\s{0,40})?\"https?://(?P<host>[^\"/:]{1,100})"
)
_OWN_NAME = re.compile(r"(?i)127\.|0\.0\.0\.0|host\.docker|.*\.(?:local|localhost|test|internal)$|[\w\-]+$")


@lru_cache(maxsize=4)
def is_own_realm(text: str) -> bool:
    """Whether the text is the export of an identity server that sends people back to the own machine alone."""
    if '"redirectUris"' not in text or '"realm"' not in text:
        return False
    hosts = [found["host"] for found in _SENT_TO.finditer(text)]
    return bool(hosts) and all(_OWN_NAME.match(host) for host in hosts)
