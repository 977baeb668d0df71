"""Settings, and where everything is."""

from pathlib import Path

import pytest

from newscli import config
from newscli.core.errors import ConfigError, UsageError


def load(home: Path) -> config.Settings:
    return config.load(config.paths())


def test_one_folder_holds_everything(home):
    assert config.paths() == config.Paths(
        home / "config.toml", home / "news.db", home / "newscli.log"
    )


def test_a_profile_has_its_own_folder(home):
    assert config.paths(profile="work").database == home / "profiles" / "work" / "news.db"


@pytest.mark.parametrize("name", ["../evil", "", "a/b", ".", "x" * 65, "a b"])
def test_a_profiles_name_cannot_leave_its_place(name):
    with pytest.raises(UsageError):
        config.paths(profile=name)


def test_without_a_home_the_platform_says_where(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSCLI_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    paths = config.paths()

    assert paths.database.parent.name == paths.config.parent.name == "newscli"
    assert "cache" not in str(paths.database).lower()


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(home, monkeypatch):
    home.mkdir()
    (home / "config.toml").write_text("[fetch]\njobs = 4\ntimeout_s = 5\n")
    monkeypatch.setenv("NEWSCLI_FETCH_JOBS", "7")

    settings = load(home)

    assert (settings.fetch_jobs, settings.fetch_timeout_s, settings.read_width) == (7, 5, 74)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[fetch]\njobs = 0", "fetch.jobs is 0, must be a whole number from 1 to 256"),
        ("[fetch]\njobs = true", "fetch.jobs is True"),
        ("[fetch]\njobs = 1.5", "fetch.jobs is 1.5"),
        ("[fetch]\njbos = 1", "no setting is called fetch.jbos; did you mean fetch.jobs"),
        ("jobs = 1", "no setting is called jobs; did you mean fetch.jobs"),
        ("[fetch", "not TOML"),
    ],
)
def test_a_bad_file_is_said_with_the_key_and_the_bounds(home, text, reason):
    home.mkdir()
    (home / "config.toml").write_text(text)

    with pytest.raises(ConfigError) as caught:
        load(home)

    assert str(caught.value).startswith(f"config.toml: {reason}")


def test_a_bad_variable_is_said_by_its_name(home, monkeypatch):
    monkeypatch.setenv("NEWSCLI_READ_WIDTH", "wide")

    with pytest.raises(ConfigError, match="NEWSCLI_READ_WIDTH"):
        load(home)


def test_set_keeps_comments_and_other_lines(newscli, home):
    home.mkdir()
    (home / "config.toml").write_text("# mine\n[fetch]\njobs = 4 # four\n")

    newscli("config", "set", "read.width", "66")

    text = (home / "config.toml").read_text()
    assert "# mine" in text
    assert "jobs = 4 # four" in text
    assert newscli("config", "get", "read.width").out == "66\n"


def test_set_refuses_what_cannot_be(newscli, home):
    done = newscli("config", "set", "fetch.jobs", "1000")

    assert (done.code, (home / "config.toml").exists()) == (2, False)


def test_a_style_of_the_file_goes_over_the_themes(home):
    home.mkdir()
    (home / "config.toml").write_text('theme = "dark"\n[styles]\npublisher = "Bold  Cyan"\n')

    settings = load(home)

    assert (settings.theme, settings.styles) == ("dark", (("publisher", "bold cyan"),))
    assert config.value_of(settings, "styles.publisher") == "bold cyan"
    assert config.value_of(settings, "styles.link") == "#7fb4ff"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('theme = "drak"', 'theme is "drak", must be auto, dark, light or mono'),
        ('[styles]\nid = "boldd"', '"boldd" means nothing, did you mean bold?'),
        ("[styles]\nid = 3", "styles.id is 3, must be words such as bold"),
        (
            '[styles]\npublishr = "red"',
            "no role of a style is called publishr; did you mean styles.",
        ),
    ],
)
def test_a_bad_theme_or_style_is_said_in_one_line(home, text, reason):
    home.mkdir()
    (home / "config.toml").write_text(text)

    with pytest.raises(ConfigError) as caught:
        load(home)

    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
