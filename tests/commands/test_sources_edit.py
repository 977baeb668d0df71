"""Settings of one source: changed, shown without secrets, used by the next fetch, not exported."""

import json
from contextlib import closing

import pytest

from newscli.core import options
from newscli.core.entry import Subscription
from newscli.core.options import Options
from newscli.storage import db, sources
from tests.fakes import NOW
from tests.loopback import server, serving

FEED = b"""<rss version='2.0'><channel><title>%s</title><item><guid>1</guid>
<title>Headline</title></item></channel></rss>"""
AUTHORIZATION = "Authorization: Bearer ${NEWS_TOKEN}"
BETTER = "(from the environment, also under cron) or ${keyring:SERVICE/USER}"
NOTHING = {
    "headers": {}, "user_agent": None, "proxy": None, "interval_s": None, "timeout_s": None,
    "cookie_file": None, "insecure": False, "full_text": None,
    "allow_private": False,
}  # fmt: skip


def follow(home, url="https://source.example/feed", title="The Source", **facts) -> int:
    """A source that was never asked; its columns as `facts` say."""
    with closing(db.connect(home / "news.db")) as connection:
        sources.add(connection, [Subscription(url, title)], now=NOW)
        for name, value in facts.items():
            connection.execute(f"UPDATE source SET {name} = ? WHERE url = ?", (value, url))
        return sources.id_of(connection, url)


def held(home, source_id=1):
    with closing(db.connect(home / "news.db")) as connection:
        return sources.source(connection, source_id)


def settings(newscli) -> dict[str, object]:
    return json.loads(newscli("sources", "edit", "1", "--json").out)


def test_every_setting_is_kept(newscli, home, tmp_path):
    follow(home)
    (tmp_path / "c.txt").write_text("e.example\tFALSE\t/\tFALSE\t0\ta\tb\n")

    done = newscli(
        "sources", "edit", "source", "--header", AUTHORIZATION, "--header", "X-Feed: full",
        "--user-agent", "me", "--proxy", "http://proxy.example:3128", "--interval", "2h",
        "--timeout", "90", "--cookie-file", tmp_path / "c.txt", "--insecure",
    )  # fmt: skip

    assert (done.code, done.out, done.err) == (0, "", "edited The Source\n")
    assert held(home).options == Options(
        headers=(("Authorization", "Bearer ${NEWS_TOKEN}"), ("X-Feed", "full")),
        user_agent="me",
        proxy="http://proxy.example:3128",
        interval_s=7200,
        timeout_s=90.0,
        cookie_file=str(tmp_path / "c.txt"),
        insecure=True,
    )


def test_what_is_not_named_stays(newscli, home):
    follow(home)
    newscli("sources", "edit", "1", "--header", "X-Feed: full", "--interval", "2h", "--insecure")

    newscli("sources", "edit", "1", "--header", "X-More: 1", "--timeout", "9", "--secure")

    headers = (("X-Feed", "full"), ("X-More", "1"))
    assert held(home).options == Options(headers=headers, interval_s=7200, timeout_s=9.0)


def test_an_empty_value_takes_a_setting_off(newscli, home, tmp_path):
    follow(home)
    (tmp_path / "c.txt").write_text("e.example\tFALSE\t/\tFALSE\t0\ta\tb\n")
    newscli(
        "sources", "edit", "1", "--header", "X-Feed: full", "--user-agent", "me", "--proxy",
        "http://h", "--interval", "2h", "--timeout", "9", "--cookie-file", tmp_path / "c.txt",
    )  # fmt: skip

    newscli(
        "sources", "edit", "1", "--header", "x-feed:", "--user-agent", "", "--proxy", "",
        "--interval", "", "--timeout", "", "--cookie-file", "",
    )  # fmt: skip

    assert held(home).options == options.NONE


def test_reset_takes_all_off_before_the_rest_is_set(newscli, home):
    follow(home)
    newscli("sources", "edit", "1", "--header", "X-Feed: full", "--insecure")

    newscli("sources", "edit", "1", "--reset", "--interval", "900")

    assert held(home).options == Options(interval_s=900)


def test_a_relative_cookie_file_is_kept_with_its_whole_path(newscli, home, tmp_path, monkeypatch):
    follow(home)
    (tmp_path / "c.txt").write_text("e.example\tFALSE\t/\tFALSE\t0\ta\tb\n")
    monkeypatch.chdir(tmp_path)

    newscli("sources", "edit", "1", "--cookie-file", "c.txt")

    assert held(home).options.cookie_file == str(tmp_path / "c.txt")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["--interval", "1m"],
            'newscli: --interval is "1m", must be 5m to 31d: 30m, 2h, 1d, or 900 for seconds',
        ),
        (
            ["--header", "Host: e.example"],
            "newscli: --header: Host cannot be set: it is made from the address",
        ),
        (
            ["--cookie-file", "/no/such/file"],
            "newscli: the cookie file /no/such/file: no such file or directory",
        ),
        (["--cookie-file", "/dev/null"], "newscli: the cookie file /dev/null: it holds no cookies"),
        (
            ["--proxy", "proxy.example"],
            "newscli: --proxy: its address must begin with http:// or https://, "
            "as http://proxy.example:3128 does",
        ),
    ],
)
def test_what_cannot_be_set_changes_nothing(newscli, home, words, line):
    follow(home)

    done = newscli("sources", "edit", "1", "--user-agent", "me", *words)

    assert (done.code, done.out, done.err) == (2, "", f"{line}\n")
    assert held(home).options == options.NONE


def test_an_edited_source_is_due_at_once(newscli, home):
    later = 4_000_000_000
    follow(home, next_at=later, next_why="rhythm", back_off_until=later, wait_until=later)

    newscli("sources", "edit", "1", "--interval", "2h")

    source = held(home)
    assert (source.next_at, source.next_why, source.back_off_until) == (None, None, None)
    assert source.wait_until == later


def test_showing_the_settings_changes_nothing(newscli, home):
    follow(home, next_at=4_000_000_000)

    newscli("sources", "edit", "1")

    assert held(home).next_at == 4_000_000_000


# What is shown


def test_the_settings_are_rows_in_a_pipe(newscli, home):
    follow(home)
    newscli("sources", "edit", "1", "--header", AUTHORIZATION, "--interval", "2h", "--insecure")

    done = newscli("sources", "edit", "1")

    assert done.out == (
        "header:Authorization\tBearer ${NEWS_TOKEN}\ninterval_s\t7200\ninsecure\t1\n"
    )


def test_the_settings_are_aligned_lines_on_a_terminal(newscli, home, monkeypatch):
    follow(home)
    newscli(
        "sources", "edit", "1", "--header", AUTHORIZATION, "--interval", "90m", "--timeout", "9"
    )
    newscli("sources", "edit", "1", "--user-agent", "me", "--insecure")
    for name, value in {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "60"}.items():
        monkeypatch.setenv(name, value)

    done = newscli("sources", "edit", "1")

    assert done.out.splitlines() == [
        "header       Authorization: Bearer ${NEWS_TOKEN}",
        "user agent   me",
        "interval     90m",
        "timeout      9 s",
        "insecure     its server's certificate is not checked",
    ]


def test_json_has_every_setting(newscli, home):
    follow(home)
    newscli("sources", "edit", "1", "--header", "X-Feed: full", "--timeout", "2.5")

    assert settings(newscli) == {**NOTHING, "headers": {"X-Feed": "full"}, "timeout_s": 2.5}


def test_a_change_with_json_gives_the_settings_as_they_now_are(newscli, home):
    follow(home)

    done = newscli("sources", "edit", "1", "--interval", "1d", "--json")

    assert json.loads(done.out) == {**NOTHING, "interval_s": 86_400}


def test_a_source_without_settings_says_so(newscli, home):
    follow(home)

    done = newscli("sources", "edit", "1")

    assert (done.code, done.out, done.err) == (0, "", "it has no settings of its own\n")


SECRETS = [
    "--header", "Authorization: Bearer hunter2", "--header", "Cookie: a=hunter2", "--header",
    "X-Api-Key: hunter2", "--proxy", "http://me:hunter2@proxy.example:3128",
]  # fmt: skip


def test_literal_secrets_are_taken_with_a_word_on_what_is_better(newscli, home):
    follow(home)

    done = newscli("sources", "edit", "1", *SECRETS)

    stands = "in the database in clear; better:"
    assert done.err.splitlines() == [
        "edited The Source",
        f"Authorization stands {stands} --header 'Authorization: Bearer ${{VARIABLE}}' {BETTER}",
        f"Cookie stands {stands} --header 'Cookie: ${{VARIABLE}}' {BETTER}",
        f"X-Api-Key stands {stands} --header 'X-Api-Key: ${{VARIABLE}}' {BETTER}",
        f"the proxy's password stands {stands} "
        f"--proxy 'http://${{USER}}:${{PASSWORD}}@HOST:PORT' {BETTER}",
    ]


def test_a_literal_secret_is_spoken_of_once(newscli, home):
    follow(home)
    newscli("sources", "edit", "1", *SECRETS)

    assert newscli("sources", "edit", "1", "--interval", "2h").err == "edited The Source\n"


@pytest.mark.parametrize(
    "words",
    [
        ["sources", "edit", "1"],
        ["sources", "edit", "1", "--json"],
        ["sources", "edit", "1", "--jsonl", "--user-agent", "me"],
        ["sources", "edit", "1", "--fields", "headers,proxy"],
        ["sources", "show", "1", "--json"],
        ["sources", "list", "--json"],
        ["sources", "list"],
        ["sources", "export"],
        ["sources", "export", "--json"],
        ["sources", "doctor", "--json"],
        ["export", "--json"],
        ["fetch", "--dry-run"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("form", ["pipe", "screen"])
def test_secrets_are_in_no_output(newscli, home, monkeypatch, words, form):
    follow(home)
    newscli("sources", "edit", "1", *SECRETS)
    if form == "screen":
        monkeypatch.setenv("FORCE_COLOR", "1")

    done = newscli(*words)

    assert done.code == 0
    assert "hunter2" not in done.out + done.err


def test_settings_are_in_no_export(newscli, home):
    follow(home)
    before = newscli("sources", "export").out, newscli("sources", "export", "--json").out
    newscli("sources", "edit", "1", "--header", "X-Feed: full", "--interval", "2h")

    after = newscli("sources", "export").out, newscli("sources", "export", "--json").out

    assert [text.replace(at, "") for text, at in zip(after, stamps(after), strict=True)] == [
        text.replace(at, "") for text, at in zip(before, stamps(before), strict=True)
    ]


def stamps(exported):
    """The time at which an OPML document was written, and none for what holds no such time."""
    opml, _ = exported
    return opml.partition("<dateCreated>")[2].partition("<")[0], "\0"


# What the next fetch does with it


def test_the_next_fetch_asks_with_the_settings(newscli, home, monkeypatch):
    monkeypatch.setenv("NEWS_TOKEN", "hunter2")
    with server(serving(FEED % b"The Feed")) as here:
        newscli("sources", "add", here.url)
        newscli("sources", "edit", "1", "--header", AUTHORIZATION, "--interval", "31d")
        done = newscli("fetch", "--json")

    assert [asked.headers.get("authorization") for asked in here.asked] == [None, "Bearer hunter2"]
    assert [row["why"] for row in json.loads(done.out)] == ["interval"]


def test_a_missing_secret_is_a_line_of_its_source_and_the_others_are_fetched(newscli, home):
    with server(serving(FEED % b"The Feed")) as here:
        follow(home, f"{here.url}/one", "One")
        follow(home, f"{here.url}/two", "Two")
        newscli("sources", "edit", "One", "--proxy", "http://${NO_PROXY_HERE}:3128")
        done = newscli("fetch")

    assert done.code == 0
    assert done.err.startswith(
        "newscli: One: the environment variable NO_PROXY_HERE is not set; asked again"
    )
    assert [asked.path for asked in here.asked] == ["/two"]


def test_a_source_is_let_into_private_networks_and_out_again(newscli, home):
    follow(home)

    newscli("sources", "edit", "1", "--allow-private")
    allowed = newscli("sources", "edit", "1").out
    newscli("sources", "edit", "1", "--public-only")

    assert (allowed, newscli("sources", "edit", "1").out) == ("allow_private\t1\n", "")
