"""OPS001: taking the call out of the module's top level."""

from __future__ import annotations

import pytest
from fix_fakes import findings_of, fixed, only

from codereview.fix.base import Context
from codereview.fix.verify import Refused, propose
from codereview.model import Fix

EDITS = [
    (
        ("import logging\n\nlogging.basicConfig(level=1)\n\nlog = logging.getLogger()\n"),
        ("import logging\n\nlog = logging.getLogger()\n"),
    ),
    ("import logging\nlogging.basicConfig()\nx = 1\n", "import logging\nx = 1\n"),
    (
        ("import logging\nlogging.basicConfig()\n\n\ndef f():\n    pass\n"),
        ("import logging\n\n\ndef f():\n    pass\n"),
    ),
    ("import logging\n\n# How we log.\nlogging.basicConfig()\n\nx = 1\n", "import logging\n\nx = 1\n"),
    (
        ("import logging\n\n# Setting up.\nlogging.basicConfig()\nx = 1\n"),
        ("import logging\n\n# Setting up.\nx = 1\n"),
    ),
    (
        ("from logging import basicConfig\nx = 1\nbasicConfig()\n# The end.\n"),
        ("from logging import basicConfig\nx = 1\n# The end.\n"),
    ),
    (
        (
            "import logging\n\n"
            "# How.\n"
            "logging.basicConfig(\n"
            "    level=1,  # all\n"
            ")\n\n"
            "x = 1\n\n"
            "if __name__ == '__main__':\n"
            "    f()\n"
        ),
        (
            "import logging\n\n"
            "x = 1\n\n"
            "if __name__ == '__main__':\n"
            "    # How.\n"
            "    logging.basicConfig(\n"
            "        level=1,  # all\n"
            "    )\n"
            "    f()\n"
        ),
    ),
    (
        ('import logging\nlogging.basicConfig()\nx = 1\nif __name__ == "__main__": f()  # run\n'),
        ('import logging\nx = 1\nif __name__ == "__main__":\n    logging.basicConfig()\n    f()  # run\n'),
    ),
    (
        (
            "import logging\n"
            "logging.basicConfig()\n"
            "if __name__ == '__main__':\n"
            "    logging.basicConfig(level=2)\n"
        ),
        ("import logging\nif __name__ == '__main__':\n    logging.basicConfig(level=2)\n"),
    ),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_the_call_goes_or_moves(before: str, after: str) -> None:
    answer = only(before, "OPS001")
    assert isinstance(answer, Fix)
    assert answer.safety == "unsafe"
    assert fixed(before, "OPS001") == after


REFUSED = [
    ("import logging\ndef f():\n    logging.basicConfig()\n", "top level"),
    ("import logging\nif x:\n    logging.basicConfig()\n", "top level"),
    ("import logging\nx = logging.basicConfig()\n", "larger expression"),
    ("import logging\nlogging.basicConfig(); x = 1\n", "same line"),
    ("import logging\nlogging.basicConfig(level=(y := 2))\n", "bind"),
    ("import logging\nlogging.basicConfig()\nlogging.getLogger().handlers.clear()\n", "handlers"),
    ("from ours import logging\nlogging.basicConfig()\n", "no call"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_it_declines_with_a_reason(text: str, reason: str) -> None:
    answer = only(text, "OPS001")
    assert isinstance(answer, Refused)
    assert reason in answer.reason


def test_an_entry_point_may_configure() -> None:
    text = "import logging\nlogging.basicConfig()\n"
    found = findings_of("app.py", text)
    context = Context("app.py", entry_point=True)
    answers = propose("app.py", text, found, python=(3, 10), findings_of=findings_of, context=context)
    assert isinstance(answers[0], Refused)


def test_a_leftover_import_is_said() -> None:
    alone = only("import logging\nlogging.basicConfig()\n", "OPS001")
    used = only("import logging\nlogging.basicConfig()\nlog = logging.getLogger()\n", "OPS001")
    assert "is left" in alone.reason
    assert "is left" not in used.reason
