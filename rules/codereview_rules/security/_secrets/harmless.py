"""Chosen words that open nothing that matters: of services on the own machine, of accounts that refuse them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codereview.model import Zone

from . import notes, stock
from .defaults import Default
from .doubts import is_plain
from .names import Kind, words
from .wordsets import word_set

# A key under a name of these words alone is the application's own; any other belongs to a service elsewhere.
OWN_KEYS = word_set("""
    api key keys admin internal service app application master auth access server backend gateway proxy x
    my worker agent secret
""")
_OWN_WORD = "the word that such a service is delivered with, on the own machine"
_OWN_DATABASE = "a database of development on the own machine, as it seems"
_REFUSED = "a server of mail elsewhere takes no such word"
_ELSEWHERE = "a service elsewhere takes no such stand-in"
DOUBTFUL = frozenset({_OWN_WORD, _OWN_DATABASE, _REFUSED, _ELSEWHERE})
"""Reasons that leave a doubt; all others say that there is no fault."""

SERVICES = word_set("""
    captcha recaptcha hcaptcha turnstile stripe paypal razorpay twilio google github facebook linkedin oauth client
    aws s3 cloudinary sendgrid mailgun azure slack discord telegram
""")
_MAILS = word_set("smtp mail email imap pop3")
# Whose signing keys are made by the provider: with a word of one's own nothing is signed.
_PROVIDERS = word_set("""
    captcha recaptcha hcaptcha turnstile stripe paypal razorpay twilio aws s3 cloudinary sendgrid mailgun azure
""")
_RECEIVED = frozenset({"webhook", "webhooks", "callback", "hook", "verify", "verification"})

_TRIED = re.compile(r"(?:^|[-_.])(?:dev|local|tests?|testing|demo)(?:$|[-_.])", re.I)
_SERVER = re.compile(
    r"uvicorn|gunicorn|\.serve|run_server|run_app|runserver|FastAPI\(|Flask\(|\bapp\.run\(|Settings\b"
)
_MAIN = re.compile(r"if __name__ == [\"']__main__[\"']")


def why(item: Default, zone: Zone, lines: Sequence[str]) -> str:
    """Why a chosen word opens nothing that matters, empty if it does."""
    value = item.value
    if value.lower() in _DELIVERED:
        return "devices and brokers are delivered with this word, and it opens only those"
    if notes.is_for_tests(item.name) or ("option" in item.what and _FOR_TESTS.search(_around(item, lines))):
        return "only development or tests run with it"
    if value == "minioadmin" or (_STORES & frozenset(words(item.name)) and value.lower() in _OF_STORES):
        return _OWN_WORD
    if item.kind is Kind.SIGNING:
        return _ELSEWHERE if _is_of_provider(item.name) else ""
    if item.kind is Kind.PASSWORD:
        delivered = stock.is_stock(value) or stock.THROWAWAY.search(value) is not None
        of_service = notes.is_of_service(item.name) or is_in_service(item, lines)
        if of_service and _is_own(item, lines):
            if delivered:
                return _OWN_WORD
            if _is_of_development(item, lines) or stock.speaks(value) or is_plain(value):
                return _OWN_DATABASE
        if _MAILS & frozenset(words(item.name)) and (is_plain(value) or stock.is_of_such_words(value)):
            return _REFUSED
        if re.search(r"(?i)(?:^|[-_.])(?:tests?|testing|demo)(?:$|[-_.])", value):
            return "it says of itself that it is for development or tests"
        usual = stock.is_stock(value) or stock.is_of_such_words(value, item.name)
        if usual and (zone is Zone.SCRIPTS or _is_command(lines)):
            return (
                "a command that somebody calls by hand tries the word that a local service is delivered with"
            )
        return ""
    return _of_key(item, lines)


def _of_key(item: Default, lines: Sequence[str]) -> str:
    """The same of a key, a token or a secret."""
    value = item.value
    if item.kind in {Kind.KEY, Kind.TOKEN} and stock.says_so(value):
        return "it says of itself that it is for development or tests"
    if item.kind is Kind.SECRET and SERVICES & frozenset(words(item.name)) and _TRIED.search(value):
        return _ELSEWHERE
    foreign = item.kind in {Kind.KEY, Kind.TOKEN} and not OWN_KEYS.issuperset(
        set(words(item.name)) - {"token"}
    )
    if not foreign:
        return ""
    own = _is_own(item, lines)
    if _TRIED.search(value) or (own and stock.is_of_such_words(value)):
        return "a stand-in that no service elsewhere takes"
    return _OWN_WORD if own and is_plain(value) else ""


def _is_of_provider(name: str) -> bool:
    """Whether a provider elsewhere makes the key of this name; what it sends back is checked here, with any word."""
    its = frozenset(words(name))
    return bool(_PROVIDERS & its) and not _RECEIVED & its


_FOR_TESTS = re.compile(r"(?i)\b(?:test|sample|demo) (?:user|account)s?\b")
_STORES = frozenset({"minio", "s3"})
_OF_STORES = frozenset({"minioadmin", "minio123", "minio"})
_CLASS = re.compile(r"\s{0,40}class\s{1,4}(\w{1,80})")


_CONNECTED = re.compile(r"\b(?:database|dbname|db_name)=[^=][\s\S]{1,200}\bpassword=[^=]")


def is_in_service(item: Default, lines: Sequence[str]) -> bool:
    """Whether what is just called a password is of settings that are named for a database or a broker, or stands among
    the arguments that connect to a database."""
    if len(words(item.name)) > 1:
        return False
    if _CONNECTED.search(_around(item, lines)):
        return True
    above = (_CLASS.match(lines[i]) for i in range(item.node.lineno - 1, max(-1, item.node.lineno - 20), -1))
    return next((notes.is_of_service(found[1]) for found in above if found), False)


_OF_DEVELOPMENT = re.compile(r"[\"'](?:dev[_\-]\w{1,40}|\w{1,40}[_\-]dev|dev)[\"']")


def _is_of_development(item: Default, lines: Sequence[str]) -> bool:
    """Whether a database, a user or the password beside it is named for development, or all have one name."""
    around = _around(item, lines)
    own = re.escape(item.value)
    return bool(_OF_DEVELOPMENT.search(around)) or len(re.findall(rf"[\"']{own}[\"']", around)) >= 2


_OWN = re.compile(r"[\"'/@](?:localhost|127\.0\.0\.1)[\"':/]")


def _is_own(item: Default, lines: Sequence[str]) -> bool:
    """Whether the lines around a default say that what it opens is on the own machine."""
    return bool(_OWN.search(_around(item, lines)))


_SANDBOX = re.compile(r"(?i)//[\w.\-]{0,40}sandbox|sandbox[\w\-]{0,20}\.\w")


def _around(item: Default, lines: Sequence[str]) -> str:
    """The lines around a default."""
    return "\n".join(lines[max(0, item.node.lineno - 5) : item.node.lineno + 4])


_DELIVERED = word_set("alpine raspberry toor kali vagrant guest")


def _is_command(lines: Sequence[str]) -> bool:
    """Whether the file is a command for the shell: it runs as a program, and serves nobody."""
    text = "\n".join(lines)
    return bool(_MAIN.search(text)) and not _SERVER.search(text)


def is_of_sandbox(item: Default, lines: Sequence[str]) -> bool:
    """Whether the lines around a default name a service for trying."""
    return bool(_SANDBOX.search(_around(item, lines)))


_TRIAL = (
    r"(?i)\b{}_\w{{1,60}}[\"']?[^\n]{{0,60}}(?:\n[^\n]{{0,60}})?//[\w.\-]{{0,40}}"
    r"(?:pre-?prod|sandbox|staging|test)"
)


def is_beside_trial(item: Default, lines: Sequence[str]) -> bool:
    """Whether another setting whose name begins the same has the address of a service for trying."""
    owner = item.name.rpartition("_")[0].rpartition("_")[0] or item.name.rpartition("_")[0]
    around = "\n".join(lines[max(0, item.node.lineno - 16) : item.node.lineno + 15])
    return bool(owner) and re.search(_TRIAL.format(re.escape(owner)), around) is not None


_MAIL_SANDBOX = re.compile(r"(?i)\bethereal\.email|\bmailtrap\b|\bmailhog\b|\bmailpit\b|\bmailcatcher\b")


def is_of_mail_sandbox(item: Default, lines: Sequence[str]) -> bool:
    """Whether a password is of a service that keeps mail, and sends none."""
    if item.kind is not Kind.PASSWORD:
        return False
    return bool(_MAIL_SANDBOX.search("\n".join(lines[max(0, item.node.lineno - 9) : item.node.lineno + 4])))


ONLY_READS = re.compile(r"(?i)(?:^|[_\-.])read_?only(?:$|[_\-.])|(?:^|[_\-.])readers?$|^guest$|^anonymous$")
_USER = re.compile(
    r"(?i)user\w{0,8}[\"']?\]?\s{0,4}[:=,][^\n]{0,80}?[\"'](?P<user>[\w.\-]{2,60})[\"']\)?,?\s{0,4}$", re.M
)


def only_looks(item: Default, lines: Sequence[str]) -> bool:
    """Whether the account beside a password can only read, by its name."""
    if item.kind is not Kind.PASSWORD:
        return False
    return any(ONLY_READS.search(found["user"]) for found in _USER.finditer(_around(item, lines)))


def is_told_in_help(item: Default, lines: Sequence[str]) -> bool:
    """Whether the lines of an option have its default a second time: in the text that its users read."""
    place = item.node.lineno - 1
    return any(
        item.value in line
        for i, line in enumerate(lines[max(0, place - 6) : place + 7], max(0, place - 6))
        if i != place
    )


_GIVEN_TO = re.compile(r"\s{0,40}(?P<name>[A-Za-z_]\w{0,60})\s{0,4}(?::[^=\n]{1,40})?=(?!=)")


def signs_tokens(item: Default, lines: Sequence[str]) -> bool:
    """Whether the file signs or reads JSON web tokens with what the line of a default assigns."""
    found = _GIVEN_TO.match(lines[item.node.lineno - 1])
    if found is None or item.kind is not Kind.SECRET:
        return False
    used = rf"\bjwt\.(?:en|de)code\([^()]{{1,200}}?,\s{{0,80}}(?:key=)?{found['name']}\b"
    return re.search(used, "\n".join(lines)) is not None


_RANDOM = re.compile(r"uuid[14]\(|urandom\(|token_(?:hex|bytes|urlsafe)\(|getrandbits\(")


def hides_nothing(item: Default, lines: Sequence[str]) -> bool:
    """Whether the message that a literal authenticates was made up at random just before: who knows the key, knows
    nothing of it."""
    place = item.node.lineno
    return item.what.endswith("authentication code") and bool(
        _RANDOM.search("\n".join(lines[max(0, place - 5) : place]))
    )


_CLIENT = re.compile(
    r"(?m)^\s{0,8}(?:import|from)\b[^\n]{0,100}\b(?:requests|aiorequests|httpx|aiohttp|urllib3?|cloudscraper|curl_cffi)\b"
)
_HASHES = re.compile(r"(?i)pbkdf2|scrypt|bcrypt|argon2|passw|Serializer|signing")


def is_of_client(lines: Sequence[str]) -> bool:
    """Whether a file calls a service elsewhere, and hashes no password and signs nothing of its own."""
    text = "\n".join(lines)
    return bool(_CLIENT.search(text)) and "https://" in text and not _HASHES.search(text)


_PAGES = re.compile(r"MIDDLEWARE|ROOT_URLCONF|WSGI|ASGI|TEMPLATES|import \*|Flask|FastAPI|SESSION|include\(")


def serves_no_pages(lines: Sequence[str]) -> bool:
    """Whether settings of Django name applications, and nothing that answers a request: only the models are used."""
    text = "\n".join(lines)
    return "INSTALLED_APPS" in text and not _PAGES.search(text)


def only_reads(lines: Sequence[str]) -> bool:
    """Whether a file decrypts and never encrypts: such a key is of a format of others."""
    text = "\n".join(lines)
    return "decrypt(" in text and not re.search(r"encrypt(?:or)?\(", text.replace("decrypt", ""))


_DERIVED = re.compile(r"pbkdf2_hmac\(\s{0,60}[\"']\w{1,20}[\"'],\s{0,60}[\w.]{0,60}(?:key|KEY)\w{0,20}")


def derives_from_key(item: Default, lines: Sequence[str]) -> bool:
    """Whether the call around a salt is given what is called a key, and no password."""
    return bool(_DERIVED.search("\n".join(lines[max(0, item.node.lineno - 4) : item.node.lineno])))
