"""What a plain-text connection knows: whose it is, where it talks, and the names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from chat import wire

LOBBY = "#lobby"
# Marks the commands whose answer moves the talk. Joining the same room in a browser
# makes it appear here too, but must not change where the next line goes.
MOVE = "move"
# Marks the command whose answer is shown, though nothing new has appeared by it.
SHOW = "show"
# More posts than this cannot be under way at once; only an echo could come of it.
ECHOES_MOST = 1024


class Talk:
    """``room`` is the number of the room that lines are said in.

    ``blocked``: whom the person has blocked, by their numbers.
    """

    def __init__(self, make_id: Callable[[], UUID]) -> None:
        self.me = ""
        self.room = 0
        self.blocked: dict[int, str] = {}
        self._make_id = make_id
        self._names: dict[int, str] = {}
        self._said: OrderedDict[UUID, None] = OrderedDict()

    def name_of(self, conversation: int) -> str:
        """``"#dev"``, ``"@bob"``, or the number if that is all that is known."""
        return self._names.get(conversation, f"[{conversation}]")

    def number_of(self, name: str) -> int | None:
        """The number of ``"#dev"`` or ``"@bob"``, if the person is in it."""
        key = name.casefold()
        found = (n for n, known in self._names.items() if known.casefold() == key)
        return next(found, None)

    @property
    def rooms(self) -> list[str]:
        """The names of the rooms that the person is in."""
        return [name for name in self._names.values() if name.startswith("#")]

    def post(self, to: int | str, body: str) -> wire.Post:
        """Say something, and remember that it was said here."""
        id = self._make_id()
        self._said[id] = None
        if len(self._said) > ECHOES_MOST:
            self._said.popitem(last=False)
        return wire.Post(to=to, body=body, id=id)

    @property
    def awaits_echo(self) -> bool:
        """Whether something that was said here has not come back yet."""
        return bool(self._said)

    def is_echo(self, event: wire.AnyEvent) -> bool:
        """Whether the event brings back, for the first time, what was said here."""
        if not isinstance(event, wire.MessagePosted) or event.sender != self.me:
            return False
        return self._said.pop(event.id, self) is None

    def learn(self, event: wire.AnyEvent) -> None:
        """Take in what an event says about this person and their conversations."""
        if isinstance(event, wire.Welcome):
            self.me = event.you.name
            self._names = {seen.id: seen.name for seen in event.conversations}
            self.blocked = {person.id: person.name for person in event.blocked}
            self.room = self.number_of(LOBBY) or 0
        elif isinstance(event, wire.Joined) and not isinstance(event.conversation, int):
            self._names[event.conversation.id] = event.conversation.name
            if event.ref == MOVE:
                self.room = event.conversation.id
        elif isinstance(event, wire.Blocked):
            self.blocked.pop(event.author, None)
            if event.on:
                self.blocked[event.author] = event.name

    def is_blocked(self, name: str) -> bool:
        """Whether the person has blocked who is called that."""
        return name in self.blocked.values()

    def forget(self, event: wire.AnyEvent) -> None:
        """Let go of a conversation that an event took away from this person."""
        if isinstance(event, wire.Hidden):
            self._names.pop(event.conversation, None)
        if isinstance(event, wire.Blocked) and event.on and event.conversation:
            self._names.pop(event.conversation, None)
        if isinstance(event, wire.Left) and event.sender == self.me:
            self._names.pop(event.conversation, None)
            if self.room == event.conversation:
                self.room = self.number_of(LOBBY) or 0
