"""A repository with a trap in every place where a tool could run what it finds. A trap that springs writes its name."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

SHADOWED = (
    "ast", "json", "typing", "re", "os_path", "tomllib", "sitecustomize", "usercustomize", "conftest", "setup",
    "noxfile", "trap_plugin", "codereview_rules", "bandit", "mypy", "pip_audit", "pip", "radon", "libcst",
)  # fmt: skip
PROGRAMS = (
    "python",
    "python3",
    "ruff",
    "pyrefly",
    "mypy",
    "bandit",
    "pip",
    "pip-audit",
    "git",
    "uv",
    "conda",
    "poetry",
)


class Trapped:
    """The repository at ``root``, and the names of the traps that sprang."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repository"
        self.log = folder / "sprung.log"
        self.root.mkdir()
        self.python = f"open({str(self.log)!r}, 'a').write({{name!r}} + '\\n')\n"
        self._modules()
        self._programs()
        self._configurations()
        self._requirements()

    @property
    def sprung(self) -> list[str]:
        """Names of the traps that ran, in order."""
        return self.log.read_text().split() if self.log.exists() else []

    def write(self, name: str, text: str) -> Path:
        """A file of the repository."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def module(self, name: str, more: str = "") -> Path:
        """A Python file that springs when it is imported or run."""
        return self.write(name, self.python.format(name=name) + more)

    def program(self, name: str) -> Path:
        """A program that springs when it is started."""
        path = self.write(name, f"#!/bin/sh\necho {name} >> {self.log}\nexit 0\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        return path

    def _modules(self) -> None:
        for name in SHADOWED:
            self.module(f"{name}.py", "def plugin(version):\n    raise SystemExit\n")
        self.module("app/__init__.py")
        self.module(
            "app/main.py", "import undefined_module\n\n\ndef f(x: int) -> str:\n    return missing + x\n"
        )
        self.module("local_rules/rule.py")
        self.module("tests/conftest.py")
        site = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
        for place in (".", f".venv/{site}", f"venv/{site}"):
            self.write(f"{place}/trap.pth", f"import sys; {self.python.format(name=place + '/trap.pth')}")

    def _programs(self) -> None:
        for folder in ("bin", ".venv/bin", "venv/bin", "node_modules/.bin"):
            for name in PROGRAMS:
                self.program(f"{folder}/{name}")
        for folder in (".venv", "venv"):
            self.write(f"{folder}/pyvenv.cfg", f"home = {self.root}/bin\nversion = 3.11.0\n")

    def _configurations(self) -> None:
        interpreter = str(self.root / ".venv/bin/python")
        self.write(
            "pyproject.toml",
            '[project]\nname = "trapped"\nversion = "1"\ndynamic = ["dependencies"]\n'
            '[build-system]\nrequires = ["./evil"]\nbuild-backend = "setup"\nbackend-path = ["."]\n'
            f'[tool.mypy]\nplugins = ["trap_plugin", "./trap_plugin.py"]\npython_executable = "{interpreter}"\n'
            f'[tool.pyrefly]\npython-interpreter-path = "{interpreter}"\n'
            '[tool.ruff]\nextend = "ruff-other.toml"\nselect = []\nexclude = ["**"]\n'
            '[tool.bandit]\nskips = ["B602"]\nexclude_dirs = ["."]\n'
            '[tool.codereview]\nrules = ["local_rules"]\n'
            '[tool.pytest.ini_options]\naddopts = "-p trap_plugin"\n',
        )
        for name in ("mypy.ini", ".mypy.ini"):
            self.write(name, f"[mypy]\nplugins = trap_plugin\npython_executable = {interpreter}\n")
        self.write(
            "setup.cfg",
            "[mypy]\nplugins = trap_plugin\n[options]\ninstall_requires = file: requirements.txt\n",
        )
        self.write("pyrefly.toml", f'python-interpreter-path = "{interpreter}"\nproject-excludes = ["**"]\n')
        self.write("ruff.toml", 'exclude = ["**"]\n')
        self.write(".bandit", "[bandit]\nexclude = .\nskips = B602\n")
        self.write("tox.ini", "[tox]\nsetupdir = .\n")
        self.write("pip.conf", "[global]\nindex-url = http://127.0.0.1:9/simple\n")
        self.write(
            ".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - {id: mypy, entry: bin/mypy}\n"
        )

    def _requirements(self) -> None:
        self.module("evil/setup.py", "from setuptools import setup\nsetup(name='evil', version='1')\n")
        self.write(
            "evil/pyproject.toml",
            '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n',
        )
        self.write(
            "requirements.txt",
            f"-e ./evil\n./evil\nevil @ file://{self.root}/evil\n--index-url http://127.0.0.1:9/simple\n"
            "--find-links ./evil\nevil==1.0\ngit+file://./evil#egg=evil\n",
        )

    def git(self) -> None:
        """Makes it a git repository whose configuration names programs wherever it can."""
        clean = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "start"]):
            subprocess.run(["git", *arguments], cwd=self.root, env=clean, check=True, capture_output=True)
        for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction"):
            self.program(f".git/hooks/{name}")
        trap = str(self.program("bin/git-trap"))
        for key in ("core.fsmonitor", "core.pager", "diff.external", "filter.t.clean", "core.sshCommand"):
            subprocess.run(["git", "config", key, trap], cwd=self.root, env=clean, check=True)
        self.write(".gitattributes", "* filter=t diff=t\n")
        self.log.unlink(missing_ok=True)
