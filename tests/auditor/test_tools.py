"""Other tools in an audit: chosen, cached by content, joined with our own findings, and honest about failure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from codereview.adapters.base import Adapter
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.auditor import audit, toolbox
from codereview.config import Settings
from codereview.model import Audit, NotAssessed

ASKED: list[tuple[str, ...]] = []
"""The files that each start of the stand-in was asked about."""


class StandIn(Adapter):
    """Reports REL003 at the first line of each file; says what it was asked."""

    name = "ruff"
    distribution = "ruff"
    by_file = True
    how = "ran"

    def commands(self, target: Target) -> Sequence[Command]:
        ASKED.append(tuple(file.path for file in target.files))
        return [Command((sys.executable, "-I", "-c", ""), 20, target.scratch)]

    partly = False

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        if self.partly:
            one = Diagnostic("ruff", "F821", "a.py", 1, 1, 1, 3, "Undefined name `x`.")
            gaps = tuple(NotAssessed(what=f.path, reason="late") for f in target.files if f.path != "a.py")
            return ToolRun("ruff", "", "timed out", "it was late", diagnostics=(one,), gaps=gaps)
        if self.how != "ran":
            return ToolRun("ruff", "", "failed", "it failed on purpose")
        codes = ("F821", "S105", "X1")
        found = [
            Diagnostic("ruff", c, f.path, 1, 1, 1, 3, "Undefined name `x`.")
            for f in target.files
            for c in codes
        ]
        found.append(Diagnostic("ruff", "F821", "elsewhere.py", 1, 1, 1, 3, "of no file of the project"))
        return ToolRun("ruff", "", "ran", diagnostics=tuple(found), gaps=(NotAssessed(what="a", reason="b"),))


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Audit]:
    ASKED.clear()
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(toolbox, "made", lambda name, codes: StandIn() if name == "ruff" else None)
    monkeypatch.setattr(
        "codereview.auditor.heard.made", lambda name, codes: StandIn() if name == "ruff" else None
    )
    folder = tmp_path / "project"
    folder.mkdir()

    def run(files: dict[str, str], **settings: object) -> Audit:
        for name, text in files.items():
            (folder / name).write_text(text)
        return audit(folder, Settings(**{"tools": ("ruff",), **settings}))  # type: ignore[arg-type]

    return run


def test_reports_become_findings_of_the_adopted_rule(asked: Callable[..., Audit]) -> None:
    result = asked({"a.py": "x\n"})
    (one,) = [item for item in result.findings if item.rule == "REL003"]
    assert (one.path, one.line, one.corroborated_by) == ("a.py", 1, ("ruff F821",))
    assert one.message == "Undefined name `x`"
    (tool,) = [item for item in result.tools if item.name == "ruff"]
    assert (tool.outcome, tool.findings, tool.unknown) == ("ran", 1, {"X1": 1})
    assert NotAssessed(what="a", reason="b") in result.not_assessed
    assert "REL003" in {item.id for item in result.rules}
    assert {item.rule: item.outcome for item in result.outcomes}["REL003"] == "found"


def test_only_files_that_changed_are_asked_about_again(asked: Callable[..., Audit]) -> None:
    asked({"a.py": "x\n", "b.py": "x\n"})
    second = asked({"b.py": "y\n"})
    assert ASKED == [("a.py", "b.py"), ("b.py",)]
    assert [item.path for item in second.findings if item.rule == "REL003"] == ["a.py", "b.py"]


def test_a_comment_accepts_a_report_and_the_strict_score_counts_it(asked: Callable[..., Audit]) -> None:
    result = asked({"a.py": "x  # noqa: F821\n"})
    (one,) = [item for item in result.findings if item.rule == "REL003"]
    assert one.suppressed is not None
    assert one.suppressed.reason == "noqa: F821"
    assert result.score is not None
    assert result.score.strict < result.score.value


def test_rules_that_are_off_need_no_tool(asked: Callable[..., Audit]) -> None:
    result = asked({"a.py": "x\n"}, select=("MNT003",), ignore=("REL",))
    assert {tool.name: tool.outcome for tool in result.tools}["ruff"] == "ran", "it confirms MNT003"
    assert not [item for item in result.findings if item.rule == "REL003"]
    result = asked({"a.py": "x\n"}, select=("PERF002",))
    assert {tool.name: tool.outcome for tool in result.tools}["ruff"] == "not asked"


def test_a_tool_that_fails_is_said_and_costs_completeness(
    asked: Callable[..., Audit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandIn, "how", "failed")
    result = asked({"a.py": "x\n"})
    assert NotAssessed(what="ruff", reason="it failed on purpose") in result.not_assessed
    assert {item.rule: item.outcome for item in result.outcomes}["REL003"] == "not assessed"
    assert result.score is not None
    assert not result.score.complete
    assert len(ASKED) == 1
    asked({"a.py": "x\n"})
    assert len(ASKED) == 2, "a failure is not remembered"


def test_what_a_tool_said_before_it_failed_is_kept_and_not_asked_again(
    asked: Callable[..., Audit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandIn, "partly", True)
    result = asked({"a.py": "x\n", "b.py": "x\n"})
    assert [item.path for item in result.findings if item.rule == "REL003"] == ["a.py"]
    assert {NotAssessed(what="ruff", reason="it was late"), NotAssessed(what="b.py", reason="late")} <= set(
        result.not_assessed
    )
    assert result.score is not None
    assert not result.score.complete
    monkeypatch.setattr(StandIn, "partly", False)
    asked({})
    assert ASKED == [("a.py", "b.py"), ("b.py",)]


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"profile": "quick"}, {"pyrefly", "ruff"}),
        ({"profile": "standard"}, {"bandit", "pyrefly", "ruff"}),
        ({"tools": ("mypy",)}, {"mypy"}),
        ({"tools": ()}, set()),
    ],
)
@pytest.mark.real_tool
def test_profiles(settings: dict[str, object], names: set[str]) -> None:
    from codereview.registry import adopted, load_rules

    tables = adopted()
    on = {*tables.cards, *(rule.card.id for rule in load_rules())}
    given = Settings(**settings)  # type: ignore[arg-type]
    question = toolbox.Question(given, tables, frozenset(on), frozenset(), False, lambda: "no pins")
    chosen = toolbox.wanted(question)
    assert {adapter.name for adapter in chosen.adapters} == names
    assert all(run.reason for run in chosen.left_out)
