"""pip-audit: what it is asked, what it says, and that silence is never taken for health."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codereview.adapters.pip_audit import Answer, PipAudit, PipAuditOnline, answers
from codereview.adapters.process import Process
from codereview.adapters.values import Command, Completed, Target, ToolRun
from codereview.advisories.database import Database
from codereview.advisories.endpoint import Endpoint
from codereview.advisories.importing import import_file
from codereview.facts.dependencies.advisories import affects, vulnerabilities
from codereview.facts.dependencies.pins import judged
from codereview.facts.dependencies.read import read_manifest
from codereview.facts.dependencies.values import Requirement
from codereview.registry import adopted

sys.path.append(str(Path(__file__).parents[1] / "advisories"))
from advisories_lab import export, record

RECORDED = Path(__file__).parent / "recorded" / "pip-audit"
URL = "http://127.0.0.1:1/v1/query"


def pins(text: str, path: str = "requirements.txt") -> tuple[Requirement, ...]:
    manifest = read_manifest(path, text)
    assert manifest is not None
    return judged(manifest.requirements, (3, 10)).pins


def target(folder: Path | str = "scratch") -> Target:
    return Target(root="project", files=(), python=(3, 10), roots=(), scratch=str(folder))


def recorded(name: str, status: int) -> Completed:
    parts = [RECORDED / f"{name}.json", RECORDED / f"{name}.err"]
    out, err = (path.read_bytes() if path.exists() else b"" for path in parts)
    return Completed(status, out, err)


def reading(adapter: PipAudit, *done: Completed) -> ToolRun:
    return adapter.read(list(zip(adapter.commands(target()), done, strict=True)), target())


TWO = pins("# fruit\nlemon==1.1\npear==2.0\n")


def test_it_is_never_asked_to_resolve_or_build() -> None:
    adapter = PipAudit(pins("Lemon[sour]==1.1 ; python_version > '3' --hash=sha256:00\npear==2.0\n"), URL)
    assert adapter.config(target()) == {"pins-0.txt": "lemon==1.1\npear==2.0\n"}
    (command,) = adapter.commands(target())
    assert command.arguments[0] == sys.executable
    assert command.arguments[1] == "-I"
    assert {"--disable-pip", "--no-deps", "--osv-url", URL, "json"} <= set(command.arguments)
    assert command.folder == "scratch"
    assert not adapter.network


def test_several_versions_of_a_package_go_into_several_files() -> None:
    both = (*pins("lemon==1.1\npear==2.0\nlemon==1.1.0\n"), *pins("lemon==1.3\n", "docs/requirements.txt"))
    adapter = PipAudit(both, URL)
    assert list(adapter.config(target()).values()) == [
        "lemon==1.1\npear==2.0\n",
        "lemon==1.1.0\n",
        "lemon==1.3\n",
    ]
    assert len(adapter.commands(target())) == 3


def test_without_pins_there_is_nothing_to_run() -> None:
    assert PipAudit((), URL).commands(target()) == []


def test_an_answer_holds_for_the_data_that_it_was_made_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CODEREVIEW_DATA_DIR", str(tmp_path))
    without = PipAudit(TWO, URL).asks()
    _any(tmp_path)
    assert PipAudit(TWO, URL).asks() not in (without, PipAuditOnline(TWO).asks())
    assert PipAudit(TWO, URL).asks() == PipAudit(TWO, URL.replace(":1/", ":2/")).asks()


def test_online_it_asks_the_service_itself() -> None:
    adapter = PipAuditOnline(TWO)
    (command,) = adapter.commands(target())
    assert "--osv-url" not in command.arguments
    assert adapter.network
    (found,) = reading(adapter, recorded("findings", 1)).diagnostics
    assert found.code == "vulnerability"


def test_findings_stand_at_the_line_of_the_manifest() -> None:
    run = reading(PipAudit(TWO, URL), recorded("findings", 1))
    assert (run.how, run.gaps) == ("ran", ())
    (found,) = run.diagnostics
    assert (found.path, found.line, found.code) == ("requirements.txt", 2, "advisory")
    assert found.message == (
        "`lemon` 1.1 has 2 known vulnerabilities: PYSEC-2024-1 (CVE-2024-1, GHSA-aaaa; fixed in 1.2); "
        "PYSEC-2024-2 (no fixed version is known)"
    )


def test_both_codes_are_in_the_table() -> None:
    table = adopted().table("pip-audit")
    assert set(table.codes) == {PipAuditOnline.code}
    assert table.corroborates == {PipAudit.code: "DEP001"}


def test_clean_means_that_it_looked() -> None:
    run = reading(PipAudit(pins("pear==2.0\n"), URL), recorded("clean", 0))
    assert (run.how, run.diagnostics, run.gaps) == ("ran", (), ())


def test_a_skipped_package_is_not_assessed_by_name() -> None:
    run = reading(PipAudit(TWO, URL), recorded("skipped", 1))
    assert len(run.diagnostics) == 1
    (gap,) = run.gaps
    assert gap.what == "pear 2.0"
    assert (
        gap.reason == "pip-audit skipped it: URL requirements cannot be pinned to a specific package version"
    )


def test_a_package_of_which_it_says_nothing_is_not_assessed() -> None:
    run = reading(PipAudit(TWO, URL), recorded("clean", 0))
    assert [gap.what for gap in run.gaps] == ["lemon 1.1"]


@pytest.mark.parametrize(
    ("done", "how", "reason"),
    [
        (recorded("unreachable", 1), "failed", "the advisory database on this machine could not be reached"),
        (recorded("refused", 1), "failed", "the advisory database on this machine refused to answer"),
        (recorded("unpinned", 1), "failed", "it printed no result (status 1: "),
        (Completed(0, b"No known vulnerabilities found", b""), "failed", "its JSON is damaged (status 0)"),
        (Completed(0, b'{"dependencies": 7}', b""), "failed", "its JSON is damaged (status 0)"),
        (Completed(-11, b"", b""), "failed", "it printed no result (status -11)"),
        (Completed(None, b"", b"", 300.0, True), "timed out", "it did not end within 300 seconds"),
        (Completed(None, b"", b"", missing="No such file"), "not installed", "it could not be started"),
    ],
)
def test_what_fails_names_every_package(done: Completed, how: str, reason: str) -> None:
    run = reading(PipAudit(TWO, URL), done)
    assert run.how == how
    assert run.reason.startswith(reason)
    assert [gap.what for gap in run.gaps] == ["lemon 1.1", "pear 2.0"]
    assert all(run.reason in gap.reason for gap in run.gaps)


def test_one_process_that_fails_costs_only_its_own_pins() -> None:
    adapter = PipAudit(pins("lemon==1.1\nlemon==1.2\npear==2.0\n"), URL)
    run = reading(adapter, recorded("findings", 1), recorded("unreachable", 1))
    assert (run.how, len(run.diagnostics)) == ("ran", 1)
    assert [gap.what for gap in run.gaps] == ["lemon 1.2"]


KNOWN = [
    record("PYSEC-1", "lemon", {"introduced": "0"}, {"fixed": "1.2"}, aliases=["CVE-1"]),
    record("GHSA-1", "Lemon", {"introduced": "0"}, {"fixed": "1.2"}, aliases=["CVE-1"], summary=""),
    record("PYSEC-2", "lemon", {"introduced": "1.0"}, {"last_affected": "1.3"}),
    record("PYSEC-3", "my.pear", {"introduced": "1!0"}, {"fixed": "1!2.0"}),
    record("PYSEC-4", "fig", {"introduced": "2.0a1"}, {"fixed": "2.0rc2"}),
    record("PYSEC-5", "plum", versions=["1.13.0"]),
    record("PYSEC-6", "kiwi", {"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "2.0"}, {"fixed": "2.2"}),
    record("PYSEC-7", "kiwi", {"introduced": "0"}, published="2021-05-21T14:05:00.1234567Z"),
    record("PYSEC-8", "kiwi", {"introduced": "0"}, withdrawn="2024-01-01T00:00:00Z"),
    record("PYSEC-9", "date", {"introduced": "0"}, {"fixed": "1.0-final-b"}, versions=["0.9"]),
    record("MAL-1", "lemom", {"introduced": "0"}),
]
DOZEN = """\
lemon==1.1
Lemon[sour,sweet]==1.0 ; python_version >= "3.8"
lemon == 1.3 ; sys_platform == "win32"
lemon===1.4
lemon==0.1 ; python_version < "3"
my_pear==1!1.5
my_pear==2.0
fig==2.0rc1
fig==2.0a0
fig==2.0
plum==1.13.0+cpu
plum==1.13
plum==1.13.1
kiwi==1.1.post1 --hash=sha256:aa
kiwi==2.1.dev3
kiwi>=1.0
date==0.9
date==0.8
lemom==0.0.1
unheard-of==1.0
"""
EXPECTED = {
    ("lemon", "1.1"): {"PYSEC-1", "PYSEC-2"},
    ("lemon", "1.0"): {"PYSEC-1", "PYSEC-2"},
    ("lemon", "1.3"): {"PYSEC-2"},
    ("lemon", "1.4"): set(),
    ("my-pear", "1!1.5"): {"PYSEC-3"},
    ("my-pear", "2.0"): set(),
    ("fig", "2.0rc1"): {"PYSEC-4"},
    ("fig", "2.0a0"): set(),
    ("fig", "2.0"): set(),
    ("plum", "1.13.0+cpu"): {"PYSEC-5"},
    ("plum", "1.13"): {"PYSEC-5"},
    ("plum", "1.13.1"): set(),
    ("kiwi", "1.1.post1"): {"PYSEC-7"},
    ("kiwi", "2.1.dev3"): {"PYSEC-6", "PYSEC-7"},
    ("date", "0.9"): {"PYSEC-9"},
    ("date", "0.8"): set(),
    ("lemom", "0.0.1"): {"MAL-1"},
    ("unheard-of", "1.0"): set(),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "advisories.sqlite3"
    import_file(export(tmp_path / "all.zip", KNOWN), path)
    with Database(path) as opened:
        yield opened


def directly(database: Database, pin: Requirement) -> set[str]:
    known = [item for item in database.advisories(pin.name) if affects(item, pin.version)]
    return {item.id for item in vulnerabilities(known, pin.version)}


def test_known_pins_are_found_directly(database: Database) -> None:
    assert {(pin.name, pin.version): directly(database, pin) for pin in pins(DOZEN)} == EXPECTED


def run_all(adapter: PipAudit, scratch: Path, root: Path) -> list[tuple[Command, Completed]]:
    for name, text in adapter.config(target(scratch)).items():
        (scratch / name).write_text(text, encoding="utf-8")
    return [(command, Process(command, str(root)).wait()) for command in adapter.commands(target(scratch))]


@pytest.mark.real_tool
def test_the_real_tool_finds_through_the_endpoint_what_we_find_directly(
    database: Database, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    wanted = pins(DOZEN)
    with Endpoint(database) as endpoint:
        adapter = PipAudit(wanted, endpoint.url)
        results = run_all(adapter, scratch, tmp_path)
    found: dict[tuple[str, str], tuple[Answer, ...]] = {}
    for _, done in results:
        read = answers(done.out)
        assert read is not None, done.err
        found.update(read.found)
    assert {pin: {item.id for item in items} for pin, items in found.items()} == EXPECTED
    run = adapter.read(results, target(scratch))
    assert (run.how, run.gaps) == ("ran", ())
    told = {item.message.split("`")[1] for item in run.diagnostics}
    assert told == {name for (name, _), ids in EXPECTED.items() if ids}


@pytest.mark.real_tool
def test_the_real_tool_without_its_service_says_so(tmp_path: Path) -> None:
    with Database(_any(tmp_path)) as database, Endpoint(database) as endpoint:
        gone = endpoint.url
    adapter = PipAudit(TWO, gone)
    run = adapter.read(run_all(adapter, tmp_path, tmp_path), target(tmp_path))
    assert (run.how, run.reason) == ("failed", "the advisory database on this machine could not be reached")
    assert [gap.what for gap in run.gaps] == ["lemon 1.1", "pear 2.0"]


def _any(folder: Path) -> Path:
    path = folder / "advisories.sqlite3"
    import_file(export(folder / "all.zip", KNOWN), path)
    return path
