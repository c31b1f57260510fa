"""Settings are declared, typed and checked when the program starts."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.module import ClassFact
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_BASES = ("pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings")
_LEAST = 5
_CODE = (
    "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    host: str\n    port: int = 80\n"
    "    debug: bool = False\n    database: str\n    workers: int = 2\n\n\nsettings = Settings()\n"
)


class ValidatedSettings(Practice):
    """Looks for settings classes of pydantic that are made somewhere, and counts their fields."""

    id = "validated-settings"
    title = "Settings are typed and checked at the start"
    category = Category.OPERATIONS
    why = "A missing or mistyped setting stops the start with its name, not a request at night."
    bar = f"a settings class with {_LEAST} fields of which an instance is made"
    contradicted_by = ("SEC003", "OPS009")
    good = (
        Has(
            started({"settings.py": _CODE}),
            ("settings.py:4", "settings.py:12"),
            "`Settings` declares 5 settings",
        ),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests have it"),
        Lacks(unreached({"settings.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"settings.py": _CODE.split("\n\n\nsettings")[0] + "\n"}), "no instance is ever made"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The largest class, with where it is made."""
        live = project.live
        own = [(path, cls) for path, cls in live.classes() if self._is_settings(project, path, cls)]
        if not own:
            return None
        names = {cls.name for _, cls in own}
        best: tuple[int, str, ClassFact, str, int] | None = None
        for path, facts in live.files.items():
            for call in facts.calls:
                if call.path.rpartition(".")[2] not in names:
                    continue
                target = project.resolve(path, call.path)
                for file, cls in own:
                    here = (
                        target.kind in ("class", "instance")
                        and target.key is not None
                        and target.key[0] == file
                    )
                    if here and target.key and project.files[file].classes[target.key[1]] is cls:
                        fields = sum(
                            1
                            for field in cls.fields
                            if field.kind != "class" and field.name != "model_config"
                        )
                        if fields >= _LEAST and (best is None or fields > best[0]):
                            best = (fields, file, cls, path, call.line)
        if best is None:
            return None
        fields, file, cls, path, line = best
        said = f"`{cls.name}` declares {many(fields, 'setting')} with their types, checked when it is made"
        return Seen(said, (spot(file, cls.line, "the settings"), spot(path, line, "made here")), fields)

    @staticmethod
    def _is_settings(project: ProjectFacts, path: str, cls: ClassFact) -> bool:
        for base in cls.bases:
            if base in _BASES:
                return True
            target = project.resolve(path, base)
            if target.kind != "class" or target.key is None:
                continue
            if not set(_BASES).isdisjoint(project.files[target.key[0]].classes[target.key[1]].bases):
                return True
        return False
