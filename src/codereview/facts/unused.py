"""Functions and classes of production code that no file names but the one that defines them, and that one once.

Names count wherever they stand: in code, comments, literals, templates, configuration, documents. A name that is put
together (``f"handle_{kind}"``) leaves its beginning as a word, and all names that begin so count as used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from codereview.facts.clones import is_migration
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

_HOOKS = re.compile(
    r"__\w+__$|(?:test|pytest|on|do|visit|depart|leave|handle|handler|setup|teardown|pre|post|before|after|when|upgrade|downgrade"
    r"|main|run|register|application|create_app|make_app|lambda_handler|cmd|command|command_\w+|clean|validate|resolve|mutate"
    r"|save|delete|ready|configure|includeme|forwards|backwards)(?:_\w*)?$"
    # what Django, serializers and displays ask of objects of any class
    r"|db_for_\w+|allow_\w+|get_user|get_permissions|authenticate\w*|has_\w+perm\w*|_repr_\w+|_is_pk_set|_prepare_\w+"
    r"|process_\w+|default|formatter|writerows?|emit|get_absolute_url|to_python|to_url"
)
_CALLED_BY_NAME = re.compile(
    r"(?:.*/)?(?:[^/]*(?:sample|example|template)|settings|conf|config|gunicorn|celeryconfig|locustfile|fabfile|noxfile|tasks|conftest|hooks?|plugins?|urls"
    r"|sitecustomize|manage|setup|dodo|env|models|context_processors|middlewares?)[^/]*\.py$|.*/(?:settings|hooks|plugins|conf|management|templatetags)/"
    # what Ansible finds in its folders (https://docs.ansible.com/ansible/latest/dev_guide/developing_locally.html)
    r"|(?:.*/)?(?:action|become|cache|callback|cliconf|connection|doc_fragment|filter|httpapi|inventory|lookup|netconf|shell"
    r"|strategy|terminal|test|vars)_plugins/|(?:.*/)?roles/[^/]+/(?:library|module_utils)/"
)
_OF_ANSIBLE = re.compile(r"(?:.*/)?(?:library|module_utils)/")
_OPEN_BASES = frozenset(
    "builtins.object builtins.Exception builtins.ValueError builtins.RuntimeError builtins.KeyError builtins.TypeError"
    " pydantic.BaseModel pydantic.main.BaseModel typing.NamedTuple typing.TypedDict enum.Enum enum.IntEnum enum.StrEnum"
    " builtins.str builtins.int builtins.dict".split()
)
_PLAIN_DECORATORS = frozenset({"dataclasses.dataclass", "dataclasses.dataclass()", "enum.unique"})
_LOOKS_AROUND = (
    "inspect.getmembers",
    "builtins.globals",
    "builtins.vars",
    "builtins.locals",
    "builtins.eval",
    "builtins.exec",
)

_COLLECTS = word_hash("__subclasses__")


class Unused(NamedTuple):
    """A definition that nothing names. ``kind`` is function, method or class."""

    path: str
    kind: str
    fact: FunctionFact | ClassFact


def unused(project: ProjectFacts) -> Iterator[Unused]:
    """All definitions of production code that nothing names, in the order of path and place."""
    lone = {name for facts in project.files.values() for name in facts.prints.lone if not _HOOKS.match(name)}
    once = Counter(name for facts in project.files.values() for name in facts.prints.lone if name in lone)
    wanted = {word_hash(name): name for name in once}
    seen: Counter[int] = Counter()
    everything: set[int] = set()
    for facts in project.files.values():
        words = unpacked(facts.prints.words)
        everything.update(words)
        seen.update(word for word in words if word in wanted)
    told = project.vocabulary.mentioned
    everything |= told
    names = {
        name
        for word, name in wanted.items()
        if seen[word] == once[name] and word not in told and not _is_built(name, everything)
    }
    outside = Outside(project)
    for path, facts in project.files.items():
        if project.zone(path) is Zone.PRODUCTION and names.intersection(facts.prints.lone):
            yield from _in_file(project, path, facts, names, outside)


class Outside:
    """Which classes are handed to code of others, that calls their methods by names of its own: a base of a class
    that has one of theirs beside it, a class whose path stands in a text, or one that is given to a call of theirs.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def calls(self, path: str, number: int) -> bool:
        """Whether others can call the methods of a class."""
        cls = self.project.files[path].classes[number]
        home = path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
        words = self.project.vocabulary
        if word_hash(f"{home}.{cls.name}") in words.spoken or word_hash(cls.name) in words.mentioned:
            return True
        if cls.name in self._given:
            return True
        for file, index in self.project.classes.below((path, number)):
            one = self.project.files[file].classes[index]
            if one.name in self._given or _bases(self.project, file, one) - _OPEN_BASES:
                return True
        return False

    @cached_property
    def _given(self) -> set[str]:
        """The names of classes of which one is given to a call of something from outside."""
        names = {cls.name for facts in self.project.files.values() for cls in facts.classes}
        found: set[str] = set()
        for path, facts in self.project.files.items():
            for call in facts.calls:
                for value in call.given:
                    name = value.removesuffix("()").rpartition(".")[2]
                    if name in names and name not in found and self._is_outside(path, call.path):
                        found.add(name)
        return found

    def _is_outside(self, path: str, called: str) -> bool:
        target = self.project.resolve(path, called)
        if target.kind == "class":
            file, number = target.key
            return bool(_bases(self.project, file, self.project.files[file].classes[number]) - _OPEN_BASES)
        return target.kind == "external" and not target.name.startswith("builtins.")


def _is_built(name: str, words: set[int]) -> bool:
    """Whether the beginning or end of a name, at an underscore, is a word of its own."""
    cuts = [place for place, letter in enumerate(name) if letter == "_" and 0 < place < len(name) - 1]
    return any(word_hash(name[: cut + 1]) in words or word_hash(name[cut:]) in words for cut in cuts)


def _in_file(
    project: ProjectFacts, path: str, facts: FileFacts, names: set[str], outside: Outside
) -> Iterator[Unused]:
    if not path.endswith(".py") or _CALLED_BY_NAME.match(path) or is_migration(path):
        return
    if any(call.path.startswith(_LOOKS_AROUND) for call in facts.calls):
        return
    if _OF_ANSIBLE.match(path) and any(item.module.partition(".")[0] == "ansible" for item in facts.imports):
        return
    gone: set[int] = set()
    for number, cls in enumerate(facts.classes):
        if (
            cls.name in names
            and cls.parent < 0
            and "<locals>" not in cls.qualname
            and _is_plain(project, path, cls)
        ):
            gone.add(number)
            yield Unused(path, "class", cls)
    for function in facts.functions:
        if function.name not in names or function.parent >= 0 or function.decorators or function.overload:
            continue
        if function.cls < 0:
            yield Unused(path, "function", function)
        elif function.cls not in gone and not function.stub:
            owner = facts.classes[function.cls]
            own = owner.parent < 0 and "<locals>" not in owner.qualname and _is_closed(project, path, owner)
            if own and not outside.calls(path, function.cls):
                yield Unused(path, "method", function)


def _is_plain(project: ProjectFacts, path: str, cls: ClassFact) -> bool:
    """Whether nothing but its name leads to a class: no decorator or base that could collect it."""
    return (
        not cls.keywords
        and set(cls.decorators) <= _PLAIN_DECORATORS
        and _bases(project, path, cls) <= _OPEN_BASES
    )


def _is_closed(project: ProjectFacts, path: str, cls: ClassFact) -> bool:
    """Whether nobody outside the project calls the methods of a class."""
    return not cls.keywords and set(cls.decorators) <= _PLAIN_DECORATORS and not _bases(project, path, cls)


def _bases(project: ProjectFacts, path: str, cls: ClassFact, depth: int = 0) -> set[str]:
    """The bases of a class and of its first-party bases that are not first-party; ``?`` for what is unknown."""
    found: set[str] = set()
    collected = {"?"} if _collects(project, path) else set()
    for base in cls.bases:
        target = project.resolve(path, base)
        if target.kind == "class" and depth < 8:
            file, number = target.key
            owner = project.files[file].classes[number]
            if (
                owner.keywords
                or set(owner.decorators) - _PLAIN_DECORATORS
                or "__init_subclass__" in owner.methods
                or _is_asked(project, file, owner.name)
            ):
                found.add("?")
            found |= _bases(project, file, owner, depth + 1) | collected
        elif target.name != "builtins.object":
            found.add(target.name if target.kind == "external" else "?")
    return found


def _collects(project: ProjectFacts, path: str) -> bool:
    """Whether a file asks some class for those below it."""
    return _COLLECTS in unpacked(project.files[path].prints.words)


def _is_asked(project: ProjectFacts, path: str, name: str) -> bool:
    """Whether a class is asked for those below it, in its own file or in one that imports it."""
    if _collects(project, path):
        return True
    return any(
        _collects(project, other)
        and any(call.path.endswith(f"{name}.__subclasses__") for call in project.files[other].calls)
        for other in project.importers.get(path, ())
    )
