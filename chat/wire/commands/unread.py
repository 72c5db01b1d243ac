"""What one has not read, what of it calls and why, and who has read one's words."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import NO_NUL, Command, Moment, Number, Seq
from chat.wire.objects import Level

__all__ = [
    "AddDevice",
    "AskWhy",
    "CountUnread",
    "FetchReaders",
    "ListDevices",
    "MarkUnread",
    "Pause",
    "RemoveDevice",
    "SetLevel",
    "SetReceipts",
    "TestDevice",
]

Endpoint = Annotated[str, Meta(max_length=1000, pattern=NO_NUL)]
Key = Annotated[str, Meta(max_length=100, pattern=NO_NUL)]
DeviceName = Annotated[str, Meta(min_length=1, max_length=60, pattern=NO_NUL)]


class SetLevel(Command, tag="level"):
    """Say what of a conversation calls you; what is not said stays as it is.

    Answer: ``level``. Your other connections hear it, too.
    level: ``all`` that is said, ``mentions`` of you, or ``nothing``.
    hidden: true: the room is out of your list, though you are in it and hear it, until
        you take that back; ``hide`` does the same.
    not-allowed: with ``hidden``: it is no room; ``hide`` hides a direct conversation.
    """

    conversation: Number
    level: Level | None = None
    hidden: bool | None = None


class MarkUnread(Command, tag="unread"):
    """Have a message, and all after it, unread again.

    Answer: ``unread``. Your other connections hear it, too.
    seq: of the first message that is to be unread; if absent, the last one by others.
        What is unread before it stays so.
    no-such-conversation: there is no such message, or you may not know of the place.
    """

    conversation: Number
    seq: Number | None = None
    epoch: Seq | None = None


class CountUnread(Command, tag="count"):
    """Ask how much is unread, where ``unread`` of the conversation says a hundred.

    Answer: ``counted``.
    """

    conversation: Number


class FetchReaders(Command, tag="readers"):
    """Ask who has read a message, in a conversation of 50 people at most.

    Answer: ``readers``.
    seq: of the message; if absent, the last one that you have said.
    not-allowed: there are more people; or you do not show what you have read yourself.
    no-such-conversation: there is no such message, or you may not know of the place.
    """

    conversation: Number
    seq: Number | None = None


class SetReceipts(Command, tag="receipts"):
    """Show others what you have read, or not: who does not, sees it of nobody.

    Answer: ``receipts``. Your other connections hear it, too.
    on: true: they may see it, as at first.
    """

    on: bool


class AskWhy(Command, tag="why"):
    """Ask why you were notified of a message, or not.

    Answer: ``why``.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


class ListDevices(Command, tag="devices"):
    """Ask which of your devices are notified while no page is open there.

    Answer: ``devices``.
    """


class AddDevice(Command, tag="add_device"):
    """Have a device notified, or change what is known of it: a browser that has
    subscribed to pushes by the ``server_key`` of ``devices``, as in
    https://www.w3.org/TR/push-api/.

    Answer: ``devices``. Your other connections hear it, too.
    endpoint: the address of its push service.
    key: its public key (``p256dh``), in base64url.
    auth: its secret (``auth``), likewise.
    name: what you call it.
    text: whether it is told what was said, and by whom; else that there is something.
    malformed: those are no keys, or that is not where a push service may be.
    too-many: twenty of yours are notified.
    """

    endpoint: Endpoint
    key: Key
    auth: Key
    name: DeviceName
    text: bool = True


class RemoveDevice(Command, tag="remove_device"):
    """Have a device notified no more.

    Answer: ``devices``. Your other connections hear it, too.
    id: its number.
    """

    id: Number


class Pause(Command, tag="pause"):
    """Be notified of nothing for a while; what calls you then never is told.

    Answer: ``paused``. Your other connections hear it, too.
    until: when that ends, within a year; if absent, it has ended.
    not-allowed: that time is over, or too late.
    """

    until: Moment | None = None


class TestDevice(Command, tag="test_device"):
    """Have a device notified of nothing, to see whether that comes.

    Answer: ``devices``; it is told within some seconds.
    id: its number.
    not-allowed: you have no such device, or it is being notified just now.
    """

    id: Number


UnreadCommand = (
    SetLevel
    | MarkUnread
    | CountUnread
    | FetchReaders
    | SetReceipts
    | AskWhy
    | AddDevice
    | ListDevices
    | RemoveDevice
    | Pause
    | TestDevice
)
