"""What a project says of a file that nothing starts with: settings that none asks for, services to try against."""

from __future__ import annotations

import re

from codereview.api import Finding
from codereview.facts.project import ProjectFacts

from . import notes, required
from .lattice import asked_by, settings_asked_for

_SETTINGS = re.compile(r"(?:^|/)settings(?:_\w{1,40})?\.py$|(?:^|/)settings/\w{1,40}\.py$")
_LIVE = re.compile(r"prod|live|stag|deploy|heroku|docker|server|aws|azure|gcp|cloud|base|common|default")
_TRIED = re.compile(
    r"(?i)\btest[- ]?suites?\b|^\s*#.*\btests?\b|[a-z]\.local\b|[\w]-(?:dev|local|test)\b", re.M
)
# https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/security-settings, OpenSearch, PostgreSQL
_OPENED = re.compile(
    r"(?i)\bsecurity\.enabled[\"']?\s{0,4}[:=]\s{0,4}[\"']?false|\bDISABLE_SECURITY_PLUGIN[\"']?\s{0,4}[:=]\s{0,4}[\"']?true"
    r"|\bplugins\.security\.disabled[\"']?\s{0,4}[:=]\s{0,4}[\"']?true"
    r"|\bPOSTGRES_HOST_AUTH_METHOD[\"']?\s{0,4}[:=]\s{0,4}[\"']?trust"
)


def unasked(project: ProjectFacts, path: str) -> str:
    """Why settings of Django are in force nowhere, empty if something starts with them, or may.

    Settings for production are named by what deploys, which may be elsewhere.
    """
    name = path.rpartition("/")[2]
    if not _SETTINGS.search(path) or name in {"settings.py", "__init__.py"} or _LIVE.search(name):
        return ""
    asked = settings_asked_for(project)
    if not asked or path in asked or any(path in taken for taken in project.imports.values()):
        return ""
    stem, folder = name.removesuffix(".py"), path.rpartition("/")[0]
    for other, facts in project.files.items():  # an import that is tried, or made by name
        if other.startswith(f"{folder}/") and any(
            stem in {item.name, item.module.rpartition(".")[2]} for item in facts.imports
        ):
            return ""
    if f"{folder}/__init__.py" in asked:
        return ""  # the package starts with what it is told
    return f"nothing asks for these settings; the program starts with those of `{min(asked)}`"


def left_over(project: ProjectFacts, path: str) -> str:
    """Why a ``settings.py`` of Django is in force nowhere, as that of a template which a program was begun with is,
    empty if something starts with it, or may.

    The command beside its package asks for the settings of another one, and nothing asks for these but the modules for
    servers that its own package has, which nothing names.
    """
    package, _, name = path.rpartition("/")
    root = package.rpartition("/")[0]
    if name != "settings.py" or not package or any(path in taken for taken in project.imports.values()):
        return ""
    asked = tuple(asked_by(project))
    command = f"{root}/manage.py" if root else "manage.py"
    by_command = sorted({settings for asking, settings in asked if asking == command})
    if not by_command or path in by_command:
        return ""
    if any(settings == path and asking.rpartition("/")[0] != package for asking, settings in asked):
        return ""
    if any(asking.rpartition("/")[2] == "manage.py" and settings == path for asking, settings in asked):
        return ""
    own = re.compile(rf"\b{re.escape(package.rpartition('/')[2])}[./:](?:settings|wsgi|asgi)\b")
    if any(own.search(text) for text in project.texts.values()):
        return ""
    return f"nothing starts with these settings; the program starts with those of `{by_command[0]}`"


def left_for(project: ProjectFacts, path: str, setting: str) -> str:
    """Why settings of Django are those of development, empty if something starts with them, or may.

    The program starts with settings beside them, which do without this default: they ask for the setting.
    """
    if not _SETTINGS.search(path) or not setting:
        return ""
    asked, folder = settings_asked_for(project), path.rpartition("/")[0]
    if path in asked or any(path in taken for taken in project.imports.values()):
        return ""
    beside = sorted(other for other in asked if other.rpartition("/")[0] == folder)
    live = next((other for other in beside if required.asks_for(project, other, setting)), "")
    return f"the program starts with `{live}`, which asks for it without a default" if live else ""


def unrouted(project: ProjectFacts, path: str, symbol: str) -> str:
    """Why a view of Django answers nothing, empty if a URL leads to it, or it may be called."""
    facts = project.files[path]
    if not re.search(r"(?:^|/)views(?:/|\.py$)|views\.py$", path) or not symbol or "." in symbol:
        return ""
    index = next((i for i, function in enumerate(facts.functions) if function.qualname == symbol), -1)
    if index < 0 or not any(item.module.partition(".")[0] == "django" for item in facts.imports):
        return ""
    first = next((item.name for item in facts.functions[index].params), "")
    handlers = {route.handler for route in project.routes.all}
    routed = any(handler and handler[0] != path for handler in handlers)
    if first != "request" or not routed or (path, index) in handlers:
        return ""
    for other, held in project.files.items():
        if any(
            item.name == symbol and project.layout.find(item.module, other.rpartition("/")[0]) == path
            for item in held.imports
        ):
            return ""
        for call in held.calls:
            if any(
                given.rpartition(".")[2] == symbol and _leads(project, other, given, (path, index))
                for given in (call.path, *call.given)
            ):
                return ""
    return "no URL leads to this view"


def _leads(project: ProjectFacts, path: str, given: str, key: tuple[str, int]) -> bool:
    """Whether what a call is given is a function, or may be."""
    target = project.resolve(path, given)
    return target.kind != "function" or target.key == key


def of_trial(finding: Finding, project: ProjectFacts) -> str:
    """Why a value in a compose file opens nothing of the program, empty if it does, or may.

    All services of the file are images made elsewhere, its text says that they are there to be tried against, and
    another file builds the program; or one of them is open to everybody, as none is where a program is in use.
    """
    deployment = project.deployment
    compose = deployment.composes.get(finding.path)
    if compose is None or any(service.context is not None for service in compose.services):
        return ""
    text = project.texts[finding.path]
    if deployment.dockerfiles and _OPENED.search(text) and not notes.is_live(finding.path):
        return (
            "services for work on the program, which is built elsewhere: one of them has no protection at all"
        )
    if not any(
        file.path != finding.path and service.context is not None for file, service in deployment.services
    ):
        return ""
    if not _TRIED.search(text):
        return ""
    return "a service beside the program to try it against, which is built elsewhere, as it seems"
