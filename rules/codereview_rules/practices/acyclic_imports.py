"""Modules depend on each other in one direction."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, spot
from codereview_rules.practices._examples import started, unreached

_LEAST = 30
_LINKS = 30
_PARTS = {
    f"shop/part{n}.py": (f"from shop.part{n - 1} import act as before\n\n\n" if n else "")
    + f"def act():\n    return {n}\n"
    for n in range(31)
}


class AcyclicImports(Practice):
    """Looks at the graph of imports that run when modules are imported."""

    id = "acyclic-imports"
    title = "Imports form no cycle"
    category = Category.ARCHITECTURE
    why = "Each part can be understood, tested and replaced with what lies below it only."
    bar = f"{_LEAST} modules that an entry point reaches, {_LINKS} imports among them, and no cycle at all"
    weight = 1
    contradicted_by = ("ARC001",)
    good = (Has(started(_PARTS), ("shop/part30.py:1",), "32 modules"),)
    bad = (
        Lacks(unreached(_PARTS), "nothing that starts reaches them"),
        Lacks(
            started(
                {
                    **_PARTS,
                    "shop/part0.py": "from shop.part30 import act as last\n\n\ndef act():\n    return last\n",
                }
            ),
            "there is a cycle",
        ),
        Lacks(started(dict(list(_PARTS.items())[:10])), "ten modules are too few"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The graph, if it has no cycle."""
        live = project.live.files
        graph = {one: others for one, others in project.import_graph.items() if one in live}
        links = [
            (one, other, said)
            for one, others in graph.items()
            for other, said in others.items()
            if other in live
        ]
        modules = {path for one, other, _ in links for path in (one, other)}
        if len(modules) < _LEAST or len(links) < _LINKS or project.import_cycles:
            return None
        used: dict[str, int] = {}
        for one, _, _ in links:
            used[one] = used.get(one, 0) + 1
        most = sorted(used, key=lambda path: (-used[path], path))
        first = {one: said.line for one, _, said in reversed(links)}
        evidence = tuple(spot(path, first[path], f"imports {many(used[path], 'module')}") for path in most)
        said = f"{many(len(modules), 'module')} with {len(links):,} imports among them form no cycle"
        return Seen(said, evidence, len(modules), len(modules)) if len(evidence) <= len(modules) else None
