"""Docstrings of three styles: Google's sections, NumPy's sections with underlines, fields of Sphinx and Epytext.

Sources: Google's style guide for Python (3.8), numpydoc's format, the field lists of Sphinx's Python domain. What
does not have one of these forms is left alone: a section with a line that is no entry is marked and not to be relied
on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["google", "numpy", "sphinx", "epytext"]

_PARAMETERS = frozenset(
    {"args", "arguments", "parameters", "params", "keyword args", "keyword arguments", "other parameters", "parameter",
     "other args", "kwargs"}
)  # fmt: skip
_RETURNS = frozenset({"returns", "return"})
_YIELDS = frozenset({"yields", "yield"})
_RAISES = frozenset({"raises", "raise", "exceptions"})
_OTHERS = frozenset(
    "attributes example examples note notes warning warnings warns references todo methods receives usage attention "
    "caution danger error hint important tip".split()
) | {"see also"}
_ALL = _PARAMETERS | _RETURNS | _YIELDS | _RAISES | _OTHERS
MARKS = re.compile(
    r"^[ \t]*(?:(?:Args|Arguments|Parameters|Params|Keyword Arg(?:ument)?s|Other Parameters|Returns?|"
    r"Yields?|Raises)[ \t]*:?"
    r"[ \t]*$|[:@](?:param|parameter|arg|argument|key|keyword|returns?|rtype|raises?|type|yields?)\b)",
    re.MULTILINE,
)
"""What every docstring has that this module reads anything of: a quick test."""
HINTS = (":param", "@param", ":return", "Args:", "Returns:", "Raises:", "Parameters")
"""One of these stands in every file with such a docstring: a quicker test still."""
_HEADER = re.compile(r"([A-Z][A-Za-z ]{2,20}?)\s*:\s*$")
_ENTRY = re.compile(
    r"(?P<names>[`*\\]*\w+[`*]*(?:\s*[,/]\s*[`*\\]*\w+[`*]*)*)\s*(?P<type>\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])?\s*:(?!:)"
)
_NUMPY = re.compile(r"(?P<names>[`*\\]*\w+[`*]*(?:\s*,\s*[`*\\]*\w+[`*]*)*)\s*(?::.*)?$")
_FIELD = re.compile(
    r"\s*(?P<mark>[:@])(?P<kind>param|parameter|arg|argument|key|keyword|returns?|rtype|raises?|except|exception|yields?)"
    r"(?:[ \t]+(?P<rest>[^:\n]*?))?\s*:(?P<text>.*)$"
)
_NOTHING = re.compile(r"\W*(?:none|nothing|no return|n/?a|null|void|-)\b", re.IGNORECASE)


@dataclass
class Docstring:
    """What a docstring says. Lines count from 1, the first line of the docstring.

    ``unsure``: a section of parameters has lines that are no entries. ``returns`` is the line of what says that a
    value is returned (not None), 0 if nothing does; ``yields`` likewise. ``line`` is that of the first section or
    field.
    """

    style: Style
    params: list[tuple[str, int]] = field(default_factory=list)
    raises: list[tuple[str, int]] = field(default_factory=list)
    returns: int = 0
    yields: int = 0
    unsure: bool = False
    line: int = 1


def parse(text: str) -> Docstring | None:
    """What a docstring says; None if it has none of the forms.

    Args:
        text: the literal's value, not cleaned.
    """
    if not MARKS.search(text):
        return None
    lines = text.expandtabs().split("\n")
    found = _sphinx(lines) or _numpy(lines) or _google(lines)
    mark = MARKS.search(text)
    if found is not None and mark is not None:
        found.line = text.count("\n", 0, mark.end()) + 1
    return found


_TYPES = frozenset("str int bool float dict list tuple set bytes object none any callable".split())


def _is_name(name: str) -> bool:
    """Whether something can be the name of a parameter, not a type or a section."""
    titled = name[:1].isupper() and name[1:2].islower()
    return name.isidentifier() and not titled and name.lower() not in _TYPES and name.lower() not in _ALL


def _add(found: Docstring, names: list[str], line: int) -> None:
    """Takes the names of an entry; what cannot be one makes the section unsure."""
    for name in names:
        if _is_name(name):
            found.params.append((name, line))
        else:
            found.unsure = True


def _names(written: str) -> list[str]:
    return [name.strip("`*\\ ") for name in re.split(r"[,/]", written)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _sphinx(lines: list[str]) -> Docstring | None:
    found: Docstring | None = None
    for number, line in enumerate(lines, 1):
        match = _FIELD.match(line)
        if match is None:
            continue
        if found is None:
            found = Docstring("epytext" if match.group("mark") == "@" else "sphinx")
        kind, rest, text = (
            match.group("kind"),
            (match.group("rest") or "").strip(),
            match.group("text").strip(),
        )
        following = lines[number] if number < len(lines) else ""
        if kind in ("returns", "return"):
            told = text or (following.strip() if _indent(following) > _indent(line) else "")
            if told and not _NOTHING.match(told):
                found.returns = number
        elif kind == "rtype":
            found.returns = 0 if _NOTHING.match(text) else found.returns
        elif kind.startswith("yield"):
            found.yields = number
        elif kind.startswith(("raise", "except")):
            found.raises += [(name, number) for name in _names(rest) if name]
        else:
            name = rest.split(" ")[-1].strip("`*\\") if rest else ""
            if _is_name(name):
                found.params.append((name, number))
            else:
                found.unsure = True
    return found


def _numpy(lines: list[str]) -> Docstring | None:
    heads = [
        number
        for number in range(len(lines) - 1)
        if lines[number].strip().lower() in _ALL and re.fullmatch(r"\s*-{3,}\s*", lines[number + 1])
    ]
    if not heads:
        return None
    found = Docstring("numpy")
    # any underlined line ends a section, whatever it is called
    ends = [
        n for n in range(len(lines) - 1) if lines[n].strip() and re.fullmatch(r"\s*[-=]{3,}\s*", lines[n + 1])
    ]
    for head in heads:
        end = next((n for n in ends if n > head), len(lines))
        title = lines[head].strip().lower()
        base = _indent(lines[head])
        body = [(n, lines[n]) for n in range(head + 2, end) if lines[n].strip()]
        entries = [(n, line) for n, line in body if _indent(line) <= base]
        if title in _PARAMETERS:
            _numpy_parameters(found, entries)
        elif title in _RAISES:
            found.raises += [(line.split(":")[0].strip(), n + 1) for n, line in entries]
        elif title in _RETURNS:
            if body and not _NOTHING.match(body[0][1].strip().split(":")[-1].strip() or "none"):
                found.returns = head + 1
        elif title in _YIELDS:
            found.yields = head + 1
    return found


def _numpy_parameters(found: Docstring, entries: list[tuple[int, str]]) -> None:
    for number, line in entries:
        match = _NUMPY.match(line.strip())
        if match is None:
            found.unsure = found.unsure or line.strip() not in ("...", "…")
            continue
        _add(found, _names(match.group("names")), number + 1)


def _google(lines: list[str]) -> Docstring | None:
    found: Docstring | None = None
    for number, line in enumerate(lines):
        match = _HEADER.match(line.strip())
        title = match.group(1).strip().lower() if match else ""
        if title not in _ALL:
            continue
        base = _indent(line)
        body: list[tuple[int, str]] = []
        for at in range(number + 1, len(lines)):
            if lines[at].strip():
                if _indent(lines[at]) <= base:
                    break
                body.append((at, lines[at]))
        if not body:
            continue
        found = found or Docstring("google")
        first = _indent(body[0][1])
        entries = [(n, each) for n, each in body if _indent(each) <= first]
        if title in _PARAMETERS:
            _google_parameters(found, entries)
        elif title in _RAISES:
            names = [(each.split(":")[0].strip(), n + 1) for n, each in entries if ":" in each]
            found.raises += [(name, n) for name, n in names if re.fullmatch(r"[\w.]+", name)]
        elif title in _RETURNS:
            found.returns = 0 if _NOTHING.match(body[0][1].strip()) else number + 1
        elif title in _YIELDS:
            found.yields = number + 1
    return found


def _google_parameters(found: Docstring, entries: list[tuple[int, str]]) -> None:
    for number, line in entries:
        match = _ENTRY.match(line.strip().removeprefix("- ").removeprefix("* "))
        if match is None:
            found.unsure = True
            continue
        _add(found, _names(match.group("names")), number + 1)
