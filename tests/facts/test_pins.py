"""Which requirements are held against advisories, and why others are not."""

from __future__ import annotations

import pytest

from codereview.facts.dependencies.advisories import Advisories, Advisory, Affected
from codereview.facts.dependencies.markers import applies
from codereview.facts.dependencies.pins import asked_of, judged, not_judged, undecided
from codereview.facts.dependencies.project import Dependencies
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


def test_what_advisories_cannot_tell_is_named() -> None:
    texts = {
        "requirements.txt": "lemon==1.0\npear==1.0\nfig @ https://example.org/fig.zip\nplum>=1\nkiwi\ndate\n",
        "requirements.in": "lemon\n",
        "other/requirements.txt": "lemon\n",
    }
    found = asked_of(Dependencies(texts), (3, 10))
    assert [item.name for item in found.pins] == ["lemon", "pear"]
    assert [item.name for item in undecided(Dependencies(texts), found)] == ["lemon", "plum", "kiwi", "date"]
    odd = Advisory("PYSEC-1", (Affected(versions=("1.0",)),), unread=True)
    other = Advisory("PYSEC-2", (), unread=True)
    known = Advisories("2024-10-10", "2024-10-12", {"lemon": (odd,), "pear": (other,), "kiwi": (other,)})
    gaps = not_judged(Dependencies(texts), (3, 10), known)
    assert [(gap.what, gap.reason.split(",")[0]) for gap in gaps] == [
        ("fig in requirements.txt", "it is not taken from an index"),
        ("kiwi in requirements.txt", "it has known vulnerabilities"),
        ("lemon in other/requirements.txt", "it has known vulnerabilities"),
        ("pear 1.0 in requirements.txt", "the advisory PYSEC-2 names versions that PEP 440 does not know"),
    ]
    assert not_judged(Dependencies(texts), (3, 10), Advisories(missing="there are none")) == ()
