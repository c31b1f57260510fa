"""What a project of its kind and size is expected to have around its code."""

from __future__ import annotations

from collections.abc import Mapping

from facts_lab import facts_of

from codereview.facts.pipeline.slots import LARGE
from codereview.facts.project import ProjectFacts
from codereview.model import Zone
from codereview_rules.operations.missing_check import MissingCheck

MANIFEST = '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "shop"\nversion = "1"\n'
PACKAGE = {"shop/__init__.py": "", "shop/core.py": "A = 1\n" * 300}
LARGER = {"shop/__init__.py": "", "shop/core.py": "A = 1\n" * LARGE}
CI = "on: [push]\njobs:\n  check:\n    runs-on: x\n    steps:\n"


def slots(files: Mapping[str, str], code: Mapping[str, str]) -> tuple[int, int, dict[str, bool]]:
    facts = [facts_of(text, path) for path, text in code.items()]
    zones = dict.fromkeys(code, Zone.PRODUCTION)
    covered, total, found = ProjectFacts(facts, zones, texts=files, others=tuple(files)).pipeline.slots()
    return covered, total, {slot.what: slot.covered for slot in found}


def test_a_library_is_asked_for_checks_types_and_a_scan() -> None:
    steps = "".join(f"      - run: {c}\n" for c in ("ruff check .", "ruff format .", "mypy shop"))
    files = {"pyproject.toml": MANIFEST, ".github/workflows/ci.yml": CI + steps}
    covered, total, found = slots(files, LARGER)
    assert found == {
        "changes are judged by CI": True,
        "a linter blocks in CI": True,
        "a formatter blocks in CI": False,
        "a type checker blocks in CI": True,
        "a security scan of the code runs in CI": False,
    }
    assert (covered, total) == (3, 5)


def test_no_scan_is_asked_for_where_nobody_would_be_told_that_it_is_missing() -> None:
    """OPS004 tells it from the same size on, so that whoever follows all advice has every slot."""
    scan = "a security scan of the code runs in CI"
    files = {"pyproject.toml": MANIFEST, ".github/workflows/ci.yml": CI + "      - run: ruff check .\n"}
    for code, asked in ((PACKAGE, False), (LARGER, True)):
        assert (scan in slots(files, code)[2]) is asked
        facts = [facts_of(text, path) for path, text in code.items()]
        zones = dict.fromkeys(code, Zone.PRODUCTION)
        project = ProjectFacts(facts, zones, texts=files, others=tuple(files))
        told = [f.message for f in MissingCheck().check(project) if "no security scan" in f.message]
        assert len(told) == asked


def test_what_is_published_is_asked_for_a_licence_and_a_changelog() -> None:
    manifest = MANIFEST + 'classifiers = ["Typing :: Typed"]\n'
    found = slots({"pyproject.toml": manifest, "LICENSE.txt": "MIT\n"}, PACKAGE)[2]
    assert found["there is a licence"]
    assert not found["there is a changelog"]


def test_a_small_project_and_loose_scripts_have_no_slots() -> None:
    assert slots({"pyproject.toml": MANIFEST}, {"shop/__init__.py": "A = 1\n"})[:2] == (0, 0)
    assert slots({}, {"run.py": "A = 1\n" * 300 + "if __name__ == '__main__':\n    print(A)\n"})[:2] == (0, 0)


def test_what_cannot_be_read_is_no_slot() -> None:
    assert slots({"pyproject.toml": MANIFEST, "Jenkinsfile": "node {}\n"}, PACKAGE)[1] == 0


def test_a_tool_that_a_program_ships_with_is_none_of_its_own_checks() -> None:
    needs = 'dependencies = ["bandit>=1.8"]\n\n[dependency-groups]\ndev = ["mypy"]\n'
    command = "\n[project.scripts]\nshop = 'shop.core:main'\n"
    files = {"pyproject.toml": MANIFEST + needs + command}
    facts = [facts_of(text, path) for path, text in PACKAGE.items()]
    made = ProjectFacts(facts, dict.fromkeys(PACKAGE, Zone.PRODUCTION), texts=files, others=tuple(files))
    assert [row.tool for row in made.pipeline.tools if row.declared] == ["mypy"]
    alone = ProjectFacts(facts, {}, texts={"pyproject.toml": MANIFEST + needs}, others=tuple(files))
    assert [row.tool for row in alone.pipeline.tools if row.declared] == ["mypy", "bandit"]
