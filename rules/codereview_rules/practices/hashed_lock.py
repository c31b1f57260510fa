"""What is installed is what was chosen, byte by byte."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, spot
from codereview_rules.practices._examples import starting

_LEAST = 5
_DIGEST = "ab" * 32
_NAMES = ("anyio", "click", "flask", "idna", "jinja2")
_LOCK = "".join(f"{name}==1.{n}.0 \\\n    --hash=sha256:{_DIGEST}\n" for n, name in enumerate(_NAMES))


class HashedLock(Practice):
    """Counts the packages that lock files and pinned requirements give an exact version and hashes."""

    id = "hashed-lock"
    title = "Dependencies are locked, with hashes"
    category = Category.DEPENDENCIES
    why = "Two installations are the same, and a package that is replaced on its way is refused."
    bar = f"a lock file with {_LEAST} packages, {0.95:.0%} of them with exact version and hash"
    where = "files"
    weight = 1
    contradicted_by = ("DEP004", "DEP005", "DEP006")
    good = (
        Has({"main.py": starting(), "requirements.txt": _LOCK}, ("requirements.txt:1",), "5 of 5 packages"),
    )
    bad = (
        Lacks(
            {
                "main.py": starting(),
                "requirements.txt": _LOCK.replace(_DIGEST, "").replace("\\\n    --hash=sha256:", ""),
            },
            "no hashes",
        ),
        Lacks({"main.py": starting(), "requirements.txt": "\n".join(_NAMES) + "\n"}, "no versions"),
        Lacks({"main.py": starting(), "docs/lock.md": _LOCK}, "only a document shows it"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The largest lock file."""
        best: tuple[int, int, str] = (0, 0, "")
        for path, manifest in project.dependencies.manifests.items():
            outside = [item for item in manifest.requirements if not item.url]
            hashed = [item for item in outside if item.hashed and item.version]
            if len(hashed) >= max(_LEAST, 0.95 * len(outside)) and len(hashed) > best[0]:
                best = (len(hashed), len(outside), path)
        count, total, path = best
        if not path:
            return None
        first = min(
            (item.line for item in project.dependencies.manifests[path].requirements if item.hashed),
            default=1,
        )
        said = f"`{path}` gives {count:,} of {many(total, 'package')} one version and its hashes"
        return Seen(said, (spot(path, max(first, 1), "the lock file"),), count, total)
