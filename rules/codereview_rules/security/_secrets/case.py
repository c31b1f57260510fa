"""One finding with what stands around it: the questions that the grounds and doubts of `evidence` ask of it."""

from __future__ import annotations

import base64
import binascii
import re
from functools import cached_property
from itertools import pairwise

from codereview.api import Confidence, Severity

from . import notes, stock
from .entropy import kind_changes, looks_random, wordiness
from .hit import Hit
from .languages import Language
from .makings import is_strong
from .names import words
from .values import is_default_word

# Prefixes of tokens that carry a checksum.
CHECKED = frozenset({"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"})
# Formats that say less than others: keys and names of keys that pages show, tokens that end, links.
_WEAK = frozenset({"AIza", "eyJ", "sig=", "rzp_live_"})
_PAIRED = frozenset({"AKIA", "ASIA"})  # critical where the secret stands beside it
_REMARK = re.compile(r"(?m)(?:^|\s)#.*$")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_CODED = frozenset(
    {"HTTP basic credentials", "registry credentials", "npm credentials", "Kubernetes Secret value"}
)
_HEX = re.compile(r"[0-9a-fA-F]{16,}")
_KEYBOARD = re.compile(r"(?i)1q2w3e|qwe|asd|zxc|q1w2|123|abc|(.)\1\1")
_MAILBOX = re.compile(r"[a-z]{16}|[a-z]{4}(?: [a-z]{4}){3}")  # what mail providers make for a program


def is_typed(value: str) -> bool:
    """Whether a value only looks generated: it follows the rows of a keyboard, counts, or alternates too well."""
    low = value.lower()
    steps = [ord(b) - ord(a) for a, b in pairwise(low)]
    runs = sum(1 for a, b in pairwise(steps) if a == b and abs(a) <= 1)
    if len(value) >= 12 and runs >= len(value) * 0.4:
        return True
    return bool(_HEX.fullmatch(value)) and kind_changes(low) >= len(value) * 0.85


class Case:
    """A hit in its text.

    Args:
        text: the text of the file.
        how: how it is read.
        hit: what was found.
        alike: how many values the file has under the same name.
    """

    def __init__(self, text: str, how: Language, hit: Hit, alike: int = 1) -> None:
        self.text, self.how, self.hit, self.alike = text, how, hit, alike

    @cached_property
    def value(self) -> str:
        """The literal; of a coded pair of user and password, the password in plain."""
        value = self.text[self.hit.start : self.hit.end]
        if self.hit.label not in _CODED:
            return value
        try:
            plain = base64.b64decode(value, validate=True).decode("utf-8").strip()
        except (binascii.Error, ValueError):
            return value
        return plain.partition(":")[2] if "credentials" in self.hit.label and ":" in plain else plain

    @cached_property
    def make(self) -> str:
        """What the value is made of.

        Of a known format: ``checked`` (its checksum is right), ``format``, ``weak format``, ``half`` (the name of a
        pair whose secret is elsewhere). Else ``long`` or ``short`` if it was generated, ``strong`` if nobody types it
        as words, ``stock`` for words that everybody tries, ``chosen`` for words with a number or a sign, ``word``.
        """
        hit, value = self.hit, self.value
        if hit.structured:
            sure = hit.confidence is Confidence.HIGH
            if hit.prefix in CHECKED:
                return "checked" if sure else "weak format"
            if hit.prefix in _PAIRED:
                return "format" if hit.severity is Severity.CRITICAL else "half"
            weak = hit.prefix in _WEAK
            return "format" if sure and not weak else "weak format"
        if hit.label.startswith("Kubernetes") and ("PRIVATE KEY-----" in value or '"auths"' in value):
            return "format"
        if is_typed(value):
            return "stock"
        if looks_random(value) or _UUID.fullmatch(value):
            return "long" if len(value) >= 20 or (len(value) >= 16 and value.isalpha()) else "short"
        if _MAILBOX.fullmatch(value) and wordiness(value) < 0.66:
            return "short"
        if stock.is_stock(value) or is_default_word(value) or stock.is_of_such_words(value, hit.name):
            return "stock"
        if is_strong(value):
            return "strong"
        marked = any(not c.isalpha() for c in value.replace("_", "").replace("-", ""))
        return "chosen" if marked and not (_KEYBOARD.search(value) and value.isalnum()) else "word"

    @cached_property
    def generated(self) -> bool:
        """Whether nobody typed the value as words."""
        return self.make not in {"stock", "chosen", "word"}

    @cached_property
    def near(self) -> str:
        """What stands around the value."""
        return notes.near(self.text, self.hit)

    @cached_property
    def said(self) -> str:
        """What stands around the value, without the comments behind the lines of a program or a setting."""
        return self.near if self.how.prose else _REMARK.sub("", self.near)

    @cached_property
    def line(self) -> str:
        """The line of the value, of a long one only a part."""
        text, hit = self.text, self.hit
        first = text.rfind("\n", max(0, hit.start - 300), hit.start) + 1 or max(0, hit.start - 300)
        last = text.find("\n", hit.end, hit.end + 200)
        return text[first : last if last >= 0 else hit.end + 200]

    @cached_property
    def name(self) -> frozenset[str]:
        """The words of the name that the value stands under."""
        return frozenset(words(self.hit.name))

    def holds(self, *kinds: str) -> bool:
        """Whether the label names one of these kinds of credentials."""
        return any(kind in self.hit.label for kind in kinds)

    def before(self, pattern: re.Pattern[str], size: int) -> bool:
        """Whether a pattern is found among so many characters before the value."""
        return pattern.search(self.text, max(0, self.hit.start - size), self.hit.start) is not None
