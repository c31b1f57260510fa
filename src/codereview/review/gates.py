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
        ready: what is said when nothing is open.
        done: what has to be done, for the conditions.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    kinds: tuple[str, ...]
    importance: Importance
    blocks: bool
    ready: str
    done: str
    needed: tuple[str, ...] = ()


GATES = (
    GateCard(
        "starts", "Entry points parse and import", ("REL001", "REL002", "REL003"), ANY, "mandatory", True,
        "every module that an entry point leads to can be parsed, and its first-party imports resolve",
        "Mend what cannot be parsed or imported", ("REL001",),
    ),
    GateCard(
        "calls", "Calls match what they call", ("REL004", "REL005", "REL015", "REL018"), ANY, "mandatory", True,
        "no call, attribute or await was found that cannot work",
        "Mend the calls that cannot work",
    ),
    GateCard(
        "install", "What is installed is what is imported", ("DEP002", "DEP004", "DEP005", "DEP007", "DEP008"), ANY,
        "mandatory", True,
        "manifests agree with each other and with the imports",
        "Make the manifests declare what the code imports", ("DEP002",),
    ),
    GateCard(
        "tests", "Tests can be collected and run", ("TST003", "TST002", "TST006"), ANY, "mandatory", True,
        "everything that looks like a test is collected, and its imports resolve",
        "Have tests, all of which run", ("TST003",),
    ),
    GateCard(
        "secrets", "No secret is committed", ("SEC001", "SEC002", "SEC003"), ANY, "mandatory", True,
        "no credential was found in any text file, and no usable default stands for one",
        "Revoke and remove the committed secrets", ("SEC001",),
    ),
    GateCard(
        "access", "Routes that change data ask who is calling",
        ("SEC011", "SEC012", "SEC013", "SEC004", "SEC026"),
        ("web service",), "mandatory", True,
        "no route that changes data was found that anybody can call, and no check that passes what it should stop",
        "Protect what anybody can call", ("SEC011",),
    ),
    GateCard(
        "input", "Input does not reach interpreters unchecked",
        ("SEC005", "SEC006", "SEC007", "SEC010", "SEC022", "SEC023", "SEC024", "SEC027"), ANY, "mandatory", True,
        "no way was found from outside input to SQL text, a shell, a path, a template or an unsafe decoder",
        "Cut the ways from outside input to interpreters", ("SEC005",),
    ),
    GateCard(
        "configuration", "Security settings are those of production",
        ("SEC008", "SEC009", "SEC014", "SEC015", "SEC019", "SEC025"), ANY, "mandatory", True,
        "no connection without verification, weak algorithm, open origin or debug mode was found",
        "Set verification, debug mode and origins for production",
    ),
    GateCard(
        "vulnerabilities", "No dependency with a known vulnerability", ("DEP001",), ANY, "mandatory", False,
        "no pinned or locked version has a known advisory",
        "Update the packages with known vulnerabilities", ("DEP001",),
    ),
    GateCard(
        "container", "What containers and platforms start exists", ("OPS006", "OPS010"), ANY, "mandatory", True,
        "commands, files and ports of the deployment files agree with the code",
        "Make the deployment files start what there is", ("OPS010",),
    ),
    GateCard(
        "migrations", "Migrations have revisions", ("OPS007",), SERVICE, "mandatory", False,
        "no model was found that migrations do not follow",
        "Write the missing migrations", ("OPS007",),
    ),
    GateCard(
        "loop", "Nothing blocks the event loop", ("PERF001", "REL023"), SERVICE, "recommended", False,
        "no blocking call was found that a coroutine reaches",
        "Move blocking work off the event loop", ("PERF001",),
    ),
    GateCard(
        "timeouts", "Outbound calls end", ("REL011", "REL024"), SERVICE, "recommended", False,
        "no outbound call without a limit was found",
        "Give outbound calls a timeout", ("REL011",),
    ),
    GateCard(
        "environment", "Configuration is documented", ("OPS009",), ANY, "recommended", False,
        "keys that are read are documented, and documented keys are read",
        "Bring documented and read configuration keys together", ("OPS009",),
    ),
    GateCard(
        "ci", "Continuous integration can fail", ("OPS005", "OPS015", "TYP004"), ANY, "recommended", False,
        "a workflow runs the checks, and they can fail it",
        "Let CI run the tests and fail with them", ("OPS005",),
    ),
    GateCard(
        "health", "A health route tells the state", ("OPS008",), SERVICE, "recommended", False,
        "the platform can ask the service whether it is well",
        "Add a health route that asks what the service needs", ("OPS008",),
    ),
    GateCard(
        "logging", "Logs can be read, and hold no secrets", ("SEC020", "OPS001", "OPS003", "OPS002"), SERVICE,
        "recommended", False,
        "logging is not configured twice, and no sensitive value was found in it",
        "Configure logging once, without sensitive values", ("OPS001",),
    ),
    GateCard(
        "shutdown", "Failures are seen, and the service ends well", ("OPS013", "OPS014"), SERVICE, "later", False,
        "failures are reported, and nothing was found that is started and never ended",
        "Report errors, and end what was started",
    ),
)  # fmt: skip
