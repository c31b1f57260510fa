"""Whether what can be read from the files speaks against a release: gates, conditions, verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codereview.model import Finding, Outcome, Severity
from codereview.model_review import Condition, Evidence, Importance, Readiness, ReadinessGate, Status, Verdict
from codereview.review.gates import GATES, GateCard
from codereview.review.material import SERIOUS, Material, counts, places

_GAVE_RESULT = ("found", "clean")
_STARTS = 3
NO_TESTS = "tests"
"""The gate that a project without any test does not pass, whatever its rules say."""
ACCESS = "access"
"""The gate that the table of routes can speak against, since its rules compare routes with their siblings."""
OF_ROUTES = (ACCESS, "health")
"""Gates that cannot be judged without routes."""


def readiness(material: Material, cards: Sequence[GateCard] = GATES) -> Readiness:
    """The gates in their order, what they ask for, and the verdict.

    *blocked*: a gate that must hold has a critical or high finding of at least medium confidence, in production code
    that is not known to be started by nothing. *conditional*: some gate asks for something. *no blockers found*: none
    does. What was not assessed is never ready; without any judged gate there is no verdict.
    """
    gates = tuple(_gate(material, card) for card in cards)
    conditions = tuple(_conditions(cards, gates))
    verdict, because = _verdict(gates, len(conditions))
    open_gates = sum(gate.status == "not assessed" for gate in gates)
    if open_gates and verdict != "not assessed":
        because += f"; {open_gates} could not be judged"
    return Readiness(verdict=verdict, because=because + ".", gates=gates, conditions=conditions)


def _verdict(gates: Sequence[ReadinessGate], conditions: int) -> tuple[Verdict, str]:
    judged = sum(gate.status in ("ready", "attention", "not ready") for gate in gates)
    blocked = [gate for gate in gates if gate.status == "not ready"]
    if blocked:
        named = ", ".join(gate.title[0].lower() + gate.title[1:] for gate in blocked[:3])
        more = f" and {len(blocked) - 3} more" if len(blocked) > 3 else ""
        does = "does" if len(blocked) == 1 else "do"
        return "blocked", f"{len(blocked)} of {judged} gates {does} not hold: {named}{more}"
    if not judged:
        return "not assessed", "no gate could be judged"
    if conditions:
        said = f"no gate is broken by a critical or high finding; {conditions} of {judged} ask for something"
        return "conditional", said
    return "no blockers found", f"all {judged} gates that could be judged hold"


def _gate(material: Material, card: GateCard) -> ReadinessGate:
    def made(status: Status, because: str, evidence: tuple[Evidence, ...] = ()) -> ReadinessGate:
        return ReadinessGate(
            id=card.id, title=card.title, status=status, importance=card.importance, because=because, rules=rules,
            evidence=evidence,
        )  # fmt: skip

    rules = tuple(rule for rule in card.rules if rule in material.outcomes)
    if card.kinds and not material.is_a(*card.kinds):
        return made("not applicable", f"this is asked of {_kinds(card.kinds)} only")
    if card.id == NO_TESTS and material.tested is None:
        return made("attention", "no test was found that a runner collects")
    asked = [material.outcomes[rule] for rule in rules]
    gave = [outcome.rule for outcome in asked if outcome.outcome in _GAVE_RESULT]
    missing = [rule for rule in card.needed if rule not in gave]
    found = [
        item
        for item in material.of(gave)
        if item.severity is not Severity.INFO or card.importance != "mandatory"
    ]
    weighty = [item for item in found if counts(item)]
    if card.blocks and any(item.severity in SERIOUS for item in weighty):
        worst = [item for item in weighty if item.severity in SERIOUS]
        return made("not ready", _said(worst), places(worst))
    if not gave or (missing and not weighty):
        status, because = _unjudged(card, asked, missing)
        if card.id in OF_ROUTES and status == "not applicable" and _routeless(material):
            status = "not assessed"
        return made(status, because)
    if weighty:
        return made("attention", _said(weighty), places(weighty))
    if card.id == ACCESS and (seen := _of_routes(material)) is not None:
        return made(*seen)
    return made("ready", _ready(card, asked, gave) + _besides(found), _ready_evidence(material, card))


def _routeless(material: Material) -> bool:
    """Whether it is a service of which no route is understood: it answers something, so that what is asked of routes
    is asked of it."""
    built = material.architecture
    return material.is_a("web service") and (built is None or not built.routes.total)


def _of_routes(material: Material) -> tuple[Status, str, tuple[Evidence, ...]] | None:
    """What the routes say where no rule has found anything; None where some are known to ask who is calling."""
    routes = material.architecture.routes if material.architecture else None
    if routes is None or routes.known:
        return None
    number = f"{routes.total} routes" if routes.total > 1 else "1 route"
    if routes.open_changing:
        opened = [item for item in routes.listed if item.protection == "none" and item.changes][:_STARTS]
        said = (
            f"of {number}, none is known to ask who is calling; {routes.open_changing} of them"
            f" {'takes' if routes.open_changing == 1 else 'take'} POST, PUT, PATCH or DELETE with nothing before it"
        )
        return "attention", said, tuple(Evidence(path=r.path, line=r.line, said="route") for r in opened)
    if not routes.none:
        return "not assessed", f"of {number} it cannot be told whether anything asks who is calling", ()
    return None


def _unjudged(card: GateCard, asked: Sequence[Outcome], missing: Sequence[str]) -> tuple[Status, str]:
    relevant = [item for item in asked if not missing or item.rule in missing]
    reasons = list(dict.fromkeys(item.reason for item in relevant if item.reason))
    if relevant and all(item.outcome == "not applicable" for item in relevant):
        return "not applicable", reasons[0] if reasons else "the rules do not apply here"
    return "not assessed", reasons[0] if reasons else f"{', '.join(missing or card.rules)} did not run"


def _ready(card: GateCard, asked: Sequence[Outcome], gave: Sequence[str]) -> str:
    """What is good: the clauses of which a rule looked and found nothing, and no rule was kept from looking."""
    outcome = {item.rule: item.outcome for item in asked}
    said = []
    for rules, clause in card.ready:
        seen = {outcome.get(rule, "not applicable") for rule in rules.split()}
        if "clean" in seen and seen <= {"clean", "not applicable"}:
            said.append(clause)
    light = [item.rule for item in asked if item.outcome == "found"]
    silent = [item.rule for item in asked if item.outcome == "not assessed"]
    if light or not said:
        said.append(f"nothing that weighs is open by {', '.join(light or gave)}")
    missing = f"; {', '.join(silent)} gave no result" if silent else ""
    return (" and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]) + missing


def _said(items: Sequence[Finding]) -> str:
    by_rule: dict[str, list[Finding]] = {}
    for item in items:
        by_rule.setdefault(item.rule, []).append(item)
    parts = [
        f"{group[0].title} ({rule}{f', {len(group)} places' if len(group) > 1 else ''})"
        for rule, group in by_rule.items()
    ]
    more = f" and {len(parts) - 3} more kinds" if len(parts) > 3 else ""
    return "; ".join(parts[:3]) + more


def _besides(found: Sequence[Finding]) -> str:
    if not found:
        return ""
    what = "finding does" if len(found) == 1 else "findings do"
    return f"; {len(found)} {what} not weigh (unsure, never started, or outside of production)"


def _kinds(kinds: Iterable[str]) -> str:
    names = [f"a {kind}" for kind in kinds]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _ready_evidence(material: Material, card: GateCard) -> tuple[Evidence, ...]:
    built = material.architecture
    if card.id != "starts" or built is None:
        return ()
    return tuple(
        Evidence(path=start.path, line=0, said=", ".join(start.kinds)) for start in built.starts[:_STARTS]
    )


def _conditions(cards: Sequence[GateCard], gates: Sequence[ReadinessGate]) -> list[Condition]:
    found = []
    for card, gate in zip(cards, gates, strict=True):
        if gate.status in ("not ready", "attention"):
            importance: Importance = "mandatory" if gate.status == "not ready" else _eased(card.importance)
            found.append(Condition(importance=importance, gate=gate.id, text=f"{card.done}: {gate.because}"))
    order = ("mandatory", "recommended", "later")
    return sorted(found, key=lambda item: order.index(item.importance))


def _eased(importance: Importance) -> Importance:
    """What a gate asks for that holds no critical or high finding: less than what it would stop a release for."""
    return "recommended" if importance == "mandatory" else importance
