"""Jobs -> results over worker processes. A file that kills its worker costs that file, not the audit."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Literal

import msgspec

from codereview.engine.copies import can_copy
from codereview.engine.plan import Plan
from codereview.engine.worker import Checker, FileResult, Job
from codereview.facts.extract import not_parsed
from codereview.facts.module import FailureFact

_ALONE = 12
"""Up to so many small files are looked at without starting a process."""
_SMALL = 100_000
_SHARES = 3
"""A batch is what is left, divided by this and the number of workers."""
_LEAST = 60_000
"""Bytes of a batch that is worth a message."""

_DEEP = (b"((((((((((((", b"[[[[[[[[[[[[", b"{{{{{{{{{{{{", b"~~~~~~~~", b"- - - - - - ")

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(FileResult).decode
_checker: Checker | None = None
_root = ""


class Sized(msgspec.Struct, frozen=True):
    """A job and the size of its file in bytes."""

    job: Job
    size: int


def decode(data: bytes) -> FileResult:
    """A result as a worker or the cache gives it.

    Raises:
        msgspec.DecodeError: it is of another version or damaged.
    """
    return _decode(data)


def run(
    root: str,
    plan: Plan,
    jobs: Sequence[Sized],
    workers: int,
    done: Callable[[int], None],
    executor: Callable[[int], Executor] | None = None,
) -> Iterator[tuple[Job, bytes]]:
    """Looks at all files; yields each job with its encoded `FileResult`, in no particular order.

    Args:
        root: the audited folder.
        plan: the rules.
        jobs: the files, with sizes.
        workers: how many processes.
        done: called with the number of files that became ready.
        executor: makes the pool from the number of workers; by default processes that are started afresh.
    """
    if len(jobs) <= _ALONE and all(item.size < _SMALL for item in jobs) and not _risky(root, jobs):
        _start(root, plan)
        for item in jobs:
            yield item.job, _one(item.job)
            done(1)
        return
    root = os.path.abspath(root)
    make = executor or (lambda count: _processes(count, root, plan))
    left = {item.job.path: item.job for item in jobs}
    for attempt in (_batches(jobs, workers), None):
        batches = attempt if attempt is not None else [[job] for job in left.values()]
        for job, data in _through(make, batches, workers if attempt is not None else 1):
            left.pop(job.path, None)
            done(1)
            yield job, data
        if not left:
            return
    for job in left.values():
        done(1)
        yield job, _encode(_dead(job))


def _through(
    make: Callable[[int], Executor], batches: list[list[Job]], workers: int
) -> Iterator[tuple[Job, bytes]]:
    """Runs batches; when a worker dies, single ones go on in a new pool, several are left to the caller."""
    single = all(len(batch) == 1 for batch in batches)
    waiting = list(batches)
    while waiting:
        chunk, waiting = waiting, []
        with contextlib.ExitStack() as stack:
            futures: dict[Future[list[bytes]], list[Job]] = {}
            try:
                with _away():
                    pool = stack.enter_context(make(workers))
                    for batch in chunk:
                        futures[pool.submit(_batch, batch)] = batch
                for future in as_completed(futures):
                    yield from zip(futures[future], future.result(), strict=True)
            except BrokenProcessPool:
                if not single:
                    return
                done = [batch for future, batch in futures.items() if _finished(future)]
                rest = [batch for batch in chunk if batch not in done]
                # one worker works in order: the first unfinished file is the one that killed it
                waiting = rest[1:]


def _finished(future: Future[list[bytes]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _processes(count: int, root: str, plan: Plan) -> Executor:
    context = multiprocessing.get_context(_start_method())
    return ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(root, plan))


def _start_method() -> Literal["fork", "spawn"]:
    """A copy of this process, which has imported everything already, where that is safe; else a new one."""
    return "fork" if can_copy() else "spawn"


@contextlib.contextmanager
def _away() -> Iterator[None]:
    """Makes the folder of the standard library the current one, for as long as processes are started.

    A new process is a ``python -c``, which imports its first modules from the current folder. That is often
    the audited one, and a ``random.py`` in it would be run.
    """
    try:
        here = os.getcwd()
    except OSError:  # deleted: nothing can be imported from it
        yield
        return
    os.chdir(os.path.dirname(os.__file__))
    try:
        yield
    finally:
        os.chdir(here)


def _start(root: str, plan: Plan) -> None:
    global _checker, _root
    _checker, _root = Checker(plan.instances(), plan.python, plan.practised()), root
    if multiprocessing.parent_process() is not None:
        gc.disable()  # trees hold no cycles, and the collector would walk each of them again and again
        gc.freeze()


def _batch(jobs: Iterable[Job]) -> list[bytes]:
    results = [_one(job) for job in jobs]
    gc.collect(1)
    return results


def _one(job: Job) -> bytes:
    if _checker is None:
        raise RuntimeError("the worker was not started")
    try:
        with open(os.path.join(_root, job.os_path), "rb") as stream:
            data = stream.read()
    except OSError as error:
        return _encode(
            FileResult(job.path, None, (), notes=(f"could not be read: {error.strerror or error}",))
        )
    return _encode(_checker.check(job, data))


def _dead(job: Job) -> FileResult:
    note = "analysing it ended the process; it was left out"
    facts = None
    if job.kind == "python":
        facts = not_parsed(job.path, job.module, 0, FailureFact("too-deep", 1, 1, note))
    return FileResult(job.path, facts, (), notes=(note,))


def _batches(jobs: Sequence[Sized], workers: int) -> list[list[Job]]:
    """Jobs in batches, the largest files first. Each batch is a part of what is left (guided self-scheduling,
    Polychronopoulos and Kuck 1987), so that the last ones are small and no worker waits long for another.
    """
    left = sum(map(_cost, jobs))
    batches: list[list[Job]] = []
    current: list[Job] = []
    size = 0
    for item in sorted(jobs, key=lambda item: (-item.size, item.job.path)):
        current.append(item.job)
        size += _cost(item)
        if size >= max(left // (workers * _SHARES), _LEAST):
            batches.append(current)
            left -= size
            current, size = [], 0
    return [*batches, current] if current else batches


def _cost(item: Sized) -> int:
    return item.size + 500


def _risky(root: str, jobs: Sequence[Sized]) -> bool:
    """Whether some file is nested so deeply that parsing it could end the process."""
    for item in jobs:
        try:
            with open(os.path.join(root, item.job.os_path), "rb") as stream:
                data = stream.read()
        except OSError:
            continue
        if item.job.kind == "python" and any(deep in data for deep in _DEEP):
            return True
    return False
