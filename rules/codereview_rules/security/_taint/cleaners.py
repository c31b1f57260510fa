"""What makes a value harmless, what passes it on, and what asks whether it is all right.

Sources: the documentation of Python, Django, Flask, Werkzeug, SQLAlchemy, psycopg and bleach.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .flow.values import ALL, CODE, HTML, LOAD, PATH, REDIRECT, SHELL, SQL, TEMPLATE, URL

_TEXTUAL = SQL | SHELL | CODE | PATH | HTML | TEMPLATE | REDIRECT | URL

CLEANERS: dict[str, int] = {
    # numbers, dates, identifiers of a fixed form, hashes: nothing of the text is left
    **dict.fromkeys(
        "int float bool complex len ord hash id sum abs round isinstance issubclass callable UUID Decimal timedelta "
        "fromisoformat strptime fromtimestamp ObjectId parse_date parse_datetime hexdigest digest md5 sha1 sha256 "
        "sha512 blake2b new_hash generate_password_hash make_password hashpw check_password_hash hash_password "
        "ip_address ip_network IPv4Address IPv6Address uuid4 uuid1 uuid5 token_hex token_urlsafe range any all "
        "exists isfile isdir is_file is_dir getsize count index find rfind startswith endswith isdigit "
        "isalnum isalpha "
        "isnumeric isdecimal isidentifier time now today type url_for reverse url_path_for authenticate "
        "safe_join escape_string_literal getaddrinfo gethostbyname reverse_lazy slugify is_relative_to match "
        "fullmatch search getpid crc32 Literal".split(),
        ALL,
    ),
    "secure_filename": ALL & ~HTML,
    "get_valid_filename": ALL & ~HTML,
    "basename": PATH,
    "quote": SHELL | HTML | REDIRECT | URL,
    "quote_plus": SHELL | HTML | REDIRECT | URL | PATH,
    "urlencode": SHELL | HTML | REDIRECT | URL | PATH,
    "escape_uri_path": HTML | REDIRECT,
    **dict.fromkeys(("urlparse", "urlsplit", "url_parse"), URL | REDIRECT),  # taken apart to look at the host
    "escape": HTML,
    "conditional_escape": HTML,
    "force_escape": HTML,
    "format_html": HTML,
    "strip_tags": HTML,
    "clean": HTML,
    "sanitize": _TEXTUAL,
    "sanitize_html": HTML,
    "bleach": HTML,
    "nh3": HTML,
    "dumps": HTML | TEMPLATE | LOAD,
    "jsonify": HTML | TEMPLATE,
    "tojson": HTML,
    "quote_name": SQL,
    "quote_ident": SQL,
    "quote_identifier": SQL,
    "quote_literal": SQL,
    "Identifier": SQL,
    "Literal": SQL,
    "Placeholder": SQL,
    "bindparam": SQL,
    "column": SQL,
    "literal_column": 0,
    "mogrify": SQL,
    "escape_string": SQL,
    "real_escape_string": SQL,
    "escape_like": 0,
    "adapt": SQL,
    "join_args": SHELL,
    "list2cmdline": 0,
    "literal_eval": CODE | SQL | SHELL,
}
"""By the last name of what is called: the kinds of sinks that its result does no harm in."""

OF_TEXT = frozenset(
    "index find rfind count startswith endswith isdigit isalnum isalpha isnumeric isdecimal isidentifier "
    "exists is_file is_dir "
    "is_relative_to match fullmatch search time today type id sum any all now range clean hash round abs "
    "digest".split()
)
"""Those of them that mean this only as methods of the value, as builtins or out of a known module."""

_NAMED = re.compile(
    r"(?i)(?:^|_)(?:sanit\w*|escape\w*|quote\w*|clean_(?:html|filename|path|name|url|sql)|safe_(?:name|"
    r"path|url|filename|file_?name|join|"
    r"redirect|identifier)|secure_\w+|normali[sz]e_(?:identifier|name)|slugify|to_int|parse_int|as_int|"
    r"to_identifier|valid\w*|"
    r"check_(?:path|url|name|filename|file)|resolve_safe\w*|ensure_\w*(?:safe|within|inside)\w*|"
    r"whitelist\w*|allowlist\w*|hash\w*)(?:_|$)"
)

PASSES_RECEIVER = frozenset(
    """
    strip lstrip rstrip lower upper title capitalize casefold swapcase replace split rsplit splitlines partition
    rpartition encode decode expandtabs zfill ljust rjust center translate removeprefix removesuffix get pop popitem
    items values keys copy read readline readlines getlist getall get_all dict model_dump json to_dict getvalue
    first popleft setdefault as_posix absolute expanduser resolve joinpath with_name with_suffix
    with_stem to_python text body form get_json get_data receive_text receive_json receive_bytes getone get_text
    hex unsafe_dict getfirst model_dump_json tobytes asdict total data_iter rename_axis as_uri geturl _replace
    get_argument get_body_argument get_query_argument get_arguments lists group groups stream file readall
    """.split()
)
"""Methods whose result holds what their object holds."""
TAKES_ARGUMENTS = frozenset(
    {"format", "format_map", "join", "joinpath", "replace", "get", "pop", "with_name"}
)
"""Those whose result holds their arguments too."""

PASSES = frozenset(
    """
    str bytes bytearray repr list tuple set frozenset dict sorted reversed next iter enumerate zip map filter max min
    abspath realpath normpath expanduser expandvars normcase splitext dirname Path PurePath PosixPath
    PurePosixPath unquote unquote_plus urljoin urlunparse urlunsplit loads b64decode urlsafe_b64decode
    standard_b64decode b16decode b32decode unhexlify fromhex decompress cast copy deepcopy BytesIO StringIO
    dedent unescape smart_str force_str smart_text force_text force_bytes to_unicode ensure_str SQL Composed
    from_thread parse_qs parse_qsl deque OrderedDict defaultdict Counter chain SimpleNamespace namedtuple
    decodebytes decodestring cleandoc fsdecode fsencode iri_to_uri Munch TextIOWrapper wrap fill lower str_
    """.split()
)
"""Functions whose result holds what they are given."""
BUILTIN = frozenset(
    "str bytes bytearray repr list tuple set frozenset dict sorted reversed next iter enumerate zip map "
    "filter max min copy lower".split()
)
"""Those of them that mean something else as methods."""
PATHS = frozenset({"Path", "PurePath", "PosixPath", "PurePosixPath", "abspath", "realpath", "normpath"})
"""Those of them that make paths."""
MUTATES = frozenset({"append", "extend", "add", "update", "insert", "appendleft", "write", "setdefault"})
"""Methods that put an argument into their object."""

_GUARDS = re.compile(
    r"(?i)safe|valid|authori[sz]|whitelist|allowlist|allowed|(?:^|_)allow_|verif|permit|legal|trust|fullmatch|^match$|"
    r"^search$|isdigit|isalnum|isalpha|isnumeric|"
    r"isdecimal|isidentifier|is_relative_to|commonpath|commonprefix|url_has_allowed|forbid|blocked|"
    r"private|denied|sanit|"
    r"(?:^|_)(?:check|is|has|ensure|assert|require|contains)_\w*(?:path|url|uri|host|name|ident|inside|"
    r"within|subpath|"
    r"domain|scheme|ip|table|column|sql|query|injection|traversal)|urlparse|urlsplit|url_parse|"
    r"relative_to|ip_address|isascii|(?:^|_)check_\w{0,40}(?:redirect|next|target|return_to|destination)|"
    r"(?:^|_)is_(?:known|registered|declared|supported|defined)$|(?:^|_)(?:table|column|field)_exists$"
)
_LOOKS_UP = re.compile(
    r"(?:get|find|filter|lookup|fetch|one|scalar|has|query)(?:_\w+)?\Z|(?:exists|first|count)\Z"
)
_STATEMENTS = re.compile(
    r"(?i)^_?(?:validate|check|verify|assert|ensure|require|guard|reject|sanit|forbid|raise_if|must|test_|"
    r"enforce|abort_if|deny)|"
    r"_(?:or_raise|or_404|or_abort|or_die)$|^(?:int|float|UUID|strptime|fromisoformat|ip_address|"
    r"relative_to|Decimal)$"
)
_EXTENSIONS = re.compile(
    r"(?i)allowed_(?:file|ext|image|upload)|valid_(?:file_?type|ext|image|mime)|is_image|_ext(?:ension)?s?$"
)
LEAVES = frozenset({"abort", "exit", "_exit", "fail", "die", "quit"})
"""Functions that do not come back."""

NUMBERS = frozenset(
    "size content_length status_code id pk length port count ndim shape seek tell status errors user session method "
    "is_valid validate is_authenticated scheme is_secure is_json is_ajax mimetype content_type charset".split()
)
"""Attributes that hold no text of the sender."""


@lru_cache(maxsize=20_000)
def cleans(name: str) -> bool:
    """Whether a function of the project with this name cleans what it is given."""
    return _NAMED.search(name) is not None


@lru_cache(maxsize=20_000)
def guards(name: str) -> bool:
    """Whether the answer of a function with this name tells whether a value is all right."""
    return _GUARDS.search(name) is not None


@lru_cache(maxsize=20_000)
def looks_up(name: str) -> bool:
    """Whether a call with this name finds something by what it is given: if it does, that is something known."""
    return _LOOKS_UP.match(name) is not None


@lru_cache(maxsize=20_000)
def raises(name: str) -> bool:
    """Whether a function with this name is called for what it raises."""
    return _STATEMENTS.search(name) is not None


@lru_cache(maxsize=20_000)
def looks_at_end(name: str) -> bool:
    """Whether a function with this name looks at the end of a file's name only: a path may still lead elsewhere."""
    return _EXTENSIONS.search(name) is not None
