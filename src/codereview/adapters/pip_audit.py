"""pip-audit: pinned versions held against the advisories of OSV, or of a database that answers like it.

It never resolves or builds: it is given a file of plain pins that we wrote, with ``--disable-pip --no-deps``.

Output format: ``-f json``, an object whose ``dependencies`` each have ``name`` and either ``version`` with
``vulns`` (``id``, ``aliases``, ``fix_versions``) or a ``skip_reason``
(https://github.com/pypa/pip-audit#readme). It ends with status 1 if it found something, and also if it failed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import ClassVar

import msgspec
from packaging.utils import canonicalize_name

from codereview.adapters.base import Adapter, broken, failed, module
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.advisories.place import identity
from codereview.facts.dependencies.advisories import parsed
from codereview.facts.dependencies.values import Requirement
from codereview.model import NotAssessed

DEADLINE_SECONDS = 300.0
_SECONDS, _SECONDS_HERE = "15", "120"
"""How long it waits for an answer; longer on this machine, which may be busy with the audit first."""
_UNREACHED = (
    "ConnectionError",
    "Could not connect",
    "ConnectTimeout",
    "ReadTimeout",
    "ProxyError",
    "SSLError",
)
_REFUSED = ("HTTPError", "ServiceError")

Pin = tuple[str, str]


class Answer(msgspec.Struct, frozen=True):
    """One vulnerability of one version as pip-audit gives it."""

    id: str
    aliases: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()


class _Dependency(msgspec.Struct, frozen=True):
    name: str
    version: str = ""
    vulns: tuple[Answer, ...] = ()
    skip_reason: str = ""


class _Output(msgspec.Struct, frozen=True):
    dependencies: tuple[_Dependency, ...]


class Answers(msgspec.Struct, frozen=True):
    """What one process said: vulnerabilities by pin, empty for those that it looked at and found none; and by
    name why it skipped one.
    """

    found: Mapping[Pin, tuple[Answer, ...]]
    skipped: Mapping[str, str]


class PipAudit(Adapter):
    """The judge of pins, asking a database of ours on the loopback interface.

    Args:
        pins: requirements of one version each, of the index, as `codereview.facts.dependencies.pins.judged`
            gives them. Extras, markers and hashes do not matter here.
        url: of the endpoint (`codereview.advisories.endpoint.Endpoint.url`).
    """

    name = "pip-audit"
    distribution = "pip-audit"
    reads_manifests = True
    code: ClassVar[str] = "advisory"
    """The one code of what it reports, since there is no end of advisories. These are those of our own database, so
    that they confirm what DEP001 finds in it and judges better.
    """

    def __init__(self, pins: Sequence[Requirement], url: str = "") -> None:
        self.pins = tuple(pins)
        self.url = url
        self._files = _files(self.pins)

    def asks(self) -> str:
        """The pins, and the data that they are held against: an answer of yesterday is none of today."""
        pins = (f"{pin.name}=={pin.version} {pin.path}:{pin.line}" for pin in self.pins)
        return "\n".join((self._data(), *pins))

    def _data(self) -> str:
        return identity()

    def config(self, target: Target) -> Mapping[str, str]:
        return {
            _file(number): "".join(f"{name}=={version}\n" for name, version in pins)
            for number, pins in enumerate(self._files)
        }

    def commands(self, target: Target) -> Sequence[Command]:
        service = ("-s", "osv", *(("--osv-url", self.url) if self.url else ()))
        environment = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            **({"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} if self.url else {}),
        }
        return [
            Command(
                (
                    *module("pip_audit"), "--disable-pip", "--no-deps",
                    "-r", os.path.join(target.scratch, _file(number)),
                    "-f", "json", "--aliases", "on", "--desc", "off", "--progress-spinner", "off",
                    *service, "--timeout", _SECONDS_HERE if self.url else _SECONDS,
                    "--cache-dir", os.path.join(target.scratch, "cache"),
                ),
                DEADLINE_SECONDS,
                target.scratch,
                environment,
                tuple(sorted({pin.path for pin in self.pins})),
            )
            for number in range(len(self._files))
        ]  # fmt: skip

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        found: dict[Pin, tuple[Answer, ...]] = {}
        gaps: list[NotAssessed] = []
        troubles: list[ToolRun] = []
        for pins, (_, done) in zip(self._files, results, strict=True):
            read = answers(done.out) if not (done.missing or done.timed_out) else None
            if read is None:
                trouble = _trouble(done, self.url)
                troubles.append(trouble)
                gaps += [NotAssessed(what=f"{n} {v}", reason=f"pip-audit: {trouble.reason}") for n, v in pins]
                continue
            found.update(read.found)
            gaps += _unanswered(pins, read)
        diagnostics = _diagnostics(self.code, self.pins, found)
        if troubles and len(troubles) == len(results):
            return msgspec.structs.replace(troubles[0], gaps=tuple(gaps))
        return ToolRun(self.name, "", "ran", diagnostics=diagnostics, gaps=tuple(gaps))


class PipAuditOnline(PipAudit):
    """The same, asking OSV over the network. What it says holds for a day."""

    network = True
    code = "vulnerability"

    def _data(self) -> str:
        return datetime.now(timezone.utc).date().isoformat()


def answers(out: bytes) -> Answers | None:
    """What a process printed; None if it is no whole answer."""
    try:
        output = msgspec.json.decode(out, type=_Output)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    found: dict[Pin, tuple[Answer, ...]] = {}
    skipped: dict[str, str] = {}
    for item in output.dependencies:
        name = str(canonicalize_name(item.name))
        if item.version and not item.skip_reason:
            found[name, _plain(item.version)] = item.vulns
        else:
            skipped[name] = item.skip_reason or "no reason is given"
    return Answers(found, skipped)


def _files(pins: Iterable[Requirement]) -> tuple[tuple[Pin, ...], ...]:
    """The pins of each file. A package that is pinned to several versions goes into several files: pip-audit
    takes two in one file for a contradiction and stops.
    """
    versions: dict[str, list[str]] = {}
    for pin in pins:
        known = versions.setdefault(pin.name, [])
        version = _plain(pin.version)
        if version not in known:
            known.append(version)
    most = max((len(known) for known in versions.values()), default=0)
    return tuple(
        tuple((name, known[number]) for name, known in sorted(versions.items()) if number < len(known))
        for number in range(most)
    )


def _file(number: int) -> str:
    return f"pins-{number}.txt"


def _plain(version: str) -> str:
    """The version as pip-audit writes it."""
    return str(parsed(version) or version)


def _trouble(done: Completed, url: str) -> ToolRun:
    ended = failed(PipAudit.name, "", done)
    if ended is not None:
        return ended
    said = done.err.decode("utf-8", "replace")
    who = "the advisory database on this machine" if url else "OSV, the advisory service,"
    if any(word in said for word in _UNREACHED):
        return ToolRun(PipAudit.name, "", "failed", f"{who} could not be reached")
    if any(word in said for word in _REFUSED):
        return ToolRun(PipAudit.name, "", "failed", f"{who} refused to answer")
    return broken(
        PipAudit.name, "", done, "its JSON is damaged" if done.out.strip() else "it printed no result"
    )


def _unanswered(pins: Iterable[Pin], read: Answers) -> list[NotAssessed]:
    gaps = []
    for name, version in pins:
        if (name, version) not in read.found:
            reason = read.skipped.get(name)
            said = f"skipped it: {' '.join(reason.split())}" if reason else "said nothing of it"
            gaps.append(NotAssessed(what=f"{name} {version}", reason=f"pip-audit {said}"))
    return gaps


def _diagnostics(
    code: str, pins: Iterable[Requirement], found: Mapping[Pin, tuple[Answer, ...]]
) -> tuple[Diagnostic, ...]:
    """One a package and manifest, at the first of its lines that is affected."""
    places: dict[tuple[str, str], Diagnostic] = {}
    for pin in sorted(pins, key=lambda item: (item.path, item.line)):
        known = found.get((pin.name, _plain(pin.version)), ())
        if known and (pin.path, pin.name) not in places:
            places[pin.path, pin.name] = Diagnostic(
                PipAudit.name, code, pin.path, pin.line, 1, pin.line, 1, _message(pin, known)
            )
    return tuple(places.values())


def _message(pin: Requirement, known: Sequence[Answer]) -> str:
    count = "a known vulnerability" if len(known) == 1 else f"{len(known)} known vulnerabilities"
    told = []
    for item in sorted(known, key=lambda item: item.id):
        names = ", ".join(sorted(item.aliases))
        fixed = (
            f"fixed in {', '.join(item.fix_versions)}" if item.fix_versions else "no fixed version is known"
        )
        told.append(f"{item.id} ({names}; {fixed})" if names else f"{item.id} ({fixed})")
    return f"`{pin.name}` {pin.version} has {count}: {'; '.join(told)}"
