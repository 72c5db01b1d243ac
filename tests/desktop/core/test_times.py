"""Days as people call them: `tests/vectors/days.json` has the rest."""

from datetime import date

from chat.desktop.core.times import Midnight, day_label, local


def test_days_are_those_of_this_computer_unless_another_zone_is_meant():
    at = "2026-01-31T12:00:00.000Z"
    assert day_label(at, local(at).date()) == "Today"


def test_another_day_is_noticed_once():
    days = [date(2026, 3, 8), date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 9)]
    midnight = Midnight(lambda: days.pop(0))
    assert [midnight.has_passed() for _ in range(3)] == [False, True, False]
