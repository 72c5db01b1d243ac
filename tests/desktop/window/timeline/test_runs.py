"""What a message may cost to draw is bounded, and nothing of it is lost."""

import pytest

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.window.timeline.bodies import RUNS_MOST, Link, body_runs, links_in
from chat.desktop.window.timeline.runs import REACTIONS_MOST, message_runs

AT = "2026-01-01T00:00:00Z"


def message(html, **fields):
    return Message(1, "1", "bob", 5, "hi", AT, 1, html=html, **fields)


@pytest.mark.parametrize("piece", ["<em>a</em> ", "<code>a</code>b", "x<s>y</s>"])
def test_a_message_of_little_spans_ends_in_plain_text(piece):
    html = f"<p>{piece * 600}</p>"
    runs = body_runs(message(html))
    assert len(runs) <= RUNS_MOST + 1
    letters = sum(character.isalpha() for character in "".join(t for t, _ in runs))
    assert letters == 600 * len({"e": "a", "c": "ab"}.get(piece[1], "xy"))


def test_very_many_reactions_are_counted():
    reactions = {chr(0x1F300 + number): ["bob"] for number in range(100)}
    runs = message_runs(message("", reactions=reactions), None, "ada", Blocks())
    assert len(runs) < 2 * REACTIONS_MOST + 10
    assert f"and {100 - REACTIONS_MOST} more" in "".join(text for text, _ in runs)


def test_a_link_reads_as_all_of_its_words():
    html = '<p><a href="https://evil.example/">bank<em>.exam</em>ple</a></p>'
    assert links_in(message(html)) == {1: Link("bank.example", "https://evil.example/")}


def test_ones_own_name_stands_out():
    runs = body_runs(message("<p>hi <em>ada</em>, adam, A<em>DA</em></p>"), "ada")
    assert [text for text, tags in runs if "named" in tags] == ["ada", "A", "DA"]
    assert "".join(text for text, _ in runs) == "hi ada, adam, ADA"


def test_an_action_is_told_of_its_author():
    runs = message_runs(message("<p>waves</p>", action=True), None, "ada", Blocks())
    assert "* bob waves" in "".join(text for text, _ in runs)
    assert ("waves", ("body", "italic")) in runs
