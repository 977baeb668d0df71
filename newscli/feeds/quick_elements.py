"""What each element of a feed adds to the entry or feed that it is in; and what may be in what.

Every function is feedparser's method of the element (namespaces/), as far as it reaches a key that
syndication.py reads.
"""

from newscli.feeds import quick_people as people
from newscli.feeds.prolog import too_many
from newscli.feeds.quick_dates import seconds
from newscli.feeds.quick_names import Element, Unsure
from newscli.feeds.quick_reader import Context, Handler, Reader, Table
from newscli.feeds.quick_texts import TYPES, link_of, without_query_entities


def channel(reader: Reader, element: Element, feed: Context) -> None:
    """RSS's holder of it all."""
    if reader.has_channel:
        raise Unsure("a second channel")
    reader.has_channel = True
    reader.read_children(element, _enter(reader, element), feed, FEED)


def item(reader: Reader, element: Element, feed: Context) -> None:
    """An entry."""
    if len(reader.entries) >= reader.most_entries:
        raise too_many(reader.most_entries)
    entry: Context = {}
    reader.entries.append(entry)
    reader.title_depth = -1
    attributes = _enter(reader, element)
    if about := attributes.get("rdf:about"):
        entry["id"] = about
    reader.is_in_entry = True
    reader.read_children(element, attributes, entry, ENTRY)
    reader.is_in_entry = reader.has_content = False


def _enter(reader: Reader, element: Element) -> dict[str, str]:
    attributes = reader.enter(element)
    if "href" in attributes or "lastmod" in attributes:
        raise Unsure("Microsoft's channel definition format")
    return attributes


def source(reader: Reader, element: Element, entry: Context) -> None:
    """Where an entry was taken from: an address and a title (RSS), or a feed's head (Atom)."""
    attributes = reader.attributes(element)
    found: Context = {"href": attributes.get("url")}
    reader.title_depth = -1
    reader.is_in_entry = False
    reader.read_children(element, attributes, found, SOURCE)
    reader.is_in_entry = True
    written = "".join([element.text or "", *(child.tail or "" for child in element)])
    if title := reader.clean(written.strip()):
        found["title"] = title
    entry["source"] = found


def _source_part(reader: Reader, element: Element, found: Context) -> None:
    reader.skip_leaf(element, found)
    if len(element.keys()) and (element.text or "").strip():
        raise Unsure("words that feedparser adds to the source's")


def _source_link(reader: Reader, element: Element, found: Context) -> None:
    _source_part(reader, element, found)
    _link(reader, element, found)


def _media(reader: Reader, element: Element, context: Context) -> None:
    """A group of Media RSS: what is in it is the entry's, but does not replace its title."""
    reader.read_children(element, reader.attributes(element), context, MEDIA)


def _title(reader: Reader, element: Element, context: Context) -> None:
    detail = reader.detail(element, "text/plain")
    depth = reader.depth + 1
    if not -1 < reader.title_depth <= depth:
        context["title"] = detail["value"]
        context["title_detail"] = detail
    if detail["value"]:
        reader.title_depth = depth


def _media_title(reader: Reader, element: Element, context: Context) -> None:
    title_depth = reader.title_depth
    _title(reader, element, context)
    reader.title_depth = title_depth


def _link(reader: Reader, element: Element, context: Context) -> None:
    attributes = reader.attributes(element)
    rel = attributes.get("rel", "alternate")
    kind = attributes.get("type", "application/atom+xml" if rel == "self" else "text/html")
    href = link_of(attributes)
    if href is None:
        href = context["link"] = _written_link(reader, element)
    else:
        reader.skip_leaf(element, context)
        href = reader.resolve(href)
        if rel == "alternate" and TYPES.get(kind) in ("text/html", "application/xhtml+xml"):
            context["link"] = href
    if rel == "enclosure":
        _add_enclosure(context, href, kind, attributes)


def _written_link(reader: Reader, element: Element) -> str:
    url = reader.text(element, is_link=True)
    return without_query_entities(url.replace("&amp;", "&") if reader.is_in_entry else url)


def _enclosure(reader: Reader, element: Element, entry: Context) -> None:
    reader.skip_leaf(element, entry)
    attributes = reader.attributes(element)
    _add_enclosure(entry, link_of(attributes), attributes.get("type"), attributes)


def _add_enclosure(
    context: Context, href: str | None, kind: str | None, attributes: dict[str, str]
) -> None:
    link = {"rel": "enclosure", "href": href, "type": kind, "length": attributes.get("length")}
    context.setdefault("links", []).append(link)


def _guid(reader: Reader, element: Element, context: Context) -> None:
    is_link = reader.attributes(element).get("ispermalink", "true") == "true"
    context["id"] = reader.text(element, is_link=is_link)
    if is_link:
        context.setdefault("link", context["id"])


def _description(reader: Reader, element: Element, entry: Context) -> None:
    _summary_or_content(reader, element, entry, "text/html")


def _summary(reader: Reader, element: Element, context: Context) -> None:
    _summary_or_content(reader, element, context, "text/plain")


def _summary_or_content(
    reader: Reader, element: Element, context: Context, default_type: str
) -> None:
    if "summary" in context and not reader.has_content:
        _content(reader, element, context)
    else:
        detail = reader.detail(element, default_type)
        context["summary"] = detail["value"]
        context["summary_detail"] = detail


def _feed_description(reader: Reader, element: Element, feed: Context) -> None:
    """A feed's description is its subtitle, except after a summary: then it is content."""
    if "summary" in feed and not reader.has_content:
        _content(reader, element, feed)
    else:
        reader.skip_text(element, feed)


def _content(reader: Reader, element: Element, context: Context) -> None:
    _add_content(context, reader.detail(element, "text/plain"), reader)


def _encoded(reader: Reader, element: Element, context: Context) -> None:
    _add_content(context, reader.detail(element, "text/html"), reader)


def _add_content(context: Context, detail: dict[str, str | bytes | None], reader: Reader) -> None:
    reader.has_content = True
    context.setdefault("content", []).append(detail)
    context.setdefault("summary", detail["value"])


def _keep(reader: Reader, element: Element, feed: Context) -> None:
    """An element that feedparser keeps under its name: its attributes, else its text."""
    text = reader.text(element)
    feed[reader.names[element.tag]] = reader.attributes(element) or text


def _feed_language(reader: Reader, element: Element, feed: Context) -> None:
    reader.attributes(element)
    feed["language"] = reader.text(element)


def _date(key: str) -> Handler:
    """Reads a date into a key, over an earlier one, even if it means nothing."""

    def read(reader: Reader, element: Element, context: Context) -> None:
        reader.attributes(element)
        context[key] = seconds(reader.text(element))

    return read


def _each(handler: Handler, *names: str) -> Table:
    return dict.fromkeys(names, handler)


_DATES: Table = {
    **_each(_date("published_parsed"), "published", "issued", "pubdate", "dcterms_issued"),
    **_each(
        _date("updated_parsed"),
        "updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified",
    ),
    **_each(_date("created_parsed"), "created", "dcterms_created"),
    "expirationdate": _date("expired_parsed"),
}  # fmt: skip
_MEDIA_FACTS: Table = _each(
    Reader.skip_leaf,
    "media_credit", "media_license", "media_player", "media_rating", "media_restriction",
    "media_thumbnail",
)  # fmt: skip
_EITHER: Table = {
    **_DATES,
    **_MEDIA_FACTS,
    **_each(_title, "title", "dc_title"),
    **_each(
        people.author, "author", "managingeditor", "dc_author", "dc_creator", "itunes_author"
    ),
    **_each(_guid, "guid", "id"),
    **_each(_summary, "summary", "itunes_summary"),
    **_each(_encoded, "content_encoded", "fullitem"),
    **_each(
        Reader.skip_text,
        "subtitle", "itunes_subtitle", "tagline", "rights", "copyright", "dc_rights", "info",
        "feedburner_browserfriendly",
    ),
    **_each(
        Reader.skip_leaf,
        "cc_license", "cloud", "creativecommons_license", "dc_contributor", "dc_publisher", "email",
        "generator", "georss_box", "georss_line", "georss_point", "georss_polygon", "height",
        "homepage", "itunes_block", "itunes_email", "itunes_explicit", "itunes_image",
        "itunes_name", "name", "uri", "url", "webmaster", "width",
    ),
    "": Reader.skip,
    "content": _content,
    "contributor": people.contributor,
    "itunes_owner": people.owner,
    "link": _link,
    "media_title": _media_title,
}  # fmt: skip
ENTRY: Table = {
    **_EITHER,
    **_each(_description, "description", "dc_description", "media_description"),
    **_each(people.category, "category", "keywords", "dc_subject"),
    **_each(
        Reader.skip_leaf, "language", "dc_language", "ttl", "sy_updateperiod", "sy_updatefrequency"
    ),
    **_each(_media, "media_content", "media_group"),
    "enclosure": _enclosure,
    "image": Reader.entry_image,
    "itunes_category": people.itunes_category,
    "itunes_keywords": people.itunes_keywords,
    "media_category": people.media_category,
    "media_keywords": people.media_keywords,
    "source": source,
}
MEDIA: Table = {
    **_MEDIA_FACTS,
    **_each(_media, "media_content", "media_group"),
    "": Reader.skip,
    "media_category": people.media_category,
    "media_description": _description,
    "media_keywords": people.media_keywords,
    "media_title": _media_title,
}
SOURCE: Table = {
    **_DATES,
    **_each(people.source_author, "author", "contributor"),
    **_each(Reader.skip_leaf, "category", "generator"),
    **_each(Reader.skip_text, "rights", "subtitle"),
    "": _source_part,
    "id": _guid,
    "link": _source_link,
    "title": _title,
}
FEED: Table = {
    **_EITHER,
    **_each(
        Reader.skip_leaf,
        "category", "keywords", "dc_subject", "itunes_keywords", "media_category", "media_keywords",
    ),
    **_each(_feed_description, "description", "dc_description", "media_description"),
    **_each(item, "entry", "item"),
    **_each(_feed_language, "language", "dc_language"),
    **_each(_keep, "ttl", "sy_updateperiod", "sy_updatefrequency"),
    "image": Reader.feed_image,
    "itunes_category": Reader.skip_categories,
    "textinput": Reader.feed_text_input,
}  # fmt: skip
_RSS: Table = {"": Reader.skip, "channel": channel, "item": item}
_RDF: Table = {**_RSS, "image": Reader.feed_image, "textinput": Reader.feed_text_input}
ROOTS = {"feed": FEED, "rss": _RSS, "rdf_rdf": _RDF}
