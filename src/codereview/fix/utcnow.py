"""MNT003: ``datetime.utcnow`` and ``datetime.utcfromtimestamp``.

Both return naive values, so replacing them by the aware ``datetime.now(timezone.utc)`` changes what the
program computes with. Which form is shown is decided by what the text proves about the value:

* Nobody can tell the difference (``.year``, ``.date()``, ``.strftime("%Y")``, ``.replace(tzinfo=...)``,
  ``pytz.utc.localize(...)``): the aware form, safe. A ``replace`` that only attached UTC goes away.
* Somebody can tell and would break: the value is compared or subtracted (what it meets today must be naive,
  or the code would raise already), written as text (an offset would appear), or it is the default of a
  database column without a time zone. There the edit keeps the value,
  ``datetime.now(timezone.utc).replace(tzinfo=None)``: safe.
* The text does not tell, and no other such value of the file is compared or subtracted: the aware form, which
  the documentation recommends, marked unsafe.

From Python 3.11 on the constant is ``datetime.UTC``, unless the file already imports ``timezone``. An
uncalled reference becomes a lambda, except where a lambda would fail: in a class body it would be bound as a
method, and Django cannot serialise it into a migration.
"""

from __future__ import annotations

import ast
import re

import libcst as cst

from codereview.fix.awareness import PATHS, Plan, plan_of, plan_uncalled
from codereview.fix.base import Context, Edit, Edited, Python, Refusal, Rewrite, Source, Target
from codereview.fix.imports import Imports
from codereview.fix.names import Names, names_of

_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def apply(source: Source, targets: tuple[Target, ...], python: Python, context: Context) -> Edited:
    """Replace each target; safe only if all of them are."""
    names = names_of(source)
    rewrite = Rewrite(source)
    imports = Imports(source, names, rewrite)
    plans: list[Plan] = []
    for target in targets:
        node = _reference(source, names, target)
        plans.append(_one(source, names, imports, node, python))
    risky = [plan.reason for plan in plans if not plan.safe]
    reasons = risky or [plan.reason for plan in plans]
    return Edited(rewrite.text(), "unsafe" if risky else "safe", "; ".join(dict.fromkeys(reasons)))


def _reference(source: Source, names: Names, target: Target) -> ast.Attribute:
    """The ``...utcnow`` attribute that a finding is about: at its start, or else the one inside its span."""
    found = [n for n in source.find(target, ast.Attribute) if names.resolve(n) in PATHS]
    if found:
        return found[0]
    inside = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and (target.line, target.column) <= (node.lineno, node.col_offset + 1)
        and (node.end_lineno or 0, (node.end_col_offset or 0) + 1) <= (target.end_line, target.end_column)
        and names.resolve(node) in PATHS
    ]
    if len(inside) != 1:
        raise Refusal("no import in this file tells what this name is")
    return inside[0]


def _one(source: Source, names: Names, imports: Imports, node: ast.Attribute, python: Python) -> Plan:
    method = PATHS[names.resolve(node)]
    call = source.parents[node]
    rewrite = imports.rewrite
    if not (isinstance(call, ast.Call) and call.func is node):
        if method != "now":
            raise Refusal("a reference that is not called takes an argument that is not seen here")
        plan = plan_uncalled(source, names, node)
        zone = _zone(source, names, imports, node, python)
        made = cst.parse_expression(f"lambda: {_plain(source, node.value)}.now({zone}){_strip(plan)}")
        rewrite.change(source.concrete(node, cst.Attribute), lambda old: made)
        return plan
    plan = plan_of(source, names, call)
    zone = _text(source, plan.zone) if plan.zone else _zone(source, names, imports, node, python)
    inner = source.concrete(call, cst.Call)
    rewrite.change(inner, lambda old: _called(old, method, zone, plan))
    if plan.drop is not None:
        _drop(source, rewrite, plan.drop)
    return plan


def _strip(plan: Plan) -> str:
    return ".replace(tzinfo=None)" if plan.naive else ""


def _called(old: cst.Call, method: str, zone: str, plan: Plan) -> cst.BaseExpression:
    func = cst.ensure_type(old.func, cst.Attribute).with_changes(attr=cst.Name(method))
    tz = cst.Arg(cst.parse_expression(zone))
    if method == "fromtimestamp":
        if len(old.args) != 1 or old.args[0].star:
            raise Refusal("the arguments of utcfromtimestamp are not one plain value")
        tz = cst.Arg(
            tz.value,
            keyword=cst.Name("tz"),
            equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        )
        stamp = old.args[0]
        if isinstance(stamp.comma, cst.Comma):
            raise Refusal("the argument of utcfromtimestamp ends with a comma")
        args = [stamp.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT, comma=_COMMA), tz]
    else:
        if old.args:
            raise Refusal("utcnow takes no arguments")
        if _has_comment(old.whitespace_before_args):
            raise Refusal("a comment stands between the brackets")
        old = old.with_changes(whitespace_before_args=cst.SimpleWhitespace(""))
        args = [tz]
    new = old.with_changes(func=func, args=args)
    if not plan.naive:
        return new
    bare = new.with_changes(lpar=[], rpar=[])
    replace = cst.ensure_type(cst.parse_expression("x.replace(tzinfo=None)"), cst.Call)
    return replace.with_changes(
        func=cst.Attribute(value=bare, attr=cst.Name("replace")), lpar=new.lpar, rpar=new.rpar
    )


def _drop(source: Source, rewrite: Rewrite, outer: ast.Call) -> None:
    """Put the datetime itself in the place of the call that only attached its zone."""
    node = source.concrete(outer, cst.Call)

    def inner(old: cst.Call) -> cst.BaseExpression:
        kept = old.func.value if outer.keywords and isinstance(old.func, cst.Attribute) else old.args[0].value
        return kept.with_changes(lpar=[*old.lpar, *kept.lpar], rpar=[*kept.rpar, *old.rpar])

    if _has_comment(node):
        raise Refusal("the call to be dropped holds a comment")
    rewrite.change(node, inner)


def _has_comment(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Comment) or any(_has_comment(child) for child in node.children)


def _text(source: Source, node: ast.expr) -> str:
    return ast.get_source_segment(source.text, node) or ast.unparse(node)


def _plain(source: Source, node: ast.expr) -> str:
    text = ast.unparse(node)
    if not re.fullmatch(r"[\w.]+", text):
        raise Refusal("the class is not named plainly")
    return text


def _zone(source: Source, names: Names, imports: Imports, node: ast.Attribute, python: Python) -> str:
    """How UTC is written here, with an import if need be."""
    modern = python >= (3, 11)
    there = names.spelling("datetime.timezone", node)
    direct = names.spelling("datetime.UTC", node) if modern else ""
    if isinstance(node.value, ast.Attribute):
        return _plain(source, node.value.value) + (".UTC" if modern else ".timezone.utc")
    if direct or there:
        return direct if direct and (not there or there.count(".") >= direct.count(".")) else there + ".utc"
    binding = names.binding(node.value.id, node) if isinstance(node.value, ast.Name) else None
    beside = binding.node if binding and isinstance(binding.node, ast.ImportFrom) else None
    if modern:
        return imports.member("datetime", "UTC", node, alias="DT_UTC", beside=beside)
    return imports.member("datetime", "timezone", node, alias="dt_timezone", beside=beside) + ".utc"


EDIT = Edit("MNT003", apply)
