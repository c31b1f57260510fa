"""The text of a manifest -> its `Manifest`. Damaged input gives `Unread`, never an exception."""

from __future__ import annotations

from codereview.facts.dependencies.conda import read_environment
from codereview.facts.dependencies.kinds import format_of
from codereview.facts.dependencies.locks import read_lock
from codereview.facts.dependencies.pipenv import read_pipfile, read_pipfile_lock
from codereview.facts.dependencies.pyproject import read_pyproject
from codereview.facts.dependencies.requirements_file import read_requirements
from codereview.facts.dependencies.setuptools_files import read_setup_cfg, read_setup_py
from codereview.facts.dependencies.values import LOCKS, Format, Manifest

_READERS = {
    "requirements": read_requirements,
    "pyproject": read_pyproject,
    "setup.cfg": read_setup_cfg,
    "setup.py": read_setup_py,
    "Pipfile": read_pipfile,
    "Pipfile.lock": read_pipfile_lock,
    "environment.yml": read_environment,
}


def read_manifest(path: str, text: str, form: Format | None = None) -> Manifest | None:
    """What a manifest says; None if the path is that of none.

    Args:
        path: relative to the root.
        text: decoded, with any line ends.
        form: the format where the name does not tell it (a file that another one includes).
    """
    form = form or format_of(path)
    if form is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if form in LOCKS and form != "Pipfile.lock":
        return read_lock(path, text, form)
    return _READERS[form](path, text)
