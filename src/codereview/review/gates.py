"""The gates of a release: what is asked, of which rules, and what it is for which kind of project. One table."""

from __future__ import annotations

from typing import NamedTuple

from codereview.model_review import Importance

SERVICE = ("web service", "Streamlit application", "bot or worker")
DEPLOYED = SERVICE
ANY: tuple[str, ...] = ()


class GateCard(NamedTuple):
    """A gate.

    Attributes:
        rules: what is asked; the gate is judged as soon as one of them gave a result.
        needed: those of them without which it is not judged at all; empty: any will do.
        kinds: the kinds of project that it applies to; empty for all.
        importance: what an open finding of it is; `blocks` says whether a critical or high one stops a release.
        ready: what is said when nothing is open, in clauses: the rules that a clause stands on, and the clause.
        done: what has to be done, for the conditions.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    kinds: tuple[str, ...]
    importance: Importance
    blocks: bool
    ready: tuple[tuple[str, str], ...]
    done: str
    needed: tuple[str, ...] = ()


GATES = (
    GateCard(
        "starts", "Entry points parse and import", ("REL001", "REL002", "REL003"), ANY, "mandatory", True,
        (
            ("REL001", "every module that an entry point leads to can be parsed"),
            ("REL002", "its first-party imports resolve"),
            ("REL003", "no undefined name was found"),
        ),
        "Mend what cannot be parsed or imported", ("REL001",),
    ),
    GateCard(
        "calls", "Calls match what they call", ("REL004", "REL005", "REL015", "REL018"), ANY, "mandatory", True,
        (
            ("REL004", "no attribute was found that its class or module lacks"),
            ("REL005 REL015 REL018", "no call was found that cannot work"),
        ),
        "Mend the calls that cannot work",
    ),
    GateCard(
        "install", "What is installed is what is imported", ("DEP002", "DEP004", "DEP005", "DEP007", "DEP008"), ANY,
        "mandatory", True,
        (
            ("DEP002 DEP007", "what is imported is declared"),
            ("DEP004 DEP005", "manifests agree and can be installed"),
            ("DEP008", "the code fits the Python that they declare"),
        ),
        "Bring manifests and imports together", ("DEP002",),
    ),
    GateCard(
        "tests", "Tests can be collected and run", ("TST003", "TST002", "TST006"), ANY, "mandatory", True,
        (
            ("TST002", "everything that looks like a test is collected"),
            ("TST003", "what tests import is there"),
            ("TST006", "their configuration has effect"),
        ),
        "Have tests, all of which run", ("TST003",),
    ),
    GateCard(
        "secrets", "No secret is committed", ("SEC001", "SEC002", "SEC003"), ANY, "mandatory", True,
        (
            ("SEC001 SEC002", "no credential was found in any text file"),
            ("SEC003", "no usable default stands for one"),
        ),
        "Take the secrets out of the code, and revoke those that were in use", ("SEC001",),
    ),
    GateCard(
        "access", "Routes that change data ask who is calling",
        ("SEC011", "SEC012", "SEC013", "SEC004", "SEC026"),
        ("web service",), "mandatory", True,
        (
            ("SEC011 SEC012", "no route was found that writes data and asks nobody where others ask"),
            ("SEC013 SEC004 SEC026", "no check was found that passes what it should stop"),
        ),
        "Protect what anybody can call", ("SEC011",),
    ),
    GateCard(
        "input", "Input does not reach interpreters unchecked",
        ("SEC005", "SEC006", "SEC007", "SEC010", "SEC022", "SEC023", "SEC024", "SEC027"), ANY, "mandatory", True,
        (
            (
                "SEC005 SEC006 SEC007 SEC010 SEC022 SEC023 SEC024 SEC027",
                "no way was found from outside input to SQL text, a shell, a path, a template or an unsafe decoder",
            ),
        ),
        "Cut the ways from outside input to interpreters", ("SEC005",),
    ),
    GateCard(
        "configuration", "Security settings are those of production",
        ("SEC008", "SEC009", "SEC014", "SEC015", "SEC019", "SEC025"), ANY, "mandatory", True,
        (
            (
                "SEC008 SEC009 SEC014 SEC015 SEC019 SEC025",
                "no connection without verification, weak algorithm, open origin or debug mode was found",
            ),
        ),
        "Set verification, debug mode and origins for production",
    ),
    GateCard(
        "vulnerabilities", "No dependency with a known vulnerability", ("DEP001",), ANY, "mandatory", False,
        (("DEP001", "no pinned or locked version has a known advisory"),),
        "Update the packages with known vulnerabilities", ("DEP001",),
    ),
    GateCard(
        "container", "Containers and start commands are sound", ("OPS006", "OPS010"), ANY, "mandatory", True,
        (
            ("OPS010", "what containers, platforms, workflows and instructions start is there"),
            ("OPS006", "no fault was found in the definition of a container"),
        ),
        "Mend the definitions of containers and the commands that start it", ("OPS010",),
    ),
    GateCard(
        "migrations", "Migrations have revisions", ("OPS007",), SERVICE, "mandatory", False,
        (("OPS007", "no model was found that migrations do not follow"),),
        "Write the missing migrations", ("OPS007",),
    ),
    GateCard(
        "loop", "Nothing blocks the event loop", ("PERF001", "REL023"), SERVICE, "recommended", False,
        (
            ("PERF001", "no blocking call was found that a coroutine reaches"),
            ("REL023", "no work was found in the background whose failure nobody sees"),
        ),
        "Move blocking work off the event loop", ("PERF001",),
    ),
    GateCard(
        "timeouts", "Outbound calls end", ("REL011", "REL024"), SERVICE, "recommended", False,
        (
            ("REL011", "no outbound call without a limit was found"),
            ("REL024", "none was found that gives up at the first failure"),
        ),
        "Give outbound calls a timeout", ("REL011",),
    ),
    GateCard(
        "environment", "Configuration is documented", ("OPS009",), ANY, "recommended", False,
        (("OPS009", "no required key was found that nothing names, and no documented key that nothing reads"),),
        "Bring documented and read configuration keys together", ("OPS009",),
    ),
    GateCard(
        "ci", "Continuous integration can fail", ("OPS005", "OPS015", "TYP004"), ANY, "recommended", False,
        (
            ("OPS005", "CI runs what tests there are, and they can fail it"),
            ("TYP004", "annotations are checked"),
            ("OPS015", "no unsafe step was found in a workflow"),
        ),
        "Let CI run tests and checks, and fail with them", ("OPS005",),
    ),
    GateCard(
        "health", "A health route tells the state", ("OPS008",), SERVICE, "recommended", False,
        (("OPS008", "a route, or a health check beside the code, tells whether the service is well"),),
        "Add a health route that asks what the service needs", ("OPS008",),
    ),
    GateCard(
        "logging", "Logs can be read, and hold no secrets", ("SEC020", "OPS001", "OPS003", "OPS002"), SERVICE,
        "recommended", False,
        (
            ("OPS001", "nothing configures logging twice or on import"),
            ("OPS003", "logs have a structure"),
            ("OPS002", "nothing is printed beside a logger"),
            ("SEC020", "no sensitive value was found in logs"),
        ),
        "Configure logging once, without sensitive values", ("OPS001",),
    ),
    GateCard(
        "shutdown", "Failures are seen, and the service ends well", ("OPS013", "OPS014"), SERVICE, "later", False,
        (
            ("OPS013", "errors, metrics or traces are reported"),
            ("OPS014", "nothing was found that is started and never ended"),
        ),
        "Report errors, and end what was started",
    ),
)  # fmt: skip
