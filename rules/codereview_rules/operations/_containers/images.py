"""What is known of public images: who runs in them, and what a floating tag of theirs changes."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..._syntax.patterns import lazy_pattern

# Images whose user is root, as their own documentation says. What is not listed is not known.
_ROOT = lazy_pattern(
    r"(?:python|pypy|debian|ubuntu|alpine|node|golang|rust|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|"
    r"buildpack-deps|bitnami/minideb|nvidia/cuda|nvcr\.io/nvidia/\w+|pytorch/pytorch|tensorflow/tensorflow|"
    r"continuumio/(?:mini|ana)conda3?|condaforge/mini(?:forge|conda)3?|condaforge/mambaforge|"
    r"tiangolo/(?:uvicorn-gunicorn|uvicorn-gunicorn-fastapi|uwsgi-nginx|uwsgi-nginx-flask)|"
    r"ghcr\.io/astral-sh/uv|astral/uv|mcr\.microsoft\.com/playwright/python|osgeo/gdal|ghcr\.io/osgeo/gdal|"
    r"redhat/ubi\d|registry\.access\.redhat\.com/ubi\d(?:-minimal)?/?(?:ubi(?:-minimal)?)?|opensuse/leap|"
    r"mcr\.microsoft\.com/mirror/docker/library/\w+|public\.ecr\.aws/docker/library/\w+)$"
)
_LIBRARY = lazy_pattern(r"^(?:(?:index\.)?docker\.io/|registry-1\.docker\.io/)?(?:library/)?")
_DATABASES = {
    "postgres": 5432, "postgis/postgis": 5432, "bitnami/postgresql": 5432, "timescale/timescaledb": 5432,
    "pgvector/pgvector": 5432, "ankane/pgvector": 5432, "mysql": 3306, "mariadb": 3306, "bitnami/mysql": 3306,
    "bitnami/mariadb": 3306, "mongo": 27017, "bitnami/mongodb": 27017, "redis": 6379, "bitnami/redis": 6379,
    "valkey/valkey": 6379, "redis/redis-stack": 6379, "redis/redis-stack-server": 6379, "memcached": 11211,
    "elasticsearch": 9200, "docker.elastic.co/elasticsearch/elasticsearch": 9200, "cassandra": 9042,
    "clickhouse/clickhouse-server": 9000, "influxdb": 8086, "couchdb": 5984, "neo4j": 7687,
}  # fmt: skip
_KEEPS = lazy_pattern(
    r"postgres|postgis|timescale|pgvector|mysql|mariadb|mongo|elasticsearch|cassandra|neo4j"
)


class Image(NamedTuple):
    """An image: its name without Docker Hub's own prefix, its tag and whether it has a digest."""

    name: str
    tag: str
    digest: bool

    @property
    def runs_as_root(self) -> bool:
        """Whether its user is known to be root."""
        return _ROOT.match(self.name) is not None and "nonroot" not in self.tag and "rootless" not in self.tag

    @property
    def floats(self) -> bool:
        """Whether it is another image tomorrow, by its tag."""
        return not self.digest and self.tag in ("", "latest")

    @property
    def floating_python(self) -> bool:
        """Whether it is Python of whatever minor version is newest."""
        return self.name == "python" and not self.digest and re.search(r"\d\.\d", self.tag) is None

    @property
    def database_port(self) -> int:
        """The port of a database; 0 for other images."""
        return _DATABASES.get(self.name, 0)

    @property
    def keeps_data(self) -> bool:
        """Whether it is a database whose files a newer major version does not read without a migration."""
        return self.database_port != 0 and _KEEPS.search(self.name) is not None


def image(written: str) -> Image:
    """The parts of an image's name as ``FROM`` and ``image`` write it."""
    name, at, _ = written.partition("@")
    name = _LIBRARY.sub("", name, count=1)
    last = name.rpartition("/")[2]
    _, _, tag = last.partition(":")
    return Image(name[: len(name) - len(tag) - 1] if tag else name, tag, bool(at))
