"""The texts that schedulers are given."""

import plistlib

import pytest

from newscli.core.timers import (
    Job,
    crontab_line,
    crontab_line_of,
    crontab_with,
    crontab_without,
    launchd_plist,
    systemd_service,
    systemd_timer,
)

JOB = Job(
    "newscli", ("/opt/my apps/newscli", "fetch", "--cron"), {"NEWSCLI_HOME": "/a b/100%"}, 900
)
OTHERS = "MAILTO=me\n# newscli: my own note\n0 5 * * 1  backup\n"


@pytest.mark.parametrize(
    ("every_s", "when"),
    [
        (300, "*/5 * * * *"),
        (1800, "*/30 * * * *"),
        (3600, "7 * * * *"),
        (7200, "7 */2 * * *"),
        (86_400, "7 6 * * *"),
    ],
)
def test_cron_runs_it_so_often(every_s, when):
    assert crontab_line(JOB._replace(every_s=every_s)).partition("  ")[0] == when


def test_a_crontabs_line_keeps_blanks_and_percent_signs():
    assert crontab_line(JOB) == (
        "*/15 * * * *  NEWSCLI_HOME='/a b/100\\%' '/opt/my apps/newscli' fetch --cron"
    )


@pytest.mark.parametrize("crontab", ["", OTHERS, OTHERS.rstrip("\n"), OTHERS + "\n\n"])
def test_what_else_a_crontab_has_stays(crontab):
    written = crontab_with(crontab, JOB)

    assert written.startswith(crontab)
    assert crontab_without(written, "newscli").rstrip("\n") == crontab.rstrip("\n")
    assert crontab_line_of(written, "newscli") == crontab_line(JOB)


def test_a_job_is_written_once_and_each_profile_has_its_own():
    other = JOB._replace(name="newscli-work", every_s=3600)

    written = crontab_with(crontab_with(crontab_with("", JOB), other), JOB)

    assert written.count(crontab_line(JOB)) == written.count(crontab_line(other)) == 1
    assert crontab_without(crontab_without(written, "newscli"), "newscli-work") == ""


def test_a_unit_quotes_what_systemd_would_read_otherwise():
    job = JOB._replace(command=("/opt/my apps/newscli", "--db", 'a$b"c\\d'))

    lines = systemd_service(job).splitlines()

    assert 'Environment="NEWSCLI_HOME=/a b/100%%"' in lines
    assert 'ExecStart="/opt/my apps/newscli" --db "a$$b\\"c\\\\d"' in lines


def test_a_timer_starts_again_after_each_run():
    assert "OnUnitActiveSec=15min" in systemd_timer(JOB).splitlines()


def test_launchd_reads_back_what_it_is_to_run():
    facts = plistlib.loads(launchd_plist(JOB).encode())

    assert facts == {
        "Label": "newscli",
        "ProgramArguments": list(JOB.command),
        "EnvironmentVariables": dict(JOB.environment),
        "RunAtLoad": True,
        "StartInterval": 900,
    }
