"""SEC019: the debugger of a development server, switched on in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from itertools import pairwise

from codereview.api import (
    Bad,
    Card,
    Collector,
    Confidence,
    Finding,
    Good,
    ModuleContext,
    Note,
    ProjectRule,
    Severity,
    Zone,
)
from codereview.facts.project import ProjectFacts

from .._syntax.locate import chain
from ._checks.serving import has_other_entry, is_only_developers, is_served_otherwise

_SERVERS = frozenset({"flask.Flask().run", "flask.app.Flask().run", "flask_socketio.SocketIO().run"})
"""What starts the server of Werkzeug with its debugger: https://flask.palletsprojects.com/en/stable/debugging/"""
_EVERYWHERE = ("0.0.0.0", "::", "")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ELSEWHERE = "?"
_OF_DEVELOPERS = re.compile(r"(?:^|[/_])(?:mock|fake|stub|dummy|dev|demo|playground)(?:_\w*)?\.py$")
"""Files that stand in for a server while something else is developed."""
_SWITCH = re.compile(r"debug|develop|environ|getenv|config|settings|args\b|options?\b", re.IGNORECASE)
_FACTORY = "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n    return app\n"
_FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"


class DebugRuns(Collector):
    """Calls of ``run`` with the literal ``debug=True``; notes hold what is called, and the address where it is the
    first parameter and where it is the second, behind the application."""

    nodes = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Files that have the words."""
        return "debug" in file.text and ".run(" in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note for each such call."""
        assert isinstance(node, ast.Call)
        if not isinstance(node.func, ast.Attribute) or node.func.attr != "run":
            return
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        debug = given.get("debug")
        if not (isinstance(debug, ast.Constant) and debug.value is True):
            return
        debugger = given.get("use_debugger")
        if isinstance(debugger, ast.Constant) and not debugger.value:
            return
        hosts = [given.get("host", node.args[at] if len(node.args) > at else None) for at in (0, 1)]
        path = file.resolve(node.func)
        asked = int(_is_asked_for(node.lineno, file.tree))
        by_hand = int(_is_started_by_hand(node.lineno, file.tree))
        yield self.noted(
            node, file, "run", path, *(_address(host, file.tree) for host in hosts), asked, by_hand
        )


def _is_asked_for(line: int, tree: ast.Module) -> bool:
    """Whether a switch stands around a call: ``if settings.debug``; being the file that is started is none."""
    for outer, inner in pairwise(chain(tree, line)):
        if isinstance(outer, ast.If) and inner in outer.body and _SWITCH.search(ast.unparse(outer.test)):
            return True
    return False


def _is_started_by_hand(line: int, tree: ast.Module) -> bool:
    """Whether a call is made only where its file is started as a program."""
    around = chain(tree, line)
    return bool(around) and isinstance(around[0], ast.If) and "__main__" in ast.unparse(around[0].test)


def _address(host: ast.expr | None, tree: ast.Module) -> str:
    """The address that a server is given, or falls back on; ``?`` where nothing written tells it."""
    if host is None or (isinstance(host, ast.Constant) and host.value is None):
        return "127.0.0.1"
    values = [host]
    if isinstance(host, ast.Name):
        values = [
            item.value
            for item in ast.walk(tree)
            if isinstance(item, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == host.id for to in item.targets)
        ]
    written = {n.value for value in values for n in ast.walk(value) if isinstance(n, ast.Constant)}
    return next((text for text in (*_EVERYWHERE, *_LOOPBACK) if text in written), _ELSEWHERE)


class DebugServer(ProjectRule):
    """Applications of Flask, by whatever function of the project they are made."""

    card = Card(
        id="SEC019",
        title="Debug mode or open permissions",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        effort=10,
        why=(
            "The debugger of the development server runs any code that a visitor types once an error page is "
            "shown. Files that everyone may write are changed by everyone on the machine."
        ),
        instead=(
            "Read the flag from the environment with off as its default, and serve with a production server; "
            "give files the narrowest mode that works."
        ),
        false_alarms=(
            "A server that is started this way on a developer's own machine only, and another way elsewhere: where "
            "the address is that of the own machine, where a switch asks for it, and where a container or a script "
            "starts the application with a production server, confidence is low."
        ),
        cwe=(489, 732),
    )
    collects = (DebugRuns,)
    bad = (
        Bad({"app.py": _FLASK + "app.run(debug=True)\n"}, lines=("app.py:4",)),
        Bad({"app.py": _FACTORY + "\n\ncreate_app().run(debug=True)\n"}, lines=("app.py:9",)),
        Bad(
            {"shop.py": _FACTORY, "wsgi.py": "from shop import create_app\n\napp = create_app()\n"
             "if __name__ == '__main__':\n    app.run(host='0.0.0.0', debug=True)\n"},
            lines=("wsgi.py:5",),
        ),
        Bad(
            {"shop.py": _FACTORY,
             "manage.py": "import shop\n\nhost = '0.0.0.0'\nshop.create_app().run(host, 80, debug=True)\n"},
            lines=("manage.py:4",),
        ),
        Bad(
            {"app.py": "import flask\n\napp = flask.Flask('a')\n\n\n"
             "def main():\n    app.run(\n        debug=True,\n    )\n"},
            lines=("app.py:7",),
        ),
        Bad({"app.py": _FLASK + "app.run(debug=True, use_reloader=False)\n"}, lines=("app.py:4",)),
        Bad(
            {"app.py": "from flask import Flask\nfrom flask_socketio import SocketIO\n\napp = Flask(__name__)\n"
             "sockets = SocketIO(app)\nsockets.run(app, debug=True)\n"},
            lines=("app.py:6",),
            confidence=Confidence.LOW,
        ),
        Bad(
            {"app.py": "from flask import Flask\nfrom flask_socketio import SocketIO\n\napp = Flask(__name__)\n"
             "sockets = SocketIO(app)\nsockets.run(app, '0.0.0.0', debug=True)\n"},
            lines=("app.py:6",),
            confidence=Confidence.MEDIUM,
        ),
        Bad(  # a switch asks for it
            {"app.py": "import os\n" + _FLASK + "if os.getenv('SHOP_DEBUG'):\n    app.run('0.0.0.0', debug=True)\n"},
            lines=("app.py:6",),
            confidence=Confidence.LOW,
        ),
        Bad(  # the container starts it otherwise
            {
                "app.py": _FLASK + "if __name__ == '__main__':\n    app.run('0.0.0.0', debug=True)\n",
                "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
            },
            lines=("app.py:5",),
            confidence=Confidence.LOW,
        ),
        Bad(
            {
                "app.py": _FLASK + "if __name__ == '__main__':\n    app.run('0.0.0.0', debug=True)\n",
                "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n',
            },
            lines=("app.py:5",),
            confidence=Confidence.MEDIUM,
        ),
        Bad(  # only the container of who develops it runs it
            {
                "app.py": _FLASK + "if __name__ == '__main__':\n    app.run('0.0.0.0', debug=True)\n",
                "docker-compose.yml": "services:\n  shop:\n    build: .\n    command: python app.py\n"
                "    volumes:\n      - .:/shop\n",
            },
            lines=("app.py:5",),
            confidence=Confidence.LOW,
        ),
        Bad(  # a script beside what a server of production loads
            {
                "wsgi.py": _FLASK + "if __name__ == '__main__':\n    app.run('0.0.0.0', debug=True)\n",
                "serve.sh": "#!/bin/sh\nexec gunicorn wsgi:app\n",
                "try.sh": "#!/bin/sh\nexec python wsgi.py\n",
            },
            lines=("wsgi.py:5",),
            confidence=Confidence.LOW,
        ),
        Bad(  # what a server of production loads is another file
            {
                "shop.py": _FACTORY,
                "run.py": "from shop import create_app\n\nif __name__ == '__main__':\n"
                "    create_app().run('0.0.0.0', debug=True)\n",
                "wsgi.py": "from shop import create_app\n\napplication = create_app()\n",
            },
            lines=("run.py:4",),
            confidence=Confidence.LOW,
        ),
        Bad({"scripts/serve.py": _FLASK + "app.run(debug=True)\n"}, lines=("scripts/serve.py:4",)),
        Bad(
            {"scripts/mock_shop.py": _FLASK + "app.run('0.0.0.0', debug=True)\n"},
            lines=("scripts/mock_shop.py:4",),
            confidence=Confidence.LOW,
        ),
        Bad(
            {"app.py": _FLASK + "if __name__ == '__main__':\n    app.run(host='127.0.0.1', debug=True)\n"},
            lines=("app.py:5",),
            confidence=Confidence.LOW,  # nobody but the developer reaches it
        ),
        Bad(
            {"app.py": "import os\n" + _FLASK + "host = os.getenv('HOST', 'localhost')\napp.run(host, debug=True)\n"},
            lines=("app.py:6",),
            confidence=Confidence.LOW,
        ),
        Bad(
            {"web.py": "from flask import Flask\n\n\ndef serve(settings):\n    app = Flask('web')\n"
             "    app.run(host=settings.address, debug=True)\n"},
            lines=("web.py:6",),
            confidence=Confidence.MEDIUM,
        ),
        Bad(
            {"app.py": _FLASK + "app.run('0.0.0.0', debug=True)\n"},
            lines=("app.py:4",),
            confidence=Confidence.MEDIUM,
        ),
    )  # fmt: skip
    good = (
        Good({"app.py": _FLASK + "app.run()\n"}),
        Good({"app.py": _FLASK + "app.run(debug=False)\n"}),
        Good({"app.py": "import os\n" + _FLASK + "app.run(debug=os.environ.get('DEBUG') == '1')\n"}),
        Good({"app.py": _FLASK + "app.run(debug=True, use_debugger=False)\n"}),
        Good({"tests/serve.py": _FLASK + "app.run(debug=True)\n"}),
        Good(
            {
                "app.py": "import asyncio\n\n\nasync def main():\n    pass\n\n\nasyncio.run(main(), debug=True)\n"
            }
        ),
        Good(
            {
                "app.py": "class Job:\n    def run(self, debug):\n        return debug\n\n\nJob().run(debug=True)\n"
            }
        ),
        Good({"app.py": _FACTORY + "\n\ncreate_app().test_client().get('/', debug=True)\n"}),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs Flask."""
        return "" if "flask" in project.vocabulary.roots else "the project does not import Flask"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each start with the debugger."""
        for path, notes in project.noted(DebugRuns):
            if project.zone(path) not in (Zone.PRODUCTION, Zone.SCRIPTS):
                continue
            for note in notes:
                target = project.resolve(path, str(note.values[0]))
                if target.kind != "external" or target.name not in _SERVERS:
                    continue
                address = note.values[2 if target.name.startswith("flask_socketio.") else 1]
                everywhere = address in _EVERYWHERE
                here = address in _LOOPBACK
                place = ", and every machine in the network can reach it" if everywhere else ""
                if here:
                    place = "; as written, it listens on this machine alone"
                aside = (
                    note.values[3]
                    or _OF_DEVELOPERS.search(path)
                    or project.live.aside.in_folder(path)
                    or is_served_otherwise(project, path)
                    or (
                        note.values[4]
                        and (has_other_entry(project, path) or is_only_developers(project, path))
                    )
                )
                yield self.finding(
                    path,
                    note,
                    f"`debug=True`: the debugger of the development server runs what a visitor types{place}",
                    symbol=project.files[path].symbol(note.function),
                    severity=None if everywhere else Severity.MEDIUM,
                    confidence=Confidence.LOW if here or aside else None,
                )
