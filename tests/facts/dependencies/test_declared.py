"""Imports of foreign modules, and what is declared for them."""

from __future__ import annotations

import ast
import textwrap

import pytest

from codereview.facts.dependencies.declared import Declared, brought_by, is_frozen, that_bring
from codereview.facts.dependencies.imported import foreign_imports, is_hosted, is_standard
from codereview.facts.dependencies.read import read_manifest
from codereview.facts.dependencies.uses import brought, is_used_by_name, serves
from codereview.facts.extract import Extraction
from codereview.facts.layout import module_name
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts


def facts_of(text: str, path: str) -> FileFacts:
    return Extraction(ast.parse(text), path, module_name(path), text.count("\n") + 1, frozenset()).run()


def project(**files: str) -> ProjectFacts:
    """A project; ``a__b_py`` is ``a/b.py``, and other last parts are suffixes as well."""
    named = {}
    for key, text in files.items():
        stem, _, suffix = key.replace("__", "/").rpartition("_")
        named[f"{stem}.{suffix}"] = textwrap.dedent(text)
    python = [facts_of(text, path) for path, text in named.items() if path.endswith(".py")]
    texts = {path: text for path, text in named.items() if not path.endswith(".py")}
    return ProjectFacts(python, {}, texts=texts, others=tuple(texts))


def names(found: ProjectFacts) -> list[str]:
    return [item.name for item in foreign_imports(found)]


def test_own_modules_and_those_of_python_are_not_foreign() -> None:
    found = project(
        app_py="import os, tomllib, distutils, urllib2\nimport helpers\nfrom pkg import part\nimport requests\n",
        helpers_py="",
        pkg__part_py="",
    )
    assert names(found) == ["requests"]


def test_shared_packages_are_named_as_deep_as_needed() -> None:
    found = project(
        app_py="from google.cloud import storage\nimport google.cloud.bigquery\nfrom yaml import load\n"
    )
    assert names(found) == ["google.cloud.storage", "google.cloud.bigquery", "yaml"]


def test_a_folder_without_init_yields_to_a_package_of_that_name() -> None:
    found = project(app_py="import docker\nimport notes\n", docker__build_py="", notes__a_py="")
    assert names(found) == ["docker"]


def test_scripts_of_a_host_program_are_left_alone() -> None:
    assert names(project(tool_py="import bpy\nimport numpy\n")) == []
    assert is_hosted("google.colab.drive")
    assert not is_hosted("google.cloud")


def test_optional_typing_and_local_imports_are_told_apart() -> None:
    found = project(
        app_py="""
        from typing import TYPE_CHECKING
        try:
            import orjson
        except ImportError:
            orjson = None
        if TYPE_CHECKING:
            import pandas
        def f():
            import redis
        """
    )
    told = {item.name: (item.optional, item.typing, item.local) for item in foreign_imports(found)}
    assert told == {
        "orjson": (True, False, False),
        "pandas": (False, True, False),
        "redis": (False, False, True),
    }


@pytest.mark.parametrize("module", ["os.path", "tomllib", "imp", "cPickle", "annotationlib"])
def test_the_standard_library_is_that_of_all_versions(module: str) -> None:
    assert is_standard(module)


def test_manifests_of_the_folders_above_count() -> None:
    found = Declared(
        project(api__main_py="import flask\n", api__requirements_txt="flask\n", requirements_txt="requests\n")
    )
    assert {r.name for r in found.scope_of("api").requirements} == {"flask", "requests"}
    assert {r.name for r in found.scope_of("").requirements} == {"requests"}
    assert list(found.by_application) == ["api"]


def test_computed_dependencies_are_unknown() -> None:
    found = Declared(project(app_py="", pyproject_toml='[project]\nname = "a"\ndynamic = ["dependencies"]\n'))
    assert found.scope_of("").unknown


def test_lists_for_developers_alone_declare_nothing_for_the_code() -> None:
    assert Declared(project(app_py="", docs__requirements_txt="sphinx\n")).scope_of("").manifests == ()


def test_what_comes_along_is_named_with_who_brings_it() -> None:
    found = Declared(project(app_py="", requirements_txt="uvicorn[standard]\npandas\n")).scope_of("")
    assert brought_by("yaml", found) == ("pyyaml", "uvicorn")
    assert brought_by("numpy", found) == ("numpy", "pandas")
    assert brought_by("redis", found) == ("", "")
    assert [r.name for r in that_bring("pandas.api", found.requirements)] == ["pandas"]


def test_what_others_bring_and_use() -> None:
    assert brought({"fastapi": ()})["starlette"] == "fastapi"
    assert "httptools" not in brought({"uvicorn": ()})
    assert brought({"uvicorn": ("standard",)})["httptools"] == "uvicorn"
    assert serves("lxml", ["flask", "beautifulsoup4"]) == "beautifulsoup4"
    assert serves("lxml", ["flask"]) == ""
    assert is_used_by_name("gunicorn")
    assert is_used_by_name("pytest-randomly")
    assert not is_used_by_name("flask")


def test_a_printed_list_is_told_from_a_written_one() -> None:
    printed = (
        "requests==2.32.3 certifi==2024.7.4 idna==3.7 urllib3==2.2.2 charset-normalizer==3.3.2 flask==3.0.3 "
        "blinker==1.8.2 click==8.1.7 itsdangerous==2.2.0 jinja2==3.1.4 markupsafe==2.1.5 werkzeug==3.0.3"
    )
    written = (
        "flask==3.0 requests==2.3 redis==5.0 celery==5.4 boto3==1.34 stripe==9.0 pandas==2.2 pillow==10.0"
    )
    for text, expected in ((printed, True), (written, False), ("flask\nrequests\n", False)):
        manifest = read_manifest("requirements.txt", text.replace(" ", "\n"))
        assert manifest is not None
        assert is_frozen(manifest.requirements, ["flask", "requests"]) is expected
