"""What to write instead: the batch or eager-loading call that fits the library and the query."""

from __future__ import annotations

from codereview_rules.performance._queries.asked import Asked
from codereview_rules.performance._queries.verdicts import Event

_FITS = {
    "django": "fetch all in one query before it, `{what}.objects.filter({key}__in={keys})`{bulk}",
    "django_or_create": "fetch the existing ones in one query before it and `bulk_create` the others",
    "select_related": "add `.select_related(\"{how}\")` to the query that it runs over",
    "prefetch": "add `.prefetch_related(\"{relation}\")` to the query that it runs over, and use `.all()`",
    "prefetch_object": "load them with `Prefetch(\"{relation}\", queryset=...)` in the query it runs over",
    "generic": "add `.prefetch_related(\"{how}\")` to the query that it runs over",
    "annotate": "annotate the query that it runs over with `Count(\"{counts}\")`",
    "annotate_exists": "annotate the query that it runs over with `Exists(...)`",
    "group": "count in one query before it, `values(\"{key}\").annotate(n=Count(\"pk\"))`",
    "aggregate": "aggregate in one query before it, grouped with `values(...).annotate(...)`",
    "bulk_create": "collect the objects and call `{what}.objects.bulk_create(objects)` once",
    "bulk_upsert": "collect the objects and call `bulk_create(objects, update_conflicts=True, ...)` once",
    "bulk_update": "collect the objects and call `bulk_update(objects, fields)` once",
    "filter_update": "run one `filter({key}__in={keys}).update(...)`, or `bulk_update(objects, fields)`",
    "bulk_delete": "delete all with one `filter({key}__in={keys}).delete()`",
    "m2m": "collect the rows of the through table and `bulk_create` them once",
    "sa_in": "fetch all in one query before it, `select({what}).where({what}.{key}.in_({keys}))`",
    "sa_group": "count in one query before it, `select({what}.{key}, func.count()).group_by({what}.{key})`",
    "sa_bulk": "run one statement with a list of parameters, or `session.add_all(objects)`",
    "sa_update": "run one `update({what}).where({what}.{key}.in_({keys}))`, or one with a list of parameters",
    "sa_delete": "delete all with one `delete({what}).where({what}.{key}.in_({keys}))`",
    "sa_commit": "commit once after the loop",
    "sa_refresh": "`flush()` once and load all with one `select`, or with the query itself",
    "sa_eager": "add `.options(selectinload({model}.{how}))` to the query that it runs over",
    "walk": "load the whole chain with one query before it, or keep the tree in memory",
    "sql": "run one query for all before it, `... WHERE id IN (...)`",
    "executemany": "collect the parameters and call `executemany` once",
    "mongo": "fetch all in one query before it, `find` with `{{\"$in\": [...]}}`",
    "mongo_group": "count in one query before it, `aggregate` with `$group`",
    "mongo_insert": "collect the documents and call `insert_many` once",
    "mongo_write": "collect the operations and call `bulk_write` once",
    "redis": "ask for all keys at once with `mget`",
    "redis_pipeline": "send the commands through one `pipeline()`",
    "elastic": "use `mget`, `msearch` or the bulk helpers once for all",
    "dynamo": "use `batch_get_item` or `batch_writer()` once for all",
    "prisma": "fetch all before it with one `find_many(where={{\"id\": {{\"in\": ids}}}})`",
    "supabase": "fetch all before it with one `.in_(\"id\", ids)`",
    "firestore": "fetch all with one `get_all(references)`",
    "firestore_write": "write through one `batch()`",
    "active_in": "fetch all in one query before it, by a filter for many ids",
    "active_bulk": "collect the objects and write them with one bulk call",
    "active_fetch": "load the relation with the query that it runs over, by its prefetch or join",
}  # fmt: skip

_UNCLEAR = {
    "django": "fetch all in one query before it, with one `filter(...__in=...)`",
    "group": 'count in one query before it, `values(...).annotate(n=Count("pk"))`',
    "filter_update": "run one `filter(...).update(...)`, or `bulk_update(objects, fields)`",
    "sa_in": "fetch all in one query before it, `select({what})` with `.in_(...)`",
    "sa_group": "count in one query before it, `select(..., func.count()).group_by(...)`",
    "sa_update": "run one `update({what})` with `.in_(...)`, or one with a list of parameters",
    "sa_delete": "delete all with one `delete({what})` with `.in_(...)`",
}

_COUNTS = frozenset({"count", "acount", "aggregate", "aaggregate", "count_documents"})
_MODEL_AT_END = frozenset({"row", "read", "write", "document"})


def advise(event: Event, asked: Asked | None = None, model: str = "") -> str:
    """The advice for an event.

    Args:
        event: the query.
        asked: which rows of what it asks for, as far as that is known.
        model: name of the model whose relation is read.
    """
    asked = asked or Asked()
    what = named(event, asked)
    key = asked.key or ("id" if event.advice.startswith("sa_") else "pk")
    relation = event.relation or event.what
    fitting = _fitting(event, asked)
    text = _UNCLEAR.get(fitting, _FITS[fitting]) if asked.unclear else _FITS[fitting]
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
    return f"{before.name}__{event.how}" if before is not None and single else event.how


def named(event: Event, asked: Asked) -> str:
    """What is queried: the model, else ``the database`` or ``a document``."""
    if event.what not in _MODEL_AT_END:
        return event.what
    if asked.model:
        return asked.model
    return "a collection" if event.what == "document" else "the database"


def told(event: Event, asked: Asked) -> str:
    """What a query does, as a verb and its object."""
    what = named(event, asked)
    if event.kind == "write":
        return f"writes {'to ' if what in ('the database', 'a collection') else ''}{what}"
    return f"asks {what}" if event.kind == "lookup" else f"queries {what}"


def _many(key: str) -> str:
    if key in ("pk", "id"):
        return "ids"
    return "keys" if key.endswith(("s", "y")) else f"{key}s"


def _fitting(event: Event, asked: Asked) -> str:
    """The advice's refinement by the method that runs the query."""
    advice, how = event.advice, event.how
    if advice == "sa_in" and (asked.counted or how == "count"):
        return "sa_group"
    if advice == "django" and how in ("get_or_create", "aget_or_create"):
        return "django_or_create"
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
    if advice == "firestore" and event.kind == "write":
        return "firestore_write"
    if advice == "prefetch" and event.load is None:
        if how in _COUNTS:
            return "annotate"
        if how in ("exists", "aexists"):
            return "annotate_exists"
        return advice if how in ("all", event.relation, "") else "prefetch_object"
    return advice
