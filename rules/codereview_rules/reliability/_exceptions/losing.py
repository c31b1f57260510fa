"""Handlers after which nobody can tell why something failed."""

from __future__ import annotations

from functools import cached_property

from codereview.facts.paths import last_name

from ..._syntax.patterns import lazy_pattern
from . import marks as k
from .errors import Error
from .handlers import Handler, Handlers

# classes of errors that have as many causes as there are ways to fail outside
_WIDE = frozenset(
    """
    builtins.OSError requests.RequestException sqlalchemy.exc.SQLAlchemyError sqlalchemy.exc.DBAPIError
    botocore.exceptions.ClientError botocore.exceptions.BotoCoreError smtplib.SMTPException subprocess.SubprocessError
    django.db.DatabaseError django.db.Error redis.RedisError redis.exceptions.RedisError httpx.HTTPError
    httpx.RequestError
    aiohttp.ClientError pymongo.errors.PyMongoError psycopg2.Error psycopg2.DatabaseError psycopg.Error sqlite3.Error
    mysql.connector.Error pymysql.MySQLError urllib.error.URLError openai.APIError openai.OpenAIError
    stripe.error.StripeError stripe.StripeError asyncpg.PostgresError paramiko.SSHException ldap.LDAPError
    """.split()
)
# raised to be answered or shown: the framework writes no traceback of them
_ANSWERED = lazy_pattern(
    r"(?:fastapi\.HTTPException|starlette\.exceptions\.HTTPException|werkzeug\.exceptions\."
    r"|rest_framework\.exceptions\."
    r"|django\.http\.(?:response\.)?Http404|aiohttp\.web\.HTTP|sanic\.exceptions\."
    r"|litestar\.exceptions\.|flask\.abort"
    r"|builtins\.SystemExit|click\.(?:exceptions\.)?(?:ClickException|Abort|Exit)|typer\.(?:Exit|Abort))"
)
_SHOWN = lazy_pattern(r"builtins\.SystemExit|click\.|typer\.")
_GIVEN = frozenset(
    """
    int float input Decimal strptime fromisoformat UUID loads complex index bool SpecifierSet Version
    parse_version ZoneInfo
    ip_address ip_network timezone compile fromtimestamp parse isoparse literal_eval unhexlify b64decode decode
    safe_load
    """.split()
)
_READING = frozenset(
    "json get str list dict tuple set model_validate model_validate_json parse_obj validate strip form body pop "
    "keys".split()
)
_CLIENTS = lazy_pattern(r"BadRequest|Unprocessable|NotFound|Invalid|ValidationError|Http404")
_REGISTERS = frozenset(
    {
        "exception_handler",
        "add_exception_handler",
        "errorhandler",
        "app_errorhandler",
        "register_error_handler",
    }
)
SERVER = 500


class Losing:
    """Answers for the handlers of one project."""

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers
        self.project = handlers.project

    def loses(self, handler: Handler) -> str:
        """How a handler loses the cause: ``logged`` without it, ``answered`` without a log; or an empty string."""
        if handler.suppresses or handler.has(k.TRACE, k.KEEPS, k.SILENT):
            return ""
        if self.logs_without(handler) and not handler.is_bare:
            return "logged"
        return "answered" if self._answers_without(handler) else ""

    def is_wide(self, handler: Handler) -> bool:
        """Whether the class of an error says little of what went wrong."""
        return handler.is_broad or any(error in _WIDE for error in handler.errors)

    def wide(self, handler: Handler) -> Error | None:
        """The class that says little; None for a handler of everything."""
        return None if handler.is_broad else next(error for error in handler.errors if error in _WIDE)

    def logs_without(self, handler: Handler) -> bool:
        """Whether a handler logs that something failed and never touches the exception."""
        if not handler.log_line or handler.has(k.USES, k.RAISES, k.GUESSES) or not self.is_wide(handler):
            return False
        if not handler.is_broad and (not handler.has(k.LOUD) or len(handler.errors) > 1):
            return False
        if self.checks_input(handler):
            return False
        return not self.handlers.traced_by_helper(handler)

    def checks_input(self, handler: Handler) -> bool:
        """Whether the block can only fail for what it was given, which everybody knows."""
        calls = self.handlers.calls(handler)
        names = {last_name(call.written or call.path) for call in calls}
        return not names or bool(names & _GIVEN and len(names - _GIVEN) <= 1)

    def _answers_without(self, handler: Handler) -> bool:
        if not handler.is_broad or not handler.raised or not handler.has(k.ENDS_RAISING):
            return False
        if handler.has(k.LOGS, k.PRINTS, k.RETHROWS, k.TELLS, k.FROM_NONE):
            return False
        path = self._raised(handler)
        if not _ANSWERED.match(path) or (_SHOWN.match(path) and handler.has(k.USES)):
            return False
        if self.checks_input(handler) or self._is_clients_fault(handler) or self._handled_by_own:
            return False
        return not self.handlers.traced_by_helper(handler)

    def _is_clients_fault(self, handler: Handler) -> bool:
        """Whether a block only reads what a client sent, and the answer says that it cannot be read."""
        clients = 400 <= handler.status < SERVER or _CLIENTS.search(handler.raised)
        names = (last_name(call.written or call.path) for call in self.handlers.calls(handler))
        return bool(clients) and all(name in _GIVEN or name in _READING for name in names)

    def _raised(self, handler: Handler) -> str:
        path = handler.raised
        if path[0] in "?=%":
            return ""
        target = self.project.resolve(handler.key[0], path)
        if target.kind == "external":
            return target.name
        if target.kind in ("instance", "class"):
            outside = [b for b in self.project.resolver.bases(target.key) if isinstance(b, str)]
            return next((b for b in outside if _ANSWERED.match(b)), "")
        return ""

    @cached_property
    def _handled_by_own(self) -> bool:
        """Whether the project registers a handler of its own for answers that are errors: it can log them."""
        for facts in self.project.files.values():
            for call in facts.calls:
                if (
                    call.args
                    and last_name(call.path) in _REGISTERS
                    and call.args[0].endswith("HTTPException")
                ):
                    return True
        return False
