"""When SEC001 is sure: what has to be seen for it, and what rules it out.

A finding is of high or medium confidence only on a ground, something seen that says that the value is a secret *and*
in force: a format that a vendor keeps for secrets, a key that parses, a URL that leads elsewhere, a program that
hands the value on as a credential, a file that sets up what runs. Without a ground it is of low confidence, whatever
it looks like. A doubt takes the grounds away, and is told. So the two lists are read: any ground, and no doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from codereview.api import Confidence, Severity

from . import against, cleared, files_against, in_force, shapes, shown
from .case import Case
from .hit import Hit
from .languages import Language
from .stakes import at_most

_Holds = Callable[[Case], bool]


@dataclass(frozen=True)
class Ground:
    """One thing that makes a finding sure.

    Args:
        confidence: how sure.
        says: what was seen.
        holds: whether it is so.
        asked: whether a module of the project has to read it, which one file cannot tell.
    """

    confidence: Confidence
    says: str
    holds: _Holds
    asked: bool = False


@dataclass(frozen=True)
class Doubt:
    """One thing that takes the grounds away.

    Args:
        says: the reason in the message.
        holds: whether it is so.
        of_formats: whether it does so for a provider's format too; such a value is a secret whatever its name, its
            folder or the machine that it is used on.
        of_place: whether it only says where the value is used; what leads to a host elsewhere opens that from anywhere.
    """

    says: str
    holds: _Holds
    of_formats: bool = False
    of_place: bool = False


_LITTLE = "its form or its place says little"
_SHOWN = "the file is a sample, a test or documentation"
_OWN = "what it opens is on the own machine, or a service of the same set-up"
_SAYS_LITTLE = frozenset({_LITTLE, _SHOWN, _OWN})
"""Doubts that what is in force by the lines around it outweighs."""
_HIGH, _MEDIUM = Confidence.HIGH, Confidence.MEDIUM

GROUNDS: tuple[Ground, ...] = (
    Ground(_HIGH, "a provider's token whose checksum is right", in_force.has_checksum),
    Ground(_HIGH, "a format that its vendor has for secrets alone", in_force.is_format),
    Ground(_HIGH, "a private key that parses", in_force.is_private_key),
    Ground(_HIGH, "a URL with a generated password, to a host elsewhere", in_force.is_generated_url),
    Ground(_HIGH, "a generated credential that the program hands on", in_force.is_handed_on_long),
    Ground(_HIGH, "a generated credential in the environment of production", in_force.is_of_live_environment),
    Ground(_MEDIUM, "a URL with a password, to a host elsewhere", in_force.is_url),
    Ground(_MEDIUM, "a generated credential that the program hands on", in_force.is_handed_on),
    Ground(_MEDIUM, "a password with its user and a host elsewhere, in a program or its settings", in_force.is_account),
    Ground(_MEDIUM, "a generated password in a command for a host elsewhere", in_force.is_in_command),
    Ground(_MEDIUM, "a generated credential that a script sets for what it starts", in_force.is_exported),
    Ground(_MEDIUM, "a login with a public address, told in a document", in_force.is_login_told),
    Ground(_MEDIUM, "what signs or administrates, in a file for production", in_force.is_of_production),
    Ground(_MEDIUM, "the secret of an application, with the name that a service knows it by", in_force.is_pair),
    Ground(_MEDIUM, "the program makes an administrator with it", in_force.makes_administrator),
    Ground(_MEDIUM, "a generated credential in a file that deploys", in_force.is_deployed),
    Ground(_MEDIUM, "a generated credential in settings that are in force", in_force.is_setting, asked=True),
)  # fmt: skip

DOUBTS: tuple[Doubt, ...] = (
    # What the value is.
    Doubt("a hash, and not the password itself", against.is_hash),
    Doubt("a name of a key or of a client, as it seems", against.identifies),
    Doubt("it is encrypted, and the key is elsewhere", against.is_encrypted),
    Doubt("it lets nothing be done but sending reports", against.only_reports),
    Doubt("a part of a link, too short for a key", against.is_of_link),
    Doubt("the name of an application, whose secret stands beside it", against.is_public_half),
    Doubt(_LITTLE, against.is_unsure, of_formats=True),
    # What the file is.
    Doubt(_SHOWN, files_against.is_shown, of_formats=True),
    Doubt("the file is the report of a checker", files_against.is_report, of_formats=True),
    Doubt("the file keeps recorded traffic, whose tokens end with the session", files_against.is_recorded),
    Doubt("the script was packed or published, and every browser gets it", files_against.is_delivered_script),
    Doubt("it stands in a page, or a page sends it, so that everybody has it", against.is_on_page),
    Doubt("the file is a part of the program that its users receive", files_against.is_delivered),
    Doubt("programs that are given out carry such a key", in_force.is_carried, of_formats=True),
    Doubt("one of many records of data", files_against.is_record),
    Doubt("one of several accounts in a list", against.is_one_of_several),
    Doubt("the file is of a program that looks for secrets, or hides them", files_against.seeks_secrets, True),
    Doubt("a key that tests or the own machine have, as it seems", files_against.is_key_of_tests, True),
    Doubt("the set-up is one of development, as it seems", files_against.is_of_bench, of_place=True),
    Doubt("the path speaks of development, tests or demonstrations", files_against.is_of_development, of_place=True),
    Doubt("the file is of steps that build and test", files_against.is_workflow, of_place=True),
    Doubt("the path says that the file is no more in use", files_against.is_old, of_place=True),
    # What the lines around it say.
    Doubt("a comment says that it is there on purpose", against.is_meant, of_formats=True),
    Doubt("it stands in a text that describes something", against.is_described, of_formats=True),
    Doubt("a command writes it as the name of a token, as it seems", shown.is_output, of_formats=True),
    Doubt("a block of code in a document that is kept as data", shown.is_block, of_formats=True),
    Doubt("the lines around it speak of a sample or a test", against.is_made_up, of_formats=True),
    Doubt("it opens no more than an account for trying", against.is_of_trial, of_formats=True),
    Doubt("a token that ends by itself within hours", against.is_passing, of_formats=True),
    Doubt("the own machine runs the service that takes it", against.is_of_own_service, of_formats=True),
    Doubt(_OWN, against.is_own),
    Doubt("the value or its name speaks of tests or samples", against.says_tried),
    Doubt("a value beside it waits for the reader's own", against.is_among_stand_ins),
    Doubt("a stand-in that each installation replaces", against.is_replaced),
    Doubt("an account that can only read, by its name", against.only_reads, of_formats=True),
    Doubt("the line is a comment", against.is_commented, of_place=True),
)  # fmt: skip
"""What rules a ground out. The first one that holds is told."""

_CHOSEN = "a word that somebody chose, as stand-ins are"
_UNUSED = "no line of the file hands it to a client or a server"
_SCRIPT = "nothing says whether browsers get the script"
_UNREAD = "nothing here says that a program in use reads it"
_RECORDS = "one of many records of data"
_HASHED = "a hash, and not the password itself"
_TOLD = 12
"""Records of one name that are told: a file may hold the keys of a few services, and a dump holds thousands."""


def weighed(text: str, how: Language, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits, each as sure as its grounds make it; notes as they are.

    Args:
        text: the text of the file.
        how: how it is read.
        hits: what was found in it, with the notes among them.
    """
    many = _repeated(how, hits)
    values = {(hit.name or hit.label, text[hit.start : hit.end]) for hit in hits}
    alike = Counter(name for name, _ in values)
    shown = Counter[str]()
    asked: dict[str, int] = {}
    for hit in hits:
        if (hit.name or hit.label) in many and not hit.structured:
            shown[hit.name or hit.label] += 1
            if shown[hit.name or hit.label] <= _TOLD:  # the others would only say the same
                record = replace(hit, confidence=Confidence.LOW, note=hit.note or _RECORDS)
                yield _once(text, record, asked, hit.name or hit.label)
            continue
        if hit.severity is Severity.INFO:
            yield hit
            continue
        sure = judged(Case(text, how, hit, alike[hit.name or hit.label]))
        if sure.note == _HASHED and _HASHED in shown:
            continue
        shown[sure.note] += 1
        yield _once(text, sure, asked, text[hit.start : hit.end])


def _once(text: str, hit: Hit, asked: dict[str, int], kind: str) -> Hit:
    """A hit; a doubtful one whose like the file had already as a note: one look answers for both.

    Args:
        text: the text of the file.
        hit: the hit, weighed.
        asked: the line of the first doubtful one of each kind; it is added to.
        kind: what is alike: the value, or the name that records have.
    """
    if hit.structured or hit.severity is Severity.INFO or hit.confidence is not Confidence.LOW:
        return hit
    if kind not in asked:
        asked[kind] = text.count("\n", 0, hit.start) + 1
        return hit
    return replace(hit, severity=Severity.INFO, note=f"line {asked[kind]} asks the same")


def judged(case: Case) -> Hit:
    """The hit of a case with the confidence that its grounds give it, and the reason where that is low or no fault."""
    doubt = next((doubt.says for doubt in DOUBTS if _applies(doubt, case) and doubt.holds(case)), "")
    ground = None if doubt else next((ground for ground in GROUNDS if ground.holds(case)), None)
    if ground:
        most = case.hit.severity.at_most(at_most(case))
        return replace(case.hit, severity=most, confidence=ground.confidence, note="", asked=ground.asked)
    if no_fault := cleared.reason(case):
        return replace(case.hit, severity=Severity.INFO, confidence=Confidence.LOW, note=no_fault)
    return replace(case.hit, confidence=Confidence.LOW, note=case.hit.note or doubt or _missing(case))


def _applies(doubt: Doubt, case: Case) -> bool:
    if doubt.of_place and in_force.leads_elsewhere(case):
        return False
    if doubt.says in _SAYS_LITTLE and (in_force.is_of_production(case) or in_force.is_login_told(case)):
        return False
    return doubt.of_formats or not in_force.is_known_form(case)


def _missing(case: Case) -> str:
    """What was not seen, where nothing speaks against a value."""
    if not case.generated:
        return _CHOSEN
    if case.how.python:
        return _UNUSED
    return _SCRIPT if shapes.is_script(case.how) else _UNREAD


def _repeated(how: Language, hits: Iterable[Hit]) -> frozenset[str]:
    """Names that a file of data has for five values and more, other than passwords: nobody has five such keys."""
    enough = 5 if shapes.is_data(how) else 12 if how.extension in {"yml", "yaml"} and not how.settled else 0
    count = Counter(
        hit.name or hit.label for hit in hits if "password" not in hit.label and not hit.structured
    )
    return frozenset(name for name, number in count.items() if enough and number >= enough)
