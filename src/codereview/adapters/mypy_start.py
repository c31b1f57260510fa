"""Runs mypy in a process of its own, without the files that it cannot read.

One file that does not parse or cannot be decoded keeps mypy from checking all others. This script, started by its
path with an isolated interpreter, runs mypy again without the file that it stumbled over, and says which it
left out: a line ``{"left_out": path, "reason": message}`` of JSON after those of mypy.

Arguments: the configuration, the folder that modules are imported from, and a file with the names to check, one
a line.
"""

from __future__ import annotations

import json
import os
import re
import sys

_MOST = 25
"""Files that are left out before it gives up."""
_TOLD = re.compile(r"^(?P<file>[^:]*(?::\\[^:]*)?\.pyi?): error: (?P<message>.*)$")


def main(config: str, root: str, listed: str) -> int:
    """Runs mypy until it gets through; its status."""
    from mypy import api

    with open(listed, encoding="utf-8") as stream:
        names = stream.read().splitlines()
    left: dict[str, str] = {}
    out, err, status = "", "", 0
    while names:
        out, err, status = api.run(
            ["--config-file", config, "--output", "json", "--no-error-summary", "--", *names]
        )
        blocking = {} if status != 2 else _blocking(out, err)
        fresh = {path: why for path, why in blocking.items() if path not in left}
        if not fresh or len(left) >= _MOST:
            break
        left.update(fresh)
        names = [name for name in names if os.path.abspath(name) not in left]
        with open(config, "a", encoding="utf-8") as stream:
            for path in fresh:
                stream.write(f"\n[mypy-{_module(path, root)}]\nfollow_imports = skip\n")
        out = ""
    sys.stdout.write(out)
    sys.stderr.write(err)
    for path, reason in left.items():
        print(json.dumps({"left_out": path, "reason": reason}))
    return 0 if left and not names else status


def _blocking(out: str, err: str) -> dict[str, str]:
    """The files that keep mypy from going on, with what it says of them."""
    found: dict[str, str] = {}
    for line in (*out.splitlines(), *err.splitlines()):
        if line.startswith("{"):
            item = json.loads(line)
            if item.get("code") in ("syntax", None) and item.get("severity") == "error":
                found.setdefault(os.path.abspath(item["file"]), item["message"])
        elif told := _TOLD.match(line):
            found.setdefault(os.path.abspath(told["file"]), told["message"])
    return found


def _module(path: str, root: str) -> str:
    name = os.path.relpath(path, root).rpartition(".")[0].replace(os.sep, ".")
    return name.removesuffix(".__init__")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
