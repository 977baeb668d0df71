"""Characters and pairs of them, by which the words of unspaced scripts are found.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no space between words, Korean joins particles
to them; FTS5's unicode61 takes whole sentences for one token, and leaves symbols out. So these
characters, and each two that stand side by side, are indexed beside the words.
"""

import re

# Compiled when it is needed first, which takes a millisecond.
# Also currencies, arrows, dingbats and emoji: "€" or "🚀" is what somebody may look for.
_RUN = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u20a0-\u20bf\u2100-\u2bff\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U0001f000-\U0001faff"
    "\U00020000-\U0003ffff]+"
)


# Bytes of ASCII become spaces: what is left of most texts is some quotation marks and dashes.
_OTHERS = bytes.maketrans(bytes(range(128)), b" " * 128)


def has_any(text: str) -> bool:
    """True where a text has a character of these scripts."""
    return not text.isascii() and is_among(_others(text))


def is_among(others: str) -> bool:
    """True where one of them is among what is not ASCII in a text."""
    return re.search(_RUN, others) is not None


def _others(text: str | bytes) -> str:
    """What is not ASCII in a text, in its order; what stands side by side still does."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return b" ".join(data.translate(_OTHERS).split()).decode()


def grams(*texts: str | bytes) -> set[str]:
    """Each character of these scripts in the texts, and each pair of neighbours; no order.

    A text may be in UTF-8.
    """
    found: set[str] = set()
    for text in texts:
        if text.isascii():
            continue
        for run in re.findall(_RUN, _others(text)):
            found.update(run)
            found.update(map(str.__add__, run, run[1:]))
    return found


def wanted(text: str) -> list[str]:
    """The grams that every article with this text in it has; empty where there is none to ask for.

    Of a run of several characters the pairs are enough.
    """
    found: dict[str, None] = {}
    for run in () if text.isascii() else re.findall(_RUN, text):
        found.update(dict.fromkeys(map(str.__add__, run, run[1:]) if len(run) > 1 else run))
    return list(found)
