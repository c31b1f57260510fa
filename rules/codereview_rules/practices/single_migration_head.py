"""The database's history is a line with one end."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from codereview.api import Category, Collector, Has, Lacks, ModuleContext, Note, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, spot

_LEAST = 5
_DJANGO = (
    "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
    "    dependencies = [{before}]\n    operations = []\n"
)


def _steps(count: int, *, fork: bool = False) -> dict[str, str]:
    out = {"manage.py": "import django\n\nif __name__ == '__main__':\n    print(django)\n"}
    for n in range(count):
        back = 0 if fork and n == count - 1 else n - 1
        before = f"('shop', '{back:04}_step')" if n else ""
        out[f"shop/migrations/{n:04}_step.py"] = _DJANGO.replace("{before}", before)
    return out


def _revisions(count: int) -> dict[str, str]:
    out = {"main.py": "if __name__ == '__main__':\n    print(1)\n", "alembic.ini": "[alembic]\n"}
    for n in range(count):
        down = f"'rev{n - 1}'" if n else "None"
        out[f"alembic/versions/rev{n}_step.py"] = (
            f"revision = 'rev{n}'\ndown_revision = {down}\n\n\ndef upgrade():\n    run({n})\n"
        )
    return out


class Steps(Collector):
    """Notes of a migration which one it is and which it comes after."""

    nodes = (ast.Assign, ast.AnnAssign)

    def wants(self, file: ModuleContext) -> bool:
        """Migrations of Alembic and Django, by folder and words."""
        return ("/migrations/" in file.path or "versions/" in file.path) and (
            "down_revision" in file.text or "migrations.Migration" in file.text
        )

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """``is`` with the own name, ``after`` with those before it."""
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if not isinstance(target, ast.Name) or value is None:
            return
        if target.id == "revision" and isinstance(value, ast.Constant):
            yield self.noted(node, file, "is", str(value.value))
        elif target.id == "down_revision" and not file.function >= 0:
            yield self.noted(node, file, "after", tuple(_texts(value)))
        elif target.id == "dependencies" and isinstance(value, ast.List):
            pairs = [
                item.elts[1] for item in value.elts if isinstance(item, ast.Tuple) and len(item.elts) == 2
            ]
            yield self.noted(node, file, "after", tuple(text for item in pairs for text in _texts(item)))


def _texts(node: ast.expr) -> Iterable[str]:
    items = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node]
    return (item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str))


class SingleMigrationHead(Practice):
    """Reads the graph of migrations of each folder: what each comes after, and how many have none after them."""

    id = "single-migration-head"
    title = "The database changes by migrations with a single head"
    category = Category.OPERATIONS
    why = "Every deployment knows which steps it lacks, and there is one way to take them."
    bar = f"{_LEAST} migrations, and one head in every folder that has any"
    where = "files"
    contradicted_by = ("OPS007",)
    collects = (Steps,)
    good = (
        Has(_steps(5), ("shop/migrations/0004_step.py:5",), "5 migrations in 1 folder"),
        Has(_revisions(6), ("alembic/versions/rev5_step.py:2",), "6 migrations in 1 folder"),
    )
    bad = (
        Lacks(_steps(6, fork=True), "two heads"),
        Lacks(_steps(3), "three are too few"),
        Lacks(
            {path: text for path, text in _revisions(6).items() if "rev3" not in path}, "a step is missing"
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The heads."""
        folders: dict[str, dict[str, tuple[str, int, tuple[str, ...]]]] = defaultdict(dict)
        for path, notes in project.noted(Steps):
            if "/test" in path or path.startswith("test"):
                continue
            folder, _, file = path.rpartition("/")
            own = next((str(n.values[0]) for n in notes if n.kind == "is"), file.removesuffix(".py"))
            after = next((n for n in notes if n.kind == "after"), None)
            if after is not None and isinstance(after.values[0], tuple):
                folders[folder][own] = (path, after.line, after.values[0])
        heads: list[Related] = []
        for steps in folders.values():
            followed = {name for _, _, names in steps.values() for name in names}
            ends = [(path, line) for name, (path, line, _) in steps.items() if name not in followed]
            if len(ends) != 1 or self._broken(steps):
                return None
            heads.append(spot(*ends[0], "the head"))
        total = sum(len(steps) for steps in folders.values())
        if total < _LEAST:
            return None
        largest = sorted(zip(heads, folders.values(), strict=True), key=lambda pair: -len(pair[1]))
        each = "with a single head" if len(folders) == 1 else "each with a single head"
        said = f"{many(total, 'migration')} in {many(len(folders), 'folder')}, {each}"
        return Seen(said, tuple(head for head, _ in largest), len(heads))

    @staticmethod
    def _broken(steps: dict[str, tuple[str, int, tuple[str, ...]]]) -> bool:
        """Whether Alembic's chain has a hole: Django's steps also come after those of other applications."""
        by_revision = any(not path.endswith(f"/{name}.py") for name, (path, _, _) in steps.items())
        return by_revision and any(before not in steps for _, _, names in steps.values() for before in names)
