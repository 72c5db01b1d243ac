"""Days as people call them."""

from chat.desktop.core.times import day_label, local


def test_days_have_names():
    at = "2026-01-31T12:00:00.000Z"
    today = local(at).date()
    assert day_label(at, today) == "Today"
    assert day_label(at, today.replace(day=30).replace(month=3)) == (
        "Saturday, January 31"
    )
    assert day_label(at, today.replace(year=2027)) == "Saturday, January 31, 2026"
