"""A browser for the tests of the HTML report, and a record of what no page may do.

These tests run only where ``-m`` names the marker ``browser``, as ``.ci/browser`` does: they need Chromium, Playwright
and axe-core. There nothing is skipped: what is missing fails.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

HERE = Path(__file__).parent
sys.path.extend(str(folder) for folder in (HERE, HERE.parent / "report") if str(folder) not in sys.path)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("securitypolicyviolation", event.violatedDirective, event.blockedURI, event.sourceFile));
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and leaves them out where nobody asked for the marker."""
    asked = "browser" in config.getoption("markexpr")
    left_out = []
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
            if not asked:
                left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    from report_pages import launched

    with launched() as started:
        yield started


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, as its lock file pins it."""
    path = os.environ.get("AXE_CORE", "")
    if not path:
        pytest.fail(
            "AXE_CORE does not name axe.min.js of axe-core; .ci/browser installs it and says where it is"
        )
    return Path(path).read_text(encoding="utf-8")


@dataclass
class Opened:
    """Opens pages, and writes down what none of them may do."""

    browser: Browser
    faults: list[str] = field(default_factory=list)

    def __call__(
        self,
        path: Path,
        fragment: str = "",
        *,
        width: int = 1440,
        scheme: str | None = "light",
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        """The page of the file ``path``, loaded, in a context of its own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
            service_workers="block",
            **options,
        )
        context.set_default_timeout(30_000)
        if javascript:
            context.add_init_script(REPORT_VIOLATIONS)
        address = path.as_uri()

        def requested(request: Request) -> None:
            if request.url.partition("#")[0] != address and not request.url.startswith("blob:"):
                self.faults.append(f"{path.name} asked for {request.url[:200]}")

        context.on("request", requested)
        context.on("console", lambda message: self.faults.append(f"{path.name} says {message.text}"))
        context.on("weberror", lambda error: self.faults.append(f"{path.name} raised {error.error}"))
        context.on("dialog", self._dismissed)
        page = context.new_page()
        page.on("popup", lambda other: self.faults.append(f"{path.name} opened {other.url}"))
        page.goto(address + fragment)
        return page

    def _dismissed(self, dialog: Any) -> None:
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        """Closes every context."""
        for context in self.browser.contexts:
            context.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opened]:
    """Opens report files. The test fails when one of its pages wrote to the console, raised an error, opened a dialog
    or a window, asked for anything but itself, or broke its content security policy.
    """
    opened = Opened(browser)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes the HTML report of the named audit (see ``report_pages.AUDITS``) once; its path."""
    from report_pages import AUDITS

    from codereview.report.html import render_html

    folder = tmp_path_factory.mktemp("reports")

    def written(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(render_html(AUDITS[name]()), encoding="utf-8")
        return path

    return written
