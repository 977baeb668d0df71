"""Which of a feed's entries are new, and which are changed articles that we hold."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newscli.core.draft import Draft


class Known(NamedTuple):
    """What deciding needs of an article that we hold."""

    id: int
    guid: str
    canonical_url: str | None
    title: str
    published_at: int | None
    digest: bytes


class Change(NamedTuple):
    """An article that we hold, and what it now should be."""

    article_id: int
    draft: Draft


class Changes(NamedTuple):
    """The outcome: drafts that become articles, and articles that the publisher changed."""

    new: tuple[Draft, ...]
    changed: tuple[Change, ...]


def decide(known: Sequence[Known], drafts: Sequence[Draft]) -> Changes:
    """New and changed among the drafts; those that say what we already hold are neither.

    An article is the same when its guid is. Where the publisher gave it another guid (a new CMS,
    http become https), it is the same when its URL is, in both documents only once, and its title
    or its date stayed: feeds that link every entry to one page must not melt into one article.
    """
    if not known:
        return Changes(tuple(drafts), ())
    by_guid = {article.guid: article for article in known}
    claimed = {by_guid[draft.guid].id for draft in drafts if draft.guid in by_guid}
    by_url = _only_by_url(known, drafts)
    new: list[Draft] = []
    changed: list[Change] = []
    for draft in drafts:
        article = by_guid.get(draft.guid) or _moved(draft, by_url, claimed)
        if article is None:
            new.append(draft)
        elif article.digest != draft.digest:
            changed.append(Change(article.id, draft))
    return Changes(tuple(new), tuple(changed))


def _only_by_url(known: Sequence[Known], drafts: Sequence[Draft]) -> dict[str, Known]:
    held = Counter(article.canonical_url for article in known)
    sent = Counter(draft.canonical_url for draft in drafts)
    return {
        article.canonical_url: article
        for article in known
        if article.canonical_url
        and held[article.canonical_url] == 1
        and sent[article.canonical_url] == 1
    }


def _moved(draft: Draft, by_url: dict[str, Known], claimed: set[int]) -> Known | None:
    article = by_url.get(draft.canonical_url or "")
    if article is None or article.id in claimed:
        return None
    same_date = draft.published_at is not None and draft.published_at == article.published_at
    return article if same_date or draft.title == article.title else None
