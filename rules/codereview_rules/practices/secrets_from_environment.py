"""Secrets come from outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from codereview.api import Category, Collector, Has, Lacks, ModuleContext, Note, Practice, Related, Seen
from codereview.facts.names import own_name
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started, unreached

_SECRET = re.compile(
    r"(?:^|_)(?:secret|password|passwd|token|api_?key|private_key|access_key|credentials)s?(?:_key)?$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:expire|lifetime|url|uri|algorithm|name|header|type|ttl|minutes|path|file)"
    r"|(?:^|_)(?:use|uses|enable|enabled|allow|has|is|require|max|min|num)_",
    re.IGNORECASE,
)
_READS = frozenset(
    {
        "os.getenv",
        "os.environ.get",
        "decouple.config",
        "environs.Env().str",
        "environ.Env()",
        "starlette.config.Config()",
    }
)
_SETTINGS = ("pydantic_settings.BaseSettings", "pydantic.BaseSettings")
_NOTHING = ("?", "", "=None")
_LEAST = 3
_CODE = "import os\n\n" + repeated(
    "{name} = os.environ['{name}']\n", 3, ("SECRET_KEY", "DB_PASSWORD", "API_TOKEN")
)


class SecretReads(Collector):
    """Notes where a name that means a secret is given its value: ``outside`` from the environment, ``default`` with a
    default beside it."""

    nodes = (ast.Assign, ast.AnnAssign)

    def wants(self, file: ModuleContext) -> bool:
        """Files that read the environment."""
        return "environ" in file.text or "getenv" in file.text or "config(" in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each such assignment."""
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = own_name(target)
        if not name or not is_secret(name) or node.value is None:
            return
        value = node.value
        if isinstance(value, ast.Subscript) and file.resolve(value.value) == "os.environ":
            yield self.noted(node, file, "outside", name)
        elif isinstance(value, ast.Call) and file.resolve(value.func) in _READS:
            given = [*value.args[1:], *(k.value for k in value.keywords if k.arg == "default")]
            empty = all(isinstance(item, ast.Constant) and not item.value for item in given)
            yield self.noted(node, file, "outside" if empty else "default", name)


def is_secret(name: str) -> bool:
    """Whether a name means a secret by the look of it."""
    return bool(_SECRET.search(name)) and not _NOT.search(name)


class SecretsFromEnvironment(Practice):
    """Counts names that mean secrets and get their value from the environment, without a default."""

    id = "secrets-from-environment"
    title = "Secrets come from the environment"
    category = Category.SECURITY
    why = "Who has the code has no key, and each deployment has keys of its own."
    bar = f"{_LEAST} secrets that are read from the environment, none with a default, and none in a file"
    contradicted_by = ("SEC001", "SEC002", "SEC003", "SEC026")
    collects = (SecretReads,)
    good = (
        Has(started({"conf.py": _CODE}), ("conf.py:3", "conf.py:5"), "3 secrets"),
        Has(
            started(
                {
                    "conf.py": "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
                    "    secret_key: str\n    db_password: str\n    api_token: str\n\n\nsettings = Settings()\n"
                }
            ),
            ("conf.py:5",),
            "3 secrets",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"conf.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started(
                {"conf.py": _CODE.replace("environ['API_TOKEN']", "environ.get('API_TOKEN', 'letmein')")}
            ),
            "one has a default",
        ),
        Lacks(
            started({"conf.py": _CODE.replace("KEY", "URL").replace("PASSWORD", "USER")}),
            "they are no secrets",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The names, if none has a default."""
        files = project.live.files
        found: dict[str, Related] = {}
        for path, notes in project.noted(SecretReads):
            for note in notes if path in files else ():
                if note.kind == "default":
                    return None
                found.setdefault(str(note.values[0]).lower(), spot(path, note.line, f"`{note.values[0]}`"))
        for path, cls in project.live.classes():
            if any(base in _SETTINGS for base in cls.bases):
                given = {attr.name: attr.path for attr in cls.attrs}
                for field in cls.fields:
                    if (
                        is_secret(field.name)
                        and field.value in ("", "=None")
                        and given.get(field.name) in _NOTHING
                    ):
                        found.setdefault(field.name.lower(), spot(path, field.line, f"`{field.name}`"))
        if len(found) < _LEAST:
            return None
        return Seen(
            f"{many(len(found), 'secret')} are read from the environment, none with a value to fall back on",
            spread(found.values()),
        )
