"""SEC001: a secret in a text file."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from codereview.api import Card, Confidence, Finding, Severity, TextFile, TextRule
from codereview.facts.project import ProjectFacts

from ._secrets import beside, examples, files, reads, scan, sureness, telling
from ._secrets.hit import Lines


class SecretInFile(TextRule):
    """Secrets of known formats, and literals under names that hold secrets, in any text file."""

    card = Card(
        id="SEC001",
        title="Secret written into a file",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=45,
        why=(
            "Whoever can read the repository, a fork, a backup or an image built from it can use "
            "the secret. "
            "It stays in the history after the line is gone, and it is the same in every environment."
        ),
        instead=(
            "Revoke the secret first, and issue a new one. Read it at start from the environment "
            "or from a secret "
            "store, and let the program stop with a clear message when it is missing."
        ),
        false_alarms=(
            "High and medium confidence stand on something that was seen: a format that a vendor has for secrets "
            "alone, a private key that parses, a URL with a password to a host elsewhere, a generated value that a "
            "program hands to a client or that stands in settings which a module reads or a file that deploys. "
            "Anything else under the name of a secret is told with low confidence, and what speaks against it. "
            "Placeholders, references such as ${NAME}, look-ups, published example keys, hashes in lock files, public "
            "keys and names that merely contain the word are understood."
        ),
        cwe=(798, 259, 312, 321),
    )
    quotes_secrets = True
    collects = (reads.CredentialReads,)

    bad = (*sureness.BAD, *examples.BAD)
    good = (*sureness.GOOD, *examples.GOOD)

    def scan(self, file: TextFile) -> Iterable[Finding]:
        """One finding for each secret; its span is exactly the secret.

        Of a file that SEC002 reports only what that finding does not say: a further secret that is strong.
        """
        hits = scan.secrets(file.path, file.zone, file.text)
        if not hits:
            return
        lines = Lines(file.text)
        first: dict[str, int] = {}  # where each value stands first: to change it is one task; not kept
        for hit in hits:
            first.setdefault(file.text[hit.start : hit.end], hit.start)
        holder = files.classify(file.path, file.zone, file.text)
        for hit, message in telling.messages(hits):
            if holder and holder.covers(hit):
                continue
            yield self.finding(
                file.path,
                lines.at(hit.start, hit.end),
                message,
                severity=hit.severity,
                confidence=hit.confidence,
                checked=reads.ASKED if hit.asked else "",
                cause=files.cause_of(file.path)
                if holder
                else f"SEC001:{file.path}:{lines.at(first[file.text[hit.start : hit.end]], hit.end).line}",
            )

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        """A setting that nothing in the project reads is doubtful."""
        told = finding.confidence is not Confidence.LOW and finding.severity is not Severity.INFO
        if told and (why := beside.of_trial(finding, project)):
            said = f"{finding.message.removesuffix('.')}; doubtful: {why}"
            return replace(finding, message=said, severity=Severity.LOW, confidence=Confidence.LOW)
        if finding.checked != reads.ASKED or reads.is_read(finding, project):
            return finding
        said = finding.message.removesuffix(".")
        said = f"{said}; doubtful: nothing in the project reads it; see whether a system in use takes it"
        return replace(finding, message=said, confidence=Confidence.LOW)
