"""Fields that a model keeps in several languages have names of their own."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview_rules.reliability.model_misuse import ModelMisuse

_ORDER = """
from django.db import models


class Order(models.Model):
    term = models.CharField(max_length=9)
    {}


def new():
    return Order(term="x", {}="y")
"""


@pytest.mark.parametrize("name", ["term_en", "term_de", "term_i18n"])
def test_a_field_in_a_language_is_one(name: str) -> None:
    assert not examine(
        {"app.py": _ORDER.format("words = TranslationField(fields=('term',))", name)}, [ModelMisuse()]
    )
    assert len(examine({"app.py": _ORDER.format("size = 1", name)}, [ModelMisuse()])) == 1


@pytest.mark.parametrize("name", ["word_en", "term_english", "term_"])
def test_what_only_looks_so_is_none(name: str) -> None:
    text = _ORDER.format("words = TranslationField(fields=('term',))", name)
    assert len(examine({"app.py": text}, [ModelMisuse()])) == 1
