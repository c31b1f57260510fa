"""What the message on a large class says of the methods that it does not count."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview_rules.architecture.large_class import LargeClass

BODY = "".join(f"        x{i} = rows[{i}]\n" for i in range(9))


def told(names: list[str]) -> str:
    methods = "".join(f"    def {name}(self, rows):\n{BODY}        return rows\n\n" for name in names)
    (finding,) = examine({"app.py": f"class Shop:\n{methods}"}, [LargeClass()])
    return finding.message


def test_methods_of_a_dispatcher_stand_beside_those_that_count() -> None:
    plain = [f"step_{i}" for i in range(60)]
    assert "in 60 methods, 60 of them public; " in told(plain)
    assert "in 60 methods, 60 of them public (beside 2 that a dispatcher calls by name); " in told(
        [*plain, "visit_Name", "visit_Call"]
    )
