"""Licence, Python version and port that a document names, against what the project has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from codereview.api import Confidence
from codereview.facts.dependencies.toml_places import load_toml, table
from codereview.facts.documents.claims import families
from codereview.facts.documents.project import Documents
from codereview.facts.documents.values import Document
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.manifests import READERS, lowest

from ..._syntax.patterns import lazy_pattern
from .fault import Fault

_SERVICES = frozenset(
    "3000 3001 5432 6379 27017 3306 9200 5672 15672 9090 11434 4318 4317 8888 6006 1234 5555 8025 9000 9001 6333 19530 "
    "7687 7474 8086 9411 16686 4566 8983 2181 9092 1025 5601 8123 8081 5173 4200 8265 2718 8500 8200 "
    "1337 9870 4444 1883 "
    "8883 11211 1521 1433 50051 8080 8000 5000 8501 7860 8050 4000 5050 6006 8443 12345 1235 9222".split()
)
"""Ports that frameworks and services take by themselves."""
_BOUND = lazy_pattern(
    r"(?:EXPOSE\s+|--port[ =]|--bind[ =]\S*?:|-p\s+|uvicorn[^\n]*?port\s*=\s*|[\"'-]\s*)(\d{4,5})(?::\d{2,5})?\b"
)

_ON_INSTALLING = lazy_pattern(
    r"(?:^|/)(?:readme|contributing|install\w*|index|hacking|develop\w*|getting[-_]?started|quick[-_]?start|setup|usage|"
    r"requirements|faq|claude|agents)\b[^/]*$",
    re.IGNORECASE,
)


class Claims:
    """What documents claim of a project."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.project = documents.project

    def faults(self, document: Document) -> Iterator[Fault]:
        """The claims of one document that are not so."""
        ports: set[str] = set()
        for claim in document.claims:
            if claim.kind == "licence":
                yield from self._licence(document, claim.line, claim.value)
            elif claim.kind == "python":
                yield from self._python(document, claim.line, claim.value)
            elif claim.kind == "port" and claim.value not in ports:
                ports.add(claim.value)
                yield from self._port(document, claim.line, claim.value)

    def _licence(self, document: Document, line: int, family: str) -> Iterator[Fault]:
        folder = document.path.rpartition("/")[0]
        near = [d for d in self.documents.licences if d.path.rpartition("/")[0] == folder]
        known = {d.licence for d in near}
        if not near or "" in known or family in known or len(known) > 1:
            return
        if {family, *known} <= {"GPL", "LGPL"}:
            return
        what = f"the licence is said to be {family}, and {near[0].path} is the text of {near[0].licence}"
        yield Fault(document.path, line, "licence", what, family)

    def _python(self, document: Document, line: int, version: str) -> Iterator[Fault]:
        folder = document.path.rpartition("/")[0]
        declared = self._declared(folder)
        if declared is None or not _ON_INSTALLING.search(document.path):
            return  # documents of other programs name the versions of those
        manifest, least = declared
        major, _, minor = version.partition(".")
        if (int(major), int(minor)) < least:
            wanted = ".".join(map(str, least))
            what = f"Python {version} is said to be enough, and {manifest} requires {wanted}"
            yield Fault(document.path, line, "python", what, f"Python {version}", Confidence.MEDIUM)

    def _declared(self, folder: str) -> tuple[str, tuple[int, int]] | None:
        """The manifest nearest to a folder that requires a Python version, and the lowest that it admits."""
        while True:
            for name, reader in READERS.items():
                path = f"{folder}/{name}" if folder else name
                text = self.project.texts.get(path) if name != ".python-version" else None
                for declared in reader(text) if text is not None else ():
                    least = lowest(declared)
                    if least is not None:
                        return path, least
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def _port(self, document: Document, line: int, port: str) -> Iterator[Fault]:
        if (
            document is not self.documents.readme
            or port in _SERVICES
            or not 1024 < int(port) < 65536
            or not self._ports
            or word_hash(port) in self._numbers
        ):
            return
        have = ", ".join(sorted(self._ports)[:4])
        what = f"port {port} stands in no file but documents; the project's own files open {have}"
        yield Fault(document.path, line, "ports", what, f"port {port}", Confidence.LOW)

    @cached_property
    def _ports(self) -> frozenset[str]:
        """The ports that containers, scripts and compose files open."""
        found: set[str] = set()
        for path, text in self.project.texts.items():
            name = path.rpartition("/")[2].lower()
            if name.endswith((".md", ".rst")) or not re.search(
                r"docker|compose|procfile|\.sh$|makefile", name
            ):
                continue
            found.update(port for port in _BOUND.findall(text) if 1024 < int(port) < 65536)
        return frozenset(found)

    @cached_property
    def _numbers(self) -> frozenset[int]:
        """Hashes of all words of files that are no documents."""
        written = self.project.written
        found: set[int] = set()
        for path, data in self.project.mentions.items():
            if path not in written:
                found.update(unpacked(data))
        for facts in self.project.files.values():
            found.update(unpacked(facts.prints.words))
        return frozenset(found)

    def manifest(self) -> Iterator[Fault]:
        """The licence of the manifest of the top folder against the licence's text."""
        text = self.project.texts.get("pyproject.toml")
        data = load_toml(text) if text else ""
        if text is None or isinstance(data, str):
            return
        value = table(data, "project").get("license", table(data, "tool", "poetry").get("license"))
        named = value.get("text") if isinstance(value, dict) else value
        if not isinstance(named, str) or len(named) > 60 or " OR " in named or " AND " in named:
            return
        found = families(named)
        line = next((n for n, each in enumerate(text.split("\n"), 1) if re.match(r"\s*license\s*=", each)), 0)
        if len(found) == 1 and line:
            yield from self._licence(Document("pyproject.toml", 1), line, found[0])
