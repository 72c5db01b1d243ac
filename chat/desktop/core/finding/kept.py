"""What is kept of messages, and looked up about them: pinned, saved, what they said
before, what they answer, and where this person was named.

Who asks is told by ``came(page)``, or by the screen why not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.desktop.core.finding.found import Came, Page, Rows
from chat.desktop.core.finding.saved import Saved
from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.notices import Moderation
from chat.desktop.core.requests import Answered, Requests, nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.screen import Screen
from chat.desktop.core.sending.deletions import Deletions
from chat.desktop.core.sending.later import Later
from chat.desktop.core.timers import Timers

PAGE = 50
AROUND = 40
PINNED, UNPINNED = "Pinned.", "Not pinned any more."
SAVED, UNSAVED = "Saved for later.", "Taken off the saved ones."


class Kept:
    """``deletions``: those that can be taken back; ``saved``: what is known of that;
    ``later``: what is to be said then; ``moderation``: what was done
    about people.
    """

    def __init__(
        self,
        conversations: Conversations,
        requests: Requests,
        timers: Timers,
        screen: Screen,
    ) -> None:
        self.deletions = Deletions(requests, timers, screen)
        self.saved = Saved(requests)
        self.later = Later(requests, screen.warned)
        self.moderation = Moderation(conversations, screen)
        self.rows = Rows(conversations)
        self._requests = requests
        self._screen = screen

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """What it is told of by the server, by types."""
        return {
            "bookmarked": self.saved.hear_bookmarked,
            "scheduled": self.later.hear_scheduled,
            "unscheduled": self.later.hear_unscheduled,
            "muted": self.moderation.hear_muted,
            "applicants": self.moderation.hear_applicants,
        }

    def hear_welcome(self, event: Event) -> None:
        """What was kept meanwhile is not known."""
        self.saved.hear_welcome(event)
        self.later.hear_welcome(event)
        self.moderation.muted = event.get("muted")

    # --- Acts -------------------------------------------------------------------------

    def pin(self, here: Conversation, seq: int, on: bool) -> None:
        """Have a message at hand for everybody there, or no more."""
        self._ask("pin", here, seq, on=on)

    def save(self, here: Conversation, seq: int, on: bool) -> None:
        """Keep a message in a list of one's own, or no more."""

        def done(_: Event) -> None:
            self._screen.noted(here, [SAVED if on else UNSAVED])

        self._ask("save", here, seq, done, on=on)

    def drop(self, number: int, seq: int) -> None:
        """Take off the saved ones what was said where one may not be any more."""
        where = {"conversation": number, "seq": seq, "on": False}
        self._requests.ask({"type": "save", **where})

    # --- Lists ------------------------------------------------------------------------

    def pins(self, here: Conversation, came: Came) -> None:
        """What is pinned there, the last first."""

        def answered(event: Event) -> None:
            found = [
                self.rows.kept(each, f"pinned by {each['by']}" * ("by" in each))
                for each in event["pins"]
            ]
            came(Page(found))

        self._list("pins", answered, conversation=here.id)

    def list_saved(self, before: int | None, came: Came) -> None:
        """What is saved, of all conversations, the last first."""

        def answered(event: Event) -> None:
            found = [self.rows.kept(each) for each in event["saved"]]
            last = event["saved"][-1].get("number") if event["saved"] else None
            came(Page(found, last if event["more"] else None))

        self._list("saved", answered, before=before, limit=PAGE)

    def mentions(self, before: int | None, came: Came) -> None:
        """Where this person was named, or a room was called, the last first."""

        def answered(event: Event) -> None:
            found = [
                self.rows.message(each["message"], each["conversation"], each["name"])
                for each in event["mentions"]
            ]
            came(Page(found, event["upto"] if event["more"] else None))

        self._list("mentions", answered, before=before, limit=PAGE)

    def chain(self, here: Conversation, seq: int, came: Came) -> None:
        """What a message answers, itself, and what answers it."""
        self._messages("chain", here, came, seq=seq)

    def around(self, here: Conversation, seq: int, came: Came) -> None:
        """What was said before a message, itself, and what was said then."""
        self._messages("history", here, came, around=seq, limit=AROUND)

    def versions(
        self, here: Conversation, seq: int, came: Callable[[Event], None]
    ) -> None:
        """What a message said before, as ``versions`` of the wire."""
        self._ask("versions", here, seq, came)

    def why(self, here: Conversation, seq: int, came: Callable[[Event], None]) -> None:
        """Why this person was notified of a message, as ``why`` of the wire."""
        self._ask("why", here, seq, came)

    # --- Steps ------------------------------------------------------------------------

    def _messages(
        self, type: str, here: Conversation, came: Came, **fields: Any
    ) -> None:
        def answered(event: Event) -> None:
            number = event["conversation"]
            said = [self.rows.message(each, number) for each in event["messages"]]
            came(Page(said))

        self._list(type, answered, conversation=here.id, **fields)

    def _list(self, type: str, answered: Answered, **fields: Any) -> None:
        said = {name: value for name, value in fields.items() if value is not None}
        self._requests.ask({"type": type, **said}, answered)

    def _ask(
        self,
        type: str,
        here: Conversation,
        seq: int,
        answered: Answered = nothing,
        **fields: Any,
    ) -> None:
        self._requests.ask({"type": type, **here.at(seq), **fields}, answered)
