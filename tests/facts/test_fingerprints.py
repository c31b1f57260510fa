"""Hashes of words: what a file mentions, without its text."""

from __future__ import annotations

from facts_lab import facts_of, project_of

from codereview.facts.fingerprints import mentions_of, spoken_of, told, unpacked, word_hash
from codereview.facts.unused import unused


def test_words_of_code_comments_and_literals_are_mentioned() -> None:
    words = set(unpacked(facts_of("total = 'of_rows'  # and_more\nx.field\n").prints.words))
    assert {word_hash(word) for word in ("total", "of_rows", "and_more", "field")} <= words
    assert word_hash("absent") not in words


def test_literals_speak_of_modules_by_their_last_parts() -> None:
    assert set(spoken_of(["app.jobs.nightly", "jobs/nightly.py", "nightly.py", "nightly", "no module"])) == {
        b"app.jobs",
        b"jobs.nightly",
        b".nightly",
        b"=nightly",
    }


def test_no_text_of_a_literal_is_kept() -> None:
    prints = facts_of("password = 'correct horse'\nkey = 'battery.staple'\n").prints
    kept = b"".join((prints.words, prints.spoken, prints.exact, prints.shapes, "".join(prints.lone).encode()))
    assert b"horse" not in kept
    assert b"staple" not in kept


def test_a_name_is_lone_if_its_definition_is_all_that_names_it() -> None:
    text = "def used():\n    return 1\n\n\ndef unused_one():\n    return used()\n"
    assert facts_of(text).prints.lone == ("unused_one",)


def test_catalogues_and_styles_are_not_read_for_names() -> None:
    assert [path for path in ("a.html", "a.yaml", "a.po", "a.css", "a.lock") if told(path)] == [
        "a.html",
        "a.yaml",
    ]
    assert mentions_of("x " * 400_000) == b""


def names(text: str) -> list[str]:
    return [item.fact.qualname for item in unused(project_of({"a.py": text}))]


def test_methods_are_told_only_of_classes_that_nobody_else_calls() -> None:
    body = "    def lonely_method(self):\n        return 1\n\n\nx = A()\n"
    assert names(f"class A:\n{body}") == ["A.lonely_method"]
    assert names(f"import lib\n\n\nclass A(lib.Base):\n{body}") == []
    assert names(f"import lib\n\n\n@lib.register\nclass A:\n{body}") == []


def test_names_that_are_put_together_and_collected_classes_are_used() -> None:
    assert names("def emit_csv():\n    return 1\n\n\nprint(find(f'emit_{kind}'))\n") == []
    family = "class Base:\n    pass\n\n\nclass Special(Base):\n    pass\n\n\nprint(Base{0})\n"
    assert names(family.replace("{0}", "()")) == ["Special"]
    assert names(family.replace("{0}", ".__subclasses__()")) == []


def test_a_file_of_one_long_word_is_soon_read() -> None:
    """Each try from within the word would go through the rest of it: minutes, for a block in hexadecimal."""
    words = set(unpacked(mentions_of("a0" * 240_000 + " jobs/nightly.py", "block.json")))
    assert {word_hash("jobs.nightly"), word_hash("nightly.py")} <= words
