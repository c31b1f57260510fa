"""How sure a finding is: a sum of signals that a credential is in force.

Confidence is low unless something says that the value opens something. Each `Signal` of the table below has a
weight, a sentence, and a question that it asks of the value and what stands around it. The weights of all signals
that hold are added up: from `MEDIUM` on the confidence is medium, from `HIGH` on it is high, below it is low, and the
message says the gravest doubt and what to look for.

The weights are set so that each way to medium needs two things that have nothing to do with each other: a value that
nobody types by chance (a format of a provider, a generated key) and a place that programs read, or a chosen word and
the host or the account that it opens. High needs a third one, or a format that only secrets have. A sample, a test or
documentation outweighs all but a checksum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from codereview.api import Confidence, Severity

from . import against, cleared, favour, files_against, hosts, shapes
from .case import Case
from .hit import Hit
from .languages import Language

MEDIUM = 5
HIGH = 8


@dataclass(frozen=True)
class Signal:
    """One thing that speaks for (weight above 0) or against a credential in force.

    Args:
        weight: what it adds to the sum.
        says: the sentence; of one that speaks against, the reason in the message.
        holds: whether it is so.
    """

    weight: int
    says: str
    holds: Callable[[Case], bool]


_FORM = "its form or its place says little"  # said only where nothing else is


def _made(*kinds: str) -> Callable[[Case], bool]:
    return lambda case: case.make in kinds


SIGNALS: tuple[Signal, ...] = (
    # What the value is made of: one of these holds at most.
    Signal(16, "a provider's token whose checksum is right", _made("checked")),
    Signal(9, "a format that only secrets of one provider have", _made("format")),
    Signal(5, "a format that secrets have, and what is public too", _made("weak format")),
    Signal(1, "the name of a pair of keys, whose secret is not beside it", _made("half")),
    Signal(4, "a long value that was generated", _made("long")),
    Signal(3, "a value that was generated", _made("short", "strong")),
    Signal(2, "a word with a number or a sign", _made("chosen")),
    Signal(-1, "it is made of words that everybody tries", _made("stock")),
    # Where it stands.
    Signal(1, "the file is the program, or what it is set up with", favour.is_of_program),
    Signal(1, "it is a setting", favour.is_setting),
    Signal(2, "the path or the section says production", favour.is_live),
    # Whose it is, and what it opens.
    Signal(3, "name and form are those of one service", favour.is_of_service),
    Signal(1, "its name says that nobody else may have it", favour.is_withheld),
    Signal(4, "the program signs with it", favour.signs),
    Signal(3, "a host elsewhere is named beside it", hosts.has_host),
    Signal(2, "an address stands beside it", favour.has_account),
    Signal(1, "a user of its own name stands beside it", favour.has_user),
    Signal(3, "it opens the application itself", favour.opens_application),
    Signal(2, "the program makes an account with it", favour.makes_account),
    Signal(4, "the program asks for it", favour.is_asked_for),
    Signal(1, "it is given to a client or a server", favour.is_passed),
    # What the file is.
    Signal(-10, "the file is a sample, a test or documentation", files_against.is_shown),
    Signal(6, "a token of a provider that was forgotten in a sample of settings", files_against.is_template),
    Signal(-8, "the file keeps recorded traffic, whose tokens end with the session", files_against.is_recorded),
    Signal(-8, "the script was packed or published, and every browser gets it", files_against.is_delivered_script),
    Signal(-8, "it stands in a page, or a page sends it, so that everybody has it", against.is_on_page),
    Signal(-4, "the file is a part of the program that its users receive", files_against.is_delivered),
    Signal(-10, "the file is the report of a checker", files_against.is_report),
    Signal(-8, "one of many records of data", files_against.is_record),
    Signal(-3, "one of several accounts in a list", against.is_one_of_several),
    Signal(-5, "the set-up is one of development, as it seems", files_against.is_of_bench),
    Signal(-5, "the path speaks of development, tests or demonstrations", files_against.is_of_development),
    Signal(-3, "the file is of steps that build and test", files_against.is_workflow),
    Signal(-6, "the file is of a program that looks for secrets, or hides them", files_against.seeks_secrets),
    Signal(-4, "a key that tests or the own machine have, as it seems", files_against.is_key_of_tests),
    Signal(-4, "the path says that the file is no more in use", files_against.is_old),
    # What the lines around it say.
    Signal(-8, "a comment says that it is there on purpose", against.is_meant),
    Signal(-8, "it stands in a text that describes something", against.is_described),
    Signal(-8, "the lines around it speak of a sample or a test", against.is_made_up),
    Signal(-8, "it opens no more than an account for trying", against.is_of_trial),
    Signal(-3, "the value or its name speaks of tests or samples", against.says_tried),
    Signal(-3, "a value beside it waits for the reader's own", against.is_among_stand_ins),
    Signal(-2, "the line is a comment", against.is_commented),
    Signal(-2, "the line is a comment", against.is_commented_key),
    # What the value is, looked at closely.
    Signal(-8, "a part of a link, too short for a key", against.is_of_link),
    Signal(-8, "a name of a key or of a client, as it seems", against.identifies),
    Signal(-20, "a hash, and not the password itself", against.is_hash),
    Signal(-1, "pages and applications have such keys too", against.is_key_in_source),
    Signal(-1, "pages and applications have such keys too", against.is_key_for_host),
    Signal(-8, "it is encrypted, and the key is elsewhere", against.is_encrypted),
    Signal(-8, "it lets nothing be done but sending reports", against.only_reports),
    Signal(-4, "the name of an application, whose secret stands beside it", against.is_public_half),
    Signal(-4, "too short for a password", against.is_short),
    Signal(-2, "it says what it is, as stand-ins do", against.speaks),
    Signal(-4, "it is made of names of the set-up itself", against.is_derived_word),
    Signal(-4, "a stand-in that each installation replaces", against.is_replaced),
    Signal(-1, "it is in force only where nobody sets another", against.is_fallback),
    Signal(-1, "what it opens is on the own machine, or a service of the same set-up", against.is_own),
    Signal(-1, "what it opens is on the own machine, or a service of the same set-up", against.is_own_chosen),
    Signal(-6, "a token that ends by itself within hours", against.is_passing),
    Signal(-6, "the own machine runs the service that takes it", against.is_of_own_service),
    Signal(-20, _FORM, lambda case: case.hit.confidence is Confidence.LOW),
)  # fmt: skip
"""All signals. Their order decides which of two equal doubts is told."""

_NOTHING = "nothing beside it says what it opens"
_RECORDS = "one of many records of data"
_HASHED = "a hash, and not the password itself"
_TOLD = 12
"""Records of one name that are told: a file may hold the keys of a few services, and a dump holds thousands."""


def weighed(text: str, how: Language, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits, each as sure as its signals make it; notes as they are.

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
    """The hit of a case with the confidence that its signals give it, and the reason where that is low or no fault."""
    holding = [signal for signal in SIGNALS if signal.holds(case)]
    total = sum(signal.weight for signal in holding)
    if total >= MEDIUM:
        return replace(case.hit, confidence=Confidence.HIGH if total >= HIGH else Confidence.MEDIUM, note="")
    if no_fault := cleared.reason(case):
        return replace(case.hit, severity=Severity.INFO, confidence=Confidence.LOW, note=no_fault)
    doubts = sorted(
        (signal for signal in holding if signal.weight < 0),
        key=lambda doubt: (doubt.says == _FORM, doubt.weight),
    )
    doubt = doubts[0].says if doubts else _NOTHING
    return replace(case.hit, confidence=Confidence.LOW, note=case.hit.note or doubt)


def _repeated(how: Language, hits: Iterable[Hit]) -> frozenset[str]:
    """Names that a file of data has for five values and more, other than passwords: nobody has five such keys."""
    enough = 5 if shapes.is_data(how) else 12 if how.extension in {"yml", "yaml"} else 0
    count = Counter(
        hit.name or hit.label for hit in hits if "password" not in hit.label and not hit.structured
    )
    return frozenset(name for name, number in count.items() if enough and number >= enough)
