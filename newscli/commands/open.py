"""`newscli open`: an article's page in the browser."""

import os
from typing import Annotated

import typer

from newscli.commands import _articles, _output, _pages
from newscli.core.errors import NewscliError, NotFoundError
from newscli.core.footnotes import footnotes
from newscli.core.models import Article
from newscli.invocation import current
from newscli.storage import marks, reads


def command(
    ids: _articles.Ids,
    link: Annotated[
        int | None,
        typer.Option("--link", "-l", min=1, help="Not the page, but footnote N of `read`."),
    ] = None,
) -> None:
    """Open articles in the browser, and mark them as read. $BROWSER says which browser.

    Example: newscli open 412 --link 2
    """
    run = current()
    connection = run.reader()
    for number in _articles.resolve(connection, ids):
        _pages.make(connection, [number])
        article = reads.article(connection, number)
        url = _url(article, link)
        launch(url)
        if run.form or run.fields:
            _output.write_one({"id": number, "url": url}, columns=("id", "url"))
        run.say(f"opened {url}")
        marks.read(connection, number, now=run.now)


def _url(article: Article, link: int | None) -> str:
    """What to open: the article's page, or one of its links. Raises NotFoundError."""
    number = article.headline.id
    if link is None:
        if article.headline.url is None:
            raise NotFoundError(f"article {number} has no address", hint=f"newscli read {number}")
        return article.headline.url
    urls = footnotes(article.blocks)
    if link > len(urls):
        raise NotFoundError(
            f"article {number} has {len(urls)} links, and no link {link}",
            hint=f"newscli read {number}",
        )
    return urls[link - 1]


def require_address(url: str) -> None:
    """Raises NewscliError for what is not an http(s) address that a browser may be given.

    A space or a control in it could end the argument for a browser that is a script.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise NewscliError(f"{url}: only http and https addresses are opened")
    if not url.isprintable() or " " in url:
        raise NewscliError(f"{url}: is no address, and is not opened")


def launch(url: str) -> None:
    """Hands one http(s) address to the browser, as one argument and without a shell.

    Raises NewscliError for any other address, and where no browser could be started.
    """
    import webbrowser

    require_address(url)
    # What the browser prints is talk, not our result.
    results = os.dup(1)
    os.dup2(2, 1)
    try:
        is_open = webbrowser.open(url)
    finally:
        os.dup2(results, 1)
        os.close(results)
    if not is_open:
        raise NewscliError(f"no browser could be started for {url}", hint="BROWSER=firefox")
