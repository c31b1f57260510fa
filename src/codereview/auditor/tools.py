"""The other tools of one audit: which of them run, on what, and what was known of the files before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from codereview.adapters.base import Adapter
from codereview.adapters.process import scratch
from codereview.adapters.running import Running
from codereview.adapters.values import Diagnostic, Target, ToolRun
from codereview.adapters.versions import version_of
from codereview.auditor.content import Digests
from codereview.auditor.progress import Progress
from codereview.auditor.toolbox import Wanted
from codereview.collect import Repository, SourceFile
from codereview.engine.cache import Cache, folder
from codereview.facts.layout import Layout
from codereview.model import Zone

_LEFT_OUT = (Zone.VENDORED, Zone.ENVIRONMENT, Zone.GENERATED)

_encode = msgspec.msgpack.Encoder().encode
_decode_file = msgspec.msgpack.Decoder(tuple[Diagnostic, ...]).decode
_decode_run = msgspec.msgpack.Decoder(ToolRun).decode


class Tools:
    """Tools at work beside our own analysis. Use as a context manager: what still runs at its end is ended.

    Args:
        wanted: the tools of this audit, and why others are left out.
        repository: what was collected.
        found: the digests of the files.
        python: the lowest Python version that the project declares.
        cache: where results are kept.
        store: whether a tool may keep files of its own between audits.
    """

    def __init__(
        self,
        wanted: Wanted,
        repository: Repository,
        found: Digests,
        python: tuple[int, int],
        cache: Cache,
        store: bool,
    ) -> None:
        self._wanted = wanted
        self._repository = repository
        self._found = found
        self._cache = cache
        self._scratch = scratch()
        self._running: Running | None = None
        files = tuple(
            file
            for file in repository.files
            if file.kind in ("python", "stub") and file.zone not in _LEFT_OUT and file.path in found.files
        )
        self._target = Target(
            root=repository.root,
            files=files,
            python=python,
            roots=roots(repository),
            scratch=self._scratch.name,
            store=_store(repository.root) if store else "",
            shown={f.os_path.replace(os.sep, "/"): f.path for f in files if f.os_path != f.path},
        )
        self._known: dict[str, ToolRun] = {}
        self._by_file: dict[str, dict[str, tuple[Diagnostic, ...]]] = {}

    def __enter__(self) -> Tools:
        jobs: list[tuple[Adapter, Target]] = []
        for adapter in self._wanted.adapters:
            left = self._left(adapter)
            if left:
                mine = os.path.join(self._scratch.name, adapter.name)
                os.mkdir(mine)
                jobs.append((adapter, replace(self._target, files=left, scratch=mine)))
        self._running = Running(jobs, 2 * (os.cpu_count() or 1) + 2)
        self._asked = [adapter for adapter, _ in jobs]
        return self

    def __exit__(self, *_: object) -> None:
        if self._running is not None:
            self._running.stop()
        self._scratch.cleanup()

    def advance(self) -> list[str]:
        """Starts what waits for its turn; to be called now and then. Gives the tools that are at work."""
        return [] if self._running is None else self._running.advance()

    def finish(self, progress: Progress) -> list[ToolRun]:
        """Waits for all of them; one run a tool, in the order of their names."""
        running = self._running
        if running is None:
            return []
        progress.stage("waiting for other tools", len(self._asked))

        def ended(_: str) -> None:
            progress.advance()
            progress.beside(running.advance())

        progress.beside(running.advance())
        runs = running.finish(ended)
        fresh: dict[str, bytes] = {}
        out = list(self._wanted.left_out)
        for adapter, run in zip(self._asked, runs, strict=True):
            out.append(self._joined(adapter, run, fresh))
        asked = {adapter.name for adapter in self._asked}
        out += [self._remembered(a) for a in self._wanted.adapters if a.name not in asked]
        self._cache.put(fresh)
        return sorted(out, key=lambda run: run.tool)

    def _left(self, adapter: Adapter) -> tuple[SourceFile, ...]:
        """The files that the tool has to be asked about: none if all is known."""
        files = self._target.files
        if adapter.network:
            return files
        if adapter.by_file:
            keys = {file.path: self._key(adapter, [file]) for file in files}
            stored = self._cache.get(list(keys.values()))
            known = {path: _decode_file(stored[key]) for path, key in keys.items() if key in stored}
            self._by_file[adapter.name] = known
            return tuple(file for file in files if file.path not in known)
        key = self._key(adapter, files)
        data = self._cache.get([key]).get(key)
        if data is not None:
            self._known[adapter.name] = _decode_run(data)
            return ()
        return files

    def _remembered(self, adapter: Adapter) -> ToolRun:
        if adapter.name in self._known:
            return self._known[adapter.name]
        found = [d for items in self._by_file.get(adapter.name, {}).values() for d in items]
        if not self._target.files:
            return ToolRun(adapter.name, version_of(adapter.distribution), "not applicable", "no Python file")
        return ToolRun(adapter.name, version_of(adapter.distribution), "ran", diagnostics=_sorted(found))

    def _joined(self, adapter: Adapter, run: ToolRun, fresh: dict[str, bytes]) -> ToolRun:
        """What was found now with what was known; what may be kept goes into ``fresh``."""
        files = self._repository.files if adapter.reads_manifests else self._target.files
        inside = {file.path for file in files}
        found = tuple(item for item in run.diagnostics if item.path in inside)
        partly = adapter.by_file and bool(run.gaps)
        if run.how != "ran" and not partly:
            return replace(run, diagnostics=())
        if not adapter.by_file:
            run = replace(run, diagnostics=_sorted(found), seconds=0.0)
            if not run.gaps and not adapter.network:
                fresh[self._key(adapter, self._target.files)] = _encode(run)
            return run
        known = self._by_file[adapter.name]
        by_path: dict[str, list[Diagnostic]] = {p: [] for p in inside if p not in known}
        for item in found:
            by_path.setdefault(item.path, []).append(item)
        gaps = {gap.what for gap in run.gaps}
        for file in self._target.files:
            if file.path in by_path and file.path not in gaps:
                fresh[self._key(adapter, [file])] = _encode(tuple(by_path[file.path]))
        every = [item for items in (*known.values(), *by_path.values()) for item in items]
        return replace(run, diagnostics=_sorted(every), seconds=0.0)

    def _key(self, adapter: Adapter, files: Sequence[SourceFile]) -> str:
        parts = [adapter.name, version_of(adapter.distribution), adapter.asks(), self._found.rules]
        parts += [str(self._target.python), *(() if adapter.by_file else self._target.roots)]
        parts += [f"{file.path}\0{self._found.files[file.path]}" for file in files]
        return "tool:" + _digest(parts)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()


def _sorted(items: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(items, key=lambda d: (d.path, d.line, d.column, d.code, d.message)))


def roots(repository: Repository) -> tuple[str, ...]:
    """Absolute folders from which modules of the project are imported: those above its packages."""
    python = [file.path for file in repository.files if file.kind in ("python", "stub")]
    layout = Layout(python, [file.path for file in repository.files if file.kind not in ("python", "stub")])
    counts: dict[str, int] = {}
    for path in python:
        for root in layout.roots(path.rpartition("/")[0])[:1]:
            counts[root] = counts.get(root, 0) + 1
    ranked = sorted(counts, key=lambda root: (-counts[root], root))
    return tuple(
        os.path.join(repository.root, *root.split("/")) if root else repository.root for root in ranked
    )


def _store(root: str) -> str:
    """A folder for what tools keep of a project, by the project's place."""
    place = (
        folder()
        / "tools"
        / hashlib.sha256(os.path.realpath(root).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    )
    place.mkdir(parents=True, exist_ok=True)
    return str(place)
