"""Files that say of themselves that they are kept and no longer used, or that they are started for a look alone."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_SET_ASIDE = re.compile(
    r"(?:^|/)[._]?(?:deprecated|obsolete|\.stversions|\.history|attic|archived?|unused|graveyard|templates|(?:\w+[_-])?old"
    r"|(?:\w+[_ -])?(?:deprecated|obsolete|archived?|unused|old|backup)[_ -]"
    r"(?:files?|code|versions?|scripts?|dags?|modules?)|\w+[_-](?:deprecated|obsolete|archived?|unused|old))/",
    re.IGNORECASE,
)
_FOR_TRIALS = re.compile(r"(?:^|/)(?:_?scratch(?:es|pad)?|debug(?:ging)?|playground|sandbox)/", re.IGNORECASE)
_STAGES = re.compile(r"(?:^|/)(?:deployments?|environments?|envs?|stages|clusters?|overlays)/")
"""Folders whose parts are named after what they are deployed to, a sandbox too."""
_STARTED = re.compile(
    r"(?:^|/)(?:Dockerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml|Procfile|fly\.toml|app\.yaml|serverless\.ya?ml)$"
)
_KEPT = re.compile(
    r"(?:[_.-])(?:old|bak|orig|deprecated|obsolete|unused|disabled|broken)\d*\.py$", re.IGNORECASE
)
_KEPT_BEFORE = re.compile(r"/(?:old|bak|deprecated|obsolete|unused|disabled|broken)[_-][^/]*$", re.IGNORECASE)
_COPY = re.compile(r"[_.-](?:backup|copy|save[d]?)[_-]?\d*(?=\.py$)", re.IGNORECASE)
_TEST_FOLDER = re.compile(r"(?:^|/)(?:\w+_)?tests?(?:_\w+)?/")
_RUNNERS = ("pytest", "unittest", "nose", "hypothesis", "django.test", "aiohttp.test_utils")


class Aside:
    """Answers for one project.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def kept(self, path: str) -> str:
        """What says that a file is kept and no longer used, as a clause; empty where nothing does."""
        if self.in_folder(path):
            return "its folder is named as set aside, and nothing that starts outside of it leads there"
        if self._is_named_as_kept(path) and not self.project.importers.get(path):
            return "its name says that it is kept from before, and nothing imports it"
        return ""

    def by_hand(self, path: str) -> str:
        """What says that somebody starts a file by hand for a look alone, as a clause; empty where nothing does."""
        if self._is_for_trials(path):
            return "its folder is for trying things out, and nothing else takes it"
        if self._is_run_by_hand(path):
            return "it is named as a test, is none, and is started by hand"
        return ""

    def _is_named_as_kept(self, path: str) -> bool:
        """Whether a name says old, or the copy of a file beside it: a script may be named after the copies it makes."""
        if _COPY.search(path) is not None:
            return _COPY.sub("", path) in self.project.files
        return _KEPT.search(path) is not None or _KEPT_BEFORE.search(f"/{path}") is not None

    def in_folder(self, path: str) -> bool:
        """Whether a folder says that its files are no longer used, and nothing that starts elsewhere leads there."""
        named = _SET_ASIDE.search(path) is not None and path not in self._started
        return named and not any(path.startswith(folder) for folder in self._deployed)

    @cached_property
    def _deployed(self) -> tuple[str, ...]:
        """The folders that say how what is in them is started: an archive may be a site of its own."""
        found = (path for path in self.project.others if _STARTED.search(path) and _SET_ASIDE.search(path))
        return tuple(sorted(f"{path.rpartition('/')[0]}/" for path in found))

    @cached_property
    def _started(self) -> frozenset[str]:
        """The files that what starts outside of such folders leads to."""
        starts = {entry.path for entry in self.project.entry_points if not _SET_ASIDE.search(entry.path)}
        return frozenset().union(*(self.project.reachable_from(start) for start in sorted(starts)))

    def _is_for_trials(self, path: str) -> bool:
        if _FOR_TRIALS.search(path) is None or _STAGES.search(path) is not None:
            return False
        return all(_FOR_TRIALS.search(other) for other in self.project.importers.get(path, ()))

    def _is_run_by_hand(self, path: str) -> bool:
        """Whether a file is named as a test, uses nothing for tests and is started as a script."""
        facts = self.project.files[path]
        if self.project.zone(path) is not Zone.TESTS or _TEST_FOLDER.search(path) or not facts.main_line:
            return False
        modules = {item.module for item in facts.imports}
        return not self.project.importers.get(path) and not any(
            name == runner or (name.startswith(f"{runner}.") and name != "unittest.mock")
            for name in modules
            for runner in _RUNNERS
        )
