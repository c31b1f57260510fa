"""Text that strangers write, put into scripts before the shell sees them.

The fields: https://docs.github.com/actions/concepts/security/script-injections, and what of the payloads of events
is free text (https://docs.github.com/webhooks/webhook-events-and-payloads).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codereview.api import Related, Severity
from codereview.facts.pipeline.github import Workflow
from codereview.facts.pipeline.tree import Tree

from ..._syntax.patterns import lazy_pattern
from .fault import Fault, Script, counted, scripts

_EXPRESSION = lazy_pattern(r"\$\{\{(.*?)\}\}")
_UNTRUSTED = lazy_pattern(
    r"github\.head_ref\b|github\.event(?:\.\w+)*\.(?:title|body|message|page_name|head_branch|label)\b(?!\.(?:name|id))"
    r"|github\.event\.(?:pull_request|workflow_run)(?:\.\w+)*\.(?:ref|head_ref|default_branch|display_title)\b"
    r"|github\.event(?:\.\w+)*\.(?:author|committer)\.(?:name|email)\b"
    r"|github\.event\.commits\b|toJSON\(\s*github(?:\.event(?:\.(?:issue|pull_request|comment|head_commit|commits))?)?\s*\)",
    re.IGNORECASE,
)
_SAFE = lazy_pattern(
    r"github\.event\.pull_request\.base\.|github\.event\.(?:release|milestone|inputs|client_payload)\.",
    re.IGNORECASE,
)
_ASKED = lazy_pattern(
    r"(?:contains|startsWith|endsWith|hashFiles|fromJSON)\((?:[^()]|\([^()]*\))*\)", re.IGNORECASE
)
_PRIVILEGED = frozenset(
    "pull_request_target issues issue_comment discussion discussion_comment workflow_run gollum watch "
    "fork".split()
)
_KNOWN_AUTHOR = lazy_pattern(
    r"author_association|needs\.[\w-]+\.outputs|head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*github\.event\.pull_request\.head"
    r"|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork"
    r"|workflow_run\.(?:head_branch|event)\s*==|(?:head_ref|github\.ref(?:_name)?|head\.ref)\s*==|github\.(?:actor|triggering_actor|event\.sender\.login|event\.\w+\.user\.login)\s*==",
)


def injections(workflow: Workflow, workflows: Sequence[Workflow]) -> Iterator[Fault]:
    """One fault for each job with scripts that take such text in."""
    events = set(workflow.events)
    if "workflow_run" in events and not follows_strangers(workflow, workflows):
        events.discard("workflow_run")
    severity = _severity(events)
    if severity is None:
        return
    found: dict[int, list[tuple[int, str, str]]] = {}
    for script in scripts(workflow):
        if not known_author(script.job, script.step):
            what = "JavaScript" if script.javascript else "shell"
            places = [(line, field, what) for line, field in _fields(workflow, script, events)]
            if places:
                found.setdefault(script.job.line, []).extend(places)
    for places in found.values():
        line, field, what = places[0]
        others = [name for name in dict.fromkeys(name for _, name, _ in places) if name != field]
        beside = f", and so {'is' if len(others) == 1 else 'are'} {counted(others)}" if others else ""
        yield Fault(
            workflow.path,
            line,
            f"`{field}` is put into a {what} script as text before it runs, and {_writer(field)} decides "
            f"what it is (on {_shown(events)}){beside}",
            severity,
            related=tuple(Related(workflow.path, number, f"`{name}`") for number, name, _ in places[1:7]),
            checked="conditions on the author, expressions that only compare, environment variables",
        )


def follows_strangers(workflow: Workflow, workflows: Sequence[Workflow]) -> bool:
    """Whether a workflow that runs after others is started by pull requests from outside."""
    given = workflow.tree.get("on", "workflow_run")
    if given.get("branches"):
        return False
    names = set(given.get("workflows").names())
    return any(
        "pull_request" in other.events and (other.tree.get("name").text or other.path) in names
        for other in workflows
    )


def _fields(workflow: Workflow, script: Script, events: set[str]) -> Iterator[tuple[int, str]]:
    named = _named(workflow.tree, script.job, script.step)
    for number, line in script.lines():
        for match in _EXPRESSION.finditer(line):
            field = untrusted(match.group(1)) or named.get(match.group(1).strip().removeprefix("env."), "")
            if field and _exists(field, events):
                yield number, field
                break


def untrusted(expression: str) -> str:
    """The field of an expression whose value a stranger chooses; empty if none gets through."""
    rest = _ASKED.sub("", expression)
    if "==" in rest or "!=" in rest:
        return ""
    match = _UNTRUSTED.search(rest)
    return "" if match is None or _SAFE.match(match.group()) else match.group()


def known_author(job: Tree, step: Tree) -> bool:
    """Whether a condition admits only people who are known."""
    return _KNOWN_AUTHOR.search(job.get("if").text + " " + step.get("if").text) is not None


def _named(tree: Tree, job: Tree, step: Tree) -> dict[str, str]:
    """Variables of the environment that hold such text: harmless as ``$NAME``, not as ``${{ env.NAME }}``."""
    found: dict[str, str] = {}
    for place in (tree, job, step):
        for name, value in place.get("env").items():
            match = _EXPRESSION.search(value.text)
            field = untrusted(match.group(1)) if match else ""
            if field:
                found[name] = field
    return found


def _severity(events: set[str]) -> Severity | None:
    if events & _PRIVILEGED:
        return Severity.HIGH
    if events & {"push", "pull_request_review", "pull_request_review_comment"}:
        return Severity.MEDIUM if "pull_request" not in events else Severity.LOW
    return Severity.LOW if events & {"pull_request", "merge_group"} else None


def _exists(field: str, events: set[str]) -> bool:
    """Whether the payload of one of the events has the field."""
    if field.lower().startswith("tojson"):
        return True
    if field == "github.head_ref":
        return bool(events & {"pull_request", "pull_request_target"})
    first = field.split(".")[2]
    holders = {
        "issue": {"issues", "issue_comment"},
        "comment": {"issue_comment", "pull_request_review_comment", "discussion_comment", "commit_comment"},
        "review": {"pull_request_review"},
        "pull_request": {
            "pull_request",
            "pull_request_target",
            "pull_request_review",
            "pull_request_review_comment",
        },
        "discussion": {"discussion", "discussion_comment"},
        "workflow_run": {"workflow_run"},
        "head_commit": {"push"},
        "commits": {"push"},
        "pages": {"gollum"},
    }
    return bool(holders.get(first, set()) & events)


def _writer(field: str) -> str:
    if "issue" in field:
        return "whoever opens an issue"
    if "comment" in field or "discussion" in field or "review" in field:
        return "whoever writes a comment"
    return "whoever writes the commit" if "commit" in field else "whoever opens a pull request"


def _shown(events: set[str]) -> str:
    told = sorted(events & _PRIVILEGED) or sorted(events)
    return ", ".join(f"`{event}`" for event in told[:3])
