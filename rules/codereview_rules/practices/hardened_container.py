"""The container holds what it needs and runs as nobody special."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import spot
from codereview_rules.practices._examples import starting

_ROOT = ("root", "0", "0:0", "root:root", "")
_CODE = (
    "FROM python:3.12-slim AS build\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
    'FROM python:3.12-slim\nCOPY --from=build /app /app\nUSER app\nCMD ["python", "main.py"]\n'
)


class HardenedContainer(Practice):
    """Reads Dockerfiles: stages, what is copied from one to the other, and the user of the last."""

    id = "hardened-container"
    title = "The container is built in stages and does not run as root"
    category = Category.OPERATIONS
    why = "Compilers and caches stay behind, and who breaks in is nobody."
    bar = "a last stage that copies from an earlier one and sets a user other than root"
    where = "files"
    contradicted_by = ("OPS006",)
    good = (
        Has({"main.py": starting(), "Dockerfile": _CODE}, ("Dockerfile:6", "Dockerfile:7"), "runs as `app`"),
    )
    bad = (
        Lacks({"main.py": starting(), "Dockerfile": _CODE.replace("USER app\n", "")}, "it runs as root"),
        Lacks(
            {"main.py": starting(), "Dockerfile": _CODE.replace("USER app", "USER app\nUSER root")},
            "root at last",
        ),
        Lacks(
            {"main.py": starting(), "Dockerfile": _CODE.split("\n", 4)[4].replace("--from=build ", "")},
            "one stage",
        ),
        Lacks({"main.py": starting(), "README.md": _CODE}, "only a document shows it"),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without a container there is nothing to read."""
        return "" if project.deployment.dockerfiles else "it has no Dockerfile"

    def check(self, project: ProjectFacts) -> Seen | None:
        """The first Dockerfile of which all holds."""
        for path, file in project.deployment.dockerfiles.items():
            last = file.stages[-1] if file.stages else None
            if last is None:
                continue
            user = file.effective("USER")
            copied = next((i for i in last.instructions if i.word == "COPY" and "from" in i.flags), None)
            own = {stage.name for stage in file.stages[:-1]} | {str(n) for n in range(len(file.stages) - 1)}
            if user is None or copied is None or copied.flags["from"] not in own:
                continue
            name = user.value.strip()
            if name.lower() in _ROOT or name.startswith("$"):
                continue
            evidence = (
                spot(path, copied.line, "copies what was built"),
                spot(path, user.line, f"`USER {name}`"),
            )
            said = f"`{path}` builds in {len(file.stages)} stages, copies the result and runs as `{name}`"
            return Seen(said, evidence)
        return None
