"""Showing results as this run asks: for a program here, for a person in render/."""

from collections.abc import Iterable, Sequence

from newscli.invocation import current
from newscli.render import machine


def write(records: Iterable[machine.Record], *, columns: Sequence[str]) -> None:
    """Prints records for a program: an array, JSON Lines, or columns parted by tabs."""
    run = current()
    machine.write(records, output=run.output, fields=run.fields, columns=columns)


def write_one(record: machine.Record, *, columns: Sequence[str]) -> None:
    """Prints one record for a program: an object, or a line of columns."""
    run = current()
    machine.write_one(record, output=run.output, fields=run.fields, columns=columns)
