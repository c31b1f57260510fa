"""Whether a file is part of an image that the project no longer builds, as it builds others."""

from __future__ import annotations

import re

from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.project import ProjectFacts


def is_unbuilt(project: ProjectFacts, path: str) -> bool:
    """Whether a Dockerfile, or the ones that a script is copied by, are built by no compose file and spoken of by no
    other file, though others are."""
    files = project.deployment.dockerfiles
    images = [path] if path in files else _copying(project, path)
    if not images or any("/" not in file or _is_built(project, file) for file in images):
        return False
    return any(_is_built(project, file) for file in files if file not in images)


def _is_built(project: ProjectFacts, file: str) -> bool:
    if project.deployment.built(file):
        return True
    folder = file.rpartition("/")[0]
    if not folder:
        return False
    if _may_be_named(project, file):
        return True
    return any(
        file in text or f"{folder}\n" in text or f"{folder}/\n" in text or f'{folder}"' in text
        for other, text in project.texts.items()
        if other != file and not other.endswith((".md", ".rst", ".txt"))
    )


def _may_be_named(project: ProjectFacts, file: str) -> bool:
    """Whether a file of which only the words are known has all those of a path: it may build it."""
    wanted = {word_hash(word) for word in re.findall(r"\w+", file)}
    return any(
        wanted <= set(unpacked(words))
        for other, words in project.mentions.items()
        if other.endswith((".yml", ".yaml", ".sh", ".json", ".toml", ".tf", "Makefile"))
    )


def _copying(project: ProjectFacts, path: str) -> list[str]:
    """The Dockerfiles that copy a script: by its path or, where none does, by the end of it."""
    texts = {file: project.texts[file] for file in project.deployment.dockerfiles}
    end = "/".join(path.split("/")[-2:])
    whole = [file for file, text in texts.items() if path in text]
    return whole or [file for file, text in texts.items() if "/" in end and end in text]
