"""Messages as lines of a terminal."""

from chat.desktop.core.blocks import Blocks
from chat.desktop.core.messages import Message
from chat.desktop.terminal.layout import message_lines, width_of
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
