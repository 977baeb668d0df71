"""What others name is not looked for in the user's own network."""

import pytest

from tests.loopback import server

FEED = (
    b"<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>"
)


def page_naming(url: str) -> bytes:
    """A site's page that names a feed."""
    link = f'<link rel="alternate" type="application/rss+xml" href="{url}">'
    return f"<!doctype html><html><head>{link}</head><body>Hello</body></html>".encode()


@pytest.fixture
def inside():
    """A server that no site is to lead us to."""
    with server(lambda path: (200, FEED, {})) as found:
        yield found


@pytest.fixture
def site(inside):
    """A site whose page names a feed on the other server."""
    with server(lambda path: (200, page_naming(f"{inside.url}/feed"), {})) as found:
        yield found


def test_a_site_whose_feed_is_elsewhere_in_the_network_is_not_followed(newscli, site, inside):
    done = newscli("sources", "add", site.url)

    assert (done.code, inside.asked) == (4, [])
    assert "leads into a private network (127.0.0.1), which is refused" in done.err
    assert newscli("sources", "list", "--json").out.strip() in ("", "[]")


def test_it_is_where_the_user_says_so_and_stays_so(newscli, site, inside):
    added = newscli("sources", "add", "--allow-private", site.url)
    fetched = newscli("fetch", "--force")

    assert (added.code, fetched.code) == (0, 0)
    assert "allow_private\t1" in newscli("sources", "edit", "1").out


def test_the_hint_says_what_to_type(newscli, inside):
    with server(lambda path: (302, b"", {"Location": f"{inside.url}/feed"})) as here:
        done = newscli("sources", "add", here.url)

    assert done.err.splitlines()[-1] == f"  try: newscli sources add --allow-private {here.url}"


def test_an_address_that_the_user_types_is_asked(newscli, home):
    words = b"<p>" + b"The harbour was quiet in the morning. " * 40 + b"</p>"
    article = b"<!doctype html><html><body><article>" + words + b"</article></body></html>"
    with server(lambda path: (200, article, {"Content-Type": "text/html"})) as here:
        done = newscli("save", f"{here.url}/story")

    assert (done.code, len(here.asked)) == (0, 1)


def test_the_setting_lets_all_of_them(newscli, site, inside, monkeypatch):
    monkeypatch.setenv("NEWSCLI_FETCH_ALLOW_PRIVATE", "on")

    assert newscli("sources", "add", site.url).code == 0
