"""The endpoint answers in OSV's shapes, and never with an empty list for what it does not know."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from advisories_lab import export, record

from codereview.advisories.database import Database
from codereview.advisories.endpoint import Endpoint
from codereview.advisories.importing import import_file


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    target = tmp_path / "advisories.sqlite3"
    records = [
        record("PYSEC-1", "Lemon.Tree", {"introduced": "0"}, {"fixed": "1.2"}, aliases=["CVE-1"]),
        record("PYSEC-2", "lemon-tree", {"introduced": "1.1"}),
    ]
    import_file(export(tmp_path / "all.zip", records), target)
    with Database(target) as database, Endpoint(database) as endpoint:
        yield endpoint.url


def ask(url: str, body: object) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method="POST")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def package(name: str, version: str = "") -> dict[str, Any]:
    return {"package": {"name": name, "ecosystem": "PyPI"}, **({"version": version} if version else {})}


def test_it_listens_on_this_machine_only(url: str) -> None:
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/v1/query")


def test_a_query_gives_whole_records(url: str) -> None:
    status, body = ask(url, package("lemon_tree", "1.0"))
    assert status == 200
    (found,) = body["vulns"]
    assert (found["id"], found["aliases"], found["schema_version"]) == ("PYSEC-1", ["CVE-1"], "1.6.0")
    assert found["affected"][0]["package"] == {"name": "lemon-tree", "ecosystem": "PyPI"}
    assert found["affected"][0]["ranges"][0]["events"] == [{"introduced": "0"}, {"fixed": "1.2"}]
    assert found["modified"] == "2024-03-01T00:00:00.000000Z"


def test_nothing_known_is_an_empty_object(url: str) -> None:
    assert ask(url, package("pear", "1.0")) == (200, {})
    assert ask(url, package("lemon-tree", "0.9+local"))[1]["vulns"][0]["id"] == "PYSEC-1"


def test_package_urls_and_queries_without_version(url: str) -> None:
    assert [v["id"] for v in ask(url, {"package": {"purl": "pkg:pypi/lemon-tree@1.1"}})[1]["vulns"]] == [
        "PYSEC-1",
        "PYSEC-2",
    ]
    assert len(ask(url, package("lemon-tree"))[1]["vulns"]) == 2


def test_a_batch_keeps_the_order(url: str) -> None:
    queries = [package("pear", "1"), package("lemon-tree", "1.3"), package("lemon-tree", "1.0")]
    status, body = ask(url.replace("/query", "/querybatch"), {"queries": queries})
    assert status == 200
    assert body == {
        "results": [
            {},
            {"vulns": [{"id": "PYSEC-2", "modified": "2024-03-01T00:00:00.000000Z"}]},
            {"vulns": [{"id": "PYSEC-1", "modified": "2024-03-01T00:00:00.000000Z"}]},
        ]
    }


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {},
        {"commit": "0" * 40},
        {"package": {"name": "lemon-tree", "ecosystem": "npm"}, "version": "1"},
        {"package": {"name": "lemon-tree"}, "version": "1"},
        {"package": {"purl": "pkg:npm/lemon-tree@1"}},
        {"package": {"purl": "pkg:pypi/lemon-tree@1"}, "version": "1"},
        {"package": {"purl": "pkg:pypi/a@1", "name": "a"}},
        {"package": {"name": 7, "ecosystem": "PyPI"}},
    ],
)
def test_what_is_not_understood_is_refused(url: str, body: object) -> None:
    status, said = ask(url, body)
    assert status == 400
    assert said["message"]


def test_other_paths_are_not_there(url: str) -> None:
    assert ask(url.replace("/query", "/vulns/PYSEC-1"), package("lemon-tree"))[0] == 404


def test_a_closed_endpoint_is_gone(tmp_path: Path) -> None:
    target = tmp_path / "advisories.sqlite3"
    import_file(export(tmp_path / "all.zip", [record("PYSEC-1", versions=["1"])]), target)
    with Database(target) as database:
        endpoint = Endpoint(database)
        with endpoint:
            assert ask(endpoint.url, package("lemon", "1"))[0] == 200
        with pytest.raises(OSError, match="refused"):
            ask(endpoint.url, package("lemon", "1"))


def test_questions_wait_until_it_is_started(tmp_path: Path) -> None:
    target = tmp_path / "advisories.sqlite3"
    import_file(export(tmp_path / "all.zip", [record("PYSEC-1", versions=["1"])]), target)
    answers: list[tuple[int, Any]] = []
    with Database(target) as database:
        endpoint = Endpoint(database)
        client = threading.Thread(target=lambda: answers.append(ask(endpoint.url, package("lemon", "1"))))
        client.start()
        client.join(0.1)
        assert answers == []
        endpoint.start()
        client.join(10)
        endpoint.close()
    assert [status for status, _ in answers] == [200]
