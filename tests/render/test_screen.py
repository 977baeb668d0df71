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


@pytest.mark.parametrize(
    ("own", "command"),
    [(None, ["less"]), ("-i", ["less", "-R"]), ("-iR", ["less"]), ("r", ["less"])],
)
def test_less_passes_colours_on_whatever_its_own_options_are(own, command, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    if own:
        monkeypatch.setenv("LESS", own)

    assert pager() == command


def test_the_pager_is_less_where_none_is_named(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("PAGER", raising=False)

    assert pager() == ["less"]
