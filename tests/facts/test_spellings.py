"""What a thing is called by in a project: whatever resolves to it is among the calls that are asked for its name."""

from __future__ import annotations

import pytest
from facts_lab import project_of

from codereview.facts.spellings import spelled

FORMS = {
    "itself": "import time\ntime.sleep(1)",
    "from": "from time import sleep\nsleep(1)",
    "from as": "from time import sleep as rest\nrest(1)",
    "name of the module": "import time\nrest = time.sleep\ndef f():\n    rest(1)",
    "name of a name": "import time\nrest = time.sleep\npause = rest\ndef f():\n    pause(1)",
    "attribute of the class": "import time\nclass A:\n    rest = time.sleep\ndef f():\n    A.rest(1)",
    "attribute of the instance": (
        "import time\nclass A:\n    def __init__(self):\n        self.rest = time.sleep\n"
        "    def f(self):\n        self.rest(1)"
    ),
    "given by a function": "import time\ndef rest():\n    return time.sleep\ndef f():\n    rest()(1)",
    "given by a function of another name": (
        "import time\ndef rest():\n    return time.sleep\npause = rest\ndef f():\n    pause()(1)"
    ),
    "given by a property": (
        "import time\nclass A:\n    @property\n    def rest(self):\n        return time.sleep\n"
        "def f():\n    A().rest(1)"
    ),
    "passed": "import time\ndef f(rest):\n    rest(1)\nf(time.sleep)",
    "of another module": "from other import pause\ndef f():\n    pause(1)",
    "element": "import time\ndef f():\n    for rest in [time.sleep]:\n        rest(1)",
}
OTHER = "import time\npause = time.sleep\ndef again():\n    return again\n"


@pytest.mark.parametrize("form", FORMS)
def test_every_call_that_means_a_thing_is_among_those_spelled_like_it(form: str) -> None:
    project = project_of({"app.py": FORMS[form], "other.py": OTHER})
    meant = [
        call.path
        for call in project.files["app.py"].calls
        if project.resolve("app.py", call.path).name == "time.sleep"
    ]
    called = project.spellings.calls(frozenset({"sleep"})).get("app.py", [])
    assert meant
    assert set(meant) <= {call.path for call in called}


def test_what_is_spelled_otherwise_is_left_out() -> None:
    text = "import time\nrest = time.sleep\ndef f():\n    rest(1)\n    time.time()\n    other.monotonic()\n"
    project = project_of({"app.py": text})
    called = project.spellings.calls(frozenset({"sleep"}))
    assert [call.line for call in called["app.py"]] == [4]


def test_calls_keep_the_order_of_the_facts() -> None:
    text = "import time\nrest = time.sleep\ndef f():\n    time.sleep(rest(time.sleep(1)))\n"
    project = project_of({"app.py": text})
    facts = project.files["app.py"].calls
    assert project.spellings.calls(frozenset({"sleep"}))["app.py"] == list(facts)


def test_a_function_that_gives_itself_back_is_asked_for_a_few_times() -> None:
    names = project_of({"other.py": OTHER}).spellings.of(frozenset({"again"}))
    assert {"again", "again()"} <= names
    assert max(name.count("()") for name in names) < 5


def test_spelled() -> None:
    paths = {"time.sleep": "sleep", "a.b()": "b()", "a.b(x.y)()": "b()()", "a.b[].c": "c", "a.b*[]!": "b"}
    assert {path: spelled(path) for path in [*paths, "", "?"]} == paths | {"": "", "?": "?"}
