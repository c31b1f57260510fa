"""What to write instead: the batch or eager-loading call that fits the library and the query."""

from __future__ import annotations

from codereview_rules.performance._queries.asked import Asked
from codereview_rules.performance._queries.verdicts import Event

_FITS = {
    "django": "fetch all in one query before it, `{what}.objects.filter({key}__in={keys})`{bulk}",
    "django_exists": "ask once before it which of them have some, "
    "`{what}.objects.filter({key}__in={keys}).values_list(\"{key}\", flat=True).distinct()`",
    "django_or_create": "fetch the existing ones in one query before it and `bulk_create` the others",
    "or_create": "fetch the existing ones in one query before it, and write the others together",
    "same": "run it once before the loop, since it does not depend on the item",
    "rows": "fetch the rows of all items with one query before the loop",
    "load": "ask once before the loop for what all rounds need",
    "write": "collect what is written, and write it together after the loop",
    "reread": "write for all items together, and read what is needed of them once",
    "after": "write for all items first, and ask once for what is read of it",
    "own_save": "write them together where what `{what}.save()` does besides can be done apart",
    "own_delete": "delete them together where what `{what}.delete()` does besides can be done apart",
    "select_related": "add `.select_related(\"{how}\")` to the query that it runs over",
    "key": "read `{how}_id`, which its rows have without a query",
    "prefetch": "add `.prefetch_related(\"{relation}\")` to the query that it runs over, and use `.all()`",
    "prefetch_object": "load them with `Prefetch(\"{relation}\", queryset=...)` in the query it runs over",
    "generic": "add `.prefetch_related(\"{how}\")` to the query that it runs over",
    "annotate": "annotate the query that it runs over with `Count(\"{counts}\")`",
    "annotate_sum": "annotate the query that it runs over with what it adds up of `{counts}`, such as `Sum(...)`",
    "annotate_exists": "annotate the query that it runs over with `Exists(...)`",
    "group": "count in one query before it, `values(\"{key}\").annotate(n=Count(\"pk\"))`",
    "count": "count for all in one query before it, `values(...).annotate(...)`",
    "aggregate": "aggregate in one query before it, grouped with `values(...).annotate(...)`",
    "bulk_create": "collect the objects and call `{what}.objects.bulk_create(objects)` once",
    "bulk_new": "collect the objects and call `{what}.objects.bulk_create(objects, ignore_conflicts=True)` once",
    "bulk_write": "write the new ones with one `bulk_create(objects)`, the others with one `bulk_update`",
    "bulk_upsert": "collect the objects and call `bulk_create(objects, update_conflicts=True, ...)` once",
    "bulk_update": "collect the objects and call `bulk_update(objects, fields)` once",
    "filter_update": "run one `filter({key}__in={keys}).update(...)`, or `bulk_update(objects, fields)`",
    "bulk_delete": "delete all with one `filter({key}__in={keys}).delete()`",
    "m2m": "collect the rows of the through table and `bulk_create` them once",
    "m2m_less": "delete the rows of the through table with one query",
    "m2m_many": "collect the objects and call `{how}(*objects)` once",
    "sa_in": "fetch all in one query before it, `select({what}).where({what}.{key}.in_({keys}))`",
    "sa_top": "rank the rows of all in one query before it, "
    "`func.row_number().over(partition_by={what}.{key}, order_by=...)`, and keep the first of each",
    "django_top": "rank the rows of all in one query before it with `Window(RowNumber(), partition_by=...)`, or "
    "annotate what is needed of the first row of each with `Subquery(...)`",
    "narrowed": "see whether a join or a subquery can say what the rows of each round are narrowed by",
    "built": "see whether one query can answer for all rounds, by the conditions of each",
    "by_model": "gather the keys of each model, and fetch its rows with one query for each model",
    "sa_group": "count in one query before it, `select({what}.{key}, func.count()).group_by({what}.{key})`",
    "sa_aggregate": "aggregate in one query before it, with `group_by({what}.{key})`",
    "sa_bulk": "run one statement with a list of parameters, or `session.add_all(objects)`",
    "sa_update": "run one `update({what}).where({what}.{key}.in_({keys}))`, or one with a list of parameters",
    "sa_delete": "delete all with one `delete({what}).where({what}.{key}.in_({keys}))`",
    "sa_merge": "load the rows with one query before it, which it then finds in the session, or give it `load=False`",
    "sa_commit": "commit once after the loop",
    "sa_refresh": "write all first, and read them again with one `select` after the loop",
    "sa_refresh_eager": "load these attributes with the query that it runs over, by `selectinload`",
    "sa_eager": "add `.options(selectinload({model}.{how}))` to the query that it runs over",
    "walk": "load the whole chain with one query before it, or keep the tree in memory",
    "sql": "ask for all of them with one statement before it, by `IN`, `VALUES` or a join",
    "sa_text": "run one statement for all, by `IN` or a join if it reads, with a list of parameters if it writes",
    "statement": "run one statement for all of them, by `IN` or a join if it reads, by `executemany` if it writes",
    "returning": "write them with one statement of many rows, and read what it returns",
    "executemany": "collect the parameters and call `executemany` once",
    "psycopg2": "collect the parameters and call `execute_values` of `psycopg2.extras` once",
    "mongo": "fetch all in one query before it, `find` with `{{\"$in\": [...]}}`",
    "mongo_group": "count in one query before it, `aggregate` with `$group`",
    "mongo_insert": "collect the documents and call `insert_many` once",
    "mongo_write": "collect the operations and call `bulk_write` once",
    "redis": "ask for all keys at once with `mget`",
    "redis_pipeline": "send the commands through one `pipeline()`",
    "elastic": "use `mget` or `msearch` once for all",
    "elastic_write": "write all of them with the bulk helpers once",
    "dynamo": "use `batch_get_item` once for all",
    "dynamo_write": "write through one `batch_writer()`",
    "prisma": "fetch all before it with one `find_many(where={{\"id\": {{\"in\": ids}}}})`",
    "supabase": "fetch all before it with one `.in_(\"id\", ids)`",
    "firestore": "fetch all with one `get_all(references)`",
    "firestore_write": "write through one `batch()`",
    "active_in": "fetch all in one query before it, by a filter for many keys",
    "active_bulk": "collect the objects and write them with one bulk call",
    "active_fetch": "load the relation with the query that it runs over, by its prefetch or join",
}  # fmt: skip

_UNCLEAR = {
    "django": _FITS["rows"],
    "django_exists": "ask once before it which of them have some, by `values_list(...).distinct()`",
    "group": "count for all in one query before it, `values(...).annotate(...)`",
    "filter_update": "run one `filter(...).update(...)`, or `bulk_update(objects, fields)`",
    "bulk_delete": "delete all with one `filter(...).delete()`",
    "sa_in": _FITS["rows"],
    "sa_top": "rank the rows of all in one query before it, by `row_number()` over a window, and keep the first "
    "of each",
    "sa_group": "count for all in one query before it, by `group_by`",
    "sa_aggregate": "aggregate for all in one query before it, by `group_by`",
    "sa_update": "run one `update` for all of them, or one with a list of parameters",
    "sa_delete": "delete all of them with one `delete`",
    "active_in": _FITS["rows"],
}
"""Where neither the model nor the column tells which query would fit."""

_SURE_ANYWHERE = frozenset(
    {"same", "built", "reread", "after", "or_create", "django_or_create", "bulk_upsert", "sa_commit", "redis"}
)
"""Advice that holds for a query in a helper, whatever that helper is given."""

_BY_KEY = frozenset({"django", "django_exists", "group", "filter_update", "bulk_delete", "sa_in", "sa_group",
                     "sa_aggregate", "sa_update", "sa_delete"})  # fmt: skip
"""Advice that spells a query by its key: what else narrows it has to stay."""
_BY_RELATION = frozenset({"annotate", "annotate_sum"})
_OF_TOP = frozenset({"sa_in", "django", "prefetch"})
_COUNTS = frozenset({"count", "acount", "aggregate", "aaggregate", "count_documents"})
_MODEL_AT_END = frozenset({"row", "read", "write", "document"})


def advise(event: Event, asked: Asked | None = None, model: str = "", proven: bool = True) -> str:
    """The advice for an event.

    Args:
        event: the query.
        asked: which rows of what it asks for, as far as that is known.
        model: name of the model whose relation is read.
        proven: whether the item of the loop is what the query asks by; if not, only what holds of any query
            is said.
    """
    asked = asked or Asked()
    what = named(event, asked)
    key = asked.key or ("id" if event.advice.startswith("sa_") else "pk")
    relation = event.relation or event.what
    fitting = _fitting(event, asked)
    if fitting == "select_related" and event.load is not None and event.load.relation.apart:
        fitting = "load"
    if not proven and fitting not in _SURE_ANYWHERE:
        fitting = "write" if event.kind == "write" else "load"
    unnamed = fitting.startswith("sa_") and not what[:1].isupper()
    unnamed = unnamed or (fitting in ("django", "django_exists") and bool(event.relation))  # of one row only
    text = _UNCLEAR.get(fitting, _FITS[fitting]) if asked.unclear or unnamed else _FITS[fitting]
    if fitting in _BY_KEY and not asked.unclear and asked.conditions > 1:
        text += ", with its other conditions"
    if fitting in _BY_RELATION and asked.conditions:
        text += ", with the condition of it as `filter=Q(...)`"
    return text.format(
        what=what if what[:1].isupper() else "Model",
        how=_joined(event),
        model=model or "Model",
        key=key,
        keys=_many(key),
        bulk=" or `in_bulk(ids)`" if key == "pk" else "",
        relation=relation,
        counts=relation.removesuffix("_set"),
    )


def _joined(event: Event) -> str:
    """The relation as the loop's rows see it: ``author__publisher`` where ``author`` was followed first."""
    before = event.load.row.relation if event.load is not None else None
    single = before is not None and not before.many and before.lib == "django"
    chain = event.relation if event.load is not None and event.relation else event.how
    return f"{before.name}__{chain}" if before is not None and single else chain


def named(event: Event, asked: Asked) -> str:
    """What is queried: the model, else ``the database`` or ``a document``."""
    if event.what not in _MODEL_AT_END:
        return event.what
    if asked.model:
        return asked.model
    return "a collection" if event.what == "document" else "the database"


def told(event: Event, asked: Asked, can: bool = False) -> str:
    """What a query does, as a verb and its object; ``can`` where it runs under a condition."""
    what = named(event, asked)
    if event.kind == "write":
        to = "to " if what in ("the database", "a collection") else ""
        return f"{'can write' if can else 'writes'} {to}{what}"
    if event.kind == "run":
        return f"{'can run' if can else 'runs'} a statement on {what}"
    if event.kind == "lookup":
        return f"{'can ask' if can else 'asks'} {what}"
    return f"{'can query' if can else 'queries'} {what}"


def _many(key: str) -> str:
    if key in ("pk", "id"):
        return "ids"
    return "keys" if key.endswith(("s", "y")) else f"{key}s"


def _fitting(event: Event, asked: Asked) -> str:
    """The advice's refinement by the method that runs the query."""
    advice, how = event.advice, event.how
    if asked.top and event.kind == "read" and advice in _OF_TOP:
        return "sa_top" if advice == "sa_in" else "django_top"
    if advice == "sa_in" and (asked.counted or how == "count"):
        return "sa_aggregate" if asked.adds else "sa_group"
    if advice == "group" and not asked.key:
        return "aggregate" if how in ("aggregate", "aaggregate") else "count"
    if advice == "m2m" and how in ("remove", "clear"):
        return "m2m_less"
    if advice == "django" and how in ("exists", "aexists"):
        return "django_exists"
    if how in ("get_or_create", "aget_or_create"):
        return "django_or_create" if advice == "django" else "or_create"
    if advice == "bulk_update" and how in ("update_or_create", "aupdate_or_create"):
        return "bulk_upsert"
    if advice == "bulk_update" and how in ("update", "aupdate"):
        return "filter_update"
    if advice == "group" and how in ("aggregate", "aaggregate"):
        return "aggregate"
    if advice == "mongo":
        return (
            "mongo_group" if how in _COUNTS else "mongo_write" if how.startswith("find_one_and") else advice
        )
    if advice == "mongo_write" and how == "insert_one":
        return "mongo_insert"
    if advice == "redis" and how != "get":
        return "redis_pipeline"
    if advice == "dynamo":
        return "dynamo_write" if event.kind == "write" else advice
    if advice == "firestore" and event.kind == "write":
        return "firestore_write"
    if advice == "prefetch" and event.load is None:
        if how in _COUNTS:
            return "annotate_sum" if how in ("aggregate", "aaggregate") else "annotate"
        if how in ("exists", "aexists"):
            return "annotate_exists"
        return advice if how in ("all", event.relation, "") else "prefetch_object"
    return advice
