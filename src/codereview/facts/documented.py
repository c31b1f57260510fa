"""Which public things of a file have a docstring: modules, classes and functions whose names do not begin with an
underscore. What a reader of the interface does not see, such as overloads, special methods and what is nested in
functions, is not counted.
"""

from __future__ import annotations

from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.slots import is_public


def documented(facts: FileFacts) -> tuple[int, int]:
    """How many public things of a file have a docstring, and how many there are.

    Args:
        facts: of the file.
    """
    things: list[bool] = []
    if facts.statements and not facts.module.split(".")[-1].startswith("_"):
        things.append(facts.docstring)
    things += [f.docstring for f in facts.functions if wants_docstring(facts, f)]
    things += [
        c.docstring for c in facts.classes if not any(p.startswith("_") for p in c.qualname.split("."))
    ]
    return sum(things), len(things)


def wants_docstring(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a function is one that readers of the interface see."""
    if function.name == "<lambda>" or function.overload or function.name.startswith("__"):
        return False
    return is_public(facts, function)
