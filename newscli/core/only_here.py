"""What only one of several articles about an event says."""

import re
from collections.abc import Mapping

_LOOKED_AT_CHARS = 6000
_SENTENCE = re.compile(r"[^.!?。！？\n]{20,400}(?:[.!?。！？]+[\"'”’»)]*|(?=\n)|\Z)")
_WORD = re.compile(r"[^\W_]{2,}")
# A name or a figure: what makes a sentence news rather than another wording.
_FACT = re.compile(r"(?<=\s)[^\W\d_a-zß-ÿ]\w{2,}|\d[\d.,]*\d|\d")
_LEAST_FACTS = 2
_LEAST_NEW = 0.4


def only_here(texts: Mapping[int, str]) -> dict[int, str]:
    """For each of the articles that has one, the sentence with most names and figures that no
    other has, of which at least four words in ten are new as well.

    `texts` are the articles' texts by id, without copies of one another.
    """
    words = {number: _words(text) for number, text in texts.items()}
    found: dict[int, str] = {}
    for number, text in texts.items():
        others = set().union(*(words[other] for other in texts if other != number))
        best, sentence = max(
            ((_news(one, others), one) for one in _sentences(text)),
            key=lambda pair: pair[0],
            default=(0, ""),
        )
        if best >= _LEAST_FACTS:
            found[number] = sentence
    return found


def _sentences(text: str) -> list[str]:
    return [" ".join(match[0].split()) for match in _SENTENCE.finditer(text[:_LOOKED_AT_CHARS])]


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _news(sentence: str, others: set[str]) -> int:
    """How many names and figures of a sentence are nowhere else; 0 for one that is not new."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    new = sum(word not in others for word in words)
    if not words or new < _LEAST_NEW * len(words):
        return 0
    facts = {fact.lower() for fact in _FACT.findall(sentence)}
    return sum(fact not in others for fact in facts)
