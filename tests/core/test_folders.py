"""Folders of sources as one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.core.folders import join_folder, split_folder

NAMES = st.lists(st.text(min_size=1, max_size=8).map(str.strip).filter(bool), max_size=4)


@pytest.mark.parametrize(
    ("names", "path"),
    [([], ""), (["News"], "News"), (["News", "World"], "News/World"), (["TCP/IP"], "TCP\\/IP")],
)
def test_a_path_joins_its_names(names, path):
    assert (join_folder(names), split_folder(path)) == (path, names)


@given(NAMES)
def test_any_names_come_back(names):
    assert split_folder(join_folder(names)) == names


@given(st.text(max_size=20))
def test_any_text_splits(text):
    assert all(split_folder(text))
