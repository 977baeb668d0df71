"""Which articles belong with another, and in which order they are told."""

from collections.abc import Sequence

from newscli.core.models import Headline, Related

_OFFERED = {"related": 0.6, "reference": 0.0, "previous": 0.0, "next": 0.0}
_HELD = 0.05
_STORY = 0.5
_OTHER_PUBLISHER = 0.05
_DEVELOPMENT = 0.2
_DAY_S = 86_400


def offer_score(kind: str, *, is_held: bool, place: int) -> float:
    """What a link that the page offers is ranked by: its editors' own order, `place` from 0.

    What they chose as related goes before all but close tellings of the same story; their pager and
    the references in the text after what is like the article.
    """
    return _OFFERED.get(kind, 0.0) + (_HELD if is_held else 0) - 0.001 * min(place, 40)


def found_score(mine: Headline, row: Headline, likeness: float) -> float:
    """What an article that we found is ranked by: the same story first, and in it other publishers.

    `likeness` is 0 to 1, by core/likeness.py.
    """
    if row.story_id != mine.story_id:
        return min(likeness, _STORY)
    is_other = publisher(row) != publisher(mine)
    return min(1.0, _STORY + (_OTHER_PUBLISHER if is_other else 0) + likeness * (1 - _STORY))


def kind_of(mine: Headline, row: Headline, likeness: float) -> str:
    """story, later or earlier (by more than a day, and much alike), or similar."""
    if row.story_id == mine.story_id:
        return "story"
    if likeness < _DEVELOPMENT or abs(row.sort_at - mine.sort_at) <= _DAY_S:
        return "similar"
    return "later" if row.sort_at > mine.sort_at else "earlier"


def reason_of(kind: str, shared: Sequence[str]) -> str:
    """Why an article that we found belongs, in words; `shared` are words of both."""
    words = f"shares {', '.join(shared)}" if shared else "much the same words"
    return {
        "story": "same story",
        "later": f"later development: {words}",
        "earlier": f"earlier background: {words}",
    }.get(kind, words)


def publisher(row: Headline) -> str:
    """Who tells it, for comparing."""
    return (row.publisher or row.source).casefold()


def rank(
    offered: Sequence[Related], found: Sequence[Related], *, limit: int | None = None
) -> list[Related]:
    """The two lists as one by their scores, each article or URL once; the higher score counts."""
    merged: dict[object, Related] = {}
    for row in sorted((*offered, *found), key=lambda row: -row.score):
        merged.setdefault(row.id or row.url, row)
    return list(merged.values())[:limit]
