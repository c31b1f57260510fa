"""Functions and classes while the walk still adds to them; frozen into facts at its end."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from codereview.facts import module as m
from codereview.facts.paths import UNKNOWN

_MOST_RESULTS = 4
_STUB_ERRORS = frozenset({"NotImplementedError", "NotImplemented"})


class FunctionDraft:
    """A function that is being walked."""

    __slots__ = (
        "annotation",
        "anys",
        "cls",
        "cognitive",
        "complexity",
        "conditional",
        "decisions",
        "decorators",
        "globals",
        "is_generator",
        "node",
        "params",
        "parent",
        "qualname",
        "returns",
        "returns_value",
        "yields",
    )

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        qualname: str,
        parent: int,
        cls: int,
        conditional: bool,
    ) -> None:
        self.node = node
        self.qualname = qualname
        self.parent = parent
        self.cls = cls
        self.conditional = conditional
        self.params: list[m.Param] = []
        self.annotation = UNKNOWN
        self.decorators: list[str] = []
        self.returns: list[str] = []
        self.yields: list[str] = []
        self.is_generator = False
        self.returns_value = False
        self.decisions: list[ast.AST] = []  # those of lambdas included
        self.complexity = 0
        self.cognitive: int | None = None
        self.globals: set[str] = set()
        self.anys: list[str] = []

    def result(self, path: str) -> None:
        """Notes the path of a returned value."""
        if path not in self.returns and len(self.returns) <= _MOST_RESULTS:
            self.returns.append(path)

    def frozen(self) -> m.FunctionFact:
        """The fact."""
        node = self.node
        is_lambda = isinstance(node, ast.Lambda)
        return m.FunctionFact(
            name="<lambda>" if isinstance(node, ast.Lambda) else node.name,
            qualname=self.qualname,
            line=node.lineno,
            column=node.col_offset + 1,
            end_line=node.end_lineno or node.lineno,
            end_column=(node.end_col_offset or 0) + 1,
            is_async=isinstance(node, ast.AsyncFunctionDef),
            parent=self.parent,
            cls=self.cls,
            params=tuple(self.params),
            annotated=not isinstance(node, ast.Lambda) and node.returns is not None,
            annotation=self.annotation,
            decorators=tuple(self.decorators),
            returns=tuple(self.returns),
            yields=tuple(self.yields),
            is_generator=self.is_generator,
            returns_value=self.returns_value or is_lambda,
            stub=not isinstance(node, ast.Lambda) and is_stub(node.body),
            overload=bool(self.decorators) and any(_is_overload(path) for path in self.decorators),
            docstring=not isinstance(node, ast.Lambda) and has_docstring(node.body),
            complexity=self.complexity,
            cognitive=self.cognitive,
            conditional=self.conditional,
            body_line=node.body.lineno if isinstance(node, ast.Lambda) else node.body[0].lineno,
            globals=tuple(sorted(self.globals)),
            anys=tuple(self.anys),
        )


class ClassDraft:
    """A class that is being walked."""

    def __init__(self, node: ast.ClassDef, qualname: str, parent: int) -> None:
        self.node = node
        self.qualname = qualname
        self.parent = parent
        self.bases: list[str] = []
        self.keywords: list[tuple[str, str]] = []
        self.decorators: list[str] = []
        self.methods: dict[str, int] = {}
        self.attrs: list[m.AttrFact] = []
        self.fields: list[m.FieldFact] = []
        self.seen: set[tuple[str, str, str]] = set()

    def add(self, attr: m.AttrFact) -> None:
        """Notes an attribute; the same assignment is kept once."""
        key = (attr.name, attr.path, attr.annotation)
        if key not in self.seen and not (
            attr.path == UNKNOWN and not attr.annotation and (attr.name, "", "") in self.seen
        ):
            self.seen.add(key)
            self.seen.add((attr.name, "", ""))
            self.attrs.append(attr)

    def complete(self, names: Mapping[str, str], line: int) -> None:
        """Adds what the body binds in other ways than by a definition or a plain assignment."""
        prefix = f"@.{self.qualname}."
        for name, path in names.items():
            if (name, "", "") not in self.seen and name not in self.methods and path != prefix + name:
                self.add(m.AttrFact(name, UNKNOWN, "", line))

    def frozen(self) -> m.ClassFact:
        """The fact."""
        node = self.node
        return m.ClassFact(
            name=node.name,
            qualname=self.qualname,
            line=node.lineno,
            column=node.col_offset + 1,
            end_line=node.end_lineno or node.lineno,
            end_column=(node.end_col_offset or 0) + 1,
            bases=tuple(self.bases),
            keywords=tuple(self.keywords),
            decorators=tuple(self.decorators),
            methods=self.methods,
            attrs=tuple(self.attrs),
            docstring=has_docstring(node.body),
            parent=self.parent,
            fields=tuple(self.fields),
        )


def has_docstring(body: list[ast.stmt]) -> bool:
    """Whether a body begins with a docstring."""
    first = body[0] if body else None
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )


def _is_overload(path: str) -> bool:
    return path.rpartition(".")[2] == "overload"


def is_stub(body: list[ast.stmt]) -> bool:
    """Whether a body does nothing: docstring, ``...``, ``pass`` and ``raise NotImplementedError`` only."""
    return all(_does_nothing(statement) for statement in body)


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id in _STUB_ERRORS
    return False
