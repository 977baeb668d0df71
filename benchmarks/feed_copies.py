"""The feeds that feed_server.py serves: where they come from, their copies, and a new entry."""

import hashlib
import json
import random
import re
import time
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

from agreement import load

DEMO = "demo"
NOW = int(time.time())
_MARK = b"@copy@"
_ENTRY = re.compile(rb"<(item|entry)\b.*?</\1\s*>", re.DOTALL)


def load_feeds(folder: str, *, max_bytes: int) -> dict[str, bytes]:
    """The feeds' bytes by name, without those that are larger."""
    feeds = demo_feeds() if folder == DEMO else load(Path(folder))
    return {name.strip("/"): body for name, body in feeds.items() if len(body) < max_bytes}


def demo_feeds() -> dict[str, bytes]:
    """The feeds that newscli bundles."""
    from newscli.demo.world import FEEDS, answer

    return {Path(one.template).stem: answer(one, NOW, edited=False).body for one in FEEDS}


def places(feeds: Mapping[str, bytes], sources: int) -> dict[str, str]:
    """The name of the feed at each path: copy after copy of all, up to so many sources."""
    names = list(feeds)
    turns = (divmod(number, len(names)) for number in range(sources))
    return {f"/{copy}/{names[at]}.xml": names[at] for copy, at in turns}


def changing(feeds: Mapping[str, bytes], served: Mapping[str, str]) -> dict[str, str]:
    """A tenth of the paths, with their feeds' names: those that get a new entry, where one can."""
    editable = {name for name, body in feeds.items() if with_new_entry(body)}
    paths = [path for path, name in served.items() if name in editable]
    tenth = random.Random(1).sample(paths, min(len(paths), max(1, len(served) // 10)))
    return {path: served[path] for path in tenth}


def with_new_entry(body: bytes) -> bytes | None:
    """The feed with its first entry once more in front: other id, link and title, dated now.

    None when there is no entry, or it has no title, or nothing that tells it from others.
    """
    address = f"http://127.0.0.1/new/{hashlib.md5(body).hexdigest()}"
    title = f"New entry of {address[-8:]}"
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NOW))
    if body.lstrip()[:1] == b"{":
        feed = json.loads(body)
        if not feed.get("items"):
            return None
        fresh = {"id": address, "url": address, "title": title, "date_published": moment}
        feed["items"].insert(0, feed["items"][0] | fresh)
        return json.dumps(feed).encode()
    found = _ENTRY.search(body)
    if not found:
        return None
    entry, titles = _with_text(found[0], "title", title)
    entry, ids = _with_text(entry, "guid|id|link", address)
    entry, links = re.subn(
        rb"(<link\b[^>]*\bhref=|\brdf:about=)([\"']).*?\2", rb"\1\2%b\2" % address.encode(), entry
    )
    entry, _ = _with_text(entry, "pubDate", formatdate(NOW, usegmt=True))
    entry, _ = _with_text(entry, "updated|published|dc:date", moment)
    is_fresh = titles and (ids or links)
    return body[: found.start()] + entry + body[found.start() :] if is_fresh else None


def _with_text(entry: bytes, names: str, text: str) -> tuple[bytes, int]:
    """The entry with another text in the elements of those names, and how many there were."""
    element = rb"(<(%b)\b[^>]*(?<!/)>).*?(</\2\s*>)" % names.encode()
    return re.subn(element, rb"\g<1>%b\g<3>" % text.encode(), entry, flags=re.DOTALL)


def in_parts(body: bytes) -> list[bytes]:
    """The feed, cut behind every id in it: joined by another mark, it is a feed of other entries.

    Copies with the same ids would not do: newsboat takes them for one, in whatever feed they are.
    """
    if body.lstrip()[:1] == b"{":
        feed = json.loads(body)
        for item in feed["items"]:
            item["id"] = f"{item.get('id')}{_MARK.decode()}"
        return json.dumps(feed).encode().split(_MARK)
    has_ids = len(re.findall(rb"<(?:guid|id)\b", body)) >= len(_ENTRY.findall(body))
    names = b"guid|id" if has_ids else b"guid|id|link"
    element = rb"(<(%b)\b[^>]*(?<!/)>.*?)(?=\s*(?:\]\]>\s*)?</\2\s*>)" % names
    marked = re.sub(element, rb"\1" + _MARK, body, flags=re.DOTALL)
    marked = re.sub(rb"""(\brdf:about=(["'])[^"']*)(?=\2)""", rb"\1" + _MARK, marked)
    return marked.split(_MARK)
