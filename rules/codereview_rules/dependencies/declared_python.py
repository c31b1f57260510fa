"""DEP008: the manifest admits a Python on which the code does not run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.dependencies.project import Dependencies
from codereview.facts.dependencies.values import Manifest
from codereview.facts.manifests import Version, lowest
from codereview.facts.module import CONDITIONAL, IN_TRY, TYPE_CHECKING, FileFacts
from codereview.facts.project import ProjectFacts
from codereview_rules.dependencies._since import ARGUMENTS, MODULES, NAMES

_GUARDED = CONDITIONAL | IN_TRY | TYPE_CHECKING


class _Need(NamedTuple):
    version: Version
    path: str
    line: int
    what: str
    certain: bool
    """Whether the file cannot even be imported on an older Python."""


def _project(python: str, name: str = "a") -> str:
    return f'[project]\nname = "{name}"\nrequires-python = "{python}"\n'


class DeclaredPython(ProjectRule):
    """Compares the lowest Python of a manifest with the newest construct, module or name that its code "
    "uses."""

    card = Card(
        id="DEP008",
        title="Declared Python that is too old for the code",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "pip installs the package on every Python that the manifest admits. On one that is older "
            "than the syntax or "
            "the standard library in use, the first import ends with a SyntaxError or ImportError, at "
            "the user's."
        ),
        instead=(
            "Raise `requires-python` to the version that the message names, or put what is new behind a "
            "check of "
            "`sys.version_info` with a backport for the rest. Test on the oldest version that is declared."
        ),
        false_alarms=(
            "What stands behind `try`, a condition or `TYPE_CHECKING`, annotations that are not "
            "evaluated, and files of "
            "tests, docs and scripts are left out. Names that the project defines itself are its own."
        ),
    )
    bad = (
        Bad(
            {"pyproject.toml": _project(">=3.8"), "a.py": "match 1:\n    case 1:\n        pass\n"},
            lines=("pyproject.toml:3",),
        ),
        Bad({"pyproject.toml": _project(">=3.9"), "a.py": "import tomllib\n"}, lines=("pyproject.toml:3",)),
        Bad(
            {"pyproject.toml": _project(">=3.9"), "a.py": "def f(x: int | None) -> None: ...\n"},
            lines=("pyproject.toml:3",),
        ),
        Bad(
            {"setup.py": "from setuptools import setup\nsetup(name='a',\n python_requires='>=3.7')\n",
             "a.py": "if (n := 1) > 0:\n    print(n)\n"},
            lines=("setup.py:3",),
        ),
        Bad(
            {"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.8"\n', "a.py": "from typing import Self\n"},
            lines=("pyproject.toml:2",),
        ),
        Bad(
            {"setup.cfg": "[options]\npython_requires = >=3.8\n", "a.py": "import asyncio\n\n\nasync def f():\n"
             "    async with asyncio.TaskGroup() as g:\n        pass\n"},
            lines=("setup.cfg:2",),
        ),
        Bad(
            {"pyproject.toml": _project(">=3.9"), "a.py": "from dataclasses import dataclass\n\n\n"
             "@dataclass(slots=True)\nclass A:\n    x: int\n"},
            lines=("pyproject.toml:3",),
        ),
        Bad(
            {"one/pyproject.toml": _project(">=3.9"), "one/a.py": "from enum import StrEnum\n",
             "two/pyproject.toml": _project(">=3.11"), "two/b.py": "from enum import StrEnum\n"},
            lines=("one/pyproject.toml:3",),
        ),
    )  # fmt: skip
    good = (
        Good({"pyproject.toml": _project(">=3.11"), "a.py": "import tomllib\nfrom typing import Self\n"}),
        Good(
            {
                "pyproject.toml": _project(">=3.9"),
                "a.py": "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\n",
            }
        ),
        Good(
            {
                "pyproject.toml": _project(">=3.9"),
                "a.py": "import sys\nif sys.version_info >= (3, 11):\n    from typing import Self\n"
                "else:\n    from typing_extensions import Self\n",
            }
        ),
        Good(
            {
                "pyproject.toml": _project(">=3.8"),
                "a.py": "from __future__ import annotations\n\n\ndef f(x: int | None) -> list[str]: ...\n",
            }
        ),
        Good(
            {
                "pyproject.toml": _project(">=3.8"),
                "a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from typing import Self\n",
            }
        ),
        Good({"pyproject.toml": _project(">=3.9"), "tests/test_a.py": "import tomllib\n", "a.py": "x = 1\n"}),
        Good(
            {
                "pyproject.toml": _project(">=3.10"),
                "a.py": "import sys\n\nNEW = sys.version_info >= (3, 11)\nif NEW:\n    import asyncio\n\n"
                "    def start(main):\n        with asyncio.Runner() as runner:\n            runner.run(main)\n",
            }
        ),
        Good({"requirements.txt": "flask\n", "a.py": "import tomllib\n"}),
        Good({"pyproject.toml": _project(">=3.8"), "a.py": "def f(x: 'int | None'): ...\n"}),
        Good({"pyproject.toml": _project(">=3.8"), "a.pyi": "def f(x: int | None) -> list[str]: ...\n"}),
        Good(
            {
                "pyproject.toml": _project(">=3.8"),
                "a.py": "from pkg.typing import Self\nmatch = {}\nmatch[1] = 2\n",
            }
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs a manifest that declares a version."""
        declared = any(m.python for m in project.dependencies.manifests.values())
        return "" if declared else "no manifest declares a Python version"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a manifest, with the places that need the newest version."""
        needs: dict[str, list[_Need]] = defaultdict(list)
        for path, facts in project.files.items():
            if (
                project.zone(path) is not Zone.PRODUCTION
                or facts.failure is not None
                or path.endswith(("setup.py", ".pyi"))
            ):
                continue
            manifest = _declaring(project.dependencies, path)
            if manifest is not None:
                declared = lowest(manifest.python) or (99, 0)
                needs[manifest.path] += [n for n in _needs(project, facts) if n.version > declared]
        for path in sorted(needs):
            if needs[path]:
                yield self._told(project.dependencies.manifests[path], needs[path])

    def _told(self, manifest: Manifest, needs: list[_Need]) -> Finding:
        certain = [need for need in needs if need.certain]
        newest = max(need.version for need in certain or needs)
        shown = [need for need in certain or needs if need.version == newest]
        first = shown[0]
        files = len({need.path for need in needs})
        more = f"; {files} files need a newer Python than declared" if files > 1 else ""
        return self.finding(
            manifest.path,
            At(manifest.python_line),
            f"Declared is Python `{manifest.python}`, but {first.path}, line {first.line} needs "
            f"{newest[0]}.{newest[1]} for {first.what}{more}",
            severity=Severity.HIGH if certain else Severity.MEDIUM,
            related=tuple(Related(need.path, need.line, f"needs it for {need.what}") for need in shown[:5]),
            checked="try, conditions and checks of sys.version_info around each place",
        )


def _declaring(known: Dependencies, path: str) -> Manifest | None:
    """The manifest that declares the Python of a file: of the nearest application that is a project."""
    folder = path.rpartition("/")[0]
    while True:
        for name in ("pyproject.toml", "setup.cfg", "setup.py"):
            manifest = known.manifests.get(f"{folder}/{name}".lstrip("/"))
            if manifest is not None and manifest.python:
                return manifest if lowest(manifest.python) else None
            if manifest is not None and manifest.project:
                return None
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _needs(project: ProjectFacts, facts: FileFacts) -> Iterator[_Need]:
    for need in facts.needs:
        yield _Need(need.version, facts.path, need.line, need.what, True)
    folder = facts.path.rpartition("/")[0]
    for item in facts.imports:
        if item.level or item.type_checking or item.guarded:
            continue
        full = f"{item.module}.{item.name}" if item.name else item.module
        version = MODULES.get(item.module) or NAMES.get(full) or MODULES.get(full)
        if version and not project.layout.find(item.module, folder):
            what = full if full in NAMES or full in MODULES else item.module
            yield _Need(version, facts.path, item.line, what, item.function < 0)
    for call in facts.calls:
        if call.flags & _GUARDED or _is_conditional(facts, call.function):
            continue
        version = NAMES.get(call.path)
        if version:
            yield _Need(version, facts.path, call.line, call.path.removeprefix("builtins."), False)
        for name, _ in call.kwargs:
            version = ARGUMENTS.get(f"{call.path}:{name}")
            if version:
                what = f"{call.path.rpartition('.')[2]}({name}=...)"
                yield _Need(version, facts.path, call.line, what, call.function < 0)


def _is_conditional(facts: FileFacts, function: int) -> bool:
    """Whether a function, or one around it, is defined under a condition, which can be that of the version."""
    while function >= 0:
        if facts.functions[function].conditional:
            return True
        function = facts.functions[function].parent
    return False
