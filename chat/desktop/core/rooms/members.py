"""Who is in a conversation, here or not, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.doors import unusual
from chat.desktop.core.requests import Refusal, Requests
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.times import minute

PAGE = 100
# What is said of who is more, or less, than a member.
ROLES = {
    **{role: role for role in ("owner", "moderator", "voice")},
    "muted": "muted",
}


@dataclass(frozen=True)
class Member:
    """``about``: what there is to say of them beside the name; ``doors``: and, while
    they are here, by which they are, if that is unusual.
    """

    number: int
    name: str
    about: str
    doors: str = ""

    @classmethod
    def of(cls, wire: Event) -> Member:
        """From the wire, which may know of more roles than this."""
        role, seen = wire.get("role", "member"), wire.get("seen")
        facts = [ROLES[role]] if role in ROLES else []
        facts += ["guest"] * wire["guest"]
        facts += [f"last here {minute(seen)}"] if seen is not None else []
        doors = unusual(wire.get("doors", ()))
        return cls(wire["id"], wire["name"], ", ".join(facts), doors)


class Members:
    """``changed()`` is called when there is something else to be seen.

    ``state``: how many there are, or what was wrong.
    """

    def __init__(
        self, requests: Requests, place: Conversation, changed: Callable[[], None]
    ) -> None:
        self._requests = requests
        self._place = place
        self._changed = changed
        self._match = ""
        self._cursor = ""
        self._round = 0
        self.people: list[Member] = []
        self.has_more = False
        self.state = ""

    def begin(self, match: str = "") -> None:
        """Ask for those whose names begin like that; what is there stays until then."""
        self._match, self._cursor = match.strip()[:30], ""
        self._ask()

    def go_on(self) -> None:
        """Ask for those behind the last."""
        if self.has_more:
            self._ask()

    # --- Steps ------------------------------------------------------------------------

    def _ask(self) -> None:
        self._round += 1
        asked, cursor = self._round, self._cursor
        command = {"type": "members", "conversation": self._place.id, "limit": PAGE}
        command |= {"match": self._match, "cursor": cursor}

        def came(page: Event) -> None:
            if asked == self._round:
                self._take(page, is_first=not cursor)

        def refused(refusal: Refusal) -> None:
            if asked == self._round:
                self.state = refusal.detail
                self._changed()

        self._requests.ask(command, came, refused)

    def _take(self, page: Event, *, is_first: bool) -> None:
        known = [] if is_first else self.people
        self.people = [*known, *map(Member.of, page["members"])]
        self.has_more, self._cursor = page["more"], page["cursor"]
        self.state = counted(page["total"], self._place.name)
        if not self.people:
            self.state = f"Nobody in {self._place.name} is called that."
        self._changed()


def counted(total: int, place: str) -> str:
    """How many there are in it."""
    are = "person is" if total == 1 else "people are"
    return f"{total} {are} in {place}."
