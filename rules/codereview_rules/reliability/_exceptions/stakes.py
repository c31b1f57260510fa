"""What is at stake in a block, told by what it calls: payments, access, writes, the network, a look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

from codereview.facts import module as m
from codereview.facts.module import CallFact
from codereview.facts.paths import last_name

from ..._syntax.patterns import lazy_pattern


class Stake(IntEnum):
    """From nothing to lose to money."""

    NOTHING = 0
    READ = 1
    LOCAL = 2
    OUTSIDE = 3
    WRITE = 4
    ACCESS = 5
    MONEY = 6


_MONEY = lazy_pattern(
    r"(?:^|\.)(?:stripe|paypal\w*|braintree|razorpay|adyen|mollie|squareup)(?:$|\.)"
    r"|(?:^|[._])(?:charge|refund|payout|withdraw|pay|pay_invoice|send_payment|make_payment|process_payment|create_payment"
    r"|capture_payment|create_charge|create_refund|create_order|create_(?:market|limit)_\w+|place_order|cancel_order"
    r"|transfer_funds)$",
    re.IGNORECASE,
)
_LOOKS = lazy_pattern(
    r"_*(?:extract|parse|get|is|has|format|build|find|list|load|read|calc|calculate|compute|map|match|decode|estimate|show"
    r"|render|describe|convert|on|to|from)_",
    re.IGNORECASE,
)
"""How functions of a project are called that look for something or compute it, whatever it is about."""
_ACCESS = lazy_pattern(
    r"(?:^|[._])(?:jwt|authenticate|verify_\w*token|verify_\w*password|check_password|authorize"
    r"|has_permissions?|check_permissions?"
    r"|verify_signature|require_\w+|validate_token|decode_token|login_user|is_authenticated)(?:$|[._(])",
    re.IGNORECASE,
)
_IDENTITY = lazy_pattern(r"(?:^|\.)(?:jwt\.(?:\w+\.)?decode|decode_token|get_jwt_identity|get_jwt)$")
"""What reads who asks: where it fails and its result is wanted, nobody is known, which grants nothing by itself."""
WRITES = frozenset(
    """
    commit save bulk_create bulk_update bulk_save_objects insert_one insert_many update_one update_many delete_one
    delete_many replace_one find_one_and_update executemany executescript to_sql put_object delete_object upload_file
    upload_fileobj upload_blob sendmail send_mail send_message publish write write_text write_bytes writelines unlink
    rmtree rename makedirs dump to_csv update_or_create get_or_create add_all merge put_item delete_item bulk_write
    enqueue apply_async delay produce asave acreate bulk_insert_mappings set_password save_model copyfile
    """.split()
)
_OUTSIDE = lazy_pattern(
    r"(?:requests|httpx|aiohttp|urllib|urllib3|socket|smtplib|ftplib|paramiko|boto3|botocore|openai"
    r"|anthropic|redis|pymongo|motor"
    r"|psycopg2?|asyncpg|pymysql|MySQLdb|sqlalchemy|django\.(?:db|core\.mail)|elasticsearch|kafka"
    r"|aiokafka|pika|aio_pika"
    r"|celery|subprocess|telegram|telethon|discord|aiogram|docker|kubernetes|ldap3?|imaplib|poplib"
    r"|websockets?|grpc|qdrant_client"
    r"|chromadb|pinecone|googleapiclient|google|azure|selenium|playwright|tweepy|twilio|slack_sdk"
    r"|supabase|firebase_admin"
    r"|langchain\w*|litellm|cohere|groq|ollama|yfinance|ccxt|web3|serial|sqlmodel|neo4j|minio)\b"
)
_LOCAL = lazy_pattern(r"(?:sqlite3|aiosqlite|apsw)\b")
"""A database in a file of the same machine."""
# what only builds a value, or looks into what the process holds: conditions of Selenium, the cogs of a bot
_IN_PROCESS = lazy_pattern(
    r"selenium\.(?:[\w.]+\.)?(?:expected_conditions|by|keys)\b|discord\.(?:.*\.)?get_cog\(\)|discord\.(?:.*\.)?get_\w+$"
    r"|discord\.ext\.commands\.(?:[\w.]+\.)?(?:AutoSharded)?Bot\(\)\.(?!http\b|tree\b|user\b|application\b|owner\b)\w+\."
)
_READS = frozenset({"retrieve", "list", "search", "auto_paging_iter"})
_ASKED_FIRST = lazy_pattern(r"(?<!\w)(?:[\w.]*\.)?_*[a-z]\w*\(\)\.")
"""A function's call whose result is asked for something: ``authorize().open().worksheet``."""
# what only builds a value, or changes what a chat shows, in packages that otherwise call other systems
_PURE = lazy_pattern(
    r"socket\.socket$|socket\.(?:gethostname|getfqdn|inet_\w+|hton\w|ntoh\w)|.*\.(?:settimeout|setblocking|setsockopt|getsockname)$|"
    r"urllib\.(?:parse|unquote|quote|urlencode)|discord\.(?:AllowedMentions|Embed|File|Colou?r|ui|utils)|telethon\.(?:utils|tl|Button)"
    r"|sqlalchemy\.(?:text|select|func|and_|or_|sql|inspect|schema|types|delete|update|insert|case|exists|dialects)\b"
    r"|sqlmodel\.(?:text|select|delete|update)\b|sqlalchemy\.(?:orm\.)?(?:Column|mapped_column)\(\)\."
    r"|django\.db\.models\.(?:[\w.]+\.)?(?!File|Image)\w*(?:Field|Key)\(\)\."
    r"|(?:discord|telegram|telethon|aiogram|pyrogram|slack_sdk|slack_bolt)\.(?:.*\.)?(?:send_chat_action|followup\.send"
    r"|chat_(?:delete|update)|reactions_\w+|delete\w*|edit\w*|(?:un)?pin\w*|defer|(?:add|remove)_reaction\w*|answer\w*)$"
    r"|(?:.*\.)?[A-Z]\w*$|.*\.(?:json|loads|dumps|info|debug|warning|error|exception|split|strip|lower"
    r"|decode|encode|items|keys|values|startswith|endswith|replace|upper|append|as_\w+|disable_warnings|readlines?|splitlines|desc|asc|in_|is_|is_not|i?like|label|between|cast|nulls(?:first|last)|wait_until_ready|sleep|__\w+__)$"
)
_LAZY = lazy_pattern(
    r".*\.(?:filter|exclude|distinct|order_by|values_list|select_related|prefetch_related|annotate|alias|defer|reverse"
    r"|filter_by|where|group_by|having|outerjoin)$"
    r"|django\.db\.(?:[\w.]+\.)?(?:objects|\w*Manager\(\)|\w*QuerySet\(\)|(?:filter|exclude|all|annotate)\(\))"
    r"(?:[\w.]|\(\))*\.(?:all|none|only|values|using)$"
)
"""What puts a query together and does not ask yet."""
_ANSWERED = lazy_pattern(
    r".*(?:\.(?:json\(\)|text|content|headers|cookies)|\bjson\.loads\(\))[.\[]"
    r"|.*\.(?:get|get_item|hgetall|find_one\w*|fetch_?one|fetchrow|one|one_or_none|first)\(\)\.(?:get|items|keys|values)$"
)
"""What an answer held, once it is there: ``response.json()["error"].get``, ``documents.find_one().get``."""
_RUNS = lazy_pattern(r"_*(?:exec|run|query|raw|text|fetch|sql|command|cursor|prepare|do_)\w*")
"""What runs a statement of SQL: an answer or a line in the log can begin with the word, too."""
_CHANGES = lazy_pattern(r"(?:sqlalchemy|sqlmodel)\.(?:[\w.]+\.)?(?:delete|update|insert)\(\)")
"""Statements of SQLAlchemy that change rows."""
_QUEUED = lazy_pattern(r"\.pipeline\(\)\.(?:unlink|publish|rename)$")
_OF_TABLES = frozenset({"columns", "inplace", "how", "left_on", "right_on", "axis"})
"""Keywords of methods that tables have, and files and sessions have not."""
_OF_MAPPINGS = frozenset({"get", "items", "keys", "values"})
TELEMETRY = lazy_pattern(
    r"(?:sentry_sdk|opentelemetry|prometheus_client|statsd|datadog|ddtrace|newrelic|posthog|structlog"
    r"|loguru|logging|segment)\b"
)
CLEANING = frozenset(
    """
    close aclose disconnect shutdown stop terminate kill cancel unlink remove rmtree rollback quit release
    wait_closed join
    cleanup clear destroy detach unsubscribe unregister deregister logout deactivate exit wait removeHandler tearDown
    teardown dispose flush reset restore interrupt abort __exit__ __aexit__ delete_message delete unlock
    end finish purge expire stop_polling disable leave drain transport getpid killpg pause hide
    """.split()
)
PROBING = frozenset(
    """
    import_module version __import__ find_spec get_distribution entry_points load_entry_point load_extension
    set_start_method setlocale reconfigure install_mp_handler set_event_loop_policy SetProcessDPIAware
    SetProcessDpiAwareness SetCurrentProcessExplicitAppUserModelID getlocale getpass getlogin getuser cpu_count
    get_terminal_size isatty locale tcgetattr setproctitle set_trace signal add_signal_handler nice setrlimit
    """.split()
)


def stake(call: CallFact, name: str, kept: bool = False) -> Stake:
    """What a call puts at stake.

    Args:
        call: the call.
        name: the external path that it resolves to, or an empty string.
        kept: whether what it gives back is kept by whoever called the function that it stands in.
    """
    shown = name or call.written or call.path.lstrip("?@.")
    last = last_name(call.path)
    of_result = last in _OF_MAPPINGS and "()" in shown  # what was asked for is there already
    if _MONEY.search(shown) and not of_result and not (not name and _LOOKS.match(last)):
        return Stake.OUTSIDE if last in _READS else Stake.MONEY
    if dict(call.kwargs).get("ignore_errors") == "=True":
        return Stake.NOTHING
    unread = m.DROPPED if kept else m.DROPPED | m.RETURNED
    reads = _IDENTITY.search(shown) is not None and not call.flags & unread
    signs_in = last == "authenticate" and not call.given  # at another system, and lets nobody in
    if _ACCESS.search(_ASKED_FIRST.sub("", shown)) and not of_result and not reads and not signs_in:
        return Stake.ACCESS
    if is_queued(call):
        return Stake.READ
    if last in WRITES and not _is_local(shown) and not _is_in_memory(call):
        return Stake.OUTSIDE if "cache" in shown.lower() else Stake.WRITE  # what is lost there is asked again
    if last == "execute" and any(_CHANGES.match(value) for value in call.args[:1]):
        return Stake.WRITE
    if _RUNS.match(last) and any(
        arg.startswith(("=sql:INSERT", "=sql:UPDATE", "=sql:DELETE")) for arg in call.args[:1]
    ):
        return Stake.WRITE
    if name and last not in CLEANING and not only_builds(name):
        if _OUTSIDE.match(name):
            return Stake.OUTSIDE
        if _LOCAL.match(name):
            return Stake.LOCAL
    return Stake.READ


def is_queued(call: CallFact) -> bool:
    """Whether a command is only put into a pipeline of Redis, which sends all of them when it is executed."""
    return _QUEUED.search(call.path) is not None


def is_sending(call: CallFact, others: Iterable[CallFact]) -> bool:
    """Whether a call executes a pipeline of Redis into which one of the others has put something to write."""
    line = call.path.removesuffix(".execute")
    return line.endswith(".pipeline()") and any(
        is_queued(other) and other.path.startswith(line + ".") for other in others
    )


def asks_route(call: CallFact, others: Iterable[CallFact]) -> bool:
    """Whether a socket for datagrams is connected: that sends nothing, and only sets where they would go."""
    return call.path.endswith("socket.socket().connect") and any(
        other.path == "socket.socket" and "socket.SOCK_DGRAM" in other.args for other in others
    )


def puts_together(name: str) -> bool:
    """Whether an external call is known to add to a query that somebody else sends."""
    return _LAZY.match(name) is not None


def only_builds(name: str) -> bool:
    """Whether an external call is known to build a value, or to convert one."""
    return any(pattern.match(name) for pattern in (_PURE, _IN_PROCESS, _LAZY, _ANSWERED))


def _is_in_memory(call: CallFact) -> bool:
    """Whether something is put into a buffer, or done to a table: ``frame.rename(columns=...)``."""
    if any(value.startswith(("io.BytesIO()", "io.StringIO()")) for value in call.given):
        return True
    return last_name(call.path) in ("rename", "merge") and any(name in _OF_TABLES for name, _ in call.kwargs)


def _is_local(shown: str) -> bool:
    """Whether something is only written to a terminal, a page or a buffer."""
    return shown.startswith(
        ("sys.std", "io.", "self.stdout", "self.stderr", "builtins.", "streamlit.", "st.")
    )
