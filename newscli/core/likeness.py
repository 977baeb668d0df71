"""How alike two articles are: by the words of their titles and leads, rare ones counting more.

What a word weighs does not depend on what else is held (common_words.txt), so the likeness of two
articles is the same whatever comes later, and in whichever order.
"""

import hashlib
import math
import re
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

LEAD_CHARS = 2000
"""An article says what it is about in its lead; the rest adds words that others share by chance."""

_TITLE_TIMES = 2
_TITLE_SHARE = 0.15
_MOST_TERMS = 60
_MOST_TITLE_TERMS = 30
_RAREST = 16
_RARE, _NUMBER, _SMALL_NUMBER = 6.5, 5.0, 3.5
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(rf"[{_HAN}\u3040-\u30ff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
# The commonest characters of running Chinese text that are words of grammar.
_GRAMMAR = frozenset(
    "的了是在和有不这為为也就与與及等之其而以於于被把对將将又或我你他她它们們會会着"
)
_HEAD = struct.Struct("<8sBB")
_SCALE = 65_535

Weights = Mapping[int, float]
"""Terms by their hashes (CRC-32 of the word), each with its weight; the squares add up to 1."""


class Signature(NamedTuple):
    """What likeness is measured on: the weights of an article's text, lead and all, and title.

    `key` is what articles are ordered by among equals: their words, not when or as what they came.
    """

    text: Weights
    title: Weights
    key: bytes = b""


def signature(title: str, text: str) -> bytes:
    """An article's signature, packed for storing: at most 60 terms of text and 30 of title."""
    in_title, in_all = _counts(title, text)
    parts = _weights(in_all, _MOST_TERMS), _weights(in_title, _MOST_TITLE_TERMS)
    rows = [(term, round(weight * _SCALE)) for part in parts for term, weight in part]
    flat = [value for row in rows for value in row]
    head = _HEAD.pack(key(title, text), len(parts[0]), len(parts[1]))
    return head + struct.pack("<" + "IH" * len(rows), *flat)


def unpack(packed: bytes) -> Signature:
    """The signature that `signature` made."""
    words, texts, titles = _HEAD.unpack_from(packed)
    values = struct.unpack_from("<" + "IH" * (texts + titles), packed, _HEAD.size)
    weights = [weight / _SCALE for weight in values[1::2]]
    pairs = list(zip(values[::2], weights, strict=True))
    return Signature(dict(pairs[:texts]), dict(pairs[texts:]), words)


def rarest(one: Signature) -> list[tuple[int, float]]:
    """The terms that articles like this one are looked for by, the heaviest first."""
    return list(one.text.items())[:_RAREST]


def likeness(one: Signature, other: Signature) -> float:
    """From 0 (nothing in common) to 1: cosines of the texts and, for 15%, of the titles."""
    text, title = cosine(one.text, other.text), cosine(one.title, other.title)
    return (1 - _TITLE_SHARE) * text + _TITLE_SHARE * title


def cosine(one: Weights, other: Weights) -> float:
    """The cosine of two sets of weights: 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


def telling_words(title: str, text: str, *, limit: int) -> dict[str, float]:
    """The words that weigh most in title and lead as they stand there, in lower case, with their
    weights; the heaviest first."""
    forms: dict[str, str] = {}
    for word in _TOKEN.findall(
        unicodedata.normalize("NFC", f"{title} {text[:LEAD_CHARS]}".lower())
    ):
        for part in _parts(word):
            forms.setdefault(part, word if part in word and len(word) < 30 else part)
    _, count = _counts(title, text)
    weighed = {word: (1 + math.log(times)) * _term(word)[1] for word, times in count.items()}
    best = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return {forms[word]: weight for word, weight in best if weight}


def is_rare(word: str) -> bool:
    """True for a word that few articles have: by chance two of them share one, but hardly two."""
    return all(_term(part)[1] >= _RARE for part in _parts(word))


def key(title: str, text: str) -> bytes:
    """The key of a signature: eight bytes, the same for the same words alone."""
    return hashlib.blake2b(f"{title}\0{text}".encode("utf-8", "replace"), digest_size=8).digest()


def _counts(title: str, text: str) -> tuple[dict[str, int], dict[str, int]]:
    """How often each word stands in the title, and in title (twice) and lead together."""
    in_title, in_all = _words(title), _words(text[:LEAD_CHARS])
    for word, times in in_title.items():
        in_all[word] = in_all.get(word, 0) + times * _TITLE_TIMES
    return in_title, in_all


def _words(text: str) -> dict[str, int]:
    """The words of a text and how often each stands there, in lower case, without a plural's s."""
    found: dict[str, int] = {}
    for word, times in Counter(_TOKEN.findall(unicodedata.normalize("NFC", text.lower()))).items():
        for part in _parts(word):
            found[part] = found.get(part, 0) + times
    return found


@lru_cache(50_000)
def _parts(word: str) -> tuple[str, ...]:
    """What a word counts as: itself, or pieces of a sentence that has no spaces."""
    if not word.isascii():
        if runs := _UNSPACED.findall(word):
            return tuple(piece for run in runs for piece in _pieces(run))
        if _HANGUL.match(word):
            # What follows the first two syllables is mostly a particle.
            return (word[:2],)
    if len(word) > 4 and word.endswith("ies"):
        return (word[:-3] + "y",)
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    return (word,)


def _pieces(run: str) -> Iterator[str]:
    """A sentence without spaces in overlapping pieces: two characters of Chinese, four of Thai."""
    size = 2 if run[0] >= "\u3000" else 4
    for begin in range(len(run) - size + 1):
        piece = run[begin : begin + size]
        if not _HIRAGANA.search(piece) and _GRAMMAR.isdisjoint(piece):
            yield piece


def _weights(count: Mapping[str, int], limit: int) -> list[tuple[int, float]]:
    """The heaviest terms and their weights: (1 + log of times) by rarity, to length 1."""
    found: dict[int, float] = {}
    for word, times in count.items():
        term, rarity = _term(word)
        if rarity:
            found[term] = (1 + math.log(times)) * rarity
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    length = math.sqrt(sum([weight * weight for _, weight in best])) or 1
    return [(term, weight / length) for term, weight in best]


@lru_cache(50_000)
def _term(word: str) -> tuple[int, float]:
    """A word's hash and what it weighs; single letters tell nothing."""
    if word.isdigit():
        weight = _SMALL_NUMBER if len(word) < 3 else _NUMBER
    elif len(word) < 2 and word.isascii():
        weight = 0.0
    else:
        weight = _common().get(word, _RARE)
    return zlib.crc32(word.encode()), weight


@cache
def _common() -> Mapping[str, float]:
    lines = files("newscli.core").joinpath("common_words.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {word: float(weight) for weight, *words in rows for word in words}
