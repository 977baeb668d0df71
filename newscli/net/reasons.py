"""Why a request brought no answer, in the same words whichever library carried it.

core/causes.py knows the causes by them; what begins "no connection" reached no server.
"""

import logging
import os

from newscli.core.errors import HttpError
from newscli.core.ports import Request
from newscli.core.urls import shown_url

_LOG = logging.getLogger(__name__)

UNASKABLE = "not a URL that can be asked"
WRONG_SCHEME = "only http, https and file addresses can be asked"
NAME_UNKNOWN = "no connection: the host's name is not known"
HOST_SILENT = "no connection: the host does not answer"


def no_connection(words: str) -> str:
    """The system's words for why nobody listens there."""
    return f"no connection: {words}"


def untrusted(words: str) -> str:
    """OpenSSL's words about a certificate."""
    return f"certificate not trusted: {words}"


def tls_failed(words: str) -> str:
    """A handshake that came to nothing, certificates apart."""
    return f"TLS failed: {words}"


def late(timeout_s: float) -> str:
    """The deadline came before the end of the answer."""
    return f"no whole answer within {timeout_s:g} s"


def silent(first_byte_s: float) -> str:
    """The headers of an answer did not come in time."""
    return f"no answer within {first_byte_s:g} s (limits.first_byte_s)"


def proxy_refused(words: str) -> str:
    """A proxy that would not connect us."""
    return f"the proxy refused: {words}"


def headers_too_large(kilobytes: int) -> str:
    """A flood of headers, cut off."""
    return f"headers larger than {kilobytes} kB (limits.header_kb)"


def broken_off(words: str) -> str:
    """An answer that began and did not end, or was none."""
    return f"the connection broke off: {words}"


def os_words(number: int) -> str:
    """The system's words for an error's number; "" for 0 and for one that it has no words for."""
    words = os.strerror(number).lower() if number else ""
    return "" if words.startswith("unknown error") else words


def our_fault(request: Request, error: Exception) -> HttpError:
    """A fault of ours or of a library: this source fails, and the others go on."""
    _LOG.warning("%s: %r", shown_url(request.url), error, exc_info=error)
    return HttpError(f"cannot be asked ({type(error).__name__})")
