"""Browsers are told to be careful."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, places, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_ON = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
)
_NUMBER = ("SECURE_HSTS_SECONDS",)
_LEAST = 3
_HEADERS = ("flask_talisman.Talisman", "secure.Secure", "talisman.Talisman")
_CODE = (
    "import django\n\nSESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True\nSECURE_HSTS_SECONDS = 3600\n"
)
_LINK = "def get():\n    return 1\n"


class SecureCookies(Practice):
    """Looks for Django's settings for cookies and transport, and for the middleware that sets headers in Flask."""

    id = "secure-cookies"
    title = "Cookies and transport are locked down"
    category = Category.SECURITY
    why = "Sessions do not travel in the clear, and browsers refuse to be led astray."
    bar = f"{_LEAST} of Django's settings for it in one module that is used, or Talisman on the application"
    contradicted_by = ("SEC016", "SEC019")
    good = (
        Has(
            {"manage.py": "import django\nimport shop.settings\n" + _LINK, "shop/settings.py": _CODE},
            ("shop/settings.py:1",),
            "3 settings",
        ),
        Has(
            started(
                {
                    "web.py": "from flask import Flask\nfrom flask_talisman import Talisman\n\n"
                    "app = Flask(__name__)\nTalisman(app)\n"
                }
            ),
            ("web.py:5",),
            "Talisman",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"shop/conf.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            {
                "manage.py": "import django\nimport shop.settings\n",
                "shop/settings.py": _CODE.replace("True", "False"),
            },
            "they are off",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """Settings first, then middleware."""
        for path, facts in project.live.files.items():
            names = facts.names
            on = [name for name in _ON if names.get(name) == "=True"]
            on += [name for name in _NUMBER if names.get(name) == "=int"]
            if len(on) >= _LEAST and not path.rpartition("/")[2].startswith(("test", "dev", "local")):
                evidence: tuple[Related, ...] = (spot(path, 1, ", ".join(f"`{name}`" for name in on)),)
                return Seen(f"`{path}` switches on {many(len(on), 'setting')}: {', '.join(on)}", evidence)
        attached = [
            use for use in project.live.calls(*_HEADERS) if use.call.path in _HEADERS and use.call.args
        ]
        attached += [use for use in project.live.methods("init_app") if "alisman" in use.call.path]
        evidence = places(attached)
        return Seen("Talisman sets the headers of the application", evidence) if evidence else None
