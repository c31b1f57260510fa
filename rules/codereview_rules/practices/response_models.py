"""Routes say what they answer."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.routes.values import Route
from codereview_rules.practices._evidence import keyword, many, named, repeated, spot, spread
from codereview_rules.practices._examples import in_tests

_LEAST = 10
_SHARE = 0.8
_OPEN = (
    "?",
    "builtins.dict",
    "typing.Any",
    "typing.Dict",
    "=None",
    "starlette.responses.",
    "fastapi.responses.",
    "fastapi.Response",
)
_CODE = (
    "from fastapi import FastAPI\nfrom pydantic import BaseModel\n\n\nclass Item(BaseModel):\n    name: str\n"
    "\n\napp = FastAPI()\n"
    + repeated(
        "\n\n@app.get('/{name}', response_model=Item)\nasync def {name}():\n    return Item(name='{n}')\n", 10
    )
)


class ResponseModels(Practice):
    """Counts the routes of FastAPI with a response model or a return annotation that names a type."""

    id = "response-models"
    title = "Routes declare what they answer"
    category = Category.DOCUMENTATION
    why = "The generated description tells clients the truth, and no field goes out by accident."
    bar = f"{_LEAST} routes, and {_SHARE:.0%} of all"
    weight = 1
    good = (Has({"main.py": _CODE}, ("main.py:12", "main.py:57"), "10 of 10 routes"),)
    bad = (
        Lacks({"main.py": _CODE.replace(", response_model=Item", "")}, "the answers are not declared"),
        Lacks({"main.py": _CODE.replace("response_model=Item", "response_model=None")}, "the model is None"),
        Lacks(in_tests([_CODE]), "the routes are those of tests"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Only FastAPI has response models."""
        return "" if "fastapi" in project.live.imported else "it does not use FastAPI"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        live = project.live
        routes = {
            (r.file, r.line): (r, function)
            for r in live.routes
            if r.framework == "fastapi" and (function := live.handler(r)) is not None
        }
        said = [route for route, function in routes.values() if _declares(project, route, function)]
        if len(said) < _LEAST or len(said) < _SHARE * len(routes):
            return None
        evidence = spread(spot(r.file, r.line, named(r)) for r in said)
        text = f"{len(said):,} of {many(len(routes), 'route')} declare the type of their answer"
        return Seen(text, evidence, len(said), len(routes))


def _declares(project: ProjectFacts, route: Route, function: FunctionFact) -> bool:
    for call in project.files[route.file].calls:
        if call.line == route.line and (model := keyword(call, "response_model")):
            return model != "=None"
    return function.annotated and not function.annotation.startswith(_OPEN) and bool(function.annotation)
