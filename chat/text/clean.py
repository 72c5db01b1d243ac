"""What people write, as it is stored."""

import unicodedata

from chat.wire import BODY_CHARACTERS, TOPIC_CHARACTERS
from chat.wire.errors import Malformed, TooLong


def clean_body(body: str) -> str:
    """A message's text as it is stored: LF line ends, no control characters.

    Raises:
        Malformed: nothing is left.
        TooLong: it has more than ``BODY_CHARACTERS``.
    """
    text = without_control_characters(body.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Malformed("There is nothing in that message.")
    if len(text) > BODY_CHARACTERS:
        raise TooLong(f"A message has at most {BODY_CHARACTERS} characters.")
    return text


def clean_topic(topic: str) -> str:
    """A topic as it is stored: one line.

    Raises:
        TooLong: it has more than ``TOPIC_CHARACTERS``.
    """
    text = " ".join(without_control_characters(topic).split())
    if len(text) > TOPIC_CHARACTERS:
        raise TooLong(f"A topic has at most {TOPIC_CHARACTERS} characters.")
    return text


def without_control_characters(text: str) -> str:
    if text.isprintable():  # as most is: that is quick to see
        return text
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")
    )


def clean_emoji(text: str) -> str:
    """One emoji, maybe of several code points.

    Raises:
        Malformed: it is something else.
    """
    keycap = text[:1] in "0123456789#*" and text[-1:] == "\u20e3"
    rest = text[1:] if keycap else text
    if not text or not all(map(_is_in_emoji, rest)) or _is_joiner(rest[0]) > keycap:
        raise Malformed("That is not an emoji.")
    return text


def _is_in_emoji(character: str) -> bool:
    """A symbol, or what binds and colours symbols (Unicode UTS #51 §1.4)."""
    is_tag = 0xE0020 <= ord(character) <= 0xE007F
    is_skin = 0x1F3FB <= ord(character) <= 0x1F3FF
    is_symbol = unicodedata.category(character) == "So" or character in "‼⁉〰〽↔▶◀♂♀"
    return is_symbol or is_skin or is_tag or _is_joiner(character)


def _is_joiner(character: str) -> bool:
    return character in "\u200d\ufe0f\u20e3"
