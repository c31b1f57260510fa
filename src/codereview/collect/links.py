"""What a symbolic link points at, as a reason for not auditing it twice or at all."""

from __future__ import annotations

import os
from collections.abc import Collection

from codereview.collect.names import display


def link_reason(root: str, path: str, audited: Collection[str]) -> str:
    """Why a link is not audited, as one sentence.

    Args:
        root: the audited folder, links resolved.
        path: the link, relative.
        audited: the files that are audited, relative; a folder counts if anything in it does.
    """
    try:
        target = os.path.realpath(os.path.join(root, path), strict=True)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            return "link to something that does not exist"
        if isinstance(error, PermissionError):
            return "link that cannot be followed: permission denied"
        return "link that leads back to itself"
    if target == root or root.startswith(target.rstrip(os.sep) + os.sep):
        return "link to a folder that holds it"
    if not target.startswith(root.rstrip(os.sep) + os.sep):
        return "link that leaves the repository"
    relative = os.path.relpath(target, root).replace(os.sep, "/")
    if relative in audited or any(file.startswith(relative + "/") for file in audited):
        return f"link to {display(relative)}, which is audited itself"
    return f"link to {display(relative)}, which is not audited"
