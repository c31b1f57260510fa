"""Callers can only ask so often."""

from __future__ import annotations

import re

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, places, repeated, spot
from codereview_rules.practices._examples import in_tests, started

_LIMITER = re.compile(r"^(?:slowapi|flask_limiter|fastapi_limiter|quart_rate_limiter)\b")
_DECORATORS = ("ratelimit.decorators.ratelimit", "django_ratelimit.decorators.ratelimit")
_DEPENDENCY = "fastapi_limiter.depends.RateLimiter"
_LEAST = 2
_SLOWAPI = (
    "from fastapi import FastAPI, Request\nfrom slowapi import Limiter, _rate_limit_exceeded_handler\n"
    "from slowapi.errors import RateLimitExceeded\n\nlimiter = Limiter(key_func=str)\napp = FastAPI()\n"
    "app.state.limiter = limiter\napp.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)\n"
    + repeated(
        "\n\n@app.get('/{name}')\n@limiter.limit('5/minute')\nasync def {name}(request: Request):\n    return {n}\n",
        2,
    )
)


class RateLimiting(Practice):
    """Looks for limiters that are attached to the application and routes that they limit."""

    id = "rate-limiting"
    title = "Routes are rate-limited"
    category = Category.SECURITY
    why = "Passwords cannot be guessed by the thousand, and one caller cannot use up the service."
    bar = f"a limiter that is attached, and {_LEAST} routes with a limit or a default for all"
    contradicted_by = ("SEC017",)
    good = (
        Has({"main.py": _SLOWAPI}, ("main.py:13", "main.py:19"), "2 handlers have a limit"),
        Has(
            started(
                {
                    "web.py": "from flask import Flask\nfrom flask_limiter import Limiter\n\napp = Flask(__name__)\n"
                    "limiter = Limiter(app=app, default_limits=['100/hour'])\n"
                }
            ),
            ("web.py:5",),
            "a default limit for all routes",
        ),
    )
    bad = (
        Lacks(
            {
                "main.py": _SLOWAPI.replace("app.state.limiter = limiter\n", "").replace(
                    "app.add_exc", "print"
                )
            },
            "it is not attached",
        ),
        Lacks(in_tests([_SLOWAPI]), "only the application of tests has it"),
        Lacks({"main.py": _SLOWAPI.replace("@limiter", "# @limiter")}, "no route has a limit"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The limited handlers, or the default."""
        live = project.live
        limited: list[Related] = list(places(live.calls(*_DECORATORS), "has a limit"))
        depends = live.calls(_DEPENDENCY)
        started = live.calls("fastapi_limiter.FastAPILimiter.init")
        limited += places(depends, "has a limit") if started else ()
        default = [
            use
            for use in live.calls("flask_limiter.Limiter", "slowapi.Limiter")
            if any(key in ("default_limits", "application_limits") for key, _ in use.call.kwargs)
        ]
        attached = self._attached(project)
        if attached:
            limited += self._decorated(project)
        middleware = [
            u for u in live.methods("add_middleware") if any(a.startswith("slowapi.") for a in u.call.args)
        ]
        # SlowAPI applies a default in its middleware only
        default = [use for use in default if middleware or not use.call.path.startswith("slowapi.")]
        if attached and default:
            return Seen(
                "A limiter is attached, with a default limit for all routes", places(default, "the limiter")
            )
        if len(limited) < _LEAST:
            return None
        return Seen(
            f"{many(len(limited), 'handler')} have a limit, by a limiter that is attached", tuple(limited)
        )

    @staticmethod
    def _attached(project: ProjectFacts) -> bool:
        """Whether an application gets a limiter: given to it, initialised with it, or kept in its state."""
        live = project.live
        for use in live.calls("flask_limiter.Limiter", "quart_rate_limiter.RateLimiter"):
            if use.call.path.endswith("init_app()") or any(key == "app" for key, _ in use.call.kwargs):
                return True
            if any("Flask()" in arg or arg.endswith("app") for arg in use.call.args):
                return True
        if any("imiter" in use.call.path for use in live.methods("init_app")):
            return True
        handlers = [
            *live.methods("add_exception_handler"),
            *live.methods("exception_handler"),
            *live.methods("add_middleware"),
        ]
        return any(arg.startswith("slowapi.") for use in handlers for arg in use.call.args)

    @staticmethod
    def _decorated(project: ProjectFacts) -> list[Related]:
        live = project.live
        found = []
        for path, _, function in live.functions():
            for name in function.decorators:
                if not name.endswith((".limit()", ".shared_limit()")):
                    continue
                target = project.resolve(path, name.rpartition(".")[0])
                if _LIMITER.match(name) or "imiter" in name or _LIMITER.match(str(target.name or "")):
                    found.append(spot(path, function.line, f"`{function.name}`"))
        return found
