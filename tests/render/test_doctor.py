"""The screens that say why a source was asked or not, as whole text."""

import io
from textwrap import dedent

import pytest
from rich.cells import cell_len
from rich.console import Console

from newscli.core.advice import diagnose
from newscli.core.models import Visit
from newscli.core.report import Report
from newscli.render import doctor, sources
from newscli.render.screen import THEME
from tests.fakes import NOW, make_source

HOUR_S, DAY_S = 3600, 86_400
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def drawn(lines, width):
    target = io.StringIO()
    console = Console(file=target, width=width, theme=THEME, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line)
    return target.getvalue()


def visits(symbols, *, status=200, **last):
    """A visit an hour for each of ▪·×, the last one two hours ago and with these facts."""
    outcomes = [{"▪": "new", "·": "unchanged", "×": "failed"}[symbol] for symbol in symbols]
    found = [
        Visit(1, number, NOW - (len(symbols) + 1 - number) * HOUR_S, outcome, status, new=2)
        for number, outcome in enumerate(outcomes)
    ]
    return [*found[:-1], found[-1]._replace(**last)]


def answering(id, **facts):
    usual = {"asked_at": NOW - 2 * HOUR_S, "answered_at": NOW - 2 * HOUR_S, "newest_at": NOW}
    return make_source(id, **{**usual, **facts})


REFUSED = diagnose(
    answering(
        3,
        title="The Council of the Town of Aldbourg and its Harbour, Notices and Decisions",
        problem="HTTP 403 Forbidden",
        failures=4,
        answered_at=NOW - 3 * DAY_S,
        back_off_until=NOW + 4 * HOUR_S,
    ),
    visits("▪▪·▪▪·▪▪·▪▪·▪▪·▪××××", status=403),
    [("http://old.example/council.xml", NOW - 20 * DAY_S)],
    now=NOW,
    newscli="newscli --profile demo",
)
SLOW = diagnose(
    answering(
        12,
        title="Weatherglass",
        problem="HTTP 429 Too Many Requests",
        failures=1,
        answered_at=None,
        wait_until=NOW + 50 * 60,
        skip_hours="0,1,2",
        skip_days="5,6",
    ),
    visits("▪×", status=429),
    [],
    now=NOW,
)
WELL = diagnose(
    answering(4, title="Küstenblatt", next_at=NOW + 2 * HOUR_S, next_why="ttl", every_s=4 * HOUR_S),
    visits("▪··▪", new=3, changed=1),
    [],
    now=NOW,
)
RIGHT_TO_LEFT = diagnose(
    answering(8, title="ميريديان", next_at=NOW + 1800, next_why="max-age"), visits("·"), [], now=NOW
)
NEVER = diagnose(make_source(9), [], [], now=NOW)
STOPPED = diagnose(
    answering(5, title="Ledger", disabled_at=NOW, disabled_reason="by you"), [], [], now=NOW
)
ALL = [REFUSED, SLOW, NEVER, STOPPED, WELL, RIGHT_TO_LEFT]

AT_80 = """
6 sources  ✗ 1 needs you  ! 1 fails  ◌ 2 rest  ✓ 2 are well

✗ 3  The Council of the Town of Aldbourg and its Harbour, Notices and Decisions
  last    2h ago: HTTP 403 Forbidden, 4 times in a row; last answered 3d ago
  next    in 4 h: after failures, twice as long each time, up to a day
  visits  ▪▪·▪▪·▪▪·▪▪·▪▪·▪××××  11 with news · 5 unchanged · 4 failed
  was at  http://old.example/council.xml, until 29 Oct
  advice  its server refuses newscli, or a guard such as Cloudflare before it
          does: a browser's user agent or your cookies may pass
          newscli --profile demo sources edit 3 --user-agent Mozilla/5.0

! 12  Weatherglass
  last    2h ago: HTTP 429 Too Many Requests
  server  Retry-After in 50 min · skipHours 0 1 2 UTC · skipDays Sat Sun
  next    in 50 min: its server said so (Retry-After)
  visits  ▪×  1 with news · 1 failed
  advice  its server wants fewer requests: ask it less often
          newscli sources edit 12 --interval 12h

◌ 9  Source 9
  last    never asked
  next    at the next fetch
  advice  it was never asked
          newscli fetch 9

◌ 5  Ledger
  last    2h ago: it answered
  next    never: disabled by you
  advice  you have disabled it
          newscli sources enable 5

✓ 4  Küstenblatt                                                   nothing to do
  last    2h ago: 3 new, 1 edited, HTTP 200
  server  ttl 4 h
  next    in 2 h: the feed says that it changes no more often (ttl or
          updatePeriod)
  visits  ▪··▪  2 with news · 2 unchanged

✓ 8  ميريديان                                                      nothing to do
  last    2h ago: unchanged, HTTP 200
  server  max-age 2 h
  next    in 30 min: its server says that it stays as it is until then
          (Cache-Control or Expires)
  visits  ·  1 unchanged
"""
AT_120 = """
2 sources  ✗ 1 needs you  ✓ 1 is well

✗ 3  The Council of the Town of Aldbourg and its Harbour, Notices and Decisions
  last    2h ago: HTTP 403 Forbidden, 4 times in a row; last answered 3d ago
  next    in 4 h: after failures, twice as long each time, up to a day
  visits  ▪▪·▪▪·▪▪·▪▪·▪▪·▪××××  11 with news · 5 unchanged · 4 failed
  was at  http://old.example/council.xml, until 29 Oct
  advice  its server refuses newscli, or a guard such as Cloudflare before it does: a browser's user agent or your
          cookies may pass
          newscli --profile demo sources edit 3 --user-agent Mozilla/5.0

✓ 4  Küstenblatt                                                                                           nothing to do
  last    2h ago: 3 new, 1 edited, HTTP 200
  server  ttl 4 h
  next    in 2 h: the feed says that it changes no more often (ttl or updatePeriod)
  visits  ▪··▪  2 with news · 2 unchanged
"""  # noqa: E501


@pytest.mark.parametrize(
    ("rows", "width", "expected"), [(ALL, 80, AT_80), ([REFUSED, WELL], 120, AT_120)]
)
def test_the_doctor_explains_each_source(rows, width, expected):
    text = drawn(doctor.doctor(rows, width=width, now=NOW), width)

    assert text.translate(ISOLATES) == expected.lstrip("\n")


def test_one_source_alone_has_no_summary():
    text = drawn(doctor.doctor([NEVER], width=80, now=NOW), 80)

    assert text.startswith("◌ 9  Source 9\n")


def test_a_source_that_a_fetch_did_not_ask_says_so():
    waiting = Report(12, "Weatherglass", "u", "waiting", next_at=NOW, why="retry-after")

    text = drawn(doctor.doctor([SLOW._replace(outcome=waiting.outcome)], width=80, now=NOW), 80)

    assert text.splitlines()[1] == "  asked   not in this fetch"


def test_a_source_that_a_fetch_left_out_says_why():
    left = WELL._replace(outcome="waiting", note="its server asked for long pauses")

    text = drawn(doctor.doctor([left], width=80, now=NOW), 80)

    assert "  next    at the next fetch: its server asked for long pauses\n" in text


def test_a_long_command_is_parted_where_a_shell_joins_it_again():
    row = diagnose(
        answering(3, problem="HTTP 401 Unauthorized", failures=1), [], [], now=NOW,
        newscli="newscli --config '/home/me/my news/config.toml'",
    )  # fmt: skip

    text = drawn(doctor.doctor([row], width=60, now=NOW), 60)

    command = dedent("""\
        newscli --config '/home/me/my news/config.toml' \\
        sources edit 3 --header \\
        'Authorization: Bearer ${TOKEN}'
    """)
    assert text.endswith("".join(f"{'':10}{line}\n" for line in command.splitlines()))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width):
    text = drawn(doctor.doctor(ALL, width=width, now=NOW), width).translate(ISOLATES)

    assert [line for line in text.splitlines() if cell_len(line) > width] == []


EVIL = "\x1b[31mred\x1b]8;;http://evil.example\x07x\x9b5m\u202eevil\x00"


def test_no_control_byte_of_the_network_reaches_the_terminal():
    source = answering(1, title=EVIL, problem=EVIL, failures=1, url=EVIL, site_url=EVIL)
    row = diagnose(source, visits("×", problem=EVIL), [(EVIL, NOW)], now=NOW)
    moving = diagnose(answering(2, moved_to=EVIL, moved_seen=1), [], [], now=NOW)
    report = Report(1, EVIL, EVIL, "waiting", problem=EVIL, next_at=NOW, why="back-off")

    text = drawn(doctor.doctor([row, moving], width=80, now=NOW), 80)
    text += drawn(doctor.plan([report], width=80, now=NOW), 80)

    assert [c for c in text if not c.isprintable() and c not in "\n\u2068\u2069"] == []


PLAN = [
    Report(1, "The Ledger & Compass of Aldbourg", "u", "waiting", next_at=NOW + 7200, why="rhythm"),
    Report(2, "ميريديان", "u", "due"),
    Report(10, "Weatherglass", "u", "waiting", next_at=NOW + 600, why="retry-after"),
    Report(4, "メリディアン 日本語版", "u", "waiting", next_at=NOW + 800, why="max-age"),
]
PLAN_AT_80 = """
due         2  ميريديان
in 10 min  10  Weatherglass        its server said so (Retry-After)
in 14 min   4  メリディアン 日本…  its server's Cache-Control or Expires
in 2 h      1  The Ledger & Comp…  no news likely before, by its rhythm
"""
PLAN_AT_120 = """
due         2  ميريديان
in 10 min  10  Weatherglass                    its server said so (Retry-After)
in 14 min   4  メリディアン 日本語版           its server says that it stays as it is until then (Cache-Control or Expi…
in 2 h      1  The Ledger & Compass of Aldbo…  nothing new is likely before, going by when it published
"""  # noqa: E501


@pytest.mark.parametrize(("width", "expected"), [(80, PLAN_AT_80), (120, PLAN_AT_120)])
def test_a_plan_has_those_that_are_due_first_and_the_others_by_time(width, expected):
    text = drawn(doctor.plan(PLAN, width=width, now=NOW), width).translate(ISOLATES)

    assert "\n".join(line.rstrip() for line in text.splitlines()) == expected.strip("\n")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_of_a_plan_is_wider_than_the_terminal(width):
    text = drawn(doctor.plan(PLAN, width=width, now=NOW), width).translate(ISOLATES)

    assert [line for line in text.splitlines() if cell_len(line) > width] == []


def test_a_source_shows_its_next_time_and_its_last_visits():
    row, seen = WELL.source, WELL.visits

    lines = drawn(sources.source(row, [], seen, width=80, now=NOW), 80).splitlines()

    assert lines[-3:] == [
        "  next       in 2 h: the feed says that it changes no more often (ttl or",
        "             updatePeriod)",
        "  visits     ▪··▪  2 with news · 2 unchanged",
    ]


LIST_AT_100 = """
5 sources  ✓ 1  ◌ 2  ! 1  ✗ 1  0 unread                                                    14 days →

  id  source                         unread  posts a day     last    next  problem
✗  3  The Council of the Town of Al…      ·  ··············  2h      4h    HTTP 403 Forbidden
! 12  Weatherglass                        ·  ··············  2h      50m   HTTP 429 Too Many
                                                                           Requests
◌  9  Source 9                            ·  ··············  ·       due   never asked
◌  5  Ledger                              ·  ··············  2h      ·     disabled: by you
✓  4  Küstenblatt                         ·  ··············  20 Oct  2h

newscli sources doctor · newscli sources show 3
"""


def test_a_wide_list_has_a_column_for_the_next_time():
    rows = [row.source for row in (REFUSED, SLOW, NEVER, STOPPED, WELL)]
    rows[-1] = rows[-1]._replace(asked_at=NOW - 29 * DAY_S)

    text = drawn(sources.sources(rows, activity={}, width=100, now=NOW), 100)

    assert "\n".join(line.rstrip() for line in text.splitlines()) == LIST_AT_100.strip("\n")


def test_a_narrow_list_says_in_words_when_a_failing_source_is_asked_again():
    rows = [SLOW.source._replace(problem="HTTP 429")]

    text = drawn(sources.sources(rows, activity={}, width=72, now=NOW), 72)

    assert "2h    HTTP 429; again in 50 min\n" in text


def test_a_problem_that_is_too_long_for_its_column_goes_on_below_it():
    rows = [SLOW.source._replace(title="A name of some length")]

    shown = drawn(sources.sources(rows, activity={}, width=80, now=NOW), 80).splitlines()

    at = shown[3].index("HTTP")
    assert [line[at:] for line in shown[3:5]] == ["HTTP 429 Too Many", "Requests"]
    assert shown[3][:at].endswith(" 2h    50m   ")


def test_of_many_sources_those_that_are_well_take_a_line_each():
    rows = [
        WELL._replace(source=WELL.source._replace(id=number, title=f"Source {number}"))
        for number in range(1, 12)
    ]

    shown = drawn(doctor.doctor([*rows, SLOW], width=80, now=NOW), 80).splitlines()

    assert shown[-11] == (
        "✓  1  Source 1                ▪··▪        3 new, 1 edited, 2h ago; next in 2 h"
    )
    assert len([line for line in shown if line.startswith("✓")]) == 11
    assert any("Weatherglass" in line for line in shown)


def test_a_long_silence_is_said_in_years():
    rows = [answering(1, newest_at=NOW - days * DAY_S) for days in (200, 729, 4164)]

    assert [sources.problem(row, now=NOW) for row in rows] == [
        "no post for 200 days",
        "no post for 729 days",
        "no post for 11 years",
    ]


def test_at_forty_columns_the_next_time_is_not_cut():
    rows = [WELL._replace(source=WELL.source._replace(id=4700 + n)) for n in range(11)]

    shown = drawn(doctor.doctor(rows, width=40, now=NOW), 40).splitlines()

    assert shown[-1] == "✓ 4710  Küstenblatt         next in 2 h"
