"""What is an edit, and what only counts, advertises or tracks."""

import pytest

from newscli.core.wording import says_the_same

_STORY = "The ferry left at nine.\n\n{}\n\nIt came back at noon with 140 passengers."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1,204 views", "1,377 views"),
        ("Views: 1204 · Shares: 3", "Views: 1377 · Shares: 12"),
        ("12 Comments", "No comments yet"),
        ("Comments (12)", "Comments (13)"),
        ("This article has been read 12 times.", "This article has been read 98 times."),
        ("42 points by ada 3 hours ago | 5 comments", "80 points by ada 5 hours ago | 9 comments"),
        ("# Comments: 56", "# Comments: 60"),
        ("vor 3 Stunden", "vor 5 Stunden"),
        ("3 Kommentare", "14 Kommentare"),
        ("1.204 mal gelesen", "1.377 mal gelesen"),
        ("12 commentaires", "13 commentaires"),
        ("Просмотров: 120", "Просмотров: 340"),
        ("閲覧数 120", "閲覧数 340"),
        ("Last updated: 14 March, 12:40", "Last updated: 14 March, 13:10"),
        ("Stand: 12.40 Uhr", "Stand: 13.10 Uhr"),
        ("Advertisement: Warm socks, now cheaper", "Advertisement: Fly to the moon for less"),
        ("Sponsored by Acme Sails", ""),
        ("Anzeige", "Werbung: Jetzt Strom wechseln!"),
        ("See https://a.example/x?utm_source=rss&n=1", "See https://a.example/x?utm_source=mail"),
        ("“Quoted” – it’s so …", '"Quoted" - it\'s so ...'),
        ("soft\u00adhyphen  and\u200b space", "softhyphen and space"),
    ],
)  # fmt: skip
def test_noise_is_no_edit(before, after):
    assert says_the_same(_STORY.format(before), _STORY.format(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Some 14,000 homes are offline.", "Some 41,000 homes are offline."),
        ("Shares of the line fell 3 per cent on Tuesday.", "Shares of the line fell 13 per cent."),
        ("The Sound index falls 3 points", "The Sound index falls 5 points"),
        ("She read it twice.", "She read it three times."),
        ("Correction: the ferry has 150 seats.", ""),
        ("The council said no.", "The council said yes."),
        ("2024\t15,100", "2024\t18,400"),
        ("Advertisements for tobacco will be banned from trams, stations and every ferry by 2030.",
         "Advertisements for tobacco will be banned from trams, stations and every ferry by 2031."),
        ("See https://a.example/x", "See https://a.example/y"),
        ("reykjavik", "Reykjavik"),
    ],
)  # fmt: skip
def test_other_words_are_an_edit(before, after):
    assert not says_the_same(_STORY.format(before), _STORY.format(after))
