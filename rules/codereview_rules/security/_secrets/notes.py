"""Which values only look like a fault where they stand: stock passwords of a database that one `docker compose down`
throws away, settings of development and tests, data of samples. They are told as notes, which claim no fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from codereview.api import Confidence, Severity

from .doubts import is_plain
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .names import words
from .surroundings import is_from_script
from .wordsets import word_set

# A part of a path that says who runs the file; any part that says production counts for more.
_HERE = re.compile(
    r"(?:^|[/._\-])(?:dev|devel|develop|development|local|localhost|devstack|devcontainer|debug|tests?|testing|ci"
    r"|e2e|smoke|demos?|examples?|samples?|quickstart|playground|tutorials?|workshops?|override|seeds?|seeders?"
    r"|fixtures?|factories|mocks?|testdata|test_?utils?|testlib|(?:docs|integration)(?=[._]\w)"
    r"|verify|verification|qa|playwright|cypress|benchmarks?|load[_\-]?tests?)(?=[/._\-]|$)",
    re.I,
)
# What shows faults on purpose, or is fed to something that looks for them.
_FAULTY = re.compile(
    r"(?:^|[/._\-])(?:vuln|vulns|vulnerable|vulnerabilities|insecure|broken|faulty|unsafe|bad[-_](?:code|examples?)|honeypot"
    r"|ctf|challenges?|exercises?|katas?|training[-_]data|test[-_]data|sample[-_]data|evals?|evaluation|goat|dvwa)"
    r"(?=[/._\-]|$)",
    re.I,
)
_LIVE = re.compile(
    r"(?:^|[/._\-])(?:prod|production|staging|stage|live|deploy|deployments?|k8s|kubernetes|helm|charts?|terraform"
    r"|ansible|swarm|server|vps|cloud|aws|gcp|azure|hetzner|digitalocean|heroku|fly|release)(?=[/._\-]|$)",
    re.I,
)
# What a database, a broker or a console of them has when nobody chose a password.
_STOCK = word_set("""
    root toor postgres postgresql pgsql pg mysql mariadb mongo mongodb redis rabbitmq rabbit admin administrator
    password passwd pass passw0rd guest test tests testing tester secret dev develop development local localhost
    user username default airflow minio minioadmin minio123 grafana neo4j elastic elasticsearch kibana keycloak
    superset mlflow metabase sonar jenkins demo example sample temporal kafka celery docker database db sa
    1234 12345 123456 1234567 12345678 123456789 changeme changeit change_me change-me letmein qwerty
    secret123 password1 password123 pass123 admin123 test123 root123 postgres123 test1234 admin1234 root1234
    hunter2 p@ssw0rd
""")
_SERVICES = word_set("""
    db database postgres postgresql pg pgsql mysql mariadb mongo mongodb redis rabbitmq rabbit rmq amqp broker minio
    elastic elasticsearch opensearch neo4j influx influxdb clickhouse cassandra couchdb pgadmin grafana airflow mssql
    sa kafka keycloak kibana mongoexpress me mq sql timescale timescaledb cockroach nats mqtt temporal hasura s3 gf
""")
_ABOUT = (_STOCK | _SERVICES) | word_set("""
    my super secure strong safe very the a of in for to not pw pwd change me this default production prod key token
    insecure some random your new initial temp temporary here please replace it before deploy user only server app
""")
_GLUED = re.compile(
    r"(?:my|super|secret|secure|strong|pass|password|db|database|root|admin|user|test|dev|app|key){2,4}"
)
# Words of which one writes such a password, with the name of the project or of the service between them.
_THROWAWAY = re.compile(
    r"(?:^|[-_.])(?:dev|devel|development|local|test|tests|testing|ci|demo|example|docker)(?:[-_.\d!]|$)"
    r"|^(?:dev|test|local|demo|docker|my|db|root|postgres|mysql|mongo|redis|rabbit(?:mq)?|admin|user|airflow|minio)"
    r"[-_.]?(?:pass|passw[o0]rd|pw|pwd|secret|user|root|admin|db)(?:\d{1,3}|!)?$"
    r"|^[a-z]{2,12}[-_@]?123(?:45?)?!?$|^dev[a-z]{0,8}$",
    re.I,
)
# The user, the database and the service of the same set-up.
_BESIDE = re.compile(
    r"(?i)(?:user(?:name)?|login|dbname|database|_db|_name|email|container_name|host(?:name)?|server)"
    r"[\"']?\]?\s{0,4}(?:[:=]|=>)\s{0,4}[\"']?(?:\$\{\w{1,40}:-[\"']?)?(?P<value>[\w.\-]{3,40})"
)
_PASSWORD = re.compile(r"(?:password|passwd|pass|pwd|pw)$")
# Accounts of the application itself: whoever knows their password is in.
_ACCOUNTS = word_set("superuser django staff owner account login")
_DATA_URL = re.compile(
    r"(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqp|amqps|mssql|neo4j|bolt|clickhouse|psql|postgis"
    r"|elasticsearch|influxdb|cockroachdb|nats|mqtt|kafka|http|https)\b"
)
_HOST = re.compile(r"@\[?(?P<host>[\w.\-]{1,100})")
_OUTSIDE = re.compile(r"[\w\-]\.[A-Za-z]{2,}$|^\d{1,3}(?:\.\d{1,3}){3}$")
_OWN_HOST = re.compile(r"(?i)\blocalhost\b|127\.0\.0\.1")
_HOST_BESIDE = re.compile(r"(?i)\bhost(?:name)?[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?P<host>[\w.\-]{1,100})")
_OWN = re.compile(r"^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal)$")
# The password of the user `root` that whole families of devices are delivered with.
_DEVICES = word_set("alpine raspberry toor kali vagrant ubuntu dietpi")
# What says of itself that it is for nothing else.
_SAYS = re.compile(
    r"(?i)(?:dev|development|local|tests?|testing|ci|debug|audit|build|smoke|e2e)[-_ ]?only"
    r"|(?<![a-z])for[-_ ](?:local|dev|test|tests|testing)|only[-_ ]for[-_ ]"
    r"|not[-_ ]?(?:for|in|used[-_ ]in)[-_ ]?prod|throw[-_ ]?away|disposable|ephemeral"
)
_SAMPLE_MAIL = re.compile(r"@example\.(?:com|org|net)\b|//(?:[\w\-]{1,40}\.)?example\.(?:com|org|net)\b")

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
    r"(?i)(?:host(?:name)?|server|endpoint|url|addr(?:ess)?)[\"']?\]?\s{0,4}(?:[:=]|=>)\s{0,4}[\"']?(?:\w{2,12}://)?"
    r"(?!os\.|self\.|settings\.|config\.|env\.|process\.|this\.)(?:[\w\-]{1,60}\.){1,6}[a-z]{2,12}\b"
    r"|@(?:[\w\-]{1,60}\.){1,6}[a-z]{2,12}(?=[:/\"'])|(?:@|//|[\"' ])(?!127\.|0\.)\d{1,3}(?:\.\d{1,3}){3}\b"
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
    # a run of tests has its own sessions
    return _LOCAL if how.workflow and hit.label.endswith("signing key") else ""


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
    if is_of_development(how.path) or is_for_tests(hit.name) or _is_commented(text, hit):
        return _LOCAL
    return SHOWN if _in_sample_data(text, hit) else ""


def _of_password(text: str, how: Language, hit: Hit, value: str) -> str:
    """Of a password that is no more than a word."""
    if _is_stock_of_service(text, how, hit, value):
        return _DEFAULT
    return _WORD if is_plain(value) and not _is_in_force(text, hit) else ""


_ACCOUNT_NAMES = word_set("admin superuser root superadmin owner administrator first staff")


def _is_in_force(text: str, hit: Hit) -> bool:
    """Whether something says that a plain word opens more than the own machine: what it is given to, whose it is,
    or a host elsewhere."""
    if "passed to" in hit.label or "system user" in hit.label or "SQL" in hit.label:
        return True
    if _ACCOUNT_NAMES & frozenset(words(hit.name)) or _CHECKED.search(
        text, max(0, hit.start - 12), hit.start
    ):
        return True
    return bool(_ELSEWHERE.search(text[max(0, hit.start - 250) : hit.end + 250]))


def is_of_development(path: str) -> bool:
    """Whether a file is only run where a program is made or tried, by the parts of its path."""
    return bool(_FAULTY.search(path)) or (
        bool(_HERE.search(path.replace("usr/local", ""))) and not _LIVE.search(path)
    )


def is_for_tests(name: str) -> bool:
    """Whether a name says that tests or demonstrations alone use what it holds."""
    return bool(_OF_TESTS & frozenset(words(name))) or "e2e" in name.lower()


def says_so(value: str) -> bool:
    """Whether a value says that it is for development or tests alone."""
    return bool(_SAYS.search(value))


def is_stock(value: str) -> bool:
    """Whether a password is one that everybody tries first."""
    return value.lower() in _STOCK


def _is_stock_of_service(text: str, how: Language, hit: Hit, value: str) -> bool:
    """Whether the password of a service beside the program is the word that everybody has there."""
    if not _of_service(text, how, hit):
        return False
    low = value.lower()
    if low in _STOCK or _THROWAWAY.search(low) or _is_of_such_words(value):
        return True
    if value.isalpha() and value.islower() and not how.source and _OWN_HOST.search(_near(text, hit)):
        return True
    around = text[max(0, hit.start - 300) : hit.start] + "\n" + text[hit.end : hit.end + 200]
    return any(found["value"].lower() == low for found in _BESIDE.finditer(around)) or _is_user(
        text, hit, low
    )


def _of_service(text: str, how: Language, hit: Hit) -> bool:
    """Whether the password is of a database or a broker of the own machine or of the own compose file."""
    if hit.label.endswith("URL"):
        host = _HOST.match(text, hit.end)
        return host is not None and not (_OUTSIDE.search(host["host"]) and not _OWN.match(host["host"]))
    parts = frozenset(words(hit.name))
    if parts & _ACCOUNTS:
        return False
    if how.settled and hit.name:
        joined = {_PASSWORD.sub("", part) for part in parts}
        return bool((parts | joined) & _SERVICES) or "root" in parts
    near = _near(text, hit)
    if _OWN_HOST.search(near):
        return True
    host = None if how.source else _HOST_BESIDE.search(near)
    return host is not None and not _OUTSIDE.search(host["host"])


def _is_of_such_words(value: str) -> bool:
    """Whether a password is made of words about passwords and services, and a number: ``secure_password_123``."""
    parts = words(value)
    number = "".join(part for part in parts if part.isdigit())
    spoken = [part for part in parts if not part.isdigit()]
    return (
        len(number) <= 6 and bool(spoken) and all(part in _ABOUT or _GLUED.fullmatch(part) for part in spoken)
    )


def _near(text: str, hit: Hit) -> str:
    return text[max(0, hit.start - 250) : hit.end + 250]


def _is_shown(text: str, hit: Hit) -> bool:
    """Whether a call in documentation goes to the own machine, to no host at all, or has a password of every start."""
    if not hit.label.startswith(("bearer", "HTTP")) and is_stock(text[hit.start : hit.end]):
        return True
    near = text[max(0, hit.start - 400) : hit.end + 200]
    return bool(_OWN_HOST.search(near)) or not re.search(r"https?://[\w\-]{1,60}\.[\w.\-]{2,80}", near)


def _is_commented(text: str, hit: Hit) -> bool:
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
    last = text.find("\n", hit.end, hit.end + 200)
    last = text.find("\n", last + 1, last + 200) if last >= 0 else -1
    around = text[first : last if last >= 0 else hit.end + 200]
    return bool(_SAMPLE_MAIL.search(around)) and "admin" not in around.lower()
