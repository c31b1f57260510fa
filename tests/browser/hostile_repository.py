"""A repository that wishes to run in its own report: every name and every text that a report may quote is an attack."""

from __future__ import annotations

import os
from pathlib import Path

TAG = "<script>window.planted=1</script>"
IMAGE = "<img src=x onerror=window.planted=2>"
ELEMENT = "<hostile-element onclick=window.planted=3>"
LEAVING = "</script></style></title></textarea></pre></code>-->]]>"
TEMPLATE = "{{ 7*7 }}{% raw %}{{ config }}{# #}${7*7}<%= 7*7 %>"
BIDI = "\u202egpj.\u2066x\u2069"
CONTROL = "\x1b[2J\x1b]0;owned\x07\x01\x7f\u0085"
MARKDOWN = "[x](javascript:window.planted=4) ![y](http://example.invalid/z) `` ``` ~~~ | **b** @team #12"
LONG = "W" * 600
ATTACKS = {
    "tag": TAG,
    "image": IMAGE,
    "element": ELEMENT,
    "leaving": LEAVING,
    "template": TEMPLATE,
    "bidi": BIDI,
    "control": CONTROL,
    "markdown": MARKDOWN,
}
SHOWN = (
    "<script>window.planted=1<",
    "<img src=x onerror=window.planted=2>",
    "{{ 7*7 }}",
    "{% raw %}",
    "</script>",
    r"\u202e",
    r"\u2066",
    r"\x1b",
    r"\x07",
)
"""What a reader sees of it somewhere in a report."""

RAW = "\x00\x01\x07\x1b\x7f\u0085\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""No report holds one of these."""


def module(attack: str) -> str:
    """Code that many rules have something to say about, with ``attack`` wherever a report quotes: docstrings, strings,
    comments, routes, names of keys.
    """
    quoted = repr(attack)
    comment = attack.replace("\x1b", "").replace("\x0c", "").replace("\u0085", "")
    return f'''"""Docstring {quoted[1:-1]}"""
import os, subprocess, pickle, hashlib, logging
from datetime import datetime
from fastapi import FastAPI

app = FastAPI(title={quoted})
KINDS = {{{quoted}: 1}}
PASSWORD = {("hunter" + attack)!r}

@app.post("/orders/" + {quoted})
async def submit(payload, kinds=[]):  # {comment}
    """{quoted[1:-1]}"""
    subprocess.run("ls " + payload + {quoted}, shell=True)  # {comment}
    eval(payload + {quoted})
    try:
        pickle.loads(payload)
    except:
        pass
    logging.info(f"{{payload}} " + {quoted})
    return hashlib.md5(payload + {quoted}).hexdigest(), datetime.utcnow()

@app.get({("/list/" + attack)!r})
def listed(x, y, z):
    assert x == {quoted}, {quoted}
    return eval({quoted} + x)  # {comment}
'''


def write(root: Path) -> None:
    """Writes the repository into ``root``, names that no decoder accepts included."""
    root.mkdir(parents=True)
    for name, attack in ATTACKS.items():
        (root / f"{name}.py").write_text(module(attack), encoding="utf-8")
        folder = root / attack.replace("/", "∕")[:80].strip()
        folder.mkdir()
        (folder / f"{attack.replace('/', '∕')[:60]}.py").write_text(module(attack), encoding="utf-8")
    long = root / LONG[:200]
    long.mkdir()
    (long / f"{LONG[:200]}.py").write_text(module(LONG), encoding="utf-8")
    with open(os.fsencode(root) + b"/caf\xe9\xff<b>.py", "wb") as file:
        file.write(module(TAG).encode())
    (root / "nul.py").write_bytes(b"x = 1\x00" + TAG.encode())
    (root / "broken.py").write_text(
        f"<<<<<<< {TAG}\ndef {LEAVING}\n======= {TEMPLATE}\n>>>>>>> {BIDI}\n", encoding="utf-8"
    )
    (root / "latin.py").write_bytes(b'"""\xff\xfe' + TAG.encode() + b'"""\n')
    (root / "README.md").write_text(f"# {TAG} {BIDI}\n\n{MARKDOWN} {LEAVING}\n", encoding="utf-8")
    (root / "pyproject.toml").write_text(
        f"[project]\nname = {_toml(TAG + BIDI)}\nversion = {_toml(TEMPLATE)}\n"
        f"requires-python = {_toml('>=3.10' + IMAGE)}\ndependencies = [{_toml('fastapi' + TAG)}, {_toml(LEAVING)}]\n"
        f"[tool.ruff]\nselect = [{_toml(TAG)}]\n",
        encoding="utf-8",
    )
    (root / "requirements.txt").write_text(
        f"requests=={TAG}\n{LEAVING}\nfastapi==0.1{BIDI}\n", encoding="utf-8"
    )
    (root / ".env").write_text(f"KEY_{TAG}={TEMPLATE}\n", encoding="utf-8")
    workflows = root / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / f"{IMAGE[:40]}.yml").write_text(
        f"name: '{TAG}'\non: push\njobs:\n  x:\n    steps: [{{run: 'pytest {TAG}'}}]\n"
    )
    (root / "Dockerfile").write_text(f"FROM python:{TAG}\nRUN echo {TEMPLATE}\n")


def _toml(text: str) -> str:
    body = "".join(c if c >= " " and c not in '"\\\x7f' else f"\\u{ord(c):04x}" for c in text)
    return f'"{body}"'
