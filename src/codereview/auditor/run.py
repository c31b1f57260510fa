"""One audit from folder to `Audit`."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from codereview.auditor.content import Asked, Digests, digests
from codereview.auditor.progress import Progress, Silent
from codereview.engine.cache import Cache, folder
from codereview.engine.copies import Meanwhile
from codereview.errors import ConfigError
from codereview.model import Audit

if TYPE_CHECKING:
    from codereview.collect import Repository
    from codereview.collect.git import Listing
    from codereview.config import Settings
    from codereview.engine.plan import Plan

DEFAULT_PYTHON = (3, 9)
"""What a project that declares no version is taken to run on: edits use nothing newer."""


class Done(msgspec.Struct, frozen=True):
    """An audit, what was asked, and the key under which the cache holds it; an empty key: it does not.

    ``files`` are the SHA-256 of what was read, by path; ``unreadable`` names the rest with the reason.
    """

    audit: Audit
    asked: Asked
    key: str
    files: Mapping[str, str] = {}
    unreadable: Mapping[str, str] = {}


def audit(
    root: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    only: Sequence[str | os.PathLike[str]] = (),
    progress: Progress | None = None,
) -> Audit:
    """The audit of a folder.

    Args:
        root: the folder.
        settings: what `codereview.config.load` gives; the defaults if there are none.
        only: look at these files only.
        progress: told of stages and steps.

    Raises:
        RepositoryError: the folder is missing, unreadable, or holds no Python file.
        ConfigError: an option that no rule has.
        PluginError: rules that cannot be loaded.
    """
    from codereview.config import Settings

    return done(root, settings or Settings(), only, progress or Silent()).audit


def done(
    root: str | os.PathLike[str],
    settings: Settings,
    only: Sequence[str | os.PathLike[str]],
    progress: Progress,
    listing: Listing | None = None,
) -> Done:
    """As `audit`, with what it takes to find the result again; ``listing`` as for `codereview.collect.collect`."""
    progress.stage("listing files")
    python = lowest_python(root, settings)
    asked = Asked.of(root, settings, python, only)
    cache = Cache(folder() / "results.sqlite3" if settings.cache else None)
    try:
        repository, found = _looked_at(asked, settings, listing, cache)
        data = cache.get([found.key]).get(found.key)
        known = _decoded(data) if data is not None else None
        if known is not None:
            return Done(known, asked, found.key, found.files, found.unreadable)
        from codereview.auditor.fresh import fresh  # rules, parsers and processes are slow to import

        with _without_collector():
            made, lasts = fresh(repository, asked, found, settings, cache, progress)
        data = msgspec.msgpack.encode(made)
        key = found.key if settings.cache and lasts else ""
        if key:
            cache.put({key: data, _seen(asked): b""})
        # decoded again, so that a first and a second run give the very same values
        result = msgspec.msgpack.decode(data, type=Audit)
        return Done(result, asked, "" if cache.notes else key, found.files, found.unreadable)
    finally:
        for note in cache.notes:
            progress.note(note)
        cache.close()


def _looked_at(
    asked: Asked, settings: Settings, listing: Listing | None, cache: Cache
) -> tuple[Repository, Digests]:
    """The files and their digests. For a folder that was never audited the rules are imported at the same time: they
    will be needed."""

    def look() -> tuple[Repository, Digests]:
        repository = asked.collect(listing)
        return repository, digests(repository, asked)

    if cache.get([_seen(asked)]):
        return look()
    looking = Meanwhile(look, settings.processes > 1)
    try:
        import codereview.auditor.fresh  # noqa: F401  all that it imports is wanted
        from codereview.registry import load_rules

        load_rules(settings.rules)
    finally:
        found = looking.result()
    return found


def _seen(asked: Asked) -> str:
    """The key under which the cache holds that a folder was audited before."""
    path = os.fsencode(os.path.abspath(asked.root))
    return "seen:" + hashlib.blake2b(path, digest_size=16).hexdigest()


@contextmanager
def _without_collector() -> Iterator[None]:
    """No garbage collection: facts hold no cycles, and walking them again takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # all that was made counts as old from here on, else the next allocation would have it walked
        gc.freeze()
        gc.unfreeze()
        if enabled:
            gc.enable()


def _decoded(data: bytes) -> Audit | None:
    try:
        return msgspec.msgpack.decode(data, type=Audit)
    except msgspec.DecodeError:
        return None


def lowest_python(root: str | os.PathLike[str], settings: Settings) -> tuple[int, int]:
    """The lowest Python version that edits and rules may count on."""
    from codereview.facts.manifests import requires_python

    return settings.python or requires_python(Path(root)) or DEFAULT_PYTHON


def plan_for(root: str | os.PathLike[str], settings: Settings) -> Plan:
    """The rules that the settings ask for.

    Raises:
        ConfigError: options for a rule that does not exist.
        PluginError: rules that cannot be loaded.
    """
    from codereview.engine.plan import Plan, unknown_options
    from codereview.registry import load_practices, load_rules
    from codereview.triage.select import chosen

    rules = load_rules(settings.rules)
    unknown = unknown_options(rules, settings.rule)
    if unknown:
        raise ConfigError(
            f"[tool.codereview.rule.{unknown[0]}]: there is no rule {unknown[0]}; see `codereview rules`"
        )
    on = [r for r in rules if chosen(r.card.id, r.card.area, settings.select, settings.ignore)]
    return Plan(
        rules=tuple(rule.card.id for rule in on),
        options={name: dict(values) for name, values in sorted(settings.rule.items())},
        folders=tuple(str(Path(path).absolute()) for path in settings.rules),
        python=lowest_python(root, settings),
        # with a few rules chosen, nobody asks what is done well
        practices=() if settings.select else tuple(kind.id for kind in load_practices(settings.rules)),
    )
