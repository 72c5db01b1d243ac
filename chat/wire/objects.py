"""What events are made of: people, conversations, messages, names and times."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire.files import Preview, Shared
from chat.wire.polls import Poll

__all__ = [
    "Conversation",
    "GivenRole",
    "Level",
    "Member",
    "Mention",
    "Mentioning",
    "Message",
    "Person",
    "Quote",
    "Role",
    "Room",
    "Status",
]

Kind = Annotated[str, Meta(extra_json_schema={"enum": ["room", "direct", "group"]})]
Calls = Annotated[str, Meta(extra_json_schema={"enum": ["here", "room"]})]
# What of a conversation calls somebody.
Level = Literal["all", "mentions", "nothing"]
# What somebody is in a room; each may do what those before may. By ``role`` they are
# given all but the first.
Role = Literal["muted", "member", "voice", "moderator", "owner"]
GivenRole = Literal["member", "voice", "moderator", "owner"]
Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Person(Struct, kw_only=True):
    """Somebody.

    id: their number, which stays theirs; a guest's name can pass to somebody else.
    name: as it is shown.
    key: what all spellings of the name have in common: case, form and width make no
        name another. Names are the same if their keys are; a client computes none.
    guest: without an account.
    """

    id: int
    name: str
    key: str
    guest: bool


class Member(Person, kw_only=True):
    """Somebody who is in a conversation.

    since: when they came into it.
    role: ``owner``, ``moderator``, ``voice``, ``member``, or ``muted``: they say
        nothing there; whatever you do not know is a member.
    until: when ``muted`` ends, if it does; else absent.
    moderates: true: they moderate the whole site, and nobody of the room puts them
        out; else absent.
    here: whether they are here now, at any door.
    seen: when they were last here; absent while they are.
    doors: by which doors they are here: see ``profile``; absent while they are not.
    """

    since: Time
    role: str = "member"
    until: Time | UnsetType = UNSET
    moderates: bool | UnsetType = UNSET
    here: bool = False
    seen: Time | UnsetType = UNSET
    doors: list[str] | UnsetType = UNSET


class Status(Struct, kw_only=True):
    """How somebody says they are: maybe an emoji, and some words.

    person: whose it is, by their number.
    text: one line as it was typed; empty: they say nothing any more.
    until: when it ends, if it does: show it no longer.
    """

    person: int
    text: str
    until: Time | UnsetType = UNSET


class Conversation(Struct, kw_only=True):
    """A room, two people or some, as one person sees it.

    id: its number: ``conversation`` in commands and events.
    kind: ``"room"``; ``"direct"``: of two people, or what somebody notes for
        themselves; or ``"group"``: of some people, which has no name of its own.
    name: ``"#lobby"``; of a direct one ``"@bob"``, the other person; of a group its
        number, ``"&7"``. They are what ``to`` takes, in any spelling; ``"@bob~17"`` is
        a guest whose name is somebody else's by now.
    key: the name's, with its ``#``, ``@`` or ``&``: see ``Person``.
    topic: what a room is about; else empty.
    head: the last number of its log.
    read: how far this person has read it.
    private: nobody gets in, or knows of it, who was not invited.
    unread: messages by others after ``read``, 100 at most.
    person: of a direct one, the other person's number; of your notes it is your own.
    people: of a group, the others who are in it, in the order of all lists. By their
        names it is shown: some of them, and how many more.
    gone: they were a guest, whose name is free or somebody else's by now, or have left
        for good: nobody hears what is posted there, and it is refused.
    epoch: which log it is: another one after the site was restored from a backup.
        What you keep of another epoch is not of this log.
    start: what was said before that number is gone, by its age; absent if nothing is.
    mentions: messages among ``unread`` that name this person, or call the whole room;
        100 at most.
    level: what of it calls you: all, what mentions you, or nothing.
    hidden: true: you have put the room out of your list, and are in it; else it is not
        there.
    role: what you may do as in this room: ``voice``, ``moderator`` or ``owner``; absent
        of a member; ``muted``: you say nothing there. Whoever moderates the whole
        site may do what its owner may.
    until: when ``muted`` ends, if it does; else absent.
    reason: why you are ``muted``, if that was said; else absent.
    description: what is said about the room beside its topic, if anything is.
    speakers: the role that one needs to speak: ``voice`` or ``moderator``; absent where
        everybody does.
    slow: seconds between two messages of one person who is no moderator; absent of
        none.
    keep: days after which what was said there goes, if the room has it go sooner than
        the site; else absent.
    unlisted: true: only who is in the room sees it in the directory; else absent.
    lock: true: only moderators set the topic; else absent.
    archived: true: it can be read, and no more; else absent.
    """

    id: int
    kind: Kind
    name: str
    key: str
    topic: str
    head: int
    read: int
    private: bool
    unread: int = 0
    person: int | UnsetType = UNSET
    people: list[Person] | UnsetType = UNSET
    gone: bool | UnsetType = UNSET
    epoch: int = 0
    mentions: int = 0
    level: Level = "all"
    hidden: bool | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    speakers: Role | UnsetType = UNSET
    slow: int | UnsetType = UNSET
    keep: int | UnsetType = UNSET
    unlisted: bool | UnsetType = UNSET
    lock: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    start: int | UnsetType = UNSET


class Room(Struct, kw_only=True):
    """A room in the directory.

    id: its number.
    name: with its ``#``.
    key: the name's, likewise: see ``Person``.
    topic: what it is about.
    members: how many people are in it, online or not.
    private: only who is in it sees it here.
    member: whether you are in it.
    """

    id: int
    name: str
    key: str
    topic: str
    members: int
    private: bool
    member: bool


class Quote(Struct, kw_only=True, rename={"sender": "from"}):
    """What a reply shows of the message that it answers, as that reads now.

    seq: its number in the log.
    sender: its author's name.
    author: its author's number.
    body: its first words as they were typed, in one line: 200 characters at most, of
        which the last is ``…`` where more was typed. Empty if it was deleted.
    action: true: it tells what its author does; else it is not there.
    deleted: true: its words are gone; else it is not there.
    """

    seq: int
    sender: str
    author: int
    body: str
    action: bool | UnsetType = UNSET
    deleted: bool | UnsetType = UNSET


class Mention(Struct, kw_only=True):
    """Somebody whom a message names, for its ``html``.

    There, what may be a name stands in ``<span class="mention">@…</span>``. It is one
    where what stands behind the ``@`` is ``within``, or else ``name``.

    author: their number.
    name: as it was typed.
    within: what begins with it, if that is more: ``ada's``.
    called: what they are called now, if that is another text.
    """

    author: int
    name: str
    within: str | UnsetType = UNSET
    called: str | UnsetType = UNSET


class Message(Struct, kw_only=True, rename={"sender": "from"}):
    """A message as it reads now.

    seq: its number in the log, which never changes.
    id: what its author's client called it.
    sender: its author's name.
    author: its author's number.
    body: as it was typed; empty if it was deleted.
    html: the body as HTML that is safe in a page, and behind it where its link leads,
        if that is shown; empty if it was deleted.
    at: when it was posted.
    changed: the number of the last thing that happened to it; at first ``seq``.
    edited: its words are not the first ones.
    deleted: its words are gone, its place is not.
    reactions: who gave each emoji, by name, in the order in which they did.
    reactors: their numbers, in the same order.
    guest: its author has no account.
    action: true: it tells what its author does; else it is not there.
    pinned: true: it is pinned; else it is not there.
    reply_to: the ``seq`` of the message that it answers, if it answers one.
    quote: what that one says, likewise.
    mentions: whom it names, if anybody.
    calls: ``"room"``: all of the room are meant by it, ``@room``; ``"here"``: those
        who are here as it is said, ``@here``. Else it is not there.
    poll: what it asks, if it does.
    shared: the files that it has brought along, if any.
    preview: where its link leads, if that is shown.
    """

    seq: int
    id: UUID
    sender: str
    author: int
    body: str
    html: str
    at: Time
    changed: int
    edited: bool
    deleted: bool
    reactions: dict[str, list[str]]
    guest: bool = False
    reactors: dict[str, list[int]] = {}
    action: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    reply_to: int | UnsetType = UNSET
    quote: Quote | UnsetType = UNSET
    mentions: list[Mention] | UnsetType = UNSET
    calls: Calls | UnsetType = UNSET
    poll: Poll | UnsetType = UNSET
    shared: Shared | UnsetType = UNSET
    preview: Preview | UnsetType = UNSET


class Mentioning(Struct, kw_only=True):
    """A message that names you, or calls a whole room that you are in.

    conversation: the number of the one that it is in.
    name: of that one, as in ``Conversation``.
    message: as it reads now.
    """

    conversation: int
    name: str
    message: Message
