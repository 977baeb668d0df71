"""Scheduling, with stand-ins for crontab and systemctl on the PATH."""

import json
import shutil

import pytest

from tests.commands.test_contract import misfits, sections

FAKE_CRONTAB = """#!/bin/sh
table="$(dirname "$0")/table"
case "$1" in
  -l) [ -f "$table" ] && cat "$table" || { echo "no crontab for you" >&2; exit 1; } ;;
  -) cat > "$table" ;;
esac
"""
FAKE_SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
"""
FAILING = """#!/bin/sh
echo "you may not" >&2
exit 1
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine that has a crontab only; its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    put(programs / "crontab", FAKE_CRONTAB)
    for program in ("sh", "cat", "dirname"):
        (programs / program).symlink_to(shutil.which(program))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return programs


@pytest.fixture
def with_systemd(machine, tmp_path, monkeypatch):
    """A machine on which the user has a systemd of their own."""
    put(machine / "systemctl", FAKE_SYSTEMCTL)
    (tmp_path / "run" / "systemd").mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return machine


def put(file, script):
    file.write_text(script)
    file.chmod(0o755)


def test_nothing_is_written_where_nobody_agreed(newscli, machine, home):
    done = newscli("schedule", "install")

    assert (done.code, done.out, (machine / "table").exists()) == (2, "", False)
    assert "*/15 * * * *  NEWSCLI_HOME=" in done.err
    assert done.err.endswith("here nobody can be asked\n  try: add --yes\n")


def test_a_crontab_gets_its_line_and_loses_it(newscli, machine, home):
    (machine / "table").write_text("0 5 * * 1  backup\n")

    installed = newscli("schedule", "install", "--every", "30m", "--yes")
    found = newscli("schedule", "status")
    removed = newscli("schedule", "remove", "--yes")

    assert [installed.code, found.code, removed.code] == [0, 0, 0]
    assert found.out.startswith("cron\tcrontab: */30 * * * *  NEWSCLI_HOME=")
    assert found.out.endswith(" fetch --cron --wait 60\n")
    assert (machine / "table").read_text() == "0 5 * * 1  backup\n"
    assert newscli("schedule", "status")[:2] == (1, "")


def test_systemd_gets_a_timer_and_loses_it(newscli, with_systemd, tmp_path):
    units = tmp_path / ".config" / "systemd" / "user"

    newscli("--profile", "work", "schedule", "install", "--yes")
    written = sorted(file.name for file in units.iterdir())
    service = (units / "newscli-work.service").read_text()
    newscli("--profile", "work", "schedule", "remove", "--yes")

    assert written == ["newscli-work.service", "newscli-work.timer"]
    assert "--profile work fetch --cron --wait 60\n" in service
    assert list(units.iterdir()) == []
    assert (with_systemd / "asked").read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable --now newscli-work.timer",
        "--user disable --now newscli-work.timer",
    ]


def test_the_user_may_prefer_cron_to_systemd(newscli, with_systemd):
    newscli("schedule", "install", "--using", "cron", "--yes")

    assert (with_systemd / "table").exists()


def test_what_the_scheduler_says_is_passed_on(newscli, machine):
    put(machine / "crontab", FAILING)

    done = newscli("schedule", "install", "--yes")

    assert (done.code, done.err.splitlines()[-1]) == (2, "newscli: crontab -: you may not")


def test_a_machine_without_any_scheduler_is_told_of_the_page(newscli, machine):
    (machine / "crontab").unlink()

    done = newscli("schedule", "install", "--yes", "--every", "1h")

    assert (done.code, done.err.splitlines()[-1]) == (2, "  try: newscli help cron")


def test_an_interval_that_cron_cannot_keep_is_refused(newscli, machine):
    done = newscli("schedule", "install", "--every", "7m", "--yes")

    assert (done.code, done.err.splitlines()[0][:36]) == (2, 'newscli: --every is "7m", must be on')


@pytest.mark.parametrize("verb", ["install", "status", "remove"])
def test_the_json_is_as_documented(newscli, machine, verb):
    newscli("schedule", "install", "--yes")

    done = newscli("schedule", verb, *(["--yes"] * (verb != "status")), "--json")

    (record,) = json.loads(done.out)
    assert misfits(record, sections()[f"schedule {verb}"]) == set()
