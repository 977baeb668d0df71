"""What a feed says of itself, whichever reader reads it; and what feedparser stumbles over."""

import pytest

from newscli.core.entry import ParsedEntry
from newscli.core.errors import FeedError
from newscli.feeds import quick, read, syndication

READERS = (quick.parse, syndication.parse)


def rss(channel: str) -> bytes:
    return (
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'"
        " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
        " xmlns:psc='http://podlove.org/simple-chapters'"
        f" xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{channel}</channel></rss>"
    ).encode()


@pytest.mark.parametrize(
    ("channel", "every_s"),
    [
        ("<ttl> 60 </ttl>", 3600),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>often</ttl>", None),
        ("<ttl>999999</ttl>", None),
        ("<ttl unit='h'>60</ttl>", None),
        ("<ttl>0</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        ("<sy:updatePeriod>\n\tDaily\n</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>7</sy:updateFrequency>",
         86_400),
        ("<sy:updateFrequency>2</sy:updateFrequency>", 43_200),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
         None),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", None),
        ("<item><ttl>60</ttl></item>", None),
        ("", None),
    ],
)  # fmt: skip
def test_how_often_a_feed_changes_is_what_it_says_where_that_makes_sense(channel, every_s):
    feeds = [read_it(rss(channel), content_type=None) for read_it in READERS]

    assert [feed.every_s for feed in feeds] == [every_s, every_s]


@pytest.mark.parametrize(
    ("channel", "hours", "days"),
    [
        ("<skipHours><hour>5</hour><hour> 0 </hour></skipHours>", (0, 5), ()),
        ("<skipHours><hour>24</hour><hour>3</hour><hour>25</hour></skipHours>", (0, 3), ()),
        ("<skipDays><day>Sunday</day>\n<day>monday</day><day>Moonday</day></skipDays>", (), (0, 6)),
        (f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>", (), ()),
        (
            "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day>"
            "<day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>",
            (),
            (),
        ),
        ("<item><description><![CDATA[<skipDays><day>Sunday</day></skipDays>]]></description></item>",
         (), ()),
        ("<skipHours/>", (), ()),
    ],
)  # fmt: skip
def test_hours_and_days_to_skip_are_those_that_leave_some(channel, hours, days):
    feeds = [read_it(rss(channel), content_type=None) for read_it in READERS]

    assert [(feed.skip_hours, feed.skip_days) for feed in feeds] == [(hours, days)] * 2


def test_a_json_feed_does_not_say_how_often_it_changes():
    feed = read.parse(b'{"items": []}', content_type=None)

    assert (feed.every_s, feed.skip_hours, feed.skip_days) == (None, (), ())


@pytest.mark.parametrize(
    "channel",
    [
        "<item><width><content/></width></item>",
        "<item><psc:chapters><psc:chapter/></psc:chapters></item>",
        "<publisher a='1'/><itunes:owner/>",
    ],
)
def test_a_feed_that_feedparser_stumbles_over_is_refused(channel):
    with pytest.raises(FeedError, match="not well-formed"):
        syndication.parse(rss(channel), content_type=None)


def test_an_element_named_like_a_key_of_feedparsers_is_passed_over():
    channel = "<item><title_detail>a</title_detail><links>b</links><authors>c</authors></item>"

    feed = syndication.parse(rss(channel), content_type=None)

    assert feed.entries == (ParsedEntry(),)


def test_a_feed_that_is_broken_before_its_first_entry_is_none():
    with pytest.raises(FeedError, match="not a feed"):
        syndication.parse(
            b"<rss version='2.0'><channel><title>T</b></title><!-- <item></channel></rss>"
        )
