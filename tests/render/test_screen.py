"""The pager that a screen goes through."""

import pytest

from newscli.render.screen import pager


@pytest.mark.parametrize("setting", ["", "cat", "no-such-pager-here", 'less "half'])
def test_without_a_usable_pager_there_is_none(setting, monkeypatch):
    monkeypatch.setenv("PAGER", setting)

    assert pager() is None


def test_a_pager_has_its_own_options(monkeypatch):
    monkeypatch.setenv("PAGER", "sh -c 'head -n 1'")

    assert pager() == ["sh", "-c", "head -n 1"]
