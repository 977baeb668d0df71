"""PCRE2, where the system has it, finds and replaces what re does; and is done without."""

import re

import pytest

from newscli.core import pcre, pcre_library
from newscli.core.pcre import Replace, Search


@pytest.fixture(autouse=True)
def in_use(monkeypatch):
    monkeypatch.setattr(pcre, "_library", None)
    pcre.use()
    if pcre._library is None:
        pytest.skip("this system has no PCRE2 that may make machine code")


def without_library(monkeypatch):
    monkeypatch.setattr(pcre_library, "_LIBRARIES", ("no-such-library.so",))
    pcre.use()


def test_a_search_says_whether_the_text_has_it():
    search = Search(re.compile(rb"caf\xc3[\xa0-\xbf]", re.I))

    assert search("le CAFé".encode())
    assert not search(b"tea")
    assert search(b"\0caf\xc3\xa9")


def test_a_replacement_may_depend_on_what_was_found():
    replace = Replace(rb"<(br)?[^>]*>", b"${1:+\0:-}")

    assert replace(b"a<br/>b<i>c\0<") == b"a\0b-c\0<"
    assert replace(b"") == b""


def test_a_text_may_grow():
    assert Replace(b"a", b"[$0, $0]")(b"a" * 1000) == b"[a, a]" * 1000


def test_without_the_library_re_searches_and_nothing_is_replaced(monkeypatch):
    without_library(monkeypatch)

    assert Search(re.compile(b"b+"))(b"abc")
    assert not Search(re.compile(b"b+"))(b"a")
    assert Replace(b"b", b"")(b"abc") is None


def test_a_text_beyond_the_bounds_of_pcre2_is_searched_by_re_and_not_replaced():
    pattern = re.compile(rb"(?:a|aa)+\Z")
    text = b"a" * 100_000

    assert pcre._library.has(pcre._library.compiled(pattern.pattern), text) is None
    assert Search(pattern)(text)
    assert Replace(pattern.pattern, b"")(text) is None


def test_what_is_no_pattern_to_pcre2_is_left_to_re_and_tried_once(monkeypatch):
    tried = []

    def refuse(pattern, *, is_caseless):
        tried.append(pattern)

    monkeypatch.setattr(pcre._library, "compiled", refuse)
    search, replace = Search(re.compile(b"a+")), Replace(b"(", b"")

    assert [search(b"aa"), search(b"b"), replace(b"a"), replace(b"a")] == [True, False, None, None]
    assert tried == [b"a+", b"("]


def test_what_pcre2_cannot_compile_is_no_pattern():
    assert pcre._library.compiled(b"(") is None
