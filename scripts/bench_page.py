"""Measures the HTML report of 5,000 findings in Chromium: size, first paint, and how long a filter takes to be seen.

    python scripts/bench_page.py [--rounds 5] [--check] [REPORT.html]

Without a file it renders the large audit of ``tests/browser``. Needs Chromium and ``pip install playwright``. Prints
one Markdown table of medians; each round is a page of its own, in a window of 1440 by 900 pixels. First paint is the
browser's own ``first-contentful-paint``, from the start of the navigation. A filter's time runs from the event of the
control until the frame that shows the result is drawn; a search waits for the typing to pause first, and that is in it.
With ``--check`` the exit status is 1 when a figure is over `FACTOR` times its aim: on a machine that others use at the
same time a figure says little, and that much says that something broke.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from codereview.report.html import render_html

ROOT = Path(__file__).resolve().parent.parent
FACTOR = 5
AIMS = {
    "size, bytes": 2_000_000,
    "first paint, ms": 1000,
    "severity, ms": 100,
    "rule, ms": 100,
    "confidence, ms": 100,
    "first search, ms": 100,
    "second search, ms": 100,
    "group by file, ms": None,
    "tick all of a rule, ms": None,
}
"""What is measured, with the most that it is to be; None where nothing is promised."""
STEPS = {
    "severity": ("#filter input[name=sev]", None),
    "rule": ("#filter select[name=rule]", 1),
    "confidence": ("#filter select[name=conf]", 1),
    "first search": ("#q", "payload"),
    "second search": ("#q", "payload options"),
    "group by file": ("#filter select[name=by]", 2),
    "tick all of a rule": ("#findings .group-meta [data-ticks]", None),
}
TIMED = """([selector, value]) => new Promise((done) => {
  const drawn = () => new Promise((next) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = next;
    channel.port2.postMessage(null);
  }));
  const control = document.querySelector(selector);
  const told = document.querySelector("#shown");
  const before = told.textContent;
  drawn().then(() => {
    const start = performance.now();
    const finish = () => drawn().then(() => done(performance.now() - start));
    if (value === null) {
      control.click();
      finish();
    } else if (typeof value === "number") {
      control.selectedIndex = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      finish();
    } else {
      new MutationObserver((_, observer) => { observer.disconnect(); finish(); }).observe(told, { childList: true });
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})"""
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") done(entry.startTime);
}).observe({ type: "paint", buffered: true }))"""


def pages() -> Any:
    """The module ``tests/browser/report_pages.py``: the browser and the large audit."""
    sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "tests" / "report")]
    return importlib.import_module("report_pages")


def measured(browser: Any, path: Path) -> dict[str, float]:
    """One round: milliseconds by the names of `AIMS`. Each step has a page of its own, but for the second search: it
    follows the first, when the words of the findings are known.
    """
    out: dict[str, float] = {}
    page = None
    for name, step in STEPS.items():
        if page is None or name != "second search":
            if page is not None:
                page.close()
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(path.as_uri())
            out.setdefault("first paint, ms", page.evaluate(PAINTED))
        out[f"{name}, ms"] = page.evaluate(TIMED, list(step))
    return out


def table(path: Path, rounds: list[dict[str, float]]) -> dict[str, float]:
    """Prints the medians; they are returned too."""
    found: dict[str, float] = {"size, bytes": path.stat().st_size}
    print("| what | median | least | most | aim |\n|---|---:|---:|---:|---:|")
    for name, aim in AIMS.items():
        values = [one[name] for one in rounds] if name not in found else [found[name]]
        found[name] = statistics.median(values)
        told = f"{aim:,}" if aim else "–"
        print(f"| {name} | {found[name]:,.0f} | {min(values):,.0f} | {max(values):,.0f} | {told} |")
    return found


def main() -> int:
    """Measures and prints; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("report", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    shared = pages()
    with tempfile.TemporaryDirectory() as folder, shared.launched() as browser:
        path = (options.report or Path(folder) / "report.html").resolve()
        if options.report is None:
            path.write_text(render_html(shared.large()), encoding="utf-8")
        found = table(path, [measured(browser, path) for _ in range(options.rounds)])
    over = [
        name
        for name, aim in AIMS.items()
        if aim is not None and found[name] >= aim * (1 if name.startswith("size") else FACTOR)
    ]
    if options.check and over:
        print(f"more than {FACTOR} times what it is to be: {'; '.join(over)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
