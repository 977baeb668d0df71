"""Pages of the web kept as articles, and truncated feeds that get their text from their pages."""

import json

import pytest

from tests.loopback import server

CUT = "<p>The harbour council of Tenby met and decided …</p>"


def paragraphs(number):
    return "".join(
        f"<p>On day {day} the harbour council of Tenby heard witness {number * 31 + day} about "
        f"{('berths', 'fog horns', 'dredging', 'fees', 'gulls', 'moorings')[day]} and wrote down "
        f"what was said by the pilots of boat {number}-{day}, word for word.</p>"
        for day in range(6)
    )


def page(number, *, more="", tail=""):
    return f"""<html lang="en"><head><title>Story {number} of the quay | Tenby Post</title>
    <meta property="og:site_name" content="Tenby Post"></head>
    <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
    <article><h1>Story {number} of the quay</h1><p class="byline">By Ann Lee</p>
    {paragraphs(number)}{more}
    <p>You may be interested: <a href="/articles/{number + 1}">What follows story {number}</a></p>
    {tail}</article>
    <div class="post-navigation"><a rel="prev" href="/articles/{number - 1}">Previous: Story
    {number - 1} of the quay</a></div>
    <footer><a href="https://facebook.example/share">Share</a></footer></body></html>"""


class Site:
    """Articles by number, a truncated feed of them, and addresses with trouble."""

    def __init__(self):
        self.url = ""
        self.entry = CUT
        self.numbers = (1, 2, 3, 4)
        self.boilerplate = ""

    def respond(self, path):
        html = {"Content-Type": "text/html; charset=utf-8"}
        if path == "/feed":
            return 200, self.feed().encode(), {"Content-Type": "application/rss+xml"}
        if path == "/gone":
            return 404, b"", html
        if path == "/broken":
            return 500, b"", html
        if path == "/moved":
            return 301, b"", {"Location": "/articles/7"}
        if path == "/paper.pdf":
            return 200, b"%PDF-1.7 ...", {"Content-Type": "application/pdf"}
        if path == "/login":
            form = b"<title>Log in</title><form><input type=password></form><p>Please log in.</p>"
            return 200, form, html
        if path == "/copied":
            source = '<p>Source: <a href="https://www.agency.example/x">Agency Littoral</a></p>'
            return 200, page(40, tail=source).encode(), html
        number = int(path.rpartition("/")[2])
        return 200, page(number, more=self.boilerplate).encode(), html

    def feed(self):
        items = "".join(
            f"<item><guid>g{n}</guid><title>Story {n} of the quay</title>"
            f"<link>{self.url}/articles/{n}</link>"
            f"<description><![CDATA[{self.entry}]]></description></item>"
            for n in self.numbers
        )
        return f"<rss version='2.0'><channel><title>Tenby Post</title>{items}</channel></rss>"


@pytest.fixture
def site():
    made = Site()
    with server(made.respond) as here:
        made.url = here.url
        made.asked = here.asked
        yield made


def article(newscli, number, *words):
    return json.loads(newscli("read", number, "--peek", *words, "--json").out)


def test_a_saved_page_is_an_article_with_publisher_author_and_links(newscli, site):
    done = newscli("save", f"{site.url}/copied")

    assert (done.code, done.err) == (0, "saved 1 article\n")
    saved = article(newscli, 1)
    assert saved["title"] == "Story 40 of the quay"
    assert saved["author"] == "Ann Lee"
    assert saved["attribution"] == {
        "publisher": "Agency Littoral", "rule": "source-line", "span": "Source: Agency Littoral",
    }  # fmt: skip
    assert [(link["kind"], link["label"]) for link in saved["links"]] == [
        ("related", "What follows story 40"),
        ("previous", "Story 39 of the quay"),
        ("source", "Agency Littoral"),
    ]
    assert "Home" not in saved["text"]
    assert "Source" not in saved["text"]


def test_a_page_is_saved_once_also_by_the_address_that_led_to_it(newscli, site):
    assert newscli("save", f"{site.url}/moved").code == 0

    again = newscli("save", f"{site.url}/articles/7", f"{site.url}/moved")

    assert again.code == 0
    assert "held already, article 1" in again.err
    assert len(json.loads(newscli("headlines", "--all", "--json").out)) == 1


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "404"),
        ("/broken", "500"),
        ("/paper.pdf", "no web page (application/pdf)"),
        ("/login", "no story"),
    ],
)
@pytest.mark.parametrize("verb", ["read", "save"])
def test_what_is_no_article_is_one_line_and_nothing_is_kept(newscli, site, verb, path, reason):
    done = newscli(verb, site.url + path)

    assert done.code != 0
    assert done.out == ""
    assert reason in done.err
    assert len(done.err.splitlines()) <= 2
    assert "Traceback" not in done.err


def test_a_page_that_fails_does_not_keep_the_others_from_being_saved(newscli, site):
    done = newscli("save", f"{site.url}/gone", f"{site.url}/articles/8")

    assert done.out == "1\tStory 8 of the quay\n"
    assert "404" in done.err
    assert "saved 1 article" in done.err


def test_reading_an_address_shows_the_story_and_keeps_it(newscli, site):
    done = newscli("read", f"{site.url}/articles/9")

    assert done.code == 0
    assert "witness 279" in done.out
    assert "Sport" not in done.out
    site.asked.clear()
    assert "witness 279" in newscli("read", f"{site.url}/articles/9").out
    assert site.asked == []


def test_a_truncated_feed_gets_the_text_of_its_pages_and_says_so(newscli, site):
    newscli("sources", "add", f"{site.url}/feed")

    shown = json.loads(newscli("sources", "show", "1", "--json").out)["full_text"]
    assert (shown["mode"], shown["feed"], shown["fetched"]) == ("auto", "truncated", True)
    assert "4 of 4 entries end in …" in shown["why"]
    for number in range(1, 5):
        assert "word for word" in article(newscli, number)["text"]
    assert article(newscli, 1, "--feed")["text"].endswith("decided …")
    assert "witness" in article(newscli, 1, "--page")["text"]


def test_pages_that_are_held_are_not_asked_for_again(newscli, site):
    newscli("sources", "add", f"{site.url}/feed")
    asked = [one.path for one in site.asked if one.path.startswith("/articles/")]
    site.asked.clear()

    newscli("fetch", "--force")

    assert sorted(asked) == [f"/articles/{n}" for n in range(1, 5)]
    assert [one.path for one in site.asked] == ["/feed"]


def test_a_feed_with_whole_articles_is_left_alone(newscli, site):
    site.entry = paragraphs(5) * 2

    newscli("sources", "add", f"{site.url}/feed")

    assert not any(one.path.startswith("/articles/") for one in site.asked)
    shown = json.loads(newscli("sources", "show", "1", "--json").out)["full_text"]
    assert (shown["feed"], shown["fetched"]) == ("full", False)


def test_one_page_can_be_asked_for_by_name(newscli, site):
    newscli("config", "set", "fetch.full_text", "off")
    newscli("sources", "add", f"{site.url}/feed")
    assert "witness" not in article(newscli, 1)["text"]

    done = newscli("read", "1", "--full")

    assert done.code == 0
    assert "word for word" in done.out
    assert [one.path for one in site.asked if "articles" in one.path] == ["/articles/4"]


def test_a_page_that_is_not_held_is_said_with_what_to_type(newscli, site):
    newscli("config", "set", "fetch.full_text", "off")
    newscli("sources", "add", f"{site.url}/feed")

    done = newscli("read", "1", "--page")

    assert done.code == 1
    assert "newscli read --full 1" in done.err


def test_what_comes_again_on_the_pages_of_a_source_is_learnt_and_left_out(newscli, site):
    site.boilerplate = "<p>Support our work: the Tenby Post belongs to its readers, so join us.</p>"
    site.numbers = tuple(range(1, 9))

    newscli("sources", "add", f"{site.url}/feed")

    texts = [article(newscli, number)["text"] for number in range(1, 9)]
    assert not any("Support our work" in text for text in texts)
    assert all("word for word" in text for text in texts)


def test_related_shows_what_the_page_offers_and_the_id_of_what_is_held(newscli, site):
    newscli("sources", "add", f"{site.url}/feed")
    by_title = {row["title"]: row["id"] for row in json.loads(newscli("headlines", "--json").out)}

    rows = json.loads(newscli("related", by_title["Story 2 of the quay"], "--json").out)

    kinds = {(row["kind"], row["id"]) for row in rows}
    assert ("related", by_title["Story 3 of the quay"]) in kinds or (
        "story", by_title["Story 3 of the quay"]
    ) in kinds  # fmt: skip
