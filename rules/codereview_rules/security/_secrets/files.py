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
from .hit import Hit
from .languages import language
from .names import Kind, kind_of
from .values import believable, is_placeholder, is_public, is_reference

_BINARY = re.compile(r"\.(?:p12|pfx|jks|keystore|bks|kdbx|ppk|ovpn)$", re.I)
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
_URL = re.compile(r"://[^\s/@:]{0,80}:(?P<password>[^\s/@]{2,200})@")
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
_NPM = re.compile(r"_(?:authToken|password|auth)[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<value>[^\s\"'$]{8,400})")


@dataclass(frozen=True)
class CredentialFile:
    """A file that holds credentials: what it is, and the place of the first one (offsets; both 0 for a
    binary file)."""

    path: str
    what: str
    start: int
    end: int
    severity: Severity
    confidence: Confidence


def credential_files(files: Iterable[tuple[str, Zone, bool, str | None]]) -> list[CredentialFile]:
    """The credential files among ``files``.

    Args:
        files: for each its path, its zone, whether version control tracks it, its text (None if binary).
    """
    found = (classify(path, zone, text) for path, zone, tracked, text in files if tracked)
    return [item for item in found if item is not None]


def cause_of(path: str) -> str:
    """The root cause that a credential file shares with the secrets in it: they are mended together."""
    return f"credential file {path}"


def classify(path: str, zone: Zone, text: str | None) -> CredentialFile | None:
    """What credential file this is, or None."""
    base = path.rpartition("/")[2]
    tests = zone is Zone.TESTS or language(path, zone).tests
    if zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}:
        return None
    if text is None:
        if _BINARY.search(base) and not tests:
            return CredentialFile(
                path, f"key store {base.rpartition('.')[2].lower()}", 0, 0, Severity.HIGH, Confidence.MEDIUM
            )
        return None
    found = _by_name(path, base.lower(), zone, text)
    if found is None:
        return None
    what, start, end, severity = found
    if tests:
        severity = Severity.LOW
    return CredentialFile(path, what, start, end, severity, Confidence.MEDIUM if tests else Confidence.HIGH)


def _by_name(path: str, base: str, zone: Zone, text: str) -> tuple[str, int, int, Severity] | None:
    if base.endswith((".pem", ".key", ".ppk", ".asc", ".der", ".ovpn")) or re.fullmatch(
        r"id_(?:rsa|dsa|ecdsa|ed25519)|.*_rsa|.*private.*key.*", base
    ):
        for hit in blocks.private_keys(text, language(path, zone)):
            return hit.label, hit.start, hit.end, hit.severity
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
        return "Rails master key", 0, 32, Severity.HIGH
    if base == ".pypirc":
        return _settings(path, zone, text, "package index credentials")
    return None


def _first(pattern: re.Pattern[str], text: str, what: str) -> tuple[str, int, int, Severity] | None:
    for found in pattern.finditer(text):
        value = found["value"]
        if not is_reference(value) and not is_placeholder(value) and not is_public(value):
            severity = Severity.MEDIUM if "hashes" in what else Severity.HIGH
            return what, found.start("value"), found.end("value"), severity
    return None


def _settings(path: str, zone: Zone, text: str, what: str) -> tuple[str, int, int, Severity] | None:
    """The first secret among ``NAME=value`` lines."""
    structured = sorted(providers.scan(text), key=lambda hit: hit.start)
    if structured:
        return what, structured[0].start, structured[0].end, Severity.CRITICAL
    for found in _LINE.finditer(text):
        raw = found["value"]
        value = re.split(r"[ \t]+#", raw.strip())[0].strip().strip("\"'")
        offset = found.start("value") + raw.find(value) if value else 0
        kind = kind_of(found["name"]) or (
            Kind.KEY if found["name"].lower() == "key" and "secret" in path else None
        )
        if value and kind and believable(value, kind, found["name"], settled=True):
            return what, offset, offset + len(value), Severity.HIGH
        url = _URL.search(value)
        if url and not is_reference(value) and not is_placeholder(url["password"]):
            return what, offset + url.start("password"), offset + url.end("password"), Severity.HIGH
    return None


def _json(base: str, text: str, keys: Iterable[Hit]) -> tuple[str, int, int, Severity] | None:
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
            return "service account key", hit.start, hit.end, Severity.CRITICAL
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
                    start,
                    start + len(value),
                    Severity.HIGH,
                )
    if isinstance(data.get("auths"), dict):
        for entry in data["auths"].values():
            value = entry.get("auth") if isinstance(entry, dict) else None
            if isinstance(value, str) and value and basic_credentials(value):
                start = text.index(value)
                return "registry credentials", start, start + len(value), Severity.HIGH
    return None


def state_secrets(path: str, text: str) -> tuple[int, int] | None:
    """The first secret in a Terraform state file, which keeps them in plain text."""
    if not path.endswith((".tfstate", ".tfstate.backup")):
        return None
    for found in re.finditer(r"\"(?P<name>[\w\-]{1,60})\":\s{0,4}\"(?P<value>[^\"\\]{3,400})\"", text):
        kind = kind_of(found["name"])
        if kind and believable(found["value"], kind, found["name"], settled=True):
            return found.start("value"), found.end("value")
    return None
