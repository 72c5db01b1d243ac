"""What is unread and there: how many messages, and which comes first.

The twin of the page's ``unread.js``, and of the rule in its ``unread_line.js``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chat.desktop.core.history.messages import Message, Messages

# Beyond a hundred nobody counts.
MOST = 100


def unread_text(count: int) -> str:
    """``"99+"`` where there are more, nothing where there is none: in all lists and
    titles.
    """
    return f"{MOST - 1}+" if count >= MOST else str(count or "")


@dataclass(frozen=True)
class Sign:
    """What stands beside a conversation's name.

    ``number``: of what is meant for this person, private words and mentions;
    ``has_dot``: there is only the chatter of others; ``calls``: it is shown from afar,
    too, in titles.
    """

    number: int = 0
    has_dot: bool = False
    calls: bool = False

    @property
    def is_news(self) -> bool:
        """Whether there is anything to be seen."""
        return self.number > 0 or self.has_dot

    def __str__(self) -> str:
        return unread_text(self.number) or ("•" if self.has_dot else "")


class Place(Protocol):
    """What is known of a conversation: ``named`` is of the unread what names one."""

    level: str
    hidden: bool
    named: Unread

    @property
    def is_room(self) -> bool:
        """Whether it is none of two people."""

    @property
    def unread(self) -> int:
        """How many messages are unread."""


def sign_of(place: Place) -> Sign:
    """By the ``level`` of a conversation: of ``mentions`` chatter calls nobody, but can
    be seen; of ``nothing`` nothing is.
    """
    if place.level == "nothing":
        return Sign()
    number = place.named.count if place.is_room else place.unread
    has_dot = number == 0 and place.unread > 0
    return Sign(number, has_dot, number > 0 or (has_dot and place.level == "all"))


def is_listed(place: Place) -> bool:
    """A room out of the list comes back by what is meant for this person."""
    return not place.hidden or sign_of(place).number > 0


class Unread:
    """What the server has counted up to ``head``, with what was said since, and without
    what was deleted since. It may hear of a thing twice, and in any order.
    """

    def __init__(self) -> None:
        self._counted = self._head = self._read = 0
        self._said: set[int] = set()
        self._gone: set[int] = set()

    @property
    def count(self) -> int:
        """At most a hundred."""
        if self._counted >= MOST:
            return MOST
        counted = max(0, self._counted - len(self._gone))
        return min(MOST, counted + len(self._said))

    def has(self, seq: int) -> bool:
        """Whether it was said since the server has counted."""
        return seq in self._said

    def see(self, count: int, head: int, read: int) -> None:
        """The server has counted, when the log had come to ``head``."""
        self._counted, self._head, self._read = count, head, read
        self._gone.clear()
        self._keep_after(head)

    def said(self, seq: int) -> bool:
        """Somebody else has said this; whether that is news, and unread."""
        is_news = seq > max(self._head, self._read) and seq not in self._said
        if is_news:
            self._said.add(seq)
        return is_news

    def deleted(self, seq: int, changed: int) -> None:
        """What somebody else had said was deleted by the change of that number."""
        if self._read < seq <= self._head < changed:
            self._gone.add(seq)
        self._said.discard(seq)

    def read_up_to(self, seq: int) -> None:
        """Everything up to ``seq`` was read."""
        self._read = max(self._read, seq)
        left = {each for each in self._gone if each > seq}
        if self._counted < MOST:
            self._counted -= len(self._gone - left)
        # Which of them the server has counted is not known, but no more than are left.
        self._counted = min(self._counted, max(0, self._head - seq))
        self._gone = left
        self._keep_after(seq)

    def clear(self) -> None:
        """All that is here was seen."""
        self._counted = 0
        self._gone.clear()
        self._said.clear()

    def _keep_after(self, seq: int) -> None:
        self._said = {each for each in self._said if each > seq}


def reaches(messages: Messages, seq: int) -> bool:
    """Whether whatever comes next to ``seq`` is here."""
    first = messages.first
    return not messages.more or (first is not None and first <= seq + 1)


def unread_of(
    messages: Messages, read: int, is_heard: Callable[[Message], bool]
) -> list[Message]:
    """Which of those that are here come after ``read``, are there, and heard."""
    return [m for m in messages if m.seq > read and not m.deleted and is_heard(m)]


def first_unread(
    messages: Messages, read: int, is_heard: Callable[[Message], bool]
) -> int | None:
    """The seq that the "new" line stands before: of the first message after ``read``
    that is there, and heard.

    None where that is not known: what was read last is not here, and so neither is what
    comes first after it.
    """
    seq = messages.after(read) if reaches(messages, read) else None
    while seq is not None:
        message = messages.get(seq)
        if message is not None and not message.deleted and is_heard(message):
            return seq
        seq = messages.after(seq)
    return None
