import io
import json
import re
from calendar import timegm
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import feedparser
import pytest

from newscli.demo.world import ELSEWHERE, FEEDS, JSON, OUTLETS, answer, resources, subscriptions

ANCHOR = 1_760_000_000
PACKAGE = Path(str(files("newscli.demo")))
SYNDICATED = [resource for resource in FEEDS if resource.media_type != JSON]
FORMATS = {
    "harbour-herald.xml": ("rss20", 6),
    "ledger-compass.xml": ("rss20", 5),
    "aldbourg-courier.xml": ("atom10", 4),
    "strait-radio.xml": ("rss20", 4),
    "daily-relay.xml": ("rss20", 5),
    "stack-ladder.xml": ("atom10", 6),
    "kuestenblatt.xml": ("rss20", 4),
    "gaceta.xml": ("rss20", 3),
    "meridian-ar.xml": ("rss20", 2),
    "meridian-ja.xml": ("rss10", 2),
}


def body(resource, *, edited=False):
    return answer(resource, ANCHOR, edited=edited).body


def parsed(template, *, edited=False):
    resource = next(one for one in FEEDS if one.template == template)
    return feedparser.parse(io.BytesIO(body(resource, edited=edited)))


def entry(template, link):
    return next(one for one in parsed(template).entries if one.link == link)


def held_json():
    return json.loads(body(next(one for one in FEEDS if one.media_type == JSON)))


def all_times():
    syndicated = [
        timegm(stamp)
        for resource in SYNDICATED
        for item in parsed(resource.template, edited=True).entries
        # dict.get, because feedparser warns when "updated" would stand in for "published".
        for stamp in (dict.get(item, "published_parsed"), dict.get(item, "updated_parsed"))
        if stamp
    ]
    return syndicated + [
        int(datetime.fromisoformat(item["date_published"]).timestamp())
        for item in held_json()["items"]
    ]


def all_links():
    links = [item.link for resource in SYNDICATED for item in parsed(resource.template).entries] + [
        item["url"] for item in held_json()["items"]
    ]
    return [link.partition("?")[0] for link in links]


@pytest.mark.parametrize("resource", SYNDICATED, ids=lambda resource: resource.template)
def test_a_feed_is_well_formed_and_holds_what_it_should(resource):
    feed = parsed(resource.template)

    assert (feed.bozo, feed.version, len(feed.entries)) == (False, *FORMATS[resource.template])


def test_the_json_feed_names_its_version_and_holds_five_items():
    feed = held_json()

    assert (feed["version"], len(feed["items"])) == ("https://jsonfeed.org/version/1.1", 5)


def test_every_feed_file_is_served():
    names = sorted(file.name for file in (PACKAGE / "feeds").iterdir())

    assert names == sorted(resource.template for resource in FEEDS)


def test_the_sample_is_at_most_150_kilobytes():
    sizes = [
        file.stat().st_size
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    ]

    assert sum(sizes) <= 150_000


def test_the_newest_article_is_minutes_old_and_none_is_from_the_future():
    assert ANCHOR - 15 * 60 <= max(all_times()) <= ANCHOR


def test_no_article_is_older_than_six_days():
    assert min(all_times()) >= ANCHOR - 6 * 86400


def test_every_entry_leads_to_a_page_of_its_own_and_every_page_to_an_entry():
    homes = {(outlet.host, "/") for outlet in OUTLETS}
    pages = {
        f"http://{one.host}{one.path}"
        for one in resources()
        if one not in (*FEEDS, *ELSEWHERE) and (one.host, one.path) not in homes
    }

    assert sorted(all_links()) == sorted(pages)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.folder)
def test_a_home_page_names_the_feeds_of_its_site(outlet):
    home = next(one for one in resources() if (one.host, one.path) == (outlet.host, "/"))

    named = re.findall(
        r'rel="alternate"[^>]*href="(?:http://[^/"]+)?(/[^"]*)"', body(home).decode()
    )

    served = [one.path for one in FEEDS + ELSEWHERE if one.host == outlet.host]
    assert named and set(named) <= set(served)


def test_one_site_has_two_feeds():
    home = next(
        one for one in resources() if one.host == "meridian-world.example" and one.path == "/"
    )

    assert body(home).count(b'rel="alternate"') == 2


def test_the_second_version_changes_one_article_and_nothing_else():
    changed = [(one.host, one.path) for one in resources() if body(one) != body(one, edited=True)]

    assert changed == [
        ("aldbourg-courier.example", "/atom.xml"),
        ("aldbourg-courier.example", "/cable-homes.html"),
    ]


def test_the_other_entries_of_the_edited_feed_stay_as_they_are():
    first = parsed("aldbourg-courier.xml").entries
    second = parsed("aldbourg-courier.xml", edited=True).entries

    assert [now.id for then, now in zip(first, second, strict=True) if then != now] == [
        "tag:aldbourg-courier.example,2024:5531"
    ]


def test_the_edited_article_keeps_its_guid_and_date_and_says_what_it_corrected():
    first = parsed("aldbourg-courier.xml").entries[0]
    second = parsed("aldbourg-courier.xml", edited=True).entries[0]

    assert (second.id, second.published) == (first.id, first.published)
    assert second.updated > first.updated
    assert (first.title, second.title) == (
        "Cable break leaves 14,000 Skarholm homes offline",
        "Cable sabotage leaves 41,000 Skarholm homes offline",
    )
    assert "Correction:" in second.content[0].value


@pytest.mark.parametrize(
    ("template", "link"),
    [
        ("harbour-herald.xml", "http://harbour-herald.example/news/cable-cut"),
        ("aldbourg-courier.xml", "http://aldbourg-courier.example/cable-homes.html"),
        ("strait-radio.xml", "http://strait-radio.example/stories/cable-divers"),
        (
            "ledger-compass.xml",
            "http://ledger-compass.example/articles/freighter-track"
            "?utm_source=rss&utm_medium=feed&utm_campaign=latest",
        ),
    ],
)
def test_four_outlets_tell_of_the_sabotage_within_eight_hours(template, link):
    told = entry(template, link)

    assert "sabotage" in str(told)
    assert timegm(told.published_parsed) >= ANCHOR - 8 * 3600


@pytest.mark.parametrize(
    "trap",
    [
        "<h2>",
        "<blockquote>",
        "<figcaption>",
        "<p>The Pelagia Dawn at anchor off Norhaven</p>",
        "<p>You may be interested: <a href=",
        "<strong>Read also: ",
        "<p>Source: <a href=",
        "<p>Follow us on ",
        "<p>« Previous: <a href=",
        "<p>Next article: <a href=",
    ],
)
def test_the_aggregator_lays_every_trap_in_its_feed(trap):
    feed = next(one for one in FEEDS if one.template == "daily-relay.xml")

    assert trap in body(feed).decode()


def test_the_episode_carries_its_audio():
    episode = entry("strait-radio.xml", "http://strait-radio.example/stories/eleven-kilometres")

    assert [(one.type, one.length) for one in episode.enclosures] == [("audio/mpeg", "30081024")]


def test_the_tech_blog_has_an_entry_without_guid_one_without_title_and_one_without_date():
    entries = parsed("stack-ladder.xml").entries

    missing = {
        name: [one.link.rsplit("/", 2)[1] for one in entries if name not in one]
        for name in ("id", "title", "published")
    }

    assert missing == {"id": ["splice"], "title": ["untitled"], "published": ["colophon"]}


def test_the_subscriptions_are_distinct_and_leave_the_title_to_the_feed():
    follows = subscriptions()

    assert len({one.url for one in follows}) == len(follows) == 13
    assert {one.title for one in follows} == {None}
