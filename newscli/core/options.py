"""The user's own settings for one source: how it is asked, and how often."""

from collections.abc import Iterable
from typing import NamedTuple

_HEADER = "header:"


class Options(NamedTuple):
    """What `sources edit` sets. None, empty or False: as for all sources.

    Header values and `proxy` may name secrets, as ${VARIABLE} or ${keyring:SERVICE/USER}; they
    are filled in when the source is asked, and never before. `full_text` is on or off; with
    `allow_private` it may lead into private networks.
    """

    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str | None = None
    proxy: str | None = None
    interval_s: int | None = None
    timeout_s: float | None = None
    cookie_file: str | None = None
    insecure: bool = False
    full_text: str | None = None
    allow_private: bool = False


NONE = Options()


def from_rows(rows: Iterable[tuple[str, str]]) -> Options:
    """The options that (name, value) pairs say; names that we do not know are left out."""
    values = dict(rows)
    headers = tuple(
        (name.removeprefix(_HEADER), value)
        for name, value in values.items()
        if name.startswith(_HEADER)
    )
    return Options(
        headers=headers,
        user_agent=values.get("user_agent"),
        proxy=values.get("proxy"),
        interval_s=int(values["interval_s"]) if "interval_s" in values else None,
        timeout_s=float(values["timeout_s"]) if "timeout_s" in values else None,
        cookie_file=values.get("cookie_file"),
        insecure=values.get("insecure") == "1",
        full_text=values.get("full_text"),
        allow_private=values.get("allow_private") == "1",
    )


def to_rows(options: Options) -> list[tuple[str, str]]:
    """(name, value) pairs of what is set."""
    rows = [(f"{_HEADER}{name}", value) for name, value in options.headers]
    for name, value in options._asdict().items():
        if name != "headers" and value not in (None, False):
            shown = f"{value:g}" if isinstance(value, float) else str(value)
            rows.append((name, "1" if value is True else shown))
    return rows
