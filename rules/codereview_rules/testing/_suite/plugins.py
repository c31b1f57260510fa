"""Fixtures that pytest and its plug-ins bring, by the distributions that bring them."""

from __future__ import annotations

from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_NAMED = lazy_pattern(
    r"\b(?:pytest|requests|inline|faker|factory)[-_][A-Za-z0-9_-]+|\b(?:respx|pyfakefs|syrupy|faker)\b"
)
_LARGEST = 200_000

BUILT_IN = frozenset(
    "cache capfd capfdbinary caplog capsys capsysbinary capteesys doctest_namespace monkeypatch "
    "pytestconfig record_property "
    "record_testsuite_property record_xml_attribute recwarn request testdir pytester tmp_path tmp_path_factory tmpdir "
    "tmpdir_factory subtests linecomp LineMatcher self cls".split()
)
_BROUGHT: dict[tuple[str, ...], str] = {
    ("pytest-mock",): "mocker class_mocker module_mocker package_mocker session_mocker",
    ("pytest-httpx",): "httpx_mock",
    ("respx",): "respx_mock",
    ("requests-mock",): "requests_mock",
    ("pytest-benchmark", "pytest-codspeed"): "benchmark",
    ("pytest-freezer", "pytest-freezegun"): "freezer",
    ("pyfakefs",): "fs",
    (
        "pytest-django",
    ): "django_user_model django_db_setup django_db_blocker django_assert_num_queries transactional_db "
    "django_assert_max_num_queries mailoutbox",
    ("pytest-aiohttp", "pytest-sanic", "pytest-tornado"): "aiohttp_client aiohttp_server aiohttp_unused_port",
    ("pytest-qt",): "qtbot qapp",
    ("pytest-datadir", "pytest-regressions"): "shared_datadir",
    ("pytest-regressions",): "data_regression file_regression num_regression",
    ("pytest-httpserver",): "httpserver",
    ("pytest-subprocess",): "fake_process",
    ("pytest-playwright", "pytest-playwright-asyncio"): "browser_context_args new_context",
}
FIXTURES = {name: packages for packages, names in _BROUGHT.items() for name in names.split()}
"""Fixtures that only these distributions bring; the first one is the usual."""
KNOWN = frozenset(
    "pytest pytest-cov pytest-xdist pytest-mock pytest-timeout pytest-randomly pytest-sugar "
    "pytest-rerunfailures pytest-env "
    "pytest-dotenv pytest-httpx pytest-benchmark pytest-freezer pytest-freezegun pytest-html "
    "pytest-metadata pytest-clarity "
    "pytest-socket pytest-order pytest-instafail pytest-pretty pytest-ruff pytest-mypy pytest-flake8 pytest-icdiff "
    "pytest-profiling pytest-asyncio pytest-runner pytest-watch pytest-repeat pytest-picked "
    "pytest-testmon pytest-dependency "
    "pytest-github-actions-annotate-failures hypothesis pytest-custom-exit-code pytest-md pytest-reportlog".split()
)
"""Plug-ins whose fixtures, if they have any, are listed here or below."""
BUILT_IN |= frozenset(
    "cov no_cover worker_id testrun_uid event_loop event_loop_policy unused_tcp_port "
    "unused_tcp_port_factory unused_udp_port "
    "unused_udp_port_factory metadata extra extras include_metadata_in_junit_xml socket_enabled socket_disabled "
    "anyio_backend anyio_backend_name anyio_backend_options free_tcp_port free_tcp_port_factory respx_mock "
    "json_metadata benchmark_weave freezer doctest_namespace faker".split()
)


def declared(project: ProjectFacts) -> frozenset[str]:
    """All distributions that manifests ask for, that commands install, and plug-ins that any other file names: the
    requirements of tox and nox are none of a manifest."""
    manifests = project.dependencies.manifests.values()
    names = {r.name for manifest in manifests for r in manifest.requirements}
    names |= {r.name for install in project.dependencies.installs for r in install.packages}
    for text in project.texts.values():
        if len(text) < _LARGEST:
            names.update(found.lower().replace("_", "-") for found in _NAMED.findall(text))
    return frozenset(names)
