"""A server that means harm, one attack at each path; good feeds at /good/N.

    python -m tests.hostile.server [SIZE]      # prints its port, ends when its stdin does

SIZE multiplies how much is sent: 1 is what benchmarks/hostile.py sends, tests send a hundredth.
"""

import gzip
import socketserver
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import repeat
from typing import NamedTuple

_MB = 1_000_000
_NOISE = bytes(range(33, 127)) * 700
ESCAPES = "\x1b]0;owned\x07\x1b[31mred\x9b31m\x90q\x9c\u202egnp.exe\u2066\x00\x08\x7f"
MARKUP = "[bold red]loud[/] [link=file:///etc/passwd]here[/link]"


class Attack(NamedTuple):
    """What a path sends: `bytes` from the start of the status line, given port and size.

    `says` begins the problem that a fetch reports; None where the feed is read all the same.
    """

    send: Callable[[int, float], Iterator[bytes]]
    says: str | None


def rss(items: str, *, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """A feed around its items."""
    text = f'{head}<rss version="2.0"><channel><title>T</title><link>https://x.example/</link>'
    return f"{text}{items}</channel></rss>".encode("utf-8", "surrogatepass")


def item(title: str = "A headline", text: str = "Some words.", more: str = "") -> str:
    """An item; `more` are further elements."""
    return (
        f"<item><title>{title}</title><guid>g-{hash(title + text + more)}</guid>"
        f"<description>{text}</description>{more}</item>"
    )


def head(status: str = "200 OK", **headers: str) -> bytes:
    """A response's head."""
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()]
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{''.join(lines)}\r\n".encode()


def whole(body: bytes, **headers: str) -> Iterator[bytes]:
    """A response with its length."""
    yield head(Content_Length=str(len(body)), **{"Content_Type": "application/rss+xml"} | headers)
    yield body


def document(make: Callable[[float], bytes], **headers: str) -> Callable[..., Iterator[bytes]]:
    """The attack that is a document, made to a size."""
    return lambda port, size: whole(make(size), **headers)


def redirect(location: str) -> Callable[[int, float], Iterator[bytes]]:
    """The attack that is a redirect; {port} is that of this server, {other} of another."""
    return lambda port, size: iter(
        [head("302 Found", Location=location.format(port=port, other=port + 1), Content_Length="0")]
    )


@cache
def _zeros(size: float) -> bytes:
    return gzip.compress(bytes(int(419 * _MB * size)), 6)


def _gzip_bomb(port: int, size: float) -> Iterator[bytes]:
    yield from whole(_zeros(size), Content_Encoding="gzip")


def _double_gzip(port: int, size: float) -> Iterator[bytes]:
    yield from whole(gzip.compress(_zeros(size)), Content_Encoding="gzip, gzip")


def _deflate_bomb(port: int, size: float) -> Iterator[bytes]:
    yield head(Content_Encoding="deflate")
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    yield from repeat(packer.compress(bytes(_MB)) + packer.flush(zlib.Z_FULL_FLUSH), 4000)


def _endless_body(port: int, size: float) -> Iterator[bytes]:
    yield head(Content_Type="application/rss+xml")
    yield from repeat(_NOISE)


def _endless_headers(port: int, size: float) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(1_000_000):
        yield b"X-%d: " % number + _NOISE[:900] + b"\r\n"


def _one_long_header(port: int, size: float) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    yield from repeat(_NOISE)


def _dripping(first: bytes, drip: bytes) -> Callable[[int, float], Iterator[bytes]]:
    def send(port: int, size: float) -> Iterator[bytes]:
        yield first
        while True:
            time.sleep(0.2)
            yield drip

    return send


def _endless_interim(port: int, size: float) -> Iterator[bytes]:
    while True:
        time.sleep(0.001)
        yield b"HTTP/1.1 103 Early Hints\r\n\r\n"


def _silent(port: int, size: float) -> Iterator[bytes]:
    while True:
        time.sleep(0.2)
        yield b""


def _cut_gzip(port: int, size: float) -> Iterator[bytes]:
    body = gzip.compress(rss(item() * 50))
    yield from whole(body[: len(body) // 2], Content_Encoding="gzip")


def _short_length(port: int, size: float) -> Iterator[bytes]:
    yield head(Content_Length="100000")
    yield rss(item())


def _blow_up(start: str) -> Callable[[float], bytes]:
    def make(size: float) -> bytes:
        value, times = "a" * int(100_000 * size + 100), int(5000 * size) + 100
        doctype = f'<!DOCTYPE rss [<!ENTITY b "{value}">]>'
        return rss(item(text="&b;" * times), head=f'<?xml version="1.0"?>{start}{doctype}')

    return make


def _laughs(size: float) -> bytes:
    lines = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{lines}]>'
    return rss(item(text="&l9;"), head=f'<?xml version="1.0"?>{doctype}')


def _external(size: float) -> bytes:
    doctype = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return rss(item(title="&x;"), head=f'<?xml version="1.0"?>{doctype}')


def _many(text: str, number: int) -> Callable[[float], str]:
    return lambda size: text * int(number * size + 10)


def _deep(size: float) -> bytes:
    depth = int(100_000 * size) + 3000
    return rss(item(text=f"<![CDATA[{'<div>' * depth}words{'</div>' * depth}]]>"))


def _deep_xml(size: float) -> bytes:
    depth = int(1_000_000 * size) + 3000
    return rss("<a>" * depth + item() + "</a>" * depth)


def _table(size: float) -> bytes:
    rows = "<tr><td>a</td><td>b</td></tr>" * int(10_000 * size + 100)
    return rss(item(text=f"<![CDATA[<table>{rows}</table>]]>"))


def _many_items(size: float) -> bytes:
    return rss("".join(item(title=f"T{n}") for n in range(max(int(50_000 * size), 500))))


def _long_text(size: float) -> bytes:
    return rss(item(text="word " * int(1.5 * _MB * size + 10)))


def _long_title(size: float) -> bytes:
    return rss(item(title="T" * int(_MB * size + 1000)))


def _recoded(size: float) -> bytes:
    return rss(item(title="\\x1b[31mred"), head='<?xml version="1.0"?>')


def _escaped(size: float) -> bytes:
    """Escape sequences in every field, as characters that XML can hold and as references."""
    harm = "".join(c for c in ESCAPES if c >= " ") + "&#x9b;31m&#27;[31m&#0;&#xd800;"
    more = f"<author>{harm}</author><category>{harm}</category>"
    return rss(item(title=f"{harm}{MARKUP}", text=f"{harm} {MARKUP}", more=more))


_NO_CONTROLS = "not well-formed|not a feed|cannot be read|damaged"
_TOO_LARGE = "larger than"
_LATE = "no whole answer within|no answer within"
_PRIVATE = "leads into a private network"
_ENTITIES = "declares XML entities"
ATTACKS: dict[str, Attack] = {
    "gzip-bomb": Attack(_gzip_bomb, _TOO_LARGE),
    "double-gzip": Attack(_double_gzip, "sent with Content-Encoding"),
    "deflate-bomb": Attack(_deflate_bomb, _TOO_LARGE),
    "endless-body": Attack(_endless_body, _TOO_LARGE),
    "endless-headers": Attack(_endless_headers, "headers larger than"),
    "one-long-header": Attack(_one_long_header, "headers larger than"),
    "slow-headers": Attack(_dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"), _LATE),
    "slow-body": Attack(_dripping(head(), b"<rss>"), _LATE),
    "silent": Attack(_silent, _LATE),
    "endless-1xx": Attack(_endless_interim, f"{_LATE}|headers larger than"),
    "to-loopback": Attack(redirect("http://127.0.0.1:{other}/"), _PRIVATE),
    "to-decimal": Attack(redirect("http://2130706433:{other}/"), _PRIVATE),
    "to-mapped": Attack(redirect("http://[::ffff:127.0.0.1]:{other}/"), _PRIVATE),
    "to-metadata": Attack(redirect("http://169.254.169.254/latest/meta-data/"), _PRIVATE),
    "to-file": Attack(redirect("file:///etc/passwd"), "redirected to what is no web address"),
    "to-gopher": Attack(redirect("gopher://x.example/1"), "redirected to what is no web address"),
    "to-itself": Attack(redirect("http://127.0.0.1:{port}/to-itself"), "more than"),
    "cut-gzip": Attack(_cut_gzip, "cut short"),
    "short-length": Attack(_short_length, "the connection broke off"),
    "entities": Attack(document(_blow_up("")), _ENTITIES),
    "hidden-entities": Attack(
        document(_blow_up(f"<!--{'<a ' * 30_000}-->")), _ENTITIES
    ),
    "laughs": Attack(document(_laughs), _ENTITIES),
    "external-entity": Attack(document(_external), _ENTITIES),
    "path": Attack(document(lambda size: b"/etc/passwd"), "not a feed"),
    "url": Attack(document(lambda size: b"http://127.0.0.1:1/feed"), "not a feed"),
    "dots": Attack(
        document(lambda size: rss(item(more=f"<author>{_many('.', 80_000)(size)}</author>"))), None
    ),
    "newlines": Attack(
        document(lambda size: _many("\n", 80_000)(size).encode() + rss(item() + "&broken;")), None
    ),
    "open-comments": Attack(
        document(lambda size: rss(_many("<!--", 80_000)(size) + item())), _NO_CONTROLS
    ),
    "one-cdata": Attack(
        document(lambda size: rss(item(text=f"<![CDATA[{'word ' * int(20 * _MB * size)}]]>"))),
        _TOO_LARGE,
    ),
    "large-and-broken": Attack(
        document(lambda size: rss(item(text="word " * int(6 * _MB * size + 10) + "&broken;<b"))),
        "not well-formed|larger than",
    ),
    "surrogate": Attack(document(lambda size: rss(item(title="lone &#xd800; one"))), None),
    "no-codec": Attack(
        document(lambda size: rss(item()), Content_Type="text/xml; charset=nope"), None
    ),
    "escape-codec": Attack(
        document(_recoded, Content_Type="text/xml; charset=unicode_escape"), None
    ),
    "nested-divs": Attack(document(_deep), None),
    "nested-xml": Attack(document(_deep_xml), "nested deeper than"),
    "long-text": Attack(document(_long_text), None),
    "long-table": Attack(document(_table), None),
    "long-title": Attack(document(_long_title), None),
    "many-entries": Attack(document(_many_items), "has (?:more than 400|50,000) entries"),
    "escapes": Attack(document(_escaped), None),
    "no-http": Attack(
        lambda port, size: iter([b"\x1b[31mnope\r\n\r\n"]), "the connection broke off"
    ),
    "nothing": Attack(document(lambda size: b""), "the answer is empty"),
}  # fmt: skip


def good(number: int) -> bytes:
    """A feed that means well."""
    entries = "".join(item(title=f"Headline {number}.{place}") for place in range(5))
    return rss(entries)


class _Handler(socketserver.StreamRequestHandler):
    size = 1.0

    def handle(self) -> None:
        path = self.rfile.readline(65_537).split(b" ")[1:2]
        while self.rfile.readline(65_537) not in (b"\r\n", b"\n", b""):
            pass
        name = path[0].decode().strip("/") if path else ""
        port = self.server.server_address[1]  # type: ignore[index]
        if name.startswith("good/"):
            parts = whole(good(int(name.rpartition("/")[2])))
        else:  # a number after the name makes another address of the same attack
            attack = ATTACKS.get(name.rpartition("/")[0]) or ATTACKS[name]
            parts = attack.send(int(port), self.size)
        with suppress(OSError):
            for part in parts:
                self.wfile.write(part)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Nobody is told."""


@contextmanager
def serving(size: float) -> Iterator[str]:
    """The server's address, until the block ends."""
    _zeros(size)  # once, and not in each thread
    handler = type("Handler", (_Handler,), {"size": size})
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


if __name__ == "__main__":
    with serving(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0) as url:
        print(url.rpartition(":")[2], flush=True)
        sys.stdin.read()
