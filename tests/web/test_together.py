"""Which messages stand below the head of the one above them, when a page is painted."""

from types import SimpleNamespace

import pytest

from chat.web.together import together


def said(*messages):
    return [
        SimpleNamespace(seq=seq, author=author, at=f"2026-01-31T{at}Z", action=action)
        for seq, (author, at, *more) in enumerate(messages, 1)
        for action in [bool(more)]
    ]


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        (said((1, "12:58:00.000"), (1, "13:02:59.999")), {2}),
        (said((1, "13:00:00.000"), (1, "13:05:00.000")), set()),
        (said((1, "13:00:00.000"), (1, "13:04:00.000"), (1, "13:08:00.000")), {2, 3}),
        (said((1, "13:00:00.000"), (2, "13:00:01.000")), set()),
        (said((1, "13:00:00.000", "/me"), (1, "13:00:01.000")), set()),
        (said((1, "13:00:00.000"), (1, "13:00:01.000", "/me")), set()),
        ([], set()),
    ],
)
def test_those_of_one_author_within_five_minutes(messages, found):
    assert together(messages, None) == found


def test_the_line_above_what_is_new_parts_them():
    assert together(said((1, "13:00:00.000"), (1, "13:00:01.000")), 2) == set()
