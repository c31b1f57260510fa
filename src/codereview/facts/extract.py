"""Text of one Python file -> its facts, and one call per node for the rules that asked for its type."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codereview.facts import module as m
from codereview.facts.drafts import has_docstring
from codereview.facts.fingerprints import prints_of
from codereview.facts.function_numbers import measure
from codereview.facts.routes.declared import Declared
from codereview.facts.routes.reading import read, worth
from codereview.facts.since import Since
from codereview.facts.slots import with_slots
from codereview.facts.walk.base import Hook
from codereview.facts.walk.shown import unshown
from codereview.facts.walk.statements import Statements

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Extraction:
    """One file's walk. Make it, attach hooks, `run` it; `resolve` answers during and after the run.

    Args:
        tree: the parsed file.
        path: where it stands, relative with ``/``.
        module: its dotted name from the repository's root.
        lines: number of lines of the text.
        watch: names whose uncalled use is recorded as a reference (``utcnow``).
        text: the text, for fingerprints; empty for none.
        compared: whether its statements are to be compared with those of other files.
    """

    def __init__(
        self,
        tree: ast.Module,
        path: str,
        module: str,
        lines: int,
        watch: frozenset[str],
        text: str = "",
        compared: bool = False,
    ) -> None:
        self.text = text
        self.compared = compared
        self.tree = tree
        self.path = path
        self.module = module
        self.lines = lines
        is_package = path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")
        package = module if is_package else module.rpartition(".")[0]
        self.hooks: dict[type[ast.AST], list[Hook]] = {}
        self.walker = Statements(package, watch, self.hooks)
        self.since = Since(tree, self.attach, text or None)

    def attach(self, kind: type[ast.AST], hook: Callable[[ast.AST], None]) -> None:
        """Asks for a call at each node of a type, after its parts were walked (function bodies come
        later)."""
        self.hooks.setdefault(kind, []).append(hook)

    def resolve(self, node: ast.expr) -> str:
        """The symbolic path of an expression that was walked; ``?`` for one that was not."""
        return self.walker.memo.get(node) or self.walker.peek(node)

    @property
    def scope(self) -> str:
        """Qualified name of the function or class that is being walked, empty at module level."""
        return self.walker.scope.prefix.removesuffix(".").removesuffix(".<locals>")

    def _routing(self) -> tuple[Declared, ...]:
        walker = self.walker
        return read(self.tree) if walker.routing or worth(walker.imports, _module_scope(walker)) else ()

    def _prints(self) -> m.Prints:
        walker = self.walker
        fields = frozenset(
            statement
            for draft in walker.classes
            for statement in draft.node.body
            if not isinstance(statement, _DEFINITIONS)
        )
        defined = [draft.node.name for draft in walker.classes]
        defined += [draft.node.name for draft in walker.functions if not isinstance(draft.node, ast.Lambda)]
        statements = walker.passed if self.compared else []
        imported = [item.name for item in walker.imports if item.name and item.alias in ("", item.name)]
        return prints_of(self.text, walker.literals, defined, statements, fields, imported)

    def close(self) -> None:
        """Lets go of the tree: the walk refers to itself, and would keep it until a garbage collection. So would a rule
        that keeps `resolve` in something that refers to itself."""
        self.walker.close()
        vars(self).clear()

    def run(self) -> m.FileFacts:
        """Walks the file once and returns its facts."""
        walker = self.walker
        walker.walk(self.tree)
        measure(walker)
        classes = tuple(draft.frozen() for draft in walker.classes)
        facts = m.FileFacts(
            path=self.path,
            module=self.module,
            lines=self.lines,
            statements=len(walker.passed),
            docstring=has_docstring(self.tree.body),
            names=_module_scope(walker),
            exports=_exports(self.tree),
            stars=tuple(walker.stars),
            imports=tuple(walker.imports),
            functions=tuple(draft.frozen() for draft in walker.functions),
            classes=classes,
            calls=tuple(walker.calls),
            refs=tuple(walker.refs),
            reads=unshown(walker.reads, classes),
            loops=tuple(walker.loops),
            main_line=walker.main_line,
            words=tuple(sorted(walker.words)),
            foreign=tuple(sorted(walker.foreign)),
            guards=tuple(walker.guards),
            needs=self.since.found(),
            prints=self._prints() if self.text else m.Prints(),
            routing=self._routing(),
        )
        return with_slots(facts)


def _module_scope(walker: Statements) -> dict[str, str]:
    scope = walker.scope
    while scope.parent is not None:
        scope = scope.parent
    return scope.names


def _exports(tree: ast.Module) -> tuple[str, ...] | None:
    """The names in ``__all__``; None without one, or where a part of it cannot be told from the text."""
    found: tuple[str, ...] | None = None
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and any(_is_all(target) for target in targets):
            found = _strings(node.value) if node.value is not None else None
        elif isinstance(node, ast.AugAssign) and _is_all(node.target):
            found = _joined(found, _strings(node.value))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute) and _is_all(call.func.value) and len(call.args) == 1:
                added = ast.List([call.args[0]]) if call.func.attr == "append" else call.args[0]
                found = _joined(found, _strings(added))
    return found


def _is_all(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Name) and node.id == "__all__"


def _joined(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if one is None or other is None else one + other


def _strings(node: ast.expr) -> tuple[str, ...] | None:
    """The strings in a literal list or tuple, or in a sum of these; None if there is anything else in it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined(_strings(node.left), _strings(node.right))
    if not isinstance(node, (ast.List, ast.Tuple)):
        return None
    values = [item.value if isinstance(item, ast.Constant) else None for item in node.elts]
    strings = tuple(value for value in values if isinstance(value, str))
    return strings if len(strings) == len(values) else None


def not_parsed(path: str, module: str, lines: int, failure: m.FailureFact) -> m.FileFacts:
    """The facts of a file that could not be parsed."""
    return m.FileFacts(path=path, module=module, lines=lines, statements=0, failure=failure)
