"""However much is tried at the doors, few rows come of it, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.audit import gathering
from chat.audit.gathering import Gathered
from chat.logging.audit import Noted

BEGAN = datetime(2026, 11, 27, tzinfo=UTC)


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds

    def now(self):
        return BEGAN + timedelta(seconds=self.seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gathered(clock):
    return Gathered(clock, clock.now)


def failure(name="ada", address="192.0.2.1"):
    about = {"name": name, "address": address, "door": "plain", "why": "rate-limited"}
    return Noted("log-in failed", about)


def times(taken):
    return [each.times for each in taken]


def test_the_first_is_written_at_once_and_its_like_once_a_minute(gathered, clock):
    gathered.add(failure())
    assert times(gathered.take()) == [1]
    for clock.seconds in (1, 2, 59):
        gathered.add(failure())
        assert gathered.take() == []
    clock.seconds = 60
    [row] = gathered.take()
    assert (row.times, row.at) == (3, BEGAN + timedelta(seconds=1))


def test_different_ones_are_apart(gathered):
    for each in (failure(), failure("bob"), failure(address="192.0.2.2")):
        gathered.add(each)
    gathered.add(Noted("log-in", {"name": "ada"}))
    assert times(gathered.take()) == [1, 1, 1, 1]


def test_of_very_many_names_the_addresses_are_left_then_neither(gathered, monkeypatch):
    monkeypatch.setattr(gathering, "REFUSED_MOST", 3)
    for n in range(100):
        gathered.add(failure(f"n{n}", f"192.0.2.{n % 10}"))
    taken = gathered.take()
    assert sum(times(taken)) == 100
    named = [each for each in taken if "name" in each.it.about]
    known = [each for each in taken if "address" in each.it.about]
    assert (len(named), len(known), len(taken)) == (3, 6, 7)


def test_what_succeeded_is_told_by_name_meanwhile(gathered, monkeypatch):
    monkeypatch.setattr(gathering, "REFUSED_MOST", 3)
    for n in range(100):
        gathered.add(failure(f"n{n}", f"192.0.2.{n}"))
    gathered.add(Noted("log-in", {"name": "ada"}))
    assert Noted("log-in", {"name": "ada"}) in [each.it for each in gathered.take()]


def test_after_a_quiet_minute_there_is_room_for_others(gathered, clock, monkeypatch):
    monkeypatch.setattr(gathering, "REFUSED_MOST", 1)
    gathered.add(failure("ada"))
    gathered.take()
    clock.seconds = 61
    gathered.take()
    gathered.add(failure("bob"))
    [row] = gathered.take()
    assert row.it.about["name"] == "bob"


def test_what_could_not_be_written_comes_again_with_what_came_meanwhile(gathered):
    gathered.add(failure())
    taken = gathered.take()
    gathered.add(failure())
    gathered.give_back(taken)
    assert times(gathered.take()) == [2]


def test_at_the_end_all_of_it_is_taken_at_once(gathered):
    gathered.add(failure())
    gathered.take()
    gathered.add(failure())
    assert times(gathered.take_all()) == [1]
    assert gathered.take_all() == []
