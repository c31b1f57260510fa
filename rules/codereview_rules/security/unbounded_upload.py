"""SEC018: an upload of any size is taken into memory or onto the disk."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.project import ProjectFacts

from .._services.service import answers_nothing, said
from ._limits.collect import Limits
from ._limits.examples_size import BAD, GOOD

_CONFIGURED = (
    "client_max_body_size", "LimitRequestBody", "maxRequestBodyBytes", "request_body",
    "MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE",
)  # fmt: skip
"""What proxies call the limit, and Flask in a file that it is told to load."""


class UnboundedUpload(ProjectRule):
    """Uploads of FastAPI that are read whole, and Flask's files, where nothing bounds their size."""

    card = Card(
        id="SEC018",
        title="Upload without a bound",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=20,
        why=(
            "Neither Starlette nor Flask limits the size of a request. One upload "
            "of some gigabytes fills the memory "
            "or the disk of the server, and everyone else waits."
        ),
        instead=(
            "Read in pieces and stop at a limit, or look at `file.size` first; in Flask set "
            "`MAX_CONTENT_LENGTH`; best also at the proxy in front (`client_max_body_size`)."
        ),
        false_alarms=(
            "A proxy outside of the repository that limits, as nginx does with 1 "
            "MB by default. Any bound that is "
            "named in the code or in the configuration of a proxy in the repository keeps it silent."
        ),
        cwe=(770, 400),
    )
    bad = BAD
    good = GOOD
    collects = (Limits,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Uploads come with requests."""
        return answers_nothing(project)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each kind: the first place, with the others beside it."""
        uploads: list[tuple[str, Note]] = []
        files: list[tuple[str, Note]] = []
        for path, notes in project.noted(Limits):
            for note in notes:
                if note.kind == "sized":
                    return
                if project.zone(path) is Zone.PRODUCTION and note.kind in ("upload", "files"):
                    (uploads if note.kind == "upload" else files).append((path, note))
        if not (uploads or files) or self._configured(project):
            return
        handlers = {route.handler for route in project.routes.all}
        uploads = [(path, note) for path, note in uploads if (path, note.function) in handlers]
        files = [(path, note) for path, note in files if (path, note.function) in handlers]
        if uploads:
            text = "`{}` reads an upload whole, and nothing bounds its size"
            yield self._found(uploads, text)
        if files:
            yield self._found(files, "`{}` takes files, and nothing sets `MAX_CONTENT_LENGTH`")

    def _found(self, places: list[tuple[str, Note]], text: str) -> Finding:
        path, note = places[0]
        others = places[1:]
        message = text.format(note.values[0])
        if others:
            message += f", and so do {len(others)} more"
        return self.finding(
            path,
            note,
            message,
            symbol=str(note.values[0]),
            related=[Related(p, n.line, f"`{n.values[0]}`") for p, n in others[:8]],
            checked="names of limits in the code, and the configuration of proxies in the repository",
        )

    def _configured(self, project: ProjectFacts) -> bool:
        words = {word_hash(word) for word in _CONFIGURED}
        programs = (unpacked(facts.prints.words) for facts in project.files.values())
        return bool(said(project, _CONFIGURED)) or any(not words.isdisjoint(items) for items in programs)
