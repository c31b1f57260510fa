"""What a file is, where that speaks against a credential in force in it."""

from __future__ import annotations

import re

from codereview.api import Severity
from codereview.model import Zone

from . import notes, shapes, stock
from .case import Case

# Where the parts of a program stand that its users receive, and the languages of such parts.
_DELIVERED = re.compile(
    r"(?i)(?:^|/)(?:front-?end|client|web|www|ui|public|static|assets|components|pages|views|android|ios|mobile"
    r"|extension|browser|site|theme|ember)s?/"
)
_DELIVERED_IN = frozenset({"js", "jsx", "ts", "tsx", "vue", "svelte", "dart", "swift", "kt", "html", "plist"})
_SERVES = re.compile(r"require\(|process\.env|express|next-auth|@nestjs|from ['\"](?:node:|fs|crypto)|Deno\.")
_TOKENS = ("token", "key", "credentials", "secret", "salt")
OLD = re.compile(
    r"(?i)(?:^|/)[_.]?(?:old|backups?|bak|archived?|deprecated|unused|obsolete|trash|junk|attic|discarded|build/lib|\.history)/"
    r"|[._\-](?:old|bak|bkp|backup|orig|copy|deprecated|unused|obsolete)(?=\.|$)|~$"
)
_SEEKS = re.compile(
    r"(?i)(?:^|[/._\-])(?:gitleaks|trufflehog|redact\w{0,6}|saniti[sz]\w{0,6}|leaks?|secrets?[-_]?detect\w{0,6}"
    r"|secret[-_]?(?:scan|patterns?|detect)\w{0,6})(?=[/._\-]|$)"
)
_TRIED_NAMES = re.compile(
    r"(?i)(?<![a-z])(?:tests?|dummy|samples?|mock)(?![a-z])[^\n=:]{0,60}[=:][^=:]{0,12}\Z"
)
_TRIED_KEYS = re.compile(
    r"(?i)self[-_ ]?signed|snake-?oil|localhost"
    r"|(?:^|[/._\-])(?:tests?|dev|local|dummy|mock)\w{0,12}(?=[/._\-]|$)"
)


# A copy of what others published: under such a folder of a page's files, or with a version in its folder's name.
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_COPIED = re.compile(
    r"(?i)(?:^|/)(?:static|public|assets|js|www|web)/(?:[^/]+/)*(?:plugins?|vendors?|librar(?:y|ies)|libs?|packages|ext)/"
    r"|/[\w.]+-\d{1,3}\.\d{1,3}(?:\.\d{1,3})?/"
)
# Services that build and test what was pushed, and what fills a database to be looked at.
_BUILDS = re.compile(
    r"(?i)(?:^|[/._\-])(?:travis|circle-?ci|jenkins|appveyor|drone|buildkite"
    r"|fakes?|faker|fake_?data|mock_?data|dummy)(?=[/._\-]|$)"
)


OF_TESTS = re.compile(
    r"(?i)(?:^|[/_.\-])(?:py|unit|e2e)-?tests?(?:[_\-.]?(?:config|conf|settings|env|cfg)|[/.])"
    r"|(?:^|/)tests?\.(?:cfg|ini|conf|ya?ml|json|toml)$"
)


# A playbook that sets up the machine on which it is run, by its name too.
_PLAYED_HERE = re.compile(r"(?i)(?:^|[/_\-])local(?:ly|host)?(?:[_\-][^/]{0,40})?\.ya?ml$")
_HOSTS = re.compile(r"(?m)^\s{0,8}(?:- )?hosts:\s{0,4}[\"']?([\w.\-]{1,80})")
_DEBUGS = re.compile(r"DEBUG[\"']?\s?[:=]\s?[\"']?(?:[Tt]rue|1|on)\b")  # beside it, in a script of a shell


def is_shown(case: Case) -> bool:
    """Whether the file is a sample, a test or documentation."""
    how = case.how
    if OF_TESTS.search(how.path):
        return True
    shown = how.strict and not (how.extension == "txt" and case.hit.structured)
    return how.zone in {Zone.TESTS, Zone.EXAMPLES, Zone.DOCS} or how.tests or shown


def is_workflow(case: Case) -> bool:
    """Whether the file is of steps that build and test; what a provider made is in force there too."""
    return case.how.workflow and not case.hit.structured and case.hit.severity is not Severity.CRITICAL


def is_recorded(case: Case) -> bool:
    """Whether the file keeps requests that were made once."""
    return not case.hit.structured and not case.how.source and shapes.is_recorded(case.text)


def is_delivered_script(case: Case) -> bool:
    """Whether a build, a packer or a library wrote the script."""
    text, how = case.text, case.how
    if case.hit.structured and case.make != "weak format":
        return False
    packed = shapes.is_script(how) and shapes.is_packed(text)
    copied = bool(_COPIED.search(how.path)) or shapes.is_library(text, how)
    return shapes.is_output(how) or packed or copied


def is_delivered(case: Case) -> bool:
    """Whether the file is a part of the program that its users receive."""
    how = case.how
    if how.extension not in _DELIVERED_IN or (case.hit.structured and case.make != "weak format"):
        return False
    where = bool(_DELIVERED.search(how.path)) or how.extension in {"dart", "swift", "plist"}
    if case.holds("password") and case.make == "long" and not _DIGEST.fullmatch(case.value):
        return False  # whoever gets it is in
    if how.extension in {"jsx", "tsx", "vue", "svelte"}:
        return True
    return where and not _SERVES.search(case.text[:4000]) and not _SERVES.search(case.near)


_RESULTS = re.compile(
    r"(?i)(?:audit|scan|check|validation|security|analysis)[_\-](?:results?|reports?|output)\b"
)
_REPORT = re.compile(r"\"(?:issue_text|issue_severity|ruleId|check_id|test_id)\"\s{0,4}:")


def is_report(case: Case) -> bool:
    """Whether the file is what a checker reported, with what it found."""
    if case.how.extension != "json":
        return False
    return bool(_RESULTS.search(case.how.path.rpartition("/")[2]) or _REPORT.search(case.text))


def is_record(case: Case) -> bool:
    """Whether the value is one of many records of data."""
    return (
        not case.hit.structured and case.hit.label.endswith(_TOKENS) and shapes.is_list(case.text, case.how)
    )


def is_of_bench(case: Case) -> bool:
    """Whether the own services of a developer's set-up have the value; keys of services elsewhere do not count."""
    how, hit = case.how, case.hit
    if hit.structured or is_shown(case) or notes.is_live(how.path) or hit.severity is Severity.CRITICAL:
        return False
    own = (
        bool(stock.SERVICES & case.name) or case.holds("password", "signing") or hit.label.endswith("secret")
    )
    if how.extension in {"sh", "bash"} or (how.config and "." not in how.path.rpartition("/")[2]):
        return own and (notes.is_of_development(how.path) or bool(_DEBUGS.search(case.near)))
    if how.source:
        return own and not case.holds("password") and notes.is_of_development(how.path)
    return own and (notes.is_of_development(how.path) or shapes.is_workbench(case.text, how))


def is_of_development(case: Case) -> bool:
    """Whether a part of the path says that the file is of development, tests or demonstrations."""
    if is_shown(case) or is_of_bench(case):
        return False  # that says as much
    if case.how.workflow:
        return False
    if _PLAYED_HERE.search(case.how.path) and set(_HOSTS.findall(case.text)) == {"localhost"}:
        return True
    return notes.is_of_development(case.how.path) or bool(_BUILDS.search(case.how.path))


def seeks_secrets(case: Case) -> bool:
    """Whether the file is of a program that looks for secrets, or hides them: it needs some to be tried with."""
    return bool(_SEEKS.search(case.how.path))


def is_key_of_tests(case: Case) -> bool:
    """Whether a private key is one that a set-up of tests or of the own machine was given, by its path or its name."""
    if not case.hit.label.endswith("private key"):
        return False
    return _TRIED_KEYS.search(case.how.path) is not None or case.before(_TRIED_NAMES, 120)


def is_old(case: Case) -> bool:
    """Whether a part of the path says that the file is no more in use."""
    return bool(OLD.search(case.how.path))
