"""SEC003: a secret, salt or password with a literal default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from codereview.api import (
    At,
    Bad,
    Card,
    Confidence,
    Finding,
    Good,
    ModuleContext,
    ModuleRule,
    Severity,
    place,
)
from codereview.facts.project import ProjectFacts

from ._secrets import (
    default_examples,
    default_examples_held,
    defaults,
    in_project,
    later,
    required,
    samples,
    session_uses,
    setting_reads,
    weighing,
)
from ._secrets.assigned import SETTINGS_NAME
from ._secrets.entropy import looks_random
from ._secrets.lattice import SettingsNamed, replaced
from ._secrets.marks import Marks
from ._secrets.nodes import is_testing
from ._secrets.refusals import Refusals, refused

_WORD = samples.word()
_SETTINGS = 'class Settings(BaseSettings):\n    SECRET_KEY: str = "tulips-' + 'and-roses-7"\n'


class SecretDefault(ModuleRule):
    """Literal defaults of secrets in Python: look-ups, fallbacks, settings, parameters, options, signing
    keys, salts."""

    card = Card(
        id="SEC003",
        title="Secret with a literal default",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        effort=20,
        why=(
            "When the setting is missing, the program runs on with a value that everyone can read "
            "in its source: "
            "sessions and tokens can be forged, and the database opens with a known password. "
            "Nobody notices, "
            "because nothing fails."
        ),
        instead=(
            'Give the secret no default: read it with os.environ["NAME"] or a required settings '
            "field, and let the "
            "program refuse to start without it. For development, put the value into a file that "
            "is not committed."
        ),
        false_alarms=(
            "A default that is only ever used by a development server, where neither the file, the class nor a "
            "condition says so. Low confidence where a deployment or the program stops without the variable, where "
            "it starts with other settings, and where the password is of users to try with. A stand-in for the "
            "key of a provider, a word for a database or a parameter, and what "
            "every client is given are told with low confidence, and so is a setting that nothing reads or signs with. "
            "Empty defaults, look-ups, URLs, names of headers and algorithms, and literals that the program itself "
            "compares and rejects are understood."
        ),
        cwe=(1392, 798, 321, 760),
    )
    quotes_secrets = True
    collects = (
        SettingsNamed,
        Refusals,
        setting_reads.SettingReads,
        later.Updates,
        required.Required,
        session_uses.SessionUses,
    )
    nodes = defaults.NODES

    bad = (
        Bad('import os\n\nSECRET = os.getenv("SECRET_KEY", "dev-secret")\n', (3,)),
        Bad('P = os.environ.get("DB_PASSWORD", "postgres")\n', (1,)),
        Bad('import os\n\nkey = os.getenv("JWT_SECRET") or "' + "your-secret-key" + '"\n', (3,)),
        Bad('from decouple import config\n\nSECRET_KEY = config("SECRET_KEY", default="unsafe-key")\n', (3,)),
        Bad(f'PASSWORD = env.str("SMTP_PASSWORD", default="{_WORD}")\n', (1,)),
        Bad(
            "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
            f'    secret_key: str = "supersecret"\n    db_password: SecretStr = SecretStr("{_WORD}")\n'
            '    jwt_secret: str = Field(default="dev")\n    admin_password: str = Field("admin123")\n',
            (5, 6, 7, 8),
        ),
        Bad(f'def connect(user="app", password="{_WORD}"):\n    return user\n', (1,)),
        Bad(f'def connect(*, password: str = "{_WORD}"):\n    return password\n', (1,)),
        Bad('app.config["SECRET_KEY"] = "dev"\n', (1,)),
        Bad('SECRET_KEY, DEBUG = "dev-key", True\n', (1,)),
        Bad('app.secret_key = b"very secret"\n', (1,)),
        Bad('SECRET_KEY = "django-' + "insecure-" + samples.body(50) + '"\n', (1,), path="shop/settings.py"),
        Bad('import jwt\n\ntoken = jwt.encode(payload, "secret", algorithm="HS256")\n', (3,)),
        Bad('import hashlib\n\nkey = hashlib.pbkdf2_hmac("sha256", raw, b"pepper42", 100000)\n', (3,)),
        Bad('import hmac\n\nmac = hmac.new(b"signing-k1", body, "sha256")\n', (3,)),
        Bad(f'parser.add_argument("--password", default="{_WORD}")\n', (1,)),
        Bad('import hmac\n\nmac = hmac.new(b"my-secret-key", token.encode(), "sha256")\n', (3,)),
        Bad('import hmac\n\nmac = hmac.new(b"RosesAndTulips", password.encode(), "sha256")\n', (3,)),
        Bad('app.add_middleware(SessionMiddleware, secret_key="session1")\n', (1,)),
        Bad(f'password = models.CharField(max_length=10, default="{_WORD}")\n', (1,)),
        # A database of development on the own machine, and what a provider's interface refuses.
        Bad(
            'import os\n\nP = os.getenv("DB_PASSWORD", "tulips7")\nN = os.getenv("DB_NAME", "shop_dev")\n'
            'H = os.getenv("DB_HOST", "localhost")\n',
            (3,),
            confidence=Confidence.LOW,
        ),
        # Nobody reads it, or another module does.
        Bad(
            {"shop/config.py": _SETTINGS, "shop/start.py": "import shop.config\n"},
            ("shop/config.py:2",),
            confidence=Confidence.LOW,
        ),
        Bad(
            {"shop/config.py": _SETTINGS, "shop/sign.py": "seal(settings.SECRET_KEY)\n"},
            ("shop/config.py:2",),
            confidence=Confidence.MEDIUM,
        ),
        Bad('KEY = os.getenv("CAPTCHA_SECRET_KEY", "tulips-key")\n', (1,), confidence=Confidence.LOW),
        *default_examples.BAD,
        *default_examples_held.BAD,
    )
    good = (
        Good('import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\nTOKEN = os.getenv("TOKEN", "")\n'),
        Good('import os\n\nPASSWORD = os.getenv("DB_PASSWORD", None)\n'),
        Good('import os, secrets\n\nSECRET_KEY = os.getenv("SECRET_KEY") or secrets.token_hex(32)\n'),
        Good('import os\n\nURL = os.getenv("TOKEN_URL", "https://auth.internal/token")\n'),
        Good('API_KEY_HEADER = os.getenv("API_KEY_HEADER", "X-Api-Key")\n'),
        Good('def make(password_hasher="argon2", min_password_length="8"):\n    return password_hasher\n'),
        Good('def issue(token="bearer", token_type="csrf"):\n    return token\n'),
        Good(
            'import os\n\nSECRET_KEY = os.getenv("SECRET_KEY", "change-me")\n'
            'if SECRET_KEY == "change-me":\n    raise RuntimeError("set SECRET_KEY")\n'
        ),
        Good('SECRET = os.getenv("NAME_OF_SECRET_VARIABLE", "APP_SECRET_KEY")\n'),
        Good('def connect(password="hunter2"):\n    return password\n', path="tests/helpers.py"),
        Good(
            "class Settings(BaseSettings):\n    secret_key: str\n    password: str = Field(...)\n  "
            "  token: str = ''\n"
        ),
        Good('parser.add_argument("--password", help="the password", default=None)\n'),
        Good('needed = int(os.getenv("EXAM_PASS_SCORE", "120"))\n'),
        Good('class TestingConfig(Config):\n    SECRET_KEY = "AAAAAAAAAA"\n    db_password: str = "pw1"\n'),
        Good('CONFIRM_EMAIL_SALT = "confirm_email"\n'),
        Good('class Kind(Enum):\n    SALT = "salt1"\n    SECRET_KEY = "signing"\n    PASSWORD = "hunter2"\n'),
        Good('PROXY_CONFIG_SECRET_KEY = "config"\n'),
        Good('secret = provider.get("token_secret", "oauth_token_secret")\n'),
        Good('COOKIE_SALT = "shop.session-v1"\n'),
        Good('password = get_secret("DB_PASSWORD", "latest")\n'),
        Good(
            'SECRET_KEY = os.getenv("SECRET_KEY", "dev-key")\n'
            'if PRODUCTION and not os.getenv("SECRET_KEY"):\n    raise RuntimeError("set it")\n'
        ),
        Good(
            "import hmac\n\nkey = hmac.new(b'WebAppData', bot_token.encode(), 'sha256').digest()\n"
            "mac = hmac.new(b'WebAppData', msg=settings.BOT_TOKEN.encode('utf-8'), digestmod='sha256')\n"
        ),
        Good(
            'import os\n\nA = os.getenv("MLFLOW_PASSWORD", "MLFLOW_PASSWORD")\nURN_HASH_KEY = "urn:btih:"\n'
        ),
        Good('UPLOAD_TOKEN_SALT = "shop.upload-preview"\n'),
        Good(
            'DELIVERED_SECRET_KEY = "change-me"\nSECRET_KEY = os.environ["SECRET_KEY"]\n'
            "if SECRET_KEY == DELIVERED_SECRET_KEY:\n    raise RuntimeError\n"
        ),
        Good('dummy = bytes("password", "utf8")\n'),
        Good(  # the name of a key that is kept elsewhere
            "class Vault:\n    def __init__(self, config):\n"
            '        self.seal_key = config.get("seal_key", "orders")\n\n'
            "    def seal(self, text):\n        return SERVER.encrypt(text, transit_key=self.seal_key)\n"
        ),
        Good('queue_hash_key = "shop:orders:open"\n'),
        Good('class Login(BaseModel):\n    secret_key: Literal["dev", "live"] = "dev"\n'),
        *default_examples.GOOD,
    )

    _seen: tuple[ModuleContext, Marks] | None = None

    def wants(self, file: ModuleContext) -> bool:
        """Most files name no secret, and call nothing that takes one by its place."""
        return self._marks(file).possible()

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterable[Finding]:
        """One finding for each literal default at this node; its span is the literal's content."""
        marks = self._marks(file)
        return self._report(node, file, marks) if marks.touches(node) else ()

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding | None:
        """A default that production's settings replace, or that the program refuses, is a note."""
        name, sign, what = finding.message.partition(" has a literal as its ")
        if _names_a_key(project, finding.path, name):
            return None
        if finding.severity is Severity.INFO or not sign:
            return finding
        size = in_project.SIZE.search(what)
        setting, long = in_project.setting_of(finding, name, what), int(size.group(1)) if size else 0
        where = refused(project, name, long, behind=what.startswith("fallback"))
        if not where and setting not in {"", name}:  # named otherwise than its variable
            where = refused(project, setting, long)
        if where:
            said = finding.message.partition("; doubtful: ")[0].removesuffix(".")
            said = f"{said}; no fault by itself: `{where}` refuses it"
            return replace(finding, message=said, severity=Severity.INFO, confidence=Confidence.LOW)
        if setting:
            other = replaced(project, finding.path, finding.symbol, setting)
            if (
                not other and finding.symbol and setting.startswith("_")
            ):  # what the class makes its setting of
                other = replaced(project, finding.path, finding.symbol, setting.strip("_").upper())
            if other and not _hands_on(project, other, setting):
                said = f"{finding.message}; no fault by itself: `{other}` sets another for production"
                return replace(finding, message=said, severity=Severity.INFO, confidence=Confidence.LOW)
        return finding if finding.confidence is Confidence.LOW else in_project.as_read(finding, project)

    def _marks(self, file: ModuleContext) -> Marks:
        seen = self._seen
        if seen is None or seen[0] is not file:
            seen = self._seen = (file, Marks(file.text))
        return seen[1]

    def _report(self, node: ast.AST, file: ModuleContext, marks: Marks) -> Iterator[Finding]:
        if is_testing(node.name if isinstance(node, ast.ClassDef) else file.scope):
            return
        for item in defaults.find(node, file.resolve):
            verdict = weighing.judge(item, file.path, file.zone, file.lines)
            if verdict is None or (marks.names_members(file.scope) and not looks_random(item.value)):
                continue
            spoken = "no fault by itself" if verdict.severity is Severity.INFO else "doubtful"
            why = f"; {spoken}: {verdict.note}" if verdict.note else ""
            yield self.finding(
                file.path,
                _span(item.node, file.lines),
                f"{item.name} has a literal as its {_called(node, item, file)} ({len(item.value)} characters){why}.",
                severity=verdict.severity,
                confidence=verdict.confidence,
                symbol=file.scope,
                checked=_asked(item, file) if verdict.confidence is not Confidence.LOW else "",
            )


def _names_a_key(project: ProjectFacts, path: str, name: str) -> bool:
    """Whether a key is only named: a module beside it hands it on as the name of one, ``key_name=self.seal_key``."""
    last = name.strip("`").rpartition(".")[2]
    folder = path.rpartition("/")[0]
    return last.lower().endswith("_key") and any(
        word in _NAMES_OF_KEYS and given.rpartition(".")[2].lstrip("?@") == last
        for near, facts in project.files.items()
        if near.rpartition("/")[0] == folder
        for call in facts.calls
        for word, given in call.kwargs
    )


def _hands_on(project: ProjectFacts, path: str, setting: str) -> bool:
    """Whether a module gives a setting that it begins with to a call: ``env("KEY", default=KEY)``."""
    calls = project.files[path].calls if path in project.files else ()
    return any(given.rpartition(".")[2].lstrip("?@") == setting for call in calls for given in call.given)


def _called(node: ast.AST, item: defaults.Default, file: ModuleContext) -> str:
    """What kind of default it is, in words: a signing key that is a field of settings is one of these, too."""
    last = file.scope.rpartition(".")[2]
    in_class = file.function < 0 and bool(last)
    settings = SETTINGS_NAME.search(last) is not None or f"class {last}(BaseSettings" in file.text
    field = item.what == "value" and isinstance(node, ast.AnnAssign) and in_class and settings
    return defaults.SETTING if field else item.what


def _asked(item: defaults.Default, file: ModuleContext) -> str:
    """What has to be looked at in the project before a default is sure."""
    if session_uses.only_signs_sessions(item.node.lineno - 1, file.lines):
        return session_uses.ASKED
    return setting_reads.asked(item, file)


_NAMES_OF_KEYS = frozenset({"transit_key", "key_name", "key_id", "kid"})
"""Parameters that take the name of a key which another program keeps."""
_OPENS = re.compile(rb"[A-Za-z]{0,2}(\"\"\"|'''|[\"'])")
_CLOSES = re.compile(rb"(\"\"\"|'''|[\"'])\Z")


def _span(node: ast.expr, lines: Sequence[str]) -> At:
    """The place of the content of a string literal, without its quotes; columns count bytes, as in `ast`.

    Of literals that are written together it reaches from the first to the last, and their quotes may differ.
    """
    at = place(node)
    head = _OPENS.match(lines[at.line - 1].encode("utf-8", "surrogatepass"), at.column - 1)
    tail = _CLOSES.search(lines[at.end_line - 1].encode("utf-8", "surrogatepass")[: at.end_column - 1])
    if head is None or tail is None:
        return at
    return At(at.line, head.end() + 1, at.end_line, tail.start() + 1)
