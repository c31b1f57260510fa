"""Whether a file is part of an image that the project no longer builds: its compose files build others."""

from __future__ import annotations

from codereview.facts.project import ProjectFacts


def is_unbuilt(project: ProjectFacts, path: str) -> bool:
    """Whether a Dockerfile, or the ones that a script is copied by, are built by no compose file though those build
    others, and no other file speaks of them."""
    files = project.deployment.dockerfiles
    if not any(project.deployment.built(file) for file in files):
        return False
    images = [path] if path in files else [file for file in files if _names(project.texts[file], path)]
    return bool(images) and not any(_is_built(project, file) for file in images)


def _is_built(project: ProjectFacts, file: str) -> bool:
    if "/" not in file or project.deployment.built(file):
        return True
    folder = file.rpartition("/")[0]
    return any(
        file in text or f"{folder}\n" in text or f"{folder}/\n" in text or f'{folder}"' in text
        for other, text in project.texts.items()
        if other != file and not other.endswith((".md", ".rst", ".txt"))
    )


def _names(text: str, path: str) -> bool:
    """Whether a Dockerfile copies a script: by its path, or by the end of it in a context of its own."""
    parts = path.split("/")
    return len(parts) > 1 and "/".join(parts[-2:]) in text
