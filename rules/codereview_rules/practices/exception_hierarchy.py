"""Errors have names of their own, under one roof."""

from __future__ import annotations

from collections import defaultdict

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import Key, ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_ROOTS = frozenset({"builtins.Exception", "builtins.RuntimeError", "builtins.ValueError"})
_NAMED = ("Error", "Exception", "Failure", "Failed", "Invalid", "NotFound", "Denied")
_LEAST = 4
_USED = 3
_FILES = 3
_USE = "import errors\n\n\ndef act(value):\n    raise errors.Kind0Error(value)\n"
_CODE = (
    "class ShopError(Exception):\n    pass\n"
    + repeated("\n\nclass Kind{n}Error(ShopError):\n    pass\n", 4)
    + repeated("\n\ndef {name}(value):\n    if not value:\n        raise Kind{n}Error('empty')\n", 4)
)


class ExceptionHierarchy(Practice):
    """Looks for a base exception of the project with kinds below it that its code raises."""

    id = "exception-hierarchy"
    title = "Errors form a hierarchy of their own"
    category = Category.RELIABILITY
    why = "A caller can tell what it understands from what is a defect, and catch all of one or none."
    bar = f"one base with {_LEAST} exceptions below it, {_USED} of which live code makes, in {_FILES} files"
    weight = 1
    contradicted_by = ("REL009",)
    good = (
        Has(
            started({"errors.py": _CODE, "use.py": _USE, "more.py": _USE}),
            ("errors.py:1", "errors.py:5"),
            "4 exceptions",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests have it"),
        Lacks(started({"errors.py": _CODE}), "one file has them for itself"),
        Lacks(unreached({"errors.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"errors.py": _CODE.split("\n\ndef thing0")[0] + "\n"}), "nobody raises them"),
        Lacks(
            started({"errors.py": _CODE.replace("Error(ShopError)", "Error(Exception)")}),
            "nothing is above them",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The base with the most below it."""
        below: dict[Key, list[Key]] = defaultdict(list)
        roots: list[Key] = []
        for path, facts in project.live.files.items():
            for index, cls in enumerate(facts.classes):
                named = cls.name.endswith(_NAMED)
                for base in cls.bases:
                    if base in _ROOTS:
                        roots.append((path, index))
                    elif (
                        (named or base.endswith(_NAMED))
                        and base[:1] not in ("?", "=")
                        and not base.startswith("builtins.")
                    ):
                        target = project.resolve(path, base)
                        if target.kind == "class" and target.key is not None:
                            below[target.key].append((path, index))
        found = [(self._all(below, root), root) for root in roots if len(below[root]) >= 2]
        for kinds, root in sorted(found, key=lambda pair: (-len(pair[0]), pair[1])):
            used = self._made(project, kinds)
            if len(kinds) >= _LEAST and len(used) >= _USED and len(self._raisers(project, kinds)) >= _FILES:
                name = project.files[root[0]].classes[root[1]].name
                line = project.files[root[0]].classes[root[1]].line
                evidence = [spot(root[0], line, f"`{name}`")]
                evidence += [spot(p, project.files[p].classes[i].line, "one of its kinds") for p, i in used]
                said = f"{many(len(kinds), 'exception')} stand below `{name}`, {len(used)} of which the code raises"
                return Seen(said, tuple(evidence), len(kinds) + 1)
        return None

    @staticmethod
    def _all(below: dict[Key, list[Key]], root: Key) -> list[Key]:
        found: dict[Key, None] = {}
        queue = list(below.get(root, ()))
        while queue:
            key = queue.pop(0)
            if key not in found:
                found[key] = None
                queue += below.get(key, ())
        return list(found)

    @classmethod
    def _made(cls, project: ProjectFacts, kinds: list[Key]) -> list[Key]:
        """Those of which an instance is made, in their order."""
        made = {key for _, key in cls._makings(project, kinds)}
        return [key for key in kinds if key in made]

    @classmethod
    def _raisers(cls, project: ProjectFacts, kinds: list[Key]) -> set[str]:
        """The files that make one."""
        own = set(kinds)
        return {path for path, key in cls._makings(project, kinds) if key in own}

    @staticmethod
    def _makings(project: ProjectFacts, kinds: list[Key]) -> list[tuple[str, Key]]:
        names = {project.files[path].classes[index].name for path, index in kinds}
        found = []
        for use in project.live.methods(*sorted(names)):
            target = project.resolve(use.path, use.call.path)
            if target.key is not None and target.kind in ("class", "instance"):
                found.append((use.path, target.key))
        return found
