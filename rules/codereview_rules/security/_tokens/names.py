"""Names of values that nobody must be able to guess."""

from __future__ import annotations

import re
from functools import lru_cache

_SURE = re.compile(
    r"(^|_)((reset|access|auth|csrf|xsrf|session|verification|verify|activation|activate|invite|"
    r"invitation|login|refresh|remember|api|bearer|security|email|magic|unsubscribe|temp|temporary|password|user|"
    r"admin|client|app|share|device|recovery|backup|sms|mfa|two_factor|2fa|otp|registration|signup|validation)_?"
    r"(token|key|code|pin|otp|secret|hash)|otp|totp|password|passwd|passphrase|pwd|secret|secret_?key|api_?key|sessionid|oauth_state|"
    r"verify_?code|random_?password|csrf|activation_link|new_pw|pin_code)$"
)
_BARE = re.compile(r"(^|_)(token|state|code|pin|key|session_?id|sid|uid_token)$")
_ABOUT = re.compile(
    r"otp|verif|reset|token|passw|2fa|mfa|activat|invit|oauth|api_?key|session_id|forgot|auth|login|register|sign_?up"
)
_MAKES = re.compile(
    r"^_*(async_)?(generate|gen|create|make|get|new|build|random|issue)_*(a_|new_|random_|secure_|unique_|user_|numeric_)*"
    r"((reset|access|auth|csrf|session|verification|activation|confirmation|invite|invitation|login|refresh|api|"
    r"email|temp|temporary|password|user|admin|client|sms|security|recovery|backup|share)_?)*"
    r"(token|otp|password|passwd|secret|api_?key|verification_code|activation_code|reset_code|otp_code|invite_code|"
    r"pin|session_id|state|secret_key)(_string|_str|_code)?$"
)
_NOT = re.compile(
    r"next_|mask|special|pad_|eos|bos|num_|n_tokens|max_|vocab|sep_|cls_|unk|(^|_)word|zip_?code|country|lang|status|error|"
    r"exit|response_code|color|item_code|product_code|game|random_state|initial_state|seed|(?:cache|rate|limit|bucket|lock|throttle)_key|sort_key|foreign|"
    r"primary_key|partition|idempot|fake|mock|dummy|test|sample|example|captcha|confirmation_(code|number)|booking|order_"
)
PLACES = re.compile(
    r"fake|seed|mock|sample|simulat|populat|faker|locust|load_?test|fixture|dummy|benchmark|example|"
    r"(^|/)tests?(helpers?|utils?|support|data)?[/_.]|demo|vuln|playground|factor(y|ies)|game|synthetic|generate_data|data_?gen",
    re.IGNORECASE,
)


STATES = re.compile(r"version|revision|etag", re.IGNORECASE)
"""Names of what tells that something has changed: its tokens let nobody in."""


@lru_cache(maxsize=20_000)
def secret(name: str) -> str:
    """Whether a value of this name must be unguessable: ``sure``, ``bare`` (it depends), or empty."""
    low = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_").strip("_")
    if _NOT.search(low):
        return ""
    return "sure" if _SURE.search(low) else "bare" if _BARE.search(low) else ""


@lru_cache(maxsize=20_000)
def makes(name: str) -> bool:
    """Whether a function of this name returns such a value."""
    low = name.lower()
    return bool(_MAKES.match(low)) and not _NOT.search(low)


def is_of_document(name: str, text: str) -> bool:
    """Whether a code for verifying belongs to a certificate that is shown to everyone, and not to an account.

    Args:
        name: what the code is called.
        text: the file.
    """
    return (
        "verif" in name.lower()
        and "certificate" in text
        and not re.search(r"(?i)\b(?:otp|sms|2fa|phone)\b", text)
    )


def about(text: str) -> bool:
    """Whether a name speaks of accounts, so that a code or token in it is one of those."""
    return bool(_ABOUT.search(text.lower()))
