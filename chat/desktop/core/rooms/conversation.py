"""One conversation as this person knows it: its facts, its log, what is unread."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chat.desktop.core.content.mentions import You, mentions_in, names_you
from chat.desktop.core.history.log import Log
from chat.desktop.core.history.messages import Event, Message, Messages
from chat.desktop.core.reading.unread import Unread, reaches, unread_of
from chat.desktop.core.rooms.standing import Standing

GONE = "has gone; nobody reads what you write"


class Conversation:
    """``id`` is None for a direct conversation that nobody has written in yet.

    ``person``: the number of a direct one's other person, if it is known; ``gone``:
    they were a guest, who has lost the name.

    ``messages`` is None until they are here, or where they are to be loaded anew;
    ``written``: this person has said something in it, as far as what was here of its
    log tells; ``caught_up``: up to there it was not heard as it happened. ``named``:
    what of the unread names ``you``, or calls all.

    ``level``: what of it calls; ``hidden``: the room was put out of the list.
    ``is_kept``: something was marked unread here, and to look at it reads nothing until
    one leaves.
    """

    def __init__(self, wire: Event, you: You | None = None) -> None:
        self.messages: Messages | None = None
        self.log = Log(wire["head"], wire.get("epoch"))
        # What was said before that number is gone, as far as is known here.
        self.start = 0
        self.id: int | None = wire["id"]
        self.written = False
        self.caught_up = 0
        self.you = you
        self.is_kept = False
        self._unread = Unread()
        self.named = Unread()
        # What pages of ``changes`` have brought, before the last one of them has come.
        self._early: list[Event] = []
        self.see(wire)

    @property
    def is_room(self) -> bool:
        return self.kind == "room"

    @property
    def label(self) -> str:
        """The name without its ``#`` or ``@``."""
        return self.name[1:]

    def at(self, seq: int) -> Event:
        """What a command calls a message: a number, and of which log it is one."""
        epoch = self.log.epoch
        known = {} if epoch is None else {"epoch": epoch}
        return {"conversation": self.id, "seq": seq, **known}

    @property
    def unread(self) -> int:
        """How many messages by others were not read, and are there; 100 at most."""
        return self._unread.count

    def see(self, wire: Event) -> None:
        """Take in what ``welcome`` or ``joined`` says."""
        if self.id is None and wire["id"] is not None:
            self.messages = None  # it is on the server now: they come from there
        self.id = wire["id"]
        self.kind: str = wire["kind"]
        self.name: str = wire["name"]
        self.key: str = wire.get("key") or self.name
        self.person: int | None = wire.get("person")
        self.people: list[Event] = wire.get("people", [])
        self.gone: bool = wire.get("gone", False)
        self.topic: str = wire["topic"]
        self.read: int = wire["read"]
        self.level: str = wire.get("level", "all")
        self.hidden: bool = wire.get("hidden", False)
        self.standing = Standing.of(wire)
        self._unread.see(wire.get("unread", 0), wire["head"], wire["read"])
        self.named.see(wire.get("mentions", 0), wire["head"], wire["read"])
        self.private: bool = wire["private"]
        self.written = self.written or wire.get("written", False)
        if self.messages is None:
            self.log = Log(wire["head"], wire.get("epoch", self.log.epoch))
            self._early = []
        else:
            self.log.hear(wire["head"])

    def rename(self, name: str, key: str, *, gone: bool) -> None:
        """The other one is called that now."""
        self.name, self.key, self.gone = name, key, gone

    def give_way(self) -> None:
        """Its guest has lost the name to somebody else, and is ``bob~17`` from now."""
        said = (m.author for m in self.messages or () if m.sender == self.label)
        number = f"~{next(said, '')}"
        self.name, self.key = self.name + number, f"@{number}"

    @property
    def is_with_guest(self) -> bool:
        """Whether it is with somebody who has no account, as far as is known."""
        said = (m.guest for m in self.messages or () if m.sender == self.label)
        return any(said)

    def wire(self) -> Event:
        """What ``see`` reads back."""
        names = ("id", "kind", "name", "key", "topic", "read", "unread", "private")
        more = ("person", "people", "gone", "level", "hidden")
        facts = {name: getattr(self, name) for name in (*names, *more)}
        log = {"head": self.log.head, "epoch": self.log.epoch, **self.standing.wire()}
        return {**facts, "mentions": self.named.count, "written": self.written, **log}

    def load(
        self, messages: Iterable[Message], more: bool, since: int | None = None
    ) -> None:
        """Take in the last messages, asked for when the log was at ``since``."""
        if not isinstance(messages, Messages):
            messages = Messages(messages, more)
        self.messages = messages
        if since is not None:
            self.log.rewind(since)

    def begin_anew(self) -> None:
        """What is here is of a log that is gone: nothing of it counts."""
        self.messages, self.caught_up = None, 0
        self._unread, self.named = Unread(), Unread()
        self.is_kept = False

    def receive(self, event: Event) -> bool:
        """A live event of the log; whether it was the next one."""
        if not self.log.take(event["seq"]):
            return False
        if event["type"] == "topic":
            self.topic = event["topic"]
        return True

    def merge(self, page: Event) -> list[Message]:
        """A page of ``changes``; returns, with the last, what shows something new."""
        self.log.answer(page["upto"], page["more"])
        self.topic = page["topic"]
        self._early += page["messages"]
        if page["more"]:
            return []
        self.caught_up = page["upto"]
        changed, self._early = self._early, []
        messages = [Message.of(wire) for wire in changed]
        if self.messages is None:
            return messages
        fresh = [message for message in messages if self.messages.put(message)]
        return [*fresh, *self._quoting(messages, fresh)]

    def recount(self, event: Event) -> None:
        """``edited`` comes: other words may name others. Before they are taken in."""
        author, calls = event.get("author", 0), event.get("calls", "")
        target = event["target"]
        was = self.messages.get(target) if self.messages else None
        if names_you(self.you, author, mentions_in(event), calls):
            self.named.said(target)
        elif self.named.has(target) or (was and was.concerns(self.you)):
            self.named.deleted(target, event["seq"])

    def count(self, message: Message, is_quiet: bool) -> bool:
        """Whether a message is news, and unread; a deleted one is so no more."""
        if is_quiet:
            return False
        is_named = self.named.has(message.seq) or message.concerns(self.you)
        if message.deleted:
            self._unread.deleted(message.seq, message.changed)
            if is_named:
                self.named.deleted(message.seq, message.changed)
            return False
        if is_named:
            self.named.said(message.seq)
        return self._unread.said(message.seq)

    def see_all(self) -> None:
        """All that is here was seen."""
        self._unread.clear()
        self.named.clear()

    def read_up_to(
        self, seq: int, is_heard: Callable[[Message], bool] | None = None
    ) -> None:
        """Everything up to ``seq`` was read, here or elsewhere."""
        self.read = max(self.read, seq)
        if self.messages is None or is_heard is None or not self._has_all_after:
            self._unread.read_up_to(self.read)
            self.named.read_up_to(self.read)
        else:
            left = unread_of(self.messages, self.read, is_heard)
            named = [message for message in left if message.concerns(self.you)]
            self._unread.see(len(left), self.log.number, self.read)
            self.named.see(len(named), self.log.number, self.read)

    def _quoting(self, read: list[Message], fresh: list[Message]) -> list[Message]:
        """What quotes some that read otherwise now, and is not among the fresh ones."""
        if self.messages is None:
            return []
        known: set[int] = {m.seq for m in fresh}
        quoting: list[Message] = []
        for m in (each for each in read if each.edited or each.deleted):
            quoting += self.messages.requote(m.seq, m.body, deleted=m.deleted)
        return [message for message in quoting if message.seq not in known]

    @property
    def _has_all_after(self) -> bool:
        """Whether some of the log comes after what was read, and all of it is here."""
        if self.messages is None or not reaches(self.messages, self.read):
            return False
        return self.read < self.log.number == self.log.head
