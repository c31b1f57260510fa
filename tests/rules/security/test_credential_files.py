"""Credential files: one finding for a file, graded by what is in it, and nothing said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.api import Finding, Severity, TextFile, Zone
from codereview.auditor import audit
from codereview.config import Settings
from codereview.facts.project import ProjectFacts
from codereview_rules.security._secrets import samples
from codereview_rules.security.credential_file import CredentialFile
from codereview_rules.security.secret_in_file import SecretInFile

STRONG = samples.body(32)


def both(path: str, text: str) -> tuple[list[Finding], list[Finding]]:
    """What SEC002 and SEC001 say of a file."""
    file = TextFile(path, Zone.PRODUCTION, text)
    return list(CredentialFile().scan(file)), list(SecretInFile().scan(file))


def test_weak_defaults_are_one_finding_of_medium_severity() -> None:
    text = (
        "DOMAIN=localhost\nSECRET_KEY=changethis\nADMIN_PASSWORD=changethis\nPOSTGRES_PASSWORD=changethis\n"
    )
    (file,), others = both(".env", text)
    assert (file.line, file.severity, others) == (2, Severity.MEDIUM, [])
    assert [(item.line, item.message) for item in file.related] == [
        (3, "ADMIN_PASSWORD"),
        (4, "POSTGRES_PASSWORD"),
    ]
    assert "3 of them" in file.message


def test_a_chosen_password_among_defaults_makes_the_file_high() -> None:
    text = f"DB_PASSWORD=postgres\nSMTP_PASSWORD={samples.word()}\n"
    (file,), others = both(".env", text)
    assert (file.severity, others) == (Severity.HIGH, [])


def test_further_strong_secrets_keep_a_finding_each() -> None:
    text = f"DB_PASSWORD=postgres\nAPI_KEY={STRONG}\nGITHUB_TOKEN={samples.github()}\n"
    (file,), others = both(".env", text)
    assert (file.line, file.severity) == (3, Severity.CRITICAL)
    assert [item.line for item in file.related] == [1, 2]
    assert [item.line for item in others] == [2]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("keys/id_ed25519", samples.private_key("OPENSSH ")),
        ("tls/server.key", samples.private_key()),
        (".htpasswd", "a:$apr1$" + samples.body(8) + "$" + samples.body(22)),
        (".netrc", f"machine git.internal login ci password {samples.word()}"),
    ],
)
def test_one_secret_is_one_finding(path: str, text: str) -> None:
    file, others = both(path, text + "\n")
    assert (len(file), others) == (1, [])


def test_the_message_does_not_claim_that_the_file_is_tracked() -> None:
    (file,), _ = both(".env", f"API_KEY={STRONG}\n")
    assert "holds credentials" in file.message
    assert "repository" not in file.message + file.title


@pytest.mark.parametrize(
    ("path", "zone", "severity"),
    [
        ("deploy/server.p12", Zone.PRODUCTION, Severity.MEDIUM),
        ("app/release.keystore", Zone.PRODUCTION, Severity.MEDIUM),
        ("signing.JKS", Zone.PRODUCTION, Severity.MEDIUM),
        ("tests/data/client.pfx", Zone.TESTS, Severity.LOW),
        ("examples/client.pfx", Zone.EXAMPLES, Severity.LOW),
        ("app/debug.keystore", Zone.PRODUCTION, None),
        ("conf/truststore.jks", Zone.PRODUCTION, None),
        ("conf/cacerts.jks", Zone.PRODUCTION, None),
        ("conf/my-ca.p12", Zone.PRODUCTION, None),
        ("node_modules/a/key.p12", Zone.VENDORED, None),
        ("keystore.py", Zone.PRODUCTION, None),
    ],
)
def test_stores_of_keys(path: str, zone: Zone, severity: Severity | None) -> None:
    project = ProjectFacts([], {path: zone}, others=[path])
    found = list(CredentialFile().check(project))
    assert [(item.path, item.severity) for item in found] == ([(path, severity)] if severity else [])


def test_a_store_that_git_does_not_track_is_silent() -> None:
    path = "deploy/server.p12"
    project = ProjectFacts([], {path: Zone.PRODUCTION}, tracked={path: False}, others=[path])
    assert list(CredentialFile().check(project)) == []


def test_a_store_is_found_in_an_audit(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = 1\n")
    (tmp_path / "server.p12").write_bytes(bytes(range(256)))
    result = audit(tmp_path, Settings(cache=False, select=("SEC002",)))
    (finding,) = result.findings
    assert finding.path == "server.p12"
    assert finding.code is None or finding.code.lines == ("",)


def test_a_key_of_an_example_weighs_little() -> None:
    for path, severity in (("examples/pki/ca.pem", Severity.LOW), ("pki/ca.pem", Severity.CRITICAL)):
        (finding,), _ = both(path, samples.private_key() + "\n")
        assert finding.severity is severity
