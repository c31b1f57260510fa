"""The lowest declared Python version, from every manifest that can name one."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.facts.manifests import lowest, minimum_python, requires_python


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (">=3.10", (3, 10)),
        (">= 3.9, <4", (3, 9)),
        ("<4,>=3.8.1", (3, 8)),
        ("^3.11", (3, 11)),
        ("~3.9", (3, 9)),
        ("~=3.9", (3, 9)),
        ("3.12", (3, 12)),
        ("3.9.*", (3, 9)),
        ("==3.11.*", (3, 11)),
        (">3.9", (3, 10)),
        (">3.9.1", (3, 9)),
        (">=3", (3, 0)),
        (">=2.7,!=3.0.*,!=3.1.*", (2, 7)),
        ("^3.9 || ^3.12", (3, 9)),
        ("<4", None),
        ("<3 || >=3.9", None),
        ("*", None),
        ("", None),
    ],
)
def test_lowest(specifier: str, expected: tuple[int, int] | None) -> None:
    assert lowest(specifier) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pyproject.toml", "[project]\nrequires-python = '>=3.12'\n", (3, 12)),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.10'\n", (3, 10)),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython = {version = '>=3.9'}\n", (3, 9)),
        ("pyproject.toml", "[project]\nrequires-python = 3\n", None),
        ("pyproject.toml", "project = [\n", None),
        ("setup.cfg", "[options]\npython_requires = >=3.7\n", (3, 7)),
        ("setup.cfg", "no section\n", None),
        ("setup.py", "from setuptools import setup\nsetup(python_requires='>=3.6')\n", (3, 6)),
        ("setup.py", "NEEDS = '>=3.8'\nsetup(python_requires=NEEDS)\n", (3, 8)),
        ("setup.py", "setup(python_requires=compute())\n", None),
        ("setup.py", "print 'old'\n", None),
        (".python-version", "3.13.1\n", (3, 13)),
        (".python-version", "my-environment\n", None),
    ],
)
def test_each_manifest(name: str, text: str, expected: tuple[int, int] | None) -> None:
    assert minimum_python({name: text}) == expected


def test_order_of_manifests(tmp_path: Path) -> None:
    (tmp_path / ".python-version").write_text("3.13\n")
    assert requires_python(tmp_path) == (3, 13)
    (tmp_path / "setup.py").write_text("setup(python_requires='>=3.8')\n")
    assert requires_python(tmp_path) == (3, 8)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert requires_python(tmp_path) == (3, 8)
    (tmp_path / "pyproject.toml").write_text("[project]\nrequires-python = '>=3.11'\n")
    assert requires_python(tmp_path) == (3, 11)


def test_setup_is_read_and_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    (tmp_path / "setup.py").write_text(f"open({str(mark)!r}, 'w')\nsetup(python_requires='>=3.8')\n")
    assert requires_python(tmp_path) == (3, 8)
    assert not mark.exists()


def test_links_and_missing_files(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("[project]\nrequires-python = '>=3.11'\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / "pyproject.toml").symlink_to(outside)
    assert requires_python(root) is None
    assert requires_python(tmp_path / "none") is None
