"""The script that compares the table of import names with an environment."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("import_names_script", ROOT / "scripts" / "import_names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def install(folder: Path, name: str, *paths: str) -> None:
    """Writes the metadata of a distribution as an installer does."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "RECORD").write_text("".join(f"{path},,\n" for path in paths))
    for path in paths:  # newer Pythons leave out what is recorded and not there
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()


def test_modules_are_read_from_paths(script: ModuleType) -> None:
    assert script.modules_of(["acme/__init__.py", "acme/sub/__init__.py", "tests/test_a.py"]) == ("acme",)
    assert script.modules_of(["one.py", "two.cpython-312-x86_64-linux-gnu.so", "../../bin/tool"]) == (
        "one",
        "two",
    )
    assert script.modules_of(["google/cloud/storage/__init__.py", "a-1.dist-info/METADATA"]) == (
        "google.cloud.storage",
    )


def test_differences_are_said(script: ModuleType, tmp_path: Path) -> None:
    install(tmp_path, "PyYAML", "yaml/__init__.py", "_yaml/__init__.py")
    install(tmp_path, "requests", "petitions/__init__.py")
    install(tmp_path, "initech", "initech/__init__.py")
    assert list(script.differences([tmp_path])) == [
        ("initech", ("initech",), None),
        ("requests", ("petitions",), ("requests",)),
    ]


def test_what_is_missing_is_added_in_order(script: ModuleType) -> None:
    text = '# head\nsame = """\nb a\n"""\n\n[patterns]\n\n[names]\npyyaml = "yaml"\n'
    added = script.ordered(text, {"c-d": ("c_d",), "attrs": ("attr", "attrs")})
    assert added == (
        '# head\nsame = """\na b c-d\n"""\n\n[patterns]\n\n[names]\nattrs = "attr attrs"\npyyaml = "yaml"\n'
    )


def test_the_bundled_table_is_in_order(script: ModuleType) -> None:
    text = script.FILE.read_text("utf-8")
    assert script.ordered(text, {}) == text
