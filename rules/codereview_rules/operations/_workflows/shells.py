"""Scripts that print secrets, or run what a server sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codereview.api import Confidence, Related, Severity
from codereview.facts.pipeline.github import Workflow

from ..._syntax.patterns import lazy_pattern
from .fault import Fault, scripts

_PRINTS = lazy_pattern(r"(?:^|[;&|{(]\s*|\bthen\s+|\bdo\s+)\s*(?:echo|printf)\s+(?P<rest>[^;&\n]*)")
_SECRET = lazy_pattern(r"\$\{\{\s*secrets\.(\w+)\s*\}\}")
_VARIABLE = lazy_pattern(r"\$(?:(?=\w+(?!\w))|\{(?=\w+\}))(\w+)")
_ASIDE = lazy_pattern(r"\$\((?:[^()]|\([^()]*\))*\)")
"""What a command in the line gives, which is not the secret itself."""
_ENCODES = lazy_pattern(r"\|\s*(?:base64(?!\s+(?:-d|-D|--decode))|rev|sed|xxd|od|tr|fold|hexdump|cut)\b")
_SENSITIVE = lazy_pattern(
    r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|DSN|(?:^|_)PAT(?:_|$)|COOKIE|CERT|AUTH", re.IGNORECASE
)
_GROUPED = lazy_pattern(r"(?:^|;)[ \t]*[})][ \t]*[>|]|\bdone\s*[>|]|^\s*exec\s+>|\\\s*$", re.MULTILINE)
_PIPED = lazy_pattern(
    r"\b(?:curl|wget)\b(?P<rest>[^\n|;&]*)\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:\w+=\S+\s+)*(?:ba|z|da)?sh\b(?!\w)"
    r"|\b(?:ba|z)?sh\s+(?:-\w+\s+)?<\(\s*(?:curl|wget)(?P<inner>[^\n)]*)\)"
    r"|\b(?:ba|z)?sh\s+-c\s+[\"']\$\(\s*(?:curl|wget)(?P<called>[^\n)]*)\)"
    r"|\b(?:curl|wget)\b(?P<snake>[^\n|;&]*)\|\s*(?:sudo\s+)?python[\d.]*(?:\s+-)?\s*(?=$|[;&|]|-\s)"
)
_URL = lazy_pattern(r"https?://(?:\$\{\{.*?\}\}|[^\s\"'|)])+|\$\{?\{?[\w. ]+\}?\}?")
_VERSIONED = lazy_pattern(r"/v?\d+\.\d+(?:\.\d+)?[/-]|/[0-9a-f]{40}/")
_PROVES = lazy_pattern(r"sha(?:256|512)sum|\bgpg\b|shasum|cosign|minisign")


def printed(workflow: Workflow) -> Iterator[Fault]:
    """One fault for all lines of a workflow that print a secret to the log."""
    found: list[tuple[int, str, bool]] = []
    for script in scripts(workflow):
        if script.javascript or _GROUPED.search(script.text.text) or "<<" in script.text.text:
            continue
        held = {
            variable: secret.group(1)
            for place in (workflow.tree, script.job, script.step)
            for variable, value in place.get("env").items()
            if (secret := _SECRET.fullmatch(value.text.strip()))
        }
        for number, line in script.lines():
            told, changed = _told(line, held)
            if told:
                found.append((number, told, changed))
    if found:
        at, name, encodes = next((item for item in found if item[2]), found[0])
        after = ", changed so that GitHub does not mask it" if encodes else "; only GitHub's masking hides it"
        yield Fault(
            workflow.path,
            at,
            f"The script prints the secret `{name}` to the log{after}",
            Severity.HIGH if encodes else Severity.LOW,
            Confidence.MEDIUM,
            tuple(Related(workflow.path, number, f"`{other}`") for number, other, _ in found if number != at)[
                :6
            ],
            "output that goes to a file or to another program",
        )


def _told(line: str, held: Mapping[str, str]) -> tuple[str, bool]:
    """The secret that a line prints, or nothing, and whether it is changed before."""
    line = _ASIDE.sub("", line)
    told = _PRINTS.search(line)
    rest = told.group("rest") if told else ""
    if told is None or ">" in rest or "::add-mask::" in rest or "$(" in line[: told.start()]:
        return "", False
    encodes = _ENCODES.search(rest)
    if ("|" in rest and not encodes) or (
        encodes and ("|" in rest[encodes.end() :] or "=" in line[: told.start()])
    ):
        return "", False
    shown = rest[: rest.index("|")] if encodes else rest
    secret = _SECRET.search(shown)
    name = secret.group(1) if secret else next((held[v] for v in _VARIABLE.findall(shown) if v in held), "")
    return (name, encodes is not None) if _SENSITIVE.search(name) and "PUBLIC" not in name else ("", False)


def piped(workflow: Workflow) -> Iterator[Fault]:
    """One fault for all lines of a workflow that run what a server sends; those without encryption by themselves."""
    fetched: list[tuple[int, str]] = []
    for script in scripts(workflow):
        if script.javascript or _PROVES.search(script.text.text):
            continue
        for number, line in script.lines():
            match = _PIPED.search(line)
            if match is None:
                continue
            given = next((part for part in match.groups() if part), "")
            url = _URL.search(given)
            address = url.group() if url else "an address"
            if address.startswith("http://") and not re.match(r"http://(?:localhost|127\.)", address):
                yield Fault(
                    workflow.path,
                    number,
                    f"A script is fetched from `{address}` without encryption and run: anybody on the way "
                    "can change it",
                    Severity.HIGH,
                )
            elif not _VERSIONED.search(address) and "localhost" not in address:
                fetched.append((number, address))
    if fetched:
        at, address = fetched[0]
        old = next((item for item in fetched if "codecov.io/bash" in item[1]), None)
        if old is not None:
            at, address = old
        more = f", and {len(fetched) - 1} more" if len(fetched) > 1 else ""
        was = "; this one was changed by attackers in 2021 and is no longer kept" if old is not None else ""
        yield Fault(
            workflow.path,
            at,
            f"What `{address}` sends at that moment is run, without a version or checksum{more}{was}",
            Severity.MEDIUM if old is not None else Severity.LOW,
            related=tuple(Related(workflow.path, n, f"`{a}`") for n, a in fetched if n != at)[:4],
        )
