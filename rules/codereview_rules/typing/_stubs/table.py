"""Which published stubs belong to which package.

The facts are those of mypy 2.4.1 (``mypy.stubinfo``, November 2026): stubs of typeshed for packages of which no release
has types (PEP 561). Packages that are rare, or of which some releases carry types, are left out.
"""

from __future__ import annotations

from typing import NamedTuple


class Stub(NamedTuple):
    """A distribution (canonical name), the module that it is imported as, and the distribution of its stubs."""

    distribution: str
    module: str
    stubs: str


STUBS = (
    Stub("aiofiles", "aiofiles", "types-aiofiles"),
    Stub("cachetools", "cachetools", "types-cachetools"),
    Stub("croniter", "croniter", "types-croniter"),
    Stub("dateparser", "dateparser", "types-dateparser"),
    Stub("defusedxml", "defusedxml", "types-defusedxml"),
    Stub("deprecated", "deprecated", "types-Deprecated"),
    Stub("docker", "docker", "types-docker"),
    Stub("docutils", "docutils", "types-docutils"),
    Stub("html5lib", "html5lib", "types-html5lib"),
    Stub("httplib2", "httplib2", "types-httplib2"),
    Stub("jmespath", "jmespath", "types-jmespath"),
    Stub("jsonschema", "jsonschema", "types-jsonschema"),
    Stub("ldap3", "ldap3", "types-ldap3"),
    Stub("lxml", "lxml", "lxml-stubs"),
    Stub("markdown", "markdown", "types-Markdown"),
    Stub("mock", "mock", "types-mock"),
    Stub("mysqlclient", "MySQLdb", "types-mysqlclient"),
    Stub("networkx", "networkx", "types-networkx"),
    Stub("oauthlib", "oauthlib", "types-oauthlib"),
    Stub("openpyxl", "openpyxl", "types-openpyxl"),
    Stub("pandas", "pandas", "pandas-stubs"),
    Stub("paramiko", "paramiko", "types-paramiko"),
    Stub("passlib", "passlib", "types-passlib"),
    Stub("pexpect", "pexpect", "types-pexpect"),
    Stub("polib", "polib", "types-polib"),
    Stub("protobuf", "google.protobuf", "types-protobuf"),
    Stub("psutil", "psutil", "types-psutil"),
    Stub("psycopg2", "psycopg2", "types-psycopg2"),
    Stub("psycopg2-binary", "psycopg2", "types-psycopg2"),
    Stub("pygments", "pygments", "types-Pygments"),
    Stub("pymysql", "pymysql", "types-PyMySQL"),
    Stub("pyserial", "serial", "types-pyserial"),
    Stub("python-dateutil", "dateutil", "types-python-dateutil"),
    Stub("python-jose", "jose", "types-python-jose"),
    Stub("pytz", "pytz", "types-pytz"),
    Stub("pywin32", "win32api", "types-pywin32"),
    Stub("pyyaml", "yaml", "types-PyYAML"),
    Stub("qrcode", "qrcode", "types-qrcode"),
    Stub("regex", "regex", "types-regex"),
    Stub("reportlab", "reportlab", "types-reportlab"),
    Stub("requests", "requests", "types-requests"),
    Stub("requests-oauthlib", "requests_oauthlib", "types-requests-oauthlib"),
    Stub("seaborn", "seaborn", "types-seaborn"),
    Stub("shapely", "shapely", "types-shapely"),
    Stub("simplejson", "simplejson", "types-simplejson"),
    Stub("six", "six", "types-six"),
    Stub("tabulate", "tabulate", "types-tabulate"),
    Stub("toml", "toml", "types-toml"),
    Stub("tqdm", "tqdm", "types-tqdm"),
    Stub("ujson", "ujson", "types-ujson"),
    Stub("xmltodict", "xmltodict", "types-xmltodict"),
)

__all__ = ["STUBS", "Stub"]
