"""OPS009: environment keys that documents, code and deployment do not agree on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import dirname

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.deployment.environment import Read, Written
from codereview.facts.deployment.wanted import is_env_template, is_secrets_template
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._environment.collect import EnvironmentKeys
from ._environment.examples import BAD, GOOD

_SHOWN = 6
_PROTECTS = lazy_pattern(
    r"(?:^|_)(?:auth_enabled|enable_auth|require_auth\w*|rate_limit\w*|lockout\w*|max_login\w*"
    r"|allowed_(?:hosts|origins|users|ips)"
    r"|csrf\w*|cors_\w*|verify_\w+|restricted_mode|session_timeout\w*|password_(?:min|policy)\w*|encrypt\w*)$",
    re.IGNORECASE,
)
"""Settings that somebody relies on."""
_RELIED = ": whoever sets what is meant to protect is not protected"
_OF_BROWSERS = (".js", ".jsx", ".ts", ".tsx", ".vue", ".svelte", ".mjs")


class EnvironmentDrift(ProjectRule):
    """Holds the keys that templates and tables name, that code reads and that deployment sets against each other."""

    card = Card(
        id="OPS009",
        title="Environment keys that do not agree",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "Whoever sets the program up goes by the template. A key that nothing reads is set in vain, "
            "one with a slip in its "
            "name leaves the program with its default, and one that is required and nowhere named is "
            "found out when the "
            "program stops."
        ),
        instead=(
            "Keep one list of the keys, such as `.env.example`, and change it with the code: read all of "
            "them in one settings "
            "class that fails at the start with the names of those that are missing."
        ),
        false_alarms=(
            "Keys that any file but a document mentions, that libraries, servers, platforms, images and "
            "front ends read by "
            "themselves, that begin as names which are put together, and settings with prefixes, nesting "
            "and aliases are "
            "understood. A key that only a program outside of the repository reads is not told apart."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (EnvironmentKeys,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without keys there is nothing to hold against each other."""
        if any(project.noted(EnvironmentKeys)) or any(is_env_template(path) for path in project.texts):
            return ""
        return "no code of the project reads an environment key, and no document names one"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each document with keys that nothing reads, one for what no document names, one for each
        settings class with fields that nobody reads, one for each file that sets keys with a slip."""
        yield from self._unread(project)
        yield from self._undocumented(project)
        yield from self._unused(project)
        yield from self._slips(project)
        yield from self._secrets(project)

    def _unread(self, project: ProjectFacts) -> Iterator[Finding]:
        environment = project.environment
        by_file: dict[str, dict[str, Written]] = defaultdict(dict)
        for item in environment.unread:
            if not item.off:
                by_file[item.path].setdefault(item.name, item)
        for path, found in by_file.items():
            near = {name: other for name in found if (other := environment.near(name))}
            if not near and _has_front_end(project, path):
                continue
            keys = list(near) or list(found)
            if near:
                shown = [
                    f"`{name}` (`{environment.reads[other][0].path}` reads `{other}`)"
                    for name, other in near.items()
                ]
                text = f"{_listed(shown)} {_is(near)} set in vain: nothing reads {_it(near)}"
            else:
                text = (
                    f"{_keys(found)} {_is(found)} documented, and nothing of the project reads {_it(found)}"
                )
            others = [Related(path, found[name].line, f"`{name}`") for name in keys[1:]]
            reads = [_place(environment.reads[other][0]) for other in near.values()]
            yield self.finding(
                path,
                At(found[keys[0]].line),
                text,
                severity=Severity.MEDIUM if near else None,
                confidence=Confidence.HIGH if near else None,
                related=(*others[:_SHOWN], *reads[:_SHOWN]),
                cause=f"environment:{path}",
                checked="reads in all spellings, settings fields with prefixes and aliases, mentions in any other file",
            )

    def _undocumented(self, project: ProjectFacts) -> Iterator[Finding]:
        environment = project.environment
        runs = project.is_a("web service", "Streamlit application", "bot or worker")
        if not runs and not any(is_env_template(path) for path in environment.documented_in):
            return
        meant = {environment.near(item.name) for item in environment.unread}
        by_place: dict[str, dict[str, Read]] = defaultdict(dict)
        for name, reads in environment.undocumented.items():
            if name in meant:
                continue
            read = next(item for item in reads if item.how == "required")
            by_place[_document_for(project, read.path)][name] = read
        for place, found in by_place.items():
            template = is_env_template(place)
            first = next(iter(found.values()))
            yield self.finding(
                place or first.path,
                At(1) if place else At(first.line),
                f"{_keys(found)} {_is(found)} required by `{first.path}`{_more(found)} and "
                f"{'stands' if len(found) == 1 else 'stand'} neither in "
                f"{'this template' if template else 'a document'} nor in any other file beside the code",
                severity=Severity.MEDIUM if template else Severity.LOW,
                confidence=Confidence.HIGH if template else Confidence.MEDIUM,
                related=[_place(read) for read in found.values()][:_SHOWN],
                cause=f"environment:{place}",
                checked="templates, documents, compose files, Dockerfiles, workflows, charts",
            )

    def _unused(self, project: ProjectFacts) -> Iterator[Finding]:
        for (path, cls), fields in project.environment.unused_fields.items():
            first = fields[0]
            names = [
                f"`{field.name}`" for field in sorted(fields, key=lambda f: not _PROTECTS.search(f.name))
            ]
            protecting = any(_PROTECTS.search(field.name) for field in fields)
            yield self.finding(
                first.path,
                At(first.line),
                f"{_listed(names)} of `{cls}` {_is(fields)} read from the environment, and nothing reads "
                f"{_it(fields)} from there{_RELIED if protecting else ''}",
                severity=Severity.MEDIUM if protecting else None,
                symbol=cls,
                related=[Related(f.path, f.line, f"`{f.name}`") for f in fields[1 : _SHOWN + 1]],
                cause=f"settings:{path}:{cls}",
                checked="mentions in all code and templates, settings that are dumped as a whole",
            )

    def _slips(self, project: ProjectFacts) -> Iterator[Finding]:
        """Keys that deployment sets and that are read under a name which nothing sets."""
        environment = project.environment
        by_file: dict[str, list[tuple[Written, str]]] = defaultdict(list)
        for _, item, other in environment.slips:
            by_file[item.path].append((item, other))
        for path, found in by_file.items():
            item, other = found[0]
            read = environment.reads[other][0]
            yield self.finding(
                path,
                At(item.line),
                f"`{item.name}` is set here and read nowhere, while `{read.path}` reads `{other}`, which "
                f"is set nowhere",
                severity=Severity.MEDIUM,
                related=[
                    _place(read),
                    *(Related(path, i.line, f"`{i.name}` for `{o}`") for i, o in found[1:_SHOWN]),
                ],
                cause=f"environment:{path}",
                checked="reads in all spellings, mentions in any other file",
            )

    def _secrets(self, project: ProjectFacts) -> Iterator[Finding]:
        environment = project.environment
        template = next((path for path in project.texts if is_secrets_template(path)), "")
        if not template or "" in environment.secrets or not environment.secrets:
            return
        known = {
            name for name, items in environment.documented.items() if any(i.how == "secrets" for i in items)
        }
        missing = {
            name: reads[0]
            for name, reads in environment.secrets.items()
            if name not in known and all(read.how == "required" for read in reads)
        }
        if missing:
            yield self.finding(
                template,
                At(1),
                f"{_keys(missing)} {_is(missing)} read from Streamlit's secrets and not in this template",
                severity=Severity.MEDIUM,
                related=[_place(read) for read in missing.values()][:_SHOWN],
                cause=f"environment:{template}",
            )


def _document_for(project: ProjectFacts, path: str) -> str:
    """The template, else the README, that stands nearest above a file."""
    templates = [p for p in project.environment.documented_in if is_env_template(p)]
    folder = dirname(path)
    while True:
        for template in templates:
            if dirname(template) == folder:
                return template
        if not folder:
            break
        folder = dirname(folder)
    return next((p for p in project.texts if p.lower() in ("readme.md", "readme.rst", "readme.txt")), "")


def _has_front_end(project: ProjectFacts, path: str) -> bool:
    """Whether code for browsers or Node stands below the folder of a template: what it reads is not known."""
    start = f"{dirname(path)}/".lstrip("/")
    return any(
        other.startswith(start)
        and other.endswith(_OF_BROWSERS)
        and "static/" not in other
        and "/vendor" not in other
        for other in project.others
    )


def _place(read: Read) -> Related:
    return Related(read.path, read.line, f"`{read.name}` is read here")


def _keys(found: Iterable[str]) -> str:
    return _listed([f"`{name}`" for name in found])


def _listed(names: list[str]) -> str:
    if len(names) > _SHOWN:
        return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is(found: Iterable[object]) -> str:
    return "is" if len(list(found)) == 1 else "are"


def _it(found: Iterable[object]) -> str:
    return "it" if len(list(found)) == 1 else "them"


def _more(found: dict[str, Read]) -> str:
    others = len({read.path for read in found.values()}) - 1
    return f" and {others} more file{'s' if others > 1 else ''}" if others else ""
