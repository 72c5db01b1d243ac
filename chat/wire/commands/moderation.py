"""What those who moderate do about somebody, beyond one message and one room."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import Command, Limit, Number, Word
from chat.wire.commands.steering import Reason, Seconds
from chat.wire.limits import HISTORY_DEFAULT, PURGE_SECONDS_MOST
from chat.wire.moderation import Reach

__all__ = [
    "ListActs",
    "ListModeration",
    "Mute",
    "Purge",
    "ShutOut",
    "TakeAvatar",
    "Unpurge",
]

Lately = Annotated[int, Meta(ge=60, le=PURGE_SECONDS_MOST)]


class Purge(Command, tag="purge"):
    """Delete all that somebody has said of late: in a room, for its moderators; or in
    all rooms, for those who moderate the whole site.

    Each message is deleted as by ``delete``. What others do meanwhile goes on between.

    Answer: ``purged``. Your other connections hear it, too.
    name: who has said it.
    author: their number, if it is known.
    conversation: the room; if absent, all rooms. Nothing in private talks is deleted.
    seconds: what was said in so many, until now.
    reason: why; it is kept in the site's audit log.
    no-such-user: nobody has that name.
    not-allowed: it takes another role than yours, or is not a room; or, in all rooms,
        it is you, or who may do as much on the site as you.
    too-long: of the reason.
    rate-limited: you have done much of that kind.
    """

    name: Word
    author: Number | None = None
    conversation: Number | None = None
    seconds: Lately = 3600
    reason: Reason = ""


class Unpurge(Command, tag="unpurge"):
    """Bring back what you have just had deleted by ``purge``: for a minute.

    The words are back where they were; reactions, pins and votes are not.

    Answer: ``purged``, with ``undone``. Everybody there hears ``edited`` with
        ``restored``.
    purge: its number.
    no-such-conversation: there is none of yours by that number.
    not-allowed: the minute is over, or it was undone already; or you may not do it any
        more.
    """

    purge: Number


class Mute(Command, tag="mute"):
    """Have somebody read, and say nothing, in a room, for its moderators; or anywhere
    on the site, for those who moderate it; or end that.

    Answer: ``muted``. They hear it as well; what they say of how they are goes, for
        everybody. In a room ``happened`` of the kind ``role``: everybody there hears
        it, too, unless nothing has changed by it: then ``seq`` is 0.
    name: who.
    author: their number, if it is known.
    conversation: the room; if absent, everywhere.
    on: true: they say nothing; false: they may again.
    reason: why; they read it, and in a room everybody there.
    seconds: for how long; if absent, until somebody ends it.
    no-such-user: nobody has that name, or nobody in the room.
    not-allowed: it takes another role than yours, or is not a room; or it is you, or
        who may do as much there as you.
    too-long: of the reason.
    """

    name: Word
    on: bool
    author: Number | None = None
    conversation: Number | None = None
    reason: Reason = ""
    seconds: Seconds | None = None


class ShutOut(Command, tag="shutout"):
    """Let somebody into the site no more; or end that.

    Answer: ``shutout``. What they say of how they are goes, for everybody.
    name: who.
    author: their number, if it is known.
    ban: instead of both, what ``moderation`` tells of nobody in particular: with ``on``
        false, that ends.
    on: true shuts them out; false lets them in again, by whatever they came.
    reach: ``person``: the account, and the browsers that they came by of late; with
        ``address``, the addresses as well, which others may share; with ``network``,
        all of the networks around these, for a week at most. None is yours.
    reason: why; whoever is shut out reads it.
    seconds: for how long; if absent, for good.
    no-such-user: nobody has that name, or there is no such ban.
    not-allowed: it is for those who moderate the whole site; or it is you, or who
        may do as much there as you; or a network is meant for good.
    too-long: of the reason.
    """

    name: Word
    on: bool
    author: Number | None = None
    ban: Number | None = None
    reach: Reach = "person"
    reason: Reason = ""
    seconds: Seconds | None = None


class TakeAvatar(Command, tag="take_avatar"):
    """Have everybody see the first letter of somebody's name again, and no picture.

    Answer: ``avatar``. Everybody hears it.
    name: whose.
    author: their number, if it is known.
    reason: why; it is kept in the site's audit log.
    no-such-user: nobody has that name.
    not-allowed: it is for those who moderate the whole site; or it is you, or who
        may do as much there as you.
    too-long: of the reason.
    """

    name: Word
    author: Number | None = None
    reason: Reason = ""


class ListModeration(Command, tag="moderation"):
    """Ask who is muted and who is shut out, and what you may do about others on the
    site.

    Answer: ``moderation``.
    not-allowed: it is for those who moderate the whole site.
    """


class ListActs(Command, tag="acts"):
    """Ask what moderators have done of late: the last first.

    Answer: ``acts``.
    before: only those below that number: of the last one of the page before.
    limit: acts at most.
    not-allowed: it is for those who may read the site's audit log.
    """

    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


ModerationCommand = (
    Purge | Unpurge | Mute | ShutOut | TakeAvatar | ListModeration | ListActs
)
