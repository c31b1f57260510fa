"""What a handler does, as marks that a note carries, and the words by which it is told."""

from __future__ import annotations

import re

SILENT = 1
"""Nothing but ``pass``, ``...``, ``continue``, ``break`` or a bare ``return``."""
RETHROWS = 2
"""Raises what it caught."""
RAISES = 4
"""Raises something, under a condition or not."""
ENDS_RAISING = 8
"""Its last statement raises."""
USES = 16
"""Touches the exception: its text or itself."""
KEEPS = 32
"""Hands the exception itself on: as an argument, a result, a value that is kept."""
TRACE = 64
"""Logs, prints or reports with the traceback."""
LOGS = 128
LOUD = 256
"""Logs at warning or above."""
PRINTS = 512
TELLS = 1024
"""Calls something whose name says that it tells somebody."""
RETURNS = 2048
CONSTANT = 4096
"""Gives nothing but constants: returns or assigns them."""
EXITS = 8192
EXPLAINED = 16384
"""A comment in it says why."""
ACTS = 32768
"""Calls something else, or computes."""
JUMPS = 65536
"""Goes on with the next round of a loop, or leaves it."""
CAUSE = 131072
"""Raises with ``from`` the exception."""
FROM_NONE = 262144
BREAKS = 1048576
SORTS = 2097152
"""Asks of what kind the exception is, or reads its status or code."""
GUESSES = 4194304
"""What it logs names one cause."""
PARTED = 8388608
"""Where it logs, it does not raise."""
TOLD_AFTER = 16777216
"""The block leaves where it succeeds, and what follows it tells of the failure."""
ASKED_AFTER = 33554432
"""What follows the block asks for what the block sets."""
TOLD_LATER = 134217728
"""It is one attempt of a loop that ends with the first success, and what follows the loop can tell of the failure."""
REPEATS = 524288
"""Sleeps or counts attempts: another try follows."""

LEVELS = frozenset(
    {"debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log", "success"}
)
LOUD_LEVELS = frozenset({"warning", "warn", "error", "critical", "fatal", "exception"})
TRACERS = frozenset(
    """
    format_exc print_exc format_exception print_exception print_tb format_tb exc_info capture_exception
    captureException record_exception excepthook report_exception log_exception handle_exception handleError
    handle_error print_last print_stack format_stack exception notice_error send_exception TracebackException
    call_exception_handler report_exc set_exc_info set_exception logException log_exc print_traceback errback
    Failure
    """.split()
)
TEXTS = frozenset(
    "str repr type isinstance print format getattr hasattr len bool pprint unicode issubclass fprint secho echo".split()
)
_LOGGER = re.compile(r"(?:^|_)(?i:log)s?\d*$|(?i:logg(?:er|ing)|loguru)|[a-z]Log$")
TELLING = re.compile(
    r"(?:^|_)(?:log|logs|report|capture|notify|warn|warning|alert|error|errors|fail|failed|failure"
    r"|exception|print|echo"
    r"|secho|flash|toast|message|write|abort|debug|info|critical|fatal|reply|reply_text|answer|respond"
    r"|send|messagebox"
    r"|showerror|showwarning|emit|edit|edit_text|status|track|rollback|addError|perror|put|append"
    r"|add)(?:_|$|[A-Z])"
    r"|(?:error|log|exception|message|warning|fail|response|notify|alert)\w*$",
    re.IGNORECASE,
)
REPEATING = frozenset({"sleep", "backoff", "retry", "wait"})


def is_logger(name: str) -> bool:
    """Whether a receiver's last name is that of a logger: ``logger``, ``LOG``, ``logging``, ``_log``."""
    return bool(_LOGGER.search(name))
