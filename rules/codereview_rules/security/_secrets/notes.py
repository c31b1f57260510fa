"""Which values only look like a fault where they stand: stock passwords of a database that one `docker compose down`
throws away, settings of development and tests, data of samples. They are told as notes, which claim no fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from codereview.api import Confidence, Severity

from .addresses import HOST, is_hosted
from .doubts import is_plain
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .names import words
from .stock import SERVICES, STOCK, THROWAWAY, is_of_such_words, is_stock, says_so
from .surroundings import is_from_script
from .wordsets import word_set

# A part of a path that says who runs the file; any part that says production counts for more.
_HERE = re.compile(
    r"(?:^|[/._\-])(?:dev|devel|develop|development|local|localhost|devstack|devcontainer|debug|tests?|testing|ci"
    r"|e2e|smoke(?:[_\-]?tests?)?|demos?|exampl(?:e|es|ary)(?:[_\-]data)?|samples?(?:[_\-]data)?|quickstart|playground|tutorials?|workshops?|override|seeds?|seeders?"
    r"|fixtures?|factories|mocks?|testdata|test_?utils?|testlib|(?:docs|integration)(?=[._]\w)"
    r"|verify|verification|qa|playwright|cypress|populate|simulat(?:ors?|ions?)|benchmarks?|load[_\-]?tests?|locust(?:file)?|devtools?|minikube|vagrant(?:file)?|molecule|quick[_\-]start)(?=[/._\-]|$)",
    re.I,
)
# What shows faults on purpose, or is fed to something that looks for them.
_FAULTY = re.compile(
    r"(?:^|[/._\-])(?:vuln|vulns|vulnerable|vulnerabilities|insecure|broken|faulty|unsafe|bad[-_](?:code|examples?)|honeypot"
    r"|ctf|challenges?|exercises?|katas?|training[-_]data|test[-_]data|sample[-_]data|evals?|evaluation|goat|dvwa|metasploitable|juice[-_]?shop|third[-_]?party|upstream|molecule|quick[-_]?start)"
    r"(?=[/._\-]|$)",
    re.I,
)
# Folders of tools that deploy: a file in them may say that it is for development.
_TOOLS = re.compile(
    r"(?i)(?:^|/)(?:deploy|deployments?|k8s|kubernetes|helm|charts?|terraform|ansible|swarm|heroku|cloud|aws|gcp|azure|fly|vps)/"
)
_CHARTS = re.compile(r"(?i)(?:^|/)(?:k8s|kubernetes|helm|charts?)/")
_LIVE = re.compile(
    r"(?:^|[/._\-])(?:prod|production|staging|deploy|deployments?|k8s|kubernetes|helm|terraform|ansible|swarm"
    r"|vps|hetzner|digitalocean|heroku)(?=[/._\-]|$)"
    r"|(?:^|/)(?:charts?|stage|live|server|cloud|aws|gcp|azure|fly|release)(?=[/.]|$)",
    re.I,
)
# The user, the database and the service of the same set-up.
BESIDE = re.compile(
    r"(?i)(?:user(?:name)?|login|dbname|database|_db|_name|email|container_name|host(?:name)?|server)"
    r"[\"']?\]?\s{0,4}(?:[:=]|=>)\s{0,4}[\"']?(?:\$\{\w{1,40}:-[\"']?)?(?P<value>[\w.\-]{3,40})"
)
_PASSWORD = re.compile(r"(?:password|passwd|pass|pwd|pw)$")
# Accounts of the application itself: whoever knows their password is in.
_ACCOUNTS = word_set("superuser django staff owner account login")
_OUTSIDE = re.compile(r"[\w\-]\.[A-Za-z]{2,}$|^\d{1,3}(?:\.\d{1,3}){3}$")
_OWN_HOST = re.compile(r"(?i)\blocalhost\b|127\.0\.0\.1")
_HOST_BESIDE = re.compile(r"(?i)\bhost(?:name)?[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?P<host>[\w.\-]{1,100})")
_OWN = re.compile(r"^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal)$")
# The password of the user `root` that whole families of devices are delivered with.
_DEVICES = word_set("alpine raspberry toor kali vagrant ubuntu dietpi")
_SAMPLE_MAIL = re.compile(r"@example\.(?:com|org|net)\b|//(?:[\w\-]{1,40}\.)?example\.(?:com|org|net)\b")

_MAILBOX = re.compile(
    r"[\"'][\w.+\-]{1,60}@(?!example|test|mail\.com)(?:[\w\-]{1,60}\.){1,4}[a-z]{2,10}[\"']"
)
_TRIED = word_set("demo test guest example sample tester demouser testuser")
_OBJECTS = word_set("minioadmin minio123")
_SHELLS = word_set("ps1 sh bash zsh fish bat cmd")
_DEBUG = re.compile(r"\bDEBUG[\"']?\s{0,3}=\s{0,3}[\"']?(?:true|1|on)\b", re.I)
_MADE_UP = re.compile(r"(?i)fake|dummy|mock|made[- ]?up|invalid|sanitiz|redact|scrub|mask")
_ALGOLIA = re.compile(r"(?i)application-?_?id|indexname|/queries|-dsn\.algolia")
# What documentation of an interface shows of a call.
_SHOWN_BY_DOCS = frozenset(
    {"bearer token", "HTTP basic credentials", "key in a URL", "token in a URL", "password of a curl command"}
)
_OF_TESTS = word_set("test tests testing demo fixture smoke playwright cypress selenium")
_REMARK = re.compile(r"\s{0,80}(?:#(?!\{)|//|--\s|\*\s|/\*|;|<!--|rem\b)", re.I)
_CHECKED = re.compile(r"[!=]==?\s{0,4}[\"']\Z")  # a program asks for it
_ELSEWHERE = re.compile(
    r"(?i)(?:host(?:name)?|server|endpoint|url|addr(?:ess)?|cluster|domain)[\"']?\]?\s{0,4}(?:[:=]|=>)\s{0,4}[\"']?(?:\w{2,12}://)?"
    r"(?!os\.|self\.|settings\.|config\.|env\.|process\.|this\.)(?:[\w\-]{1,60}\.){1,6}(?!local\b)[a-z]{2,12}\b(?!\.\w)"
    r"|@(?:[\w\-]{1,60}\.){1,6}(?!local\b)[a-z]{2,12}(?=[:/\"'])"
    r"|(?:@|//|[\"' ])(?!127\.|0\.|22[4-9]\.|23\d\.|255\.)\d{1,3}(?:\.\d{1,3}){3}\b"
)
_ENTRY = re.compile(r":\s{0,4}\\?[\"']\Z")

_STAND_IN = "a stand-in that each installation replaces"
_LOCAL = "the set-up is one of development or tests"
_DEFAULT = "the word that such a service is delivered with, in a set-up of the own machine"
_WORD = "a plain word, and nothing says that it opens more than the own machine"
SHOWN = "it stands among data of an example"
_ENDED = "a token that ends by itself, or one of a test"
_ACCOUNT = "an account that is there to be tried"
_OF_TEST = "a test was given it"
_CLIENT = "a key that every client receives"


def told(text: str, how: Language, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits; those that claim no fault as notes, with the reason.

    Args:
        text: the text of the file.
        how: how it is read.
        hits: what was found in it.
    """
    for hit in hits:
        reason = hit.note or _reason(text, how, hit)
        yield replace(hit, severity=Severity.INFO, note=reason) if reason else hit


def _reason(text: str, how: Language, hit: Hit) -> str:
    """Why a hit is no fault, empty if it is one."""
    low = hit.confidence is Confidence.LOW
    if hit.structured:
        return _of_structured(text, how, hit, low)
    if reason := _by_use(text, how, hit):
        return reason
    value = text[hit.start : hit.end]
    if looks_random(value):
        return SHOWN if low and how.prose and _ENTRY.search(text, max(0, hit.start - 8), hit.start) else ""
    live = bool(_LIVE.search(how.path))
    if low:
        return "" if live and how.config and not how.replaced else _STAND_IN
    reason = _by_value(text, how, hit, value, live) or _by_place(text, how, hit)
    return reason if reason or live or "password" not in hit.label else _of_password(text, how, hit, value)


def _of_structured(text: str, how: Language, hit: Hit, low: bool) -> str:
    """Of a secret whose form is known."""
    if low:
        return _CLIENT if hit.prefix == "AIza" else _ENDED
    made_up = hit.label.endswith("private key") or _MADE_UP.search(text, max(0, hit.start - 250), hit.start)
    return _OF_TEST if how.tests and made_up else ""


def _by_use(text: str, how: Language, hit: Hit) -> str:
    """By who gets it, whatever it is."""
    if is_from_script(text, hit.start, hit.end):
        return _CLIENT
    if how.prose and hit.label in _SHOWN_BY_DOCS and _is_shown(text, hit):
        return SHOWN
    if "algolia" in hit.name.lower() and _ALGOLIA.search(text, max(0, hit.start - 300), hit.end + 300):
        return _CLIENT
    if hit.label in _COMMANDS and _is_tried(text, hit):
        return _DEFAULT
    # a run of tests has its own sessions
    kept = "jenkinsfile" in how.path.lower() and looks_random(text[hit.start : hit.end])  # that may deploy
    return _LOCAL if how.workflow and hit.label.endswith("signing key") and not kept else ""


def _by_value(text: str, how: Language, hit: Hit, value: str, live: bool) -> str:
    """By the words that it is made of."""
    password = "password" in hit.label
    if value.lower() in _TRIED and password:
        return _ACCOUNT
    if (
        how.extension in _SHELLS
        and hit.label.endswith("signing key")
        and _DEBUG.search(text, max(0, hit.start - 300), hit.end + 300)
    ):
        return _LOCAL
    if value.lower() in _OBJECTS and not live:
        return _DEFAULT
    if password and ("insecure" in value.lower() or value in _DEVICES):
        return _LOCAL
    return _LOCAL if says_so(value) else ""


def _by_place(text: str, how: Language, hit: Hit) -> str:
    """By the file, the name and the lines that it stands in."""
    if is_hosted(text, hit):
        return ""
    aside = is_commented(text, hit) and not ("passed to" in hit.label and _MAILBOX.search(near(text, hit)))
    if is_of_development(how.path) or is_for_tests(hit.name) or aside:
        return _LOCAL
    return SHOWN if _in_sample_data(text, hit) else ""


def _of_password(text: str, how: Language, hit: Hit, value: str) -> str:
    """Of a password that is no more than a word."""
    if _is_stock_of_service(text, how, hit, value):
        return _DEFAULT
    return _WORD if is_plain(value) and not is_in_force(text, hit) else ""


_COMMANDS = frozenset(
    {"password of a curl command", "Redis password", "password of a database client", "password in SQL"}
)


def _is_tried(text: str, hit: Hit) -> bool:
    """Whether a command has a word that everybody tries first, and names no host elsewhere."""
    value = text[hit.start : hit.end]
    if looks_random(value):
        return False
    line = text[text.rfind("\n", max(0, hit.start - 400), hit.start) + 1 : hit.end + 300].split("\n")[0]
    if hit.label.startswith("password of a curl"):
        return bool(_OWN_HOST.search(line)) or "$" in line[line.find(value) :]
    spoken = value.lower() in STOCK or is_of_such_words(value) or bool(THROWAWAY.search(value))
    user = re.search(rf"(?i)(?:user|role)\W{{1,4}}{re.escape(value)}\b", line)
    return bool(spoken or user) and not _ELSEWHERE.search(line)


_ACCOUNT_NAMES = word_set("admin superuser root superadmin owner administrator first staff")


def is_in_force(text: str, hit: Hit) -> bool:
    """Whether something says that a plain word opens more than the own machine: what it is given to, whose it is,
    or a host elsewhere."""
    if "passed to" in hit.label or "system user" in hit.label or "SQL" in hit.label:
        return True
    if is_of_administrator(hit.name) or _CHECKED.search(text, max(0, hit.start - 12), hit.start):
        return True
    return bool(_ELSEWHERE.search(text[max(0, hit.start - 250) : hit.end + 250]))


def is_of_development(path: str) -> bool:
    """Whether a file is only run where a program is made or tried, by the parts of its path."""
    if _FAULTY.search(path):
        return True
    here = path.replace("usr/local", "")
    if not _HERE.search(here):
        return False
    folder, _, base = here.rpartition("/")
    if _HERE.search(base) and _TOOLS.search(path):  # ``helm/shop/values-dev.yaml``
        return not _LIVE.search(_TOOLS.sub("/", _TOOLS.sub("/", folder + "/")) + base)
    rest = _CHARTS.sub("/", path)
    return _HERE.search(rest) is not None and not _LIVE.search(rest)


def is_live(path: str) -> bool:
    """Whether a part of a path says that the file is of a deployment."""
    return bool(_LIVE.search(path))


def is_for_tests(name: str) -> bool:
    """Whether a name says that tests or demonstrations alone use what it holds."""
    return bool(_OF_TESTS & frozenset(words(name))) or "e2e" in name.lower()


def is_of_administrator(name: str) -> bool:
    """Whether a name says that the password is of who runs the application."""
    return bool(_ACCOUNT_NAMES & frozenset(words(name)))


def is_of_service(name: str) -> bool:
    """Whether a name says that the password is of a database or a broker, and of no account of people."""
    parts = frozenset(_PASSWORD.sub("", part) for part in words(name))
    return bool(parts & SERVICES) and not parts & (_ACCOUNTS | _ACCOUNT_NAMES)


def _is_stock_of_service(text: str, how: Language, hit: Hit, value: str) -> bool:
    """Whether the password of a service beside the program is the word that everybody has there."""
    if not of_service(text, how, hit):
        return False
    low = value.lower()
    if low in STOCK or THROWAWAY.search(low) or is_of_such_words(value):
        return True
    if value.isalpha() and value.islower() and not how.source and _OWN_HOST.search(near(text, hit)):
        return True
    around = text[max(0, hit.start - 300) : hit.start] + "\n" + text[hit.end : hit.end + 200]
    return any(found["value"].lower() == low for found in BESIDE.finditer(around)) or _is_user(text, hit, low)


def of_service(text: str, how: Language, hit: Hit) -> bool:
    """Whether the password is of a database or a broker of the own machine or of the own compose file."""
    if hit.label.endswith("URL"):
        host = HOST.match(text, hit.end)
        return host is not None and not (_OUTSIDE.search(host["host"]) and not _OWN.match(host["host"]))
    parts = frozenset(words(hit.name))
    if parts & _ACCOUNTS:
        return False
    if how.settled and hit.name:
        joined = {_PASSWORD.sub("", part) for part in parts}
        return bool((parts | joined) & SERVICES) or "root" in parts
    around = near(text, hit)
    if _OWN_HOST.search(around):
        return True
    host = None if how.source else _HOST_BESIDE.search(around)
    return host is not None and not _OUTSIDE.search(host["host"])


def near(text: str, hit: Hit) -> str:
    """What stands around a value."""
    return text[max(0, hit.start - 250) : hit.end + 250]


def _is_shown(text: str, hit: Hit) -> bool:
    """Whether a call in documentation goes to the own machine, to no host at all, or has a password of every start."""
    if not hit.label.startswith(("bearer", "HTTP")) and is_stock(text[hit.start : hit.end]):
        return True
    around = text[max(0, hit.start - 400) : hit.end + 200]
    return bool(_OWN_HOST.search(around)) or not re.search(r"https?://[\w\-]{1,60}\.[\w.\-]{2,80}", around)


def is_commented(text: str, hit: Hit) -> bool:
    """Whether the value stands in a line that is a comment."""
    return bool(_REMARK.match(text, text.rfind("\n", 0, hit.start) + 1))


def _is_user(text: str, hit: Hit, low: str) -> bool:
    """Whether the password in a URL repeats the user."""
    return text[max(0, hit.start - len(low) - 1) : hit.start].lower() == low + ":"


def _in_sample_data(text: str, hit: Hit) -> bool:
    """Whether the value is an entry of a mapping, with an address of ``example.com`` in the lines around it.

    An administrator of that address is one whom the program makes.
    """
    if not _ENTRY.search(text, max(0, hit.start - 8), hit.start):
        return False
    first = hit.start
    for _ in range(4):
        place = text.rfind("\n", max(0, first - 200), first)
        first = place if place >= 0 else max(0, first - 200)
    last = hit.end
    for _ in range(4):
        place = text.find("\n", last + 1, last + 200)
        last = place if place >= 0 else min(len(text), last + 200)
    around = text[first:last]
    return bool(_SAMPLE_MAIL.search(around)) and "admin" not in around.lower()
