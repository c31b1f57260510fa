"""Names of functions that decide who gets in, and of what they decide by."""

from __future__ import annotations

import re
from functools import lru_cache

_VERB = re.compile(
    r"^_*(a|async_)?_*(verify|check|validate|is|has|can|authenticate|authorize|authorise|ensure|confirm|test|user_can|"
    r"user_has|verifies|checks)(_|$)|^\w+_can_"
)
_NOUN = re.compile(
    r"(^|_)(auth|authenticate|authenticated|authentication|authorize|authorise|authorized|authorization|permissions?|"
    r"perms?|access|token|password|passwd|pwd|signature|hmac|credentials?|owner|ownership|owns|jwt|apikey|secret|"
    r"otp|totp|2fa|mfa|captcha|recaptcha|csrf|login|admin|superuser|staff|role|roles|privileges?|"
    r"identity|allowed|permitted|webhook_signature|licen[cs]e|access_token|logged_in|pin)(_|$)|api_key|"
    r"(^|_)can_(edit|delete|view|access|read|write|update|manage|modify|see|approve|moderate|publish)(_|$)"
)
_OTHERWISE = re.compile(
    r"expir|revok|block|bann|denied|deny|lock|invalid|missing|black|anonym|requir|need|disab|unauth|stale|refresh|"
    r"limit|exist|avail|uniq|duplic|taken|present|fresh|empty|streng|strong|length|format|complex|polic|weak|reset|"
    r"chang|count|type|field|config|setup|health|connect|status|url|path|file|schema|not_|without|same|match_count|"
    r"default|first|support|enough|budget|usage|quota|lexer|special|stop|id_token_hint|balance|erc20|allowance|"
    r"has_token$|(^|_)(no|on|off|active)(_|$)|rate_|exam|retake|attempt|has_password$|usable|is_token$|is_password$|has_auth$|has_role_name|print|log_access|"
    r"overdue|outdated|readiness|liveness|probe|model_access|network|internet|attribute|property|method_allowed|disk|memory"
)
_IDENTITY = re.compile(
    r"^_*(get_|fetch_|load_|require_|resolve_|extract_|verify_|decode_|validate_)*(optional_)?(current_?(active_?)?"
    r"(user|account|admin|member|principal|superuser|customer|tenant|staff)(_id|_email)?|auth(enticated)?_?user|"
    r"user_from_(token|request|jwt|header|session|cookie)|(access_|jwt_|auth_|bearer_|id_)?token(_payload|_data)?|"
    r"authenticate(_user|_request|_token)?|authenticate_.*)$"
)
_WRAPS = re.compile(
    r"(^|_)(login|auth|token|jwt|admin|role|permission|api_?key|session|user)s?_required$|"
    r"^(requires?|check|with|ensure)_(auth|login|token|role|admin|permission|api_?key|jwt)\w*$|"
    r"^(protected|authenticated|authorized|auth|authorize|authenticate|jwt_protected|secured|restricted)$"
)
CREDENTIAL = re.compile(
    r"^(user_?|raw_?|plain_?|input_?|given_?|provided_?|candidate_?|current_?|old_?)?(passw(or)?d|pwd|passphrase|pin|"
    r"token|access_?token|auth_?token|jwt|jwt_token|signature|sig|hmac|mac|digest|otp|otp_code|totp_code|mfa_code|"
    r"api_?key|x_api_key|secret|captcha|captcha_response|captcha_token|credentials?|csrf_token)(_?(text|str|value|in|"
    r"input|plain|header))?$",
    re.IGNORECASE,
)
PASSWORD = re.compile(
    r"^(user_?|plain_?|raw_?|login_?)?(passw(or)?d|pwd|passphrase)(_?(text|input|field))?$", re.IGNORECASE
)
_LOGIN = re.compile(
    r"^_*(do_|user_|post_|handle_|api_|admin_|process_|perform_|async_|customer_|student_|doctor_)*"
    r"(login|log_in|sign_?in|authenticate)(_user|_view|_post|_page|_api|_handler|_route|_access_token|_for_access_token|"
    r"_submit|_admin|_customer|_endpoint)?$|^(authenticate|login)_(user|admin|customer)\w*$",
    re.IGNORECASE,
)
# deliberate switches: a condition that names one is meant
SWITCH = re.compile(
    r"debug|(^|_)dev($|_|el)|(^|_)test|environ|(^|_)env($|_)|enabled?|disabled?|bypass|skip|mock|local|setting|config|"
    r"require|optional|single_user|no_auth|allow_anon|public|feature|flag|demo|mode|insecure|internal|superuser|"
    r"is_admin|staff|option|exempt|whitelist|allowlist",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"anon|guest|public|error|invalid|fail|detail|message|unauth|denied|visitor|unknown|expired|none$",
    re.IGNORECASE,
)
STAND_IN = re.compile(
    r"mock|fake|dummy|stub|(?<![a-z])test|noop|no_op|null|allow_?any|allow_?all|anonymous|noauth|no_auth|insecure|example|sample|"
    r"(?<![a-z])none(?=\.py$|_?auth)|base$|^abstract|interface|protocol|demo|rate_?limit|throttl|limiter",
    re.IGNORECASE,
)
SECRET_NAME = re.compile(r"secret|token|api_?key|password|signing|hmac|(^|_)key($|_)", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def decides(name: str) -> bool:
    """Whether a function of this name says yes or no to somebody: True lets in."""
    low = name.lower()
    return bool(_VERB.match(low) and _NOUN.search(low) and not _OTHERWISE.search(low))


@lru_cache(maxsize=20_000)
def identifies(name: str) -> bool:
    """Whether a function of this name tells who is calling."""
    return bool(_IDENTITY.match(name.lower()))


@lru_cache(maxsize=20_000)
def wraps(name: str) -> bool:
    """Whether a decorator of this name guards what it decorates."""
    return bool(_WRAPS.search(name.lower()))


@lru_cache(maxsize=20_000)
def logs_in(name: str) -> bool:
    """Whether a function of this name lets somebody in by a password."""
    return bool(_LOGIN.match(name))
