"""What a report may quote: no part of a secret is left of any line that a rule reports."""

from __future__ import annotations

import pytest

from codereview.api import Example, Zone, examples
from codereview.engine.worker import Checker, FileResult, Job
from codereview_rules.security._secrets import samples
from codereview_rules.security.credential_file import CredentialFile
from codereview_rules.security.secret_default import SecretDefault
from codereview_rules.security.secret_in_file import SecretInFile

RULES = (SecretInFile, CredentialFile, SecretDefault)
WORD = samples.word()
RANDOM = samples.body(40)


def check(path: str, text: str) -> FileResult:
    zone = Zone.TESTS if path.startswith("tests/") else Zone.PRODUCTION
    kind = "python" if path.endswith(".py") else "text"
    checker = Checker([rule() for rule in RULES], (3, 10))
    return checker.check(
        Job(path, path, zone, kind, path.removesuffix(".py").replace("/", ".")), text.encode()
    )


def masked(text: str, result: FileResult) -> str:
    """The text with every character of every mask replaced; columns of masks count characters."""
    lines = [list(line) for line in text.split("\n")]
    for span in result.masks:
        for number in range(span.line, span.end_line + 1):
            line = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            line[start:end] = "*" * len(line[start:end])
    return "\n".join("".join(line) for line in lines)


def cases() -> list[Example]:
    return [item for rule in RULES for item in examples(rule) if item.expected]


@pytest.mark.parametrize("example", cases(), ids=lambda e: f"{e.rule.card.id}-{next(iter(e.files))}")
def test_every_example_is_masked_in_the_value_alone(example: Example) -> None:
    for path, text in example.files.items():
        result = check(path, text)
        shown = masked(text, result)
        assert bool(result.masks) == (path in {place for place, _ in example.expected})
        for known in (WORD, RANDOM, samples.github(), samples.aws(), samples.stripe(), samples.body(60)):
            assert known not in shown
        for span in result.masks:  # exactly the value: what stands on both sides is no part of it
            if span.end_line == span.line and span.end_column < 1 << 20:
                line = text.split("\n")[span.line - 1]
                assert line[span.column - 1].isalnum() or line[span.column - 1] in "$-_"
                assert span.end_column - 1 <= len(line)
                assert line[span.end_column - 1 : span.end_column] in {*" \"'\\@<>=,;)}/.&:", ""}


@pytest.mark.parametrize(
    "line",
    [
        'user, password = "app", "{}"',
        'password, user = "{}", "app"',
        '(user, password) = ("app", "{}")',
        '[host, user, db_password] = ["h", "app", "{}"]',
        'SECRET_KEY, DEBUG = "{}", False',
        'self.user, self.password = "app", "{}"',
        'user, password = "it\'s", "{}"',
        'saved = password = "{}"',
        'password = saved = "{}"',
        'password = f"{}"',
        'password = rb"{}"',
        "password = b'{}'",
        'password = """{}"""',
        'password = ("{}" \'it"s\')',
        'password = ("it\'s{}"\n    "{}")',
        'password = "{}" "\\\n{}"',
        "secret_key = \"{}\" '''{}'''",
        'secret_key = """{}""" "{}"',
        'password = "a\\"b{}"',
        "é = 'ü'; password = '{}'",
        'ключ = "ключ"; app.secret_key = "{}"  # ключ',
        'app.config["SECRET_KEY"] = "ü{}ü"',
        'def connect(é="ü", password="{}"): ...',
        'PASSWORD = os.getenv("DB_PASSWORD", "é{}")',
        'connect(\n    host, password="{}",\n    user="app")',
    ],
)
def test_no_part_of_a_value_is_left(line: str) -> None:
    text = line.replace("{}", WORD) + "\n"
    result = check("settings.py", text)
    assert result.findings
    assert WORD not in masked(text, result)
    assert "password" in masked(text, result).lower() + "password" * ("secret" in line.lower())


@pytest.mark.parametrize(
    "line",
    [
        'user, password = "app", load()',
        'password, user = load(), "app"',
        'user, password = "app word".split()',
        'password = f"{prefix}-' + WORD + '"',
        'url = "/login?user=1&password=" + value + "end"',
    ],
)
def test_the_literal_of_another_name_is_no_finding(line: str) -> None:
    assert check("settings.py", line + "\n").findings == ()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".env", "SECRET_KEY={}&w(8e;47|l!<x{{z"),
        (".env", "DB_PASSWORD={}#x$1&y"),
        ("conf.yaml", "db_password: {}!x?y*z"),
        ("app.ini", "password = {}@$x^1"),
        ("main.go", 'user, password := "app", "{}"'),
        ("client.js", "const [user, password] = ['app', '{}'];"),
        ("build.sh", "sshpass -p {}$x ssh host"),
    ],
)
def test_values_without_quotes_are_taken_whole(path: str, line: str) -> None:
    text = line.replace("{}", RANDOM).replace("{{", "{") + "\n"
    result = check(path, text)
    shown = masked(text, result).rstrip("\n")
    assert result.findings
    assert RANDOM not in shown
    assert shown.rstrip("*'\" ;]").endswith(("=", ":", "'app',", '"app",', "-p")) or shown.endswith(
        "ssh host"
    )
