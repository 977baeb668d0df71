"""Lists of sources in any form."""

import pytest

from newscli.core.entry import Subscription
from newscli.core.errors import FeedError
from newscli.feeds.lists import parse_subscriptions

NEWSBOAT = """# my feeds
https://a.example/feed.xml news "two words" "~The \\"A\\" Paper"
https://b.example/rss "!hidden" tech # and a comment

"query:unread:unread = \\"yes\\""
exec:~/bin/feed.sh
filter:~/bin/clean:https://c.example/rss
file:///srv/local.xml
https://a.example/feed.xml again
"""


def parse(text):
    return parse_subscriptions(text.encode(), name="list")


def test_newsboats_tags_and_titles_are_read():
    assert parse(NEWSBOAT).subscriptions == (
        Subscription("https://a.example/feed.xml", 'The "A" Paper', tags=("news", "two words")),
        Subscription("https://b.example/rss", tags=("tech",)),
        Subscription("file:///srv/local.xml"),
    )


def test_what_runs_a_command_is_skipped_with_the_reason():
    assert parse(NEWSBOAT).skipped == (
        "exec:~/bin/feed.sh: runs a command, which is not followed",
        "filter:~/bin/clean:https://c.example/rss: runs a command, which is not followed",
    )


def test_query_feeds_with_an_equal_are_searches():
    assert parse(NEWSBOAT).searches == (("unread", "is:unread"),)


def test_a_plain_list_is_one_address_a_line():
    found = parse("\ufeffhttps://a.example\r\n\r\n  feed:https://b.example\n").subscriptions

    assert [subscription.url for subscription in found] == [
        "https://a.example",
        "https://b.example",
    ]


def test_an_unbalanced_quotation_mark_loses_no_address():
    (found,) = parse('https://a.example "unbalanced').subscriptions

    assert found == Subscription("https://a.example", tags=("unbalanced",))


@pytest.mark.parametrize("text", ["", "no address here", "# only\n# comments", "{}"])
def test_a_list_without_any_address_is_refused(text):
    with pytest.raises(FeedError, match="no address in it"):
        parse(text)


def test_opml_is_recognised_by_its_content():
    found = parse("<opml><body><outline xmlUrl='https://a.example'/></body></opml>")

    assert found.subscriptions == (Subscription("https://a.example"),)


SFEEDRC = """#sfeedpath="$HOME/.sfeed/feeds"
feeds() {
	# feed <name> <feedurl> [basesiteurl] [encoding]
	feed "The Paper" "https://a.example/feed.xml" "https://a.example" "iso-8859-1"
	feed 'Ours' 'https://b.example/atom' # daily
	#feed "off" "https://off.example/"
	feed "mine" "https://c.example/?key=$KEY"
	feed "again" "https://a.example/feed.xml"
}
fetch() { curl "$2"; }
"""


def test_sfeedrc_is_read_and_not_run():
    found = parse(SFEEDRC)

    assert found.subscriptions == (
        Subscription("https://a.example/feed.xml", "The Paper"),
        Subscription("https://b.example/atom", "Ours"),
    )
    assert found.skipped == ("feed mine: the shell would have to tell its address",)


def test_a_query_feed_without_an_equal_is_shown_as_it_was():
    found = parse('https://a.example\n"query:Odd ones:total_count > 3"')

    assert found.skipped == ("query:Odd ones: a search that has no equal here: total_count > 3",)
