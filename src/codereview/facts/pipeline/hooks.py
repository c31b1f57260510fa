"""Hooks of pre-commit: https://pre-commit.com/#adding-pre-commit-plugins-to-your-project; and of pre-commit.ci."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.facts.pipeline.shell import runs
from codereview.facts.pipeline.tree import Tree
from codereview.facts.pipeline.values import Step


def hooks(path: str, tree: Tree) -> Iterator[Step]:
    """The hooks of a configuration; ``uses`` is the repository and id, ``words`` the command of a local hook."""
    stages = set(tree.get("default_stages").names())
    for repository in tree.get("repos").children():
        url = repository.get("repo").text
        for hook in repository.get("hooks").children():
            name = hook.get("id").text
            own = set(hook.get("stages").names()) or stages
            soft = "its hook runs only when it is asked for (`stages: [manual]`)" if own == {"manual"} else ""
            words: tuple[str, ...] = ()
            if url == "local":
                found = runs(hook.get("entry").text)
                words = found[0].words if found else ()
            given = " ".join(text.text for text in hook.get("args").texts())
            if words and given:
                words = (*words, *given.split())
            yield Step(
                "pre-commit",
                path,
                hook.get("id").line,
                name=name,
                words=words,
                uses=f"{url} {name}",
                given=given,
                soft=soft,
            )


def service(tree: Tree) -> tuple[int, frozenset[str]] | None:
    """Where pre-commit.ci is configured, and the hooks that it leaves out; None if it is not."""
    found = tree.get("ci")
    if not found:
        return None
    return tree.key_line("ci"), frozenset(found.get("skip").names())
