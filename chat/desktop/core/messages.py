"""The messages of one conversation that are here: an unbroken run, ordered by seq."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from chat.desktop.core.times import local

T = TypeVar("T")
Event = dict[str, Any]
"""A command or an event of the wire, as JSON has it."""

# What comes of an event that has not what its type should have.
STRANGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

# Say whether a character is shown as text or as an emoji.
_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")


@dataclass
class Message:
    """A message as it reads now; ``changed`` is the number of its last change.

    ``html`` is what its words look like, empty where nobody has said that;
    ``action``: they tell what its author does.
    ``reactors``: the numbers of those in ``reactions``, in the same order; 0, or no
    list, if it comes from the version before.
    """

    seq: int
    id: str
    sender: str
    author: int
    body: str
    at: str
    changed: int
    edited: bool = False
    deleted: bool = False
    guest: bool = False
    html: str = ""
    action: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    reactors: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, wire: Event) -> Message:
        """From the wire: a live ``message``, or one of a page.

        Raises:
            one of STRANGE: it could not be drawn.
        """
        local(wire["at"])
        return cls(
            seq=wire["seq"],
            id=wire["id"],
            sender=_text(wire["from"]),
            author=wire["author"],
            body=_text(wire["body"]),
            at=wire["at"],
            changed=wire["changed"] if "changed" in wire else wire["seq"],
            edited=wire.get("edited", False),
            deleted=wire.get("deleted", False),
            guest=wire.get("guest", False),
            html=_text(wire.get("html", "")),
            action=wire.get("action", False),
            reactions=_lists(wire.get("reactions", {})),
            reactors=_lists(wire.get("reactors", {})),
        )

    def wire(self) -> Event:
        """What ``of`` reads back."""
        fields = asdict(self)
        fields["from"] = fields.pop("sender")
        return fields

    def has_reaction(self, emoji: str, name: str) -> bool:
        """Whether somebody has reacted with it."""
        return name in self.reactions.get(self._as_given(emoji), [])

    def change(self, event: Event) -> None:
        """Take in an edit, a deletion or a reaction."""
        self.changed = event["seq"]
        if event["type"] == "edited":
            self.body, self.edited = _text(event["body"]), True
            self.html = _text(event.get("html", ""))
        elif event["type"] == "deleted":
            self.body, self.html, self.deleted = "", "", True
            self.reactions, self.reactors = {}, {}
        elif event["type"] == "reacted":
            who = event["from"], event.get("author", 0)
            self._react(event["emoji"], who, event["on"])

    def _as_given(self, emoji: str) -> str:
        """It in the form in which it is here: not every keyboard adds the selectors."""
        plain = emoji.translate(_SELECTORS)
        same = (e for e in self.reactions if e.translate(_SELECTORS) == plain)
        return next(same, emoji)

    def rename(self, names: Mapping[int, str], guest: bool | None) -> bool:
        """Show these names of people; whether one was another."""
        sender = names.get(self.author, self.sender)
        is_guest = self.guest
        if guest is not None and self.author in names:
            is_guest = guest
        is_other = (self.sender, self.guest) != (sender, is_guest)
        self.sender, self.guest = sender, is_guest
        for emoji, numbers in self.reactors.items():
            given = numbered(self.reactions[emoji], numbers)
            called = [names.get(number, name) for name, number in given]
            is_other = is_other or called != self.reactions[emoji]
            self.reactions[emoji] = called
        return is_other

    def _react(self, emoji: str, who: tuple[str, int], on: bool) -> None:
        emoji = self._as_given(emoji)
        names = self.reactions.pop(emoji, [])
        given = numbered(names, self.reactors.pop(emoji, []))
        kept = [each for each in given if not _is_same(each, who)]
        if on:
            kept.append(who)
        if kept:
            self.reactions[emoji] = [name for name, _ in kept]
            self.reactors[emoji] = [number for _, number in kept]


class Messages:
    """``more``: there are older ones on the server.

    A message as it read later (``changed``) always wins, whatever order it came in.
    """

    def __init__(self, messages: Iterable[Message] = (), more: bool = False) -> None:
        self.more = more
        self._by_seq: dict[int, Message] = {}
        self._order: list[int] = []
        for message in messages:
            self.put(message)

    def __iter__(self) -> Iterator[Message]:
        return (self._by_seq[seq] for seq in self._order)

    def __len__(self) -> int:
        return len(self._order)

    @property
    def first(self) -> int | None:
        """The oldest seq that is here."""
        return self._order[0] if self._order else None

    @property
    def last(self) -> Message | None:
        return self._by_seq[self._order[-1]] if self._order else None

    def get(self, seq: int) -> Message | None:
        return self._by_seq.get(seq)

    def after(self, seq: int) -> int | None:
        """The next seq that is here."""
        place = bisect_left(self._order, seq + 1)
        return self._order[place] if place < len(self._order) else None

    def before(self, seq: int) -> Message | None:
        """The message next below ``seq`` that is here."""
        place = bisect_left(self._order, seq)
        return self._by_seq[self._order[place - 1]] if place else None

    def put(self, message: Message) -> bool:
        """Take a message in, as it reads now: whether that shows anything new."""
        known = self._by_seq.get(message.seq)
        if known is not None and known.changed >= message.changed:
            return False
        if known is None and self._is_below(message.seq):
            return False
        self._by_seq[message.seq] = message
        if known is None:
            insort(self._order, message.seq)
        return True

    def prepend(self, messages: Iterable[Message], more: bool) -> None:
        """Take in the page next below the first one."""
        self.more = False
        for message in messages:
            self.put(message)
        self.more = more

    def apply(self, event: Event) -> Message | None:
        """Take a live event in; returns the message that it made or changed."""
        if event["type"] == "message":
            fresh = Message.of(event)
            return fresh if self.put(fresh) else None
        message = self._by_seq.get(event.get("target", 0))
        if message is None or message.changed >= event["seq"]:
            return None
        message.change(event)
        return message

    def rename(
        self, names: Mapping[int, str], guest: bool | None = None
    ) -> list[Message]:
        """What people are called now, by number; returns the messages that show it."""
        called = {number: _text(name) for number, name in names.items()}
        return [each for each in self if each.rename(called, guest)]

    def last_of(self, author: int) -> Message | None:
        """The last message of an author that can still be changed."""
        mine = (self._by_seq[seq] for seq in reversed(self._order))
        return next((m for m in mine if m.author == author and not m.deleted), None)

    def trim(self, size: int) -> None:
        """Forget all but the newest ``size``."""
        forgotten = self._order[: max(0, len(self._order) - size)]
        if forgotten:
            self.more = True
            del self._order[: len(forgotten)]
        for seq in forgotten:
            del self._by_seq[seq]

    def _is_below(self, seq: int) -> bool:
        """Among the messages that are not here: they come with the page of them."""
        return self.more and bool(self._order) and seq < self._order[0]


def _text(said: Any) -> str:
    """It is text, without half a surrogate pair, which no screen takes."""
    said.encode()
    return str(said)


def _lists(of: dict[str, list[T]]) -> dict[str, list[T]]:
    return {emoji: list(each) for emoji, each in of.items()}


def numbered(names: list[str], numbers: list[int]) -> list[tuple[str, int]]:
    """Who has reacted; 0 where no number is known."""
    if len(numbers) != len(names):
        numbers = [0] * len(names)
    return list(zip(names, numbers))


def _is_same(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """By their numbers; the version before said names alone."""
    place = 1 if one[1] and other[1] else 0
    return one[place] == other[place]
