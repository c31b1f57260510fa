"""Dockerfiles as Docker reads them."""

from __future__ import annotations

from codereview.facts.deployment.dockerfile import assignments, dockerfile, filled, instructions


def test_comments_and_continuations_are_one_instruction() -> None:
    found = list(instructions("FROM a\nRUN one \\\n  # a comment\n\n  two\nUSER x\n"))
    assert [(item.word, item.value, item.line) for item in found] == [
        ("FROM", "a", 1),
        ("RUN", "one two", 2),
        ("USER", "x", 6),
    ]


def test_here_documents_are_bodies() -> None:
    found = list(instructions('RUN <<EOF bash\nUSER nobody\nEOF\nCOPY <<"A" <<B /x\n1\nA\n2\nB\nUSER y\n'))
    assert [item.word for item in found] == ["RUN", "COPY", "USER"]
    assert found[0].body == "USER nobody"


def test_the_escape_character_can_be_another() -> None:
    found = list(instructions("# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n"))
    assert [item.word for item in found] == ["FROM", "RUN", "USER"]


def test_flags_are_no_part_of_the_value() -> None:
    item = next(instructions("COPY --from=build --chown=1:1 /a /b\n"))
    assert (dict(item.flags), item.words) == ({"from": "build", "chown": "1:1"}, ("/a", "/b"))


def test_a_stage_inherits_from_the_stages_it_begins_with() -> None:
    file = dockerfile(
        "Dockerfile",
        "ARG V=3.12\nFROM python:${V} AS base\nUSER app\nFROM base AS two\nCMD x\nFROM 1\nEXPOSE 1\n",
    )
    assert file is not None
    assert file.image() == "python:3.12"
    user = file.effective("USER")
    assert user is not None
    assert user.value == "app"
    assert [stage.name for stage in file.chain()] == ["", "two", "base"]


def test_variables_are_filled_in_or_make_a_text_unknown() -> None:
    given = {"A": "1"}
    assert filled("x:${A}", given) == "x:1"
    assert filled("x:${B:-2}", given) == "x:2"
    assert filled("x${B:+-y}", given) == "x"
    assert filled("x:$B", given) == ""


def test_both_forms_of_env() -> None:
    old, new = instructions('ENV A some words\nENV B=1 C="x y"\n')
    assert list(assignments(old)) == [("A", "some words")]
    assert list(assignments(new)) == [("B", "1"), ("C", "x y")]


def test_what_has_no_stage_is_no_dockerfile() -> None:
    assert dockerfile("Dockerfile", "# nothing\n") is None
