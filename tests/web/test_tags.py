"""What the page's templates ask for."""

import pytest
from django.utils import translation

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


@pytest.mark.parametrize(
    ("language", "text"), [("en", "1,234"), ("de", "1.234"), ("ar", "1,234")]
)
def test_a_number_is_written_as_the_page_does(language, text):
    with translation.override(language):
        assert tags.digits(1234) == text
