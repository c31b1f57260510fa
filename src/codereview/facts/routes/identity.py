"""Which variable a dotted name means: routers are told apart by where they are bound, not by their class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.values import Node
from codereview.facts.targets import NOTHING, Target

if TYPE_CHECKING:
    from codereview.facts.module import FileFacts, ImportFact
    from codereview.facts.project import ProjectFacts

_MOST_HOPS = 6


class Identity:
    """Answers for one project.

    Args:
        project: the joined facts; only files with declarations of routes are looked at.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.files = {path: facts for path, facts in project.files.items() if facts.routing}
        self.bound: dict[Node, list[tuple[str, Declared]]] = {}
        for path, facts in self.files.items():
            for said in facts.routing:
                if said.kind in ("assign", "add"):
                    node = Node(path, _scope(said.scope, said.target), said.target)
                    self.bound.setdefault(node, []).append((path, said))

    def node(self, file: str, scope: str, name: str, line: int = 0) -> Node:
        """The variable that a name means in a scope; one that nothing is seen to bind stands for itself.

        With a line, and several imports of the name, it is the last one before that.
        """
        return self._found(file, scope, name, 0, line) or Node(file, _scope(scope, name), name)

    def _found(self, file: str, scope: str, name: str, hops: int, line: int = 0) -> Node | None:
        if hops > _MOST_HOPS:
            return None
        around = scope
        while True:
            node = Node(file, _scope(around, name), name)
            if node in self.bound:
                return node
            if not around:
                break
            around = around.removesuffix(".").removesuffix("<locals>").removesuffix(".").rpartition(".")[0]
            around = around + "." if around else ""
        return self._imported(file, name, hops, scope, line)

    @staticmethod
    def _seen(facts: FileFacts, first: str, scope: str, line: int) -> Sequence[ImportFact]:
        """The imports that bind a name: where there are several, the last one before a line of a scope."""
        found = [i for i in facts.imports if (i.alias or i.name or i.module.partition(".")[0]) == first]
        if len(found) < 2 or not line:
            return found
        near = [
            i
            for i in found
            if i.line <= line
            and (i.function < 0 or scope.startswith(f"{facts.symbol(i.function)}.<locals>."))
        ]
        return near[-1:] or found

    def module(self, name: str, folder: str) -> str:
        """The file of a module. A program that is started in its own package's folder imports from there."""
        found = self.project.layout.find(name, folder)
        tail = name.replace(".", "/")
        while not found and folder:
            for candidate in (f"{folder}/{tail}.py", f"{folder}/{tail}/__init__.py"):
                if candidate in self.project.files:
                    return candidate
            folder = folder.rpartition("/")[0]
        return found

    def _imported(self, file: str, name: str, hops: int, scope: str = "", line: int = 0) -> Node | None:
        facts = self.project.files.get(file)
        if facts is None:
            return None
        first, _, rest = name.partition(".")
        folder = file.rpartition("/")[0]
        find = self.module
        for item in self._seen(facts, first, scope, line):
            if not item.name:
                found = self._in_module(
                    item.module if item.alias else "", rest if item.alias else name, folder, hops
                )
                if found is not None:
                    return found
                continue
            if rest:
                inner = find(f"{item.module}.{item.name}", folder)
                if inner.endswith(".py"):
                    return self._found(inner, "", rest, hops + 1) or Node(inner, "", rest)
            module = find(item.module, folder)
            if module.endswith(".py") and module != file:
                named = f"{item.name}.{rest}" if rest else item.name
                return self._found(module, "", named, hops + 1) or Node(module, "", named)
        for star in facts.stars:
            module = self.module(star, folder)
            if module.endswith(".py") and module != file:
                found = self._found(module, "", name, hops + 1)
                if found is not None:
                    return found
        return None

    def _in_module(self, module: str, rest: str, folder: str, hops: int) -> Node | None:
        """The variable that ``import a.b`` and ``a.b.router`` mean: the longest part that is a module."""
        parts = rest.split(".")
        for count in range(len(parts) - 1, -1, -1):
            dotted = ".".join(([module] if module else []) + parts[:count])
            found = self.module(dotted, folder) if dotted else ""
            if found.endswith(".py"):
                inner = ".".join(parts[count:])
                return self._found(found, "", inner, hops + 1) or Node(found, "", inner)
        return None

    def target(self, file: str, scope: str, name: str) -> Target:
        """The function, class or outside thing that a name means."""
        if not name:
            return NOTHING
        project = self.project
        around = scope
        while around:
            found = project.resolve(file, f"@.{around}{name}")
            if found.kind in ("function", "class") and not name.startswith("self."):
                return found
            around = around.removesuffix(".").removesuffix("<locals>").removesuffix(".").rpartition(".")[0]
            around = around + "." if around else ""
        if name.startswith("self."):
            owner = scope.split(".<locals>", 1)[0].rpartition(".")[0]
            return project.resolve(file, f"@.{owner}().{name[5:]}") if owner else NOTHING
        return project.resolve(file, f"@.{name}")

    def outside(self, file: str, scope: str, name: str) -> str:
        """The canonical name of something from outside of the project, or of the outside base of a class."""
        found = self.target(file, scope, name)
        if found.kind == "external":
            return found.name
        if found.kind == "class":
            return next(
                (base for base in self.project.resolver.bases(found.key) if isinstance(base, str)), ""
            )
        return ""

    def assigned(self, file: str, scope: str, name: str) -> tuple[str, Declared] | None:
        """The one declaration that binds a name, with its file."""
        said = self.bound.get(self.node(file, scope, name), [])
        return said[0] if len(said) == 1 else None

    def text(self, what: Value | None, file: str, scope: str) -> str | None:
        """The text of an expression, with ``{name}`` for parts that are no literals; None if it cannot be told."""
        if what is None:
            return ""
        if what.kind == "text":
            return what.text
        if what.kind == "name":
            bound = self.assigned(file, scope, what.text)
            if bound is not None and bound[1].value.kind == "text":
                return bound[1].value.text
            return "{" + what.text + "}"
        if what.kind == "join":
            parts = [self.text(part, file, scope) for part in what.items]
            return None if None in parts else "".join(part or "" for part in parts)
        return "" if what.kind == "const" and what.text == "None" else None


def _scope(scope: str, name: str) -> str:
    """The scope of a name: attributes of ``self`` belong to the class."""
    if name.startswith("self."):
        return scope.split(".<locals>", 1)[0].rpartition(".")[0] + "."
    return scope
