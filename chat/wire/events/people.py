"""Who you are, who is here, and what they are doing."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.limits import Limits
from chat.wire.moderation import MutedOne
from chat.wire.objects import Conversation, Person, Time
from chat.wire.offers import Invitation

__all__ = [
    "AccountDeleted",
    "Export",
    "Found",
    "LanguageSet",
    "Online",
    "Presence",
    "Renamed",
    "Typing",
    "Welcome",
]


class Welcome(Event, tag="welcome"):
    """You are in: the first event of every connection that was let in.

    To a client that has said ``pages`` it is short. ``heads`` follows it, with the ends
    of all your logs: compare these with your own numbers.

    protocol: the version of this contract.
    you: who you are.
    conversations: all that you are in: the lobby, rooms, direct ones. With ``pages`` 50
        at most, those with something unread first.
    online: the names of those who are here, you among them; with ``pages`` the first
        100 of them. In the order of all lists: without regard to accents and case.
    keys: of those of ``online`` whose key is another text than the name, by the name.
    numbers: whose names these are, in the same order.
    presence: the version of that list; 0 if it is not known to be whole.
    limits: how much the site takes.
    token: brings you back as the same guest; for guests at the JSON door alone.
    invitations: rooms that you are invited to; the oldest first.
    more: there are other conversations: ask for ``conversations``; with ``pages``
        alone.
    others: there are other people: ask ``who`` after the last name; likewise.
    blocked: whom you have blocked: see ``blocked``.
    renderer: which renderer has made all ``html``. Have you kept some of another, it is
        not what the messages look like now: ask for ``history`` of what you show, and
        drop the rest.
    version: of the site, such as ``1.10.0``. A program that the site hands out, and
        that is of a lower one, is old.
    build: what the site's page is made of. A page of this version that is made of
        something else is old.
    language: which you are spoken to in on this connection.
    languages: those that the site knows, and what they are called there.
    receipts: whether you show others what you have read: see ``receipts``.
    free_lobby: true: the lobby can be left, and renamed, as any other room; else it is
        not there.
    zone: where your clock is, as the site knows; absent: others are not to know.
    muted: that you are, on the whole site, and why; absent: you are not. When that
        changes, ``muted`` says so.
    """

    protocol: int
    you: Person
    conversations: list[Conversation]
    online: list[str]
    presence: int
    limits: Limits
    keys: dict[str, str] = {}
    numbers: list[int] = []
    token: str | UnsetType = UNSET
    invitations: list[Invitation] = []
    more: bool | UnsetType = UNSET
    others: bool | UnsetType = UNSET
    blocked: list[Person] = []
    renderer: int = 0
    version: str = ""
    build: str = ""
    language: str = ""
    languages: dict[str, str] = {}
    receipts: bool = True
    free_lobby: bool | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    muted: MutedOne | UnsetType = UNSET


class Presence(Event, tag="presence"):
    """Somebody has come, or gone, or is called otherwise: then it is both.

    version: of the list after this. One more than yours: change your list. Not more:
        drop this. Anything else: ask ``who``.
    online: the names of those who have come.
    offline: the names of those who have gone.
    keys: of both, as in ``welcome``.
    came: the numbers of those in ``online``, in the same order.
    went: the numbers of those who have gone, also of who has lost the name to somebody
        who is here. Take these away before you add the others.
    """

    version: int
    online: list[str]
    offline: list[str]
    keys: dict[str, str] = {}
    came: list[int] = []
    went: list[int] = []


class Online(Event, tag="online"):
    """Who is here.

    version: of the list; 0 if it is not known to be whole. Of a page: if it is lower
        than yours, ask for that page again; if it is higher, ``presence`` has told, or
        tells, what is between.
    users: the names of all, you among them; or of a page.
    keys: of those of ``users``, as in ``welcome``.
    numbers: whose names these are, in the same order.
    more: there are others behind the last name; in the answer to a page alone.
    doors: by which doors each of them is here: see ``profile``; likewise.
    """

    version: int
    users: list[str]
    keys: dict[str, str] = {}
    numbers: list[int] = []
    more: bool | UnsetType = UNSET
    doors: list[list[str]] | UnsetType = UNSET


class Found(Event, tag="found"):
    """Whoever has a name that you have asked for.

    person: who. What is written to them goes to ``@`` and this name, and so is the
        direct conversation called.
    """

    person: Person


class Renamed(Event, tag="renamed"):
    """Somebody is called otherwise from now on: what you show of them follows.

    Their number stays, and so does the direct conversation with them. If they are here,
    ``presence`` says it, too. Of a guest who has lost the name, or has it again, those
    hear who have a direct conversation with them.

    person: who, and how ``to`` addresses them now: ``"pat~17"`` has lost the name, or
        has left for good.
    former: what they were called until now.
    gone: they are such a guest: see ``Conversation``; or have left: those hear that
        beside their name of now who have a conversation with them.
    """

    person: Person
    former: str
    gone: bool = False


class LanguageSet(Event, tag="language"):
    """You have chosen a language, on this connection or another.

    language: in which you are spoken to from now on; empty: as each client asks for.
    """

    language: str


class Typing(Event, tag="typing"):
    """Somebody is writing: show it for some seconds.

    sender: who.
    """

    conversation: int
    sender: str
    author: int | UnsetType = UNSET


class AccountDeleted(Event, tag="account_deleted"):
    """You have left for good: nothing comes back by this account."""


class Export(Event, tag="export"):
    """What you take along, a zip of JSON and files, is made, or is being made.

    made: it is; what is below is absent until then.
    size: in bytes.
    until: when it is deleted.
    href: where it is, for whoever has logged in at the page as you.
    url: all of that address, if it is known how the site is reached.
    """

    made: bool
    size: int | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    href: str | UnsetType = UNSET
    url: str | UnsetType = UNSET


PersonEvent = (
    Welcome
    | Presence
    | Online
    | Found
    | Renamed
    | LanguageSet
    | Typing
    | AccountDeleted
    | Export
)
