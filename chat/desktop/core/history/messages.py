"""The messages of one conversation that are here: an unbroken run, ordered by seq."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from chat.desktop.core.checks import text
from chat.desktop.core.content.mentions import (
    Mention,
    You,
    as_wire,
    mentions_in,
    names_you,
    rename_in,
)
from chat.desktop.core.content.polls import Poll, poll_in
from chat.desktop.core.content.quotes import Quote, excerpt
from chat.desktop.core.content.reactions import as_given, lists, numbered, react
from chat.desktop.core.files.shared import Shared, shared_in
from chat.desktop.core.history.beside import Beside
from chat.desktop.core.times import local

Event = dict[str, Any]
"""A command or an event of the wire, as JSON has it."""

# What comes of an event that has not what its type should have.
STRANGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass
class Message:
    """A message as it reads now; ``changed`` is the number of its last change.

    ``html`` is what its words look like, empty where nobody has said that;
    ``action``: they tell what its author does.
    ``reactors``: the numbers of those in ``reactions``, in the same order; 0, or no
    list, if it comes from the version before. ``quote``: what it answers; ``calls``:
    ``here`` or ``room``, if it calls all. ``going``: see ``Deletions``.
    ``poll``: what it asks, if it does; ``shared``: its files, if any.
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
    pinned: bool = False
    quote: Quote | None = None
    mentions: list[Mention] = field(default_factory=list)
    calls: str = ""
    going: bool = False
    poll: Poll | None = None
    shared: Shared | None = None

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
            sender=text(wire["from"]),
            author=wire["author"],
            body=text(wire["body"]),
            at=wire["at"],
            changed=wire["changed"] if "changed" in wire else wire["seq"],
            edited=wire.get("edited", False),
            deleted=wire.get("deleted", False),
            guest=wire.get("guest", False),
            html=text(wire.get("html", "")),
            action=wire.get("action", False),
            reactions=lists(wire.get("reactions", {})),
            reactors=lists(wire.get("reactors", {})),
            pinned=wire.get("pinned", False),
            quote=Quote.of(wire["quote"]) if wire.get("quote") else None,
            mentions=mentions_in(wire),
            calls=text(wire.get("calls") or ""),
            poll=poll_in(wire["poll"]) if wire.get("poll") else None,
            shared=shared_in(wire.get("shared")),
        )

    def wire(self) -> Event:
        """What ``of`` reads back."""
        fields = asdict(self)
        fields["from"] = fields.pop("sender")
        del fields["going"]
        fields["quote"] = self.quote and self.quote.wire()
        # Of a deleted one it is of use only as long as this program runs.
        fields["mentions"] = [] if self.deleted else as_wire(self.mentions)
        return fields

    def quoted(self) -> Quote:
        """What a reply to it shows."""
        said = self.seq, self.sender, self.author, excerpt(self.body)
        return Quote(*said, action=self.action, deleted=self.deleted)

    def concerns(self, you: You | None) -> bool:
        """Whether it names that person, or calls all."""
        return names_you(you, self.author, self.mentions, self.calls)

    def calls_for(self, who: int | None, you: int) -> bool:
        """Whether that person, ``you``, is ``who`` it names; 0 is whoever is called."""
        return who in (0, you) and self.author != you

    @property
    def is_there(self) -> bool:
        """Whether its words can be read, and are not about to go."""
        return not self.deleted and not self.going

    def has_reaction(self, emoji: str, name: str) -> bool:
        """Whether somebody has reacted with it."""
        return name in self.reactions.get(as_given(self.reactions, emoji), [])

    def change(self, event: Event) -> None:
        """Take in an edit, a deletion, a reaction or votes."""
        self.changed = event["seq"]
        if event["type"] == "edited":
            self.body, self.html = text(event["body"]), text(event.get("html", ""))
            if event.get("restored"):  # it was deleted, and is back as it was
                self.deleted, quote = False, event.get("quote")
                self.quote = Quote.of(quote) if quote else None
            else:
                self.edited = True
            self.mentions = mentions_in(event)
            self.calls = text(event.get("calls") or "")
            self.shared = shared_in(event.get("shared"))
            if "poll" in event:
                self.poll = poll_in(event["poll"], self.poll)
        elif event["type"] == "deleted":
            self.body, self.html, self.deleted = "", "", True
            self.reactions, self.reactors = {}, {}
            self.quote = self.poll = self.shared = None
            self.pinned = False
        elif event["type"] == "pinned":
            self.pinned = bool(event["on"])
        elif event["type"] == "poll":
            self.poll = poll_in(event["poll"], self.poll)
        elif event["type"] == "previewed":
            self.html = text(event["html"])
        elif event["type"] == "reacted":
            who = event["from"], event.get("author", 0)
            react(self.reactions, self.reactors, event["emoji"], who, on=event["on"])

    def rename(self, names: Mapping[int, str], guest: bool | None) -> bool:
        """Show these names of people; whether one was another."""
        sender = names.get(self.author, self.sender)
        is_guest = self.guest
        if guest is not None and self.author in names:
            is_guest = guest
        is_other = (self.sender, self.guest) != (sender, is_guest)
        is_other = rename_in(self.mentions, names) or is_other
        if self.quote is not None:
            is_other = self.quote.rename(names) or is_other
        self.sender, self.guest = sender, is_guest
        for emoji, numbers in self.reactors.items():
            given = numbered(self.reactions[emoji], numbers)
            called = [names.get(number, name) for name, number in given]
            is_other = is_other or called != self.reactions[emoji]
            self.reactions[emoji] = called
        return is_other


class Messages:
    """``more``: there are older ones on the server.

    A message as it read later (``changed``) always wins, whatever order it came in.
    """

    def __init__(self, messages: Iterable[Message] = (), more: bool = False) -> None:
        self.more = more
        self.beside = Beside()
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
        if known is not None:
            message.going = known.going
            if message.deleted:  # whom its words named is counted no more
                message.mentions, message.calls = known.mentions, known.calls
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

    def quoting(self, event: Event) -> list[Message]:
        """A live event changes words; returns the messages that quote them."""
        if event["type"] not in ("edited", "deleted"):
            return []
        is_deleted = event["type"] == "deleted"
        body = "" if is_deleted else text(event["body"])
        return self.requote(event["target"], body, deleted=is_deleted)

    def requote(self, seq: int, body: str, *, deleted: bool) -> list[Message]:
        """One of the log reads so now; returns the messages that show it otherwise."""
        quoting = [each for each in self if each.quote and each.quote.seq == seq]
        return [m for m in quoting if m.quote and m.quote.take(body, deleted=deleted)]

    def rename(
        self, names: Mapping[int, str], guest: bool | None = None
    ) -> list[Message]:
        """What people are called now, by number; returns the messages that show it."""
        called = {number: text(name) for number, name in names.items()}
        return [each for each in self if each.rename(called, guest)]

    def last_of(self, author: int) -> Message | None:
        """The last message of an author that can still be changed."""
        mine = (self._by_seq[seq] for seq in reversed(self._order))
        return next((m for m in mine if m.is_there and m.author == author), None)

    def trim(self, size: int) -> None:
        """Forget all but the newest ``size``."""
        forgotten = self._order[: max(0, len(self._order) - size)]
        if forgotten:
            self.more = True
            del self._order[: len(forgotten)]
        for seq in forgotten:
            del self._by_seq[seq]

    def forget_before(self, start: int) -> bool:
        """Forget what was said before that number; whether anything was."""
        gone = [seq for seq in self._order if seq < start]
        for seq in gone:
            del self._by_seq[seq]
        del self._order[: len(gone)]
        self.more = self.more and not gone
        return bool(gone)

    def _is_below(self, seq: int) -> bool:
        """Among the messages that are not here: they come with the page of them."""
        return self.more and bool(self._order) and seq < self._order[0]
