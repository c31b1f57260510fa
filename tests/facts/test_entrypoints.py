"""Where a project can be started from."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.commands import commands
from codereview.facts.entrypoints import entry_points
from codereview.facts.layout import Layout
from codereview.model import Zone

CODE = {
    "main guard": ("run.py", "if __name__ == '__main__': pass", "script"),
    "main guard turned round": ("run.py", "if '__main__' == __name__: pass", "script"),
    "__main__": ("pkg/__main__.py", "", "script"),
    "manage": ("manage.py", "", "script"),
    "wsgi": ("site/wsgi.py", "", "wsgi.py"),
    "settings of Django": ("conf/urls.py", "from django.urls import path", "Django"),
    "FastAPI": ("api.py", "from fastapi import FastAPI\napp = FastAPI()", "ASGI application"),
    "Flask": ("api.py", "import flask\napp = flask.Flask(__name__)", "WSGI application"),
    "Celery": ("tasks.py", "from celery import Celery\nc = Celery('x')", "task queue"),
    "Streamlit": ("page.py", "import streamlit as st\nst.title('x')", "Streamlit page"),
}
NO_CODE = {
    "no guard": ("run.py", "if __name__ == 'main': pass"),
    "application in a function": ("api.py", "from fastapi import FastAPI\ndef make(): return FastAPI()"),
    "a module on the protocol": ("web/wsgi.py", "class Transport:\n    pass\n\n_WSGIApp = Callable"),
    "urls without Django": ("urls.py", "x = 1"),
    "Streamlit in a function": ("page.py", "import streamlit as st\ndef f(): st.title('x')"),
}
TEXTS = {
    "script": ("Dockerfile", 'CMD ["python", "app/run.py"]', "app/run.py"),
    "server in exec form": ("Dockerfile", 'CMD ["uvicorn", "app.api:app", "--port", "80"]', "app/api.py"),
    "script in shell form": ("Dockerfile", "CMD python -u app/run.py", "app/run.py"),
    "module": ("Dockerfile", "RUN python -m app.tool", "app/tool.py"),
    "package": ("Procfile", "worker: python3 -m app", "app/__main__.py"),
    "uvicorn": ("Procfile", "web: uvicorn app.api:app --port 80", "app/api.py"),
    "gunicorn": ("compose.yml", "command: gunicorn -w 4 app.api:app", "app/api.py"),
    "celery": ("Procfile", "worker: celery -A app.tool worker", "app/tool.py"),
    "console script": ("pyproject.toml", '[project.scripts]\nx = "app.tool:main"\n', "app/tool.py"),
    "setup.cfg": (
        "setup.cfg",
        "[options.entry_points]\nconsole_scripts =\n    x = app.tool:main\n",
        "app/tool.py",
    ),
    "setup.py": ("setup.py", "setup(entry_points={'console_scripts': ['x=app.tool:main']})", "app/tool.py"),
    "streamlit": ("Dockerfile", "CMD streamlit run app/run.py", "app/run.py"),
    "beside the text": ("app/Dockerfile", "CMD python run.py", "app/run.py"),
    "unknown file": ("Dockerfile", "CMD python other.py", None),
}
FILES = ("app/__init__.py", "app/__main__.py", "app/run.py", "app/tool.py", "app/api.py")


@pytest.mark.parametrize(("path", "text", "kind"), CODE.values(), ids=CODE.keys())
def test_told_by_code(path: str, text: str, kind: str) -> None:
    files = {path: facts_of(text, path)}
    assert [(e.path, e.kind) for e in entry_points(files, (), Layout(files), {})] == [(path, kind)]


@pytest.mark.parametrize(("path", "text"), NO_CODE.values(), ids=NO_CODE.keys())
def test_no_entry(path: str, text: str) -> None:
    files = {path: facts_of(text, path)}
    assert entry_points(files, (), Layout(files), {}) == ()


@pytest.mark.parametrize(("name", "text", "path"), TEXTS.values(), ids=TEXTS.keys())
def test_told_by_other_files(name: str, text: str, path: str | None) -> None:
    files = {item: facts_of("", item) for item in FILES}
    found = {e.path for e in entry_points(files, commands(name, text), Layout(files), {}) if e.said == name}
    assert found == ({path} if path else set())


def test_tests_are_no_entry_points() -> None:
    files = {"tests/run.py": facts_of("if __name__ == '__main__': pass", "tests/run.py")}
    assert entry_points(files, (), Layout(files), {"tests/run.py": Zone.TESTS}) == ()


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "setup.py"])
def test_a_comment_of_a_manifest_is_no_command(name: str) -> None:
    text = """
# python tools/old.py writes it; uvicorn old.api:app was the server
   # x = "old.tool:main"
b = 1  # python -m old.tool
# y = "old.plugin.thing"
[scripts]
x = "app.tool:main"  # not old.tool:main
run = "python app/run.py#part"
"""
    assert sorted(c.named for c in commands(name, text)) == ["app.tool", "app/run.py"]
