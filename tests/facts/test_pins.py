"""Which requirements are held against advisories, and why others are not."""

from __future__ import annotations

import pytest

from codereview.facts.dependencies.markers import applies
from codereview.facts.dependencies.pins import judged
from codereview.facts.dependencies.values import Requirement


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ('python_version < "3"', False),
        ('python_version < "3.10"', False),
        ('python_version >= "3.10"', True),
        ('python_version < "3.11" and sys_platform == "win32"', True),
        ('python_full_version < "3.10.4"', True),
        ('sys_platform == "darwin" and platform_machine == "arm64"', True),
        ('sys_platform == "darwin" and platform_system == "Linux"', False),
        ('platform_python_implementation == "PyPy"', True),
        ('implementation_name == "cpython"', True),
        ('extra == "speed"', True),
        ('extra == "speed" and python_version < "3"', False),
        ('"speed" == extra', True),
        ("no marker", True),
    ],
)
def test_markers(marker: str, expected: bool) -> None:
    assert applies(marker, (3, 10)) is expected


def requirement(name: str, version: str = "", **other: object) -> Requirement:
    specifier = f"=={version}" if version else ">=1"
    values = {"path": "requirements.txt", "line": 1, "group": "main", **other}
    return Requirement(name, f"{name}{specifier}", specifier, version=version, **values)  # type: ignore[arg-type]


def test_requirements_are_told_apart() -> None:
    found = judged(
        [
            requirement("pinned", "1.0", line=2),
            requirement("free"),
            requirement("old", "1.0", marker='python_version < "3"'),
            requirement("forked", url="git+https://example.org/forked"),
            requirement("guessed", exact_name=False),
            requirement("numbers", "1.0", conda=True),
            requirement("zones", "2004d"),
        ],
        (3, 10),
    )
    assert [item.name for item in found.pins] == ["pinned"]
    assert [item.name for item in found.ranges] == ["free"]
    assert [(gap.what.split()[0], gap.reason.split(",")[0]) for gap in found.left_out] == [
        ("forked", "it is not taken from an index"),
        ("guessed", "it is not taken from an index"),
        ("numbers", "it comes from a conda channel"),
        ("zones", "its version 2004d is none that PEP 440 knows"),
    ]
