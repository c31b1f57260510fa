"""``codereview compare``: what the two arguments can be, what is printed, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from codereview import auditor
from codereview.cli.main import main
from codereview.config import load
from codereview.model import Audit
from codereview.report.serialize import to_json

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
SWALLOWS = (
    "def {name}(path):\n    try:\n        return open(path).read()\n    except Exception:\n        pass\n"
)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def commit(root: Path, tag: str, files: dict[str, str]) -> None:
    write(root, files)
    git(root, "add", "-f", ".")
    git(root, "commit", "-q", "-m", tag)
    git(root, "tag", tag)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two versions: one fault is fixed in the second, one is new, one is moved."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    commit(
        root,
        "v1",
        {
            ".gitignore": "kept.py\n",
            "kept.py": SWALLOWS.format(name="ignored"),
            "app.py": '"""Starts."""\n\n'
            + SWALLOWS.format(name="first")
            + "\n\n"
            + SWALLOWS.format(name="second"),
            "before/names.py": "".join(f"NAME_{n} = {n}\n" for n in range(12))
            + SWALLOWS.format(name="third"),
            "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\nrequires-python = '>=3.10'\n",
        },
    )
    git(root, "mv", "before/names.py", "names.py")
    commit(
        root,
        "v2",
        {
            "app.py": '"""Starts."""\n\nimport os\n\n' + SWALLOWS.format(name="second"),
            "fresh.py": SWALLOWS.format(name="fourth"),
        },
    )
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments])


def compared(*arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json", "--tools", "none", "--jobs", "1")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def symbols(found: dict[str, object], key: str) -> set[str]:
    listed = found[key]
    assert isinstance(listed, list)
    return {str(item["symbol"]) for item in listed if item["rule"] == "REL007" or item["rule"] == "REL006"}


def audited(root: Path, *, isolated: bool = False) -> Audit:
    return auditor.audit(root, load(root, None, isolated, {"tools": (), "cache": False, "jobs": 1}))


def test_two_commits(shop: Path) -> None:
    found = compared("v1", "v2")
    assert symbols(found, "new") == {"fourth"}
    assert symbols(found, "fixed") == {"first"}
    assert found["renamed"] == {"before/names.py": "names.py"}
    moved = found["moved"]
    assert isinstance(moved, list)
    assert ("before/names.py", "names.py") in {(item["old"]["path"], item["new"]["path"]) for item in moved}
    assert found["before"]["label"] == "v1"  # type: ignore[index]
    assert found["before"]["project"]["name"] == "shop"  # type: ignore[index]
    assert found["before"]["project"]["vcs"]["commit"] == git(shop, "rev-parse", "v1")  # type: ignore[index]
    assert git(shop, "status", "--porcelain") == ""


def test_the_audit_of_a_commit_is_that_of_its_checkout(shop: Path, tmp_path: Path) -> None:
    from codereview.auditor.run import done
    from codereview.cli.progress import Bars
    from codereview.collect.ref import at_ref

    git(tmp_path, "clone", "-q", "--branch", "v1", str(shop), str(tmp_path / "other" / "shop"))
    settings = load(shop, None, True, {"tools": (), "cache": False, "jobs": 1})
    with at_ref(shop, "v1") as written:
        of_commit = done(written.folder, settings, (), Bars(shown=False), written.listing).audit
    of_checkout = audited(tmp_path / "other" / "shop", isolated=True)
    assert of_commit.findings == of_checkout.findings
    assert of_commit.score == of_checkout.score
    plain = {"timing": None, "pictures": None}  # the one lies apart from its history
    one, two = (msgspec.structs.replace(made, **plain) for made in (of_commit, of_checkout))
    assert to_json(one) == to_json(two)
    assert written.folder not in to_json(of_commit).decode()
    assert any(item.path == "kept.py" for item in of_commit.findings)


def test_a_commit_and_the_work_tree(shop: Path) -> None:
    write(shop, {"later.py": SWALLOWS.format(name="fifth")})
    found = compared("v2", ".")
    assert symbols(found, "new") == {"fifth"}
    assert found["after"]["label"] == "work tree"  # type: ignore[index]
    assert found["after"]["kind"] == "folder"  # type: ignore[index]


def test_stored_audits(shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "now.json"
    path.write_bytes(to_json(audited(shop)))
    same = compared(str(path), str(path))
    assert (same["new"], same["fixed"], same["not_comparable"]) == ([], [], [])
    mixed = compared("v1", str(path))
    assert symbols(mixed, "new") == {"fourth"}
    backwards = compared(str(path), "v1")
    assert symbols(backwards, "fixed") == {"fourth"}


def test_a_repository_elsewhere_and_a_branch_with_the_name_of_a_folder(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(shop, "branch", "names", "v1")
    write(shop, {"names/inner.py": SWALLOWS.format(name="inner")})
    assert compared("names", "v2")["before"]["kind"] == "commit"  # type: ignore[index]
    commit(shop, "v3", {"names/more.py": ""})
    assert compared("v3", "./names")["after"]["kind"] == "folder"  # type: ignore[index]
    monkeypatch.chdir(tmp_path)
    assert symbols(compared("v1", "v2", "--repository", str(shop)), "new") == {"fourth"}


def test_settings_are_those_of_the_new_side(shop: Path) -> None:
    commit(shop, "v3", {"codereview.toml": "ignore = ['REL006', 'REL007']\n"})
    found = compared("v1", "v3")
    assert symbols(found, "fixed") == symbols(found, "new") == set()
    assert symbols(compared("v1", "v3", "--isolated"), "new") == {"fourth"}


def test_gates(shop: Path) -> None:
    fails = run("v1", "v2", "--tools", "none", "--fail-on-new", "low", "--plain")
    assert fails.exit_code == 1
    assert "new finding" in fails.stdout
    passes = run("v1", "v2", "--tools", "none", "--fail-on-new", "critical", "--quiet")
    assert (passes.exit_code, passes.stdout, passes.stderr) == (0, "", "")
    commit(shop, "v3", {f"more{n}.py": SWALLOWS.format(name="more") for n in range(3)})
    lower = run("v1", "v3", "--tools", "none", "--fail-if-lower", "0", "--json")
    higher = run("v3", "v1", "--tools", "none", "--fail-if-lower", "0", "--json")
    assert (lower.exit_code, higher.exit_code) == (1, 0)
    assert "lower, and no fall was allowed" in lower.stderr
    assert run("v1", "v2", "--tools", "none", "--fail-if-lower", "50", "-q").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("v1", "v9"), "v9: there is no such commit, branch or tag; did you mean"),
        (("v1", "./nothing"), "./nothing: there is no such file or folder"),
        (("v1", "missing.json"), "missing.json: the Audit file cannot be read"),
        (("v1", "app.py"), "app.py is not an Audit file"),
        (("v1", "v2", "--fail-on-new", "hihg"), "did you mean high?"),
        (("v1", "v2", "--format", "htm"), "did you mean html?"),
        (("v1", "v2", "--select", "NOPE"), "select NOPE: no rule has this id"),
        (("v1", "empty"), "empty holds no Python file to audit"),
    ],
)
def test_bad_input_is_one_sentence(shop: Path, arguments: tuple[str, ...], said: str) -> None:
    git(shop, "checkout", "-q", "--orphan", "empty")
    git(shop, "rm", "-rqf", ".")
    write(shop, {"readme.txt": "nothing\n"})
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "empty")
    git(shop, "checkout", "-q", "main")
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "codereview-" not in done.stderr


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("main", "HEAD")
    assert done.exit_code == 2
    assert "its commits cannot be read" in done.stderr


def test_another_schema(shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "future.json"
    path.write_text('{"schema": 99}')
    done = run("v1", str(path))
    assert done.exit_code == 2
    assert "schema version 99" in done.stderr


def test_two_projects_are_compared_and_named(shop: Path, tmp_path: Path) -> None:
    one = audited(shop)
    other = msgspec.structs.replace(one, project=msgspec.structs.replace(one.project, name="store"))
    for name, made in (("one", one), ("two", other)):
        (tmp_path / f"{name}.json").write_bytes(to_json(made))
    done = run(str(tmp_path / "one.json"), str(tmp_path / "two.json"))
    assert done.exit_code == 0
    assert "two projects by name: shop and store" in " ".join(done.stdout.split())


def test_an_audit_without_what_its_score_stands_on(shop: Path, tmp_path: Path) -> None:
    one = audited(shop)
    path = tmp_path / "old.json"
    path.write_bytes(to_json(msgspec.structs.replace(one, basis=None)))
    found = compared(str(path), "v1")
    assert found["score"] is None
    assert "did not yet store" in str(found["score_gap"])
    assert symbols(found, "fixed") == {"fourth"}


def test_reports_go_into_files(shop: Path, tmp_path: Path) -> None:
    names = ("c.md", "c.html", "c.json", "c.txt")
    arguments = [part for name in names for part in ("-o", str(tmp_path / name))]
    done = run("v1", "v2", "--tools", "none", "-q", *arguments)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert all((tmp_path / name).stat().st_size > 500 for name in names)
    comment = run("v1", "v2", "--tools", "none", "--format", "comment")
    assert comment.stdout.startswith("## shop: grade")
    again = run("v1", "v2", "--tools", "none", "-q", *[part.replace("/c.", "/e.") for part in arguments])
    assert again.exit_code == 0
    for name in names:
        assert (tmp_path / name).read_bytes() == (tmp_path / name.replace("c.", "e.")).read_bytes()


def test_an_audit_with_a_base(shop: Path, tmp_path: Path) -> None:
    def audit_with(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["audit", ".", "--tools", "none", "--jobs", "1", *arguments])

    (tmp_path / "then.json").write_bytes(to_json(audited(shop)))
    write(shop, {"later.py": SWALLOWS.format(name="fifth")})
    by_commit = json.loads(audit_with("--base", "v2", "--json").stdout)
    by_file = json.loads(audit_with("--base", str(tmp_path / "then.json"), "--json").stdout)
    for made, base in ((by_commit, "v2"), (by_file, str(tmp_path / "then.json"))):
        assert made["since"]["base"] == base
        assert {item["path"] for item in made["since"]["new"]} == {"later.py"}
        assert made["since"]["fixed"] == []
        assert made["score"] == json.loads(audit_with("--json").stdout)["score"]
        points = sum(points for _, points in made["since"]["causes"])
        assert points == pytest.approx(made["score"]["value"] - made["since"]["score"])
    assert audit_with("--base", "v2", "--format", "comment").stdout.split("\n")[2].startswith("**Since v2")
    unknown = audit_with("--base", "v9", "-q")
    assert unknown.exit_code == 2
    assert "v9: there is no such commit" in unknown.stderr
    single = CliRunner().invoke(main, ["audit", "app.py", "--base", "v2"])
    assert single.exit_code == 2
    assert "--base compares whole projects" in single.stderr
