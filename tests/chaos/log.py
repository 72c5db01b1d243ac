"""A client's copy of a conversation, by the rules of the contract (``chat.wire``)."""

from dataclasses import dataclass, field

from tests.chaos import history

EVENTS = frozenset({"message", "edited", "deleted", "reacted", "topic", "happened"})


@dataclass
class Message:
    """A message as it reads now."""

    changed: int
    id: str
    author: str
    body: str
    edited: bool = False
    deleted: bool = False
    reactions: set[tuple[str, str]] = field(default_factory=set)
    named: frozenset[int] = frozenset()


class Log:
    """``have``: everything up to here; ``known``: the highest number heard of.

    ``left``: it is a room, and the person is not in it now.
    """

    def __init__(self, name: str = "", topic: str = "") -> None:
        self.name = name
        self.topic = topic
        self.have = 0
        self.known = 0
        self.left = False
        self.epoch = 0
        self.messages: dict[int, Message] = {}
        self.happened: dict[int, history.Happening] = {}

    @property
    def is_behind(self) -> bool:
        return self.have < self.known and not self.left

    def is_another(self, epoch: int, head: int | None = None) -> bool:
        """Whether the server's log is not this one: it was restored from a backup."""
        return epoch != self.epoch or (head is not None and head < self.have)

    def begin_anew(self, epoch: int) -> None:
        """Nothing that is here is of the log that the server has now."""
        self.epoch, self.have, self.known = epoch, 0, 0
        self.messages.clear()
        self.happened.clear()

    def receive(self, event: dict) -> bool:
        """Take a live event if it is the next one; whether it was."""
        seq = event["seq"]
        self.known = max(self.known, seq)
        if seq != self.have + 1:
            return False
        self.have = seq
        self._apply(event)
        return True

    def fill(self, page: dict) -> None:
        """Take a page of ``changes``."""
        for message in page["messages"]:
            self._put(message)
        for event in page.get("events", ()):
            self.happened[event["seq"]] = happening(event)
        if page["upto"] >= self.have:
            self.have = page["upto"]
            self.topic = page["topic"]
        if page["more"]:
            self.known = max(self.known, self.have + 1)

    def final(self) -> history.Log:
        """The facts for the verdict."""
        messages = {
            seq: history.Read(
                message.changed,
                message.id,
                message.author,
                message.body,
                message.edited,
                message.deleted,
                frozenset(message.reactions),
                message.named,
            )
            for seq, message in self.messages.items()
        }
        return history.Log(
            self.have,
            messages,
            self.topic,
            not self.is_behind,
            self.happened,
            self.left,
        )

    def _put(self, message: dict) -> None:
        # A page can be older than what was heard live while it was on its way.
        mine = self.messages.get(message["seq"])
        if mine is None or message["changed"] > mine.changed:
            self.messages[message["seq"]] = Message(
                message["changed"],
                message["id"],
                message["from"],
                message["body"],
                message["edited"],
                message["deleted"],
                {
                    (emoji, name)
                    for emoji, names in message["reactions"].items()
                    for name in names
                },
                _named(message),
            )

    def _apply(self, event: dict) -> None:
        kind, seq = event["type"], event["seq"]
        if kind == "message":
            self.messages[seq] = Message(
                seq,
                event["id"],
                event["from"],
                event["body"],
                named=_named(event),
            )
        elif kind == "topic":
            self.topic = event["topic"]
            about = {**event, "kind": kind, "value": event["topic"]}
            self.happened[seq] = happening(about)
        elif kind == "happened":
            self.happened[seq] = happening(event)
            if event["kind"] == "name":
                self.name = event["value"]
        elif (message := self.messages.get(event["target"])) and seq > message.changed:
            message.changed = seq
            _change(message, event)


def happening(event: dict) -> history.Happening:
    """What happened, as it is told live and later."""
    return history.Happening(
        event["kind"],
        event["from"],
        event.get("whom", ""),
        event.get("value"),
        event.get("reason", ""),
    )


def _named(said: dict) -> frozenset[int]:
    return frozenset(each["author"] for each in said.get("mentions", ()))


def _change(message: Message, event: dict) -> None:
    if event["type"] == "edited":
        message.body, message.edited = event["body"], True
        message.named = _named(event)
    elif event["type"] == "deleted":
        message.body, message.deleted, message.named = "", True, frozenset()
        message.reactions.clear()
    elif event["on"]:
        message.reactions.add((event["emoji"], event["from"]))
    else:
        message.reactions.discard((event["emoji"], event["from"]))


class CredulousLog(Log):
    """Looks at no gap: whatever comes is the next."""

    def receive(self, event: dict) -> bool:
        self.known = max(self.known, event["seq"])
        if event["seq"] <= self.have:
            return False
        self.have = event["seq"]
        self._take(event)
        return True

    def _take(self, event: dict) -> None:
        self._apply(event)


class CarelessLog(CredulousLog):
    """Loses every hundredth event as well: the verdict must notice."""

    def __init__(self, name: str = "", topic: str = "") -> None:
        super().__init__(name, topic)
        self._heard = 0

    def _take(self, event: dict) -> None:
        self._heard += 1
        if self._heard % 100:
            super()._take(event)
