"""Clones of types 1 to 3, and what is none."""

from __future__ import annotations

from facts_lab import project_of

ORIGINAL = """def load(path, session):
    rows = session.read(path, encoding="utf-8")
    kept = [row for row in rows if row.strip()]
    if not kept:
        raise ValueError(path)
    total = session.count(kept, by="name")
    session.log.info("read %d rows", total)
    for row in kept:
        session.insert(row.upper(), total=total)
    session.commit()
    return total
"""

SECOND = """def send(self, mail, *, retries=3):
    with self.connect(timeout=5) as link:
        link.login(self.user, self.secret, method="plain")
        link.headers["From"] = format_address(mail.sender, self.names.get(mail.sender))
        while retries:
            retries -= 1
            if link.deliver(mail.sender, mail.receivers):
                return True
        link.quit()
    return False
"""


def test_a_copy_is_one_class_with_all_places_and_all_but_one_are_redundant() -> None:
    clones = project_of({"a.py": ORIGINAL, "b.py": "import os\n\n\n" + ORIGINAL, "c.py": ORIGINAL}).clones
    (only,) = clones.classes
    assert [(place.path, place.line, place.end_line) for place in only.places] == [
        ("a.py", 1, 11),
        ("b.py", 4, 14),
        ("c.py", 1, 11),
    ]
    assert only.same == only.compared == only.exact == 11
    assert clones.redundant == {"b.py": 11, "c.py": 11}


def test_comments_blank_lines_and_docstrings_make_no_difference() -> None:
    other = ORIGINAL.replace("    if not", "    # none left\n\n    if not").replace(
        ":\n    rows", ':\n    """Load."""\n    rows', 1
    )
    (only,) = project_of({"a.py": ORIGINAL, "b.py": other}).clones.classes
    assert only.exact == only.compared


def test_renamed_and_changed_copies_are_found() -> None:
    renamed = ORIGINAL.replace("row", "line").replace("path", "file")
    changed = ORIGINAL.replace("    total =", "    session.flush(kept)\n    total =")
    (of_names,) = project_of({"a.py": ORIGINAL, "b.py": renamed}).clones.classes
    assert of_names.exact < of_names.same
    (of_changes,) = project_of({"a.py": ORIGINAL, "b.py": changed}).clones.classes
    assert of_changes.same < of_changes.compared


def test_several_shared_stretches_of_the_same_files_are_one_class() -> None:
    apart = "".join(f"x{n} = {n} if y{n} else [{'1,' * n}]\n" for n in range(6))
    more = "".join(f"z{n}: int = f({'a,' * (n + 7)})\n" for n in range(6))
    files = {"a.py": ORIGINAL + apart + SECOND, "b.py": ORIGINAL + more + SECOND}
    (only,) = project_of(files).clones.classes
    assert only.parts == 2
    assert only.same == 21


def test_what_one_file_repeats_is_not_compared() -> None:
    assert project_of({"a.py": ORIGINAL + ORIGINAL.replace("load", "again")}).clones.classes == ()


def test_registrations_and_tables_are_no_clones() -> None:
    listed = "router = Router()\n" + "".join(f"router.include(module_{n}.router)\n" for n in range(9))
    table = "".join(f"NAME_{n} = ('x', {n}, [1, 2, 3])\n" for n in range(9))
    for text in (listed, table):
        assert project_of({"a.py": text, "b.py": text.replace("module", "part")}).clones.classes == ()


def test_the_two_places_of_a_copy_are_of_the_same_part() -> None:
    more = "        log(link)\n        count(mail)\n        mark(mail, link)\n"
    changed = SECOND.replace("        while retries:\n", more + "        while retries:\n")
    files = {"a.py": ORIGINAL + "\n\n" + SECOND, "b.py": changed + "\n\n" + ORIGINAL}
    (only,) = project_of(files).clones.classes
    assert only.parts == 2
    assert [(place.line, place.end_line) for place in only.places] == [(1, 11), (16, 26)]


def test_a_copy_ends_where_an_unlike_class_begins() -> None:
    def forms(fields: int) -> str:
        row = "".join(f"    field_{number}: str\n" for number in range(fields))
        first, second = (text.replace("\n", "\n    ").rstrip() for text in (ORIGINAL, SECOND))
        return f"class First:\n    {first}\n\nclass Second:\n{row}\n    {second}\n"

    (only,) = project_of({"a.py": forms(2), "b.py": forms(20)}).clones.classes
    assert only.parts == 2
    assert [(place.line, place.end_line) for place in only.places] == [(2, 12), (2, 12)]
    (whole,) = project_of({"a.py": forms(20), "b.py": forms(20)}).clones.classes
    assert whole.parts == 1


TAIL = """def {name}(rows, log):
    total = {call}(rows, {size})
    for row in rows[{size}:]:
        check_{name}(total, row)
        report_{name}(row, {size} + total)
        if row.size > total - {size}:
            total = {call}(row, total, {size})
    {call}.close(rows)
    {call}.end(log, rows)
    log.flush(total, force=True)
    return total.finish(log)


"""
WHOLE = """def store(client, key, body):
    name = client.normalise(key, strict=True)
    client.upload(name, body, retries=3)
    found = client.download(name, timeout=9)
    if found is None:
        raise KeyError(key)
    client.note(name, found.size)
    return found.read().decode("utf-8")
"""


def test_a_copy_begins_with_the_function_that_is_copied() -> None:
    one = TAIL.format(name="first", call="open_all", size=1)
    other = TAIL.format(name="second", call="[shut][0]", size="len(rows)")
    (clone,) = project_of({"a.py": one + WHOLE, "b.py": other + WHOLE}).clones.classes
    assert [place.line for place in clone.places] == [14, 14]
    assert (clone.same, clone.compared) == (8, 8)
