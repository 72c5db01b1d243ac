"""What this person says later: the site keeps it, and says it at its time.

The twin of the page's ``later.js``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from chat.desktop.core.checks import text
from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Answered, Refused, Requests, nothing
from chat.desktop.core.times import local

_ACTION = re.compile(r"/me\s+(?=\S)", re.IGNORECASE)


class Later:
    """Each is as the wire has it (``Later``); ``warned(sentence)`` tells the person
    what could not be said.
    """

    def __init__(self, requests: Requests, warned: Callable[[str], None]) -> None:
        self._requests = requests
        self._warned = warned
        self._all: dict[str, Event] = {}
        self._changed: Callable[[], None] | None = None

    @property
    def all(self) -> list[Event]:
        """By their times, as far as they are known."""
        return sorted(self._all.values(), key=lambda each: local(each["at"]))

    def look(self, changed: Callable[[], None]) -> None:
        """Somebody looks at them: ``changed()`` is called when they are others."""
        self._changed = changed
        self.ask()

    def leave(self) -> None:
        """Nobody looks at them any more."""
        self._changed = None

    def ask(self, answered: Answered = nothing) -> None:
        """Have all of them told."""
        self._requests.ask({"type": "scheduled"}, answered)

    def schedule(
        self,
        to: int | str,
        typed: str,
        at: datetime,
        answered: Answered = nothing,
        refused: Refused | None = None,
        reply: Reply | None = None,
        id: str = "",
    ) -> None:
        """Have what was typed said then; ``to`` as in ``post``. The same ``id`` again
        is the same message.
        """
        action = _ACTION.match(typed)
        body = typed[action.end() :] if action else typed
        said = {"to": to, "body": body, "action": bool(action), "at": _wire(at)}
        if reply is not None:
            said |= {"reply_to": reply.quote.seq, "epoch": reply.epoch}
        command = {"type": "schedule", "id": id or str(uuid4()), **said}
        self._requests.ask(command, answered, refused)

    def change(
        self,
        id: str,
        answered: Answered = nothing,
        refused: Refused | None = None,
        *,
        at: datetime | None = None,
        **changes: Any,
    ) -> None:
        """``body``, ``at``, or ``now``."""
        when = {} if at is None else {"at": _wire(at)}
        command = {"type": "reschedule", "id": id, **changes, **when}
        self._requests.ask(command, answered, refused)

    def cancel(
        self, id: str, answered: Answered = nothing, refused: Refused | None = None
    ) -> None:
        """Have it not said."""
        self._requests.ask({"type": "unschedule", "id": id}, answered, refused)

    # --- What the server says ---------------------------------------------------------

    def hear_welcome(self, event: Event) -> None:
        """What is known may be another's, and may be said by now."""
        self._all.clear()
        if self._changed is not None:
            self.ask()

    def hear_scheduled(self, event: Event) -> None:
        if event.get("whole"):
            self._all.clear()
        for each in event["messages"]:
            self._all[text(each["id"])] = each
            if "detail" in each and not event.get("whole"):
                self._warned(f"Not sent to {each['name']}: {each['detail']}")
        self._tell()

    def hear_unscheduled(self, event: Event) -> None:
        self._all.pop(event["id"], None)
        self._tell()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed()


class Attempts:
    """To have one thing said later: it is tried again where no answer came, and the
    site keeps it once.
    """

    def __init__(self, later: Later) -> None:
        self._later = later
        self._id = str(uuid4())
        self._tried: tuple[datetime, str] | None = None

    def make(
        self,
        to: int | str,
        typed: str,
        at: datetime,
        answered: Answered,
        refused: Refused,
        reply: Reply | None = None,
    ) -> None:
        """As ``schedule``; what was tried before with other words, or for another time,
        is not said.
        """
        if self._tried not in (None, (at, typed)):
            self._later.cancel(self._id, refused=nothing)
        self._tried = at, typed
        self._later.schedule(to, typed, at, answered, refused, reply, self._id)


def _wire(at: datetime) -> str:
    """A moment of this computer's clock."""
    return at.astimezone().isoformat()
