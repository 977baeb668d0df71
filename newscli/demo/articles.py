"""The articles of the sample, as they stand in `pages/OUTLET/SLUG.html`.

A file starts with `name: value` lines (title, author, published, updated, summary, language);
a line of three dashes ends them and the article's HTML follows. `SLUG.edited.html` is the same
article after its editors changed it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

FURNITURE = frozenset({"layout", "home"})
"""Files of an outlet's folder that are no articles."""

_FORMER, _EDITED = ".html", ".edited.html"


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One article; `published` and `updated` are offsets from the anchor, as "-35m"."""

    slug: str
    title: str
    author: str
    published: str
    updated: str
    summary: str
    language: str
    html: str


def resource_text(*path: str) -> str:
    """A file of this package, as text."""
    return files(__package__).joinpath(*path).read_text(encoding="utf-8")


def article(outlet: str, slug: str, *, edited: bool) -> SampleArticle:
    """The article, in its second version where it has one and `edited` asks for it."""
    head, _, html = resource_text("pages", outlet, _file_name(outlet, slug, edited)).partition(
        "\n---\n"
    )
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return SampleArticle(
        slug=slug,
        title=fields["title"],
        author=fields.get("author", ""),
        published=fields["published"],
        updated=fields.get("updated", fields["published"]),
        summary=fields.get("summary", ""),
        language=fields.get("language", "en"),
        html=html.strip(),
    )


def slugs(outlet: str) -> tuple[str, ...]:
    """The slugs of an outlet's articles, in alphabetical order."""
    return tuple(sorted(set(_stems(outlet)) - FURNITURE))


def articles(outlet: str, *, edited: bool) -> tuple[SampleArticle, ...]:
    """An outlet's articles, in the order of their slugs."""
    return tuple(article(outlet, slug, edited=edited) for slug in slugs(outlet))


def _file_name(outlet: str, slug: str, edited: bool) -> str:
    second = slug + _EDITED
    has_second = files(__package__).joinpath("pages", outlet, second).is_file()
    return second if edited and has_second else slug + _FORMER


def _stems(outlet: str) -> Iterator[str]:
    for file in files(__package__).joinpath("pages", outlet).iterdir():
        yield file.name.partition(".")[0]
