"""REL024: a service asks others once and gives up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from codereview.api import (
    Card,
    Collector,
    Confidence,
    Finding,
    ModuleContext,
    Note,
    ProjectRule,
    Related,
    Severity,
    Zone,
)
from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._services.service import own, uses
from .._syntax.spelled import spells
from ._retries.examples import BAD, GOOD

_ASKS = re.compile(
    r"(?:requests\.(?:Session\(\)\.)?|requests\.sessions\.Session\(\)\."
    r"|httpx\.(?:(?:Async)?Client\(\)\.)?|aiohttp\.ClientSession\(\)\.)"
    r"(?:get|post|put|patch|delete|head|request)$|urllib\.request\.urlopen$"
    r"|smtplib\.SMTP(?:_SSL)?\(\)\.(?:send_message|sendmail)$|pika\.[\w.()]*basic_publish$"
    r"|kafka\.KafkaProducer\(\)\.send$|emails\.(?:Message|html)\(\)\.send$|aiosmtplib\.send$"
)
_CLIENTS = frozenset(
    {"requests", "httpx", "aiohttp", "urllib", "smtplib", "pika", "kafka", "emails", "aiosmtplib"}
)
_PACKAGES = frozenset(
    "tenacity backoff stamina retrying retry retry2 opnieuw retryhttp aiohttp_retry httpx_retries "
    "requests_retry_session "
    "aiobreaker pybreaker circuitbreaker purgatory urllib3_retry async_retrying riprova retryable "
    "celery dramatiq arq huey rq "
    "taskiq temporalio prefect failsafe hyx requests_toolbelt pyfailsafe retry_requests httpx_retry".split()
)
_TRIES = re.compile(r"retr(?:y|ies)|attempt|back_?off|max_?tries|num_tries|circuit", re.IGNORECASE)
_SPEAKS = re.compile(r"retry(?!_after)|retries|max_tries|[Bb]ackoff|\battempts?\b\s*(?:=|<|\+|in\b)|Retry\(")
_SPOKEN = {"retr": (), "Retry(": (), "max_tries": (), "ackoff": (), "attempt": ()}
"""One of these stands wherever that is found."""
_REPEATING = frozenset(
    "celery dramatiq arq huey rq taskiq temporalio procrastinate boto3 botocore aiobotocore google azure stripe openai "
    "anthropic kombu aio_pika aiokafka faststream grpc slack_sdk twilio telegram telebot aiogram discord elasticsearch "
    "opensearchpy sendgrid websockets paramiko ftplib imaplib redis".split()
)
"""Clients of other systems and queues that connect or try again by themselves, or are told to where they are made."""
_FEWEST = 3


class Retries(Collector):
    """Whether a file that asks others speaks of trying again: one note, of kind ``retries``."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note, or none."""
        asks = any(item.module.partition(".")[0] in _CLIENTS for item in facts.imports)
        if asks and file.zone is not Zone.TESTS and spells(file.text, _SPOKEN) and _SPEAKS.search(file.text):
            yield Note("retries", 1, 1, 1, 1, -1, -1)


class CallWithoutRetry(ProjectRule):
    """Looks at outbound calls of services in which nothing is ever tried again."""

    card = Card(
        id="REL024",
        title="External calls without retry",
        severity=Severity.INFO,
        confidence=Confidence.MEDIUM,
        effort=45,
        why=(
            "Other services restart, drop connections and answer 503 for a second. A call that is "
            "made once hands each of these on to "
            "the user as an error, although the next try would have succeeded."
        ),
        instead=(
            "Retry what can be repeated (reads, idempotent writes) a few times with growing, "
            "jittered pauses: tenacity, stamina, "
            "`HTTPAdapter(max_retries=Retry(...))`, `httpx.HTTPTransport(retries=...)`."
        ),
        false_alarms=(
            "Calls that must not be repeated, and retries by a proxy or mesh. Any package, "
            "parameter, function, class or variable "
            "for retries or attempts anywhere in the project, and queues that repeat their tasks, "
            "keep it silent."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Retries,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """A person who runs a script tries again by hand."""
        if not project.is_a("web service", "bot or worker"):
            return "the project is no service"
        imported = {item.module.partition(".")[0] for _, facts in own(project) for item in facts.imports}
        if imported & _CLIENTS:
            return ""
        others = sorted(imported & _REPEATING)
        if others:
            named = ", ".join(f"`{name}`" for name in others[:3])
            return f"the project speaks to others through {named} alone, whose retries are set in the client itself"
        return "the project imports no client of HTTP, mail or queues"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for the project, at the first call."""
        found = list(_calls(project))
        if len(found) < _FEWEST or uses(project, _PACKAGES) or _repeats(project):
            return
        counted = Counter(name for _, _, name in found)
        clients = ", ".join(f"`{name}` ({count})" for name, count in counted.most_common(4))
        path, call, _ = found[0]
        places = {file: call.line for file, call, _ in reversed(found)}
        files = f"{len(places)} file{'s' if len(places) > 1 else ''}"
        yield self.finding(
            path,
            call,
            f"{len(found)} calls to other services in {files} are made once, and nothing in the project tries "
            f"again: {clients}",
            related=[
                Related(file, line, "is made once") for file, line in sorted(places.items()) if file != path
            ][:8],
            checked="packages and parameters for retries; names of functions, classes and variables",
        )


def _calls(project: ProjectFacts) -> Iterator[tuple[str, CallFact, str]]:
    for path, facts in own(project):
        if not any(item.module.partition(".")[0] in _CLIENTS for item in facts.imports):
            continue
        for call in facts.calls:
            name = call.path
            if name[:1] in "@%":
                name = project.resolve(path, name).name
            if _ASKS.match(name):
                yield path, call, name.replace("()", "")


def _repeats(project: ProjectFacts) -> bool:
    """Whether anything but the tests tries again."""
    if any(True for _ in project.noted(Retries)):
        return True
    return any(_tries(facts) for path, facts in project.files.items() if project.zone(path) is not Zone.TESTS)


def _tries(facts: FileFacts) -> bool:
    """Whether a file has anything that is named for trying again, or gives such a parameter."""
    if any(_TRIES.search(name) for name in facts.names):
        return True
    if any(_TRIES.search(f.name) or any(_TRIES.search(p.name) for p in f.params) for f in facts.functions):
        return True
    if any(_TRIES.search(attr.name) for cls in facts.classes for attr in cls.attrs):
        return True
    for call in facts.calls:
        if any(_TRIES.search(name) for name, _ in call.kwargs):
            return True
    loops = facts.loops
    if any(_TRIES.search(target) for loop in loops for target in loop.targets):
        return True
    # a request in a loop that ends when it succeeds
    return any(
        call.loop >= 0
        and call.flags & m.IN_TRY
        and loops[call.loop].kind == "while"
        and _ASKS.match(call.path)
        for call in facts.calls
    )
