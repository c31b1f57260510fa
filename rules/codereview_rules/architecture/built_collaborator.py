"""ARC009: a class that makes its own connections to the outside."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.module import AttrFact, ClassFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_OUTSIDE = lazy_pattern(
    r"(?:sqlalchemy\.(?:create_engine|ext\.asyncio\.create_async_engine)|sqlalchemy\.engine\.create_engine|psycopg2?\.connect"
    r"|psycopg2\.pool\.\w+|pymysql\.connect|mysql\.connector\.connect|sqlite3\.connect|pymongo\.MongoClient|pymongo\.mongo_client\.MongoClient"
    r"|motor\.motor_asyncio\.AsyncIOMotorClient|redis\.(?:asyncio\.)?(?:Redis|StrictRedis|from_url)|redis\.(?:asyncio\.)?Redis\.from_url"
    r"|boto3\.(?:client|resource)|httpx\.(?:Async)?Client|openai\.(?:Async)?(?:Azure)?OpenAI|anthropic\.(?:Async)?Anthropic"
    r"|google\.cloud\.\w+\.\w*Client|azure\.[\w.]+Client|elasticsearch\.(?:Async)?Elasticsearch|qdrant_client\.(?:Async)?QdrantClient"
    r"|chromadb\.\w*Client|kafka\.Kafka\w+|pika\.BlockingConnection|smtplib\.SMTP(?:_SSL)?|imaplib\.IMAP4(?:_SSL)?|paramiko\.SSHClient"
    r"|docker\.from_env|docker\.DockerClient|slack_sdk\.WebClient|twilio\.rest\.Client|sendgrid\.SendGridAPIClient|stripe\.StripeClient"
    r"|pinecone\.Pinecone|neo4j\.GraphDatabase\.driver|minio\.Minio|telegram\.Bot|praw\.Reddit|tweepy\.\w*Client|groq\.(?:Async)?Groq"
    r"|langchain_openai\.\w+|supabase\.create_client|github\.Github|jira\.JIRA|influxdb_client\.InfluxDBClient)\(\)$"
)
_CLIENT = lazy_pattern(r"(?:Client|Gateway|Repository|Repo|ApiService|Mailer|EmailService)$")
_WRAPS = lazy_pattern(
    r"Client|Adapter|Wrapper|Connect|Session|Provider|Backend|Driver|Engine|Stor(?:e|age)|Repo|Gateway|Api|API|DB|Db|Database|Cache|DAO|Dao|"
    r"Redis|Mongo|[Ss]ql|SQL|S3|Bucket|Mail|SMTP|Broker|Queue|Producer|Consumer|Publisher|Transport|Model$|LLM|OpenAI|Embedd|Vector|Index|"
    r"Pool|Sink|Source|Reader|Writer|Loader|Fetcher|Downloader|Uploader|Sender|Notifier|Logger|Hook|Operator|Exporter|Collector|Scraper|"
    r"^App|App$|Application|Bot$|Container|Server|Main|Window|Gui|GUI|Factory|Bootstrap|Cog|Locust|Settings|Config|CLI|Command$|Runner|Tool$|Plugin|"
    r"Crawler|Spider|Integration|Test|Mock|Fake|Dialog|Widget|Screen|Migrat|Plugin|Shell$|Script"
)
_ADAPTERS = lazy_pattern(
    r"(?:^|/)(?:adapters?|clients?|infra\w*|integrations?|providers?|drivers?|backends?)(?:/|\.py$)|\.pyi$|"
    r"(?:^|/)(?:management/commands|commands|cli|debug|tools?|plugins?|extensions?|migrations?|scripts|bin)/"
)
_PLAIN_BASES = frozenset({"builtins.object", "abc.ABC"})
_MANY = 2
_METHODS = 3

CARD = Card(
    id="ARC009",
    title="Collaborators built in the constructor",
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    effort=30,
    why=(
        "Whoever makes the object opens its connections as well: a test needs a database or "
        "patches names of modules, and two "
        "objects cannot share a pool. What the class depends on is hidden in its body."
    ),
    instead=(
        "Take the collaborator as a parameter, with a default of None where convenience is "
        "wanted: `self.client = client or "
        "Client()`. What starts the program makes it once and hands it to all."
    ),
    false_alarms=(
        "Reported are classes with at least three methods of their own that make two or more "
        "clients of services or "
        "databases, or one where nothing can be passed at all and no base class prescribes it. "
        "Classes that are a client, "
        "store, repository or adapter themselves, and those that start a program, are meant to "
        "make what they wrap. A "
        "parameter that replaces the collaborator clears it, and so does a repository that is "
        "made from what was passed. "
        "What one folder does is one root cause. Classes that nothing in the project makes are left to their loader. "
        "A class that is there to wrap the one client that it makes is right as it is."
    ),
)

_METHODS_OF = "".join(f"    def step{i}(self, x):\n        return self.api.get(x)\n\n" for i in range(3))


def _service(
    made: str, params: str = "self", head: str = "import httpx\n", name: str = "OrderService"
) -> str:
    body = "".join(f"        {line}\n" for line in made.split("; "))
    made_at = f"def start(*given):\n    return {name}(*given)\n"
    return f"{head}\n\nclass {name}:\n    def __init__({params}):\n{body}\n{_METHODS_OF}\n{made_at}"


class BuiltCollaborator(ProjectRule):
    """Looks at the attributes that constructors assign."""

    card = CARD
    bad = (
        Bad(_service("self.api = httpx.Client()"), (6,)),
        Bad(_service("self.api = httpx.AsyncClient(timeout=3)"), (6,)),
        Bad(_service("self.api = redis.Redis()", head="import redis\n"), (6,)),
        Bad(
            _service(
                "self.api = httpx.Client(); self.db = create_engine(url)",
                "self, url",
                "import httpx\nfrom sqlalchemy import create_engine\n",
            ),
            (7,),
        ),
        Bad(_service("self.x = 1; self.api = boto3.client('s3')", head="import boto3\n"), (7,)),
        Bad(
            {
                "clients.py": "import httpx\n\n\nclass PayClient:\n"
                "    def __init__(self):\n        self.http = httpx.Client()\n",
                "orders.py": _service("self.api = PayClient()", head="from clients import PayClient\n"),
            },
            ("orders.py:6",),
        ),
        Bad(
            _service(
                "self.api = OpenAI(api_key=key); self.db = MongoClient()",
                "self, key",
                "from openai import OpenAI\nfrom pymongo import MongoClient\n",
            ),
            (7,),
        ),
        Bad(_service("self.api = docker.from_env()", head="import docker\n", name="Planner"), (6,)),
        Bad(  # the class is what the file starts
            _service("self.api = httpx.Client()") + "\n\nif __name__ == '__main__':\n    start().step0(1)\n",
            (6,),
            confidence=Confidence.LOW,
        ),
    )
    good = (
        Good(
            _service(
                "self.db = db or create_engine('x'); self.api = httpx.Client()",
                "self, db=None",
                "import httpx\nfrom sqlalchemy import create_engine\n",
            )
        ),
        Good(_service("self.api = api or httpx.Client()", "self, api=None")),
        Good(_service("if api is None:;     api = httpx.Client(); self.api = api", "self, api=None")),
        Good(_service("self.api = api", "self, api")),
        Good(_service("self.api = httpx.Client()", name="OrderClient")),
        Good(_service("self.api = httpx.Client()", name="RedisStore")),
        Good("import httpx\n\n\nclass Order:\n    def __init__(self):\n        self.api = httpx.Client()\n"),
        Good(_service("self.api = httpx.Client(base_url=url)", "self, url")),
        Good(_service("self.api = dict(); self.rows = list()")),
        Good(_service("self.api = httpx.Client()").partition("\ndef start")[0]),  # a loader makes it
        Good({"shop/management/commands/check.py": _service("self.api = httpx.Client()")}),
        Good(_service("self.api = httpx.Client()", name="OrderDialog")),
        Good({"tests/test_x.py": _service("self.api = httpx.Client()")}),
    )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for path, facts in project.files.items():
            if project.zone(path) is not Zone.PRODUCTION or _ADAPTERS.search(path):
                continue
            for cls in facts.classes:
                if "__init__" in cls.methods and not _WRAPS.search(cls.name):
                    finding = self._judged(project, facts, cls)
                    if finding is not None:
                        yield finding

    def _judged(self, project: ProjectFacts, facts: FileFacts, cls: ClassFact) -> Finding | None:
        init = facts.functions[cls.methods["__init__"]]
        given = {param.name for param in init.params}
        given |= {attr.name for attr in cls.attrs if attr.path.startswith("%") or attr.path.endswith("!")}
        made = [
            (attr, name)
            for attr in cls.attrs
            if init.line < attr.line <= init.end_line
            and attr.path.endswith("()")
            and given.isdisjoint((attr.name, attr.name.lstrip("_")))
            if (name := _collaborator(project, facts, cls, attr))
        ]
        made = list({attr.name: (attr, name) for attr, name in reversed(made)}.values())[::-1]
        free = [
            param for param in init.params[1:] if param.kind in ("positional", "keyword", "kwarg", "vararg")
        ]
        public = [name for name in cls.methods if name[0] != "_"]
        if (
            not made
            or len(public) < _METHODS
            or (len(made) < _MANY and (free or set(cls.bases) - _PLAIN_BASES))
        ):
            return None
        if (facts.path, cls.methods["__init__"]) not in project.callers and not _is_named_elsewhere(
            project, facts, cls
        ):
            return None  # a loader makes it, in its own way
        named = ", ".join(f"`{attr.name}` ({name})" for attr, name in made[:4])
        first = made[0][0]
        return self.finding(
            facts.path,
            At(first.line, 1, first.line, 1),
            f"The constructor of `{cls.name}` makes {named} itself, and no parameter can replace "
            f"{'it' if len(made) == 1 else 'them'}",
            symbol=cls.qualname,
            related=[Related(facts.path, attr.line, f"makes `{attr.name}`") for attr, _ in made[1:5]],
            checked=(
                f"it has {len(public)} methods of its own, and is no client, store or adapter by its name"
            ),
            cause=facts.path.rpartition("/")[0],
        )


def _is_named_elsewhere(project: ProjectFacts, facts: FileFacts, cls: ClassFact) -> bool:
    """Whether other code imports a class, or its own file names it again."""
    if any(call.path.endswith(f".{cls.name}") for call in facts.calls):
        return True
    return any(
        item.name == cls.name or (not item.name and facts.path in project.imports.get(path, ()))
        for path, other in project.files.items()
        if path != facts.path
        for item in other.imports
    )


def _collaborator(project: ProjectFacts, facts: FileFacts, cls: ClassFact, attr: AttrFact) -> str:
    """What is made, where that reaches outside of the program; else nothing."""
    if _OUTSIDE.match(attr.path):
        if attr.path.partition(".")[0].rstrip("0123456789")[:5] in cls.name.lower():
            return ""
        return f"`{attr.path.removesuffix('()').rpartition('.')[2]}`"
    if not _CLIENT.search(attr.path.removesuffix("()")) or any(arg[0] == "%" for arg in attr.args):
        return ""
    target = project.resolve(facts.path, attr.path)
    if target.kind != "instance" or target.key == (facts.path, facts.classes.index(cls)):
        return ""
    return f"`{project.resolver.class_(target.key).name}`"
