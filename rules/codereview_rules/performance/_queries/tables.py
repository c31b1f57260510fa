"""Names of query interfaces, by library. Sources: the public API documentation of each library."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Django: methods of managers and querysets
DJANGO_READS = _words(
    "get first last exists count aggregate earliest latest in_bulk get_or_create aget afirst alast aexists "
    "acount "
    "aaggregate aearliest alatest ain_bulk aget_or_create"
)
DJANGO_WRITES = _words(
    "create update delete update_or_create acreate aupdate adelete aupdate_or_create add remove set clear"
)
DJANGO_BATCH = _words("bulk_create bulk_update abulk_create abulk_update in_bulk ain_bulk iterator aiterator")
DJANGO_LAZY = _words(
    "all filter exclude annotate alias order_by reverse distinct select_related prefetch_related extra "
    "defer only using "
    "get_page page select_for_update none union intersection difference complex_filter get_queryset active "
    "published available visible"
)
DJANGO_VALUES = _words("values values_list dates datetimes")
DJANGO_ROW = _words("get first last create earliest latest aget afirst alast acreate")
MANAGERS = _words(
    "objects _default_manager _base_manager all_objects published unfiltered_objects raw_objects "
    "admin_objects"
)
MANAGER_BASES = (
    "django.db.models.Manager",
    "django.db.models.QuerySet",
    "django.db.models.manager.",
    "django.db.models.query.",
)
FOREIGN_KEYS = _words(
    "ForeignKey OneToOneField TreeForeignKey ParentalKey TreeOneToOneField ForeignKeyField FilerImageField "
    "FilerFileField AutoOneToOneField DeferredForeignKey GenericForeignKey"
)
TO_MANY = _words(
    "ManyToManyField ParentalManyToManyField TreeManyToManyField SortedManyToManyField GenericRelation"
)

# SQLAlchemy: methods of sessions, and of the old Query
SA_SESSION = _words("execute scalar scalars get get_one exec refresh merge stream stream_scalars")
SA_QUERY_ENDS = _words(
    "all first one one_or_none scalar scalar_one count get delete update first_or_404 get_or_404 "
    "one_or_404 paginate"
)
SA_STATEMENTS = {
    "sqlalchemy.select": "read",
    "sqlalchemy.insert": "write",
    "sqlalchemy.update": "write",
    "sqlalchemy.delete": "write",
    "sqlalchemy.text": "read",
    "sqlalchemy.func": "read",
    "sqlalchemy.exists": "read",
    "sqlalchemy.dialects.postgresql.insert": "write",
    "sqlalchemy.dialects.sqlite.insert": "write",
    "sqlalchemy.dialects.mysql.insert": "write",
    "sqlalchemy.sql.expression.select": "read",
    "sqlalchemy.sql.text": "read",
    "sqlalchemy.sql.expression.text": "read",
    "sqlmodel.text": "read",
    "sqlmodel.update": "write",
    "sqlmodel.delete": "write",
    "sqlmodel.insert": "write",
}
SA_SESSIONS = (
    "sqlalchemy.orm.Session()",
    "sqlalchemy.ext.asyncio.AsyncSession()",
    "sqlalchemy.create_engine().connect()",
    "sqlalchemy.ext.asyncio.create_async_engine().connect()",
    "sqlalchemy.ext.asyncio.create_async_engine().begin()",
    "sqlalchemy.ext.asyncio.AsyncConnection()",
    "sqlalchemy.orm.scoped_session()",
    "databases.Database()",
)
SESSION_NAMES = _words(
    "session db db_session dbsession sess async_session _session _db dbs s database tx conn connection "
    "_conn sa_session "
    "db_conn orm_session sql_session transaction trans uow engine cnx"
)
RELATIONSHIPS = _words("relationship relation Relationship dynamic_loader")
EAGER_LAZY = _words("joined selectin subquery immediate noload raise raise_on_sql write_only False")

# raw cursors and connections
CURSORS = (
    "sqlite3.connect()",
    "psycopg2.connect()",
    "psycopg.connect()",
    "psycopg.AsyncConnection",
    "psycopg2.pool.",
    "asyncpg.",
    "aiosqlite.connect()",
    "pymysql.connect()",
    "MySQLdb.connect()",
    "mysql.connector.connect()",
    "aiomysql.",
    "aiopg.",
    "django.db.connection.cursor()",
    "django.db.connections[].cursor()",
    "pyodbc.connect()",
    "cx_Oracle.connect()",
    "oracledb.connect()",
    "duckdb.connect()",
    "duckdb.",
    "psycopg_pool.",
    "clickhouse_driver.",
    "snowflake.connector.connect()",
)
SQL_METHODS = _words(
    "execute fetch fetchrow fetchval fetch_all fetch_one fetch_val fetchall fetchone query query_one "
    "query_all execute_query raw "
    "execute_sql select run_query queryset read_sql read_sql_query query_db execute_fetchall "
    "exec_driver_sql fetch_row iterate sql"
)
SQL_READ_VERBS = _words("SELECT WITH SHOW")
SQL_WRITE_VERBS = _words("INSERT UPDATE DELETE REPLACE MERGE CALL EXEC")

# document stores and key-value stores
MONGO_READS = _words(
    "find_one count_documents find_one_and_update find_one_and_replace find_one_and_delete "
    "estimated_document_count"
)
MONGO_WRITES = _words("insert_one update_one delete_one replace_one")
MONGO_LAZY = _words("find aggregate distinct")
MONGO = (
    "pymongo.MongoClient()",
    "motor.motor_asyncio.",
    "pymongo.AsyncMongoClient()",
    "flask_pymongo.PyMongo()",
    "motor.motor_tornado.",
)
REDIS = (
    "redis.Redis()",
    "redis.asyncio.Redis()",
    "aioredis.",
    "flask_redis.FlaskRedis()",
    "redis.cluster.",
    "redis.asyncio.",
)
REDIS_NAMES = _words(
    "redis redis_client rdb redis_conn _redis redis_db redis_connection r_client rds cache_redis redis_cli"
)
REDIS_METHODS = _words(
    "get set setex hget hgetall hset exists delete smembers sadd sismember zscore zadd incr ttl expire "
    "lrange llen scard type "
    "hmget hincrby zrange srem zrem lpush rpush getdel hexists zcard setnx hdel"
)
ELASTIC = ("elasticsearch.", "opensearchpy.", "elasticsearch_dsl.")
ELASTIC_NAMES = _words("es es_client elasticsearch elastic opensearch es_conn elastic_client _es")
ELASTIC_METHODS = _words("get search index update delete count exists create get_source")
DYNAMO_METHODS = _words("get_item put_item update_item delete_item")
PRISMA_METHODS = _words("find_unique find_first find_many find_unique_or_raise find_first_or_raise")

# document and active-record models
ACTIVE_BASES = {
    "tortoise": ("tortoise.models.Model", "tortoise.Model"),
    "peewee": ("peewee.Model", "playhouse."),
    "beanie": ("beanie.Document", "beanie.odm.documents.Document"),
    "mongoengine": (
        "mongoengine.Document",
        "mongoengine.DynamicDocument",
        "mongoengine.document.Document",
        "mongoengine.EmbeddedDocument",
    ),
    "pony": ("pony.orm.Database().Entity",),
    "ormar": ("ormar.Model",),
    "django": (
        "django.db.models.Model",
        "django.contrib.auth.models.AbstractUser",
        "django.contrib.auth.base_user.AbstractBaseUser",
        "django.contrib.auth.models.AbstractBaseUser",
        "mptt.models.MPTTModel",
        "polymorphic.models.PolymorphicModel",
        "wagtail.models.Page",
        "wagtail.core.models.Page",
        "model_utils.models.",
        "django_extensions.db.models.",
        "modelcluster.models.ClusterableModel",
        "treebeard.mp_tree.MP_Node",
        "solo.models.SingletonModel",
        "simple_history.models.HistoricalRecords",
        "safedelete.models.SafeDeleteModel",
        "django.contrib.sites.models.Site",
        "taggit.models.",
        "parler.models.TranslatableModel",
        "django.contrib.auth.models.User",
        "django.contrib.auth.models.Group",
    ),
    "sqlalchemy": (
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.declarative_base()",
        "flask_sqlalchemy.SQLAlchemy().Model",
        "sqlmodel.SQLModel",
        "sqlalchemy.orm.MappedAsDataclass",
        "flask_appbuilder.Model",
        "sqlalchemy.ext.automap.automap_base()",
        "sqlalchemy.ext.declarative.as_declarative",
        "sqlalchemy.ext.declarative.api.declarative_base()",
    ),
}
ACTIVE_READS = {
    "tortoise": _words(
        "get get_or_none first exists count get_or_create fetch_related refresh_from_db in_bulk"
    ),
    "peewee": _words("get get_or_none get_by_id first exists count get_or_create scalar"),
    "beanie": _words(
        "get find_one count to_list first_or_none get_or_none find_many fetch_link fetch_all_links exists"
    ),
    "mongoengine": _words("get first count get_or_none reload"),
    "pony": _words("get get_for_update exists select_random"),
    "ormar": _words("get get_or_none first exists count get_or_create"),
}
ACTIVE_WRITES = {
    "tortoise": _words("create save delete update update_or_create"),
    "peewee": _words("create save delete_instance execute"),
    "beanie": _words("insert create save replace delete set upsert insert_one update"),
    "mongoengine": _words("save delete update create modify"),
    "pony": _words("delete"),
    "ormar": _words("create update delete save upsert"),
}
ACTIVE_LAZY = _words(
    "filter all exclude order_by select where find find_all join limit sort find_many select_related "
    "prefetch_related"
)

DIRECT = {
    "django.shortcuts.get_object_or_404": "read",
    "django.shortcuts.aget_object_or_404": "read",
    "django.shortcuts.get_list_or_404": "read",
    "rest_framework.generics.get_object_or_404": "read",
    "pandas.read_sql": "read",
    "pandas.read_sql_query": "read",
    "django.contrib.auth.get_user": "",
}
TASKS = _words("task shared_task db_task periodic_task db_periodic_task background background_task actor job")
"""Decorators of functions that task queues run; some of them make a call no more than an entry in the queue."""
EVALUATORS = _words(
    "list len set sorted tuple sum any all dict max min bool frozenset next enumerate zip map filter "
    "reversed iter"
)

CACHES = (
    "lru_cache",
    "cache",
    "cached",
    "cached_property",
    "memoize",
    "alru_cache",
    "ttl_cache",
    "cache_page",
    "cachedmethod",
    "memoise",
)

# names that alone can be a call of a query, to leave all other calls out at once
EVENT_NAMES = (
    DJANGO_READS
    | DJANGO_WRITES
    | DJANGO_LAZY
    | DJANGO_VALUES
    | SA_SESSION
    | SA_QUERY_ENDS
    | SQL_METHODS
    | MONGO_READS
    | MONGO_WRITES
    | MONGO_LAZY
    | REDIS_METHODS
    | ELASTIC_METHODS
    | DYNAMO_METHODS
    | PRISMA_METHODS
    | frozenset().union(*ACTIVE_READS.values())
    | frozenset().union(*ACTIVE_WRITES.values())
    | frozenset(name.rpartition(".")[2] for name in DIRECT)
    | _words(
        "one all run save asave delete adelete refresh_from_db arefresh_from_db full_clean to_list execute_async scan"
    )
)
