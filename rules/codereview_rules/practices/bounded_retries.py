"""What fails for a moment is tried again, with pauses that grow, and not for ever."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.live import Use
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_TENACITY = ("tenacity.retry", "tenacity.Retrying", "tenacity.AsyncRetrying")
_BACKOFF = ("backoff.on_exception", "backoff.on_predicate")
_URLLIB = (
    "urllib3.util.retry.Retry",
    "urllib3.util.Retry",
    "urllib3.Retry",
    "requests.packages.urllib3.util.retry.Retry",
)
_LEAST = 2
_CODE = "from tenacity import retry, stop_after_attempt, wait_exponential\n" + repeated(
    "\n\n@retry(wait=wait_exponential(), stop=stop_after_attempt(5))\n"
    "def {name}(client):\n    return client.get('/')\n",
    2,
)


class BoundedRetries(Practice):
    """Looks for retries of tenacity, backoff and urllib3 that both wait longer each time and end."""

    id = "bounded-retries"
    title = "Failed calls are tried again, with growing pauses and an end"
    category = Category.RELIABILITY
    why = "A moment's failure elsewhere costs a second and no error, and a long one is not made worse."
    bar = f"{_LEAST} places that say both how the pause grows and when to stop"
    good = (
        Has(started({"remote.py": _CODE}), ("remote.py:4", "remote.py:9"), "2 places"),
        Has(
            started(
                {
                    "remote.py": "import backoff\n"
                    + repeated(
                        "\n\n@backoff.on_exception(backoff.expo, OSError, max_tries=4)\ndef {name}(c):\n    c.get()\n",
                        2,
                    )
                }
            ),
            ("remote.py:4",),
            "2 places",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"remote.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"remote.py": _CODE.replace(", stop=stop_after_attempt(5)", "")}), "it never stops"),
        Lacks(started({"remote.py": _CODE.replace("wait=wait_exponential(), ", "")}), "it does not wait"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The places."""
        uses = project.live.calls(*_TENACITY, *_BACKOFF, *_URLLIB)
        evidence = places([use for use in uses if _grows_and_ends(use)])
        if len(evidence) < _LEAST:
            return None
        return Seen(
            f"{many(len(evidence), 'place')} try again after pauses that grow, and stop in the end", evidence
        )


def _grows_and_ends(use: Use) -> bool:
    call = use.call
    if call.path in _TENACITY:
        wait = keyword(call, "wait")
        return bool(keyword(call, "stop")) and ("exponential" in wait or wait.startswith("?"))
    if call.path in _BACKOFF:
        grows = bool(call.args) and call.args[0] in ("backoff.expo", "backoff.fibo")
        return grows and bool(keyword(call, "max_tries") or keyword(call, "max_time"))
    return call.path in _URLLIB and bool(keyword(call, "backoff_factor"))
