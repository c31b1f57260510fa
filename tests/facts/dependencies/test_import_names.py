"""What is known and what is guessed of distributions and the modules that they bring."""

from __future__ import annotations

import pytest

from codereview.facts.dependencies.names import (
    brings,
    canonical,
    distributions_of,
    import_names,
    is_namespace,
    tables,
)
from codereview.facts.walk.packages import named_packages


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("yaml", "pyyaml"),
        ("PIL.Image", "pillow"),
        ("bs4", "beautifulsoup4"),
        ("sklearn.linear_model", "scikit-learn"),
        ("cv2", "opencv-python-headless"),
        ("google.cloud.storage.blob", "google-cloud-storage"),
        ("google.protobuf.message", "protobuf"),
        ("azure.storage.blob.aio", "azure-storage-blob"),
        ("google.cloud.webrisk_v1.services", "google-cloud-webrisk"),
        ("azure.mgmt.network", "azure-mgmt-network"),
        ("opentelemetry.trace", "opentelemetry-api"),
        ("opentelemetry.instrumentation.fastapi", "opentelemetry-instrumentation-fastapi"),
        ("airflow.providers.cncf.kubernetes.operators.pod", "apache-airflow-providers-cncf-kubernetes"),
        ("langgraph.graph", "langgraph"),
        ("langgraph.checkpoint.sqlite.aio", "langgraph-checkpoint-sqlite"),
        ("ruamel.yaml", "ruamel-yaml"),
        ("mpl_toolkits.mplot3d", "matplotlib"),
        ("requests.adapters", "requests"),
    ],
)
def test_the_distribution_of_a_module_is_known(module: str, distribution: str) -> None:
    assert distribution in distributions_of(module)
    assert brings(distribution, module) == "known"


@pytest.mark.parametrize("module", ["google", "google.cloud", "azure", "acme_billing", "opentelemetry"])
def test_of_a_shared_or_unknown_package_alone_nothing_is_known(module: str) -> None:
    assert distributions_of(module) == ()


def test_namespaces_are_told_from_packages() -> None:
    assert is_namespace("google.cloud")
    assert is_namespace("azure")
    assert not is_namespace("requests")


def test_what_a_distribution_brings() -> None:
    assert import_names("PyYAML") == ("yaml",)
    assert import_names("Flask_SQLAlchemy") == ("flask_sqlalchemy",)
    assert import_names("attrs") == ("attr", "attrs")
    assert import_names("acme-billing") is None


@pytest.mark.parametrize(
    ("distribution", "module"),
    [
        ("python-initech", "initech"),
        ("initech-py", "initech"),
        ("InitechBilling", "initech_billing"),
        ("initech-billing-client", "billing"),
        ("initech.billing", "initech.billing.v1"),
    ],
)
def test_an_unknown_distribution_is_guessed_by_its_name(distribution: str, module: str) -> None:
    assert brings(distribution, module) == "guess"


@pytest.mark.parametrize(
    ("distribution", "module"),
    [
        ("pyyaml", "pyaml"),
        ("requests", "requests_oauthlib"),
        ("acme", "zebra"),
        ("google-cloud-storage", "google.cloud.bigquery"),
    ],
)
def test_other_modules_are_not_brought(distribution: str, module: str) -> None:
    assert brings(distribution, module) == ""


def test_the_table_is_canonical_and_has_no_entry_twice() -> None:
    found = tables()
    assert all(name == canonical(name) for name in found.modules)
    assert all(found.modules.values())
    assert len(found.modules) > 2500


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rest_framework", ("rest_framework",)),
        ("whitenoise.middleware.WhiteNoiseMiddleware", ("whitenoise",)),
        ("postgresql+asyncpg://user:word@host/db", ("asyncpg",)),
        ("postgresql+asyncpg", ("asyncpg",)),
        ("lxml", ("lxml",)),
        ("uvicorn.workers.UvicornWorker", ("uvicorn",)),
        ("correct horse battery", ()),
        ("hunter_of_two", ()),
        ("", ()),
    ],
)
def test_only_names_of_packages_are_kept_of_a_literal(text: str, names: tuple[str, ...]) -> None:
    assert named_packages(text) == names
