"""Whether a fetch stores what feedparser finds: feed by feed, over a folder of real feeds.

    python benchmarks/agreement.py FOLDER      # FOLDER/feeds.json: [{"file", "url", "bytes"}, ...]

Serves the feeds on loopback with ETags, follows them all, fetches twice, and compares the number of
articles with feedparser's entries. The second fetch must send conditional requests only and store
nothing. Differences are listed with the entries that explain them.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser


def load(folder: Path) -> dict[str, bytes]:
    """The feeds' bytes by the path that they are served at."""
    feeds = {}
    for entry in json.loads((folder / "feeds.json").read_text()):
        data = (folder / entry["file"]).read_bytes()
        name = Path(entry["file"]).name.partition(".")[0]
        feeds[f"/{name}"] = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return feeds


class Server(ThreadingHTTPServer):
    """Serves feeds with ETags; counts answers by status, and requests without a validator."""

    def __init__(self, feeds: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.feeds = feeds
        self.statuses = Counter[int]()
        self.unconditional = 0


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        body = self.server.feeds[self.path]
        etag = f'"{hashlib.md5(body).hexdigest()}"'
        status = 304 if self.headers.get("If-None-Match") == etag else 200
        self.server.statuses[status] += 1
        self.server.unconditional += "If-None-Match" not in self.headers
        self.send_response(status)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body) if status == 200 else 0))
        self.end_headers()
        if status == 200:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def newscli(home: str, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs newscli as a script does."""
    return subprocess.run(
        [sys.executable, "-m", "newscli", *words],
        env={**os.environ, "NEWSCLI_HOME": home}, input=stdin, capture_output=True, text=True,
    )  # fmt: skip


def expected(body: bytes) -> list[tuple[str, str, str]]:
    """feedparser's entries (id, link, title); of a JSON Feed, which it cannot read, its items."""
    if body.lstrip()[:1] == b"{":
        items = json.loads(body)["items"]
        return [(str(i.get("id")), i.get("url", ""), i.get("title", "")) for i in items]
    found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    return [(e.get("id", ""), e.get("link", ""), e.get("title", "")) for e in found.entries]


def main() -> int:
    """Prints a line a feed; the exit code is the number of unexplained differences."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    feeds = load(options.parse_args().folder)
    server = Server(feeds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as home:
        newscli(home, "import", "-", stdin="".join(f"{base}{path}\n" for path in feeds))
        first = newscli(home, "fetch", "--force")
        print("first fetch: ", first.stderr.strip().splitlines()[-1], dict(server.statuses))
        server.statuses.clear()
        server.unconditional = 0
        second = newscli(home, "fetch", "--force")
        print("second fetch:", second.stderr.strip().splitlines()[-1], dict(server.statuses))
        print("requests of the second fetch without a validator:", server.unconditional)
        connection = sqlite3.connect(Path(home) / "news.db")
        differing = 0
        for path, body in feeds.items():
            (stored,) = connection.execute(
                "SELECT count(*) FROM article JOIN source ON source.id = source_id "
                "WHERE source.url = ?",
                (base + path,),
            ).fetchone()
            entries = expected(body)
            same = len(entries) - len(set(entries))
            differing += stored != len(entries) - same
            note = f"  ({same} entries repeat another word for word)" if same else ""
            mark = "=" if stored == len(entries) else "≠"
            print(f"{path[1:]}  {stored:5} {mark} {len(entries):5}{note}")
    print(f"{len(feeds)} feeds, {differing} unexplained differences")
    return differing


if __name__ == "__main__":
    sys.exit(main())
