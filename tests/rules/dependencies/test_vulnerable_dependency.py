"""DEP001: what it says of a package, who uses it, and when it says nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.facts.dependencies.advisories import Advisories, Advisory, Affected, Event
from codereview.facts.project import ProjectFacts
from codereview.model import Confidence, Finding, Severity
from codereview_rules.dependencies.vulnerable_dependency import VulnerableDependency


def advisory(
    number: str, fixed: str = "", severity: Severity | None = Severity.HIGH, **other: object
) -> Advisory:
    events = (Event("introduced", "0"), *((Event("fixed", fixed),) if fixed else ()))
    return Advisory(number, (Affected((events,)),), severity=severity, **other)  # type: ignore[arg-type]


KNOWN = {
    "requests": (advisory("PYSEC-1", "2.31", aliases=("CVE-1",), summary="Leaks a header", score=7.5),),
    "urllib3": (advisory("PYSEC-2", "1.26.5"),),
    "pytest": (advisory("PYSEC-3", "8.0"),),
    "django": (advisory("PYSEC-4", "3.2.1"), advisory("PYSEC-5", "4.0", severity=Severity.CRITICAL)),
    "lemom": (advisory("MAL-1", severity=None),),
    "abandoned": (advisory("GHSA-1", severity=None),),
    "acme-billing": (advisory("GHSA-2", "2.0"),),
    "django-cors-headers": (advisory("GHSA-4", "2.0"),),
    "google-cloud-storage": (advisory("GHSA-3", "2.0"),),
}


class Rule(VulnerableDependency):
    """The rule with advisories of the tests."""

    sample_advisories = Advisories(date="2024-10-10", imported="2024-10-12", by_name=KNOWN)


def found(files: Mapping[str, str]) -> list[Finding]:
    return examine(files, [Rule()], python=(3, 10))


def test_a_pin_is_told_with_names_severity_fix_and_user() -> None:
    app = 'import client\n\nif __name__ == "__main__":\n    client.get()\n'
    (item,) = found(
        {
            "requirements.txt": "\nrequests==2.30.0\n",
            "client.py": "import os\nimport requests\n",
            "app.py": app,
        }
    )
    assert item.message == (
        "`requests` 2.30.0 has a known vulnerability: PYSEC-1 (CVE-1, high, CVSS 7.5; fixed in 2.31); "
        "2.31 is the next version without a known one; imported by client.py, reached from app.py (script)"
    )
    assert (item.path, item.line, item.column, item.end_column) == ("requirements.txt", 2, 1, 17)
    assert (item.severity, item.confidence, item.cause) == (Severity.HIGH, Confidence.HIGH, "requests")
    assert item.effort_minutes == 15
    assert [(r.path, r.line, r.message) for r in item.related] == [
        ("client.py", 2, "imports `requests`"),
        ("requirements.txt", 2, "PYSEC-1: Leaks a header"),
    ]


def test_not_imported_is_one_step_less_and_said() -> None:
    (item,) = found({"requirements.txt": "requests==2.30.0\n", "app.py": "import json\n"})
    assert item.severity is Severity.MEDIUM
    assert item.message.endswith("; imported by no module of the project, so one step less severe")


def test_imported_by_tests_only_is_one_step_less() -> None:
    (item,) = found({"requirements.txt": "requests==2.30.0\n", "tests/test_app.py": "import requests\n"})
    assert item.severity is Severity.MEDIUM
    assert "imported by tests/test_app.py and not by production code" in item.message


def test_a_locked_package_is_told_with_the_one_that_needs_it() -> None:
    lock = (
        '[[package]]\nname = "requests"\nversion = "2.32.0"\ndependencies = [{ name = "middle" }]\n\n'
        '[[package]]\nname = "middle"\nversion = "1"\ndependencies = [{ name = "urllib3" }]\n\n'
        '[[package]]\nname = "urllib3"\nversion = "1.26.4"\n'
    )
    (item,) = found({"uv.lock": lock, "app.py": "import requests\n"})
    assert (item.line, item.severity) == (11, Severity.MEDIUM)
    assert item.message.endswith("`requests`, which app.py imports, needs it")


def test_a_tool_is_used_without_an_import() -> None:
    (item,) = found({"requirements-dev.txt": "pytest==7.0\n", "app.py": "x = 1\n"})
    assert item.severity is Severity.HIGH
    assert "installed for development; a package that is used without being imported" in item.message


def test_an_application_that_settings_name_is_used() -> None:
    settings = 'INSTALLED_APPS = ["django.contrib.auth", "corsheaders"]\n'
    (item,) = found({"requirements.txt": "django-cors-headers==1.0\n", "site/settings.py": settings})
    assert item.severity is Severity.HIGH
    assert item.message.endswith("; named in site/settings.py")


def test_what_comes_along_with_others_is_told_without_a_lock_too() -> None:
    (item,) = found({"requirements.txt": "requests==2.32\nurllib3==1.26.4\n", "app.py": "import requests\n"})
    assert item.severity is Severity.MEDIUM
    assert item.message.endswith("; `requests`, which app.py imports, needs it")


def test_a_name_that_is_like_an_import_is_no_proof_either_way() -> None:
    (item,) = found({"requirements.txt": "acme-billing==1.0\n", "app.py": "import billing\n"})
    assert item.severity is Severity.HIGH
    assert "import" not in item.message


def test_namespace_packages_are_told_apart() -> None:
    text = "google-cloud-storage==1.0\n"
    (used,) = found({"requirements.txt": text, "app.py": "from google.cloud import storage\n"})
    (other,) = found({"requirements.txt": text, "app.py": "from google.cloud import bigquery\n"})
    assert (used.severity, other.severity) == (Severity.HIGH, Severity.MEDIUM)


def test_all_advisories_are_in_one_finding_with_the_worst_first() -> None:
    (item,) = found({"requirements.txt": "Django==3.2\n", "app.py": "import django\n"})
    assert item.severity is Severity.CRITICAL
    assert item.message.startswith(
        "`django` 3.2 has 2 known vulnerabilities: PYSEC-5 (critical; fixed in 4.0), PYSEC-4 (high; "
        "fixed in 3.2.1); 4.0 is"
    )
    assert item.effort_minutes == 60


def test_each_manifest_has_its_finding_and_all_share_a_cause() -> None:
    items = found(
        {
            "requirements.txt": "requests==2.30\n",
            "docker/requirements.txt": "requests==2.29\n",
            "a.py": "import requests\n",
        }
    )
    assert [item.path for item in items] == ["docker/requirements.txt", "requirements.txt"]
    assert {item.cause for item in items} == {"requests"}


def test_versions_for_several_environments_are_one_finding() -> None:
    text = (
        "requests==2.28 ; python_version < '3.11'\n"
        "requests==2.30 ; python_version >= '3.11'\n"
        "requests==1 ; python_version < '3'\n"
    )
    (item,) = found({"requirements.txt": text, "a.py": "import requests\n"})
    assert item.message.startswith("`requests` 2.28 and 2.30 have a known")
    assert item.line == 1


def test_a_malicious_package_is_critical_even_if_nobody_imports_it() -> None:
    (item,) = found({"requirements.txt": "lemom==0.1\n", "app.py": "x = 1\n"})
    assert item.severity is Severity.CRITICAL
    assert "the package itself is malicious" in item.message
    assert "fixed" not in item.message


def test_without_severity_and_fix_it_says_both() -> None:
    (item,) = found({"requirements.txt": "abandoned==1\n", "app.py": "import abandoned\n"})
    assert item.severity is Severity.MEDIUM
    assert (
        "GHSA-1 (severity not given; no later version is named as fixed); no later version without one is known"
        in item.message
    )
    assert item.effort_minutes == 60


@pytest.mark.parametrize(
    ("specifier", "severity", "said"),
    [
        (
            ">=2.0",
            Severity.INFO,
            "`requests>=2.0` admits 2.0, which has a known vulnerability: PYSEC-1 (CVE-1)",
        ),
        (">=2.0,<3", Severity.INFO, "2.31, which has none, is admitted too"),
        ("~=2.30.0", Severity.HIGH, "no version without a known one is admitted"),
        ("<2.31,>=2", Severity.HIGH, "nothing here decides which version is installed"),
    ],
)
def test_a_range_is_told_as_one(specifier: str, severity: Severity, said: str) -> None:
    (item,) = found({"requirements.txt": f"requests{specifier}\n", "app.py": "import requests\n"})
    assert (item.severity, item.confidence) == (severity, Confidence.LOW)
    assert said in item.message


@pytest.mark.parametrize("specifier", [">=2.31", "!=2.30,>2.31", ">=3,<4"])
def test_a_range_that_admits_nothing_known_is_silent(specifier: str) -> None:
    assert found({"requirements.txt": f"requests{specifier}\n", "app.py": "import requests\n"}) == []


def test_a_name_without_a_version_is_no_range() -> None:
    assert found({"requirements.txt": "requests\n", "app.py": "import requests\n"}) == []


def test_imports_of_another_application_do_not_count() -> None:
    files = {
        "one/requirements.txt": "requests==2.30.0\n",
        "one/main.py": "from shared import client\n",
        "two/requirements.txt": "requests==2.30.0\n",
        "two/main.py": "import json\n",
        "shared/__init__.py": "",
        "shared/client.py": "import requests\n",
    }
    first, second = found(files)
    assert (first.severity, second.severity) == (Severity.HIGH, Severity.MEDIUM)
    assert "imported by shared/client.py" in first.message
    assert "imported by no module" in second.message


def test_what_is_started_from_outside_is_named_before_a_script() -> None:
    script = 'import client\n\nif __name__ == "__main__":\n    client.get()\n'
    web = "import client\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    (item,) = found(
        {
            "requirements.txt": "requests==2.30\n",
            "client.py": "import requests\n",
            "a.py": script,
            "web.py": web,
        }
    )
    assert item.message.endswith("reached from web.py (ASGI application)")


def test_a_lock_decides_a_range() -> None:
    project = '[project]\nname = "app"\nversion = "1"\ndependencies = ["requests>=2"]\n'
    lock = '[[package]]\nname = "requests"\nversion = "{}"\n'
    files = {"pyproject.toml": project, "poetry.lock": lock.format("2.31"), "app.py": "import requests\n"}
    assert found(files) == []
    (item,) = found({**files, "poetry.lock": lock.format("2.30")})
    assert item.path == "poetry.lock"


def test_without_advisories_it_is_not_assessed_and_the_command_is_named() -> None:
    project = ProjectFacts([], {}, texts={"requirements.txt": "requests==2.30\n"})
    rule = VulnerableDependency()
    assert not rule.not_applicable(project)
    assert "codereview advisories import FILE" in rule.not_assessed(project)
    damaged = ProjectFacts([], {}, advisories=Advisories(missing="the database is damaged"))
    assert rule.not_assessed(damaged) == "the database is damaged"


def test_without_requirements_it_does_not_apply() -> None:
    project = ProjectFacts([], {}, texts={"README.md": "requests==2.30\n"})
    assert VulnerableDependency().not_applicable(project) == "no manifest names a dependency"
