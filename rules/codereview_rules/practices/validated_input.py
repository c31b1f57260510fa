"""What comes in is held against a model first."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.module import Param
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import keyword, many, named, places, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started, unreached

_MODELS = ("pydantic.BaseModel", "sqlmodel.SQLModel", "msgspec.Struct")
_LEAST = 8
_SHARE = 0.6
_CODE = (
    "from fastapi import FastAPI\nfrom pydantic import BaseModel\n\n\nclass Item(BaseModel):\n    name: str\n"
    "\n\napp = FastAPI()\n"
    + repeated("\n\n@app.post('/{name}')\nasync def {name}(item: Item):\n    return item.name * {n}\n", 8)
)
_REST = "import rest_framework\n" + repeated(
    "\n\ndef {name}(serializer):\n    serializer.is_valid(raise_exception=True)\n    serializer.save()\n", 8
)


class ValidatedInput(Practice):
    """Counts the routes that change data and take a model, or the serializers that raise on what is wrong."""

    id = "validated-input"
    title = "What comes in is validated by models"
    category = Category.RELIABILITY
    why = "Wrong data is refused at the door, with the field's name, and no handler has to look for it."
    bar = f"{_LEAST} routes that take a model, {_SHARE:.0%} of those that change data; or {_LEAST} such serializers"
    good = (
        Has({"main.py": _CODE}, ("main.py:12", "main.py:47"), "8 of 8 routes"),
        Has(started({"views.py": _REST}), ("views.py:5",), "8 serializers"),
    )
    bad = (
        Lacks({"main.py": _CODE.replace("item: Item", "item: dict")}, "the routes take anything"),
        Lacks(in_tests([_CODE, _REST]), "only tests do it"),
        Lacks(unreached({"views.py": _REST}), "nothing that starts reaches it"),
        Lacks(started({"views.py": _REST.replace("raise_exception=True", "")}), "the answer is dropped"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Routes first, then serializers."""
        live = project.live
        found: list[Related] = []
        total = 0
        for route in {(r.file, r.line): r for r in live.routes if r.changes}.values():
            function = live.handler(route)
            if function is None or route.handler is None or route.framework != "fastapi":
                continue
            if "DELETE" in route.methods:  # these hardly ever have a body
                continue
            total += 1
            model = next(
                (name for p in function.params if (name := self._model(project, route.handler[0], p))), ""
            )
            if model:
                found.append(spot(route.file, route.line, f"{named(route)} takes `{model}`"))
        if len(found) >= _LEAST and len(found) >= _SHARE * total:
            routes = f"{len(found):,} of {many(total, 'route')}"
            said = f"{routes} that create or change something take a model that checks its fields"
            return Seen(said, spread(found), len(found), total)
        raising = [u for u in live.methods("is_valid") if keyword(u.call, "raise_exception") == "=True"]
        if len(raising) < _LEAST or "rest_framework" not in live.imported:
            return None
        return Seen(
            f"{many(len(raising), 'serializer')} refuse what is wrong",
            places(raising, "raises on wrong data"),
        )

    @staticmethod
    def _model(project: ProjectFacts, path: str, param: Param) -> str:
        """The name of the model that a parameter is annotated with, at most three bases away from a known one."""
        name = param.annotation.rstrip("!*")
        said = name.rpartition(".")[2]
        if param.default.startswith(("fastapi.Depends", "fastapi.Security", "fastapi.Query", "fastapi.Form")):
            return ""
        for _ in range(4):
            if name in _MODELS:
                return said
            target = project.resolve(path, name) if name and name[0] not in "?=" else None
            if target is None or target.kind != "class" or target.key is None:
                return ""
            path = target.key[0]
            own = project.files[path].classes[target.key[1]].name
            if name.rpartition(".")[2] != own:  # an alias: what a dependency gives, not what a client sends
                return ""
            name = next(iter(project.files[path].classes[target.key[1]].bases), "")
        return ""
