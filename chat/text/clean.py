"""What people write, as it is stored."""

import unicodedata
from hashlib import blake2b

from chat.text.visible import SEEN
from chat.wire import (
    BODY_CHARACTERS,
    DESCRIPTION_CHARACTERS,
    REASON_CHARACTERS,
    STATUS_CHARACTERS,
    TOPIC_CHARACTERS,
)
from chat.wire.errors import Malformed, TooLong
from chat.words import plural

BODY_LIMIT = plural(
    "A message has at most {count} character.",
    "A message has at most {count} characters.",
)
TOPIC_LIMIT = plural(
    "A topic has at most {count} character.",
    "A topic has at most {count} characters.",
)
STATUS_LIMIT = plural(
    "A status has at most {count} character.",
    "A status has at most {count} characters.",
)
DESCRIPTION_LIMIT = plural(
    "A description has at most {count} character.",
    "A description has at most {count} characters.",
)
REASON_LIMIT = plural(
    "A reason has at most {count} character.",
    "A reason has at most {count} characters.",
)


def clean_body(body: str) -> str:
    """A message's text as it is stored: LF line ends, no control characters.

    Raises:
        Malformed: nothing is left that can be seen.
        TooLong: it has more than ``BODY_CHARACTERS``.
    """
    text = _lines(body)
    if not SEEN.search(text):
        raise Malformed("There is nothing in that message.")
    return within(text, BODY_CHARACTERS, BODY_LIMIT)


def digest(text: str, *, action: bool = False, reply_to: int | None = None) -> bytes:
    """What is kept of a body as it was first said, to know it again after an edit."""
    # A control character is in no text.
    marks = b"\x01"[:action] + (b"\x02%d\x02" % reply_to if reply_to else b"")
    return blake2b(marks + text.encode(), digest_size=16).digest()


def clean_topic(topic: str) -> str:
    """A topic as it is stored: one line.

    Raises:
        TooLong: it has more than ``TOPIC_CHARACTERS``.
    """
    return within(one_line(topic), TOPIC_CHARACTERS, TOPIC_LIMIT)


def clean_status(status: str) -> str:
    """How somebody says they are, as it is stored: one line, or empty.

    Raises:
        TooLong: it has more than ``STATUS_CHARACTERS``.
    """
    text = within(one_line(status), STATUS_CHARACTERS, STATUS_LIMIT)
    return text if SEEN.search(text) else ""


def clean_description(description: str) -> str:
    """A room's description as it is stored: it may have several lines, or be empty.

    Raises:
        TooLong: it has more than ``DESCRIPTION_CHARACTERS``.
    """
    text = _lines(description).strip()
    return within(text, DESCRIPTION_CHARACTERS, DESCRIPTION_LIMIT)


def clean_reason(reason: str) -> str:
    """A reason as it is stored: one line, or empty.

    Raises:
        TooLong: it has more than ``REASON_CHARACTERS``.
    """
    return within(one_line(reason), REASON_CHARACTERS, REASON_LIMIT)


def within(text: str, most: int, limit: tuple[str, str]) -> str:
    """The text, of ``most`` characters at most; ``limit`` is the sentence for that.

    Raises:
        TooLong: it has more.
    """
    if len(text) > most:
        raise TooLong(*limit, count=most)
    return text


def one_line(text: str) -> str:
    return " ".join(without_control_characters(text).split())


def _lines(text: str) -> str:
    return without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_control_characters(text: str) -> str:
    if text.isprintable():  # as most is: that is quick to see
        return text
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")
    )
