"""What is said of an outage."""

import pytest

from chat.logging.outage import Outage


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outage(clock):
    return Outage("The database", clock)


def test_a_line_when_it_begins_each_minute_and_when_it_is_over(outage, clock, caplog):
    outage.worked()
    for _ in range(720):
        outage.failed(OSError("gone\nLINE 1"))
        outage.worked()  # another thread's
        clock.now += 0.125
    clock.now += Outage.QUIET
    outage.worked()
    outage.worked()
    assert caplog.messages == [
        "The database fails: gone",
        "The database has failed for 60 seconds, 481 times: gone",
        "The database is well again: it failed 720 times in 90 seconds.",
    ]
    assert not outage.is_on


def test_the_part_that_is_away_ends_it_by_itself(outage, clock, caplog):
    outage.failed("no room", "writing")
    clock.now += 2 * Outage.QUIET
    outage.worked()
    assert outage.is_on
    assert outage.lacks("writing")
    outage.worked("writing")
    assert not outage.is_on
    assert not outage.lacks("writing")


def test_a_part_that_nobody_asks_for_any_more_is_forgotten(outage, clock):
    outage.failed("no room", "writing")
    clock.now += Outage.FORGOTTEN
    outage.worked()
    assert not outage.is_on
