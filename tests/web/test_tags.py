"""What the page's templates ask for."""

import pytest

from chat.web import tags


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("\n" + "x\n" * 20 + "\n", ""),
        ("x\n" * 21, "Show all 21 lines"),
        ("x\n\n" * 1000, "Show all 1,999 lines"),
    ],
)
def test_the_lines_of_a_long_message_are_counted_that_are_seen(body, text):
    assert tags.unfold_text(body) == text
