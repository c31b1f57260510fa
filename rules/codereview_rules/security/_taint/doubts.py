"""What in a project tells that a way from outside to a sink has little at stake."""

from __future__ import annotations

import re

from codereview.facts.fingerprints import word_hash
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.remembered import once_for_a_project
from .flow.values import HTML, PATH, REDIRECT, URL
from .trails import Origin, Trace

_READS = PATH | URL | REDIRECT
"""What whoever runs the site may do in other ways as well."""
_ADMIN = ("django.contrib.admin", "import_export.admin")
_STAFF = re.compile(r"(?:^|[._])(?:is_|require_?|current_?|get_?)*(?:admin|staff|super_?user)", re.IGNORECASE)
_TRUSTED = re.compile(
    r"(?:^|[._])(?:is_owner|(?:is_)?mod(?:erator|s)?_|has_(?:any_)?role|has_(?:guild_)?permissions)\w*(?:\(\))?$"
)
"""Checks of commands of a bot that let in who runs the place: https://discordpy.readthedocs.io/en/stable/ext/commands"""
_COMMANDS = re.compile(r"(?:command|group|callback)(?:\(\))?$")
_CHECKS = re.compile(
    r"(?i)(?:^|[._])(?:checks?\b|(?:is_|has_?|only_|requires?_?)\w+|\w*(?:owner|admin|level|permission)\w*)"
)
_ABOVE = 4
"""Lines above a function in which its decorators stand."""
_STAND_IN = re.compile(r"(?:^|/)(?:stubs?|mocks?|fakes?|simulators?)/")
"""Servers that stand in for another one while somebody develops."""
_STANDS_IN = re.compile(r"(?:^|_)(?:fake|mock|stub|dummy)_")
_VIEWS = ("django.views.View", "django.views.generic.View", "django.views.generic.base.View")
_CLEANS = re.compile(r"sanitiz|bleach|escape", re.IGNORECASE)
_CSRF = word_hash("csrf.CsrfViewMiddleware")


def has_little_at_stake(project: ProjectFacts, trace: Trace, kind: int) -> bool:
    """Whether the project shows that nobody who means harm gets there, or that what is followed is made clean."""
    (file, index), _ = trace.place
    name = project.function((file, index)).name if index >= 0 else ""
    if is_aside(project, trace) or _STAND_IN.search(file) or _STANDS_IN.search(name):
        return True
    if kind & (REDIRECT | HTML) and _is_own_form(project, trace.origin):
        return True
    if kind == HTML and any(
        call.function == index and _CLEANS.search(call.path.rpartition(".")[2])
        for call in project.files[file].calls
    ):
        return True  # on other ways through the function it is
    return (bool(kind & _READS) and _is_of_staff(project, trace.origin)) or _is_action(project, trace)


def is_command_of_few(project: ProjectFacts, trace: Trace) -> bool:
    """Whether a command of a bot, from whose message a value comes, stands under a check of who sends it."""
    if trace.origin.kind != "message to the bot":
        return False
    (file, index), _ = trace.place
    decorators = project.function((file, index)).decorators if index >= 0 else ()
    return any(_COMMANDS.search(name) for name in decorators) and any(
        _CHECKS.search(name) for name in decorators if not _COMMANDS.search(name)
    )


def few_who_send(project: ProjectFacts, trace: Trace) -> bool:
    """Whether only those who run the site, or whom a check of a bot's command lets through, send a value."""
    return is_command_of_few(project, trace) or _is_of_staff(project, trace.origin)


def _is_action(project: ProjectFacts, trace: Trace) -> bool:
    """Whether what is sent comes from a page of Django's administration on which rows were chosen."""
    functions = project.files[trace.origin.file].functions
    return any(p.name == "modeladmin" for function in functions for p in function.params)


def is_aside(project: ProjectFacts, trace: Trace) -> bool:
    """Whether a way begins or ends in a folder of what is no longer used."""
    return project.live.aside.in_folder(trace.origin.file) or project.live.aside.in_folder(trace.place[0][0])


def _is_own_form(project: ProjectFacts, origin: Origin) -> bool:
    """Whether a value stands in a form that is taken from the site's own pages alone: nobody else can fill it in."""
    around = [
        (number, function)
        for number, function in enumerate(project.files[origin.file].functions)
        if function.line <= origin.line <= function.end_line
    ]
    if not around:
        return False
    if "request.form" in origin.shown:
        guarded = "CSRFProtect" in project.vocabulary.called
        return guarded or any(_is_posted_by_known(project, (origin.file, number)) for number, _ in around)
    if _CSRF not in project.vocabulary.spoken:
        return False
    if any("csrf_exempt" in mark for _, function in around for mark in function.decorators):
        return False
    return "request.POST" in origin.shown or any(
        _is_of_form_alone(project, (origin.file, function.cls)) for _, function in around if function.cls >= 0
    )


def _is_posted_by_known(project: ProjectFacts, key: Key) -> bool:
    """Whether a handler takes forms alone, of visitors who have signed in: the cookie does not come with another
    site's form."""
    return any(
        route.handler == key
        and "POST" in route.methods
        and "GET" not in route.methods
        and route.protection == "known"
        for route in project.routes.all
    )


def _is_of_form_alone(project: ProjectFacts, at: Key) -> bool:
    """Whether a view of Django has no page of its own that a link could lead to: it only takes what is posted."""
    cls = project.files[at[0]].classes[at[1]]
    methods = set(cls.methods)
    if "post" not in methods or methods & {"get", "dispatch", "put", "http_method_not_allowed"}:
        return False
    return bool(cls.bases) and all(base in _VIEWS for base in cls.bases)


def _is_of_staff(project: ProjectFacts, origin: Origin) -> bool:
    """Whether a value is given on a page of the administration, to which only those are let who run the site."""
    facts = project.files[origin.file]
    for number, cls in enumerate(facts.classes):
        if cls.line <= origin.line <= cls.end_line and any(
            isinstance(base, str) and base.startswith(_ADMIN)
            for base in project.resolver.bases((origin.file, number))
        ):
            return True
    if any(
        function.line <= origin.line <= function.end_line and any(map(_TRUSTED.search, function.decorators))
        for function in facts.functions
    ):
        return True
    asked = [
        call.line
        for call in facts.calls
        if call.path.endswith(".user_passes_test") and any(map(_STAFF.search, call.args))
    ]
    staff = _handlers_for_staff(project)
    return any(
        ((origin.file, number) in staff or any(0 <= function.line - line <= _ABOVE for line in asked))
        and function.line <= origin.line <= function.end_line
        for number, function in enumerate(facts.functions)
    )


@once_for_a_project
def _handlers_for_staff(project: ProjectFacts) -> frozenset[Key]:
    """The functions that are reached through a guard for those who run the site."""
    return frozenset(
        route.handler
        for route in project.routes.all
        if route.handler is not None
        and not route.of_class
        and any(_STAFF.search(guard.name) for guard in route.guards)
    )
