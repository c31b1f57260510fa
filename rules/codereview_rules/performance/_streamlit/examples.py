"""Examples of pages with and without a fitting cache."""

from __future__ import annotations

from codereview.api import Bad, Good

_PAGE = "import pandas as pd\nimport streamlit as st\n\n"

BAD = (
    Bad(_PAGE + 'frame = pd.read_csv("sales.csv")\nst.dataframe(frame)\n', lines=(4,)),
    Bad(
        "import streamlit as st\nfrom transformers import pipeline\n\n"
        'st.title("Moods")\n'
        'classify = pipeline("sentiment-analysis")\n'
        'text = st.text_input("Text")\n'
        "if text:\n    st.write(classify(text))\n",
        lines=(5,),
    ),
    Bad(
        _PAGE + "def load():\n"
        '    return pd.read_excel("stock.xlsx")\n\n'
        "def main():\n"
        "    frame = load()\n"
        "    st.dataframe(frame)\n\n"
        'if __name__ == "__main__":\n    main()\n',
        lines=(5,),
    ),
    Bad(
        {
            "app.py": "import streamlit as st\n\nfrom store import prices\n\nst.line_chart(prices())\n",
            "store.py": "import requests\n\ndef prices():\n"
            '    return requests.get("https://prices.example/day", timeout=9).json()\n',
        },
        lines=("store.py:4",),
    ),
    Bad(
        "import joblib\nimport streamlit as st\n\n"
        'model = joblib.load("model.pkl")\n'
        'scaler = joblib.load("scaler.pkl")\n'
        "st.write(model.predict(scaler.transform([[st.number_input('x')]])))\n",
        lines=(4,),
    ),
    Bad(
        "import streamlit as st\nfrom sqlalchemy import create_engine\n\n"
        "@st.cache_data\ndef engine():\n"
        '    return create_engine("postgresql://db/shop")\n\n'
        "st.write(engine().name)\n",
        lines=(5,),
    ),
    Bad(
        _PAGE + '@st.cache\ndef load():\n    return pd.read_csv("sales.csv")\n\nst.dataframe(load())\n',
        lines=(5,),
    ),
    Bad(
        _PAGE + "@st.cache_resource\ndef load():\n"
        '    return pd.read_csv("sales.csv")\n\n'
        "st.dataframe(load())\n",
        lines=(5,),
    ),
    Bad(
        "import streamlit as st\nfrom sqlalchemy.orm import Session\n\nfrom models import User, engine\n\n"
        "@st.cache_data\ndef users():\n"
        "    with Session(engine) as session:\n"
        "        return session.query(User).all()\n\n"
        "st.write(len(users()))\n",
        lines=(7,),
    ),
)
GOOD = (
    Good(
        _PAGE + "@st.cache_data(ttl=600)\ndef load():\n"
        '    return pd.read_csv("sales.csv")\n\n'
        "st.dataframe(load())\n"
    ),
    Good(
        "import streamlit as st\nfrom transformers import pipeline\n\n"
        "@st.cache_resource\ndef classifier():\n"
        '    return pipeline("sentiment-analysis")\n\n'
        "st.write(classifier()(st.text_input('Text')))\n"
    ),
    Good(_PAGE + 'if st.button("Load"):\n    frame = pd.read_csv("sales.csv")\n    st.dataframe(frame)\n'),
    Good(
        _PAGE + 'upload = st.file_uploader("Table")\n'
        "if upload is not None:\n"
        "    st.dataframe(pd.read_csv(upload))\n"
    ),
    Good(
        _PAGE + 'if "frame" not in st.session_state:\n'
        '    st.session_state["frame"] = pd.read_csv("sales.csv")\n'
        'st.dataframe(st.session_state["frame"])\n'
    ),
    Good(
        _PAGE + "def export():\n"
        '    return pd.read_csv("sales.csv").to_csv()\n\n'
        'st.button("Export", on_click=export)\n'
    ),
    Good('import pandas as pd\n\nframe = pd.read_csv("sales.csv")\nprint(frame.describe())\n'),
    Good(
        "import functools\nimport streamlit as st\nimport spacy\n\n"
        "@functools.lru_cache\ndef language():\n"
        '    return spacy.load("en_core_web_sm")\n\n'
        "st.write(len(language()('a b')))\n"
    ),
    Good(
        "import streamlit as st\n\n"
        "class Cached:\n"
        "    def cache(self, f):\n        return f\n\n"
        "box = Cached()\n\n"
        "@box.cache\ndef load():\n    return [1]\n\n"
        "st.write(load())\n"
    ),
)
