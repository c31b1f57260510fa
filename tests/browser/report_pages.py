"""What the browser tests look at: audits to render, the browser, and questions that are asked of many pages."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golden import clean_audit, empty_audit, excellent_audit, golden_audit, large_audit
from golden_architecture import architecture_audit
from golden_evidence import evidence_audit
from golden_review import reviewed
from msgspec import structs

from codereview import auditor
from codereview.config import Settings
from codereview.model import Audit, ScoreBasis
from codereview.score import ScoreInput, score

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (375, 768, 1440)
"""A phone, a tablet, a desk."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@functools.lru_cache(maxsize=1)
def shop() -> Audit:
    """A real audit, of ``examples/shop``."""
    return auditor.audit(ROOT / "examples" / "shop", Settings(jobs=1, cache=False))


def everything() -> Audit:
    """The golden audit with every section that a report can have."""
    built, read = architecture_audit(), evidence_audit()
    return structs.replace(
        built,
        evidence=read.evidence,
        review=reviewed().review,
        findings=(*built.findings, *(item for item in read.findings if item not in built.findings)),
        rules=(*built.rules, *(card for card in read.rules if card not in built.rules)),
    )


@functools.lru_cache(maxsize=1)
def large() -> Audit:
    """Five thousand findings, scored by this version, so that all of them can be ticked."""
    made = large_audit(5000)
    basis = ScoreBasis(
        statements=60_000, unparsed=tuple(sorted({f.path for f in made.findings if f.rule == "REL001"}))
    )
    result = score(ScoreInput(findings=made.findings, **structs.asdict(basis)))
    return structs.replace(
        made,
        basis=basis,
        findings=tuple(
            structs.replace(item, points=points)
            for item, points in zip(made.findings, result.points, strict=True)
        ),
        score=result.score,
        categories=result.categories,
        terms=result.terms,
        causes=result.causes,
    )


AUDITS: dict[str, Callable[[], Audit]] = {
    "golden": golden_audit,
    "everything": everything,
    "excellent": excellent_audit,
    "clean": clean_audit,
    "empty": empty_audit,
    "shop": shop,
    "large": large,
}


@contextmanager
def launched() -> Iterator[Browser]:
    """The Chromium of this machine, without a window.

    Raises AssertionError where there is none: a test that needs it must not pass without it.
    """
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, f"no browser: none of {', '.join(BROWSERS)} is there; .ci/browser installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            chromium_sandbox=False,
            args=["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
        )
        yield browser
        browser.close()


def overflow(page: Page) -> list[str]:
    """What makes the page scroll sideways: nothing, or the elements that end beyond its right edge."""
    wide: list[str] = page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= edge) return [];
          const clipped = (node) => node && node !== document.body
            && (getComputedStyle(node).overflowX !== "visible" || clipped(node.parentElement));
          return Array.from(document.querySelectorAll("body *"))
            .filter((node) => node.getBoundingClientRect().right > edge + 1 && !clipped(node.parentElement))
            .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 60)}`)
            .concat("the page scrolls sideways");
        }"""
    )
    return wide


def unfold(page: Page) -> None:
    """Opens every folded part of the page."""
    page.evaluate("() => { for (const node of document.querySelectorAll('details')) node.open = true; }")


def shown(page: Page) -> list[str]:
    """The ids of the findings that the reader can see, in their order."""
    ids: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll("#findings [data-m]"))
          .filter((node) => !node.closest("[hidden]")).map((node) => node.id)"""
    )
    return ids


DRAWN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets = [sheet];
}"""
"""Draws what is out of sight too: what is not drawn has no place of its own that could be measured."""


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its own best practices: rule and element."""
    page.evaluate(DRAWN)
    page.evaluate(axe)
    result: dict[str, Any] = page.evaluate(
        """() => axe.run(document, {
          resultTypes: ["violations"], preload: false, performanceTimer: false,
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        })"""
    )
    return [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for found in result["violations"]
        for node in found["nodes"][:5]
    ]
