"""What to write instead: the batch or eager-loading call that fits."""

from __future__ import annotations

from codereview_rules.performance._queries.verdicts import Event

_FITS = {
    "django": "fetch all in one query before the loop, `{what}.objects.filter(pk__in=ids)` or "
        "`in_bulk(ids)`, and look them up in a dict",
    "select_related": "add `.select_related(\"{how}\")` to the query{at}",
    "prefetch": "add `.prefetch_related(\"{relation}\")` to the query{at}, and use `.all()` on it or "
        "`annotate(Count(...))`",
    "group": "count all in one grouped query before the loop, `values(key).annotate(n=Count(\"pk\"))`, and "
        "look them up in a dict",
    "bulk_create": "collect the objects and call `{what}.objects.bulk_create(objects)` once",
    "bulk_update": "collect the objects and call `bulk_update(objects, fields)` once, or one "
        "`filter(...).update(...)`",
    "bulk_delete": "delete them with one `filter(pk__in=ids).delete()`",
    "m2m": "collect the rows of the through table and `bulk_create` them once",
    "sa_in": "fetch all in one query before the loop, `select({what}).where({what}.id.in_(ids))`, and look "
        "them up in a dict",
    "sa_bulk": "run one statement with a list of parameters, or `session.add_all(objects)`",
    "sa_refresh": "load what is needed with the query itself, or refresh once after one `flush()` with a "
        "select over all ids",
    "sa_eager": "add `.options(selectinload({model}.{how}))` to the query{at}",
    "sql": "run one query for all items before the loop, `... WHERE id IN (...)` or `= ANY(...)`, and look "
        "the rows up in a dict",
    "executemany": "collect the parameters and call `executemany` once",
    "mongo": "fetch all in one query before the loop, `find({{\"_id\": {{\"$in\": ids}}}})`, and look them "
        "up in a dict",
    "mongo_write": "collect the operations and call `insert_many` or `bulk_write` once",
    "redis": "ask for all keys at once with `mget`, or send the commands through one `pipeline()`",
    "elastic": "use `mget`, `msearch` or the bulk helpers once for all items",
    "dynamo": "use `batch_get_item` or `batch_writer()` once for all items",
    "prisma": "fetch all with one `find_many(where={{\"id\": {{\"in\": ids}}}})` before the loop",
    "supabase": "fetch all with one `.in_(\"id\", ids)` before the loop",
    "firestore": "fetch all with one `get_all(references)`, or write through one batch",
    "active_in": "fetch all in one query before the loop, by a filter for many ids, and look them up in a "
        "dict",
    "active_bulk": "collect the objects and write them with one bulk call",
    "active_fetch": "load the relation with the query that the loop runs over, by its prefetch or join",
}  # fmt: skip


def advise(event: Event, query_line: int = 0, model: str = "", relation: str = "") -> str:
    """The advice for an event.

    Args:
        event: the query.
        query_line: line of the query that the loop runs over, 0 if it is not known.
        model: name of the model whose relation is read.
        relation: name of the relation, for prefetching.
    """
    at = f" at line {query_line}" if query_line else " that the loop runs over"
    what = event.what if event.what[:1].isupper() else "Model"
    return _FITS[event.advice].format(
        what=what,
        how=event.how,
        at=at,
        model=model or "Model",
        relation=event.relation or relation or event.what,
    )
