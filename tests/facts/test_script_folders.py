"""Packages that are on the import path because a file in them is started as a script."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.project import ProjectFacts

START = "\nif __name__ == '__main__':\n    database.connect()\n"
BESIDE = {"bot/__init__.py": "", "bot/database.py": "def connect():\n    pass\n"}


def found(files: dict[str, str], requirements: str = "requests\n") -> str:
    texts = {"requirements.txt": requirements}
    facts = [facts_of(text, path) for path, text in files.items()]
    made = ProjectFacts(facts, {}, texts=texts, others=tuple(texts))
    return made.layout.find("database", "bot")


def test_a_script_in_a_package_imports_the_module_beside_it() -> None:
    assert found({**BESIDE, "bot/bot.py": "import database\n" + START}) == "bot/database.py"


def test_the_modules_below_find_it_too() -> None:
    files = {**BESIDE, "bot/bot.py": "import database\n" + START, "bot/parts/__init__.py": ""}
    facts = [facts_of(text, path) for path, text in files.items()]
    assert ProjectFacts(facts, {}).layout.find("database", "bot/parts") == "bot/database.py"
    assert ProjectFacts(facts, {}).layout.find("database", "tools") == ""


def test_a_module_of_the_root_comes_first() -> None:
    files = {**BESIDE, "bot/bot.py": "import database\n" + START, "database.py": ""}
    assert found(files) == "database.py"


@pytest.mark.parametrize(
    "text",
    [
        "import database\n\ndatabase.connect()\n",
        "import database\nfrom . import other\n" + START,
        "import database\nfrom bot import other\n" + START,
        "try:\n    import database\nexcept ImportError:\n    database = None\n" + START,
        "def main():\n    import database\n" + START,
    ],
)
def test_a_file_that_may_be_a_part_of_its_package_tells_nothing(text: str) -> None:
    assert found({**BESIDE, "bot/bot.py": text}) == ""


def test_what_a_requirement_brings_is_not_the_file_beside() -> None:
    assert found({**BESIDE, "bot/bot.py": "import database\n" + START}, "database==1.0\n") == ""
