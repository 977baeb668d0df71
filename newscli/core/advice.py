"""Why a source stands as it does, and what to do about it: one sentence and what to type."""

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from newscli.core import schedule
from newscli.core import visits as visits_
from newscli.core.causes import FETCH, FIND, OFTEN, REMOVE, cause
from newscli.core.models import Source, Visit
from newscli.core.report import Report
from newscli.core.text import one_line
from newscli.core.urls import shown_url

QUIET_AFTER_S = 120 * 86_400
_DAY_S = 86_400
_LONG_DAYS = 30
_NEWS_OF_A_MOVE_S = 31 * _DAY_S
_LONGEST_TIMEOUT_S, _LARGEST_MB = 600, 1024
_SYMBOLS = {"new": "▪", "unchanged": "·", "failed": "×", "gone": "×"}
_ENABLE = "{newscli} sources enable {id}"
_DISABLE = "{newscli} sources disable {id}"
_REPLACE = f"{REMOVE} && {FIND}"
_AT_ONCE = frozenset(("gone", "duplicate", "secret", "cookies", "address", "too-large", "file"))
"""Causes that do not pass by themselves, and need the user from the first time."""


class Advice(NamedTuple):
    """A cause's name, one sentence about it, and the command to type; None where there is none."""

    code: str
    words: str
    command: str | None = None


class Diagnosis(NamedTuple):
    """All that explains when a source was asked, and when it will be.

    `visits` are the last ones, oldest first; `former_urls` pairs of URL and until when. `outcome`
    is that of the last visit, or what one fetch made of the source (core/report.py); `note` says
    why that fetch left it out where no rule of the schedule does. `wait` is None when it is due.
    """

    source: Source
    visits: Sequence[Visit]
    former_urls: Sequence[tuple[str, int]]
    outcome: str | None
    wait: schedule.Wait | None
    note: str | None
    advice: Advice

    @property
    def status(self) -> int | None:
        """The HTTP status of the last visit; None where no answer came."""
        return self.visits[-1].status if self.visits else None

    @property
    def history(self) -> str:
        """The last visits as symbols."""
        return history(self.visits)


def history(visits: Sequence[Visit]) -> str:
    """A symbol for each visit: ▪ with news, · unchanged, × failed; as they came."""
    return "".join(_SYMBOLS.get(visit.outcome, "·") for visit in visits)


def diagnose(
    source: Source,
    visits: Sequence[Visit],
    former_urls: Sequence[tuple[str, int]],
    *,
    now: int,
    newscli: str = "newscli",
    report: Report | None = None,
    is_forced: bool = False,
) -> Diagnosis:
    """What explains a source; `report` is what a fetch has just made of it, or would."""
    is_enabled = source.disabled_at is None
    is_left = report is not None and report.outcome == "waiting" and report.next_at is None
    return Diagnosis(
        source,
        visits,
        former_urls,
        report.outcome if report else _last_outcome(source, visits),
        schedule.waits(source, now=now, is_forced=is_forced) if is_enabled else None,
        report.problem if report and is_left else None,
        advise(source, visits, now=now, former_urls=former_urls, newscli=newscli),
    )


def _last_outcome(source: Source, visits: Sequence[Visit]) -> str | None:
    if visits:
        return visits[-1].outcome
    return "failed" if source.problem else None


def advise(
    source: Source,
    visits: Sequence[Visit],
    *,
    now: int,
    former_urls: Sequence[tuple[str, int]] = (),
    newscli: str = "newscli",
) -> Advice:
    """What to do about a source. `newscli` is how this run's program is called.

    Whatever came from the network is quoted for a shell in `command`, and on one line in `words`.
    """
    known = {"newscli": newscli, **_facts(source)}
    if source.disabled_at is not None:
        return _disabled(source, known)
    if source.problem is not None:
        return _failing(source, visits, known, now=now)
    if source.asked_at is None:
        return _advice("unasked", "it was never asked", FETCH, known)
    if visits and visits[-1].outcome in ("failed", "gone"):
        return _advice("unasked", "it was enabled again, and not asked since", FETCH, known)
    if source.moved_to is not None:
        return _moving(source, known)
    if source.newest_at is None:
        words = "it answers, but never had an entry; its site may name another feed"
        return _advice("empty", words, FIND, known)
    if now - source.newest_at > QUIET_AFTER_S:
        days = (now - source.newest_at) // _DAY_S
        words = f"it answers, and has had nothing new for {days} days; if it has ended, disable it"
        return _advice("quiet", words, _DISABLE, known)
    if former_urls and now - max(until_at for _, until_at in former_urls) < _NEWS_OF_A_MOVE_S:
        return Advice("moved", "it moved for good, and its new address is in use")
    return Advice("healthy", "nothing to do")


def _facts(source: Source) -> dict[str, str]:
    return {
        "id": str(source.id),
        "failures": str(source.failures),
        "site": shlex.quote(_site(source) or ""),
    }


def _site(source: Source) -> str | None:
    """The web site of a source, or its server's front page; None for what is on no web server."""
    if source.site_url and source.site_url.startswith(("http://", "https://")):
        return one_line(source.site_url)
    try:
        parts = urlsplit(source.url)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.netloc
    host = parts.netloc.rpartition("@")[2]  # a password of the user's stays where it is
    return one_line(f"{parts.scheme}://{host}/") if is_web else None


def _advice(code: str, words: str, command: str, known: Mapping[str, str]) -> Advice:
    """Advice whose command has its gaps filled; without a site to look at, the source's end."""
    if "{site}" in command and known["site"] == "''":
        command = REMOVE
    return Advice(code, words, command.format_map(known))


def _disabled(source: Source, known: Mapping[str, str]) -> Advice:
    if source.disabled_reason == "by you":
        return _advice("disabled", "you have disabled it", _ENABLE, known)
    if (source.disabled_reason or "").startswith("HTTP 410"):
        words = "its server says that it is gone for good: remove it with its articles, or enable "
        words += f"it to ask again (sources enable {source.id})"
        return _advice("gone", words, REMOVE, known)
    words = f"it is disabled: {one_line(source.disabled_reason or 'nobody said why')}"
    return _advice("disabled", words, _ENABLE, known)


def _moving(source: Source, known: Mapping[str, str]) -> Advice:
    where = one_line(shown_url(source.moved_to or ""))
    if visits_.is_moved(source):
        words = f"it moved for good to {where}, which you follow already: end one of the two"
        return _advice("duplicate", words, REMOVE, known)
    seen = f"{source.moved_seen} of {visits_.ADOPTED_AFTER} times"
    return Advice("moved", f"it redirects for good to {where}: seen {seen}, then that is used")


def _failing(
    source: Source, visits: Sequence[Visit], known: Mapping[str, str], *, now: int
) -> Advice:
    why, found = cause(source, visits)
    facts = {**known, **{name: shlex.quote(one_line(text)) for name, text in found.items()}}
    facts |= _larger(source, found)
    words = why.words.format_map({**facts, **found})
    if why.command is not None:
        is_same = why.command == FIND and _site(source) == source.url
        return _advice(why.code, words, _REPLACE if is_same else why.command, facts)
    days = (now - (source.answered_at or source.added_at)) // _DAY_S
    if days >= _LONG_DAYS:
        ended = f"{words}; no usable answer for {days} days, so it may have ended"
        return _advice(why.code, ended, REMOVE, facts)
    return _advice(why.code, f"{words}; newscli asks again by itself", FETCH, facts)


def _larger(source: Source, found: Mapping[str, str]) -> dict[str, str]:
    """Twice what a source was given, in seconds and in megabytes, up to the settings' bounds."""
    seconds = float(found.get("seconds") or source.options.timeout_s or 0)
    megabytes = int(found.get("megabytes") or 0)
    return {
        "longer": str(min(max(60, int(2 * seconds)), _LONGEST_TIMEOUT_S)),
        "more": str(min(2 * megabytes, _LARGEST_MB)),
    }


def state(source: Source, advice: Advice) -> str:
    """How much a source needs the user: "needs you", "fails" (for now), "rests" or "well"."""
    if advice.code in _AT_ONCE or (source.disabled_at is None and source.failures >= OFTEN):
        return "needs you"
    if source.disabled_at is None and source.problem is not None:
        return "fails"
    return "rests" if advice.code in ("disabled", "unasked", "empty", "quiet") else "well"
