"""Calls to other systems end."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.module import CallFact
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_CALLS = frozenset(
    [
        *(f"requests.{verb}" for verb in _VERBS),
        *(f"requests.{made}().{verb}" for made in ("Session", "session", "sessions.Session") for verb in _VERBS),
        *(f"httpx.{verb}" for verb in _VERBS),
        "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession", "urllib.request.urlopen", "smtplib.SMTP",
        "smtplib.SMTP_SSL", "socket.create_connection",
    ]
)  # fmt: skip
_ROOTS = ("requests.", "httpx.", "aiohttp.", "urllib.request.", "smtplib.", "socket.")
_LEAST = 6
_SHARE = 0.95
_CODE = "import requests\n" + repeated("\n\ndef {name}(url):\n    return requests.get(url, timeout=5)\n", 6)


class OutboundTimeouts(Practice):
    """Counts calls of requests, httpx, aiohttp, urllib and smtplib, and those of them that say how long they wait."""

    id = "outbound-timeouts"
    title = "Calls to other systems have timeouts"
    category = Category.RELIABILITY
    why = "When another system hangs, this one answers with an error and does not hang with it."
    bar = f"{_LEAST} calls or clients with a timeout, and {_SHARE:.0%} of all"
    contradicted_by = ("REL011",)
    good = (
        Has(started({"fetch.py": _CODE}), ("fetch.py:5", "fetch.py:25"), "6 of 6 outbound calls and clients"),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests call"),
        Lacks(unreached({"fetch.py": _CODE}), "nothing that starts reaches them"),
        Lacks(started({"fetch.py": _CODE.replace("timeout=5", "timeout=None")}), "the timeout is None"),
        Lacks(started({"fetch.py": _CODE + _CODE.replace(", timeout=5", "")}), "half of them have none"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        uses = [use for use in project.live.calls(*_ROOTS) if use.call.path in _CALLS]
        bounded = [use for use in uses if _ends(use.call)]
        if len(bounded) < _LEAST or len(bounded) < _SHARE * len(uses):
            return None
        evidence = places(bounded)
        said = f"{len(bounded):,} of {many(len(uses), 'outbound call')} and clients say how long they wait"
        return Seen(said, evidence, len(bounded), len(uses))


def _ends(call: CallFact) -> bool:
    given = keyword(call, "timeout")
    if call.path == "urllib.request.urlopen" and len(call.args) > 2:
        given = call.args[2]
    return bool(given) and given != "=None"
