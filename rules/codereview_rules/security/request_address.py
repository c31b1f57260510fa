"""SEC027: a request of the server's own to an address that its visitor names."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from .._services.service import answers_nothing
from ._taint.collector import Flows
from ._taint.examples_addresses import BAD_ADDRESS, GOOD_ADDRESS
from ._taint.flow.values import URL
from ._taint.report import followed


class RequestAddress(ProjectRule):
    """Hosts and whole addresses out of requests and messages that requests, httpx, aiohttp or urllib ask."""

    card = Card(
        id="SEC027",
        title="Request to an address that the request names",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=30,
        why=(
            "The server asks whatever address its visitor names, from inside the network: the metadata "
            "service of the cloud with its credentials, databases and panels that trust their neighbours. "
            "`urllib` reads files of the machine as well."
        ),
        instead=(
            "Take the host from a fixed list; where any address is wanted, resolve it, refuse private and "
            "local networks, and do not follow redirects."
        ),
        false_alarms=(
            "An address whose host is fixed and of which the visitor names the rest is left out, and so is "
            "one that a function named like a check was given. Where fetching any address is what the program "
            "is for, the checks stand in front of it or in the network."
        ),
        cwe=(918,),
    )
    bad = BAD_ADDRESS
    good = GOOD_ADDRESS
    collects = (Flows,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """The address has to come with a request."""
        return answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each request whose host comes from outside."""
        return followed(self, project, URL)
