"""Messages as lines of a terminal."""

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.terminal.layout import GOING, message_lines, width_of
from tests.desktop.core.talk import message


def test_a_terminal_line_is_as_wide_as_its_characters_are():
    wide = Message.of(message(1, "日本語 " * 30 + "x" * 200))
    lines = message_lines(wide, None, 40, Blocks())
    assert all(sum(width_of(text) for text, _ in line) <= 40 for line in lines)
    together = "".join(text for line in lines for text, _ in line)
    assert together.count("日本語") == 30
    assert together.count("x") == 200


def shown(html, **fields):
    lines = message_lines(
        Message.of(message(1, html=html, **fields)), None, 80, Blocks()
    )
    return "\n".join("".join(text for text, _ in line) for line in lines)


def test_a_terminal_draws_the_html_of_the_server():
    html = (
        '<p>a <strong>b</strong> <s>c</s> <a href="https://a.b">here<em>!</em></a></p>'
    )
    assert "a b ~~c~~ here! (https://a.b)" in shown(html)
    assert "• one" in shown("<ul><li>one</li></ul>")


def test_an_action_is_told_of_its_author_in_a_terminal():
    said = shown("<p>waves</p>", action=True).splitlines()
    assert said[1] == "  * ada waves  edited"


def test_what_is_answered_stands_above_and_who_is_named_stands_out():
    quote = {"seq": 1, "from": "eve", "author": 3, "body": "tea?"}
    html = '<p>no, <span class="mention">@ada</span></p>'
    named = {"mentions": [{"author": 7, "name": "ada", "called": "adah"}]}
    reply = Message.of(message(2, html=html, quote=quote, **named))
    lines = message_lines(reply, None, 40, Blocks(), 7)
    assert "  > eve: tea?" in ["".join(text for text, _ in line) for line in lines]
    styles = {text: styles for line in lines for text, styles in line}
    assert styles["@adah"] >= {"mention", "named"}
    folded = message_lines(reply, None, 40, Blocks([{"id": 3, "name": "eve"}]), 7)
    assert not any("tea?" in text for line in folded for text, _ in line)


def test_what_is_about_to_be_deleted_says_how_it_is_kept():
    own = Message.of(message(1, "hello"))
    own.going = True
    lines = message_lines(own, None, 80, Blocks())
    assert "".join(text for text, _ in lines[-1]).strip() == GOING
