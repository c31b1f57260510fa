"""Places where a broad handler is what one wants: edges of a program, clean-up, trying whether something is there."""

from __future__ import annotations

import re

from codereview.facts.module import CallFact
from codereview.facts.paths import last_name

from ..._syntax.patterns import lazy_pattern
from . import marks as k
from .handlers import Handler, Handlers
from .hidden import Hidden
from .stakes import CLEANING, PROBING, TELEMETRY

_EDGES = lazy_pattern(
    r"(?:main|_main|async_main|amain|run|_run|cli|start|serve|__main__|handle|lambda_handler|handler"
    r"|run_forever|run_loop"
    r"|run_bot|bot_main|worker|_worker|worker_loop|loop|_loop|main_loop|poll|_poll|monitor|_monitor"
    r"|watch|excepthook|on_error"
    r"|on_command_error|error_handler|handle_error|exception_handler|\w*health\w*|readiness\w*"
    r"|liveness\w*|ping|test_connection"
    r"|lifespan|dispatch|run_\w*(?:loop|worker|forever)|\w+_(?:loop|worker|forever|middleware))$"
)
_CLEANERS = lazy_pattern(
    r"_*(?:__del__|__exit__|__aexit__|a?close\w*|shut_?down\w*|stop\w*|clean\w*|tear_?down\w*"
    r"|disconnect\w*|dispose"
    r"|terminate\w*|kill\w*|release\w*|unload\w*|on_exit|at_?exit\w*|finali[sz]e|destroy|on_close"
    r"|cancel\w*|rollback"
    r"|cog_unload|remove_temp\w*|delete_temp\w*|safe_\w*(?:delete|remove|close|unlink|stop|disconnect"
    r"|edit|send)\w*"
    r"|try_\w*|\w*_(?:cleanup|teardown|shutdown|close|best_effort|safe|safely|quietly)|suppress\w*|silent\w*|quiet\w*"
    r"|best_effort\w*)$",
    re.IGNORECASE,
)
_PROBES = lazy_pattern(
    r"_*(?:is|has|can|supports|detect|probe|exists|check_(?:if|write|read|access|connection|availability))_|\w*(?:health|readiness|liveness)\w*$|ping$"
)
_SHOWING = frozenset(
    {
        "__repr__",
        "__str__",
        "__format__",
        "__rich_repr__",
        "_repr_html_",
        "__getattr__",
        "__hash__",
        "default",
        "json_default",
        "_json_default",
    }
)
_COMMANDS = frozenset(
    {"command", "group", "callback", "middleware", "exception_handler", "errorhandler", "app_errorhandler"}
)
_CLEANING_PREFIX = lazy_pattern(
    r"_*(?:stop|clean|kill|remove|unlink|delete_temp|cancel|terminate|release|destroy|dispose|unload|unregister|rollback)"
    r"|(?:\w+_)?(?:close|clean_?up|shutdown|teardown|disconnect)"
)
_PLAIN = frozenset(
    {
        "round",
        "int",
        "float",
        "dict",
        "strip",
        "lower",
        "format",
        "type",
        "set_tag",
        "set_extra",
        "isoformat",
        "max",
    }
)
_BESIDE = lazy_pattern(
    r"audit|cache|metric|telemetry|analytics|statistic|heartbeat|last_(?:seen|login|active|activity|used)",
    re.IGNORECASE,
)
"""What is kept beside the work itself, which is not to fail because of it."""
_HARMLESS = frozenset(
    """
    isinstance hasattr getattr str repr len list exists is_file is_dir Path join done is_alive poll get is_set
    create_task add add_done_callback discard
    glob rglob iterdir listdir scandir isdir isfile stat
    locals dirname basename fileno cancelled keys values items is_connected is_open is_closed is_running sleep print
    debug info warning exit write setattr all_tasks current_task get_event_loop get_running_loop gather super time
    """.split()
)


_AROUND_STATEMENTS = frozenset(
    {"execute", "commit", "cursor", "connect", "begin", "text", "close", *k.LEVELS}
)
_RECEIVES = frozenset({"read", "readexactly", "readuntil", "read1", "recv", "recv_into", "receive"})
_SENDS = frozenset({"write", "send", "sendall", "send_bytes"})
_OF_BOARDS = frozenset(
    """
    machine micropython utime uasyncio uos ujson ure ustruct ubinascii uhashlib usocket ussl uselect uio urequests
    umqtt uctypes framebuf pyb rp2 esp esp32
    """.split()
)
"""Modules that only boards have (https://docs.micropython.org/en/latest/library/index.html)."""


def is_edge(handlers: Handlers, handler: Handler) -> bool:
    """Whether a handler stands at the edge of a program: a main function, a command, a loop of a worker, a
    middleware, the code of a script."""
    path, index = handler.key
    if index < 0:
        return True
    function = handlers.project.function(handler.key)
    if _EDGES.match(function.name) or any(last_name(path) in _COMMANDS for path in function.decorators):
        return True
    if handler.at.loop >= 0 and handlers.project.files[path].loops[handler.at.loop].kind == "while":
        return True
    owner = function.qualname.rpartition(".")[0]
    return "Middleware" in owner or (function.name in ("__call__", "dispatch") and "Handler" in owner)


def is_cleanup(handlers: Handlers, handler: Handler) -> bool:
    """Whether what a handler guards only puts away what is not needed any more, or runs while another error is
    dealt with."""
    if handler.key[1] >= 0 and _CLEANERS.match(handlers.project.function(handler.key).name):
        return True
    if handlers.in_cleanup(handler):
        return True
    calls = handlers.calls(handler)
    names = [_name(call) for call in calls]
    cleaning = [name in CLEANING or bool(_CLEANING_PREFIX.match(name)) for name in names]
    return any(cleaning) and all(
        clean or name in _HARMLESS for clean, name in zip(cleaning, names, strict=True)
    )


def is_telemetry(hidden: Hidden, handler: Handler) -> bool:
    """Whether what a handler guards only logs, counts or traces: it must not disturb what it watches."""
    calls = hidden.handlers.calls(handler)
    telling = [
        _name(call) in k.LEVELS or bool(TELEMETRY.match(hidden.external(handler.key[0], call)))
        for call in calls
    ]
    return any(telling) and all(
        tells or _name(call) in _HARMLESS or _name(call) in _PLAIN
        for tells, call in zip(telling, calls, strict=True)
    )


def is_probing(handlers: Handlers, handler: Handler) -> bool:
    """Whether what a handler guards asks whether something is there: an import, a version, a feature of a
    terminal; or shows an object, which must not fail."""
    path, index = handler.key
    facts = handlers.project.files[path]
    if any(handler.guards(item.line) and item.function == index for item in facts.imports):
        return True
    if any(_name(call) in PROBING for call in handlers.calls(handler)):
        return True
    if index < 0:
        return False
    name = handlers.project.function(handler.key).name
    return name in _SHOWING or bool(_PROBES.match(name))


def is_optional(handlers: Handlers, handler: Handler) -> bool:
    """Whether the function is there for what may be missing, as its name says."""
    return handler.key[1] >= 0 and "optional" in handlers.project.function(handler.key).name.lower()


def is_beside(handlers: Handlers, handler: Handler) -> bool:
    """Whether all that a handler guards is kept beside the work: a cache, an audit's line, a number."""
    names = [_name(call) for call in handlers.calls(handler)]
    beside = [bool(_BESIDE.search(name)) for name in names]
    return any(beside) and all(
        is_one or name in _HARMLESS or name in _PLAIN for is_one, name in zip(beside, names, strict=True)
    )


def is_added_column(handlers: Handlers, handler: Handler) -> bool:
    """Whether all that a handler guards changes a table that may have been changed before: many databases cannot be
    asked to add a column only where it is missing."""
    calls = handlers.calls(handler)
    verbs = [next((value for value in call.args[:1] if value.startswith("=sql:")), "") for call in calls]
    return "=sql:ALTER" in verbs and all(
        verb == "=sql:ALTER" or (not verb and _name(call) in _AROUND_STATEMENTS)
        for verb, call in zip(verbs, calls, strict=True)
    )


def is_relay(handlers: Handlers, handler: Handler) -> bool:
    """Whether what a handler guards only passes bytes on from one end to another: it ends as one of them goes."""
    names = {_name(call) for call in handlers.calls(handler)}
    return bool(names & _RECEIVES and names & _SENDS) and names <= _RECEIVES | _SENDS | _HARMLESS | {"drain"}


def is_on_board(handlers: Handlers, handler: Handler) -> bool:
    """Whether a file is for MicroPython, which has no `logging` with a traceback."""
    path = handler.key[0]
    tops = {item.module.partition(".")[0] for item in handlers.project.files[path].imports if not item.level}
    folder, find = path.rpartition("/")[0], handlers.project.layout.find
    return any(not find(top, folder) for top in tops & _OF_BOARDS)


_NOTHING = frozenset({"False", "None", "0", "0.0", "''", '""', "[]", "{}"})
_VALIDATES = re.compile(
    r"_*(?:is_)?valid|_*(?:is|looks|match|parse|to|as|safe|try|coerce|get|verify|check|compare|convert|format|guess|detect)_"
)


def is_validator(handlers: Handlers, handler: Handler) -> bool:
    """Whether a handler tells by its result that a value is not valid."""
    if handler.key[1] < 0 or handler.constant not in _NOTHING:
        return False
    name = handlers.project.function(handler.key).name
    return _VALIDATES.match(name) is not None


def goes_on_waiting(handler: Handler) -> bool:
    """Whether a handler tries again after a while."""
    return handler.has(k.REPEATS)


def _name(call: CallFact) -> str:
    return last_name(call.written or call.path)
