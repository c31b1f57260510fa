"""Clients, sessions, engines and models that are made to be kept, by canonical name; facts of their documentation."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from codereview.api import Severity

from ..._syntax.patterns import lazy_pattern
from .._streamlit.table import MODEL, takes_long


class Kept(NamedTuple):
    """Something that is made once and used often.

    ``loses`` says what is lost by making it anew. ``bound``: it belongs to one event loop. ``cookies``: it remembers
    what a server says, so that some make one for each user on purpose.
    """

    loses: str
    severity: Severity
    bound: bool = False
    cookies: bool = False


_OPENS = "its pool, so that each connection is opened and encrypted anew"
_TABLE = (
    (r"httpx\.AsyncClient", Kept(_OPENS, Severity.LOW, bound=True)),
    (r"httpx\.Client", Kept(_OPENS, Severity.LOW)),
    (r"requests\.(?:sessions\.)?[Ss]ession", Kept(_OPENS, Severity.LOW, cookies=True)),
    (r"aiohttp\.(?:client\.)?ClientSession", Kept(_OPENS, Severity.LOW, bound=True)),
    (r"urllib3\.(?:poolmanager\.)?PoolManager", Kept(_OPENS, Severity.LOW)),
    (
        r"(?:sqlalchemy|sqlmodel)\.(?:engine\.)?create_engine",
        Kept("its pool of connections", Severity.MEDIUM),
    ),
    (
        r"sqlalchemy\.ext\.asyncio\.(?:engine\.)?create_async_engine",
        Kept("its pool of connections", Severity.MEDIUM, bound=True),
    ),
    (r"pymongo\.(?:mongo_client\.)?MongoClient", Kept("its pool and its watching threads", Severity.MEDIUM)),
    (
        r"motor\.motor_asyncio\.AsyncIOMotorClient|pymongo\.(?:asynchronous\.mongo_client\.)?AsyncMongoClient",
        Kept("its pool and its watching tasks", Severity.MEDIUM, bound=True),
    ),
    (r"redis\.(?:client\.)?(?:Redis|StrictRedis|from_url)(?:\.from_url)?", Kept("its pool", Severity.LOW)),
    (
        r"redis\.asyncio\.(?:client\.)?(?:Redis|StrictRedis|from_url)(?:\.from_url)?",
        Kept("its pool", Severity.LOW, bound=True),
    ),
    (
        r"boto3\.(?:client|resource)",
        Kept("its pool, its credentials and the description of the service that it parses", Severity.LOW),
    ),
    (
        r"openai\.(?:Azure)?OpenAI|anthropic\.Anthropic(?:Bedrock|Vertex)?|groq\.Groq|mistralai\.Mistral|cohere\.Client"
        r"|together\.Together|google\.genai\.Client",
        Kept(_OPENS, Severity.LOW),
    ),
    (
        r"openai\.Async(?:Azure)?OpenAI|anthropic\.AsyncAnthropic(?:Bedrock|Vertex)?|groq\.AsyncGroq",
        Kept(_OPENS, Severity.LOW, bound=True),
    ),
    (
        r"google\.cloud\.(?:storage|bigquery|firestore|datastore|logging|vision|translate\w*|tasks\w*|secretmanager\w*)"
        r"\.\w*Client|google\.cloud\.pubsub(?:_v1)?\.PublisherClient",
        Kept("its channel and its token", Severity.LOW),
    ),
    (
        r"elasticsearch\.Elasticsearch|opensearchpy\.OpenSearch|qdrant_client\.QdrantClient"
        r"|chromadb\.(?:Persistent|Http)?Client|pinecone\.Pinecone|weaviate\.connect_to_\w+|supabase\.create_client"
        r"|influxdb_client\.InfluxDBClient|neo4j\.GraphDatabase\.driver|kafka\.KafkaProducer"
        r"|confluent_kafka\.Producer|azure\.storage\.blob\.BlobServiceClient(?:\.from_connection_string)?",
        Kept("its connections", Severity.LOW),
    ),
)
ROOTS = frozenset(
    "httpx requests aiohttp urllib3 sqlalchemy sqlmodel pymongo motor redis boto3 openai anthropic groq "
    "mistralai cohere together google elasticsearch opensearchpy qdrant_client chromadb pinecone weaviate "
    "supabase influxdb_client neo4j kafka confluent_kafka azure torch transformers tensorflow keras "
    "sentence_transformers spacy whisper faster_whisper easyocr ultralytics diffusers onnxruntime "
    "llama_cpp paddleocr langchain_huggingface langchain_community".split()
)
"""The packages that they come from."""
_PATTERNS = tuple((lazy_pattern(f"(?:{pattern})$"), kept) for pattern, kept in _TABLE)
_MODEL = Kept("what it has read from the disk", Severity.MEDIUM)
_LAST = lazy_pattern(
    r"\.(?:Async)?(?:Client|Session|session|ClientSession|PoolManager|create_\w+|\w+Client|Redis|StrictRedis|from_url|client"
    r"|resource|\w*OpenAI|\w*Anthropic\w*|Groq|AsyncGroq|Mistral|Together|Elasticsearch|OpenSearch|Pinecone|driver"
    r"|\w*Producer|connect_to_\w+|from_connection_string)$"
)


@lru_cache(maxsize=20_000)
def spelled_like_one(path: str) -> bool:
    """Whether a call could make one, by its last name."""
    return _LAST.search(path) is not None


@lru_cache(maxsize=20_000)
def kept(name: str) -> Kept | None:
    """What a call makes, by its canonical name; None for all others."""
    return next((what for pattern, what in _PATTERNS if pattern.match(name)), None)


def loads_model(name: str) -> Kept | None:
    """The same for models, which are another rule's (PERF009) where a request loads them."""
    return (
        _MODEL if takes_long(name) == MODEL and not name.startswith(("pickle.", "dill.", "joblib.")) else None
    )
