"""An invented article on a web page, and the links that are found there."""

from newscli.core.models import PageLink
from newscli.pages.webpage import read_web_page

SITE = "https://town.example"
URL = f"{SITE}/2026/07/budget-passed"
PROSE = (
    "<p>The council passed the budget on Tuesday after a debate that lasted until midnight, and "
    "the mayor said that it would hold for two years, whatever the county may do.</p>"
)
BRIDGE, RAIN = f"{SITE}/2026/07/bridge-to-close", f"{SITE}/2026/07/rain-ahead"
BRIDGE_TITLE, RAIN_TITLE = "Bridge to close for a year", "Rain ahead for the whole county"
BRIDGE_LINK = f"<a href='{BRIDGE}'>{BRIDGE_TITLE}</a>"
RAIN_LINK = f"<a href='{RAIN}'>{RAIN_TITLE}</a>"
RELATED = f"<h2>Related stories</h2><ul><li>{BRIDGE_LINK}</li></ul>"
TO_BRIDGE, TO_RAIN = (
    PageLink("related", BRIDGE, BRIDGE_TITLE),
    PageLink("related", RAIN, RAIN_TITLE),
)


def page(*, head: str = "", before: str = "", inside: str = "", after: str = "") -> str:
    """A web page: `before` and `after` stand around the article, `inside` in its text."""
    return (
        f"<html><head><title>Budget passed</title>{head}</head><body>{before}<article>"
        f"<h1>Budget passed</h1>{PROSE}{PROSE}{inside}{PROSE}</article>{after}</body></html>"
    )


def links(*, url: str = URL, **parts: str) -> tuple[PageLink, ...]:
    """The links that are found on such a page."""
    article = read_web_page(
        page(**parts).encode(), content_type="text/html; charset=utf-8", url=url
    )
    assert article is not None
    return article.links


def ways(**parts: str) -> dict[str, str]:
    """The addresses before and after the article, by kind."""
    return {link.kind: link.url for link in links(**parts)}
