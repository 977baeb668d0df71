"""Reads documents in a process of its own: started by _processes.py, ended when its stdin ends."""

import gc
import os
import queue
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from newscli.commands import _malloc
from newscli.commands._jobs import TOO_MUCH, Found, Job, TooLarge, receive, send, unreadable
from newscli.core import pcre
from newscli.core.errors import FeedError, HttpError
from newscli.feeds import read as feeds
from newscli.net.inflate import likely_bytes, use_igzip, whole
from newscli.pages import articles

_FIGURES = Path("/proc/self/statm")
# Ten times a document is what parsers take of it.
_BASE_BYTES, _TIMES = 64_000_000, 10
# Behind the fetch, whose one thread stores what several of these read.
_NICENESS = 5
# Lines of the kinds that are looked for by patterns, which take as long to compile as reading a
# hundred articles.
_SAMPLE = b"""<rss version="2.0"><channel><title>Sample</title><item><title>One</title>
<link>https://a.example/1</link><pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate><description>
<![CDATA[<p>BERLIN (Agency) - One &amp; two.</p><p>Read more: <a href="/2">Two</a></p><p>Share this:
<a href="/3">Three</a></p><p>Previous article: <a href="/4">Four</a></p><p>Follow us</p><p>Source:
<a href="/5">Five</a></p><p>This article was first published in Six.</p><p>The post One appeared
first on Seven.</p>]]></description></item></channel></rss>"""


def read_or_refuse(job: Job) -> Found:
    """What is in an answer, or why there is nothing; whatever a document does to a parser."""
    sizes = job.sizes
    try:
        likely = min(likely_bytes(job.answer), job.max_bytes)
        bound_memory(likely)
        answer = whole(job.answer, max_bytes=job.max_bytes)
        if len(answer.body) > job.most_bytes:
            return TooLarge(len(answer.body))
        if len(answer.body) != likely:
            bound_memory(len(answer.body))
        if job.held is None:
            from newscli.pages.webpage import read_web_page

            return read_web_page(answer.body, content_type=answer.content_type, url=answer.url)
        parsed = feeds.parse(answer.body, content_type=answer.content_type, sizes=sizes)
        return articles.read_feed(parsed, url=answer.url, held=job.held, sizes=sizes)
    except (FeedError, HttpError) as error:
        return error
    except MemoryError:
        return FeedError(TOO_MUCH)
    except Exception as error:  # noqa: BLE001
        # The one place that catches everything: the other sources go on.
        return unreadable(error)


def bound_memory(size: int) -> None:
    """Lets this process take so much more memory as a document of a size may cost.

    On Linux, where the system counts what a process has; elsewhere only time ends a document.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        page = resource.getpagesize()
        has = int(_FIGURES.read_bytes().split()[5]) * page
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        bound = has + _BASE_BYTES + _TIMES * size
        if most == resource.RLIM_INFINITY or bound < most:
            resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


def _give_way() -> None:
    """Lets other programs, and the fetch, go first; on Windows the process is started so."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    if sys.platform == "linux":
        with suppress(OSError):
            # In longer turns, which leave more in the processor's caches (sched(7)).
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def load() -> None:
    """Loads and compiles what reading takes, before copies of this process read documents."""
    articles.read_feed(feeds.parse(_SAMPLE, content_type=None), url="https://a.example/feed")


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Reads the documents that come in until there are no more."""
    # What is read lives for one request: counting references frees it.
    gc.disable()
    _give_way()
    _malloc.keep_memory()
    use_igzip()
    pcre.use()
    waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def take_in() -> None:
        while (request := receive(source)) is not None:
            job, body = request
            waiting.put(job._replace(answer=job.answer._replace(body=body)))
        waiting.put(None)

    # Taken in while an earlier one is being read, so that neither end waits for a full pipe.
    threading.Thread(target=take_in, daemon=True).start()
    while (job := waiting.get()) is not None:
        send(sink, read_or_refuse(job))
        del job  # its body is not to be held while the next one is waited for


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
