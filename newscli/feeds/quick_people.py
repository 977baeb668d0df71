"""Authors and tags, as feedparser pieces them together from several elements, in their order."""

import re

from newscli.feeds.quick_names import Element, Unsure
from newscli.feeds.quick_reader import Context, Reader

# feedparser's pattern; the look behind finds the same and does not try each letter of a long word.
_ADDRESS = re.compile(
    r"(?<![a-zA-Z0-9_\-.+])[a-zA-Z0-9_\-.+]+@(?:\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.|"
    r"(?:[a-zA-Z0-9\-]+\.)+)(?:[a-zA-Z]{2,4}|[0-9]{1,3})\]?(?:\?subject=\S+)?"
)
_PARTS = {"name": "name", "itunes_name": "name", "email": "email", "itunes_email": "email"}
_PARTS_AND_PAGE = {**_PARTS, "uri": "href", "url": "href", "homepage": "href"}
_ITUNES = "http://www.itunes.com/"
_MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"


def author(reader: Reader, element: Element, context: Context) -> None:
    """An author, in words (RSS) or in parts (Atom)."""
    reader.attributes(element)
    context.setdefault("authors", []).append({})
    written = element.text or ""
    for child in element:
        if part := _part(reader, child, _PARTS_AND_PAGE):
            # The dictionary of the first author, where that was in words: the last one's facts
            # end up in both.
            context.setdefault("author_detail", {}).update(part)
            _save(context, part)
        written += child.tail or ""
    context["author"] = reader.clean(written.strip())
    _settle(context)


def owner(reader: Reader, element: Element, context: Context) -> None:
    """The owner of a podcast, whose name and address feedparser gives to the last author."""
    reader.attributes(element)
    for child in element:
        if part := _part(reader, child, _PARTS):
            _save(context, part)


def contributor(reader: Reader, element: Element, context: Context) -> None:
    """Someone whom we do not keep."""
    _skip_person(reader, element, _PARTS_AND_PAGE)


def source_author(reader: Reader, element: Element, source: Context) -> None:
    """The author of a source. Unsure of a page, which to feedparser is the source's own."""
    _skip_person(reader, element, _PARTS)


def _skip_person(reader: Reader, element: Element, parts: dict[str, str]) -> None:
    reader.attributes(element)
    for child in element:
        _part(reader, child, parts)


def _part(reader: Reader, element: Element, parts: dict[str, str]) -> dict[str, str]:
    """A fact about a person under feedparser's key; nothing from an element that says none."""
    reader.skip_leaf(element, {})
    name, text = reader.names[element.tag], (element.text or "").strip()
    if name in parts:
        return {parts[name]: text}
    if name or (text and len(element.keys())):
        raise Unsure(f"{element.tag} in a person")  # the latter's words would become the person's
    return {}


def _save(context: Context, part: dict[str, str]) -> None:
    """Gives a fact to the last author. feedparser, _save_author."""
    _settle(context)
    context.setdefault("authors", [{}])[-1].update(part)


def _settle(context: Context) -> None:
    """Brings `author` and the last of the authors into line. feedparser, _sync_author_detail."""
    authors = context.get("authors")
    if authors and authors[-1]:
        name, email = authors[-1].get("name"), authors[-1].get("email")
        if name or email:
            context["author"] = f"{name} ({email})" if name and email else name or email
    elif authors and context.get("author"):
        authors[-1].update(_name_and_address(context["author"]))
        context.setdefault("author_detail", authors[-1])


def _name_and_address(written: str) -> dict[str, str]:
    match = _ADDRESS.search(written) if "@" in written else None
    if not match:
        return {"name": written}
    address = match[0]
    name = written.replace(address, "")
    for left in ("()", "<>", "&lt;&gt;"):
        name = name.replace(left, "")
    name = name.strip().removeprefix("(").removesuffix(")").strip()
    return {"name": name, "email": address} if name else {"email": address}


def category(reader: Reader, element: Element, context: Context) -> None:
    """A tag as an attribute (Atom) or in words (RSS)."""
    if attributes := reader.attributes(element):
        scheme = attributes.get("scheme", attributes.get("domain"))
        _add_tag(context, attributes.get("term"), scheme, attributes.get("label"))
    _add_words(reader, element, context)


def media_category(reader: Reader, element: Element, context: Context) -> None:
    """A tag of Media RSS."""
    attributes = reader.attributes(element)
    scheme = attributes.get("scheme", _MEDIA_SCHEME)
    _add_tag(context, attributes.get("term"), scheme, attributes.get("label"))
    _add_words(reader, element, context)


def itunes_category(reader: Reader, element: Element, context: Context) -> None:
    """A tag of a podcast."""
    _add_tag(context, reader.attributes(element).get("text"), _ITUNES, None)
    _add_words(reader, element, context)


def itunes_keywords(reader: Reader, element: Element, context: Context) -> None:
    """A podcast's tags, with commas between them."""
    _add_keywords(reader, element, context, _ITUNES)


def media_keywords(reader: Reader, element: Element, context: Context) -> None:
    """Tags of Media RSS, with commas between them."""
    _add_keywords(reader, element, context, None)


def _add_words(reader: Reader, element: Element, context: Context) -> None:
    """A tag's words are its term, but where it has one already."""
    words = reader.text(element)
    tags = context.get("tags")
    last = tags[-1] if tags else None
    if words and last and not last["term"]:
        context["tag_keys"].discard(tuple(last.values()))
        last["term"] = words
        context["tag_keys"].add(tuple(last.values()))
    else:
        _add_tag(context, words, None, None)


def _add_keywords(reader: Reader, element: Element, context: Context, scheme: str | None) -> None:
    text = reader.text(element)
    if reader.attributes(element):
        return  # feedparser keeps the attributes instead
    for term in text.split(","):
        if term.strip():
            _add_tag(context, term.strip(), scheme, None)


def _add_tag(context: Context, term: str | None, scheme: str | None, label: str | None) -> None:
    """Adds a tag, once. The keys are beside the tags since a feed may bring very many."""
    if not (term or scheme or label):
        return
    tags, keys = context.setdefault("tags", []), context.setdefault("tag_keys", set())
    key = (term, scheme, label)
    if key not in keys:
        keys.add(key)
        tags.append({"term": term, "scheme": scheme, "label": label})
