"""How random a string looks: Shannon entropy, and the share of letter pairs that are common in words."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

from .wordsets import word_set

# The most frequent letter pairs of English and of the identifiers of programs, most frequent first.
_COMMON = word_set("""
    th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me
    de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot
    il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai
    sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke ui fr oo ag
    bo ck ap up da ei rd qu ba gr od mb ki go ga ob lt ff rn rm cl ov ue cr iz av lu va do sp ef ep br
    bu eg ak ub ft ks ys ws ey my yo pp tt rr nn mm ye je ke sk ok ew aw ug gi gl ip pi ds gs ps sw fl
    dr wn lf og oc ud uc um ym je ju
""")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_HEX = re.compile(r"[0-9a-fA-F]+")
# Two or three words, a number and a sign: what people choose where a password has to be complex.
_CHOSEN = re.compile(
    r"[A-Za-z][a-z]{2,14}(?:[-_@.]?[A-Z][a-z]{2,14}){0,3}[-_@#.]?(?P<number>\d{1,4})[!@#$%&*.?]{0,3}"
)
_TOKEN = re.compile(r"[A-Za-z0-9+/=_.~!@#$%^&*()\-:;,?|<>\[\]{}]+")


def shannon(text: str) -> float:
    """Bits per character of ``text``; 0 for the empty string."""
    size = len(text)
    if not size:
        return 0.0
    return -sum(n / size * math.log2(n / size) for n in Counter(text).values())


def wordiness(text: str) -> float:
    """Share of adjacent letter pairs that are common in words: about 0.8 for words, below 0.4 at random.

    A string with fewer than four letter pairs tells nothing: 0.5.
    """
    pairs = common = 0
    for run in _WORDS.findall(text):
        low = run.lower()
        for index in range(len(low) - 1):
            pairs += 1
            common += low[index : index + 2] in _COMMON
    return common / pairs if pairs >= 4 else 0.5


def kind_changes(text: str) -> int:
    """How often a letter is followed by a digit or the other way round, or case rises inside a run of
    letters."""
    kinds = "".join("d" if c.isdigit() else "u" if c.isupper() else "l" if c.islower() else "-" for c in text)
    return sum(1 for a, b in pairwise(kinds) if a != b and "-" not in (a, b))


def looks_random(text: str, minimum: int = 12) -> bool:
    """Whether ``text`` looks generated: hexadecimal, base64 or a mixture that no one types as words.

    Args:
        text: the value.
        minimum: shorter values are never called random.
    """
    size = len(text)
    if size < minimum:
        return False
    chosen = _CHOSEN.fullmatch(text)
    if chosen and wordiness(text[: chosen.start("number")]) >= 0.5:
        return False
    if not _TOKEN.fullmatch(text):
        symbols = sum(not c.isalnum() and c != " " for c in text)
        return (
            size >= 32 and symbols >= size / 6 and text.isascii() and "\n" not in text and shannon(text) > 4.6
        )
    digits = sum(c.isdigit() for c in text)
    letters = sum(c.isalpha() for c in text)
    if not letters:
        return False
    if _HEX.fullmatch(text):
        return digits >= 2 and letters >= 2 and shannon(text) >= 2.4
    entropy = shannon(text)
    if entropy < min(3.3, 0.72 * math.log2(size)):
        return False
    changes = kind_changes(text)
    words = wordiness(text)
    if digits == 0:
        return words < 0.42 and (changes >= size / 6 or size >= 16)
    if words >= 0.66 and changes < size / 4:
        return False
    return changes >= max(3, size / 8)


_COUNTING = "0123456789abcdef" * 2


def is_made_of_order(text: str) -> bool:
    """Whether a long text repeats itself, or counts: nothing that a generator gives."""
    low = text.lower()
    return len(low) >= 24 and (
        low in (low + low)[1:-1] or any(part in _COUNTING for part in (low[:16], low[-16:]))
    )
