"""Which files of a Streamlit application are pages."""

from __future__ import annotations

import ast

import pytest

from codereview.facts.extract import Extraction
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("import streamlit as st\nst.title('Orders')\n", ["Streamlit page"]),
        ("import streamlit as st\nst.sidebar.button('Go')\n", ["Streamlit page"]),
        ("import streamlit as st\n\n@st.cache_data(ttl=5)\ndef rows():\n    st.write(1)\n", []),
        ("import streamlit as st\nkey = st.secrets.get('key')\n", []),
        ("import streamlit.components.v1 as components\npart = components.declare_component('x')\n", []),
    ],
)
def test_pages(text: str, kinds: list[str]) -> None:
    facts = Extraction(ast.parse(text), "orders.py", module_name("orders.py"), 3, frozenset()).run()
    assert [entry.kind for entry in ProjectFacts([facts], {}).entry_points] == kinds
