"""Source archives: fetched by name and version, held against their hash, unpacked. Nothing of them is built or run.

pip has no way to download a source archive without running its build for the metadata, so `unearth`, the finder
of PDM, fetches it: ``pip install unearth``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from calibration.projects import Project

_SECONDS = 600


def unpacked(project: Project, folder: Path) -> Path:
    """The project's files, below ``folder``; fetched if they are not there yet.

    Raises:
        ValueError: the archive is another one than the list names, or holds no single folder.
        subprocess.CalledProcessError: it cannot be had.
    """
    target = folder / f"{project.name}-{project.version}-{project.sha256[:12]}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        archive = _fetched(project, Path(scratch))
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != project.sha256:
            raise ValueError(f"{archive.name}: its SHA-256 is {found}, the list says {project.sha256}")
        inside = Path(scratch) / "unpacked"
        with tarfile.open(archive) as content:
            content.extractall(inside, filter="data")
        tops = list(inside.iterdir())
        if len(tops) != 1:
            raise ValueError(f"{archive.name} holds {len(tops)} things at its top, not one folder")
        shutil.move(tops[0], target)
    return target


def _fetched(project: Project, folder: Path) -> Path:
    done = subprocess.run(
        ["unearth", "--no-binary", "--download", str(folder), f"{project.name}=={project.version}"],
        check=True,
        stdout=subprocess.PIPE,
        timeout=_SECONDS,
    )
    return Path(json.loads(done.stdout)["local_path"])
