"""Folder to files, text and git: the only reader of the audited repository. Nothing of it is ever run."""

from codereview.collect.ignore import why_ignored
from codereview.collect.names import display
from codereview.collect.repository import collect
from codereview.collect.text import Decoded, decode_python, decode_text, read_bytes
from codereview.collect.values import Environment, Kind, Repository, Skipped, SourceFile

__all__ = [
    "Decoded",
    "Environment",
    "Kind",
    "Repository",
    "Skipped",
    "SourceFile",
    "collect",
    "decode_python",
    "decode_text",
    "display",
    "read_bytes",
    "why_ignored",
]
