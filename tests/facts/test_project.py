"""The joined facts of a project: who calls what, what imports what, what can be reached."""

from __future__ import annotations

import pytest
from facts_lab import project_of

from codereview.facts.project import ProjectFacts

FILES = {
    "app/__init__.py": "",
    "app/main.py": "from app.models import User\nfrom app import tools\n\ndef start():\n    "
    "tools.helper(User(1))\n    User.make()\n",
    "app/models.py": "class User:\n    def __init__(self, key):\n        self.key = key\n    "
    "@classmethod\n    def make(cls): return cls(2)\n",
    "app/tools.py": "def helper(user):\n    return user.key\n\ndef alone(): pass\n",
    "app/unused.py": "import app.tools\n",
    "run.py": "from app.main import start\nif __name__ == '__main__':\n    start()\n",
}  # fmt: skip


def names(project: ProjectFacts, path: str, index: int) -> list[str]:
    """Qualified names of the functions that call one."""
    edges = project.callers.get((path, index), ())
    return [project.function(e.caller).qualname if e.caller[1] >= 0 else "module" for e in edges]


def test_callers_are_found_through_modules_and_constructors() -> None:
    project = project_of(FILES)
    assert names(project, "app/tools.py", 0) == ["start"]
    assert names(project, "app/models.py", 0) == ["start", "User.make"]
    assert names(project, "app/models.py", 1) == ["start"]
    assert names(project, "app/main.py", 0) == ["module"]
    assert names(project, "app/tools.py", 1) == []


def test_imports_pull_in_the_packages_above() -> None:
    project = project_of(FILES)
    assert project.imports["run.py"] == {"app/main.py", "app/__init__.py"}
    assert project.imports["app/main.py"] == {"app/models.py", "app/tools.py", "app/__init__.py"}


def test_imports_for_type_checkers_do_not_count() -> None:
    project = project_of({"a.py": "if TYPE_CHECKING:\n    import b\n", "b.py": ""})
    assert project.imports["a.py"] == frozenset()


def test_what_entry_points_reach() -> None:
    project = project_of(FILES)
    assert [entry.path for entry in project.entry_points] == ["run.py"]
    assert project.reachable == set(FILES) - {"app/unused.py"}


def test_imports_in_circles_are_followed_once() -> None:
    project = project_of({"a.py": "import b\n", "b.py": "import a\n"})
    assert project.reachable_from("a.py") == {"a.py", "b.py"}


def test_functions_and_calls_by_their_keys() -> None:
    project = project_of(FILES)
    assert project.function(("app/tools.py", 1)).qualname == "alone"
    assert [call.path for call in project.calls_in(("run.py", -1))] == ["app.main.start"]
    assert [edge.target.name for edge in project.edges_from(("run.py", -1))] == ["start"]
    with pytest.raises(KeyError):
        project.function(("run.py", -1))


def test_the_order_of_the_files_does_not_matter() -> None:
    one, other = project_of(FILES), project_of(dict(reversed(FILES.items())))
    assert one.edges == other.edges
    assert one.resolver.parameters == other.resolver.parameters


def test_an_unbound_method_gets_its_object_from_the_caller() -> None:
    files = {
        "base.py": "class Base:\n    def set(self, client): client.run()\n",
        "a.py": (
            "from base import Base\nimport requests\nclass A(Base):\n    def set(self, client):\n"
            "        Base.set(self, requests.Session())\n"
        ),
    }
    given = {key[2]: target.name for key, target in project_of(files).resolver.parameters.items()}
    assert given["client"] == "requests.Session()"
