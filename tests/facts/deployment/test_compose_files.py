"""Compose files and the YAML below them."""

from __future__ import annotations

import pytest

from codereview.facts.deployment.compose import Port, compose, is_compose, key_values
from codereview.facts.deployment.yaml_tree import document, documents


def ports(text: str) -> list[tuple[str, int, int, str]]:
    file = compose("compose.yml", f"services:\n  web:\n    ports:\n      - {text}\n")
    assert file is not None
    return [(p.address, p.host, p.inner, p.protocol) for p in file.services[0].ports]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"80"', [("", 0, 80, "tcp")]),
        ("8000:80", [("", 8000, 80, "tcp")]),
        ('"127.0.0.1:8000:80/udp"', [("127.0.0.1", 8000, 80, "udp")]),
        ('"8000-8001:80-81"', [("", 8000, 80, "tcp"), ("", 8001, 81, "tcp")]),
        ('"${PORT:-9000}:80"', [("", 9000, 80, "tcp")]),
        ('"${PORT}:80"', []),
        ("{target: 80, published: 8000, host_ip: 10.0.0.1}", [("10.0.0.1", 8000, 80, "tcp")]),
    ],
)
def test_ports(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert ports(text) == expected


def test_the_place_of_the_dockerfile_is_relative_to_the_context() -> None:
    text = "services:\n  a:\n    build: .\n  b:\n    build: {context: .., dockerfile: d/Dockerfile.web, target: t}\n"
    file = compose("deploy/compose.yml", text)
    assert file is not None
    first, second = file.services
    assert (first.context, first.dockerfile) == ("deploy", "deploy/Dockerfile")
    assert (second.context, second.dockerfile, second.target) == ("", "d/Dockerfile.web", "t")


def test_names_of_compose_files() -> None:
    assert is_compose("a/docker-compose.prod.yml")
    assert is_compose("compose.yaml")
    assert not is_compose(".github/workflows/test-docker-compose-up.sh")


def test_merged_keys_and_both_forms_of_environment() -> None:
    tree = document("x: &x\n  A: 1\n  B: 2\ny:\n  <<: *x\n  B: 3\nz: [C=4, D]\n")
    assert [(n, v) for n, _, v in key_values(tree.get("y"))] == [("B", "3"), ("A", "1")]
    assert list(key_values(tree.get("z"))) == [("C", 7, "4"), ("D", 7, None)]


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert documents("\n".join(lines)) == ()
    assert documents("a: &a\n  b: *a\n") == ()


def test_broken_text_has_no_documents() -> None:
    assert documents("a: [\n") == ()
    assert documents("a: !!python/object:os.system x\n")[0].get("a").text == "x"
    assert Port(1, "", 1, 1).protocol == "tcp"
