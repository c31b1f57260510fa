"""Paths of other machines -> files of the repository.

A file may name what it measured relative to the project, to a folder above or below it, or by an absolute path of the
machine that wrote it, with either kind of separator. One prefix explains most of the names in a file: the one that
leads most of them to files of the repository is taken off. What no prefix explains stays unknown; a name such as
``utils.py`` in somebody's ``site-packages`` must not be taken for the project's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import unquote

_DRIVE = re.compile(r"^/?[A-Za-z]:/")
_FOREIGN = re.compile(r"(?:^|/)(?:site-packages|dist-packages|node_modules|lib/python\d[^/]*)/")
_MOST_PARTS = 60
_MOST_FOLDERS = 10
_MOST_PREFIXES = 20


def plain(name: str) -> str:
    """A name with ``/``, without ``file:`` and its escapes, dots and drive letter."""
    if name.startswith("file:"):
        name = unquote(name[5:])
        name = "/" + name.lstrip("/") if name.startswith("/") else name
    elif "%" in name:
        name = unquote(name)
    if "\\" in name:
        name = name.replace("\\", "/")
    name = _DRIVE.sub("/", name)
    parts: list[str] = []
    for part in name.split("/")[-_MOST_PARTS:]:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return ("/" if name.startswith("/") else "") + "/".join(parts)


def matched(
    names: Iterable[str], repository: Collection[str], folders: Sequence[str] = ()
) -> Mapping[str, str]:
    """The file of the repository that each name means; names that mean none are left out.

    Args:
        names: as written.
        repository: paths of its files, with ``/``.
        folders: folders that relative names may be relative to, as written.
    """
    known = frozenset(repository)
    bases = [base for folder in folders[:_MOST_FOLDERS] if (base := plain(folder)) not in ("", "/")]
    forms = {name: _forms(plain(name), bases) for name in dict.fromkeys(names)}
    out = {name: form for name, options in forms.items() for form in options[:1] if form in known}
    rest = {name: options for name, options in forms.items() if name not in out}
    prefixes = _prefixes(rest.values(), known)
    endings = _endings(known)
    for name, options in rest.items():
        found = next(
            (
                option[len(prefix) :]
                for prefix in prefixes
                for option in options
                if option.startswith(prefix) and option[len(prefix) :] in known
            ),
            None,
        )
        if found is None and not options[0].startswith("/"):
            below = endings.get("/" + "/".join(options[0].split("/")[-2:]), ())
            found = below[0] if len(below) == 1 and below[0].endswith("/" + options[0]) else None
        if found is not None:
            out[name] = found
    return out


def _forms(name: str, bases: Sequence[str]) -> list[str]:
    return [name, *(f"{base}/{name}" for base in bases)] if not name.startswith("/") else [name]


def _prefixes(names: Iterable[Sequence[str]], known: frozenset[str]) -> list[str]:
    """Prefixes whose removal leads to files, the one that explains most names first. A further one has to explain two
    names, or a name by at least a folder and a file: a lone file name is chance.
    """
    votes: Counter[str] = Counter()
    longest: dict[str, int] = defaultdict(int)
    for options in names:
        seen: set[str] = set()
        for option in options:
            if _FOREIGN.search(option):
                continue
            parts = option.split("/")
            for cut in range(1, len(parts)):
                rest = "/".join(parts[cut:])
                if rest in known:
                    prefix = option[: len(option) - len(rest)]
                    longest[prefix] = max(longest[prefix], len(parts) - cut)
                    seen.add(prefix)
        votes.update(seen)
    ranked = sorted(votes, key=lambda prefix: (-votes[prefix], len(prefix), prefix))
    return [
        prefix
        for place, prefix in enumerate(ranked)
        if place == 0 or votes[prefix] > 1 or longest[prefix] > 1
    ][:_MOST_PREFIXES]


def _endings(known: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Files by their last name and by their last two, each behind a slash."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(known):
        parts = f"/{path}".split("/")
        for length in (1, 2):
            if length < len(parts):
                found["/" + "/".join(parts[-length:])].append(path)
    return found
