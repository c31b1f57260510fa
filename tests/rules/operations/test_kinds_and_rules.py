"""Which rules apply to a library, a web service and a Streamlit application."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest

from codereview.api import ProjectRule
from codereview.facts.extract import Extraction
from codereview.facts.project import ProjectFacts
from codereview_rules.operations.health_route import HealthRoute
from codereview_rules.operations.no_graceful_shutdown import NoGracefulShutdown
from codereview_rules.performance.inference_in_requests import InferenceInRequests
from codereview_rules.performance.streamlit_without_cache import StreamlitWithoutCache
from codereview_rules.security.cors_with_credentials import CorsWithCredentials
from codereview_rules.security.no_security_headers import NoSecurityHeaders
from codereview_rules.security.open_redirect import OpenRedirect
from codereview_rules.security.unbounded_upload import UnboundedUpload

LIBRARY = {
    "pyproject.toml": '[build-system]\nrequires = []\n[project]\nname = "rows"\n',
    "rows/__init__.py": "def add(a, b):\n    return a + b\n",
}
SERVICE = {
    "main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef home():\n    return 1\n",
    "Dockerfile": 'FROM python:3.12\nCMD ["uvicorn", "main:app"]\n',
}
PAGE = {
    "app.py": "import streamlit as st\nimport torch\n\nst.title('Rows')\n",
    "Procfile": "web: streamlit run app.py\n",
}
STREAMLIT = "Streamlit itself serves the pages: requests, health and signals are not the project's"
NOTHING = "nothing in the project answers requests of the web"
NO_SERVICE = "the project is no web service"
NO_PAGE = "the project has no page of Streamlit"


def project(files: Mapping[str, str]) -> ProjectFacts:
    facts = [
        Extraction(ast.parse(text), path, path, text.count("\n") + 1, frozenset(), text).run()
        for path, text in files.items()
        if path.endswith(".py")
    ]
    texts = {path: text for path, text in files.items() if not path.endswith(".py")}
    return ProjectFacts(facts, {}, texts=texts, others=tuple(texts))


@pytest.mark.parametrize(
    ("rule", "library", "service", "page"),
    [
        (CorsWithCredentials, NOTHING, "", NOTHING),
        (UnboundedUpload, NOTHING, "", NOTHING),
        (OpenRedirect, NOTHING, "", NOTHING),
        (HealthRoute, NO_SERVICE, "", STREAMLIT),
        (NoGracefulShutdown, NO_SERVICE, "", STREAMLIT),
        (NoSecurityHeaders, NO_SERVICE, "no code of the service renders a template", STREAMLIT),
        (
            InferenceInRequests,
            "the project loads no model",
            "the project loads no model",
            "models in pages of Streamlit are what PERF010 looks at",
        ),
        (StreamlitWithoutCache, NO_PAGE, NO_PAGE, ""),
    ],
)
def test_each_kind_has_its_own_reasons(
    rule: type[ProjectRule], library: str, service: str, page: str
) -> None:
    said = [rule().not_applicable(project(files)) for files in (LIBRARY, SERVICE, PAGE)]
    assert said == [library, service, page]
