"""What speaks for a credential in force: where the value stands, whose it is, what it is given to."""

from __future__ import annotations

import re

from . import notes, stock
from .case import Case
from .wordsets import word_set

_MAIL = re.compile(
    r"(?i)\b(?P<box>[\w.+\-]{1,60})@(?!example|tests?\b|demo\b|domain\b|mail\.com|company\b|your|(?P=box)\b)"
    r"(?:[\w\-]{1,60}\.){1,4}(?!local\b|test\b|example\b|invalid\b)[a-z]{2,10}\b"
)
_USER = re.compile(
    r"(?i)(?:user(?:_?name)?|login|account|uid|client_?id|app_?(?:id|key)|api_?id|access_?key(?:_?id)?|consumer_?key|key_?alias)"
    r"[\"']?\]?\s{0,4}(?:[:=]|=>|,)\s{0,4}(?:[frbu]?[\"'])?(?P<user>[\w.+@\-]{3,80})"
)
_URL_USER = re.compile(r"://(?P<user>[\w.+\-]{2,60}):\Z")
# ``SHOP_PW`` beside ``SHOP_ID``.
_SHARED = re.compile(
    r"(?P<whose>[A-Za-z][A-Za-z0-9_]{2,40}?)_?(?:pw|pwd|pass\w{0,6}|secret|token|key)$", re.I
)
_STOCK_USERS = word_set("""
    root admin administrator postgres mysql mongo redis guest user username test demo sa rabbitmq airflow minio example
    elastic neo4j default self none null true false dev os settings config process string str env get request app
""")
_MAKES = re.compile(
    r"(?i)(?<!db\.)create_?(?:super)?user|add_?user|(?:make|init|create|ensure|seed)_?admin|set_?password|password_?hash|is_superuser"
    r"|is_staff|is_admin|super_?user|UserCreate|hash_?password|generate_password_hash"
)
_COMPARED = re.compile(r"(?:[!=]==?|\beq)\s{0,4}[bru]?[\"']\Z")
_LIVE_SECTION = re.compile(r"(?im)(?:^|[\[\"'\s_:.(=])prod(?:uction)?(?:[\]\"'\s_:.)]|$)")
_TRIED_PATH = re.compile(r"(?i)(?:^|[/._\-])(?:dev\w{0,8}|local|tests?|testing|demo|ci|travis)(?=[/._\-]|$)")


def has_account(case: Case) -> bool:
    """Whether an address of a person or a mailbox stands beside the value."""
    return not case.hit.structured and bool(_MAIL.search(case.near.replace(case.value, "")))


def has_user(case: Case) -> bool:
    """Whether a user, an application or a client of its own name stands beside the value."""
    if case.hit.structured:
        return False
    users = [found["user"] for found in _USER.finditer(case.near)]
    if beside := _SHARED.match(case.hit.name):
        same = re.compile(
            rf"(?i)\b{re.escape(beside['whose'])}_?(?:id|user\w{{0,8}}|login|account|e?mail\w{{0,8}}|name)\b"
            r"[\"']?\]?\s{0,40}[:=]\s{0,4}(?:[frbu]?[\"'])?(?P<user>[\w.+@\-]{3,80})"
        )
        users += [found["user"] for found in same.finditer(case.near)]
    named = _URL_USER.search(case.text, max(0, case.hit.start - 70), case.hit.start)
    users += [named["user"]] if named else []
    return any(user.lower() not in _STOCK_USERS and user != case.value for user in users)


def opens_application(case: Case) -> bool:
    """Whether the account is one of the application itself: its administrator's."""
    return _is_administrator(case) or makes_account(case)


def _is_administrator(case: Case) -> bool:
    return notes.is_of_administrator(case.hit.name) and not (stock.SERVICES | {"root"}) & case.name


def makes_account(case: Case) -> bool:
    """Whether the program makes its administrator, or gives the account a password."""
    if not (case.how.source and case.holds("password")):
        return False
    if case.holds("create_superuser") or _is_administrator(case):
        return True
    around = (
        case.text[max(0, case.hit.start - 250) : case.hit.start]
        + case.text[case.hit.end : case.hit.end + 250]
    )
    return "admin" in around.lower() and bool(_MAKES.search(case.near))


def is_asked_for(case: Case) -> bool:
    """Whether the program compares what somebody typed with the value."""
    column = case.hit.name[:1].isupper() and "." in case.hit.name  # of a query: ``User.password == "x"``
    return not case.hit.structured and not column and case.before(_COMPARED, 14)


def is_live(case: Case) -> bool:
    """Whether the path, or a section around the value, says production."""
    head = case.text[max(0, case.hit.start - 300) : case.hit.start]
    if _TRIED_PATH.search(case.how.path):
        return False
    return notes.is_live(case.how.path) or bool(_LIVE_SECTION.search(head))
