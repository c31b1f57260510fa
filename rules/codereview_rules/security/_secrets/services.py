"""Secrets of services that have no prefix: told by a word of their name and the form of the value."""

from __future__ import annotations

import re

from .names import words

# Words of the name, the form of the value, the label.
_SERVICES = (
    (("aws",), r"[A-Za-z0-9/+=]{40}", "AWS secret access key"),
    (("secret", "access"), r"[A-Za-z0-9/+=]{40}", "AWS secret access key"),
    (("datadog",), r"[0-9a-f]{32}|[0-9a-f]{40}", "Datadog key"),
    (("dd",), r"[0-9a-f]{32}|[0-9a-f]{40}", "Datadog key"),
    (("heroku",), r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "Heroku API key"),
    (("cloudflare",), r"[A-Za-z0-9_\-]{37,40}", "Cloudflare API token"),
    (("cf",), r"[A-Za-z0-9_\-]{37,40}", "Cloudflare API token"),
    (("fastly",), r"[A-Za-z0-9_\-]{32}", "Fastly API token"),
    (("twilio",), r"[0-9a-f]{32}", "Twilio auth token"),
    (("okta",), r"00[A-Za-z0-9_\-]{40}", "Okta API token"),
    (("auth0",), r"[A-Za-z0-9_\-]{64}", "Auth0 client secret"),
    (("postmark",), r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "Postmark server token"),
    (("snyk",), r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "Snyk token"),
    (("terraform",), r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_\-=]{60,70}", "Terraform Cloud token"),
    (("paypal",), r"[A-Za-z0-9_\-]{80}", "PayPal client secret"),
    (("braintree",), r"[0-9a-f]{32}", "Braintree private key"),
    (("cohere",), r"[A-Za-z0-9]{40}", "Cohere API key"),
    (("mistral",), r"[A-Za-z0-9]{32}", "Mistral API key"),
    (("together",), r"[0-9a-f]{64}", "Together API key"),
    (("wandb",), r"[0-9a-f]{40}", "Weights & Biases API key"),
    (("algolia",), r"[0-9a-f]{32}", "Algolia API key"),
    (("sentry",), r"[0-9a-f]{64}", "Sentry token"),
    (("twitter",), r"[A-Za-z0-9]{35,50}", "Twitter secret"),
    (("facebook",), r"[0-9a-f]{32}", "Facebook app secret"),
    (("twitch",), r"[a-z0-9]{30}", "Twitch client secret"),
    (("linode",), r"[0-9a-f]{64}", "Linode token"),
    (("hetzner",), r"[A-Za-z0-9]{64}", "Hetzner token"),
    (("rollbar",), r"[0-9a-f]{32}", "Rollbar token"),
    (("asana",), r"\d/\d{16}(?:/\d{16})?:[0-9a-f]{32}", "Asana token"),
    (("trello",), r"[0-9a-f]{32}|[0-9a-f]{64}", "Trello key"),
    (("codecov",), r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "Codecov token"),
)  # fmt: skip


def service_of(name: str, value: str) -> str:
    """What a value under a name is, as ``Twilio auth token``; empty if no service is told."""
    parts = words(name)
    for needed, form, label in _SERVICES:
        if all(word in parts for word in needed) and re.fullmatch(form, value):
            return label
    return ""
