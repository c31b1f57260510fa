"""Which doubtful values claim no fault: of samples, tests, pages and set-ups of development, where nothing says that
they open more. Such a finding is a note. What a reader would look at all the same stays a finding of low confidence: a
provider's token wherever it stands, a generated key in a guide that names a host, an administrator's password."""

from __future__ import annotations

import re
from collections.abc import Callable

from codereview.api import Severity
from codereview.model import Zone

from . import against, favour, files_against, harmless, hosts, notes
from .case import Case
from .values import is_default_word

# An account with which the application itself is run in, and that stays.
_FIRST = re.compile(r"(?i)super_?user|first_?(?:super|admin)|super_?admin")
# Whom a program registers itself, with an address that it makes up.
_SIGNS_UP = re.compile(
    r"(?i)(?<![a-z])(?:register|sign[_\-]?up)\w{0,20}\(|/(?:register|sign-?up)\b"
    r"|(?:mail|user|login)\w{0,12}[\"']?\s{0,2}[:=][^\n]{0,40}(?:uuid|token_hex|time\(\)|randint|random|Date\.now)"
)
_ENDED = "a token that ends by itself within hours"
# Data that somebody made up, by the file's name.
_DATA = re.compile(
    r"(?i)(?:example|sample|demo|dummy|mock|fake)[_\-]?(?:data|users?|records?|dump)[\w\-]{0,20}\.\w+$"
)
# The secret beside the name of a pair, where it is read from the environment.
_READ = re.compile(
    r"(?i)(?:secret_?(?:access_?)?key|password)[\"']?\]?\s{0,4}[:=]\s{0,4}(?:\$\{?|os\.|env|config\(|process\.|get_?env|settings\.)"
)
_TRIED_USER = re.compile(r"(?i)[\"'](?:tests?|demo|dummy|sample|temp)[_\-]?users?\d{0,4}[\"'@]")
# Of the own machine, where a database is started beside the program.
_OWN_PATH = re.compile(r"(?i)(?:^|[/._\-])(?:local|dev|devel|development)(?=[/._\-]|$)")
_LOCAL = re.compile(r"(?i)(?:^|/)\.?local(?:host)?/")
_MANUAL = re.compile(r"(?i)(?:^|/)_?(?:docs?|documentation|manual)/")


def reason(case: Case) -> str:
    """Why a finding that is doubtful is none, empty if a reader has something to look at."""
    if against.is_passing(case):
        return _ENDED
    if case.make in {"checked", "format"} or case.hit.label.endswith("private key"):
        return ""
    table = _ALWAYS if favour.is_live(case) else (*_ALWAYS, *_UNLESS_LIVE)
    return next((says for says, holds in table if holds(case)), "")


def _is_page(case: Case) -> bool:
    if case.how.python:
        return False  # a program that calls as a browser does may have a key of its own
    browsers = case.hit.prefix == "AIza" and files_against.is_delivered(case)
    return browsers or against.is_on_page(case) or files_against.is_delivered_script(case)


def _is_shown(case: Case) -> bool:
    if not files_against.is_shown(case):
        return False
    how = case.how
    if _DATA.search(how.path) and not case.hit.structured:
        return True
    if how.zone is Zone.TESTS or how.tests or files_against.OF_TESTS.search(how.path):
        return case.hit.severity is not Severity.CRITICAL or case.hit.structured
    if favour.is_live(case) and case.generated:
        return False
    if not case.generated or is_default_word(case.value):
        mailbox = favour.has_account(case) and case.make in {"chosen", "word"}
        return not (hosts.has_host(case) or mailbox) or not case.holds("password", "bearer")
    if case.hit.structured:
        return True
    if how.extension == "txt" and how.zone is not Zone.DOCS:
        return False  # somebody's notes
    if how.prose or how.zone is Zone.DOCS:
        manual = how.zone is Zone.DOCS or _MANUAL.search(how.path) is not None
        manual = manual and not case.holds("password", "credentials")
        return case.hit.severity is not Severity.CRITICAL and (manual or not hosts.has_host(case))
    # The key of a service elsewhere gets into a sample of settings by being forgotten.
    own = hosts.names_own_machine(case) and not hosts.has_host(case)
    return own and not harmless.SERVICES & case.name


def _is_of_bench(case: Case) -> bool:
    if not files_against.is_of_bench(case) or _is_first(case):
        return False
    named = (case.holds("signing") or case.hit.name == "secret") and notes.is_of_development(case.how.path)
    if named or _is_of_own_database(case) or case.make == "weak format":
        return True
    return not case.generated and _is_of_service(case)


def _is_of_service(case: Case) -> bool:
    """Whether a password is of a service beside the application, and not of the application itself."""
    return not case.holds("password") or case.holds("URL") or notes.of_service(case.text, case.how, case.hit)


def _is_of_own_database(case: Case) -> bool:
    if _LOCAL.search(case.how.path) and case.holds("password"):
        return not hosts.has_host(case)
    return notes.is_of_service(case.hit.name) and _OWN_PATH.search(case.how.path) is not None


def _is_of_development(case: Case) -> bool:
    slight = not case.generated or case.make == "weak format" or case.holds("signing", "salt")
    slight = slight or _is_of_own_database(case)
    return files_against.is_of_development(case) and slight and not _opens(case)


def _is_first(case: Case) -> bool:
    return _FIRST.search(case.hit.name) is not None or case.holds("create_superuser")


def _opens(case: Case) -> bool:
    return favour.opens_application(case) or _is_first(case) or hosts.has_host(case)


def _is_meant(case: Case) -> bool:
    return against.is_meant(case) and not (case.generated and hosts.has_host(case))


def _is_made_up(case: Case) -> bool:
    return against.is_made_up(case) and not _opens(case)


def _says_tried(case: Case) -> bool:
    if case.generated or case.holds("signing"):
        return False  # whatever a key says that signs, it signs with it
    return against.says_tried(case) and not _opens(case)


def _is_stock(case: Case) -> bool:
    if case.make != "stock" or not case.holds("password") or case.holds("default", "passed to"):
        return False
    if case.how.source and not hosts.names_own_machine(case):
        return False
    its = _is_of_service(case) or case.how.source
    return its and not (_opens(case) or favour.has_account(case) or favour.is_asked_for(case))


def _is_among_stand_ins(case: Case) -> bool:
    return against.is_among_stand_ins(case) and case.make in {"stock", "word"} and not _opens(case)


def _is_old(case: Case) -> bool:
    slight = case.make in {"stock", "word"} or against.speaks(case)
    return files_against.is_old(case) and slight and not _opens(case)


def _is_registered(case: Case) -> bool:
    if case.generated or not case.how.source or not case.holds("password") or _opens(case):
        return False
    return bool(_SIGNS_UP.search(case.near) or _TRIED_USER.search(case.near))


def _is_short(case: Case) -> bool:
    return against.is_short(case) and not _opens(case)


def _is_half(case: Case) -> bool:
    return case.make == "half" and _READ.search(case.near) is not None


def _is_of_form(case: Case) -> bool:
    if case.generated or not case.holds("password") or _opens(case) or favour.is_asked_for(case):
        return False
    return files_against.is_delivered(case)


_Reasons = tuple[tuple[str, Callable[[Case], bool]], ...]
_ALWAYS: _Reasons = (
    ("it stands in a page, or a page sends it, so that everybody has it", _is_page),
    ("the file keeps recorded traffic, whose tokens end with the session", files_against.is_recorded),
    ("the file is the report of a checker", files_against.is_report),
    ("the file is a sample, a test or documentation", _is_shown),
    ("a comment says that it is there on purpose", _is_meant),
    ("it stands in a text that describes something", against.is_described),
    ("the lines around it speak of a sample or a test", _is_made_up),
    ("a part of a link, too short for a key", against.is_of_link),
    ("a name of a key or of a client, as it seems", against.identifies),
)
# In files and sections that say production a word may be in force, whatever it looks like.
_UNLESS_LIVE: _Reasons = (
    ("the set-up is one of development, as it seems", _is_of_bench),
    ("the path speaks of development, tests or demonstrations", _is_of_development),
    ("the file is of a program that looks for secrets, or hides them", files_against.seeks_secrets),
    ("the value or its name speaks of tests or samples", _says_tried),
    ("the program signs up the account itself, to try something", _is_registered),
    ("it is made of words that everybody tries", _is_stock),
    ("a value beside it waits for the reader's own", _is_among_stand_ins),
    ("the path says that the file is no more in use", _is_old),
    ("the name of an application, whose secret stands beside it", against.is_public_half),
    ("too short for a password", _is_short),
    ("the secret of the pair is read from elsewhere", _is_half),
    ("the file is a part of the program that its users receive", _is_of_form),
    ("the own machine runs the service that takes it", against.is_of_own_service),
)
