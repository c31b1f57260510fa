"""What stands around a literal default and says that it is not in force where it would matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .defaults import Default

_COMPARED = re.compile(r"\b(?:if|assert)\b.{0,200}?(?:==|!=|\bin\b|startswith)")
# The variable is compared, not the setting: where it is missing, nothing is equal, and the default is in force.
_PASSES_UNSET = re.compile(
    r"^\s{0,200}(?:if|elif)\s{1,4}\(?(?:\w{1,40}\.)?(?:getenv|environ\.get)\(\s?[\"']\w{1,80}[\"']\s?\)\s{0,4}==[^=]{1,200}$"
)
# Errors that are gathered are raised together.
_REFUSES = re.compile(
    r"\braise\b|exit\(|abort\(|assert\b|\b(?:errors?|problems?|violations?|failures?|issues|missing)\.(?:append|add|extend)\("
)
_LISTED = re.compile(
    r"\b(?:if|elif|assert|any)\b[^\n]{0,200}\b(?:not )?in\s{1,4}(?:\w{1,40}\.)?\w{0,40}"
    r"(?:INSECURE|DEFAULT|WEAK|UNSAFE|PLACEHOLDER|FORBIDDEN|KNOWN|BAD|BLOCK|REJECT|DISALLOWED)",
    re.I,
)
# An item of a set or a list of literals, alone on its line or among others.
_ITEM = re.compile(
    r"\s{0,80}[\"'][^\"'\n]{1,120}[\"'],?\s{0,4}(?:#.{0,200})?|.{0,120}[{\[(]\s{0,4}[\"'].{0,400}"
)
_HEADER = re.compile(r"(?P<indent>[ \t]{0,200})(?:if|elif)\b(?P<test>.{1,300})")
_DEVELOPMENT = re.compile(
    r"(?<![a-z])(?:debug|pytest|testing|dev|develop|development|local|test)(?![a-z])", re.I
)
_NEGATED = re.compile(
    r"\bnot\s{1,4}\(?(?:\w{1,40}\.){0,3}(?:is_|in_)?(?:debug|testing|dev|local|test)|!=|\bprod", re.I
)
_DEV_CLASS = re.compile(
    r"(?:^|_)(?:(?:local_?)?dev|develop|development|local|debug|docs|documentation)(?:$|_)", re.I
)
_WORDS = re.compile(r"[A-Z]{1,40}(?![a-z])|[A-Z]?[a-z]{1,40}")
_DEV_FILE = re.compile(
    r"(?:^|/)(?:[\w\-]{0,40}[_\-.])?(?:dev|develop|development|local|debug|(?:circle)?ci|circle|travis|(?:py|unit)-?tests?(?:config|settings)?|test_?settings|test_?config)"
    r"(?:[_\-.][\w\-]{0,40})?\.py$|(?:^|/)(?:develop|development|(?:\w{1,40}[_\-])?test_?kit)/",
    re.I,
)
_TEST_FOLDER = re.compile(
    r"(?:^|/)(?:[\w\-]{1,40}[_\-])?tests?(?:[_\-](?:project|app|site|proj|settings))/|(?:^|/)molecule/", re.I
)
_PLAYED_PATH = re.compile(
    r"(?:^|[/_.\-])(?:demos?|examples?|samples?|tutorials?|playground|sandbox|snippets?|quickstart"
    r"|(?:dummy|mock|fake)[_\-]?servers?|fakes?|smoke[_\-]?tests?|getting[_\-]started|lessons?|chapters?|exercises?|workshops?)(?:[_\-]?\d{1,3})?(?=[/_.\-])",
    re.I,
)
_PLAYED_NAME = re.compile(r"(?:^|_)(?:tests?|demo|seed|fixture|fake|mock|dummy|sample|example)(?:$|_)", re.I)


def of_tests(path: str) -> bool:
    """Whether the file is of a project that only tests run, such as ``test_project/settings.py``."""
    return bool(_TEST_FOLDER.search(path))


# What an installation makes its own file of, in the languages in which projects were seen to say so.
_TEMPLATE_FILE = re.compile(
    r"(?i)(?:^|[/_.\-])(?:template|tmpl|skeleton|mod[eè]le|muster|vorlage|beispiel|plantilla|ejemplo|exemple|esempio"
    r"|exemplo)\.py$"
)


def is_template(path: str) -> bool:
    """Whether the name of a file says that each installation copies it and fills it in."""
    return _TEMPLATE_FILE.search(path) is not None


def is_demonstration(path: str) -> bool:
    """Whether a part of the path says that the file only shows how something is done."""
    return bool(_PLAYED_PATH.search(path))


def is_played(path: str, item: Default, lines: Sequence[str]) -> bool:
    """Whether the default is of a demonstration, or of a function that makes users for tests."""
    if is_demonstration(path):
        return True
    if "parameter" not in item.what:
        return False
    for index in range(item.node.lineno - 1, max(-1, item.node.lineno - 12), -1):
        found = re.match(r"\s{0,200}(?:async )?def (\w{1,80})", lines[index])
        if found:
            return bool(_PLAYED_NAME.search(found.group(1)))
    return False


def in_development(path: str, item: Default, lines: Sequence[str]) -> bool:
    """Whether only development runs with the default: by the name of the file, class or function, or by a condition."""
    if _DEV_FILE.search(path):
        return True
    indent = _indent(lines[item.node.lineno - 1])
    if _is_left_by_production(lines, item.node.lineno - 1, indent):
        return True
    if _WHERE_TRIED.match(lines[item.node.lineno - 1].partition(item.value)[2]):
        return True
    for index in range(item.node.lineno - 2, max(-1, item.node.lineno - 400), -1):
        line = lines[index]
        if not line.strip() or _indent(line) >= indent:
            continue
        found = _CLASS.match(line)
        if found:
            return _is_of_developers(found["name"]) or (
                _is_of_developers(found["bases"] or "") and not _LIVE_CLASS.search(found["name"])
            )
        made = re.match(r"\s{0,200}(?:async )?def (\w{1,80})", line)
        if made and _DEV_CLASS.search(made.group(1)):
            return True
        if _ELSE.match(line) and _is_else_of_production(lines, index):
            return True
        header = _HEADER.match(line)
        if header and _DEVELOPMENT.search(header["test"]) and not _NEGATED.search(header["test"]):
            return True
        indent = _indent(line)
        if not indent:
            return False
    return False


# ``os.getenv("KEY", "word") if DEBUG else os.environ["KEY"]``
_WHERE_TRIED = re.compile(
    r"[\"']\)?\s{1,4}if\s{1,4}(?:\w{1,40}\.){0,3}(?:is_|in_)?(?i:debug|testing|dev|development|local)\s{1,4}else\b"
)
_ELSE = re.compile(r"\s{0,200}else:")
_OF_PRODUCTION = re.compile(
    r"(?i)^(?:not\s{1,4}(?:\w{1,40}\.){0,3}(?:is_|in_)?(?:debug|dev(?:elopment)?|local)|(?:\w{1,40}\.){0,3}(?:is_|in_)?prod(?:uction)?(?:_?mode)?"
    r"|[\w.]{1,60}\s{0,4}==\s{0,4}[\"']prod(?:uction)?[\"'])\s{0,4}:"
)


def _is_else_of_production(lines: Sequence[str], place: int) -> bool:
    """Whether the condition that an ``else:`` belongs to asks for nothing but production: ``if not DEBUG:``."""
    depth = _indent(lines[place])
    for index in range(place - 1, max(-1, place - 60), -1):
        line = lines[index]
        if not line.strip() or _indent(line) > depth or line.lstrip().startswith((")", "]", "}")):
            continue
        return _is_for_production(line)
    return False


def _is_for_production(line: str) -> bool:
    """Whether a line begins what production alone runs: ``if not settings.DEBUG:``."""
    header = _HEADER.match(line)
    if header is None or not line.lstrip().startswith("if"):
        return False
    return _OF_PRODUCTION.match(header["test"].strip()) is not None


_CLASS = re.compile(r"\s{0,200}class (?P<name>\w{1,80})(?:\((?P<bases>[\w., ]{1,200})\))?")
_LIVE_CLASS = re.compile(r"Prod|Live|Stag|Default")


def _is_of_developers(names: str) -> bool:
    """Whether a word of the name of a class, or of its bases, says that development runs with it."""
    return any(_DEV_CLASS.search(word) for word in _WORDS.findall(names))


def is_set_again(item: Default, lines: Sequence[str]) -> bool:
    """Whether a later line of the same block gives the same target another value."""
    first = item.node.lineno - 1
    head = _TARGET.match(lines[first])
    if item.what not in {"value", "default", "fallback"} or head is None:
        return False
    indent, live = _indent(lines[first]), False
    for line in lines[item.node.end_lineno or first + 1 : first + 600]:
        if line.strip() and _indent(line) < indent:
            return False
        again = _TARGET.match(line)
        if again and again.group() == head.group():
            return True
        if line.strip() and _indent(line) == indent:
            live = _is_for_production(line)
        elif live and again and again.group().strip() == head.group().strip() and _LOOKS_UP.search(line):
            return True
    return False


# What is looked up has no default there.
_LOOKS_UP = re.compile(
    r"=\s{0,4}(?:[\w.]{1,40}\.)?(?:environ\[|(?:env|config|getenv|str|get)\(\s?[\"']\w{1,80}[\"']\s?\))"
)
_TARGET = re.compile(r"[ \t]{0,200}[A-Za-z_][\w.]{0,100}(?:\[[\"']\w{1,80}[\"']\])?[ \t]{0,8}=(?!=)")


_RUNS_TESTS = re.compile(
    r"(?m)^\s{0,40}(?:return |(?:sys\.)?exit\(|\w{1,20} = )?(?:pytest\.main|unittest\.main)\("
)


def runs_tests(path: str, lines: Sequence[str]) -> bool:
    """Whether the file is a program that runs the tests, by its name or by what it calls."""
    named = path.rpartition("/")[2] in {"runtests.py", "run_tests.py"}
    return named or _RUNS_TESTS.search("\n".join(lines)) is not None


_UNIT_TESTS = re.compile(r"(?i)\bunit[_\- ]?test(?:s|ing)?\b")


def speaks_of_unit_tests(item: Default, lines: Sequence[str]) -> bool:
    """Whether a line beside the default is about unit tests."""
    return bool(_UNIT_TESTS.search("\n".join(lines[max(0, item.node.lineno - 3) : item.node.lineno + 2])))


# Algorithms of https://www.rfc-editor.org/rfc/rfc7518#section-3.1 that sign with a private key.
_PAIRS = re.compile(
    r"(?i)\b(?:jwt_|token_)?algorithm\w{0,10}[\"']?\s{0,4}(?::\s{0,4}[\w\[\], ]{1,30})?="
    r"[^\n]{0,100}[\"'](?:RS|ES|PS)\d{3}[\"']"
)
_SHARED = re.compile(
    r"(?i)\bjwt_algorithm\w{0,10}[\"']?\s{0,4}(?::\s{0,4}\w{1,30})?\s{0,4}=[^\n]{0,100}[\"']HS\d{3}"
)
_OF_TOKENS = re.compile(r"(?i)^(?:jwt|token|access|auth)?_?(?:token_)?secret(?:_key)?$|jwt")


def signs_with_pair(item: Default, lines: Sequence[str]) -> bool:
    """Whether the settings beside a key of tokens choose an algorithm that signs with another kind of key."""
    text = "\n".join(lines)
    return bool(_OF_TOKENS.search(item.name) and _PAIRS.search(text)) and not _SHARED.search(text)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_left_by_production(lines: Sequence[str], place: int, indent: int) -> bool:
    """Whether a condition just above, in the same block, lets production end before it comes to a line."""
    for index in range(place - 1, max(-1, place - 12), -1):
        line = lines[index]
        if line.strip() and _indent(line) < indent:
            return False
        if _indent(line) == indent and (_ENDS.match(line) or _is_for_production(line)):
            return bool(re.search(r"(?m)^\s*(?:raise\b|sys\.exit\()", "\n".join(lines[index + 1 : place])))
    return False


_ENDS = re.compile(r"\s{0,200}if\b(?!.{0,200}\bnot\b)(?!.{0,200}!=).{0,200}\bprod", re.I)


def is_guarded(item: Default, lines: Sequence[str]) -> bool:
    """Whether the program refuses to run with the literal, or without the setting.

    It compares the literal, looks it up in a list of literals that are refused, or asks whether the setting is
    there, and raises or exits.
    """
    listed = False
    named = None
    if item.what == "value" and _is_only_compared(item, lines):
        return True
    if item.what == "value" and re.fullmatch(
        r"\w{1,80}", item.name
    ):  # a constant for the word that is refused
        named = re.compile(
            rf"\b(?:if|elif|assert)\b.{{0,200}}?(?:[!=]=|\bin\b|startswith\().{{0,80}}\b{item.name}\b"
        )
    for index, line in enumerate(lines):
        if index + 1 == item.node.lineno:
            continue
        if item.value in line:
            if _COMPARED.search(line) and not _PASSES_UNSET.search(line) and _refuses(lines, index):
                return True
            listed = listed or bool(_ITEM.fullmatch(line))
        if named and named.search(line) and _refuses(lines, index):
            return True
        if _asks_for(item.name, line) and _refuses(lines, index):
            return True
    return listed and any(_LISTED.search(line) and _refuses(lines, i) for i, line in enumerate(lines))


# What a program does that goes on with the literal, and says so.
_WARNS = re.compile(r"\bwarn(?:ings?)?\b|\b(?:log\w{0,8}|logging)\.(?:error|critical)\(|\bprint\(")


def is_warned_of(item: Default, lines: Sequence[str]) -> bool:
    """Whether the file compares a setting with the literal, or with the constant for it, and warns where it is left."""
    meant = rf"[\"']{re.escape(item.value)}[\"']"
    if item.what == "value":
        meant += rf"|[!=]=\s{{0,4}}{re.escape(item.name)}\b"
    named = re.compile(meant)
    if _is_warned_in_handler(item, lines):
        return True
    return any(
        _COMPARED.search(line) and _WARNS.search("\n".join(lines[index + 1 : index + 4]))
        for index, line in enumerate(lines)
        if index + 1 != item.node.lineno and line.rstrip().endswith(":") and named.search(line)
    )


_HANDLER = re.compile(r"\s{0,80}except\b")


def _is_warned_in_handler(item: Default, lines: Sequence[str]) -> bool:
    """Whether the literal stands in the handler of an exception, below a line that says so."""
    place = item.node.lineno - 1
    depth = _indent(lines[place])
    for index in range(place - 1, max(-1, place - 12), -1):
        if lines[index].strip() and _indent(lines[index]) < depth:
            return bool(_HANDLER.match(lines[index]) and _WARNS.search("\n".join(lines[index + 1 : place])))
    return False


def _is_only_compared(item: Default, lines: Sequence[str]) -> bool:
    """Whether a constant of a module holds the word that was delivered: its file only ever compares with it."""
    if not item.name.isupper() or not lines[item.node.lineno - 1].startswith(item.name):
        return False
    named = re.compile(rf"(?<![\w.\"']){re.escape(item.name)}\b")
    uses = [line for i, line in enumerate(lines) if i + 1 != item.node.lineno and named.search(line)]
    compared = re.compile(
        rf"(?:[!=]=|\bin\b)\s{{0,4}}[({{\[]?[^=]{{0,60}}{item.name}\b|\b{item.name}\s{{0,4}}[!=]="
    )
    return bool(uses) and all(compared.search(line) for line in uses)


def _refuses(lines: Sequence[str], index: int) -> bool:
    """Whether the lines behind a condition refuse: the next four, and what else stands deeper than it."""
    last, depth = index + 5, _indent(lines[index])
    while last < min(len(lines), index + 15) and (
        _indent(lines[last]) > depth or lines[last].strip() in {"", ")", "):"}
    ):
        last += 1
    return bool(_REFUSES.search("\n".join(lines[index:last])))


def _asks_for(name: str, line: str) -> bool:
    """Whether a line asks if the environment lacks the setting."""
    if name not in line or " of " in name or not re.match(r"\s{0,200}(?:if|elif|assert)\b", line):
        return False
    key = re.escape(name)
    return bool(
        re.search(
            rf"[\"']{key}[\"']\s{{1,4}}not\s{{1,4}}in\b|\bnot\s{{1,4}}os\.\w[\w.]{{0,30}}\([\"']{key}[\"']",
            line,
        )
    )
