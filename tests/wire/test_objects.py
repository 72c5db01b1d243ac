from datetime import UTC, datetime, timedelta, timezone

import pytest

from chat import wire


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), "2026-01-31T12:00:00.000Z"),
        (
            datetime(2026, 1, 31, 12, 0, 0, 999_999, tzinfo=UTC),
            "2026-01-31T12:00:00.999Z",
        ),
        (
            datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-31T10:00:00.000Z",
        ),
    ],
)
def test_times_are_utc_with_milliseconds(at, text):
    assert wire.timestamp(at) == text
