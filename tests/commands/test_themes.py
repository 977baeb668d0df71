"""`newscli config theme` and the settings of styles."""


def test_a_theme_is_chosen_for_good(newscli, home):
    done = newscli("config", "theme", "dark")

    assert (done.code, newscli("config", "get", "theme").out) == (0, "dark\n")
    assert (home / "config.toml").read_text() == 'theme = "dark"\n'


def test_a_preview_changes_nothing(newscli, home):
    newscli("config", "theme", "dark", "--preview")

    assert not (home / "config.toml").exists()


def test_a_theme_goes_above_the_sections_that_are_there(newscli, home):
    newscli("config", "set", "fetch.jobs", "4")

    newscli("config", "theme", "light")
    newscli("config", "set", "styles.id", "bold magenta")

    shown = [newscli("config", "get", key).out for key in ("theme", "fetch.jobs", "styles.id")]
    assert shown == ["light\n", "4\n", "bold magenta\n"]


def test_an_own_style_is_listed_with_the_settings(newscli, home):
    newscli("config", "set", "styles.hit", "reverse")

    rows = [line.split("\t") for line in newscli("config").out.splitlines()]

    assert ["styles.hit", "reverse", "config.toml", "the words that a search found"] in rows


def test_a_bad_theme_is_a_usage_error_with_what_to_type(newscli, home):
    done = newscli("config", "theme", "drak")

    assert done.code == 2
    assert done.err == (
        'newscli: config theme: theme is "drak", must be auto, dark, light or mono\n'
        "  try: newscli config set theme auto\n"
    )
