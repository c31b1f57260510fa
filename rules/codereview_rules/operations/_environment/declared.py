"""Settings classes of pydantic: what they take from the environment, as their own text says."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from codereview.api import ModuleContext, Note
from codereview.facts.deployment.keys import KEY
from codereview.facts.names import own_name

_NAMES = ("Settings", "Config", "Configuration", "Environment", "Env")
_OPTIONS = frozenset({"env_prefix", "env_nested_delimiter", "extra", "case_sensitive", "populate_by_name"})
_UNKNOWN = "?"


def settings(node: ast.ClassDef, file: ModuleContext, noted: Callable[..., Note]) -> Iterator[Note]:
    """Notes of a class that could be one of settings, by the names of its bases or its configuration.

    ``settings``: qualified name, paths of bases, prefix, delimiter for nesting, other options. ``field``: class, name,
    keys that its alias names (none: its own name), ``required`` or ``default``, path of its annotation, how often its
    name stands in the file. What is not literal is ``?``.
    """
    if not node.bases:
        return
    bases = tuple(file.resolve(base) for base in node.bases)
    if not any(base.rstrip("()!").rpartition(".")[2].endswith(_NAMES) for base in bases):
        return
    name = f"{file.scope}.{node.name}" if file.scope else node.name
    options = _options(node)
    for base in node.keywords:
        if base.arg in _OPTIONS:
            options[base.arg] = _literal(base.value)
    other = tuple(
        f"{key}={value}"
        for key, value in sorted(options.items())
        if key not in ("env_prefix", "env_nested_delimiter")
    )
    sources = any(
        isinstance(item, ast.FunctionDef) and item.name in ("settings_customise_sources", "customise_sources")
        for part in (node, *(inner for inner in node.body if isinstance(inner, ast.ClassDef)))
        for item in part.body
    )
    other += ("sources",) if sources else ()
    prefix, delimiter = (options.get(key, "-") for key in ("env_prefix", "env_nested_delimiter"))
    yield noted(node, file, "settings", name, bases, prefix, delimiter, other)
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield from _field(item, item.target.id, name, file, noted)


def _field(
    item: ast.AnnAssign, attr: str, cls: str, file: ModuleContext, noted: Callable[..., Note]
) -> Iterator[Note]:
    shown = ast.unparse(item.annotation) if item.annotation is not None else ""
    if attr.startswith("_") or attr == "model_config" or "ClassVar" in shown:
        return
    value = item.value
    calls = [value] if isinstance(value, ast.Call) else []
    if isinstance(item.annotation, ast.Subscript) and shown.startswith(("Annotated", "typing.Annotated")):
        inner = item.annotation.slice
        calls += [
            one for one in (inner.elts if isinstance(inner, ast.Tuple) else []) if isinstance(one, ast.Call)
        ]
    aliases: list[str] = []
    required = value is None and "None" not in shown and "Optional" not in shown
    for call in calls:
        name = own_name(call.func)
        if name not in ("Field", "SettingsField"):
            continue
        given = {keyword.arg or "**": keyword.value for keyword in call.keywords}
        for key in ("validation_alias", "alias", "env"):
            if key in given:
                aliases += _aliases(given[key])
                break
        ellipsis = (
            bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value is Ellipsis
        )
        free = not call.args and not {"default", "default_factory", "**"} & set(given)
        if call is value:
            required = ellipsis or (free and "None" not in shown and "Optional" not in shown)
        elif {"default", "default_factory"} & set(given):
            required = False
    path = file.resolve(item.annotation) if item.annotation is not None else _UNKNOWN
    count = len(re.findall(rf"\b{attr}\b", file.text))
    yield noted(
        item, file, "field", cls, attr, tuple(aliases), "required" if required else "default", path, count
    )


def _aliases(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Call):
        return [alias for arg in node.args for alias in _aliases(arg)]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [alias for item in node.elts for alias in _aliases(item)]
    text = _literal(node)
    return [text]


def _options(node: ast.ClassDef) -> dict[str, str]:
    """The options of ``model_config`` or an inner ``Config`` that matter."""
    found: dict[str, str] = {}
    for item in node.body:
        if isinstance(item, ast.ClassDef) and item.name == "Config":
            for inner in item.body:
                if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                    found[inner.targets[0].id] = _literal(inner.value)
        target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
        if isinstance(target, ast.Name) and target.id == "model_config":
            value = getattr(item, "value", None)
            if isinstance(value, ast.Call):
                found |= {k.arg: _literal(k.value) for k in value.keywords if k.arg}
                found |= {"env_prefix": _UNKNOWN} if any(k.arg is None for k in value.keywords) else {}
            elif isinstance(value, ast.Dict):
                pairs = zip(value.keys, value.values, strict=True)
                found |= {str(k.value): _literal(v) for k, v in pairs if isinstance(k, ast.Constant)}
    return {key: value for key, value in found.items() if key in _OPTIONS}


def _literal(node: ast.expr) -> str:
    """A short literal that can be part of a key; ``?`` for anything else."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return node.value if not node.value or KEY.fullmatch(node.value) else _UNKNOWN
        return str(node.value) if isinstance(node.value, (bool, type(None))) else _UNKNOWN
    return _UNKNOWN
