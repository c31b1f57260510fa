"""Writes the pictures of the README: ``docs/images/report.png``, the first screen of ``examples/shop-report.html``, and
``docs/images/terminal.png``, what a terminal of 80 columns shows of the audit of ``examples/typical``.

It needs Chromium (Debian: ``apt-get install chromium``), or the browser that the first argument names.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from example_reports import EXAMPLES, audited
from rich.console import Console
from rich.terminal_theme import MONOKAI

from codereview.report.terminal import render_terminal

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "examples" / "shop-report.html"
IMAGES = ROOT / "docs" / "images"
COLUMNS = 80
MOST_BYTES = 400_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def command(browser: str, profile: str, page: str, size: tuple[int, int], picture: Path) -> list[str]:
    """What starts the browser: no window, no network, a profile of its own, a light page."""
    return [
        browser,
        "--headless=new",
        "--no-sandbox",
        "--no-first-run",
        "--disable-gpu",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        f"--user-data-dir={profile}",
        f"--window-size={size[0]},{size[1]}",
        f"--screenshot={picture}",
        page,
    ]


def terminal() -> tuple[str, tuple[int, int]]:
    """A page with what the terminal shows, as rich draws it, and its size in pixels."""
    console = Console(
        record=True, width=COLUMNS, force_terminal=True, file=io.StringIO(), color_system="truecolor"
    )
    render_terminal(audited(EXAMPLES / "typical", "typical"), console)
    drawn = console.export_svg(title="codereview audit .", theme=MONOKAI)
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("rich has drawn something without a size")
    width, height = (round(float(number)) for number in found.groups())
    page = f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}svg{{display:block}}</style>{drawn}'
    return page, (width, height)


def take(browser: str, page: str, size: tuple[int, int], picture: Path) -> int:
    """Takes one picture; its size in bytes.

    Raises:
        ValueError: it is larger than a README should load.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        taken = Path(profile) / "picture.png"
        subprocess.run(
            command(browser, profile, page, size, taken), check=True, capture_output=True, timeout=120
        )
        written = taken.stat().st_size
        if written > MOST_BYTES:
            raise ValueError(f"{picture.name} has {written} bytes, more than {MOST_BYTES}")
        shutil.copyfile(taken, picture)
    return written


def main() -> int:
    """Takes the pictures; the exit status."""
    browser = next(filter(None, map(shutil.which, sys.argv[1:2] or BROWSERS)), None)
    if browser is None:
        print("no browser found; install chromium, or name one", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page, size = terminal()
        shown = Path(folder) / "terminal.html"
        shown.write_text(page, encoding="utf-8")
        for name, address, pixels in (
            ("report.png", PAGE.as_uri(), (1280, 960)),
            ("terminal.png", shown.as_uri(), size),
        ):
            print(f"{name}: {take(browser, address, pixels, IMAGES / name)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
