"""Whose turn it is to make a backup, and which of them are the oldest."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from chat.backup import beside, clock, folder, models
from chat.concurrency.threads import read
from chat.wire.errors import DatabaseAway
from tests.support.waiting import SECONDS

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def now(db):
    """A moment at which the first one is due."""
    now = timezone.now()
    assert models.is_due(DAY, now)
    assert not models.take("nobody", DAY, now)
    return now + models.FIRST


def test_one_of_many_makes_it_and_the_next_one_is_due_in_time(now):
    assert [models.take(name, DAY, now) for name in "ab"] == [True, False]
    models.renew("a", now + models.HOLD)
    assert not models.take("b", DAY, now + models.HOLD)
    models.succeed("a", now)
    due = [models.is_due(DAY, now + after) for after in (MINUTE, DAY - MINUTE, DAY)]
    assert due == [False, False, True]


def test_who_was_killed_is_succeeded_and_who_fails_tries_again_later(now):
    assert models.take("killed", DAY, now)
    now += models.HOLD
    assert models.take("b", DAY, now)
    models.fail("b", DAY, now)
    assert not models.is_due(DAY, now + MINUTE)
    assert models.is_due(DAY, now + models.PAUSE)


def test_a_clock_that_was_wrong_once_keeps_nobody_from_it(now):
    wrong = now + 999 * DAY
    assert models.take("a", DAY, wrong)
    assert models.take("b", DAY, now)
    models.succeed("b", wrong)
    assert models.is_due(DAY, now + MINUTE)


def test_what_was_made_while_the_clock_was_wrong_is_the_oldest():
    names = ["20990101T000000.5Z", "20200101T000000.5Z", "20260101T000000.5Z"]
    files = [Path(f"chatsite-{name}.zip") for name in names]
    assert folder.in_order(files) == files
    new = folder.new_in(Path())
    assert folder.in_order([new, *files])[-1] == new


async def test_a_backup_that_is_made_while_the_database_is_locked_counts(
    transactional_db, monkeypatch
):
    tried = threading.Event()

    def locked(*_):
        tried.set()
        raise DatabaseAway

    monkeypatch.setattr(clock, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(clock, "_make", lambda: tried.wait(SECONDS))
    monkeypatch.setattr(clock.models, "renew", locked)
    await clock._look(timedelta())
    assert await read(lambda: models.Turn.objects.get().made)


def test_what_makes_it_finds_what_this_process_has_found(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/opt/elsewhere")
    assert beside._settings()["PYTHONPATH"].endswith(f"{os.pathsep}/opt/elsewhere")
