"""What all tests share."""

from __future__ import annotations

import pytest

from codereview.auditor import toolbox


@pytest.fixture(autouse=True)
def _no_other_tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Audits in tests ask no other tool unless the test is about them: each takes a second to start."""
    if request.node.get_closest_marker("real_tool") is None:
        monkeypatch.setattr(toolbox, "PROFILES", dict.fromkeys(toolbox.PROFILES, ()))
