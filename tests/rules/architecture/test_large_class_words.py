"""What the message on a large class counts: what whoever reads the class counts."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview_rules.architecture.large_class import LargeClass

BODY = "".join(f"        x{i} = rows[{i}]\n" for i in range(9))


def told(names: list[str]) -> str:
    methods = "".join(f"    def {name}(self, rows):\n{BODY}        return rows\n\n" for name in names)
    (finding,) = examine({"app.py": f"class Shop:\n{methods}"}, [LargeClass()])
    return finding.message


def test_methods_of_a_dispatcher_are_told_with_the_others() -> None:
    plain = [f"step_{i}" for i in range(60)]
    assert "has 600 statements in 60 methods, 60 of them public; " in told(plain)
    assert "has 620 statements in 62 methods, 62 of them public; " in told(
        [*plain, "visit_Name", "visit_Call"]
    )


def test_methods_of_one_name_are_each_counted() -> None:
    assert "has 620 statements in 62 methods, 62 of them public; " in told(
        [*(f"step_{i}" for i in range(60)), "step_1", "step_2"]
    )
