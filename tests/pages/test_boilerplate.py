"""The story, told from what stands around it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscli.core.models import BODY_KINDS, Block, PageLink
from newscli.pages.blocks import blocks_of
from newscli.pages.boilerplate import classify, label_of, may_be_labelled

BASE = "https://news.example/2026/budget"
_PROSE = (
    "<p>The council passed the budget on Tuesday after a debate that lasted until midnight, "
    "and the mayor said that it would hold for two years.</p>"
)


def _labelled(html: str) -> tuple[tuple[Block, ...], tuple[PageLink, ...]]:
    return classify(blocks_of(html, base_url=BASE), base_url=BASE)


def _kind_between_prose(html: str) -> str:
    """The kind of the one block that stands between two paragraphs of prose."""
    return _labelled(_PROSE + html + _PROSE * 2)[0][1].kind


def _kind_at_end(html: str) -> str:
    return _labelled(_PROSE * 3 + html)[0][-1].kind


@pytest.mark.parametrize(
    "line",
    [
        "<p>Follow us on <a href='https://x.example/n'>Twitter</a> and Facebook</p>",
        "<p>Follow us on Telegram.</p>",
        "<p>Subscribe to our newsletter for more stories like this.</p>",
        "<p>Join our Telegram channel</p>",
        "<p>Folgen Sie uns auf <a href='/f'>Instagram</a></p>",
        "<p>Síguenos en Facebook, Twitter e Instagram</p>",
        "<p>Suivez-nous sur WhatsApp</p>",
        "<p>Seguici su Facebook</p>",
        "<p>Подписывайтесь на наш Telegram-канал</p>",
        "<p>تابعونا على فيسبوك</p>",
        "<p>Share this: Facebook Twitter WhatsApp</p>",
        "<p><a href='https://x.com/intent'>Tweet</a></p>",
        "<p>Teilen auf Facebook</p>",
        "<p>Compartir en WhatsApp</p>",
        "<p>The post <a href='/1'>Budget passed</a> appeared first on <a href='/'>News</a>.</p>",
        "<p>Der Beitrag Haushalt erschien zuerst auf Zeitung.</p>",
        "<p>L’article Budget est apparu en premier sur Le Journal.</p>",
        "<p>La entrada Presupuesto se publicó primero en El Diario.</p>",
        "<p>Bütçe yazısı ilk önce Gazete üzerinde ortaya çıktı.</p>",
        "<p><a href='/2026/budget'>Continue reading →</a></p>",
        "<p><a href='/2026/budget'>Weiterlesen …</a></p>",
        "<p><a href='/2026/budget'>続きを読む</a></p>",
        "<p>[…]</p>",
    ],
)
def test_follow_share_and_footer_lines_are_promotions_without_links(line):
    blocks, links = _labelled(_PROSE + line)

    assert [block.kind for block in blocks] == ["paragraph", "promotion"]
    assert [link for link in links if link.kind != "reference"] == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>Follow us on our trip through the Alps, where the snow lies deep until June.</p>",
        "<p>We asked them to follow us on Twitter, and they did.</p>",
        "<p>Read more about the method in the appendix of the report.</p>",
        "<p>Read more carefully than he did, and <a href='/r'>the report</a> says no.</p>",
        "<p>Related costs rose by a third, <a href='/r'>the report</a> says.</p>",
        "<h2>Related work</h2>",
        "<h2>Related</h2>",
        "<h2>Next steps</h2>",
        "<h2><a href='#next'>Next steps</a></h2>",
        "<p>Next week the council meets again.</p>",
        "<p>Previous governments had <a href='/r'>failed</a>.</p>",
        "<p>Share prices fell on Facebook and Twitter news.</p>",
        "<p>Share</p>",
        "<p>Print</p>",
        "<p>X</p>",
        "<p>Comments were few.</p>",
        "<p>The post office appeared first on the list of closures.</p>",
        "<p>Subscribe to our newsletter was all that the page said when the site came back, and "
        "nobody knew whether that meant the paper itself was gone for good.</p>",
        "<p>Lesen Sie auch zwischen den Zeilen, sagte er.</p>",
        "<p>Lire aussi vite que possible était son but.</p>",
        "<p>See also that the doors are shut.</p>",
        "<ul><li>Read more books</li></ul>",
        "<pre>Read more: x</pre>",
    ],
)
def test_prose_that_begins_like_boilerplate_stays_in_the_story(line):
    assert _kind_between_prose(line) in BODY_KINDS


@pytest.mark.parametrize(
    "line",
    [
        "<p>Source: Deutsche Welle</p>",
        "<p>Source: <a href='https://www.dw.example/a'>dw.com</a></p>",
        "<p>(Source: Reuters)</p>",
        "<p>Quelle: dpa</p>",
        "<p>Fuente: El País</p>",
        "<p>Source : Le Monde</p>",
        "<p>Fonte: ANSA</p>",
        "<p>Bron: NOS.nl</p>",
        "<p>Źródło: PAP</p>",
        "<p>Источник: Интерфакс</p>",
        "<p>Джерело: Укрінформ</p>",
        "<p>المصدر: رويترز</p>",
        "<p>出典：共同通信</p>",
        "<p>来源：新华社</p>",
        "<p>Kaynak: Anadolu Ajansı</p>",
        "<p>Källa: SVT Nyheter</p>",
        "<p>This article was originally published in The Daily Example.</p>",
        "<p>This article is republished from <a href='/c'>The Conversation</a> under a Creative "
        "Commons licence.</p>",
        "<p>Dieser Artikel erschien zuerst bei <a href='/z'>Zeit Online</a>.</p>",
    ],
)
def test_a_line_that_names_the_source_at_the_end_is_a_source_line(line):
    assert _kind_at_end(line) == "source_line"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Source: of the Nile and of many quarrels.</p>",
        "<p>Source: the ministry said that it had no figures. It will publish them in May.</p>",
        "<p>Sources close to the mayor say: wait.</p>",
        "<p>Source code: <a href='/c'>here</a></p>",
        "<p>Photo: Reuters</p>",
        "<p>Credit: Getty Images</p>",
        "<p>Foto: dpa</p>",
        "<p>According to Reuters, the bridge is shut.</p>",
        "<figure><img src=/c.png><figcaption>Source: Eurostat</figcaption></figure>",
        "<img src=/c.png alt='Exports by year'><p>Source: Eurostat</p>",
        "<table><tr><td>1<td>2</tr></table><p>Source: Eurostat, own work</p>",
        "<p>Originally published on 3 March 2020.</p>",
    ],
)
def test_credits_of_pictures_and_charts_and_prose_are_no_source_lines(line):
    assert _kind_at_end(line) in BODY_KINDS


def test_a_long_source_line_in_the_middle_stays_in_the_story():
    line = "<p>Source: Ministry of Public Works and Transport</p>"

    blocks, _ = _labelled(_PROSE * 2 + line + _PROSE * 5)

    assert blocks[2].kind == "paragraph"


def test_the_link_of_a_source_line_is_a_source():
    _, links = _labelled(_PROSE + "<p>Source: <a href='https://dw.example/a'>dw.com</a></p>")

    assert links == (PageLink("source", "https://dw.example/a", "dw.com"),)


def test_share_links_below_a_share_line_are_promotions():
    items = "<li><a href='/f'>Facebook</a></li><li><a href='/t'>Twitter</a></li>"

    blocks, links = _labelled(f"{_PROSE}<p>Share this:</p><ul>{items}</ul>")

    assert [block.kind for block in blocks] == ["paragraph", *["promotion"] * 3]
    assert links == ()


_LINES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "Read more",
                "Source",
                ":",
                " ",
                "Reuters",
                "Follow us on",
                "X",
                "Share",
                "Next",
                "←",
                "<a href=/1>",
                "</a>",
                "The post",
                "appeared first on",
                "[…]",
                "word",
                "(AP) -",
                "\n",
                "here",
                "Quelle: ",
                "関連記事",
                "ß",
                "İ",
                "Originally published in",
            ]
        ),
        max_size=8,
    ).map("".join),
    max_size=8,
)


@given(_LINES)
def test_no_block_is_dropped_or_changed_but_in_kind(lines):
    blocks = blocks_of("".join(f"<p>{line}</p>" for line in lines), base_url=BASE)

    labelled, _ = classify(blocks, base_url=BASE)

    assert [block._replace(kind="") for block in labelled] == [b._replace(kind="") for b in blocks]


@given(_LINES)
@example(["Quelle: Read more<a href=/1>Source</a>Read more"])
def test_labels_of_links_are_words_of_the_page(lines):
    blocks = blocks_of("".join(f"<p>{line}</p>" for line in lines), base_url=BASE)

    _, links = classify(blocks, base_url=BASE)

    text = " ".join(" ".join(block.text for block in blocks).split())
    assert [link for link in links if link.label not in text and link.label != link.url] == []


@given(_LINES)
@example(
    [
        "Next: <a href=/1>word</a>",
        "Previous: <a href=/1>word</a>",
        "Read more",
        "Originally published in <a href=/1>X</a>",
    ]
)
@example(["Follow us on X", "Share", "Related:", "The post word appeared first on word", "[…]"])
def test_what_may_be_labelled_is_known_by_its_words_alone(lines):
    blocks = blocks_of("".join(f"<p>{line}</p>" for line in lines), base_url=BASE)

    labelled = [block.text for block in blocks if label_of(block)]

    assert [text for text in labelled if not may_be_labelled(text)] == []


@given(_LINES)
def test_classifying_twice_keeps_what_was_found(lines):
    blocks = blocks_of("".join(f"<p>{line}</p>" for line in lines), base_url=BASE)
    once, _ = classify(blocks, base_url=BASE)

    twice, _ = classify(once, base_url=BASE)

    kept = [(before.kind, after.kind) for before, after in zip(once, twice, strict=True)]
    assert [pair for pair in kept if pair[0] not in BODY_KINDS and pair[0] != pair[1]] == []


def test_an_empty_page_has_no_blocks_and_no_links():
    assert classify((), base_url=None) == ((), ())


def caption_kind(text):
    image = Block("image", "A ship at anchor")
    story = Block("paragraph", "The crew stayed on board.")
    blocks, _ = classify((image, Block("paragraph", text), story), base_url=None)
    return blocks[1].kind


def test_a_bare_line_behind_a_picture_is_its_caption():
    assert caption_kind("The Pelagia Dawn at anchor off Norhaven") == "caption"


@pytest.mark.parametrize(
    "text", ["Ingredients", "The ship lies at anchor off Norhaven.", "Who was on board that night?"]
)
def test_a_sentence_or_a_word_behind_a_picture_is_the_story(text):
    assert caption_kind(text) == "paragraph"
