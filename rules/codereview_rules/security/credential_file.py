"""SEC002: a file that exists to hold credentials is committed."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import (
    At,
    Bad,
    Card,
    Confidence,
    Finding,
    Good,
    ProjectRule,
    Related,
    Severity,
    TextFile,
    TextRule,
)
from codereview.facts.project import ProjectFacts

from ._secrets import files, samples
from ._secrets.hit import Lines

_WORD = samples.word()


class CredentialFile(TextRule, ProjectRule):
    """Environment files, key files, service accounts, the configuration files of tools that keep passwords,
    and stores of keys, which are binary and told by their names."""

    card = Card(
        id="SEC002",
        title="File of credentials",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=40,
        why=(
            "The file exists to keep credentials out of the code, and lies beside it: once committed, it "
            "travels with every clone, fork and image. "
            "Deleting it does not help then: the history keeps it, and what is in it stays valid until "
            "it is replaced."
        ),
        instead=(
            "Add the file to .gitignore; if it is in version control, remove it there and replace every "
            "credential in it. Commit "
            "a template such as .env.example with empty values instead."
        ),
        false_alarms=(
            "A file with values for a throw-away development environment. Templates, empty files, "
            "files with only "
            "references or placeholders, public keys and certificates are understood."
        ),
        cwe=(538, 798, 260),
    )
    quotes_secrets = True

    bad = (
        Bad(f"DEBUG=0\nDB_PASSWORD={_WORD}\n", (2,), path=".env"),
        Bad(f"export API_TOKEN={samples.body(40)}\n", (1,), path="deploy/.env.production"),
        Bad(f"DATABASE_URL={samples.url()}\n", (1,), path="backend/.env"),
        Bad(samples.private_key("OPENSSH ") + "\n", (1,), path="keys/id_ed25519"),
        Bad(samples.private_key() + "\n", (1,), path="tls/server.key"),
        Bad(
            '{"type": "service_account",\n "private_key": "'
            + samples.private_key("").replace("\n", "\\n")
            + '"}\n',
            (2,),
            path="firebase.json",
        ),
        Bad(f"//registry.npmjs.org/:_authToken={samples.with_checksum('np' + 'm_')}\n", (1,), path=".npmrc"),
        Bad(f"machine git.internal login ci password {_WORD}\n", (1,), path=".netrc"),
        Bad(f"db.internal:5432:shop:app:{_WORD}\n", (1,), path=".pgpass"),
        Bad(f"[pypi]\nusername = ci\npassword = {_WORD}\n", (3,), path=".pypirc"),
        Bad(f'openai_key = "x"\napi_key = "{samples.body(32)}"\n', (2,), path=".streamlit/secrets.toml"),
        Bad(
            f'{{"installed": {{"client_id": "1", "client_secret": "{samples.body(24)}"}}}}\n',
            (1,),
            path="client_secret_1.json",
        ),
        Bad(
            f'{{"auths": {{"registry.internal": {{"auth": "{samples.basic()}"}}}}}}\n',
            (1,),
            path=".docker/config.json",
        ),
        Bad("admin:$apr1$" + samples.body(8) + "$" + samples.body(22) + "\n", (1,), path="nginx/.htpasswd"),
        Bad(
            f"kind: Config\nusers:\n- name: ci\n  user:\n    token: {samples.body(60)}\n",
            (5,),
            path="kubeconfig",
        ),
        Bad(f'{{"resources": [{{"password": "{_WORD}"}}]}}\n', (1,), path="infra/terraform.tfstate"),
    )
    good = (
        Good(f"DB_PASSWORD={_WORD}\n", path=".env.example"),
        Good(f"DB_PASSWORD={_WORD}\n", path=".env.template"),
        Good("DEBUG=1\nPORT=8000\nDB_PASSWORD=\nTOKEN=${TOKEN}\n", path=".env"),
        Good("API_KEY=your-api-key\nTOKEN_URL=https://auth.internal/token\n", path=".env"),
        Good(
            "-----BEGIN CERTIFICATE-----\n" + samples.body(64) + "\n-----END CERTIFICATE-----\n",
            path="ca.pem",
        ),
        Good("ssh-rsa " + samples.body(60) + " me@host\n", path="id_rsa.pub"),
        Good("registry=https://registry.npmjs.org/\nsave-exact=true\n", path=".npmrc"),
        Good("//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", path=".npmrc"),
        Good('{"type": "module", "name": "shop", "auth": "basic"}\n', path="package.json"),
        Good("[distutils]\nindex-servers = pypi\n\n[pypi]\nusername = __token__\n", path=".pypirc"),
    )

    def scan(self, file: TextFile) -> Iterable[Finding]:
        """At most one finding for a file, at its gravest credential; the others are related places."""
        found = files.classify(file.path, file.zone, file.text)
        if found is None:
            return
        lines = Lines(file.text)
        first, *others = found.credentials
        seen = {lines.at(first.start, first.end).line}
        related = []
        for item in others[: files.MOST - 1]:
            line = lines.at(item.start, item.end).line
            if line not in seen:
                seen.add(line)
                related.append(Related(file.path, line, item.name or "another credential"))
        more = f", {len(found.credentials)} of them" if others else ""
        yield self.finding(
            file.path,
            lines.at(first.start, first.end),
            f"The file holds credentials{more} ({found.what})",
            severity=found.severity,
            confidence=found.confidence,
            related=related,
            cause=files.cause_of(file.path),
        )

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each store of keys that the repository holds."""
        for path in project.others:
            severity = files.key_store(path, project.zone(path))
            if severity is not None and project.tracked.get(path, True):
                yield self.finding(
                    path,
                    At(1, 1, 1, 1),
                    "The file is a store of private keys",
                    severity=severity,
                    confidence=Confidence.MEDIUM,
                    cause=files.cause_of(path),
                )
