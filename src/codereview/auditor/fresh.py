"""An audit that is made, not remembered: tools at work beside our own analysis, then the judgement on all of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from codereview.auditor.content import Asked, Digests, today
from codereview.auditor.heard import FAILED
from codereview.auditor.judge import Judge
from codereview.auditor.pictures.churn import PastReader
from codereview.auditor.progress import Progress, Ticking
from codereview.auditor.read import read, texts_of
from codereview.auditor.run import plan_for
from codereview.auditor.toolbox import Question, adopted_cards, wanted
from codereview.auditor.tools import Tools
from codereview.auditor.uses import uses
from codereview.auditor.vulnerabilities import pip_audit
from codereview.collect import Repository
from codereview.config import Settings
from codereview.engine.cache import Cache
from codereview.model import Audit
from codereview.registry import adopted


def fresh(
    repository: Repository,
    asked: Asked,
    found: Digests,
    settings: Settings,
    cache: Cache,
    progress: Progress,
) -> tuple[Audit, bool]:
    """Makes an audit.

    Args:
        repository, asked, found: what is audited, what is asked, and the digests of the files.
        settings: the settings.
        cache: results of single files and of tools.
        progress: told of stages and steps.

    Returns:
        The audit, and whether it may be remembered: nothing failed, and nobody was asked over the network.
    """
    plan = plan_for(asked.root, settings)
    tables = adopted()
    texts = texts_of(repository)
    zones = {file.path: file.zone for file in repository.files}
    later: list[Callable[[], None]] = []
    with ExitStack() as stack:
        question = Question(
            settings,
            tables,
            frozenset({*adopted_cards(tables, settings), *plan.rules}),
            uses(repository),
            bool(asked.only),
            lambda: pip_audit(settings, texts, zones, asked.python, stack, later),
        )
        chosen = wanted(question)
        store = settings.cache and not repository.from_commit
        # the files of a commit lie apart from its history
        past = stack.enter_context(PastReader(repository, cache, not (asked.only or repository.from_commit)))
        tools = stack.enter_context(Tools(chosen, repository, found, asked.python, cache, store))

        def tick() -> list[str]:
            past.advance()
            return tools.advance()

        reading = read(repository, texts, plan, found, settings, cache, Ticking(progress, tick))
        for start in later:
            start()
        progress.stage("joining facts")
        judge = Judge(reading, plan, settings, tables, today(), found.evidence, past.past)
        made = judge.audit(lambda: tools.finish(progress))
    broken = any(item.notes or item.crashes for item in reading.results)
    broken = broken or any(tool.outcome in FAILED for tool in made.tools) or not past.lasting
    return made, not broken and not any(adapter.network for adapter in chosen.adapters)
