"""What an error is in a sentence."""

import pytest

from chat.logging.reasons import reason

SAID = [
    (OSError("no route to host.\nLINE 1"), "no route to host"),
    (OSError("\nfirst there is nothing\n"), "first there is nothing"),
    (TimeoutError(), "TimeoutError"),
    (ValueError("chat:s3cret@host, chat:%73@host"), "chat:***@host, chat:***@host"),
]


@pytest.mark.parametrize(("error", "words"), SAID)
def test_it_is_one_line_without_a_stop_or_a_secret(error, words):
    assert reason(error, "s3cret", "", None, "%73") == words
