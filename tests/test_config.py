"""Settings: where they come from, which wins, and what a fault in them says."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from codereview import config
from codereview.errors import ConfigError
from codereview.model import Severity, Zone


def write(folder: Path, text: str, name: str = "codereview.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        config.load(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_defaults_without_a_file(tmp_path: Path) -> None:
    settings = config.load(tmp_path)
    assert settings == config.Settings()
    assert settings.cache
    assert settings.fail_under == {}


def test_every_key_is_read_from_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
[project]
name = "x"
[tool.codereview]
select = ["SEC", "typing"]
ignore = ["TYP002"]
exclude = ["legacy/"]
include = ["bin/tool"]
jobs = 3
cache = false
fail_under = { overall = 80, security = 90.5 }
fail_on = "high"
python = "3.11"
[tool.codereview.zones]
scripts = ["tools/**"]
[tool.codereview.targets]
annotation_coverage = 70
[tool.codereview.rule.PERF001]
extra_blocking = ["acme.fetch"]
[[tool.codereview.suppress]]
rule = "SEC001"
path = "tests/**"
reason = "made-up keys"
""",
        "pyproject.toml",
    )
    settings = config.load(tmp_path)
    assert settings.select == ("SEC", "typing")
    assert settings.fail_under == {"overall": 80, "security": 90.5}
    assert settings.fail_on is Severity.HIGH
    assert settings.python == (3, 11)
    assert settings.zones == {Zone.SCRIPTS: ("tools/**",)}
    assert settings.targets.annotation_coverage == 70
    assert settings.rule == {"PERF001": {"extra_blocking": ["acme.fetch"]}}
    assert settings.suppress[0].reason == "made-up keys"
    assert not settings.cache
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_codereview_toml_wins_over_pyproject(tmp_path: Path) -> None:
    write(tmp_path, "[tool.codereview]\njobs = 1\nfail_on = 'low'\n", "pyproject.toml")
    write(tmp_path, "jobs = 2\n")
    settings = config.load(tmp_path)
    assert settings.jobs == 2
    assert settings.fail_on is None


def test_pyproject_without_the_table_is_passed_over_for_the_parent(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, "jobs = 4\n")
    package = tmp_path / "packages" / "one"
    package.mkdir(parents=True)
    write(package, "[project]\nname = 'one'\n", "pyproject.toml")
    assert config.load(package).jobs == 4


def test_parents_beyond_the_work_tree_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, "jobs = 4\n")
    inner = tmp_path / "repository"
    (inner / ".git").mkdir(parents=True)
    assert config.load(inner).jobs is None


def test_isolated_reads_nothing(tmp_path: Path) -> None:
    write(tmp_path, "this is not TOML")
    assert config.load(tmp_path, isolated=True) == config.Settings()


def test_command_line_replaces_adds_and_merges(tmp_path: Path) -> None:
    write(tmp_path, "select = ['SEC']\nignore = ['A1']\njobs = 2\nfail_under = 70\n")
    settings = config.load(
        tmp_path,
        overrides={"select": ("PERF",), "ignore": ("B2",), "jobs": None, "fail_under": {"security": 90}},
    )
    assert settings.select == ("PERF",)
    assert settings.ignore == ("A1", "B2")
    assert settings.jobs == 2
    assert settings.fail_under == {"overall": 70, "security": 90}


def test_unknown_key_names_file_line_and_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "jobs = 2\n\nfail-under = 80\n")
    assert (
        fault(tmp_path) == f"{path}:3: fail-under is not a key of the configuration; did you mean fail_under?"
    )


def test_unknown_key_far_from_all_lists_the_known(tmp_path: Path) -> None:
    write(tmp_path, "zzzzqq = 1\n")
    message = fault(tmp_path)
    assert "known are select, ignore" in message
    assert "notices" not in message


def test_unknown_key_in_an_inner_table(tmp_path: Path) -> None:
    write(
        tmp_path, "[tool.codereview]\n[tool.codereview.targets]\nannotation_covrage = 2\n", "pyproject.toml"
    )
    message = fault(tmp_path)
    assert "pyproject.toml:3: targets.annotation_covrage" in message
    assert "did you mean annotation_coverage?" in message


def test_keys_that_only_the_program_fills_are_unknown(tmp_path: Path) -> None:
    write(tmp_path, "notices = ['x']\n")
    assert "notices is not a key" in fault(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jobs = 'four'\n", "codereview.toml:1: jobs: expected a valid integer"),
        ("jobs = 0\n", "jobs: expected greater than or equal to 1, not 0"),
        ("fail_on = 'hihg'\n", "did you mean high?"),
        ("fail_under = 180\n", "a number from 0 to 100, not 180"),
        ("fail_under = { secrity = 1 }\n", "'secrity' is no category"),
        ("fail_under = true\n", "expected a number, or a table"),
        ("python = 3.1\n", 'expected a version in quotation marks, such as "3.11"'),
        ("[zones]\nprod = []\n", "codereview.toml:2: zones.prod"),
        (
            "[[suppress]]\nrule='A'\nreason='why not'\n[[suppress]]\nrule = 'B'\n",
            "toml:4: suppress[2] lacks the key reason",
        ),
        ("[[suppress]]\nrule='A'\nreason=''\n", "codereview.toml:3: suppress[1].reason"),
        ("select = 'SEC'\n", "select: expected a valid tuple, not 'SEC'"),
        ("[rule]\nPERF001 = 3\n", "codereview.toml:2: rule.PERF001"),
        ("jobs = \n", "not valid TOML"),
    ],
)
def test_faults_are_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    write(tmp_path, text)
    assert expected in fault(tmp_path)


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "codereview.toml").write_bytes(b"a = '\xff'\n")
    assert "not UTF-8" in fault(tmp_path)


def test_missing_config_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration file"):
        config.load(tmp_path, config=tmp_path / "none.toml")


def test_tool_codereview_that_is_no_table(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\ncodereview = 3\n", "pyproject.toml")
    assert "is a table" in fault(tmp_path)


def test_a_broken_pyproject_without_our_table_does_not_stop_the_audit(tmp_path: Path) -> None:
    write(tmp_path, "[project]\nname = demo\n# [tool.codereview]\n", "pyproject.toml")
    settings = config.load(tmp_path)
    assert (settings.source, settings.jobs) == ("", None)
    assert "pyproject.toml: not valid TOML" in settings.notices[0]
    assert "goes on without it" in settings.notices[0]


@pytest.mark.parametrize(
    "table", ["[tool.codereview]", "[[tool.codereview.suppress]]", "[tool]\ncodereview.jobs = 1"]
)
def test_a_broken_pyproject_with_our_table_is_an_error(tmp_path: Path, table: str) -> None:
    write(tmp_path, f"[project]\nname = demo\n{table}\n", "pyproject.toml")
    assert "not valid TOML" in fault(tmp_path)


def test_a_broken_file_of_ours_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "jobs = \n")
    assert "codereview.toml: not valid TOML" in fault(tmp_path)
    with pytest.raises(ConfigError, match="not valid TOML"):
        config.load(tmp_path, config=tmp_path / "codereview.toml")


def test_rule_folders_of_the_audited_tree_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "rules = ['evil']\njobs = 2\n")
    settings = config.load(tmp_path)
    assert settings.rules == ()
    assert settings.jobs == 2
    assert "evil" in settings.notices[0]


def test_config_given_from_inside_the_tree_is_refused_too(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    inside = write(root, "rules = ['evil']\n")
    assert config.load(root, config=inside).rules == ()
    link = tmp_path / "link.toml"
    link.symlink_to(inside)
    assert config.load(root, config=link).rules == ()


def test_config_given_from_outside_may_name_folders(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    outside = write(tmp_path, "rules = ['ours']\n")
    settings = config.load(root, config=outside)
    assert settings.rules == (tmp_path / "ours",)
    assert settings.notices == ()


def test_command_line_may_name_folders(tmp_path: Path) -> None:
    write(tmp_path, "rules = ['evil']\n")
    settings = config.load(tmp_path, overrides={"rules": (Path("/ours"),)})
    assert settings.rules == (Path("/ours"),)


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "codereview.toml").write_bytes(b"\xef\xbb\xbfjobs = 2\r\ncahce = true\r\n")
    assert "codereview.toml:2: cahce is not a key of the configuration; did you mean cache?" in fault(
        tmp_path
    )
