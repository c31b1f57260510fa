"""Distributions whose own page says that they ended, and what that page names instead.

Each entry was taken in only where the authors themselves say so, on the page of the index or in the README of
the repository. ``fails`` is for those that an installation of their last version stops with an error.
"""

from __future__ import annotations

from typing import NamedTuple


class Ended(NamedTuple):
    """What became of a distribution: ``said`` in a clause, ``instead`` (may be empty), ``source``."""

    said: str
    instead: str
    source: str
    fails: bool = False
    since: str = ""
    """The first version of which it is true; empty if of all."""
    kept: bool = False
    """Whether faults are still mended."""


def _pypi(name: str) -> str:
    return f"https://pypi.org/project/{name}/"


ENDED: dict[str, Ended] = {
    "pypdf2": Ended("ended with 3.0; development went on as pypdf", "pypdf", _pypi("PyPDF2")),
    "nose": Ended("has had no maintainer for years and does not run on Python 3.12", "pytest", _pypi("nose")),
    "sklearn": Ended(
        "is a deprecated alias, which fails to install", "scikit-learn", _pypi("sklearn"), fails=True
    ),
    "pytorch": Ended("is a placeholder, which fails to install", "torch", _pypi("pytorch"), fails=True),
    "pycrypto": Ended(
        "is unmaintained, obsolete and has known holes",
        "pycryptodome or cryptography",
        "https://github.com/pycrypto/pycrypto",
    ),
    "aioredis": Ended("became a part of redis-py 4.2 (`redis.asyncio`)", "redis", _pypi("aioredis")),
    "raven": Ended("is the old client of Sentry, which is no longer worked on", "sentry-sdk", _pypi("raven")),
    "fuzzywuzzy": Ended("was renamed", "thefuzz", "https://github.com/seatgeek/fuzzywuzzy"),
    "tensorflow-gpu": Ended(
        "was removed; its last version fails to install",
        "tensorflow",
        _pypi("tensorflow-gpu"),
        fails=True,
        since="2.12",
    ),
    "tensorflow-addons": Ended(
        "has ended; there are no versions after May 2024", "", _pypi("tensorflow-addons")
    ),
    "boto": Ended("is the first generation and no longer maintained", "boto3", _pypi("boto")),
    "azure": Ended(
        "is a deprecated bundle, which fails to install",
        "the azure-* packages that are used",
        _pypi("azure"),
        fails=True,
        since="5.0",
    ),
    "adal": Ended("gets no more work, in favour of MSAL", "msal", _pypi("adal")),
    "oauth2client": Ended("is deprecated", "google-auth and oauthlib", _pypi("oauth2client")),
    "google-generativeai": Ended(
        "is deprecated in favour of the Google Gen AI SDK", "google-genai", _pypi("google-generativeai")
    ),
    "pep8": Ended("was renamed", "pycodestyle", _pypi("pep8")),
    "pep257": Ended("was renamed, and its successor has ended too", "ruff", _pypi("pep257")),
    "django-rest-swagger": Ended(
        "is no longer maintained", "drf-spectacular or drf-yasg", _pypi("django-rest-swagger")
    ),
    "slackclient": Ended("is the legacy client", "slack-sdk", _pypi("slackclient")),
    "watson-developer-cloud": Ended("was renamed", "ibm-watson", _pypi("watson-developer-cloud")),
    "recommonmark": Ended("is deprecated", "myst-parser", _pypi("recommonmark")),
    "docker-py": Ended("was renamed", "docker", _pypi("docker-py")),
    "pinecone-client": Ended("was renamed", "pinecone", _pypi("pinecone-client")),
    "flask-restplus": Ended(
        "is unmaintained; its community went on as a fork",
        "flask-restx",
        "https://github.com/noirbizarre/flask-restplus",
    ),
    "gym": Ended("is unmaintained since 2022", "gymnasium", _pypi("gym")),
    "typed-ast": Ended("has reached its end of life; Python's ast has what it had", "", _pypi("typed-ast")),
    "distribute": Ended("was merged back into setuptools in 2013", "setuptools", _pypi("distribute")),
    "pytest-runner": Ended("is deprecated", "pytest itself or tox", _pypi("pytest-runner")),
    "torchtext": Ended("is no longer developed since version 0.18", "", "https://github.com/pytorch/text"),
    "pyppeteer": Ended("is unmaintained", "playwright", "https://github.com/pyppeteer/pyppeteer"),
    "motor": Ended(
        "is deprecated since May 2025 in favour of PyMongo's own async interface, and only gets fixes",
        "pymongo",
        _pypi("motor"),
        kept=True,
    ),
    "opencensus": Ended(
        "was sunset", "opentelemetry-sdk", "https://github.com/census-instrumentation/opencensus-python"
    ),
    "allennlp": Ended("has ended in December 2022", "", "https://github.com/allenai/allennlp"),
    "selenium-wire": Ended("is no longer maintained", "", "https://github.com/wkeeling/selenium-wire"),
    "xlwt": Ended(
        "is no longer maintained", "openpyxl or xlsxwriter", "https://github.com/python-excel/xlwt"
    ),
    "bleach": Ended(
        "is deprecated since January 2023, and only gets fixes",
        "nh3",
        "https://github.com/mozilla/bleach/issues/698",
        kept=True,
    ),
}
