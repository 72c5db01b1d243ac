"""A post on its way into a log: what was asked for, and what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from chat import wire
from chat.models.people.user import User
from chat.models.permissions import MEMBER, UNKNOWN, Standing
from chat.wire.errors import ChatError

# What a post is answered that is stored.
Answer = wire.Posted | wire.Held


class PostRequest(NamedTuple):
    """A person's wish to post; ``to`` and ``id`` as in ``wire.Post``.

    ``html``: the body, cleaned and rendered, if whoever asks has seen to that;
    ``reads``: its author has read what was said there before, as is known of what is
    up to that number; None of who has not. ``reply_to`` and ``epoch`` as in
    ``wire.Post``. ``poll``: what it asks, which whoever asks stores. ``shared``: the
    files that it brings along, likewise. ``waits``: as in
    ``wire.Post``. ``approved``: a moderator lets it be said, for whom it has waited.
    """

    author: User
    to: int | str
    body: str
    id: UUID
    html: str = ""
    action: bool = False
    reads: int | None = None
    reply_to: int | None = None
    epoch: int | None = None
    poll: wire.Poll | None = None
    shared: wire.Shared | None = None
    waits: bool = False
    approved: bool = False


@dataclass(slots=True, eq=False)
class Place:
    """A conversation as it is posted in; ``pair`` is None of a room.

    ``head`` goes on with each of the drafts that get a number there. ``speakers``,
    ``slow``, ``archived``, ``happened_last``: see ``Steered``.
    """

    id: int
    pair: str | None
    private: bool
    head: int
    speakers: str = MEMBER.word
    slow: int = 0
    archived: bool = False
    happened_last: int = 0


# Where nobody may know of anything.
NOWHERE = Place(0, None, True, 0)


@dataclass(slots=True, eq=False)
class Draft:
    """A ``PostRequest`` that is being done; each step leaves here what it finds out."""

    author: User
    to: int | str
    body: str
    id: UUID
    html: str = ""
    action: bool = False
    reads: int | None = None
    reply_to: int | None = None
    epoch: int | None = None
    poll: wire.Poll | None = None
    shared: wire.Shared | None = None
    waits: bool = False
    approved: bool = False
    # The body as it is stored.
    text: str = ""
    # The place's number; or what finds it: a column of its table, and the value.
    number: int | None = None
    address: tuple[str, str] | None = None
    # Who is meant by "@name".
    other: User | None = None
    # Why it can mean no place.
    trouble: ChatError | None = None
    place: Place = NOWHERE
    standing: Standing = UNKNOWN
    # What the author is called: their session may not have heard of a new name yet.
    sender: str = ""
    # How far the author has read there; None of who is not in it.
    read: int | None = None
    # What it answers, as that reads now.
    quote: wire.Quote | None = None
    # The number of the message that has this id already.
    earlier: int | None = None
    # What it is answered if it is kept for a moderator.
    held: wire.Held | None = None
    # It is kept already: the same one has come before.
    is_again: bool = False
    # What it is answered, at last.
    result: Answer | ChatError | None = None
