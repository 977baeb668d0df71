"""`newscli db prune`, and what a fetch does of it where retention is configured."""

import sqlite3
from collections.abc import Sequence
from typing import Annotated

import typer

from newscli.commands import _articles, _output
from newscli.core import moments
from newscli.core.errors import LockedError, UsageError
from newscli.invocation import current
from newscli.storage import db, prune
from newscli.storage.prune import Pruning, Rule


def command(
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep",
            metavar="RULE",
            help="What to keep: 90d, 2026-01-01 (since then), 500 (articles of each source). May "
            "be repeated; by default what keep.days and keep.articles say.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many articles would go.")
    ] = False,
) -> None:
    """Delete old articles. Starred, tagged, unread and saved ones stay.

    An entry that its feed still has does not come back. `newscli db vacuum` then gives the space
    back to the disk. Set keep.days or keep.articles, and each fetch does this.

    Example: newscli db prune --keep 90d --keep 500 --dry-run
    """
    run = current()
    rule = rule_of(keep) if keep else configured()
    if rule == Rule():
        raise UsageError(
            "nothing says what to keep: --keep 90d, or keep.days in the configuration",
            hint="newscli db prune --keep 90d --dry-run",
        )
    connection = run.reader() if dry_run else run.editor()
    if dry_run:
        done = prune.prune(connection, rule, is_dry=True)
    else:
        with db.fetch_lock(db.lock_file(run.settings.paths.database), wait_s=0) as is_ours:
            if not is_ours:
                raise LockedError("a fetch is running", hint="newscli db prune --dry-run")
            done = prune.prune(connection, rule)
    if run.is_machine:
        kept = {f"kept_{why}": count for why, count in zip(_WHYS, done[1:], strict=True)}
        record = {"articles": done.articles, **kept, "dry_run": dry_run}
        _output.write_one(record, columns=("articles",))
    run.say(_said(done, is_dry=dry_run))


_WHYS = ("unread", "starred", "tagged")


def configured() -> Rule:
    """The rule that keep.days and keep.articles make; 0 keeps all."""
    settings, now = current().settings, current().now
    days, articles = settings.keep_days, settings.keep_articles
    return Rule(now - days * 86_400 if days else None, articles or None)


def after_fetch(connection: sqlite3.Connection) -> None:
    """Prunes by the configured rule, if there is one, within the fetch's lock."""
    rule = configured()
    done = prune.prune(connection, rule) if rule != Rule() else None
    if done and done.articles:
        current().say(_said(done, is_dry=False))


def rule_of(words: Sequence[str]) -> Rule:
    """The rule of several words; of two of a kind the stricter. Raises UsageError."""
    rule = Rule()
    for word in words:
        if word.strip().isdigit() and len(word) < 10:
            fewer = min(int(word), rule.articles if rule.articles is not None else int(word))
            rule = rule._replace(articles=fewer)
            continue
        try:
            since = moments.parse(word, now=current().now)
        except UsageError:
            raise UsageError(
                f"--keep {word}: give an age (90d, 12w), a date, or how many of a source (500)"
            ) from None
        rule = rule._replace(since=max(since, rule.since or since))
    return rule


def _said(done: Pruning, *, is_dry: bool) -> str:
    """What went, or would go, and what stays although it is old."""
    counted = _articles.counted(done.articles)
    what = f"{counted} would be pruned" if is_dry else f"{counted} pruned"
    whys = [f"{count} {why}" for why, count in zip(_WHYS, done[1:], strict=True) if count]
    return what + (f"; as old, but kept: {', '.join(whys)}" if whys else "")
