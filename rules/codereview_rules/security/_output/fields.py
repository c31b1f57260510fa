"""What the project says of a value that is written: secret types, and objects with secrets in them."""

from __future__ import annotations

from codereview.facts.module import AttrFact, ClassFact
from codereview.facts.project import ProjectFacts

from .names import holds

_SAFE = (
    "pydantic.Secret",
    "builtins.bool",
    "builtins.int",
    "builtins.float",
    "starlette.datastructures.Secret",
    "pathlib.Path",
)
_PRINTS_FIELDS = (
    "pydantic.",
    "pydantic_settings.",
    "sqlmodel.",
    "typing.NamedTuple",
    "collections.namedtuple",
)
_DATACLASSES = (
    "dataclasses.dataclass",
    "attr.s",
    "attrs.define",
    "attr.define",
    "attrs.frozen",
    "pydantic.dataclasses",
)
_DEEP = 4


def is_masked(project: ProjectFacts, file: str, path: str) -> bool:
    """Whether the value prints as stars, or is a number: by its annotation, or that of the field it is."""
    if path.startswith(_SAFE):
        return path.endswith("!") or "()" in path
    owner, _, name = path.rpartition(".")
    if not owner or path.endswith(("()", "[]", "!")):
        return False
    target = project.resolve(file, owner)
    if target.kind not in ("instance", "class"):
        return False
    for attr in _attrs(project, target.key):
        if attr.name == name and (attr.annotation.startswith(_SAFE) or attr.path.startswith(_SAFE)):
            return True
    return False


def prints_itself(project: ProjectFacts, file: str, path: str) -> bool:
    """Whether a value is an object of the project that says itself what is shown of it, or shows no secret."""
    target = project.resolve(file, path)
    if target.kind != "instance" or not isinstance(target.key, tuple) or target.key[0] not in project.files:
        return False
    bases = [base for item in _bases(project, target.key) for base in _class(project, item).bases]
    if any(base.startswith(("builtins.str", "builtins.bytes", "typing.NewType", "?")) for base in bases):
        return False
    return not secrets_of(project, file, path)


def secrets_of(project: ProjectFacts, file: str, path: str) -> str:
    """The first field of an object that is a secret and that is shown when the object is printed; else empty."""
    target = project.resolve(file, path)
    if target.kind != "instance":
        return ""
    if not _shows_fields(project, target.key):
        return ""
    for attr in _attrs(project, target.key):
        shown = attr.annotation and not attr.annotation.startswith(_SAFE)
        if shown and holds(attr.name) and "repr" not in dict(attr.kwargs):
            return attr.name
    return ""


def _class(project: ProjectFacts, key: tuple[str, int]) -> ClassFact:
    return project.files[key[0]].classes[key[1]]


def _bases(project: ProjectFacts, key: tuple[str, int]) -> list[tuple[str, int]]:
    """The class and its first-party bases, the nearest first."""
    found = [key]
    for depth, item in enumerate(found):
        if depth >= _DEEP:
            break
        for base in _class(project, item).bases:
            target = project.resolve(item[0], base)
            if target.kind == "class" and target.key not in found:
                found.append(target.key)
    return found


def _attrs(project: ProjectFacts, key: tuple[str, int]) -> list[AttrFact]:
    return [attr for item in _bases(project, key) for attr in _class(project, item).attrs]


def _shows_fields(project: ProjectFacts, key: tuple[str, int]) -> bool:
    """Whether printing an instance shows its fields: pydantic models, dataclasses; no ``__repr__`` of its own."""
    for item in _bases(project, key):
        cls = _class(project, item)
        if not {"__repr__", "__str__", "__repr_args__", "__rich_repr__"}.isdisjoint(cls.methods):
            return False
        outside = [*cls.bases, *(path.removesuffix("()") for path in cls.decorators)]
        if any(path.startswith((*_PRINTS_FIELDS, *_DATACLASSES)) for path in outside):
            return True
    return False
