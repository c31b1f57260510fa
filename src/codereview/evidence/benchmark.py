"""pytest-benchmark's JSON, as ``--benchmark-json`` and ``--benchmark-autosave`` write it.

Format: https://pytest-benchmark.readthedocs.io. Times are seconds. The description of the machine stays out of
reports: it names the host.
"""

from __future__ import annotations

import re

import msgspec

from codereview.evidence.values import MOST_FILES, BenchmarkRead, BenchmarkTime, UnreadableError, name_of_test

_COMMIT = re.compile(r"[0-9a-f]{7,64}")  # "unversioned" where there was none


class _Stats(msgspec.Struct):
    mean: float
    stddev: float = 0.0
    rounds: int = 0


class _Benchmark(msgspec.Struct):
    stats: _Stats
    name: str = ""
    fullname: str = ""


class _Commit(msgspec.Struct):
    id: str | None = None


class _Machine(msgspec.Struct):
    python_version: str | None = None


class _Report(msgspec.Struct):
    benchmarks: list[_Benchmark]
    commit_info: _Commit | None = None
    machine_info: _Machine | None = None
    version: str | None = None


def read(data: bytes) -> BenchmarkRead:
    """The benchmarks of a file, the slowest first.

    Raises:
        UnreadableError: a field is missing or of a wrong type, or there is no benchmark.
    """
    try:
        report = msgspec.json.decode(data, type=_Report)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"is no result of pytest-benchmark: {str(error)[:200]}") from None
    if not report.benchmarks or len(report.benchmarks) > MOST_FILES:
        raise UnreadableError("holds no benchmark" if not report.benchmarks else "holds too many benchmarks")
    times = [
        BenchmarkTime(
            name_of_test(item.fullname or item.name), item.stats.mean, item.stats.stddev, item.stats.rounds
        )
        for item in report.benchmarks
    ]
    commit = report.commit_info.id if report.commit_info else None
    python = report.machine_info.python_version if report.machine_info else None
    return BenchmarkRead(
        tuple(sorted(times, key=lambda item: (-item.mean, item.name))),
        tool=f"pytest-benchmark {report.version[:40]}" if report.version else "pytest-benchmark",
        python=(python or "")[:40],
        commit=commit if commit and _COMMIT.fullmatch(commit) else "",
    )
