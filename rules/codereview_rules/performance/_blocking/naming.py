"""What a call is called in messages."""

from __future__ import annotations

from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.project import Key, ProjectFacts

_LONGEST = 45


def as_read(call: CallFact, name: str) -> str:
    """The name that a reader of the source looks for.

    A function of a module goes by its full name, whatever it was imported as; a method of an object by what
    is written: ``self.db.execute()`` can be found in the file, ``sqlite3.connect().cursor().execute()``
    cannot.

    Args:
        call: the call.
        name: the canonical path of what is called.
    """
    if not call.written or ("(" not in name and call.path == name):
        return canonical(name)
    text = call.written + "()"
    if len(text) <= _LONGEST:
        return text
    head, tail = call.written.split("(", 1)[0], call.written.rpartition(".")[2]
    short = f"{head}(...)...{tail}()" if "(" in call.written else f"...{tail}()"
    return short if len(short) <= _LONGEST else f"...{tail}()"


def canonical(name: str) -> str:
    """A canonical path as a reader knows it: ``requests.Session().get`` -> ``requests.Session().get()``."""
    return thing(name) + "()"


def thing(name: str) -> str:
    """What is not called but iterated over: it has the brackets of the call that gives it, and no more.

    Args:
        name: its canonical path.
    """
    return name.removeprefix("builtins.").replace("()[]", "()").replace("[]", "")


def title(function: FunctionFact, project: ProjectFacts, key: Key) -> str:
    """A function of the project: ``Orders.total()``, for constructors the class."""
    if function.cls >= 0:
        cls = project.resolver.class_((key[0], function.cls)).name
        return (
            f"{cls}()"
            if function.name in ("__init__", "__new__", "__post_init__")
            else f"{cls}.{function.name}()"
        )
    return f"{function.name}()"
