"""The grounds on which a value is a secret in force: its form, what it leads to, who hands it on, what the file is."""

from __future__ import annotations

import re

from codereview.model import Zone

from . import checks, favour, hosts, uses
from .addresses import is_hosted
from .case import Case
from .files_against import is_shown
from .names import words
from .wordsets import word_set

# What settings are kept in, by the name of the file.
_SETTINGS = re.compile(
    r"(?i)(?:^|[/_\-.])(?:settings?|config\w{0,8}|secrets?|credentials?|creds|database|constants?|keys?|tokens?|api_?keys?"
    r"|auth|const|globals?|vars|local_settings|prod(?:uction)?|base|common)(?:[._\-]\w{1,20})?\.\w{1,10}$"
)
_READ_BY_PROGRAMS = word_set("yml yaml ini cfg toml properties json xml")
# Environments, and what container services and agents are given by a fixed name.
_DEPLOYS = re.compile(
    r"(?i)(?:^|/)\.env(?:\.[\w\-]{1,30})?$|(?:^|/)env\.[\w\-]{1,30}$|(?:^|/)(?:prod|production)\.env$|\.tfvars$"
    r"|(?:^|/)(?:[\w\-]{1,30}\.)?(?:docker-)?compose[\w.\-]*\.ya?ml$|(?:^|/)Dockerfile[\w.\-]*$|\.service$"
    r"|(?:^|/)[\w\-]{0,40}task-?def(?:inition)?[\w.\-]*\.json$|(?:^|/)newrelic\.(?:ini|ya?ml)$"
)
_MANIFESTS = re.compile(
    r"(?i)(?:^|/)(?:k8s|kubernetes|helm|charts?|manifests|deploy(?:ment)?s?|ansible|playbooks?|(?:group|host)_vars|terraform)/"
)
_MANIFEST_TYPES = word_set("yml yaml tf tfvars env")
# The public half of a pair that a service made for an application, beside the other one.
_PAIRS = frozenset({"client", "consumer", "app", "application"})
_PUBLIC_HALF = re.compile(
    r"(?i)(?:client|consumer|app|application)_?(?:id|key)[\"']?\]?\s{0,4}(?::\s?\w{1,20}\s?)?[:=]\s{0,4}[bru]?[\"']"
    r"(?=[^\"'\n]{0,40}\d)[\w.\-]{10,120}[\"']"
)
# Programs that are given out to their users carry the keys of the application, which others can read there.
_APPLICATION = frozenset({"client", "consumer", "app", "application", "installed"})
_OAUTH_SECRETS = ("Google OAuth client secret", "Twitter bearer token")
_ENTRY = re.compile(r"\\?[\"']\]?\s{0,4}:\s{0,40}[bru]?\\?[\"']\Z")
_DATA_URL = re.compile(
    r"password in a (?:postgres\w*|mysql\w*|mariadb|mongodb|redis|rediss|amqps?|mssql|oracle|sqlserver|jdbc|neo4j\w*"
    r"|bolt|clickhouse\w*|cockroachdb|couchdb|elasticsearch|ldaps?|s?ftp|smtps?|nats|mqtts?|kafka|snowflake|cloudinary"
    r"|db2|cassandra)\b"
)
_SHELLS = word_set("sh bash zsh ps1")
_EXPORTS = re.compile(
    r"(?m)^\s{0,40}(?:export\s|\$env:|[\w\-]{2,20} (?:variables?|config|secrets?|env)[: ](?:set|put|add)\b)"
    r"[^\n=]{0,120}=\s{0,2}[\"']?\Z"
)
_COMMANDS = ("command", "database client", "registry password")
_HASHERS = re.compile(
    r"passed to (?:set_?password|make_password|generate_password_hash|hash\w*|get_password_hash)", re.I
)


def is_known_form(case: Case) -> bool:
    """Whether the form alone says that the value is a secret, and of what."""
    return case.make in {"checked", "format"}


def has_checksum(case: Case) -> bool:
    """Whether the value carries a checksum that is right."""
    return case.make == "checked"


def is_format(case: Case) -> bool:
    """Whether the form is one that a vendor has for secrets, and for nothing that is published."""
    return case.make == "format" and not case.hit.label.endswith("private key")


def is_private_key(case: Case) -> bool:
    """Whether the block decodes to a key, and is not locked."""
    if not case.hit.label.endswith("private key") or case.hit.label.startswith("encrypted"):
        return False
    return checks.private_key_parses(case.value)


def is_url(case: Case) -> bool:
    """Whether a URL of a store of data or a broker has the password, and its host is of the internet."""
    return _DATA_URL.match(case.hit.label) is not None and is_hosted(case.text, case.hit) and _is_run(case)


def is_generated_url(case: Case) -> bool:
    """The same with a password that nobody typed as words, to a machine of the own network too."""
    data = case.generated and _DATA_URL.match(case.hit.label) is not None
    return data and is_hosted(case.text, case.hit, within=True) and _is_run(case)


def is_handed_on(case: Case) -> bool:
    """Whether a program of Python gives a generated value to a client, a request or a header."""
    strong = case.generated and case.make != "half" and not (case.holds("salt") or favour.is_asked_for(case))
    return strong and case.how.python and _is_run(case) and _is_used(case)


def is_handed_on_long(case: Case) -> bool:
    """The same of a value as long as keys are."""
    return case.make == "long" and is_handed_on(case)


def leads_elsewhere(case: Case) -> bool:
    """Whether a generated value opens something on a host elsewhere, from whichever machine it is used."""
    return is_generated_url(case) or (is_handed_on_long(case) and hosts.has_host(case))


def is_exported(case: Case) -> bool:
    """Whether a script puts a long generated credential into the environment of what it starts or deploys."""
    shell = case.how.extension in _SHELLS and case.make == "long" and _is_credential(case)
    return shell and _is_run(case) and case.before(_EXPORTS, 200)


def is_account(case: Case) -> bool:
    """Whether a password has a host elsewhere beside it, and its user or the call that connects with it."""
    if not (case.holds("password") and _is_run(case)):
        return False
    placed = case.how.python or is_settings_file(case) or bool(_DEPLOYS.search(case.how.path))
    if not (placed and hosts.has_host(case)) or case.holds("command", "URL"):
        return False
    named, used = favour.has_account(case) or favour.has_user(case), case.how.python and _is_used(case)
    if case.make in {"stock", "word"}:  # a stand-in, unless the very call says where and as whom
        return named and used and hosts.has_host_on_line(case)
    return named or used


def _is_used(case: Case) -> bool:
    """Whether the program of Python hands the value on."""
    if "passed to" in case.hit.label:
        return not _HASHERS.search(case.hit.label)
    line = case.text.count("\n", 0, case.hit.start) + 1
    entry = case.before(_ENTRY, 60)
    return uses.of_text(case.text).hands_on(case.hit.start, line, case.hit.name, entry)


def is_in_command(case: Case) -> bool:
    """Whether a command that names a host elsewhere is given a password that was generated."""
    return case.holds(*_COMMANDS) and case.generated and hosts.has_host(case) and _is_run(case)


def makes_administrator(case: Case) -> bool:
    """Whether the program, and no script beside it, makes its administrator with the value."""
    return (
        case.how.python and case.how.zone is Zone.PRODUCTION and favour.makes_account(case) and _is_run(case)
    )


# Files of compose that are named for production, and the settings that Airflow reads there.
_LIVE_SETTINGS = re.compile(
    r"(?i)(?:^|/)(?:docker-)?compose[.\-_](?:prod|production|live)[.\-_\w]{0,30}\.ya?ml$"
    r"|(?:^|/)airflow[.\-_](?:prod|production|staging)\.cfg$"
)
# What a compose file without such a name says of itself.
_COMPOSES = re.compile(r"(?i)(?:^|/)(?:docker-)?compose[\w.\-]*\.ya?ml$")
_SAYS_LIVE = re.compile(
    r"(?i)\b\w{0,20}(?:env|environment|mode|stage)[\"']?\s?[:=]\s?[\"']?prod|\bDEBUG[\"']?\s?[:=]\s?[\"']?(?:false|0)\b"
)
_FIRST_USER = frozenset({"www", "user"})  # whom the image of Airflow makes, with all rights


def is_of_production(case: Case) -> bool:
    """Whether a file that is named for production gives a key that signs, the password of the administrator, or one
    that was generated."""
    if case.hit.structured or not _is_run(case):
        return False
    if not _LIVE_SETTINGS.search(case.how.path):
        return case.holds("signing") and bool(
            _COMPOSES.search(case.how.path) and _SAYS_LIVE.search(case.near)
        )
    if case.make == "long" and case.holds("password"):
        return True
    admin = favour.opens_application(case) or case.name >= _FIRST_USER
    return case.holds("signing") or (case.holds("password") and admin)


_PUBLIC_ADDRESS = re.compile(
    r"(?<![\d.])(?!10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\."
    r"|1\.2\.3\.4|8\.8\.|1\.1\.1\.1|100\.64\.|22[4-9]\.|23\d\.|255\.)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
)
_LOGIN = re.compile(r"(?i)user(?:name)?[\"'`]?\s{0,3}[:=]\s{0,3}[\"'`]?\w|\bssh\s[^\n]{0,60}@")


def is_login_told(case: Case) -> bool:
    """Whether a document tells a password with its user and a public address in the three lines on either side."""
    if not (case.how.prose and case.holds("password")) or case.make in {"stock", "word"}:
        return False
    if case.how.zone is Zone.TESTS or case.how.replaced or case.how.tests:
        return False
    first, last = case.hit.start, case.hit.end
    for _ in range(4):
        first = max(0, case.text.rfind("\n", 0, first))
        last = end if (end := case.text.find("\n", last + 1)) >= 0 else len(case.text)
    around = case.text[max(first, case.hit.start - 500) : min(last, case.hit.end + 500)]
    return bool(_PUBLIC_ADDRESS.search(around) and _LOGIN.search(around))


def is_setting(case: Case) -> bool:
    """Whether a generated credential is a setting of the program by its name and its file; what reads it is asked when
    the project is known."""
    if not (case.generated and _is_credential(case) and _is_run(case)):
        return False
    if case.how.python:
        name = case.hit.name.rpartition(".")[2]
        of_django = name == "PASSWORD" and _SETTINGS.search(case.how.path) is not None  # in its `DATABASES`
        return name.isupper() and (of_django or not case.before(_ENTRY, 60))
    return is_settings_file(case)


def is_pair(case: Case) -> bool:
    """Whether settings have the secret of an application, and beside it the name under which a service knows it."""
    if not (
        case.generated and case.holds("secret", "signing") and "secret" in case.name and _PAIRS & case.name
    ):
        return False
    settings = _SETTINGS.search(case.how.path) or is_settings_file(case)
    return bool(settings) and _is_run(case) and _PUBLIC_HALF.search(case.near) is not None


def is_settings_file(case: Case) -> bool:
    """Whether a file that is no program has a name of settings, and a form that programs read."""
    return case.how.extension in _READ_BY_PROGRAMS and bool(_SETTINGS.search(case.how.path))


def is_deployed(case: Case) -> bool:
    """Whether a generated credential stands in the environment or the manifests of what is deployed."""
    how = case.how
    if not (case.generated and _is_run(case)) or is_shown(case) or how.replaced:
        return False
    if case.hit.label.startswith("Kubernetes"):
        return True
    deploys = _DEPLOYS.search(how.path) or (_MANIFESTS.search(how.path) and how.extension in _MANIFEST_TYPES)
    return bool(deploys) and _is_credential(case)


_LIVE_ENVIRONMENT = re.compile(
    r"(?i)(?:^|/)\.env[.\-_](?:prod|production|live)$|(?:^|/)(?:prod|production)\.env$"
    r"|(?:^|/)(?:docker-)?compose[.\-_](?:prod|production|live)\.ya?ml$"
)


def is_of_live_environment(case: Case) -> bool:
    """Whether a file that is named for production sets a long generated key or token in the environment."""
    key = case.make == "long" and not case.holds("password", "URL")
    return key and bool(_LIVE_ENVIRONMENT.search(case.how.path)) and is_deployed(case)


def is_carried(case: Case) -> bool:
    """Whether the value names or proves an application to a service, in the source of a program that users run."""
    if case.hit.structured and case.hit.label not in _OAUTH_SECRETS:
        return False
    its = bool(_APPLICATION & case.name) or case.hit.label in _OAUTH_SECRETS
    return its and case.how.source and not case.holds("password") and not _SETTINGS.search(case.how.path)


def is_read_by_framework(name: str) -> bool:
    """Whether a framework reads a setting of this name itself."""
    return bool(_BY_FRAMEWORKS.search(name))


# https://docs.djangoproject.com/en/stable/ref/settings, django-storages, social-auth, allauth, Celery, Flask-Mail
_BY_FRAMEWORKS = re.compile(
    r"^(?:EMAIL_HOST_PASSWORD|MAIL_PASSWORD|AWS_SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|SOCIAL_AUTH_\w+|RECAPTCHA_PRIVATE_KEY"
    r"|SENDGRID_API_KEY|AZURE_ACCOUNT_KEY|TWILIO_AUTH_TOKEN|STRIPE_(?:LIVE_)?SECRET_KEY|SECRET_KEY|DB_PASSWORD|PASSWORD)$"
)


def _is_credential(case: Case) -> bool:
    """Whether the name is unmistakably one of a credential."""
    if case.holds("salt") or not case.hit.name:
        return False
    parts = words(case.hit.name)
    return case.holds("password", "secret", "signing", "token") or (case.holds("key") and len(parts) > 1)


def _is_run(case: Case) -> bool:
    """Whether the file is the program, or what it is set up with."""
    how = case.how
    strong = case.make == "long" or (case.hit.prefix == "eyJ" and bool(case.hit.name))
    script = how.zone is Zone.SCRIPTS and (strong or case.holds("URL", "command"))
    return (how.zone is Zone.PRODUCTION or script) and not (how.prose or how.strict or how.tests)
