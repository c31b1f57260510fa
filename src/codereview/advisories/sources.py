"""Files that hold advisories: OSV's export, and checkouts of the PyPA's advisory database.

* OSV: a zip of one JSON file an advisory, ``PyPI/all.zip`` of its bucket
  (https://google.github.io/osv.dev/data/#data-dumps), or a folder with the files.
* PyPA: YAML files of the same shape, ``vulns/PACKAGE/PYSEC-*.yaml`` (https://github.com/pypa/advisory-database),
  as a folder or as the zip that GitHub gives of it.

Nothing is unpacked to a disk.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from codereview.advisories.records import OsvRecord
from codereview.errors import ConfigError

LARGEST = 16 * 1024 * 1024
"""Bytes of one advisory; a larger one is damaged or an attack."""
_YAML = re.compile(r"(?:.*/)?vulns/.*/?PYSEC-[^/]*\.ya?ml$")
_JSON = re.compile(r"(?!.*(?:^|/)\.)(?:.*/)?[^/]+\.json$")
# Every scalar stays a text: no time becomes a date, no version 1.10 becomes a number.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_JSON_DECODER = msgspec.json.Decoder(OsvRecord)


class Entry(NamedTuple):
    """One file of a source: its advisory, or None if it could not be read."""

    name: str
    record: OsvRecord | None


def entries(path: Path) -> Iterator[Entry]:
    """The advisories of a file or folder, in the order of their names.

    Raises:
        ConfigError: there is nothing at that path, or nothing in it that looks like advisories.
    """
    if path.is_dir():
        names = _chosen(_walk(path))
        read = ((name, _of_file(path / name)) for name in names)
    else:
        archive = _opened(path)
        names = _chosen(archive.namelist())
        read = ((name, _of_archive(archive, name)) for name in names)
    if not names:
        raise ConfigError(
            f"{path} holds no advisories; give OSV's PyPI export (a zip of JSON files) or a checkout of the "
            "PyPA advisory database"
        )
    for name, data in read:
        yield Entry(name, None if data is None else _record(name, data))


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; give the zip or folder to import") from None
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ConfigError(f"{path} cannot be read as a zip ({error}); download it again") from error


def _walk(folder: Path) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            yield os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")


def _chosen(names: Iterable[str]) -> list[str]:
    """The YAML files of the PyPA's layout, else all JSON files."""
    known = sorted(set(names))
    return [name for name in known if _YAML.match(name)] or [name for name in known if _JSON.match(name)]


def _of_file(path: Path) -> bytes | None:
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _of_archive(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        if archive.getinfo(name).file_size > LARGEST:
            return None
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        return None  # damaged, encrypted, or packed in a way that is not known


def _record(name: str, data: bytes) -> OsvRecord | None:
    try:
        if name.endswith(".json"):
            record = _JSON_DECODER.decode(data)
        else:
            record = msgspec.convert(yaml.load(data, Loader=_LOADER), OsvRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return None
    return record if record.id else None
