"""What the tests of facts share: projects from texts, and what `probe(x)` in a text is told to be."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping

from codereview.facts.extract import Extraction
from codereview.facts.layout import module_name
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts
from codereview.facts.resolve import Target

WATCH = frozenset({"utcnow"})


def facts_of(text: str, path: str = "app.py") -> FileFacts:
    """The facts of one file; its common indentation is taken off."""
    text = textwrap.dedent(text)
    tree, lines = ast.parse(text), text.count("\n") + 1
    return Extraction(tree, path, module_name(path), lines, WATCH, text, compared=True).run()


def project_of(files: Mapping[str, str]) -> ProjectFacts:
    """A project of these files."""
    return ProjectFacts([facts_of(text, path) for path, text in files.items()], {})


def described(project: ProjectFacts, target: Target) -> str:
    """A target in short: ``requests.get``, ``def f``, ``class A``, ``an A``, ``module a.py``, ``many an A``,
    ``?``."""
    if target.kind == "external":
        return "?" if target.name.startswith("?") else target.name
    if target.kind == "unknown":
        return "?"
    if target.kind == "module":
        return f"module {target.file}"
    if target.kind == "elements":
        assert target.inner is not None
        return f"many {described(project, target.inner)}"
    if target.kind in ("function", "generator"):
        word = "def" if target.kind == "function" else "generator"
        return f"{word} {project.resolver.function(target).qualname}"
    name = project.resolver.class_(target.key).qualname
    return f"class {name}" if target.kind == "class" else f"an {name}"


def probes(text: str, path: str = "app.py", **others: str) -> list[str]:
    """What the first argument of each ``probe(...)`` in a file is, in the order of the text.

    Args:
        text: the file.
        path: its place.
        others: further files; ``pkg__mod="..."`` is ``pkg/mod.py`` and ``pkg__init="..."`` is
        ``pkg/__init__.py``.
    """
    files = {named(name): content for name, content in others.items()}
    project = project_of({**files, path: text})
    calls = sorted(calls_of(project.files[path], "probe"), key=lambda call: (call.line, call.column))
    return [described(project, project.resolve(path, call.args[0])) for call in calls]


def named(key: str) -> str:
    """The path that a keyword of `probes` stands for."""
    return key.replace("__init", "/__init__").replace("__", "/").replace("//init/", "/__init__") + ".py"


def calls_of(facts: FileFacts, name: str) -> list[CallFact]:
    """The calls of something whose path ends in a name."""
    return [call for call in facts.calls if call.path.lstrip("?").rpartition(".")[2] == name]
