"""A query as SQL: one condition over `article`, every text of the user's a bound value."""

from newscli.core.query_nodes import And, Between, Field, Flag, Near, Node, Not, Or, Pattern, Words
from newscli.storage import fulltext

Sql = tuple[str, list[object]]

_SOURCE = "article.source_id IN (SELECT source.id FROM source WHERE {})"
_NAMES = "holds(source.name, ?) OR holds(source.feed_title, ?)"
_FLAGS = {
    "unread": "article.read_at IS NULL",
    "read": "article.read_at IS NOT NULL",
    "starred": "article.starred_at IS NOT NULL",
    "edited": "article.edited_at IS NOT NULL",
    "full": "EXISTS (SELECT 1 FROM page WHERE page.article_id = article.id AND page.blocks <> '')",
    "copy": "EXISTS (SELECT 1 FROM place WHERE place.article_id = article.id "
    "AND place.copy_of IS NOT NULL)",
    "hidden": "EXISTS (SELECT 1 FROM article_tag WHERE article_tag.article_id = article.id "
    "AND tag = 'hidden')",
    "enclosure": "EXISTS (SELECT 1 FROM enclosure WHERE enclosure.article_id = article.id)",
}
_MEDIA = (
    "EXISTS (SELECT 1 FROM enclosure WHERE enclosure.article_id = article.id "
    "AND (media_type LIKE '{0}/%'{1}))"
)
_ENDINGS = {
    "audio": ("mp3", "m4a", "ogg", "opus"),
    "video": ("mp4", "m4v", "webm", "mov"),
    "image": ("jpg", "jpeg", "png", "webp"),
}
_TEXT = "article.title || char(10) || article.summary || char(10) || article.text"


def compiled(node: Node) -> Sql:
    """The condition that a query is, and its values. No text of the query is in the SQL."""
    match node:
        case Words() | Near():
            return fulltext.condition(node)
        case Field():
            return _field(node)
        case Flag(name):
            return _flag(name), []
        case Between():
            return _between(node)
        case Pattern(pattern):
            return f"matches(?, {_TEXT})", [pattern]
        case Not(part):
            sql, values = compiled(part)
            # IS NOT 1 and not NOT: what is unknown (an author that is not named) is not it.
            return f"(({sql}) IS NOT 1)", values
        case And(parts):
            return _joined(parts, " AND ")
        case Or(parts):
            return _joined(parts, " OR ")


def _joined(parts: tuple[Node, ...], word: str) -> Sql:
    # What is cheap to decide goes first; SQLite keeps the order of what it cannot look up.
    found = [compiled(part) for part in sorted(parts, key=_cost)]
    return f"({word.join(sql for sql, _ in found)})", [v for _, values in found for v in values]


def _cost(node: Node) -> int:
    match node:
        case Pattern():
            return 3
        case Words() if not fulltext.is_exact(node):
            return 2
        case Not(part):
            return _cost(part)
        case And(parts) | Or(parts):
            return max(map(_cost, parts))
        case Field("author" | "publisher" | "url"):
            return 1
        case _:
            return 0


def _flag(name: str) -> str:
    if name in _ENDINGS:
        endings = "".join(f" OR enclosure.url LIKE '%.{end}'" for end in _ENDINGS[name])
        held = _MEDIA.format(name, endings)
        if name == "image":
            held += " OR EXISTS (SELECT 1 FROM page WHERE page.article_id = article.id "
            held += "AND page.image IS NOT NULL)"
        return f"({held})"
    return _FLAGS[name]


def _between(node: Between) -> Sql:
    parts, values = [], []
    if node.since is not None:
        parts.append("article.sort_at >= ?")
        values.append(node.since)
    if node.until is not None:
        parts.append("article.sort_at < ?")
        values.append(node.until)
    return f"({' AND '.join(parts)})", list(values)


def _field(node: Field) -> Sql:
    value = node.value
    match node.name:
        case "source":
            number = int(value) if value.isdecimal() and len(value) < 15 else -1
            where = f"source.id = ? OR {_NAMES} OR holds(source.url, ?)"
            return _SOURCE.format(where), [number, value, value, value]
        case "publisher":
            own = f"article.publisher IS NULL AND {_SOURCE.format(_NAMES)}"
            return f"(holds(article.publisher, ?) OR ({own}))", [value, value, value]
        case "tag":
            return (
                "(article.id IN (SELECT article_id FROM article_tag WHERE tag = ? COLLATE NOCASE) "
                "OR article.source_id IN "
                "(SELECT source_id FROM source_tag WHERE tag = ? COLLATE NOCASE))",
                [value, value],
            )
        case "folder":
            where = "same(source.folder, ?) OR holds('/' || source.folder || '/', ?)"
            return _SOURCE.format(where), [value, f"/{value.strip('/')}/"]
        case "lang":
            code = value.lower().replace("_", "-")
            return (
                "(lower(article.language) = ? OR substr(lower(article.language), 1, ?) = ?)",
                [code, len(code) + 1, f"{code}-"],
            )
        case "story":
            number = min(int(value), 2**62)
            return (
                "article.id IN (SELECT article_id FROM place WHERE story_id = "
                "(SELECT story_id FROM place WHERE article_id = ?))",
                [number],
            )
        case "url":
            return "holds(article.url, ?)", [value]
        case _:
            return "holds(article.author, ?)", [value]
