"""What a message may cost to draw is bounded, and nothing of it is lost."""

import pytest

from chat.desktop.core.blocks import Blocks
from chat.desktop.core.messages import Message
from chat.desktop.window.runs import REACTIONS_MOST, RUNS_MOST, body_of, message_runs


@pytest.mark.parametrize("body", ["**a** " * 666, "`a`*b*" * 600, "http://a.b " * 360])
def test_a_message_of_little_spans_ends_in_plain_text(body):
    drawn = body_of(body)
    assert len(drawn.runs) <= RUNS_MOST + 1
    said = "".join(text for text, _ in drawn.runs)
    assert said.replace("*", "").replace("`", "") == (
        body.replace("*", "").replace("`", "")
    )


def test_what_looks_alike_is_one_run():
    assert len(body_of(r"\*" * 2000).runs) == 1


def test_very_many_reactions_are_counted():
    reactions = {chr(0x1F300 + number): ["bob"] for number in range(100)}
    at = "2026-01-01T00:00:00Z"
    message = Message(1, "1", "bob", 5, "hi", at, 1, reactions=reactions)
    runs = message_runs(message, None, "ada", Blocks())
    assert len(runs) < 2 * REACTIONS_MOST + 10
    assert f"and {100 - REACTIONS_MOST} more" in "".join(text for text, _ in runs)
