"""Files that exist to hold credentials, told by name and content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from codereview.api import Confidence, Severity
from codereview.model import Zone

from . import blocks, providers
from .checks import basic_credentials
from .guards import is_demonstration
from .hit import Hit
from .languages import language
from .names import Kind, kind_of
from .values import believable, is_default_word, is_placeholder, is_public, is_reference
from .wordsets import word_set

_ENV_FILE = re.compile(
    r"^\.env(?:\.[\w\-]{1,40}){0,4}$|^[\w\-]{1,60}\.env$|^\.envrc$|^\.?env\.(?:local|dev|development|prod"
    r"|production|staging|stage)$|^\.flaskenv$",
    re.I,
)
_TEMPLATE = re.compile(r"example|sample|template|tmpl|dist$|default|schema|\.test$|\.ci$|\.tpl$", re.I)
_LINE = re.compile(
    r"^[ \t]{0,8}(?:export[ \t]{1,4})?(?P<name>[A-Za-z_][\w.\-]{0,80})[ \t]{0,8}[=:][ "
    r"\t]{0,8}(?P<value>[^\n]{0,4000})$",
    re.M,
)
_URL = re.compile(r"://[^\s/@:]{0,80}:(?P<password>[^\s/]{2,200})@")
_NETRC = re.compile(r"\bpassword\s{1,8}(?P<value>\S{3,200})")
_PGPASS = re.compile(
    r"^[^#\s:][^\s:]{0,100}:(?:\d{1,5}|\*):[^\s:]{1,80}:[^\s:]{1,80}:(?P<value>[^\n]{3,200})$", re.M
)
_HTPASSWD = re.compile(
    r"^[\w.@\-]{1,80}:(?P<value>\$apr1\$[^\s:]{10,60}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}"
    r"|\{SHA\}[A-Za-z0-9+/=]{28}|\$[156]\$[^\s:]{10,120}|[./A-Za-z0-9]{13})$",
    re.M,
)
_KUBE = re.compile(
    r"^\s{0,12}(?:client-key-data|token|password):\s{1,8}[\"']?(?P<value>[A-Za-z0-9+/=_.\-]{8,8000})", re.M
)
_GIT = re.compile(r"://[^\s/]{1,100}:(?P<value>[^\s/]{3,200})@")
_STATE = re.compile(r"\"(?P<name>[\w\-]{1,60})\":\s{0,4}\"(?P<value>[^\"\\]{3,400})\"")
_NPM = re.compile(r"_(?:authToken|password|auth)[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<value>[^\s\"'$]{8,400})")


# So many credentials of a file are pointed at in its one finding.
MOST = 40
# Values that every installation guide prints: they open a service only where nobody changed them.
_WELL_KNOWN = word_set("""
    postgres mysql mariadb mongo mongodb redis rabbitmq guest root admin administrator password passwd pass
    secret test testing dev default user example minio minioadmin minio123 airflow admin123 password123
    toor 1234 12345 123456 changeit
""")


@dataclass(frozen=True)
class Credential:
    """One credential: its offsets (end exclusive), the name it stands under, if any, and whether it is a
    stand-in or a well-known default."""

    start: int
    end: int
    name: str = ""
    weak: bool = False


@dataclass(frozen=True)
class CredentialFile:
    """A file that holds credentials: what it is, and the credentials, the gravest first, then in order."""

    path: str
    what: str
    credentials: tuple[Credential, ...]
    severity: Severity
    confidence: Confidence

    def covers(self, hit: Hit) -> bool:
        """Whether a hit says nothing that this file's finding does not.

        It is the credential at which the file is reported, or a weak one among the others.
        """
        first = self.credentials[0]
        if hit.start < first.end and first.start < hit.end:
            return True
        grave = hit.severity in {Severity.HIGH, Severity.CRITICAL}
        return not grave and any(
            hit.start < item.end and item.start < hit.end for item in self.credentials[:MOST]
        )


_Found = tuple[str, tuple[Credential, ...], Severity]


def cause_of(path: str) -> str:
    """The root cause that the secrets in a credential file share: they are mended together."""
    return f"credential file {path}"


def classify(path: str, zone: Zone, text: str) -> CredentialFile | None:
    """What credential file this is, or None."""
    if zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}:
        return None
    found = _by_name(path, path.rpartition("/")[2].lower(), zone, text)
    if found is None:
        return None
    what, credentials, severity = found
    shown = "private key" in what and (zone in {Zone.EXAMPLES, Zone.DOCS} or is_demonstration(path))
    if shown or zone is Zone.TESTS or language(path, zone).tests:
        return CredentialFile(path, what, credentials, Severity.LOW, Confidence.MEDIUM)
    return CredentialFile(path, what, credentials, severity, Confidence.HIGH)


_STORE = re.compile(r"\.(?:p12|pfx|jks|jceks|keystore|bks)$", re.I)
# Stores of certificates that are trusted hold nothing secret; that of Android's debug builds has a known password.
_TRUST = re.compile(r"trust|cacerts|(?:^|[_\-.])ca(?:s|certs?)?(?=[_\-.])|(?:^|/)debug\.keystore$", re.I)


def key_store(path: str, zone: Zone) -> Severity | None:
    """How grave it is that a store of private keys lies in the repository, by its name; None if it is none.

    Its content is not read: such a store is encrypted, and the name says what it is.
    """
    if not _STORE.search(path) or _TRUST.search(path.rpartition("/")[2]):
        return None
    if zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}:
        return None
    if zone is not Zone.PRODUCTION or language(path, zone).tests:
        return Severity.LOW
    return Severity.MEDIUM


def _by_name(path: str, base: str, zone: Zone, text: str) -> _Found | None:
    if base.endswith((".pem", ".key", ".ppk", ".asc", ".der", ".ovpn")) or re.fullmatch(
        r"id_(?:rsa|dsa|ecdsa|ed25519)|.*_rsa|.*private.*key.*", base
    ):
        for hit in blocks.private_keys(text, language(path, zone)):
            return hit.label, (Credential(hit.start, hit.end),), hit.severity
    if base.endswith(".json"):
        return _json(base, text, blocks.private_keys(text, language(path, zone)))
    if _ENV_FILE.match(base):
        return None if _TEMPLATE.search(base) else _settings(path, zone, text, "environment file")
    if base in {"secrets.toml", "secrets.yml", "secrets.yaml", "secrets.ini", "credentials",
"credentials.yml",
"credentials.yaml",
                "credentials.ini", ".credentials", "secrets.env", "local_settings.ini", ".my.cnf", ".boto",
".s3cfg",
".dockercfg"}:  # fmt: skip
        return _settings(path, zone, text, "file of secrets")
    for names, pattern, what in (
        ({".npmrc"}, _NPM, "npm credentials"),
        ({".netrc", "_netrc"}, _NETRC, "netrc credentials"),
        ({".pgpass", "pgpass.conf"}, _PGPASS, "PostgreSQL password file"),
        ({".htpasswd", "htpasswd"}, _HTPASSWD, "password hashes of a web server"),
        (
            {"kubeconfig", "kube.config", "config", "admin.conf", "kubeconfig.yaml", "kubeconfig.yml"},
            _KUBE,
            "Kubernetes access",
        ),
    ):
        if base in names or (what.startswith("Kub") and base.endswith((".kubeconfig",))):
            if what.startswith("Kub") and not re.search(r"(?m)^kind:[ \t]{1,4}Config\b", text):
                continue
            return _first(pattern, text, what)
    if base in {".git-credentials", ".gitcredentials"}:
        return _first(_GIT, text, "git credentials")
    if base == "master.key" and re.fullmatch(r"[0-9a-f]{32}", text.strip()):
        return "Rails master key", (Credential(0, 32),), Severity.HIGH
    if base.endswith((".tfstate", ".tfstate.backup")):
        return _state(text)
    if base == ".pypirc":
        return _settings(path, zone, text, "package index credentials")
    return None


def _first(pattern: re.Pattern[str], text: str, what: str) -> _Found | None:
    found = tuple(
        Credential(item.start("value"), item.end("value"))
        for item in pattern.finditer(text)
        if not (is_reference(item["value"]) or is_placeholder(item["value"]) or is_public(item["value"]))
    )
    severity = Severity.MEDIUM if "hashes" in what else Severity.HIGH
    return (what, found, severity) if found else None


def _settings(path: str, zone: Zone, text: str, what: str) -> _Found | None:
    """The secrets among ``NAME=value`` lines."""
    structured = sorted(providers.scan(text), key=lambda hit: hit.start)
    found = [Credential(hit.start, hit.end, hit.label) for hit in structured]
    for line in _LINE.finditer(text):
        raw = line["value"]
        value = re.split(r"[ \t]+#", raw.strip())[0].strip().strip("\"'")
        if not value:
            continue
        offset = line.start("value") + raw.find(value)
        if any(offset < item.end and item.start < offset + len(value) for item in found):
            continue
        name = line["name"]
        kind = kind_of(name) or (Kind.KEY if name.lower() == "key" and "secret" in path else None)
        url = _URL.search(value)
        if kind and believable(value, kind, name, settled=True):
            found.append(Credential(offset, offset + len(value), name, _weak(value)))
        elif (
            url
            and not any(map(is_reference, (value, url["password"])))
            and not is_placeholder(url["password"])
        ):
            start, end = offset + url.start("password"), offset + url.end("password")
            found.append(Credential(start, end, name, _weak(url["password"])))
    if not found:
        return None
    if structured:
        return what, tuple(found), Severity.CRITICAL
    return what, tuple(found), Severity.MEDIUM if all(item.weak for item in found) else Severity.HIGH


def _weak(value: str) -> bool:
    return is_default_word(value) or value.lower() in _WELL_KNOWN


def _json(base: str, text: str, keys: Iterable[Hit]) -> _Found | None:
    if not (
        "private_key" in text
        or "client_secret" in text
        or "auth" in text
        or "password" in text.lower()
        or "secret" in text
    ):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    if data.get("type") == "service_account":
        for hit in keys:
            return "service account key", (Credential(hit.start, hit.end),), Severity.CRITICAL
    if base.startswith(("client_secret", "credentials", "client-secret", "token", "oauth")):
        inner = next((data[key] for key in ("installed", "web") if isinstance(data.get(key), dict)), data)
        for key in ("client_secret", "refresh_token", "secret", "api_key", "password"):
            value = inner.get(key)
            if (
                isinstance(value, str)
                and value in text
                and believable(value, Kind.PASSWORD if key == "password" else Kind.SECRET, key)
            ):
                start = text.index(value)
                return (
                    "OAuth credentials" if "client" in key or "refresh" in key else "credentials",
                    (Credential(start, start + len(value), key),),
                    Severity.HIGH,
                )
    if isinstance(data.get("auths"), dict):
        for entry in data["auths"].values():
            value = entry.get("auth") if isinstance(entry, dict) else None
            if isinstance(value, str) and value and basic_credentials(value):
                start = text.index(value)
                return "registry credentials", (Credential(start, start + len(value)),), Severity.HIGH
    return None


def _state(text: str) -> _Found | None:
    """The secrets in a Terraform state file, which keeps them in plain text."""
    found = []
    for item in _STATE.finditer(text):
        kind = kind_of(item["name"])
        if kind and believable(item["value"], kind, item["name"], settled=True):
            found.append(Credential(item.start("value"), item.end("value"), item["name"]))
    return ("Terraform state", tuple(found), Severity.HIGH) if found else None
