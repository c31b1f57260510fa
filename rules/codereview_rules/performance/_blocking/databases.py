"""Blocking database drivers, mappers and stores. Source: the public documentation of each package."""

from __future__ import annotations

from codereview.api import Confidence, Severity

from .table import Group

_DRIVERS = (
    "sqlite3.connect,psycopg2.connect,psycopg.connect,pymysql.connect,MySQLdb.connect,mysql.connector.connect,"
    "pyodbc.connect,pymssql.connect,cx_Oracle.connect,oracledb.connect,snowflake.connector.connect,duckdb.connect,"
    "mariadb.connect,ibm_db_dbi.connect,databricks.sql.connect,redshift_connector.connect,trino.dbapi.connect,"
    "psycopg_pool.ConnectionPool().connection,psycopg_pool.ConnectionPool().getconn,pysqlite3.connect,libsql.connect,"
    "psycopg2.pool.SimpleConnectionPool().getconn,psycopg2.pool.ThreadedConnectionPool().getconn"
)
_RUN = "execute,executemany,executescript,callproc,copy_from,copy_to,copy_expert,stream,copy"
_QUERY = (
    "all,first,one,one_or_none,scalar,scalar_one,count,get,get_or_404,first_or_404,delete,update,paginate,"
    "__iter__"
)
_DJANGO = (
    "get,first,last,count,exists,create,update,delete,aggregate,bulk_create,bulk_update,get_or_create,update_or_create,"
    "earliest,latest,in_bulk,explain,raw,__iter__,contains"
)
_MONGO = (
    "__iter__,find_one,find_one_and_update,find_one_and_delete,find_one_and_replace,insert_one,insert_many,update_one,update_many,"
    "replace_one,delete_one,delete_many,bulk_write,aggregate,count_documents,estimated_document_count,distinct,create_index,"
    "create_indexes,drop,drop_index,list_collection_names,list_database_names,server_info,command,create_collection,rename"
)


def _database(
    instead: str,
    calls: str,
    confidence: Confidence = Confidence.HIGH,
    *,
    follows: bool = False,
    edit: bool = False,
    refused: bool = False,
) -> Group:
    return Group(
        "database", Severity.HIGH, confidence, instead, calls, follows=follows, edit=edit, refused=refused
    )


DRIVERS = _database(
    "an asynchronous driver such as asyncpg or aiosqlite, or asyncio.to_thread",
    f"""
    {_DRIVERS.replace(",", " ")} {{{_DRIVERS}}}().{{{_RUN},commit,rollback,query,sql}}
        {{{_DRIVERS}}}().cursor().{{{_RUN}}}
    duckdb.{{sql,query,execute,read_csv,read_parquet}} clickhouse_connect.get_client().{{query,query_df,
        command,insert,insert_df}}
    clickhouse_driver.Client().{{execute,query_dataframe}} records.Database().query dataset.connect()~{{find,insert,
        update,delete,query,all}}
    """,
)
# a file of this machine, and no server: as a rule done in milliseconds
SQLITE = DRIVERS._replace(
    severity=Severity.MEDIUM,
    instead="aiosqlite, or asyncio.to_thread",
    calls=f"""
    {{sqlite3,pysqlite3}}.connect sqlite3.connect().{{{_RUN},commit,rollback}} sqlite3.connect().cursor().{{{_RUN}}}
    pysqlite3.connect().{{{_RUN},commit,rollback}} pysqlite3.connect().cursor().{{{_RUN}}}
    """,
)
FETCH = _database(
    DRIVERS.instead,
    f"{{{_DRIVERS}}}().{{fetchone,fetchall,fetchmany}} "
    f"{{{_DRIVERS}}}().cursor().{{fetchone,fetchall,fetchmany,__iter__}} "
    f"django.db.connection.cursor().{{fetchone,fetchall,fetchmany}}",
    Confidence.LOW,
    follows=True,
)
SQLALCHEMY = _database(
    "sqlalchemy.ext.asyncio, a def endpoint, or the whole unit of work in a thread",
    f"""
    sqlalchemy.orm.Session().{{execute,scalar,scalars,exec,get,get_one,commit,flush,refresh,rollback,merge,
        connection}}
    sqlalchemy.orm.Session().{{bulk_save_objects,bulk_insert_mappings,bulk_update_mappings}}
    sqlalchemy.orm.Session().query()~{{{_QUERY}}}
    sqlalchemy.create_engine().{{connect,execute,raw_connection,scalar}}
    sqlalchemy.create_engine().connect().{{execute,scalar,scalars,commit,rollback,exec_driver_sql}}
    {{sqlalchemy.MetaData(),sqlmodel.SQLModel.metadata,sqlalchemy.orm.declarative_base().metadata,
        sqlalchemy.orm.DeclarativeBase.metadata,flask_sqlalchemy.SQLAlchemy()}}.{{create_all,drop_all,
        reflect}}
    """,
)  # fmt: skip
MAPPERS = _database(
    "the mapper's asynchronous methods (aget, acreate, asave, async for ...) or sync_to_async",
    f"""
    django.db.models.Model.objects~{{{_DJANGO}}} django.db.models.{{Manager,QuerySet}}()~{{{_DJANGO}}}
    django.db.models.Model._default_manager~{{{_DJANGO}}}
    django.contrib.auth.models.{{User,Group,Permission}}.objects~{{{_DJANGO},create_user,create_superuser}}
    django.contrib.auth.get_user_model().objects~{{{_DJANGO},create_user,create_superuser}}
    {{django.db.models.Model,django.contrib.auth.models.AbstractUser,
        django.contrib.auth.models.AbstractBaseUser,django.contrib.auth.models.User}}().{{save,delete,
        refresh_from_db,full_clean}}
    django.contrib.auth.models.{{AbstractUser,AbstractBaseUser}}.objects~{{{_DJANGO},create_user}}
    {{django.db.models.Model,django.contrib.auth.models.AbstractUser,django.contrib.auth.models.User}}.objects~{{
    save,refresh_from_db,full_clean}}
    django.contrib.auth.get_user_model().objects~{{save,refresh_from_db,full_clean}}
    django.shortcuts.{{get_object_or_404,get_list_or_404}} django.contrib.auth.{{authenticate,login}}
    django.db.connection.cursor().{{{_RUN}}} django.db.connections[].cursor().{{{_RUN}}}
    """,
    refused=True,
)  # fmt: skip
# what goes to no database by itself, and so is not refused
DJANGO = _database(
    "its asynchronous method (aget, aset, alogout ...) or sync_to_async",
    """
    django.core.cache.cache.{get,set,add,delete,get_or_set,incr,decr,get_many,set_many,clear,touch}
    django.contrib.auth.logout django.core.management.call_command
    """,
)
ACTIVE = _database(
    "asyncio.to_thread around the unit of work, or a def endpoint",
    """
    peewee.Model.{create,get,get_or_none,get_or_create,get_by_id,set_by_id,delete_by_id,insert_many,
        bulk_create,create_table,drop_table}
    peewee.Model.{select,insert,update,delete,insert_many}()~{get,first,count,exists,scalar,execute,
        __iter__,get_or_none}
    peewee.Model().{save,delete_instance} peewee.{SqliteDatabase,PostgresqlDatabase,
        MySQLDatabase}().{connect,execute_sql,create_tables}
    {mongoengine.Document,mongoengine.DynamicDocument}.objects~{get,first,count,create,delete,update,
        update_one,insert,all,__iter__} {mongoengine.Document,mongoengine.DynamicDocument}.objects
    {mongoengine.Document,mongoengine.DynamicDocument}().{save,delete,reload,update,modify}
        mongoengine.connect
    """,
)  # fmt: skip
STORES = _database(
    "the library's asynchronous client, such as redis.asyncio, or asyncio.to_thread",
    """
    {redis.Redis,redis.RedisCluster,redis.cluster.RedisCluster,redis.sentinel.Sentinel().master_for,
        redis.sentinel.Sentinel().slave_for}().*
    -redis.Redis().{pipeline,pubsub,lock,register_script,close,from_url,get_connection_kwargs,get_encoder,
        client,transaction,set_response_callback,monitor,json,ft,ts,bf}
    redis.Redis().pipeline().execute redis.Redis().pubsub().{subscribe,psubscribe,get_message,listen}
        redis.Redis().lock().{acquire,release}
    redis.Redis().{json,ft,ts}().*
    elasticsearch.Elasticsearch().** opensearchpy.OpenSearch().** {elasticsearch,
        opensearchpy}.helpers.{bulk,scan,streaming_bulk,parallel_bulk,reindex}
    -{elasticsearch.Elasticsearch,opensearchpy.OpenSearch}().{close,options}
    neo4j.GraphDatabase.driver().{execute_query,verify_connectivity}
        neo4j.GraphDatabase.driver().session().{run,execute_read,execute_write,read_transaction,
        write_transaction}
    py2neo.Graph().{run,evaluate,create,merge} cassandra.cluster.Cluster().connect
        cassandra.cluster.Cluster().connect().execute
    influxdb_client.InfluxDBClient()~{write,query,query_data_frame} influxdb.InfluxDBClient().{query,
        write_points}
    pinecone.Pinecone().Index().{upsert,query,fetch,delete,update} pinecone.Index().{upsert,query,fetch,
        delete,update} pinecone.Pinecone().{create_index,list_indexes,delete_index,describe_index}
    qdrant_client.QdrantClient().* weaviate.{connect_to_local,connect_to_wcs,connect_to_weaviate_cloud,
        connect_to_custom} weaviate.Client()~{do,create,get}
    chromadb.{Client,PersistentClient,HttpClient}()~{query,add,upsert,get,delete,update,
        count,get_or_create_collection,create_collection,get_collection,list_collections,delete_collection,
        peek}
    chromadb.{Client,PersistentClient,HttpClient}().{get_or_create_collection,get_collection,
        create_collection}().{query,add,upsert,get,delete,update,count,peek}
    pymilvus.MilvusClient().* pymilvus.Collection().{search,query,insert,delete,upsert,load,flush,
        create_index} pymilvus.connections.connect
    meilisearch.Client()~{search,add_documents,update_documents,delete_document,get_document,create_index,
        delete_index}
    pymemcache.client.base.Client().{get,set,delete,incr,decr,get_many,set_many,add}
        memcache.Client().{get,set,delete,incr,decr,get_multi,set_multi}
    pysolr.Solr().{search,add,delete} lancedb.connect()~{search,add,create_table,open_table}
    """,
    edit=True,
)  # fmt: skip
# find() asks nothing by itself: iterating over what it gives does
MONGO = _database(
    "pymongo's AsyncMongoClient, motor, or asyncio.to_thread",
    f"""
    {{pymongo.MongoClient,pymongo.database.Database,pymongo.collection.Collection,pymongo.Collection,
        pymongo.Database,flask_pymongo.PyMongo}}()~{{{_MONGO}}}
    """,
    edit=True,
)
CURSOR = Group(
    "database",
    Severity.HIGH,
    Confidence.MEDIUM,
    MONGO.instead,
    "{pymongo.MongoClient,pymongo.collection.Collection}()~{to_list,next}",
    follows=True,
)
GROUPS = (SQLITE, DRIVERS, FETCH, SQLALCHEMY, MAPPERS, DJANGO, ACTIVE, STORES, MONGO, CURSOR)
