"""What a file is, by its name alone or its ``#!`` line, and which files are too large to audit."""

from __future__ import annotations

import re

from codereview.collect.values import Kind

MEGABYTE = 1_000_000

LIMITS: dict[Kind, int] = {
    # `ast.parse` needs about a second and a hundred megabytes for each megabyte of source; modules written by
    # hand stay far below one.
    "python": 4 * MEGABYTE,
    "stub": 4 * MEGABYTE,
    "notebook": 20 * MEGABYTE,  # mostly images in outputs
    "text": 5 * MEGABYTE,
}
"""The largest size in bytes that is audited, by kind. Binary files are listed and never read."""

_SUFFIXES: dict[str, Kind] = {"py": "python", "pyw": "python", "pyi": "stub", "ipynb": "notebook"}

_PYTHON_NAMES = frozenset({"SConstruct", "SConscript", "wscript"})

_BINARY_SUFFIXES = """
    pyc pyo pyd so dll dylib exe o a lib obj class jar war whl egg gz tgz bz2 xz zst zip 7z rar tar lz4 br
    deb rpm apk dmg iso msi bin dat wasm node
    png jpg jpeg gif bmp ico icns tif tiff webp avif heic psd ai eps mp3 mp4 m4a m4v wav ogg oga ogv flac aac
    webm avi mov mkv ttf otf woff woff2 eot
    pdf doc docx xls xlsx ppt pptx odt ods odp db sqlite sqlite3 db3 parquet feather arrow orc avro npy npz
    pkl pickle joblib h5 hdf5 hdf pt pth ckpt safetensors onnx pb tflite gguf model mo rdb mmdb shp dbf shx
    gpkg swp lockb pack idx keystore jks p12 pfx der
"""
_BINARY = frozenset(_BINARY_SUFFIXES.split())

_PYTHON_SHEBANG = re.compile(rb"#!.*\b(?:python|pypy|ipython)[0-9.]*\b|#!.*\buv run\b")


def kind_by_name(name: str) -> Kind | None:
    """The kind of a file by its base name; None when only its ``#!`` line can tell (no suffix)."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem:
        if name in _PYTHON_NAMES:
            return "python"
        return "text" if dot else None
    kind = _SUFFIXES.get(suffix)
    if kind is not None:
        return kind
    lowered = suffix.lower()
    if lowered in _BINARY:
        return "binary"
    return _SUFFIXES.get(lowered, "text")


def kind_by_head(head: bytes) -> Kind:
    """The kind of a file without suffix, by its first bytes."""
    first = head.split(b"\n", 1)[0]
    return "python" if first.startswith(b"#!") and _PYTHON_SHEBANG.match(first) else "text"
