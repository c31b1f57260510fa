"""Severity and confidence of a blocking call, and where it is no more than a note: where nobody waits for the loop."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from codereview.api import Confidence, Note, Place, Severity, Zone
from codereview.facts.module import CONDITIONAL, IN_HANDLER
from codereview.facts.project import Key

from ..._syntax.switches import Spared
from .asked import Asked
from .commands import is_command_line, parses_arguments
from .doubts import Doubts
from .extent import is_of_rows
from .found import ON_FAILURE, Hit
from .handlers import Handlers
from .light import Lights
from .roles import Roles
from .stakes import Stakes
from .texts import is_much, is_short, of_a_folder

_SHOWN = frozenset({Zone.EXAMPLES, Zone.DOCS})
_ASIDE = _SHOWN | {Zone.SCRIPTS}
_STAND_IN = re.compile(
    r"(?:\A|[/._])_?(?:mock|fake|dummy|stub)(?:s?[/._]|_|s?\Z|[A-Z])|(?:Mock|Fake|Dummy|Stub)(?=[A-Z]|\b)"
)
_OTHERS = re.compile(r"(?:\A|/)(?:externals|third_party|vendored)/")
_OF_TOOLS = re.compile(r"(?:\A|/)\.[a-z]")  # .agents, .claude, .cursor
_COPY = re.compile(r"[ ()][^/]*\.py\Z")
_MOVE = re.compile(r"(?:\A|_)(?:migrate|migration|legacy|seed|on_ready)(?:_|\Z)")
_TRIAL = re.compile(
    r"(?:\A|/)(?:playgrounds?|sandbox|quickstarts?|debug\.py"
    r"|(?:benchmark|eval|performance_test)(?:s|er|ing)?(?:_\w+|\.py)?)(?:\.py)?(?:/|\Z)"
)
_TEST = re.compile(r"(?:\A|/)(?:\w*_)?tests?/|(?:\A|/)_?test_[^/]*\.py\Z|(?:\A|/)conftest\.py\Z")

# what would wait for itself for ever on the loop's own thread
_ACROSS = "asyncio.run_coroutine_threadsafe()"
# what makes a file that is not there
_MAKES = frozenset({"subprocess", "key generation"})
_UNDONE = (".rollback", ".close", ".quit", ".disconnect")
# what takes milliseconds, as a rule
_BRIEF = frozenset({"database", "file", "file system"})
# what one operator has of it is seldom much
_SMALL = frozenset({"file", "file system"})
# what servers answer, in a millisecond or in many
_ANSWERED = frozenset({"database", "network"})
# what stalls a program only if it has others to serve meanwhile
_ASKED = _ANSWERED | {"image or document work"}
# what programs are started as that serve nobody
_OF_BATCHES = ("(script)", "(task)")
# what is soon done for one of them, where it is not of high severity: a row, a password
_OF_ONE = frozenset({"database", "password hashing"})


class Grade(NamedTuple):
    """``note`` says why a call is a note only; empty if it is a fault. ``check`` says what is to be looked at first."""

    severity: Severity
    confidence: Confidence
    note: str = ""
    check: str = ""


class Grading:
    """Grades calls by what the table says, less what links, zone and role of the caller take away."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self.doubts = Doubts(roles.project)
        self._stakes = Stakes(roles.regions)
        self._lights = Lights(roles.project)
        self._handlers = Handlers(roles.regions)

    def of(
        self,
        key: Key,
        hit: Hit,
        at: Place,
        sure: bool,
        once: bool,
        *,
        repeated: bool = False,
        lapses: bool = False,
    ) -> Grade:
        """The grade of a call that a coroutine makes or reaches.

        Args:
            key: the coroutine.
            hit: the call that blocks.
            at: where it stands in the coroutine.
            sure: whether every link to it is certain.
            once: whether it fills what is then kept.
            repeated: whether a loop on the way to it calls it again and again.
            lapses: whether it fills what is then kept for a while.
        """
        grade = self._of_kind(key, hit, at, sure, once)
        if grade.note:
            return grade
        if repeated and is_of_rows(hit) and grade.severity is Severity.MEDIUM:
            grade = grade._replace(severity=Severity.HIGH)
        if lapses or hit.lapses:
            grade = grade._replace(severity=grade.severity.at_most(Severity.MEDIUM))
        return self._by_stake(key, hit, at, grade, repeated)

    def _by_stake(self, key: Key, hit: Hit, at: Place, grade: Grade, repeated: bool) -> Grade:
        """The grade of a call, less where it is short by what it is given, or seldom come to."""
        severity, check, private = grade.severity, grade.check, False
        if self._is_within(hit):
            severity = severity.at_most(Severity.MEDIUM)
        if not repeated and self._lights.is_short(hit):
            severity = _less(severity)
            if hit.group.kind == "password hashing":
                check = check or "how long it takes: it is of few rounds"
        if self._stakes.rare(key, at) and not self.doubts.refused.holds(hit):
            small = hit.group.kind in _SMALL or (self._has_more and hit.group.kind in _OF_ONE)
            if small and severity is not Severity.HIGH:
                check = check or "how often that is come to: by administrators alone, or after long pauses"
            if hit.group.kind != "sleep" or severity is Severity.HIGH:
                severity = _less(severity)
        elif self.roles.of_jobs(key, at):
            severity, private = _less(severity), True
            if self._has_more:
                check = check or "whether anything waits for it: a loop is started for the job alone"
        if check and not grade.check:
            return Grade(severity, Confidence.LOW, "", check)
        lowered = private or severity is not grade.severity
        if lowered and grade.confidence is Confidence.HIGH and self._has_more:
            # that somebody waits for it is less sure than that it blocks
            return grade._replace(severity=severity, confidence=Confidence.MEDIUM)
        return grade._replace(severity=severity)

    def _is_within(self, hit: Hit) -> bool:
        """Whether a socket leads to another program of this machine, which answers sooner than a network does."""
        return hit.name.startswith("socket.socket") and any(
            value.endswith("socket.AF_UNIX")
            for call in self.roles.project.calls_in(hit.key)
            for value in call.given
        )

    @cached_property
    def _has_more(self) -> bool:
        """Whether there is more than one file, which may show a thing as it is."""
        return len(self.roles.project.files) > 1

    def _of_kind(self, key: Key, hit: Hit, at: Place, sure: bool, once: bool) -> Grade:
        """What the kind of a call and the role of its coroutine make of it."""
        severity, confidence = hit.group.severity, hit.group.confidence
        note = self._note(key, at, once)
        if not note and self.roles.enters(key) and not self.roles.repeats(key, at):
            note = "as the program starts or ends"
        if hit.group.kind == "terminal input" and self._is_command_line(key, hit):
            note = note or "on a command line"
        if hit.group.kind in _BRIEF and (self.roles.follows_start(key) or self._moves(key)):
            note = note or "once, as the program starts"
        if hit.group.kind in ON_FAILURE and (hit.rare or getattr(at, "flags", 0) & IN_HANDLER):
            note = note or "only as something fails"
        if hit.group.kind in _BRIEF and self.roles.batch(key):
            note = note or "in a job that serves nobody"
        if hit.name.startswith(_ACROSS) and hit.key != key and getattr(hit.at, "flags", 0) & CONDITIONAL:
            note = note or "unless it asks first which thread it is on"
        if hit.group.kind == "file" and self._is_short(hit):
            note = note or "seldom for long"
        if confidence is Confidence.LOW and self._of_a_folder(key, at, hit):
            severity, confidence = Severity.LOW, Confidence.MEDIUM
        if confidence is Confidence.LOW or (
            severity is Severity.LOW and self.roles.project.zone(key[0]) in _ASIDE
        ):
            note = note or "seldom for long"
        if note:
            return Grade(Severity.INFO, Confidence.LOW, note)
        if self.roles.apart(key):
            check = "whether anything else runs on the loop that is started for it"
            return Grade(severity, Confidence.LOW, "", check)
        if check := self.doubts.of(key, hit) or self._unshown(key, hit):
            return Grade(severity, Confidence.LOW, "", check)
        if severity is Severity.LOW or (hit.group.kind == "file" and self._is_little(hit)):
            return Grade(severity, Confidence.LOW, "", "how much it is: little of it is soon done")
        if hit.group.kind in _MAKES and self._fills_a_gap(hit):
            check = "how often that is come to: the file that it makes is kept"
            return Grade(severity, Confidence.LOW, "", check)
        if hit.rare or getattr(at, "flags", 0) & IN_HANDLER:
            return _failing(hit, at, severity)
        if confidence is Confidence.HIGH and (not sure or not self._is_plain(hit)):
            confidence = Confidence.MEDIUM
        if hit.group.kind == "subprocess" and self._is_short(hit):
            return Grade(severity.at_most(Severity.MEDIUM), Confidence.MEDIUM)
        zone = self.roles.project.zone(key[0])
        if zone in _SHOWN:
            check = "whether anybody waits for it: it shows how a thing is used"
            return Grade(severity.at_most(Severity.MEDIUM), Confidence.LOW, "", check)
        if zone in _ASIDE:
            return Grade(severity.at_most(Severity.MEDIUM), Confidence.MEDIUM)
        return Grade(severity, confidence)

    def _unshown(self, key: Key, hit: Hit) -> str:
        """What is to be checked where nothing shows that somebody waits: no handler is seen to come to a coroutine,
        or it reads a file for one, which is soon done as a rule; empty if nothing is, or in a file by itself."""
        if not self._has_more or self.doubts.refused.holds(hit):
            return ""
        if hit.group.kind == "file" and not self._handlers.is_one(key):
            return "how much it is: a file is soon read, as a rule"
        if hit.group.kind == "waiting for a thread":
            return "whether it waits at all: what it waits for may be done by then"
        if hit.name.endswith(".commit"):
            return "how much it writes: a commit of few rows is soon done"
        if hit.name.endswith(".rollback"):
            return "how often that is come to: it is done as something fails"
        if hit.group.kind not in _ASKED:
            return ""
        by = self.roles.project.live.reachability.of(key[0]).by
        of_batch = hit.group.kind in _ANSWERED and by.endswith(_OF_BATCHES)
        if of_batch or (self._handlers.any and not self._handlers.come_to(key)):
            return "who waits for it: no handler of requests, messages or events is seen to come to it"
        return ""

    def _is_plain(self, hit: Hit) -> bool:
        """Whether what a call does is sure to take long: it hashes, pauses or runs a program. Servers may answer soon
        and be asked seldom, unless all there is to see is one file."""
        return not self._has_more or hit.group.kind not in _ANSWERED or self.doubts.refused.holds(hit)

    def _is_little(self, hit: Hit) -> bool:
        """Whether nothing says that there is much in a file."""
        project = self.roles.project
        loops = [loop for loop in project.files[hit.key[0]].loops if loop.function == hit.key[1]]
        return self._has_more and not is_much(hit, project.calls_in(hit.key), loops)

    def _fills_a_gap(self, hit: Hit) -> bool:
        """Whether a call stands where a file is found missing."""
        return any(
            note.kind == "missing" and note.line <= hit.at.line <= note.end_line
            for note in self._spared.get(hit.key[0], ())
        )

    @cached_property
    def _spared(self) -> dict[str, tuple[Note, ...]]:
        return dict(self.roles.project.noted(Spared))

    def _is_short(self, hit: Hit) -> bool:
        """Whether a command asks a repository of this machine for a name, or what is opened is one of its tables."""
        notes = self._asked.get(hit.key[0], ())
        end = (hit.cause.end_line, hit.cause.end_column)
        return any(
            (hit.cause.line, hit.cause.column) <= (note.line, note.column)
            and (note.end_line, note.end_column) <= end
            for note in notes
        )

    @cached_property
    def _asked(self) -> dict[str, tuple[Note, ...]]:
        return dict(self.roles.project.noted(Asked))

    def _is_command_line(self, key: Key, hit: Hit) -> bool:
        """Whether a coroutine, or what it calls, belongs to a command line, whose user waits anyway."""
        if is_command_line(key[0]) or (self.roles.enters(key) and not self.roles.shares(key)):
            return True
        if self.doubts.is_command(key):
            return True
        files = self.roles.project.files
        return any(parses_arguments(files[path]) for path in {key[0], hit.key[0]})

    def _has_a_container(self, key: Key) -> bool:
        """Whether a coroutine is a function of Modal, which runs one call at a time in a container."""
        paths = [path.removesuffix("()") for path in self.roles.project.function(key).decorators]
        served = any(path.endswith(("concurrent", "_app", "_endpoint", "web_server")) for path in paths)
        return not served and any(path.startswith("modal.") and path.endswith(".function") for path in paths)

    def _moves(self, key: Key) -> bool:
        """Whether a coroutine takes over what an older version left, or fills an empty store."""
        function = self.roles.project.function(key)
        return not function.decorators and _MOVE.search(function.name) is not None

    def _of_a_folder(self, key: Key, at: Place, hit: Hit) -> bool:
        """Whether a coroutine reads one file after another of a folder, by this call."""
        project = self.roles.project
        loops = [loop for loop in project.files[key[0]].loops if loop.function == key[1]]
        return is_short(hit) and of_a_folder(at, project.calls_in(key), loops)

    def _note(self, key: Key, at: Place, once: bool) -> str:
        """Why nobody waits for a coroutine, or not again; empty if someone does."""
        project = self.roles.project
        function, zone = project.function(key), project.zone(key[0])
        if zone is Zone.TESTS or _TEST.search(key[0]):
            return "in a test"
        if _STAND_IN.search(key[0]) or _STAND_IN.search(function.qualname):
            return "in a stand-in"
        if _OF_TOOLS.search(key[0]):
            return "in what a tool of developers keeps"
        if _OTHERS.search(key[0]):
            return "in code of others"
        if _COPY.search(key[0]):
            return "in a file that nothing can import"
        if self.roles.alone(key) or self._has_a_container(key):
            return "on a loop that runs nothing else"
        if not function.decorators:
            if zone in _ASIDE:
                return f"in {zone.value}"
            if _TRIAL.search(key[0]):
                return "in a trial"
        if once:
            return "once, for what is then kept"
        if self.roles.starts_up(key) and not self.roles.again(key, at):
            return "before or after it serves"
        return ""


def _less(severity: Severity) -> Severity:
    """One step below a severity, and no less than low."""
    return {Severity.HIGH: Severity.MEDIUM, Severity.MEDIUM: Severity.LOW}.get(severity, severity)


def _failing(hit: Hit, at: Place, severity: Severity) -> Grade:
    """The grade of what is come to as something fails: while a coroutine pauses there itself, it does so again and
    again as long as that lasts."""
    if at is hit.at and not hit.name.endswith(_UNDONE):
        return Grade(severity.at_most(Severity.MEDIUM), Confidence.MEDIUM)
    return Grade(severity, Confidence.LOW, "", "how often that is come to: it is done as something fails")
