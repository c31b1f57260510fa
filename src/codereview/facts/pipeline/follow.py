"""From what CI says to what runs: ``make lint``, ``tox -e lint``, ``npm run``, scripts and hooks are followed into
their files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from codereview.facts.pipeline.hooks import hooks
from codereview.facts.pipeline.runners import CHECKS, Folders, Runners
from codereview.facts.pipeline.sessions import UNKNOWN
from codereview.facts.pipeline.tools import tools_of
from codereview.facts.pipeline.tree import read_tree
from codereview.facts.pipeline.unwrap import unwrapped
from codereview.facts.pipeline.values import Spot, Step

_KEEPS_HOOKS = frozenset(
    "auto-update autoupdate cache clean help init-template-dir install install-hooks list prepare-hooks sample-config "
    "self try-repo uninstall update util validate-config validate-manifest".split()
)
"""What prek does beside running hooks, which it does when it is asked for nothing."""
HOOK_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml")
_DEEPEST = 7
_OPAQUE = frozenset(
    "bazel bazelisk pants earthly nix nix-build nix-shell dagger act gradle ./gradlew mvn doit ctest mage turbo nx "
    "snakemake cargo go task go-task vagrant molecule scons rake brownie".split()
)
_ASKS = re.compile(
    r"(?:\w+[-_:.])?(?:tests?|lint|checks?|coverage|cov|ci|verify|qa|typecheck|quality|format)(?:[-_:.]\w+)?"
)
_PLAIN = frozenset(
    "echo printf cat grep egrep git cd pushd mkdir rm cp mv ls find apt apt-get brew pip pip3 uv poetry "
    "pdm pipenv docker docker-compose podman export test [ [[ gh curl wget python npm yarn pnpm bun set "
    "createdb psql mysql chmod touch alembic conda mamba source . terraform helm kubectl aws gcloud az "
    "twine mkdocs sphinx-build make gmake just tox nox hatch rye pixi poe task inv invoke bash sh "
    "pre-commit prek sed awk tar unzip exit return read local declare".split()
)
_OTHERS = re.compile(
    r"stale|label|release|publish|deploy|docker|greet|notif|sync|assign|doc|changelog|backport|project|triage|codeql|build"
)
"""Names of called workflows that have nothing to do with checks of the code."""


class Follower:
    """Follows commands within one repository.

    Args:
        texts: text by path.
        paths: all files that are there.
    """

    def __init__(self, texts: Mapping[str, str], paths: frozenset[str]) -> None:
        self._texts = texts
        self.runners = Runners(texts, paths)
        self.opaque: list[Step] = []
        """Commands that run something of the repository, or of elsewhere, which cannot be read."""

    @cached_property
    def hooks(self) -> tuple[Step, ...]:
        """The hooks of pre-commit."""
        return tuple(
            step
            for path in HOOK_FILES
            if path in self._texts
            for step in hooks(path, read_tree(self._texts[path]))
        )

    def followed(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps, each followed by what it leads to."""
        folders: list[str] = []
        before: tuple[str, str, str] = ("", "", "")
        for step in steps:
            key = (step.path, step.job, step.name)
            if key != before:
                folders, before = [step.folder] if step.folder else [], key
            if step.words[:1] in (("cd",), ("pushd",)) and len(step.words) > 1:
                here = posixpath.join(folders[-1] if folders else "", step.words[1])
                folders = [*folders[-3:], posixpath.normpath(here)]
            yield step
            yield from self._inner(step, tuple(folders), frozenset(), {})

    def _inner(
        self, step: Step, folders: Folders, seen: frozenset[object], depths: dict[object, int]
    ) -> Iterator[Step]:
        """What a step leads to.

        Args:
            step: it.
            folders: where its paths can begin.
            seen: what leads to it, which is not followed in circles.
            depths: at which depth a command was followed: scripts that call each other dozens of times are followed
                once, and again only from less deep.
        """
        depth = len(step.through)
        key = (step.path, step.line, step.words, step.soft)
        if depth > _DEEPEST or depths.get(key, _DEEPEST + 1) <= depth:
            return
        depths[key] = depth
        if not step.words:
            yield from self._used(step)
            return
        skipped = next((word[5:] for word in step.words[:3] if word.startswith("SKIP=")), "")
        for words in unwrapped(step.words):
            if words[0] in ("pre-commit", "prek"):
                if words[1:2] == ("run",) or (words[0] == "prek" and _KEEPS_HOOKS.isdisjoint(words[1:2])):
                    for hook in self._hooks(step, words[2:], skipped):
                        yield hook
                        if hook.words and hook.path not in seen:
                            yield from self._inner(hook, folders, seen | {hook.path}, depths)
                continue
            found = self.runners.called(words, folders, step)
            if found is None or _is_opaque(words):
                self.opaque.append(step)
                continue
            for path, provider, run, soft in found:
                called = (path, run.line, run.words)
                if called in seen:
                    continue
                inner = msgspec.structs.replace(
                    step,
                    provider=provider,
                    path=path,
                    line=run.line,
                    words=run.words,
                    soft=step.soft or soft,
                    through=(*step.through, Spot(step.path, step.line)),
                )
                yield inner
                yield from self._inner(inner, (*folders, posixpath.dirname(path)), seen | {called}, depths)

    def _used(self, step: Step) -> Iterator[Step]:
        """What an action leads to."""
        if step.uses.startswith("pre-commit/action") or "prek-action" in step.uses:
            yield from self._hooks(step, tuple(step.given.split()), "")
            return
        foreign = ".github/workflows/" in step.uses or step.uses in ("include", "template")
        if (foreign or step.provider == "CircleCI") and not _OTHERS.search(step.uses.rpartition("/")[2]):
            self.opaque.append(step)

    def _hooks(self, step: Step, rest: tuple[str, ...], skipped: str) -> Iterator[Step]:
        names = {hook.name for hook in self.hooks}
        asked = names & {word for word in rest if not word.startswith("-")}
        skip = {word.strip() for word in skipped.split(",")}
        manual = "manual" in rest
        for hook in self.hooks:
            if hook.name in skip or (asked and hook.name not in asked):
                continue
            yield msgspec.structs.replace(
                hook,
                job=step.job,
                triggers=step.triggers,
                soft=step.soft or ("" if manual else hook.soft),
                through=(*step.through, Spot(step.path, step.line)),
            )


def _is_opaque(words: tuple[str, ...]) -> bool:
    """Whether a command runs checks that only running it would show."""
    if words[0] == "python" and len(words) > 1:
        name = words[1].removesuffix(".py").rpartition("/")[2]
        own = words[1].endswith(".py") and name not in ("setup", "manage") and not tools_of(words)
        return own and CHECKS.search(name) is not None
    if words[0] in ("docker", "docker-compose", "podman"):
        if any(word.startswith(("--exit-code-from", "--abort-on-container")) for word in words):
            return True
        return bool({"run", "exec"} & set(words[1:4])) and any(CHECKS.search(word) for word in words[2:])
    if words[0] in _OPAQUE or words[0] == UNKNOWN:
        return True
    # a program that is not known, and is told to check: `gulp lint`
    asks = len(words) > 1 and _ASKS.fullmatch(words[1]) is not None
    return asks and words[0] not in _PLAIN and "/" not in words[0] and not tools_of(words)
