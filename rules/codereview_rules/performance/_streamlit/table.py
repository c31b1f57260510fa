"""What takes long on a page, by the canonical name of the call; facts of the libraries' documentation."""

from __future__ import annotations

from functools import lru_cache

from ..._syntax.patterns import lazy_pattern

MODEL = "loads a model"
TABLE = "reads a table"
CONNECTION = "opens a connection"
REQUEST = "asks a server"
QUERY = "runs a query"

_TABLE = (
    (
        MODEL,
        r"torch\.(?:load|jit\.load|hub\.load)|joblib\.load|pickle\.loads?|dill\.load|cloudpickle\.load"
        r"|(?:tensorflow\.)?(?:keras\.)+models\.load_model|keras\.saving\.load_model|tensorflow_hub\.load"
        r"|tensorflow\.(?:saved_model\.load|hub\.load)|transformers\.(?:pipelines\.)?pipeline"
        r"|(?:transformers|diffusers|peft|optimum|langchain_huggingface)\.[\w.]*from_pretrained"
        r"|sentence_transformers\.(?:SentenceTransformer|CrossEncoder)|spacy\.load|whisper\.load_model"
        r"|faster_whisper\.WhisperModel|easyocr\.Reader|ultralytics\.YOLO|gensim\.models\.[\w.]*load\w*"
        r"|fasttext\.load_model|flair\.models\.\w+\.load|llama_cpp\.Llama|paddleocr\.PaddleOCR"
        r"|onnxruntime\.InferenceSession"
        r"|langchain\w*\.[\w.]*(?:HuggingFaceEmbeddings|HuggingFaceBgeEmbeddings|SentenceTransformerEmbeddings)",
    ),
    (
        TABLE,
        r"(?:pandas|geopandas|polars|dask\.dataframe)"
        r"\.read_(?:csv|excel|parquet|json|feather|pickle|hdf|file|stata|html|table)",
    ),
    (
        QUERY,
        r"pandas\.read_sql(?:_query|_table)?|polars\.read_database(?:_uri)?|pandas\.read_gbq|duckdb\.(?:sql|query)",
    ),
    (
        CONNECTION,
        r"(?:sqlalchemy|sqlmodel)\.create_engine|sqlalchemy\.engine\.create_engine"
        r"|pymongo\.(?:mongo_client\.)?MongoClient|psycopg2?\.connect|pymysql\.connect|MySQLdb\.connect"
        r"|mysql\.connector\.connect|pyodbc\.connect|snowflake\.connector\.connect|redshift_connector\.connect"
        r"|neo4j\.GraphDatabase\.driver|cx_Oracle\.connect|oracledb\.connect",
    ),
    (
        REQUEST,
        r"(?:requests|httpx|cloudscraper)\.get|urllib\.request\.(?:urlopen|urlretrieve)|yfinance\.download",
    ),
)
_PATTERNS = tuple((what, lazy_pattern(f"(?:{pattern})$")) for what, pattern in _TABLE)
_FIRST = lazy_pattern(r"[a-zA-Z_]\w*")
_ROOTS = frozenset(
    "torch joblib pickle dill cloudpickle tensorflow keras tensorflow_hub transformers diffusers peft optimum "
    "sentence_transformers spacy whisper faster_whisper easyocr ultralytics gensim fasttext flair llama_cpp "
    "paddleocr onnxruntime pandas geopandas polars dask duckdb sqlalchemy sqlmodel pymongo psycopg2 psycopg pymysql "
    "MySQLdb mysql pyodbc snowflake redshift_connector neo4j cx_Oracle oracledb requests httpx cloudscraper urllib "
    "yfinance langchain_huggingface langchain langchain_community".split()
)


@lru_cache(maxsize=20_000)
def takes_long(name: str) -> str:
    """What a call does that takes long, in words; empty for all others."""
    root = _FIRST.match(name)
    if root is None or root.group() not in _ROOTS:
        return ""
    return next((what for what, pattern in _PATTERNS if pattern.match(name)), "")
