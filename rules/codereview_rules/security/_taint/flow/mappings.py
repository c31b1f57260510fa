"""Mappings that a function makes itself: what their keys hold, apart from what is kept under them.

``for column in changes`` runs over keys. Where the code writes these itself, what others sent stands under them and not
in them. The keys of ``changes`` are the entry ``changes#`` of a state's names.
"""

from __future__ import annotations

import ast

from codereview.facts.names import own_name

from .state import State
from .values import CLEAN, Value, join, keys

DUMPS = frozenset({"model_dump", "dict", "asdict"})
"""Methods that give a model's fields by their names."""
_EMPTY = frozenset({"dict", "OrderedDict", "defaultdict"})
_SAME_ITEMS = frozenset({"list", "sorted", "tuple", "set", "frozenset", "reversed", "iter"})


class Mappings:
    """Which names hold such mappings.

    Args:
        params: the parameters that are annotated as mappings; whoever calls has written their keys.
    """

    def __init__(self, params: frozenset[str]) -> None:
        self.written: dict[ast.expr, Value] = {}
        """What the keys of displays and comprehensions hold that were walked."""
        self._params = params
        self._made = set(params)
        self._other: set[str] = set()

    def assigned(self, state: State, target: ast.expr, node: ast.expr, value: Value) -> None:
        """Takes in that a name is given what an expression holds."""
        if not isinstance(target, ast.Name):
            return
        found = self._keys(node, value)
        if found is None:
            self._other.add(target.id)
        else:
            self._made.add(target.id)
            state.names[f"{target.id}#"] = found

    def lost(self, target: ast.expr) -> None:
        """Takes in that the names of a loop's target are given something else."""
        self._other.update(node.id for node in ast.walk(target) if isinstance(node, ast.Name))

    def _keys(self, node: ast.expr, value: Value) -> Value | None:
        if isinstance(node, (ast.Dict, ast.DictComp)):
            return self.written.get(node, CLEAN)
        if not isinstance(node, ast.Call):
            return None
        name = own_name(node.func)
        if isinstance(node.func, ast.Attribute) and name in DUMPS:
            return keys(value)
        given = bool(node.args) and name != "defaultdict"
        spread = any(keyword.arg is None for keyword in node.keywords)
        return CLEAN if name in _EMPTY and not given and not spread else None

    def added(self, state: State, target: ast.expr, value: Value) -> None:
        """Takes in that a mapping gets further keys, which hold a value."""
        if value and isinstance(target, ast.Name) and self._is_made(target.id):
            state.names[f"{target.id}#"] = join(self._of_name(state, target.id), value)

    def of(self, state: State, node: ast.expr) -> Value | None:
        """What the keys hold that an expression runs over; None where it is no such mapping."""
        if isinstance(node, ast.Name):
            return state.seen(self._of_name(state, node.id)) if self._is_made(node.id) else None
        if isinstance(node, (ast.Dict, ast.DictComp)):
            return self.written.get(node)
        if isinstance(node, ast.Call):
            name = own_name(node.func)
            if isinstance(node.func, ast.Attribute) and name == "keys":
                return self.of(state, node.func.value)
            if isinstance(node.func, ast.Name) and name in _SAME_ITEMS and len(node.args) == 1:
                return self.of(state, node.args[0])
        return None

    def _is_made(self, name: str) -> bool:
        return name in self._made and name not in self._other

    def _of_name(self, state: State, name: str) -> Value:
        found = state.names.get(f"{name}#")
        if found is None and name in self._params:
            return {f"p:{name}#": 0}
        return found if found is not None else CLEAN
