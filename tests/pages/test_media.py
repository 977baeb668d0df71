"""Pictures, their captions, and embedded media."""

import pytest

from newscli.core.models import Block, Span
from newscli.pages.blocks import blocks_of

BASE = "https://e.example/news/1"
_LONG = "a line of prose that is far too long to be taken for a line of verse, as it goes on"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<figure><img src=a.jpg><figcaption>Words</figcaption></figure>", ["caption"]),
        (
            "<div class='wp-caption'><img src=a.jpg><p class='wp-caption-text'>Words</p></div>",
            ["caption"],
        ),
        (
            "<div class='image'><img src=a.jpg><p>Words</p></div><p>Story</p>",
            ["caption", "paragraph"],
        ),
        ("<p><img src=a.jpg><br><em>Words</em></p><p>Story</p>", ["caption", "paragraph"]),
        ("<p><a href=b><img src=a.jpg></a><small>Words</small></p>", ["caption"]),
        ("<p><img src=a.jpg><em>Words</em> begin a sentence.</p>", ["paragraph"]),
        ("<div><img src=a.jpg><p>Story</p><p>Story</p></div>", ["paragraph", "paragraph"]),
        (f"<div class='media'><img src=a.jpg><p>{_LONG * 6}</p></div>", ["paragraph"]),
        ("<table><caption>Words</caption><tr><td>1<td>2</tr></table>", ["caption", "table"]),
    ],
)
def test_what_describes_a_picture_is_a_caption(html, kinds):
    assert [block.kind for block in blocks_of(html, base_url=BASE)] == kinds


def test_a_picture_is_its_alternative_text_and_leads_to_the_file():
    blocks = blocks_of("<img src='/a.jpg' alt='A cat  asleep'>", base_url=BASE)

    assert blocks == (
        Block("image", "A cat asleep", spans=(Span(0, 12, "https://e.example/a.jpg"),)),
    )


@pytest.mark.parametrize(
    "image",
    [
        "<img src='/a.jpg'>",
        "<img src='/a.jpg' alt=''>",
        "<img src='/a.jpg' alt='IMG_1234.jpg'>",
        "<img src='/uploads/red_car2.jpg' alt='red_car2'>",
        "<img src='/a.jpg' alt='image'>",
        "<img src='/a.gif' alt='a pixel' width=1 height=1>",
        "<img src='https://feeds.feedburner.com/~r/x' alt='words here'>",
        "<img src='https://api.flattr.com/b.png' alt='Flattr this!'>",
        "<img src='/share-icon.png' alt='Share on Facebook'>",
    ],
)
def test_a_picture_that_says_nothing_is_left_out(image):
    assert blocks_of(f"<p>Story {image}</p>", base_url=BASE) == (Block("paragraph", "Story"),)


def test_a_picture_in_a_line_stands_after_it():
    blocks = blocks_of("<p>One <img src=/a.jpg alt='A red cat'> two</p>", base_url=BASE)

    assert [block.text for block in blocks] == ["One two", "A red cat"]


def test_an_emoji_picture_stands_in_the_line():
    blocks = blocks_of("<p>Hi <img src=/s.png alt='🙂' class=wp-smiley>!</p>", base_url=BASE)

    assert blocks == (Block("paragraph", "Hi 🙂!"),)


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='https://v.example/1'></iframe>",
        "<iframe src='https://v.example/1'/>",
        "<video><source src='https://v.example/1'></video>",
        "<audio src='https://v.example/1'>Your browser is old</audio>",
        "<embed src='https://v.example/1'>",
    ],
)
def test_media_are_an_embed_with_the_address(html):
    url = "https://v.example/1"

    assert blocks_of(f"{html}<p>Story</p>", base_url=BASE) == (
        Block("embed", url, spans=(Span(0, len(url), url),)),
        Block("paragraph", "Story"),
    )
