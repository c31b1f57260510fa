"""Writes ``docs/images/report.png``, the first screen of ``examples/shop-report.html``.

It needs Chromium (Debian: ``apt-get install chromium``), or the browser that the first argument names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "examples" / "shop-report.html"
PICTURE = ROOT / "docs" / "images" / "report.png"
WIDTH, HEIGHT = 1280, 960
MOST_BYTES = 300_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def command(browser: str, profile: str, picture: Path) -> list[str]:
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
        f"--window-size={WIDTH},{HEIGHT}",
        f"--screenshot={picture}",
        PAGE.as_uri(),
    ]


def main() -> int:
    """Takes the picture; the exit status."""
    browser = next(filter(None, map(shutil.which, sys.argv[1:2] or BROWSERS)), None)
    if browser is None:
        print("no browser found; install chromium, or name one", file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        taken = Path(profile) / "report.png"
        subprocess.run(command(browser, profile, taken), check=True, capture_output=True, timeout=120)
        size = taken.stat().st_size
        if size > MOST_BYTES:
            print(f"the picture has {size} bytes, more than {MOST_BYTES}", file=sys.stderr)
            return 1
        shutil.copyfile(taken, PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
