"""The examples of the rules on secrets, that no value leaves them, and that no place is reported twice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from codereview.api import Example, Finding, Rule, TextFile, Zone, examples
from codereview.engine.worker import Checker, Job
from codereview_rules.security._secrets import samples
from codereview_rules.security.credential_file import CredentialFile
from codereview_rules.security.secret_default import SecretDefault
from codereview_rules.security.secret_in_file import SecretInFile

ROOT = Path(__file__).parents[3]


def zone_of(path: str) -> Zone:
    return Zone.TESTS if path.startswith("tests/") else Zone.PRODUCTION


def defaults_in(path: str, text: str) -> list[Finding]:
    checker = Checker([SecretDefault()], (3, 10))
    return list(checker.check(Job(path, path, zone_of(path), "python", "app"), text.encode()).findings)


def secrets_in(path: str, text: str) -> list[Finding]:
    return list(SecretInFile().scan(TextFile(path, zone_of(path), text)))


def run(rule: type[Rule], path: str, text: str) -> list[Finding]:
    if rule is CredentialFile:
        return list(CredentialFile().scan(TextFile(path, zone_of(path), text)))
    return secrets_in(path, text) if rule is SecretInFile else defaults_in(path, text)


def quoted(finding: Finding, text: str) -> str:
    lines = text.split("\n")[finding.line - 1 : finding.end_line]
    lines[-1] = lines[-1][: finding.end_column - 1]
    lines[0] = lines[0][finding.column - 1 :]
    return "\n".join(lines)


def cases() -> Iterable[Example]:
    return [*examples(SecretInFile), *examples(CredentialFile), *examples(SecretDefault)]


@pytest.mark.parametrize("example", cases(), ids=lambda e: f"{e.rule.card.id}-{next(iter(e.files))}")
def test_examples(example: Example) -> None:
    found = [f for path, text in example.files.items() for f in run(example.rule, path, text)]
    assert sorted((f.path, f.line) for f in found) == list(example.expected)


@pytest.mark.parametrize("example", cases(), ids=lambda e: f"{e.rule.card.id}-{next(iter(e.files))}")
def test_no_value_in_a_message_and_no_place_twice(example: Example) -> None:
    for path, text in example.files.items():
        first = secrets_in(path, text)
        second = defaults_in(path, text) if path.endswith(".py") else []
        for finding in first + second:
            value = quoted(finding, text)
            assert len(value) >= 3
            assert value[:1] not in "\"'"
            if len(value) > 6:
                assert value not in finding.message
        for one in first:
            for other in second:
                assert (one.line, one.column) != (other.line, other.column)


def test_own_tree_is_clean() -> None:
    found = []
    for folder in ("src", "rules", "tests", "docs", "templates", "scripts"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".md", ".toml", ".json", ".yml", ".html"} and path.is_file():
                text = path.read_text(encoding="utf-8")
                where = path.relative_to(ROOT).as_posix()
                found += [f"{f.path}:{f.line} {f.message}" for f in secrets_in(where, text)]
    assert found == []


def test_span_is_exactly_the_value() -> None:
    text = f'x = 1\ntoken = "{samples.github()}"  # é\n'
    (finding,) = secrets_in("a.py", text)
    assert quoted(finding, text) == samples.github()
    key = samples.private_key()
    (finding,) = secrets_in("a.txt", "é\n" + key + "\nend\n")
    assert (finding.line, finding.end_line) == (2, 15)
    assert quoted(finding, "é\n" + key + "\nend\n") == key


def test_a_typed_field_is_reported_once() -> None:
    text = 'class Settings(BaseSettings):\n    secret_key: SecretStr = SecretStr("local-key")\n'
    assert [f.line for f in defaults_in("settings.py", text)] == [2]


def test_an_argument_after_a_look_up_is_no_default() -> None:
    text = "p = {\n    'password': get('redis_password'),\n    'max_connections': n,\n}\n"
    assert secrets_in("redis.py", text) == []


def test_a_password_beside_a_user_may_be_the_word_itself() -> None:
    text = "if username != 'admin' or password != '" + "password':\n    abort(401)\n"
    assert [(f.line, f.column) for f in secrets_in("auth.py", text)] == [(1, 40)]


def test_a_value_that_stands_twice_in_a_file_is_one_cause() -> None:
    value, other = "hunter2" + "!x9", "tr0ub4" + "dor&3"
    text = f'DB_PASSWORD = "{value}"\nADMIN_PASSWORD = "{other}"\nROOT_PASSWORD = "{value}"\n'
    found = list(SecretInFile().scan(TextFile("app.py", Zone.PRODUCTION, text)))
    assert [finding.line for finding in found] == [1, 2, 3]
    assert found[0].cause == found[2].cause != found[1].cause
