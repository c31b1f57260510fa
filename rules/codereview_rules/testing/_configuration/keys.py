"""Keys of pytest's configuration: its own (``pytest --help``, version 9), those of plug-ins, and options
that are no keys."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

OWN = frozenset(
    "addopts assertion_text_diff_style cache_dir collect_imported_tests consider_namespace_packages "
    "console_output_style "
    "disable_test_id_escaping_and_forfeit_all_rights_to_community_support doctest_encoding doctest_optionflags "
    "empty_parameter_set_mark enable_assertion_pass_hook faulthandler_exit_on_timeout "
    "faulthandler_timeout filterwarnings "
    "junit_duration_report junit_family junit_log_passing_tests junit_logging junit_suite_name log_auto_indent log_cli "
    "log_cli_date_format log_cli_format log_cli_level log_date_format log_file log_file_date_format log_file_format "
    "log_file_level log_file_mode log_format log_level log_print markers max_warnings minversion norecursedirs "
    "parametrize_long_str_id_strategy python_classes python_files python_functions pythonpath required_plugins strict "
    "strict_config strict_markers strict_parametrization_ids strict_xfail testpaths tmp_path_retention_count "
    "tmp_path_retention_policy truncation_limit_chars truncation_limit_lines usefixtures verbosity_assertions "
    "verbosity_subtests verbosity_test_cases xfail_strict rsyncdirs rsyncignore looponfailroots".split()
)
PLUGIN_OF = {
    "asyncio_mode": "pytest-asyncio",
    "asyncio_default_fixture_loop_scope": "pytest-asyncio",
    "asyncio_default_test_loop_scope": "pytest-asyncio",
    "DJANGO_SETTINGS_MODULE": "pytest-django",
    "django_find_project": "pytest-django",
    "timeout_method": "pytest-timeout",
    "timeout_func_only": "pytest-timeout",
    "mock_use_standalone_module": "pytest-mock",
    "bdd_features_base_dir": "pytest-bdd",
    "qt_api": "pytest-qt",
}
"""Keys that one plug-in alone brings."""
OPTIONS = {
    "verbose": "-v",
    "quiet": "-q",
    "cov": "--cov",
    "cov-report": "--cov-report",
    "cov_report": "--cov-report",
    "cov-fail-under": "--cov-fail-under",
    "cov_fail_under": "--cov-fail-under",
    "maxfail": "--maxfail",
    "exitfirst": "-x",
    "tb": "--tb",
    "durations": "--durations",
    "capture": "--capture",
    "ignore": "--ignore",
    "disable_warnings": "--disable-warnings",
    "disable-warnings": "--disable-warnings",
    "numprocesses": "-n",
    "show_capture": "--show-capture",
    "color": "--color",
    "junitxml": "--junitxml",
}
"""Options of the command line that are no keys, as the command line spells them."""
BUILT_IN_MARKS = frozenset(
    "parametrize skip skipif xfail usefixtures filterwarnings tryfirst trylast pytester_example_path".split()
)
PLUGIN_MARKS = frozenset(
    "asyncio anyio trio twisted django_db urls ignore_template_errors timeout flaky benchmark vcr block_network "
    "default_cassette xdist_group order first last dependency hypothesis freeze_time httpx_mock respx allow_hosts "
    "disable_socket enable_socket only_browser skip_browser browser_context_args "
    "browser_type_launch_args no_cover repeat "
    "celery gen_test random_order randomly mongodb aiohttp recording qt_no_exception_capture "
    "qt_log_ignore mpl_image_compare "
    "datafiles remote_data internet_off doctest doctest_plus allure_display_name run "
    "skip_if_not_installed pact limit_memory "
    "limit_leaks forked thread_unsafe parallel_threads iterations testcase testrail polarion snapshot homeassistant "
    "usefixtures_strict syrupy elasticsearch docker subprocess_vcr requires_net api".split()
)


_BRINGS_ASYNCIO = frozenset(
    {"pytest-aiohttp", "pytest-homeassistant-custom-component", "pytest-sanic", "alt-pytest-asyncio"}
)


def meant(key: str) -> str:
    """The key of pytest that a misspelled one is close to; empty if none."""
    plain = key.replace("-", "_").lower()
    if plain in OWN:
        return plain
    found = get_close_matches(plain, OWN, n=1, cutoff=0.87)
    return found[0] if found and len(plain) > 5 else ""


def plugin_is_missing(key: str, declared: Iterable[str]) -> str:
    """The plug-in that a key needs, if what is declared holds pytest and not the plug-in; else empty."""
    names = set(declared)
    plugin = PLUGIN_OF.get(key, "")
    if not plugin or "pytest" not in names or plugin in names:
        return ""
    return "" if plugin == "pytest-asyncio" and names & _BRINGS_ASYNCIO else plugin
