"""What is to be said later: the site keeps it, and says it in your name then."""

from __future__ import annotations

from uuid import UUID

from chat.wire.commands.base import Body, Command, Moment, Number, Place, Seq

__all__ = ["ListScheduled", "Reschedule", "Schedule", "Unschedule"]


class Schedule(Command, tag="schedule"):
    """Have something said later, whether you are here then or not.

    It is posted by its ``id`` at that time, under the rules of that time: where it
    cannot be, it stays in your list with the reason. The same ``id`` again is the same
    message.

    Answer: ``scheduled``, with that one; or ``unscheduled``, if it has been said by
        now. Your other connections hear it, too.
    to: as in ``post``; a direct conversation is opened when it is said.
    body: as in ``post``.
    id: as in ``post``.
    at: when: some seconds from now at the earliest, a year at the latest; a day of a
        guest.
    action: as in ``post``.
    reply_to: as in ``post``.
    epoch: as in ``post``.
    no-such-conversation: as for ``post``.
    too-long: of the body.
    malformed: as for ``post``.
    no-such-user: nobody has that name.
    not-allowed: it is to yourself, or to somebody whom you have blocked or who has
        gone; or the time is over, or too far away.
    too-many: a hundred wait, or 100,000 characters.
    """

    to: Number | Place
    body: Body
    id: UUID
    at: Moment
    action: bool = False
    reply_to: Number | None = None
    epoch: Seq | None = None


class ListScheduled(Command, tag="scheduled"):
    """Ask what of yours is to be said later, and what could not be.

    Answer: ``scheduled``, with all of it.
    """


class Reschedule(Command, tag="reschedule"):
    """Change when something is to be said, or its words; what could not be said is
    tried again.

    Answer: ``scheduled``, with that one; or ``unscheduled``, if it has been said by
        now. Your other connections hear it, too.
    id: of the message.
    at: as in ``schedule``; if absent, as it was.
    body: as in ``post``; if absent, as it was.
    now: true: it is said at once.
    too-long: of the body.
    malformed: as for ``post``.
    not-allowed: as for ``schedule``; or it is being said just now.
    no-such-conversation: there is no such message.
    """

    id: UUID
    at: Moment | None = None
    body: Body | None = None
    now: bool = False


class Unschedule(Command, tag="unschedule"):
    """Have something not said that was to be said later.

    Answer: ``unscheduled``. Your other connections hear it, too.
    id: of the message.
    not-allowed: it is being said just now.
    """

    id: UUID


LaterCommand = Schedule | ListScheduled | Reschedule | Unschedule
