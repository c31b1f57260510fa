"""Forms of others cannot act for one's users."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import places
from codereview_rules.practices._examples import in_tests, started, unreached

_MAKES = ("flask_wtf.csrf.CSRFProtect", "flask_wtf.CSRFProtect", "flask_wtf.csrf.CsrfProtect")
_CODE = (
    "from flask import Flask\nfrom flask_wtf.csrf import CSRFProtect\n\napp = Flask(__name__)\n"
    "csrf = CSRFProtect(app)\n"
)


class CsrfProtection(Practice):
    """Looks for the protection of Flask against forged requests, attached to the application."""

    id = "csrf-protection"
    title = "Forged requests are refused"
    category = Category.SECURITY
    why = "A page of somebody else cannot change data with the visitor's session."
    bar = "the protection of Flask-WTF, given an application or initialised with one"
    contradicted_by = ("SEC015",)
    good = (
        Has(started({"web.py": _CODE}), ("web.py:5",), "attached to the application"),
        Has(
            started({"web.py": _CODE.replace("(app)", "()") + "csrf.init_app(app)\n"}),
            ("web.py:6",),
            "attached to the application",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only the application of tests has it"),
        Lacks(
            unreached({"forms.py": "from flask_wtf.csrf import CSRFProtect\n\nc = CSRFProtect(object())\n"}),
            "nothing reaches it",
        ),
        Lacks(started({"web.py": _CODE.replace("(app)", "()")}), "it is not attached"),
        Lacks(
            started({"web.py": _CODE + "\n\ndef check():\n    csrf.protect()\n"}),
            "it is asked by hand, for some",
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Django has it without being asked; others have no forms of their own."""
        return "" if "flask_wtf" in project.live.imported else "it does not use Flask-WTF"

    def check(self, project: ProjectFacts) -> Seen | None:
        """Where it is attached."""
        live = project.live
        attached = [use for use in live.calls(*_MAKES) if use.call.path in _MAKES and use.call.args]
        attached += [
            u
            for u in live.methods("init_app")
            if u.call.path.startswith(_MAKES) or "csrf" in u.call.path.lower()
        ]
        evidence = places(attached, "attached here")
        # who calls `protect` by hand has switched it off for the rest
        by_hand = any("csrf" in use.call.path.lower() for use in live.methods("protect"))
        if not evidence or by_hand:
            return None
        return Seen(
            "The protection of Flask-WTF against forged requests is attached to the application", evidence
        )
