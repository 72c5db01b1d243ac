"""What happens in a conversation's log, and what is read of it."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.events.steering import Happened
from chat.wire.files import Preview, Shared
from chat.wire.objects import Calls, Mention, Message, Quote, Time
from chat.wire.polls import Poll

__all__ = [
    "Changes",
    "Deleted",
    "Edited",
    "Heads",
    "History",
    "LogEvent",
    "MessagePosted",
    "Pinned",
    "PollTold",
    "Posted",
    "Previewed",
    "Reacted",
    "Read",
    "TopicSet",
]


class MessagePosted(Event, tag="message"):
    """Somebody, maybe you, has said something.

    action: true: it tells what they do; else it is not there.
    reply_to: the ``seq`` of the message that it answers, if it answers one.
    quote: what that one says, likewise. Whoever shows it changes it when that message
        is ``edited`` or ``deleted``: nothing else tells so.
    mentions: whom it names, as in ``Message``.
    calls: likewise.
    poll: what it asks, if it does.
    shared: the files that it has brought along, if any.
    """

    conversation: int
    seq: int
    id: UUID
    sender: str
    author: int
    body: str
    html: str
    at: Time
    guest: bool = False
    action: bool | UnsetType = UNSET
    reply_to: int | UnsetType = UNSET
    quote: Quote | UnsetType = UNSET
    mentions: list[Mention] | UnsetType = UNSET
    calls: Calls | UnsetType = UNSET
    poll: Poll | UnsetType = UNSET
    shared: Shared | UnsetType = UNSET


class Edited(Event, tag="edited"):
    """A message has other words now.

    restored: true: it was deleted, and says again what it did then, without reactions.
        Else it is not there.
    reply_to: of what is restored, as in ``message``.
    quote: likewise.
    action: true: they tell what its author does; else it is not there.
    mentions: whom they name, as in ``Message``.
    calls: likewise.
    poll: what it asks now, if it does: other words for the question alone.
    shared: its files, if it has any: other words for what stands above them alone.
    preview: where its link leads, if that is shown already.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    body: str
    html: str
    at: Time
    author: int | UnsetType = UNSET
    restored: bool | UnsetType = UNSET
    reply_to: int | UnsetType = UNSET
    quote: Quote | UnsetType = UNSET
    action: bool | UnsetType = UNSET
    mentions: list[Mention] | UnsetType = UNSET
    calls: Calls | UnsetType = UNSET
    poll: Poll | UnsetType = UNSET
    shared: Shared | UnsetType = UNSET
    preview: Preview | UnsetType = UNSET


class Deleted(Event, tag="deleted"):
    """A message's words are gone, and its reactions and files.

    sender: its author, or a moderator.
    whose: its author's number.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    at: Time
    author: int | UnsetType = UNSET
    whose: int | UnsetType = UNSET


class Reacted(Event, tag="reacted"):
    """Somebody has given a reaction to a message, or taken one back.

    seq: 0 in the answer to a ``react`` that changed nothing: it took no number.
    emoji: which.
    on: true: given; false: taken back.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    emoji: str
    on: bool
    at: Time
    author: int | UnsetType = UNSET


class Pinned(Event, tag="pinned"):
    """Somebody has pinned a message, or taken that back.

    seq: 0 in the answer to a ``pin`` that changed nothing: it took no number.
    on: true: it is at hand for everybody here; false: no more.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    on: bool
    at: Time
    author: int | UnsetType = UNSET


class PollTold(Event, tag="poll"):
    """People have voted, or a poll was closed.

    seq: 0 in the answer to a ``close_poll`` that changed nothing: it took no number.
    sender: the name of whoever has asked.
    author: their number.
    poll: how it stands now, without what you have chosen.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    author: int
    poll: Poll
    at: Time


class Previewed(Event, tag="previewed"):
    """A message shows where its link leads, or shows it no more.

    seq: 0 in the answer to an ``unpreview`` that changed nothing: it took no number.
    sender: the name of its author.
    author: their number.
    html: the message's, with what is shown.
    preview: what is shown; if absent, nothing is.
    """

    conversation: int
    seq: int
    target: int
    sender: str
    author: int
    html: str
    at: Time
    preview: Preview | UnsetType = UNSET


class TopicSet(Event, tag="topic"):
    """A room has another topic.

    topic: what it is about from now on; empty for nothing.
    """

    conversation: int
    seq: int
    sender: str
    topic: str
    at: Time
    author: int | UnsetType = UNSET


class Posted(Event, tag="posted"):
    """A message is stored: from here on it is never lost.

    id: what you have called it.
    seq: its number in the conversation's log.
    at: when it was stored.
    """

    id: UUID
    conversation: int
    seq: int
    at: Time


class History(Event, tag="history"):
    """A page of messages, as they read now.

    messages: oldest first, deleted ones among them.
    more: there are others beyond this page, in the direction that was asked for; with
        ``around``, older ones; of a chain, others in it.
    newer: with ``around``: there are newer ones beyond it.
    events: what else has happened between them, in the order of the log: up to the next
        page. If nothing has, it is not there.
    """

    conversation: int
    messages: list[Message]
    more: bool
    newer: bool | UnsetType = UNSET
    epoch: int = 0
    events: list[Happened] | UnsetType = UNSET


class Changes(Event, tag="changes"):
    """What has changed since a number: each message once, as it reads now.

    messages: in the order of ``changed``, deleted ones among them: what was said first
        may be on a later page.
    upto: up to this number the page goes: ``since`` of the next. With the last page
        you have everything up to there.
    more: this is not all.
    topic: the room's, as it is now: a change of it takes a number, but is no message.
    reset: true: the log is of another epoch than you have said, or has not come to
        ``since``: what you keep is not of this log. Begin anew: ``upto`` is where it
        ends, and there are no messages. Else it is not there.
    events: what else has happened, in the order of the log, each once. If nothing has,
        it is not there.
    """

    conversation: int
    messages: list[Message]
    upto: int
    more: bool
    topic: str
    epoch: int = 0
    reset: bool | UnsetType = UNSET
    events: list[Happened] | UnsetType = UNSET


class Heads(Event, tag="heads"):
    """Where the logs of all your conversations end.

    heads: the last number of each, by the conversation's number.
    read: how far you have read each, likewise.
    epochs: the epoch of each, likewise; of those that are not here it is 0.
    starts: what was said before that number of a log is gone, for it is older than the
        site keeps it, and a client lets go of it; likewise, of those where anything is.
    """

    heads: dict[int, int]
    read: dict[int, int]
    epochs: dict[int, int] = {}
    starts: dict[int, int] | UnsetType = UNSET


class Read(Event, tag="read"):
    """You have read on, by another of your connections.

    seq: up to there.
    """

    conversation: int
    seq: int


# What takes a number of a conversation's log; and what is told of logs besides.
LogEvent = (
    MessagePosted
    | Edited
    | Deleted
    | Reacted
    | Pinned
    | PollTold
    | Previewed
    | TopicSet
    | Happened
)
LogNews = Posted | History | Changes | Heads | Read
