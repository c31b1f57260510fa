"""A process answers the signal to stop."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.live import Use
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, places
from codereview_rules.practices._examples import in_tests, started, unreached

_CODE = (
    "import signal\n\n\ndef stop(number, frame):\n    print('stopping')\n    raise SystemExit(0)\n\n\n"
    "def serve():\n    signal.signal(signal.SIGTERM, stop)\n"
)


class GracefulShutdown(Practice):
    """Looks for handlers of SIGTERM that are functions of the project."""

    id = "graceful-shutdown"
    title = "The signal to stop is handled"
    category = Category.OPERATIONS
    why = "A container that is replaced finishes what it is doing instead of dropping it."
    bar = "a handler of SIGTERM that is a function or method and no stub"
    contradicted_by = ("OPS014",)
    good = (
        Has(started({"server.py": _CODE}), ("server.py:10",), "SIGTERM is handled in 1 place"),
        Has(
            started(
                {
                    "worker.py": "import asyncio\nimport signal\n\n\nclass Worker:\n    def stop(self):\n"
                    "        self.done = True\n\n    def run(self):\n        loop = asyncio.get_running_loop()\n"
                    "        loop.add_signal_handler(signal.SIGTERM, self.stop)\n"
                }
            ),
            ("worker.py:11",),
            "in 1 place",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"server.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"server.py": _CODE.replace(", stop)", ", signal.SIG_IGN)")}), "the signal is ignored"),
        Lacks(started({"server.py": _CODE.replace("SIGTERM", "SIGALRM")}), "it is another signal"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The calls that install a handler."""
        live = project.live
        uses = [*live.calls("signal.signal"), *live.methods("add_signal_handler")]
        evidence = places([use for use in uses if self._handles(project, use)], "handles SIGTERM")
        if not evidence:
            return None
        return Seen(f"SIGTERM is handled in {many(len(evidence), 'place')}", evidence)

    def _handles(self, project: ProjectFacts, use: Use) -> bool:
        args = use.call.args
        if len(args) < 2 or args[0] != "signal.SIGTERM":
            return False
        if args[1].startswith("=lambda:"):
            return True
        target = project.resolve(use.path, args[1])
        return target.kind == "function" and target.key is not None and not project.function(target.key).stub
