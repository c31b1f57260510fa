"""What shows that the requests of a test do not reach the network, or that they are meant to."""

from __future__ import annotations

import re

from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_DOUBLES = frozenset(
    {
        "respx", "responses", "requests_mock", "httpretty", "vcr", "pytest_httpx", "aioresponses", "pook", "betamax",
        "pytest_recording", "mocket", "pytest_socket", "pytest_httpserver", "wiremock", "moto", "placebo", "httmock",
        "requests_testadapter", "flexmock", "sure", "wsgi_intercept", "tavern", "pretenders", "aioresponses_strict",
    }
)  # fmt: skip
_PLUGINS = ("pytest-socket", "pytest-recording", "pytest-vcr", "pytest-network", "pytest-blockage")
_FIXTURES = lazy_pattern(
    r"mock|vcr|respon[sd]|respx|httpx_|aioresp|httpserver|cassette|betamax|recorder|stub|fake|patch"
)
_MEANT = lazy_pattern(
    r"(^|[._/-])(network|integrations?|e2e|end_?to_?end|live|online|remote|external|internet|slow|skip\w*|manual|smoke|functional"
    r"|system|acceptance|perf\w*|bench\w*|load|stress|webtest|needs_\w+|requires?_\w+|vcr|xfail|block_network|selenium)([._/(-]|$)",
    re.IGNORECASE,
)


def replaces_network(project: ProjectFacts, path: str) -> bool:
    """Whether a file of tests, or a ``conftest.py`` above it, imports something that answers instead of the network."""
    if any(name in _PLUGINS for name in _required(project)):
        return True
    folder = path.rpartition("/")[0]
    above = [
        other
        for other in project.files
        if other.rpartition("/")[2] == "conftest.py" and f"{folder}/".startswith(other[: -len("conftest.py")])
    ]
    return any(_imports_double(project.files[other]) for other in (path, *above))


def _required(project: ProjectFacts) -> frozenset[str]:
    return frozenset(requirement.name for requirement in project.dependencies.direct())


def _imports_double(facts: FileFacts) -> bool:
    return any(item.module.partition(".")[0] in _DOUBLES for item in facts.imports)


def is_meant(text: str) -> bool:
    """Whether a path, mark or name says that a test goes outside or is not for every run."""
    return _MEANT.search(text) is not None


def is_double(name: str) -> bool:
    """Whether a fixture of this name stands for something that answers instead."""
    return _FIXTURES.search(name) is not None


__all__ = ["is_double", "is_meant", "replaces_network"]
