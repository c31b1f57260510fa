"""Formats of secrets of web services, payments, messaging and model providers, from the vendors' public
documentation."""

from __future__ import annotations

from codereview.api import Severity

from . import checks
from .hit import Check, Format

_HIGH = Severity.HIGH
_LOW = Severity.LOW
_END = r"(?![A-Za-z0-9_\-])"
_ALNUM = "[A-Za-z0-9]"
_WORD = r"[A-Za-z0-9_\-]"
_HEX = "[0-9a-f]"
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _of(
    label: str, prefix: str, body: str, severity: Severity = Severity.CRITICAL, check: Check | None = None
) -> Format:
    escaped = prefix.replace(".", r"\.").replace("+", r"\+").replace("$", r"\$")
    return Format(label, prefix, escaped + body + _END, severity, check)


MODELS = (
    _of("OpenAI project key", "sk-proj-", _WORD + "{20,80}T3BlbkFJ" + _WORD + "{20,80}"),
    _of("OpenAI project key", "sk-proj-", _WORD + "{40,200}", check=checks.mixed),
    _of("OpenAI service account key", "sk-svcacct-", _WORD + "{40,200}"),
    _of("OpenAI admin key", "sk-admin-", _WORD + "{40,200}"),
    _of("OpenAI API key", "sk-", _ALNUM + "{20}T3BlbkFJ" + _ALNUM + "{20}"),
    _of("Anthropic API key", "sk-ant-api03-", _WORD + "{80,120}"),
    _of("Anthropic admin key", "sk-ant-admin01-", _WORD + "{80,120}"),
    _of("Anthropic key", "sk-ant-", _WORD + "{32,150}", check=checks.mixed),
    _of("OpenRouter API key", "sk-or-v1-", _HEX + "{64}"),
    _of("Langfuse secret key", "sk-lf-", _UUID, _HIGH),
    _of("API key of an OpenAI-compatible service", "sk-", _HEX + "{32}"),
    _of("API key of an OpenAI-compatible service", "sk-", _ALNUM + "{40,60}", _HIGH, checks.mixed),
    _of("Groq API key", "gsk_", _ALNUM + "{52}"),
    _of("Perplexity API key", "pplx-", _ALNUM + "{40,64}"),
    _of("Replicate API token", "r8_", _ALNUM + "{37}"),
    _of("Hugging Face token", "hf_", "[A-Za-z]{34}"),
    _of("Hugging Face token", "hf_", _ALNUM + "{30,40}", check=checks.mixed),
    _of("Hugging Face organisation token", "api_org_", _ALNUM + "{34}"),
    _of("xAI API key", "xai-", _ALNUM + "{70,90}"),
    _of("Fireworks API key", "fw_", _ALNUM + "{22,24}", _HIGH, checks.mixed),
    _of("Tavily API key", "tvly-", r"(?:dev-|prod-)?[A-Za-z0-9]{32}"),
    _of("LangSmith API key", "lsv2_", r"(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    _of("LangSmith API key", "ls__", _HEX + "{32}"),
    _of("Pinecone API key", "pcsk_", _ALNUM + "{5,7}_" + _ALNUM + "{60,66}"),
    _of("ElevenLabs API key", "sk_", _HEX + "{48}"),
    _of("NVIDIA API key", "nvapi-", _WORD + "{60,70}"),
    _of("Jina API key", "jina_", _WORD + "{60,66}"),
    _of("Firecrawl API key", "fc-", _HEX + "{32}"),
    _of("E2B API key", "e2b_", _HEX + "{40}"),
    _of("Cerebras API key", "csk-", "[a-z0-9]{48}"),
)

MONEY = (
    _of("Stripe live secret key", "sk_live_", _ALNUM + "{16,247}"),
    _of("Stripe live restricted key", "rk_live_", _ALNUM + "{16,247}"),
    _of("Stripe test secret key", "sk_test_", _ALNUM + "{16,247}", _LOW),
    _of("Stripe test restricted key", "rk_test_", _ALNUM + "{16,247}", _LOW),
    _of("Stripe webhook secret", "whsec_", r"[A-Za-z0-9+/]{32,64}={0,2}", _HIGH),
    _of("Shopify access token", "shpat_", "[0-9a-fA-F]{32}"),
    _of("Shopify custom app token", "shpca_", "[0-9a-fA-F]{32}"),
    _of("Shopify private app password", "shppa_", "[0-9a-fA-F]{32}"),
    _of("Shopify shared secret", "shpss_", "[0-9a-fA-F]{32}"),
    _of("Square access token", "sq0atp-", _WORD + "{22}"),
    _of("Square OAuth secret", "sq0csp-", _WORD + "{43}"),
    _of("Square access token", "EAAA", _WORD + "{60}", check=checks.mixed),
    _of("Braintree access token", "access_token$production$", r"[0-9a-z]{16}\$[0-9a-f]{32}"),
    _of("Razorpay live key", "rzp_live_", _ALNUM + "{14,24}"),
    _of("Flutterwave secret key", "FLWSECK-", "[0-9a-f]{32}-X"),
    _of("Flutterwave test key", "FLWSECK_TEST-", "[0-9a-f]{32}-X", _LOW),
    _of("Onfido live token", "api_live", r"(?:_ca|_us)?\.[A-Za-z0-9_\-]{11}\.[A-Za-z0-9_\-]{32}"),
    _of("Plaid access token", "access-production-", _UUID),
    _of("GoCardless live token", "live_", r"[A-Za-z0-9\-_=]{40}", check=checks.mixed),
    _of("EasyPost production key", "EZAK", _ALNUM + "{54}"),
    _of("EasyPost test key", "EZTK", _ALNUM + "{54}", _LOW),
    _of("Shippo live token", "shippo_live_", _HEX + "{40}"),
    _of("Duffel live token", "duffel_live_", r"[A-Za-z0-9_\-=]{43}"),
)

MESSAGES = (
    _of("Slack bot token", "xoxb-", r"[0-9]{8,14}-[0-9A-Za-z\-]{16,80}"),
    _of("Slack user token", "xoxp-", r"[0-9]{8,14}-[0-9A-Za-z\-]{24,120}"),
    _of("Slack workspace token", "xoxa-", r"(?:2-)?[0-9]{8,14}-[0-9A-Za-z\-]{16,120}"),
    _of("Slack refresh token", "xoxr-", r"[0-9]{8,14}-[0-9A-Za-z\-]{16,120}"),
    _of("Slack session token", "xoxs-", r"[0-9]{8,14}-[0-9A-Za-z\-]{16,120}"),
    _of("Slack rotated token", "xoxe", r"(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,200}"),
    _of("Slack app-level token", "xapp-", r"\d-[A-Z0-9]{8,14}-\d{8,15}-[a-z0-9]{40,80}"),
    _of("SendGrid API key", "SG.", _WORD + "{20,24}[.]" + _WORD + "{39,50}"),
    _of("Mailgun API key", "key-", _HEX + "{32}", _HIGH),
    _of("Mandrill API key", "md-", _WORD + "{22}", _HIGH, checks.mixed),
    _of("Brevo API key", "xkeysib-", "[0-9a-f]{64}-[A-Za-z0-9]{16}"),
    _of("Brevo SMTP key", "xsmtpsib-", "[0-9a-f]{64}-[A-Za-z0-9]{16}"),
    _of("Resend API key", "re_", _ALNUM + "{8}_" + _ALNUM + "{20,30}"),
    _of("MailerSend API token", "mlsn.", _HEX + "{64}"),
    _of("Twilio API key", "SK", _HEX + "{32}", _HIGH),
    _of("Knock secret key", "sk_", _WORD + "{43}", _HIGH, checks.mixed),
)

WORK = (
    _of("Linear API key", "lin_api_", _ALNUM + "{40}"),
    _of("Linear OAuth token", "lin_oauth_", _HEX + "{64}"),
    _of("Notion integration token", "ntn_", _ALNUM + "{43,50}"),
    _of("Notion integration token", "secret_", _ALNUM + "{43}", check=checks.mixed),
    _of("Airtable personal access token", "pat", _ALNUM + "{14}[.][0-9a-f]{64}"),
    _of("Figma personal access token", "figd_", _WORD + "{40}"),
    _of("Typeform token", "tfp_", r"[A-Za-z0-9_\-=.]{44,64}"),
    _of("Contentful management token", "CFPAT-", _WORD + "{43}"),
    _of("HubSpot private app token", "pat-", r"(?:na|eu)[12]-" + _UUID),
    _of("ReadMe API key", "rdme_", "[a-z0-9]{70}"),
    _of("Kolide API key", "k2sk_v1_", _ALNUM + "{24}"),
    _of("Infracost API key", "ico-", _ALNUM + "{32}", _HIGH, checks.mixed),
    _of("AWS AppSync API key", "da2-", "[a-z0-9]{26}", _HIGH, checks.digits),
    _of("Postman API key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}"),
    _of("Frame.io token", "fio-u-", _WORD + "{64}"),
    _of("Stytch live secret", "secret-live-", r"[A-Za-z0-9_\-=]{36}"),
    _of("Statsig secret", "secret-", _ALNUM + "{43}", check=checks.mixed),
    _of("Ubidots token", "BBFF-", _ALNUM + "{30,40}"),
    _of("Settlemint access token", "sm_aat_", _ALNUM + "{16}"),
    _of("Mapbox secret token", "sk.eyJ", r"[A-Za-z0-9_\-]{60,120}[.]" + _WORD + "{20,24}"),
    _of("Dropbox access token", "sl.", r"(?:u\.)?[A-Za-z0-9_\-]{120,1500}"),
    _of("Google OAuth access token", "ya29.", _WORD + "{40,400}", _HIGH),
    _of("Facebook access token", "EAACEdEose0cBA", _ALNUM + "{20,300}"),
    _of("Facebook access token", "EAA", _ALNUM + "{80,300}", check=checks.mixed),
    _of("Instagram access token", "IGQV", _WORD + "{80,250}"),
    _of("Twitter bearer token", "AAAAAAAAAAAAAAAAAAAAA", r"[A-Za-z0-9%]{60,120}"),
    _of(
        "Adyen API key",
        "AQE",
        r"[A-Za-z0-9+/]{60,200}-[A-Za-z0-9+/=]{20,60}-[A-Za-z0-9!#$%&()*+,./:;<=>?@^_{|}~\-]{8,40}",
    ),
)

FORMATS: tuple[Format, ...] = (*MODELS, *MONEY, *MESSAGES, *WORK)
